// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/domain/llmmodel.h"

#include <memory>
#include <string_view>
#include <unordered_map>

namespace llmg::catalog {

/// Models, providers, prices. Immutable once made, shared between threads.
class Catalog {
  public:
    /// From the JSON texts of resources/catalog (our own schema, see its README). Error Configuration says file and
    /// entry.
    static Result<std::shared_ptr<const Catalog>> parse(std::string_view providersJson, std::string_view modelsJson);
    /// What is built into the program. A failure is our own bug.
    static std::shared_ptr<const Catalog> builtIn();

    [[nodiscard]] const std::vector<domain::ProviderEntry>& providers() const { return m_providers; }
    [[nodiscard]] const std::vector<domain::LlmModel>& models() const { return m_models; } ///< sorted by id
    [[nodiscard]] const domain::ProviderEntry* provider(std::string_view id) const;
    [[nodiscard]] const domain::LlmModel* model(std::string_view id) const;
    [[nodiscard]] const domain::ModelOffer* offer(std::string_view modelId, std::string_view provider) const;
    /// By the provider's own spelling (upstream id or one of its aliases).
    [[nodiscard]] const domain::LlmModel* modelByUpstreamId(std::string_view provider,
                                                            std::string_view upstreamId) const;
    /// By a provider's spelling without the provider; nullptr unless all providers that use it mean the same model.
    [[nodiscard]] const domain::LlmModel* modelByAnyUpstreamId(std::string_view upstreamId) const;
    /// Up to `count` known ids nearest to a mistyped one, best first.
    [[nodiscard]] std::vector<std::string> nearestModelIds(std::string_view wrong, std::size_t count) const;
    /// Current chat models that a retired or deprecated one's users should look at, nearest first (same family,
    /// newest).
    [[nodiscard]] std::vector<std::string> successors(std::string_view modelId, std::size_t count) const;
    /// The provider whose key prefix fits a pasted key; the longest prefix wins; "" when none or several fit.
    [[nodiscard]] std::string providerForKey(std::string_view key) const;
    /// "2026-11-22", the day the catalog was built, and where its prices come from, for the pages that show prices.
    [[nodiscard]] const std::string& builtOn() const { return m_builtOn; }
    [[nodiscard]] const std::string& priceSource() const { return m_priceSource; }

  private:
    struct StringHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    using Index = std::unordered_map<std::string, std::size_t, StringHash, std::equal_to<>>;

    std::vector<domain::ProviderEntry> m_providers;
    std::vector<domain::LlmModel> m_models;
    Index m_providerIndex, m_modelIndex;
    void indexUpstreamId(std::size_t model, std::string_view provider, std::string_view upstreamId);
    [[nodiscard]] std::size_t canonical(std::size_t model) const;

    Index m_byProviderUpstream; ///< "provider\nupstream id" → model
    Index m_byUpstream;         ///< upstream id → model; kAmbiguous where providers mean different ones
    std::string m_builtOn, m_priceSource;
};

} // namespace llmg::catalog
