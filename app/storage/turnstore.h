// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cache/turnstore.h"

#include <memory>

namespace llmg::storage {

class StorageThread;

/// Keeps turns in the database, compressed, for thirty days, as OpenAI does
/// (platform.openai.com/docs/guides/your-data). `storage` must outlive it.
std::unique_ptr<cache::TurnStore> newTurnStore(StorageThread& storage);

} // namespace llmg::storage
