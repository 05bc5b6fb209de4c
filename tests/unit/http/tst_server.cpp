// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "serverfixture.h"

#include <QTest>

#include <semaphore>

#include <sys/resource.h>

using namespace llmg;
using namespace llmg::http;
using namespace llmg::tests;
using namespace std::chrono_literals;

namespace {

Task<> answer(Exchange& exchange, int status, std::string body) {
    Response response;
    response.status = status;
    response.headers.add("content-type", "text/plain");
    response.body = std::move(body);
    co_await exchange.respond(std::move(response));
}

/// What the tests ask for by path.
Task<> handle(Exchange& exchange) {
    const std::string& path = exchange.head().path;
    if (path == "/ignore") {
        co_await answer(exchange, 200, "ignored");
        co_return;
    }
    if (path == "/throw")
        throw std::runtime_error("on purpose");
    if (path == "/nothing")
        co_return;
    if (path == "/stream" || path == "/half") {
        Headers headers;
        headers.add("content-type", "text/event-stream");
        co_await exchange.beginStream(200, std::move(headers));
        co_await exchange.write("one");
        co_await exchange.write({});
        co_await exchange.write("two");
        if (path == "/stream")
            co_await exchange.endStream("three");
        co_return;
    }
    if (path == "/nocontent") {
        co_await answer(exchange, 204, {});
        co_return;
    }
    auto body = co_await exchange.readBody();
    if (!body) {
        const int status = body.error().kind == ErrorKind::RequestTooLarge  ? 413
                           : body.error().kind == ErrorKind::RequestTimeout ? 408
                                                                            : 400;
        co_await answer(exchange, status, body.error().message);
        co_return;
    }
    co_await answer(exchange, 200, exchange.head().method + " " + path + "?" + exchange.head().query + "|" + *body);
}

std::string get(const std::string& target, const std::string& more = {}) {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
}

std::string post(const std::string& target, const std::string& body, const std::string& more = {}) {
    return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\ncontent-length: " + std::to_string(body.size()) +
           "\r\n" + more + "\r\n" + body;
}

bool starts(const std::string& text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

bool ends(const std::string& text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

class TestHttpServer : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void answersAndKeepsTheConnection();
    void understandsTargets_data();
    void understandsTargets();
    void refusesAmbiguousOrBrokenHeads_data();
    void refusesAmbiguousOrBrokenHeads();
    void readsARequestByteByByte();
    void answersThreePipelinedRequestsInOrder();
    void keepsAPipelinedRequestWhileTheHandlerWorks();
    void skipsEmptyLinesBeforeARequest();
    void readsChunkedBodies_data();
    void readsChunkedBodies();
    void sends100ContinueOnlyWhenTheBodyIsRead();
    void leavesTheBodyOutOfAnAnswerToHead();
    void handsOptionsToTheHandler();
    void streamsInChunks();
    void streamsToHttp10ByClosing();
    void keepsHttp10AliveWhenAsked();
    void resetsAnAbortedHttp10Stream();
    void cutsAnUnfinishedStreamWithoutTerminator();
    void answers500WhenTheHandlerFails_data();
    void answers500WhenTheHandlerFails();
    void saysConnectionCloseWhenAskedTo();
    void keepsLineBreaksOutOfHeaders();
    void limitsTheHead();
    void limitsTheHeadThatComesLineByLine();
    void limitsTheBody_data();
    void limitsTheBody();
    void readsPastASmallUnreadBody();
    void closesAfterALargeUnreadBody();
    void answers408ToASlowHead();
    void reportsASlowBody();
    void closesIdleConnectionsInTime();
    void tellsTheHandlerThatTheClientLeft_data();
    void tellsTheHandlerThatTheClientLeft();
    void holdsTheWriterWhileTheClientDoesNotRead();
    void givesUpOnAClientThatNeverReads();
    void makesRoomForANewConnectionAtTheLimit();
    void pausesWhenNoDescriptorIsLeft();
    void drainsRunningExchangesAndClosesIdleConnections();
    void closesWhatOutlivesTheDrain();
    void listensOnIpv6();
    void saysThatAPortIsTaken();
    void movesATenMegabyteBodyWhole();
    void survivesItsEndWithOpenConnections();
};

void TestHttpServer::answersAndKeepsTheConnection() {
    TestServer server(handle);
    RawClient client(server.port());
    for (int i = 0; i < 3; ++i) {
        client.send(post("/a", "hello"));
        const std::string response = client.readResponse();
        QVERIFY(starts(response, "HTTP/1.1 200 OK\r\n"));
        QVERIFY(ends(response, "\r\n\r\nPOST /a?|hello"));
        QVERIFY(contains(response, "\r\ndate: "));
        QVERIFY(!contains(response, "connection:"));
    }
    QCOMPARE(server.server().connectionCount(), 1U);
}

void TestHttpServer::understandsTargets_data() {
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("seen");
    QTest::newRow("plain path") << QByteArray("/v1/models") << QByteArray("/v1/models?");
    QTest::newRow("query stays raw") << QByteArray("/a?x=%20y&z") << QByteArray("/a?x=%20y&z");
    QTest::newRow("path is decoded") << QByteArray("/a%20b%2Fc") << QByteArray("/a b/c?");
    QTest::newRow("absolute form") << QByteArray("http://other:99/p?q") << QByteArray("/p?q");
    QTest::newRow("absolute form without path") << QByteArray("http://other") << QByteArray("/?");
    QTest::newRow("asterisk") << QByteArray("*") << QByteArray("*?");
}

void TestHttpServer::understandsTargets() {
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, seen);
    TestServer server(handle);
    RawClient client(server.port());
    client.send(get(target.toStdString()));
    const std::string response = client.readResponse();
    QVERIFY2(ends(response, "\r\n\r\nGET " + seen.toStdString() + "|"), response.c_str());
}

void TestHttpServer::refusesAmbiguousOrBrokenHeads_data() {
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const QByteArray head = "POST / HTTP/1.1\r\nHost: a\r\n";
    QTest::newRow("length and chunked") << head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                                        << 400;
    QTest::newRow("chunked and length") << head + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"
                                        << 400;
    QTest::newRow("two different lengths") << head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello" << 400;
    QTest::newRow("two equal lengths") << head + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello" << 400;
    QTest::newRow("a list of lengths") << head + "Content-Length: 5, 5\r\n\r\nhello" << 400;
    QTest::newRow("a negative length") << head + "Content-Length: -1\r\n\r\n" << 400;
    QTest::newRow("a length with a plus") << head + "Content-Length: +5\r\n\r\nhello" << 400;
    QTest::newRow("a length in hexadecimal") << head + "Content-Length: 0x5\r\n\r\nhello" << 400;
    QTest::newRow("a length beyond 64 bits") << head + "Content-Length: 99999999999999999999999\r\n\r\n" << 400;
    QTest::newRow("an empty length") << head + "Content-Length:\r\n\r\n" << 400;
    QTest::newRow("chunked twice") << head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                                   << 400;
    QTest::newRow("chunked, chunked") << head + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" << 501;
    QTest::newRow("chunked not last") << head + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" << 501;
    QTest::newRow("gzip coding") << head + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" << 501;
    QTest::newRow("misspelt chunked") << head + "Transfer-Encoding: xchunked\r\n\r\n" << 501;
    QTest::newRow("space before the colon") << head + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" << 400;
    QTest::newRow("chunked from HTTP/1.0")
        << QByteArray("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") << 400;
    QTest::newRow("folded field") << head + "X-A: one\r\n two\r\n\r\n" << 400;
    QTest::newRow("folded empty field") << head + "X-A:\r\n \r\n\r\n" << 400;
    QTest::newRow("folded transfer coding") << head + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" << 400;
    QTest::newRow("bare line feeds") << QByteArray("GET / HTTP/1.1\nHost: a\n\n") << 505;
    QTest::newRow("bare line feed in a field") << head + "X-A: b\nX-C: d\r\n\r\n" << 400;
    QTest::newRow("bare carriage return in a field") << head + "X-A: b\rX-C: d\r\n\r\n" << 400;
    QTest::newRow("NUL in a field") << head + QByteArray("X-A: b\0c\r\n\r\n", 11) << 400;
    QTest::newRow("field without a colon") << head + "nonsense\r\n\r\n" << 400;
    QTest::newRow("field without a name") << head + ": value\r\n\r\n" << 400;
    QTest::newRow("no host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("two hosts") << head + "Host: b\r\n\r\n" << 400;
    QTest::newRow("bad percent escape") << QByteArray("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n") << 400;
    QTest::newRow("space in the target") << QByteArray("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n") << 505;
    QTest::newRow("HTTP/2.0") << QByteArray("GET / HTTP/2.0\r\nHost: a\r\n\r\n") << 505;
    QTest::newRow("no version") << QByteArray("GET /\r\n\r\n") << 400;
    QTest::newRow("TLS to a plain port") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) << 400;
    QTest::newRow("unknown expectation") << head + "Expect: miracles\r\n\r\n" << 417;
}

void TestHttpServer::refusesAmbiguousOrBrokenHeads() {
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    int handled = 0;
    TestServer server([&](Exchange& exchange) {
        ++handled;
        return handle(exchange);
    });
    RawClient client(server.port());
    client.send(request.toStdString() + get("/smuggled"));
    const std::string response = client.readToEnd();
    QVERIFY2(starts(response, "HTTP/1.1 " + std::to_string(status) + " "), response.c_str());
    QVERIFY(contains(response, "connection: close\r\n"));
    QVERIFY(contains(response, "{\"error\":{\"message\":\""));
    QVERIFY(!contains(response, "smuggled"));
    QVERIFY(client.ended());
    QCOMPARE(handled, 0);
}

void TestHttpServer::readsARequestByteByByte() {
    TestServer server(handle);
    RawClient client(server.port());
    for (const char c : post("/slow%21", "body", "X-Some: thing\r\n"))
        client.send(std::string(1, c));
    QVERIFY(ends(client.readResponse(), "POST /slow!?|body"));
    for (const char c : std::string("POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
                                    "chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: x\r\n\r\n"))
        client.send(std::string(1, c));
    QVERIFY(ends(client.readResponse(), "POST /c?|abcde"));
}

void TestHttpServer::answersThreePipelinedRequestsInOrder() {
    TestServer server(handle);
    RawClient client(server.port());
    client.send(post("/1", "x") + get("/2") +
                "POST /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\ny\r\n0\r\n\r\n");
    QVERIFY(ends(client.readResponse(), "POST /1?|x"));
    QVERIFY(ends(client.readResponse(), "GET /2?|"));
    QVERIFY(ends(client.readResponse(), "POST /3?|y"));
}

void TestHttpServer::keepsAPipelinedRequestWhileTheHandlerWorks() {
    std::binary_semaphore working{0};
    asio::steady_timer* gate = nullptr;
    TestServer server([&](Exchange& exchange) -> Task<> {
        asio::steady_timer timer(exchange.executor(), asio::steady_timer::time_point::max());
        gate = &timer;
        if (exchange.head().path == "/first") {
            working.release();
            boost::system::error_code ignored;
            co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        }
        co_await answer(exchange, 200, exchange.head().path + (exchange.clientGone() ? " gone" : " here"));
    });
    RawClient client(server.port());
    client.send(get("/first"));
    working.acquire();
    client.send(get("/second"));
    server.thread().run([] {}); // what came is looked at before this returns
    server.thread().run([&] { gate->cancel(); });
    QVERIFY(ends(client.readResponse(), "/first here"));
    QVERIFY(ends(client.readResponse(), "/second here"));
}

void TestHttpServer::skipsEmptyLinesBeforeARequest() {
    TestServer server(handle);
    RawClient client(server.port());
    client.send("\r\n\r\n" + get("/a") + "\r");
    QVERIFY(ends(client.readResponse(), "GET /a?|"));
    client.send("\n" + get("/b"));
    QVERIFY(ends(client.readResponse(), "GET /b?|"));
}

void TestHttpServer::readsChunkedBodies_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("response");
    QTest::newRow("one chunk") << QByteArray("5\r\nhello\r\n0\r\n\r\n") << QByteArray("|hello");
    QTest::newRow("capital hexadecimal") << QByteArray("A\r\n0123456789\r\n0\r\n\r\n") << QByteArray("|0123456789");
    QTest::newRow("leading zeros") << QByteArray("0005\r\nhello\r\n000\r\n\r\n") << QByteArray("|hello");
    QTest::newRow("extension") << QByteArray("5;a=b\r\nhello\r\n0\r\n\r\n") << QByteArray("|hello");
    QTest::newRow("trailer") << QByteArray("5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n") << QByteArray("|hello");
    QTest::newRow("empty") << QByteArray("0\r\n\r\n") << QByteArray("|");
    QTest::newRow("no hexadecimal") << QByteArray("zz\r\nhello\r\n0\r\n\r\n") << QByteArray("malformed");
    QTest::newRow("longer than its size") << QByteArray("3\r\nhello\r\n0\r\n\r\n") << QByteArray("malformed");
    QTest::newRow("size beyond 64 bits") << QByteArray("fffffffffffffffff\r\nhello\r\n") << QByteArray("malformed");
    QTest::newRow("length as a trailer") << QByteArray("5\r\nhello\r\n0\r\nContent-Length: 9\r\n\r\n")
                                         << QByteArray("malformed");
}

void TestHttpServer::readsChunkedBodies() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, response);
    TestServer server(handle);
    RawClient client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body.toStdString());
    const std::string got = client.readResponse();
    QVERIFY2(contains(got, response.toStdString()), got.c_str());
    QCOMPARE(contains(got, "HTTP/1.1 400"), response == "malformed");
    QCOMPARE(contains(got, "connection: close"), response == "malformed");
}

void TestHttpServer::sends100ContinueOnlyWhenTheBodyIsRead() {
    TestServer server(handle);
    RawClient client(server.port());
    client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n");
    QCOMPARE(client.readUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("hi");
    QVERIFY(ends(client.readResponse(), "POST /a?|hi"));
    client.send("POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    const std::string refused = client.readToEnd();
    QVERIFY(starts(refused, "HTTP/1.1 200 OK\r\n"));
    QVERIFY2(contains(refused, "connection: close"), "the body may or may not follow, so nothing can");
}

void TestHttpServer::leavesTheBodyOutOfAnAnswerToHead() {
    TestServer server(handle);
    RawClient client(server.port());
    client.send("HEAD /abc HTTP/1.1\r\nHost: a\r\n\r\nHEAD /stream HTTP/1.1\r\nHost: a\r\n\r\nGET /nocontent "
                "HTTP/1.1\r\nHost: a\r\n\r\n" +
                get("/next"));
    QVERIFY(contains(client.readUntil("\r\n\r\n"), "content-length: 11\r\n"));
    QVERIFY(contains(client.readUntil("\r\n\r\n"), "transfer-encoding: chunked\r\n"));
    const std::string empty = client.readUntil("\r\n\r\n");
    QVERIFY(starts(empty, "HTTP/1.1 204 No Content\r\n"));
    QVERIFY(!contains(empty, "content-length"));
    QVERIFY(ends(client.readResponse(), "GET /next?|"));
}

void TestHttpServer::handsOptionsToTheHandler() {
    TestServer server(handle);
    RawClient client(server.port());
    client.send("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
    QVERIFY(ends(client.readResponse(), "OPTIONS *?|"));
}

void TestHttpServer::streamsInChunks() {
    TestServer server(handle);
    RawClient client(server.port());
    client.send(get("/stream"));
    const std::string head = client.readUntil("\r\n\r\n");
    QVERIFY(contains(head, "transfer-encoding: chunked\r\n"));
    QVERIFY(!contains(head, "content-length"));
    QCOMPARE(client.readUntil("0\r\n\r\n"), "3\r\none\r\n3\r\ntwo\r\n5\r\nthree\r\n0\r\n\r\n");
    client.send(get("/a"));
    QVERIFY(ends(client.readResponse(), "GET /a?|"));
}

void TestHttpServer::streamsToHttp10ByClosing() {
    TestServer server(handle);
    RawClient client(server.port());
    client.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const std::string response = client.readToEnd();
    QVERIFY(ends(response, "\r\n\r\nonetwothree"));
    QVERIFY(!contains(response, "transfer-encoding"));
    QVERIFY(contains(response, "connection: close"));
    QVERIFY(client.ended());
}

void TestHttpServer::keepsHttp10AliveWhenAsked() {
    TestServer server(handle);
    RawClient client(server.port());
    client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    QVERIFY(contains(client.readResponse(), "connection: keep-alive"));
    client.send("GET /a HTTP/1.0\r\n\r\n");
    QVERIFY(contains(client.readToEnd(), "connection: close"));
}

void TestHttpServer::resetsAnAbortedHttp10Stream() {
    TestServer server(handle);
    RawClient client(server.port());
    client.send("GET /half HTTP/1.0\r\n\r\n");
    client.readToEnd();
    QVERIFY2(client.wasReset(), "without chunks, an orderly close would look like the end");
}

void TestHttpServer::cutsAnUnfinishedStreamWithoutTerminator() {
    TestServer server(handle);
    RawClient client(server.port());
    client.send(get("/half"));
    const std::string response = client.readToEnd();
    QVERIFY(ends(response, "3\r\none\r\n3\r\ntwo\r\n"));
    QVERIFY(client.ended());
}

void TestHttpServer::answers500WhenTheHandlerFails_data() {
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("it throws") << QByteArray("/throw");
    QTest::newRow("it answers nothing") << QByteArray("/nothing");
}

void TestHttpServer::answers500WhenTheHandlerFails() {
    QFETCH(QByteArray, path);
    TestServer server(handle);
    RawClient client(server.port());
    client.send(post(path.toStdString(), "with a body"));
    const std::string response = client.readResponse();
    QVERIFY(starts(response, "HTTP/1.1 500 Internal Server Error\r\n"));
    QVERIFY(contains(response, "\"code\":\"gateway_error\""));
    QVERIFY(!contains(response, "on purpose"));
    client.send(get("/after"));
    QVERIFY(ends(client.readResponse(), "GET /after?|"));
}

void TestHttpServer::saysConnectionCloseWhenAskedTo() {
    TestServer server(handle);
    RawClient client(server.port());
    client.send(get("/a", "Connection: close\r\n"));
    QVERIFY(contains(client.readToEnd(), "connection: close\r\n"));
    QVERIFY(client.ended());
}

void TestHttpServer::keepsLineBreaksOutOfHeaders() {
    TestServer server([](Exchange& exchange) -> Task<> {
        Response response;
        response.headers.add("x-echo", "a\r\nset-cookie: b");
        response.headers.add("content-length", "999");
        co_await exchange.respond(std::move(response));
    });
    RawClient client(server.port());
    client.send(get("/"));
    const std::string response = client.readResponse();
    QVERIFY(contains(response, "x-echo: a  set-cookie: b\r\n"));
    QVERIFY(contains(response, "content-length: 0\r\n"));
    QVERIFY(!contains(response, "999"));
}

void TestHttpServer::limitsTheHead() {
    ServerLimits limits;
    limits.maxHeaderBytes = 1000;
    TestServer server(handle, limits);
    RawClient fits(server.port());
    fits.send(get("/", "X-A: " + std::string(900, 'a') + "\r\n"));
    QVERIFY(starts(fits.readResponse(), "HTTP/1.1 200 "));
    RawClient large(server.port());
    large.send(get("/", "X-A: " + std::string(2000, 'a') + "\r\n"));
    QVERIFY(starts(large.readToEnd(), "HTTP/1.1 431 Request Header Fields Too Large\r\n"));
    RawClient target(server.port());
    target.send("GET /" + std::string(100'000, 'a'));
    QVERIFY(starts(target.readToEnd(), "HTTP/1.1 431 "));
}

void TestHttpServer::limitsTheHeadThatComesLineByLine() {
    ServerLimits limits;
    limits.maxHeaderBytes = 1000;
    TestServer server(handle, limits);
    RawClient client(server.port());
    client.send("GET / HTTP/1.1\r\n");
    for (int i = 0; i < 200 && client.send("X-Field: value\r\n"); ++i)
        server.thread().run([] {});
    QVERIFY(starts(client.readToEnd(), "HTTP/1.1 431 "));
}

void TestHttpServer::limitsTheBody_data() {
    QTest::addColumn<QByteArray>("request");
    const std::string eleven = "hello world";
    QTest::newRow("by its length") << QByteArray::fromStdString(post("/a", eleven));
    QTest::newRow("by its length, before any of it came")
        << QByteArray("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n");
    QTest::newRow("in chunks") << QByteArray(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello \r\n5\r\nworld\r\n0\r\n\r\n");
    QTest::newRow("in one large chunk") << QByteArray(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n");
}

void TestHttpServer::limitsTheBody() {
    QFETCH(QByteArray, request);
    ServerLimits limits;
    limits.maxBodyBytes = 10;
    TestServer server(handle, limits);
    RawClient fits(server.port());
    fits.send(post("/a", "0123456789"));
    QVERIFY(starts(fits.readResponse(), "HTTP/1.1 200 "));
    RawClient client(server.port());
    client.send(request.toStdString());
    const std::string response = client.readResponse();
    QVERIFY2(starts(response, "HTTP/1.1 413 "), response.c_str());
    QVERIFY(contains(response, "connection: close"));
}

void TestHttpServer::readsPastASmallUnreadBody() {
    TestServer server(handle);
    RawClient client(server.port());
    client.send(post("/ignore", std::string(30'000, 'x')) + get("/next"));
    QVERIFY(ends(client.readResponse(), "ignored"));
    QVERIFY(ends(client.readResponse(), "GET /next?|"));
}

void TestHttpServer::closesAfterALargeUnreadBody() {
    TestServer server(handle);
    RawClient client(server.port());
    client.send(post("/ignore", std::string(3'000'000, 'x')));
    const std::string response = client.readToEnd();
    QVERIFY(ends(response, "ignored"));
    QVERIFY(contains(response, "connection: close"));
    QVERIFY2(!client.wasReset(), "a reset could have swallowed the answer");
}

void TestHttpServer::answers408ToASlowHead() {
    ServerLimits limits;
    limits.headerTimeout = 30ms;
    TestServer server(handle, limits);
    RawClient client(server.port());
    client.send("GET / HTT");
    QVERIFY(starts(client.readToEnd(), "HTTP/1.1 408 Request Timeout\r\n"));
    QVERIFY(client.ended());
}

void TestHttpServer::reportsASlowBody() {
    ServerLimits limits;
    limits.bodyTimeout = 30ms;
    TestServer server(handle, limits);
    RawClient client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
    QVERIFY(starts(client.readToEnd(), "HTTP/1.1 408 "));
}

void TestHttpServer::closesIdleConnectionsInTime() {
    ServerLimits limits;
    limits.idleTimeout = 30ms;
    TestServer server(handle, limits);
    RawClient silent(server.port());
    RawClient used(server.port());
    used.send(get("/a"));
    QVERIFY(ends(used.readResponse(), "GET /a?|"));
    QCOMPARE(silent.readToEnd(), std::string());
    QCOMPARE(used.readToEnd(), std::string());
    QVERIFY(silent.ended() && used.ended());
}

void TestHttpServer::tellsTheHandlerThatTheClientLeft_data() {
    QTest::addColumn<bool>("reset");
    QTest::addColumn<bool>("streaming");
    QTest::newRow("by closing, before the answer") << false << false;
    QTest::newRow("by a reset, before the answer") << true << false;
    QTest::newRow("by closing, within a stream") << false << true;
    QTest::newRow("by a reset, within a stream") << true << true;
}

void TestHttpServer::tellsTheHandlerThatTheClientLeft() {
    QFETCH(bool, reset);
    QFETCH(bool, streaming);
    std::binary_semaphore working{0};
    std::binary_semaphore done{0};
    int told = 0;
    bool gone = false;
    Result<> late;
    TestServer server([&](Exchange& exchange) -> Task<> {
        asio::steady_timer timer(exchange.executor(), asio::steady_timer::time_point::max());
        co_await exchange.readBody();
        exchange.onClientGone([&] {
            ++told;
            timer.cancel();
        });
        if (streaming) {
            Headers none;
            co_await exchange.beginStream(200, std::move(none));
        }
        working.release();
        boost::system::error_code ignored;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        gone = exchange.clientGone();
        if (streaming) {
            late = co_await exchange.write("too late");
        } else {
            Response response;
            late = co_await exchange.respond(std::move(response));
        }
        done.release();
    });
    RawClient client(server.port());
    client.send(post("/", "x"));
    working.acquire();
    if (reset)
        client.reset();
    else
        client.close();
    done.acquire();
    QCOMPARE(told, 1);
    QVERIFY(gone);
    QVERIFY(!late);
    QCOMPARE(late.error().kind, ErrorKind::Canceled);
}

void TestHttpServer::holdsTheWriterWhileTheClientDoesNotRead() {
    constexpr std::size_t kPiece = 256 * 1024;
    constexpr std::size_t kPieces = 200; // far more than socket buffers hold
    std::atomic<std::size_t> written{0};
    std::binary_semaphore began{0};
    TestServer server([&](Exchange& exchange) -> Task<> {
        Headers none;
        co_await exchange.beginStream(200, std::move(none));
        const std::string piece(kPiece, 'x');
        for (std::size_t i = 0; i < kPieces; ++i) {
            auto result = co_await exchange.write(piece);
            if (!result)
                co_return;
            if (++written == 1)
                began.release();
        }
        co_await exchange.endStream();
    });
    RawClient client(server.port(), false, 64 * 1024);
    client.send(get("/"));
    began.acquire();
    // The loop answers, so it is not in the writer: that one is suspended, short of its end.
    server.thread().run([] {});
    server.thread().run([] {});
    QVERIFY(written.load() < kPieces);
    const std::string all = client.readUntil("\r\n0\r\n\r\n");
    QVERIFY(all.size() > kPiece * kPieces);
    QCOMPARE(written.load(), kPieces);
}

void TestHttpServer::givesUpOnAClientThatNeverReads() {
    ServerLimits limits;
    limits.writeTimeout = 50ms;
    std::promise<Error> failure;
    bool told = false;
    TestServer server(
        [&](Exchange& exchange) -> Task<> {
            exchange.onClientGone([&] { told = true; });
            Headers none;
            co_await exchange.beginStream(200, std::move(none));
            const std::string piece(1024 * 1024, 'x');
            for (;;) {
                auto result = co_await exchange.write(piece);
                if (result)
                    continue;
                failure.set_value(result.error());
                co_return;
            }
        },
        limits);
    RawClient client(server.port(), false, 4096);
    client.send(get("/"));
    QCOMPARE(failure.get_future().get().kind, ErrorKind::Canceled);
}

void TestHttpServer::makesRoomForANewConnectionAtTheLimit() {
    ServerLimits limits;
    limits.maxConnections = 2;
    TestServer server(handle, limits);
    RawClient first(server.port());
    first.send(get("/1"));
    first.readResponse();
    RawClient second(server.port());
    second.send(get("/2"));
    second.readResponse();
    RawClient third(server.port());
    third.send(get("/3"));
    QVERIFY(ends(third.readResponse(), "GET /3?|"));
    QCOMPARE(first.readToEnd(), std::string());
    QVERIFY2(first.ended(), "the longest idle one makes room");
    QVERIFY(server.server().connectionCount() <= 2U);
}

void TestHttpServer::pausesWhenNoDescriptorIsLeft() {
    static std::atomic<int> warnings;
    warnings = 0;
    TestServer server(handle);
    rlimit usual{};
    getrlimit(RLIMIT_NOFILE, &usual);
    const auto handler = qInstallMessageHandler(
        [](QtMsgType type, const QMessageLogContext&, const QString&) { warnings += type == QtWarningMsg ? 1 : 0; });
    RawClient client(server.port(), [&] {
        rlimit none = usual;
        none.rlim_cur = 0; // descriptors that are open stay so
        setrlimit(RLIMIT_NOFILE, &none);
    });
    client.send(get("/late"));
    while (warnings == 0)
        std::this_thread::yield();
    for (int i = 0; i < 1000; ++i)
        server.thread().run([] {});
    const int seen = warnings;
    setrlimit(RLIMIT_NOFILE, &usual);
    const std::string response = client.readResponse();
    qInstallMessageHandler(handler);
    QVERIFY(ends(response, "GET /late?|"));
    QVERIFY2(seen < 100, "it retries now and then, it does not spin");
}

void TestHttpServer::drainsRunningExchangesAndClosesIdleConnections() {
    std::binary_semaphore working{0};
    asio::steady_timer* gate = nullptr;
    TestServer server([&](Exchange& exchange) -> Task<> {
        asio::steady_timer timer(exchange.executor(), asio::steady_timer::time_point::max());
        if (exchange.head().path == "/work") {
            gate = &timer;
            working.release();
            boost::system::error_code ignored;
            co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        }
        co_await answer(exchange, 200, "done");
    });
    RawClient idle(server.port());
    idle.send(get("/"));
    idle.readResponse();
    RawClient busy(server.port());
    busy.send(get("/work"));
    working.acquire();
    QCOMPARE(server.server().exchangeCount(), 1U);
    auto drained = asio::co_spawn(server.thread().context(), server.server().drain(1h), asio::use_future);
    QCOMPARE(idle.readToEnd(), std::string());
    QVERIFY(idle.ended());
    QVERIFY(!RawClient(server.port()).isConnected());
    server.thread().run([&] { gate->cancel(); });
    const std::string response = busy.readToEnd();
    QVERIFY(ends(response, "done"));
    QVERIFY(contains(response, "connection: close"));
    drained.get();
    QCOMPARE(server.server().exchangeCount(), 0U);
}

void TestHttpServer::closesWhatOutlivesTheDrain() {
    std::binary_semaphore working{0};
    std::binary_semaphore done{0};
    bool gone = false;
    TestServer server([&](Exchange& exchange) -> Task<> {
        asio::steady_timer timer(exchange.executor(), asio::steady_timer::time_point::max());
        exchange.onClientGone([&] { timer.cancel(); });
        working.release();
        boost::system::error_code ignored;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        gone = exchange.clientGone();
        done.release();
    });
    RawClient busy(server.port());
    busy.send(get("/"));
    working.acquire();
    asio::co_spawn(server.thread().context(), server.server().drain(10ms), asio::use_future).get();
    QCOMPARE(busy.readToEnd(), std::string());
    done.acquire();
    QVERIFY(gone);
}

void TestHttpServer::listensOnIpv6() {
    ContextThread thread;
    std::optional<Server> server(std::in_place, thread.context(), ServerLimits{}, Handler(handle));
    Result<std::uint16_t> port = std::uint16_t{0};
    thread.run([&] { port = server->listen("::1", 0); });
    if (!port) {
        qInfo("skipped: no IPv6 loopback here (%s)", port.error().message.c_str());
    } else {
        RawClient client(*port, true);
        client.send(get("/six"));
        QVERIFY(ends(client.readResponse(), "GET /six?|"));
    }
    thread.run([&] { server.reset(); });
}

void TestHttpServer::saysThatAPortIsTaken() {
    TestServer server(handle);
    ContextThread thread;
    Server second(thread.context(), {}, handle);
    const auto result = second.listen("127.0.0.1", server.port());
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Configuration);
    QVERIFY(contains(result.error().message, "is taken"));
    QVERIFY(!second.listen("localhost", 0));
}

void TestHttpServer::movesATenMegabyteBodyWhole() {
    std::string body(10 * 1024 * 1024, '\0');
    for (std::size_t i = 0; i < body.size(); ++i)
        body[i] = static_cast<char>(i * 7919 >> 8);
    TestServer server([](Exchange& exchange) -> Task<> {
        auto got = co_await exchange.readBody();
        co_await answer(exchange, 200, got ? std::move(*got) : got.error().message);
    });
    RawClient client(server.port());
    std::thread sender([&] { client.send(post("/", body)); });
    const std::string response = client.readResponse();
    sender.join();
    QVERIFY(response.size() > body.size() && response.substr(response.size() - body.size()) == body);
}

void TestHttpServer::survivesItsEndWithOpenConnections() {
    asio::io_context context{1};
    auto server = std::make_unique<Server>(context, ServerLimits{}, Handler(handle));
    const auto port = server->listen("127.0.0.1", 0);
    RawClient idle(*port);
    RawClient half(*port);
    half.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf");
    while (server->exchangeCount() == 0)
        context.run_one();
    while (server->connectionCount() < 2)
        context.run_one();
    // The context ends with suspended coroutines inside; the sanitizers see whether anything is left.
    server.reset();
}

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_server.moc"
