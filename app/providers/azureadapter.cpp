// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Azure OpenAI and the models beside it in a Foundry resource. Two addresses for the same: the v1 API has the
// deployment in the body, as OpenAI has its model; a dated api-version has it in the path.
// learn.microsoft.com/azure/foundry/openai/api-version-lifecycle, …/openai/reference;
// Claude: platform.claude.com/docs/en/build-with-claude/claude-in-microsoft-foundry.
#include "app/dialects/anthropicmessages.h"
#include "app/dialects/openaichat.h"
#include "app/dialects/openairesponses.h"
#include "app/providers/adapters.h"
#include "app/providers/modelslist.h"

#include <algorithm>

namespace llmg::providers {
namespace {

using dialects::HeaderList;
using dialects::TargetModel;

// The model inference API beside Azure OpenAI (…/models) has had this one version only.
constexpr std::string_view kInferenceVersion = "2024-05-01-preview";

/// https://host of whatever a portal shows as "endpoint".
std::string rootOf(std::string_view baseUrl) {
    if (const auto project = baseUrl.find("/api/projects/"); project != std::string_view::npos)
        baseUrl = baseUrl.substr(0, project);
    for (const std::string_view tail : {"/openai/v1", "/openai", "/models", "/anthropic/v1", "/anthropic"}) {
        if (baseUrl.ends_with(tail)) {
            baseUrl.remove_suffix(tail.size());
            break;
        }
    }
    return std::string(baseUrl);
}

// Claude is served at the resource's Foundry name alone.
std::string claudeRootOf(std::string root) {
    constexpr std::string_view kOpenAiHost = ".openai.azure.com";
    if (const auto host = root.find(kOpenAiHost); host != std::string::npos)
        root.replace(host, kOpenAiHost.size(), ".services.ai.azure.com");
    return root;
}

bool isClaude(const TargetModel& target) {
    // A deployment that the catalog does not know is by default called as its model is.
    return target.api == "anthropic" || (target.api.empty() && target.upstreamId.starts_with("claude-"));
}

// Tokens of Entra ID are JSON web tokens: three parts, the first of which begins a JSON object (RFC 7519, 3.1).
bool isEntraToken(const Secret& key) {
    const std::string_view text = key.reveal();
    return text.starts_with("eyJ") && std::count(text.begin(), text.end(), '.') == 2;
}

class AzureAdapter final : public ProviderAdapter {
  public:
    AzureAdapter(std::string_view providerId, const domain::OpenAiQuirks& quirks)
        : m_chat(dialects::newOpenAiProviderCodec(quirks))
        , m_responses(dialects::newResponsesProviderCodec(dialects::responsesQuirks(providerId))) {}

    [[nodiscard]] const dialects::ProviderCodec& codecFor(const TargetModel& target,
                                                          std::string_view clientDialect) const override {
        if (isClaude(target))
            return *m_anthropic;
        // Models of the inference API have chat completions only.
        const bool wished = clientDialect == m_responses->dialect() && target.baseUrl.empty();
        return target.endpoint == "responses" || wished ? *m_responses : *m_chat;
    }

    [[nodiscard]] Result<WireRequest> prepare(dialects::EncodedRequest request, const TargetModel& target,
                                              const CallContext& context) const override {
        const std::string root = rootOf(context.endpoint.baseUrl);
        const std::string version(context.endpoint.variable("api_version"));
        TargetModel placed = target;
        if (isClaude(target)) {
            placed.baseUrl = (target.baseUrl.empty() ? claudeRootOf(root) : rootOf(target.baseUrl)) + "/anthropic";
            const bool stated = std::any_of(request.headers.begin(), request.headers.end(),
                                            [](const auto& header) { return header.first == "anthropic-version"; });
            if (!stated)
                request.headers.emplace_back("anthropic-version", "2023-06-01");
        } else if (target.baseUrl.ends_with("/models")) {
            request.path.append("?api-version=").append(kInferenceVersion);
        } else if (version.empty() || version == "v1") {
            placed.baseUrl = root + "/openai/v1";
        } else {
            placed.baseUrl = root + "/openai";
            // Responses have the deployment in the body in either form.
            if (!request.path.starts_with("/responses"))
                request.path.insert(0, "/deployments/" + pathSegment(target.upstreamId));
            request.path += "?api-version=" + pathSegment(version);
        }
        return ProviderAdapter::prepare(std::move(request), placed, context);
    }

    // The base models of the resource; which deployments there are, only Azure's management API tells.
    [[nodiscard]] Result<WireRequest> listModels(const CallContext& context) const override {
        const std::string version(context.endpoint.variable("api_version"));
        auto wire = get({}, context);
        if (!wire)
            return wire;
        const bool isV1 = version.empty() || version == "v1";
        wire->url = rootOf(context.endpoint.baseUrl) +
                    (isV1 ? "/openai/v1/models" : "/openai/models?api-version=" + pathSegment(version));
        return wire;
    }
    [[nodiscard]] Result<std::vector<ListedModel>> decodeModels(std::string_view body) const override {
        return readModelsList(body);
    }

  protected:
    [[nodiscard]] HeaderList authHeaders(const CallContext& context) const override {
        if (isEntraToken(context.key) && providers::checkKey(context.key))
            return {{"authorization", "Bearer " + std::string(context.key.reveal())}};
        return keyHeaders(context);
    }

  private:
    std::unique_ptr<dialects::ProviderCodec> m_chat;
    std::unique_ptr<dialects::ProviderCodec> m_responses;
    std::unique_ptr<dialects::ProviderCodec> m_anthropic = dialects::newAnthropicProviderCodec();
};

} // namespace

std::shared_ptr<const ProviderAdapter> newAzureAdapter(std::string_view providerId,
                                                       const domain::OpenAiQuirks& quirks) {
    return std::make_shared<AzureAdapter>(providerId, quirks);
}

} // namespace llmg::providers
