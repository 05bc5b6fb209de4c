// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/http/serverconnection.h"

#include "app/http/logging.h"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace llmg::http {

using namespace std::chrono_literals;
using ParserError = boost::beast::http::error;

namespace {

/// A body that no handler read is read and dropped up to here, to keep the connection; beyond, it is closed.
constexpr std::uint64_t kDiscard = 64 * 1024;
/// Input that comes while a handler works is kept up to here, then TCP holds the client back.
constexpr std::size_t kStrayInput = 64 * 1024;
constexpr std::size_t kIdleCapacity = 4 * 1024;
constexpr auto kLinger = 5s;

void release(std::string& buffer) {
    buffer.clear();
    if (buffer.capacity() > kIdleCapacity)
        buffer.shrink_to_fit();
}

} // namespace

ServerConnection::ServerConnection(Socket socket, std::shared_ptr<Server::Shared> shared)
    : Wire(std::move(socket), shared->timeouts)
    , m_shared(std::move(shared)) {
    error_code error;
    m_socket.non_blocking(true, error);
    m_socket.set_option(tcp::no_delay(true), error);
    if (const auto peer = m_socket.remote_endpoint(error); !error) {
        m_head.peerAddress = peer.address().to_string();
        m_head.peerPort = peer.port();
    }
    if (const auto local = m_socket.local_endpoint(error); !error) {
        m_head.localAddress = local.address().to_string();
        m_head.localPort = local.port();
    }
}

ServerConnection::~ServerConnection() {
    m_shared->remove(*this);
}

Task<> ServerConnection::run(std::shared_ptr<ServerConnection> self) {
    while (co_await self->readHead()) {
        self->beginExchange();
        try {
            co_await self->m_shared->handler(*self);
        } catch (const std::exception& exception) {
            qCWarning(lcHttp, "a request handler threw: %s", exception.what());
        } catch (...) {
            qCWarning(lcHttp, "a request handler threw something that is no exception");
        }
        co_await self->endExchange();
        self->m_shared->exchangeEnded();
        if (!self->m_keepAlive)
            break;
    }
    if (self->m_lingers && !self->m_gone)
        co_await self->linger();
    self->m_phase = Phase::Closing;
    self->close();
}

void ServerConnection::cut() {
    if (m_phase == Phase::Idle)
        m_phase = Phase::Closing;
    close();
    // Whoever waits wakes because the close cuts the watch; a handler that works elsewhere is told.
    if (!someoneWaits())
        clientLeft();
}

void ServerConnection::expired() {
    m_expired = true;
    stopWaiting();
}

void ServerConnection::readReady(const error_code& error) {
    if (m_wantsInput) {
        wake();
        return;
    }
    if (!error)
        takeStrayInput();
    if (m_gone || m_expired)
        wake();
}

void ServerConnection::writeReady(const error_code&) {
    wake();
}

/// The client sent something while the handler works: more of its body, its next request, or its farewell.
void ServerConnection::takeStrayInput() {
    error_code error;
    const auto count = readNow(m_shared->scratch, error);
    if (error) {
        clientLeft();
        return;
    }
    m_in.append(m_shared->scratch.data(), count);
    if (m_in.size() < kStrayInput)
        watchRead();
    else
        m_inputStopped = true;
}

void ServerConnection::resumeInput() {
    if (m_inputStopped && m_in.size() >= kStrayInput)
        return;
    m_inputStopped = false;
    if (isOpen())
        watchRead();
}

void ServerConnection::clientLeft() {
    m_gone = true;
    if (auto callback = std::exchange(m_onGone, nullptr))
        callback();
}

void ServerConnection::onClientGone(std::function<void()> callback) {
    m_onGone = std::move(callback);
    if (!m_gone || !m_onGone)
        return;
    // Not from within this call, whose caller may not be ready for it.
    asio::post(m_shared->context, [self = shared_from_this(), this] {
        if (m_gone)
            clientLeft();
    });
}

Task<ServerConnection::Input> ServerConnection::moreInput(std::span<char> into) {
    for (;;) {
        watchRead();
        m_wantsInput = true;
        co_await event();
        m_wantsInput = false;
        if (m_expired) {
            m_expired = false;
            co_return Input::Expired;
        }
        if (m_gone || !isOpen())
            co_return Input::Closed;
        error_code error;
        m_received = readNow(into, error);
        if (error) {
            m_gone = true;
            co_return Input::Closed;
        }
        if (m_received > 0)
            co_return Input::Data;
    }
}

Task<bool> ServerConnection::readHead() {
    m_head.method.clear();
    m_head.target.clear();
    m_head.path.clear();
    m_head.query.clear();
    m_head.headers = {};
    m_parser.emplace(m_head);
    m_headBytes = 0;
    m_phase = Phase::Idle;
    m_shared->connections.splice(m_shared->connections.end(), m_shared->connections, place);
    release(m_out);

    error_code error;
    bool done = false;
    if (!m_in.empty()) {
        const std::string pipelined = std::exchange(m_in, {});
        done = parseHead(pipelined, error);
    } else {
        release(m_in);
    }
    resumeInput();
    while (!done && !error) {
        const bool started = m_headBytes > 0 || !m_in.empty();
        if (!started) {
            if (m_shared->stopping)
                co_return false;
            m_timeouts.set(*this, m_shared->limits.idleTimeout);
        } else if (m_phase != Phase::Head) {
            m_phase = Phase::Head; // its time runs from its first byte, whatever comes after
            m_timeouts.set(*this, m_shared->limits.headerTimeout);
        }
        const Input input = co_await moreInput(m_shared->scratch);
        if (input == Input::Closed || (input == Input::Expired && !started))
            co_return false;
        if (input == Input::Expired)
            co_return co_await refuse(408, "timeout", "The request's head did not come in time.");
        done = parseHead({m_shared->scratch.data(), m_received}, error);
    }
    Timeouts::clear(*this);
    if (error)
        co_return co_await refuseUnreadable(error);
    if (const int refusal = m_parser->refusal(); refusal != 0) {
        std::string message = std::string("The request has ") + m_parser->refusalReason() + ".";
        co_return co_await refuse(refusal, refusal == 501 ? "not_implemented" : "invalid_parameters",
                                  std::move(message));
    }
    if (m_parser->expectation() == RequestParser::Expectation::Unknown)
        co_return co_await refuse(417, "expectation_failed", "The only expectation understood is 100-continue.");
    co_return true;
}

bool ServerConnection::parseHead(std::string_view bytes, error_code& error) {
    const bool append = !m_in.empty();
    if (append) {
        m_in.append(bytes);
        bytes = m_in;
    }
    std::size_t used = 0;
    // RFC 9112, 2.2: empty lines before a request line are skipped (old clients end a body with one).
    if (m_headBytes == 0) {
        while (bytes.substr(used, 2) == "\r\n")
            used += 2;
    }
    const std::string_view rest = bytes.substr(used);
    if (!rest.empty() && !(m_headBytes == 0 && rest == "\r")) {
        const auto parsed = m_parser->parse(rest.data(), rest.size(), error);
        used += parsed;
        m_headBytes += parsed;
        if (error == ParserError::need_more)
            error.clear();
    }
    const bool done = !error && m_parser->is_header_done();
    if (!error && m_headBytes + (done ? 0 : bytes.size() - used) > m_shared->limits.maxHeaderBytes)
        error = ParserError::header_limit;
    if (append)
        m_in.erase(0, used);
    else
        m_in.assign(bytes.substr(used));
    return done;
}

Task<bool> ServerConnection::refuseUnreadable(const error_code& error) {
    if (error == ParserError::header_limit) {
        return refuse(431, "request_header_fields_too_large",
                      "The request's head is larger than " + std::to_string(m_shared->limits.maxHeaderBytes) +
                          " bytes.");
    }
    if (error == ParserError::bad_version)
        return refuse(505, "http_version_not_supported", "Only HTTP/1.1 and HTTP/1.0 are understood.");
    return refuse(400, "invalid_parameters", "The request is not HTTP: " + error.message() + ".");
}

/// The answer to a head that no handler sees. The connection ends after it: what follows cannot be told apart any more.
Task<bool> ServerConnection::refuse(int status, const char* code, std::string message) {
    m_isHead = m_head.method == "HEAD";
    m_http11 = true;
    m_keepAlive = false;
    m_lingers = true;
    m_bodyDone = true;
    m_answer = Answer::None;
    Response response;
    response.status = status;
    response.headers.add("content-type", "application/json");
    response.body = std::string(R"({"error":{"message":")") + message +
                    R"(","type":"invalid_request_error","param":null,"code":")" + code + R"("}})";
    co_await respond(std::move(response));
    co_return false;
}

void ServerConnection::beginExchange() {
    m_phase = Phase::Working;
    m_answer = Answer::None;
    m_bytesSent = 0;
    m_http11 = m_parser->isHttp11();
    m_keepAlive = m_parser->keep_alive();
    m_isHead = m_head.method == "HEAD";
    m_bodyDone = m_parser->is_done();
    m_continueDue = !m_bodyDone && m_parser->expectation() == RequestParser::Expectation::Continue;
    m_shared->exchangeCount.fetch_add(1, std::memory_order_relaxed);
    resumeInput();
}

Task<> ServerConnection::endExchange() {
    m_onGone = nullptr;
    if (m_answer == Answer::None && !m_gone) {
        Response response;
        response.status = 500;
        response.headers.add("content-type", "application/json");
        response.body = R"({"error":{"message":"The gateway failed to answer this request.","type":"server_error",)"
                        R"("param":null,"code":"gateway_error"}})";
        co_await respond(std::move(response));
    }
    if (m_answer == Answer::Streaming)
        abort();
    if (m_answer == Answer::Aborted || m_gone)
        m_keepAlive = false;
    if (m_keepAlive && !m_bodyDone && !co_await discardBody())
        m_keepAlive = false;
    if (!m_keepAlive && (!m_bodyDone || !m_in.empty()))
        m_lingers = true;
    m_parser.reset();
}

std::optional<std::uint64_t> ServerConnection::contentLength() const {
    if (!m_parser || m_parser->chunked())
        return std::nullopt;
    return m_parser->content_length().value_or(0);
}

Error ServerConnection::inputError(Input input) const {
    if (input == Input::Expired)
        return fail(ErrorKind::RequestTimeout, "The request's body did not come in time.");
    return fail(ErrorKind::Canceled, "The client closed the connection.");
}

Task<Result<std::string>> ServerConnection::readBody() {
    if (m_gone)
        co_return inputError(Input::Closed);
    if (m_bodyDone)
        co_return std::string();
    const auto size = contentLength();
    if (size && *size > m_shared->limits.maxBodyBytes) {
        m_keepAlive = false;
        co_return fail(ErrorKind::RequestTooLarge, "The request's body is larger than " +
                                                       std::to_string(m_shared->limits.maxBodyBytes) + " bytes.");
    }
    if (size && m_in.size() >= *size) {
        std::string body;
        if (m_in.size() == *size) {
            body.swap(m_in);
        } else {
            body.assign(m_in, 0, *size);
            m_in.erase(0, *size);
        }
        m_bodyDone = true;
        m_continueDue = false;
        co_return body;
    }
    if (m_continueDue && m_answer == Answer::None) {
        std::array parts{asio::const_buffer(asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")))};
        std::span<asio::const_buffer> rest = parts;
        if (m_in.empty() && !sendNow(rest))
            co_await sendRest(rest);
    }
    m_continueDue = false;
    if (size)
        co_return co_await readSizedBody(*size);
    co_return co_await readChunkedBody();
}

/// Where less than the body has come: whatever comes until its end is body.
Task<Result<std::string>> ServerConnection::readSizedBody(std::uint64_t size) {
    constexpr std::size_t kStep = 64 * 1024;
    std::string body = std::exchange(m_in, {});
    m_inputStopped = false;
    while (body.size() < size) {
        const std::size_t have = body.size();
        const std::size_t step = std::min<std::size_t>(size - have, kStep);
        // The client's word for the size is trusted with memory once it has sent a step of it.
        if (body.capacity() < have + step)
            body.reserve(have < kStep ? have + step : size);
        body.resize(have + step);
        error_code error;
        m_received = readNow({body.data() + have, step}, error);
        if (error)
            m_gone = true;
        Input input = m_gone ? Input::Closed : Input::Data;
        if (m_received == 0 && !m_gone) {
            m_timeouts.set(*this, m_shared->limits.bodyTimeout);
            input = co_await moreInput({body.data() + have, step});
            Timeouts::clear(*this);
        }
        if (input != Input::Data) {
            m_keepAlive = false;
            co_return inputError(input);
        }
        body.resize(have + m_received);
    }
    m_bodyDone = true;
    resumeInput();
    co_return body;
}

Task<Result<std::string>> ServerConnection::readChunkedBody() {
    std::string body;
    m_parser->collectInto(&body);
    m_parser->body_limit(m_shared->limits.maxBodyBytes);
    m_parser->eager(true);
    m_inputStopped = false;
    // Framing alone is bounded too: no chunk extension, trailer or row of tiny chunks may outgrow this.
    std::uint64_t framing = 0;
    for (;;) {
        error_code error;
        if (!m_in.empty()) {
            const auto before = body.size();
            const auto used = m_parser->parse(m_in.data(), m_in.size(), error);
            m_in.erase(0, used);
            framing += used - std::min<std::size_t>(used, body.size() - before);
        }
        if (m_parser->is_done() && !error)
            break;
        if (error && error != ParserError::need_more) {
            m_keepAlive = false;
            if (error == ParserError::body_limit) {
                co_return fail(ErrorKind::RequestTooLarge, "The request's body is larger than " +
                                                               std::to_string(m_shared->limits.maxBodyBytes) +
                                                               " bytes.");
            }
            co_return fail(ErrorKind::InvalidParameters,
                           "The chunked request body is malformed: " + error.message() + ".");
        }
        if (m_in.size() > m_shared->limits.maxHeaderBytes ||
            framing > body.size() * 16 + m_shared->limits.maxHeaderBytes) {
            m_keepAlive = false;
            co_return fail(ErrorKind::InvalidParameters, "The chunked request body holds little but framing.");
        }
        m_timeouts.set(*this, m_shared->limits.bodyTimeout);
        const Input input = co_await moreInput(m_shared->scratch);
        Timeouts::clear(*this);
        if (input != Input::Data) {
            m_keepAlive = false;
            co_return inputError(input);
        }
        m_in.append(m_shared->scratch.data(), m_received);
    }
    m_parser->collectInto(nullptr);
    m_bodyDone = true;
    resumeInput();
    co_return body;
}

/// Reads past a body that no handler asked for, so that the next request can be found. False when it is not worth it.
Task<bool> ServerConnection::discardBody() {
    const auto size = contentLength();
    if (m_continueDue || (size && *size > kDiscard))
        co_return false;
    m_phase = Phase::Body;
    if (size && m_in.size() >= *size) {
        m_in.erase(0, *size);
        m_bodyDone = true;
        co_return true;
    }
    if (size) {
        const auto body = co_await readSizedBody(*size);
        co_return body.has_value();
    }
    m_parser->eager(true);
    m_inputStopped = false;
    std::uint64_t read = 0;
    for (;;) {
        error_code error;
        if (!m_in.empty()) {
            const auto used = m_parser->parse(m_in.data(), m_in.size(), error);
            m_in.erase(0, used);
            read += used;
        }
        if (m_parser->is_done() && !error)
            break;
        if ((error && error != ParserError::need_more) || read + m_in.size() > kDiscard)
            co_return false;
        m_timeouts.set(*this, m_shared->limits.bodyTimeout);
        const Input input = co_await moreInput(m_shared->scratch);
        Timeouts::clear(*this);
        if (input != Input::Data)
            co_return false;
        m_in.append(m_shared->scratch.data(), m_received);
    }
    m_bodyDone = true;
    co_return true;
}

/// Our side is closed, the client's input read and dropped for a while: a close with unread input would reset the
/// connection, and the reset can overtake the answer (RFC 9112, 9.6).
Task<> ServerConnection::linger() {
    m_phase = Phase::Closing;
    error_code error;
    m_socket.shutdown(Socket::shutdown_send, error);
    m_in.clear();
    m_timeouts.set(*this, kLinger);
    while (!error) {
        const Input input = co_await moreInput(m_shared->scratch);
        if (input != Input::Data)
            break;
    }
}

} // namespace llmg::http
