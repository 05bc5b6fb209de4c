// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <arpa/inet.h>
#include <array>
#include <future>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <sys/socket.h>
#include <sys/time.h>
#include <thread>
#include <unistd.h>

namespace llmg::tests {

/// An io_context on a thread of its own; work is handed in and waited for.
class ContextThread {
  public:
    ContextThread()
        : m_work(m_context.get_executor())
        , m_thread([this] { m_context.run(); }) {}
    ~ContextThread() { finish(); }
    ContextThread(const ContextThread&) = delete;
    ContextThread& operator=(const ContextThread&) = delete;
    /// Lets everything come to its end; only then may what it used be destroyed.
    void finish() {
        if (!m_thread.joinable())
            return;
        m_work.reset();
        m_thread.join();
    }
    boost::asio::io_context& context() { return m_context; }
    void run(std::function<void()> work) {
        std::promise<void> done;
        boost::asio::post(m_context, [&] {
            work();
            done.set_value();
        });
        done.get_future().get();
    }

  private:
    boost::asio::io_context m_context{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_work;
    std::thread m_thread;
};

/// A server with a handler on its own thread.
class TestServer {
  public:
    explicit TestServer(http::Handler handler, http::ServerLimits limits = {}, const std::string& address = "127.0.0.1")
        : m_server(std::make_unique<http::Server>(m_thread.context(), limits, std::move(handler))) {
        m_thread.run([&] { m_port = *m_server->listen(address, 0); });
    }
    ~TestServer() {
        m_thread.run([&] { m_server.reset(); });
        m_thread.finish();
    }
    http::Server& server() { return *m_server; }
    ContextThread& thread() { return m_thread; }
    [[nodiscard]] std::uint16_t port() const { return m_port; }

  private:
    ContextThread m_thread;
    std::unique_ptr<http::Server> m_server;
    std::uint16_t m_port = 0;
};

/// A client that sends exactly the bytes it is told to. Reads give up after 20 seconds, which is a failed test.
class RawClient {
  public:
    explicit RawClient(std::uint16_t port, bool v6 = false, int receiveBuffer = 0)
        : RawClient(
              port, [] {}, v6, receiveBuffer) {}
    /// With something to do between having a socket and connecting it.
    RawClient(std::uint16_t port, const std::function<void()>& beforeConnect, bool v6 = false, int receiveBuffer = 0) {
        m_file = socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (receiveBuffer > 0)
            setsockopt(m_file, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
        const timeval patience{20, 0};
        setsockopt(m_file, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        const int on = 1;
        setsockopt(m_file, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        beforeConnect();
        int result = 0;
        if (v6) {
            sockaddr_in6 address{};
            address.sin6_family = AF_INET6;
            address.sin6_addr = in6addr_loopback;
            address.sin6_port = htons(port);
            result = connect(m_file, reinterpret_cast<const sockaddr*>(&address), sizeof address);
        } else {
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            address.sin_port = htons(port);
            result = connect(m_file, reinterpret_cast<const sockaddr*>(&address), sizeof address);
        }
        m_connected = result == 0;
    }
    ~RawClient() { close(); }
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    [[nodiscard]] bool isConnected() const { return m_connected; }
    void close() {
        if (m_file >= 0)
            ::close(std::exchange(m_file, -1));
    }
    void reset() {
        const linger none{1, 0};
        setsockopt(m_file, SOL_SOCKET, SO_LINGER, &none, sizeof none);
        close();
    }
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto count = ::send(m_file, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }
    /// One read; "" at the end.
    std::string receive() {
        std::array<char, 65536> buffer;
        const auto count = recv(m_file, buffer.data(), buffer.size(), 0);
        m_ended = count == 0;
        m_wasReset = count < 0 && errno == ECONNRESET;
        m_timedOut = count < 0 && errno != ECONNRESET;
        return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
    }
    std::string readUntil(std::string_view mark) {
        while (m_input.find(mark) == std::string::npos) {
            const std::string more = receive();
            if (more.empty())
                break;
            m_input += more;
        }
        const auto at = m_input.find(mark);
        const auto end = at == std::string::npos ? m_input.size() : at + mark.size();
        std::string result = m_input.substr(0, end);
        m_input.erase(0, end);
        return result;
    }
    /// Head and body of an answer with content-length.
    std::string readResponse() {
        std::string head = readUntil("\r\n\r\n");
        const auto at = head.find("content-length: ");
        const std::size_t size = at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
        while (m_input.size() < size) {
            const std::string more = receive();
            if (more.empty())
                break;
            m_input += more;
        }
        head += m_input.substr(0, size);
        m_input.erase(0, std::min(size, m_input.size()));
        return head;
    }
    std::string readToEnd() {
        std::string all = std::exchange(m_input, {});
        for (std::string more = receive(); !more.empty(); more = receive())
            all += more;
        return all;
    }
    [[nodiscard]] bool ended() const { return m_ended; }
    [[nodiscard]] bool wasReset() const { return m_wasReset; }
    [[nodiscard]] bool timedOut() const { return m_timedOut; }

  private:
    int m_file = -1;
    std::string m_input;
    bool m_connected = false;
    bool m_ended = false;
    bool m_wasReset = false;
    bool m_timedOut = false;
};

} // namespace llmg::tests
