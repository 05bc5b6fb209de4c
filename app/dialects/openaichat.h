// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// OpenAI chat completions, both sides. Reference: platform.openai.com/docs/api-reference/chat.
#include "app/dialects/codec.h"

namespace llmg::dialects {

/// Found in one pass over the text without building a document: a 10 MB image passes without a copy.
/// Fails with InvalidJson (says where) or InvalidParameters (model or messages missing or of the wrong type; says
/// which). Depth is limited to 64.
Result<RequestScan> scanOpenAiChat(std::string_view body);

/// Pass-through: the client's own body with only what must differ changed (model; stream_options.include_usage on
/// streams; max_tokens renamed where the target wants it; parameters that the target refuses removed). Everything
/// else, unknown fields too, leaves byte for byte as it came.
Result<EncodedRequest> passThroughOpenAiChat(std::string_view body, const TargetModel& target);

/// What differs between providers of this dialect, as data. The defaults are those of a server nothing is known of.
struct OpenAiQuirks {
    /// Where a provider wants reasoning text of earlier turns back, in which words.
    enum class ReasoningBack { Nowhere, ReasoningContent, Reasoning, ReasoningDetails, ThinkingChunks };
    /// How a provider is asked for reasoning.
    enum class ReasoningAsk { Effort, ReasoningObject, ThinkingObject, EnableThinking };

    bool sendsStreamOptions = true;         ///< false: refuses stream_options, usage comes by itself
    bool acceptsDeveloperRole = false;      ///< else sent as system
    bool reasoningBesideCompletion = false; ///< completion_tokens without reasoning (xAI): added once
    bool acceptsTopK = true;
    bool acceptsCacheControl = false; ///< Anthropic's marks on parts and tools, as OpenRouter takes them
    bool acceptsVideo = false;        ///< video_url parts
    bool shortToolCallIds = false;    ///< ids must be nine letters or digits (Mistral)
    ReasoningBack reasoningBack = ReasoningBack::Nowhere;
    ReasoningAsk reasoningAsk = ReasoningAsk::Effort;
    std::string seedParam = "seed"; ///< "random_seed" at Mistral
    /// The name the provider knows; "": both, so a client's own spelling stays.
    std::string maxTokensParam = "";
};
OpenAiQuirks openAiQuirks(std::string_view provider);

std::unique_ptr<ProviderCodec> newOpenAiProviderCodec(OpenAiQuirks quirks = {});
std::unique_ptr<IngressCodec> newOpenAiIngressCodec();
/// Relay where client and provider both speak it. Corrects only what GATEWAY.md "One meaning" asks for: reasoning
/// fields, finish reasons, a missing role, content arrays; drops the usage chunk unless `includeUsage`.
std::unique_ptr<StreamRelay> newOpenAiPassThroughRelay(OpenAiQuirks quirks, bool includeUsage);
Result<PassedAnswer> passOpenAiAnswer(std::string_view body, const OpenAiQuirks& quirks);
std::string finishPassedAnswer(PassedAnswer& answer, const AnswerAdditions& additions);

} // namespace llmg::dialects
