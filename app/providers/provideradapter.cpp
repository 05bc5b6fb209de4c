// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/providers/provideradapter.h"

#include "app/dialects/anthropicmessages.h"
#include "app/dialects/gemini.h"
#include "app/providers/modelslist.h"

#include <algorithm>
#include <array>

namespace llmg::providers {
namespace {

using dialects::HeaderList;

HeaderList keyHeaders(domain::AuthScheme scheme, const Secret& key) {
    if (!checkKey(key))
        return {};
    const std::string text(key.reveal());
    switch (scheme) {
    case domain::AuthScheme::Bearer:
        return {{"authorization", "Bearer " + text}};
    case domain::AuthScheme::XApiKey:
        return {{"x-api-key", text}};
    case domain::AuthScheme::XGoogApiKey:
        return {{"x-goog-api-key", text}};
    case domain::AuthScheme::ApiKey:
        return {{"api-key", text}};
    case domain::AuthScheme::AwsSigV4: // signs the whole request; nothing that fits into one header
    case domain::AuthScheme::None:
        return {};
    }
    return {};
}

class OpenAiAdapter final : public ProviderAdapter {
  public:
    explicit OpenAiAdapter(std::string_view providerId)
        : m_quirks(dialects::openAiQuirks(providerId))
        , m_codec(dialects::newOpenAiProviderCodec(m_quirks)) {}
    [[nodiscard]] std::string_view dialect() const override { return "openai-chat"; }
    [[nodiscard]] const dialects::ProviderCodec& codec() const override { return *m_codec; }
    [[nodiscard]] dialects::OpenAiQuirks quirks() const override { return m_quirks; }
    [[nodiscard]] HeaderList authenticate(const ProviderEndpoint& endpoint, const Secret& key) const override {
        return keyHeaders(endpoint.auth, key);
    }
    [[nodiscard]] std::string modelsPath() const override { return "/models"; }
    [[nodiscard]] Result<std::vector<std::string>> decodeModels(std::string_view body) const override {
        return readModelsList(body);
    }

  private:
    dialects::OpenAiQuirks m_quirks;
    std::unique_ptr<dialects::ProviderCodec> m_codec;
};

class AnthropicAdapter final : public ProviderAdapter {
  public:
    [[nodiscard]] std::string_view dialect() const override { return "anthropic-messages"; }
    [[nodiscard]] const dialects::ProviderCodec& codec() const override { return *m_codec; }
    [[nodiscard]] HeaderList authenticate(const ProviderEndpoint& endpoint, const Secret& key) const override {
        constexpr std::string_view kVersion = "anthropic-version";
        HeaderList headers = keyHeaders(endpoint.auth, key);
        const bool stated = std::any_of(endpoint.requiredHeaders.begin(), endpoint.requiredHeaders.end(),
                                        [&](const auto& header) { return header.first == kVersion; });
        if (!stated)
            headers.emplace_back(kVersion, "2023-06-01");
        return headers;
    }
    // 1000 is the most that one page may hold; without it the list ends after twenty.
    [[nodiscard]] std::string modelsPath() const override { return "/v1/models?limit=1000"; }
    [[nodiscard]] Result<std::vector<std::string>> decodeModels(std::string_view body) const override {
        return readModelsList(body);
    }

  private:
    std::unique_ptr<dialects::ProviderCodec> m_codec = dialects::newAnthropicProviderCodec();
};

class GoogleAdapter final : public ProviderAdapter {
  public:
    [[nodiscard]] std::string_view dialect() const override { return "gemini"; }
    [[nodiscard]] const dialects::ProviderCodec& codec() const override { return *m_codec; }
    [[nodiscard]] HeaderList authenticate(const ProviderEndpoint& endpoint, const Secret& key) const override {
        return keyHeaders(endpoint.auth, key);
    }
    // As for Anthropic: the default page holds fifty.
    [[nodiscard]] std::string modelsPath() const override { return "/models?pageSize=1000"; }
    [[nodiscard]] Result<std::vector<std::string>> decodeModels(std::string_view body) const override {
        return readModelsList(body);
    }

  private:
    std::unique_ptr<dialects::ProviderCodec> m_codec = dialects::newGeminiProviderCodec();
};

using Make = std::shared_ptr<const ProviderAdapter> (*)(std::string_view providerId);

// A provider kind is one line here; what has no line cannot be called by this version.
constexpr std::array kKinds{
    std::pair<std::string_view, Make>{"openai",
                                      [](std::string_view id) -> std::shared_ptr<const ProviderAdapter> {
                                          return std::make_shared<OpenAiAdapter>(id);
                                      }},
    std::pair<std::string_view, Make>{"anthropic",
                                      [](std::string_view) -> std::shared_ptr<const ProviderAdapter> {
                                          return std::make_shared<AnthropicAdapter>();
                                      }},
    std::pair<std::string_view, Make>{
        "google",
        [](std::string_view) -> std::shared_ptr<const ProviderAdapter> { return std::make_shared<GoogleAdapter>(); }},
};

} // namespace

Result<> checkKey(const Secret& key) {
    const std::string_view text = key.reveal();
    if (text.empty())
        return fail(ErrorKind::InvalidParameters, "The key is empty.", "key");
    // A line break would let a pasted text add headers of its own to the request.
    if (std::any_of(text.begin(), text.end(), [](char c) { return c <= 0x20 || c >= 0x7f; }))
        return fail(ErrorKind::InvalidParameters,
                    "The key holds a space, a line break or a character that no key has. Paste the key alone.", "key");
    return {};
}

std::shared_ptr<const ProviderAdapter> adapterFor(std::string_view api, std::string_view providerId) {
    for (const auto& [kind, make] : kKinds) {
        if (kind == api)
            return make(providerId);
    }
    return nullptr;
}

} // namespace llmg::providers
