// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/ordering.h"

#include "app/catalog/cost.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace llmg::routing {
namespace {

/// Output tokens assumed for ordering when the request does not say: what a chat answer commonly is.
constexpr std::int64_t kTypicalOutputTokens = 500;

/// Expected price of the request in pico-dollars; nullopt when none is known.
std::optional<std::int64_t> expectedPrice(const domain::ModelOffer& offer, const RequestNeeds& needs) {
    const auto prices = catalog::pricesFor(offer, needs.promptTokens);
    if (!prices.input || !prices.output)
        return std::nullopt;
    __extension__ using Wide = __int128;
    const std::int64_t output = needs.maxOutputTokens > 0 ? needs.maxOutputTokens : kTypicalOutputTokens;
    const auto price = static_cast<Wide>(prices.input->picoUsd) * std::max<std::int64_t>(needs.promptTokens, 1) +
                       static_cast<Wide>(prices.output->picoUsd) * output;
    return static_cast<std::int64_t>(std::min<Wide>(price, std::numeric_limits<std::int64_t>::max() / 2));
}

/// Those against which nothing stands come first; of the others, those that may soon be tried again.
int asideRank(Exclusion exclusion) {
    switch (exclusion) {
    case Exclusion::None:
        return 0;
    case Exclusion::Limited:
        return 1;
    case Exclusion::BreakerOpen:
        return 2;
    default:
        return exclusion == Exclusion::Retired ? 4 : 3;
    }
}

} // namespace

void Ordering::setAside(const Candidate& candidate, ConsideredOffer& offer) const {
    if (!m_context.live || offer.exclusion != Exclusion::None)
        return;
    const auto& live = *m_context.live;
    const auto keys = m_available.keys(offer.provider);
    if (const auto look = live.keys.look(keys, candidate.upstreamModel, m_context.now); !keys.empty() && !look.index) {
        offer.exclusion = look.freeAt ? Exclusion::Limited : Exclusion::NoKey;
        if (look.freeAt)
            offer.limitedFor = std::chrono::ceil<std::chrono::milliseconds>(*look.freeAt - m_context.now);
    } else if (!live.breakers.wouldAdmit(offer.provider, m_context.now)) {
        offer.exclusion = Exclusion::BreakerOpen;
    }
}

ScoreInput Ordering::valuesOf(const Candidate& candidate, bool measured) const {
    ScoreInput values;
    values.pricePicoUsd = expectedPrice(*candidate.offer, m_needs);
    if (!m_context.live || !measured)
        return values;
    if (const auto reading = m_context.live->metrics.reading(candidate.provider, candidate.model, m_context.now)) {
        values.uptime = reading->uptime;
        values.tokensPerSecond = reading->tokensPerSecond;
        values.firstTokenMs = reading->firstTokenMs;
    }
    return values;
}

std::vector<Ordering::Ranked> Ordering::ranked(std::vector<Candidate>&& candidates,
                                               const domain::RoutingWeights& weights) const {
    const bool measured = weights.uptime > 0 || weights.throughput > 0 || weights.latency > 0;
    std::vector<Ranked> all;
    for (auto& candidate : candidates) {
        ConsideredOffer offer{candidate.provider, candidate.model, Exclusion::None, {}, {}, {}, {}};
        if (candidate.offer->status == "retired")
            offer.exclusion = Exclusion::Retired;
        setAside(candidate, offer);
        offer.values = valuesOf(candidate, measured);
        const int order = m_available.order(candidate.provider);
        all.push_back({std::move(candidate), std::move(offer), order});
    }
    // What cannot be tried now must not set the mark by which the others are judged.
    const auto aside = std::stable_partition(
        all.begin(), all.end(), [](const Ranked& entry) { return entry.offer.exclusion == Exclusion::None; });
    const auto judge = [&](auto from, auto to) {
        std::vector<ScoreInput> inputs;
        for (auto entry = from; entry != to; ++entry)
            inputs.push_back(entry->offer.values);
        const auto results = scores(inputs, weights, m_needs.streaming);
        for (std::size_t i = 0; i < results.size(); ++i)
            (from + static_cast<std::ptrdiff_t>(i))->offer.score = results[i];
    };
    judge(all.begin(), aside);
    judge(aside, all.end());
    // Far above the best all scores are alike, so that the price decides again.
    const auto rank = [](const Ranked& entry) {
        const auto price = entry.offer.values.pricePicoUsd.value_or(std::numeric_limits<std::int64_t>::max());
        return std::tuple(asideRank(entry.offer.exclusion), entry.userOrder, entry.offer.score->total(), price);
    };
    std::stable_sort(all.begin(), all.end(), [&](const Ranked& a, const Ranked& b) { return rank(a) < rank(b); });
    return all;
}

/// Brings a conversation's own provider, or now and then one that is to be measured, to the front of those that are as
/// good in the user's order.
RouteRule Ordering::favour(std::vector<Ranked>& all, std::string_view model) const {
    const auto& best = all.front();
    const auto end = std::find_if(all.begin(), all.end(), [&best](const Ranked& entry) {
        return entry.offer.exclusion != Exclusion::None || entry.userOrder != best.userOrder;
    });
    const auto equals = end - all.begin();
    if (equals >= 2 && m_context.live && m_project.routing.sticky) {
        const auto kept = m_context.live->sticky.provider({m_project.id, m_context.conversation, model}, m_context.now);
        const auto found = std::find_if(all.begin(), end, [&kept](const Ranked& entry) {
            return !kept.empty() && entry.candidate.provider == kept;
        });
        if (found != end && isCloseToBest(found->offer.score->total(), best.offer.score->total())) {
            std::rotate(all.begin(), found, found + 1);
            return RouteRule::Sticky;
        }
    }
    const double exploring = static_cast<double>(m_project.routing.explorationPerMille) / 1000;
    if (equals >= 2 && m_context.chance < exploring) {
        // The same chance, stretched, says which of the others it is.
        const auto others = static_cast<double>(equals - 1);
        const auto pick = std::min(static_cast<std::ptrdiff_t>(m_context.chance / exploring * others), equals - 2) + 1;
        std::rotate(all.begin(), all.begin() + pick, all.begin() + pick + 1);
        return RouteRule::Explored;
    }
    if (all.size() == 1)
        return RouteRule::OnlyOne;
    const bool ordered = std::any_of(all.begin(), all.end(), [&best](const Ranked& entry) {
        return entry.offer.exclusion == Exclusion::None && entry.userOrder > best.userOrder;
    });
    return ordered ? RouteRule::UserOrder : RouteRule::BestScore;
}

void Ordering::byScore(std::vector<Candidate>& candidates, std::string_view model, RouteDecision& decision) const {
    if (candidates.empty())
        return;
    auto all = ranked(std::move(candidates), domain::weightsOf(m_project.routing));
    decision.measured =
        std::any_of(all.begin(), all.end(), [](const Ranked& entry) { return entry.offer.values.uptime.has_value(); });
    decision.rule = favour(all, model);
    if (decision.rule == RouteRule::BestScore && !decision.measured)
        decision.rule = RouteRule::LowestPrice;
    candidates.clear();
    std::vector<ConsideredOffer> offers;
    for (auto& entry : all) {
        candidates.push_back(std::move(entry.candidate));
        offers.push_back(std::move(entry.offer));
    }
    // In their order, before those that cannot be called at all.
    decision.offers.insert(decision.offers.begin(), offers.begin(), offers.end());
    if (decision.offers.size() > RouteDecision::kMostOffers)
        decision.offers.resize(RouteDecision::kMostOffers);
}

void Ordering::byPrice(std::vector<Candidate>& candidates, RouteDecision& decision) const {
    constexpr std::size_t kEnough = 4;
    auto all = ranked(std::move(candidates), {1000, 0, 0, 0});
    if (all.size() > kEnough)
        all.resize(kEnough);
    candidates.clear();
    decision.rule = RouteRule::Automatic;
    for (auto& entry : all) {
        candidates.push_back(std::move(entry.candidate));
        decision.offers.push_back(std::move(entry.offer));
    }
}

} // namespace llmg::routing
