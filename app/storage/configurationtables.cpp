// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/configurationtables.h"

#include "app/storage/budgettables.h"
#include "app/storage/database.h"
#include "app/storage/policyjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace llmg::storage {
namespace {

using namespace domain;

constexpr qsizetype kLongestName = 200;
constexpr std::int64_t kShortestTtl = 10;
constexpr std::int64_t kLongestTtl = 31'536'000;

QString toQt(const std::string& text) {
    return QString::fromStdString(text);
}
QVariant number(std::int64_t value) {
    return QVariant::fromValue<qlonglong>(value);
}
QVariant number(UnixTime time) {
    return number(static_cast<std::int64_t>(time.time_since_epoch().count()));
}
UnixTime timeOf(const QVariant& value) {
    return UnixTime{Milliseconds{value.toLongLong()}};
}
std::string textOf(const QVariant& value) {
    return value.toString().toStdString();
}

QString toJson(const QJsonArray& array) {
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}
QJsonArray fromJson(const QVariant& value) {
    return QJsonDocument::fromJson(value.toString().toUtf8()).array();
}

QString listToJson(const std::vector<std::string>& list) {
    QJsonArray array;
    for (const std::string& item : list)
        array.append(toQt(item));
    return toJson(array);
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

QString pairsToJson(const Pairs& pairs) {
    QJsonArray array;
    for (const auto& [first, second] : pairs)
        array.append(QJsonArray{toQt(first), toQt(second)});
    return toJson(array);
}

Pairs pairsFromJson(const QVariant& value) {
    Pairs pairs;
    for (const QJsonValue& pair : fromJson(value))
        pairs.emplace_back(pair.toArray().at(0).toString().toStdString(),
                           pair.toArray().at(1).toString().toStdString());
    return pairs;
}

std::vector<std::string> listFromJson(const QVariant& value) {
    std::vector<std::string> list;
    for (const QJsonValue& item : fromJson(value))
        list.push_back(item.toString().toStdString());
    return list;
}

// Enumerators are kept as numbers; one from a newer version reads as the fallback.
template <class Enum>
Enum enumOf(const QVariant& value, Enum last, Enum fallback) {
    const int stored = value.toInt();
    return stored >= 0 && stored <= static_cast<int>(last) ? static_cast<Enum>(stored) : fallback;
}

Result<> run(QSqlQuery& query, const char* sql, const QVariantList& values = {}) {
    query.setForwardOnly(true);
    if (!query.prepare(QString::fromLatin1(sql)))
        return storageError(query, "could not reach the configuration");
    for (int i = 0; i < values.size(); ++i)
        query.bindValue(i, values[i]);
    if (!query.exec())
        return storageError(query, "could not reach the configuration");
    return {};
}

Result<> invalid(const char* param, std::string message) {
    return fail(ErrorKind::InvalidParameters, std::move(message), param);
}

Result<> checkName(const std::string& name, const char* param, const char* what) {
    const QString text = toQt(name);
    if (text.trimmed().isEmpty())
        return invalid(param, std::string(what) + " must not be empty");
    if (text.size() > kLongestName)
        return invalid(param,
                       std::string(what) + " must not be longer than " + std::to_string(kLongestName) + " characters");
    for (const QChar c : text) {
        if (c.category() == QChar::Other_Control)
            return invalid(param, std::string(what) + " must be a single line");
    }
    return {};
}

Result<> checkUrl(const std::string& text, const char* param, const char* what) {
    const QUrl url(toQt(text), QUrl::StrictMode);
    const bool isWeb = url.scheme() == u"http"_s || url.scheme() == u"https"_s;
    if (!url.isValid() || !isWeb || url.host().isEmpty())
        return invalid(param, std::string(what) + " must look like https://host/path or http://host:port");
    if (!url.userInfo().isEmpty())
        return invalid(param, std::string(what) + " must not hold a name or password");
    return {};
}

// A part of an address: what could lead it elsewhere (a slash, an at sign) is in none.
Result<> checkVariable(const std::string& name, const std::string& value) {
    constexpr std::string_view kInNames = "abcdefghijklmnopqrstuvwxyz_";
    constexpr std::string_view kInValues = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:";
    if (name.empty() || name.find_first_not_of(kInNames) != std::string::npos)
        return invalid("variables", "the name of a provider's setting is small letters and underscores");
    if (value.empty() || toQt(value).size() > kLongestName || value.find_first_not_of(kInValues) != std::string::npos)
        return invalid("variables", name + " is a name such as eu-central-1: letters, digits, dash, dot, colon and "
                                           "underscore");
    return {};
}

Result<bool> exists(QSqlDatabase& database, const char* sql, const QVariantList& values) {
    QSqlQuery query(database);
    if (auto done = run(query, sql, values); !done)
        return done.error();
    return query.next();
}

Result<> eraseOne(QSqlDatabase& database, const char* sql, const std::string& id, const char* what) {
    QSqlQuery query(database);
    if (auto done = run(query, sql, {toQt(id)}); !done)
        return done;
    if (query.numRowsAffected() == 0)
        return fail(ErrorKind::NotFound, std::string(what) + " does not exist");
    return {};
}

Result<> checkRollout(const Rollout& rollout) {
    if (rollout.percent < 0 || rollout.percent > 100)
        return invalid("percent", "the share of a rollout is between 0 and 100 percent");
    if (rollout.minRequests < 1 || rollout.maxErrorRatePerMille < 0 || rollout.maxLatencyPercent < 0)
        return invalid("rollout", "the thresholds of a rollout are not less than nothing");
    for (const auto& arm : {rollout.control, rollout.candidate}) {
        if (!arm.mode.empty() && !projectModeFromString(arm.mode))
            return invalid("mode", "an arm's mode is api-keys, credits or hybrid");
    }
    if (rollout.enabled && rollout.control.mode == rollout.candidate.mode &&
        rollout.control.provider == rollout.candidate.provider && rollout.control.model == rollout.candidate.model)
        return invalid("rollout", "the two arms of a rollout must differ in mode, provider or model");
    return {};
}

Result<> checkGatewayKey(const GatewayKey& key) {
    if (auto checked = checkName(key.name, "name", "the key's name"); !checked)
        return checked;
    if (key.limit && *key.limit <= Money{})
        return invalid("limit", "the limit must be more than nothing");
    for (const auto& limit : key.periodLimits) {
        if (limit.amount <= Money{})
            return invalid("limit", "the limit must be more than nothing");
    }
    return {};
}

Result<> readProjects(QSqlDatabase& database, policy::Configuration& configuration) {
    QSqlQuery query(database);
    if (auto done = run(
            query, "SELECT id, name, mode, store_bodies, cache_enabled, cache_ttl_seconds, allowed_models, aliases, "
                   "routing_preset, created_at, policy FROM projects ORDER BY id <> 'default', name");
        !done)
        return done;
    while (query.next()) {
        Project project;
        project.id = textOf(query.value(0));
        project.name = textOf(query.value(1));
        project.mode = enumOf(query.value(2), ProjectMode::Hybrid, ProjectMode::ApiKeys);
        project.storeBodies = query.value(3).toBool();
        project.cacheEnabled = query.value(4).toBool();
        project.cacheTtlSeconds = query.value(5).toLongLong();
        project.allowedModels = listFromJson(query.value(6));
        project.aliases = pairsFromJson(query.value(7));
        // What a newer version wrote and this one does not know leaves the default.
        if (auto routing = parseRoutingSettings(textOf(query.value(8))))
            project.routing = *routing;
        project.createdAt = timeOf(query.value(9));
        readPolicy(query.value(10).toString(), project);
        configuration.projects.push_back(std::move(project));
    }
    return {};
}

Result<> readGatewayKeys(QSqlDatabase& database, policy::Configuration& configuration) {
    QSqlQuery query(database);
    if (auto done =
            run(query, "SELECT id, project_id, name, prefix, sha256, state, created_at, expires_at, last_used_at, "
                       "spend_limit, spent, allowed_models, policy FROM gateway_keys ORDER BY id");
        !done)
        return done;
    while (query.next()) {
        GatewayKey key;
        key.id = textOf(query.value(0));
        key.projectId = textOf(query.value(1));
        key.name = textOf(query.value(2));
        key.prefix = textOf(query.value(3));
        key.sha256 = query.value(4).toByteArray().toStdString();
        key.state = enumOf(query.value(5), KeyState::Revoked, KeyState::Disabled);
        key.createdAt = timeOf(query.value(6));
        if (!query.isNull(7))
            key.expiresAt = timeOf(query.value(7));
        if (!query.isNull(8))
            key.lastUsedAt = timeOf(query.value(8));
        if (!query.isNull(9))
            key.limit = Money{query.value(9).toLongLong()};
        key.spent = Money{query.value(10).toLongLong()};
        key.allowedModels = listFromJson(query.value(11));
        readPolicy(query.value(12).toString(), key);
        configuration.gatewayKeys.push_back(std::move(key));
    }
    return {};
}

Result<> readProviders(QSqlDatabase& database, policy::Configuration& configuration) {
    QSqlQuery query(database);
    if (auto done = run(query, "SELECT id, custom, enabled, base_url, proxy_url, position, variables FROM "
                               "provider_settings ORDER BY position, id");
        !done)
        return done;
    while (query.next()) {
        ProviderSettings settings;
        settings.id = textOf(query.value(0));
        settings.custom = query.value(1).toBool();
        settings.enabled = query.value(2).toBool();
        settings.baseUrl = textOf(query.value(3));
        settings.proxyUrl = textOf(query.value(4));
        settings.order = query.value(5).toInt();
        settings.variables = pairsFromJson(query.value(6));
        configuration.providers.push_back(std::move(settings));
    }
    if (auto done =
            run(query,
                "SELECT id, provider, label, masked, place, state, state_reason, added_at, weight FROM provider_keys "
                "ORDER BY id");
        !done)
        return done;
    while (query.next()) {
        ProviderKeyEntry entry;
        entry.id = textOf(query.value(0));
        entry.provider = textOf(query.value(1));
        entry.label = textOf(query.value(2));
        entry.masked = textOf(query.value(3));
        entry.place = enumOf(query.value(4), SecretPlace::Session, SecretPlace::Keychain);
        entry.state = enumOf(query.value(5), ProviderKeyState::Unreadable, ProviderKeyState::Untested);
        entry.stateReason = textOf(query.value(6));
        entry.addedAt = timeOf(query.value(7));
        entry.weight = query.value(8).toInt();
        configuration.providerKeys.push_back(std::move(entry));
    }
    return {};
}

Result<> readFormerNames(QSqlDatabase& database, policy::Configuration& configuration) {
    QSqlQuery query(database);
    if (auto done = run(query, "SELECT id, name FROM former_names ORDER BY id"); !done)
        return done;
    while (query.next())
        configuration.formerNames.emplace_back(textOf(query.value(0)), textOf(query.value(1)));
    return {};
}

} // namespace

Result<policy::Configuration> readConfiguration(QSqlDatabase& database) {
    policy::Configuration configuration;
    for (const auto read : {readProjects, readGatewayKeys, readBudgets, readProviders, readFormerNames}) {
        if (auto done = read(database, configuration); !done)
            return done.error();
    }
    return configuration;
}

Result<> writeProject(QSqlDatabase& database, const Project& project) {
    if (auto checked = checkName(project.name, "name", "the project's name"); !checked)
        return checked;
    if (project.cacheTtlSeconds < kShortestTtl || project.cacheTtlSeconds > kLongestTtl)
        return invalid("cacheTtlSeconds",
                       "the cache's lifetime must be between 10 seconds and 1 year (31,536,000 seconds)");
    if (auto routing = parseRoutingSettings(formatRoutingSettings(project.routing)); !routing)
        return invalid("routing", routing.error().message);
    if (auto checked = checkRollout(project.rollout); !checked)
        return checked;
    for (const auto& [asked, used] : project.aliases) {
        if (asked.empty() || used.empty() || asked == used)
            return invalid("aliases", "an alias leads from one model id to another");
    }
    const QString name = toQt(project.name).trimmed();
    const auto taken = exists(database, "SELECT 1 FROM projects WHERE name = ? AND id <> ?", {name, toQt(project.id)});
    if (!taken)
        return taken.error();
    if (*taken)
        return invalid("name", "there is already a project of that name");
    Project kept = project;
    QSqlQuery query(database);
    if (auto done = run(query, "SELECT policy FROM projects WHERE id = ?", {toQt(project.id)}); !done)
        return done;
    if (query.next()) {
        Project before;
        readPolicy(query.value(0).toString(), before);
        kept.rollout = before.rollout;
    }
    query.finish();
    return run(
        query,
        "INSERT INTO projects (id, name, mode, store_bodies, cache_enabled, cache_ttl_seconds, allowed_models, "
        "aliases, "
        "routing_preset, created_at, policy) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "name = excluded.name, mode = excluded.mode, store_bodies = excluded.store_bodies, "
        "cache_enabled = excluded.cache_enabled, cache_ttl_seconds = excluded.cache_ttl_seconds, "
        "allowed_models = excluded.allowed_models, aliases = excluded.aliases, routing_preset = "
        "excluded.routing_preset, policy = excluded.policy",
        {toQt(project.id), name, static_cast<int>(project.mode), project.storeBodies ? 1 : 0,
         project.cacheEnabled ? 1 : 0, number(project.cacheTtlSeconds), listToJson(project.allowedModels),
         pairsToJson(project.aliases), toQt(formatRoutingSettings(project.routing)), number(project.createdAt),
         policyOf(kept)});
}

Result<> writeRollout(QSqlDatabase& database, const Project& project) {
    if (auto checked = checkRollout(project.rollout); !checked)
        return checked;
    QSqlQuery query(database);
    return run(query, "UPDATE projects SET policy = ? WHERE id = ?", {policyOf(project), toQt(project.id)});
}

Result<> eraseProject(QSqlDatabase& database, const std::string& id) {
    if (id == "default")
        return invalid("id", "the default project stays; disable its keys instead");
    for (const char* sql :
         {"INSERT OR REPLACE INTO former_names (id, name) SELECT id, name FROM projects WHERE id = ?",
          "INSERT OR REPLACE INTO former_names (id, name) SELECT id, name FROM gateway_keys WHERE project_id = ?",
          "DELETE FROM budgets WHERE scope = 1 AND subject IN (SELECT id FROM gateway_keys WHERE project_id = ?)",
          "DELETE FROM budgets WHERE scope = 0 AND subject = ?", "DELETE FROM gateway_keys WHERE project_id = ?",
          "DELETE FROM rollout_events WHERE project_id = ?", "DELETE FROM response_turns WHERE project_id = ?",
          "DELETE FROM cached_answers WHERE project_id = ?"}) {
        QSqlQuery query(database);
        if (auto done = run(query, sql, {toQt(id)}); !done)
            return done;
    }
    return eraseOne(database, "DELETE FROM projects WHERE id = ?", id, "that project");
}

Result<> insertGatewayKey(QSqlDatabase& database, const GatewayKey& key) {
    if (auto checked = checkGatewayKey(key); !checked)
        return checked;
    if (key.expiresAt && *key.expiresAt <= key.createdAt)
        return invalid("expiresAt", "the key would have expired already");
    const auto known = exists(database, "SELECT 1 FROM projects WHERE id = ?", {toQt(key.projectId)});
    if (!known)
        return known.error();
    if (!*known)
        return fail(ErrorKind::NotFound, "there is no such project", "projectId");
    QSqlQuery query(database);
    return run(
        query,
        "INSERT INTO gateway_keys (id, project_id, name, prefix, sha256, state, created_at, expires_at, spend_limit, "
        "spent, allowed_models, policy) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {toQt(key.id), toQt(key.projectId), toQt(key.name).trimmed(), toQt(key.prefix),
         QByteArray::fromStdString(key.sha256), static_cast<int>(key.state), number(key.createdAt),
         key.expiresAt ? number(*key.expiresAt) : QVariant(), key.limit ? number(key.limit->nanoUsd) : QVariant(),
         number(key.spent.nanoUsd), listToJson(key.allowedModels), policyOf(key)});
}

Result<> updateGatewayKey(QSqlDatabase& database, const GatewayKey& key) {
    if (auto checked = checkGatewayKey(key); !checked)
        return checked;
    QSqlQuery query(database);
    if (auto done = run(query,
                        "UPDATE gateway_keys SET name = ?, expires_at = ?, spend_limit = ?, allowed_models = ?, "
                        "policy = ? WHERE id = ?",
                        {toQt(key.name).trimmed(), key.expiresAt ? number(*key.expiresAt) : QVariant(),
                         key.limit ? number(key.limit->nanoUsd) : QVariant(), listToJson(key.allowedModels),
                         policyOf(key), toQt(key.id)});
        !done)
        return done;
    if (query.numRowsAffected() == 0)
        return fail(ErrorKind::NotFound, "there is no such key");
    return {};
}

Result<> writeGatewayKeyState(QSqlDatabase& database, const std::string& keyId, KeyState state) {
    QSqlQuery query(database);
    if (auto done = run(query, "SELECT state FROM gateway_keys WHERE id = ?", {toQt(keyId)}); !done)
        return done;
    if (!query.next())
        return fail(ErrorKind::NotFound, "there is no such key");
    if (query.value(0).toInt() == static_cast<int>(KeyState::Revoked) && state != KeyState::Revoked)
        return invalid("state", "a revoked key stays revoked; create a new one");
    query.finish();
    return run(query, "UPDATE gateway_keys SET state = ? WHERE id = ?", {static_cast<int>(state), toQt(keyId)});
}

Result<> writeProviderSettings(QSqlDatabase& database, const ProviderSettings& settings) {
    if (settings.id.empty() ||
        settings.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.") != std::string::npos)
        return invalid("id", "a provider's name is made of small letters, digits, dash, dot and underscore");
    if (settings.custom && settings.baseUrl.empty())
        return invalid("baseUrl", "a server of your own needs its base URL");
    if (!settings.baseUrl.empty()) {
        if (auto checked = checkUrl(settings.baseUrl, "baseUrl", "the base URL"); !checked)
            return checked;
    }
    if (!settings.proxyUrl.empty() && settings.proxyUrl != "direct") {
        if (auto checked = checkUrl(settings.proxyUrl, "proxyUrl", "the proxy"); !checked)
            return checked;
    }
    for (const auto& [name, value] : settings.variables) {
        if (auto checked = checkVariable(name, value); !checked)
            return checked;
    }
    QSqlQuery query(database);
    return run(query,
               "INSERT INTO provider_settings (id, custom, enabled, base_url, proxy_url, position, variables) "
               "VALUES (?, ?, ?, ?, ?, ?, ?) "
               "ON CONFLICT (id) DO UPDATE SET custom = excluded.custom, enabled = excluded.enabled, "
               "base_url = excluded.base_url, proxy_url = excluded.proxy_url, position = excluded.position, "
               "variables = excluded.variables",
               {toQt(settings.id), settings.custom ? 1 : 0, settings.enabled ? 1 : 0, toQt(settings.baseUrl),
                toQt(settings.proxyUrl), settings.order, pairsToJson(settings.variables)});
}

Result<> eraseProviderSettings(QSqlDatabase& database, const std::string& id) {
    return eraseOne(database, "DELETE FROM provider_settings WHERE id = ?", id, "that provider's settings");
}

Result<> writeProviderKeyEntry(QSqlDatabase& database, const ProviderKeyEntry& entry) {
    if (entry.id.empty() || entry.provider.empty())
        return invalid("provider", "a key belongs to a provider");
    if (auto checked = checkName(entry.label, "label", "the key's label"); !checked)
        return checked;
    if (entry.weight < 1 || entry.weight > 100)
        return invalid("weight", "the share of a key is between 1 and 100");
    const auto taken = exists(database, "SELECT 1 FROM provider_keys WHERE provider = ? AND label = ? AND id <> ?",
                              {toQt(entry.provider), toQt(entry.label), toQt(entry.id)});
    if (!taken)
        return taken.error();
    if (*taken)
        return invalid("label", "that provider already has a key of that label");
    QSqlQuery query(database);
    return run(query,
               "INSERT INTO provider_keys (id, provider, label, masked, place, state, state_reason, added_at, weight) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET provider = excluded.provider, "
               "label = excluded.label, masked = excluded.masked, place = excluded.place, state = excluded.state, "
               "state_reason = excluded.state_reason, weight = excluded.weight",
               {toQt(entry.id), toQt(entry.provider), toQt(entry.label), toQt(entry.masked),
                static_cast<int>(entry.place), static_cast<int>(entry.state), toQt(entry.stateReason),
                number(entry.addedAt), entry.weight});
}

Result<> writeProviderKeyState(QSqlDatabase& database, const std::string& id, ProviderKeyState state,
                               const std::string& reason) {
    QSqlQuery query(database);
    return run(query, "UPDATE provider_keys SET state = ?, state_reason = ? WHERE id = ?",
               {static_cast<int>(state), toQt(reason), toQt(id)});
}

Result<> eraseProviderKeyEntry(QSqlDatabase& database, const std::string& id) {
    return eraseOne(database, "DELETE FROM provider_keys WHERE id = ?", id, "that provider key");
}

} // namespace llmg::storage
