// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ledger/usagesink.h"
#include "models/base/result.h"

#include <QFuture>
#include <QObject>
#include <QString>

#include <functional>
#include <memory>

class QSqlDatabase;

namespace llmg::storage {

/// Owns the one writing connection, on a thread of its own: moves journal entries into SQLite in group commits, applies
/// configuration changes, keeps rollups, ages bodies out. Also the UsageSink of the gateway.
class StorageThread : public QObject {
    Q_OBJECT
  public:
    struct Options {
        QString dataDirectory;                    ///< created when missing, mode 0700
        std::int64_t bodyLimitBytes = 512 * 1024; ///< of each body, before compression; longer ones are cut
        int bodyRetentionDays = 30;
        std::int64_t bodyTotalBytes = 2LL * 1024 * 1024 * 1024;
        std::int64_t diskReserveBytes =
            32LL * 1024 * 1024;   ///< with less free, ready() says no; records are still taken
        int busyTimeoutMs = 5000; ///< how long to wait for another process that writes
    };
    /// Opens or creates the database, migrates it (after a copy), replays the journal, starts the thread. Errors say
    /// what to do: newer schema, locked, not a database (kept aside as gateway.db.damaged-<time>, a new one is begun),
    /// read-only.
    static Result<std::unique_ptr<StorageThread>> open(Options options);
    ~StorageThread() override; ///< flushes, closes, joins

    /// False when another process (the running gateway) owns the journal: configuration can then be read and changed,
    /// but sink() refuses records.
    [[nodiscard]] bool ownsLedger() const;
    [[nodiscard]] ledger::UsageSink& sink();
    [[nodiscard]] QString databasePath() const;
    /// Words for the user when something was repaired at open; empty otherwise.
    [[nodiscard]] QString openNotice() const;
    /// Resolves when all that was recorded before is in SQLite.
    QFuture<Result<>> flush();
    /// Runs a function on the storage thread with the writing connection, inside one transaction.
    QFuture<Result<>> run(std::function<Result<>(QSqlDatabase&)> work);

  Q_SIGNALS:
    /// After each group commit: how many requests are new. Emitted from the storage thread.
    void committed(int requests);
    /// The ledger cannot be written (disk full), or can again (empty message).
    void troubleChanged(const QString& message);

  private:
    struct Impl;
    explicit StorageThread(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace llmg::storage
