// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gateway/snapshot.h"

namespace llmg::gateway {

/// Sets the endpoint's base URL (without slash at its end) and variables, from what knows best to what knows least:
/// the settings, the environment, a key, the catalog. Where a part of the address is known to none, the base URL stays
/// as the catalog has it and `trouble` says which part, and how to set it. `entry` or `settings` may be null, not both;
/// the runtime has its id, keys and adapter.
void findAddress(ProviderRuntime& runtime, const domain::ProviderEntry* entry, const domain::ProviderSettings* settings,
                 const EnvironmentLookup& environment);

} // namespace llmg::gateway
