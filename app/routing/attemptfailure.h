// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/routing/route.h"

#include <span>

namespace llmg::routing {

/// Who may succeed where an attempt failed (GATEWAY.md "Failover and retries").
enum class RetryClass {
    Nobody,        ///< the request itself is refused, or the client is gone
    AnotherKey,    ///< our key was refused (401, 402, 403)
    LaterOrKey,    ///< that key is rate-limited
    OtherProvider, ///< this one does not have the model, or its address is wrong
    Later,         ///< a failure that may pass: connection, timeout, 408, 409, 5xx
};
RetryClass retryClass(const Error& error) noexcept;

/// What a failure says of the provider's health; a client's mistake or a rate limit shows that it is alive.
ProviderSign signOf(const Error& error) noexcept;

/// Whether a failure counts against a provider's uptime. A rate limit does not (the key rests), nor does a refused key
/// or a client's mistake; a model that the provider turns out not to have does.
bool countsAgainstUptime(const Error& error) noexcept;

struct FailedAttempt {
    std::string provider;
    int status = 0; ///< HTTP; 0: no answer
    Error error;
};

/// What the client is told when nobody answered.
struct Defeat {
    std::span<const FailedAttempt> failures;
    std::string_view requestedModel;
    const Candidate* first = nullptr; ///< whose catalog status and successors explain a missing model
    const catalog::Catalog* catalog = nullptr;
    std::optional<std::chrono::milliseconds> freeIn; ///< the shortest rest of a key that could answer
    bool deadlineOver = false;                       ///< and cut the last attempt, or kept somebody from being asked
};
/// No time left: UpstreamTimeout. One attempt, or one provider that does not have the model: its failure as it is. One
/// provider: the kind of its last failure. All limited: RateLimited with the shortest wait. Else AllProvidersFailed.
/// Where several attempts were made, the message lists each with provider, status and reason.
Error failureOfAll(const Defeat& defeat);

} // namespace llmg::routing
