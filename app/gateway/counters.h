// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace llmg::gateway {

/// Live figures of all gateway threads. Written by the pipeline, read by anyone.
struct Counters {
    std::atomic<std::int64_t> inFlight{0};
    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::uint64_t> failures{0}; ///< answered with an error status, or cut
    std::atomic<std::uint64_t> attempts{0};
    std::atomic<std::uint64_t> failedAttempts{0};
    std::atomic<std::uint64_t> promptTokens{0};
    std::atomic<std::uint64_t> completionTokens{0};
    std::atomic<std::int64_t> costNanoUsd{0};
    std::atomic<std::uint64_t> durationUs{0};
};

/// Counts one request as in flight for as long as it lives.
class InFlight {
  public:
    explicit InFlight(Counters& counters)
        : m_counters(counters) {
        m_counters.inFlight.fetch_add(1, std::memory_order_relaxed);
    }
    ~InFlight() { m_counters.inFlight.fetch_sub(1, std::memory_order_relaxed); }
    InFlight(const InFlight&) = delete;
    InFlight& operator=(const InFlight&) = delete;

  private:
    Counters& m_counters;
};

} // namespace llmg::gateway
