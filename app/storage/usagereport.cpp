// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/usagereport.h"

#include "app/storage/database.h"
#include "app/storage/histogram.h"

#include <QSqlDatabase>
#include <QSqlQuery>

#include <map>

using namespace Qt::StringLiterals;

namespace llmg::storage {
namespace {

constexpr std::int64_t kHourMs = 3'600'000;

// The kind of rollup_margins that a group is read from; projects are a column of every kind.
int marginOf(GroupBy group) {
    switch (group) {
    case GroupBy::None:
    case GroupBy::Project:
        return 0;
    case GroupBy::Key:
        return 1;
    case GroupBy::Application:
        return 2;
    case GroupBy::Provider:
        return 3;
    case GroupBy::Model:
        return 4;
    case GroupBy::Outcome:
        return 5;
    }
    return 0;
}

struct Sums {
    UsageBucket bucket;
    Histogram durations, firstTokens;
};

} // namespace

UnixTime periodStart(UnixTime time, const UsageQuery& query) {
    using namespace std::chrono;
    if (query.period == Period::All)
        return query.range.from;
    const auto offset = seconds{query.utcOffsetSeconds};
    const auto local = time + offset;
    switch (query.period) {
    case Period::Hour:
        return time_point_cast<Milliseconds>(floor<hours>(local)) - offset;
    case Period::Day:
        return time_point_cast<Milliseconds>(floor<days>(local)) - offset;
    case Period::Month: {
        const year_month_day date{floor<days>(local)};
        return time_point_cast<Milliseconds>(sys_days{date.year() / date.month() / 1}) - offset;
    }
    case Period::All:
        break;
    }
    return query.range.from;
}

Result<std::vector<UsageBucket>> usageReport(QSqlDatabase& database, ShapeIndex& shapes, const UsageQuery& query) {
    QString sql =
        u"SELECT hour, %1, errors, requests, cached_responses, streams, prompt, cached_prompt, completion, reasoning, "
        "cost, saved_by_cache, durations, first_tokens FROM rollup_margins WHERE kind = %2 AND hour >= ? AND hour < ?"_s
            .arg(query.group == GroupBy::None ? u"0"_s : u"value"_s)
            .arg(marginOf(query.group));
    if (!query.projectId.empty())
        sql += u" AND project = (SELECT id FROM strings WHERE text = ?)"_s;
    sql += u" ORDER BY hour"_s;
    QSqlQuery rows(database);
    rows.setForwardOnly(true);
    if (!rows.prepare(sql))
        return storageError(rows, "could not read the usage");
    // An hour that the range cuts counts where it begins: hours are the finest grain kept.
    const auto hourFrom = query.range.from.time_since_epoch().count();
    const auto hourTo = query.range.to.time_since_epoch().count();
    rows.bindValue(0, QVariant::fromValue<qlonglong>(hourFrom < 0 ? 0 : hourFrom / kHourMs));
    rows.bindValue(1, QVariant::fromValue<qlonglong>(hourTo / kHourMs + (hourTo % kHourMs > 0 ? 1 : 0)));
    if (!query.projectId.empty())
        rows.bindValue(2, QString::fromStdString(query.projectId));
    if (!rows.exec())
        return storageError(rows, "could not read the usage");

    std::map<std::pair<std::int64_t, std::int64_t>, Sums> sums; // period's start, group's string
    std::int64_t lastHour = -1;
    std::int64_t start = 0;
    while (rows.next()) {
        const std::int64_t hour = rows.value(0).toLongLong();
        if (hour != lastHour) {
            lastHour = hour;
            start = periodStart(UnixTime{Milliseconds{hour * kHourMs}}, query).time_since_epoch().count();
        }
        Sums& sum = sums[{start, rows.value(1).toLongLong()}];
        UsageBucket& bucket = sum.bucket;
        int column = 2;
        for (std::int64_t* field : {&bucket.errors, &bucket.requests, &bucket.cachedResponses, &bucket.streams,
                                    &bucket.promptTokens, &bucket.cachedPromptTokens, &bucket.completionTokens,
                                    &bucket.reasoningTokens, &bucket.cost.nanoUsd, &bucket.savedByCache.nanoUsd})
            *field += rows.value(column++).toLongLong();
        sum.durations.mergeBlob(rows.value(column++).toByteArray());
        sum.firstTokens.mergeBlob(rows.value(column).toByteArray());
    }
    std::vector<UsageBucket> buckets;
    buckets.reserve(sums.size());
    for (auto& [key, sum] : sums) {
        UsageBucket& bucket = sum.bucket;
        bucket.start = UnixTime{Milliseconds{key.first}};
        if (query.group != GroupBy::None) {
            const auto name = shapes.text(key.second);
            if (!name)
                return name.error();
            bucket.group = *name;
        }
        bucket.p50Us = sum.durations.percentile(0.50);
        bucket.p95Us = sum.durations.percentile(0.95);
        bucket.firstTokenP50Us = sum.firstTokens.percentile(0.50);
        bucket.firstTokenP95Us = sum.firstTokens.percentile(0.95);
        buckets.push_back(std::move(bucket));
    }
    std::sort(buckets.begin(), buckets.end(), [](const UsageBucket& a, const UsageBucket& b) {
        return std::tie(a.start, a.group) < std::tie(b.start, b.group);
    });
    return buckets;
}

} // namespace llmg::storage
