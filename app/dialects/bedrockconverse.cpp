// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/bedrockconverse.h"

#include "app/dialects/bedrockconverseanswer.h"
#include "app/dialects/bedrockconverserequest.h"

namespace llmg::dialects {
namespace {

class BedrockConverseCodec final : public ProviderCodec {
  public:
    [[nodiscard]] std::string_view dialect() const override { return "bedrock-converse"; }
    [[nodiscard]] bool wantsMediaBytes() const override { return true; }
    [[nodiscard]] Result<EncodedRequest> encode(const ChatRequest& request, const TargetModel& target) const override {
        return encodeBedrockRequest(request, target);
    }
    [[nodiscard]] Result<ChatAnswer> decodeAnswer(std::string_view body) const override {
        return decodeBedrockAnswer(body);
    }
    [[nodiscard]] Error decodeError(int status, std::string_view body) const override {
        return bedrockErrorFromBody(status, body);
    }
    [[nodiscard]] std::unique_ptr<StreamDecoder> newStreamDecoder() const override { return newBedrockStreamDecoder(); }
};

} // namespace

std::unique_ptr<ProviderCodec> newBedrockConverseCodec() {
    return std::make_unique<BedrockConverseCodec>();
}

} // namespace llmg::dialects
