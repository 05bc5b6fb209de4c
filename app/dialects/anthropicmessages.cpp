// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/anthropicmessages.h"

#include "app/dialects/anthropicmessagesanswer.h"
#include "app/dialects/anthropicmessagespass.h"
#include "app/dialects/anthropicmessagesrequest.h"

namespace llmg::dialects {
namespace {

class AnthropicProviderCodec final : public ProviderCodec {
  public:
    [[nodiscard]] std::string_view dialect() const override { return "anthropic-messages"; }
    [[nodiscard]] const PassThrough* passThrough() const override { return &anthropicPassThrough(); }
    [[nodiscard]] Result<EncodedRequest> encode(const ChatRequest& request, const TargetModel& target) const override {
        return encodeAnthropicRequest(request, target);
    }
    [[nodiscard]] Result<ChatAnswer> decodeAnswer(std::string_view body) const override {
        return decodeAnthropicAnswer(body);
    }
    [[nodiscard]] Error decodeError(int status, std::string_view body) const override {
        return anthropicErrorFromBody(status, body);
    }
    [[nodiscard]] std::unique_ptr<StreamDecoder> newStreamDecoder() const override {
        return newAnthropicStreamDecoder();
    }
};

} // namespace

std::unique_ptr<ProviderCodec> newAnthropicProviderCodec() {
    return std::make_unique<AnthropicProviderCodec>();
}

} // namespace llmg::dialects
