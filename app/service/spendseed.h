// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/policy/spendbook.h"
#include "app/storage/ledgerreader.h"

#include <QFuture>

namespace llmg::service {

/// Tells the book what the ledger knows of the hour, day, week and month that hold `now`, for every project, gateway
/// key and provider, so that limits and budgets hold over a restart. Resolves when all is told; an error leaves the
/// rest of the book as it was. The ledger and the book must stand until then.
QFuture<Result<>> seedSpend(storage::LedgerReader& ledger, policy::SpendBook& book, UnixTime now);

} // namespace llmg::service
