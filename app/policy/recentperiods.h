// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

#include <algorithm>
#include <array>

namespace llmg::policy {

/// One value for each of the few periods that a clock was seen in, by when they began: as a rule the last one and the
/// current one. Where the clock steps and is set right again, each period has its own value still, so that none is
/// counted twice and none forgotten.
template <class T>
class RecentPeriods {
  public:
    /// Nothing but T{} where that period is not known. The one farthest away makes room for it.
    T& at(UnixTime start) {
        for (auto& entry : m_entries) {
            if (entry.start == start)
                return entry.value;
        }
        const auto distance = [start](const Entry& entry) {
            return entry.start == kUnused ? Milliseconds::max() : std::chrono::abs(entry.start - start);
        };
        auto& leaving = *std::max_element(m_entries.begin(), m_entries.end(),
                                          [&](const Entry& a, const Entry& b) { return distance(a) < distance(b); });
        leaving = {start, {}};
        return leaving.value;
    }
    [[nodiscard]] T find(UnixTime start) const {
        for (const auto& entry : m_entries) {
            if (entry.start == start)
                return entry.value;
        }
        return {};
    }

  private:
    static constexpr UnixTime kUnused = UnixTime::min();
    struct Entry {
        UnixTime start = kUnused;
        T value{};
    };
    std::array<Entry, 3> m_entries;
};

} // namespace llmg::policy
