// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// llmg-bench-load: keeps N connections busy from one thread, checks every answer before it counts it, and prints one
// line of JSON. See usage().
#include "tests/bench/messagereader.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Micros = std::chrono::duration<double, std::micro>;

struct Options {
    int port = 0;
    std::string path = "/v1/chat/completions";
    std::string key;
    std::string body;
    std::string expect; ///< an answer without it is wrong
    int words = -1;     ///< ≥ 0: the answer is a stream of that many numbered words
    int connections = 1;
    int requests = 1;    ///< in all
    double seconds = 60; ///< gives up after
};

int usage() {
    std::fputs(
        "llmg-bench-load --port N --body FILE [--path P] [--key K] [--connections N] [--requests N] [--seconds S]\n"
        "                (--expect TEXT | --words N)\n",
        stderr);
    return 2;
}

bool parse(int argc, char** argv, Options& options) {
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view name = argv[i];
        const char* value = argv[i + 1];
        if (name == "--port")
            options.port = std::atoi(value);
        else if (name == "--path")
            options.path = value;
        else if (name == "--key")
            options.key = value;
        else if (name == "--expect")
            options.expect = value;
        else if (name == "--words")
            options.words = std::atoi(value);
        else if (name == "--connections")
            options.connections = std::atoi(value);
        else if (name == "--requests")
            options.requests = std::atoi(value);
        else if (name == "--seconds")
            options.seconds = std::atof(value);
        else if (name == "--body") {
            std::ifstream file(value, std::ios::binary);
            options.body.assign(std::istreambuf_iterator<char>(file), {});
        } else
            return false;
    }
    return argc % 2 == 1 && options.port > 0 && !options.body.empty() &&
           (options.words >= 0 || !options.expect.empty());
}

/// All numbered words, in order, none twice, and the terminator.
bool streamIsWhole(std::string_view body, int words) {
    std::size_t at = 0;
    for (int i = 0; i < words; ++i) {
        std::array<char, 16> word{};
        std::snprintf(word.data(), word.size(), "w%05d ", i);
        const std::size_t found = body.find(word.data(), at);
        if (found == std::string_view::npos)
            return false;
        const std::size_t between = body.substr(at, found - at).find("\"w0");
        if (between != std::string_view::npos && at + between + 1 != found)
            return false;
        at = found + 7;
    }
    if (body.find("\"w0", at) != std::string_view::npos)
        return false;
    return body.find("[DONE]", at) != std::string_view::npos || body.find("message_stop", at) != std::string_view::npos;
}

struct Connection {
    int fd = -1;
    std::size_t written = 0;
    bool firstSeen = false;
    Clock::time_point begun;
    llmg::bench::MessageReader reader;
    std::string body;
};

class Load {
  public:
    explicit Load(Options options)
        : m_options(std::move(options)) {
        m_request = "POST " + m_options.path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(m_options.port) +
                    "\r\nContent-Type: application/json\r\nAccept: */*\r\nUser-Agent: llmg-bench\r\n" +
                    (m_options.key.empty() ? "" : "Authorization: Bearer " + m_options.key + "\r\n") +
                    "Content-Length: " + std::to_string(m_options.body.size()) + "\r\n\r\n" + m_options.body;
    }

    int run() {
        m_epoll = epoll_create1(EPOLL_CLOEXEC);
        m_connections.resize(static_cast<std::size_t>(m_options.connections));
        for (std::size_t i = 0; i < m_connections.size(); ++i)
            if (!open(i))
                return std::perror("connect"), 1;
        const auto start = Clock::now();
        for (std::size_t i = 0; i < m_connections.size(); ++i)
            begin(i);
        std::array<epoll_event, 256> events{};
        while (m_finished < m_options.requests && Micros(Clock::now() - start).count() < m_options.seconds * 1e6) {
            const int count = epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), 1000);
            for (int i = 0; i < count; ++i) {
                const epoll_event& event = events[static_cast<std::size_t>(i)];
                if (event.events & EPOLLOUT)
                    write(event.data.u64);
                if (event.events & ~static_cast<std::uint32_t>(EPOLLOUT))
                    read(event.data.u64);
            }
        }
        print(Micros(Clock::now() - start).count() / 1e6);
        return m_finished == m_options.requests && m_wrong == 0 ? 0 : 1;
    }

  private:
    bool open(std::size_t index) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(static_cast<std::uint16_t>(m_options.port));
        Connection& connection = m_connections[index];
        connection.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (connection.fd < 0 || connect(connection.fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            return false;
        const int on = 1;
        setsockopt(connection.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = index;
        return epoll_ctl(m_epoll, EPOLL_CTL_ADD, connection.fd, &event) == 0;
    }

    void begin(std::size_t index) {
        if (m_begun == m_options.requests)
            return;
        ++m_begun;
        Connection& connection = m_connections[index];
        connection.written = 0;
        connection.firstSeen = false;
        connection.begun = Clock::now();
        connection.reader.reset();
        connection.body.clear();
        write(index);
    }

    void watch(std::size_t index, std::uint32_t events) {
        epoll_event event{};
        event.events = events;
        event.data.u64 = index;
        epoll_ctl(m_epoll, EPOLL_CTL_MOD, m_connections[index].fd, &event);
    }

    void write(std::size_t index) {
        Connection& connection = m_connections[index];
        const bool again = connection.written > 0;
        while (connection.written < m_request.size()) {
            const ssize_t count = ::send(connection.fd, m_request.data() + connection.written,
                                         m_request.size() - connection.written, MSG_NOSIGNAL | MSG_DONTWAIT);
            if (count < 0) {
                if (errno == EAGAIN && !again)
                    watch(index, EPOLLIN | EPOLLOUT);
                return;
            }
            connection.written += static_cast<std::size_t>(count);
        }
        if (again)
            watch(index, EPOLLIN);
    }

    void read(std::size_t index) {
        Connection& connection = m_connections[index];
        const ssize_t count = recv(connection.fd, m_buffer.data(), m_buffer.size(), MSG_DONTWAIT);
        if (count < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (count <= 0) { // gone: this one is lost, the next goes over a new connection
            close(connection.fd);
            finish(index, false);
            return;
        }
        connection.reader.feed({m_buffer.data(), static_cast<std::size_t>(count)}, connection.body);
        if (!connection.firstSeen && m_options.words >= 0 && connection.body.find("w00000") != std::string::npos) {
            connection.firstSeen = true;
            m_first.push_back(Micros(Clock::now() - connection.begun).count());
        }
        if (connection.reader.done() || connection.reader.broken()) {
            const bool right = connection.reader.status() == 200 &&
                               (m_options.words >= 0 ? streamIsWhole(connection.body, m_options.words)
                                                     : connection.body.find(m_options.expect) != std::string::npos);
            m_latencies.push_back(Micros(Clock::now() - connection.begun).count());
            finish(index, right);
        }
    }

    void finish(std::size_t index, bool right) {
        ++m_finished;
        Connection& connection = m_connections[index];
        if (!right && m_wrong++ == 0)
            std::fprintf(stderr, "wrong answer: %s%.600s\n", connection.reader.head().c_str(), connection.body.c_str());
        if (connection.reader.done() || open(index))
            begin(index);
    }

    static double percentile(std::vector<double>& sorted, double p) {
        return sorted.empty() ? 0
                              : sorted[std::min(sorted.size() - 1,
                                                static_cast<std::size_t>(p * static_cast<double>(sorted.size())))];
    }

    void print(double seconds) {
        std::sort(m_latencies.begin(), m_latencies.end());
        std::sort(m_first.begin(), m_first.end());
        std::printf(
            R"({"requests":%d,"wrong":%d,"seconds":%.6f,"p50_us":%.1f,"p99_us":%.1f,"first_p50_us":%.1f,"first_p99_us":%.1f})"
            "\n",
            m_finished, m_wrong, seconds, percentile(m_latencies, 0.5), percentile(m_latencies, 0.99),
            percentile(m_first, 0.5), percentile(m_first, 0.99));
    }

    Options m_options;
    std::string m_request;
    int m_epoll = -1;
    std::vector<Connection> m_connections;
    int m_begun = 0;
    int m_finished = 0;
    int m_wrong = 0;
    std::vector<double> m_latencies;
    std::vector<double> m_first;
    std::array<char, 1 << 18> m_buffer{};
};

} // namespace

int main(int argc, char** argv) {
    Options options;
    if (!parse(argc, argv, options))
        return usage();
    auto load = std::make_unique<Load>(std::move(options));
    return load->run();
}
