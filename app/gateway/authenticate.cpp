// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/authenticate.h"

#include "app/gateway/headcheck.h"
#include "app/policy/gatewaykeys.h"

#include <algorithm>

namespace llmg::gateway {
namespace {

Error refused(std::string message) {
    return fail(ErrorKind::InvalidApiKey, std::move(message));
}

} // namespace

Result<const domain::GatewayKey*> identify(const Snapshot& snapshot, const SharedState& shared,
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
    if (!snapshot.project(key->projectId))
        return refused("The project of the gateway key “" + key->name + "” no longer exists.");
    return key;
}

Result<const domain::GatewayKey*> authenticate(const Snapshot& snapshot, const SharedState& shared,
                                               const http::RequestHead& head) {
    auto key = identify(snapshot, shared, head);
    if (!key)
        return key;
    if (auto limits = policy::checkKeyLimits(**key, shared.spend, shared.clock.now()); !limits)
        return limits.error();
    return key;
}

Result<const domain::Project*> projectOf(const Snapshot& snapshot, const domain::GatewayKey& key,
                                         const http::RequestHead& head) {
    const auto* own = snapshot.project(key.projectId);
    const auto asked = head.headers.get("x-llmgateway-project");
    if (asked.empty() || asked == own->id || http::equalsIgnoringCase(asked, own->name))
        return own;
    const auto& ownKeys = snapshot.ownKeys();
    const bool mayChoose =
        std::any_of(ownKeys.begin(), ownKeys.end(), [&](const domain::GatewayKey& each) { return each.id == key.id; });
    if (mayChoose) {
        for (const auto& project : snapshot.configuration().projects) {
            if (asked == project.id || http::equalsIgnoringCase(asked, project.name))
                return &project;
        }
    }
    return fail(ErrorKind::PermissionDenied, "The gateway key “" + key.name + "” belongs to the project “" + own->name +
                                                 "”, not to “" + std::string(asked.substr(0, 100)) +
                                                 "”. Use a key of that project, or leave x-llmgateway-project out.");
}

} // namespace llmg::gateway
