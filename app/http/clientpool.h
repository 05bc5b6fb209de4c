// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/client.h"
#include "app/http/wire.h"

#include <vector>

namespace boost::asio::ssl {
class context;
}

namespace llmg::http {

class ClientConnection;

/// Idle connections by origin, and what all connections of a client share. Lives while an answer is being read.
struct Client::Pool {
    Pool(asio::io_context& ioContext, asio::ssl::context& tlsContext, ClientLimits clientLimits);
    ~Pool();

    /// The connection used last, because it is the least likely to be closed by now; null when there is none.
    std::shared_ptr<ClientConnection> take(const Origin& origin);
    void put(std::shared_ptr<ClientConnection> connection);
    void drop(ClientConnection& idle);
    void closeIdle();

    asio::io_context& context;
    asio::ssl::context& tls;
    const ClientLimits limits;
    Timeouts timeouts;
    std::vector<char> scratch; ///< every plain connection reads into this; the parser takes from it at once
    std::vector<std::shared_ptr<ClientConnection>> idle; ///< few origins, tens of connections: a scan beats a map
};

} // namespace llmg::http
