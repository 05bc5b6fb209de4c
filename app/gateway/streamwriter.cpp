// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/streamwriter.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace llmg::gateway {
namespace {

namespace asio = boost::asio;
using Steady = std::chrono::steady_clock;

} // namespace

struct StreamWriter::State : std::enable_shared_from_this<State> {
    State(http::Exchange& theExchange, http::Headers theHeaders, std::chrono::milliseconds after, std::string_view text)
        : exchange(theExchange)
        , headers(std::move(theHeaders))
        , commentAfter(after)
        , keepAlive(text)
        , timer(theExchange.executor())
        , written(theExchange.executor(), Steady::time_point::max())
        , lastWrite(Steady::now()) {}

    http::Exchange& exchange;
    http::Headers headers;
    std::chrono::milliseconds commentAfter;
    std::string keepAlive;
    asio::steady_timer timer;
    asio::steady_timer written; ///< never expires; cancelled when a comment has been written
    Steady::time_point lastWrite;
    bool begun = false, eventsSent = false, commenting = false, closed = false;

    /// One timer for the whole stream: it looks at the last write when it fires, instead of being set anew at each
    /// chunk.
    void watch() {
        timer.expires_at(lastWrite + commentAfter);
        timer.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
            if (error || self->closed)
                return;
            if (Steady::now() < self->lastWrite + self->commentAfter || self->commenting) {
                self->watch();
                return;
            }
            self->commenting = true;
            asio::co_spawn(self->exchange.executor(), comment(self), asio::detached);
        });
    }

    static http::Task<> comment(std::shared_ptr<State> self) {
        auto begin = co_await self->begin();
        if (begin)
            co_await self->exchange.write(self->keepAlive);
        self->lastWrite = Steady::now();
        self->commenting = false;
        self->written.cancel();
        if (!self->closed)
            self->watch();
    }

    http::Task<Result<>> begin() {
        if (begun)
            co_return Result<>{};
        begun = true;
        co_return co_await exchange.beginStream(200, std::move(headers));
    }

    http::Task<> untilCommentIsWritten() {
        while (commenting)
            co_await written.async_wait(asio::as_tuple(asio::use_awaitable));
    }
};

StreamWriter::StreamWriter(http::Exchange& exchange, http::Headers headers, std::chrono::milliseconds commentAfter,
                           std::string_view comment)
    : m_state(std::make_shared<State>(exchange, std::move(headers), commentAfter, comment)) {
    m_state->watch();
}

StreamWriter::~StreamWriter() {
    m_state->closed = true;
    m_state->timer.cancel();
}

http::Task<Result<>> StreamWriter::send(std::string_view events) {
    if (m_state->commenting)
        co_await m_state->untilCommentIsWritten();
    if (!m_state->begun) {
        auto begun = co_await m_state->begin();
        if (!begun)
            co_return begun;
    }
    m_state->eventsSent = true;
    m_state->lastWrite = Steady::now();
    co_return co_await m_state->exchange.write(events);
}

http::Task<Result<>> StreamWriter::end(std::string_view lastEvents) {
    m_state->closed = true;
    m_state->timer.cancel();
    if (m_state->commenting)
        co_await m_state->untilCommentIsWritten();
    auto begun = co_await m_state->begin();
    if (!begun)
        co_return begun;
    m_state->eventsSent = true;
    co_return co_await m_state->exchange.endStream(lastEvents);
}

http::Task<> StreamWriter::quiet() {
    m_state->closed = true;
    m_state->timer.cancel();
    if (m_state->commenting)
        co_await m_state->untilCommentIsWritten();
}

bool StreamWriter::eventsSent() const {
    return m_state->eventsSent;
}

bool StreamWriter::begun() const {
    return m_state->begun;
}

} // namespace llmg::gateway
