// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/gemini.h"
#include "app/providers/adapters.h"
#include "app/providers/modelslist.h"

namespace llmg::providers {
namespace {

class GoogleAdapter final : public ProviderAdapter {
  public:
    [[nodiscard]] const dialects::ProviderCodec& codecFor(const dialects::TargetModel&,
                                                          std::string_view) const override {
        return *m_codec;
    }
    // The default page holds fifty.
    [[nodiscard]] Result<WireRequest> listModels(const CallContext& context) const override {
        return get("/models?pageSize=1000", context);
    }
    [[nodiscard]] Result<std::vector<ListedModel>> decodeModels(std::string_view body) const override {
        return readModelsList(body);
    }

  private:
    std::unique_ptr<dialects::ProviderCodec> m_codec = dialects::newGeminiProviderCodec();
};

} // namespace

std::shared_ptr<const ProviderAdapter> newGoogleAdapter(std::string_view, const domain::OpenAiQuirks&) {
    return std::make_shared<GoogleAdapter>();
}

} // namespace llmg::providers
