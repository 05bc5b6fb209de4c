// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/policy/keystanding.h"
#include "app/policy/rolloutbook.h"
#include "models/base/secret.h"
#include "models/domain/project.h"

#include <QString>
#include <QStringList>

#include <map>
#include <vector>

namespace llmg::projects {

/// Where a refusal is shown: beside what was typed.
enum class Field {
    Page,
    NewProject,
    Name,
    Removal,
    Models,
    Providers,
    Aliases,
    Routing,
    Cache,
    Rates,
    Key,
    KeyName,
    Expiry,
    Budget,
    ProviderBudget,
    Rollout
};

struct ProjectItem {
    std::string id;
    QString name;
    domain::ProjectMode mode = domain::ProjectMode::Hybrid;
    int activeKeys = 0;
    domain::Money spent; ///< this month
    friend bool operator==(const ProjectItem&, const ProjectItem&) = default;
};

/// A key that was just made; its text is shown until it is put away and is nowhere else.
struct FreshKey {
    QString name;
    Secret secret;
    friend bool operator==(const FreshKey&, const FreshKey&) = default;
};

/// A budget with what was spent in its period so far.
struct BudgetItem {
    domain::Budget budget;
    QString subject; ///< name of the key or provider; empty for the whole project
    domain::Money spent;
    double share = 0; ///< of the amount; beyond 1 when exceeded
    friend bool operator==(const BudgetItem&, const BudgetItem&) = default;
};

/// What is in the response cache at this moment.
struct CacheAmount {
    std::int64_t entries = 0, bytes = 0;
    friend bool operator==(const CacheAmount&, const CacheAmount&) = default;
};

/// This month's use of the response cache.
struct CacheUse {
    std::int64_t requests = 0, hits = 0;
    domain::Money saved;
    friend bool operator==(const CacheUse&, const CacheUse&) = default;
};

/// A key as it is typed, before there is one.
struct KeyDraft {
    QString name, expiry; ///< expiry as a day, "2027-01-31"; empty: never
    std::optional<domain::Money> limit;
    std::vector<domain::SpendLimit> periodLimits;
    domain::RateLimit rate;
    std::vector<std::string> allowedModels, allowedProviders;
};

struct ViewState {
    std::vector<ProjectItem> projects;    ///< the default one first
    domain::Project project;              ///< the selected one; empty id: none
    std::vector<domain::GatewayKey> keys; ///< of it, newest first, revoked ones last
    std::map<std::string, domain::Money> keySpentThisMonth;
    std::map<std::string, policy::KeyStanding> standings; ///< by key
    std::vector<std::string> leaving;                     ///< ids of keys whose revocation can still be undone
    std::optional<FreshKey> fresh;
    Secret kept; ///< an active key of this project whose text the keychain has; empty: none
    std::vector<BudgetItem> budgets;
    std::vector<BudgetItem> providerBudgets; ///< of all projects together
    CacheUse cache;
    std::optional<CacheAmount> cacheAmount; ///< nullopt: not known
    policy::RolloutFigures rollout;
    std::vector<domain::RolloutEvent> events;               ///< of the rollout, newest first
    QStringList models;                                     ///< to choose from
    std::vector<std::pair<std::string, QString>> providers; ///< to choose from: id, name
    bool spentKnown = false;                                ///< the ledger has answered
    bool canClearCache = false;
    QString baseUrl; ///< "" while the gateway does not run
    std::map<Field, QString> faults;
    bool busy = false;

    [[nodiscard]] QString fault(Field field) const {
        const auto found = faults.find(field);
        return found == faults.end() ? QString() : found->second;
    }
};

} // namespace llmg::projects
