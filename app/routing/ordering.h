// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/routing/route.h"

namespace llmg::routing {

/// Puts candidates that may be called into the order in which they are tried, and says why. The hosted account is not
/// among them: it comes after all own keys.
class Ordering {
  public:
    Ordering(const domain::Project& project, const RequestNeeds& needs, const Availability& available,
             const RouteContext& context)
        : m_project(project)
        , m_needs(needs)
        , m_available(available)
        , m_context(context) {}

    /// By score, the user's own order first; a conversation's provider or one to be measured may come to the front.
    /// `model` is what was asked for. Fills rule and offers.
    void byScore(std::vector<Candidate>& candidates, std::string_view model, RouteDecision& decision) const;
    /// By price alone, for auto.
    void byPrice(std::vector<Candidate>& candidates, RouteDecision& decision) const;

  private:
    struct Ranked {
        Candidate candidate;
        ConsideredOffer offer;
        int userOrder = 0;
    };
    [[nodiscard]] std::vector<Ranked> ranked(std::vector<Candidate>&& candidates,
                                             const domain::RoutingWeights& weights) const;
    void setAside(const Candidate& candidate, ConsideredOffer& offer) const;
    [[nodiscard]] ScoreInput valuesOf(const Candidate& candidate, bool measured) const;
    [[nodiscard]] RouteRule favour(std::vector<Ranked>& all, std::string_view model) const;

    const domain::Project& m_project;
    const RequestNeeds& m_needs;
    const Availability& m_available;
    const RouteContext& m_context;
};

} // namespace llmg::routing
