// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/endpointcodec.h"

namespace llmg::dialects {

/// Mistral judges by category and leaves out OpenAI's `flagged`, by which clients decide: it is set where it is
/// missing, to whether any category holds. `results` is where that list begins in the document; other places move
/// along.
void addModerationFlags(EndpointAnswer& answer, std::size_t results);

} // namespace llmg::dialects
