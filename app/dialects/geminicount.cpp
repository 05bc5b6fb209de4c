// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/geminirequest.h"
#include "app/dialects/jsonaccess.h"

namespace llmg::dialects {

// AI Studio counts a whole request only under generateContentRequest, with the model's name in it; Vertex takes the
// request's fields as they are (reference: models.countTokens of each).
Result<EncodedRequest> encodeGeminiCountTokens(const ChatRequest& request, const TargetModel& target) {
    const bool isVertex = target.provider == "google-vertex";
    auto encoded = encodeGeminiRequest(request, target, isVertex ? GeminiHost::Vertex : GeminiHost::AiStudio);
    if (!encoded)
        return encoded;
    encoded->path = geminiPath(target, ":countTokens");
    if (!isVertex) {
        std::string body = "{\"generateContentRequest\":{\"model\":";
        appendQuoted(body, geminiPath(target, "").substr(1));
        body.append(",").append(encoded->body, 1); // contents is always there
        encoded->body = body.append("}");
    }
    return encoded;
}

Result<std::int64_t> decodeGeminiCountTokens(std::string_view body) {
    const auto document = parseJson(body);
    const json::object* answer = document ? document->if_object() : nullptr;
    const auto tokens = answer != nullptr ? integerAt(*answer, "totalTokens") : std::nullopt;
    if (!tokens || *tokens < 0)
        return fail(ErrorKind::Upstream, "The provider's answer holds no count of tokens.");
    return *tokens;
}

std::string encodeGeminiTokenCount(std::int64_t tokens) {
    return "{\"totalTokens\":" + std::to_string(tokens) + "}";
}

} // namespace llmg::dialects
