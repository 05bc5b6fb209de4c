// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The part of RequestSearch that reads one request whole.
#include "app/policy/ulid.h"
#include "app/storage/compression.h"
#include "app/storage/database.h"
#include "app/storage/requestsearch.h"

#include <QSqlDatabase>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace llmg::storage {
namespace {

constexpr const char* kRead = "could not read the ledger";

Result<> ask(QSqlQuery& query, const QString& sql, const QVariant& value) {
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return storageError(query, kRead);
    query.bindValue(0, value);
    if (!query.exec())
        return storageError(query, kRead);
    return {};
}

Result<std::vector<domain::AttemptRecord>> attemptsOf(QSqlDatabase& database, ShapeIndex& shapes,
                                                      const QByteArray& id) {
    std::vector<domain::AttemptRecord> attempts;
    QSqlQuery query(database);
    if (auto done =
            ask(query,
                u"SELECT provider, upstream_model, key_label, error_code, status, started_after, duration, first_byte, "
                "error_message, upstream_request_id FROM attempts JOIN attempt_shapes "
                "ON attempt_shapes.id = attempts.shape WHERE request_id = ? ORDER BY number"_s,
                id);
        !done)
        return done.error();
    while (query.next()) {
        domain::AttemptRecord attempt;
        int column = 0;
        for (std::string* field : {&attempt.provider, &attempt.upstreamModel, &attempt.keyLabel, &attempt.errorCode}) {
            const auto text = shapes.text(query.value(column++).toLongLong());
            if (!text)
                return text.error();
            *field = *text;
        }
        attempt.status = query.value(4).toInt();
        attempt.startedAfterUs = query.value(5).toLongLong();
        attempt.durationUs = query.value(6).toLongLong();
        attempt.firstByteUs = query.isNull(7) ? -1 : query.value(7).toLongLong();
        const auto message = shapes.freeText(query.value(8));
        if (!message)
            return message.error();
        attempt.errorMessage = *message;
        attempt.upstreamRequestId = query.value(9).toString().toStdString();
        attempts.push_back(std::move(attempt));
    }
    return attempts;
}

} // namespace

Result<RequestDetail> RequestSearch::detail(const std::string& id) {
    const auto ulid = policy::ulidFromText(id);
    if (!ulid)
        return fail(ErrorKind::NotFound, "that is not the id of a request");
    const QByteArray key(reinterpret_cast<const char*>(ulid->data()), static_cast<qsizetype>(ulid->size()));
    auto record = load(key);
    if (!record)
        return record.error();
    RequestDetail detail;
    detail.record = std::move(*record);
    auto attempts = attemptsOf(m_database, m_shapes, key);
    if (!attempts)
        return attempts.error();
    detail.record.attempts = std::move(*attempts);
    if (auto loaded = loadDetails(key, detail); !loaded)
        return loaded.error();
    return detail;
}

Result<> RequestSearch::loadDetails(const QByteArray& id, RequestDetail& detail) {
    QSqlQuery tags(m_database);
    if (auto done = ask(tags, u"SELECT name, value FROM request_tags WHERE request_id = ? ORDER BY number"_s, id);
        !done)
        return done;
    while (tags.next()) {
        const auto name = m_shapes.freeText(tags.value(0));
        const auto value = m_shapes.freeText(tags.value(1));
        if (!name || !value)
            return name ? value.error() : name.error();
        detail.record.tags.emplace_back(*name, *value);
    }
    QSqlQuery body(m_database);
    if (auto done = ask(
            body, u"SELECT request_bytes, response_bytes, truncated, data FROM request_bodies WHERE request_id = ?"_s,
            id);
        !done)
        return done;
    if (body.next()) {
        const qint64 requestBytes = body.value(0).toLongLong();
        const qint64 responseBytes = body.value(1).toLongLong();
        const auto content =
            decompress(body.value(3).toByteArray(), static_cast<std::size_t>(requestBytes + responseBytes));
        if (!content)
            return content.error();
        domain::RequestBodies bodies;
        bodies.requestId = detail.record.id;
        bodies.request = content->first(requestBytes).toStdString();
        bodies.response = content->last(responseBytes).toStdString();
        bodies.truncated = body.value(2).toBool();
        detail.bodies = std::move(bodies);
    }
    const auto nameOf = [this](const char* table, const std::string& of, std::string& name) -> Result<> {
        QSqlQuery query(m_database);
        const QString sql =
            u"SELECT name FROM (SELECT id, name FROM %1 UNION ALL SELECT id, name FROM former_names) WHERE id = ?"_s;
        if (auto done = ask(query, sql.arg(QLatin1String(table)), QString::fromStdString(of)); !done)
            return done;
        if (query.next())
            name = query.value(0).toString().toStdString();
        return {};
    };
    if (auto named = nameOf("projects", detail.record.projectId, detail.projectName); !named)
        return named;
    return nameOf("gateway_keys", detail.record.keyId, detail.keyName);
}

} // namespace llmg::storage
