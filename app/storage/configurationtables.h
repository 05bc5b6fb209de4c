// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/policy/configuration.h"
#include "models/base/result.h"

class QSqlDatabase;

namespace llmg::storage {

/// The configuration's tables. Functions run on the storage thread inside a transaction; each checks what it is given
/// and answers InvalidParameters with the field in `param`, NotFound, or Storage.
Result<policy::Configuration> readConfiguration(QSqlDatabase& database);

/// All of it where it is new; of one that is there, all but the rollout.
Result<> writeProject(QSqlDatabase& database, const domain::Project& project);
/// Only the rollout; `project` is as it was just read.
Result<> writeRollout(QSqlDatabase& database, const domain::Project& project);
/// With its keys, budgets, kept responses and cached answers; what the ledger has of it stays.
Result<> eraseProject(QSqlDatabase& database, const std::string& id);
Result<> insertGatewayKey(QSqlDatabase& database, const domain::GatewayKey& key);
/// All but the secret's digest, the project, the state and what was spent.
Result<> updateGatewayKey(QSqlDatabase& database, const domain::GatewayKey& key);
Result<> writeGatewayKeyState(QSqlDatabase& database, const std::string& keyId, domain::KeyState state);
Result<> writeProviderSettings(QSqlDatabase& database, const domain::ProviderSettings& settings);
Result<> eraseProviderSettings(QSqlDatabase& database, const std::string& id);
Result<> writeProviderKeyEntry(QSqlDatabase& database, const domain::ProviderKeyEntry& entry);
/// Nothing happens to a key that is gone.
Result<> writeProviderKeyState(QSqlDatabase& database, const std::string& id, domain::ProviderKeyState state,
                               const std::string& reason);
Result<> eraseProviderKeyEntry(QSqlDatabase& database, const std::string& id);

} // namespace llmg::storage
