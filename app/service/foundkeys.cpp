// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/foundkeys.h"

#include "app/providers/provideradapter.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcessEnvironment>

#include <algorithm>
#include <array>
#include <set>

namespace llmg::service {
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

/// What an example file has where the key belongs: "<your key>", "your-api-key", "sk-xxxxxxxx", "changeme".
bool isPlaceholder(std::string_view value) {
    std::string lower(value);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    constexpr std::array<std::string_view, 7> kWords{"your-",  "your_",    "yourkey", "changeme",
                                                     "xxxxxx", "replace-", "replace_"};
    return lower.starts_with('<') || std::any_of(kWords.begin(), kWords.end(), [&lower](std::string_view word) {
               return lower.find(word) != std::string::npos;
           });
}

/// Why a text in a provider's variable is no key of it, a sentence; "" it may be one.
std::string troubleOf(const domain::ProviderEntry& provider, const Secret& secret, bool ofFile) {
    const auto text = secret.reveal();
    // A client of a gateway has the gateway's key where the provider's was.
    if (text.starts_with(kGatewayKey) && provider.keyPrefix != kGatewayKey)
        return "It is a key of this gateway, and none of " + provider.name + ".";
    if (text.starts_with('$'))
        return "It refers to another variable, and references are not followed.";
    if (!ofFile && isPlaceholder(text))
        return "It is a placeholder, and no key.";
    if (ofFile && !text.starts_with('{'))
        return "The file that it names is no key file.";
    const auto adapter = providers::adapterFor(provider.api, provider.id);
    if (!adapter)
        return "This version cannot call the API of " + provider.name + " yet.";
    if (auto valid = adapter->checkKey(secret); !valid)
        return valid.error().message;
    return {};
}

std::string shownKey(const domain::ProviderEntry& provider, const Secret& secret) {
    const auto adapter = providers::adapterFor(provider.api, provider.id);
    return adapter ? adapter->shownKey(secret) : secret.masked();
}

FoundKey judged(const domain::ProviderEntry& provider, secrets::EnvironmentKey key) {
    const auto& files = provider.keyFileEnv;
    const bool ofFile = std::find(files.begin(), files.end(), key.variable) != files.end();
    FoundKey found{key.provider, key.variable, key.beside, {}, {}, std::move(key.trouble)};
    if (found.trouble.empty())
        found.trouble = troubleOf(provider, key.secret, ofFile);
    if (found.trouble.empty()) {
        found.masked = shownKey(provider, key.secret);
        found.secret = std::move(key.secret);
    }
    return found;
}

/// Of a variable whose name says nothing: by how its value begins. nullopt: nothing to speak of.
std::optional<FoundKey> guessed(const catalog::Catalog& catalog, const std::string& variable, const Secret& value) {
    if (!looksLikeAKey(value.reveal()) || isPlaceholder(value.reveal()))
        return std::nullopt;
    const auto* provider = catalog.provider(providerOf(catalog, value.reveal()));
    if (provider)
        return judged(*provider, {{}, provider->id, variable, 0, value});
    if (!variable.ends_with("_API_KEY"))
        return std::nullopt;
    return FoundKey{
        {}, variable,
        {}, {},
        {}, "No provider is known by this name, nor by how the key begins. If it is one's, paste it by hand."};
}

} // namespace

std::vector<FoundKey> findProviderKeys(const catalog::Catalog& catalog, const Variables& variables,
                                       const secrets::FileLookup& file) {
    const auto lookup = [&variables](const std::string& name) -> std::optional<std::string> {
        for (const auto& [variable, value] : variables) {
            if (variable == name)
                return std::string(value.reveal());
        }
        return std::nullopt;
    };
    std::vector<FoundKey> found;
    std::set<std::string> known;
    for (const auto& provider : catalog.providers()) {
        known.insert(provider.env.begin(), provider.env.end());
        for (auto& key : secrets::everyEnvironmentKey({provider.id, provider.env, provider.keyFileEnv}, lookup, file))
            found.push_back(judged(provider, std::move(key)));
    }
    for (const auto& [variable, value] : variables) {
        if (known.contains(variable))
            continue;
        auto key = guessed(catalog, variable, value);
        const bool isNew =
            key && std::none_of(found.begin(), found.end(), [&key](const FoundKey& other) {
                return !key->secret.isEmpty() && other.provider == key->provider && other.secret == key->secret;
            });
        if (isNew)
            found.push_back(std::move(*key));
    }
    std::stable_partition(found.begin(), found.end(), [](const FoundKey& key) { return key.trouble.empty(); });
    return found;
}

std::vector<FoundKey> keysOfEnvironment(const catalog::Catalog& catalog) {
    Variables variables;
    const auto environment = QProcessEnvironment::systemEnvironment();
    for (const auto& name : environment.keys())
        variables.emplace_back(name.toStdString(), Secret(environment.value(name).toStdString()));
    return findProviderKeys(catalog, variables);
}

Result<std::vector<FoundKey>> keysOfFile(const catalog::Catalog& catalog, const std::string& path) {
    const QFileInfo info(QString::fromStdString(path));
    QFile file(info.filePath());
    const auto wrong = [&path](const std::string& what) {
        return fail(ErrorKind::InvalidParameters, path + ": " + what, "file");
    };
    // Not a pipe or a device: reading one could wait for ever.
    if (!info.isFile())
        return wrong(info.exists() ? "it cannot be read, as it is no plain file." : "there is no such file.");
    if (!file.open(QIODevice::ReadOnly))
        return wrong("it cannot be read: " + file.errorString().toStdString() + ".");
    auto text = file.read(kLargestFile + 1);
    auto variables = secrets::parseDotEnv({text.constData(), static_cast<std::size_t>(text.size())});
    text.fill('\0');
    if (!variables)
        return wrong(variables.error().message + ".");
    const auto beside = [folder = info.absoluteDir()](const std::string& named) {
        return secrets::readKeyFile(folder.absoluteFilePath(QString::fromStdString(named)).toStdString());
    };
    return findProviderKeys(catalog, *variables, beside);
}

std::string freeLabel(const std::vector<domain::ProviderKeyEntry>& entries, const std::string& provider,
                      const std::string& wanted, const std::string& except) {
    const auto taken = [&](const std::string& label) {
        return std::any_of(entries.begin(), entries.end(), [&](const domain::ProviderKeyEntry& entry) {
            return entry.provider == provider && entry.label == label && entry.id != except;
        });
    };
    std::string label = wanted;
    for (int number = 2; taken(label); ++number)
        label = wanted + ' ' + std::to_string(number);
    return label;
}

} // namespace llmg::service
