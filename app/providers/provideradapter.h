// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One provider kind: where a request goes and how it is authenticated, over a dialect. Sans-IO.
#include "app/dialects/codec.h"
#include "app/dialects/openaichat.h"
#include "models/domain/llmmodel.h"
#include "models/domain/provider.h"

namespace llmg::providers {

/// Everything about a provider that a request needs, resolved from catalog and settings once per configuration.
struct ProviderEndpoint {
    std::string id;
    std::string name;
    std::string api;     ///< openai, anthropic, google, sandbox …
    std::string baseUrl; ///< without trailing slash
    domain::AuthScheme auth = domain::AuthScheme::Bearer;
    dialects::HeaderList requiredHeaders;
    bool keyOptional = false; ///< local servers
    std::string proxyUrl;
};

class ProviderAdapter {
  public:
    virtual ~ProviderAdapter() = default;
    /// "openai-chat", "anthropic-messages", "gemini": the pipeline passes bodies through where it equals the client's.
    [[nodiscard]] virtual std::string_view dialect() const = 0;
    [[nodiscard]] virtual const dialects::ProviderCodec& codec() const = 0;
    [[nodiscard]] virtual dialects::OpenAiQuirks quirks() const { return {}; }
    /// Headers that carry the key, and those without which no key is accepted. No key header when the secret is empty
    /// or could break out of its header line (see checkKey).
    [[nodiscard]] virtual dialects::HeaderList authenticate(const ProviderEndpoint& endpoint,
                                                            const Secret& key) const = 0;
    /// Path of the models list below the base URL and how to read the ids from its answer; for "Test".
    [[nodiscard]] virtual std::string modelsPath() const = 0;
    [[nodiscard]] virtual Result<std::vector<std::string>> decodeModels(std::string_view body) const = 0;
};

/// Whether a key can be sent at all: one line of visible ASCII. InvalidParameters says what is wrong, never the key.
Result<> checkKey(const Secret& key);

/// The table of provider kinds. nullptr for an api that this version cannot call (azure, bedrock, cohere).
std::shared_ptr<const ProviderAdapter> adapterFor(std::string_view api, std::string_view providerId);

} // namespace llmg::providers
