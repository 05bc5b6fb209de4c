// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The answering half of a ServerConnection.
#include "app/http/serverconnection.h"

namespace llmg::http {

namespace {

asio::const_buffer bufferOf(std::string_view text) {
    return {text.data(), text.size()};
}

Error alreadyAnswered() {
    return fail(ErrorKind::Internal, "This request was answered already.");
}

Error clientIsGone() {
    return fail(ErrorKind::Canceled, "The client closed the connection.");
}

} // namespace

void ServerConnection::decideKeepAlive() {
    if (m_shared->stopping)
        m_keepAlive = false;
    if (m_bodyDone)
        return;
    // An unread body is in the way of the next request: worth reading past only if it is small and on its way.
    constexpr std::uint64_t kWorthReading = 64 * 1024;
    const auto size = contentLength();
    if (m_continueDue || (size && *size > kWorthReading))
        m_keepAlive = false;
}

void ServerConnection::writeHead(int status, const Headers& headers, std::optional<std::uint64_t> length) {
    const bool noLength = status == 204 || status == 304 || (status >= 100 && status < 200);
    m_bodyless = m_isHead || noLength;
    m_chunkedAnswer = !length && m_http11 && !noLength;
    decideKeepAlive();
    if (!length && !m_http11 && !m_bodyless)
        m_keepAlive = false; // the end of the connection is the only end that HTTP/1.0 has for such an answer
    m_out.clear();
    m_out.append("HTTP/1.1 ");
    appendNumber(m_out, static_cast<std::uint64_t>(status));
    m_out.append(" ").append(reasonPhrase(status)).append("\r\ndate: ").append(m_shared->date.now()).append("\r\n");
    for (const auto& [name, value] : headers.fields()) {
        if (equalsIgnoringCase(name, "content-length") || equalsIgnoringCase(name, "date") ||
            equalsIgnoringCase(name, "connection") || equalsIgnoringCase(name, "transfer-encoding"))
            continue;
        appendField(m_out, name, value);
    }
    if (m_chunkedAnswer) {
        m_out.append("transfer-encoding: chunked\r\n");
    } else if (length && !noLength) {
        m_out.append("content-length: ");
        appendNumber(m_out, *length);
        m_out.append("\r\n");
    }
    if (!m_keepAlive)
        m_out.append("connection: close\r\n");
    else if (!m_http11)
        m_out.append("connection: keep-alive\r\n");
    m_out.append("\r\n");
}

bool ServerConnection::sendNow(std::span<asio::const_buffer>& buffers) {
    error_code error;
    const auto sent = writeNow(buffers, error);
    if (error) {
        m_gone = true;
        return false;
    }
    m_bytesSent += sent;
    consume(buffers, sent);
    return buffers.empty();
}

Task<Result<>> ServerConnection::sendRest(std::span<asio::const_buffer> buffers) {
    const bool wasGone = m_gone;
    m_timeouts.set(*this, m_shared->limits.writeTimeout);
    while (!m_gone && !buffers.empty()) {
        watchWrite();
        co_await event();
        if (m_expired || !isOpen()) {
            m_expired = false;
            m_gone = true;
            break;
        }
        if (m_gone)
            break;
        const auto before = m_bytesSent;
        sendNow(buffers);
        if (m_bytesSent != before)
            m_timeouts.set(*this, m_shared->limits.writeTimeout); // it does read, if slowly
    }
    Timeouts::clear(*this);
    if (!m_gone)
        co_return Result<>{};
    // A failed write is how the loss of a client shows that never closed. Told later: this caller is being told now.
    if (!wasGone && m_onGone)
        onClientGone(std::exchange(m_onGone, nullptr));
    m_keepAlive = false;
    m_answer = Answer::Aborted;
    co_return clientIsGone();
}

Task<Result<>> ServerConnection::respond(Response response) {
    if (m_answer != Answer::None)
        co_return alreadyAnswered();
    if (m_gone) {
        m_answer = Answer::Aborted;
        co_return clientIsGone();
    }
    m_answer = Answer::Done;
    writeHead(response.status, response.headers, response.body.size());
    std::array parts{bufferOf(m_out), m_bodyless ? asio::const_buffer{} : bufferOf(response.body)};
    std::span<asio::const_buffer> rest = parts;
    if (sendNow(rest))
        co_return Result<>{};
    co_return co_await sendRest(rest);
}

Task<Result<>> ServerConnection::beginStream(int status, Headers headers) {
    if (m_answer != Answer::None)
        co_return alreadyAnswered();
    if (m_gone) {
        m_answer = Answer::Aborted;
        co_return clientIsGone();
    }
    m_answer = Answer::Streaming;
    writeHead(status, headers, std::nullopt);
    std::array parts{bufferOf(m_out)};
    std::span<asio::const_buffer> rest = parts;
    if (sendNow(rest))
        co_return Result<>{};
    co_return co_await sendRest(rest);
}

Task<Result<>> ServerConnection::write(std::string_view bytes) {
    return sendChunk(bytes, false);
}

Task<Result<>> ServerConnection::endStream(std::string_view lastBytes) {
    return sendChunk(lastBytes, true);
}

Task<Result<>> ServerConnection::sendChunk(std::string_view bytes, bool last) {
    if (m_gone || m_answer == Answer::Aborted) {
        m_answer = Answer::Aborted;
        co_return clientIsGone();
    }
    if (m_answer != Answer::Streaming)
        co_return fail(ErrorKind::Internal, "This request has no stream to write to.");
    if (last)
        m_answer = Answer::Done;
    if (m_bodyless || (bytes.empty() && !(last && m_chunkedAnswer)))
        co_return Result<>{}; // an empty chunk would be the end
    const ChunkLine line(bytes.size());
    std::array<asio::const_buffer, 3> parts;
    std::size_t count = 0;
    if (!bytes.empty()) {
        if (m_chunkedAnswer)
            parts[count++] = bufferOf(line.view());
        parts[count++] = bufferOf(bytes);
    }
    if (m_chunkedAnswer)
        parts[count++] = bufferOf(!last ? "\r\n" : bytes.empty() ? "0\r\n\r\n" : "\r\n0\r\n\r\n");
    std::span<asio::const_buffer> rest(parts.data(), count);
    if (sendNow(rest))
        co_return Result<>{};
    co_return co_await sendRest(rest);
}

void ServerConnection::abort() {
    m_answer = Answer::Aborted;
    m_keepAlive = false;
    m_onGone = nullptr;
    error_code ignored;
    // Without chunks the close itself would look like the end. A reset does not, at the price of what is on its way.
    if (!m_chunkedAnswer)
        m_socket.set_option(asio::socket_base::linger(true, 0), ignored);
    close();
}

} // namespace llmg::http
