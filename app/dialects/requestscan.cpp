// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/requestscan.h"

#include <algorithm>

namespace llmg::dialects {

Error notJson(std::string_view body, std::size_t at, const json::error_code& why) {
    if (body.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return fail(ErrorKind::InvalidJson, "the body is empty; send a JSON object with model and messages");
    if (why == json::error::too_deep)
        return fail(ErrorKind::InvalidJson,
                    "the body is nested deeper than " + std::to_string(kMaxRequestDepth) + " levels");
    at = std::min(at, body.size());
    const std::string_view before = body.substr(0, at);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t lineStart = before.rfind('\n') + 1; // npos + 1 is 0
    return fail(ErrorKind::InvalidJson, "the body is not valid JSON: " + why.message() + " at line " +
                                            std::to_string(line) + ", column " + std::to_string(at - lineStart + 1) +
                                            " (byte " + std::to_string(at) + ")");
}

} // namespace llmg::dialects
