// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Google Gemini generateContent, both sides. Reference: ai.google.dev/api/generate-content.
#include "app/dialects/codec.h"

namespace llmg::dialects {

/// Both speak the same JSON. Vertex fetches https addresses by itself and can leave domains out of a search.
enum class GeminiHost { AiStudio, Vertex };

std::unique_ptr<ProviderCodec> newGeminiProviderCodec(GeminiHost host = GeminiHost::AiStudio);
std::unique_ptr<IngressCodec> newGeminiIngressCodec();

// Counting tokens (ai.google.dev/api/tokens): the request for a provider, its answer, and our answer to a client.
Result<EncodedRequest> encodeGeminiCountTokens(const ChatRequest& request, const TargetModel& target);
Result<std::int64_t> decodeGeminiCountTokens(std::string_view body);
std::string encodeGeminiTokenCount(std::int64_t tokens);

} // namespace llmg::dialects
