// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/coherechat.h"

#include "app/dialects/coherechatanswer.h"
#include "app/dialects/coherechatrequest.h"

namespace llmg::dialects {
namespace {

class CohereProviderCodec final : public ProviderCodec {
  public:
    [[nodiscard]] std::string_view dialect() const override { return "cohere"; }
    [[nodiscard]] Result<EncodedRequest> encode(const ChatRequest& request, const TargetModel& target) const override {
        return encodeCohereRequest(request, target);
    }
    [[nodiscard]] Result<ChatAnswer> decodeAnswer(std::string_view body) const override {
        return decodeCohereAnswer(body);
    }
    [[nodiscard]] Error decodeError(int status, std::string_view body) const override {
        return cohereErrorFromBody(status, body);
    }
    [[nodiscard]] std::unique_ptr<StreamDecoder> newStreamDecoder() const override { return newCohereStreamDecoder(); }
};

} // namespace

std::unique_ptr<ProviderCodec> newCohereProviderCodec() {
    return std::make_unique<CohereProviderCodec>();
}

} // namespace llmg::dialects
