// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

namespace llmg::service {

/// Notices that wall time went otherwise than steady time: the clock was set, or the machine slept.
class ClockSteps {
  public:
    /// Clocks that are kept right drift, and are slewed, by less.
    static constexpr std::chrono::minutes kTolerance{1};

    explicit ClockSteps(const Clock& clock)
        : m_clock(clock)
        , m_difference(difference()) {}
    /// Since it was last asked.
    bool happened() {
        const auto now = difference();
        const bool stepped = std::chrono::abs(now - m_difference) >= kTolerance;
        if (stepped)
            m_difference = now;
        return stepped;
    }

  private:
    [[nodiscard]] Milliseconds difference() const {
        return std::chrono::duration_cast<Milliseconds>(m_clock.now().time_since_epoch() -
                                                        m_clock.steadyNow().time_since_epoch());
    }

    const Clock& m_clock;
    Milliseconds m_difference;
};

} // namespace llmg::service
