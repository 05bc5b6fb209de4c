// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/storage/database.h"

namespace llmg::storage {

/// Opens the database of a data directory for writing and brings it to the newest schema; a damaged one is moved aside
/// as
/// "<name>.damaged-<time>" with its side files when `mayMoveAside`, and a new one begun. Makes the default project.
/// Returns words for the user when something was repaired, else an empty text.
Result<QString> openLedgerDatabase(Connection& connection, const QString& path, int busyTimeoutMs, bool mayMoveAside,
                                   bool checkThoroughly);

} // namespace llmg::storage
