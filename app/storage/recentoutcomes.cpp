// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/recentoutcomes.h"

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

Result<> ask(QSqlQuery& rows, const QString& sql, UnixTime since, int limit) {
    constexpr const char* kRead = "could not read the latest requests";
    rows.setForwardOnly(true);
    if (!rows.prepare(sql))
        return storageError(rows, kRead);
    rows.bindValue(0, toBytes(policy::firstUlidAt(since)));
    rows.bindValue(1, limit);
    if (!rows.exec())
        return storageError(rows, kRead);
    return {};
}

Result<AttemptSeen> readAttempt(const QSqlQuery& row, ShapeIndex& shapes) {
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
    QSqlQuery rows(database);
    if (auto asked = ask(rows,
                         u"SELECT request_id, number, provider, upstream_model, attempt_shapes.error_code, "
                         "attempt_shapes.status, started_after, attempts.duration, requests.shape, started_skew, "
                         "first_token, completion FROM attempts "
                         "JOIN attempt_shapes ON attempt_shapes.id = attempts.shape "
                         "JOIN requests ON requests.id = attempts.request_id "
                         "WHERE request_id >= ? ORDER BY request_id DESC, number DESC LIMIT ?"_s,
                         since, limit);
        !asked)
        return asked.error();
    std::vector<AttemptSeen> attempts;
    while (rows.next()) {
        auto seen = readAttempt(rows, shapes);
        if (!seen)
            return seen.error();
        attempts.push_back(std::move(*seen));
    }
    return attempts;
}

Result<std::vector<ArmSeen>> recentArms(QSqlDatabase& database, ShapeIndex& shapes, UnixTime since, int limit) {
    QSqlQuery rows(database);
    // The tag is the gateway's own (ModelRun); its name may stand in the row or in the dictionary.
    if (auto asked = ask(rows,
                         u"SELECT request_id, value, shape, duration, cost FROM request_tags "
                         "JOIN requests ON requests.id = request_id WHERE request_id >= ? AND name IN "
                         "('rollout-arm', (SELECT id FROM strings WHERE text = 'rollout-arm')) "
                         "ORDER BY request_id DESC LIMIT ?"_s,
                         since, limit);
        !asked)
        return asked.error();
    std::vector<ArmSeen> arms;
    while (rows.next()) {
        const auto arm = shapes.freeText(rows.value(1));
        const auto request = shapes.record(rows.value(2).toLongLong());
        if (!arm || !request)
            return arm ? request.error() : arm.error();
        ArmSeen seen;
        seen.projectId = request->projectId;
        seen.arm = *arm;
        seen.startedAt = timeOf(rows.value(0).toByteArray());
        seen.status = request->status;
        seen.cached = request->cached;
        seen.failed = !request->succeeded();
        seen.durationUs = rows.value(3).toLongLong();
        seen.cost = domain::Money::fromNano(rows.value(4).toLongLong());
        arms.push_back(std::move(seen));
    }
    return arms;
}

} // namespace llmg::storage
