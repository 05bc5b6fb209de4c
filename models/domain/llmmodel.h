// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"
#include "models/domain/openaiquirks.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace llmg::domain {

/// Prices of one model at one provider. A missing price is nullopt: "unknown" is not "free".
struct PriceSet {
    std::optional<Price> input{};        ///< per uncached prompt token
    std::optional<Price> output{};       ///< per completion token
    std::optional<Price> cachedInput{};  ///< falls back to input
    std::optional<Price> cacheWrite{};   ///< 5 minutes; falls back to input
    std::optional<Price> cacheWrite1h{}; ///< falls back to cacheWrite
    std::optional<Price> reasoning{};    ///< falls back to output
    std::optional<Price> audioInput{}, audioOutput{};
    std::optional<Price> imageInput{}, imageOutput{}; ///< per token
    std::optional<Price> perImageOutput{};            ///< per image generated
    std::optional<Price> perRequest{};
    std::optional<Price> perWebSearch{}; ///< medium context where a provider grades it

    friend bool operator==(const PriceSet&, const PriceSet&) = default;
};

/// Applies to the whole prompt when it is longer than `abovePromptTokens`.
struct PriceTier {
    std::int64_t abovePromptTokens = 0;
    PriceSet prices;
    friend bool operator==(const PriceTier&, const PriceTier&) = default;
};

enum class ServiceTier : std::uint8_t { Standard, Batch, Flex, Priority };

/// What a provider asks for a faster or slower answer. A kind that is not named keeps its proportion to the input or
/// the output price.
struct ServiceTierPrices {
    ServiceTier tier = ServiceTier::Standard;
    PriceSet prices;
    friend bool operator==(const ServiceTierPrices&, const ServiceTierPrices&) = default;
};

/// Where a provider grades its web search by how much it reads; PriceSet::perWebSearch is the medium one.
struct SearchPrices {
    Price low, high;
    friend bool operator==(const SearchPrices&, const SearchPrices&) = default;
};

/// The words for how hard a model is to think, from least to most. "default" is Groq's for "on" and stands outside of
/// that order.
inline constexpr std::array<std::string_view, 8> kReasoningEfforts{"none", "minimal", "low", "medium",
                                                                   "high", "xhigh",   "max", "default"};

struct Capabilities {
    bool streaming = true, vision = false, tools = false, parallelTools = false, jsonMode = false, jsonSchema = false,
         reasoning = false, pdf = false, audioInput = false, videoInput = false, imageOutput = false, webSearch = false,
         promptCaching = false;
    friend bool operator==(const Capabilities&, const Capabilities&) = default;
};

/// One model at one provider.
struct ModelOffer {
    std::string provider;   ///< catalog id
    std::string upstreamId; ///< as that provider spells it
    PriceSet prices;
    std::vector<PriceTier> tiers; ///< ascending
    std::vector<ServiceTierPrices> serviceTiers;
    std::vector<SearchPrices> searchPrices; ///< one, where the size of a search has a price
    std::string pricing;                    ///< "", "subscription", "free" or "unknown"
    std::int64_t context = 0;               ///< tokens; 0: not known
    std::int64_t maxOutput = 0;             ///< tokens; 0: not known
    Capabilities can;
    bool acceptsTemperature = true;
    std::string maxTokensParam; ///< "max_completion_tokens" where the model refuses max_tokens
    std::string reasoningStyle; ///< "", "effort", "budget_tokens" or "toggle"
    std::int32_t minReasoningBudget = 0, maxReasoningBudget = 0; ///< tokens; 0: not known
    std::uint8_t reasoningEfforts = 0;                           ///< a bit for each of kReasoningEfforts; 0: not known
    std::string endpoint;    ///< "", "responses" or "completions": chat completions does not serve it
    std::string apiOverride; ///< api when it differs from the provider's own
    std::string baseUrlOverride;
    std::string status; ///< "", "beta", "deprecated", "retired", "unverified"
    bool priceConfirmed = false;
    /// Known from its server's own list alone: an ability that is not named there may still be there.
    bool listedOnly = false;
    std::vector<std::string> sources;
};

/// Moderation models are in no catalog yet; they are called by provider/model, or by OpenAI's names.
enum class ModelKind { Chat, Embedding, Image, Moderation };

/// A language model under its unified id. ("Model" alone means a Qt item model in this code base.)
struct LlmModel {
    std::string id;
    std::string name;
    std::string family;
    ModelKind kind = ModelKind::Chat;
    std::string released; ///< ISO date or ""
    std::string aliasOf;
    bool deprecated = false;
    std::vector<ModelOffer> offers;
};

enum class AuthScheme { Bearer, XApiKey, XGoogApiKey, ApiKey, AwsSigV4, None };

/// A part of a provider's address that only its user knows ("project"), written {name} in the base URL.
struct ProviderVariable {
    std::string name;
    std::vector<std::string> env; ///< environment variables that may hold it, first wins
    std::string otherwise;        ///< its value where nobody says one; "" it must be set, where the address has it
};

/// A provider as the catalog knows it.
struct ProviderEntry {
    std::string id;
    std::string name;
    std::string api; ///< openai, anthropic, google, vertex, azure, bedrock, cohere
    std::string baseUrl;
    AuthScheme auth = AuthScheme::Bearer;
    std::vector<std::string> env;        ///< environment variables that may hold a key, first wins
    std::vector<std::string> keyFileEnv; ///< ones that may name a file that holds a key
    std::vector<std::string> baseUrlEnv; ///< ones that may hold a whole base URL
    std::vector<ProviderVariable> variables;
    std::string keyPrefix;                    ///< by which a pasted key is recognised
    std::vector<std::string> moreKeyPrefixes; ///< further, narrower ones ("sk-proj-")
    std::vector<std::pair<std::string, std::string>> requiredHeaders;
    std::string website, docs, keyPage, notes;
    bool local = false;
    bool keyOptional = false;
    OpenAiQuirks quirks; ///< where it speaks OpenAI's chat dialect
};

} // namespace llmg::domain
