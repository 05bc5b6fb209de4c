// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/clientpool.h"

#include <boost/asio/ssl/stream.hpp>

namespace llmg::http {

/// One connection to an origin, through its proxy where it has one, with TLS where it has that: bytes out, bytes in.
/// Every wait ends by a deadline or a cancel at once, because both close the socket.
class ClientConnection final : public Wire {
  public:
    ClientConnection(Client::Pool& pool, const Origin& origin);
    ~ClientConnection() override;

    [[nodiscard]] const Origin& origin() const { return m_origin; }

    /// A request begins: its deadlines and its cancel handle. end() when the answer is read or given up.
    void begin(const Deadlines& deadlines, Timeouts::Clock::time_point started, CancelHandle* cancel);
    void end();
    void cancel();
    void forgetCancel() { m_cancel = nullptr; }

    /// Look-up, TCP, proxy, TLS; all within Deadlines::connect.
    Task<Result<>> open();
    /// Everything, or less where the peer began to answer before (sentWhole() says).
    Task<Result<>> send(std::string_view head, std::string_view body);
    [[nodiscard]] bool sentWhole() const { return m_sentWhole; }

    enum class Wait { FirstByte, Silence };
    /// The next bytes; empty when the peer closed in good order. The view holds until the next co_await.
    Task<Result<std::string_view>> receive(Wait wait);

    /// The head came: from here on only the body's deadlines and the total count.
    void onHeadRead() { onlyTotal(); }

    void becomeIdle();
    /// Into use again; false when it turned out dead.
    bool leaveIdle();
    void poolIsGone();

  private:
    enum class Phase { Connecting, Sending, Reading, Idle };
    enum class Limit { None, Connect, FirstByte, Silence, Total };

    void expired() override;
    void readReady(const error_code& error) override;
    void writeReady(const error_code& error) override;

    void giveUp();
    void setDeadline(Limit limit, std::chrono::milliseconds after);
    void onlyTotal();
    /// Why a wait was ended, if it was ended by us; else the error that the network gave.
    [[nodiscard]] Error reason(std::string otherwise) const;
    [[nodiscard]] std::string place() const;

    Task<Result<std::vector<tcp::endpoint>>> resolve(std::string host, std::uint16_t port);
    /// For Origin::publicOnly. PermissionDenied when nothing is left.
    Result<> keepPublic(std::vector<tcp::endpoint>& endpoints, bool proxied) const;
    Task<Result<>> connectTo(std::vector<tcp::endpoint> endpoints);
    Task<Result<>> tunnel();
    Task<Result<>> handshake();
    Task<Result<>> sendBuffers(std::span<asio::const_buffer> buffers);

    Client::Pool* m_pool;
    const Origin m_origin;
    std::optional<asio::ssl::stream<Socket&>> m_tls;
    bool m_secure = false;  ///< the handshake is done: bytes go through m_tls
    std::string m_tlsInput; ///< TLS reads complete later than they happen, so they cannot share the pool's buffer
    std::string m_tlsProblem;
    asio::steady_timer m_connecting; ///< look-up and single addresses: rare, so a timer of their own is cheap enough
    Deadlines m_deadlines;
    Timeouts::Clock::time_point m_totalAt{};
    CancelHandle* m_cancel = nullptr;
    Phase m_phase = Phase::Connecting;
    Limit m_limit = Limit::None;
    bool m_readable = false;
    bool m_sentWhole = false;
    bool m_expired = false;
    bool m_canceled = false;
};

} // namespace llmg::http
