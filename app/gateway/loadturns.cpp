// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/loadturns.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace llmg::gateway {
namespace {

namespace asio = boost::asio;

/// Calls `start` with a function to be called once, from anywhere; resumes on the executor with what it was given.
template <class T, class Start>
http::Task<Result<T>> answered(Start start, asio::any_io_executor executor) {
    // Shared, because the store wants a callback that can be copied and a handler can only be moved.
    const auto answer = std::make_shared<std::optional<Result<T>>>();
    auto initiate = [&start, answer, executor](auto handler) {
        auto kept = std::make_shared<decltype(handler)>(std::move(handler));
        start([kept, answer, executor](Result<T> result) {
            answer->emplace(std::move(result));
            asio::post(executor, [kept] { std::move (*kept)(); });
        });
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(initiate, asio::use_awaitable);
    co_return std::move(**answer);
}

} // namespace

http::Task<Result<std::vector<cache::KeptTurn>>> loadTurns(cache::TurnStore& store, std::string id,
                                                           std::string projectId, asio::any_io_executor executor) {
    auto start = [&](cache::TurnStore::Loaded done) {
        store.load(std::move(id), std::move(projectId), std::move(done));
    };
    co_return co_await answered<std::vector<cache::KeptTurn>>(std::move(start), executor);
}

http::Task<Result<>> removeTurn(cache::TurnStore& store, std::string id, std::string projectId,
                                asio::any_io_executor executor) {
    auto start = [&](std::function<void(Result<>)> done) {
        store.remove(std::move(id), std::move(projectId), std::move(done));
    };
    co_return co_await answered<void>(std::move(start), executor);
}

} // namespace llmg::gateway
