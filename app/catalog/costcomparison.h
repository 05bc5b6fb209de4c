// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/llmmodel.h"
#include "models/domain/tokenusage.h"

#include <optional>
#include <string>
#include <vector>

namespace llmg::catalog {

/// Inputs of the calculator: what a month looks like.
struct MonthlyUse {
    std::int64_t inputTokens = 0; ///< cached ones included
    std::int64_t cachedInputTokens = 0;
    std::int64_t outputTokens = 0;
    int markupBasisPoints = 1000;                          ///< 0 … 2000; 10 % = 1000
    domain::Money proFee = domain::Money::fromCents(2900); ///< a month
    int hybridCreditsBasisPoints = 2000; ///< share of the spend that goes over credits in hybrid; 20 % = 2000
};

struct CostComparison {
    bool priceKnown = false;
    domain::Money inputCost, cachedInputCost, outputCost;
    domain::Money direct;  ///< provider's prices, nothing else
    domain::Money credits; ///< direct + markup
    domain::Money ownKeys; ///< direct + Pro fee
    domain::Money hybrid;  ///< direct + Pro fee + markup on the credits share
    /// Provider spend a month at which own keys and credits cost the same: fee ÷ markup. nullopt at 0 % markup.
    std::optional<domain::Money> breakEvenSpend;
    /// The same as tokens a month, input and output together, at the given mix.
    std::optional<std::int64_t> breakEvenTokens;
};

/// All in integers. $2.50/$10, 10 M in, 1 M out, 10 %, $29 → 35.00, 38.50, 64.00, 64.70, break-even $290 and 91.1 M
/// tokens.
CostComparison compareCosts(const domain::ModelOffer& offer, const MonthlyUse& use);

struct CurvePoint {
    std::int64_t tokens;
    domain::Money direct, credits, ownKeys, hybrid;
};
/// `points` volumes from 0 to `maxTokens` at the same mix of input, cached and output.
std::vector<CurvePoint> costCurve(const domain::ModelOffer& offer, const MonthlyUse& use, std::int64_t maxTokens,
                                  int points);

} // namespace llmg::catalog
