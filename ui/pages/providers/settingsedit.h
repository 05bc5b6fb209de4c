// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/provider.h"

#include <string>
#include <vector>

namespace llmg::providerspage {

using SettingsList = std::vector<domain::ProviderSettings>;

/// Settings that say nothing are none, so that the card goes with its last key.
bool isPlain(const domain::ProviderSettings& settings);
/// nullptr: the user set nothing for it.
const domain::ProviderSettings* find(const SettingsList& list, const std::string& id);
/// Those of a provider, made where there are none.
domain::ProviderSettings& settingsFor(SettingsList& list, const std::string& id);
void erase(SettingsList& list, const std::string& id);
/// Puts back what `after` changed in `before`, and nothing that was changed since.
void restore(SettingsList& list, const SettingsList& before, const SettingsList& after);

} // namespace llmg::providerspage
