// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/peerprocess.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace llmg::gateway {

/// Which program is at the other end of a connection. The search through /proc takes milliseconds, so it runs on a
/// thread of its own, for all connections that wait at once and at most twenty times a second: a thousand clients that
/// connect together cost one search. Answers are kept per connection. Thread-safe.
class PeerLookup {
  public:
    PeerLookup() = default;
    ~PeerLookup();
    PeerLookup(const PeerLookup&) = delete;
    PeerLookup& operator=(const PeerLookup&) = delete;
    /// Begins the search, once per connection; the answer can be asked for later.
    void begin(const std::string& peerAddress, std::uint16_t peerPort, const std::string& localAddress,
               std::uint16_t localPort);
    /// What is known by now; nullopt: nothing (yet, or for good).
    [[nodiscard]] std::optional<http::PeerProcess> found(const std::string& peerAddress, std::uint16_t peerPort) const;

  private:
    struct Entry {
        std::optional<http::PeerProcess> process;
        std::chrono::steady_clock::time_point since;
    };
    void search();

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::unordered_map<std::string, Entry> m_entries;
    std::vector<http::PeerConnection> m_waiting;
    bool m_stopping = false;
    std::thread m_thread; ///< started with the first question
};

} // namespace llmg::gateway
