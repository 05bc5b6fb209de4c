// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// key create|list|disable|enable|revoke and project create|list|show|set.
#include "app/service/commandargs.h"
#include "app/service/engine.h"
#include "app/storage/configurationstore.h"

#include <algorithm>

namespace llmg::service {
namespace {

namespace json = boost::json;
using domain::GatewayKey;
using domain::KeyState;
using domain::Project;

json::value optionalTime(const std::optional<UnixTime>& time) {
    return time ? json::value(formatTime(*time)) : json::value(nullptr);
}

json::array texts(const std::vector<std::string>& list) {
    json::array array;
    for (const auto& text : list)
        array.emplace_back(text);
    return array;
}

json::object describe(const GatewayKey& key, const policy::Configuration& configuration) {
    json::object object;
    object["id"] = key.id;
    object["name"] = key.name;
    object["prefix"] = key.prefix;
    const auto project = std::find_if(configuration.projects.begin(), configuration.projects.end(),
                                      [&key](const Project& candidate) { return candidate.id == key.projectId; });
    object["project"] = project == configuration.projects.end() ? key.projectId : project->name;
    object["state"] = domain::toString(key.state);
    object["created"] = formatTime(key.createdAt);
    object["expires"] = optionalTime(key.expiresAt);
    object["last_used"] = optionalTime(key.lastUsedAt);
    object["spent_usd"] = domain::toDecimalUsd(key.spent);
    object["limit_usd"] = key.limit ? json::value(domain::toDecimalUsd(*key.limit)) : json::value(nullptr);
    object["models"] = texts(key.allowedModels);
    return object;
}

json::object describe(const Project& project) {
    json::object object;
    object["id"] = project.id;
    object["name"] = project.name;
    object["mode"] = domain::toString(project.mode);
    object["bodies"] = project.storeBodies;
    object["cache"] = project.cacheEnabled;
    object["ttl"] = project.cacheTtlSeconds;
    object["models"] = texts(project.allowedModels);
    object["routing"] = domain::formatRoutingSettings(project.routing);
    object["created"] = formatTime(project.createdAt);
    return object;
}

Result<Project> findProject(Engine& engine, const std::string& nameOrId) {
    for (const auto& project : engine.configuration().current()->projects) {
        if (project.id == nameOrId || project.name == nameOrId)
            return project;
    }
    return fail(ErrorKind::NotFound, "There is no project “" + nameOrId + "”.");
}

/// By id, prefix or name; a name that two keys share is refused.
Result<GatewayKey> findKey(Engine& engine, const std::string& text) {
    std::vector<GatewayKey> found;
    for (const auto& key : engine.configuration().current()->gatewayKeys) {
        if (key.id == text || key.prefix == text || key.name == text)
            found.push_back(key);
    }
    if (found.empty())
        return fail(ErrorKind::NotFound, "There is no gateway key “" + text + "”; “key list” shows them.");
    if (found.size() > 1)
        return fail(ErrorKind::InvalidParameters,
                    "Several gateway keys are called “" + text + "”; name one by its id.");
    return found.front();
}

QFuture<CommandResult> createKey(Engine& engine, const CommandArgs& args) {
    auto project = findProject(engine, args.text("project", "default"));
    if (!project)
        return done(project.error());
    std::optional<domain::Money> limit;
    if (args.has("limit")) {
        auto amount = parseUsd(args.text("limit"));
        if (!amount)
            return done(amount.error());
        limit = *amount;
    }
    std::optional<UnixTime> expires;
    if (args.has("expires")) {
        auto time = parseDate(args.text("expires"));
        if (!time)
            return done(time.error());
        expires = *time;
    }
    return engine.configuration()
        .createGatewayKey(project->id, args.text("name", "key"), limit, expires, args.list("models"))
        .then(&engine, [&engine](Result<policy::NewGatewayKey> made) -> CommandResult {
            if (!made)
                return made.error();
            auto object = describe(made->key, *engine.configuration().current());
            object["key"] = std::string(made->secret.reveal());
            return json::value(std::move(object));
        });
}

QFuture<CommandResult> setKeyState(Engine& engine, const CommandArgs& args, KeyState state) {
    auto key = findKey(engine, args.text("key"));
    if (!key)
        return done(key.error());
    return engine.configuration()
        .setGatewayKeyState(key->id, state)
        .then(&engine, [id = key->id, &engine](Result<> changed) -> CommandResult {
            if (!changed)
                return changed.error();
            auto now = findKey(engine, id);
            if (!now)
                return now.error();
            return json::value(describe(*now, *engine.configuration().current()));
        });
}

Result<> change(Project& project, std::string_view name, const std::string& value) {
    const auto onOff = [&](bool& target) -> Result<> {
        if (value != "on" && value != "off")
            return fail(ErrorKind::InvalidParameters, std::string(name) + " is on or off.");
        target = value == "on";
        return {};
    };
    if (name == "mode") {
        const auto mode = domain::projectModeFromString(value);
        if (!mode)
            return fail(ErrorKind::InvalidParameters, "mode is api-keys, credits or hybrid.");
        project.mode = *mode;
        return {};
    }
    if (name == "bodies")
        return onOff(project.storeBodies);
    if (name == "name") {
        project.name = value;
        return {};
    }
    return fail(ErrorKind::InvalidParameters,
                "A project has no “" + std::string(name) + "” that can be set; there are name, mode and bodies.");
}

QFuture<CommandResult> saved(Engine& engine, Project project) {
    return engine.configuration().saveProject(project).then(&engine, [project](Result<> kept) -> CommandResult {
        if (!kept)
            return kept.error();
        return json::value(describe(project));
    });
}

} // namespace

std::optional<QFuture<CommandResult>> keyCommand(Engine& engine, std::string_view command, const CommandArgs& args) {
    if (command == "key create")
        return createKey(engine, args);
    if (command == "key list") {
        json::array list;
        for (const auto& key : engine.configuration().current()->gatewayKeys)
            list.push_back(describe(key, *engine.configuration().current()));
        return done(json::value(std::move(list)));
    }
    if (command == "key disable")
        return setKeyState(engine, args, KeyState::Disabled);
    if (command == "key enable")
        return setKeyState(engine, args, KeyState::Active);
    if (command == "key revoke")
        return setKeyState(engine, args, KeyState::Revoked);
    return std::nullopt;
}

std::optional<QFuture<CommandResult>> projectCommand(Engine& engine, std::string_view command,
                                                     const CommandArgs& args) {
    if (command == "project list") {
        json::array list;
        for (const auto& project : engine.configuration().current()->projects)
            list.push_back(describe(project));
        return done(json::value(std::move(list)));
    }
    if (command == "project create") {
        const SystemClock clock;
        Project project;
        project.createdAt = clock.now();
        project.id = policy::newUlid(project.createdAt);
        project.name = args.text("name");
        return saved(engine, std::move(project));
    }
    if (command != "project show" && command != "project set")
        return std::nullopt;
    auto project = findProject(engine, args.text("name"));
    if (!project)
        return done(project.error());
    if (command == "project show")
        return done(json::value(describe(*project)));
    for (const auto& assignment : args.list("set")) {
        const auto equals = assignment.find('=');
        if (equals == std::string::npos)
            return done(
                fail(ErrorKind::InvalidParameters, "Write name=value, such as mode=hybrid, not “" + assignment + "”."));
        if (auto changed = change(*project, assignment.substr(0, equals), assignment.substr(equals + 1)); !changed)
            return done(changed.error());
    }
    return saved(engine, std::move(*project));
}

} // namespace llmg::service
