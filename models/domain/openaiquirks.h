// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace llmg::domain {

/// In what a provider's OpenAI chat dialect differs, as data of the catalog (resources/catalog/README.md names the
/// words). The defaults are those of a server nothing is known of.
struct OpenAiQuirks {
    /// Where a provider wants reasoning text of earlier turns back, in which words.
    enum class ReasoningBack { Nowhere, ReasoningContent, Reasoning, ReasoningDetails, ThinkingChunks };
    /// How a provider is asked for reasoning.
    enum class ReasoningAsk { Effort, ReasoningObject, ThinkingObject, EnableThinking };
    /// How a provider is asked to search the web. Nowhere: its chat endpoint cannot.
    enum class WebSearch { Nowhere, Options, SearchModels, Plugin, Perplexity, EnableSearch };

    bool sendsStreamOptions = true;         ///< false: refuses stream_options, usage comes by itself
    bool acceptsDeveloperRole = false;      ///< else sent as system
    bool acceptsMessageNames = true;        ///< messages[].name
    bool acceptsCustomTools = false;        ///< tools that take free text
    bool acceptsCacheControl = false;       ///< Anthropic's marks on parts and tools, as OpenRouter takes them
    bool acceptsVideo = false;              ///< video_url parts
    bool onlyOneChoice = false;             ///< n must be 1
    bool shortToolCallIds = false;          ///< ids must be nine letters or digits (Mistral)
    bool reasoningBesideCompletion = false; ///< completion_tokens without reasoning (xAI): added once
    ReasoningBack reasoningBack = ReasoningBack::Nowhere;
    ReasoningAsk reasoningAsk = ReasoningAsk::Effort;
    WebSearch webSearch = WebSearch::Nowhere;
    std::string seedParam{"seed"}; ///< "random_seed" at Mistral
    /// The name the provider knows; "": both, so a client's own spelling stays.
    std::string maxTokensParam{};
    /// Fields of the request that it answers with an error: left out and listed.
    std::vector<std::string> refuses{};
    std::vector<std::string> reasoningRefuses{}; ///< the same, by its reasoning models only
};

} // namespace llmg::domain
