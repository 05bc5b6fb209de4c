// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/http/clientexchange.h"

#include <algorithm>

namespace llmg::http {

using ParserError = boost::beast::http::error;

namespace {

constexpr std::size_t kInflateAtOnce = 64 * 1024;
/// A chunk's size line with extensions, or trailers; beyond this it is no HTTP.
constexpr std::size_t kLongestFraming = 64 * 1024;

} // namespace

ClientExchange::ClientExchange(std::shared_ptr<Client::Pool> pool, std::shared_ptr<ClientConnection> connection,
                               bool noBody)
    : m_pool(std::move(pool))
    , m_connection(std::move(connection))
    , m_noBody(noBody) {
    m_parser.emplace(m_headers, noBody);
}

ClientExchange::~ClientExchange() {
    if (!m_connection)
        return;
    m_connection->end();
    m_connection->close();
}

/// Keeps the error for every later call: half an answer stays half.
Error ClientExchange::failed(Error error) {
    if (!m_error) {
        error.upstreamStatus = m_parser->is_header_done() ? m_parser->status() : 0;
        m_error = std::move(error);
    }
    if (m_connection) {
        m_connection->end();
        m_connection->close();
        m_connection.reset();
    }
    return *m_error;
}

void ClientExchange::finished() {
    m_done = true;
    auto connection = std::move(m_connection);
    if (!connection)
        return;
    connection->end();
    if (m_parser->keep_alive() && connection->sentWhole() && m_in.empty() && connection->isOpen())
        m_pool->put(std::move(connection));
    else
        connection->close();
}

Result<> ClientExchange::parse(std::string_view bytes, std::string& sink) {
    const bool append = !m_in.empty();
    if (append) {
        m_in.append(bytes);
        bytes = m_in;
    }
    m_parser->collectInto(m_inflater ? &m_inflater->input() : &sink);
    error_code error;
    const std::size_t used = bytes.empty() ? 0 : m_parser->parse(bytes, error);
    if (append)
        m_in.erase(0, used);
    else
        m_in.assign(bytes.substr(used));
    if (error && error != ParserError::need_more)
        return fail(ErrorKind::Upstream, "the answer is not HTTP: " + error.message());
    if (m_parser->is_header_done() && m_in.size() > kLongestFraming && !m_parser->is_done())
        return fail(ErrorKind::Upstream, "the answer is not HTTP: endless chunk framing");
    return {};
}

Result<> ClientExchange::endOfStream() {
    error_code error;
    if (m_parser->got_some())
        m_parser->put_eof(error);
    else
        error = ParserError::partial_message;
    if (error) {
        return fail(ErrorKind::Upstream, m_parser->is_header_done() ? "the answer was cut before its end"
                                         : m_headBytes > 0 ? "the connection was closed within the answer's head"
                                                           : "the connection was closed without an answer");
    }
    return {};
}

Result<> ClientExchange::decideDecoding() {
    if (m_parser->is_done())
        return {};
    const std::string_view coding = m_headers.get("content-encoding");
    if (coding.empty() || equalsIgnoringCase(coding, "identity"))
        return {};
    if (equalsIgnoringCase(coding, "gzip") || equalsIgnoringCase(coding, "x-gzip"))
        m_inflater.emplace(Inflater::Format::Gzip);
    else if (equalsIgnoringCase(coding, "deflate"))
        m_inflater.emplace(Inflater::Format::Deflate);
    else
        return fail(ErrorKind::Upstream, "the answer's content encoding is unknown and was not asked for");
    Headers plain;
    for (const auto& [name, value] : m_headers.fields()) {
        if (!equalsIgnoringCase(name, "content-encoding") && !equalsIgnoringCase(name, "content-length"))
            plain.add(name, value);
    }
    m_headers = std::move(plain);
    return {};
}

Task<Result<>> ClientExchange::start(std::string_view head, std::string_view body) {
    const auto sent = co_await m_connection->send(head, body);
    // A failed send is no verdict yet: the peer may have answered (413, 401) before it closed, and that is worth more.
    if (!sent && sent.error().kind != ErrorKind::Upstream)
        co_return failed(sent.error());
    for (;;) {
        auto received = co_await m_connection->receive(ClientConnection::Wait::FirstByte);
        if (!received) {
            const bool network = received.error().kind == ErrorKind::Upstream;
            m_stale = network && m_headBytes == 0;
            co_return failed(!sent && network ? sent.error() : received.error());
        }
        if (received->empty()) {
            m_stale = m_headBytes == 0;
            auto ended = endOfStream();
            co_return failed(ended ? fail(ErrorKind::Upstream, "the connection was closed without an answer")
                                   : ended.error());
        }
        m_headBytes += received->size();
        auto parsed = parse(*received, m_ready);
        // Interim answers (RFC 9110, 15.2) may come in one packet with the final one.
        while (parsed && m_parser->is_header_done() && m_parser->status() / 100 == 1) {
            if (m_parser->status() == 101) {
                parsed = fail(ErrorKind::Upstream, "the answer changes the protocol, which was not asked for");
                break;
            }
            m_headers = {};
            m_parser.emplace(m_headers, m_noBody);
            if (m_in.empty())
                break;
            const std::string rest = std::exchange(m_in, {});
            parsed = parse(rest, m_ready);
        }
        if (!parsed)
            co_return failed(parsed.error());
        const bool done = m_parser->is_header_done();
        if (m_headBytes - (done ? m_in.size() : 0) > m_pool->limits.maxHeaderBytes)
            co_return failed(fail(ErrorKind::Upstream, "the answer's head is larger than " +
                                                           std::to_string(m_pool->limits.maxHeaderBytes) + " bytes"));
        if (done)
            break;
    }
    m_connection->onHeadRead();
    if (auto decoding = decideDecoding(); !decoding)
        co_return failed(decoding.error());
    if (m_parser->is_done()) {
        finished();
        co_return Result<>{};
    }
    m_parser->eager(true);
    const std::string rest = std::exchange(m_in, {});
    if (auto parsed = parse(rest, m_ready); !parsed)
        failed(parsed.error()); // told by readSome, after what came before it
    else if (m_parser->is_done())
        finished();
    co_return Result<>{};
}

Task<Result<std::size_t>> ClientExchange::readSome(std::string& into) {
    const std::size_t before = into.size();
    if (!m_ready.empty()) {
        const std::size_t count = m_ready.size();
        if (into.empty())
            into.swap(m_ready);
        else
            into.append(m_ready);
        m_ready.clear();
        co_return count;
    }
    for (;;) {
        if (m_inflater) {
            auto taken = m_inflater->take(into, kInflateAtOnce);
            if (!taken)
                co_return failed(taken.error());
            if (*taken > 0)
                co_return *taken;
        }
        if (m_error)
            co_return *m_error;
        if (m_done) {
            if (m_inflater && !m_inflater->isComplete())
                co_return failed(fail(ErrorKind::Upstream, "the compressed body was cut before its end"));
            co_return std::size_t{0};
        }
        auto received = co_await m_connection->receive(ClientConnection::Wait::Silence);
        if (!received)
            co_return failed(received.error());
        auto parsed = received->empty() ? endOfStream() : parse(*received, into);
        if (!parsed)
            failed(parsed.error());
        else if (m_parser->is_done())
            finished();
        if (into.size() > before)
            co_return into.size() - before;
    }
}

Task<Result<std::string>> ClientExchange::readAll(std::size_t limit) {
    std::string body;
    for (;;) {
        auto count = co_await readSome(body);
        if (!count)
            co_return count.error();
        if (*count == 0)
            co_return body;
        if (body.size() > limit)
            co_return failed(
                fail(ErrorKind::Upstream, "the answer is larger than " + std::to_string(limit) + " bytes"));
    }
}

} // namespace llmg::http
