// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Cohere's answers, streams and errors → canonical form. Fixtures of our own, after the reference.
#include "app/dialects/coherechat.h"
#include "translation.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

// Declared before the fixtures: older moc takes the quotes of a raw string for those of a plain one.
class TestCohereAnswer : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void readsStreamsAtEverySplit_data();
    void readsStreamsAtEverySplit();
    void readsAWholeAnswer();
    void finishes_data();
    void finishes();
    void countsTokens_data();
    void countsTokens();
    void readsLogprobs();
    void refusesWhatIsNoAnswer_data();
    void refusesWhatIsNoAnswer();
    void readsErrors_data();
    void readsErrors();
};

namespace {

const auto& codec() {
    static const std::unique_ptr<ProviderCodec> instance = newCohereProviderCodec();
    return *instance;
}

QByteArray sse(QByteArray data) {
    data.replace('\n', ' ');
    const auto parsed = parseJson(data.toStdString());
    const auto type = parsed ? bytes(textAt(parsed->as_object(), "type")) : QByteArray("broken");
    return "event: " + type + "\ndata: " + data + "\n\n";
}

const QByteArray kStart = sse(
    R"({"id":"c1","type":"message-start","delta":{"message":{"role":"assistant","content":[],"tool_plan":"","tool_calls":[],"citations":[]}}})");

QByteArray piece(const QByteArray& type, int index, const QByteArray& message) {
    return sse(R"({"type":")" + type + R"(","index":)" + QByteArray::number(index) + R"(,"delta":{"message":)" +
               message + "}}");
}
QByteArray textPiece(int index, const QByteArray& text) {
    return piece("content-delta", index, R"({"content":{"text":")" + text + R"("}})");
}
QByteArray argumentsPiece(int index, std::string_view text) {
    std::string quoted;
    appendQuoted(quoted, text);
    return piece("tool-call-delta", index, R"({"tool_calls":{"function":{"arguments":)" + bytes(quoted) + "}}}");
}
QByteArray endOf(const QByteArray& type, int index) {
    return sse(R"({"type":")" + type + R"(","index":)" + QByteArray::number(index) + "}");
}
QByteArray endMessage(
    const QByteArray& reason,
    const QByteArray& usage =
        R"({"billed_units":{"input_tokens":3,"output_tokens":2},"tokens":{"input_tokens":10,"output_tokens":5}})") {
    return sse(R"({"type":"message-end","delta":{"finish_reason":")" + reason + R"(","usage":)" + usage + "}}");
}

const QByteArray kBegun = "start c1 ";
const QByteArray kUsed = "usage prompt 10 completion 5";
const QByteArray kStopped = "finish stop (COMPLETE)";
const QByteArray kCut = "error upstream_error 0 : The provider's answer was cut off before its end.";

} // namespace

void TestCohereAnswer::readsStreamsAtEverySplit_data() {
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArrayList>("events");
    using L = QByteArrayList;
    const QByteArray text = piece("content-start", 0, R"({"content":{"type":"text","text":""}})");
    const QByteArray done = endMessage("COMPLETE") + "data: [DONE]\n\n";

    QTest::newRow("text") << kStart + text + textPiece(0, "Hé") + textPiece(0, "llo") + endOf("content-end", 0) + done
                          << L{kBegun, "text Hé", "text llo", kUsed, kStopped, "end"};
    QTest::newRow("without the terminator")
        << kStart + text + textPiece(0, "Hi") + endMessage("COMPLETE") << L{kBegun, "text Hi", kUsed, kStopped, "end"};
    QTest::newRow("CRLF") << QByteArray(kStart + text + textPiece(0, "Hi") + done).replace("\n", "\r\n")
                          << L{kBegun, "text Hi", kUsed, kStopped, "end"};
    QTest::newRow("thinking, then text") << kStart +
                                                piece("content-start", 0,
                                                      R"({"content":{"type":"thinking","thinking":""}})") +
                                                piece("content-delta", 0, R"({"content":{"thinking":"hm"}})") +
                                                endOf("content-end", 0) +
                                                piece("content-start", 1, R"({"content":{"type":"text","text":""}})") +
                                                textPiece(1, "Yes") + endOf("content-end", 1) + done
                                         << L{kBegun, "reasoning hm", "text Yes", kUsed, kStopped, "end"};
    QTest::newRow("a plan and two tool calls, one without arguments")
        << kStart + sse(R"({"type":"tool-plan-delta","delta":{"message":{"tool_plan":"I ask"}}})") +
               piece("tool-call-start", 0,
                     R"({"tool_calls":{"id":"t1","type":"function","function":{"name":"weather","arguments":""}}})") +
               argumentsPiece(0, "{\"city\":") + argumentsPiece(0, "\"Rome\"}") + endOf("tool-call-end", 0) +
               piece("tool-call-start", 1,
                     R"({"tool_calls":{"id":"t2","type":"function","function":{"name":"now","arguments":""}}})") +
               endOf("tool-call-end", 1) + endMessage("TOOL_CALL")
        << L{kBegun,
             "reasoning I ask",
             "call 0 t1 weather",
             "arguments 0 {\"city\":",
             "arguments 0 \"Rome\"}",
             "call 1 t2 now",
             "arguments 1 {}",
             kUsed,
             "finish tool_calls (TOOL_CALL)",
             "end"};
    QTest::newRow("citations, where their source has an address")
        << kStart + piece("content-start", 0, R"({"content":{"type":"thinking","thinking":"hm"}})") +
               textPiece(1, "Né ") + textPiece(2, "in 1993") +
               piece(
                   "citation-start", 0,
                   R"({"citations":{"start":3,"end":7,"text":"1993","content_index":2,"type":"TEXT_CONTENT","sources":[
                   {"type":"document","id":"d","document":{"url":"https://a.example","title":"A","snippet":"x"}},
                   {"type":"tool","id":"t:0","tool_output":{"content":"no address"}},
                   {"type":"document","id":"e","document":{"url":"ftp://a.example"}}]}})") +
               endOf("citation-end", 0) +
               piece(
                   "citation-start", 1,
                   R"({"citations":{"start":0,"end":2,"type":"PLAN","sources":[{"type":"document","document":{"url":"https://b.example"}}]}})") +
               done
        << L{kBegun,
             "reasoning hm",
             "text Né ",
             "text in 1993",
             R"(citation {"start_index":6,"end_index":10,"url":"https://a.example","title":"A"})",
             kUsed,
             kStopped,
             "end"};
    QTest::newRow("events yet to be invented")
        << kStart + sse(R"({"type":"debug","prompt":"x"})") + piece("hologram-start", 0, R"({"light":1})") + done
        << L{kBegun, kUsed, kStopped, "end"};
    QTest::newRow("pieces of no call, and fields of other types")
        << kStart + argumentsPiece(4, "{}") + endOf("tool-call-end", 4) +
               sse(R"({"type":"content-delta","delta":{"message":[]}})") +
               sse(R"({"type":"tool-call-start","index":"x","delta":{"message":{"tool_calls":7}}})") + done
        << L{kBegun, kUsed, kStopped, "end"};
    QTest::newRow("nothing after the end") << kStart + done + kStart << L{kBegun, kUsed, kStopped, "end"};
    QTest::newRow("an error at the end")
        << kStart + text + textPiece(0, "Hi") +
               sse(R"({"type":"message-end","delta":{"finish_reason":"ERROR","error":"internal trouble"}})") +
               "data: [DONE]\n\n"
        << L{kBegun, "text Hi", "error upstream_error 0 ERROR: internal trouble"};
    QTest::newRow("an error event") << kStart + sse(R"({"message":"too many requests"})")
                                    << L{kBegun, "error upstream_error 0 : too many requests"};
    QTest::newRow("cut after text") << kStart + text + textPiece(0, "Hi") << L{kBegun, "text Hi", kCut};
    QTest::newRow("only the terminator") << kStart + "data: [DONE]\n\n" << L{kBegun, kCut};
    QTest::newRow("the last blank line missing")
        << kStart + endMessage("COMPLETE").chopped(1) << L{kBegun, kUsed, kStopped, "end"};
    QTest::newRow("nothing at all") << QByteArray("\n\n") << L{kCut};
    QTest::newRow("garbage") << kStart + "data: {\"type\":\n\n" + done
                             << L{kBegun, "error upstream_error 0 : The provider sent an event that is not JSON."};
    QTest::newRow("an error instead of a stream") << QByteArray("\n {\"id\":\"x\",\n\"message\":\"no such thing\"}")
                                                  << L{"error upstream_error 0 : no such thing"};
    QTest::newRow("a whole answer instead of a stream")
        << QByteArray(
               R"({"id":"c1","message":{"role":"assistant","content":[{"type":"text","text":"Hi"}]},"finish_reason":"COMPLETE","usage":{"tokens":{"input_tokens":10,"output_tokens":5}}})")
        << L{kBegun, "text Hi", kStopped, kUsed, "end"};
}

void TestCohereAnswer::readsStreamsAtEverySplit() {
    QFETCH(QByteArray, stream);
    QFETCH(QByteArrayList, events);
    QCOMPARE(decodeAtEverySplit(codec(), stream.toStdString()).join('\n'), events.join('\n'));
}

void TestCohereAnswer::readsAWholeAnswer() {
    const auto answer = codec().decodeAnswer(R"({"id":"c1","message":{"role":"assistant","tool_plan":"I ask",
        "content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"Sunny"}],
        "tool_calls":[{"id":"t1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Rome\"}"}},
            {"id":"t2","type":"function","function":{"name":"now"}}],
        "citations":[{"start":0,"end":5,"content_index":1,"sources":[{"type":"document","document":{"url":"https://a.example"}}]}]},
        "finish_reason":"TOOL_CALL","usage":{"billed_units":{"input_tokens":1,"output_tokens":2},
        "tokens":{"input_tokens":100,"output_tokens":20},"cached_tokens":90}})");
    QVERIFY2(answer.has_value(), answer ? "" : answer.error().message.c_str());
    QCOMPARE(inWords(toEvents(*answer)).join('\n'),
             (QByteArrayList{"start c1 ", "reasoning I askhm", "text Sunny", "call 0 t1 weather",
                             R"(arguments 0 {"city":"Rome"})", "call 1 t2 now", "arguments 1 {}",
                             R"(citation {"start_index":0,"end_index":5,"url":"https://a.example","title":""})",
                             "finish tool_calls (TOOL_CALL)", "usage prompt 100 cached 90 completion 20", "end"})
                 .join('\n'));
}

void TestCohereAnswer::finishes_data() {
    QTest::addColumn<QByteArray>("native");
    QTest::addColumn<QByteArray>("meaning");
    QTest::newRow("the end") << QByteArray("COMPLETE") << QByteArray("stop");
    QTest::newRow("a stop sequence") << QByteArray("STOP_SEQUENCE") << QByteArray("stop");
    QTest::newRow("too long") << QByteArray("MAX_TOKENS") << QByteArray("length");
    QTest::newRow("a tool call") << QByteArray("TOOL_CALL") << QByteArray("tool_calls");
    QTest::newRow("a filter") << QByteArray("ERROR_TOXIC") << QByteArray("content_filter");
    QTest::newRow("a new one") << QByteArray("BORED") << QByteArray("stop");
    QTest::newRow("trouble") << QByteArray("ERROR") << QByteArray("failed");
    QTest::newRow("too slow") << QByteArray("TIMEOUT") << QByteArray("failed");
}

void TestCohereAnswer::finishes() {
    QFETCH(QByteArray, native);
    QFETCH(QByteArray, meaning);
    const auto answer =
        codec().decodeAnswer(R"({"id":"c","message":{"content":[{"type":"text","text":"x"}]},"finish_reason":")" +
                             native.toStdString() + R"("})");
    QCOMPARE(answer ? QByteArray(toString(answer->choices.front().finish)) : QByteArray("failed"), meaning);
    if (!answer)
        QVERIFY(answer.error().kind == ErrorKind::Upstream);
}

void TestCohereAnswer::countsTokens_data() {
    QTest::addColumn<QByteArray>("usage");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("what was read before what is billed")
        << QByteArray(
               R"({"billed_units":{"input_tokens":1,"output_tokens":2},"tokens":{"input_tokens":10,"output_tokens":20}})")
        << QByteArray("prompt 10 completion 20");
    QTest::newRow("only what is billed") << QByteArray(R"({"billed_units":{"input_tokens":1.0,"output_tokens":2}})")
                                         << QByteArray("prompt 1 completion 2");
    QTest::newRow("more cached than read")
        << QByteArray(R"({"tokens":{"input_tokens":10,"output_tokens":1},"cached_tokens":11})")
        << QByteArray("prompt 10 cached 10 completion 1");
    QTest::newRow("nonsense") << QByteArray(R"({"tokens":{"input_tokens":-4,"output_tokens":"x"}})")
                              << QByteArray("prompt 0 completion 0");
    QTest::newRow("nothing") << QByteArray("{}") << QByteArray();
}

void TestCohereAnswer::countsTokens() {
    QFETCH(QByteArray, usage);
    QFETCH(QByteArray, words);
    const auto answer = codec().decodeAnswer(
        R"({"id":"c","message":{"content":[]},"finish_reason":"COMPLETE","usage":)" + usage.toStdString() + "}");
    QVERIFY(answer.has_value());
    QCOMPARE(answer->usage ? inWords(*answer->usage) : QByteArray(), words);
}

void TestCohereAnswer::readsLogprobs() {
    const auto answer = codec().decodeAnswer(
        R"({"id":"c","message":{"content":[{"type":"text","text":"Hi you"}]},"finish_reason":"COMPLETE",
        "logprobs":[{"text":"Hi","token_ids":[1],"logprobs":[-0.5]},{"text":" you","token_ids":[2,3],"logprobs":[-0.25,-1]}]})");
    QVERIFY(answer.has_value());
    QCOMPARE(bytes(writeJson(answer->choices.front().logprobs)),
             QByteArray(R"({"content":[{"token":"Hi","logprob":-0.5,"bytes":null,"top_logprobs":[]},)"
                        R"({"token":" you","logprob":-1.25,"bytes":null,"top_logprobs":[]}]})"));
}

void TestCohereAnswer::refusesWhatIsNoAnswer_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("nothing") << QByteArray()
                             << QByteArray("error upstream_error 0 : The provider's answer is not a JSON object.");
    QTest::newRow("a list") << QByteArray("[]")
                            << QByteArray("error upstream_error 0 : The provider's answer is not a JSON object.");
    QTest::newRow("another object")
        << QByteArray("{}")
        << QByteArray("error upstream_error 0 : The provider's answer is not a Cohere answer: it has no message.");
    QTest::newRow("an error") << QByteArray(R"({"message":"out of order"})")
                              << QByteArray("error upstream_error 0 : out of order");
}

void TestCohereAnswer::refusesWhatIsNoAnswer() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, error);
    const auto answer = codec().decodeAnswer(body.toStdString());
    QVERIFY(!answer);
    QCOMPARE(inWords(answer.error()), error);
}

void TestCohereAnswer::readsErrors_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("error");
    const auto row = [](int status, const char* body, const char* words) {
        QTest::addRow("%d %s", status, body) << status << QByteArray(body) << QByteArray(words);
    };
    row(400, R"({"id":"x","message":"invalid request"})", "error upstream_rejected 400 : invalid request");
    row(401, R"({"message":"invalid api token"})", "error upstream_key_rejected 401 : invalid api token");
    row(498, R"({"message":"token blocked"})", "error upstream_key_rejected 498 : token blocked");
    row(404, R"({"message":"model 'x' not found"})", "error model_not_found 404 : model 'x' not found");
    row(404, R"({"message":"no route"})", "error upstream_rejected 404 : no route");
    row(422, R"({"error":{"message":"bad field"}})", "error upstream_rejected 422 : bad field");
    row(429, R"({"message":"slow down"})", "error rate_limit_exceeded 429 : slow down");
    row(500, R"({"error":"boom"})", "error upstream_error 500 : boom");
    row(503, "<html>down</html>", "error upstream_error 503 : The provider answered with status 503.");
}

void TestCohereAnswer::readsErrors() {
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, error);
    QCOMPARE(inWords(codec().decodeError(status, body.toStdString())), error);
}

QTEST_GUILESS_MAIN(TestCohereAnswer)
#include "tst_cohereanswer.moc"
