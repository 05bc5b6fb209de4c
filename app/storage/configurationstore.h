// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/policy/configuration.h"
#include "app/policy/gatewaykeys.h"
#include "models/base/result.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace llmg::storage {

class StorageThread;

/// The configuration, kept in the database. `current()` is in memory and costs nothing; changes run on the storage thread
/// and then `changed()` is emitted. Lives on the GUI (or main) thread.
class ConfigurationStore : public QObject {
    Q_OBJECT
  public:
    explicit ConfigurationStore(StorageThread& storage, QObject* parent = nullptr);
    [[nodiscard]] policy::ConfigurationPtr current() const;
    /// Reads it again, because another process (the command line) changed it.
    QFuture<Result<>> reload();

    QFuture<Result<>> saveProject(domain::Project project);            ///< insert or update; name unique
    QFuture<Result<policy::NewGatewayKey>> createGatewayKey(std::string projectId, std::string name,
                                                            std::optional<domain::Money> limit = {},
                                                            std::optional<UnixTime> expiresAt = {},
                                                            std::vector<std::string> allowedModels = {});
    QFuture<Result<>> setGatewayKeyState(std::string keyId, domain::KeyState state); ///< Revoked is final
    QFuture<Result<>> saveProviderSettings(domain::ProviderSettings settings);
    QFuture<Result<>> removeProviderSettings(std::string id);
    QFuture<Result<>> saveProviderKeyEntry(domain::ProviderKeyEntry entry);
    QFuture<Result<>> removeProviderKeyEntry(std::string id);

  Q_SIGNALS:
    void changed();

  private:
    StorageThread& m_storage;
    policy::ConfigurationPtr m_current;
};

} // namespace llmg::storage
