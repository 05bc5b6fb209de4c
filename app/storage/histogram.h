// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <array>
#include <cstdint>

namespace llmg::storage {

/// Counts of durations in buckets that grow by a tenth: a percentile is within 5 % of the true one, and histograms add
/// up. Range 1 µs … 10 h; what is longer counts as 10 h. Kept as a compact blob.
class Histogram {
  public:
    static constexpr int kBuckets = 256;
    void add(std::int64_t microseconds) noexcept;
    void merge(const Histogram& other) noexcept;
    /// Adds what toBlob() made; a damaged blob adds what can be read of it.
    void mergeBlob(QByteArrayView blob) noexcept;
    [[nodiscard]] QByteArray toBlob() const;
    /// Nearest rank; -1 without a sample. 0 < fraction <= 1.
    [[nodiscard]] std::int64_t percentile(double fraction) const noexcept;
    [[nodiscard]] std::int64_t count() const noexcept { return m_count; }

  private:
    std::array<std::int64_t, kBuckets> m_buckets{};
    std::int64_t m_count = 0;
};

} // namespace llmg::storage
