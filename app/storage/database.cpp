// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/database.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace llmg::storage {
namespace {

// Result codes of SQLite (sqlite.org/rescode.html); the extended ones carry them in the low byte.
enum SqliteCode {
    Busy = 5,
    Locked = 6,
    ReadOnlyFile = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    NotADatabase = 26
};

int codeOf(const QSqlError& error) {
    return error.nativeErrorCode().toInt() & 0xFF;
}

const char* advice(int code) {
    switch (code) {
    case Busy:
    case Locked:
        return "another program is using the database; close it and try again";
    case ReadOnlyFile:
        return "the database cannot be written; check the permissions of the data directory";
    case Full:
        return "the disk is full; free some space on it";
    case Corrupt:
    case NotADatabase:
        return "the database is damaged; start the program again and it is kept aside";
    case CannotOpen:
        return "the data directory cannot be used; check that it exists and that you may write in it";
    case IoError:
        return "the disk reported an error";
    default:
        return nullptr;
    }
}

} // namespace

Error storageError(const QSqlError& error, const char* what) {
    std::string message(what);
    if (const QString words = error.databaseText(); !words.isEmpty())
        message += ": " + words.toStdString();
    if (const char* advised = advice(codeOf(error)))
        message += std::string("; ") + advised;
    return fail(ErrorKind::Storage, std::move(message));
}

Error storageError(const QSqlQuery& query, const char* what) {
    return storageError(query.lastError(), what);
}

bool isDamage(const QSqlError& error) {
    const int code = codeOf(error);
    return code == Corrupt || code == NotADatabase;
}

bool isBusy(const QSqlError& error) {
    const int code = codeOf(error);
    return code == Busy || code == Locked;
}

Result<> execute(QSqlDatabase& database, const QString& sql) {
    QSqlQuery query(database);
    if (!query.exec(sql))
        return storageError(query, "the database refused a statement");
    return {};
}

Result<QVariant> scalar(QSqlDatabase& database, const QString& sql) {
    QSqlQuery query(database);
    query.setForwardOnly(true);
    if (!query.exec(sql))
        return storageError(query, "the database refused a question");
    return query.next() ? query.value(0) : QVariant();
}

Transaction::~Transaction() {
    if (m_active)
        (void)execute(m_database, u"ROLLBACK"_s);
}

Result<> Transaction::begin() {
    auto begun = execute(m_database, u"BEGIN IMMEDIATE"_s);
    m_active = begun.has_value();
    return begun;
}

Result<> Transaction::commit() {
    auto done = execute(m_database, u"COMMIT"_s);
    if (done)
        m_active = false;
    return done;
}

struct Connection::Held {
    QString name;
    QSqlDatabase database;
};

Connection::~Connection() {
    close();
}

QSqlDatabase& Connection::database() {
    return m_held->database;
}

void Connection::close() {
    if (m_held == nullptr)
        return;
    const QString name = m_held->name;
    m_held->database.close();
    delete m_held;
    m_held = nullptr;
    QSqlDatabase::removeDatabase(name);
}

Result<> Connection::open(const QString& path, Access access, int busyTimeoutMs) {
    close();
    m_damaged = false;
    if (access == Access::ReadWrite) {
        // SQLite would make it with the process's umask; its WAL and shared-memory files take the mode from it.
        const int fd = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (fd >= 0)
            ::close(fd);
    }
    const QString name = u"llmg-"_s + QUuid::createUuid().toString(QUuid::Id128);
    m_held = new Held{name, QSqlDatabase::addDatabase(u"QSQLITE"_s, name)};
    QSqlDatabase& database = m_held->database;
    if (!database.isValid()) {
        close();
        return fail(ErrorKind::Storage, "Qt's SQLite driver is not installed (libqt6sql6-sqlite)");
    }
    database.setDatabaseName(path);
    QString options = u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(busyTimeoutMs);
    if (access == Access::ReadOnly)
        options += u";QSQLITE_OPEN_READONLY"_s;
    database.setConnectOptions(options);
    if (!database.open()) {
        const Error error = storageError(database.lastError(), "could not open the database");
        close();
        return error;
    }
    QStringList pragmas{u"PRAGMA foreign_keys = ON"_s, u"PRAGMA cache_size = -8192"_s, u"PRAGMA temp_store = MEMORY"_s};
    if (access == Access::ReadWrite) {
        // A database that cannot be written is told from one that is locked only by writing; journal_mode alone may
        // pass.
        pragmas << u"PRAGMA journal_mode = WAL"_s << u"PRAGMA synchronous = NORMAL"_s << u"BEGIN IMMEDIATE"_s
                << u"ROLLBACK"_s;
    } else {
        pragmas << u"PRAGMA query_only = ON"_s << u"SELECT count(*) FROM sqlite_master"_s;
    }
    for (const QString& pragma : pragmas) {
        QSqlQuery query(database);
        if (!query.exec(pragma)) {
            m_damaged = isDamage(query.lastError());
            const Error error = storageError(query, "could not open the database");
            query.clear();
            close();
            return error;
        }
    }
    return {};
}

} // namespace llmg::storage
