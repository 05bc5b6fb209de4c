// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/clientconnection.h"
#include "app/http/inflater.h"
#include "app/http/responseparser.h"

namespace llmg::http {

/// One request on one connection, and its answer while it is read.
class ClientExchange final : public ClientResponse {
  public:
    ClientExchange(std::shared_ptr<Client::Pool> pool, std::shared_ptr<ClientConnection> connection, bool noBody);
    ~ClientExchange() override;
    ClientExchange(const ClientExchange&) = delete;
    ClientExchange& operator=(const ClientExchange&) = delete;

    /// Sends, and reads status line and headers.
    Task<Result<>> start(std::string_view head, std::string_view body);
    /// After a failed start(): the connection was dead and not a byte of an answer came.
    [[nodiscard]] bool wasStale() const { return m_stale; }

    [[nodiscard]] int status() const override { return m_parser->status(); }
    [[nodiscard]] const Headers& headers() const override { return m_headers; }
    Task<Result<std::size_t>> readSome(std::string& into) override;
    Task<Result<std::string>> readAll(std::size_t limit) override;

  private:
    Result<> parse(std::string_view bytes, std::string& sink);
    Result<> endOfStream();
    Result<> decideDecoding();
    void finished();
    Error failed(Error error);

    std::shared_ptr<Client::Pool> m_pool;
    std::shared_ptr<ClientConnection> m_connection;
    Headers m_headers;
    std::optional<ResponseParser> m_parser;
    std::optional<Inflater> m_inflater;
    std::string m_in;    ///< received, not parsed yet
    std::string m_ready; ///< body that came with the head
    std::optional<Error> m_error;
    std::size_t m_headBytes = 0;
    bool m_noBody;
    bool m_stale = false;
    bool m_done = false; ///< the message's end came
};

} // namespace llmg::http
