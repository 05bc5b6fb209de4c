// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/serialize.h"
#include "app/http/server.h"
#include "app/http/wire.h"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <list>
#include <vector>

namespace llmg::http {

class ServerConnection;

/// What a server's acceptors and connections have in common; outlives the Server while an exchange runs.
struct Server::Shared : std::enable_shared_from_this<Server::Shared> {
    using Acceptor = asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>;
    /// An acceptor, and the timer that it waits on when the process has no file descriptor left.
    struct Listener {
        explicit Listener(asio::io_context& context)
            : acceptor(context)
            , pause(context) {}
        Acceptor acceptor;
        asio::steady_timer pause;
        bool accepting = false;
    };

    Shared(asio::io_context& ioContext, ServerLimits serverLimits, Handler requestHandler);

    void accept(Listener& listener);
    void acceptAgain();
    void accepted(Listener& listener, const error_code& error, Socket socket);
    bool closeOneIdle();
    void closeAll(bool idleOnly);
    void remove(ServerConnection& connection);
    void exchangeEnded();

    asio::io_context& context;
    const ServerLimits limits;
    const Handler handler;
    Timeouts timeouts;
    DateLine date;
    /// Every connection reads into this one first; the parser takes from it at once.
    std::vector<char> scratch;
    std::list<std::unique_ptr<Listener>> listeners;
    std::list<ServerConnection*> connections;    ///< longest idle first, roughly: a new and a used one go to the end
    std::atomic<std::size_t> connectionCount{0}; ///< atomic for readers on other threads; written on this one
    std::atomic<std::size_t> exchangeCount{0};
    asio::steady_timer drained;
    bool stopping = false;
};

} // namespace llmg::http
