// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/livemetrics.h"

#include <algorithm>

namespace llmg::routing {
namespace {

constexpr std::int64_t kLastMinute = 10;
constexpr std::int64_t kLastFive = 3;

/// By age in full minutes. The minute being filled and the one before both count as the last: what came within 60
/// seconds lies in these two, and nothing loses its weight the instant that a minute is full.
std::int64_t weightAt(std::int64_t age) {
    return age <= 1 ? kLastMinute : age <= 5 ? kLastFive : 1;
}

std::optional<double> ratio(std::int64_t sum, std::int64_t count, double scale) {
    if (count <= 0)
        return std::nullopt;
    return static_cast<double>(sum) / static_cast<double>(count) * scale;
}

} // namespace

void LiveMetrics::Sums::add(const Sums& other, std::int64_t weight) {
    attempts += other.attempts * weight;
    failures += other.failures * weight;
    firstTokens += other.firstTokens * weight;
    firstTokenUs += other.firstTokenUs * weight;
    tokens += other.tokens * weight;
    generatingUs += other.generatingUs * weight;
    answers += other.answers * weight;
    durationUs += other.durationUs * weight;
}

void LiveMetrics::Sums::add(const AttemptSample& sample) {
    ++attempts;
    if (sample.failed) {
        ++failures;
        return;
    }
    const auto duration = std::max<std::int64_t>(0, sample.duration.count());
    const auto first = std::clamp<std::int64_t>(sample.firstToken ? sample.firstToken->count() : 0, 0, duration);
    ++answers;
    durationUs += duration;
    if (sample.firstToken) {
        ++firstTokens;
        firstTokenUs += first;
    }
    if (sample.outputTokens > 0 && duration > first) {
        tokens += sample.outputTokens;
        generatingUs += duration - first;
    }
}

LiveMetrics::Sums& LiveMetrics::Series::at(std::int64_t minute) {
    auto& bucket = buckets[static_cast<std::size_t>(minute % kMinutes)];
    if (bucket.minute != minute)
        bucket = {minute, {}};
    return bucket.sums;
}

void LiveMetrics::Series::sumBefore(std::int64_t minute) {
    if (summedAt == minute)
        return;
    summedAt = minute;
    weighted = plain = {};
    for (const auto& bucket : buckets) {
        const auto age = minute - bucket.minute;
        if (bucket.minute < 0 || age <= 0 || age >= kMinutes)
            continue;
        weighted.add(bucket.sums, weightAt(age));
        plain.add(bucket.sums, 1);
    }
}

/// Minutes since the clock's own beginning, moved by an hour so that what the ledger tells from before it is not
/// negative.
std::int64_t LiveMetrics::minuteAt(Time now) const {
    const auto since = std::chrono::floor<std::chrono::minutes>(m_time.forward(now).time_since_epoch()).count();
    return std::max<std::int64_t>(0, since) + kMinutes;
}

LiveMetrics::Series& LiveMetrics::series(std::string_view provider, std::string_view model, std::int64_t minute) {
    auto byProvider = m_series.find(provider);
    if (byProvider != m_series.end()) {
        if (const auto found = byProvider->second.find(model); found != byProvider->second.end())
            return found->second;
    }
    if (m_size == kMostSeries)
        dropOldest();
    ++m_size;
    auto& made = m_series[std::string(provider)][std::string(model)];
    made.lastUse = minute;
    return made;
}

void LiveMetrics::dropOldest() {
    auto provider = m_series.end();
    Map<Series>::iterator oldest;
    for (auto candidate = m_series.begin(); candidate != m_series.end(); ++candidate) {
        for (auto model = candidate->second.begin(); model != candidate->second.end(); ++model) {
            if (provider == m_series.end() || model->second.lastUse < oldest->second.lastUse) {
                provider = candidate;
                oldest = model;
            }
        }
    }
    if (provider == m_series.end())
        return;
    provider->second.erase(oldest);
    if (provider->second.empty())
        m_series.erase(provider);
    --m_size;
}

void LiveMetrics::record(std::string_view provider, std::string_view model, const AttemptSample& sample, Time now) {
    const std::lock_guard lock(m_mutex);
    const auto minute = minuteAt(now);
    auto& kept = series(provider, model, minute);
    kept.lastUse = minute;
    kept.sumBefore(minute); // before the bucket that it may still hold from an hour ago is taken
    kept.at(minute).add(sample);
}

void LiveMetrics::seed(std::string_view provider, std::string_view model, std::chrono::minutes ago, const Sums& sums,
                       Time now) {
    if (ago.count() < 0 || ago.count() >= kMinutes)
        return;
    const std::lock_guard lock(m_mutex);
    const auto minute = minuteAt(now);
    auto& kept = series(provider, model, minute);
    kept.at(minute - ago.count()).add(sums, 1);
    kept.summedAt = -1;
}

std::optional<LiveMetrics::Reading> LiveMetrics::reading(std::string_view provider, std::string_view model,
                                                         Time now) const {
    const std::lock_guard lock(m_mutex);
    const auto byProvider = m_series.find(provider);
    if (byProvider == m_series.end())
        return std::nullopt;
    const auto found = byProvider->second.find(model);
    if (found == byProvider->second.end())
        return std::nullopt;
    auto& kept = found->second;
    const auto minute = minuteAt(now);
    kept.sumBefore(minute);
    const auto& current = kept.buckets[static_cast<std::size_t>(minute % kMinutes)];
    Sums weighted = kept.weighted, plain = kept.plain;
    if (current.minute == minute) {
        weighted.add(current.sums, kLastMinute);
        plain.add(current.sums, 1);
    }
    if (plain.attempts == 0)
        return std::nullopt;
    Reading reading;
    reading.attempts = plain.attempts;
    reading.failures = plain.failures;
    constexpr auto kAssumed = kTrust * kLastMinute;
    reading.uptime =
        100.0 - 100.0 * static_cast<double>(weighted.failures) / static_cast<double>(weighted.attempts + kAssumed);
    reading.tokensPerSecond = ratio(weighted.tokens, weighted.generatingUs, 1e6);
    reading.firstTokenMs = ratio(weighted.firstTokenUs, weighted.firstTokens, 1e-3);
    reading.durationMs = ratio(weighted.durationUs, weighted.answers, 1e-3);
    return reading;
}

std::size_t LiveMetrics::size() const {
    const std::lock_guard lock(m_mutex);
    return m_size;
}

} // namespace llmg::routing
