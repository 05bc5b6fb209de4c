// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/codec.h"

namespace llmg::dialects {

/// Amazon Bedrock's Converse and ConverseStream (Amazon Bedrock API Reference, bedrock-runtime).
std::unique_ptr<ProviderCodec> newBedrockConverseCodec();

} // namespace llmg::dialects
