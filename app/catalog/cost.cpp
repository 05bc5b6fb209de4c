// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/catalog/cost.h"

#include "app/catalog/integers.h"

#include <algorithm>
#include <array>

namespace llmg::catalog {
namespace {

using domain::Money;
using domain::Price;
using domain::PriceSet;

/// Takes up to `wanted` out of `left`, so that parts of a count never add up to more than the whole.
std::int64_t take(std::int64_t& left, std::int64_t wanted) {
    const std::int64_t taken = std::clamp<std::int64_t>(wanted, 0, left);
    left -= taken;
    return taken;
}

std::optional<Price> firstOf(std::optional<Price> price, std::optional<Price> fallback) {
    return price ? price : fallback;
}

/// One line of a bill: quantities at prices, rounded once at the end. Remembers a quantity that has no price.
class Line {
  public:
    void add(std::int64_t count, std::optional<Price> price) {
        if (count <= 0)
            return;
        if (price)
            m_pico += Wide{count} * std::max<std::int64_t>(price->picoUsd, 0);
        else
            m_complete = false;
    }
    [[nodiscard]] bool isComplete() const { return m_complete; }
    [[nodiscard]] Money money() const { return moneyFromPico(m_pico); }

  private:
    Wide m_pico = 0;
    bool m_complete = true;
};

void override(std::optional<Price>& price, std::optional<Price> tier) {
    if (tier)
        price = tier;
}

bool hasAnyPrice(const PriceSet& prices) {
    return prices != PriceSet{};
}

/// `price` changed as `to` stands to `from`, half up. As it is where there is no proportion.
std::optional<Price> inProportion(std::optional<Price> price, std::optional<Price> from, std::optional<Price> to) {
    if (!price || !from || !to || from->picoUsd <= 0 || to->picoUsd < 0 || price->picoUsd < 0)
        return price;
    return Price{saturated(dividedHalfUp(Wide{price->picoUsd} * to->picoUsd, from->picoUsd))};
}

/// Service tiers are published as an input and an output price at the shortest prompt. All else keeps its proportion to
/// these, which is how the providers that do list cached and long-prompt prices of their tiers have set them.
void applyServiceTier(PriceSet& prices, const PriceSet& base, const PriceSet& tier) {
    static constexpr std::array kFromInput{&PriceSet::cachedInput, &PriceSet::cacheWrite, &PriceSet::cacheWrite1h,
                                           &PriceSet::audioInput, &PriceSet::imageInput};
    static constexpr std::array kFromOutput{&PriceSet::reasoning, &PriceSet::audioOutput, &PriceSet::imageOutput};
    const auto apply = [&](std::optional<Price> PriceSet::*kind, std::optional<Price> PriceSet::*lead) {
        const auto followed = base.*kind && tier.*kind ? kind : lead;
        const bool isNew = !(prices.*kind) && tier.*kind;
        prices.*kind = isNew ? tier.*kind : inProportion(prices.*kind, base.*followed, tier.*followed);
    };
    for (const auto kind : kFromInput)
        apply(kind, &PriceSet::input);
    for (const auto kind : kFromOutput)
        apply(kind, &PriceSet::output);
    apply(&PriceSet::input, &PriceSet::input);
    apply(&PriceSet::output, &PriceSet::output);
    for (const auto piece : {&PriceSet::perImageOutput, &PriceSet::perRequest, &PriceSet::perWebSearch})
        override(prices.*piece, tier.*piece);
}

std::optional<Price> searchPrice(const domain::ModelOffer& offer, const PriceSet& prices, std::string_view size) {
    if (offer.searchPrices.empty() || (size != "low" && size != "high"))
        return prices.perWebSearch;
    return size == "low" ? offer.searchPrices.front().low : offer.searchPrices.front().high;
}

PriceSet pricesBySize(const domain::ModelOffer& offer, std::int64_t promptTokens) {
    PriceSet prices = offer.prices;
    const domain::PriceTier* inForce = nullptr;
    for (const domain::PriceTier& tier : offer.tiers) {
        if (promptTokens > tier.abovePromptTokens && (!inForce || tier.abovePromptTokens > inForce->abovePromptTokens))
            inForce = &tier;
    }
    if (!inForce)
        return prices;
    const PriceSet& tier = inForce->prices;
    // A cache price below the tier does not hold in it: without one of its own the tier's input price applies.
    if (tier.input) {
        prices.cachedInput.reset();
        prices.cacheWrite.reset();
        prices.cacheWrite1h.reset();
    }
    if (tier.output)
        prices.reasoning.reset();
    for (const auto member :
         {&PriceSet::input, &PriceSet::output, &PriceSet::cachedInput, &PriceSet::cacheWrite, &PriceSet::cacheWrite1h,
          &PriceSet::reasoning, &PriceSet::audioInput, &PriceSet::audioOutput, &PriceSet::imageInput,
          &PriceSet::imageOutput, &PriceSet::perImageOutput, &PriceSet::perRequest, &PriceSet::perWebSearch})
        override(prices.*member, tier.*member);
    return prices;
}

} // namespace

domain::ServiceTier serviceTierFrom(std::string_view word) {
    if (word == "flex")
        return domain::ServiceTier::Flex;
    if (word == "priority")
        return domain::ServiceTier::Priority;
    return word == "batch" ? domain::ServiceTier::Batch : domain::ServiceTier::Standard;
}

PriceSet pricesFor(const domain::ModelOffer& offer, std::int64_t promptTokens, domain::ServiceTier serviceTier) {
    PriceSet prices = pricesBySize(offer, promptTokens);
    for (const domain::ServiceTierPrices& tier : offer.serviceTiers) {
        if (tier.tier == serviceTier)
            applyServiceTier(prices, offer.prices, tier.prices);
    }
    return prices;
}

domain::CostBreakdown costOf(const domain::ModelOffer& offer, const domain::TokenUsage& usage,
                             std::string_view serviceTier, std::string_view searchContextSize) {
    domain::CostBreakdown cost;
    const PriceSet prices = pricesFor(offer, usage.prompt, serviceTierFrom(serviceTier));
    if (!hasAnyPrice(prices))
        return cost;

    std::int64_t left = std::max<std::int64_t>(usage.prompt, 0);
    const std::int64_t cached = take(left, usage.cachedPrompt);
    const std::int64_t written = take(left, usage.cacheWrite);
    const std::int64_t written1h = take(left, usage.cacheWrite1h);
    const std::int64_t audioIn = take(left, usage.promptAudio);
    const std::int64_t imageIn = take(left, usage.promptImage);
    const auto writePrice = firstOf(prices.cacheWrite, prices.input);

    Line input, cachedInput, cacheWrite, output, request;
    input.add(left, prices.input);
    input.add(audioIn, firstOf(prices.audioInput, prices.input));
    input.add(imageIn, firstOf(prices.imageInput, prices.input));
    cachedInput.add(cached, firstOf(prices.cachedInput, prices.input));
    cacheWrite.add(written, writePrice);
    cacheWrite.add(written1h, firstOf(prices.cacheWrite1h, writePrice));

    left = std::max<std::int64_t>(usage.completion, 0);
    const std::int64_t reasoning = take(left, usage.reasoning);
    const std::int64_t audioOut = take(left, usage.completionAudio);
    const std::int64_t imageOut = take(left, usage.completionImage);
    output.add(left, prices.output);
    output.add(reasoning, firstOf(prices.reasoning, prices.output));
    output.add(audioOut, firstOf(prices.audioOutput, prices.output));
    output.add(imageOut, firstOf(prices.imageOutput, prices.output));

    if (prices.perRequest)
        request.add(1, prices.perRequest);
    // Images are paid by token or apiece, never both: counted image tokens win. A model without a price apiece bills
    // images as completion tokens, so only where there are none of those is something left unpriced.
    if (imageOut == 0 && (prices.perImageOutput || usage.completion <= 0))
        request.add(usage.imagesOut, prices.perImageOutput);
    request.add(usage.webSearches, searchPrice(offer, prices, searchContextSize));

    for (const Line* line : {&input, &cachedInput, &cacheWrite, &output, &request}) {
        if (!line->isComplete())
            return cost;
    }
    cost.known = true;
    cost.estimated = usage.estimated;
    cost.input = input.money();
    cost.cachedInput = cachedInput.money();
    cost.cacheWrite = cacheWrite.money();
    cost.output = output.money();
    cost.request = request.money();
    for (const Money part : {cost.input, cost.cachedInput, cost.cacheWrite, cost.output, cost.request})
        cost.total = sum(cost.total, part);
    return cost;
}

void addMarkup(domain::CostBreakdown& cost, int markupBasisPoints) {
    if (!cost.known || cost.statedByProvider || markupBasisPoints <= 0)
        return;
    const Money markup = shareOf(cost.total, markupBasisPoints);
    cost.markup = sum(cost.markup, markup);
    cost.total = sum(cost.total, markup);
}

std::int64_t estimateTokens(std::int64_t textBytes) {
    constexpr std::int64_t kBytesPerToken = 4;
    if (textBytes <= 0)
        return 0;
    return textBytes / kBytesPerToken + (textBytes % kBytesPerToken != 0 ? 1 : 0);
}

} // namespace llmg::catalog
