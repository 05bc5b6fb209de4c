// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat_wire.h"
#include "app/dialects/openairesponses_wire.h"

#include <algorithm>
#include <array>

namespace llmg::dialects {
namespace {

class ResponsesProviderCodec final : public ProviderCodec {
  public:
    explicit ResponsesProviderCodec(ResponsesQuirks quirks)
        : m_quirks(std::move(quirks))
        , m_passThrough(responses::newPassThrough(m_quirks)) {}

    [[nodiscard]] std::string_view dialect() const override { return responses::kDialect; }

    [[nodiscard]] const PassThrough* passThrough() const override { return m_passThrough.get(); }

    [[nodiscard]] Result<EncodedRequest> encode(const ChatRequest& request, const TargetModel& target) const override {
        EncodedRequest encoded;
        encoded.path = "/responses";
        const auto body = responses::encodeBody(request, target, m_quirks, encoded.droppedParams);
        if (!body)
            return body.error();
        encoded.body = writeJson(*body);
        return encoded;
    }

    [[nodiscard]] Result<ChatAnswer> decodeAnswer(std::string_view body) const override {
        return responses::readAnswer(body, m_quirks);
    }

    // Errors have the shapes that chat completions has, at every provider that was recorded.
    [[nodiscard]] Error decodeError(int status, std::string_view body) const override {
        if (const auto document = parseJson(body))
            return openaichat::readError(status, *document);
        return openaichat::readError(status, openaichat::foreignText(body));
    }

    [[nodiscard]] std::unique_ptr<StreamDecoder> newStreamDecoder() const override {
        return responses::newStreamDecoder(m_quirks);
    }

  private:
    ResponsesQuirks m_quirks;
    std::unique_ptr<PassThrough> m_passThrough;
};

class ResponsesIngressCodec final : public IngressCodec {
  public:
    [[nodiscard]] std::string_view dialect() const override { return responses::kDialect; }
    [[nodiscard]] Result<RequestScan> scan(std::string_view body, const RequestLine&) const override {
        return responses::scanRequest(body);
    }
    [[nodiscard]] Result<ChatRequest> decodeRequest(const json::value& body) const override {
        return responses::decodeRequest(body);
    }
    [[nodiscard]] std::string encodeAnswer(const ChatAnswer& answer, const AnswerAdditions& additions) const override {
        return responses::writeAnswer({}, answer, additions);
    }
    [[nodiscard]] std::string encodeAnswerTo(const ChatRequest& request, const ChatAnswer& answer,
                                             const AnswerAdditions& additions) const override {
        return responses::writeAnswer(request, answer, additions);
    }
    [[nodiscard]] std::unique_ptr<StreamEncoder> newStreamEncoder(const ChatRequest& request) const override {
        return responses::newStreamEncoder(request);
    }
    [[nodiscard]] std::string encodeError(const Error& error, int status, std::string_view code) const override {
        return openaichat::errorBody(error, status, code);
    }
    [[nodiscard]] std::string encodeErrorEvent(const Error& error, int, std::string_view code) const override {
        json::object event{{"type", "error"}, {"sequence_number", 0}};
        event["code"] = json::string_view(code.data(), code.size());
        event["message"] = error.message;
        event["param"] = error.param.empty() ? json::value(nullptr) : json::value(error.param);
        return "event: error\ndata: " + writeJson(event) + "\n\n";
    }
};

// From the providers' references and from recorded traffic.
constexpr std::array<std::string_view, 5> kHaveResponses{"openai", "azure-openai", "openrouter", "xai", "deepseek"};

} // namespace

bool hasResponses(std::string_view provider) {
    return std::find(kHaveResponses.begin(), kHaveResponses.end(), provider) != kHaveResponses.end();
}

ResponsesQuirks responsesQuirks(std::string_view provider) {
    ResponsesQuirks quirks;
    if (provider == "openai" || provider == "azure-openai") {
        quirks.minOutputTokens = 16;
        if (provider == "azure-openai")
            quirks.webSearch = "web_search_preview";
    } else if (provider == "openrouter") {
        quirks.takesEveryReasoning = true;
    } else if (provider == "xai") {
        quirks.reasoningFormat = "xai-responses-v1";
    } else if (provider == "deepseek") {
        quirks.takesReasoningText = true;
        quirks.sendsEncrypted = false;
        quirks.webSearch.clear();
    }
    return quirks;
}

std::unique_ptr<ProviderCodec> newResponsesProviderCodec(ResponsesQuirks quirks) {
    return std::make_unique<ResponsesProviderCodec>(std::move(quirks));
}

std::unique_ptr<IngressCodec> newResponsesIngressCodec() {
    return std::make_unique<ResponsesIngressCodec>();
}

} // namespace llmg::dialects
