// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/canonical.h"

#include <optional>
#include <string_view>

namespace llmg::dialects {

/// Who signs thoughts in Google's own way; such signatures are handed on byte for byte.
inline constexpr const char* kGeminiThoughtFormat = "google-gemini-v1";

// A Gemini client sends a part's thoughtSignature back as it got it (docs: "Thought signatures"), and nothing else of
// the reasoning for sure: some clients keep no thoughts. So what another provider wants back, the exact text that it
// signed included, travels in the thoughtSignature of the part that follows the thoughts: base64 of a mark and a JSON
// list of the reasoning parts. It is base64 because the SDKs decode and encode the field, some with the URL alphabet.

/// How base64 of a wrapped signature begins, in either alphabet.
inline constexpr std::string_view kWrappedThoughts = "bGxtZy10aG91Z2h0LTE6";

std::string wrapThoughts(const std::vector<ReasoningPart>& parts);
/// nullopt: not wrapped by us, so Google's own.
std::optional<std::vector<ReasoningPart>> unwrapThoughts(std::string_view signature);

} // namespace llmg::dialects
