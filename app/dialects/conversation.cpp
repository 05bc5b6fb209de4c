// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/conversation.h"

#include "app/dialects/jsonranges.h"

namespace llmg::dialects {
namespace {

bool isUsers(std::string_view body, const JsonRanges& ranges, std::size_t begin) {
    std::vector<JsonMember> members;
    if (!ranges.members(begin, members))
        return false;
    for (const auto& member : members) {
        if (member.key == "role")
            return body.substr(member.valueBegin, member.valueEnd - member.valueBegin) == "\"user\"";
    }
    return true; // Gemini's and the Responses API's short forms leave the role out
}

} // namespace

std::string_view conversationOpening(std::string_view body) {
    const JsonRanges ranges(body);
    std::vector<JsonMember> members;
    if (!ranges.members(0, members))
        return {};
    for (const auto& member : members) {
        if (member.key != "messages" && member.key != "contents" && member.key != "input")
            continue;
        const auto value = body.substr(member.valueBegin, member.valueEnd - member.valueBegin);
        std::vector<JsonRanges::Range> list;
        if (!ranges.elements(member.valueBegin, list))
            return value; // a plain text
        for (const auto& element : list) {
            if (isUsers(body, ranges, element.begin))
                return body.substr(element.begin, element.end - element.begin);
        }
    }
    return {};
}

} // namespace llmg::dialects
