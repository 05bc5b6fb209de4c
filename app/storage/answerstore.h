// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cache/answerstore.h"

#include <memory>

namespace llmg::storage {

class StorageThread;

inline constexpr std::int64_t kAnswerBytes = std::int64_t{512} << 20;

/// Keeps answers in the database, compressed, all projects together within `maxBytes`. `storage` must outlive it.
std::unique_ptr<cache::AnswerStore> newAnswerStore(StorageThread& storage, std::int64_t maxBytes = kAnswerBytes);

} // namespace llmg::storage
