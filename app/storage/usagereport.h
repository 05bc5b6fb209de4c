// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/storage/shapeindex.h"

namespace llmg::storage {

/// Sums of the hourly rollups by period and group, ordered by start, then group. Periods without a request are absent.
Result<std::vector<UsageBucket>> usageReport(QSqlDatabase& database, ShapeIndex& shapes, const UsageQuery& query);
/// Start of the period that holds the time; day and month begin at midnight in the asked offset.
UnixTime periodStart(UnixTime time, const UsageQuery& query);

} // namespace llmg::storage
