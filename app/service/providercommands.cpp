// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// provider list|set|add|test, provider key add|list|remove, models.
#include "app/gateway/listings.h"
#include "app/gateway/snapshot.h"
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
using domain::SecretPlace;

const char* words(SecretPlace place) {
    switch (place) {
    case SecretPlace::Keychain:
        return "keychain";
    case SecretPlace::Environment:
        return "environment";
    case SecretPlace::Session:
        return "session";
    }
    return "";
}

const char* words(ProviderKeyState state) {
    switch (state) {
    case ProviderKeyState::Untested:
        return "untested";
    case ProviderKeyState::Good:
        return "good";
    case ProviderKeyState::Rejected:
        return "rejected";
    case ProviderKeyState::Resting:
        return "resting";
    case ProviderKeyState::Unreadable:
        return "unreadable";
    }
    return "";
}

json::object describe(const ProviderKeyEntry& entry) {
    json::object object;
    object["id"] = entry.id;
    object["provider"] = entry.provider;
    object["label"] = entry.label;
    object["key"] = entry.masked;
    object["place"] = words(entry.place);
    object["state"] = words(entry.state);
    if (!entry.stateReason.empty())
        object["reason"] = entry.stateReason;
    return object;
}

json::object describe(const providers::Variables& variables) {
    json::object object;
    for (const auto& [name, value] : variables)
        object[name] = value;
    return object;
}

json::array listProviders(Engine& engine) {
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

std::optional<ProviderSettings> settingsOf(Engine& engine, const std::string& id) {
    for (const auto& settings : engine.configuration().current()->providers) {
        if (settings.id == id)
            return settings;
    }
    return std::nullopt;
}

QFuture<CommandResult> save(Engine& engine, ProviderSettings settings) {
    for (const auto* url : {&settings.baseUrl, &settings.proxyUrl}) {
        if (url->empty() || *url == "direct")
            continue;
        if (auto parsed = http::parseUrl(*url); !parsed)
            return done(parsed.error());
    }
    return engine.configuration().saveProviderSettings(settings).then(
        &engine, [settings](Result<> kept) -> CommandResult {
            if (!kept)
                return kept.error();
            json::object object;
            object["id"] = settings.id;
            object["base_url"] = settings.baseUrl;
            object["proxy"] = settings.proxyUrl;
            object["enabled"] = settings.enabled;
            if (!settings.variables.empty())
                object["variables"] = describe(settings.variables);
            return json::value(std::move(object));
        });
}

/// "region=eu-central-1"; "region=" forgets it.
Result<> setVariable(const domain::ProviderEntry* entry, ProviderSettings& settings, const std::string& assignment) {
    const auto equals = assignment.find('=');
    const std::string name = assignment.substr(0, equals);
    std::string known;
    bool isKnown = false;
    if (entry) {
        for (const auto& variable : entry->variables) {
            isKnown = isKnown || variable.name == name;
            known += (known.empty() ? "" : ", ") + variable.name;
        }
    }
    if (equals == std::string::npos || !isKnown)
        return fail(ErrorKind::InvalidParameters,
                    known.empty() ? "“" + settings.id + "” has nothing to set but --base-url, --proxy and --enabled."
                                  : "Write name=value; “" + settings.id + "” has " + known + ".");
    std::erase_if(settings.variables, [&name](const auto& variable) { return variable.first == name; });
    if (equals + 1 < assignment.size())
        settings.variables.emplace_back(name, assignment.substr(equals + 1));
    return {};
}

QFuture<CommandResult> setProvider(Engine& engine, const CommandArgs& args) {
    const auto id = args.text("id");
    auto settings = settingsOf(engine, id);
    if (!settings) {
        if (!engine.catalog().provider(id))
            return done(
                fail(ErrorKind::NotFound, "No provider is called “" + id +
                                              "”; “provider list” shows them, “provider add” adds an own server."));
        settings = ProviderSettings{};
        settings->id = id;
    }
    if (args.has("base-url"))
        settings->baseUrl = args.text("base-url");
    if (args.has("proxy"))
        settings->proxyUrl = args.text("proxy");
    if (args.has("enabled"))
        settings->enabled = args.text("enabled") != "off";
    for (const auto& assignment : args.list("set")) {
        if (auto set = setVariable(engine.catalog().provider(id), *settings, assignment); !set)
            return done(set.error());
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
        return done(fail(ErrorKind::InvalidParameters, "There is already a provider called “" + settings.id + "”."));
    if (settings.baseUrl.empty())
        return done(
            fail(ErrorKind::InvalidParameters, "An own server needs --base-url, such as http://127.0.0.1:8000/v1."));
    return save(engine, std::move(settings));
}

QFuture<CommandResult> testProvider(Engine& engine, const CommandArgs& args) {
    const auto id = args.text("id");
    if (!engine.snapshot()->isKnown(id))
        return done(fail(ErrorKind::NotFound, "No provider is called “" + id + "”."));
    const auto describeTest = [](Result<ProviderTest> tested) -> CommandResult {
        if (!tested)
            return tested.error();
        json::object object;
        object["latency_ms"] = tested->latency.count();
        object["models"] = tested->models.size();
        return json::value(std::move(object));
    };
    for (const auto& entry : engine.providerKeys().entries()) {
        if (entry.provider == id && (!args.has("label") || args.text("label") == entry.label))
            return engine.providerKeys().testEntry(entry.id).then(&engine, describeTest);
    }
    const auto* runtime = engine.snapshot()->provider(id);
    if (!runtime || !runtime->endpoint.keyOptional)
        return done(fail(ErrorKind::NoProviderKey, "There is no key for “" + id + "” to test."));
    return engine.providerKeys().test(id, Secret{}).then(&engine, describeTest);
}

QFuture<CommandResult> addKey(Engine& engine, const CommandArgs& args) {
    const auto id = args.text("id");
    if (!engine.providerKeys().isPersistent()) {
        const auto* entry = engine.catalog().provider(id);
        const std::string variable = entry && !entry->env.empty() ? entry->env.front() : "OPENAI_API_KEY";
        return done(fail(
            ErrorKind::Keychain,
            "There is no keychain here that could keep the key. Set it in the environment of the gateway instead: " +
                variable + "=… (a comma separates several)."));
    }
    return engine.providerKeys()
        .add(id, args.text("label"), Secret(args.text("secret")))
        .then(&engine, [](Result<ProviderKeyEntry> added) -> CommandResult {
            if (!added)
                return added.error();
            return json::value(describe(*added));
        });
}

QFuture<CommandResult> removeKey(Engine& engine, const CommandArgs& args) {
    for (const auto& entry : engine.providerKeys().entries()) {
        if (entry.provider == args.text("id") && entry.label == args.text("label")) {
            return engine.providerKeys().remove(entry.id).then(&engine, [entry](Result<> removed) -> CommandResult {
                if (!removed)
                    return removed.error();
                return json::value(describe(entry));
            });
        }
    }
    return done(
        fail(ErrorKind::NotFound, "There is no key “" + args.text("label") + "” for “" + args.text("id") + "”."));
}

} // namespace

std::optional<QFuture<CommandResult>> providerCommand(Engine& engine, std::string_view command,
                                                      const CommandArgs& args) {
    if (command == "provider list")
        return done(json::value(listProviders(engine)));
    if (command == "provider set")
        return setProvider(engine, args);
    if (command == "provider add")
        return addProvider(engine, args);
    if (command == "provider test")
        return testProvider(engine, args);
    if (command == "provider key add")
        return addKey(engine, args);
    if (command == "provider key remove")
        return removeKey(engine, args);
    if (command == "provider key list") {
        json::array list;
        for (const auto& entry : engine.providerKeys().entries()) {
            if (!args.has("id") || entry.provider == args.text("id"))
                list.push_back(describe(entry));
        }
        return done(json::value(std::move(list)));
    }
    if (command == "models") {
        boost::system::error_code error;
        auto listing = json::parse(gateway::modelsJson(*engine.snapshot()), error);
        return done(error ? CommandResult(fail(ErrorKind::Internal, "The list of models is unreadable."))
                          : CommandResult(listing.as_object()["data"]));
    }
    return std::nullopt;
}

} // namespace llmg::service
