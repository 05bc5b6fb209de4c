// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// OpenAI chat completions, both sides. Reference: platform.openai.com/docs/api-reference/chat.
#include "app/dialects/codec.h"
#include "models/domain/openaiquirks.h"

namespace llmg::dialects {

/// Found in one pass over the text without building a document: a 10 MB image passes without a copy.
/// Fails with InvalidJson (says where) or InvalidParameters (model or messages missing or of the wrong type; says
/// which). Depth is limited to 64.
Result<RequestScan> scanOpenAiChat(std::string_view body);

using OpenAiQuirks = domain::OpenAiQuirks;

/// Pass-through: the client's own body with only what must differ changed (model; stream_options.include_usage on
/// streams; the answer's limit as the target spells it, no higher than it can; reasoning as it is asked for there;
/// parameters that the target refuses removed and listed). Everything else, unknown fields too, leaves byte for byte
/// as it came.
Result<EncodedRequest> passThroughOpenAiChat(std::string_view body, const TargetModel& target,
                                             const OpenAiQuirks& quirks);

std::unique_ptr<ProviderCodec> newOpenAiProviderCodec(OpenAiQuirks quirks = {});
std::unique_ptr<IngressCodec> newOpenAiIngressCodec();
/// Relay where client and provider both speak it. Corrects only what GATEWAY.md "One meaning" asks for: reasoning
/// fields, finish reasons, a missing role, content arrays; drops the usage chunk unless `includeUsage`.
std::unique_ptr<StreamRelay> newOpenAiPassThroughRelay(OpenAiQuirks quirks, bool includeUsage);
Result<PassedAnswer> passOpenAiAnswer(std::string_view body, const OpenAiQuirks& quirks);
std::string finishPassedAnswer(PassedAnswer& answer, const AnswerAdditions& additions);

} // namespace llmg::dialects
