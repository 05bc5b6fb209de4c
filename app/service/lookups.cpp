// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/lookups.h"

#include <QString>

#include <algorithm>
#include <iterator>

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

constexpr std::size_t kShortestBeginning = 6;

QString folded(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).toCaseFolded();
}

bool isBeginning(std::string_view text, std::string_view whole) {
    return text.size() >= kShortestBeginning && folded(whole).startsWith(folded(text));
}

template <class T>
using Matches = std::vector<const T*>;

template <class T, class Is>
Matches<T> matching(const std::vector<T>& list, Is is) {
    Matches<T> found;
    for (const auto& item : list) {
        if (is(item))
            found.push_back(&item);
    }
    return found;
}

/// What is named exactly comes before what is named nearly.
template <class T>
Matches<T> findNamed(const std::vector<T>& list, std::string_view text, Matches<T> exact) {
    if (exact.empty())
        exact = matching(list, [text](const T& item) { return item.name == text; });
    if (exact.empty())
        exact = matching(list, [text](const T& item) { return folded(item.name) == folded(text); });
    if (exact.empty())
        exact = matching(list, [text](const T& item) { return isBeginning(text, item.id); });
    return exact;
}

template <class T>
Error ambiguous(const char* what, std::string_view text, const Matches<T>& found) {
    std::string ids;
    for (const auto* item : found)
        ids += (ids.empty() ? "" : ", ") + item->id;
    return fail(ErrorKind::Configuration,
                std::string("Several ") + what + " fit “" + std::string(text) + "”; name one by its id: " + ids + ".");
}

} // namespace

std::string projectName(const policy::Configuration& configuration, const std::string& id) {
    return nameIn(configuration.projects, configuration, id);
}

std::string keyName(const policy::Configuration& configuration, const std::string& id) {
    return nameIn(configuration.gatewayKeys, configuration, id);
}

Result<domain::Project> findProject(const policy::Configuration& configuration, std::string_view text) {
    const auto& projects = configuration.projects;
    const auto found =
        findNamed(projects, text, matching(projects, [text](const domain::Project& each) { return each.id == text; }));
    if (found.empty())
        return fail(ErrorKind::NotFound, "There is no project “" + std::string(text) + "”; “project list” shows them.",
                    "project");
    if (found.size() > 1)
        return ambiguous("projects", text, found);
    return *found.front();
}

Result<domain::GatewayKey> findKey(const policy::Configuration& configuration, std::string_view text) {
    const auto& keys = configuration.gatewayKeys;
    const auto isNamed = [text](const domain::GatewayKey& key) { return key.id == text || key.prefix == text; };
    auto found = findNamed(keys, text, matching(keys, isNamed));
    if (found.empty())
        found = matching(keys, [text](const domain::GatewayKey& key) {
            return text.size() >= kShortestBeginning && key.prefix.starts_with(text);
        });
    if (found.empty())
        return fail(ErrorKind::NotFound, "There is no gateway key “" + std::string(text) + "”; “key list” shows them.",
                    "key");
    // A revoked key's name is used again for the one that replaces it.
    if (found.size() > 1) {
        Matches<domain::GatewayKey> inUse;
        std::copy_if(found.begin(), found.end(), std::back_inserter(inUse),
                     [](const auto* key) { return key->state != domain::KeyState::Revoked; });
        if (inUse.size() == 1)
            return *inUse.front();
        return ambiguous("gateway keys", text, found);
    }
    return *found.front();
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
