// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which client dialects meet which providers, over which features, and what one of them has no words for.
#include "tests/integration/pairs/speakers.h"

#include <array>

namespace llmg::tests::pairs {

enum class Feature { Text, Stream, Tools, StreamedTools, ToolResults, Image, Reasoning, Schema, Errors, Usage };

struct FeatureName {
    Feature feature;
    const char* name;
};
inline constexpr std::array<FeatureName, 10> kFeatures{{{Feature::Text, "text"},
                                                        {Feature::Stream, "stream"},
                                                        {Feature::Tools, "tools"},
                                                        {Feature::StreamedTools, "streamed tools"},
                                                        {Feature::ToolResults, "tool results"},
                                                        {Feature::Image, "image"},
                                                        {Feature::Reasoning, "reasoning"},
                                                        {Feature::Schema, "structured output"},
                                                        {Feature::Errors, "errors"},
                                                        {Feature::Usage, "usage and cost"}}};

inline constexpr std::array<const char*, 4> kClients{"openai-chat", "anthropic-messages", "openai-responses", "gemini"};

struct Column {
    const char* name;
    const char* id;         ///< in the catalog
    const char* upstreamId; ///< its name for the one model
    const char* base;       ///< path of its base URL
    const char* secret;
};
inline constexpr std::array<Column, 8> kColumns{{
    {"openai-chat", "aggregator", "pair-model", "/v1", "sk-one"},
    {"openai-responses", "openai", "pair-model", "/v1", "sk-two"},
    {"anthropic-messages", "anthropic", "claude-sonnet-4-5", "", "sk-ant-three"},
    {"gemini", "google", "gemini-2.5-flash", "/v1beta", "AIzafour"},
    {"gemini on Vertex", "google-vertex", "gemini-2.5-flash", "/v1/projects/p/locations/l/publishers/google",
     "ya29.five"},
    {"bedrock-converse", "aws-bedrock", "anthropic.claude-sonnet-4-5-20250929-v1:0", "", "bedrock-api-key-six"},
    {"cohere", "cohere", "command-a-reasoning-08-2025", "", "seven"},
    {"azure", "azure-openai", "pair-model", "", "eight"},
}};

std::unique_ptr<Client> newClient(const char* name);
/// What the column speaks with this client: Azure has both of OpenAI's dialects.
std::unique_ptr<Provider> newProvider(const Column& column, const char* client);

/// What of a feature this pair cannot have, in words for the documentation; empty: it has all of it.
QString lackOf(const char* client, const Column& column, Feature feature);

/// The document that says all this.
QByteArray documentation();

} // namespace llmg::tests::pairs
