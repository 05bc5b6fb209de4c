// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The three endpoints at OpenAI and all who follow: bodies pass through as they came. Internal to this folder.
#include "app/dialects/endpointcodec.h"

namespace llmg::dialects {

const EndpointCodec& openAiEmbeddings();
const EndpointCodec& openAiImages();
const EndpointCodec& openAiModerations();

} // namespace llmg::dialects
