// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/codec.h"

#include <compare>

namespace llmg::dialects {

/// Which Claude an id names, in whatever spelling: claude-opus-4-6, claude-4-sonnet-20250514,
/// anthropic/claude-haiku-4.5.
struct ClaudeVersion {
    int major = 0, minor = 0;
    friend auto operator<=>(const ClaudeVersion&, const ClaudeVersion&) = default;
};
/// nullopt: not a Claude, or none that says its version; taken for a current one.
std::optional<ClaudeVersion> claudeVersion(std::string_view upstreamId);

/// `messages` and `system`. `needsFiles`: a part names a file uploaded before, which asks for a beta header.
struct AnthropicConversation {
    json::array system;
    json::array messages;
    bool needsFiles = false;
};
Result<AnthropicConversation> encodeAnthropicConversation(const ChatRequest& request, const TargetModel& target);

/// A schema in the subset that structured outputs and strict tools take (docs: "Structured outputs", "JSON Schema
/// limitations"); what is outside goes into the description, so that the model still reads it.
json::value anthropicStrictSchema(const json::value& schema);

Result<EncodedRequest> encodeAnthropicRequest(const ChatRequest& request, const TargetModel& target);

} // namespace llmg::dialects
