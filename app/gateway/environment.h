// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gateway/accesstokens.h"
#include "app/gateway/counters.h"
#include "app/gateway/peerlookup.h"
#include "app/http/asio.h"
#include "app/http/client.h"
#include "app/ledger/usagesink.h"
#include "app/policy/keyspend.h"
#include "app/routing/keyhealth.h"
#include "models/base/clock.h"

namespace llmg::gateway {

/// What all gateway threads share. Every member is thread-safe; outlives the threads.
struct SharedState {
    ledger::UsageSink& sink;
    const Clock& clock;
    Counters counters;
    PeerLookup peers;
    policy::KeySpend spend;
    routing::KeyHealth keyHealth;
    AccessTokens accessTokens;

    SharedState(ledger::UsageSink& usageSink, const Clock& wallClock)
        : sink(usageSink)
        , clock(wallClock) {}
};

/// What one gateway thread works with.
struct Environment {
    http::asio::io_context& context;
    http::Client& client;
    SharedState& shared;
};

} // namespace llmg::gateway
