// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/codec.h"

namespace llmg::dialects {

/// See IngressCodec::scan. A body of countTokens passes too, with its generateContentRequest.
Result<RequestScan> scanGemini(std::string_view body, const RequestLine& line);

} // namespace llmg::dialects
