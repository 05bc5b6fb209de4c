// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reading JSON from a provider, where any field may be missing, null or of another type, and writing what is sent.
#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace llmg::dialects {

namespace json = boost::json;

/// nullopt for what is not JSON, or is nested deeper than 200 levels.
std::optional<json::value> parseJson(std::string_view text);
/// Compact. Numbers as people write them ("0.7"; boost::json writes 7E-1, which some servers' schema checks refuse).
std::string writeJson(const json::value& value);
/// `text` as a JSON string, quotes included (RFC 8259, 7). The text is UTF-8 already and is not checked.
void appendQuoted(std::string& out, std::string_view text);

/// The member if it is there and of the type; else nullptr, "", nullopt.
const json::object* objectAt(const json::object& object, std::string_view key);
const json::array* arrayAt(const json::object& object, std::string_view key);
std::string_view textAt(const json::object& object, std::string_view key);
/// A whole number, also when written as 3.0 or "3" (protobuf's JSON writes 64-bit integers as strings).
std::optional<std::int64_t> integerAt(const json::object& object, std::string_view key);
bool flagAt(const json::object& object, std::string_view key);

/// "a number", as an error says what it got.
const char* nameOfKind(json::kind kind) noexcept;

/// The arguments of an earlier tool call as the object that Anthropic and Google ask for. What the model wrote may not
/// be one; then it stands under "raw_arguments", so that the conversation can go on.
json::object toolArguments(std::string_view text);

/// Text of UTF-8 → its length in code points, the unit of url_citation's indices.
std::int64_t codePoints(std::string_view utf8);

} // namespace llmg::dialects
