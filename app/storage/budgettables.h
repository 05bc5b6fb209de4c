// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/policy/configuration.h"
#include "models/base/result.h"

class QSqlDatabase;

namespace llmg::storage {

/// The tables of budgets and of what rollouts were changed to. As configurationtables.h.
Result<> readBudgets(QSqlDatabase& database, policy::Configuration& configuration);
/// Insert or update. One budget for each subject and period: InvalidParameters `period` for a second.
Result<> writeBudget(QSqlDatabase& database, const domain::Budget& budget);
Result<> eraseBudget(QSqlDatabase& database, const std::string& id);

Result<> insertRolloutEvent(QSqlDatabase& database, const domain::RolloutEvent& event);
/// Newest first.
Result<std::vector<domain::RolloutEvent>> readRolloutEvents(QSqlDatabase& database, const std::string& projectId,
                                                            int limit);

} // namespace llmg::storage
