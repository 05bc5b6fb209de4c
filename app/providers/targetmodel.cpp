// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/providers/targetmodel.h"

namespace llmg::providers {

dialects::TargetModel targetModel(std::string_view provider, std::string_view upstreamId,
                                  const domain::ModelOffer* offer) {
    dialects::TargetModel model;
    model.provider = provider;
    model.upstreamId = upstreamId;
    if (!offer || offer->listedOnly)
        return model;
    model.maxOutput = offer->maxOutput;
    model.maxTokensParam = offer->maxTokensParam;
    model.reasoningStyle = offer->reasoningStyle;
    model.acceptsTemperature = offer->acceptsTemperature;
    model.reasoning = offer->can.reasoning;
    model.vision = offer->can.vision;
    model.can = offer->can;
    for (std::size_t i = 0; i < domain::kReasoningEfforts.size(); ++i) {
        if ((offer->reasoningEfforts >> i & 1U) != 0)
            model.reasoningEfforts.emplace_back(domain::kReasoningEfforts[i]);
    }
    model.minReasoningBudget = offer->minReasoningBudget;
    model.maxReasoningBudget = offer->maxReasoningBudget;
    model.endpoint = offer->endpoint;
    model.api = offer->apiOverride;
    return model;
}

} // namespace llmg::providers
