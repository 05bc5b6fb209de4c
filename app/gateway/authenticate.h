// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gateway/environment.h"
#include "app/gateway/snapshot.h"
#include "app/http/message.h"

namespace llmg::gateway {

/// Whose key a request carries. Error InvalidApiKey, with a message of its own for none, malformed, unknown, disabled,
/// revoked and expired.
Result<const domain::GatewayKey*> identify(const Snapshot& snapshot, const SharedState& shared,
                                           const http::RequestHead& head);

/// The same for a key that is about to be used: also InvalidApiKey when it has reached one of its limits.
Result<const domain::GatewayKey*> authenticate(const Snapshot& snapshot, const SharedState& shared,
                                               const http::RequestHead& head);

/// The project that a request counts for: its key's. Header x-llmgateway-project (name or id) makes sure of that: error
/// PermissionDenied where it names another one. The program's own keys may choose by it.
Result<const domain::Project*> projectOf(const Snapshot& snapshot, const domain::GatewayKey& key,
                                         const http::RequestHead& head);

} // namespace llmg::gateway
