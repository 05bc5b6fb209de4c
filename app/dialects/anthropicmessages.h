// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Anthropic Messages. Reference: docs.anthropic.com/en/api/messages. The ingress side comes with /v1/messages.
#include "app/dialects/codec.h"

namespace llmg::dialects {

std::unique_ptr<ProviderCodec> newAnthropicProviderCodec();

} // namespace llmg::dialects
