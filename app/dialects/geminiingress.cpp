// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/answeradditions.h"
#include "app/dialects/geminicandidate.h"
#include "app/dialects/geminiscan.h"
#include "app/dialects/geminiwire.h"

#include <algorithm>
#include <array>

namespace llmg::dialects {
namespace {

/// Fields of the request beside those that are read: safetySettings, cachedContent, labels … mean something to Gemini
/// alone. The model is the address's.
void keepRest(const json::object& body, ChatRequest& request) {
    static constexpr std::array<std::string_view, 6> kRead{"contents",   "systemInstruction", "tools",
                                                           "toolConfig", "generationConfig",  "model"};
    for (const auto& [key, value] : body) {
        const std::string name = gemini::camelCase(key);
        if (!value.is_null() && std::find(kRead.begin(), kRead.end(), name) == kRead.end())
            request.extra[name] = value;
    }
}

Result<ChatRequest> decode(const json::value& document) {
    const json::object* body = document.if_object();
    if (body == nullptr)
        return fail(ErrorKind::InvalidParameters, "the body must be a JSON object");
    if (const json::object* counted = gemini::objectField(*body, "generateContentRequest"))
        body = counted;
    ChatRequest request;
    request.includeUsage = true; // Gemini's answers always carry it
    request.extraDialect = "gemini";
    if (auto done = gemini::decodeContents(*body, request); !done)
        return done.error();
    if (auto done = gemini::decodeTools(*body, request); !done)
        return done.error();
    if (const json::value* config = gemini::field(*body, "generationConfig")) {
        if (!config->is_object())
            return gemini::wrongType("generationConfig", "an object");
        if (auto done = gemini::decodeGenerationConfig(config->get_object(), request); !done)
            return done.error();
    }
    keepRest(*body, request);
    return request;
}

class GeminiIngressCodec final : public IngressCodec {
  public:
    [[nodiscard]] std::string_view dialect() const override { return "gemini"; }
    [[nodiscard]] Result<RequestScan> scan(std::string_view body, const RequestLine& line) const override {
        return scanGemini(body, line);
    }
    [[nodiscard]] Result<ChatRequest> decodeRequest(const json::value& body) const override { return decode(body); }

    [[nodiscard]] std::string encodeAnswer(const ChatAnswer& answer, const AnswerAdditions& additions) const override {
        return gemini::withAdditions(gemini::answerDocument(answer), answer.usage, additions);
    }
    [[nodiscard]] std::string encodeAnswerTo(const ChatRequest& request, const ChatAnswer& answer,
                                             const AnswerAdditions& additions) const override {
        if (isNamed(answer))
            return encodeAnswer(answer, additions);
        return encodeAnswer(named(answer, request, {}), additions);
    }
    [[nodiscard]] std::unique_ptr<StreamEncoder> newStreamEncoder(const ChatRequest& request) const override {
        return gemini::newStreamEncoder(request.model, request.arrayStream, request.requestId);
    }
    [[nodiscard]] std::string encodeError(const Error& error, int status, std::string_view code) const override {
        return gemini::errorBody(error, status, code);
    }
    // Google's Python client takes a comment for JSON; a blank line is nothing to anybody, between array elements too.
    [[nodiscard]] std::string_view keepAlive() const override { return "\n"; }
    [[nodiscard]] std::string encodeErrorEvent(const Error& error, int status, std::string_view code) const override {
        std::string out;
        gemini::Framing(false).error(gemini::errorBody(error, status, code), out);
        return out;
    }
};

} // namespace

std::unique_ptr<IngressCodec> newGeminiIngressCodec() {
    return std::make_unique<GeminiIngressCodec>();
}

} // namespace llmg::dialects
