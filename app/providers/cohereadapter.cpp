// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/coherechat.h"
#include "app/providers/adapters.h"
#include "app/providers/modelslist.h"

namespace llmg::providers {
namespace {

/// Most models speak v2 chat; those of the catalog's api "openai" are served under /compatibility/v1 alone.
class CohereAdapter final : public ProviderAdapter {
  public:
    explicit CohereAdapter(const domain::OpenAiQuirks& quirks)
        : m_compatible(dialects::newOpenAiProviderCodec(quirks)) {}
    [[nodiscard]] const dialects::ProviderCodec& codecFor(const dialects::TargetModel& target,
                                                          std::string_view) const override {
        return speaksOpenAi(target) ? *m_compatible : *m_codec;
    }
    [[nodiscard]] Result<WireRequest> prepare(dialects::EncodedRequest request, const dialects::TargetModel& target,
                                              const CallContext& context) const override {
        if (speaksOpenAi(target) && target.baseUrl.empty())
            request.path.insert(0, "/compatibility/v1");
        return ProviderAdapter::prepare(std::move(request), target, context);
    }
    // 1000 is the most that one page may hold; the default is twenty.
    [[nodiscard]] Result<WireRequest> listModels(const CallContext& context) const override {
        return get("/v1/models?endpoint=chat&page_size=1000", context);
    }
    [[nodiscard]] Result<std::vector<ListedModel>> decodeModels(std::string_view body) const override {
        return readModelsList(body);
    }

  private:
    static bool speaksOpenAi(const dialects::TargetModel& target) { return target.api == "openai"; }

    std::unique_ptr<dialects::ProviderCodec> m_codec = dialects::newCohereProviderCodec();
    std::unique_ptr<dialects::ProviderCodec> m_compatible;
};

} // namespace

std::shared_ptr<const ProviderAdapter> newCohereAdapter(std::string_view, const domain::OpenAiQuirks& quirks) {
    return std::make_shared<CohereAdapter>(quirks);
}

} // namespace llmg::providers
