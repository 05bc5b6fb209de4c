// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/http/clientconnection.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>

namespace llmg::http {

namespace {

constexpr std::size_t kTlsInput = 16 * 1024; // one record

std::string spoken(std::chrono::milliseconds time) {
    if (time.count() % 1000 == 0)
        return std::to_string(time.count() / 1000) + " s";
    return std::to_string(time.count()) + " ms";
}

} // namespace

CancelHandle::~CancelHandle() {
    if (m_connection)
        m_connection->forgetCancel();
}

void CancelHandle::cancel() {
    m_canceled = true;
    if (m_connection)
        m_connection->cancel();
}

ClientConnection::ClientConnection(Client::Pool& pool, const Origin& origin)
    : Wire(pool.context, pool.timeouts)
    , m_pool(&pool)
    , m_origin(origin)
    , m_connecting(pool.context) {
}

ClientConnection::~ClientConnection() {
    end();
}

std::string ClientConnection::place() const {
    const bool v6 = m_origin.host.find(':') != std::string::npos;
    const bool usual = m_origin.port == (m_origin.tls ? 443 : 80);
    return (v6 ? "[" + m_origin.host + "]" : m_origin.host) + (usual ? "" : ":" + std::to_string(m_origin.port));
}

void ClientConnection::begin(const Deadlines& deadlines, Timeouts::Clock::time_point started, CancelHandle* cancel) {
    m_deadlines = deadlines;
    m_totalAt = started + std::min<std::chrono::milliseconds>(deadlines.total, std::chrono::hours(24 * 365));
    m_sentWhole = false;
    m_cancel = cancel;
    if (m_cancel)
        m_cancel->m_connection = this;
}

void ClientConnection::end() {
    if (m_cancel && m_cancel->m_connection == this)
        m_cancel->m_connection = nullptr;
    m_cancel = nullptr;
    m_limit = Limit::None;
    Timeouts::clear(*this);
}

void ClientConnection::cancel() {
    m_canceled = true;
    giveUp();
}

void ClientConnection::giveUp() {
    m_connecting.cancel();
    // Half a request must not linger in the kernel, to be sent on to a server that nobody will listen to.
    error_code ignored;
    if (m_phase == Phase::Sending)
        m_socket.set_option(asio::socket_base::linger(true, 0), ignored);
    close();
}

void ClientConnection::expired() {
    if (m_phase == Phase::Idle) {
        if (m_pool)
            m_pool->drop(*this);
        return;
    }
    m_expired = true;
    giveUp();
}

void ClientConnection::readReady(const error_code& error) {
    if (m_phase == Phase::Idle) {
        // Nothing may come on an idle connection but its end (or, with TLS, a ticket: not worth telling apart).
        if (m_pool && !error)
            m_pool->drop(*this);
        return;
    }
    m_readable = m_readable || !error;
    wake();
}

void ClientConnection::writeReady(const error_code&) {
    wake();
}

void ClientConnection::setDeadline(Limit limit, std::chrono::milliseconds after) {
    const auto now = Timeouts::Clock::now();
    if (now + after <= m_totalAt) {
        m_limit = limit;
        m_timeouts.setAt(*this, now, after);
    } else {
        onlyTotal();
    }
}

void ClientConnection::onlyTotal() {
    m_limit = Limit::Total;
    m_timeouts.setTo(*this, m_totalAt);
}

Error ClientConnection::reason(std::string otherwise) const {
    if (m_canceled)
        return fail(ErrorKind::Canceled, "The request was canceled.");
    if (!m_expired)
        return fail(ErrorKind::Upstream, std::move(otherwise));
    switch (m_limit) {
    case Limit::Connect:
        return fail(ErrorKind::UpstreamTimeout,
                    "no connection to " + place() + " within " + spoken(m_deadlines.connect));
    case Limit::FirstByte:
        return fail(ErrorKind::UpstreamTimeout, place() + " began no answer within " + spoken(m_deadlines.firstByte));
    case Limit::Silence:
        return fail(ErrorKind::UpstreamTimeout, place() + " fell silent for " + spoken(m_deadlines.silence));
    case Limit::Total:
    case Limit::None:
        break;
    }
    return fail(ErrorKind::UpstreamTimeout, place() + " did not finish within " + spoken(m_deadlines.total));
}

Task<Result<>> ClientConnection::sendBuffers(std::span<asio::const_buffer> buffers) {
    while (!buffers.empty()) {
        error_code error;
        std::size_t sent = 0;
        if (m_secure)
            sent = co_await m_tls->async_write_some(buffers, asio::redirect_error(asio::use_awaitable, error));
        else
            sent = writeNow(buffers, error);
        if (error || m_canceled || m_expired)
            co_return reason("the connection to " + place() + " broke while the request was sent: " + error.message());
        consume(buffers, sent);
        if (buffers.empty() || m_secure)
            continue;
        // Whoever answers before the whole request has come (413, say) may never read the rest of it.
        if (m_readable)
            co_return Result<>{};
        watchRead();
        watchWrite();
        co_await event();
    }
    m_sentWhole = true;
    co_return Result<>{};
}

Task<Result<>> ClientConnection::send(std::string_view head, std::string_view body) {
    m_phase = Phase::Sending;
    setDeadline(Limit::FirstByte, m_deadlines.firstByte);
    std::array parts{asio::const_buffer(head.data(), head.size()), asio::const_buffer(body.data(), body.size())};
    const std::span<asio::const_buffer> whole = parts;
    auto sent = co_await sendBuffers(whole);
    m_phase = Phase::Reading;
    co_return sent;
}

Task<Result<std::string_view>> ClientConnection::receive(Wait wait) {
    if (m_canceled || m_expired || !isOpen())
        co_return reason("the connection to " + place() + " is closed");
    if (wait == Wait::Silence)
        setDeadline(Limit::Silence, m_deadlines.silence);
    error_code error;
    std::size_t count = 0;
    std::span<char> into = m_pool->scratch;
    if (m_secure) {
        m_tlsInput.resize(kTlsInput);
        into = m_tlsInput;
        count =
            co_await m_tls->async_read_some(asio::buffer(m_tlsInput), asio::redirect_error(asio::use_awaitable, error));
    } else {
        while (count == 0 && !error) {
            while (!m_readable && isOpen()) {
                watchRead();
                co_await event();
            }
            if (!isOpen())
                error = asio::error::operation_aborted;
            else
                count = readNow(into, error);
            m_readable = false;
        }
    }
    if (m_canceled || m_expired)
        co_return reason({});
    if (wait == Wait::Silence)
        onlyTotal();
    if (error == asio::error::eof)
        co_return std::string_view{};
    if (error == asio::ssl::error::stream_truncated)
        co_return fail(ErrorKind::Upstream, place() + " cut the connection without closing TLS");
    if (error)
        co_return fail(ErrorKind::Upstream, "the connection to " + place() + " broke: " + error.message());
    co_return std::string_view(into.data(), count);
}

void ClientConnection::becomeIdle() {
    end();
    m_phase = Phase::Idle;
    m_readable = false;
    m_tlsInput = {};
    m_timeouts.set(*this, m_pool->limits.idleKeep);
    watchRead();
}

bool ClientConnection::leaveIdle() {
    m_phase = Phase::Sending;
    // TLS reads on its own; the plain way finds the watch armed for the answer.
    if (m_secure)
        stopWaiting();
    return isOpen();
}

void ClientConnection::poolIsGone() {
    m_pool = nullptr;
    close();
}

} // namespace llmg::http
