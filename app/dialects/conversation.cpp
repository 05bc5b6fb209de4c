// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/conversation.h"

#include "app/dialects/jsonranges.h"

#include <algorithm>
#include <initializer_list>

namespace llmg::dialects {
namespace {

using Keys = std::initializer_list<std::string_view>;
constexpr std::size_t kNone = std::string_view::npos;

/// Where the value of the first member of that name begins, in the object at `at`; kNone: none. Reads no further than
/// there, because what comes after may be megabytes of pictures.
std::size_t valueOf(std::string_view body, std::size_t at, Keys names) {
    const JsonRanges ranges(body);
    at = ranges.skipBlanks(at);
    if (at >= body.size() || body[at] != '{')
        return kNone;
    at = ranges.skipBlanks(at + 1);
    while (at < body.size() && body[at] == '"') {
        const auto keyEnd = ranges.skipValue(at);
        if (keyEnd == kNone)
            return kNone;
        const auto key = body.substr(at + 1, keyEnd - at - 2);
        const auto value = ranges.skipBlanks(ranges.skipBlanks(keyEnd) + 1); // after the colon
        if (std::find(names.begin(), names.end(), key) != names.end())
            return value;
        const auto end = ranges.skipValue(value);
        if (end == kNone)
            return kNone;
        at = ranges.skipBlanks(end);
        if (at < body.size() && body[at] == ',')
            at = ranges.skipBlanks(at + 1);
    }
    return kNone;
}

bool isUsers(std::string_view body, std::size_t message) {
    const auto role = valueOf(body, message, {"role"});
    // Gemini's and the Responses API's short forms leave the role out.
    return role == kNone || body.substr(role).starts_with("\"user\"");
}

/// The value there, as far as it tells one conversation from another.
std::string_view beginningOf(std::string_view body, std::size_t at) {
    const auto part = body.substr(at, kLongestOpening);
    const auto end = JsonRanges(part).skipValue(0);
    if (end != kNone)
        return part.substr(0, end);
    return part.size() == kLongestOpening ? part : std::string_view();
}

} // namespace

std::string_view conversationOpening(std::string_view body) {
    const JsonRanges ranges(body);
    auto at = valueOf(body, 0, {"messages", "contents", "input"});
    if (at >= body.size())
        return {};
    if (body[at] != '[')
        return beginningOf(body, at); // a plain text
    at = ranges.skipBlanks(at + 1);
    while (at < body.size() && body[at] != ']') {
        if (isUsers(body, at))
            return beginningOf(body, at);
        const auto end = ranges.skipValue(at);
        if (end == kNone || end == at)
            return {};
        at = ranges.skipBlanks(end);
        if (at < body.size() && body[at] == ',')
            at = ranges.skipBlanks(at + 1);
    }
    return {};
}

} // namespace llmg::dialects
