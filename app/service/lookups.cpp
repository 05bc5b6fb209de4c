// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/lookups.h"

namespace llmg::service {
namespace {

template <class List>
std::string nameIn(const List& list, const policy::Configuration& configuration, const std::string& id) {
    for (const auto& item : list) {
        if (item.id == id)
            return item.name;
    }
    for (const auto& [former, name] : configuration.formerNames) {
        if (former == id)
            return name;
    }
    return id;
}

} // namespace

std::string projectName(const policy::Configuration& configuration, const std::string& id) {
    return nameIn(configuration.projects, configuration, id);
}

std::string keyName(const policy::Configuration& configuration, const std::string& id) {
    return nameIn(configuration.gatewayKeys, configuration, id);
}

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
    switch (budget.scope) {
    case domain::BudgetScope::Project:
        return projectName(configuration, budget.subject);
    case domain::BudgetScope::Key:
        return keyName(configuration, budget.subject);
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
