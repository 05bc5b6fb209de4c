// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// rollout show|set|start|back|stop|log.
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
using domain::Rollout;
using domain::RolloutArm;

constexpr int kMostEvents = 200;
constexpr int kMostRequests = 1'000'000;
constexpr int kMostLatencyPercent = 10'000;

json::object interval(double value, double low, double high) {
    return {{"value", value}, {"low", low}, {"high", high}};
}

json::object describe(std::string_view which, const RolloutArm& arm, const policy::ArmFigures* figures) {
    json::object object;
    object["arm"] = which;
    object["name"] = arm.name;
    object["mode"] = arm.mode;
    object["provider"] = arm.provider;
    object["model"] = arm.model;
    if (!figures)
        return object;
    object["requests"] = figures->requests;
    object["errors"] = figures->errors;
    object["cost_usd"] = domain::toDecimalUsd(figures->cost);
    if (figures->requests == 0)
        return object; // nothing is known of an arm that had no request
    object["error_percent"] =
        interval(figures->errorRate * 100, figures->errorRateLow * 100, figures->errorRateHigh * 100);
    if (figures->requests > figures->errors)
        object["median_ms"] = interval(figures->medianMs, figures->medianLowMs, figures->medianHighMs);
    object["mean_cost_usd"] = interval(figures->meanCostUsd, figures->meanCostLowUsd, figures->meanCostHighUsd);
    return object;
}

json::object describe(Engine& engine, const Project& project) {
    const auto& rollout = project.rollout;
    const auto figures = engine.rolloutFigures(project.id);
    json::object object;
    object["project"] = project.name;
    object["state"] = rollout.enabled ? "running" : "stopped";
    object["percent"] = rollout.percent;
    object["sticky"] = domain::toString(rollout.sticky);
    object["automatic"] = rollout.automatic;
    object["min_requests"] = rollout.minRequests;
    object["max_error_rate_percent"] = rollout.maxErrorRatePerMille / 10.0;
    object["max_latency_percent"] = rollout.maxLatencyPercent;
    object["since"] = rollout.since == UnixTime{} ? json::value(nullptr) : json::value(formatTime(rollout.since));
    object["arms"] = {describe("control", rollout.control, figures ? &figures->control : nullptr),
                      describe("candidate", rollout.candidate, figures ? &figures->candidate : nullptr)};
    if (!figures)
        object["note"] = "No gateway runs, and only a running one counts what the arms do.";
    else if (figures->rolledBack)
        object["note"] = "Rolled back automatically; all requests go to the control arm.";
    return object;
}

Result<> changeArm(Engine& engine, RolloutArm& arm, const std::string& field, std::string_view part,
                   const std::string& given) {
    const auto value = given == "none" ? std::string{} : given;
    if (part == "name") {
        arm.name = value;
    } else if (part == "mode") {
        if (!value.empty() && !domain::projectModeFromString(value))
            return fail(ErrorKind::InvalidParameters,
                        field + " is api-keys, credits, hybrid or none, not “" + value + "”.", field);
        arm.mode = value;
    } else if (part == "provider") {
        if (!value.empty()) {
            if (auto known = checkProviders(engine, field, {value}); !known)
                return known;
        }
        arm.provider = value;
    } else if (part == "model") {
        arm.model = value;
    } else {
        return fail(ErrorKind::InvalidParameters,
                    "A rollout has no “" + field + "”; an arm has name, mode, provider and model.", field);
    }
    return {};
}

Result<> changeNumber(int& number, const std::string& field, const std::string& value, int least, int most) {
    auto parsed = parseNumber(field, value, least, most);
    if (!parsed)
        return parsed.error();
    number = static_cast<int>(*parsed);
    return {};
}

Result<> change(Engine& engine, Rollout& rollout, const std::string& field, const std::string& value) {
    constexpr std::string_view kControl = "control.";
    constexpr std::string_view kCandidate = "candidate.";
    if (field.starts_with(kControl))
        return changeArm(engine, rollout.control, field, field.substr(kControl.size()), value);
    if (field.starts_with(kCandidate))
        return changeArm(engine, rollout.candidate, field, field.substr(kCandidate.size()), value);
    if (field == "percent")
        return changeNumber(rollout.percent, field, value, 0, 100);
    if (field == "min-requests")
        return changeNumber(rollout.minRequests, field, value, 1, kMostRequests);
    if (field == "max-latency")
        return changeNumber(rollout.maxLatencyPercent, field, value, 0, kMostLatencyPercent);
    if (field == "max-error-rate") {
        auto rate = parsePerMille(field, value, 100);
        if (!rate)
            return rate.error();
        rollout.maxErrorRatePerMille = *rate;
        return {};
    }
    if (field == "automatic") {
        auto on = parseOnOff(field, value);
        if (!on)
            return on.error();
        rollout.automatic = *on;
        return {};
    }
    if (field == "sticky") {
        const auto sticky = domain::rolloutStickyFromString(value);
        if (!sticky)
            return fail(ErrorKind::InvalidParameters, "sticky is conversation or key, not “" + value + "”.", field);
        rollout.sticky = *sticky;
        return {};
    }
    return fail(ErrorKind::InvalidParameters,
                "A rollout has no “" + field +
                    "” that can be set; there are percent, sticky, automatic, min-requests, max-error-rate, "
                    "max-latency, and name, mode, provider and model of control and candidate.");
}

CommandResult shown(Engine& engine, const std::string& id, json::array warnings) {
    auto project = findProject(*engine.configuration().current(), id);
    if (!project)
        return project.error();
    json::value answer = describe(engine, *project);
    addWarnings(answer, std::move(warnings));
    return answer;
}

/// As the project's requests meet them.
bool isSame(const Project& project, const RolloutArm& a, const RolloutArm& b) {
    const auto modeOf = [&project](const RolloutArm& arm) {
        return arm.mode.empty() ? std::string(domain::toString(project.mode)) : arm.mode;
    };
    return modeOf(a) == modeOf(b) && a.provider == b.provider && a.model == b.model;
}

/// Configuration for arms between which there would be nothing to choose.
Result<> checkArms(const Project& project, const Rollout& next) {
    if (!isSame(project, next.control, next.candidate))
        return {};
    return fail(ErrorKind::Configuration,
                "Both arms of the rollout would do the same. Give one another mode, provider or model, such as "
                "“rollout set " +
                    project.name + " candidate.model=gpt-4o”.");
}

/// What an arm asks for; "" leaves it to the request.
std::string askedBy(const RolloutArm& arm) {
    if (arm.model.empty() || arm.provider.empty() || arm.model == "auto" || arm.model.find('/') != std::string::npos)
        return arm.model;
    return arm.provider + "/" + arm.model;
}

/// NotFound for a model that no request could reach; a warning for one that only its provider may know.
Result<> checkModel(Engine& engine, const Project& project, std::string_view field, const RolloutArm& arm,
                    json::array& warnings) {
    const auto asked = askedBy(arm);
    const bool isAlias = std::any_of(project.aliases.begin(), project.aliases.end(),
                                     [&asked](const auto& alias) { return alias.first == asked; });
    const auto unknown = asked.empty() || isAlias ? std::nullopt : findUnknown(engine, asked);
    if (!unknown)
        return {};
    const auto message = std::string(field) + ": " + unknown->message;
    if (!unknown->isPassedOn)
        return fail(ErrorKind::NotFound, message + " PROVIDER/MODEL passes a name on as it is.", std::string(field));
    warnings.emplace_back(message);
    return {};
}

/// Each change is an event of the log, so nothing is written where nothing changes.
QFuture<CommandResult> changed(Engine& engine, const Project& project, const Rollout& next, const char* kind,
                               std::string detail, json::array warnings = {}) {
    if (next == project.rollout)
        return done(shown(engine, project.id, std::move(warnings)));
    const auto show = [&engine, project, warnings = std::move(warnings)](Result<> kept) -> CommandResult {
        if (kept)
            return shown(engine, project.id, warnings);
        if (kept.error().kind == ErrorKind::Configuration)
            return fail(ErrorKind::Configuration,
                        "Another program changed the rollout of “" + project.name +
                            "” at the same moment, so nothing was changed here. Look at “rollout show”, then try "
                            "again.");
        return kept.error();
    };
    // The figures are those of the rollout as requests are judged by now.
    return engine.configuration()
        .changeRollout(project.id, project.rollout, next, kind, std::move(detail))
        .then(&engine, show);
}

QFuture<CommandResult> setRollout(Engine& engine, const Project& project, const CommandArgs& args) {
    auto wanted = assignments(args);
    if (!wanted)
        return done(wanted.error());
    auto next = project.rollout;
    std::string detail;
    bool onlyPercent = true;
    for (const auto& [field, value] : *wanted) {
        if (auto changed = change(engine, next, field, value); !changed)
            return done(changed.error());
        onlyPercent = onlyPercent && field == "percent";
        detail += (detail.empty() ? "" : ", ") + field + "=" + value;
    }
    json::array warnings;
    if (next.control != project.rollout.control || next.candidate != project.rollout.candidate) {
        for (const auto& [field, arm] :
             {std::pair{"control.model", &next.control}, {"candidate.model", &next.candidate}}) {
            if (auto known = checkModel(engine, project, field, *arm, warnings); !known)
                return done(known.error());
        }
        if (auto differ = checkArms(project, next); !differ)
            return done(differ.error());
    }
    return changed(engine, project, next, onlyPercent ? "percent" : "arms", std::move(detail), std::move(warnings));
}

QFuture<CommandResult> start(Engine& engine, const Project& project) {
    auto next = project.rollout;
    next.enabled = true;
    if (auto differ = checkArms(project, next); !differ)
        return done(differ.error());
    json::array warnings;
    if (project.rollout.enabled)
        warnings.emplace_back("The rollout of “" + project.name + "” runs already; nothing was changed.");
    if (next.percent == 0)
        warnings.emplace_back("At 0 % no request goes to the candidate; “rollout set " + project.name +
                              " percent=10” sends it some.");
    return changed(engine, project, next, "started", "at " + std::to_string(next.percent) + " %", std::move(warnings));
}

json::array noneRuns(const Project& project) {
    return {"No rollout runs in “" + project.name + "”; nothing was changed."};
}

QFuture<CommandResult> goBack(Engine& engine, const Project& project) {
    if (!project.rollout.enabled)
        return done(shown(engine, project.id, noneRuns(project)));
    if (project.rollout.percent == 0)
        return done(shown(engine, project.id,
                          {"The rollout of “" + project.name + "” is at 0 % already; nothing was changed."}));
    auto next = project.rollout;
    next.percent = 0;
    return changed(engine, project, next, "rolled-back",
                   "from " + std::to_string(project.rollout.percent) + " % to 0 %");
}

QFuture<CommandResult> stop(Engine& engine, const Project& project) {
    if (!project.rollout.enabled)
        return done(shown(engine, project.id, noneRuns(project)));
    auto next = project.rollout;
    next.enabled = false;
    return changed(engine, project, next, "stopped", "at " + std::to_string(next.percent) + " %");
}

QFuture<CommandResult> log(Engine& engine, const Project& project) {
    return engine.configuration()
        .rolloutEvents(project.id, kMostEvents)
        .then(&engine, [](Result<std::vector<domain::RolloutEvent>> events) -> CommandResult {
            if (!events)
                return events.error();
            json::array list;
            for (const auto& event : *events) {
                json::object object;
                object["time"] = formatTime(event.at);
                object["kind"] = event.kind;
                object["detail"] = event.detail;
                list.push_back(std::move(object));
            }
            return json::value(std::move(list));
        });
}

} // namespace

std::optional<QFuture<CommandResult>> rolloutCommand(Engine& engine, std::string_view command,
                                                     const CommandArgs& args) {
    if (!command.starts_with("rollout "))
        return std::nullopt;
    auto project = findProject(*engine.configuration().current(), args.text("project"));
    if (!project)
        return done(project.error());
    if (command == "rollout show")
        return done(json::value(describe(engine, *project)));
    if (command == "rollout set")
        return setRollout(engine, *project, args);
    if (command == "rollout log")
        return log(engine, *project);
    if (command == "rollout start")
        return start(engine, *project);
    if (command == "rollout back")
        return goBack(engine, *project);
    if (command == "rollout stop")
        return stop(engine, *project);
    return std::nullopt;
}

} // namespace llmg::service
