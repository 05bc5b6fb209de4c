// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/conversationstore.h"

#include "app/storage/ask.h"
#include "app/storage/compression.h"
#include "app/storage/database.h"
#include "app/storage/shapeindex.h"

#include <QSqlDatabase>

using namespace Qt::StringLiterals;

namespace llmg::storage {
namespace {

constexpr const char* kReach = "could not reach the conversations";
constexpr std::size_t kLargestDocument = std::size_t{256} << 20;

Result<> run(QSqlQuery& query, const QString& sql, const QVariantList& values) {
    return runQuery(query, sql, values, kReach);
}

} // namespace

ConversationStore::ConversationStore(StorageThread& storage)
    : m_storage(storage) {
}

QFuture<Result<std::vector<ConversationHead>>> ConversationStore::list(QString search, int limit) {
    using Heads = std::vector<ConversationHead>;
    return ask<Heads>(m_storage, [search = std::move(search), limit](QSqlDatabase& database) -> Result<Heads> {
        QString sql = u"SELECT id, title, models, cost, updated_at, pinned FROM conversations"_s;
        QVariantList values;
        if (!search.trimmed().isEmpty()) {
            const QString pattern = likeAnywhere(search.trimmed().toStdString());
            sql += u" WHERE title LIKE ? ESCAPE '\\' OR models LIKE ? ESCAPE '\\'"_s;
            values << pattern << pattern;
        }
        sql += u" ORDER BY pinned DESC, updated_at DESC LIMIT ?"_s;
        values << qBound(1, limit, 10'000);
        QSqlQuery query(database);
        if (auto done = run(query, sql, values); !done)
            return done.error();
        Heads heads;
        while (query.next()) {
            ConversationHead head;
            head.id = query.value(0).toString();
            head.title = query.value(1).toString();
            head.models = query.value(2).toString();
            head.cost = domain::Money{query.value(3).toLongLong()};
            head.updatedAt = UnixTime{Milliseconds{query.value(4).toLongLong()}};
            head.pinned = query.value(5).toBool();
            heads.push_back(std::move(head));
        }
        return heads;
    });
}

QFuture<Result<QByteArray>> ConversationStore::load(QString id) {
    return ask<QByteArray>(m_storage, [id = std::move(id)](QSqlDatabase& database) -> Result<QByteArray> {
        QSqlQuery query(database);
        if (auto done = run(query, u"SELECT document FROM conversations WHERE id = ?"_s, {id}); !done)
            return done.error();
        if (!query.next())
            return fail(ErrorKind::NotFound, "that conversation does not exist");
        return decompressUpTo(query.value(0).toByteArray(), kLargestDocument);
    });
}

QFuture<Result<>> ConversationStore::save(ConversationHead head, QByteArray document) {
    return m_storage.run([head = std::move(head), document = std::move(document)](QSqlDatabase& database) -> Result<> {
        if (head.id.isEmpty())
            return fail(ErrorKind::InvalidParameters, "a conversation needs an id", "id");
        if (static_cast<std::size_t>(document.size()) > kLargestDocument)
            return fail(ErrorKind::InvalidParameters,
                        "the conversation is too large to be kept; remove some attachments", "document");
        Compressor compressor;
        const auto frame = compressor.compress({document.constData(), static_cast<std::size_t>(document.size())});
        if (!frame)
            return frame.error();
        QSqlQuery query(database);
        return run(query,
                   u"INSERT INTO conversations (id, title, models, cost, updated_at, pinned, document) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET title = excluded.title, "
                   "models = excluded.models, cost = excluded.cost, updated_at = excluded.updated_at, "
                   "pinned = excluded.pinned, document = excluded.document"_s,
                   {head.id, head.title.isNull() ? u""_s : head.title, head.models.isNull() ? u""_s : head.models,
                    QVariant::fromValue<qlonglong>(head.cost.nanoUsd),
                    QVariant::fromValue<qlonglong>(head.updatedAt.time_since_epoch().count()), head.pinned ? 1 : 0,
                    *frame});
    });
}

QFuture<Result<>> ConversationStore::remove(QString id) {
    return m_storage.run([id = std::move(id)](QSqlDatabase& database) -> Result<> {
        QSqlQuery query(database);
        if (auto done = run(query, u"DELETE FROM conversations WHERE id = ?"_s, {id}); !done)
            return done;
        if (query.numRowsAffected() == 0)
            return fail(ErrorKind::NotFound, "that conversation does not exist");
        return {};
    });
}

} // namespace llmg::storage
