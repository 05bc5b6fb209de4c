// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/routing/score.h"

#include <boost/json/object.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace llmg::routing {

/// What decided who is tried first.
enum class RouteRule { Pinned, CreditsMode, OnlyOne, UserOrder, LowestPrice, BestScore, Sticky, Explored, Automatic };
const char* toString(RouteRule rule) noexcept; ///< "pinned", "credits_mode", …

/// Why an offer is not among the first to be tried. The first five are not tried at all, the others only when nothing
/// else is left. Spent: a budget of the provider.
enum class Exclusion { None, NoKey, Lacks, NotAllowed, OtherMode, Spent, BreakerOpen, Limited, Retired };
const char* toString(Exclusion exclusion) noexcept; ///< "", "no_key", "lacks", …

/// One offer that was looked at.
struct ConsideredOffer {
    std::string provider;
    std::string model;
    Exclusion exclusion = Exclusion::None;
    std::string lacks;                                   ///< with Exclusion::Lacks: "image input"
    std::optional<std::chrono::milliseconds> limitedFor; ///< with Exclusion::Limited: until a key is free
    ScoreInput values;
    std::optional<Score> score; ///< those that may be tried
};

/// How a route came about: for the ledger, the answer's metadata and the screen.
struct RouteDecision {
    RouteRule rule = RouteRule::LowestPrice;
    std::vector<ConsideredOffer> offers; ///< those that may be tried first, in their order; at most kMostOffers
    bool measured = false;               ///< some metrics counted, not the price alone

    static constexpr std::size_t kMostOffers = 32;
};

/// One line for the ledger: "best of 3 providers: groq is limited, mistral has no image input". Without numbers, as the
/// ledger keeps lines that repeat only once; those are in toJson().
std::string reasonOf(const RouteDecision& decision);

/// For metadata.routing_decision and the screen: {"rule", "reason", "offers":[{"provider", "model", "score",
/// "price_usd", "uptime", "tokens_per_second", "first_token_ms", "terms":{…}, "excluded", "why", "limited_for_ms"}]}.
/// Prices are decimal text, exact.
boost::json::object toJson(const RouteDecision& decision);

} // namespace llmg::routing
