// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace llmg {

/// Every way in which something of ours can fail. One total mapping to HTTP lives in app/gateway, one to the words
/// shown to a person in ui; a new kind is added to both (the compiler insists, both switch without a default).
enum class ErrorKind {
    InvalidJson,       ///< the body is not JSON
    InvalidParameters, ///< JSON, but not a request we can understand
    ModelNotFound,
    ModelNotSupported, ///< known, but lacks what the request needs
    NoProviderKey,
    InvalidApiKey, ///< the client's own llmg_ key
    InsufficientCredits,
    PermissionDenied,
    HostNotAllowed,
    OriginNotAllowed,
    ModelNotAllowed,
    NotFound,
    MethodNotAllowed,
    RequestTooLarge,
    UnsupportedMediaType,
    RequestTimeout,  ///< the client was too slow (408)
    UpstreamTimeout, ///< the provider was (504)
    RateLimited,
    Canceled,            ///< the client went away
    Internal,            ///< our fault
    Upstream,            ///< the provider failed: connection, 5xx, garbage
    UpstreamRejected,    ///< the provider refused the request itself (a 4xx that is the client's)
    UpstreamKeyRejected, ///< the provider refused *our* key (401, 402, 403)
    AllProvidersFailed,
    Overloaded, ///< our own queue is full
    Storage,    ///< disk, database, journal
    Keychain,
    Configuration,
};

/// An error is a value. `message` is for people, says what to do, and never holds a secret.
struct Error {
    ErrorKind kind = ErrorKind::Internal;
    std::string message;
    std::string param{};        ///< the request field at fault, when there is one
    int upstreamStatus = 0;     ///< HTTP status the provider answered with, 0 if it did not answer
    std::string upstreamCode{}; ///< the provider's own code or type, as sent
    std::optional<std::chrono::milliseconds> retryAfter{};

    friend bool operator==(const Error&, const Error&) = default;
};

/// The stable lower-case name of a kind, as in the ledger ("invalid_api_key").
const char* toString(ErrorKind kind) noexcept;
/// Inverse of toString; nullopt for an unknown name (a ledger written by a newer version).
std::optional<ErrorKind> errorKindFromString(std::string_view name) noexcept;

} // namespace llmg
