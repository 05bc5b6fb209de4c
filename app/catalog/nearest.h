// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

// How near two model ids are. Pure text; private to this folder.
namespace llmg::catalog {

/// Lower case, without the provider before the last slash, only letters and digits: "openai/GPT-4o" → "gpt4o".
std::string bareId(std::string_view id);

/// Damerau-Levenshtein (optimal string alignment): insertions, deletions, substitutions, swaps of neighbours. Returns
/// `limit` + 1 as soon as the distance is known to be larger.
int editDistance(std::string_view a, std::string_view b, int limit);

/// How far a known id is from a mistyped one; smaller is nearer, 0 is the same but for dots and dashes; nullopt:
/// unrelated.
std::optional<int> distanceOfIds(std::string_view wrongBare, std::string_view knownBare);

/// The words of an id that say what kind of model it is: letters only, without those that name a stage of release
/// ("gemini-2.0-flash-exp" → flash, gemini).
std::set<std::string> wordsOfId(std::string_view id);

} // namespace llmg::catalog
