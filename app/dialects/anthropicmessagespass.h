// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/codec.h"

namespace llmg::dialects {

/// A client's body for a provider of the same dialect: only the model and what the target refuses is changed.
Result<EncodedRequest> passThroughAnthropic(std::string_view body, const TargetModel& target);
const PassThrough& anthropicPassThrough();
/// Events leave as they came; the last message_delta waits for what is known only at the end.
std::unique_ptr<StreamRelay> newAnthropicPassThroughRelay();

} // namespace llmg::dialects
