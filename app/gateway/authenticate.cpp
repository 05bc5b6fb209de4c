// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/modelrun.h"
#include "app/gateway/headcheck.h"
#include "app/policy/gatewaykeys.h"

namespace llmg::gateway {
namespace {

Error refused(std::string message) {
    return fail(ErrorKind::InvalidApiKey, std::move(message));
}

} // namespace

Result<const domain::GatewayKey*> authenticate(const Snapshot& snapshot, const SharedState& shared,
                                               const http::RequestHead& head) {
    const auto presented = presentedKey(head);
    if (presented.empty())
        return refused("No API key was sent. Send Authorization: Bearer llmg_… with a key from the Projects page.");
    if (!presented.starts_with("llmg_"))
        return refused("This is not a gateway key: gateway keys start with llmg_. Use one from the Projects page, not "
                       "a provider's key.");
    // Looked up by digest: what a comparison's timing could tell is the digest of a guess, and that helps nobody.
    const auto* key = snapshot.gatewayKey(policy::sha256(presented));
    if (!key)
        return refused(
            "This gateway key is not known here. It may have been revoked; create one on the Projects page.");
    if (key->state == domain::KeyState::Disabled)
        return refused("The gateway key “" + key->name + "” is disabled. Enable it on the Projects page.");
    if (key->state == domain::KeyState::Revoked)
        return refused("The gateway key “" + key->name + "” has been revoked. Create a new one on the Projects page.");
    if (key->expiresAt && shared.clock.now() >= *key->expiresAt)
        return refused("The gateway key “" + key->name + "” has expired. Create a new one on the Projects page.");
    if (auto limits = policy::checkKeyLimits(*key, shared.spend, shared.clock.now()); !limits)
        return limits.error();
    if (!snapshot.project(key->projectId))
        return refused("The project of the gateway key “" + key->name + "” no longer exists.");
    return key;
}

} // namespace llmg::gateway
