// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/fakeupstream.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace llmg::tests {
namespace {

constexpr auto kPatience = std::chrono::seconds(20);

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return text;
}

int loopbackSocket(std::uint16_t port, bool listening) {
    const int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    const bool fine = listening ? bind(file, generic, sizeof address) == 0 && listen(file, 512) == 0
                                : connect(file, generic, sizeof address) == 0;
    if (!fine) {
        close(file);
        throw std::runtime_error(std::string("FakeUpstream: ") + std::strerror(errno));
    }
    return file;
}

/// One compressor over all pieces, flushed after each, as servers do for streams.
class Compressor {
  public:
    explicit Compressor(std::string_view format) {
        const int window = format == "gzip" ? 15 + 16 : format == "raw" ? -15 : 15;
        deflateInit2(&m_stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
    }
    ~Compressor() { deflateEnd(&m_stream); }
    Compressor(const Compressor&) = delete;
    Compressor& operator=(const Compressor&) = delete;

    std::string add(std::string text, bool last) {
        std::string out;
        m_stream.next_in = reinterpret_cast<Bytef*>(text.data());
        m_stream.avail_in = static_cast<uInt>(text.size());
        do {
            const auto have = out.size();
            out.resize(have + 16384);
            m_stream.next_out = reinterpret_cast<Bytef*>(out.data() + have);
            m_stream.avail_out = 16384;
            deflate(&m_stream, last ? Z_FINISH : Z_SYNC_FLUSH);
            out.resize(out.size() - m_stream.avail_out);
        } while (m_stream.avail_out == 0);
        return out;
    }

  private:
    z_stream m_stream{};
};

} // namespace

std::string compressed(std::string_view text, std::string_view format) {
    Compressor compressor(format);
    return compressor.add(std::string(text), true);
}

Gate::Gate()
    : m_descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
}

Gate::~Gate() {
    close(m_descriptor);
}

void Gate::open() {
    eventfd_write(m_descriptor, 1); // never read, so it stays open
}

Scenario Scenario::json(std::string text, int status) {
    Scenario scenario;
    scenario.statusLine = "HTTP/1.1 " + std::to_string(status) + (status == 200 ? " OK" : " Status");
    scenario.headers = {{"content-type", "application/json"}};
    scenario.body.emplace_back(std::move(text));
    return scenario;
}

Scenario Scenario::events(std::vector<Piece> pieces) {
    Scenario scenario;
    scenario.headers = {{"content-type", "text/event-stream"}};
    scenario.framing = Framing::Chunked;
    scenario.body = std::move(pieces);
    return scenario;
}

Scenario Scenario::answer(std::string statusLine, std::vector<std::pair<std::string, std::string>> headers,
                          std::string body) {
    Scenario scenario;
    scenario.statusLine = std::move(statusLine);
    scenario.headers = std::move(headers);
    if (!body.empty())
        scenario.body.emplace_back(std::move(body));
    return scenario;
}

Scenario Scenario::garbage(std::string bytes) {
    Scenario scenario;
    scenario.raw = std::move(bytes);
    return scenario;
}

std::string ReceivedRequest::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (key == name)
            return value;
    }
    return {};
}

struct FakeUpstream::Connection {
    int file = -1;
    int number = 0;
    int requests = 0;
    std::string input;
    SSL* ssl = nullptr;
    std::thread thread;
    std::optional<std::size_t> budget; ///< bytes that may still go out before the cut
    bool peerClosed = false;

    bool receive() {
        std::array<char, 65536> buffer;
        const auto count = ssl ? static_cast<ssize_t>(SSL_read(ssl, buffer.data(), static_cast<int>(buffer.size())))
                               : recv(file, buffer.data(), buffer.size(), 0);
        if (count <= 0) {
            peerClosed = true;
            return false;
        }
        input.append(buffer.data(), static_cast<std::size_t>(count));
        return true;
    }
    /// False when the connection is to end: cut as the scenario wants, or gone.
    bool send(std::string_view bytes) {
        bool cut = false;
        if (budget) {
            cut = bytes.size() >= *budget;
            bytes = bytes.substr(0, *budget);
            *budget -= bytes.size();
        }
        while (!bytes.empty()) {
            const auto count = ssl ? static_cast<ssize_t>(SSL_write(ssl, bytes.data(), static_cast<int>(bytes.size())))
                                   : ::send(file, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) {
                peerClosed = true;
                return false;
            }
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return !cut;
    }
};

FakeUpstream::FakeUpstream(std::vector<Scenario> scenarios)
    : FakeUpstream([all = std::move(scenarios)](const ReceivedRequest& request) {
        return all.at(std::min(static_cast<std::size_t>(request.index), all.size() - 1));
    }) {
}

FakeUpstream::FakeUpstream(Script script)
    : m_script(std::move(script)) {
    start({}, {});
}

FakeUpstream::FakeUpstream(Script script, const std::string& certificatePem, const std::string& keyPem)
    : m_script(std::move(script)) {
    start(certificatePem, keyPem);
}

void FakeUpstream::start(const std::string& certificatePem, const std::string& keyPem) {
    if (!certificatePem.empty()) {
        SSL_CTX* context = SSL_CTX_new(TLS_server_method());
        m_tls = std::shared_ptr<void>(context, [](void* pointer) { SSL_CTX_free(static_cast<SSL_CTX*>(pointer)); });
        BIO* text = BIO_new_mem_buf(certificatePem.data(), static_cast<int>(certificatePem.size()));
        X509* certificate = PEM_read_bio_X509(text, nullptr, nullptr, nullptr);
        BIO_free(text);
        text = BIO_new_mem_buf(keyPem.data(), static_cast<int>(keyPem.size()));
        EVP_PKEY* key = PEM_read_bio_PrivateKey(text, nullptr, nullptr, nullptr);
        BIO_free(text);
        const bool fine =
            SSL_CTX_use_certificate(context, certificate) == 1 && SSL_CTX_use_PrivateKey(context, key) == 1;
        X509_free(certificate);
        EVP_PKEY_free(key);
        if (!fine)
            throw std::runtime_error("FakeUpstream: certificate and key do not fit");
    }
    m_listener = loopbackSocket(0, true);
    sockaddr_in address{};
    socklen_t size = sizeof address;
    getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size);
    m_port = ntohs(address.sin_port);
    m_acceptor = std::thread([this] { acceptAll(); });
}

FakeUpstream::~FakeUpstream() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_stop.open();
        for (const auto& connection : m_connections)
            shutdown(connection->file, SHUT_RDWR);
    }
    m_acceptor.join();
    for (const auto& connection : m_connections) {
        connection->thread.join();
        close(connection->file);
    }
    close(m_listener);
}

std::string FakeUpstream::url() const {
    return (m_tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(m_port);
}

std::vector<ReceivedRequest> FakeUpstream::requests() const {
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

int FakeUpstream::connectionCount() const {
    const std::lock_guard lock(m_mutex);
    return m_connectionCount;
}

bool FakeUpstream::waitForRequests(int count) const {
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, kPatience, [&] { return static_cast<int>(m_requests.size()) >= count; });
}

bool FakeUpstream::waitForClosedByPeer(int count) const {
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, kPatience, [&] { return m_closedByPeer >= count; });
}

void FakeUpstream::closeConnections() {
    const std::lock_guard lock(m_mutex);
    for (const auto& connection : m_connections)
        shutdown(connection->file, SHUT_RDWR);
}

void FakeUpstream::acceptAll() {
    for (;;) {
        std::array<pollfd, 2> files{pollfd{m_listener, POLLIN, 0}, pollfd{m_stop.descriptor(), POLLIN, 0}};
        poll(files.data(), files.size(), -1);
        const std::lock_guard lock(m_mutex);
        if (m_stopping)
            return;
        const int file = accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (file < 0)
            continue;
        const int on = 1;
        setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        auto& connection = *m_connections.emplace_back(std::make_unique<Connection>());
        connection.file = file;
        connection.number = m_connectionCount++;
        connection.thread = std::thread([this, &connection] { serve(connection); });
        m_changed.notify_all();
    }
}

void FakeUpstream::serve(Connection& connection) {
    // OpenSSL writes with write(), which signals when the peer is gone.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    bool open = true;
    if (m_tls) {
        connection.ssl = SSL_new(static_cast<SSL_CTX*>(m_tls.get()));
        SSL_set_fd(connection.ssl, connection.file);
        open = SSL_accept(connection.ssl) == 1;
        connection.peerClosed = !open;
    }
    while (open) {
        auto request = readHead(connection);
        if (!request)
            break;
        if (request->header("x-answer-early") != "yes" && !readBody(connection, *request))
            break;
        {
            const std::lock_guard lock(m_mutex);
            request->index = static_cast<int>(m_requests.size());
            m_requests.push_back(*request);
            m_changed.notify_all();
        }
        open = play(connection, m_script(*request));
    }
    if (connection.ssl) {
        if (!connection.peerClosed && !connection.budget)
            SSL_shutdown(connection.ssl);
        SSL_free(connection.ssl);
        connection.ssl = nullptr;
    }
    // Shut down, not closed: the number must stay ours until the thread has been joined.
    shutdown(connection.file, SHUT_RDWR);
    const std::lock_guard lock(m_mutex);
    m_closedByPeer += connection.peerClosed ? 1 : 0;
    m_changed.notify_all();
}

std::optional<ReceivedRequest> FakeUpstream::readHead(Connection& connection) {
    std::size_t end = 0;
    while ((end = connection.input.find("\r\n\r\n")) == std::string::npos) {
        if (!connection.receive())
            return std::nullopt;
    }
    ReceivedRequest request;
    request.connection = connection.number;
    request.indexOnConnection = connection.requests++;
    const std::string head = connection.input.substr(0, end + 2);
    connection.input.erase(0, end + 4);
    auto lineEnd = head.find("\r\n");
    const auto space = head.find(' ');
    request.method = head.substr(0, space);
    request.target = head.substr(space + 1, head.rfind(' ', lineEnd) - space - 1);
    for (auto begin = lineEnd + 2; begin < head.size(); begin = lineEnd + 2) {
        lineEnd = head.find("\r\n", begin);
        const auto colon = head.find(':', begin);
        const auto value = head.find_first_not_of(' ', colon + 1);
        request.headers.emplace_back(lower(head.substr(begin, colon - begin)), head.substr(value, lineEnd - value));
    }
    return request;
}

bool FakeUpstream::readBody(Connection& connection, ReceivedRequest& request) {
    const std::string length = request.header("content-length");
    const std::size_t size = length.empty() ? 0 : std::stoul(length);
    while (connection.input.size() < size) {
        if (!connection.receive())
            return false;
    }
    request.body = connection.input.substr(0, size);
    connection.input.erase(0, size);
    return true;
}

/// Waits at a gate. False when the client leaves or the upstream ends meanwhile.
bool FakeUpstream::pass(Connection& connection, const std::shared_ptr<Gate>& gate) {
    if (!gate)
        return true;
    std::array<pollfd, 3> files{pollfd{gate->descriptor(), POLLIN, 0}, pollfd{m_stop.descriptor(), POLLIN, 0},
                                pollfd{connection.file, POLLRDHUP, 0}};
    poll(files.data(), files.size(), -1);
    if (files[0].revents != 0)
        return true;
    connection.peerClosed = files[1].revents == 0;
    return false;
}

/// False: the connection ends.
bool FakeUpstream::play(Connection& connection, const Scenario& scenario) {
    connection.budget = scenario.cutAfter;
    const auto ended = [&] {
        // A reset is a close with an unsent past: linger 0. The descriptor is replaced so that its number stays ours.
        if (scenario.reset) {
            const linger none{1, 0};
            setsockopt(connection.file, SOL_SOCKET, SO_LINGER, &none, sizeof none);
            const int placeholder = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            dup2(placeholder, connection.file);
            close(placeholder);
        }
        return false;
    };
    if (scenario.neverAnswer) {
        while (connection.receive()) {
        }
        return false;
    }
    if (!pass(connection, scenario.beforeHead))
        return false;
    if (scenario.closeBeforeHead)
        return ended();
    if (scenario.raw)
        return connection.send(*scenario.raw) && scenario.keepOpen ? true : ended();

    const bool chunked = scenario.framing == Scenario::Framing::Chunked;
    std::vector<Piece> body = scenario.body;
    std::optional<Compressor> compressor;
    if (!scenario.contentEncoding.empty()) {
        compressor.emplace(scenario.contentEncoding);
        for (std::size_t i = 0; i < body.size(); ++i)
            body[i].bytes = compressor->add(body[i].bytes, i + 1 == body.size());
    }
    std::string head = scenario.interim + scenario.statusLine + "\r\n";
    for (const auto& [name, value] : scenario.headers)
        head += name + ": " + value + "\r\n";
    if (!scenario.contentEncoding.empty())
        head += "content-encoding: " +
                std::string(scenario.contentEncoding == "raw" ? "deflate" : scenario.contentEncoding) + "\r\n";
    std::size_t size = 0;
    for (const Piece& piece : body)
        size += piece.bytes.size();
    if (chunked)
        head += "transfer-encoding: chunked\r\n";
    else if (scenario.framing == Scenario::Framing::ContentLength && scenario.tunnelTo == 0)
        head += "content-length: " + std::to_string(size) + "\r\n";
    if (!connection.send(head + "\r\n"))
        return ended();
    if (scenario.tunnelTo != 0) {
        join(connection, scenario.tunnelTo);
        return false;
    }
    for (const Piece& piece : body) {
        if (!pass(connection, piece.gate))
            return false;
        std::array<char, 24> line{};
        std::snprintf(line.data(), line.size(), "%zx\r\n", piece.bytes.size());
        if (!connection.send(chunked ? line.data() + piece.bytes + "\r\n" : piece.bytes))
            return ended();
    }
    if (chunked && !connection.send("0\r\n" + scenario.trailers + "\r\n"))
        return ended();
    if (scenario.closeAfter || scenario.framing == Scenario::Framing::UntilClose)
        return ended();
    return true;
}

/// A proxy's tunnel: bytes both ways until either side closes.
void FakeUpstream::join(Connection& connection, std::uint16_t port) {
    const int other = loopbackSocket(port, false);
    std::array<char, 65536> buffer;
    for (;;) {
        std::array<pollfd, 3> files{pollfd{connection.file, POLLIN, 0}, pollfd{other, POLLIN, 0},
                                    pollfd{m_stop.descriptor(), POLLIN, 0}};
        poll(files.data(), files.size(), -1);
        if (files[2].revents != 0)
            break;
        const bool fromClient = files[0].revents != 0;
        const auto count = recv(fromClient ? connection.file : other, buffer.data(), buffer.size(), 0);
        if (count <= 0) {
            connection.peerClosed = fromClient;
            break;
        }
        if (send(fromClient ? other : connection.file, buffer.data(), static_cast<std::size_t>(count), MSG_NOSIGNAL) !=
            count)
            break;
    }
    close(other);
}

} // namespace llmg::tests
