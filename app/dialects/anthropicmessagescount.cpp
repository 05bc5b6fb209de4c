// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/anthropicmessages.h"
#include "app/dialects/anthropicmessagesanswer.h"
#include "app/dialects/anthropicmessagesrequest.h"
#include "app/dialects/jsonaccess.h"

namespace llmg::dialects {

// Reference: "Count tokens in a Message".
Result<EncodedRequest> encodeAnthropicCountTokens(const ChatRequest& request, const TargetModel& target) {
    auto encoded = encodeAnthropicRequest(request, target);
    if (!encoded)
        return encoded;
    const auto message = parseJson(encoded->body);
    if (!message || !message->is_object())
        return fail(ErrorKind::Internal, "the request could not be written for counting");
    json::object counted;
    for (const char* key : {"model", "messages", "system", "tools", "tool_choice", "thinking", "output_config",
                            "cache_control", "mcp_servers", "context_management"}) {
        if (const json::value* value = message->get_object().if_contains(key))
            counted[key] = *value;
    }
    encoded->path = "/v1/messages/count_tokens";
    encoded->body = writeJson(counted);
    return encoded;
}

Result<std::int64_t> decodeAnthropicCountTokens(std::string_view body) {
    const auto document = parseJson(body);
    if (!document || !document->is_object())
        return fail(ErrorKind::Upstream, "The provider's answer is not a JSON object.");
    if (const json::object* error = objectAt(document->get_object(), "error"))
        return anthropicError(0, *error);
    const auto tokens = integerAt(document->get_object(), "input_tokens");
    if (!tokens || *tokens < 0)
        return fail(ErrorKind::Upstream, "The provider's answer holds no count of tokens.");
    return *tokens;
}

std::string encodeAnthropicTokenCount(std::int64_t tokens) {
    return "{\"input_tokens\":" + std::to_string(tokens) + "}";
}

} // namespace llmg::dialects
