// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Bodies of the gateway's own GET endpoints. Pure functions over a snapshot.
#include "app/gateway/counters.h"
#include "app/gateway/snapshot.h"
#include "app/policy/spendbook.h"

#include <string>
#include <string_view>

namespace llmg::gateway {

/// GET /v1/models: OpenAI's list shape plus pricing (USD per token, as decimal strings), context_length, max_output,
/// capabilities and providers[]; each provider says whether it can be called now.
std::string modelsJson(const Snapshot& snapshot);
/// GET /v1/models/{id}; empty when there is none.
std::string modelJson(const Snapshot& snapshot, std::string_view id);
/// The same list as Anthropic's clients read it (docs.anthropic.com/en/api/models-list), and as Google's do
/// (ai.google.dev/api/models).
std::string anthropicModelsJson(const Snapshot& snapshot);
std::string geminiModelsJson(const Snapshot& snapshot);
std::string geminiModelJson(const Snapshot& snapshot, std::string_view id);
/// GET /v1/key: what the presented key may and has spent.
std::string keyJson(const domain::GatewayKey& key, const domain::Project* project, const policy::SpendBook& spend,
                    UnixTime now);
/// GET /metrics in Prometheus' text format 0.0.4.
std::string metricsText(const Counters& counters);

} // namespace llmg::gateway
