// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/catalog/catalog.h"

#include "app/catalog/catalogreader.h"
#include "app/catalog/nearest.h"

#include <QResource>

#include <algorithm>
#include <limits>
#include <tuple>

namespace llmg::catalog {
namespace {

constexpr std::size_t kAmbiguous = std::numeric_limits<std::size_t>::max();

Error bad(const char* file, const std::string& entry, const std::string& what) {
    return fail(ErrorKind::Configuration, std::string(file) + ": " + entry + ": " + what);
}

std::string joined(std::string_view provider, std::string_view upstreamId) {
    std::string key;
    key.reserve(provider.size() + upstreamId.size() + 1);
    key.append(provider).append(1, '\n').append(upstreamId);
    return key;
}

bool isCurrent(const domain::ModelOffer& offer) {
    return offer.status.empty() || offer.status == "beta";
}

std::string_view resource(const QResource& file) {
    return {reinterpret_cast<const char*>(file.data()), static_cast<std::size_t>(file.size())};
}

} // namespace

Result<std::shared_ptr<const Catalog>> Catalog::parse(std::string_view providersJson, std::string_view modelsJson) {
    auto providers = readProviders(providersJson);
    if (!providers)
        return providers.error();
    auto models = readModels(modelsJson);
    if (!models)
        return models.error();

    const auto catalog = std::make_shared<Catalog>();
    catalog->m_providers = std::move(*providers);
    catalog->m_models = std::move(models->models);
    catalog->m_builtOn = std::move(models->builtOn);
    catalog->m_priceSource = std::move(models->priceSource);

    for (std::size_t i = 0; i < catalog->m_providers.size(); ++i) {
        if (!catalog->m_providerIndex.emplace(catalog->m_providers[i].id, i).second)
            return bad("providers.json", catalog->m_providers[i].id, "is there twice");
    }
    std::sort(catalog->m_models.begin(), catalog->m_models.end(),
              [](const domain::LlmModel& a, const domain::LlmModel& b) { return a.id < b.id; });
    catalog->m_modelIndex.reserve(catalog->m_models.size());
    for (std::size_t i = 0; i < catalog->m_models.size(); ++i) {
        if (!catalog->m_modelIndex.emplace(catalog->m_models[i].id, i).second)
            return bad("models.json", catalog->m_models[i].id, "is there twice");
    }
    for (std::size_t i = 0; i < catalog->m_models.size(); ++i) {
        const domain::LlmModel& model = catalog->m_models[i];
        if (!model.aliasOf.empty() && !catalog->m_modelIndex.contains(std::string_view(model.aliasOf)))
            return bad("models.json", model.id, "is an alias of " + model.aliasOf + ", which is not there");
        for (const domain::ModelOffer& offer : model.offers) {
            if (!catalog->m_providerIndex.contains(std::string_view(offer.provider)))
                return bad("models.json", model.id,
                           "is offered by " + offer.provider + ", which providers.json does not have");
            catalog->indexUpstreamId(i, offer.provider, offer.upstreamId);
        }
    }
    for (const UpstreamAlias& alias : models->aliases)
        catalog->indexUpstreamId(catalog->m_modelIndex.at(alias.modelId), alias.provider, alias.upstreamId);
    return std::shared_ptr<const Catalog>(catalog);
}

std::shared_ptr<const Catalog> Catalog::builtIn() {
    const QResource providers(QStringLiteral(":/catalog/providers.json"));
    const QResource models(QStringLiteral(":/catalog/models.json"));
    Q_ASSERT(providers.compressionAlgorithm() == QResource::NoCompression);
    Q_ASSERT(models.compressionAlgorithm() == QResource::NoCompression);
    const auto catalog = parse(resource(providers), resource(models));
    if (!catalog)
        qFatal("the built-in catalog cannot be read: %s", catalog.error().message.c_str());
    return *catalog;
}

std::size_t Catalog::canonical(std::size_t model) const {
    const std::string& aliasOf = m_models[model].aliasOf;
    return aliasOf.empty() ? model : m_modelIndex.find(std::string_view(aliasOf))->second;
}

void Catalog::indexUpstreamId(std::size_t model, std::string_view provider, std::string_view upstreamId) {
    const auto [known, isNew] = m_byProviderUpstream.emplace(joined(provider, upstreamId), model);
    // Where an undated name and the dated model share a provider's spelling, it is the model that is meant.
    if (!isNew && canonical(known->second) == model)
        known->second = model;
    const auto [any, isFirst] = m_byUpstream.emplace(upstreamId, model);
    if (isFirst || any->second == kAmbiguous)
        return;
    if (canonical(any->second) != canonical(model))
        any->second = kAmbiguous;
    else if (canonical(model) == model)
        any->second = model;
}

const domain::ProviderEntry* Catalog::provider(std::string_view id) const {
    const auto found = m_providerIndex.find(id);
    return found == m_providerIndex.end() ? nullptr : &m_providers[found->second];
}

const domain::LlmModel* Catalog::model(std::string_view id) const {
    const auto found = m_modelIndex.find(id);
    return found == m_modelIndex.end() ? nullptr : &m_models[found->second];
}

const domain::ModelOffer* Catalog::offer(std::string_view modelId, std::string_view provider) const {
    const domain::LlmModel* found = model(modelId);
    if (!found)
        return nullptr;
    for (const domain::ModelOffer& offer : found->offers) {
        if (offer.provider == provider)
            return &offer;
    }
    return nullptr;
}

const domain::LlmModel* Catalog::modelByUpstreamId(std::string_view provider, std::string_view upstreamId) const {
    const auto found = m_byProviderUpstream.find(joined(provider, upstreamId));
    return found == m_byProviderUpstream.end() ? nullptr : &m_models[found->second];
}

const domain::LlmModel* Catalog::modelByAnyUpstreamId(std::string_view upstreamId) const {
    const auto found = m_byUpstream.find(upstreamId);
    if (found == m_byUpstream.end() || found->second == kAmbiguous)
        return nullptr;
    return &m_models[found->second];
}

std::vector<std::string> Catalog::nearestModelIds(std::string_view wrong, std::size_t count) const {
    const std::string bare = bareId(wrong);
    // Nearest first; then what can be chatted with, what is not going away, what most providers have, the newest.
    using Rank = std::tuple<int, bool, bool, std::ptrdiff_t, std::string_view>;
    std::vector<std::pair<Rank, std::string_view>> found;
    for (const domain::LlmModel& model : m_models) {
        if (const auto distance = distanceOfIds(bare, bareId(model.id)))
            found.push_back({Rank{*distance, model.kind != domain::ModelKind::Chat, model.deprecated,
                                  -static_cast<std::ptrdiff_t>(model.offers.size()), model.id},
                             model.id});
    }
    count = std::min(count, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count), found.end());
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < count; ++i)
        ids.emplace_back(found[i].second);
    return ids;
}

std::vector<std::string> Catalog::successors(std::string_view modelId, std::size_t count) const {
    const domain::LlmModel* old = model(modelId);
    if (!old)
        return {};
    const std::set<std::string> words = wordsOfId(old->id);
    const std::string bareOld = bareId(old->id);
    const auto isSameButDated = [&](std::string_view id) {
        const std::string bare = bareId(id);
        return bare.starts_with(bareOld) && bare.find_first_not_of("0123456789", bareOld.size()) == std::string::npos;
    };
    const std::string_view brand =
        std::string_view(old->id).substr(0, old->id.find_first_not_of("abcdefghijklmnopqrstuvwxyz"));

    struct Candidate {
        std::size_t otherWords; ///< in one id and not in the other: "pro", "mini", "image"
        bool otherProvider;
        std::string released;
        std::string id;
    };
    std::vector<Candidate> found;
    for (const domain::LlmModel& model : m_models) {
        if (model.kind != old->kind || model.deprecated || isSameButDated(model.id) || !model.aliasOf.empty() ||
            model.id == old->aliasOf || !std::string_view(model.id).starts_with(brand) ||
            model.released < old->released)
            continue;
        if (std::none_of(model.offers.begin(), model.offers.end(), isCurrent))
            continue;
        const std::set<std::string> theirs = wordsOfId(model.id);
        std::vector<std::string> difference;
        std::set_symmetric_difference(words.begin(), words.end(), theirs.begin(), theirs.end(),
                                      std::back_inserter(difference));
        const bool shared = std::any_of(model.offers.begin(), model.offers.end(), [&](const domain::ModelOffer& offer) {
            return isCurrent(offer) && this->offer(old->id, offer.provider) != nullptr;
        });
        found.push_back({difference.size(), !shared, model.released, model.id});
    }
    std::sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
        return std::tie(a.otherProvider, a.otherWords, b.released, a.id) <
               std::tie(b.otherProvider, b.otherWords, a.released, b.id);
    });
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < std::min(count, found.size()); ++i)
        ids.push_back(std::move(found[i].id));
    return ids;
}

std::string Catalog::providerForKey(std::string_view key) const {
    std::string_view best;
    std::size_t longest = 0;
    const auto consider = [&](const domain::ProviderEntry& provider, const std::string& prefix) {
        if (prefix.empty() || prefix.size() < longest || !key.starts_with(prefix))
            return;
        // Two providers with one prefix: nobody can tell, so nobody is named.
        best = prefix.size() == longest ? std::string_view{} : std::string_view(provider.id);
        longest = prefix.size();
    };
    for (const domain::ProviderEntry& provider : m_providers) {
        consider(provider, provider.keyPrefix);
        for (const std::string& prefix : provider.moreKeyPrefixes)
            consider(provider, prefix);
    }
    return std::string(best);
}

} // namespace llmg::catalog
