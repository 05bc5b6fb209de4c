// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/asio.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <optional>

namespace llmg::gateway {

/// Calls `start` with a function to be called once, from anywhere; resumes on the executor with what it was given.
template <class T, class Start>
http::Task<T> answered(Start start, http::asio::any_io_executor executor) {
    // Shared, because the store wants a callback that can be copied and a handler can only be moved.
    const auto answer = std::make_shared<std::optional<T>>();
    auto initiate = [&start, answer, executor](auto handler) {
        auto kept = std::make_shared<decltype(handler)>(std::move(handler));
        start([kept, answer, executor](T result) {
            answer->emplace(std::move(result));
            boost::asio::post(executor, [kept] { std::move (*kept)(); });
        });
    };
    co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(initiate,
                                                                                       boost::asio::use_awaitable);
    co_return std::move(**answer);
}

} // namespace llmg::gateway
