// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace llmg::tests {

/// A point that an answer does not pass before the test says so. Used instead of sleeps.
class Gate {
  public:
    Gate();
    ~Gate();
    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;
    void open();
    [[nodiscard]] int descriptor() const { return m_descriptor; }

  private:
    int m_descriptor;
};

/// A piece of a body: one write of its own (and one chunk, where the body is chunked), behind its gate if it has one.
struct Piece {
    Piece(std::string text, std::shared_ptr<Gate> waitFor = {})
        : bytes(std::move(text))
        , gate(std::move(waitFor)) {}
    Piece(const char* text)
        : bytes(text) {}
    std::string bytes;
    std::shared_ptr<Gate> gate;
};

/// What the upstream does with one request. The default is an empty 200.
struct Scenario {
    enum class Framing { ContentLength, Chunked, UntilClose };

    std::string statusLine = "HTTP/1.1 200 OK";
    std::vector<std::pair<std::string, std::string>> headers; ///< framing fields are added
    std::vector<Piece> body;
    Framing framing = Framing::ContentLength;
    std::string contentEncoding;    ///< "gzip" or "deflate": the body is compressed so, piece by piece flushed
    std::string interim;            ///< raw bytes before the status line ("HTTP/1.1 103 Early Hints\r\n\r\n")
    std::string trailers;           ///< raw fields after the last chunk
    std::optional<std::string> raw; ///< sent instead of head and body, as it is; then closed unless keepOpen
    std::shared_ptr<Gate> beforeHead;
    std::optional<std::size_t> cutAfter; ///< closes after so many bytes of the answer, head included
    bool reset = false; ///< closes with RST instead of FIN (with cutAfter, closeBeforeHead, closeAfter)
    bool closeBeforeHead = false;
    bool neverAnswer = false; ///< until the client closes
    bool closeAfter = false;
    bool keepOpen = false;      ///< after raw: goes on to the next request
    std::uint16_t tunnelTo = 0; ///< a proxy's answer to CONNECT: sends the head, then joins both ends

    static Scenario json(std::string text, int status = 200);
    /// A chunked event stream; every piece is one write.
    static Scenario events(std::vector<Piece> pieces);
    static Scenario answer(std::string statusLine, std::vector<std::pair<std::string, std::string>> headers,
                           std::string body = {});
    static Scenario garbage(std::string bytes);
};

struct ReceivedRequest {
    std::string method;
    std::string target;
    std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case
    std::string body;
    int index = 0;             ///< over all connections, from 0
    int connection = 0;        ///< which connection, from 0
    int indexOnConnection = 0; ///< 1 and more: the connection was reused
    [[nodiscard]] std::string header(std::string_view name) const;
};

/// A scripted HTTP server on 127.0.0.1 for tests: own sockets and threads, a reader of its own (nothing of app/http),
/// so that it can be as wrong as providers are. Threads end with the object, whatever they wait for.
///     FakeUpstream upstream({Scenario::json("{}"), Scenario::garbage("SSH-2.0")});   // first, second and later
///     requests FakeUpstream upstream([&](const ReceivedRequest& request) { return Scenario::events({…}); });
class FakeUpstream {
  public:
    /// Called on the upstream's threads, when the request has come whole; with the field "x-answer-early: yes" when its
    /// head has, and the body is never read.
    using Script = std::function<Scenario(const ReceivedRequest&)>;

    /// One scenario per request, the last one for all later ones.
    explicit FakeUpstream(std::vector<Scenario> scenarios);
    explicit FakeUpstream(Script script);
    /// The same behind TLS, with a certificate chain and key as PEM.
    FakeUpstream(Script script, const std::string& certificatePem, const std::string& keyPem);
    ~FakeUpstream();
    FakeUpstream(const FakeUpstream&) = delete;
    FakeUpstream& operator=(const FakeUpstream&) = delete;

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] std::string url() const; ///< "http://127.0.0.1:PORT"
    [[nodiscard]] std::vector<ReceivedRequest> requests() const;
    [[nodiscard]] int connectionCount() const;
    /// Wait for facts; false after 20 seconds, which is a failed test and no measure of anything.
    bool waitForRequests(int count) const;
    bool waitForClosedByPeer(int count) const; ///< connections whose client closed them
    /// Closes every open connection, as a server does that is tired of keeping them.
    void closeConnections();

  private:
    struct Connection;
    void start(const std::string& certificatePem, const std::string& keyPem);
    void acceptAll();
    void serve(Connection& connection);
    bool play(Connection& connection, const Scenario& scenario);
    void join(Connection& connection, std::uint16_t port);
    std::optional<ReceivedRequest> readHead(Connection& connection);
    bool readBody(Connection& connection, ReceivedRequest& request);
    bool pass(Connection& connection, const std::shared_ptr<Gate>& gate);

    Script m_script;
    std::shared_ptr<void> m_tls;
    int m_listener = -1;
    std::uint16_t m_port = 0;
    Gate m_stop;
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    std::vector<ReceivedRequest> m_requests;
    std::list<std::unique_ptr<Connection>> m_connections;
    int m_connectionCount = 0;
    int m_closedByPeer = 0;
    bool m_stopping = false;
    std::thread m_acceptor;
};

/// `text` as gzip or zlib data ("gzip", "deflate"; "raw" for deflate without a wrapper).
std::string compressed(std::string_view text, std::string_view format);

} // namespace llmg::tests
