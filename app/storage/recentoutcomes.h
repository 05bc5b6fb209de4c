// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/storage/shapeindex.h"
#include "app/storage/usagequery.h"

namespace llmg::storage {

// What the engine asks at its start. Both read the requests that began at `since` or later, newest first, at most
// `limit` rows, on the reader's thread.

Result<std::vector<AttemptSeen>> recentAttempts(QSqlDatabase& database, ShapeIndex& shapes, UnixTime since, int limit);

/// Requests that an arm of a rollout was drawn for.
Result<std::vector<ArmSeen>> recentArms(QSqlDatabase& database, ShapeIndex& shapes, UnixTime since, int limit);

} // namespace llmg::storage
