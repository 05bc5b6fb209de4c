// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/integration/chatanswers.h"

#include <QString> // with it comes the concatenation of byte arrays

namespace llmg::tests {

QByteArray asking(const QByteArray& question, bool stream) {
    return QByteArray(R"({"model":"gpt-4o","stream":)") + QByteArray(stream ? "true" : "false") +
           R"(,"messages":[{"role":"user","content":")" + question + R"("}]})";
}

Scenario answering(const std::string& text) {
    return Scenario::json(
        R"({"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-4o","choices":[{"index":0,"message":{"role":"assistant","content":")" +
        text +
        R"("},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}})");
}

Scenario streaming(const std::string& text) {
    const auto chunk = [](const std::string& choices, const std::string& more) {
        return R"(data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o","choices":)" +
               choices + more + "}\n\n";
    };
    return Scenario::events(
        {chunk(R"([{"index":0,"delta":{"role":"assistant","content":")" + text + R"("},"finish_reason":null}])", ""),
         chunk(R"([{"index":0,"delta":{},"finish_reason":"stop"}])", ""),
         chunk("[]", R"(,"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100})"),
         "data: [DONE]\n\n"});
}

QByteArray respondingTo(const QByteArray& input, const QByteArray& more) {
    return "{\"model\":\"mistral/some-model\",\"input\":\"" + input + "\"" + more + "}";
}

Scenario failing(int status) {
    return Scenario::json(R"({"error":{"message":"down"}})", status);
}

} // namespace llmg::tests
