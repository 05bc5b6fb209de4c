// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/routedecision.h"

#include "models/domain/money.h"

#include <algorithm>
#include <cmath>

namespace llmg::routing {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostInWords = 4;

double rounded(double value) {
    return std::round(value * 10'000) / 10'000;
}

std::string inWords(const ConsideredOffer& offer) {
    switch (offer.exclusion) {
    case Exclusion::None:
        return {};
    case Exclusion::NoKey:
        return "has no key";
    case Exclusion::Lacks:
        return "has no " + offer.lacks;
    case Exclusion::NotAllowed:
        return "is not allowed";
    case Exclusion::OtherMode:
        return "is not of this mode";
    case Exclusion::Spent:
        return "has no budget left";
    case Exclusion::BreakerOpen:
        return "is failing";
    case Exclusion::Limited:
        return "is limited";
    case Exclusion::Retired:
        return "is retired";
    }
    return {};
}

std::string ruleInWords(const RouteDecision& decision, std::size_t callable) {
    switch (decision.rule) {
    case RouteRule::Pinned:
        return "pinned by the client";
    case RouteRule::CreditsMode:
        return "credits mode";
    case RouteRule::OnlyOne:
        return "only provider that can be called";
    case RouteRule::UserOrder:
        return "first in your order of providers";
    case RouteRule::LowestPrice:
        return "lowest price of " + std::to_string(callable) + " providers";
    case RouteRule::BestScore:
        return "best of " + std::to_string(callable) + " providers";
    case RouteRule::Sticky:
        return "kept for the conversation, close to the best";
    case RouteRule::Explored:
        return "tried to measure it, not the best";
    case RouteRule::Automatic:
        return "auto: lowest price that has what the request needs";
    }
    return {};
}

json::object termsOf(const Score& score) {
    return {{"price", rounded(score.price)},
            {"uptime", rounded(score.uptime)},
            {"uptime_penalty", rounded(score.penalty)},
            {"throughput", rounded(score.throughput)},
            {"latency", rounded(score.latency)}};
}

json::object describe(const ConsideredOffer& offer) {
    json::object object{{"provider", offer.provider}, {"model", offer.model}};
    if (offer.exclusion != Exclusion::None) {
        object["excluded"] = toString(offer.exclusion);
        object["why"] = inWords(offer);
    }
    if (offer.limitedFor)
        object["limited_for_ms"] = offer.limitedFor->count();
    if (offer.values.pricePicoUsd)
        object["price_usd"] = domain::toDecimalUsd(domain::Money::fromNano((*offer.values.pricePicoUsd + 500) / 1000));
    if (offer.values.uptime)
        object["uptime"] = rounded(*offer.values.uptime);
    if (offer.values.tokensPerSecond)
        object["tokens_per_second"] = rounded(*offer.values.tokensPerSecond);
    if (offer.values.firstTokenMs)
        object["first_token_ms"] = rounded(*offer.values.firstTokenMs);
    if (offer.score) {
        object["score"] = rounded(offer.score->total());
        object["terms"] = termsOf(*offer.score);
    }
    return object;
}

} // namespace

const char* toString(RouteRule rule) noexcept {
    switch (rule) {
    case RouteRule::Pinned:
        return "pinned";
    case RouteRule::CreditsMode:
        return "credits_mode";
    case RouteRule::OnlyOne:
        return "only_one";
    case RouteRule::UserOrder:
        return "user_order";
    case RouteRule::LowestPrice:
        return "lowest_price";
    case RouteRule::BestScore:
        return "best_score";
    case RouteRule::Sticky:
        return "sticky";
    case RouteRule::Explored:
        return "explored";
    case RouteRule::Automatic:
        return "auto";
    }
    return "";
}

const char* toString(Exclusion exclusion) noexcept {
    switch (exclusion) {
    case Exclusion::None:
        return "";
    case Exclusion::NoKey:
        return "no_key";
    case Exclusion::Lacks:
        return "lacks";
    case Exclusion::NotAllowed:
        return "not_allowed";
    case Exclusion::OtherMode:
        return "other_mode";
    case Exclusion::Spent:
        return "spent";
    case Exclusion::BreakerOpen:
        return "breaker_open";
    case Exclusion::Limited:
        return "limited";
    case Exclusion::Retired:
        return "retired";
    }
    return "";
}

std::string reasonOf(const RouteDecision& decision) {
    std::size_t callable = 0;
    for (const auto& offer : decision.offers)
        callable += offer.score ? 1 : 0;
    std::string text = ruleInWords(decision, callable);
    const bool compared = decision.rule != RouteRule::Pinned && decision.rule != RouteRule::CreditsMode;
    std::size_t named = 0;
    for (const auto& offer : decision.offers) {
        const auto words = inWords(offer);
        // What nobody could expect to be called is left to the whole decision.
        const bool expected = offer.exclusion == Exclusion::NoKey || offer.exclusion == Exclusion::OtherMode;
        if (!compared || words.empty() || expected || named == kMostInWords)
            continue;
        text += (named == 0 ? ": " : ", ") + offer.provider + ' ' + words;
        ++named;
    }
    return text;
}

json::object toJson(const RouteDecision& decision) {
    json::array offers;
    for (const auto& offer : decision.offers)
        offers.push_back(describe(offer));
    return {{"rule", toString(decision.rule)}, {"reason", reasonOf(decision)}, {"offers", std::move(offers)}};
}

} // namespace llmg::routing
