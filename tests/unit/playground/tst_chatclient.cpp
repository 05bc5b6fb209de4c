// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "presenterground.h"
#include "support/everysplit.h"
#include "ui/pages/playground/failurewords.h"

#include <QSignalSpy>
#include <QTest>

using namespace llmg;
using namespace llmg::playground;
using namespace llmg::tests;
using namespace Qt::StringLiterals;
using G = ScriptedGateway;

namespace {

QByteArray describe(const std::vector<ChatEvent>& events) {
    QByteArray all;
    for (const auto& event : events) {
        if (const auto* text = std::get_if<TextArrived>(&event))
            all += "text " + text->text;
        else if (const auto* thought = std::get_if<ReasoningArrived>(&event))
            all += "thought " + thought->text;
        else if (const auto* tool = std::get_if<ToolCallArrived>(&event))
            all += "tool " + QByteArray::number(tool->index) + ' ' + tool->piece.id + ' ' + tool->piece.name + ' ' +
                   tool->piece.arguments;
        else if (const auto* usage = std::get_if<UsageArrived>(&event))
            all += "usage " + QByteArray::number(static_cast<qlonglong>(usage->usage.prompt)) + '/' +
                   QByteArray::number(static_cast<qlonglong>(usage->usage.completion)) + ' ' +
                   (usage->cost ? QByteArray::number(static_cast<qlonglong>(usage->cost->nanoUsd))
                                : QByteArray("unknown"));
        else if (const auto* metadata = std::get_if<MetadataArrived>(&event))
            all += "metadata " + metadata->requestId.toUtf8();
        else if (const auto* finish = std::get_if<FinishArrived>(&event))
            all += "finish " + finish->reason.toUtf8();
        else if (const auto* failed = std::get_if<StreamFailed>(&event))
            all += "failed " + QByteArray::number(static_cast<int>(failed->failure.where)) + ' ' +
                   failed->failure.code.toUtf8();
        else
            all += "end";
        all += '\n';
    }
    return all;
}

} // namespace

class TestChatClient : public QObject {
    Q_OBJECT

    /// Runs one request to its end.
    std::unique_ptr<ChatClient> finished(PresenterGround& ground, const G::Script& script) {
        ground.gateway.enqueue(script);
        auto client = std::make_unique<ChatClient>(ground.network, ground.clock);
        QSignalSpy ended(client.get(), &ChatClient::ended);
        client->start(ground.gateway.baseUrl(), Secret("llmg_abc"), "{}");
        if (ended.isEmpty())
            ended.wait(10000);
        return client;
    }

  private Q_SLOTS:
    void readsEventsAtEverySplit_data() {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("an answer")
            << QByteArray(": ping\n" + G::text("h\xC3\xA9") + G::text("\xF0\x9F\x98\x80") + G::finish("stop") +
                          G::usage(3, 2, "0.0000125") + G::done())
            << QByteArray("text h\xC3\xA9\ntext \xF0\x9F\x98\x80\nfinish stop\nusage 3/2 12500\nmetadata req-1\nend\n");
        QTest::newRow("reasoning comes once though it is spelt twice")
            << QByteArray(G::reasoning("hm") + G::done()) << QByteArray("thought hm\nend\n");
        QTest::newRow("a tool call in pieces")
            << QByteArray("data: "
                          "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":"
                          "\"f\",\"arguments\":\"\"}}]}}]}\n\n"
                          "data: "
                          "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]"
                          "}}]}\r\n\r\ndata: [DONE]\r\n\r\n")
            << QByteArray("tool 0 c1 f \ntool 0   {}\nend\n");
        QTest::newRow("no cost is unknown, not zero")
            << QByteArray(G::usage(1, 1, {}) + G::done()) << QByteArray("usage 1/1 unknown\nmetadata req-1\nend\n");
        QTest::newRow("a null cost is unknown")
            << QByteArray(G::usage(1, 1, "null") + G::done()) << QByteArray("usage 1/1 unknown\nmetadata req-1\nend\n");
        QTest::newRow("an error in the stream")
            << QByteArray(G::text("a") + "data: {\"error\":{\"message\":\"m\",\"code\":\"overloaded\"}}\n\n" +
                          G::text("b"))
            << QByteArray("text a\nfailed 2 overloaded\n");
        QTest::newRow("garbage") << QByteArray("data: nonsense\n\n") << QByteArray("failed 4 \n");
        QTest::newRow("a cut stream") << QByteArray(G::text("a")) << QByteArray("text a\nfailed 3 \n");
        QTest::newRow("nothing after the end")
            << QByteArray(G::done() + G::text("x") + G::done()) << QByteArray("end\n");
        QTest::newRow("a last event without its blank line") << QByteArray("data: [DONE]") << QByteArray("end\n");
        QTest::newRow("strange types are not believed")
            << QByteArray("data: "
                          "{\"choices\":[{\"delta\":{\"content\":5,\"tool_calls\":7}}],\"usage\":{\"prompt_tokens\":"
                          "\"x\"}}\n\n" +
                          G::done())
            << QByteArray("usage 0/0 unknown\nend\n");
    }
    void readsEventsAtEverySplit() {
        QFETCH(QByteArray, stream);
        QFETCH(QByteArray, expected);
        const auto run = [](const Pieces& pieces) {
            ChatStreamReader reader;
            std::vector<ChatEvent> events;
            pieces.each([&](std::string_view piece) {
                reader.feed(QByteArrayView(piece.data(), static_cast<qsizetype>(piece.size())), events);
            });
            reader.finish(events);
            return describe(events);
        };
        const std::string_view bytes(stream.constData(), static_cast<std::size_t>(stream.size()));
        QCOMPARE(run(Pieces(bytes, {})), expected);
        const auto difference = splitDifference(bytes, run);
        QVERIFY2(!difference, difference ? difference->constData() : "");
    }

    void takesAWholeAnswer() {
        PresenterGround ground;
        const auto client = finished(ground, {200,
                                              "text/event-stream",
                                              {G::reasoning("hm"), G::text("Hel"), G::text("lo"), G::finish("stop"),
                                               G::usage(11, 5, "0.0035"), G::done()},
                                              "x-request-id: r-9\r\n"});
        const auto& answer = client->answer();
        QCOMPARE(answer.state, AnswerState::Done);
        QCOMPARE(answer.text, QByteArray("Hello"));
        QCOMPARE(answer.reasoning, QByteArray("hm"));
        QCOMPARE(answer.finish, u"stop"_s);
        QCOMPARE(answer.usage->prompt, 11);
        QCOMPARE(answer.usage->cached, 7);
        QCOMPARE(answer.cost->nanoUsd, 3'500'000);
        QVERIFY(answer.timing.firstToken && answer.timing.reasoning && answer.timing.total);
        QVERIFY(*answer.timing.firstToken > 0 && *answer.timing.total > *answer.timing.firstToken);
        QVERIFY(client->rawResponse().contains("[DONE]"));
        const auto& request = ground.gateway.requests().front();
        QVERIFY(request.head.startsWith("POST /v1/chat/completions "));
        QVERIFY(request.head.toLower().contains(
            "authorization: bearer llmg_abc")); // newer Qt writes names in small letters
        QVERIFY(request.head.toLower().contains("x-llmgateway-source: playground"));
    }

    void failsInWords_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("cut");
        QTest::addColumn<int>("where");
        QTest::addColumn<QString>("what");
        const int http = static_cast<int>(Failure::Where::Http), cut = static_cast<int>(Failure::Where::Cut),
                  stream = static_cast<int>(Failure::Where::Stream),
                  garbage = static_cast<int>(Failure::Where::Garbage);
        QTest::newRow("an error of the contract")
            << 400 << QByteArray("application/json")
            << QByteArray("{\"error\":{\"message\":\"Unknown "
                          "model\",\"type\":\"x\",\"param\":\"model\",\"code\":\"model_not_found\"}}")
            << false << http << u"400 model_not_found"_s;
        QTest::newRow("an error without a code")
            << 502 << QByteArray("application/json")
            << QByteArray("{\"error\":{\"message\":\"m\",\"type\":\"upstream_error\"}}") << false << http
            << u"502 upstream_error"_s;
        QTest::newRow("an error page") << 503 << QByteArray("text/html") << QByteArray("<html>down</html>") << false
                                       << http << u"503"_s;
        QTest::newRow("an error in the stream")
            << 200 << QByteArray("text/event-stream")
            << QByteArray(G::text("a") + "data: {\"error\":{\"message\":\"m\",\"code\":\"timeout\"}}\n\n") << false
            << stream << u"The provider failed during the answer · timeout"_s;
        QTest::newRow("a cut stream") << 200 << QByteArray("text/event-stream") << G::text("a") << false << cut
                                      << u"The answer was cut off"_s;
        QTest::newRow("a cut connection")
            << 200 << QByteArray("text/event-stream") << G::text("a") << true << cut << u"The answer was cut off"_s;
        QTest::newRow("no stream at all") << 200 << QByteArray("application/json") << QByteArray("{}") << false
                                          << garbage << u"The answer cannot be read"_s;
    }
    void failsInWords() {
        QFETCH(int, status);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(bool, cut);
        QFETCH(int, where);
        QFETCH(QString, what);
        PresenterGround ground;
        const auto client = finished(ground, {status, type, {body}, "x-request-id: r-1\r\n", cut});
        QCOMPARE(client->answer().state, AnswerState::Failed);
        QCOMPARE(static_cast<int>(client->answer().failure->where), where);
        QCOMPARE(client->answer().failure->requestId, u"r-1"_s);
        const auto words = wordsFor(*client->answer().failure);
        QCOMPARE(words.what, what);
        QVERIFY(!words.advice.isEmpty() && !words.cause.isEmpty());
        if (status == 200 && type.startsWith("text/event"))
            QCOMPARE(client->answer().text, QByteArray("a")); // what came is kept
        QVERIFY(!client->answer().cost);
    }

    void saysThatNobodyListens() {
        PresenterGround ground;
        const auto url = ground.gateway.baseUrl();
        ground.gateway.close();
        ChatClient client(ground.network, ground.clock);
        QSignalSpy ended(&client, &ChatClient::ended);
        client.start(url, Secret("k"), "{}");
        QVERIFY(ended.wait(10000));
        QCOMPARE(client.answer().failure->where, Failure::Where::Connection);
        QCOMPARE(client.answer().failure->status, 0);
    }

    void stopKeepsWhatCame() {
        PresenterGround ground;
        ground.gateway.enqueue({200, "text/event-stream", {G::text("half"), G::Pause, G::done()}});
        ChatClient client(ground.network, ground.clock);
        QSignalSpy ended(&client, &ChatClient::ended);
        client.start(ground.gateway.baseUrl(), Secret("k"), "{}");
        QTRY_COMPARE(client.answer().text, QByteArray("half"));
        client.stop();
        QCOMPARE(ended.size(), 1);
        QCOMPARE(client.answer().state, AnswerState::Stopped);
        QCOMPARE(client.answer().text, QByteArray("half"));
        QTRY_COMPARE(ground.gateway.disconnected(), 1);
        client.stop();
        QCOMPARE(ended.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestChatClient)
#include "tst_chatclient.moc"
