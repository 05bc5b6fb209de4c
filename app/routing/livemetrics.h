// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/routing/time.h"

#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace llmg::routing {

/// One attempt, as far as it tells how a provider is doing. Not recorded are attempts that say nothing of that: refused
/// as the client's mistake, canceled by the client, refused for our key or its rate limit (the key rests instead).
struct AttemptSample {
    bool failed = false;
    std::optional<std::chrono::microseconds> firstToken; ///< of a streamed answer, since the attempt began
    std::int64_t outputTokens = 0;
    std::chrono::microseconds duration{}; ///< of the whole attempt
};

/// How providers did over the last 60 minutes, by model, in buckets of a minute. Thread-safe; at most kMostSeries pairs
/// of provider and model are kept, the one unused for longest goes first.
class LiveMetrics {
  public:
    static constexpr std::size_t kMostSeries = 1024;
    static constexpr int kMinutes = 60;

    /// Sums over attempts: one bucket, or what the ledger knows of one minute.
    struct Sums {
        std::int64_t attempts = 0, failures = 0;
        std::int64_t firstTokens = 0, firstTokenUs = 0; ///< how many, and their sum
        std::int64_t tokens = 0, generatingUs = 0;      ///< output tokens, and the time in which they came
        std::int64_t answers = 0, durationUs = 0;       ///< attempts that did not fail, and how long they took
        void add(const Sums& other, std::int64_t weight);
        void add(const AttemptSample& sample);
    };

    /// Means in which the last minute counts ten times and the last five count three times.
    struct Reading {
        std::int64_t attempts = 0, failures = 0; ///< as they were, not weighted
        double uptime = 100;                     ///< per cent; see kTrust
        std::optional<double> tokensPerSecond, firstTokenMs, durationMs;
    };

    /// As many good attempts of the last minute are assumed besides those seen: one failure alone must not keep a
    /// provider out for an hour, as hardly anything would be asked of it that could prove better.
    static constexpr std::int64_t kTrust = 2;

    void record(std::string_view provider, std::string_view model, const AttemptSample& sample, Time now);
    /// What the ledger knows from before the start.
    void seed(std::string_view provider, std::string_view model, std::chrono::minutes ago, const Sums& sums, Time now);
    /// nullopt when nothing was attempted within the hour.
    [[nodiscard]] std::optional<Reading> reading(std::string_view provider, std::string_view model, Time now) const;
    [[nodiscard]] std::size_t size() const;

  private:
    struct Bucket {
        std::int64_t minute = -1;
        Sums sums;
    };
    struct Series {
        std::array<Bucket, kMinutes> buckets;
        std::int64_t lastUse = 0;
        // Everything but the minute being filled, summed once a minute.
        std::int64_t summedAt = -1;
        Sums weighted, plain;
        void sumBefore(std::int64_t minute);
        Sums& at(std::int64_t minute);
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    template <class T>
    using Map = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

    Series& series(std::string_view provider, std::string_view model, std::int64_t minute);
    void dropOldest();
    std::int64_t minuteAt(Time now) const;

    mutable std::mutex m_mutex;
    mutable ForwardTime m_time;
    mutable Map<Map<Series>> m_series; ///< reading() renews the sums
    std::size_t m_size = 0;
};

} // namespace llmg::routing
