// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gateway/snapshot.h"
#include "app/http/client.h"

namespace llmg::gateway {

struct Outgoing {
    http::Origin origin;
    http::ClientRequest request;
};

/// What an adapter prepared, as the HTTP client sends it. Below the provider's own base URL its parsed origin is used;
/// elsewhere (a model with an address of its own, a token server) the URL is parsed, and the provider's proxy kept.
/// Error Configuration: not an http(s) URL.
Result<Outgoing> outgoing(const ProviderRuntime& provider, providers::WireRequest wire, std::string_view accept);

} // namespace llmg::gateway
