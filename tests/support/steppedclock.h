// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

#include <atomic>

namespace llmg::tests {

/// The system's clock, with the steps and the leaps that a test makes.
class SteppedClock final : public Clock {
  public:
    [[nodiscard]] UnixTime now() const override { return m_system.now() + Milliseconds{m_wall.load()}; }
    [[nodiscard]] std::chrono::steady_clock::time_point steadyNow() const override {
        return m_system.steadyNow() + Milliseconds{m_steady.load()};
    }
    /// Somebody sets the clock.
    void step(Milliseconds time) { m_wall += time.count(); }
    /// Time goes by.
    void pass(Milliseconds time) {
        m_wall += time.count();
        m_steady += time.count();
    }

  private:
    SystemClock m_system;
    std::atomic<std::int64_t> m_wall = 0, m_steady = 0;
};

} // namespace llmg::tests
