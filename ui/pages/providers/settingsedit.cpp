// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/providers/settingsedit.h"

#include <algorithm>

namespace llmg::providerspage {

using domain::ProviderSettings;

namespace {

void restoreOne(SettingsList& list, const ProviderSettings& before, const ProviderSettings& after) {
    ProviderSettings& settings = settingsFor(list, before.id);
    const auto back = [&](auto member) {
        if (before.*member != after.*member)
            settings.*member = before.*member;
    };
    back(&ProviderSettings::custom);
    back(&ProviderSettings::enabled);
    back(&ProviderSettings::baseUrl);
    back(&ProviderSettings::proxyUrl);
    back(&ProviderSettings::order);
    back(&ProviderSettings::variables);
}

ProviderSettings untouched(const std::string& id) {
    ProviderSettings settings;
    settings.id = id;
    return settings;
}

} // namespace

bool isPlain(const ProviderSettings& settings) {
    return settings == untouched(settings.id);
}

const ProviderSettings* find(const SettingsList& list, const std::string& id) {
    const auto found = std::find_if(list.begin(), list.end(), [&id](const auto& each) { return each.id == id; });
    return found == list.end() ? nullptr : &*found;
}

ProviderSettings& settingsFor(SettingsList& list, const std::string& id) {
    const auto found = std::find_if(list.begin(), list.end(), [&id](const auto& each) { return each.id == id; });
    return found == list.end() ? list.emplace_back(untouched(id)) : *found;
}

void erase(SettingsList& list, const std::string& id) {
    std::erase_if(list, [&id](const auto& each) { return each.id == id; });
}

void restore(SettingsList& list, const SettingsList& before, const SettingsList& after) {
    for (const ProviderSettings& was : before) {
        const ProviderSettings* is = find(after, was.id);
        restoreOne(list, was, is ? *is : untouched(was.id));
    }
    for (const ProviderSettings& is : after) {
        if (find(before, is.id))
            continue;
        if (is.custom)
            erase(list, is.id);
        else
            restoreOne(list, untouched(is.id), is);
    }
}

} // namespace llmg::providerspage
