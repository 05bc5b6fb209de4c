// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/policy/merge.h"

#include <algorithm>

namespace llmg::policy {
namespace {

using domain::GatewayKey;
using domain::Project;

template <class T, class... Members>
void take(T& current, const T& before, const T& after, Members... members) {
    const auto one = [&](auto member) {
        if (before.*member != after.*member)
            current.*member = after.*member;
    };
    (one(members), ...);
}

/// Of a list of which no two items have the same key.
template <class List, class KeyOf>
void takeItems(List& current, const List& before, const List& after, KeyOf keyOf) {
    const auto find = [&](auto& list, const auto& item) {
        return std::find_if(list.begin(), list.end(), [&](const auto& each) { return keyOf(each) == keyOf(item); });
    };
    for (const auto& item : before) {
        if (find(after, item) == after.end())
            std::erase_if(current, [&](const auto& each) { return keyOf(each) == keyOf(item); });
    }
    for (const auto& item : after) {
        if (const auto was = find(before, item); was != before.end() && *was == item)
            continue;
        if (const auto there = find(current, item); there != current.end())
            *there = item;
        else
            current.push_back(item);
    }
}

} // namespace

Project merged(const Project& before, const Project& after, Project current) {
    take(current, before, after, &Project::name, &Project::mode, &Project::storeBodies, &Project::cacheEnabled,
         &Project::cacheTtlSeconds, &Project::allowedModels, &Project::routing, &Project::allowedProviders,
         &Project::rate);
    takeItems(current.aliases, before.aliases, after.aliases, [](const auto& alias) { return alias.first; });
    return current;
}

GatewayKey merged(const GatewayKey& before, const GatewayKey& after, GatewayKey current) {
    take(current, before, after, &GatewayKey::name, &GatewayKey::expiresAt, &GatewayKey::limit,
         &GatewayKey::allowedModels, &GatewayKey::allowedProviders, &GatewayKey::rate);
    const auto periodOf = [](const domain::SpendLimit& limit) { return limit.period; };
    takeItems(current.periodLimits, before.periodLimits, after.periodLimits, periodOf);
    std::sort(current.periodLimits.begin(), current.periodLimits.end(),
              [](const auto& a, const auto& b) { return a.period < b.period; });
    return current;
}

} // namespace llmg::policy
