// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/catalog/catalog.h"

#include <QString>

#include <set>
#include <vector>

namespace llmg::playground {

/// A line of the model picker.
struct ModelChoice {
    QString id;               ///< as sent
    QString provider;         ///< "OpenAI", "OpenAI and 2 more"
    QString price;            ///< "$2.50 / $10", "free", "price unknown"
    std::int64_t context = 0; ///< tokens, 0: not known
    bool vision = false, reasoning = false, tools = false;
    bool usable = false; ///< a key is there, or none is needed
    bool sandbox = false;
    friend bool operator==(const ModelChoice&, const ModelChoice&) = default;
};

using ProviderSet = std::set<std::string, std::less<>>;

/// Models that the catalog does not have.
struct MoreModels {
    const std::vector<domain::LlmModel>& sandbox;
    const std::vector<domain::LlmModel>& servers; ///< local and own ones
};

/// Chat models of the catalog that are not retired, those of servers and the sandbox's: those that can be called first,
/// then those that lack a key. `usable` holds the ids of providers with a key or without need of one.
std::vector<ModelChoice> modelChoices(const catalog::Catalog& catalog, const ProviderSet& usable,
                                      const MoreModels& more);

/// The offer that a model name most likely means: `provider/model`, or the model's first usable (else cheapest) one.
/// nullptr: nobody lists it, so its price is unknown.
const domain::ModelOffer* offerFor(const catalog::Catalog& catalog, const ProviderSet& usable, const MoreModels& more,
                                   const QString& model);

/// "$2.50 / $10" per million tokens.
QString priceText(const domain::ModelOffer& offer);
/// "128 K", "1 M", "" for not known.
QString contextText(std::int64_t tokens);

} // namespace llmg::playground
