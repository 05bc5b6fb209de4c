// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/ratemeter.h"

namespace llmg::service {
namespace {

std::int64_t secondOf(RateMeter::Clock::time_point time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

} // namespace

void RateMeter::add(int count, Clock::time_point now) {
    const auto second = secondOf(now);
    auto& slot = m_slots[static_cast<std::size_t>(second) % kSeconds];
    if (slot.second != second)
        slot = {second, 0};
    slot.count += count;
}

double RateMeter::perMinute(Clock::time_point now) const {
    const auto second = secondOf(now);
    int sum = 0;
    for (const auto& slot : m_slots) {
        if (slot.second > second - static_cast<std::int64_t>(kSeconds) && slot.second <= second)
            sum += slot.count;
    }
    return sum;
}

} // namespace llmg::service
