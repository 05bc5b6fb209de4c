// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/sandboxresponse.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace llmg::gateway {
namespace asio = boost::asio;

SandboxResponse::SandboxResponse(asio::io_context& context, providers::SandboxAnswer answer,
                                 const http::Deadlines& deadlines)
    : m_answer(std::move(answer))
    , m_deadlines(deadlines)
    , m_timer(context) {
    for (const auto& [name, value] : m_answer.headers)
        m_headers.add(name, value);
}

void SandboxResponse::cancel() {
    m_canceled = true;
    m_timer.cancel();
}

http::Task<Result<std::size_t>> SandboxResponse::readSome(std::string& into) {
    using End = providers::SandboxAnswer::End;
    const bool atEnd = m_next == m_answer.steps.size();
    const bool stalls = atEnd && m_answer.end == End::Stall;
    const auto patience = m_next == 0 ? m_deadlines.firstByte : m_deadlines.silence;
    const auto delay = stalls ? patience : atEnd ? std::chrono::milliseconds{0} : m_answer.steps[m_next].delayBefore;
    if (delay.count() > 0 && !m_canceled) {
        m_timer.expires_after(delay);
        co_await m_timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    if (m_canceled)
        co_return fail(ErrorKind::Canceled, "The client went away.");
    if (stalls)
        co_return fail(ErrorKind::UpstreamTimeout, "The sandbox said nothing within the deadline, as asked.");
    if (!atEnd) {
        const auto& bytes = m_answer.steps[m_next++].bytes;
        into.append(bytes);
        co_return bytes.size();
    }
    if (m_answer.end == End::Cut)
        co_return fail(ErrorKind::Upstream, "The connection was closed in the middle of the answer.");
    co_return std::size_t{0};
}

http::Task<Result<std::string>> SandboxResponse::readAll(std::size_t limit) {
    std::string body;
    for (;;) {
        auto count = co_await readSome(body);
        if (!count)
            co_return count.error();
        if (body.size() > limit)
            co_return fail(ErrorKind::Upstream, "The answer is larger than the limit.");
        // A step may be empty (a pause only), so the end is told by having played all of them.
        if (*count == 0 && m_next == m_answer.steps.size())
            co_return body;
    }
}

} // namespace llmg::gateway
