// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/routing/breaker.h"
#include "app/routing/keyhealth.h"
#include "app/routing/livemetrics.h"
#include "app/routing/stickyroutes.h"

namespace llmg::routing {

/// What requests learn from each other while the program runs. Every member is thread-safe.
struct LiveState {
    KeyHealth keys;
    Breakers breakers;
    LiveMetrics metrics;
    StickyRoutes sticky;
};

} // namespace llmg::routing
