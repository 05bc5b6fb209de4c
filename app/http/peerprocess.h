// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace llmg::http {

/// The program at the other end of a loopback connection.
struct PeerProcess {
    std::int64_t pid = 0;
    std::string name;   ///< executable's file name; for an interpreter (python, node, …) the script's
    std::string path;   ///< of the executable or script
};

/// Linux: /proc/net/tcp{,6} gives the socket's inode, /proc/*/fd the process. Blocking, a few milliseconds: never on a
/// gateway thread. nullopt is normal (another user's process, already gone, not loopback, another system).
/// Addresses are ours as the server sees them: `peer` is the client's end.
std::optional<PeerProcess> findPeerProcess(const std::string& peerAddress, std::uint16_t peerPort,
                                           const std::string& localAddress, std::uint16_t localPort);

} // namespace llmg::http
