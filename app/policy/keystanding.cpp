// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/policy/keystanding.h"

#include "app/policy/spendlimits.h"

namespace llmg::policy {

using domain::KeyState;

const char* toString(KeyStandingState state) noexcept {
    switch (state) {
    case KeyStandingState::Active:
        return "active";
    case KeyStandingState::LimitReached:
        return "limit reached";
    case KeyStandingState::Expired:
        return "expired";
    case KeyStandingState::Disabled:
        return "disabled";
    case KeyStandingState::Revoked:
        return "revoked";
    }
    return "";
}

KeyStanding keyStanding(const domain::GatewayKey& key, const SpendBook& book, UnixTime now) {
    if (key.state == KeyState::Revoked)
        return {KeyStandingState::Revoked, {}, {}};
    if (key.state == KeyState::Disabled)
        return {KeyStandingState::Disabled, {}, {}};
    if (key.expiresAt && now >= *key.expiresAt)
        return {KeyStandingState::Expired, {}, {}};
    if (const auto limit = reachedKeyLimit(key, book, now))
        return {KeyStandingState::LimitReached, limit, domain::periodEnd(limit->period, now)};
    return {};
}

} // namespace llmg::policy
