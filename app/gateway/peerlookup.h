// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/peerprocess.h"

#include <boost/asio/thread_pool.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace llmg::gateway {

/// Which program is at the other end of a connection. The search through /proc takes milliseconds, so it runs on a thread
/// of its own; answers are kept per connection. Thread-safe.
class PeerLookup {
  public:
    PeerLookup();
    ~PeerLookup();
    /// Begins the search, once per connection; the answer can be asked for later.
    void begin(const std::string& peerAddress, std::uint16_t peerPort, const std::string& localAddress, std::uint16_t localPort);
    /// What is known by now; nullopt: nothing (yet, or for good).
    [[nodiscard]] std::optional<http::PeerProcess> found(const std::string& peerAddress, std::uint16_t peerPort) const;

  private:
    struct Shared;
    std::shared_ptr<Shared> m_shared;
    boost::asio::thread_pool m_thread;
};

} // namespace llmg::gateway
