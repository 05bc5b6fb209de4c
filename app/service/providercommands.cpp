// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// provider list|set|add|remove|test, models.
#include "app/gateway/listings.h"
#include "app/gateway/snapshot.h"
#include "app/providers/sandbox.h"
#include "app/service/commandargs.h"
#include "app/service/engine.h"
#include "app/service/providerkeys.h"
#include "app/storage/configurationstore.h"

#include <algorithm>

namespace llmg::service {
namespace {

namespace json = boost::json;
using domain::ProviderKeyEntry;
using domain::ProviderKeyState;
using domain::ProviderSettings;

json::object describe(const providers::Variables& variables) {
    json::object object;
    for (const auto& [name, value] : variables)
        object[name] = value;
    return object;
}

/// "2 good, 1 rejected"
std::string statesOf(const std::vector<ProviderKeyEntry>& entries, const std::string& provider) {
    std::string text;
    for (const auto state : {ProviderKeyState::Good, ProviderKeyState::Untested, ProviderKeyState::Resting,
                             ProviderKeyState::Rejected, ProviderKeyState::Unreadable}) {
        const auto count = std::count_if(entries.begin(), entries.end(), [&](const auto& entry) {
            return entry.provider == provider && entry.state == state;
        });
        if (count > 0)
            text += (text.empty() ? "" : ", ") + std::to_string(count) + ' ' + keyStateName(state);
    }
    return text;
}

std::optional<ProviderSettings> settingsOf(Engine& engine, const std::string& id) {
    for (const auto& settings : engine.configuration().current()->providers) {
        if (settings.id == id)
            return settings;
    }
    return std::nullopt;
}

json::array listProviders(Engine& engine) {
    const bool serves = engine.state().phase == GatewayState::Phase::Running;
    const auto snapshot = engine.snapshot();
    const auto entries = engine.providerKeys().entries();
    json::array list;
    const auto add = [&](const std::string& id, const std::string& name, const std::string& api,
                         const std::string& baseUrl, bool own) {
        json::object object;
        object["id"] = id;
        object["name"] = name;
        object["api"] = api;
        object["base_url"] = baseUrl;
        object["own"] = own;
        object["keys"] =
            std::count_if(entries.begin(), entries.end(), [&id](const auto& entry) { return entry.provider == id; });
        if (serves)
            object["key_states"] = statesOf(entries, id);
        const auto settings = settingsOf(engine, id);
        object["order"] = settings ? settings->order : 0;
        object["enabled"] = !settings || settings->enabled;
        object["available"] = snapshot->canCall(id);
        if (const auto* runtime = snapshot->provider(id)) {
            if (!runtime->endpoint.variables.empty())
                object["variables"] = describe(runtime->endpoint.variables);
            if (!runtime->trouble.empty())
                object["trouble"] = runtime->trouble;
        }
        list.push_back(std::move(object));
    };
    for (const auto& provider : engine.catalog().providers()) {
        const auto* runtime = snapshot->provider(provider.id);
        add(provider.id, provider.name, provider.api, runtime ? runtime->endpoint.baseUrl : provider.baseUrl, false);
    }
    for (const auto& settings : engine.configuration().current()->providers) {
        if (settings.custom)
            add(settings.id, settings.id, "openai", settings.baseUrl, true);
    }
    return list;
}

QFuture<CommandResult> save(Engine& engine, ProviderSettings settings) {
    for (const auto& [field, url] :
         {std::pair{"base-url", &settings.baseUrl}, std::pair{"proxy", &settings.proxyUrl}}) {
        if (url->empty() || *url == "direct")
            continue;
        if (auto parsed = http::parseUrl(*url); !parsed)
            return done(fail(ErrorKind::InvalidParameters, std::string(field) + ": " + parsed.error().message, field));
    }
    if (settings.custom && settings.baseUrl.empty())
        return done(fail(ErrorKind::InvalidParameters,
                         "base-url: an own server needs one; “provider remove " + settings.id + "” removes it.",
                         "base-url"));
    return engine.configuration().saveProviderSettings(settings).then(
        &engine, [settings](Result<> kept) -> CommandResult {
            if (!kept)
                return kept.error();
            json::object object;
            object["id"] = settings.id;
            object["base_url"] = settings.baseUrl;
            object["proxy"] = settings.proxyUrl;
            object["enabled"] = settings.enabled;
            object["order"] = settings.order;
            if (!settings.variables.empty())
                object["variables"] = describe(settings.variables);
            return json::value(std::move(object));
        });
}

/// "region=eu-central-1"; "region=none" forgets it.
Result<> setVariable(const domain::ProviderEntry* entry, ProviderSettings& settings, const Assignment& wanted) {
    std::string known = "order, enabled, base-url, proxy";
    bool isKnown = false;
    if (entry) {
        for (const auto& variable : entry->variables) {
            isKnown = isKnown || variable.name == wanted.name;
            known += ", " + variable.name;
        }
    }
    if (!isKnown)
        return fail(ErrorKind::InvalidParameters,
                    "“" + settings.id + "” has no “" + wanted.name + "” that can be set; there are " + known + ".");
    std::erase_if(settings.variables, [&wanted](const auto& variable) { return variable.first == wanted.name; });
    if (wanted.value != "none")
        settings.variables.emplace_back(wanted.name, wanted.value);
    return {};
}

Result<> change(const domain::ProviderEntry* entry, ProviderSettings& settings, const Assignment& wanted) {
    constexpr int kMostOrder = 1000;
    const auto valueOrNone = wanted.value == "none" ? std::string{} : wanted.value;
    if (wanted.name == "base-url") {
        settings.baseUrl = valueOrNone;
    } else if (wanted.name == "proxy") {
        settings.proxyUrl = valueOrNone;
    } else if (wanted.name == "enabled") {
        auto on = parseOnOff(wanted.name, wanted.value);
        if (!on)
            return on.error();
        settings.enabled = *on;
    } else if (wanted.name == "order") {
        auto order = parseNumber(wanted.name, wanted.value, -kMostOrder, kMostOrder);
        if (!order)
            return order.error();
        settings.order = static_cast<int>(*order);
    } else {
        return setVariable(entry, settings, wanted);
    }
    return {};
}

Error unknownProvider(const std::string& id) {
    return fail(ErrorKind::NotFound,
                "No provider is called “" + id + "”; “provider list” shows them, “provider add” adds an own server.");
}

QFuture<CommandResult> setProvider(Engine& engine, const CommandArgs& args) {
    const auto id = args.text("id");
    auto settings = settingsOf(engine, id);
    if (!settings) {
        if (!engine.catalog().provider(id))
            return done(unknownProvider(id));
        settings = ProviderSettings{};
        settings->id = id;
    }
    auto wanted = assignments(args);
    if (!wanted)
        return done(wanted.error());
    for (const char* option : {"base-url", "proxy", "enabled"}) {
        if (!args.has(option))
            continue;
        wanted->push_back({option, args.text(option)});
        if (auto given = checkNotEmpty(option, wanted->back().value); !given)
            return done(given.error());
    }
    for (const auto& assignment : *wanted) {
        if (auto changed = change(engine.catalog().provider(id), *settings, assignment); !changed)
            return done(changed.error());
    }
    return save(engine, std::move(*settings));
}

QFuture<CommandResult> addProvider(Engine& engine, const CommandArgs& args) {
    ProviderSettings settings;
    settings.id = args.text("name");
    settings.custom = true;
    settings.baseUrl = args.text("base-url");
    const bool plain = !settings.id.empty() && settings.id.size() <= 64 &&
                       std::all_of(settings.id.begin(), settings.id.end(), [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
                       });
    if (!plain)
        return done(fail(ErrorKind::InvalidParameters, "The name of an own server is lower-case letters, digits, - _ "
                                                       "and ., because models are asked for as name/model."));
    if (engine.snapshot()->isKnown(settings.id))
        return done(fail(ErrorKind::Configuration, "There is already a provider called “" + settings.id + "”."));
    if (settings.baseUrl.empty())
        return done(fail(ErrorKind::InvalidParameters,
                         "An own server needs --base-url, such as http://127.0.0.1:8000/v1.", "base-url"));
    return save(engine, std::move(settings));
}

/// Those of the environment cannot be removed here, and harm nobody.
QFuture<Result<>> removeKeys(Engine& engine, const std::string& id) {
    auto all = QtFuture::makeReadyFuture(Result<>());
    for (const auto& entry : engine.providerKeys().entries()) {
        if (entry.provider != id || entry.place == domain::SecretPlace::Environment)
            continue;
        const auto next = [&engine, key = entry.id](Result<> before) {
            return before ? engine.providerKeys().remove(key) : QtFuture::makeReadyFuture(std::move(before));
        };
        all = all.then(&engine, next).unwrap();
    }
    return all;
}

QFuture<CommandResult> removeProvider(Engine& engine, const std::string& id) {
    const auto settings = settingsOf(engine, id);
    if (engine.catalog().provider(id))
        return done(fail(ErrorKind::Configuration,
                         "“" + id + "” is built in and cannot be removed. “provider set " + id +
                             " enabled=off” keeps it from being used; “provider key remove” removes its keys."));
    if (!settings || !settings->custom)
        return done(unknownProvider(id));
    const auto forget = [&engine, id](Result<> removed) {
        return removed ? engine.configuration().removeProviderSettings(id)
                       : QtFuture::makeReadyFuture(std::move(removed));
    };
    return removeKeys(engine, id)
        .then(&engine, forget)
        .unwrap()
        .then(&engine, [settings = *settings](Result<> removed) -> CommandResult {
            if (!removed)
                return removed.error();
            return json::value(json::object{{"id", settings.id}, {"base_url", settings.baseUrl}, {"removed", true}});
        });
}

json::object describe(const std::string& id, std::size_t models) {
    return {{"provider", id}, {"models", models}};
}

CommandResult testSandbox() {
    auto object = describe(std::string(routing::kSandboxProvider), providers::sandboxModels().size());
    object["note"] = "It is built in, needs no key, and always answers.";
    return json::value(std::move(object));
}

QFuture<CommandResult> testProvider(Engine& engine, const CommandArgs& args) {
    const auto id = args.text("id");
    if (!engine.snapshot()->isKnown(id))
        return done(unknownProvider(id));
    const auto describeTest = [id](Result<ProviderTest> tested) -> CommandResult {
        if (!tested)
            return tested.error();
        auto object = describe(id, tested->models.size());
        object["latency_ms"] = tested->latency.count();
        return json::value(std::move(object));
    };
    for (const auto& entry : engine.providerKeys().entries()) {
        if (entry.provider == id && (!args.has("label") || args.text("label") == entry.label))
            return engine.providerKeys().testEntry(entry.id).then(&engine, describeTest);
    }
    if (args.has("label"))
        return done(fail(ErrorKind::NotFound, "There is no key “" + args.text("label") + "” for “" + id +
                                                  "”; “provider key list " + id + "” shows them."));
    if (id == routing::kSandboxProvider)
        return done(testSandbox());
    const auto* runtime = engine.snapshot()->provider(id);
    if (!runtime || !runtime->endpoint.keyOptional) {
        const auto variable = engine.snapshot()->keyVariable(id);
        return done(fail(ErrorKind::NoProviderKey, "There is no key for “" + id +
                                                       "” to test. Give it one with “provider key add " + id + "”" +
                                                       (variable.empty() ? "" : ", or in " + variable) + "."));
    }
    return engine.providerKeys().test(id, Secret{}).then(&engine, describeTest);
}

} // namespace

Result<> checkProviders(Engine& engine, std::string_view field, const std::vector<std::string>& providers) {
    for (const auto& id : providers) {
        if (!engine.snapshot()->isKnown(id) && !settingsOf(engine, id))
            return fail(ErrorKind::NotFound,
                        std::string(field) + ": no provider is called “" + id + "”; “provider list” shows them.",
                        std::string(field));
    }
    return {};
}

std::optional<QFuture<CommandResult>> providerCommand(Engine& engine, std::string_view command,
                                                      const CommandArgs& args) {
    if (command == "provider list")
        return done(json::value(listProviders(engine)));
    if (command == "provider set")
        return setProvider(engine, args);
    if (command == "provider add")
        return addProvider(engine, args);
    if (command == "provider remove")
        return removeProvider(engine, args.text("id"));
    if (command == "provider test")
        return testProvider(engine, args);
    if (command == "models") {
        boost::system::error_code error;
        auto listing = json::parse(gateway::modelsJson(*engine.snapshot()), error);
        return done(error ? CommandResult(fail(ErrorKind::Internal, "The list of models is unreadable."))
                          : CommandResult(listing.as_object()["data"]));
    }
    return std::nullopt;
}

} // namespace llmg::service
