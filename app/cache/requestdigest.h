// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace llmg::cache {

/// Which question a request asks. Two requests with one digest may have one answer.
struct Question {
    std::string_view projectId; ///< projects never see each other's answers
    std::string_view dialect; ///< of the client: "openai-chat", "gemini", "openai-embeddings" …; see ModelCall::dialect
    std::string_view model;   ///< as asked for, from the body or (Gemini) the address
    std::string_view body;
    /// Whatever else reaches the provider and shapes the answer, such as anthropic-beta; the gateway's own headers do
    /// not.
    std::vector<std::string_view> more{};
};

/// SHA-256, 32 bytes, over the canonical form of the question: keys sorted, blanks and the spelling of strings and
/// numbers made one, fields that do not shape the answer left out. Lists keep their order. The body is read once and
/// not built; long texts and pictures go into the hash straight from it.
/// nullopt: the body is no JSON object, is nested deeper than 64 levels, or holds a number that would be rounded, so
/// that two different requests could look the same. Such a request has no cached answer.
///
/// A Responses request with previous_response_id must be given with its history in place (dialects::withHistory).
std::optional<std::string> requestDigest(const Question& question);

} // namespace llmg::cache
