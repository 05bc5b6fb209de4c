// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/requestparser.h"
#include "app/http/servershared.h"

namespace llmg::http {

/// One client connection and, as an Exchange, the request it is working on. Requests of a connection run one after the
/// other; bytes of later ones wait in m_in. RFC 9112.
class ServerConnection final : public Wire, public Exchange {
  public:
    ServerConnection(Socket socket, std::shared_ptr<Server::Shared> shared);
    ~ServerConnection() override;

    static Task<> run(std::shared_ptr<ServerConnection> self);
    [[nodiscard]] bool isIdle() const { return m_phase == Phase::Idle; }
    /// The client is cut off; a handler at work learns it as a client that left.
    void cut();

    [[nodiscard]] const RequestHead& head() const override { return m_head; }
    [[nodiscard]] asio::any_io_executor executor() const override { return m_shared->context.get_executor(); }
    [[nodiscard]] std::optional<std::uint64_t> contentLength() const override;
    Task<Result<std::string>> readBody() override;
    Task<Result<>> respond(Response response) override;
    Task<Result<>> beginStream(int status, Headers headers) override;
    Task<Result<>> write(std::string_view bytes) override;
    Task<Result<>> endStream(std::string_view lastBytes) override;
    void abort() override;
    [[nodiscard]] bool headersSent() const override { return m_answer != Answer::None; }
    [[nodiscard]] bool clientGone() const override { return m_gone; }
    void onClientGone(std::function<void()> callback) override;
    [[nodiscard]] std::uint64_t bytesSent() const override { return m_bytesSent; }

    std::list<ServerConnection*>::iterator place; ///< in Shared::connections

  private:
    enum class Phase { Idle, Head, Working, Body, Writing, Closing };
    enum class Answer { None, Streaming, Done, Aborted };
    enum class Input { Data, Closed, Expired };

    void expired() override;
    void readReady(const error_code& error) override;
    void writeReady(const error_code& error) override;

    /// A whole, acceptable head; what cannot be accepted is answered. False: nothing more is to be done but close.
    Task<bool> readHead();
    bool parseHead(std::string_view bytes, error_code& error);
    Task<bool> refuse(int status, const char* code, std::string message);
    Task<bool> refuseUnreadable(const error_code& error);
    void beginExchange();
    Task<> endExchange();
    /// Waits for input; it lies in `into`, m_received bytes long, until the coroutine suspends again.
    Task<Input> moreInput(std::span<char> into);
    Task<bool> discardBody();
    Task<> linger();
    void takeStrayInput();
    void clientLeft();
    void resumeInput();

    /// What goes at once goes at once; the coroutine below is for what is left then.
    bool sendNow(std::span<asio::const_buffer>& buffers);
    Task<Result<>> sendRest(std::span<asio::const_buffer> buffers);
    Task<Result<>> sendChunk(std::string_view bytes, bool last);
    Task<Result<std::string>> readSizedBody(std::uint64_t size);
    Task<Result<std::string>> readChunkedBody();
    [[nodiscard]] Error inputError(Input input) const;
    void writeHead(int status, const Headers& headers, std::optional<std::uint64_t> length);
    void decideKeepAlive();

    std::shared_ptr<Server::Shared> m_shared;
    RequestHead m_head;
    std::optional<RequestParser> m_parser;
    std::string m_in;  ///< read, not yet parsed
    std::string m_out; ///< head of the answer
    std::function<void()> m_onGone;
    std::uint64_t m_bytesSent = 0;
    std::size_t m_headBytes = 0;
    std::size_t m_received = 0;
    Phase m_phase = Phase::Idle;
    Answer m_answer = Answer::None;
    bool m_wantsInput = false;   ///< the waiting coroutine waits for input, so that a read event is its
    bool m_inputStopped = false; ///< m_in is full of what nobody reads yet
    bool m_expired = false;
    bool m_gone = false;
    bool m_lingers = false; ///< input may be on its way that we will not read: closing at once would reset our answer
    bool m_keepAlive = true;
    bool m_http11 = true;
    bool m_isHead = false;
    bool m_continueDue = false; ///< the client waits for 100 Continue
    bool m_bodyDone = true;
    bool m_chunkedAnswer = false;
    bool m_bodyless = false; ///< HEAD, 204, 304: headers only
};

} // namespace llmg::http
