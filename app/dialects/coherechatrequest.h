// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/codec.h"

namespace llmg::dialects {

/// `messages`. Fails with ModelNotSupported for what Cohere's models do not read.
Result<json::array> encodeCohereConversation(const ChatRequest& request, const TargetModel& target);

Result<EncodedRequest> encodeCohereRequest(const ChatRequest& request, const TargetModel& target);

} // namespace llmg::dialects
