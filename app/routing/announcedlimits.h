// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace llmg::routing {

/// One limit as an answer's headers tell it.
struct AnnouncedLimit {
    std::string name; ///< "requests", "tokens", "input-tokens", "tokens-minute"; "" where the provider gives it none
    std::optional<std::int64_t> remaining;
    std::optional<Milliseconds> resetIn;

    friend bool operator==(const AnnouncedLimit&, const AnnouncedLimit&) = default;
};

/// What a provider says of its rate limits in the headers of an answer, good or bad.
struct AnnouncedLimits {
    std::vector<AnnouncedLimit> limits;     ///< of requests and of tokens
    std::optional<Milliseconds> retryAfter; ///< retry-after-ms, else Retry-After

    /// How long until every limit of which nothing is left is renewed; nullopt when something is left of all, or where
    /// the provider does not say when.
    [[nodiscard]] std::optional<Milliseconds> exhaustedFor() const;
    /// What to wait for after a refusal: retryAfter, else exhaustedFor().
    [[nodiscard]] std::optional<Milliseconds> waitAsked() const;
};

/// Nothing is believed that would keep a key out for longer.
inline constexpr Milliseconds kLongestAnnounced = std::chrono::hours{24};

/// Reads x-ratelimit-remaining-requests and its kin (OpenAI, Groq, Azure; with a window's name at Cerebras and
/// Mistral; without any name at Together and OpenRouter), anthropic-ratelimit-requests-remaining and its kin,
/// ratelimit-remaining, Retry-After in seconds or as a date, and retry-after-ms. `now` is used for resets that are
/// moments where the answer has no Date of its own; with one, the two clocks need not agree. What cannot be read is
/// passed over.
AnnouncedLimits announcedLimits(std::span<const std::pair<std::string, std::string>> headers, UnixTime now);

/// A reset in any of its forms: "1s", "6m0s", "1h39m21.6s", "120ms"; a bare number of seconds; a Unix time in seconds
/// (from 10^9) or milliseconds (from 10^12); RFC 3339; the date of RFC 9110. Never negative, at most kLongestAnnounced.
std::optional<Milliseconds> untilReset(std::string_view text, UnixTime now);

} // namespace llmg::routing
