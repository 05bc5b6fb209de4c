// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/storage/configurationstore.h"
#include "ui/pages/projects/presenter.h"
#include "ui/pages/projects/rolloutwords.h"
#include "ui/pages/projects/words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/whenready.h"

#include <algorithm>

// What is measured and what is watched: money spent, budgets, the rollout.
namespace llmg::projects {

using namespace Qt::StringLiterals;
using domain::Budget;
using domain::BudgetScope;
using domain::Money;
using domain::Period;
using domain::Project;
using domain::Rollout;

namespace {

constexpr int kEvents = 50;

bool sameArms(const Rollout& a, const Rollout& b) {
    return a.control == b.control && a.candidate == b.candidate && a.sticky == b.sticky;
}

storage::GroupBy groupOf(BudgetScope scope) {
    switch (scope) {
    case BudgetScope::Project:
        return storage::GroupBy::Project;
    case BudgetScope::Key:
        return storage::GroupBy::Key;
    case BudgetScope::Provider:
        return storage::GroupBy::Provider;
    }
    return storage::GroupBy::None;
}

Field fieldOf(const Budget& budget) {
    return budget.scope == BudgetScope::Provider ? Field::ProviderBudget : Field::Budget;
}

bool isSamePlace(const Budget& a, const Budget& b) {
    return a.scope == b.scope && a.subject == b.subject && a.period == b.period;
}

QString amountWords(const Budget& budget) {
    return u"%1 %2"_s.arg(widgets::formatMoney(budget.amount), perPeriod(budget.period));
}

} // namespace

void Presenter::setShown(bool shown) {
    m_shown = shown;
    if (shown)
        refreshFigures();
    else {
        m_soon.stop();
        m_anew.stop();
    }
}

void Presenter::noteRequests() {
    if (m_shown && !m_soon.isActive())
        m_soon.start();
}

void Presenter::refreshFigures() {
    readRollout();
    if (m_sources.usage) {
        for (const Period period : {Period::Day, Period::Month}) {
            ask(period, BudgetScope::Project);
            ask(period, BudgetScope::Key);
            ask(period, BudgetScope::Provider);
        }
    }
    judgeKeys();
    askCache();
    Q_EMIT stateChanged();
}

void Presenter::ask(Period period, BudgetScope scope) {
    storage::UsageQuery query;
    query.range = {domain::periodStart(period, now()), now() + Milliseconds{1}};
    query.period = storage::Period::All;
    query.group = groupOf(scope);
    widgets::whenReady(
        m_sources.usage(query), this, [this, period, scope](const Result<std::vector<storage::UsageBucket>>& answer) {
            if (!answer)
                return refuse(Field::Page, sentence(answer.error().message));
            auto& book = m_spent[{scope, period}];
            book.clear();
            const bool cache = scope == BudgetScope::Project && period == Period::Month;
            if (cache)
                m_cacheUse.clear();
            for (const storage::UsageBucket& bucket : *answer) {
                book[bucket.group] += bucket.cost;
                if (cache)
                    m_cacheUse[bucket.group] = {bucket.requests, bucket.cachedResponses, bucket.savedByCache};
            }
            m_state.spentKnown = true;
            read();
        });
}

Money Presenter::spent(BudgetScope scope, Period period, const std::string& id) const {
    const auto book = m_spent.find({scope, period});
    if (book == m_spent.end())
        return {};
    const auto found = book->second.find(id);
    return found == book->second.end() ? Money{} : found->second;
}

void Presenter::readBudgets() {
    const policy::ConfigurationPtr configuration = m_configuration.current();
    if (!configuration)
        return;
    m_state.budgets.clear();
    m_state.providerBudgets.clear();
    for (const Budget& budget : configuration->budgets) {
        const std::optional<QString> subject = budgetSubject(budget);
        if (!subject)
            continue;
        BudgetItem item{budget, *subject, spent(budget.scope, budget.period, budget.subject), 0};
        if (budget.amount > Money{})
            item.share = static_cast<double>(item.spent.nanoUsd) / static_cast<double>(budget.amount.nanoUsd);
        auto& place = budget.scope == BudgetScope::Provider ? m_state.providerBudgets : m_state.budgets;
        place.push_back(std::move(item));
    }
    // The project's before its keys'; ids sort by when a budget was made.
    for (auto* list : {&m_state.budgets, &m_state.providerBudgets})
        std::sort(list->begin(), list->end(), [](const BudgetItem& a, const BudgetItem& b) {
            return std::tie(a.budget.scope, a.budget.id) < std::tie(b.budget.scope, b.budget.id);
        });
}

std::optional<QString> Presenter::budgetSubject(const Budget& budget) const {
    switch (budget.scope) {
    case BudgetScope::Project:
        return budget.subject == m_state.project.id ? std::optional(QString()) : std::nullopt;
    case BudgetScope::Key:
        for (const domain::GatewayKey& key : m_state.keys) {
            if (key.id == budget.subject)
                return text(key.name);
        }
        return std::nullopt;
    case BudgetScope::Provider:
        for (const auto& [id, name] : m_state.providers) {
            if (id == budget.subject)
                return name;
        }
        return text(budget.subject);
    }
    return std::nullopt;
}

void Presenter::saveBudget(Budget wanted) {
    std::optional<Budget> before;
    for (const Budget& each : m_configuration.current()->budgets) {
        if (each.id == wanted.id || (wanted.id.empty() && isSamePlace(each, wanted)))
            before = each;
    }
    if (before) {
        wanted.id = before->id;
        wanted.createdAt = before->createdAt;
    }
    if (before && *before == wanted) {
        forgive(fieldOf(wanted));
        return;
    }
    Job job;
    job.field = fieldOf(wanted);
    job.begin = [this, wanted] { return std::optional(m_configuration.saveBudget(wanted)); };
    job.finished = [this, wanted, before] {
        offerUndo(before ? tr("Budget changed from %1 to %2").arg(amountWords(*before), amountWords(wanted))
                         : tr("Budget of %1 added").arg(amountWords(wanted)),
                  [this, wanted, before] { restoreBudget(wanted, before); });
    };
    enqueue(std::move(job));
}

void Presenter::restoreBudget(const Budget& now, const std::optional<Budget>& before) {
    Job back;
    back.field = fieldOf(now);
    back.begin = [this, now, before]() -> std::optional<QFuture<Result<>>> {
        if (before)
            return m_configuration.saveBudget(*before);
        for (const Budget& each : m_configuration.current()->budgets) {
            if (isSamePlace(each, now))
                return m_configuration.removeBudget(each.id);
        }
        return std::nullopt;
    };
    enqueue(std::move(back));
}

void Presenter::removeBudget(const std::string& id) {
    const auto& budgets = m_configuration.current()->budgets;
    const auto found =
        std::find_if(budgets.begin(), budgets.end(), [&id](const Budget& each) { return each.id == id; });
    if (found == budgets.end())
        return;
    Job job;
    job.field = fieldOf(*found);
    job.begin = [this, id] { return std::optional(m_configuration.removeBudget(id)); };
    job.finished = [this, budget = *found] {
        offerUndo(tr("Budget of %1 removed").arg(amountWords(budget)),
                  [this, budget] { restoreBudget(budget, budget); });
    };
    enqueue(std::move(job));
}

void Presenter::setRollout(const Rollout& next) {
    const Rollout& now = m_state.project.rollout;
    if (next == now) {
        accept(Field::Rollout);
        return;
    }
    const std::string id = m_state.project.id;
    if (next.enabled && !now.enabled)
        return storeRollout(id, next, u"started"_s, tr("%1 % to %2").arg(next.percent).arg(armName(next.candidate)),
                            tr("Rollout started"));
    if (!next.enabled && now.enabled)
        return storeRollout(id, next, u"stopped"_s, tr("everything to the project's own way"), tr("Rollout stopped"));
    if (next.enabled && next.percent != now.percent)
        return storeRollout(id, next, u"percent"_s, tr("from %1 % to %2 %").arg(now.percent).arg(next.percent),
                            tr("Rollout at %1 %").arg(next.percent));
    if (next.enabled && !sameArms(next, now))
        return storeRollout(id, next, u"arms"_s,
                            tr("%1 against %2").arg(armName(next.control), armName(next.candidate)),
                            tr("Arms changed"));
    // Nothing that runs is compared differently from now on, so the figures stand.
    storeRollout(id, next, {}, {}, tr("Rollout changed"));
}

void Presenter::rollBack() {
    Rollout next = m_state.project.rollout;
    if (!next.enabled || next.percent == 0)
        return;
    const int before = next.percent;
    next.percent = 0;
    storeRollout(m_state.project.id, next, u"rolled-back"_s, tr("from %1 % to 0 %, by hand").arg(before),
                 tr("Rolled back: all traffic goes to the control, %1").arg(armName(next.control)));
}

void Presenter::storeRollout(const std::string& projectId, const Rollout& next, const QString& kind,
                             const QString& detail, const QString& words) {
    auto before = std::make_shared<Rollout>();
    Job job;
    job.field = Field::Rollout;
    job.projectId = projectId;
    job.preview = [next](Project& project) { project.rollout = next; };
    job.begin = [this, projectId, next, kind, detail, before]() -> std::optional<QFuture<Result<>>> {
        const std::optional<Project> project = base(projectId);
        if (!project)
            return std::nullopt;
        *before = project->rollout;
        if (kind.isEmpty())
            return m_configuration.adjustRollout(projectId, *before, next);
        return m_configuration.changeRollout(projectId, *before, next, kind.toStdString(), detail.toStdString());
    };
    job.finished = [this, projectId, kind, before, words] {
        if (words.isEmpty())
            return;
        offerUndo(words, [this, projectId, kind, before] {
            if (kind.isEmpty())
                return storeRollout(projectId, *before, {}, {}, {});
            const QString undone = before->enabled ? u"percent"_s : u"stopped"_s;
            storeRollout(projectId, *before, undone,
                         tr("undone: back to %1 %").arg(before->enabled ? before->percent : 0), {});
        });
    };
    enqueue(std::move(job));
}

void Presenter::askCache() {
    const std::string id = m_state.project.id;
    if (!m_sources.cacheAmount || id.empty())
        return;
    widgets::whenReady(m_sources.cacheAmount(id), this, [this, id](const Result<CacheAmount>& amount) {
        if (id != m_state.project.id)
            return;
        m_state.cacheAmount = amount ? std::optional(*amount) : std::nullopt;
        Q_EMIT stateChanged();
    });
}

void Presenter::readRollout() {
    if (m_sources.rollout && !m_state.project.id.empty())
        m_state.rollout = m_sources.rollout(m_state.project.id);
}

void Presenter::askEvents(const Project& stored) {
    const std::string id = stored.id;
    const std::pair now(id, stored.rollout);
    if (m_eventsOf == now)
        return;
    m_eventsOf = now;
    widgets::whenReady(m_configuration.rolloutEvents(id, kEvents), this,
                       [this, id](const Result<std::vector<domain::RolloutEvent>>& events) {
                           if (!events || id != m_state.project.id)
                               return;
                           m_state.events = *events;
                           Q_EMIT stateChanged();
                       });
}

} // namespace llmg::projects
