// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/catalog/catalog.h"
#include "app/policy/rolloutbook.h"
#include "app/policy/spendbook.h"
#include "app/routing/livemetrics.h"
#include "app/storage/ledgerreader.h"

#include <QFuture>

namespace llmg::service {

/// Tells the book what the ledger knows of the hour, day, week and month that hold `now`, for every project, gateway
/// key and provider, so that limits and budgets hold over a restart. Resolves when all is told; an error leaves the
/// rest of the book as it was. The ledger and the book must stand until then.
QFuture<Result<>> seedSpend(storage::LedgerReader& ledger, policy::SpendBook& book, UnixTime now);

/// Tells the metrics by which routes are scored how the attempts of the last hour went, at most the newest 20,000, so
/// that a restart forgets no failing provider. `now` and `steadyNow` are the same moment. As above otherwise.
QFuture<Result<>> seedMetrics(storage::LedgerReader& ledger, std::shared_ptr<const catalog::Catalog> catalog,
                              routing::LiveMetrics& metrics, UnixTime now, routing::Time steadyNow);

/// Tells what the arms of each running rollout did since it began, at most in the newest 20,000 requests. The book
/// must follow the projects already.
QFuture<Result<>> seedRollouts(storage::LedgerReader& ledger, std::vector<domain::Project> projects,
                               policy::RolloutBook& book);

} // namespace llmg::service
