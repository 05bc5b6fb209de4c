// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat.h"

namespace llmg::dialects {

OpenAiQuirks openAiQuirks(std::string_view publisher) {
    OpenAiQuirks quirks;
    quirks.refuses = {"top_k"};
    if (publisher == "mistral") {
        quirks.sendsStreamOptions = false;
        quirks.acceptsMessageNames = false;
        quirks.shortToolCallIds = true;
        quirks.reasoningBack = OpenAiQuirks::ReasoningBack::ThinkingChunks;
        quirks.seedParam = "random_seed";
        quirks.maxTokensParam = "max_tokens";
    } else if (publisher == "google-vertex") {
        quirks.reasoningBesideCompletion = true;
        quirks.reasoningBack = OpenAiQuirks::ReasoningBack::ReasoningContent;
    } else if (publisher == "azure-openai") {
        quirks.acceptsDeveloperRole = true;
        quirks.acceptsCustomTools = true;
        quirks.reasoningRefuses = {"logprobs", "top_logprobs", "logit_bias"};
    } else {
        return {};
    }
    return quirks;
}

} // namespace llmg::dialects
