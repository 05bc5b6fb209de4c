// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/forwardtime.h"
#include "models/base/result.h"
#include "models/domain/limits.h"

#include <array>
#include <chrono>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace llmg::policy {

/// How a limit stands, for the x-ratelimit-* headers that OpenAI's clients know
/// (platform.openai.com/docs/guides/rate-limits).
struct RateState {
    domain::RateLimit limit;
    std::int64_t remainingRequests = 0, remainingTokens = 0;
    std::chrono::milliseconds resetRequests{0}, resetTokens{0}; ///< until all of it is there again
};

/// Requests and tokens of each subject (a key, a project) in the last sixty seconds: a sliding window of one-second
/// steps, so that no burst at the turn of a minute passes twice the limit. Thread-safe; the clock is handed in, and may
/// step.
class RateLimiter {
  public:
    using Steady = std::chrono::steady_clock::time_point;

    /// One limit that a request falls under: its key's, its project's.
    struct Claim {
        std::string_view subject;
        domain::RateLimit limit;
        std::string_view whose = "this gateway key"; ///< as the refusal calls the subject
    };
    /// Counts the request and its estimated prompt under every claim if each has room for another; else counts nothing:
    /// error RateLimited with the time until there is. Tokens are judged by what was used, not by what this request may
    /// use: it is let in while any are left.
    Result<> admit(std::span<const Claim> claims, std::int64_t estimatedTokens, Steady now);
    /// What the request used in the end, beyond (or below) the estimate that was counted for it when it was admitted:
    /// more counts from now on, less is given back to the second that counted it, if that is still in the window.
    void settle(std::string_view subject, std::int64_t difference, Steady admittedAt, Steady now);
    [[nodiscard]] RateState state(std::string_view subject, const domain::RateLimit& limit, Steady now);

  private:
    static constexpr std::size_t kSeconds = 60;
    struct Window {
        std::array<std::int64_t, kSeconds> requests{}, tokens{};
        std::int64_t second = 0; ///< of the newest step
        std::int64_t requestSum = 0, tokenSum = 0;
        void advance(std::int64_t to);
        /// Seconds until the sum of what is left is at most `most`.
        [[nodiscard]] static int secondsUntil(const std::array<std::int64_t, kSeconds>& steps, std::int64_t sum,
                                              std::int64_t newest, std::int64_t most);
    };
    static Result<> checkRoom(const Window& window, const Claim& claim);
    Window& windowOf(std::string_view subject, Steady given);

    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    std::mutex m_mutex;
    ForwardTime m_time;
    std::unordered_map<std::string, Window, Hash, std::equal_to<>> m_windows;
};

} // namespace llmg::policy
