// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/llmmodel.h"
#include "models/domain/tokenusage.h"

namespace llmg::catalog {

/// The price set in force for a prompt of that many tokens: the highest tier below it applies to the whole request.
domain::PriceSet pricesFor(const domain::ModelOffer& offer, std::int64_t promptTokens);

/// GATEWAY.md "Cost". Each part is rounded once, half up, to nano-dollars; total is the sum of the parts. Unknown
/// prices give known = false and zeros. Negative or inconsistent counts (cached > prompt) are clamped, never wrap.
domain::CostBreakdown costOf(const domain::ModelOffer& offer, const domain::TokenUsage& usage);

/// Adds the hosted account's markup (basis points: 10 % = 1000) to a known cost.
void addMarkup(domain::CostBreakdown& cost, int markupBasisPoints);

/// Rough count of tokens for text of that many bytes of UTF-8, where no provider has counted: 4 bytes a token, at least
/// 1 for any text.
std::int64_t estimateTokens(std::int64_t textBytes);

} // namespace llmg::catalog
