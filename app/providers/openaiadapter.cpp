// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat.h"
#include "app/dialects/openairesponses.h"
#include "app/providers/adapters.h"
#include "app/providers/modelslist.h"

namespace llmg::providers {
namespace {

class OpenAiAdapter final : public ProviderAdapter {
  public:
    OpenAiAdapter(std::string_view providerId, const domain::OpenAiQuirks& quirks)
        : m_chat(dialects::newOpenAiProviderCodec(quirks))
        , m_responses(dialects::newResponsesProviderCodec(dialects::responsesQuirks(providerId)))
        , m_hasResponses(dialects::hasResponses(providerId)) {}
    // Some models are served by Responses alone. Else the client's own dialect, where the provider has both.
    [[nodiscard]] const dialects::ProviderCodec& codecFor(const dialects::TargetModel& target,
                                                          std::string_view clientDialect) const override {
        const bool wished = m_hasResponses && clientDialect == m_responses->dialect();
        return target.endpoint == "responses" || wished ? *m_responses : *m_chat;
    }
    [[nodiscard]] Result<WireRequest> listModels(const CallContext& context) const override {
        return get("/models", context);
    }
    [[nodiscard]] Result<std::vector<ListedModel>> decodeModels(std::string_view body) const override {
        return readModelsList(body);
    }

  private:
    std::unique_ptr<dialects::ProviderCodec> m_chat;
    std::unique_ptr<dialects::ProviderCodec> m_responses;
    bool m_hasResponses;
};

} // namespace

std::shared_ptr<const ProviderAdapter> newOpenAiAdapter(std::string_view providerId,
                                                        const domain::OpenAiQuirks& quirks) {
    return std::make_shared<OpenAiAdapter>(providerId, quirks);
}

} // namespace llmg::providers
