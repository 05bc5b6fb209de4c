// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Qt first: the moc of Qt 6.4 stumbles over <concepts> when that is the first system header it meets.
#include <QFuture>
#include <QObject>

#include "app/policy/configuration.h"
#include "app/policy/gatewaykeys.h"
#include "models/base/result.h"

#include <functional>
#include <memory>
#include <mutex>

class QSqlDatabase;

namespace llmg::storage {

class StorageThread;

/// The configuration, kept in the database. `current()` is in memory, costs nothing and may be asked from any thread.
/// Changes run on the storage thread; when a future resolves, current() shows the change; then `changed()` is emitted
/// on the thread of this object (the GUI or main thread). What keys have spent is as of the last change or reload().
class ConfigurationStore : public QObject {
    Q_OBJECT
  public:
    /// Reads the configuration before it returns.
    explicit ConfigurationStore(StorageThread& storage, QObject* parent = nullptr);
    ~ConfigurationStore() override; ///< after the changes under way
    [[nodiscard]] policy::ConfigurationPtr current() const;
    /// Reads it again, because another process (the command line) changed it.
    QFuture<Result<>> reload();

    /// Insert or update; an empty id gets a new one. InvalidParameters names the field: name (not empty, unique without
    /// regard to case), cacheTtlSeconds, routing, rollout. The rollout of a project that is there stays as it is.
    QFuture<Result<>> saveProject(domain::Project project);
    /// Writes what differs between the two, rollout excepted; what others changed meanwhile stays. NotFound.
    QFuture<Result<>> changeProject(domain::Project before, domain::Project after);
    /// In one step, with expiry, limits, allow-lists and rate of `wanted`: no key is ever there without its limits.
    QFuture<Result<policy::NewGatewayKey>> createGatewayKey(std::string projectId, std::string name,
                                                            const domain::GatewayKey& wanted = {});
    /// With its keys and budgets; requests under way end as they would have. InvalidParameters for the default project.
    QFuture<Result<>> removeProject(std::string id);
    /// As changeProject, of name, expiry, limits, allow-lists and rate of a key. NotFound.
    QFuture<Result<>> changeGatewayKey(domain::GatewayKey before, domain::GatewayKey after);
    QFuture<Result<>> saveBudget(domain::Budget budget); ///< an empty id gets a new one
    QFuture<Result<>> removeBudget(std::string id);
    /// Sets a project's rollout and writes down what was done, in one step; nothing changes and nothing is written when
    /// the project's rollout is no longer `expected` (another program was quicker): error Configuration.
    QFuture<Result<>> changeRollout(std::string projectId, domain::Rollout expected, domain::Rollout next,
                                    std::string kind, std::string detail);
    /// The same for what changes no comparison (a threshold, anything while it does not run): `since` stays, and with
    /// it the figures, and nothing is written down.
    QFuture<Result<>> adjustRollout(std::string projectId, domain::Rollout expected, domain::Rollout next);
    QFuture<Result<std::vector<domain::RolloutEvent>>> rolloutEvents(std::string projectId, int limit);
    QFuture<Result<>> setGatewayKeyState(std::string keyId, domain::KeyState state); ///< Revoked is final
    QFuture<Result<>> saveProviderSettings(domain::ProviderSettings settings);
    QFuture<Result<>> removeProviderSettings(std::string id);
    QFuture<Result<>> saveProviderKeyEntry(domain::ProviderKeyEntry entry);
    /// What its provider said of a key; the rest of its entry stays.
    QFuture<Result<>> setProviderKeyState(std::string id, domain::ProviderKeyState state, std::string reason);
    QFuture<Result<>> removeProviderKeyEntry(std::string id);

  Q_SIGNALS:
    void changed();

  private:
    using Change = std::function<Result<>(QSqlDatabase&)>;
    QFuture<Result<>> apply(Change change);
    void take(policy::Configuration fresh); ///< on the storage thread

    StorageThread& m_storage;
    mutable std::mutex m_mutex;
    policy::ConfigurationPtr m_current;
};

} // namespace llmg::storage
