// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What the sandbox provider needs of an OpenAI chat request. Private to this folder.
namespace llmg::providers {

struct SandboxRequest {
    bool stream = false;
    int choices = 1;
    std::optional<std::int64_t> maxTokens;
    std::vector<std::string> stops;
    std::string userText;                  ///< of the last user message, images described in it
    std::optional<std::string> toolResult; ///< when the last message is one: its text
    std::string toolName;                  ///< the tool to call; "": none
    boost::json::value toolSchema;         ///< its parameters
    bool wantsJson = false;
    std::optional<boost::json::value> schema; ///< of a wanted JSON answer
    std::int64_t promptTokens = 0;            ///< estimated
};

/// InvalidParameters names the field at fault in `param`, as in "messages[0].content[1].image_url".
Result<SandboxRequest> readSandboxRequest(const boost::json::value& request);

} // namespace llmg::providers
