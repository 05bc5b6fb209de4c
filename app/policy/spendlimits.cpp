// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/policy/spendlimits.h"

#include <cstdio>

namespace llmg::policy {
namespace {

using domain::Budget;
using domain::BudgetScope;
using domain::Money;
using domain::Period;

std::string adjective(Period period) {
    switch (period) {
    case Period::Hour:
        return "hourly ";
    case Period::Day:
        return "daily ";
    case Period::Week:
        return "weekly ";
    case Period::Month:
        return "monthly ";
    case Period::Lifetime:
        return "";
    }
    return "";
}

/// " It begins anew at 2026-12-01 00:00 UTC."; "" for a lifetime.
std::string renewal(Period period, UnixTime now) {
    const auto end = domain::periodEnd(period, now);
    if (!end)
        return {};
    const auto day = std::chrono::floor<std::chrono::days>(*end);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::minutes>(*end - day));
    char text[64];
    std::snprintf(text, sizeof text, " It begins anew at %04d-%02u-%02u %02d:%02d UTC.", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()));
    return text;
}

Result<> checkBudget(const Budget& budget, std::string_view what, const SpendBook& book, UnixTime now) {
    if (!budget.blocks || book.spent(budget.scope, budget.subject, budget.period, now) < budget.amount)
        return {};
    Error error =
        fail(ErrorKind::InsufficientCredits, "The " + adjective(budget.period) + "budget of " + std::string(what) +
                                                 ", " + domain::formatUsd(budget.amount) + ", is spent." +
                                                 renewal(budget.period, now) + " Raise it on the Projects page.");
    if (const auto end = domain::periodEnd(budget.period, now))
        error.retryAfter = std::chrono::duration_cast<std::chrono::milliseconds>(*end - now);
    return error;
}

constexpr int kThresholds[] = {100, 90, 75};
__extension__ using Wide = __int128; // amounts near the type's end, times 100

int reached(const Budget& budget, Money spent) {
    for (const int percent : kThresholds) {
        if (budget.amount.nanoUsd > 0 && Wide{spent.nanoUsd} * 100 >= Wide{budget.amount.nanoUsd} * percent)
            return percent;
    }
    return 0;
}

} // namespace

std::optional<domain::SpendLimit> reachedKeyLimit(const domain::GatewayKey& key, const SpendBook& book, UnixTime now) {
    const auto isReached = [&](const domain::SpendLimit& limit) {
        return book.spent(BudgetScope::Key, key.id, limit.period, now) >= limit.amount;
    };
    if (key.limit && isReached({Period::Lifetime, *key.limit}))
        return domain::SpendLimit{Period::Lifetime, *key.limit};
    std::optional<domain::SpendLimit> longest;
    std::optional<UnixTime> end;
    for (const domain::SpendLimit& limit : key.periodLimits) {
        if (!isReached(limit))
            continue;
        const auto ends = domain::periodEnd(limit.period, now);
        if (!ends)
            return limit;
        // A week may outlast the month that it ends in.
        if (!end || *ends > *end) {
            longest = limit;
            end = ends;
        }
    }
    return longest;
}

Result<> checkKeyLimits(const domain::GatewayKey& key, const SpendBook& book, UnixTime now) {
    const auto limit = reachedKeyLimit(key, book, now);
    if (!limit)
        return {};
    return fail(ErrorKind::InvalidApiKey, "The gateway key “" + key.name + "” has reached its " +
                                              adjective(limit->period) + "usage limit of " +
                                              domain::formatUsd(limit->amount) + "." + renewal(limit->period, now) +
                                              " Raise the limit, or create a new key on the Projects page.");
}

Result<> checkBudgets(const std::vector<Budget>& budgets, std::string_view projectId, std::string_view keyId,
                      const SpendBook& book, UnixTime now) {
    for (const auto& budget : budgets) {
        const bool project = budget.scope == BudgetScope::Project && budget.subject == projectId;
        const bool key = budget.scope == BudgetScope::Key && budget.subject == keyId;
        if (!project && !key)
            continue;
        if (auto checked = checkBudget(budget, project ? "this project" : "this gateway key", book, now); !checked)
            return checked;
    }
    return {};
}

Result<> checkProviderBudgets(const std::vector<Budget>& budgets, std::string_view provider, const SpendBook& book,
                              UnixTime now) {
    for (const auto& budget : budgets) {
        if (budget.scope != BudgetScope::Provider || budget.subject != provider)
            continue;
        if (auto checked = checkBudget(budget, provider, book, now); !checked)
            return checked;
    }
    return {};
}

std::vector<BudgetAlert> BudgetWatch::check(const std::vector<Budget>& budgets, const SpendBook& book, UnixTime now) {
    std::vector<BudgetAlert> alerts;
    const std::lock_guard lock(m_mutex);
    for (const auto& budget : budgets) {
        const Money spent = book.spent(budget.scope, budget.subject, budget.period, now);
        Said& said = m_said[budget.id].at(domain::periodStart(budget.period, now));
        if (budget.amount != said.amount)
            said = {budget.amount, 0};
        const int percent = reached(budget, spent);
        if (percent <= said.percent)
            continue;
        said.percent = percent;
        alerts.push_back({budget, percent, spent});
    }
    return alerts;
}

void BudgetWatch::settle(const std::vector<Budget>& budgets, const SpendBook& book, UnixTime now) {
    (void)check(budgets, book, now);
}

} // namespace llmg::policy
