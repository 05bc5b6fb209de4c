// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/attemptfailure.h"

#include <algorithm>

namespace llmg::routing {
namespace {

using std::chrono::milliseconds;

/// Told to a client when a provider did not say how long to wait.
constexpr milliseconds kUnsaidWait{5'000};

bool isLimit(const FailedAttempt& attempt) {
    return attempt.error.kind == ErrorKind::RateLimited;
}

milliseconds shortestWait(const Defeat& defeat) {
    std::optional<milliseconds> shortest = defeat.freeIn;
    for (const auto& failure : defeat.failures) {
        if (isLimit(failure))
            shortest = std::min(shortest.value_or(milliseconds::max()), failure.error.retryAfter.value_or(kUnsaidWait));
    }
    return shortest.value_or(kUnsaidWait);
}

Error everyoneLimited(const Defeat& defeat, Error error) {
    error.kind = ErrorKind::RateLimited;
    error.retryAfter = shortestWait(defeat);
    error.message = "Every provider of " + std::string(defeat.requestedModel) +
                    " is rate-limited. Try again later, or add keys on the Providers page.";
    return error;
}

/// A retired model that its provider no longer serves: says so, and what to use instead.
void explainMissingModel(Error& error, const Defeat& defeat) {
    const auto* candidate = defeat.first;
    if (error.kind != ErrorKind::ModelNotFound || !candidate || !candidate->offer || candidate->offer->status.empty())
        return;
    error.message += " The catalog marks " + candidate->model + " as " + candidate->offer->status + ".";
    std::string next;
    if (defeat.catalog) {
        for (const auto& id : defeat.catalog->successors(candidate->model, 3))
            next += (next.empty() ? "" : ", ") + id;
    }
    if (!next.empty())
        error.message += " Successors: " + next + ".";
}

std::string statusInWords(int status) {
    if (status == 0)
        return {};
    // The failure was told in the body, or the body is none.
    if (status < 300)
        return " (error in a " + std::to_string(status) + " answer)";
    return " (" + std::to_string(status) + ")";
}

std::string listed(std::span<const FailedAttempt> failures) {
    std::string text;
    for (const auto& attempt : failures)
        text += ' ' + attempt.provider + statusInWords(attempt.status) + ": " + attempt.error.message;
    return text;
}

Error failureOfOne(const Defeat& defeat) {
    Error error = defeat.failures.back().error;
    if (error.kind == ErrorKind::RateLimited)
        error.retryAfter = shortestWait(defeat);
    const bool isAboutRequest = error.kind == ErrorKind::ModelNotFound || error.kind == ErrorKind::UpstreamRejected;
    if (defeat.failures.size() > 1 && !isAboutRequest)
        error.message = "All " + std::to_string(defeat.failures.size()) + " attempts failed." + listed(defeat.failures);
    explainMissingModel(error, defeat);
    return error;
}

Error outOfTime(const Defeat& defeat) {
    return fail(
        ErrorKind::UpstreamTimeout,
        "The time that a request may take (setting network/requestTimeoutMs) was over before a provider answered." +
            listed(defeat.failures));
}

} // namespace

RetryClass retryClass(const Error& error) noexcept {
    switch (error.kind) {
    case ErrorKind::UpstreamKeyRejected:
    case ErrorKind::InsufficientCredits:
        return RetryClass::AnotherKey;
    case ErrorKind::RateLimited:
        return RetryClass::LaterOrKey;
    case ErrorKind::Upstream:
        // A redirect or another answer that is none: its address is wrong, and stays so.
        return error.upstreamStatus >= 300 && error.upstreamStatus < 400 ? RetryClass::OtherProvider
                                                                         : RetryClass::Later;
    case ErrorKind::UpstreamTimeout:
    case ErrorKind::Overloaded:
        return RetryClass::Later;
    case ErrorKind::ModelNotFound:
        return error.upstreamStatus != 0 ? RetryClass::OtherProvider : RetryClass::Nobody; // some say it with 400
    case ErrorKind::UpstreamRejected:
        // A 404 is about that provider's models and paths, not about the request; another may well have it.
        return error.upstreamStatus == 404 ? RetryClass::OtherProvider : RetryClass::Nobody;
    default:
        return RetryClass::Nobody;
    }
}

ProviderSign signOf(const Error& error) noexcept {
    switch (error.kind) {
    case ErrorKind::Upstream:
    case ErrorKind::UpstreamTimeout:
    case ErrorKind::Overloaded:
        return ProviderSign::Failing;
    case ErrorKind::UpstreamRejected:
    case ErrorKind::RateLimited:
    case ErrorKind::ModelNotFound:
        return error.upstreamStatus != 0 ? ProviderSign::Alive : ProviderSign::Nothing;
    default:
        return ProviderSign::Nothing;
    }
}

bool countsAgainstUptime(const Error& error) noexcept {
    const auto retry = retryClass(error);
    return retry == RetryClass::Later || retry == RetryClass::OtherProvider;
}

Error failureOfAll(const Defeat& defeat) {
    const auto& failures = defeat.failures;
    if (defeat.deadlineOver)
        return outOfTime(defeat);
    if (failures.empty() && defeat.freeIn)
        return everyoneLimited(defeat, {});
    if (failures.empty())
        return fail(ErrorKind::NoProviderKey,
                    "All keys that could answer " + std::string(defeat.requestedModel) +
                        " rest after a rate limit or were refused by their provider. See the Providers page.");
    const bool onlyOne = std::all_of(failures.begin(), failures.end(), [&](const FailedAttempt& attempt) {
        return attempt.provider == failures.front().provider;
    });
    if (onlyOne)
        return failureOfOne(defeat);
    if (std::all_of(failures.begin(), failures.end(), isLimit))
        return everyoneLimited(defeat, failures.front().error);
    return fail(ErrorKind::AllProvidersFailed, "No provider answered." + listed(failures));
}

} // namespace llmg::routing
