// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/ledgerseed.h"

#include "app/routing/attemptfailure.h"

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>
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

constexpr int kMostAttemptsRead = 20'000, kMostArmsRead = 20'000;

/// nullopt for what says nothing of its provider, as AttemptPlan judges it.
std::optional<routing::AttemptSample> sampleOf(const storage::AttemptSeen& seen) {
    routing::AttemptSample sample;
    sample.duration = Microseconds{seen.durationUs};
    sample.outputTokens = seen.completionTokens;
    if (seen.firstTokenUs >= 0)
        sample.firstToken = Microseconds{seen.firstTokenUs};
    if (seen.errorCode.empty())
        return sample;
    Error error;
    error.kind = errorKindFromString(seen.errorCode).value_or(ErrorKind::Internal);
    error.upstreamStatus = seen.status;
    sample.failed = true;
    return routing::countsAgainstUptime(error) ? std::optional(sample) : std::nullopt;
}

std::string modelOf(const storage::AttemptSeen& seen, const catalog::Catalog& catalog) {
    if (!seen.model.empty())
        return seen.model;
    const auto* model = catalog.modelByUpstreamId(seen.provider, seen.upstreamModel);
    return model ? model->id : seen.upstreamModel;
}

void tell(routing::LiveMetrics& metrics, const std::vector<storage::AttemptSeen>& attempts,
          const catalog::Catalog& catalog, UnixTime now, routing::Time steadyNow) {
    std::map<std::tuple<std::string, std::string, std::chrono::minutes>, routing::LiveMetrics::Sums> minutes;
    for (const auto& seen : attempts) {
        const auto ago = std::chrono::floor<std::chrono::minutes>(now - seen.endedAt);
        if (const auto sample = sampleOf(seen); sample && seen.provider != routing::kSandboxProvider)
            minutes[{seen.provider, modelOf(seen, catalog), ago}].add(*sample);
    }
    for (const auto& [of, sums] : minutes) {
        const auto& [provider, model, ago] = of;
        metrics.seed(provider, model, ago, sums, steadyNow);
    }
}

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

QFuture<Result<>> seedMetrics(storage::LedgerReader& ledger, std::shared_ptr<const catalog::Catalog> catalog,
                              routing::LiveMetrics& metrics, UnixTime now, routing::Time steadyNow) {
    const auto told = [catalog = std::move(catalog), &metrics, now,
                       steadyNow](const Result<std::vector<storage::AttemptSeen>>& attempts) -> Result<> {
        if (!attempts)
            return attempts.error();
        tell(metrics, *attempts, *catalog, now, steadyNow);
        return {};
    };
    return ledger.attempts(now - std::chrono::hours{1}, kMostAttemptsRead).then(told);
}

QFuture<Result<>> seedRollouts(storage::LedgerReader& ledger, std::vector<domain::Project> projects,
                               policy::RolloutBook& book) {
    std::erase_if(projects, [](const domain::Project& project) { return !project.rollout.enabled; });
    if (projects.empty())
        return QtFuture::makeReadyFuture(Result<>{});
    UnixTime since = UnixTime::max();
    for (const auto& project : projects)
        since = std::min(since, project.rollout.since);
    const auto told = [projects = std::move(projects),
                       &book](const Result<std::vector<storage::ArmSeen>>& arms) -> Result<> {
        if (!arms)
            return arms.error();
        for (const auto& project : projects) {
            std::vector<policy::RolloutBook::Outcome> outcomes;
            for (const auto& seen : *arms) {
                const auto arm = policy::armFromString(seen.arm);
                if (arm && seen.projectId == project.id && seen.startedAt >= project.rollout.since &&
                    policy::tellsOfArm(seen.status, seen.cached))
                    outcomes.push_back({*arm, seen.failed, seen.durationUs, seen.cost});
            }
            book.seed(project.id, project.rollout.since, outcomes);
        }
        return {};
    };
    return ledger.arms(since, kMostArmsRead).then(told);
}

} // namespace llmg::service
