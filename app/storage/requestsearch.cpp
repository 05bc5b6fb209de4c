// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/requestsearch.h"

#include "app/policy/ulid.h"
#include "app/storage/database.h"
#include "app/storage/histogram.h"
#include "app/storage/ledgerrow.h"

#include <QSqlDatabase>
#include <QSqlQuery>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace llmg::storage {
namespace {

constexpr const char* kRead = "could not read the ledger";
constexpr qint64 kHourMs = 3'600'000;
// Beyond this many shapes, looking into each costs more than reading rows in order.
constexpr std::size_t kMergedShapes = 3000;
// What totals read at most where rollups cannot tell.
constexpr int kTotalledRows = 50'000;

QByteArray toBytes(const policy::UlidBytes& ulid) {
    return {reinterpret_cast<const char*>(ulid.data()), static_cast<qsizetype>(ulid.size())};
}

policy::UlidBytes toUlid(const QByteArray& bytes) {
    policy::UlidBytes ulid{};
    std::copy_n(bytes.begin(), std::min<qsizetype>(bytes.size(), 16), ulid.begin());
    return ulid;
}

// The smallest id above, so that bounds can always be half open.
QByteArray after(QByteArray id) {
    for (qsizetype i = id.size(); i-- > 0;) {
        const auto byte = static_cast<unsigned char>(static_cast<unsigned char>(id[i]) + 1);
        id[i] = static_cast<char>(byte);
        if (byte != 0)
            return id;
    }
    return QByteArray(16, '\xFF');
}

QByteArray firstAt(qint64 milliseconds) {
    return toBytes(policy::firstUlidAt(UnixTime{Milliseconds{milliseconds}}));
}

bool asksForRows(const RequestFilter& f) {
    return f.costAbove.has_value() || f.firstTokenAboveUs > 0 || f.durationAboveUs > 0;
}

QString rowConditions(const RequestFilter& f) {
    QString sql;
    if (f.costAbove)
        sql += u" AND cost > %1"_s.arg(f.costAbove->nanoUsd);
    if (f.firstTokenAboveUs > 0)
        sql += u" AND first_token > %1"_s.arg(f.firstTokenAboveUs);
    if (f.durationAboveUs > 0)
        sql += u" AND duration > %1"_s.arg(f.durationAboveUs);
    return sql;
}

Result<> run(QSqlQuery& query, const QString& sql, const QVariantList& values) {
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return storageError(query, kRead);
    for (int i = 0; i < values.size(); ++i)
        query.bindValue(i, values[i]);
    if (!query.exec())
        return storageError(query, kRead);
    return {};
}

} // namespace

Result<domain::RequestRecord> RequestSearch::load(const QByteArray& id) {
    QSqlQuery query(m_database);
    if (auto done = run(query,
                        u"SELECT shape, started_skew, duration, first_token, request_bytes, response_bytes, prompt, "
                        "cached_prompt, completion, reasoning, cost, cost_input, cost_output, client_request_id, "
                        "error_message, routing, rare FROM requests WHERE id = ?"_s,
                        {id});
        !done)
        return done.error();
    if (!query.next())
        return fail(ErrorKind::NotFound, "there is no such request in the ledger");
    auto shaped = m_shapes.record(query.value(0).toLongLong());
    if (!shaped)
        return shaped;
    domain::RequestRecord& r = *shaped;
    const policy::UlidBytes ulid = toUlid(id);
    r.id = policy::ulidToText(ulid);
    r.startedAt = policy::ulidTime(ulid) + Milliseconds{query.value(1).toLongLong()};
    r.durationUs = query.value(2).toLongLong();
    r.firstTokenUs = query.isNull(3) ? -1 : query.value(3).toLongLong();
    int column = 4;
    for (std::int64_t* field :
         {&r.requestBytes, &r.responseBytes, &r.usage.prompt, &r.usage.cachedPrompt, &r.usage.completion,
          &r.usage.reasoning, &r.cost.total.nanoUsd, &r.cost.input.nanoUsd, &r.cost.output.nanoUsd})
        *field = query.value(column++).toLongLong();
    r.clientRequestId = query.value(column++).toString().toStdString();
    for (std::string* field : {&r.errorMessage, &r.routing}) {
        const QVariant value = query.value(column++);
        if (value.isNull())
            continue;
        if (value.typeId() == QMetaType::LongLong) {
            const auto text = m_shapes.text(value.toLongLong());
            if (!text)
                return text.error();
            *field = *text;
        } else {
            *field = value.toString().toStdString();
        }
    }
    unpackRare(query.value(column).toByteArray(), r);
    return shaped;
}

Result<bool> RequestSearch::messageHolds(const QByteArray& id, const std::string& text) {
    const auto record = load(id);
    if (!record)
        return record.error();
    return QString::fromStdString(record->errorMessage).contains(QString::fromStdString(text), Qt::CaseInsensitive);
}

// The nearest of each shape, then always the nearest of these: as many look-ups as shapes and rows asked for.
Result<std::vector<RequestSearch::Found>> RequestSearch::merge(const RequestFilter& filter,
                                                               const ShapeIndex::Match& match, Bounds bounds,
                                                               std::size_t limit, Direction direction) {
    const bool older = direction == Direction::Older;
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(u"SELECT id FROM requests WHERE shape = ? AND id >= ? AND id < ? ORDER BY id %1 LIMIT 1"_s.arg(
            older ? u"DESC"_s : u"ASC"_s)))
        return storageError(query, kRead);
    const auto nearest = [&](std::int64_t shape) -> Result<QByteArray> {
        query.bindValue(0, QVariant::fromValue<qlonglong>(shape));
        query.bindValue(1, bounds.from);
        query.bindValue(2, bounds.to);
        if (!query.exec())
            return storageError(query, kRead);
        QByteArray id = query.next() ? query.value(0).toByteArray() : QByteArray();
        query.finish();
        return id;
    };
    std::vector<Found> heap;
    const auto isFarther = [older](const Found& a, const Found& b) { return older ? a < b : b < a; };
    const auto push = [&](std::int64_t shape) -> Result<> {
        auto id = nearest(shape);
        if (!id)
            return id.error();
        if (!id->isEmpty()) {
            heap.push_back(Found{std::move(*id), shape});
            std::push_heap(heap.begin(), heap.end(), isFarther);
        }
        return {};
    };
    for (const std::int64_t shape : match.shapes) {
        if (auto pushed = push(shape); !pushed)
            return pushed.error();
    }
    std::vector<Found> found;
    while (!heap.empty() && found.size() < limit) {
        std::pop_heap(heap.begin(), heap.end(), isFarther);
        const Found next = std::move(heap.back());
        heap.pop_back();
        if (older)
            bounds.to = next.id;
        else
            bounds.from = after(next.id);
        bool passes = true;
        if (match.ifMessage.contains(next.shape)) {
            const auto holds = messageHolds(next.id, filter.text);
            if (!holds)
                return holds.error();
            passes = *holds;
        }
        if (passes)
            found.push_back(next);
        if (auto pushed = push(next.shape); !pushed)
            return pushed.error();
    }
    return found;
}

// Rows in order, each looked at.
Result<std::vector<RequestSearch::Found>> RequestSearch::scan(const RequestFilter& filter,
                                                              const ShapeIndex::Match& match, const Bounds& bounds,
                                                              std::size_t limit, Direction direction) {
    QSqlQuery query(m_database);
    if (auto done = run(query,
                        u"SELECT id, shape FROM requests WHERE id >= ? AND id < ?"_s + rowConditions(filter) +
                            u" ORDER BY id "_s + (direction == Direction::Older ? u"DESC"_s : u"ASC"_s),
                        {bounds.from, bounds.to});
        !done)
        return done.error();
    std::vector<Found> found;
    while (found.size() < limit && query.next()) {
        Found row{query.value(0).toByteArray(), query.value(1).toLongLong()};
        if (!match.all && !match.set.contains(row.shape))
            continue;
        if (match.ifMessage.contains(row.shape)) {
            const auto holds = messageHolds(row.id, filter.text);
            if (!holds)
                return holds.error();
            if (!*holds)
                continue;
        }
        found.push_back(std::move(row));
    }
    return found;
}

// Only the hours whose largest cost, duration or time to first token passes: the rollups know.
Result<std::vector<RequestSearch::Found>> RequestSearch::scanHours(const RequestFilter& filter,
                                                                   const ShapeIndex::Match& match, const Bounds& bounds,
                                                                   std::size_t limit, Direction direction) {
    const auto hourOf = [](const QByteArray& id) {
        return policy::ulidTime(toUlid(id)).time_since_epoch().count() / kHourMs;
    };
    QString sql = u"SELECT DISTINCT hour FROM rollups WHERE hour BETWEEN ? AND ?"_s;
    if (filter.costAbove)
        sql += u" AND cost_max > %1"_s.arg(filter.costAbove->nanoUsd);
    if (filter.durationAboveUs > 0)
        sql += u" AND duration_max > %1"_s.arg(filter.durationAboveUs);
    if (filter.firstTokenAboveUs > 0)
        sql += u" AND first_token_max > %1"_s.arg(filter.firstTokenAboveUs);
    sql += u" ORDER BY hour "_s + (direction == Direction::Older ? u"DESC"_s : u"ASC"_s);
    QSqlQuery hours(m_database);
    if (auto done = run(
            hours, sql,
            {QVariant::fromValue<qlonglong>(hourOf(bounds.from)), QVariant::fromValue<qlonglong>(hourOf(bounds.to))});
        !done)
        return done.error();
    std::vector<Found> found;
    while (found.size() < limit && hours.next()) {
        const qint64 hour = hours.value(0).toLongLong();
        const Bounds within{std::max(bounds.from, firstAt(hour * kHourMs)),
                            std::min(bounds.to, firstAt((hour + 1) * kHourMs))};
        auto more = scan(filter, match, within, limit - found.size(), direction);
        if (!more)
            return more;
        std::move(more->begin(), more->end(), std::back_inserter(found));
    }
    return found;
}

Result<RequestPage> RequestSearch::page(const RequestFilter& filter, const std::string& fromId, int limit,
                                        Direction direction) {
    const auto wanted = static_cast<std::size_t>(std::clamp(limit, 1, 1000));
    Bounds bounds{QByteArray(16, '\0'), QByteArray(16, '\xFF')};
    if (filter.range) {
        bounds.from = firstAt(filter.range->from.time_since_epoch().count());
        bounds.to = firstAt(filter.range->to.time_since_epoch().count());
    }
    if (!fromId.empty()) {
        const auto ulid = policy::ulidFromText(fromId);
        if (!ulid)
            return fail(ErrorKind::InvalidParameters, "that is not the id of a request");
        if (direction == Direction::Older)
            bounds.to = std::min(bounds.to, toBytes(*ulid));
        else
            bounds.from = std::max(bounds.from, after(toBytes(*ulid)));
    }
    RequestPage page;
    if (bounds.from >= bounds.to)
        return page;
    const auto match = m_shapes.match(filter);
    if (!match)
        return match.error();
    const auto asked = policy::ulidFromText(filter.text);
    if (!match->all && match->shapes.empty() && !asked)
        return page;

    Result<std::vector<Found>> found = std::vector<Found>{};
    if (asked) {
        const QByteArray id = toBytes(*asked);
        if (id >= bounds.from && id < bounds.to)
            found->push_back(Found{id, 0});
    } else if (asksForRows(filter)) {
        found = scanHours(filter, *match, bounds, wanted + 1, direction);
    } else if (match->all || match->shapes.size() > kMergedShapes) {
        found = scan(filter, *match, bounds, wanted + 1, direction);
    } else {
        found = merge(filter, *match, bounds, wanted + 1, direction);
    }
    if (!found)
        return found.error();
    page.more = found->size() > wanted;
    found->resize(std::min(found->size(), wanted));
    page.rows.reserve(found->size());
    for (const Found& row : *found) {
        auto record = load(row.id);
        if (record)
            page.rows.push_back(std::move(*record));
        else if (record.error().kind != ErrorKind::NotFound)
            return record.error();
    }
    return page;
}

Result<RequestTotals> RequestSearch::totals(const RequestFilter& filter) {
    RequestTotals totals;
    const auto fromRollups = totalsFromRollups(filter, totals);
    if (!fromRollups)
        return fromRollups.error();
    if (*fromRollups)
        return totals;
    const auto match = m_shapes.match(filter);
    if (!match)
        return match.error();
    Bounds bounds{QByteArray(16, '\0'), QByteArray(16, '\xFF')};
    if (filter.range) {
        bounds.from = firstAt(filter.range->from.time_since_epoch().count());
        bounds.to = firstAt(filter.range->to.time_since_epoch().count());
    }
    Histogram durations;
    int read = 0;
    const auto addRows = [&](const QString& where, const QVariantList& values) -> Result<> {
        QSqlQuery query(m_database);
        if (auto done = run(query,
                            u"SELECT id, shape, cost, duration FROM requests WHERE "_s + where +
                                u" AND id >= ? AND id < ?"_s + rowConditions(filter) + u" ORDER BY id DESC"_s,
                            values + QVariantList{bounds.from, bounds.to});
            !done)
            return done;
        while (read < kTotalledRows && query.next()) {
            ++read;
            const std::int64_t shape = query.value(1).toLongLong();
            if (!match->all && !match->set.contains(shape))
                continue;
            if (match->ifMessage.contains(shape)) {
                const auto holds = messageHolds(query.value(0).toByteArray(), filter.text);
                if (!holds)
                    return holds.error();
                if (!*holds)
                    continue;
            }
            const auto record = m_shapes.record(shape);
            if (!record)
                return record.error();
            ++totals.requests;
            totals.errors += record->succeeded() ? 0 : 1;
            totals.cost.nanoUsd += query.value(2).toLongLong();
            durations.add(query.value(3).toLongLong());
        }
        return {};
    };
    // Shape by shape all rows of the filter are read, unless they are too many: then the newest of the ledger, in
    // order.
    const bool byShape = !match->all && match->shapes.size() <= kMergedShapes;
    if (byShape) {
        for (const std::int64_t shape : match->shapes) {
            if (auto done = addRows(u"shape = ?"_s, {QVariant::fromValue<qlonglong>(shape)}); !done)
                return done.error();
            if (read >= kTotalledRows)
                break;
        }
    }
    if (!byShape || read >= kTotalledRows) {
        totals = {};
        durations = {};
        read = 0;
        if (auto done = addRows(u"1"_s, {}); !done)
            return done.error();
    }
    totals.sampled = read >= kTotalledRows;
    totals.p50Us = durations.percentile(0.50);
    totals.p95Us = durations.percentile(0.95);
    return totals;
}

// What the rollups hold exactly: whole hours, and nothing but their own dimensions asked for.
Result<bool> RequestSearch::totalsFromRollups(const RequestFilter& filter, RequestTotals& totals) {
    const auto isWholeHour = [](UnixTime time) { return time.time_since_epoch().count() % kHourMs == 0; };
    const bool wholeHours =
        !filter.range ||
        (isWholeHour(filter.range->from) &&
         (isWholeHour(filter.range->to) ||
          filter.range->to > std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now())));
    if (!wholeHours || asksForRows(filter) || !filter.text.empty() || !filter.modelContains.empty() ||
        filter.statusFrom != 0 || filter.statusTo != 0)
        return false;
    // One dimension asked for, beside the project: its margin has far fewer rows than all combinations.
    const std::initializer_list<std::pair<const std::string*, QString>> dimensions{
        {&filter.keyId, u"g.gateway_key"_s},
        {&filter.application, u"g.application"_s},
        {&filter.provider, u"g.provider"_s}};
    int asked = 0;
    int margin = 0;
    const std::string* wantedValue = nullptr;
    int kind = 0;
    for (const auto& [wanted, column] : dimensions) {
        ++kind;
        if (wanted->empty())
            continue;
        ++asked;
        margin = kind;
        wantedValue = wanted;
    }
    QVariantList values;
    const auto equals = [&values](const QString& column, const std::string& wanted) -> QString {
        if (wanted.empty())
            return {};
        values << QString::fromStdString(wanted);
        return u" AND "_s + column + u" = (SELECT id FROM strings WHERE text = ?)"_s;
    };
    QString sql;
    if (asked <= 1 && !(filter.onlyErrors && asked == 1)) {
        if (filter.onlyErrors)
            margin = 5;
        sql = u"SELECT requests, cost, durations, errors FROM rollup_margins r WHERE kind = %1"_s.arg(margin) +
              equals(u"project"_s, filter.projectId);
        if (wantedValue != nullptr)
            sql += equals(u"value"_s, *wantedValue);
        if (filter.onlyErrors)
            sql += u" AND errors > 0"_s;
    } else {
        sql = u"SELECT requests, cost, durations, CASE WHEN g.outcome = coalesce((SELECT id FROM strings WHERE text = "
              u"'success'), 0) "
              "THEN 0 ELSE requests END AS errors FROM rollups r JOIN groups g ON g.id = r.group_id WHERE 1"_s;
        sql += equals(u"g.project"_s, filter.projectId);
        for (const auto& [wanted, column] : dimensions)
            sql += equals(column, *wanted);
        if (filter.onlyErrors)
            sql += u" AND g.outcome <> coalesce((SELECT id FROM strings WHERE text = 'success'), 0)"_s;
    }
    if (filter.range) {
        sql += u" AND r.hour >= ? AND r.hour * 3600000 < ?"_s;
        values << QVariant::fromValue<qlonglong>(filter.range->from.time_since_epoch().count() / kHourMs)
               << QVariant::fromValue<qlonglong>(filter.range->to.time_since_epoch().count());
    }
    QSqlQuery query(m_database);
    if (auto done = run(query, sql, values); !done)
        return done.error();
    Histogram durations;
    while (query.next()) {
        totals.requests += query.value(0).toLongLong();
        totals.errors += query.value(3).toLongLong();
        totals.cost.nanoUsd += query.value(1).toLongLong();
        durations.mergeBlob(query.value(2).toByteArray());
    }
    totals.p50Us = durations.percentile(0.50);
    totals.p95Us = durations.percentile(0.95);
    return true;
}

} // namespace llmg::storage
