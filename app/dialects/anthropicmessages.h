// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Anthropic Messages, both sides. Reference: docs.anthropic.com/en/api/messages, /streaming, /messages-count-tokens.
#include "app/dialects/codec.h"

namespace llmg::dialects {

std::unique_ptr<ProviderCodec> newAnthropicProviderCodec();
std::unique_ptr<IngressCodec> newAnthropicIngressCodec();

/// As IngressCodec::scan. The body of count_tokens is that of a message without max_tokens.
Result<RequestScan> scanAnthropicMessages(std::string_view body);
Result<RequestScan> scanAnthropicCountTokens(std::string_view body);

/// POST /v1/messages/count_tokens at a provider of this dialect: only the fields that it takes.
Result<EncodedRequest> encodeAnthropicCountTokens(const ChatRequest& request, const TargetModel& target);
/// The same from a client's own body, of which only the model and what the endpoint refuses is changed.
Result<EncodedRequest> passThroughAnthropicCountTokens(std::string_view body, const TargetModel& target);
Result<std::int64_t> decodeAnthropicCountTokens(std::string_view body);
/// {"input_tokens":N}
std::string encodeAnthropicTokenCount(std::int64_t tokens);

} // namespace llmg::dialects
