// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/policy/ratelimiter.h"

#include <algorithm>

namespace llmg::policy {
namespace {

std::int64_t secondOf(RateLimiter::Steady time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

Error limited(const RateLimiter::Claim& claim, std::int64_t limit, const char* what, int seconds) {
    Error error =
        fail(ErrorKind::RateLimited, "The limit of " + std::string(claim.whose) + ", " + std::to_string(limit) + " " +
                                         what + " a minute, is reached. Try again in " + std::to_string(seconds) +
                                         " s, or raise it on the Projects page.");
    error.retryAfter = std::chrono::seconds{seconds};
    return error;
}

} // namespace

void RateLimiter::Window::advance(std::int64_t to) {
    if (to - second >= static_cast<std::int64_t>(kSeconds)) {
        *this = {};
        second = to;
        return;
    }
    while (second < to) {
        ++second;
        const auto at = static_cast<std::size_t>(second) % kSeconds;
        requestSum -= requests[at];
        tokenSum -= tokens[at];
        requests[at] = tokens[at] = 0;
    }
}

int RateLimiter::Window::secondsUntil(const std::array<std::int64_t, kSeconds>& steps, std::int64_t sum,
                                      std::int64_t newest, std::int64_t most) {
    int seconds = 0;
    // From the oldest step on: each leaves the window one second after the one before.
    for (std::size_t age = 1; age <= kSeconds && sum > most; ++age) {
        ++seconds;
        sum -= steps[static_cast<std::size_t>(newest + static_cast<std::int64_t>(age)) % kSeconds];
    }
    return seconds;
}

RateLimiter::Window& RateLimiter::windowOf(std::string_view subject, Steady given) {
    const auto now = m_time.forward(given);
    auto found = m_windows.find(subject);
    if (found == m_windows.end()) {
        found = m_windows.emplace(std::string(subject), Window{}).first;
        found->second.second = secondOf(now);
    }
    found->second.advance(secondOf(now));
    return found->second;
}

Result<> RateLimiter::checkRoom(const Window& window, const Claim& claim) {
    const auto& limit = claim.limit;
    if (limit.requestsPerMinute > 0 && window.requestSum >= limit.requestsPerMinute)
        return limited(
            claim, limit.requestsPerMinute, "requests",
            Window::secondsUntil(window.requests, window.requestSum, window.second, limit.requestsPerMinute - 1));
    if (limit.tokensPerMinute > 0 && window.tokenSum >= limit.tokensPerMinute)
        return limited(claim, limit.tokensPerMinute, "tokens",
                       Window::secondsUntil(window.tokens, window.tokenSum, window.second, limit.tokensPerMinute - 1));
    return {};
}

Result<> RateLimiter::admit(std::span<const Claim> claims, std::int64_t estimatedTokens, Steady now) {
    const std::lock_guard lock(m_mutex);
    for (const auto& claim : claims) {
        if (!claim.limit.isSet())
            continue;
        if (auto room = checkRoom(windowOf(claim.subject, now), claim); !room)
            return room;
    }
    for (const auto& claim : claims) {
        if (!claim.limit.isSet())
            continue;
        Window& window = windowOf(claim.subject, now);
        const auto at = static_cast<std::size_t>(window.second) % kSeconds;
        ++window.requests[at];
        ++window.requestSum;
        window.tokens[at] += estimatedTokens;
        window.tokenSum += estimatedTokens;
    }
    return {};
}

void RateLimiter::settle(std::string_view subject, std::int64_t difference, Steady admittedAt, Steady now) {
    const std::lock_guard lock(m_mutex);
    if (m_windows.find(subject) == m_windows.end())
        return;
    Window& window = windowOf(subject, now);
    const auto second = difference < 0 ? secondOf(admittedAt) : window.second;
    if (second > window.second || window.second - second >= static_cast<std::int64_t>(kSeconds))
        return;
    auto& tokens = window.tokens[static_cast<std::size_t>(second) % kSeconds];
    difference = std::max(difference, -tokens);
    tokens += difference;
    window.tokenSum += difference;
}

RateState RateLimiter::state(std::string_view subject, const domain::RateLimit& limit, Steady now) {
    const std::lock_guard lock(m_mutex);
    const Window& window = windowOf(subject, now);
    RateState state;
    state.limit = limit;
    state.remainingRequests = std::max<std::int64_t>(0, limit.requestsPerMinute - window.requestSum);
    state.remainingTokens = std::max<std::int64_t>(0, limit.tokensPerMinute - window.tokenSum);
    state.resetRequests =
        std::chrono::seconds{Window::secondsUntil(window.requests, window.requestSum, window.second, 0)};
    state.resetTokens = std::chrono::seconds{Window::secondsUntil(window.tokens, window.tokenSum, window.second, 0)};
    return state;
}

} // namespace llmg::policy
