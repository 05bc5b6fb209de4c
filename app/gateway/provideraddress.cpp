// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/provideraddress.h"

#include <algorithm>

namespace llmg::gateway {
namespace {

using providers::KeyAddress;
using providers::Variables;

std::string fromEnvironment(const std::vector<std::string>& names, const EnvironmentLookup& environment) {
    if (environment) {
        for (const auto& name : names) {
            if (auto value = environment(name); value && !value->empty())
                return std::move(*value);
        }
    }
    return {};
}

/// Of the first key that says anything of the address; keys of several projects want the project set.
KeyAddress addressOfKeys(const ProviderRuntime& runtime) {
    if (runtime.adapter) {
        for (const auto& key : runtime.keys) {
            if (auto address = runtime.adapter->addressOf(key.secret);
                !address.variables.empty() || !address.baseUrl.empty())
                return address;
        }
    }
    return {};
}

Variables variablesOf(const domain::ProviderEntry& entry, const domain::ProviderSettings* settings,
                      const KeyAddress& ofKeys, const EnvironmentLookup& environment) {
    Variables variables;
    for (const auto& variable : entry.variables) {
        std::string value(settings ? providers::valueOf(settings->variables, variable.name) : std::string_view{});
        if (value.empty())
            value = fromEnvironment(variable.env, environment);
        if (value.empty())
            value = providers::valueOf(ofKeys.variables, variable.name);
        if (value.empty())
            value = variable.otherwise;
        if (!value.empty())
            variables.emplace_back(variable.name, std::move(value));
    }
    return variables;
}

std::string howToSet(const domain::ProviderEntry& entry, const std::string& variable) {
    std::string how = "; llm-gatewayd provider set " + entry.id + " " + variable + "=…";
    const auto known = std::find_if(entry.variables.begin(), entry.variables.end(),
                                    [&variable](const auto& each) { return each.name == variable; });
    if (known != entry.variables.end() && !known->env.empty())
        how += " sets it, or " + known->env.front() + " in the environment of the gateway";
    else
        how += " sets it";
    return how;
}

void trimSlashes(std::string& url) {
    while (!url.empty() && url.back() == '/')
        url.pop_back();
}

} // namespace

void findAddress(ProviderRuntime& runtime, const domain::ProviderEntry* entry, const domain::ProviderSettings* settings,
                 const EnvironmentLookup& environment) {
    auto& endpoint = runtime.endpoint;
    endpoint.baseUrl = settings ? settings->baseUrl : std::string{};
    if (!entry) {
        trimSlashes(endpoint.baseUrl);
        return;
    }
    const KeyAddress ofKeys = addressOfKeys(runtime);
    endpoint.variables = variablesOf(*entry, settings, ofKeys, environment);
    // A part of the address that was set here says more than a whole address that the environment has for all programs.
    const bool isPartSet =
        settings && std::any_of(settings->variables.begin(), settings->variables.end(), [&](auto& set) {
            return entry->baseUrl.find('{' + set.first + '}') != std::string::npos;
        });
    if (endpoint.baseUrl.empty() && !isPartSet)
        endpoint.baseUrl = fromEnvironment(entry->baseUrlEnv, environment);
    runtime.isCatalogAddress = endpoint.baseUrl.empty();
    if (runtime.isCatalogAddress)
        endpoint.baseUrl = entry->baseUrl;
    auto filled = providers::filledAddress(endpoint.baseUrl, endpoint.variables);
    if (filled)
        endpoint.baseUrl = std::move(*filled);
    else if (runtime.isCatalogAddress && !ofKeys.baseUrl.empty())
        endpoint.baseUrl = ofKeys.baseUrl;
    else
        runtime.trouble =
            filled.error().message + (filled.error().param.empty() ? "" : howToSet(*entry, filled.error().param));
    trimSlashes(endpoint.baseUrl);
}

} // namespace llmg::gateway
