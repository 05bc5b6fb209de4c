// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/catalog/costcomparison.h"

#include "app/catalog/integers.h"

#include <algorithm>

namespace llmg::catalog {
namespace {

using domain::Money;
using domain::Price;

// A month of 10^15 tokens is beyond anyone; the bound keeps every product below within 128 bits.
constexpr std::int64_t kMostTokens = 1'000'000'000'000'000;

/// A month with its counts put in order, and the exact price of it.
struct Month {
    std::int64_t uncached = 0, cached = 0, output = 0;
    Wide uncachedPico = 0, cachedPico = 0, outputPico = 0;
    Money proFee;
    int markup = 0, hybridShare = 0;
    bool priceKnown = false;

    [[nodiscard]] Wide tokens() const { return Wide{uncached} + cached + output; }
    [[nodiscard]] Wide pico() const { return uncachedPico + cachedPico + outputPico; }

    [[nodiscard]] Money credits(Money direct) const { return sum(direct, shareOf(direct, markup)); }
    [[nodiscard]] Money ownKeys(Money direct) const { return sum(direct, proFee); }
    [[nodiscard]] Money hybrid(Money direct) const {
        return sum(ownKeys(direct), shareOf(direct, Wide{markup} * hybridShare, kBasisPoints * kBasisPoints));
    }
};

Month monthOf(const domain::ModelOffer& offer, const MonthlyUse& use) {
    Month month;
    const std::int64_t input = std::clamp<std::int64_t>(use.inputTokens, 0, kMostTokens);
    month.cached = std::clamp<std::int64_t>(use.cachedInputTokens, 0, input);
    month.uncached = input - month.cached;
    month.output = std::clamp<std::int64_t>(use.outputTokens, 0, kMostTokens);
    month.proFee = std::max(use.proFee, Money{});
    month.markup = std::clamp(use.markupBasisPoints, 0, static_cast<int>(kBasisPoints));
    month.hybridShare = std::clamp(use.hybridCreditsBasisPoints, 0, static_cast<int>(kBasisPoints));

    // Prices below any tier: how long the single prompts are is not asked for.
    const auto& prices = offer.prices;
    const auto cachedPrice = prices.cachedInput ? prices.cachedInput : prices.input;
    const auto priced = [](std::int64_t count, const std::optional<Price>& price, Wide& pico) {
        pico = price ? Wide{count} * std::max<std::int64_t>(price->picoUsd, 0) : 0;
        return count == 0 || price.has_value();
    };
    const bool known = priced(month.uncached, prices.input, month.uncachedPico) &
                       priced(month.cached, cachedPrice, month.cachedPico) &
                       priced(month.output, prices.output, month.outputPico);
    month.priceKnown = known && (prices.input || prices.output);
    return month;
}

} // namespace

CostComparison compareCosts(const domain::ModelOffer& offer, const MonthlyUse& use) {
    CostComparison comparison;
    const Month month = monthOf(offer, use);
    if (month.markup > 0)
        comparison.breakEvenSpend =
            Money::fromNano(saturated(dividedHalfUp(Wide{month.proFee.nanoUsd} * kBasisPoints, month.markup)));
    if (!month.priceKnown)
        return comparison;
    comparison.priceKnown = true;
    comparison.inputCost = moneyFromPico(month.uncachedPico);
    comparison.cachedInputCost = moneyFromPico(month.cachedPico);
    comparison.outputCost = moneyFromPico(month.outputPico);
    comparison.direct = sum(sum(comparison.inputCost, comparison.cachedInputCost), comparison.outputCost);
    comparison.credits = month.credits(comparison.direct);
    comparison.ownKeys = month.ownKeys(comparison.direct);
    comparison.hybrid = month.hybrid(comparison.direct);
    if (comparison.breakEvenSpend && !comparison.direct.isZero())
        comparison.breakEvenTokens =
            saturated(dividedHalfUp(month.tokens() * comparison.breakEvenSpend->nanoUsd, comparison.direct.nanoUsd));
    return comparison;
}

std::vector<CurvePoint> costCurve(const domain::ModelOffer& offer, const MonthlyUse& use, std::int64_t maxTokens,
                                  int points) {
    const Month month = monthOf(offer, use);
    const Wide tokens = month.tokens();
    if (!month.priceKnown || tokens == 0 || points < 2 || maxTokens <= 0)
        return {};
    const std::int64_t last = std::min(maxTokens, kMostTokens);
    // Price of one token at this mix, as a fraction: numerator ÷ tokens pico-dollars. Kept within 64 bits each, so that
    // the product with a volume is exact; only a month beyond nine million dollars loses digits, behind the eighteenth.
    Wide numerator = month.pico();
    Wide denominator = tokens;
    while (numerator > std::numeric_limits<std::int64_t>::max()) {
        numerator /= 2;
        denominator = std::max<Wide>(denominator / 2, 1);
    }
    std::vector<CurvePoint> curve;
    curve.reserve(static_cast<std::size_t>(points));
    for (int i = 0; i < points; ++i) {
        const auto volume = static_cast<std::int64_t>(Wide{last} * i / (points - 1));
        const Money direct =
            Money::fromNano(saturated(dividedHalfUp(Wide{volume} * numerator, denominator * kPicoPerNano)));
        curve.push_back(CurvePoint{volume, direct, month.credits(direct), month.ownKeys(direct), month.hybrid(direct)});
    }
    return curve;
}

} // namespace llmg::catalog
