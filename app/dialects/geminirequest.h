// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/gemini.h"

namespace llmg::dialects {

/// Begins the ids that we make for calls that Gemini gave none; such an id means nothing to Gemini and is not sent
/// back.
inline constexpr std::string_view kGeminiMadeId = "call_gemini_";

/// Gemini 3 refuses a function call of the current turn that comes back without its signature. This value is the one
/// that Google names for calls which its model did not make or whose signature is lost (docs: "Thought signatures").
inline constexpr const char* kGeminiNoSignature = "skip_thought_signature_validator";

/// Generation of an id, 2.5 → {2, 5}; an undated alias ("gemini-flash-latest") counts as the newest; nullopt: no
/// Gemini.
struct GeminiVersion {
    int major = 0, minor = 0;
};
std::optional<GeminiVersion> geminiVersion(std::string_view upstreamId);

/// `contents` and the parts of `systemInstruction`.
struct GeminiConversation {
    json::array system;
    json::array contents;
};
Result<GeminiConversation> encodeGeminiConversation(const ChatRequest& request, const TargetModel& target);

/// A JSON Schema with only the keywords that responseJsonSchema and parametersJsonSchema know (reference:
/// GenerationConfig.responseJsonSchema); others make some models answer 400. Draft-07 `definitions` become `$defs`.
json::value geminiSchema(const json::value& schema);

/// generationConfig.thinkingConfig; empty when there is nothing to say.
json::object geminiThinkingConfig(const ReasoningRequest& wish, const TargetModel& target);

/// "/models/{id}" and the method.
std::string geminiPath(const TargetModel& target, std::string_view method);

/// `tools` and `toolConfig`. Fails where a tool cannot be offered.
Result<> encodeGeminiTools(const ChatRequest& request, const TargetModel& target, GeminiHost host, json::object& body,
                           std::vector<std::string>& dropped);

Result<EncodedRequest> encodeGeminiRequest(const ChatRequest& request, const TargetModel& target, GeminiHost host);

} // namespace llmg::dialects
