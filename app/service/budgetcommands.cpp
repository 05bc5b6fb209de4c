// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// budget list|set|remove.
#include "app/service/commandargs.h"
#include "app/service/engine.h"
#include "app/service/lookups.h"
#include "app/storage/configurationstore.h"

#include <algorithm>
#include <cmath>

namespace llmg::service {
namespace {

namespace json = boost::json;
using domain::Budget;
using domain::BudgetScope;
using domain::Period;

json::object describe(Engine& engine, const Budget& budget) {
    const auto spent = engine.spend().spent(budget.scope, budget.subject, budget.period, SystemClock().now());
    json::object object;
    object["id"] = budget.id;
    object["scope"] = domain::toString(budget.scope);
    object["subject"] = budget.subject;
    object["name"] = subjectName(budget, *engine.configuration().current());
    object["period"] = domain::toString(budget.period);
    object["amount_usd"] = domain::toDecimalUsd(budget.amount);
    object["spent_usd"] = domain::toDecimalUsd(spent);
    object["percent"] = std::round(spent.toDouble() / budget.amount.toDouble() * 1000) / 10;
    object["blocks"] = budget.blocks;
    return object;
}

/// Scope and subject from exactly one of --project, --key and --provider.
Result<Budget> subjectOf(Engine& engine, const CommandArgs& args) {
    const auto configuration = engine.configuration().current();
    if (args.has("project") + args.has("key") + args.has("provider") != 1)
        return fail(ErrorKind::InvalidParameters, "A budget is of one --project, one --key or one --provider.");
    Budget budget;
    if (args.has("project")) {
        auto project = findProject(*configuration, args.text("project"));
        if (!project)
            return project.error();
        budget.subject = project->id;
    } else if (args.has("key")) {
        auto key = findKey(*configuration, args.text("key"));
        if (!key)
            return key.error();
        budget.scope = BudgetScope::Key;
        budget.subject = key->id;
    } else {
        budget.scope = BudgetScope::Provider;
        budget.subject = args.text("provider");
        if (auto known = checkProviders(engine, "provider", {budget.subject}); !known)
            return known.error();
    }
    return budget;
}

/// A budget of the same subject and period is changed, not doubled.
QFuture<CommandResult> setBudget(Engine& engine, const CommandArgs& args) {
    auto budget = subjectOf(engine, args);
    if (!budget)
        return done(budget.error());
    const auto period = domain::periodFromString(args.text("period", "month"));
    if (period != Period::Day && period != Period::Month)
        return done(
            fail(ErrorKind::InvalidParameters, "period is day or month, not “" + args.text("period") + "”.", "period"));
    budget->period = *period;
    if (!args.has("amount"))
        return done(fail(ErrorKind::InvalidParameters, "budget set needs --amount USD.", "amount"));
    auto amount = parseUsd(args.text("amount"));
    if (!amount)
        return done(inField("amount", amount.error()));
    if (*amount <= domain::Money{})
        return done(
            fail(ErrorKind::InvalidParameters, "amount is more than 0; “budget remove” removes a budget.", "amount"));
    budget->amount = *amount;
    budget->blocks = args.flag("block");
    for (const auto& other : engine.configuration().current()->budgets) {
        if (other.scope == budget->scope && other.subject == budget->subject && other.period == budget->period) {
            budget->id = other.id;
            budget->createdAt = other.createdAt;
            budget->blocks = args.flag("block", other.blocks);
        }
    }
    if (budget->id.empty()) {
        budget->createdAt = SystemClock().now();
        budget->id = policy::newUlid(budget->createdAt);
    }
    return engine.configuration().saveBudget(*budget).then(&engine,
                                                           [&engine, budget = *budget](Result<> kept) -> CommandResult {
                                                               if (!kept)
                                                                   return kept.error();
                                                               return json::value(describe(engine, budget));
                                                           });
}

QFuture<CommandResult> removeBudget(Engine& engine, const std::string& id) {
    const auto configuration = engine.configuration().current();
    const auto found = std::find_if(configuration->budgets.begin(), configuration->budgets.end(),
                                    [&id](const Budget& budget) { return budget.id == id; });
    if (found == configuration->budgets.end())
        return done(fail(ErrorKind::NotFound, "There is no budget “" + id + "”; “budget list” shows their ids.", "id"));
    return engine.configuration().removeBudget(id).then(&engine,
                                                        [&engine, budget = *found](Result<> removed) -> CommandResult {
                                                            if (!removed)
                                                                return removed.error();
                                                            auto object = describe(engine, budget);
                                                            object["removed"] = true;
                                                            return json::value(std::move(object));
                                                        });
}

} // namespace

std::optional<QFuture<CommandResult>> budgetCommand(Engine& engine, std::string_view command, const CommandArgs& args) {
    if (command == "budget set")
        return setBudget(engine, args);
    if (command == "budget remove")
        return removeBudget(engine, args.text("id"));
    if (command != "budget list")
        return std::nullopt;
    json::array list;
    for (const auto& budget : engine.configuration().current()->budgets)
        list.push_back(describe(engine, budget));
    return done(json::value(std::move(list)));
}

} // namespace llmg::service
