// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/policy/spendbook.h"
#include "models/domain/project.h"

#include <optional>

namespace llmg::policy {

enum class KeyStandingState { Active, LimitReached, Expired, Disabled, Revoked };
const char* toString(KeyStandingState state) noexcept; ///< "active", "limit reached", "expired", "disabled", "revoked"

/// What a gateway key is worth at this moment, as people are told it.
struct KeyStanding {
    KeyStandingState state = KeyStandingState::Active;
    std::optional<domain::SpendLimit> limit; ///< of LimitReached: the one that holds longest
    std::optional<UnixTime> until;           ///< of LimitReached: when the key works again by itself; nullopt: never
    friend bool operator==(const KeyStanding&, const KeyStanding&) = default;
};

/// The reasons for which a request with the key is refused, in the order in which the gateway looks for them.
[[nodiscard]] KeyStanding keyStanding(const domain::GatewayKey& key, const SpendBook& book, UnixTime now);

} // namespace llmg::policy
