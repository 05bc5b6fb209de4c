// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/client.h"
#include "app/providers/sandbox.h"

#include <boost/asio/steady_timer.hpp>

namespace llmg::gateway {

/// Plays what the sandbox provider says, in its time, as if it came from a connection.
class SandboxResponse final : public http::ClientResponse {
  public:
    SandboxResponse(http::asio::io_context& context, providers::SandboxAnswer answer, const http::Deadlines& deadlines);

    [[nodiscard]] int status() const override { return m_answer.status; }
    [[nodiscard]] const http::Headers& headers() const override { return m_headers; }
    http::Task<Result<std::size_t>> readSome(std::string& into) override;
    http::Task<Result<std::string>> readAll(std::size_t limit) override;
    void cancel();

  private:
    providers::SandboxAnswer m_answer;
    http::Headers m_headers;
    http::Deadlines m_deadlines;
    boost::asio::steady_timer m_timer;
    std::size_t m_next = 0;
    bool m_canceled = false;
};

} // namespace llmg::gateway
