// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/http/serverconnection.h"

#include "app/http/logging.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/redirect_error.hpp>

#include <algorithm>

namespace llmg::http {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kScratch = 64 * 1024;
constexpr auto kAcceptPause = 500ms;

bool isExhaustion(const error_code& error) {
    return error == boost::system::errc::too_many_files_open ||
           error == boost::system::errc::too_many_files_open_in_system ||
           error == boost::system::errc::no_buffer_space || error == boost::system::errc::not_enough_memory;
}

Error cannotListen(const std::string& address, std::uint16_t port, const error_code& error) {
    const std::string place =
        (address.find(':') == std::string::npos ? address : "[" + address + "]") + ":" + std::to_string(port);
    if (error == asio::error::address_in_use)
        return fail(ErrorKind::Configuration,
                    "Port " + std::to_string(port) + " is taken: another program listens on " + place + ".");
    return fail(ErrorKind::Configuration, "Cannot listen on " + place + ": " + error.message() + ".");
}

} // namespace

Server::Shared::Shared(asio::io_context& ioContext, ServerLimits serverLimits, Handler requestHandler)
    : context(ioContext)
    , limits(serverLimits)
    , handler(std::move(requestHandler))
    , timeouts(ioContext)
    , scratch(kScratch)
    , drained(ioContext) {
}

void Server::Shared::accept(Listener& listener) {
    if (stopping || listener.accepting || !listener.acceptor.is_open())
        return;
    // At the limit the longest idle connection makes room; without one, new clients wait in the kernel's queue.
    if (connections.size() >= limits.maxConnections && !closeOneIdle())
        return;
    listener.accepting = true;
    listener.acceptor.async_accept([self = shared_from_this(), &listener](const error_code& error, Socket socket) {
        listener.accepting = false;
        self->accepted(listener, error, std::move(socket));
    });
}

void Server::Shared::acceptAgain() {
    for (const auto& listener : listeners)
        accept(*listener);
}

void Server::Shared::accepted(Listener& listener, const error_code& error, Socket socket) {
    if (stopping || error == asio::error::operation_aborted)
        return;
    if (isExhaustion(error)) {
        qCWarning(lcHttp, "cannot accept a connection: %s; trying again shortly", error.message().c_str());
        closeOneIdle();
        listener.accepting = true; // a connection that closes meanwhile must not restart it
        listener.pause.expires_after(kAcceptPause);
        listener.pause.async_wait([self = shared_from_this(), &listener](const error_code&) {
            listener.accepting = false;
            self->accept(listener);
        });
        return;
    }
    if (!error) {
        auto connection = std::make_shared<ServerConnection>(std::move(socket), shared_from_this());
        connection->place = connections.insert(connections.end(), connection.get());
        connectionCount.store(connections.size(), std::memory_order_relaxed);
        asio::co_spawn(context, ServerConnection::run(std::move(connection)), asio::detached);
    }
    accept(listener);
}

bool Server::Shared::closeOneIdle() {
    const auto idle = std::find_if(connections.begin(), connections.end(),
                                   [](const ServerConnection* connection) { return connection->isIdle(); });
    if (idle == connections.end())
        return false;
    (*idle)->cut();
    return true;
}

void Server::Shared::closeAll(bool idleOnly) {
    // A client-gone callback may end other exchanges, but connections leave the list only when their coroutine ends.
    for (ServerConnection* connection : connections) {
        if (!idleOnly || connection->isIdle())
            connection->cut();
    }
}

void Server::Shared::remove(ServerConnection& connection) {
    const bool full = connections.size() >= limits.maxConnections;
    connections.erase(connection.place);
    connectionCount.store(connections.size(), std::memory_order_relaxed);
    if (full)
        acceptAgain();
}

void Server::Shared::exchangeEnded() {
    const auto before = exchangeCount.fetch_sub(1, std::memory_order_relaxed);
    if (before == 1 && stopping)
        drained.cancel();
}

Server::Server(asio::io_context& context, ServerLimits limits, Handler handler)
    : m_shared(std::make_shared<Shared>(context, limits, std::move(handler))) {
}

Server::~Server() {
    stopAccepting();
    m_shared->closeAll(false);
}

Result<std::uint16_t> Server::listen(const std::string& address, std::uint16_t port, bool shared) {
    error_code error;
    const auto ip = asio::ip::make_address(address, error);
    if (error)
        return fail(ErrorKind::Configuration, "\"" + address + "\" is not an IP address to listen on.");
    const tcp::endpoint endpoint(ip, port);
    auto listener = std::make_unique<Shared::Listener>(m_shared->context);
    auto& acceptor = listener->acceptor;
    acceptor.open(endpoint.protocol(), error);
    if (!error)
        acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error && ip.is_v6())
        acceptor.set_option(asio::ip::v6_only(true), error); // [::] beside 0.0.0.0 on one port
#ifdef SO_REUSEPORT
    using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
    if (!error && shared)
        acceptor.set_option(ReusePort(true), error);
#else
    if (shared)
        return fail(ErrorKind::Configuration, "Several threads on one port are not possible on this system.");
#endif
    if (!error)
        acceptor.bind(endpoint, error);
    if (!error)
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        return cannotListen(address, port, error);
    const auto bound = acceptor.local_endpoint(error);
    if (error)
        return cannotListen(address, port, error);
    m_shared->accept(*m_shared->listeners.emplace_back(std::move(listener)));
    return bound.port();
}

void Server::stopAccepting() {
    m_shared->stopping = true;
    for (const auto& listener : m_shared->listeners) {
        error_code ignored;
        listener->acceptor.close(ignored);
        listener->pause.cancel();
    }
    m_shared->closeAll(true);
}

Task<> Server::drain(std::chrono::milliseconds patience) {
    const auto shared = m_shared;
    stopAccepting();
    if (shared->exchangeCount.load(std::memory_order_relaxed) > 0) {
        shared->drained.expires_after(patience);
        error_code ignored;
        co_await shared->drained.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    shared->closeAll(false);
}

std::size_t Server::connectionCount() const {
    return m_shared->connectionCount.load(std::memory_order_relaxed);
}

std::size_t Server::exchangeCount() const {
    return m_shared->exchangeCount.load(std::memory_order_relaxed);
}

} // namespace llmg::http
