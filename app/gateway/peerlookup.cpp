// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/peerlookup.h"

#include <boost/asio/post.hpp>

#include <chrono>

namespace llmg::gateway {
namespace {

using Steady = std::chrono::steady_clock;

/// Ports are reused by other programs once a connection is gone, so an answer is trusted for as long as a connection
/// commonly lives, and then looked up again.
constexpr std::chrono::seconds kTrusted{60};
constexpr std::size_t kMostKept = 4096;

std::string keyOf(const std::string& address, std::uint16_t port) {
    return address + ' ' + std::to_string(port);
}

} // namespace

struct PeerLookup::Shared {
    struct Entry {
        std::optional<http::PeerProcess> process;
        Steady::time_point since;
    };
    mutable std::mutex mutex;
    std::unordered_map<std::string, Entry> entries;
};

PeerLookup::PeerLookup() : m_shared(std::make_shared<Shared>()), m_thread(1) {}

PeerLookup::~PeerLookup() {
    m_thread.stop();
    m_thread.join();
}

void PeerLookup::begin(const std::string& peerAddress, std::uint16_t peerPort, const std::string& localAddress,
                       std::uint16_t localPort) {
    const auto now = Steady::now();
    auto key = keyOf(peerAddress, peerPort);
    {
        const std::lock_guard lock(m_shared->mutex);
        auto& entries = m_shared->entries;
        const auto known = entries.find(key);
        if (known != entries.end() && now - known->second.since < kTrusted)
            return;
        if (entries.size() >= kMostKept)
            std::erase_if(entries, [now](const auto& entry) { return now - entry.second.since >= kTrusted; });
        if (entries.size() >= kMostKept)
            return; // Thousands of connections a minute: the names of some are not worth more memory.
        entries.insert_or_assign(key, Shared::Entry{{}, now});
    }
    boost::asio::post(m_thread, [shared = m_shared, key = std::move(key), peerAddress, peerPort, localAddress, localPort] {
        auto process = http::findPeerProcess(peerAddress, peerPort, localAddress, localPort);
        const std::lock_guard lock(shared->mutex);
        if (const auto entry = shared->entries.find(key); entry != shared->entries.end())
            entry->second.process = std::move(process);
    });
}

std::optional<http::PeerProcess> PeerLookup::found(const std::string& peerAddress, std::uint16_t peerPort) const {
    const std::lock_guard lock(m_shared->mutex);
    const auto entry = m_shared->entries.find(keyOf(peerAddress, peerPort));
    return entry == m_shared->entries.end() ? std::nullopt : entry->second.process;
}

} // namespace llmg::gateway
