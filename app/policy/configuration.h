// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"
#include "models/domain/provider.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace llmg::policy {

/// All that a user configured, as one immutable value; a change makes a new one. Holds no secret.
struct Configuration {
    std::vector<domain::Project> projects;
    std::vector<domain::GatewayKey> gatewayKeys;
    std::vector<domain::Budget> budgets;
    std::vector<domain::ProviderSettings> providers;
    std::vector<domain::ProviderKeyEntry> providerKeys;           ///< those kept in the keychain
    std::vector<std::pair<std::string, std::string>> formerNames; ///< id → name of deleted projects and their keys
    friend bool operator==(const Configuration&, const Configuration&) = default;
};

using ConfigurationPtr = std::shared_ptr<const Configuration>;

} // namespace llmg::policy
