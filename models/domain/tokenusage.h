// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"

#include <cstdint>

namespace llmg::domain {

/// Tokens of one request, in the one meaning of GATEWAY.md: `prompt` holds everything sent (cached and cache-written
/// tokens included), `completion` everything generated (reasoning included). All counts are >= 0.
struct TokenUsage {
    std::int64_t prompt = 0;
    std::int64_t cachedPrompt = 0; ///< of prompt: read from the provider's prompt cache
    std::int64_t cacheWrite = 0;   ///< of prompt: written to it with the 5-minute (or only) lifetime
    std::int64_t cacheWrite1h = 0; ///< of prompt: written with the 1-hour lifetime
    std::int64_t promptAudio = 0;  ///< of prompt
    std::int64_t promptImage = 0;  ///< of prompt
    std::int64_t completion = 0;
    std::int64_t reasoning = 0;       ///< of completion
    std::int64_t completionAudio = 0; ///< of completion
    std::int64_t completionImage = 0; ///< of completion
    std::int64_t imagesOut = 0;       ///< images generated, where they are priced apiece
    std::int64_t webSearches = 0;     ///< searches that the provider ran and charges for
    bool estimated = false;           ///< the provider did not say; counted by us, shown with ≈

    [[nodiscard]] std::int64_t total() const { return prompt + completion; }
    friend bool operator==(const TokenUsage&, const TokenUsage&) = default;
};

/// What a request cost, each part rounded once to nano-dollars; `total` is exactly the sum of the parts.
struct CostBreakdown {
    Money input; ///< uncached prompt tokens
    Money cachedInput;
    Money cacheWrite;
    Money output;
    Money request; ///< per-request, per-image and search prices
    Money markup;  ///< on credits, when the hosted account did not state its own cost
    Money total;
    bool known = false;            ///< false: no price is known, total is 0 and shown as "unknown"
    bool estimated = false;        ///< computed from estimated tokens
    bool statedByProvider = false; ///< total is the provider's own figure

    friend bool operator==(const CostBreakdown&, const CostBreakdown&) = default;
};

} // namespace llmg::domain
