// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gateway/environment.h"
#include "app/gateway/snapshot.h"
#include "app/http/server.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace boost::asio::ssl {
class context;
}

namespace llmg::gateway {

/// The gateway threads: each an io_context with its own server, client pool and pipeline; they share nothing but
/// SharedState and an immutable snapshot. Used from the main thread.
class Gateway {
  public:
    struct Options {
        std::string host = "127.0.0.1"; ///< a literal address, or "localhost" for both loopback addresses
        std::uint16_t port = 4001;      ///< 0: any free one
        int threads = 1;
        http::ServerLimits server;
    };
    Gateway(SharedState& shared, boost::asio::ssl::context& tls);
    ~Gateway();
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    /// Binds and starts the threads; returns the port. For 127.0.0.1 the same port of [::1] is taken too where there is
    /// one. Error Configuration for a taken port or an address that this machine does not have.
    Result<std::uint16_t> start(const Options& options, SnapshotPtr snapshot);
    /// `done` is called on a gateway thread when all of them work by the new snapshot.
    void apply(const SnapshotPtr& snapshot, std::function<void()> done = {});
    /// Stop accepting, let running answers end for at most `patience`, stop and join. Idempotent.
    void stop(std::chrono::milliseconds patience);
    [[nodiscard]] bool isRunning() const { return !m_workers.empty(); }

  private:
    struct Worker;
    SharedState& m_shared;
    boost::asio::ssl::context& m_tls;
    std::vector<std::unique_ptr<Worker>> m_workers;
};

} // namespace llmg::gateway
