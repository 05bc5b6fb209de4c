// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/storageopening.h"

#include "app/storage/schema.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace llmg::storage {
namespace {

// Checking every page of a large database takes longer than a person waits for a window.
constexpr qint64 kCheckedUpTo = qint64{128} << 20;

// Whether the file is sound as far as can be told quickly; damage is an outcome, not an error.
Result<bool> isSound(QSqlDatabase& database, bool thoroughly) {
    QSqlQuery query(database);
    query.setForwardOnly(true);
    const bool checkAll = thoroughly && QFileInfo(database.databaseName()).size() <= kCheckedUpTo;
    for (const QString& question : {u"SELECT count(*) FROM sqlite_master"_s, u"PRAGMA user_version"_s,
                                    checkAll ? u"PRAGMA quick_check(1)"_s : u"SELECT 'ok'"_s}) {
        if (!query.exec(question) || !query.next()) {
            if (isDamage(query.lastError()))
                return false;
            return storageError(query, "could not open the database");
        }
    }
    return query.value(0).toString() == u"ok"_s;
}

Result<QString> moveAside(const QString& path) {
    const QString kept = path + u".damaged-"_s + QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'hhmmsszzz'Z'"_s);
    if (!QFile::rename(path, kept))
        return fail(ErrorKind::Storage, "the database is damaged and could not be moved aside: " + path.toStdString());
    for (const QString& ending : {u"-wal"_s, u"-shm"_s}) {
        if (QFile::exists(path + ending))
            QFile::rename(path + ending, kept + ending);
    }
    return kept;
}

Result<> makeDefaultProject(QSqlDatabase& database) {
    QSqlQuery query(database);
    if (!query.prepare(
            u"INSERT OR IGNORE INTO projects (id, name, mode, store_bodies, cache_enabled, cache_ttl_seconds, "
            "allowed_models, aliases, routing_preset, created_at) "
            "SELECT 'default', 'Default', 2, 1, 0, 60, '[]', '[]', 'price', ? "
            "WHERE NOT EXISTS (SELECT 1 FROM projects WHERE id = 'default')"_s))
        return storageError(query, "could not make the default project");
    query.addBindValue(QDateTime::currentMSecsSinceEpoch());
    if (!query.exec())
        return storageError(query, "could not make the default project");
    return {};
}

} // namespace

Result<QString> openLedgerDatabase(Connection& connection, const QString& path, int busyTimeoutMs, bool mayMoveAside,
                                   bool checkThoroughly) {
    QString notice;
    auto opened = connection.open(path, Access::ReadWrite, busyTimeoutMs);
    bool damaged = !opened && connection.foundDamage();
    if (!opened && !damaged)
        return opened.error();
    if (!damaged) {
        const auto sound = isSound(connection.database(), checkThoroughly);
        if (!sound)
            return sound.error();
        damaged = !*sound;
    }
    if (damaged) {
        connection.close();
        if (!mayMoveAside)
            return fail(ErrorKind::Storage,
                        "the database is damaged; stop the running gateway and start it again, it then "
                        "keeps the damaged file aside");
        const auto kept = moveAside(path);
        if (!kept)
            return kept.error();
        notice = u"The database was damaged. It is kept as %1; a new one was begun."_s.arg(*kept);
        if (opened = connection.open(path, Access::ReadWrite, busyTimeoutMs); !opened)
            return opened.error();
    }
    if (auto migrated = migrate(connection.database()); !migrated)
        return migrated.error();
    if (auto made = makeDefaultProject(connection.database()); !made)
        return made.error();
    return notice;
}

} // namespace llmg::storage
