// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/reasoningeffort.h"

#include "models/domain/llmmodel.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

constexpr std::string_view kOff = "none", kOn = "default";

std::size_t rankOf(std::string_view word) {
    const auto& words = domain::kReasoningEfforts;
    return static_cast<std::size_t>(std::find(words.begin(), words.end(), word) - words.begin());
}

} // namespace

std::string nearestEffort(std::string_view asked, const std::vector<std::string>& taken) {
    const std::size_t wanted = rankOf(asked);
    const auto has = [&taken](std::string_view word) {
        return std::find(taken.begin(), taken.end(), word) != taken.end();
    };
    if (taken.empty() || has(asked) || wanted == domain::kReasoningEfforts.size())
        return std::string(asked);
    std::string_view lower, lowest;
    std::size_t lowerRank = 0, lowestRank = domain::kReasoningEfforts.size();
    for (const std::string& word : taken) {
        const std::size_t rank = rankOf(word);
        if (word == kOff || word == kOn || rank == domain::kReasoningEfforts.size())
            continue;
        if (rank < lowestRank) {
            lowest = word;
            lowestRank = rank;
        }
        if (rank < wanted && rank >= lowerRank) {
            lower = word;
            lowerRank = rank;
        }
    }
    if (asked == kOn) // whatever the model does unasked
        return {};
    if (lowest.empty() && has(kOn))
        return std::string(asked == kOff ? std::string_view() : kOn);
    return std::string(lower.empty() ? lowest : lower);
}

std::int64_t clampedBudget(std::int64_t asked, std::int64_t least, std::int64_t most) {
    if (most > 0)
        asked = std::min(asked, most);
    return std::max(asked, least);
}

} // namespace llmg::dialects
