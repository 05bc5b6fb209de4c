// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/budgettables.h"

#include "app/storage/ask.h"

namespace llmg::storage {
namespace {

using namespace domain;

Result<> run(QSqlQuery& query, const char* sql, const QVariantList& values = {}) {
    return runQuery(query, QString::fromLatin1(sql), values, "could not reach the budgets");
}

QVariant number(std::int64_t value) {
    return QVariant::fromValue<qlonglong>(value);
}

template <class Enum>
std::optional<Enum> enumOf(const QVariant& value, Enum last) {
    const int stored = value.toInt();
    return stored >= 0 && stored <= static_cast<int>(last) ? std::optional(static_cast<Enum>(stored)) : std::nullopt;
}

} // namespace

Result<> readBudgets(QSqlDatabase& database, policy::Configuration& configuration) {
    QSqlQuery query(database);
    if (auto done =
            run(query, "SELECT id, scope, subject, period, amount, blocks, created_at FROM budgets ORDER BY id");
        !done)
        return done;
    while (query.next()) {
        const auto scope = enumOf(query.value(1), BudgetScope::Provider);
        const auto period = enumOf(query.value(3), Period::Lifetime);
        if (!scope || !period)
            continue; // a newer version's; it stays in the table
        configuration.budgets.push_back({query.value(0).toString().toStdString(), *scope,
                                         query.value(2).toString().toStdString(), *period,
                                         Money{query.value(4).toLongLong()}, query.value(5).toBool(),
                                         UnixTime{Milliseconds{query.value(6).toLongLong()}}});
    }
    return {};
}

Result<> writeBudget(QSqlDatabase& database, const Budget& budget) {
    if (budget.amount <= Money{})
        return fail(ErrorKind::InvalidParameters, "the budget must be more than nothing", "amount");
    if (budget.subject.empty())
        return fail(ErrorKind::InvalidParameters, "a budget is of a project, a key or a provider", "subject");
    if (budget.period != Period::Day && budget.period != Period::Month)
        return fail(ErrorKind::InvalidParameters, "a budget is for a day or a month", "period");
    const QString id = QString::fromStdString(budget.id), subject = QString::fromStdString(budget.subject);
    const int scope = static_cast<int>(budget.scope), period = static_cast<int>(budget.period);
    QSqlQuery query(database);
    if (auto done = run(query, "SELECT 1 FROM budgets WHERE scope = ? AND subject = ? AND period = ? AND id <> ?",
                        {scope, subject, period, id});
        !done)
        return done;
    if (query.next())
        return fail(ErrorKind::InvalidParameters, "there is already a budget for that period; change it", "period");
    query.finish();
    return run(query,
               "INSERT INTO budgets (id, scope, subject, period, amount, blocks, created_at) VALUES "
               "(?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET scope = excluded.scope, "
               "subject = excluded.subject, period = excluded.period, amount = excluded.amount, "
               "blocks = excluded.blocks",
               {id, scope, subject, period, number(budget.amount.nanoUsd), budget.blocks ? 1 : 0,
                number(static_cast<std::int64_t>(budget.createdAt.time_since_epoch().count()))});
}

Result<> eraseBudget(QSqlDatabase& database, const std::string& id) {
    QSqlQuery query(database);
    if (auto done = run(query, "DELETE FROM budgets WHERE id = ?", {QString::fromStdString(id)}); !done)
        return done;
    if (query.numRowsAffected() == 0)
        return fail(ErrorKind::NotFound, "that budget does not exist");
    return {};
}

Result<> insertRolloutEvent(QSqlDatabase& database, const RolloutEvent& event) {
    QSqlQuery query(database);
    return run(query, "INSERT INTO rollout_events (at, project_id, kind, detail) VALUES (?, ?, ?, ?)",
               {number(static_cast<std::int64_t>(event.at.time_since_epoch().count())),
                QString::fromStdString(event.projectId), QString::fromStdString(event.kind),
                QString::fromStdString(event.detail)});
}

Result<std::vector<RolloutEvent>> readRolloutEvents(QSqlDatabase& database, const std::string& projectId, int limit) {
    QSqlQuery query(database);
    if (auto done =
            run(query, "SELECT id, at, kind, detail FROM rollout_events WHERE project_id = ? ORDER BY id DESC LIMIT ?",
                {QString::fromStdString(projectId), limit});
        !done)
        return done.error();
    std::vector<RolloutEvent> events;
    while (query.next())
        events.push_back({query.value(0).toLongLong(), UnixTime{Milliseconds{query.value(1).toLongLong()}}, projectId,
                          query.value(2).toString().toStdString(), query.value(3).toString().toStdString()});
    return events;
}

} // namespace llmg::storage
