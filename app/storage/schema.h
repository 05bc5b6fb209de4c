// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QString>

#include <span>

class QSqlDatabase;

namespace llmg::storage {

/// The numbered files of resources/sql in order. PRAGMA user_version of a database says how many it has been through.
std::span<const char* const> schemaSteps();

/// Brings a database up to the newest step, or to the first `steps` of them. An existing one is copied beside itself
/// first
/// ("gateway.db.before-2-20261122T123100Z"). Error Storage: a newer schema, no space for the copy, a failed statement;
/// the database is then as it was.
Result<> migrate(QSqlDatabase& database, std::span<const char* const> steps = schemaSteps());

} // namespace llmg::storage
