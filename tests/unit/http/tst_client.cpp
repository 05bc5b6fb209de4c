// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "serverfixture.h"

#include "app/http/client.h"
#include "app/http/tls.h"
#include "tests/support/fakeupstream.h"
#include "tests/support/testcertificates.h"

#include <boost/asio/ssl/context.hpp>

#include <QTest>

using namespace llmg;
using namespace llmg::http;
using namespace llmg::tests;
using namespace std::chrono_literals;

namespace {

using Pointer = std::unique_ptr<ClientResponse>;

struct Answer {
    int status = 0;
    Headers headers;
    std::string body;
};

ClientRequest get(const std::string& target = "/") {
    ClientRequest request;
    request.method = "GET";
    request.target = target;
    return request;
}

/// A client on its own thread, used from the test's as if it blocked.
class TestClient {
  public:
    explicit TestClient(ClientLimits limits = {}) {
        m_thread.run([&] { m_client.emplace(m_thread.context(), tls, limits); });
    }
    ~TestClient() {
        m_thread.run([&] {
            m_client.reset();
            m_responses.clear();
        });
        m_thread.finish();
    }
    /// Head only; the response stays with the client's thread.
    Result<ClientResponse*> send(const Origin& origin, ClientRequest request = get(), Deadlines deadlines = {},
                                 CancelHandle* cancel = nullptr) {
        return startSend(origin, std::move(request), deadlines, cancel).get();
    }
    std::future<Result<ClientResponse*>> startSend(const Origin& origin, ClientRequest request, Deadlines deadlines,
                                                   CancelHandle* cancel) {
        return asio::co_spawn(m_thread.context(), sendOne(this, origin, std::move(request), deadlines, cancel),
                              asio::use_future);
    }
    std::future<Result<std::string>> startRead(ClientResponse* response) {
        return asio::co_spawn(m_thread.context(), readOnce(response), asio::use_future);
    }
    Result<std::string> readAll(ClientResponse* response, std::size_t limit = 100'000'000) {
        return asio::co_spawn(m_thread.context(), response->readAll(limit), asio::use_future).get();
    }
    Result<Answer> fetch(const Origin& origin, ClientRequest request = get(), Deadlines deadlines = {}) {
        const auto response = send(origin, std::move(request), deadlines);
        if (!response)
            return response.error();
        auto body = readAll(*response);
        Answer answer;
        answer.status = (*response)->status();
        answer.headers = (*response)->headers();
        drop(*response);
        if (!body)
            return body.error();
        answer.body = *body;
        return answer;
    }
    void drop(ClientResponse* response) {
        m_thread.run(
            [&] { std::erase_if(m_responses, [&](const Pointer& other) { return other.get() == response; }); });
    }
    ContextThread& thread() { return m_thread; }
    Client& client() { return *m_client; }
    asio::ssl::context tls{asio::ssl::context::tls_client};

  private:
    static Task<Result<ClientResponse*>> sendOne(TestClient* self, Origin origin, ClientRequest request,
                                                 Deadlines deadlines, CancelHandle* cancel) {
        auto response = co_await self->m_client->send(origin, std::move(request), deadlines, cancel);
        if (!response)
            co_return response.error();
        co_return self->m_responses.emplace_back(std::move(*response)).get();
    }
    static Task<Result<std::string>> readOnce(ClientResponse* response) {
        std::string bytes;
        auto count = co_await response->readSome(bytes);
        if (!count)
            co_return count.error();
        co_return bytes;
    }

    ContextThread m_thread;
    std::optional<Client> m_client;
    std::vector<Pointer> m_responses;
};

Origin plain(const FakeUpstream& upstream) {
    Origin origin;
    origin.tls = false;
    origin.host = "127.0.0.1";
    origin.port = upstream.port();
    return origin;
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

Scenario chunked(std::string body) {
    return Scenario::events({Piece(std::move(body))});
}

Scenario untilClose(std::string body) {
    Scenario scenario = Scenario::json(std::move(body));
    scenario.framing = Scenario::Framing::UntilClose;
    return scenario;
}

template <class Change>
Scenario with(Scenario scenario, Change change) {
    change(scenario);
    return scenario;
}

const std::string kText(50'000, 'z');

} // namespace

Q_DECLARE_METATYPE(llmg::tests::Scenario)

class TestHttpClient : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void parsesUrls_data();
    void parsesUrls();
    void sendsARequestAsTheProtocolWantsIt();
    void refusesARequestThatWouldBreakOutOfItsLine();
    void readsWholeAnswers_data();
    void readsWholeAnswers();
    void reportsFaultsAsUpstreamErrors_data();
    void reportsFaultsAsUpstreamErrors();
    void handsOutBytesAsTheyCome();
    void givesTheGoodPartOfACutBodyFirst();
    void reportsRefusalAndFailedLookUp();
    void keepsDeadlines_data();
    void keepsDeadlines();
    void reusesConnections();
    void doesNotReuseConnectionsThatEndOrHoldMore_data();
    void doesNotReuseConnectionsThatEndOrHoldMore();
    void replacesAStaleConnectionOnce();
    void doesNotRepeatARequestThatWasBegunToBeAnswered();
    void noticesThatAnIdleConnectionWasClosed();
    void keepsNoMoreIdleConnectionsThanAllowed();
    void closesIdleConnectionsInTime();
    void readsAnAnswerThatComesBeforeTheRequestIsSent();
    void cancelsAtEveryPhase_data();
    void cancelsAtEveryPhase();
    void destroyingAnUnreadResponseClosesItsConnection();
    void limitsDecompression();
    void limitsReadAll();
    void sendsPlainRequestsThroughAProxyInAbsoluteForm();
    void verifiesTls_data();
    void verifiesTls();
    void readsAndReusesOverTls();
    void tunnelsTlsThroughAProxy();
    void reportsAProxyThatRefuses();
    void readsCertificatesFromPem();
    void survivesItsEndWithAnswersOpen();
};

void TestHttpClient::parsesUrls_data() {
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("parsed");
    QTest::newRow("https") << QByteArray("https://api.example.com/v1") << QByteArray("tls api.example.com 443 /v1");
    QTest::newRow("upper case") << QByteArray("HTTPS://API.Example.com") << QByteArray("tls api.example.com 443 /");
    QTest::newRow("http with port and query")
        << QByteArray("http://localhost:11434/v1?a=b%20c") << QByteArray("plain localhost 11434 /v1?a=b%20c");
    QTest::newRow("IPv6") << QByteArray("http://[::1]:8080/x") << QByteArray("plain ::1 8080 /x");
    QTest::newRow("other scheme") << QByteArray("ftp://a/b") << QByteArray("error");
    QTest::newRow("user info") << QByteArray("https://user:secret@a/b") << QByteArray("error");
    QTest::newRow("no host") << QByteArray("https:///x") << QByteArray("error");
    QTest::newRow("no scheme") << QByteArray("api.example.com/v1") << QByteArray("error");
    QTest::newRow("space") << QByteArray("https://a b/") << QByteArray("error");
    QTest::newRow("port too large") << QByteArray("https://a:99999/") << QByteArray("error");
    QTest::newRow("empty") << QByteArray("") << QByteArray("error");
}

void TestHttpClient::parsesUrls() {
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, parsed);
    const auto result = parseUrl(url.toStdString());
    if (!result) {
        QCOMPARE(QByteArray("error"), parsed);
        QCOMPARE(result.error().kind, ErrorKind::Configuration);
        QVERIFY(!contains(result.error().message, "secret"));
        return;
    }
    const Origin& origin = result->origin;
    QCOMPARE(QByteArray::fromStdString((origin.tls ? "tls " : "plain ") + origin.host + " " +
                                       std::to_string(origin.port) + " " + result->path),
             parsed);
}

void TestHttpClient::sendsARequestAsTheProtocolWantsIt() {
    FakeUpstream upstream({Scenario::json("{}")});
    TestClient client;
    ClientRequest request;
    request.target = "/v1/chat?x=1";
    request.headers.add("authorization", "Bearer k");
    request.headers.add("Host", "evil");
    request.headers.add("Content-Length", "99");
    request.headers.add("Transfer-Encoding", "chunked");
    request.body = "hello";
    QVERIFY(client.fetch(plain(upstream), std::move(request)));
    QVERIFY(client.fetch(plain(upstream)));
    const auto seen = upstream.requests();
    QCOMPARE(seen[0].method, "POST");
    QCOMPARE(seen[0].target, "/v1/chat?x=1");
    QCOMPARE(seen[0].header("host"), "127.0.0.1:" + std::to_string(upstream.port()));
    QCOMPARE(seen[0].header("content-length"), "5");
    QCOMPARE(seen[0].header("transfer-encoding"), "");
    QCOMPARE(seen[0].header("accept-encoding"), "gzip");
    QCOMPARE(seen[0].header("authorization"), "Bearer k");
    QCOMPARE(seen[0].body, "hello");
    QCOMPARE(seen[1].method, "GET");
    QCOMPARE(seen[1].header("content-length"), "");
}

void TestHttpClient::refusesARequestThatWouldBreakOutOfItsLine() {
    FakeUpstream upstream({Scenario::json("{}")});
    TestClient client;
    ClientRequest header = get();
    header.headers.add("x-a", "secret\r\nx-b: c");
    ClientRequest name = get();
    name.headers.add("x-a: b\r\nx", "c");
    ClientRequest target = get("/a HTTP/1.1\r\nx: y\r\n\r\n");
    for (ClientRequest request : {header, name, target}) {
        const auto result = client.fetch(plain(upstream), std::move(request));
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::InvalidParameters);
        QVERIFY(!contains(result.error().message, "secret"));
    }
    QCOMPARE(upstream.connectionCount(), 0);
}

void TestHttpClient::readsWholeAnswers_data() {
    QTest::addColumn<Scenario>("scenario");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    const QByteArray text = QByteArray::fromStdString(kText);
    const auto interim = [](Scenario& scenario) {
        scenario.interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n";
    };
    QTest::newRow("with length") << Scenario::json(kText) << 200 << text;
    QTest::newRow("in chunks") << chunked(kText) << 200 << text;
    QTest::newRow("until close") << untilClose(kText) << 200 << text;
    QTest::newRow("empty") << Scenario::json("") << 200 << QByteArray();
    QTest::newRow("empty in chunks") << Scenario::events({}) << 200 << QByteArray();
    QTest::newRow("with trailers") << with(chunked("a"), [](Scenario& s) { s.trailers = "x-sum: 1\r\n"; }) << 200
                                   << QByteArray("a");
    QTest::newRow("after interim answers") << with(Scenario::json("x"), interim) << 200 << QByteArray("x");
    QTest::newRow("no content") << Scenario::answer("HTTP/1.1 204 No Content", {}) << 204 << QByteArray();
    QTest::newRow("an error with a body") << Scenario::json("no", 529) << 529 << QByteArray("no");
    QTest::newRow("a redirect, not followed")
        << Scenario::answer("HTTP/1.1 302 Found", {{"location", "http://127.0.0.1:1/"}}) << 302 << QByteArray();
    QTest::newRow("HTTP/1.0 without length")
        << with(untilClose("old"), [](Scenario& s) { s.statusLine = "HTTP/1.0 200 OK"; }) << 200 << QByteArray("old");
    for (const char* format : {"gzip", "deflate", "raw"}) {
        const std::string name = std::string("compressed: ") + format;
        QTest::newRow((name + ", with length").c_str())
            << with(Scenario::json(kText), [&](Scenario& s) { s.contentEncoding = format; }) << 200 << text;
        QTest::newRow((name + ", in chunks").c_str())
            << with(chunked(kText), [&](Scenario& s) { s.contentEncoding = format; }) << 200 << text;
    }
    QTest::newRow("two gzip members") << Scenario::answer("HTTP/1.1 200 OK", {{"content-encoding", "gzip"}},
                                                          compressed("one", "gzip") + compressed("two", "gzip"))
                                      << 200 << QByteArray("onetwo");
    QTest::newRow("gzip bytes that do not say so stay")
        << Scenario::answer("HTTP/1.1 200 OK", {}, compressed("one", "gzip")) << 200
        << QByteArray::fromStdString(compressed("one", "gzip"));
    QTest::newRow("identity coding") << Scenario::answer("HTTP/1.1 200 OK", {{"content-encoding", "identity"}}, "same")
                                     << 200 << QByteArray("same");
}

void TestHttpClient::readsWholeAnswers() {
    QFETCH(Scenario, scenario);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    FakeUpstream upstream({scenario});
    TestClient client;
    const auto answer = client.fetch(plain(upstream));
    QVERIFY2(answer.has_value(), answer ? "" : answer.error().message.c_str());
    QCOMPARE(answer->status, status);
    QCOMPARE(QByteArray::fromStdString(answer->body), body);
    if (!scenario.contentEncoding.empty())
        QVERIFY(!answer->headers.has("content-encoding") && !answer->headers.has("content-length"));
}

void TestHttpClient::reportsFaultsAsUpstreamErrors_data() {
    QTest::addColumn<Scenario>("scenario");
    QTest::addColumn<QByteArray>("message");
    const auto cut = [](std::size_t after, bool reset) {
        return [=](Scenario& s) {
            s.cutAfter = after;
            s.reset = reset;
        };
    };
    QTest::newRow("closed before the head")
        << with(Scenario(), [](Scenario& s) { s.closeBeforeHead = true; }) << QByteArray("without an answer");
    QTest::newRow("reset before the head")
        << with(Scenario(), [](Scenario& s) { s.closeBeforeHead = s.reset = true; }) << QByteArray("broke");
    QTest::newRow("cut within the head") << with(Scenario::json("{}"), cut(20, false))
                                         << QByteArray("within the answer's head");
    QTest::newRow("cut within a body with length")
        << with(Scenario::json(kText), cut(1000, false)) << QByteArray("cut before its end");
    QTest::newRow("cut within a chunk") << with(chunked(kText), cut(1000, false)) << QByteArray("cut before its end");
    QTest::newRow("cut before the last chunk")
        << Scenario::garbage("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n")
        << QByteArray("cut before its end");
    QTest::newRow("reset within the body") << with(chunked(kText), cut(1000, true)) << QByteArray("");
    QTest::newRow("garbage") << Scenario::garbage("SSH-2.0-OpenSSH_9.2p1 Debian\r\n") << QByteArray("not HTTP");
    QTest::newRow("a page without a head") << Scenario::garbage("<html>\r\n\r\n") << QByteArray("not HTTP");
    QTest::newRow("a chunk size that is none")
        << Scenario::garbage("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n") << QByteArray("not HTTP");
    QTest::newRow("length and chunked")
        << Scenario::garbage("HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n")
        << QByteArray("not HTTP");
    QTest::newRow("two lengths") << Scenario::garbage(
                                        "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab")
                                 << QByteArray("not HTTP");
    QTest::newRow("switching protocols") << Scenario::garbage("HTTP/1.1 101 Switching Protocols\r\n\r\n")
                                         << QByteArray("changes the protocol");
    QTest::newRow("a huge head") << Scenario::answer("HTTP/1.1 200 OK", {{"x", std::string(70'000, 'h')}})
                                 << QByteArray("head is larger than");
    QTest::newRow("endless chunk framing")
        << Scenario::garbage("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;" + std::string(200'000, 'e'))
        << QByteArray("endless chunk framing");
    QTest::newRow("an encoding not asked for")
        << Scenario::answer("HTTP/1.1 200 OK", {{"content-encoding", "br"}}, "x") << QByteArray("content encoding");
    QTest::newRow("gzip that is none") << Scenario::answer("HTTP/1.1 200 OK", {{"content-encoding", "gzip"}},
                                                           "not gzip")
                                       << QByteArray("broken");
    QTest::newRow("gzip cut short") << Scenario::answer("HTTP/1.1 200 OK", {{"content-encoding", "gzip"}},
                                                        compressed("long enough", "gzip").substr(0, 20))
                                    << QByteArray("cut before its end");
}

void TestHttpClient::reportsFaultsAsUpstreamErrors() {
    QFETCH(Scenario, scenario);
    QFETCH(QByteArray, message);
    FakeUpstream upstream({scenario});
    TestClient client;
    const auto answer = client.fetch(plain(upstream));
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::Upstream);
    QVERIFY2(contains(answer.error().message, message.toStdString()), answer.error().message.c_str());
    QCOMPARE(upstream.requests().size(), 1U);
}

void TestHttpClient::handsOutBytesAsTheyCome() {
    for (const char* encoding : {"", "gzip"}) {
        const auto first = std::make_shared<Gate>();
        const auto second = std::make_shared<Gate>();
        Scenario scenario = Scenario::events({Piece("zero"), Piece("one", first), Piece("two", second)});
        scenario.contentEncoding = encoding;
        FakeUpstream upstream({scenario});
        TestClient client;
        const auto response = client.send(plain(upstream));
        QVERIFY(response);
        QCOMPARE((*response)->headers().get("Content-Type"), "text/event-stream");
        QCOMPARE(*client.startRead(*response).get(), "zero");
        auto next = client.startRead(*response);
        first->open();
        QCOMPARE(*next.get(), "one");
        second->open();
        QCOMPARE(*client.startRead(*response).get(), "two");
        QCOMPARE(*client.startRead(*response).get(), "");
        QCOMPARE(*client.startRead(*response).get(), "");
    }
}

void TestHttpClient::givesTheGoodPartOfACutBodyFirst() {
    FakeUpstream upstream({Scenario::garbage("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\ngood\r\nzz")});
    TestClient client;
    const auto response = client.send(plain(upstream));
    QVERIFY(response);
    QCOMPARE(*client.startRead(*response).get(), "good");
    QVERIFY(!client.startRead(*response).get());
    QVERIFY(!client.startRead(*response).get());
}

void TestHttpClient::reportsRefusalAndFailedLookUp() {
    std::uint16_t closed = 0;
    {
        FakeUpstream upstream({Scenario()});
        closed = upstream.port();
    }
    TestClient client;
    Origin origin;
    origin.tls = false;
    origin.host = "127.0.0.1";
    origin.port = closed;
    auto result = client.fetch(origin);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Upstream);
    QCOMPARE(result.error().message, "connection refused by 127.0.0.1:" + std::to_string(closed));
    // A label beyond 63 characters fails in the resolver, without a network.
    origin.host = std::string(70, 'a') + ".invalid";
    result = client.fetch(origin);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Upstream);
    QVERIFY2(contains(result.error().message, "could not resolve " + origin.host), result.error().message.c_str());
    FakeUpstream upstream({Scenario::json("found")});
    origin.host = "localhost";
    origin.port = upstream.port();
    result = client.fetch(origin);
    QVERIFY2(result.has_value(), "localhost may be ::1 first; the next address is tried");
    QCOMPARE(result->body, "found");
}

void TestHttpClient::keepsDeadlines_data() {
    QTest::addColumn<Scenario>("scenario");
    QTest::addColumn<int>("which");
    QTest::addColumn<QByteArray>("message");
    const auto never = with(Scenario(), [](Scenario& s) { s.neverAnswer = true; });
    const auto stall = Scenario::events({Piece("x"), Piece("y", std::make_shared<Gate>())});
    const auto slowHead = with(Scenario::json("x"), [](Scenario& s) {
        s.interim = "HTTP/1.1 100 Continue\r\n\r\n";
        s.beforeHead = std::make_shared<Gate>();
    });
    QTest::newRow("first byte") << never << 0 << QByteArray("began no answer within 40 ms");
    QTest::newRow("first byte, interim answer only") << slowHead << 0 << QByteArray("began no answer within 40 ms");
    QTest::newRow("silence") << stall << 1 << QByteArray("fell silent for 40 ms");
    QTest::newRow("total before the answer") << never << 2 << QByteArray("did not finish within 40 ms");
    QTest::newRow("total within the body") << stall << 2 << QByteArray("did not finish within 40 ms");
}

void TestHttpClient::keepsDeadlines() {
    QFETCH(Scenario, scenario);
    QFETCH(int, which);
    QFETCH(QByteArray, message);
    FakeUpstream upstream({scenario});
    TestClient client;
    Deadlines deadlines;
    (which == 0 ? deadlines.firstByte : which == 1 ? deadlines.silence : deadlines.total) = 40ms;
    const auto answer = client.fetch(plain(upstream), get(), deadlines);
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::UpstreamTimeout);
    QVERIFY2(contains(answer.error().message, message.toStdString()), answer.error().message.c_str());
    QVERIFY(upstream.waitForClosedByPeer(1));
}

void TestHttpClient::reusesConnections() {
    FakeUpstream upstream({Scenario::json("a"), chunked("b"), Scenario::json("")});
    TestClient client;
    for (int i = 0; i < 5; ++i)
        QVERIFY(client.fetch(plain(upstream)));
    ClientRequest head = get();
    head.method = "HEAD";
    QCOMPARE(upstream.connectionCount(), 1);
    QCOMPARE(upstream.requests().back().indexOnConnection, 4);
    Origin other = plain(upstream);
    other.host = "localhost";
    QVERIFY(client.fetch(other));
    QCOMPARE(upstream.connectionCount(), 2);
}

void TestHttpClient::doesNotReuseConnectionsThatEndOrHoldMore_data() {
    QTest::addColumn<Scenario>("scenario");
    const auto close = [](Scenario& s) { s.headers.emplace_back("connection", "close"); };
    QTest::newRow("connection: close") << with(Scenario::json("x"), close);
    QTest::newRow("HTTP/1.0") << with(Scenario::json("x"), [](Scenario& s) { s.statusLine = "HTTP/1.0 200 OK"; });
    QTest::newRow("until close") << untilClose("x");
    QTest::newRow("bytes after the end") << with(
        Scenario::garbage("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nxHTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\ny"),
        [](Scenario& s) { s.keepOpen = true; });
}

void TestHttpClient::doesNotReuseConnectionsThatEndOrHoldMore() {
    QFETCH(Scenario, scenario);
    FakeUpstream upstream({scenario});
    TestClient client;
    for (int i = 0; i < 2; ++i) {
        const auto answer = client.fetch(plain(upstream));
        QVERIFY(answer);
        QCOMPARE(answer->body, "x");
    }
    QCOMPARE(upstream.connectionCount(), 2);
}

void TestHttpClient::replacesAStaleConnectionOnce() {
    // The second request on a connection meets a server that is just closing it.
    FakeUpstream upstream([](const ReceivedRequest& request) {
        Scenario scenario = Scenario::json(request.body);
        scenario.closeBeforeHead = request.indexOnConnection > 0 || request.body == "never";
        scenario.reset = request.body == "reset";
        return scenario;
    });
    TestClient client;
    for (const char* body : {"first", "second", "reset"}) {
        ClientRequest request;
        request.target = "/";
        request.body = body;
        const auto answer = client.fetch(plain(upstream), std::move(request));
        QVERIFY2(answer.has_value(), body);
        QCOMPARE(answer->body, body);
    }
    QCOMPARE(upstream.connectionCount(), 3);
    QCOMPARE(upstream.requests().size(), 5U);
    ClientRequest request;
    request.target = "/";
    request.body = "never";
    QVERIFY(!client.fetch(plain(upstream), std::move(request)));
    QCOMPARE(upstream.requests().size(), 7U); // the pooled one and one fresh one, no more
}

void TestHttpClient::doesNotRepeatARequestThatWasBegunToBeAnswered() {
    FakeUpstream upstream([](const ReceivedRequest& request) {
        return request.indexOnConnection == 0 ? Scenario::json("x") : Scenario::garbage("HTTP/1.1 2");
    });
    TestClient client;
    QVERIFY(client.fetch(plain(upstream)));
    QVERIFY(!client.fetch(plain(upstream)));
    QCOMPARE(upstream.requests().size(), 2U);
}

void TestHttpClient::noticesThatAnIdleConnectionWasClosed() {
    FakeUpstream upstream({Scenario::json("x")});
    TestClient client;
    QVERIFY(client.fetch(plain(upstream)));
    upstream.closeConnections();
    QVERIFY(upstream.waitForClosedByPeer(1));
    for (int i = 0; i < 3; ++i)
        client.thread().run([] {});
    QVERIFY(client.fetch(plain(upstream)));
    QCOMPARE(upstream.connectionCount(), 2);
    QCOMPARE(upstream.requests().size(), 2U);
}

void TestHttpClient::keepsNoMoreIdleConnectionsThanAllowed() {
    ClientLimits limits;
    limits.maxIdlePerOrigin = 1;
    const auto gate = std::make_shared<Gate>();
    Scenario waiting = Scenario::json("x");
    waiting.beforeHead = gate;
    FakeUpstream upstream({waiting});
    TestClient client(limits);
    auto first = client.startSend(plain(upstream), get(), {}, nullptr);
    auto second = client.startSend(plain(upstream), get(), {}, nullptr);
    QVERIFY(upstream.waitForRequests(2));
    gate->open();
    QCOMPARE(*client.readAll(*first.get()), "x");
    QCOMPARE(*client.readAll(*second.get()), "x");
    QVERIFY(upstream.waitForClosedByPeer(1));
    client.thread().run([&] { client.client().closeIdle(); });
    QVERIFY(upstream.waitForClosedByPeer(2));
}

void TestHttpClient::closesIdleConnectionsInTime() {
    ClientLimits limits;
    limits.idleKeep = 20ms;
    FakeUpstream upstream({Scenario::json("x")});
    TestClient client(limits);
    QVERIFY(client.fetch(plain(upstream)));
    QVERIFY(upstream.waitForClosedByPeer(1));
}

void TestHttpClient::readsAnAnswerThatComesBeforeTheRequestIsSent() {
    for (const bool reset : {false, true}) {
        Scenario refusal = Scenario::json("too large", 413);
        refusal.closeAfter = true;
        refusal.headers.emplace_back("connection", "close");
        FakeUpstream upstream([&](const ReceivedRequest&) {
            Scenario scenario = refusal;
            scenario.keepOpen = !reset;
            return scenario;
        });
        TestClient client;
        ClientRequest request;
        request.target = "/";
        request.headers.add("x-answer-early", "yes");
        request.body.assign(30'000'000, 'x');
        const auto response = client.send(plain(upstream), std::move(request));
        QVERIFY2(response.has_value(), response ? "" : response.error().message.c_str());
        QCOMPARE((*response)->status(), 413);
        QCOMPARE(*client.readAll(*response), "too large");
    }
}

void TestHttpClient::cancelsAtEveryPhase_data() {
    QTest::addColumn<int>("phase");
    QTest::newRow("before it begins") << 0;
    QTest::newRow("while it sends") << 1;
    QTest::newRow("while the answer is awaited") << 2;
    QTest::newRow("within the body") << 3;
    QTest::newRow("while TLS is negotiated") << 4;
    QTest::newRow("between two reads") << 5;
}

void TestHttpClient::cancelsAtEveryPhase() {
    QFETCH(int, phase);
    const auto never = std::make_shared<Gate>();
    FakeUpstream upstream([&](const ReceivedRequest&) {
        Scenario scenario = Scenario::events({Piece("x"), Piece("y", never)});
        if (phase == 1 || phase == 2)
            scenario.beforeHead = never;
        return scenario;
    });
    TestClient client;
    CancelHandle cancel;
    Origin origin = plain(upstream);
    origin.tls = phase == 4; // a ClientHello is no request: the upstream goes on reading
    ClientRequest request;
    request.target = "/";
    if (phase == 1) {
        request.headers.add("x-answer-early", "yes");
        request.body.assign(30'000'000, 'x');
    }
    if (phase == 0)
        client.thread().run([&] { cancel.cancel(); });
    auto sending = client.startSend(origin, std::move(request), {}, &cancel);
    if (phase == 0) {
        QCOMPARE(sending.get().error().kind, ErrorKind::Canceled);
        QCOMPARE(upstream.connectionCount(), 0);
        return;
    }
    Result<std::string> outcome;
    if (phase == 3 || phase == 5) {
        const auto response = sending.get();
        QVERIFY(response);
        QCOMPARE(*client.startRead(*response).get(), "x");
        std::future<Result<std::string>> reading;
        if (phase == 3)
            reading = client.startRead(*response);
        client.thread().run([&] { cancel.cancel(); });
        outcome = phase == 3 ? reading.get() : client.startRead(*response).get();
    } else {
        if (phase == 4) {
            while (upstream.connectionCount() == 0)
                std::this_thread::yield();
        } else {
            QVERIFY(upstream.waitForRequests(1));
        }
        client.thread().run([&] { cancel.cancel(); });
        const auto response = sending.get();
        QVERIFY(!response);
        outcome = response.error();
    }
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().kind, ErrorKind::Canceled);
    QVERIFY(upstream.waitForClosedByPeer(1));
    // The handle stays canceled, the client works on.
    QCOMPARE(client.send(plain(upstream), get(), {}, &cancel).error().kind, ErrorKind::Canceled);
}

void TestHttpClient::destroyingAnUnreadResponseClosesItsConnection() {
    FakeUpstream upstream({Scenario::events({Piece("x"), Piece("y", std::make_shared<Gate>())})});
    TestClient client;
    const auto response = client.send(plain(upstream));
    QVERIFY(response);
    client.drop(*response);
    QVERIFY(upstream.waitForClosedByPeer(1));
}

void TestHttpClient::limitsDecompression() {
    FakeUpstream upstream({Scenario::answer("HTTP/1.1 200 OK", {{"content-encoding", "gzip"}},
                                            compressed(std::string(64'000'000, '\0'), "gzip"))});
    TestClient client;
    const auto answer = client.fetch(plain(upstream));
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::Upstream);
    QVERIFY(contains(answer.error().message, "absurd size"));
}

void TestHttpClient::limitsReadAll() {
    FakeUpstream upstream({chunked(kText)});
    TestClient client;
    const auto response = client.send(plain(upstream));
    const auto body = client.readAll(*response, 1000);
    QVERIFY(!body);
    QCOMPARE(body.error().kind, ErrorKind::Upstream);
    QVERIFY(contains(body.error().message, "larger than 1000 bytes"));
}

void TestHttpClient::sendsPlainRequestsThroughAProxyInAbsoluteForm() {
    FakeUpstream proxy({Scenario::json("by proxy")});
    TestClient client;
    Origin origin;
    origin.tls = false;
    origin.host = "model.example";
    origin.port = 8080;
    origin.proxyHost = "127.0.0.1";
    origin.proxyPort = proxy.port();
    origin.proxyAuthorization = "Basic abc";
    const auto answer = client.fetch(origin, get("/v1/models"));
    QVERIFY(answer);
    const auto seen = proxy.requests().front();
    QCOMPARE(seen.target, "http://model.example:8080/v1/models");
    QCOMPARE(seen.header("host"), "model.example:8080");
    QCOMPARE(seen.header("proxy-authorization"), "Basic abc");
}

void TestHttpClient::verifiesTls_data() {
    QTest::addColumn<QByteArray>("issuedTo");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("expired");
    QTest::addColumn<bool>("trusted");
    QTest::addColumn<QByteArray>("problem");
    QTest::newRow("valid for a name") << QByteArray("localhost") << QByteArray("localhost") << false << true
                                      << QByteArray();
    QTest::newRow("valid for an address")
        << QByteArray("127.0.0.1") << QByteArray("127.0.0.1") << false << true << QByteArray();
    QTest::newRow("for another name") << QByteArray("other.example") << QByteArray("localhost") << false << true
                                      << QByteArray("the certificate is not for localhost");
    QTest::newRow("for a name, asked by address") << QByteArray("localhost") << QByteArray("127.0.0.1") << false << true
                                                  << QByteArray("the certificate is not for 127.0.0.1");
    QTest::newRow("expired") << QByteArray("localhost") << QByteArray("localhost") << true << true
                             << QByteArray("certificate has expired");
    QTest::newRow("from an unknown authority") << QByteArray("localhost") << QByteArray("localhost") << false << false
                                               << QByteArray("unable to get local issuer certificate");
}

void TestHttpClient::verifiesTls() {
    QFETCH(QByteArray, issuedTo);
    QFETCH(QByteArray, host);
    QFETCH(bool, expired);
    QFETCH(bool, trusted);
    QFETCH(QByteArray, problem);
    const TestAuthority authority;
    const auto certificate = authority.issue(issuedTo.toStdString(),
                                             expired ? TestAuthority::Validity::Expired : TestAuthority::Validity::Now);
    FakeUpstream upstream([](const ReceivedRequest&) { return Scenario::json("secure"); }, certificate.pem,
                          certificate.keyPem);
    TestClient client;
    if (trusted)
        QVERIFY(addCertificates(client.tls, authority.pem()));
    Origin origin;
    origin.host = host.toStdString();
    origin.port = upstream.port();
    const auto answer = client.fetch(origin);
    if (problem.isEmpty()) {
        QVERIFY2(answer.has_value(), answer ? "" : answer.error().message.c_str());
        QCOMPARE(answer->body, "secure");
        return;
    }
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::Upstream);
    QVERIFY2(contains(answer.error().message, "TLS with ") && contains(answer.error().message, problem.toStdString()),
             answer.error().message.c_str());
    QVERIFY(upstream.requests().empty());
}

void TestHttpClient::readsAndReusesOverTls() {
    const TestAuthority authority;
    const auto certificate = authority.issue("localhost");
    FakeUpstream upstream(
        [](const ReceivedRequest& request) {
            Scenario scenario = request.target == "/close" ? untilClose(kText) : chunked(kText);
            if (request.target == "/cut")
                scenario.cutAfter = 1000;
            return scenario;
        },
        certificate.pem, certificate.keyPem);
    TestClient client;
    QVERIFY(addCertificates(client.tls, authority.pem()));
    Origin origin;
    origin.host = "localhost";
    origin.port = upstream.port();
    for (int i = 0; i < 3; ++i) {
        ClientRequest request;
        request.target = "/";
        request.body = std::string(300'000, 'b');
        const auto answer = client.fetch(origin, std::move(request));
        QVERIFY2(answer.has_value(), answer ? "" : answer.error().message.c_str());
        QVERIFY(answer->body == kText);
    }
    QCOMPARE(upstream.connectionCount(), 1);
    QVERIFY(upstream.requests().back().body == std::string(300'000, 'b'));
    const auto whole = client.fetch(origin, get("/close"));
    QVERIFY2(whole.has_value(), whole ? "" : whole.error().message.c_str());
    QVERIFY(whole->body == kText);
    const auto cut = client.fetch(origin, get("/cut"));
    QVERIFY(!cut);
    QCOMPARE(cut.error().kind, ErrorKind::Upstream);
}

void TestHttpClient::tunnelsTlsThroughAProxy() {
    const TestAuthority authority;
    const auto certificate = authority.issue("model.example");
    FakeUpstream upstream([](const ReceivedRequest&) { return Scenario::json("through"); }, certificate.pem,
                          certificate.keyPem);
    FakeUpstream proxy([&](const ReceivedRequest&) {
        Scenario scenario = Scenario::answer("HTTP/1.1 200 Connection established", {});
        scenario.tunnelTo = upstream.port();
        return scenario;
    });
    TestClient client;
    QVERIFY(addCertificates(client.tls, authority.pem()));
    Origin origin;
    origin.host = "model.example"; // never looked up: that is the proxy's
    origin.port = 443;
    origin.proxyHost = "127.0.0.1";
    origin.proxyPort = proxy.port();
    origin.proxyAuthorization = "Basic abc";
    for (int i = 0; i < 2; ++i) {
        const auto answer = client.fetch(origin);
        QVERIFY2(answer.has_value(), answer ? "" : answer.error().message.c_str());
        QCOMPARE(answer->body, "through");
    }
    QCOMPARE(proxy.requests().size(), 1U);
    QCOMPARE(proxy.requests().front().method, "CONNECT");
    QCOMPARE(proxy.requests().front().target, "model.example:443");
    QCOMPARE(proxy.requests().front().header("proxy-authorization"), "Basic abc");
    QCOMPARE(upstream.requests().front().header("proxy-authorization"), "");
    QCOMPARE(upstream.requests().front().header("host"), "model.example");
}

void TestHttpClient::reportsAProxyThatRefuses() {
    FakeUpstream proxy({Scenario::json("no", 407), Scenario::garbage("what?\r\n\r\n")});
    TestClient client;
    Origin origin;
    origin.host = "model.example";
    origin.proxyHost = "127.0.0.1";
    origin.proxyPort = proxy.port();
    origin.proxyAuthorization = "Basic secret";
    const auto refused = client.fetch(origin);
    QVERIFY(!refused);
    QVERIFY2(contains(refused.error().message, "refused with status 407"), refused.error().message.c_str());
    QVERIFY(!contains(refused.error().message, "secret"));
    const auto garbage = client.fetch(origin);
    QVERIFY(contains(garbage.error().message, "did not answer in HTTP"));
}

void TestHttpClient::readsCertificatesFromPem() {
    asio::ssl::context context(asio::ssl::context::tls_client);
    const TestAuthority one;
    const TestAuthority two;
    QVERIFY(useSystemCertificates(context));
    QVERIFY(addCertificates(context, one.pem() + two.pem()));
    QVERIFY(addCertificates(context,
                            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + TestAuthority().pem()));
    for (const char* bad : {"", "not PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"}) {
        const auto result = addCertificates(context, bad);
        QVERIFY2(!result, bad);
        QCOMPARE(result.error().kind, ErrorKind::Configuration);
    }
}

void TestHttpClient::survivesItsEndWithAnswersOpen() {
    Scenario never;
    never.neverAnswer = true;
    FakeUpstream upstream({Scenario::events({Piece("x"), Piece("y", std::make_shared<Gate>())}), never});
    asio::ssl::context tls(asio::ssl::context::tls_client);
    asio::io_context context{1};
    Pointer kept;
    {
        const auto client = std::make_unique<Client>(context, tls);
        const Origin origin = plain(upstream);
        const auto twice = [](Client* user, Origin where, Pointer* into) -> Task<> {
            Deadlines deadlines;
            ClientRequest request = get();
            auto response = co_await user->send(where, request, deadlines);
            if (response)
                *into = std::move(*response);
            co_await user->send(where, request, deadlines);
        };
        asio::co_spawn(context, twice(client.get(), origin, &kept), asio::detached);
        while (upstream.requests().size() < 2)
            context.poll_one();
    }
    QVERIFY(kept);
    kept.reset(); // after its client; the second request's coroutine ends with the context
}

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_client.moc"
