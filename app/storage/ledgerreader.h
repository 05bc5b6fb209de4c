// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/storage/usagequery.h"
#include "models/base/result.h"

#include <QFuture>
#include <QString>

#include <memory>

namespace llmg::storage {

/// Asks the ledger on a thread of its own with a read-only connection; may be called from any thread, never blocks.
/// Queries are answered in order; results are values. Safe to destroy with queries under way: they end first.
class LedgerReader {
  public:
    explicit LedgerReader(QString databasePath);
    ~LedgerReader();
    LedgerReader(const LedgerReader&) = delete;
    LedgerReader& operator=(const LedgerReader&) = delete;

    /// `beforeId`: "" for the first page. `limit` 1 … 1000.
    QFuture<Result<RequestPage>> requests(RequestFilter filter, std::string beforeId, int limit);
    /// Rows newer than `afterId`, oldest first. Ids sort by the time a request began, rows appear when it has ended: a
    /// long request can appear below newer ones, so a live list reads its first page again on StorageThread::committed.
    QFuture<Result<RequestPage>> requestsAfter(RequestFilter filter, std::string afterId, int limit);
    QFuture<Result<RequestTotals>> totals(RequestFilter filter);
    QFuture<Result<RequestDetail>> request(std::string id); ///< NotFound
    /// From the hourly rollups; ordered by start, then group.
    QFuture<Result<std::vector<UsageBucket>>> usage(UsageQuery query);
    /// Of requests that began at `since` or later, newest first, at most `limit`.
    QFuture<Result<std::vector<AttemptSeen>>> attempts(UnixTime since, int limit);
    QFuture<Result<std::vector<ArmSeen>>> arms(UnixTime since, int limit);

  private:
    struct Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace llmg::storage
