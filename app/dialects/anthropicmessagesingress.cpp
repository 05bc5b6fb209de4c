// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/anthropicmessages.h"
#include "app/dialects/anthropicmessagesingress.h"

namespace llmg::dialects {
namespace {

class AnthropicIngressCodec final : public IngressCodec {
  public:
    [[nodiscard]] std::string_view dialect() const override { return "anthropic-messages"; }
    [[nodiscard]] Result<RequestScan> scan(std::string_view body, const RequestLine&) const override {
        return scanAnthropicMessages(body);
    }
    [[nodiscard]] Result<ChatRequest> decodeRequest(const json::value& body) const override {
        return decodeAnthropicRequest(body);
    }
    [[nodiscard]] std::string encodeAnswer(const ChatAnswer& answer, const AnswerAdditions& additions) const override {
        return encodeAnthropicAnswer(answer, additions);
    }
    [[nodiscard]] std::string encodeAnswerTo(const ChatRequest& request, const ChatAnswer& answer,
                                             const AnswerAdditions& additions) const override {
        if (isNamed(answer))
            return encodeAnswer(answer, additions);
        return encodeAnswer(named(answer, request, "msg_"), additions);
    }
    [[nodiscard]] std::unique_ptr<StreamEncoder> newStreamEncoder(const ChatRequest& request) const override {
        return newAnthropicStreamEncoder(request.model, request.requestId);
    }
    [[nodiscard]] std::string encodeError(const Error& error, int status, std::string_view code) const override {
        return encodeAnthropicError(error, status, code);
    }
    [[nodiscard]] std::string encodeErrorEvent(const Error& error, int status, std::string_view code) const override {
        return "event: error\ndata: " + encodeAnthropicError(error, status, code) + "\n\n";
    }
};

} // namespace

std::unique_ptr<IngressCodec> newAnthropicIngressCodec() {
    return std::make_unique<AnthropicIngressCodec>();
}

} // namespace llmg::dialects
