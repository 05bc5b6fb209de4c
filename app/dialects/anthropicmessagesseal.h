// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How opaque reasoning of other providers travels through a client of this dialect. Such a client sends thinking and
// redacted_thinking blocks back unchanged (docs: "Extended thinking", "Preserving thinking blocks") and reads nothing
// into `signature` and `data`. So what another provider wants back stands there, sealed: a prefix that no signature of
// Anthropic's has (those are plain base64), then base64 of a small JSON object with the part's format, signature, data
// and id. Anthropic's own signatures are never touched.
//
// A tool call's signature (Gemini's thoughtSignature) has no place in a tool_use block. It stands in a
// redacted_thinking block before the call, with the call's id, and finds its call again by that id. The id itself stays
// as it is: clients show it, and other providers limit its length.
#include "app/dialects/canonical.h"

namespace llmg::dialects {

inline constexpr std::string_view kSealPrefix = "llmg1:";

/// Whether a part is Anthropic's own and its signature or data goes out as it is.
bool isAnthropicReasoning(const ReasoningPart& part);

/// The part without its text.
std::string sealReasoning(const ReasoningPart& part);
std::string sealCallSignature(std::string_view callId, std::string_view signature);

struct Unsealed {
    ReasoningPart part;
    std::string callId; ///< set: `part.signature` is that call's
};
/// nullopt: not sealed by us, or damaged.
std::optional<Unsealed> unseal(std::string_view text);

} // namespace llmg::dialects
