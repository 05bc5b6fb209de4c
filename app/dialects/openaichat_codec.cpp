// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat_wire.h"

namespace llmg::dialects {
namespace {

constexpr std::string_view kDialect = "openai-chat";

class OpenAiPassThrough final : public PassThrough {
  public:
    explicit OpenAiPassThrough(const OpenAiQuirks& quirks)
        : m_quirks(quirks) {}

    [[nodiscard]] Result<EncodedRequest> encode(std::string_view body, const RequestScan&,
                                                const TargetModel& target) const override {
        return passThroughOpenAiChat(body, target, m_quirks);
    }
    [[nodiscard]] std::unique_ptr<StreamRelay> newRelay(const RequestScan& scan) const override {
        return newOpenAiPassThroughRelay(m_quirks, scan.includeUsage);
    }
    [[nodiscard]] Result<PassedAnswer> readAnswer(std::string_view body) const override {
        return passOpenAiAnswer(body, m_quirks);
    }
    [[nodiscard]] std::string finishAnswer(PassedAnswer& answer, const AnswerAdditions& additions) const override {
        return finishPassedAnswer(answer, additions);
    }

  private:
    OpenAiQuirks m_quirks;
};

class OpenAiProviderCodec final : public ProviderCodec {
  public:
    explicit OpenAiProviderCodec(OpenAiQuirks quirks)
        : m_quirks(std::move(quirks))
        , m_passThrough(m_quirks) {}

    [[nodiscard]] std::string_view dialect() const override { return kDialect; }
    [[nodiscard]] const PassThrough* passThrough() const override { return &m_passThrough; }

    [[nodiscard]] Result<EncodedRequest> encode(const ChatRequest& request, const TargetModel& target) const override {
        EncodedRequest encoded;
        encoded.path = "/chat/completions";
        const auto body = openaichat::encodeBody(request, target, m_quirks, encoded.droppedParams);
        if (!body)
            return body.error();
        encoded.body = writeJson(*body);
        return encoded;
    }

    [[nodiscard]] Result<ChatAnswer> decodeAnswer(std::string_view body) const override {
        const auto document = openaichat::parseDocument(body);
        if (!document)
            return document.error();
        return openaichat::readAnswer(*document, m_quirks);
    }

    [[nodiscard]] Error decodeError(int status, std::string_view body) const override {
        if (const auto document = openaichat::parseDocument(body))
            return openaichat::readError(status, *document);
        return openaichat::readError(status, openaichat::foreignText(body));
    }

    [[nodiscard]] std::unique_ptr<StreamDecoder> newStreamDecoder() const override {
        return openaichat::newStreamDecoder(m_quirks);
    }

  private:
    OpenAiQuirks m_quirks;
    OpenAiPassThrough m_passThrough;
};

class OpenAiIngressCodec final : public IngressCodec {
  public:
    [[nodiscard]] std::string_view dialect() const override { return kDialect; }
    [[nodiscard]] Result<RequestScan> scan(std::string_view body, const RequestLine&) const override {
        return scanOpenAiChat(body);
    }
    [[nodiscard]] Result<ChatRequest> decodeRequest(const json::value& body) const override {
        return openaichat::decodeRequest(body);
    }

    [[nodiscard]] std::string encodeAnswer(const ChatAnswer& answer, const AnswerAdditions& additions) const override {
        std::optional<json::object> usage;
        if (answer.usage)
            usage = openaichat::writeUsage(*answer.usage);
        else if (additions.estimatedUsage)
            usage = openaichat::writeUsage(*additions.estimatedUsage);
        return serializeAnswer(openaichat::writeAnswer(answer), std::move(usage), additions);
    }

    [[nodiscard]] std::string encodeAnswerTo(const ChatRequest& request, const ChatAnswer& answer,
                                             const AnswerAdditions& additions) const override {
        if (isNamed(answer))
            return encodeAnswer(answer, additions);
        return encodeAnswer(named(answer, request, "chatcmpl-"), additions);
    }
    [[nodiscard]] std::unique_ptr<StreamEncoder> newStreamEncoder(const ChatRequest& request) const override {
        return openaichat::newStreamEncoder(request.includeUsage, request.receivedAt, request.model,
                                            "chatcmpl-" + request.requestId);
    }

    [[nodiscard]] std::string encodeError(const Error& error, int status, std::string_view code) const override {
        return openaichat::errorBody(error, status, code);
    }
};

} // namespace

std::unique_ptr<ProviderCodec> newOpenAiProviderCodec(OpenAiQuirks quirks) {
    return std::make_unique<OpenAiProviderCodec>(std::move(quirks));
}

std::unique_ptr<IngressCodec> newOpenAiIngressCodec() {
    return std::make_unique<OpenAiIngressCodec>();
}

} // namespace llmg::dialects
