// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace llmg {

using Milliseconds = std::chrono::milliseconds;
using Microseconds = std::chrono::microseconds;
/// Wall time as kept in the ledger: milliseconds since the Unix epoch, UTC.
using UnixTime = std::chrono::time_point<std::chrono::system_clock, Milliseconds>;

/// Where time comes from. Wall time may step back; durations are taken from steady time only.
/// Thread-safe. Tests hand in a FakeClock (tests/support).
class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual UnixTime now() const = 0;
    [[nodiscard]] virtual std::chrono::steady_clock::time_point steadyNow() const = 0;
};

class SystemClock final : public Clock {
  public:
    [[nodiscard]] UnixTime now() const override {
        return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
    }
    [[nodiscard]] std::chrono::steady_clock::time_point steadyNow() const override {
        return std::chrono::steady_clock::now();
    }
};

} // namespace llmg
