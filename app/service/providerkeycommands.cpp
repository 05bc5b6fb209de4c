// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// provider key add|list|set|remove, provider import.
#include "app/service/commandargs.h"
#include "app/service/engine.h"
#include "app/service/foundkeys.h"
#include "app/service/providerkeys.h"

#include <algorithm>

namespace llmg::service {
namespace {

namespace json = boost::json;
using domain::ProviderKeyEntry;
using domain::ProviderKeyState;
using domain::SecretPlace;

const char* placeName(SecretPlace place) {
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

json::object describe(const ProviderKeyEntry& entry) {
    json::object object;
    object["id"] = entry.id;
    object["provider"] = entry.provider;
    object["label"] = entry.label;
    object["key"] = entry.masked;
    object["place"] = placeName(entry.place);
    object["weight"] = entry.weight;
    object["state"] = keyStateName(entry.state);
    if (!entry.stateReason.empty())
        object["reason"] = entry.stateReason;
    return object;
}

Result<> checkKeychain(Engine& engine, const std::string& provider) {
    if (engine.providerKeys().isPersistent())
        return {};
    const auto* entry = engine.catalog().provider(provider);
    const std::string variable = entry && !entry->env.empty() ? entry->env.front() : "OPENAI_API_KEY";
    return fail(
        ErrorKind::Keychain,
        "There is no keychain here that could keep the key. Set it in the environment of the gateway instead: " +
            variable + "=… (a comma separates several).");
}

Result<ProviderKeyEntry> findEntry(Engine& engine, const CommandArgs& args) {
    for (auto& entry : engine.providerKeys().entries()) {
        if (entry.provider == args.text("id") && entry.label == args.text("label"))
            return std::move(entry);
    }
    return fail(ErrorKind::NotFound, "There is no key “" + args.text("label") + "” for “" + args.text("id") +
                                         "”; “provider key list” shows them.");
}

/// Configuration for one of the environment: there is nothing to change.
Result<ProviderKeyEntry> findKeptEntry(Engine& engine, const CommandArgs& args) {
    auto entry = findEntry(engine, args);
    if (entry && entry->place == SecretPlace::Environment)
        return fail(ErrorKind::Configuration, "The key “" + entry->label +
                                                  "” comes from the environment of the gateway, and nothing is kept of "
                                                  "it. Change the variable and start the gateway again.");
    return entry;
}

QFuture<CommandResult> addKey(Engine& engine, const CommandArgs& args) {
    const auto id = args.text("id");
    if (auto known = checkProviders(engine, "id", {id}); !known)
        return done(known.error());
    if (findEntry(engine, args))
        return done(fail(ErrorKind::Configuration,
                         "There is already a key “" + args.text("label") + "” for “" + id + "”.", "label"));
    if (auto kept = checkKeychain(engine, id); !kept)
        return done(kept.error());
    return engine.providerKeys()
        .add(id, args.text("label"), Secret(args.text("secret")))
        .then(&engine, [](Result<ProviderKeyEntry> added) -> CommandResult {
            if (!added)
                return added.error();
            return json::value(describe(*added));
        });
}

QFuture<CommandResult> removeKey(Engine& engine, const CommandArgs& args) {
    auto entry = findKeptEntry(engine, args);
    if (!entry)
        return done(entry.error());
    return engine.providerKeys().remove(entry->id).then(&engine, [entry = *entry](Result<> removed) -> CommandResult {
        if (!removed)
            return removed.error();
        return json::value(describe(entry));
    });
}

QFuture<CommandResult> setKey(Engine& engine, const CommandArgs& args) {
    auto entry = findKeptEntry(engine, args);
    if (!entry)
        return done(entry.error());
    auto wanted = assignments(args);
    if (!wanted)
        return done(wanted.error());
    constexpr int kMostWeight = 100;
    for (const auto& [field, value] : *wanted) {
        if (field != "weight")
            return done(fail(ErrorKind::InvalidParameters,
                             "A provider key has no “" + field + "” that can be set; there is weight."));
        auto weight = parseNumber(field, value, 1, kMostWeight);
        if (!weight)
            return done(weight.error());
        entry->weight = static_cast<int>(*weight);
    }
    return engine.providerKeys()
        .setWeight(entry->id, entry->weight)
        .then(&engine, [entry = *entry](Result<> set) -> CommandResult {
            if (!set)
                return set.error();
            return json::value(describe(entry));
        });
}

/// Keys that another program found, as args["keys"] holds them.
std::vector<FoundKey> foundKeys(Engine& engine, const CommandArgs& args) {
    std::vector<FoundKey> found;
    const auto textOf = [](const json::object& object, std::string_view name) {
        const auto* value = object.if_contains(name);
        return value && value->is_string() ? std::string(value->as_string()) : std::string{};
    };
    for (const auto& item : args.array("keys")) {
        const auto* object = item.if_object();
        if (!object)
            continue;
        FoundKey key{textOf(*object, "provider"),       textOf(*object, "variable"), {}, {},
                     Secret(textOf(*object, "secret")), textOf(*object, "trouble")};
        if (key.trouble.empty())
            key.masked = engine.providerKeys().shownKey(key.provider, key.secret);
        found.push_back(std::move(key));
    }
    return found;
}

/// Shows what was found, and keeps what is not kept yet, one after the other: some keychains lose what comes at once.
QFuture<CommandResult> importKeys(Engine& engine, const CommandArgs& args) {
    const bool dryRun = args.flag("dry-run");
    const auto list = std::make_shared<json::array>();
    QFuture<void> all = QtFuture::makeReadyFuture();
    for (const auto& key : foundKeys(engine, args)) {
        json::object row{{"provider", key.provider}, {"variable", key.variable}, {"key", key.masked}};
        const auto twin = engine.providerKeys().entryOf(key.provider, key.secret);
        const bool isKept = twin && twin->place != SecretPlace::Environment;
        if (!key.trouble.empty() || isKept || dryRun) {
            row["outcome"] = !key.trouble.empty() ? "not taken: " + key.trouble
                             : isKept             ? "kept already"
                                                  : "would be added";
            list->push_back(std::move(row));
            continue;
        }
        if (auto kept = checkKeychain(engine, key.provider); !kept)
            return done(kept.error());
        const auto add = [&engine, key, except = twin ? twin->id : std::string{}] {
            return engine.providerKeys().add(
                key.provider, freeLabel(engine.providerKeys().entries(), key.provider, key.variable, except),
                key.secret);
        };
        all = all.then(&engine, add)
                  .unwrap()
                  .then(&engine, [list, row = std::move(row)](Result<ProviderKeyEntry> added) mutable {
                      row["outcome"] = added ? "added as “" + added->label + "”" : added.error().message;
                      list->push_back(std::move(row));
                  });
    }
    return all.then(&engine, [list]() -> CommandResult { return json::value(std::move(*list)); });
}

} // namespace

const char* keyStateName(ProviderKeyState state) {
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

std::optional<QFuture<CommandResult>> providerKeyCommand(Engine& engine, std::string_view command,
                                                         const CommandArgs& args) {
    if (command == "provider key add")
        return addKey(engine, args);
    if (command == "provider key remove")
        return removeKey(engine, args);
    if (command == "provider key set")
        return setKey(engine, args);
    if (command == "provider import")
        return importKeys(engine, args);
    if (command != "provider key list")
        return std::nullopt;
    if (args.has("id")) {
        if (auto known = checkProviders(engine, "id", {args.text("id")}); !known)
            return done(known.error());
    }
    json::array list;
    for (const auto& entry : engine.providerKeys().entries()) {
        if (!args.has("id") || entry.provider == args.text("id"))
            list.push_back(describe(entry));
    }
    return done(json::value(std::move(list)));
}

} // namespace llmg::service
