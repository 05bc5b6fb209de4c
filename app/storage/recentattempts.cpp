// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/recentattempts.h"

#include "app/policy/ulid.h"
#include "app/storage/database.h"

#include <QSqlDatabase>
#include <QSqlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace llmg::storage {
namespace {

QByteArray toBytes(const policy::UlidBytes& ulid) {
    return {reinterpret_cast<const char*>(ulid.data()), static_cast<qsizetype>(ulid.size())};
}

UnixTime timeOf(const QByteArray& id) {
    policy::UlidBytes ulid{};
    std::copy_n(id.cbegin(), std::min<qsizetype>(id.size(), ulid.size()), ulid.begin());
    return policy::ulidTime(ulid);
}

Result<AttemptSeen> read(const QSqlQuery& row, ShapeIndex& shapes) {
    AttemptSeen seen;
    int column = 2; // after the request's id and the attempt's number
    for (std::string* field : {&seen.provider, &seen.upstreamModel, &seen.errorCode}) {
        auto text = shapes.text(row.value(column++).toLongLong());
        if (!text)
            return text.error();
        *field = std::move(*text);
    }
    seen.status = row.value(column++).toInt();
    const auto startedAfter = row.value(column++).toLongLong();
    seen.durationUs = row.value(column++).toLongLong();
    const auto request = shapes.record(row.value(column++).toLongLong());
    if (!request)
        return request.error();
    const auto skew = row.value(column++).toLongLong();
    seen.endedAt = timeOf(row.value(0).toByteArray()) + Milliseconds{skew} +
                   std::chrono::duration_cast<Milliseconds>(Microseconds{startedAfter + seen.durationUs});
    // What the request came to belongs to the attempt that was answered.
    if (seen.errorCode.empty()) {
        seen.model = request->usedModel;
        if (request->stream && !row.isNull(column))
            seen.firstTokenUs = row.value(column).toLongLong() - startedAfter;
        seen.completionTokens = row.value(column + 1).toLongLong();
    }
    return seen;
}

} // namespace

Result<std::vector<AttemptSeen>> recentAttempts(QSqlDatabase& database, ShapeIndex& shapes, UnixTime since, int limit) {
    constexpr const char* kRead = "could not read the latest attempts";
    QSqlQuery rows(database);
    rows.setForwardOnly(true);
    if (!rows.prepare(u"SELECT request_id, number, provider, upstream_model, attempt_shapes.error_code, "
                      "attempt_shapes.status, started_after, attempts.duration, requests.shape, started_skew, "
                      "first_token, completion FROM attempts "
                      "JOIN attempt_shapes ON attempt_shapes.id = attempts.shape "
                      "JOIN requests ON requests.id = attempts.request_id "
                      "WHERE request_id >= ? ORDER BY request_id DESC, number DESC LIMIT ?"_s))
        return storageError(rows, kRead);
    rows.bindValue(0, toBytes(policy::firstUlidAt(since)));
    rows.bindValue(1, limit);
    if (!rows.exec())
        return storageError(rows, kRead);
    std::vector<AttemptSeen> attempts;
    while (rows.next()) {
        auto seen = read(rows, shapes);
        if (!seen)
            return seen.error();
        attempts.push_back(std::move(*seen));
    }
    return attempts;
}

} // namespace llmg::storage
