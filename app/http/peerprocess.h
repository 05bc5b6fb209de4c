// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace llmg::http {

/// The program at the other end of a loopback connection.
struct PeerProcess {
    std::int64_t pid = 0;
    std::string name; ///< executable's file name; for an interpreter (python, node, …) the script's
    std::string path; ///< of the executable or script
};

/// The two ends of a connection that was made to us; `peer` is the client's.
struct PeerConnection {
    std::string peerAddress;
    std::uint16_t peerPort = 0;
    std::string localAddress;
    std::uint16_t localPort = 0;
};

/// Linux: /proc/net/tcp{,6} gives each socket's inode, /proc/*/fd the process; both are read once for all connections.
/// Blocking, some milliseconds: never on a gateway thread. The answer is in the order of the question; nullopt is
/// normal (another user's process, already gone, not loopback, another system).
std::vector<std::optional<PeerProcess>> findPeerProcesses(const std::vector<PeerConnection>& connections);
std::optional<PeerProcess> findPeerProcess(const std::string& peerAddress, std::uint16_t peerPort,
                                           const std::string& localAddress, std::uint16_t localPort);

} // namespace llmg::http
