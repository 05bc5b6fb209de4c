// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/providers/listedmodel.h"
#include "models/base/result.h"

#include <string_view>
#include <vector>

namespace llmg::providers {

/// A models list, in its order: `{"data":[{"id"}]}` (OpenAI, Anthropic and all who follow), `{"models":[{"name"}]}`
/// (Google, Ollama), or a bare array (Together). Google's "models/" before each name is taken off. Of what stands
/// beside an id the forms of vLLM, llama.cpp, LM Studio and Ollama are understood. An error inside, or anything that is
/// no list, is ErrorKind::Upstream.
Result<std::vector<ListedModel>> readModelsList(std::string_view body);

} // namespace llmg::providers
