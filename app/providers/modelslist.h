// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace llmg::providers {

/// Ids of a models list, in its order: `{"data":[{"id"}]}` (OpenAI, Anthropic and all who follow),
/// `{"models":[{"name"}]}` (Google, Ollama), or a bare array (Together). Google's "models/" before each name is taken
/// off. An error inside, or anything that is no list, is ErrorKind::Upstream.
Result<std::vector<std::string>> readModelsList(std::string_view body);

} // namespace llmg::providers
