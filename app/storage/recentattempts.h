// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/storage/shapeindex.h"
#include "app/storage/usagequery.h"

namespace llmg::storage {

/// The newest attempts of requests that began at `since` or later, newest first, at most `limit`. Lives on the reader's
/// thread.
Result<std::vector<AttemptSeen>> recentAttempts(QSqlDatabase& database, ShapeIndex& shapes, UnixTime since, int limit);

} // namespace llmg::storage
