// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/loadturns.h"

#include "app/gateway/answered.h"

namespace llmg::gateway {
namespace {

namespace asio = boost::asio;

} // namespace

http::Task<Result<std::vector<cache::KeptTurn>>> loadTurns(cache::TurnStore& store, std::string id,
                                                           std::string projectId, asio::any_io_executor executor) {
    auto start = [&](cache::TurnStore::Loaded done) {
        store.load(std::move(id), std::move(projectId), std::move(done));
    };
    co_return co_await answered<Result<std::vector<cache::KeptTurn>>>(std::move(start), executor);
}

http::Task<Result<>> removeTurn(cache::TurnStore& store, std::string id, std::string projectId,
                                asio::any_io_executor executor) {
    auto start = [&](std::function<void(Result<>)> done) {
        store.remove(std::move(id), std::move(projectId), std::move(done));
    };
    co_return co_await answered<Result<>>(std::move(start), executor);
}

} // namespace llmg::gateway
