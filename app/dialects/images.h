// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Images at dialects other than OpenAI's. Internal to this folder.
#include "app/dialects/endpointcodec.h"

namespace llmg::dialects {

const EndpointCodec& geminiImages();

/// "1536x1024" → the nearest of `ratios`, each as "3:2"; "" where the size is none ("auto", absent).
std::string_view nearestRatio(std::string_view size, const std::vector<std::string_view>& ratios);

} // namespace llmg::dialects
