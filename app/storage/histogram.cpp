// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/histogram.h"

#include "app/ledger/bytes.h"

#include <algorithm>
#include <cmath>

namespace llmg::storage {
namespace {

constexpr double kGrowth = 1.1;
const double kInverseLog = 1.0 / std::log(kGrowth);

// Bucket 0 is "1 µs or less"; bucket i > 0 holds (1.1^(i-1), 1.1^i].
std::size_t bucketOf(std::int64_t microseconds) noexcept {
    if (microseconds <= 1)
        return 0;
    const double exact = std::ceil(std::log(static_cast<double>(microseconds)) * kInverseLog - 1e-9);
    return static_cast<std::size_t>(std::clamp(exact, 1.0, static_cast<double>(Histogram::kBuckets - 1)));
}

// The value whose largest relative error over its bucket is smallest: 2ab/(a+b) of its ends, 4.8 % off at most.
std::int64_t valueOf(std::size_t bucket) noexcept {
    if (bucket == 0)
        return 1;
    const double upper = std::pow(kGrowth, static_cast<double>(bucket));
    return std::llround(2.0 * upper / (kGrowth + 1.0));
}

} // namespace

void Histogram::add(std::int64_t microseconds) noexcept {
    ++m_buckets[bucketOf(microseconds)];
    ++m_count;
}

void Histogram::merge(const Histogram& other) noexcept {
    for (std::size_t i = 0; i < m_buckets.size(); ++i)
        m_buckets[i] += other.m_buckets[i];
    m_count += other.m_count;
}

// Pairs of (buckets skipped, count), both as variable-length numbers.
void Histogram::mergeBlob(QByteArrayView blob) noexcept {
    ledger::ByteReader reader(std::string_view(blob.data(), static_cast<std::size_t>(blob.size())));
    std::uint64_t bucket = 0;
    while (!reader.atEnd()) {
        bucket += reader.number();
        const auto count = static_cast<std::int64_t>(reader.number());
        if (!reader.ok() || bucket >= kBuckets || count < 0)
            return;
        m_buckets[bucket] += count;
        m_count += count;
        ++bucket;
    }
}

QByteArray Histogram::toBlob() const {
    std::string bytes;
    ledger::ByteWriter writer(bytes);
    std::uint64_t skipped = 0;
    for (const std::int64_t count : m_buckets) {
        if (count == 0) {
            ++skipped;
            continue;
        }
        writer.number(skipped);
        writer.number(static_cast<std::uint64_t>(count));
        skipped = 0;
    }
    return QByteArray::fromStdString(bytes);
}

std::int64_t Histogram::percentile(double fraction) const noexcept {
    if (m_count == 0)
        return -1;
    const auto rank =
        std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(fraction * static_cast<double>(m_count) - 1e-9)));
    std::int64_t seen = 0;
    for (std::size_t i = 0; i < m_buckets.size(); ++i) {
        seen += m_buckets[i];
        if (seen >= rank)
            return valueOf(i);
    }
    return valueOf(m_buckets.size() - 1);
}

} // namespace llmg::storage
