// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Google Gemini generateContent. Reference: ai.google.dev/api/generate-content. The ingress side comes with /v1beta.
#include "app/dialects/codec.h"

namespace llmg::dialects {

std::unique_ptr<ProviderCodec> newGeminiProviderCodec();

} // namespace llmg::dialects
