// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// project create|list|show|set|delete.
#include "app/service/commandargs.h"
#include "app/service/engine.h"
#include "app/service/lookups.h"
#include "app/service/modelnames.h"
#include "app/storage/configurationstore.h"

#include <algorithm>

namespace llmg::service {
namespace {

namespace json = boost::json;
using domain::Project;

constexpr std::int64_t kShortestTtl = 10;
constexpr std::int64_t kLongestTtl = 31'536'000;
constexpr std::string_view kAlias = "alias:";
constexpr std::string_view kExploration = "exploration=";

/// Of the words by which routing is set, this one is in percent for people and in thousandths where it is kept.
template <class Convert>
Result<std::string> withExploration(std::string_view text, Convert convert) {
    std::string words(text);
    auto at = words.find(kExploration);
    if (at == std::string::npos || (at > 0 && words[at - 1] != ' '))
        return words;
    at += kExploration.size();
    const auto length = std::min(words.find(' ', at), words.size()) - at;
    const Result<std::string> converted = convert(words.substr(at, length));
    if (!converted)
        return converted.error();
    return words.replace(at, length, *converted);
}

std::string routingText(const domain::RoutingSettings& routing) {
    const auto percent = [](const std::string& perMille) -> Result<std::string> {
        return formatPerMille(std::stoi(perMille)) + "%";
    };
    return *withExploration(domain::formatRoutingSettings(routing), percent);
}

Result<domain::RoutingSettings> parseRouting(std::string_view field, const std::string& text) {
    const auto perMille = [field](const std::string& percent) -> Result<std::string> {
        auto value =
            parsePerMille(std::string(field) + ": exploration", percent, domain::kMostExplorationPerMille / 10);
        if (!value)
            return value.error();
        return std::to_string(*value);
    };
    auto words = withExploration(text, perMille);
    if (!words)
        return words.error();
    auto routing = domain::parseRoutingSettings(*words);
    return routing ? routing : inField(field, routing.error());
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
    object["providers"] = texts(project.allowedProviders);
    object["routing"] = routingText(project.routing);
    object["rpm"] = rateOrNone(project.rate.requestsPerMinute);
    object["tpm"] = rateOrNone(project.rate.tokensPerMinute);
    json::object aliases;
    for (const auto& [asked, used] : project.aliases)
        aliases[asked] = used;
    object["aliases"] = std::move(aliases);
    object["rollout"] = project.rollout.enabled ? json::value(project.rollout.percent) : json::value(nullptr);
    object["created"] = formatTime(project.createdAt);
    return object;
}

/// "alias:old=new"; "alias:old=none" removes it.
Result<> setAlias(Project& project, std::string_view asked, const std::string& used) {
    if (asked.empty())
        return fail(ErrorKind::InvalidParameters, "alias: name the model that is asked for, alias:old=new.", "alias");
    std::erase_if(project.aliases, [asked](const auto& alias) { return alias.first == asked; });
    if (used != "none")
        project.aliases.emplace_back(asked, used);
    return {};
}

Result<> changeRate(std::int64_t& perMinute, std::string_view field, const std::string& value) {
    auto number = parseRate(field, value);
    if (!number)
        return number.error();
    perMinute = *number;
    return {};
}

Result<> changeList(std::vector<std::string>& list, std::string_view field, const std::string& value) {
    auto items = parseList(field, value);
    if (!items)
        return items.error();
    list = std::move(*items);
    return {};
}

Result<> changeFlag(bool& flag, std::string_view field, const std::string& value) {
    auto on = parseOnOff(field, value);
    if (!on)
        return on.error();
    flag = *on;
    return {};
}

Result<> change(Engine& engine, Project& project, std::string_view field, const std::string& value) {
    if (field == "mode") {
        const auto mode = domain::projectModeFromString(value);
        if (!mode)
            return fail(ErrorKind::InvalidParameters, "mode is api-keys, credits or hybrid, not “" + value + "”.",
                        "mode");
        project.mode = *mode;
    } else if (field == "name") {
        project.name = value;
    } else if (field == "bodies") {
        return changeFlag(project.storeBodies, field, value);
    } else if (field == "cache") {
        return changeFlag(project.cacheEnabled, field, value);
    } else if (field == "ttl") {
        auto seconds = parseNumber(field, value, kShortestTtl, kLongestTtl);
        if (!seconds)
            return seconds.error();
        project.cacheTtlSeconds = *seconds;
    } else if (field == "models") {
        return changeList(project.allowedModels, field, value);
    } else if (field == "providers") {
        if (auto changed = changeList(project.allowedProviders, field, value); !changed)
            return changed;
        return checkProviders(engine, field, project.allowedProviders);
    } else if (field == "routing") {
        auto routing = parseRouting(field, value);
        if (!routing)
            return routing.error();
        project.routing = *routing;
    } else if (field == "rpm") {
        return changeRate(project.rate.requestsPerMinute, field, value);
    } else if (field == "tpm") {
        return changeRate(project.rate.tokensPerMinute, field, value);
    } else if (field.starts_with(kAlias)) {
        return setAlias(project, field.substr(kAlias.size()), value);
    } else {
        return fail(ErrorKind::InvalidParameters,
                    "A project has no “" + std::string(field) +
                        "” that can be set; there are mode, name, bodies, cache, ttl, models, providers, routing, rpm, "
                        "tpm and alias:MODEL.");
    }
    return {};
}

/// What the words of the command set.
Result<> changeAll(Engine& engine, Project& project, const CommandArgs& args) {
    auto wanted = assignments(args);
    if (!wanted)
        return wanted.error();
    for (const auto& [field, value] : *wanted) {
        if (auto changed = change(engine, project, field, value); !changed)
            return changed;
    }
    return {};
}

/// Of the models that are named anew.
json::array warnings(Engine& engine, const Project& before, const Project& after) {
    json::array list;
    if (after.allowedModels != before.allowedModels)
        warnOfUnknown(engine, "models", after.allowedModels, list);
    for (const auto& alias : after.aliases) {
        if (std::find(before.aliases.begin(), before.aliases.end(), alias) == before.aliases.end())
            warnOfUnknown(engine, std::string(kAlias) + alias.first, {alias.second}, list);
    }
    return list;
}

QFuture<CommandResult> shown(Engine& engine, QFuture<Result<>> saved, const std::string& id, json::array warnings) {
    const auto show = [&engine, id, warnings = std::move(warnings)](Result<> kept) -> CommandResult {
        if (!kept)
            return kept.error();
        auto now = findProject(*engine.configuration().current(), id);
        if (!now)
            return now.error();
        json::value answer = describe(*now);
        addWarnings(answer, warnings);
        return answer;
    };
    return saved.then(&engine, show);
}

/// Configuration where another project has the name already.
Result<> checkName(Engine& engine, const Project& project) {
    auto other = findProject(*engine.configuration().current(), project.name);
    if (!other || other->id == project.id ||
        QString::fromStdString(other->name).compare(QString::fromStdString(project.name), Qt::CaseInsensitive) != 0)
        return {};
    return fail(ErrorKind::Configuration, "There is already a project “" + other->name + "”.", "name");
}

QFuture<CommandResult> create(Engine& engine, const CommandArgs& args) {
    const SystemClock clock;
    Project project;
    project.createdAt = clock.now();
    project.id = policy::newUlid(project.createdAt);
    project.name = args.text("name");
    if (auto changed = changeAll(engine, project, args); !changed)
        return done(changed.error());
    if (auto free = checkName(engine, project); !free)
        return done(free.error());
    return shown(engine, engine.configuration().saveProject(project), project.id, warnings(engine, {}, project));
}

QFuture<CommandResult> set(Engine& engine, const Project& before, const CommandArgs& args) {
    auto after = before;
    if (auto changed = changeAll(engine, after, args); !changed)
        return done(changed.error());
    if (auto free = checkName(engine, after); !free)
        return done(free.error());
    return shown(engine, engine.configuration().changeProject(before, after), before.id,
                 warnings(engine, before, after));
}

QFuture<CommandResult> remove(Engine& engine, const Project& project) {
    if (project.id == "default")
        return done(
            fail(ErrorKind::Configuration, "The default project stays; revoke its keys with “key revoke” instead."));
    return engine.configuration().removeProject(project.id).then(&engine, [project](Result<> removed) -> CommandResult {
        if (!removed)
            return removed.error();
        return json::value(json::object{{"id", project.id}, {"name", project.name}, {"deleted", true}});
    });
}

} // namespace

std::optional<QFuture<CommandResult>> projectCommand(Engine& engine, std::string_view command,
                                                     const CommandArgs& args) {
    if (command == "project list") {
        json::array list;
        for (const auto& project : engine.configuration().current()->projects)
            list.push_back(describe(project));
        return done(json::value(std::move(list)));
    }
    if (command == "project create")
        return create(engine, args);
    if (command != "project show" && command != "project set" && command != "project delete")
        return std::nullopt;
    auto project = findProject(*engine.configuration().current(), args.text("name"));
    if (!project)
        return done(project.error());
    if (command == "project show")
        return done(json::value(describe(*project)));
    if (command == "project delete")
        return remove(engine, *project);
    return set(engine, *project, args);
}

} // namespace llmg::service
