// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/score.h"

#include <algorithm>

namespace llmg::routing {
namespace {

double weightOf(int thousandths) {
    return static_cast<double>(thousandths) / 1000;
}

/// value/best − 1 for what should be small, within bounds.
double excess(double value, double best) {
    if (value <= best)
        return 0;
    return best <= 0 ? kWorstRatio + std::min(value / 1e12, 1.0) : std::min(value / best - 1, kWorstRatio);
}

/// The same for what should be large.
double shortfall(double value, double best) {
    if (value >= best)
        return 0;
    return value <= 0 ? kWorstRatio : std::min(best / value - 1, kWorstRatio);
}

template <class Member>
auto bestOf(std::span<const ScoreInput> inputs, Member member, bool least) {
    auto best = inputs.front().*member;
    for (const auto& input : inputs) {
        const auto& value = input.*member;
        if (value && (!best || (least ? *value < *best : *value > *best)))
            best = value;
    }
    return best;
}

} // namespace

double uptimePenalty(double uptime) {
    if (uptime >= 95)
        return 0;
    const double steps = (95 - std::max(0.0, uptime)) / 95 * 5;
    return steps * steps;
}

std::vector<Score> scores(std::span<const ScoreInput> inputs, const domain::RoutingWeights& weights, bool streaming) {
    std::vector<Score> results(inputs.size());
    if (inputs.empty())
        return results;
    const auto price = bestOf(inputs, &ScoreInput::pricePicoUsd, true);
    const auto uptime = bestOf(inputs, &ScoreInput::uptime, false);
    const auto throughput = bestOf(inputs, &ScoreInput::tokensPerSecond, false);
    const auto latency = bestOf(inputs, &ScoreInput::firstTokenMs, true);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const auto& input = inputs[i];
        auto& score = results[i];
        // Nobody asked for a price that nobody knows.
        if (price) {
            const double dear = input.pricePicoUsd
                                    ? excess(static_cast<double>(*input.pricePicoUsd), static_cast<double>(*price))
                                    : 2 * kWorstRatio;
            score.price = weightOf(weights.price) * dear;
        }
        if (input.uptime) {
            score.uptime = weightOf(weights.uptime) * shortfall(*input.uptime, *uptime);
            score.penalty = uptimePenalty(*input.uptime);
        }
        if (input.tokensPerSecond)
            score.throughput = weightOf(weights.throughput) * shortfall(*input.tokensPerSecond, *throughput);
        if (input.firstTokenMs && streaming)
            score.latency = weightOf(weights.latency) * excess(*input.firstTokenMs, *latency);
    }
    return results;
}

bool isCloseToBest(double score, double best) {
    return 1 + score <= 1.15 * (1 + best);
}

} // namespace llmg::routing
