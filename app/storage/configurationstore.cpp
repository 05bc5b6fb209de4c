// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/configurationstore.h"

#include "app/policy/merge.h"
#include "app/storage/ask.h"
#include "app/storage/budgettables.h"
#include "app/storage/configurationtables.h"
#include "app/storage/storagethread.h"

#include <QMetaObject>
#include <QPromise>
#include <QSqlDatabase>

namespace llmg::storage {
namespace {

UnixTime now() {
    return SystemClock().now();
}

/// As it is stored now, whatever was shown when the change was thought of.
template <class T>
Result<T> stored(QSqlDatabase& database, std::vector<T> policy::Configuration::*list, const std::string& id,
                 const char* missing) {
    auto configuration = readConfiguration(database);
    if (!configuration)
        return configuration.error();
    for (auto& item : (*configuration).*list) {
        if (item.id == id)
            return std::move(item);
    }
    return fail(ErrorKind::NotFound, missing);
}

Result<domain::Project> storedProject(QSqlDatabase& database, const std::string& id) {
    return stored(database, &policy::Configuration::projects, id, "there is no such project");
}

/// Where the rollout is still as it was seen.
Result<> replaceRollout(QSqlDatabase& database, const std::string& projectId, const domain::Rollout& expected,
                        const domain::Rollout& next) {
    auto project = storedProject(database, projectId);
    if (!project)
        return project.error();
    if (project->rollout != expected)
        return fail(ErrorKind::Configuration, "the rollout was changed elsewhere meanwhile; look at it again");
    project->rollout = next;
    return writeRollout(database, *project);
}

/// Whether what the arms did before still tells how they compare: the same two, and the candidate was in use.
bool isSameComparison(const domain::Rollout& before, const domain::Rollout& after) {
    return before.enabled && after.enabled && before.percent > 0 && before.control == after.control &&
           before.candidate == after.candidate;
}

} // namespace

ConfigurationStore::ConfigurationStore(StorageThread& storage, QObject* parent)
    : QObject(parent)
    , m_storage(storage)
    , m_current(std::make_shared<const policy::Configuration>()) {
    policy::Configuration first;
    const auto read = m_storage.run([&first](QSqlDatabase& database) -> Result<> {
        auto configuration = readConfiguration(database);
        if (!configuration)
            return configuration.error();
        first = std::move(*configuration);
        return {};
    });
    // An error here is an error of every later call too, which says it.
    if (read.result())
        m_current = std::make_shared<const policy::Configuration>(std::move(first));
}

// The changes under way name this object: they are waited for.
ConfigurationStore::~ConfigurationStore() {
    m_storage.flush().waitForFinished();
}

policy::ConfigurationPtr ConfigurationStore::current() const {
    const std::lock_guard lock(m_mutex);
    return m_current;
}

void ConfigurationStore::take(policy::Configuration fresh) {
    {
        const std::lock_guard lock(m_mutex);
        if (*m_current == fresh)
            return;
        m_current = std::make_shared<const policy::Configuration>(std::move(fresh));
    }
    QMetaObject::invokeMethod(this, &ConfigurationStore::changed, Qt::QueuedConnection);
}

// Shown only once it is committed; the continuation runs on the storage thread before later work does.
QFuture<Result<>> ConfigurationStore::apply(Change change) {
    auto fresh = std::make_shared<policy::Configuration>();
    return m_storage
        .run([change = std::move(change), fresh](QSqlDatabase& database) -> Result<> {
            if (change) {
                if (auto changed = change(database); !changed)
                    return changed;
            }
            auto read = readConfiguration(database);
            if (!read)
                return read.error();
            *fresh = std::move(*read);
            return {};
        })
        .then([this, fresh](const Result<>& done) {
            if (done)
                take(std::move(*fresh));
            return done;
        });
}

QFuture<Result<>> ConfigurationStore::reload() {
    return apply({});
}

QFuture<Result<>> ConfigurationStore::saveProject(domain::Project project) {
    if (project.createdAt == UnixTime{})
        project.createdAt = now();
    if (project.id.empty())
        project.id = policy::newUlid(project.createdAt);
    return apply([project = std::move(project)](QSqlDatabase& database) { return writeProject(database, project); });
}

QFuture<Result<>> ConfigurationStore::changeProject(domain::Project before, domain::Project after) {
    return apply([before = std::move(before), after = std::move(after)](QSqlDatabase& database) -> Result<> {
        auto current = storedProject(database, before.id);
        if (!current)
            return current.error();
        return writeProject(database, policy::merged(before, after, std::move(*current)));
    });
}

QFuture<Result<policy::NewGatewayKey>> ConfigurationStore::createGatewayKey(std::string projectId, std::string name,
                                                                            const domain::GatewayKey& wanted) {
    auto made =
        std::make_shared<policy::NewGatewayKey>(policy::makeGatewayKey(std::move(projectId), std::move(name), now()));
    auto& key = made->key;
    key.limit = wanted.limit;
    key.periodLimits = wanted.periodLimits;
    key.expiresAt = wanted.expiresAt;
    key.allowedModels = wanted.allowedModels;
    key.allowedProviders = wanted.allowedProviders;
    key.rate = wanted.rate;
    return apply([made](QSqlDatabase& database) { return insertGatewayKey(database, made->key); })
        .then([made](const Result<>& done) -> Result<policy::NewGatewayKey> {
            if (!done)
                return done.error();
            return *made;
        });
}

QFuture<Result<>> ConfigurationStore::removeProject(std::string id) {
    return apply([id = std::move(id)](QSqlDatabase& database) { return eraseProject(database, id); });
}

QFuture<Result<>> ConfigurationStore::changeGatewayKey(domain::GatewayKey before, domain::GatewayKey after) {
    return apply([before = std::move(before), after = std::move(after)](QSqlDatabase& database) -> Result<> {
        auto current = stored(database, &policy::Configuration::gatewayKeys, before.id, "there is no such key");
        if (!current)
            return current.error();
        return updateGatewayKey(database, policy::merged(before, after, std::move(*current)));
    });
}

QFuture<Result<>> ConfigurationStore::saveBudget(domain::Budget budget) {
    if (budget.createdAt == UnixTime{})
        budget.createdAt = now();
    if (budget.id.empty())
        budget.id = policy::newUlid(budget.createdAt);
    return apply([budget = std::move(budget)](QSqlDatabase& database) { return writeBudget(database, budget); });
}

QFuture<Result<>> ConfigurationStore::removeBudget(std::string id) {
    return apply([id = std::move(id)](QSqlDatabase& database) { return eraseBudget(database, id); });
}

QFuture<Result<>> ConfigurationStore::changeRollout(std::string projectId, domain::Rollout expected,
                                                    domain::Rollout next, std::string kind, std::string detail) {
    domain::RolloutEvent event{0, now(), std::move(projectId), std::move(kind), std::move(detail)};
    next.since = isSameComparison(expected, next) ? expected.since : event.at;
    return apply([expected = std::move(expected), next = std::move(next),
                  event = std::move(event)](QSqlDatabase& database) -> Result<> {
        if (auto written = replaceRollout(database, event.projectId, expected, next); !written)
            return written;
        return insertRolloutEvent(database, event);
    });
}

QFuture<Result<>> ConfigurationStore::adjustRollout(std::string projectId, domain::Rollout expected,
                                                    domain::Rollout next) {
    if (expected.enabled) {
        // Nor can what is undone here start again what was rolled back meanwhile.
        next.enabled = true;
        next.percent = expected.percent;
        next.control = expected.control;
        next.candidate = expected.candidate;
    }
    next.since = expected.since;
    return apply([projectId = std::move(projectId), expected = std::move(expected), next = std::move(next)](
                     QSqlDatabase& database) { return replaceRollout(database, projectId, expected, next); });
}

QFuture<Result<std::vector<domain::RolloutEvent>>> ConfigurationStore::rolloutEvents(std::string projectId, int limit) {
    return ask<std::vector<domain::RolloutEvent>>(m_storage,
                                                  [projectId = std::move(projectId), limit](QSqlDatabase& database) {
                                                      return readRolloutEvents(database, projectId, limit);
                                                  });
}

QFuture<Result<>> ConfigurationStore::setGatewayKeyState(std::string keyId, domain::KeyState state) {
    return apply([keyId = std::move(keyId), state](QSqlDatabase& database) {
        return writeGatewayKeyState(database, keyId, state);
    });
}

QFuture<Result<>> ConfigurationStore::saveProviderSettings(domain::ProviderSettings settings) {
    return apply(
        [settings = std::move(settings)](QSqlDatabase& database) { return writeProviderSettings(database, settings); });
}

QFuture<Result<>> ConfigurationStore::removeProviderSettings(std::string id) {
    return apply([id = std::move(id)](QSqlDatabase& database) { return eraseProviderSettings(database, id); });
}

QFuture<Result<>> ConfigurationStore::saveProviderKeyEntry(domain::ProviderKeyEntry entry) {
    if (entry.addedAt == UnixTime{})
        entry.addedAt = now();
    return apply([entry = std::move(entry)](QSqlDatabase& database) { return writeProviderKeyEntry(database, entry); });
}

QFuture<Result<>> ConfigurationStore::setProviderKeyState(std::string id, domain::ProviderKeyState state,
                                                          std::string reason) {
    return apply([id = std::move(id), state, reason = std::move(reason)](QSqlDatabase& database) {
        return writeProviderKeyState(database, id, state, reason);
    });
}

QFuture<Result<>> ConfigurationStore::removeProviderKeyEntry(std::string id) {
    return apply([id = std::move(id)](QSqlDatabase& database) { return eraseProviderKeyEntry(database, id); });
}

} // namespace llmg::storage
