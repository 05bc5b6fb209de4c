// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Cohere chat, version 2. Reference: docs.cohere.com/v2/reference/chat and chat-stream.
#include "app/dialects/codec.h"

namespace llmg::dialects {

std::unique_ptr<ProviderCodec> newCohereProviderCodec();

} // namespace llmg::dialects
