// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/keyimport.h"

#include "app/secrets/environmentkeys.h"

#include <QFile>
#include <QProcessEnvironment>

#include <algorithm>
#include <set>

namespace llmg::daemon {
namespace {

constexpr std::size_t kShortestKey = 16;   // a shorter text that begins like a key is none
constexpr std::size_t kShortestPrefix = 4; // "sk_" begins others' keys too
constexpr std::string_view kGatewayKey = "llmg_";
constexpr qint64 kLargestFile = qint64{1} << 20;

/// The provider whose keys begin so; "" for none, and where several share the longest beginning that fits.
std::string providerOf(const catalog::Catalog& catalog, std::string_view value) {
    std::string provider;
    std::size_t longest = 0;
    const auto consider = [&](const std::string& id, const std::string& prefix) {
        if (prefix.size() < kShortestPrefix || prefix.size() < longest || !value.starts_with(prefix))
            return;
        provider = prefix.size() == longest && provider != id ? std::string{} : id;
        longest = prefix.size();
    };
    for (const auto& entry : catalog.providers()) {
        consider(entry.id, entry.keyPrefix);
        for (const auto& prefix : entry.moreKeyPrefixes)
            consider(entry.id, prefix);
    }
    return provider;
}

bool looksLikeAKey(std::string_view value) {
    return value.size() >= kShortestKey && !value.starts_with(kGatewayKey) &&
           std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c < '\x7F' && c != ','; });
}

Variables ownEnvironment() {
    Variables variables;
    const auto environment = QProcessEnvironment::systemEnvironment();
    for (const auto& name : environment.keys())
        variables.emplace_back(name.toStdString(), Secret(environment.value(name).toStdString()));
    return variables;
}

Result<Variables> readDotEnv(const std::string& path) {
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorKind::InvalidParameters,
                    "file: " + path + " cannot be read: " + file.errorString().toStdString() + ".", "file");
    const auto text = file.read(kLargestFile + 1);
    auto variables = secrets::parseDotEnv({text.constData(), static_cast<std::size_t>(text.size())});
    if (!variables)
        return fail(ErrorKind::InvalidParameters, "file: " + path + ": " + variables.error().message + ".", "file");
    return variables;
}

} // namespace

std::vector<FoundKey> findProviderKeys(const catalog::Catalog& catalog, const Variables& variables) {
    std::vector<secrets::EnvironmentNames> names;
    std::set<std::string> known;
    for (const auto& provider : catalog.providers()) {
        names.push_back({provider.id, provider.env});
        known.insert(provider.env.begin(), provider.env.end());
    }
    const auto lookup = [&variables](const std::string& name) -> std::optional<std::string> {
        for (const auto& [variable, value] : variables) {
            if (variable == name)
                return std::string(value.reveal());
        }
        return std::nullopt;
    };
    std::vector<FoundKey> found;
    for (auto& key : secrets::environmentKeys(names, lookup)) {
        // A client of a gateway has the gateway's key where the provider's was.
        const auto* provider = catalog.provider(key.provider);
        if (!key.secret.reveal().starts_with(kGatewayKey) || (provider && provider->keyPrefix == kGatewayKey))
            found.push_back({key.provider, key.variable, std::move(key.secret)});
    }
    for (const auto& [variable, value] : variables) {
        if (known.contains(variable) || !looksLikeAKey(value.reveal()))
            continue;
        auto provider = providerOf(catalog, value.reveal());
        const bool isNew = std::none_of(found.begin(), found.end(), [&](const FoundKey& other) {
            return other.provider == provider && other.secret.reveal() == value.reveal();
        });
        if (!provider.empty() && isNew)
            found.push_back({std::move(provider), variable, value});
    }
    return found;
}

Result<> collectKeys(boost::json::object& args) {
    Variables variables;
    if (const auto* file = args.if_contains("file")) {
        auto read = readDotEnv(std::string(file->as_string()));
        if (!read)
            return read.error();
        variables = std::move(*read);
    }
    if (args.contains("env") || !args.contains("file")) {
        for (auto& variable : ownEnvironment())
            variables.push_back(std::move(variable));
    }
    boost::json::array keys;
    for (const auto& key : findProviderKeys(*catalog::Catalog::builtIn(), variables))
        keys.push_back(
            {{"provider", key.provider}, {"variable", key.variable}, {"secret", std::string(key.secret.reveal())}});
    if (keys.empty())
        return fail(ErrorKind::NotFound, "No provider key was found there. Variables are known by the names that "
                                         "providers use (OPENAI_API_KEY …), or by how their keys begin.");
    args["keys"] = std::move(keys);
    return {};
}

} // namespace llmg::daemon
