// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gateway/accesstokens.h"
#include "app/gateway/counters.h"
#include "app/gateway/peerlookup.h"
#include "app/http/asio.h"
#include "app/http/client.h"
#include "app/ledger/usagesink.h"
#include "app/cache/responsecache.h"
#include "app/cache/turnstore.h"
#include "app/policy/ratelimiter.h"
#include "app/policy/rolloutbook.h"
#include "app/policy/spendlimits.h"
#include "app/routing/livestate.h"
#include "models/base/clock.h"

#include <cmath>
#include <functional>

namespace llmg::gateway {

/// What all gateway threads share. Every member is thread-safe; outlives the threads.
struct SharedState {
    ledger::UsageSink& sink;
    const Clock& clock;
    Counters counters;
    PeerLookup peers;
    policy::SpendBook spend;
    policy::BudgetWatch budgets;
    policy::RateLimiter rates;
    policy::RolloutBook rollouts;
    routing::LiveState live; ///< what requests learn of providers and keys
    routing::KeyHealth& keyHealth = live.keys;
    AccessTokens accessTokens;
    cache::ResponseCache* cache = nullptr; ///< none: nothing is cached
    cache::TurnStore* turns = nullptr;     ///< none: previous_response_id is not known here
    /// Returns when the stores have answered all that they were asked: their answers go to the threads' contexts, which
    /// must stand until then.
    std::function<void()> drainStores;
    /// Told on gateway threads; set before they start.
    std::function<void(const policy::BudgetAlert&)> onBudgetAlert;
    std::function<void(const std::string& projectId, const std::string& reason)> onRollback;

    SharedState(ledger::UsageSink& usageSink, const Clock& wallClock)
        : sink(usageSink)
        , clock(wallClock) {}
};

/// What one gateway thread works with.
struct Environment {
    http::asio::io_context& context;
    http::Client& client;
    SharedState& shared;
    /// Evenly from [0, 1): for backoff and exploration. The default explores nothing and waits longest.
    std::function<double()> random = [] { return std::nextafter(1.0, 0.0); };
};

} // namespace llmg::gateway
