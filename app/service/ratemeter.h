// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>

namespace llmg::service {

/// Requests in the last sixty seconds, counted by second. No timer: old seconds are dropped when it is read.
class RateMeter {
  public:
    using Clock = std::chrono::steady_clock;
    void add(int count, Clock::time_point now = Clock::now());
    [[nodiscard]] double perMinute(Clock::time_point now = Clock::now()) const;

  private:
    static constexpr std::size_t kSeconds = 60;
    struct Slot {
        std::int64_t second = -1;
        int count = 0;
    };
    std::array<Slot, kSeconds> m_slots;
};

} // namespace llmg::service
