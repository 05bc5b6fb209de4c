// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/http/clientexchange.h"
#include "app/http/serialize.h"

#include <algorithm>

namespace llmg::http {

namespace {

bool isOurs(std::string_view name) {
    return equalsIgnoringCase(name, "host") || equalsIgnoringCase(name, "content-length") ||
           equalsIgnoringCase(name, "connection") || equalsIgnoringCase(name, "transfer-encoding") ||
           equalsIgnoringCase(name, "proxy-authorization");
}

/// Error InvalidParameters where a part of the request would break out of its line. Never repeats a value.
Result<> check(const Origin& origin, const ClientRequest& request) {
    const auto breaks = [](std::string_view text) {
        return std::any_of(text.begin(), text.end(), [](char c) { return c >= '\0' && c <= ' '; });
    };
    if (origin.host.empty() || breaks(origin.host))
        return fail(ErrorKind::Configuration, "There is no host to send the request to.");
    if (request.method.empty() || breaks(request.method) || request.target.empty() || breaks(request.target))
        return fail(ErrorKind::InvalidParameters, "The request's path holds a space or a line break.");
    if (!isCleanField("proxy-authorization", origin.proxyAuthorization))
        return fail(ErrorKind::Configuration, "The proxy's authorization holds a line break.");
    for (const auto& [name, value] : request.headers.fields()) {
        if (!isCleanField(name, value))
            return fail(ErrorKind::InvalidParameters, "A request header holds a line break or has no proper name.");
    }
    return {};
}

std::string headOf(const Origin& origin, const ClientRequest& request) {
    std::string authority = origin.host.find(':') == std::string::npos ? origin.host : "[" + origin.host + "]";
    if (origin.port != (origin.tls ? 443 : 80))
        authority += ":" + std::to_string(origin.port);
    const bool absolute = !origin.tls && !origin.proxyHost.empty();
    std::string head;
    head.reserve(512);
    head.append(request.method).append(" ");
    if (absolute)
        head.append("http://").append(authority);
    head.append(request.target).append(" HTTP/1.1\r\n");
    appendField(head, "host", authority);
    if (absolute && !origin.proxyAuthorization.empty())
        appendField(head, "proxy-authorization", origin.proxyAuthorization);
    for (const auto& [name, value] : request.headers.fields()) {
        if (!isOurs(name))
            appendField(head, name, value);
    }
    if (!request.headers.has("accept-encoding"))
        appendField(head, "accept-encoding", "gzip");
    // RFC 9110, 8.6: methods that usually carry a body say so even when it is empty.
    if (!request.body.empty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH") {
        head.append("content-length: ");
        appendNumber(head, request.body.size());
        head.append("\r\n");
    }
    head.append("\r\n");
    return head;
}

} // namespace

Client::Pool::Pool(asio::io_context& ioContext, asio::ssl::context& tlsContext, ClientLimits clientLimits)
    : context(ioContext)
    , tls(tlsContext)
    , limits(clientLimits)
    , timeouts(ioContext)
    , scratch(std::max<std::size_t>(clientLimits.readBufferBytes, 1024)) {
}

Client::Pool::~Pool() {
    for (const auto& connection : idle)
        connection->poolIsGone();
}

std::shared_ptr<ClientConnection> Client::Pool::take(const Origin& origin) {
    const auto last = std::find_if(idle.rbegin(), idle.rend(),
                                   [&](const auto& connection) { return connection->origin() == origin; });
    if (last == idle.rend())
        return nullptr;
    auto connection = *last;
    idle.erase(std::next(last).base());
    return connection->leaveIdle() ? connection : nullptr;
}

void Client::Pool::put(std::shared_ptr<ClientConnection> connection) {
    const auto same = [&](const auto& other) { return other->origin() == connection->origin(); };
    const auto count = std::count_if(idle.begin(), idle.end(), same);
    if (static_cast<std::size_t>(count) >= limits.maxIdlePerOrigin) {
        connection->close();
        return;
    }
    connection->becomeIdle();
    idle.push_back(std::move(connection));
}

void Client::Pool::drop(ClientConnection& connection) {
    connection.close();
    std::erase_if(idle, [&](const auto& other) { return other.get() == &connection; });
}

void Client::Pool::closeIdle() {
    for (const auto& connection : std::exchange(idle, {})) {
        connection->end();
        connection->close();
    }
}

Client::Client(asio::io_context& context, asio::ssl::context& tls, ClientLimits limits)
    : m_pool(std::make_shared<Pool>(context, tls, limits)) {
}

Client::~Client() {
    m_pool->closeIdle();
}

void Client::closeIdle() {
    m_pool->closeIdle();
}

Task<Result<std::unique_ptr<ClientResponse>>> Client::send(const Origin& origin, ClientRequest request,
                                                           const Deadlines& deadlines, CancelHandle* cancel) {
    if (cancel && cancel->isCanceled())
        co_return fail(ErrorKind::Canceled, "The request was canceled.");
    if (auto clean = check(origin, request); !clean)
        co_return clean.error();
    const auto pool = m_pool;
    const auto started = Timeouts::Clock::now();
    const std::string head = headOf(origin, request);
    const bool noBody = request.method == "HEAD";
    auto connection = pool->take(origin);
    for (;;) {
        const bool reused = connection != nullptr;
        if (!reused)
            connection = std::make_shared<ClientConnection>(*pool, origin);
        connection->begin(deadlines, started, cancel);
        auto exchange = std::make_unique<ClientExchange>(pool, connection, noBody);
        if (!reused) {
            auto opened = co_await connection->open();
            if (!opened)
                co_return opened.error();
        }
        connection.reset();
        auto answered = co_await exchange->start(head, request.body);
        if (answered)
            co_return std::unique_ptr<ClientResponse>(std::move(exchange));
        // The server closed the idle connection while our request was on its way: it cannot have begun to work on it
        // without a sign of that, and one fresh try is what every client grants.
        if (!reused || !exchange->wasStale() || (cancel && cancel->isCanceled()))
            co_return answered.error();
    }
}

} // namespace llmg::http
