// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/asio.h"
#include "app/http/message.h"

#include <functional>
#include <memory>
#include <optional>

namespace llmg::http {

struct ServerLimits {
    std::size_t maxHeaderBytes = 64 * 1024;
    std::uint64_t maxBodyBytes = 50ULL * 1024 * 1024;
    std::chrono::milliseconds headerTimeout{30'000}; ///< first byte of a request to the end of its head
    std::chrono::milliseconds bodyTimeout{60'000};   ///< silence while a body is read
    std::chrono::milliseconds idleTimeout{120'000};  ///< between requests of one connection
    std::chrono::milliseconds writeTimeout{300'000}; ///< a client that reads nothing
    std::size_t maxConnections = 20'000;
};

/// One request and its answer. Lives on its connection's executor; used by one coroutine.
/// Exactly one of respond() and beginStream()…endStream() is called; a handler that returns without either gets a 500.
class Exchange {
  public:
    virtual ~Exchange() = default;
    [[nodiscard]] virtual const RequestHead& head() const = 0;
    [[nodiscard]] virtual asio::any_io_executor executor() const = 0;
    /// Declared length of the body; nullopt when chunked. Known before anything of it is read.
    [[nodiscard]] virtual std::optional<std::uint64_t> contentLength() const = 0;
    /// Whole body. Sends 100 Continue first where the client expects it. Errors: RequestTooLarge (nothing further is
    /// read), RequestTimeout, Canceled (client gone), InvalidParameters (framing).
    virtual Task<Result<std::string>> readBody() = 0;
    virtual Task<Result<>> respond(Response response) = 0;
    /// Status line and headers of a chunked answer, sent at once.
    virtual Task<Result<>> beginStream(int status, Headers headers) = 0;
    /// One chunk, handed to the socket before this resumes: a slow client slows the caller. Error: Canceled.
    virtual Task<Result<>> write(std::string_view bytes) = 0;
    /// Optional last bytes and the terminating chunk in one write.
    virtual Task<Result<>> endStream(std::string_view lastBytes = {}) = 0;
    /// Closes the connection without the terminating chunk, so that the client sees a cut and not an end.
    virtual void abort() = 0;
    [[nodiscard]] virtual bool headersSent() const = 0;
    [[nodiscard]] virtual bool clientGone() const = 0;
    /// Called once, on the executor, when the client closes while the handler works; replaces an earlier callback.
    /// Data of a pipelined next request is kept and is no disconnect.
    virtual void onClientGone(std::function<void()> callback) = 0;
    [[nodiscard]] virtual std::uint64_t bytesSent() const = 0;
};

using Handler = std::function<Task<>(Exchange&)>;

/// HTTP/1.1 server (RFC 9112) on one io_context: keep-alive, pipelining, chunked bodies, Expect, HEAD, limits,
/// deadlines. It knows no path and no rule of the gateway: every request with a readable head goes to the handler, HEAD
/// too (the body of its answer is left out). Heads that cannot be read are answered 400, 408, 431, 501 or 505 and
/// closed.
class Server {
  public:
    Server(asio::io_context& context, ServerLimits limits, Handler handler);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Binds and accepts. Port 0 picks one; returns the port. A taken port is ErrorKind::Configuration and says so.
    /// `shared` sets SO_REUSEPORT, for several threads on one port.
    Result<std::uint16_t> listen(const std::string& address, std::uint16_t port, bool shared = false);
    /// No new connections; idle ones close; running exchanges go on, their answers say Connection: close.
    void stopAccepting();
    /// Resumes when no exchange runs any more, or closes what is left after `patience`.
    Task<> drain(std::chrono::milliseconds patience);
    [[nodiscard]] std::size_t connectionCount() const;
    [[nodiscard]] std::size_t exchangeCount() const; ///< requests in work

  private:
    friend class ServerConnection;
    struct Shared;
    std::shared_ptr<Shared> m_shared;
};

} // namespace llmg::http
