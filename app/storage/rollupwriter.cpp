// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/rollupwriter.h"

#include "app/storage/database.h"
#include "app/storage/histogram.h"

#include <QSqlDatabase>
#include <QSqlQuery>

#include <map>
#include <tuple>
#include <unordered_map>

namespace llmg::storage {
namespace {

using domain::RequestRecord;

constexpr const char* kWrite = "could not write the ledger";

QVariant number(std::int64_t value) {
    return QVariant::fromValue<qlonglong>(value);
}

// Place of a margin: hour, project, kind, value.
using MarginPlace = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t>;

struct RollupSums {
    std::int64_t requests = 0, errors = 0, cachedResponses = 0, streams = 0;
    std::int64_t prompt = 0, cachedPrompt = 0, completion = 0, reasoning = 0;
    std::int64_t cost = 0, saved = 0, costMax = 0, durationMax = 0, firstTokenMax = 0;
    Histogram durations, firstTokens;

    void add(const RequestRecord& r) {
        ++requests;
        errors += r.succeeded() ? 0 : 1;
        cachedResponses += r.cached ? 1 : 0;
        streams += r.stream ? 1 : 0;
        prompt += r.usage.prompt;
        cachedPrompt += r.usage.cachedPrompt;
        completion += r.usage.completion;
        reasoning += r.usage.reasoning;
        cost += r.cost.total.nanoUsd;
        saved += r.savedByCache.nanoUsd;
        costMax = std::max(costMax, r.cost.total.nanoUsd);
        durationMax = std::max(durationMax, r.durationUs);
        firstTokenMax = std::max(firstTokenMax, r.firstTokenUs);
        durations.add(r.durationUs);
        if (r.firstTokenUs >= 0)
            firstTokens.add(r.firstTokenUs);
    }
};

struct KeySums {
    std::int64_t spent = 0;
    std::int64_t lastUsed = 0;
};

} // namespace

struct RollupWriter::Impl {
    explicit Impl(QSqlDatabase& db)
        : findRollup(db)
        , upsertRollup(db)
        , findMargin(db)
        , upsertMargin(db)
        , updateKey(db) {}

    QSqlQuery findRollup, upsertRollup, findMargin, upsertMargin, updateKey;
    std::map<std::pair<std::int64_t, std::int64_t>, RollupSums> rollups; // by hour and group
    std::map<MarginPlace, RollupSums> margins;
    std::unordered_map<std::string, KeySums> keys;

    Result<> writeRollups();
    Result<> writeMargins();
    Result<> writeKeys();
};

RollupWriter::RollupWriter(QSqlDatabase& database)
    : m_impl(std::make_unique<Impl>(database)) {
}
RollupWriter::~RollupWriter() = default;

Result<> RollupWriter::prepare() {
    Impl& d = *m_impl;
    const std::initializer_list<std::pair<QSqlQuery*, const char*>> statements{
        {&d.findRollup, "SELECT durations, first_tokens FROM rollups WHERE hour = ? AND group_id = ?"},
        {&d.upsertRollup,
         "INSERT INTO rollups (hour, group_id, requests, cached_responses, streams, prompt, cached_prompt, completion, "
         "reasoning, cost, saved_by_cache, cost_max, duration_max, first_token_max, durations, first_tokens) "
         "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hour, group_id) DO UPDATE SET "
         "requests = requests + excluded.requests, cached_responses = cached_responses + excluded.cached_responses, "
         "streams = streams + excluded.streams, prompt = prompt + excluded.prompt, "
         "cached_prompt = cached_prompt + excluded.cached_prompt, completion = completion + excluded.completion, "
         "reasoning = reasoning + excluded.reasoning, cost = cost + excluded.cost, "
         "saved_by_cache = saved_by_cache + excluded.saved_by_cache, cost_max = max(cost_max, excluded.cost_max), "
         "duration_max = max(duration_max, excluded.duration_max), "
         "first_token_max = max(first_token_max, excluded.first_token_max), durations = excluded.durations, "
         "first_tokens = excluded.first_tokens"},
        {&d.findMargin,
         "SELECT durations, first_tokens FROM rollup_margins WHERE kind = ? AND hour = ? AND project = ? "
         "AND value = ?"},
        {&d.upsertMargin,
         "INSERT INTO rollup_margins (kind, hour, project, value, requests, errors, cached_responses, streams, prompt, "
         "cached_prompt, completion, reasoning, cost, saved_by_cache, durations, first_tokens) "
         "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, hour, project, value) DO UPDATE "
         "SET "
         "requests = requests + excluded.requests, errors = errors + excluded.errors, "
         "cached_responses = cached_responses + excluded.cached_responses, streams = streams + excluded.streams, "
         "prompt = prompt + excluded.prompt, cached_prompt = cached_prompt + excluded.cached_prompt, "
         "completion = completion + excluded.completion, reasoning = reasoning + excluded.reasoning, "
         "cost = cost + excluded.cost, saved_by_cache = saved_by_cache + excluded.saved_by_cache, "
         "durations = excluded.durations, first_tokens = excluded.first_tokens"},
        {&d.updateKey, "UPDATE gateway_keys SET spent = spent + ?, last_used_at = max(coalesce(last_used_at, 0), ?) "
                       "WHERE id = ?"},
    };
    for (const auto& [query, sql] : statements) {
        query->setForwardOnly(true);
        if (!query->prepare(QString::fromLatin1(sql)))
            return storageError(*query, "could not prepare the ledger");
    }
    return {};
}

void RollupWriter::count(const RequestRecord& r, UnixTime time, std::int64_t group, const Dimensions& dimensions) {
    const std::int64_t hour = time.time_since_epoch().count() / 3'600'000;
    m_impl->rollups[{hour, group}].add(r);
    const std::int64_t project = dimensions[0];
    for (std::size_t kind = 0; kind < dimensions.size(); ++kind)
        m_impl->margins[{hour, project, static_cast<std::int64_t>(kind), dimensions[kind]}].add(r);
    if (!r.keyId.empty()) {
        KeySums& key = m_impl->keys[r.keyId];
        key.spent += r.cost.total.nanoUsd;
        key.lastUsed = std::max<std::int64_t>(key.lastUsed, r.startedAt.time_since_epoch().count());
    }
}

Result<> RollupWriter::Impl::writeRollups() {
    for (auto& [place, sums] : rollups) {
        findRollup.bindValue(0, number(place.first));
        findRollup.bindValue(1, number(place.second));
        if (!findRollup.exec())
            return storageError(findRollup, kWrite);
        if (findRollup.next()) {
            sums.durations.mergeBlob(findRollup.value(0).toByteArray());
            sums.firstTokens.mergeBlob(findRollup.value(1).toByteArray());
        }
        findRollup.finish();
        int column = 0;
        for (const std::int64_t value : {place.first, place.second, sums.requests, sums.cachedResponses, sums.streams,
                                         sums.prompt, sums.cachedPrompt, sums.completion, sums.reasoning, sums.cost,
                                         sums.saved, sums.costMax, sums.durationMax, sums.firstTokenMax})
            upsertRollup.bindValue(column++, number(value));
        upsertRollup.bindValue(column++, sums.durations.toBlob());
        upsertRollup.bindValue(column++, sums.firstTokens.toBlob());
        if (!upsertRollup.exec())
            return storageError(upsertRollup, kWrite);
    }
    return {};
}

Result<> RollupWriter::Impl::writeMargins() {
    for (auto& [place, sums] : margins) {
        const auto& [hour, project, kind, value] = place;
        int column = 0;
        for (const std::int64_t part : {kind, hour, project, value})
            findMargin.bindValue(column++, number(part));
        if (!findMargin.exec())
            return storageError(findMargin, kWrite);
        if (findMargin.next()) {
            sums.durations.mergeBlob(findMargin.value(0).toByteArray());
            sums.firstTokens.mergeBlob(findMargin.value(1).toByteArray());
        }
        findMargin.finish();
        column = 0;
        for (const std::int64_t part :
             {kind, hour, project, value, sums.requests, sums.errors, sums.cachedResponses, sums.streams, sums.prompt,
              sums.cachedPrompt, sums.completion, sums.reasoning, sums.cost, sums.saved})
            upsertMargin.bindValue(column++, number(part));
        upsertMargin.bindValue(column++, sums.durations.toBlob());
        upsertMargin.bindValue(column++, sums.firstTokens.toBlob());
        if (!upsertMargin.exec())
            return storageError(upsertMargin, kWrite);
    }
    return {};
}

Result<> RollupWriter::Impl::writeKeys() {
    for (const auto& [id, sums] : keys) {
        updateKey.bindValue(0, number(sums.spent));
        updateKey.bindValue(1, number(sums.lastUsed));
        updateKey.bindValue(2, QString::fromStdString(id));
        if (!updateKey.exec())
            return storageError(updateKey, kWrite);
    }
    return {};
}

Result<> RollupWriter::write() {
    for (const auto part : {&Impl::writeRollups, &Impl::writeMargins, &Impl::writeKeys}) {
        if (auto written = (m_impl.get()->*part)(); !written)
            return written;
    }
    forget();
    return {};
}

void RollupWriter::forget() {
    m_impl->rollups.clear();
    m_impl->margins.clear();
    m_impl->keys.clear();
}

} // namespace llmg::storage
