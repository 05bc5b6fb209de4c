// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>

namespace llmg {

/// Time that never goes back, whatever it is given: after a step back it goes on from where it was, so that what ends
/// at some time ends after as long as it should. Not thread-safe; lives under its owner's lock.
class ForwardTime {
  public:
    using Time = std::chrono::steady_clock::time_point;

    Time forward(Time now) {
        // Threads read the clock before they take the lock, so that a little disorder is no step.
        constexpr std::chrono::seconds kDisorder{1};
        if (m_given != Time::min() && now < m_given - kDisorder) {
            m_offset += m_given - now;
            m_given = now;
        }
        m_given = std::max(m_given, now);
        m_last = std::max(m_last, now + m_offset);
        return m_last;
    }
    /// A moment of the clock that forward() was last given, and back.
    [[nodiscard]] Time toForward(Time given) const { return given + m_offset; }
    [[nodiscard]] Time toGiven(Time forward) const { return forward - m_offset; }

  private:
    Time m_given = Time::min();
    Time m_last = Time::min();
    Time::duration m_offset{};
};

} // namespace llmg
