// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/lookups.h"

#include <algorithm>

namespace llmg::service {

Result<domain::Project> findProject(const policy::Configuration& configuration, std::string_view nameOrId) {
    for (const auto& project : configuration.projects) {
        if (project.id == nameOrId || project.name == nameOrId)
            return project;
    }
    return fail(ErrorKind::NotFound, "There is no project “" + std::string(nameOrId) + "”; “project list” shows them.");
}

Result<domain::GatewayKey> findKey(const policy::Configuration& configuration, std::string_view text) {
    std::vector<domain::GatewayKey> found;
    for (const auto& key : configuration.gatewayKeys) {
        if (key.id == text || key.prefix == text || key.name == text)
            found.push_back(key);
    }
    if (found.empty())
        return fail(ErrorKind::NotFound, "There is no gateway key “" + std::string(text) + "”; “key list” shows them.");
    if (found.size() > 1)
        return fail(ErrorKind::InvalidParameters,
                    "Several gateway keys are called “" + std::string(text) + "”; name one by its id.", "key");
    return found.front();
}

std::string subjectName(const domain::Budget& budget, const policy::Configuration& configuration) {
    const auto nameIn = [&budget](const auto& list) {
        const auto found =
            std::find_if(list.begin(), list.end(), [&budget](const auto& item) { return item.id == budget.subject; });
        return found == list.end() ? budget.subject : found->name;
    };
    switch (budget.scope) {
    case domain::BudgetScope::Project:
        return nameIn(configuration.projects);
    case domain::BudgetScope::Key:
        return nameIn(configuration.gatewayKeys);
    case domain::BudgetScope::Provider:
        break;
    }
    return budget.subject;
}

std::string budgetNotice(const policy::BudgetAlert& alert, const policy::Configuration& configuration) {
    const auto& budget = alert.budget;
    return std::string("The ") + (budget.period == domain::Period::Day ? "daily" : "monthly") + " budget of the " +
           (budget.scope == domain::BudgetScope::Key ? "gateway key" : domain::toString(budget.scope)) + " “" +
           subjectName(budget, configuration) + "” is at " + std::to_string(alert.percent) +
           " %: " + domain::formatUsd(alert.spent) + " of " + domain::formatUsd(budget.amount) + ".";
}

} // namespace llmg::service
