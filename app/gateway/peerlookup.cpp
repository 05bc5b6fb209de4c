// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/peerlookup.h"

#include <utility>

namespace llmg::gateway {
namespace {

using Steady = std::chrono::steady_clock;

/// Ports are reused by other programs once a connection is gone, so an answer is trusted for as long as a connection
/// commonly lives, and then looked up again.
constexpr std::chrono::seconds kTrusted{60};
constexpr std::size_t kMostKept = 4096;
constexpr std::chrono::milliseconds kBetweenSearches{50};

std::string keyOf(const std::string& address, std::uint16_t port) {
    return address + ' ' + std::to_string(port);
}

} // namespace

PeerLookup::~PeerLookup() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void PeerLookup::begin(const std::string& peerAddress, std::uint16_t peerPort, const std::string& localAddress,
                       std::uint16_t localPort) {
    const auto now = Steady::now();
    auto key = keyOf(peerAddress, peerPort);
    {
        const std::lock_guard lock(m_mutex);
        const auto known = m_entries.find(key);
        if (known != m_entries.end() && now - known->second.since < kTrusted)
            return;
        if (m_entries.size() >= kMostKept)
            std::erase_if(m_entries, [now](const auto& entry) { return now - entry.second.since >= kTrusted; });
        if (m_entries.size() >= kMostKept)
            return; // Thousands of connections a minute: the names of some are not worth more memory.
        m_entries.insert_or_assign(std::move(key), Entry{{}, now});
        m_waiting.push_back({peerAddress, peerPort, localAddress, localPort});
        if (!m_thread.joinable())
            m_thread = std::thread([this] { search(); });
    }
    m_changed.notify_one();
}

void PeerLookup::search() {
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        m_changed.wait(lock, [this] { return m_stopping || !m_waiting.empty(); });
        const auto connections = std::exchange(m_waiting, {});
        lock.unlock();
        auto found = http::findPeerProcesses(connections);
        lock.lock();
        for (std::size_t i = 0; i < connections.size(); ++i) {
            const auto entry = m_entries.find(keyOf(connections[i].peerAddress, connections[i].peerPort));
            if (entry != m_entries.end())
                entry->second.process = std::move(found[i]);
        }
        m_changed.wait_for(lock, kBetweenSearches, [this] { return m_stopping; });
    }
}

std::optional<http::PeerProcess> PeerLookup::found(const std::string& peerAddress, std::uint16_t peerPort) const {
    const std::lock_guard lock(m_mutex);
    const auto entry = m_entries.find(keyOf(peerAddress, peerPort));
    return entry == m_entries.end() ? std::nullopt : entry->second.process;
}

} // namespace llmg::gateway
