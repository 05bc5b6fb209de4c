// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/spendseed.h"

#include <memory>
#include <utility>

namespace llmg::service {
namespace {

using domain::BudgetScope;
using domain::Period;

constexpr std::pair<BudgetScope, storage::GroupBy> kScopes[] = {{BudgetScope::Project, storage::GroupBy::Project},
                                                                {BudgetScope::Key, storage::GroupBy::Key},
                                                                {BudgetScope::Provider, storage::GroupBy::Provider}};
// What a key spent in its lifetime is in the configuration.
constexpr Period kPeriods[] = {Period::Hour, Period::Day, Period::Week, Period::Month};

} // namespace

QFuture<Result<>> seedSpend(storage::LedgerReader& ledger, policy::SpendBook& book, UnixTime now) {
    const auto outcome = std::make_shared<Result<>>();
    QFuture<Result<>> last = QtFuture::makeReadyFuture(Result<>{});
    for (const auto& [scope, group] : kScopes) {
        for (const Period period : kPeriods) {
            storage::UsageQuery query;
            query.range = {domain::periodStart(period, now), now + std::chrono::hours{1}};
            query.period = storage::Period::All;
            query.group = group;
            // Answered in order, so that all are told when the last one is.
            last = ledger.usage(query).then(
                [outcome, &book, now, scope = scope, period](const Result<std::vector<storage::UsageBucket>>& sums) {
                    if (!sums) {
                        *outcome = sums.error();
                        return *outcome;
                    }
                    for (const auto& sum : *sums) {
                        if (!sum.group.empty())
                            book.seed(scope, sum.group, period, sum.cost, now);
                    }
                    return *outcome;
                });
        }
    }
    return last;
}

} // namespace llmg::service
