// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The opening half of a ClientConnection: look-up, TCP, proxy, TLS.
#include "app/http/clientconnection.h"
#include "app/http/publicaddress.h"
#include "app/http/responseparser.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>

#include <openssl/ssl.h>

namespace llmg::http {

using namespace std::chrono_literals;

Task<Result<>> ClientConnection::open() {
    m_phase = Phase::Connecting;
    setDeadline(Limit::Connect, m_deadlines.connect);
    const bool proxied = !m_origin.proxyHost.empty();
    auto endpoints =
        co_await resolve(proxied ? m_origin.proxyHost : m_origin.host, proxied ? m_origin.proxyPort : m_origin.port);
    if (!endpoints)
        co_return endpoints.error();
    if (m_origin.publicOnly) {
        if (auto allowed = keepPublic(*endpoints, proxied); !allowed)
            co_return allowed.error();
    }
    auto connected = co_await connectTo(std::move(*endpoints));
    if (!connected)
        co_return connected.error();
    error_code ignored;
    m_socket.non_blocking(true, ignored);
    m_socket.set_option(tcp::no_delay(true), ignored);
    if (m_origin.tls && proxied) {
        auto through = co_await tunnel();
        if (!through)
            co_return through.error();
    }
    if (m_origin.tls)
        co_return co_await handshake();
    co_return Result<>{};
}

Result<> ClientConnection::keepPublic(std::vector<tcp::endpoint>& endpoints, bool proxied) const {
    const auto refused = fail(ErrorKind::PermissionDenied, m_origin.host + " is not an address on the public internet");
    if (proxied) {
        error_code error;
        const auto literal = asio::ip::make_address(m_origin.host, error);
        const bool isLocal = m_origin.host == "localhost" || m_origin.host.ends_with(".localhost");
        if (isLocal || (!error && !isPublicAddress(literal)))
            return refused;
        return {};
    }
    std::erase_if(endpoints, [](const tcp::endpoint& endpoint) { return !isPublicAddress(endpoint.address()); });
    if (endpoints.empty())
        return refused;
    return {};
}

Task<Result<std::vector<tcp::endpoint>>> ClientConnection::resolve(std::string host, std::uint16_t port) {
    error_code error;
    const auto literal = asio::ip::make_address(host, error);
    if (!error)
        co_return std::vector{tcp::endpoint(literal, port)};

    // getaddrinfo cannot be interrupted. So nothing waits for it: it reports into a value that it shares with us, and
    // the timer that we wait on is ended by it, by the deadline, or by a cancel.
    struct Answer {
        explicit Answer(asio::io_context& context)
            : resolver(context) {}
        asio::ip::basic_resolver<tcp, asio::io_context::executor_type> resolver;
        std::vector<tcp::endpoint> endpoints;
        error_code error;
        bool came = false;
    };
    const auto answer = std::make_shared<Answer>(m_pool->context);
    m_connecting.expires_at(Timeouts::Clock::time_point::max());
    const std::weak_ptr<Wire> self = weak_from_this();
    answer->resolver.async_resolve(host, std::to_string(port), asio::ip::resolver_base::numeric_service,
                                   [answer, self, this](const error_code& failure, const auto& results) {
                                       answer->came = true;
                                       answer->error = failure;
                                       for (const auto& entry : results)
                                           answer->endpoints.push_back(entry.endpoint());
                                       if (const auto alive = self.lock())
                                           m_connecting.cancel();
                                   });
    co_await m_connecting.async_wait(asio::redirect_error(asio::use_awaitable, error));
    if (m_canceled || m_expired) {
        answer->resolver.cancel();
        co_return reason({});
    }
    if (!answer->came || answer->error || answer->endpoints.empty()) {
        const std::string why = answer->error ? answer->error.message() : "no address";
        co_return reason("could not resolve " + host + ": " + why);
    }
    co_return std::move(answer->endpoints);
}

Task<Result<>> ClientConnection::connectTo(std::vector<tcp::endpoint> endpoints) {
    std::string problem;
    const auto deadline = Timeouts::Clock::now() + m_deadlines.connect;
    for (std::size_t i = 0; i < endpoints.size(); ++i) {
        const tcp::endpoint& endpoint = endpoints[i];
        close();
        // An address that answers nothing (IPv6 without a route, often) must leave time for those after it.
        const auto left = deadline - Timeouts::Clock::now();
        const auto share = left / static_cast<int>(endpoints.size() - i);
        bool tooSlow = false;
        if (i + 1 < endpoints.size()) {
            m_connecting.expires_after(share);
            m_connecting.async_wait([self = weak_from_this(), this, &tooSlow](const error_code& error) {
                if (error || self.expired())
                    return;
                tooSlow = true;
                close();
            });
        }
        error_code error;
        co_await m_socket.async_connect(endpoint, asio::redirect_error(asio::use_awaitable, error));
        m_connecting.cancel();
        if (m_canceled || m_expired)
            co_return reason({});
        if (!error)
            co_return Result<>{};
        const std::string where =
            (endpoint.address().is_v6() ? "[" + endpoint.address().to_string() + "]" : endpoint.address().to_string()) +
            ":" + std::to_string(endpoint.port());
        if (error == asio::error::connection_refused)
            problem = "connection refused by " + where;
        else if (tooSlow)
            problem = "no answer from " + where;
        else
            problem = "could not connect to " + where + ": " + error.message();
    }
    co_return fail(ErrorKind::Upstream, std::move(problem));
}

/// RFC 9110, 9.3.6.
Task<Result<>> ClientConnection::tunnel() {
    const bool v6 = m_origin.host.find(':') != std::string::npos;
    const std::string target = (v6 ? "[" + m_origin.host + "]" : m_origin.host) + ":" + std::to_string(m_origin.port);
    const std::string proxy = "the proxy " + m_origin.proxyHost + ":" + std::to_string(m_origin.proxyPort);
    std::string head = "CONNECT " + target + " HTTP/1.1\r\nhost: " + target + "\r\n";
    if (!m_origin.proxyAuthorization.empty())
        head += "proxy-authorization: " + m_origin.proxyAuthorization + "\r\n";
    head += "\r\n";
    std::array parts{asio::const_buffer(head.data(), head.size())};
    const std::span<asio::const_buffer> whole = parts;
    auto sent = co_await sendBuffers(whole);
    if (!sent)
        co_return sent.error();
    Headers headers;
    ResponseParser parser(headers, true);
    std::string input;
    std::size_t total = 0;
    while (!parser.is_header_done()) {
        auto received = co_await receive(Wait::FirstByte);
        if (!received)
            co_return received.error();
        if (received->empty())
            co_return fail(ErrorKind::Upstream, proxy + " closed the connection");
        total += received->size();
        input.append(*received);
        error_code error;
        input.erase(0, parser.parse(input, error));
        if ((error && error != boost::beast::http::error::need_more) || total > m_pool->limits.maxHeaderBytes)
            co_return fail(ErrorKind::Upstream, proxy + " did not answer in HTTP");
    }
    if (parser.status() / 100 != 2)
        co_return fail(ErrorKind::Upstream, proxy + " refused with status " + std::to_string(parser.status()));
    if (!input.empty())
        co_return fail(ErrorKind::Upstream, proxy + " sent something of its own into the tunnel");
    co_return Result<>{};
}

Task<Result<>> ClientConnection::handshake() {
    m_tls.emplace(m_socket, m_pool->tls);
    SSL* ssl = m_tls->native_handle();
    error_code error;
    asio::ip::make_address(m_origin.host, error);
    const bool named = static_cast<bool>(error);
    error.clear();
    static constexpr unsigned char kProtocols[] = "\x08http/1.1";
    // SSL_ctrl, because the macros over it cast in C's way.
    // A name for SNI (RFC 6066 allows no addresses there), and our floor, whatever the context was made with.
    if ((named && SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                           const_cast<char*>(m_origin.host.c_str())) != 1) ||
        SSL_ctrl(ssl, SSL_CTRL_SET_MIN_PROTO_VERSION, TLS1_2_VERSION, nullptr) != 1 ||
        SSL_set_alpn_protos(ssl, kProtocols, sizeof kProtocols - 1) != 0)
        co_return fail(ErrorKind::Upstream, "TLS: OpenSSL refuses the host name " + m_origin.host);
    m_tls->set_verify_mode(asio::ssl::verify_peer, error);
    m_tls->set_verify_callback(
        [this, matches = asio::ssl::host_name_verification(m_origin.host)](bool trusted,
                                                                           asio::ssl::verify_context& context) {
            if (!trusted) {
                m_tlsProblem = X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.native_handle()));
                return false;
            }
            if (matches(trusted, context))
                return true;
            m_tlsProblem = "the certificate is not for " + m_origin.host;
            return false;
        },
        error);
    if (!error)
        co_await m_tls->async_handshake(asio::ssl::stream_base::client,
                                        asio::redirect_error(asio::use_awaitable, error));
    if (m_canceled || m_expired)
        co_return reason({});
    if (error) {
        const std::string why = m_tlsProblem.empty() ? error.message() : m_tlsProblem;
        co_return fail(ErrorKind::Upstream, "TLS with " + place() + ": " + why);
    }
    m_secure = true;
    co_return Result<>{};
}

} // namespace llmg::http
