// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/asio.h"
#include "app/http/server.h"

#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace llmg::gateway {

/// Sends one event stream to a client: the head with the first bytes, and while there is nothing to say an SSE comment
/// now and then, so that no proxy or client takes the connection for dead. One coroutine uses it.
class StreamWriter {
  public:
    /// `comment`: what may be said between two events without meaning anything.
    StreamWriter(http::Exchange& exchange, http::Headers headers, std::chrono::milliseconds commentAfter,
                 std::string_view comment);
    ~StreamWriter();
    StreamWriter(const StreamWriter&) = delete;
    StreamWriter& operator=(const StreamWriter&) = delete;

    http::Task<Result<>> send(std::string_view events);
    http::Task<Result<>> end(std::string_view lastEvents);
    /// Resumes when no comment is on its way any more; to be awaited before the exchange goes.
    http::Task<> quiet();
    /// An event, not only a comment, has gone out: from here on a failure is told, not hidden.
    [[nodiscard]] bool eventsSent() const;
    /// The status line has gone out (with a comment, perhaps), so the answer must be a stream.
    [[nodiscard]] bool begun() const;

  private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace llmg::gateway
