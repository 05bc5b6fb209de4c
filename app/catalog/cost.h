// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/llmmodel.h"
#include "models/domain/tokenusage.h"

#include <string_view>

namespace llmg::catalog {

/// A provider's word for the tier that it served a request in; Standard for every word that names none.
domain::ServiceTier serviceTierFrom(std::string_view word);

/// The price set in force for a prompt of that many tokens: the highest tier below it applies to the whole request. A
/// service tier changes that set in proportion: half the input price makes cached and long prompts cost half, too.
domain::PriceSet pricesFor(const domain::ModelOffer& offer, std::int64_t promptTokens,
                           domain::ServiceTier serviceTier = domain::ServiceTier::Standard);

/// GATEWAY.md "Cost". Each part is rounded once, half up, to nano-dollars; total is the sum of the parts. Unknown
/// prices give known = false and zeros. Negative or inconsistent counts (cached > prompt) are clamped, never wrap.
/// `serviceTier` is the one that the provider says it used (UsageReport::serviceTier), `searchContextSize` the size of
/// web searches that was asked for: low, medium, high, "" for the provider's own choice, which is medium.
domain::CostBreakdown costOf(const domain::ModelOffer& offer, const domain::TokenUsage& usage,
                             std::string_view serviceTier = {}, std::string_view searchContextSize = {});

/// Adds the hosted account's markup (basis points: 10 % = 1000) to a known cost.
void addMarkup(domain::CostBreakdown& cost, int markupBasisPoints);

/// Rough count of tokens for text of that many bytes of UTF-8, where no provider has counted: 4 bytes a token, at least
/// 1 for any text.
std::int64_t estimateTokens(std::int64_t textBytes);

} // namespace llmg::catalog
