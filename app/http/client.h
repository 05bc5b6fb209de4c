// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/asio.h"
#include "app/http/message.h"

#include <chrono>
#include <memory>
#include <optional>

namespace boost::asio::ssl {
class context;
}

namespace llmg::http {

/// Where a request goes. Made from a URL once and reused.
struct Origin {
    bool tls = true;
    std::string host;
    std::uint16_t port = 443;
    std::string proxyHost; ///< HTTP proxy: CONNECT for TLS, absolute form for plain; "" none
    std::uint16_t proxyPort = 0;
    std::string proxyAuthorization; ///< whole header value, or ""
    /// Only addresses on the public internet are connected to, whatever the name resolves to: for URLs that somebody
    /// else wrote. Behind a proxy, which looks names up itself, literal addresses are still judged.
    bool publicOnly = false;
    friend bool operator==(const Origin&, const Origin&) = default;
};

/// Parsed http(s) URL. Error Configuration for any other scheme, user info, or no host.
struct ParsedUrl {
    Origin origin;
    std::string path; /**< with query, at least "/" */
};
Result<ParsedUrl> parseUrl(std::string_view url);

struct Deadlines {
    std::chrono::milliseconds connect{10'000};    ///< name look-up, TCP, proxy and TLS together
    std::chrono::milliseconds firstByte{600'000}; ///< request sent to status line
    std::chrono::milliseconds silence{300'000};   ///< between reads of the body
    std::chrono::milliseconds total{1'500'000};
};

struct ClientRequest {
    std::string method = "POST";
    std::string target; ///< path and query
    Headers headers;    ///< host and content-length are the client's; accept-encoding defaults to gzip, br absent
    std::string body;
};

struct ClientLimits {
    std::size_t maxHeaderBytes = 64 * 1024;
    std::size_t readBufferBytes = 16 * 1024;
    std::size_t maxIdlePerOrigin = 64;
    std::chrono::milliseconds idleKeep{60'000};
};

/// An answer being read. Destroying it before the end closes its connection; reading to the end returns the connection
/// to the pool.
class ClientResponse {
  public:
    virtual ~ClientResponse() = default;
    [[nodiscard]] virtual int status() const = 0;
    /// Without content-encoding and content-length where the body was compressed: it is decoded here.
    [[nodiscard]] virtual const Headers& headers() const = 0;
    /// Appends what has come, decoded from chunked and gzip, as soon as anything has; returns the count, 0 at the end
    /// of a whole body. Errors: Upstream (cut, garbage), UpstreamTimeout, Canceled.
    virtual Task<Result<std::size_t>> readSome(std::string& into) = 0;
    /// The rest of the body, at most `limit` bytes (Upstream error beyond).
    virtual Task<Result<std::string>> readAll(std::size_t limit) = 0;
};

class ClientConnection;

/// Lets another part of the same thread stop a request at any moment: the awaiting call resumes with Canceled (not from
/// within cancel()). One handle may serve several requests after each other; once canceled it stays so.
class CancelHandle {
  public:
    CancelHandle() = default;
    ~CancelHandle();
    CancelHandle(const CancelHandle&) = delete;
    CancelHandle& operator=(const CancelHandle&) = delete;

    void cancel();
    [[nodiscard]] bool isCanceled() const { return m_canceled; }

  private:
    friend class ClientConnection;
    ClientConnection* m_connection = nullptr;
    bool m_canceled = false;
};

/// HTTP/1.1 client with a connection pool per origin, on one io_context and used from its thread only.
/// TLS verifies certificate and host name always. A pooled connection that turns out dead before a byte of the answer
/// came is replaced once by a fresh one. 1xx answers are skipped; redirects are not followed.
class Client {
  public:
    Client(asio::io_context& context, asio::ssl::context& tls, ClientLimits limits = {});
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Resumes when status line and headers are there. Errors: Upstream (cannot resolve, refused, reset, TLS, garbage;
    /// each says which), UpstreamTimeout (says which deadline), Canceled.
    Task<Result<std::unique_ptr<ClientResponse>>> send(const Origin& origin, ClientRequest request,
                                                       const Deadlines& deadlines, CancelHandle* cancel = nullptr);
    void closeIdle();

  private:
    friend class ClientConnection;
    friend class ClientExchange;
    struct Pool;
    std::shared_ptr<Pool> m_pool;
};

} // namespace llmg::http
