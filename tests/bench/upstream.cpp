// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// llmg-bench-upstream ANSWER: a provider that costs as little as can be. One thread, epoll. The model's name says what
// to send: "…bench-C-R": C words, R a second (0: all at once), as server-sent events, each in a write of its own; any
// other name: the bytes of the file ANSWER as JSON. Paths that end in /messages are streamed in Anthropic's format, all
// others in OpenAI's. Words are numbered, so that the load generator sees a lost or swapped one.
#include "tests/bench/messagereader.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace {

using Clock = std::chrono::steady_clock;

std::string chunked(const std::string& data) {
    std::array<char, 16> size{};
    std::snprintf(size.data(), size.size(), "%zx\r\n", data.size());
    return size.data() + data + "\r\n";
}

std::string openAiChunk(const std::string& delta, const char* finish) {
    return chunked(
        R"(data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1700000000,"model":"bench","system_fingerprint":"fp_0","choices":[{"index":0,"delta":)" +
        delta + R"(,"logprobs":null,"finish_reason":)" + finish + "}]}\n\n");
}

struct Stream {
    bool anthropic = false;
    int words = 0;
    int rate = 0;
    int sent = 0;
    Clock::time_point start;

    [[nodiscard]] std::string opening() const {
        const std::string head =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
        if (!anthropic)
            return head + openAiChunk(R"({"role":"assistant","content":""})", "null");
        return head +
               chunked("event: message_start\ndata: "
                       "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_bench\",\"type\":\"message\",\"role\":"
                       "\"assistant\",\"model\":\"bench\",\"content\":[],\"stop_reason\":null,\"usage\":{\"input_"
                       "tokens\":12,\"output_tokens\":1}}}\n\n") +
               chunked("event: content_block_start\ndata: "
                       "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":"
                       "\"\"}}\n\n");
    }

    [[nodiscard]] std::string word(int number) const {
        std::array<char, 16> text{};
        std::snprintf(text.data(), text.size(), "w%05d ", number);
        if (!anthropic)
            return openAiChunk(std::string(R"({"content":")") + text.data() + "\"}", "null");
        return chunked(
            std::string(
                "event: content_block_delta\ndata: "
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"") +
            text.data() + "\"}}\n\n");
    }

    [[nodiscard]] std::string closing() const {
        const std::string tokens = std::to_string(words);
        if (!anthropic)
            return openAiChunk("{}", "\"stop\"") +
                   chunked(
                       R"(data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1700000000,"model":"bench","choices":[],"usage":{"prompt_tokens":12,"completion_tokens":)" +
                       tokens + R"(,"total_tokens":)" + std::to_string(words + 12) + "}}\n\n") +
                   chunked("data: [DONE]\n\n") + "0\r\n\r\n";
        return chunked("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n") +
               chunked("event: message_delta\ndata: "
                       "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_"
                       "tokens\":" +
                       tokens + "}}\n\n") +
               chunked("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n") + "0\r\n\r\n";
    }
};

struct Connection {
    int fd = -1;
    llmg::bench::MessageReader reader;
    std::string body;
    std::unique_ptr<Stream> stream;
};

class Upstream {
  public:
    explicit Upstream(const std::string& answer)
        : m_answer("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                   std::to_string(answer.size()) + "\r\n\r\n" + answer) {}

    int run() {
        m_epoll = epoll_create1(EPOLL_CLOEXEC);
        m_listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (bind(m_listener, generic, length) != 0 || listen(m_listener, 4096) != 0 ||
            getsockname(m_listener, generic, &length) != 0)
            return std::perror("listen"), 1;
        m_timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
        itimerspec every{{0, 5'000'000}, {0, 5'000'000}};
        timerfd_settime(m_timer, 0, &every, nullptr);
        watch(m_listener);
        watch(m_timer);
        std::printf("port %d\n", ntohs(address.sin_port));
        std::fflush(stdout);

        std::array<epoll_event, 256> events{};
        for (;;) {
            const int count = epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), -1);
            for (int i = 0; i < count; ++i) {
                const int fd = events[static_cast<std::size_t>(i)].data.fd;
                if (fd == m_listener)
                    acceptAll();
                else if (fd == m_timer)
                    tick();
                else
                    readFrom(fd);
            }
        }
    }

  private:
    void watch(int fd) const {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = fd;
        epoll_ctl(m_epoll, EPOLL_CTL_ADD, fd, &event);
    }

    void acceptAll() {
        for (int fd; (fd = accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
            const int on = 1;
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            m_connections[fd].fd = fd;
            watch(fd);
        }
    }

    void readFrom(int fd) {
        auto found = m_connections.find(fd);
        if (found == m_connections.end())
            return;
        Connection& connection = found->second;
        const ssize_t count = recv(fd, m_buffer.data(), m_buffer.size(), MSG_DONTWAIT);
        if (count < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (count <= 0) {
            close(fd);
            m_connections.erase(found);
            return;
        }
        std::string_view bytes(m_buffer.data(), static_cast<std::size_t>(count));
        while (!bytes.empty()) {
            bytes.remove_prefix(connection.reader.feed(bytes, connection.body));
            if (!connection.reader.done())
                break;
            answer(connection);
            connection.reader.reset();
            connection.body.clear();
        }
    }

    void answer(Connection& connection) {
        const std::string& head = connection.reader.head();
        auto stream = std::make_unique<Stream>();
        stream->anthropic = head.substr(0, head.find("HTTP/")).find("/messages") != std::string::npos;
        const std::size_t at = connection.body.find("bench-");
        if (at == std::string::npos ||
            std::sscanf(connection.body.c_str() + at, "bench-%d-%d", &stream->words, &stream->rate) != 2) {
            send(connection.fd, m_answer);
            return;
        }
        stream->start = Clock::now();
        send(connection.fd, stream->opening());
        if (stream->rate == 0) {
            for (int i = 0; i < stream->words; ++i)
                send(connection.fd, stream->word(i));
            send(connection.fd, stream->closing());
            return;
        }
        connection.stream = std::move(stream);
    }

    void tick() {
        std::uint64_t expirations = 0;
        [[maybe_unused]] const ssize_t count = read(m_timer, &expirations, sizeof expirations);
        const auto now = Clock::now();
        for (auto& [fd, connection] : m_connections) {
            Stream* stream = connection.stream.get();
            if (!stream)
                continue;
            const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - stream->start).count();
            const int due = std::min(stream->words, static_cast<int>(elapsed * stream->rate / 1000));
            while (stream->sent < due)
                send(fd, stream->word(stream->sent++));
            if (stream->sent == stream->words) {
                send(fd, stream->closing());
                connection.stream.reset();
            }
        }
    }

    /// Sockets block here: what a slow reader does to us is not measured.
    static void send(int fd, std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t count = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0)
                return;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }

    std::string m_answer;
    int m_epoll = -1;
    int m_listener = -1;
    int m_timer = -1;
    std::unordered_map<int, Connection> m_connections;
    std::array<char, 1 << 18> m_buffer{};
};

} // namespace

int main(int argc, char** argv) {
    std::ifstream file(argc == 2 ? argv[1] : "", std::ios::binary);
    if (!file)
        return std::fputs("llmg-bench-upstream ANSWER\n", stderr), 2;
    const std::string answer(std::istreambuf_iterator<char>(file), {});
    auto upstream = std::make_unique<Upstream>(answer);
    return upstream->run();
}
