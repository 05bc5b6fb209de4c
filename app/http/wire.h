// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/timeouts.h"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <memory>
#include <optional>
#include <span>

namespace llmg::http {

using asio::ip::tcp;
using boost::system::error_code;
/// With the concrete executor: the type-erased one costs on every operation.
using Socket = asio::basic_stream_socket<tcp, asio::io_context::executor_type>;

/// A connected socket that tells when it can be read or written, with at most one coroutine waiting on it.
/// The watch for reading outlives a wait: while nobody waits it reports that the peer closed or sent more, and the next
/// wait for data finds it armed already. So a request costs one read, one write and one epoll_ctl, and an idle
/// connection holds no buffer. On the io_context's thread only.
class Wire : public Timeouts::Entry, public std::enable_shared_from_this<Wire> {
  public:
    void close() noexcept;
    [[nodiscard]] bool isOpen() const { return m_socket.is_open(); }

  protected:
    Wire(asio::io_context& context, Timeouts& timeouts);
    Wire(Socket socket, Timeouts& timeouts);

    void watchRead();
    void watchWrite();
    /// Until wake() is called. Something must be watched, or nothing ever wakes it.
    Task<> event();
    void wake();
    [[nodiscard]] bool someoneWaits() const { return m_waiter.has_value(); }

    /// What can be read now without waiting: >0 bytes, 0 nothing yet (would block), or error; the peer's close is
    /// error::eof.
    std::size_t readNow(std::span<char> into, error_code& error);
    /// What the socket takes of the buffers now; sets no error when it would block.
    std::size_t writeNow(std::span<const asio::const_buffer> buffers, error_code& error);
    /// Cuts the first bytes off a list of buffers.
    static void consume(std::span<asio::const_buffer>& buffers, std::size_t bytes);

    /// Events. The error is operation_aborted when the watch was cut by close() or stopWaiting().
    virtual void readReady(const error_code& error) = 0;
    virtual void writeReady(const error_code& error) = 0;
    /// Ends watches; whoever waits is woken.
    void stopWaiting() noexcept;

    Socket m_socket;
    Timeouts& m_timeouts;

  private:
    struct Watch;
    using Waiter = asio::async_result<asio::use_awaitable_t<>, void()>::handler_type;

    std::optional<Waiter> m_waiter;
    bool m_readWatched = false;
    bool m_writeWatched = false;
};

} // namespace llmg::http
