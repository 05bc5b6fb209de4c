// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Things as people name them on the command line and in notices.
#include "app/policy/configuration.h"
#include "app/policy/spendlimits.h"
#include "models/base/result.h"

#include <string>
#include <string_view>

namespace llmg::service {

/// By id or name, else by the name without regard to case, else by the id's beginning (at least 6 characters).
/// NotFound; Configuration where several fit.
Result<domain::Project> findProject(const policy::Configuration& configuration, std::string_view text);
/// The same, and by the key's prefix or its beginning; among several those that are revoked do not count.
Result<domain::GatewayKey> findKey(const policy::Configuration& configuration, std::string_view text);
/// Of a project or key that is there or was; the id where that is all that is left.
std::string projectName(const policy::Configuration& configuration, const std::string& id);
std::string keyName(const policy::Configuration& configuration, const std::string& id);
/// The project's or key's name, the provider's id; the id where that is all that is left.
std::string subjectName(const domain::Budget& budget, const policy::Configuration& configuration);
/// "The monthly budget of the project “Web” is at 90 %: $4.55 of $5.00."
std::string budgetNotice(const policy::BudgetAlert& alert, const policy::Configuration& configuration);

} // namespace llmg::service
