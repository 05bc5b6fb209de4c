// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cache/turnstore.h"
#include "app/http/asio.h"

namespace llmg::gateway {

/// TurnStore::load and remove for a coroutine: they resume on `executor`, whichever thread the store answers on.
http::Task<Result<std::vector<cache::KeptTurn>>> loadTurns(cache::TurnStore& store, std::string id,
                                                           std::string projectId, http::asio::any_io_executor executor);
http::Task<Result<>> removeTurn(cache::TurnStore& store, std::string id, std::string projectId,
                                http::asio::any_io_executor executor);

} // namespace llmg::gateway
