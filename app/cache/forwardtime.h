// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

#include <algorithm>

namespace llmg::cache {

/// Wall time that never goes back: after a step back it goes on from where it was, by the steady clock, so that ages
/// stay right. A step forward is followed. Not thread-safe.
class ForwardTime {
  public:
    explicit ForwardTime(const Clock& clock)
        : m_clock(clock)
        , m_now(clock.now())
        , m_steady(clock.steadyNow()) {}

    UnixTime now() {
        const auto steady = m_clock.steadyNow();
        const auto passed = std::chrono::duration_cast<Milliseconds>(steady - m_steady);
        m_steady += passed; // what is less than a millisecond counts the next time
        m_now = std::max(m_now + passed, m_clock.now());
        return m_now;
    }

  private:
    const Clock& m_clock;
    UnixTime m_now;
    std::chrono::steady_clock::time_point m_steady;
};

} // namespace llmg::cache
