// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// key create|list|show|set|disable|enable|revoke.
#include "app/policy/keystanding.h"
#include "app/service/commandargs.h"
#include "app/service/engine.h"
#include "app/service/lookups.h"
#include "app/service/modelnames.h"
#include "app/storage/configurationstore.h"

#include <algorithm>

namespace llmg::service {
namespace {

namespace json = boost::json;
using domain::GatewayKey;
using domain::KeyState;
using domain::Period;

constexpr std::pair<std::string_view, Period> kPeriodFields[] = {
    {"hourly", Period::Hour}, {"daily", Period::Day}, {"weekly", Period::Week}, {"monthly", Period::Month}};
constexpr std::string_view kFields[] = {"name",    "limit",  "hourly",    "daily", "weekly", "monthly",
                                        "expires", "models", "providers", "rpm",   "tpm"};

json::object describe(Engine& engine, const GatewayKey& key) {
    const auto configuration = engine.configuration().current();
    const auto now = SystemClock().now();
    const auto spentIn = [&](Period period) {
        return domain::toDecimalUsd(engine.spend().spent(domain::BudgetScope::Key, key.id, period, now));
    };
    json::object object;
    object["id"] = key.id;
    object["name"] = key.name;
    object["prefix"] = key.prefix;
    const auto project = findProject(*configuration, key.projectId);
    object["project"] = project ? project->name : key.projectId;
    const auto standing = policy::keyStanding(key, engine.spend(), now);
    object["state"] = policy::toString(standing.state);
    if (standing.limit) {
        object["reached"] = domain::toString(standing.limit->period);
        object["until"] = optionalTime(standing.until);
    }
    object["created"] = formatTime(key.createdAt);
    object["expires"] = optionalTime(key.expiresAt);
    object["last_used"] = optionalTime(key.lastUsedAt);
    object["spent_usd"] = spentIn(Period::Lifetime);
    object["limit_usd"] = key.limit ? json::value(domain::toDecimalUsd(*key.limit)) : json::value(nullptr);
    json::array limits;
    for (const auto& limit : key.periodLimits) {
        json::object one;
        one["period"] = domain::toString(limit.period);
        one["spent_usd"] = spentIn(limit.period);
        one["limit_usd"] = domain::toDecimalUsd(limit.amount);
        limits.push_back(std::move(one));
    }
    object["period_limits"] = std::move(limits);
    object["models"] = texts(key.allowedModels);
    object["providers"] = texts(key.allowedProviders);
    object["rpm"] = rateOrNone(key.rate.requestsPerMinute);
    object["tpm"] = rateOrNone(key.rate.tokensPerMinute);
    return object;
}

Result<> setPeriodLimit(GatewayKey& key, std::string_view field, Period period, const std::string& value) {
    auto amount = parseLimit(field, value);
    if (!amount)
        return amount.error();
    std::erase_if(key.periodLimits, [period](const auto& limit) { return limit.period == period; });
    if (*amount)
        key.periodLimits.push_back({period, **amount});
    std::sort(key.periodLimits.begin(), key.periodLimits.end(),
              [](const auto& a, const auto& b) { return a.period < b.period; });
    return {};
}

Result<> setExpiry(GatewayKey& key, const std::string& value) {
    key.expiresAt.reset();
    if (value == "none")
        return {};
    auto time = parseDate(value);
    if (!time)
        return inField("expires", time.error());
    if (*time <= SystemClock().now())
        return fail(ErrorKind::InvalidParameters,
                    "expires: " + formatTime(*time) +
                        " is past already; “key disable” or “key revoke” refuse a key now.",
                    "expires");
    key.expiresAt = *time;
    return {};
}

Result<> setRate(GatewayKey& key, std::string_view field, const std::string& value) {
    auto number = parseRate(field, value);
    if (!number)
        return number.error();
    (field == "rpm" ? key.rate.requestsPerMinute : key.rate.tokensPerMinute) = *number;
    return {};
}

Result<> setLifetimeLimit(GatewayKey& key, const std::string& value) {
    auto amount = parseLimit("limit", value);
    if (!amount)
        return amount.error();
    key.limit = *amount;
    return {};
}

Result<> setAllowed(Engine& engine, GatewayKey& key, std::string_view field, const std::string& value) {
    auto list = parseList(field, value);
    if (!list)
        return list.error();
    if (field == "models") {
        key.allowedModels = std::move(*list);
        return {};
    }
    key.allowedProviders = std::move(*list);
    return checkProviders(engine, field, key.allowedProviders);
}

Result<> change(Engine& engine, GatewayKey& key, std::string_view field, const std::string& value) {
    if (auto given = checkNotEmpty(field, value); !given)
        return given;
    for (const auto& [name, period] : kPeriodFields) {
        if (name == field)
            return setPeriodLimit(key, field, period, value);
    }
    if (field == "name") {
        key.name = value;
        return {};
    }
    if (field == "limit")
        return setLifetimeLimit(key, value);
    if (field == "expires")
        return setExpiry(key, value);
    if (field == "models" || field == "providers")
        return setAllowed(engine, key, field, value);
    if (field == "rpm" || field == "tpm")
        return setRate(key, field, value);
    std::string known;
    for (const auto name : kFields)
        known += (known.empty() ? "" : ", ") + std::string(name);
    return fail(ErrorKind::InvalidParameters,
                "A key has no “" + std::string(field) + "” that can be set; there are " + known + ".");
}

CommandResult shown(Engine& engine, const std::string& id) {
    auto key = findKey(*engine.configuration().current(), id);
    if (!key)
        return key.error();
    return json::value(describe(engine, *key));
}

/// Of the models that a command set: others were looked at when they were set.
CommandResult withWarnings(Engine& engine, CommandResult answer, bool setsModels, const GatewayKey& key) {
    json::array warnings;
    if (answer && setsModels)
        warnOfUnknown(engine, "models", key.allowedModels, warnings);
    if (answer)
        addWarnings(*answer, std::move(warnings));
    return answer;
}

QFuture<CommandResult> createKey(Engine& engine, const CommandArgs& args) {
    auto project = findProject(*engine.configuration().current(), args.text("project", "default"));
    if (!project)
        return done(project.error());
    GatewayKey wanted;
    for (const auto field : kFields) {
        if (!args.has(field))
            continue;
        if (auto changed = change(engine, wanted, field, args.text(field)); !changed)
            return done(changed.error());
    }
    const auto show = [&engine, setsModels = args.has("models")](Result<policy::NewGatewayKey> made) -> CommandResult {
        if (!made)
            return made.error();
        auto answer = shown(engine, made->key.id);
        if (answer)
            answer->as_object()["key"] = std::string(made->secret.reveal());
        return withWarnings(engine, std::move(answer), setsModels, made->key);
    };
    return engine.configuration().createGatewayKey(project->id, args.text("name", "key"), wanted).then(&engine, show);
}

QFuture<CommandResult> setKey(Engine& engine, const CommandArgs& args) {
    auto key = findKey(*engine.configuration().current(), args.text("key"));
    if (!key)
        return done(key.error());
    auto wanted = assignments(args);
    if (!wanted)
        return done(wanted.error());
    const auto before = *key;
    for (const auto& [field, value] : *wanted) {
        if (auto changed = change(engine, *key, field, value); !changed)
            return done(changed.error());
    }
    const bool setsModels = key->allowedModels != before.allowedModels;
    const auto show = [&engine, setsModels, key = *key](Result<> kept) -> CommandResult {
        if (!kept)
            return kept.error();
        return withWarnings(engine, shown(engine, key.id), setsModels, key);
    };
    return engine.configuration().changeGatewayKey(before, *key).then(&engine, show);
}

QFuture<CommandResult> setKeyState(Engine& engine, const CommandArgs& args, KeyState state) {
    auto key = findKey(*engine.configuration().current(), args.text("key"));
    if (!key)
        return done(key.error());
    if (key->state == KeyState::Revoked && state != KeyState::Revoked)
        return done(fail(ErrorKind::Configuration,
                         "The key “" + key->name + "” is revoked, and stays so; make a new one with “key create”."));
    return engine.configuration()
        .setGatewayKeyState(key->id, state)
        .then(&engine, [&engine, id = key->id](Result<> set) { return set ? shown(engine, id) : set.error(); });
}

/// When keys were last used is written by the ledger, so it is read again.
QFuture<Result<>> readAgain(Engine& engine) {
    return engine.flush().then(&engine, [&engine](Result<>) { return engine.configuration().reload(); }).unwrap();
}

QFuture<CommandResult> listKeys(Engine& engine) {
    return readAgain(engine).then(&engine, [&engine](Result<> read) -> CommandResult {
        if (!read)
            return read.error();
        json::array list;
        for (const auto& key : engine.configuration().current()->gatewayKeys)
            list.push_back(describe(engine, key));
        return json::value(std::move(list));
    });
}

QFuture<CommandResult> showKey(Engine& engine, const CommandArgs& args) {
    return readAgain(engine).then(&engine, [&engine, text = args.text("key")](Result<> read) -> CommandResult {
        return read ? shown(engine, text) : read.error();
    });
}

} // namespace

std::optional<QFuture<CommandResult>> keyCommand(Engine& engine, std::string_view command, const CommandArgs& args) {
    if (command == "key create")
        return createKey(engine, args);
    if (command == "key set")
        return setKey(engine, args);
    if (command == "key list")
        return listKeys(engine);
    if (command == "key show")
        return showKey(engine, args);
    if (command == "key disable")
        return setKeyState(engine, args, KeyState::Disabled);
    if (command == "key enable")
        return setKeyState(engine, args, KeyState::Active);
    if (command == "key revoke")
        return setKeyState(engine, args, KeyState::Revoked);
    return std::nullopt;
}

} // namespace llmg::service
