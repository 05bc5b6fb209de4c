// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/schema.h"

#include "app/storage/database.h"

#include <QDateTime>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace llmg::storage {
namespace {

// A statement ends with a semicolon at the end of a line: enough for our own files, which have no triggers.
QStringList statementsOf(const char* step) {
    QStringList statements;
    QString pending;
    const QString text = QString::fromUtf8(step);
    for (QStringView line : QStringView(text).split(u'\n')) {
        if (const qsizetype comment = line.indexOf(u"--"); comment >= 0)
            line = line.left(comment);
        line = line.trimmed();
        if (line.isEmpty())
            continue;
        pending += line;
        pending += u'\n';
        if (line.endsWith(u';')) {
            statements.append(pending);
            pending.clear();
        }
    }
    return statements;
}

Result<> copyBefore(QSqlDatabase& database, int version) {
    const QString copy =
        database.databaseName() +
        u".before-%1-%2"_s.arg(version).arg(QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'hhmmsszzz'Z'"));
    QSqlQuery query(database);
    if (!query.prepare(u"VACUUM INTO ?"_s))
        return storageError(query, "could not copy the database before changing its schema");
    query.addBindValue(copy);
    if (!query.exec()) {
        QFile::remove(copy);
        return storageError(query, "could not copy the database before changing its schema");
    }
    QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner);
    return {};
}

} // namespace

Result<> migrate(QSqlDatabase& database, std::span<const char* const> steps) {
    const auto versionRead = scalar(database, u"PRAGMA user_version"_s);
    if (!versionRead)
        return versionRead.error();
    const auto version = static_cast<std::size_t>(versionRead->toUInt());
    if (version > steps.size())
        return fail(ErrorKind::Storage, "the data was written by a newer version of this program (schema " +
                                            std::to_string(version) + ", this one knows " +
                                            std::to_string(steps.size()) +
                                            "); install that version or choose another data directory");
    if (version == steps.size())
        return {};
    if (version > 0) {
        if (auto copied = copyBefore(database, static_cast<int>(version) + 1); !copied)
            return copied;
    }
    Transaction transaction(database);
    if (auto begun = transaction.begin(); !begun)
        return begun;
    // Another process may have been quicker.
    const auto versionNow = scalar(database, u"PRAGMA user_version"_s);
    if (!versionNow)
        return versionNow.error();
    for (std::size_t step = versionNow->toUInt(); step < steps.size(); ++step) {
        for (const QString& statement : statementsOf(steps[step])) {
            if (auto done = execute(database, statement); !done)
                return done;
        }
    }
    if (auto done = execute(database, u"PRAGMA user_version = %1"_s.arg(steps.size())); !done)
        return done;
    return transaction.commit();
}

} // namespace llmg::storage
