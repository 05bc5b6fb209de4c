// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ledger/recordcodec.h"
#include "models/base/result.h"

#include <memory>

class QSqlDatabase;

namespace llmg::storage {

/// Puts records, attempts, tags, bodies, rollups and what keys have spent into the database, inside a transaction that
/// the caller holds. Lives on the storage thread. Remembers which texts have which number, so after a rollback forget()
/// must be called.
class LedgerWriter {
  public:
    explicit LedgerWriter(QSqlDatabase& database);
    ~LedgerWriter();
    LedgerWriter(const LedgerWriter&) = delete;
    LedgerWriter& operator=(const LedgerWriter&) = delete;
    Result<> prepare();
    /// False when a record of that id is there already: nothing of it is counted again.
    Result<bool> insert(const ledger::JournalEntry& entry);
    /// Adds the sums of what was inserted since the last time to rollups, keys and the total of bodies.
    Result<> writeSums();
    void forget();
    /// Deletes bodies older than `before`, then the oldest while they take more than `totalBytes`; at most `rows` of
    /// them. Returns whether there may be more to do.
    Result<bool> ageBodies(UnixTime before, std::int64_t totalBytes, int rows);

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace llmg::storage
