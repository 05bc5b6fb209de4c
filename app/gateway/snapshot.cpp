// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/snapshot.h"

#include "app/gateway/provideraddress.h"
#include "app/providers/sandbox.h"

#include <algorithm>
#include <utility>

namespace llmg::gateway {
namespace {

constexpr std::string_view kSandbox = "sandbox";

bool isThisMachine(std::string_view host) {
    return host == "localhost" || host == "::1" || host == "[::1]" || host.starts_with("127.");
}

void applyProxy(http::Origin& origin, const std::string& proxyUrl) {
    if (proxyUrl.empty() || proxyUrl == "direct")
        return;
    if (const auto proxy = http::parseUrl(proxyUrl)) {
        origin.proxyHost = proxy->origin.host;
        origin.proxyPort = proxy->origin.port;
    }
}

} // namespace

Snapshot::Snapshot(Source source)
    : m_source(std::move(source)) {
    for (const auto& key : m_source.configuration->gatewayKeys)
        m_gatewayKeys.emplace(key.sha256, &key);
    for (const auto& key : m_source.ownKeys)
        m_gatewayKeys.emplace(key.sha256, &key);
    for (const auto& project : m_source.configuration->projects)
        m_projects.emplace(project.id, &project);

    Map<std::vector<domain::ProviderKey>> keys;
    for (auto& key : m_source.providerKeys) {
        if (!key.secret.isEmpty())
            keys[key.entry.provider].push_back(std::move(key));
    }
    m_source.providerKeys.clear();
    Map<const domain::ProviderSettings*> settings;
    for (const auto& entry : m_source.configuration->providers)
        settings.emplace(entry.id, &entry);
    for (const auto& entry : m_source.catalog->providers()) {
        const auto own = settings.find(entry.id);
        addProvider(&entry, own == settings.end() ? nullptr : own->second, std::move(keys[entry.id]));
    }
    for (const auto& entry : m_source.configuration->providers) {
        if (entry.custom)
            addProvider(nullptr, &entry, std::move(keys[entry.id]));
    }
    ProviderRuntime sandbox;
    sandbox.endpoint.id = kSandbox;
    sandbox.endpoint.name = "Sandbox";
    sandbox.endpoint.api = kSandbox;
    sandbox.endpoint.keyOptional = true;
    sandbox.adapter = providers::adapterFor("openai", kSandbox);
    m_providers.insert_or_assign(std::string(kSandbox), std::move(sandbox));

    for (const auto& list : std::exchange(m_source.servers, {})) {
        const auto* runtime = provider(list.provider);
        if (runtime && runtime->isServer && runtime->trouble.empty()) {
            const auto* entry = m_source.catalog->provider(list.provider);
            m_serverModels.add(list, (entry && entry->local) || isThisMachine(runtime->origin.host));
        }
    }
    m_serverModels.sort();
}

void Snapshot::addProvider(const domain::ProviderEntry* entry, const domain::ProviderSettings* settings,
                           std::vector<domain::ProviderKey> keys) {
    if (settings && !settings->enabled)
        return;
    ProviderRuntime runtime;
    for (const auto& key : keys)
        runtime.shares.push_back({key.entry.id, key.entry.weight});
    runtime.keys = std::move(keys);
    auto& endpoint = runtime.endpoint;
    endpoint.id = entry ? entry->id : settings->id;
    endpoint.name = entry ? entry->name : settings->id;
    endpoint.api = entry ? entry->api : "openai";
    endpoint.auth = entry && entry->auth != domain::AuthScheme::None ? entry->auth : domain::AuthScheme::Bearer;
    // An own server, and a local one, may want no key; with one, it is sent.
    endpoint.keyOptional = !entry || entry->local || entry->keyOptional;
    runtime.isServer = !entry || entry->local;
    if (entry)
        endpoint.requiredHeaders = entry->requiredHeaders;
    if (settings)
        endpoint.proxyUrl = settings->proxyUrl;
    runtime.adapter = providers::adapterFor(endpoint.api, endpoint.id, entry ? entry->quirks : domain::OpenAiQuirks{});
    findAddress(runtime, entry, settings, m_source.environment);

    if (!runtime.adapter)
        runtime.trouble = "this version cannot call its API yet";
    else if (runtime.trouble.empty() && endpoint.baseUrl.empty())
        runtime.trouble = "it has no base URL";
    else if (!runtime.trouble.empty())
        runtime.origin = {}; // a part of its address is not set, so there is none
    else if (auto url = http::parseUrl(endpoint.baseUrl)) {
        runtime.origin = std::move(url->origin);
        runtime.basePath = std::move(url->path);
        if (!runtime.basePath.empty() && runtime.basePath.back() == '/')
            runtime.basePath.pop_back();
        applyProxy(runtime.origin, endpoint.proxyUrl);
    } else {
        runtime.trouble = url.error().message;
    }
    // A local server is tried only when the user says that it is there: nobody wants a request to wait for a port on
    // which nothing listens.
    if (entry && entry->local && !settings)
        runtime.trouble = "it is not enabled";
    if (settings)
        m_order.insert_or_assign(endpoint.id, settings->order);
    m_providers.insert_or_assign(endpoint.id, std::move(runtime));
}

std::string ProviderRuntime::baseUrlOf(const domain::ModelOffer* offer) const {
    if (!offer || offer->baseUrlOverride.empty() || !isCatalogAddress)
        return {};
    auto filled = providers::filledAddress(offer->baseUrlOverride, endpoint.variables);
    return filled ? std::move(*filled) : std::string{};
}

const domain::GatewayKey* Snapshot::gatewayKey(std::string_view sha256) const {
    const auto found = m_gatewayKeys.find(sha256);
    return found == m_gatewayKeys.end() ? nullptr : found->second;
}

const domain::Project* Snapshot::project(std::string_view id) const {
    const auto found = m_projects.find(id);
    return found == m_projects.end() ? nullptr : found->second;
}

const ProviderRuntime* Snapshot::provider(std::string_view id) const {
    const auto found = m_providers.find(id);
    return found == m_providers.end() ? nullptr : &found->second;
}

bool Snapshot::isKnown(std::string_view id) const {
    return provider(id) != nullptr || catalog().provider(id) != nullptr;
}

bool Snapshot::canCall(std::string_view id) const {
    const auto* runtime = provider(id);
    return runtime && runtime->trouble.empty() && (runtime->endpoint.keyOptional || !runtime->keys.empty());
}

std::vector<const ProviderRuntime*> Snapshot::servers() const {
    std::vector<const ProviderRuntime*> list;
    for (const auto& [id, runtime] : m_providers) {
        if (runtime.isServer && canCall(id))
            list.push_back(&runtime);
    }
    std::sort(list.begin(), list.end(), [](const auto* a, const auto* b) { return a->endpoint.id < b->endpoint.id; });
    return list;
}

bool Snapshot::isAvailable(const domain::ModelOffer& offer) const {
    return canCall(offer.provider) && (!offer.listedOnly || m_serverModels.answers(offer.provider));
}

const domain::LlmModel* Snapshot::serverModel(std::string_view provider, std::string_view name) const {
    return provider.empty() ? m_serverModels.onlyOne(name) : m_serverModels.find(provider, name);
}

int Snapshot::order(std::string_view id) const {
    const auto found = m_order.find(id);
    return domain::failoverPlace(found == m_order.end() ? 0 : found->second);
}

std::string Snapshot::displayName(std::string_view id) const {
    const auto* runtime = provider(id);
    if (runtime)
        return runtime->endpoint.name;
    const auto* entry = catalog().provider(id);
    return entry ? entry->name : std::string(id);
}

std::span<const routing::KeyShare> Snapshot::keys(std::string_view id) const {
    const auto* runtime = provider(id);
    return runtime ? std::span<const routing::KeyShare>(runtime->shares) : std::span<const routing::KeyShare>{};
}

std::string Snapshot::keyVariable(std::string_view id) const {
    const auto* entry = catalog().provider(id);
    return entry && !entry->env.empty() ? entry->env.front() : std::string{};
}

} // namespace llmg::gateway
