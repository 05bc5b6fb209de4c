// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/routingsettings.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace llmg::routing {

/// What one candidate is judged by. What is not known counts neither for nor against it, but for an unknown price.
struct ScoreInput {
    std::optional<std::int64_t> pricePicoUsd; ///< expected for this request
    std::optional<double> uptime;             ///< per cent
    std::optional<double> tokensPerSecond;
    std::optional<double> firstTokenMs;
};

/// Parts already weighted; lower is better, 0 is the best of all candidates in everything.
struct Score {
    double price = 0, uptime = 0, throughput = 0, latency = 0;
    double penalty = 0; ///< for an uptime under 95 %
    [[nodiscard]] double total() const { return price + uptime + throughput + latency + penalty; }
};

/// How much worse than the best a value can count. Nothing divides by zero, and a free offer beats every paid one
/// without making the paid ones alike.
inline constexpr double kWorstRatio = 100;

/// GATEWAY.md "Routing": the sum over price, uptime, throughput and, for a stream, latency of weight · (value/best −
/// 1), best being the smallest where less is better and turned round where more is; and the penalty.
std::vector<Score> scores(std::span<const ScoreInput> inputs, const domain::RoutingWeights& weights, bool streaming);

/// ((95 − u)/95 · 5)² under 95 %.
double uptimePenalty(double uptime);

/// Whether a score is within 15 % of the best. Scores are parts above the best, so that one is added to both.
bool isCloseToBest(double score, double best);

} // namespace llmg::routing
