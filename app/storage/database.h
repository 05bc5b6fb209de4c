// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QString>
#include <QVariant>

class QSqlDatabase;
class QSqlQuery;
class QSqlError;

namespace llmg::storage {

/// An Error Storage in the database's words, with what to do where we know it (full, locked, read-only, damaged).
Error storageError(const QSqlError& error, const char* what);
Error storageError(const QSqlQuery& query, const char* what);
/// Whether the file is no SQLite database or a damaged one.
bool isDamage(const QSqlError& error);
/// Whether another process holds the database just now.
bool isBusy(const QSqlError& error);

Result<> execute(QSqlDatabase& database, const QString& sql);
/// First column of the first row; a null QVariant when there is none.
Result<QVariant> scalar(QSqlDatabase& database, const QString& sql);

/// BEGIN IMMEDIATE … COMMIT; rolls back when it goes without a commit. QSqlDatabase::transaction() would begin a
/// deferred one, which can fail halfway when another process writes.
class Transaction {
  public:
    explicit Transaction(QSqlDatabase& database)
        : m_database(database) {}
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Result<> begin();
    Result<> commit();

  private:
    QSqlDatabase& m_database;
    bool m_active = false;
};

enum class Access { ReadWrite, ReadOnly };

/// One connection of the calling thread, with our pragmas set; closed and forgotten when it goes.
class Connection {
  public:
    Connection() = default;
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    Result<> open(const QString& path, Access access, int busyTimeoutMs);
    void close();
    [[nodiscard]] QSqlDatabase& database();
    /// Whether the last open() failed because the file is damaged or no database.
    [[nodiscard]] bool foundDamage() const { return m_damaged; }

  private:
    struct Held;
    Held* m_held = nullptr;
    bool m_damaged = false;
};

} // namespace llmg::storage
