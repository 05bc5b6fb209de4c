// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/anthropicmessages.h"
#include "app/providers/adapters.h"
#include "app/providers/modelslist.h"

#include <algorithm>

namespace llmg::providers {
namespace {

class AnthropicAdapter final : public ProviderAdapter {
  public:
    [[nodiscard]] const dialects::ProviderCodec& codecFor(const dialects::TargetModel&,
                                                          std::string_view) const override {
        return *m_codec;
    }
    // 1000 is the most that one page may hold; without it the list ends after twenty.
    [[nodiscard]] Result<WireRequest> listModels(const CallContext& context) const override {
        return get("/v1/models?limit=1000", context);
    }
    [[nodiscard]] Result<std::vector<ListedModel>> decodeModels(std::string_view body) const override {
        return readModelsList(body);
    }

  protected:
    [[nodiscard]] dialects::HeaderList ownHeaders(const CallContext& context) const override {
        constexpr std::string_view kVersion = "anthropic-version";
        const auto& required = context.endpoint.requiredHeaders;
        const bool stated =
            std::any_of(required.begin(), required.end(), [&](const auto& header) { return header.first == kVersion; });
        if (stated)
            return {};
        return {{std::string(kVersion), "2023-06-01"}};
    }

  private:
    std::unique_ptr<dialects::ProviderCodec> m_codec = dialects::newAnthropicProviderCodec();
};

} // namespace

std::shared_ptr<const ProviderAdapter> newAnthropicAdapter(std::string_view, const domain::OpenAiQuirks&) {
    return std::make_shared<AnthropicAdapter>();
}

} // namespace llmg::providers
