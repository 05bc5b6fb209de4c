// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Anthropic's answers, streams and errors → canonical form. Fixtures of our own, after the reference.
#include "app/dialects/anthropicmessages.h"
#include "translation.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

// Declared before the fixtures: older moc takes the quotes of a raw string for those of a plain one.
class TestAnthropicAnswer : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void readsStreamsAtEverySplit_data();
    void readsStreamsAtEverySplit();
    void readsAWholeMessage();
    void countsCacheWrites_data();
    void countsCacheWrites();
    void givesAnEmptyAnswerOneChoice();
    void refusesWhatIsNoMessage_data();
    void refusesWhatIsNoMessage();
    void readsErrors_data();
    void readsErrors();
};

namespace {

const auto& codec() {
    static const std::unique_ptr<ProviderCodec> instance = newAnthropicProviderCodec();
    return *instance;
}

QByteArray sse(const QByteArray& data) {
    const auto parsed = parseJson(data.toStdString());
    const auto type = parsed ? bytes(textAt(parsed->as_object(), "type")) : QByteArray("broken");
    return "event: " + type + "\ndata: " + data + "\n\n";
}

const QByteArray kStart =
    sse(QByteArray(
            R"({"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x",
"content":[],"stop_reason":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1}}})")

            .replace('\n', ' '));
const QByteArray kStop = sse(R"({"type":"message_stop"})");

QByteArray startBlock(int index, const QByteArray& block) {
    return sse(R"({"type":"content_block_start","index":)" + QByteArray::number(index) + R"(,"content_block":)" +
               block + "}");
}
QByteArray blockDelta(int index, const QByteArray& what) {
    return sse(R"({"type":"content_block_delta","index":)" + QByteArray::number(index) + R"(,"delta":)" + what + "}");
}
QByteArray argumentsDelta(int index, std::string_view partial) {
    json::object what;
    what["type"] = "input_json_delta";
    what["partial_json"] = partial;
    return blockDelta(index, bytes(writeJson(what)));
}
QByteArray endBlock(int index) {
    return sse(R"({"type":"content_block_stop","index":)" + QByteArray::number(index) + "}");
}
QByteArray endMessage(const QByteArray& reason, const QByteArray& usage = R"({"output_tokens":5})") {
    return sse(R"({"type":"message_delta","delta":{"stop_reason":")" + reason + R"(","stop_sequence":null},"usage":)" +
               usage + "}");
}

const QByteArray kBegun = "start msg_1 claude-x";
const QByteArray kUsed1 = "usage prompt 10 completion 1";
const QByteArray kUsed5 = "usage prompt 10 completion 5";

} // namespace

void TestAnthropicAnswer::readsStreamsAtEverySplit_data() {
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArrayList>("events");
    using L = QByteArrayList;
    const QByteArray text = startBlock(0, R"({"type":"text","text":""})");

    QTest::newRow("text, with a ping") << kStart + text + sse(R"({"type":"ping"})") +
                                              blockDelta(0, R"({"type":"text_delta","text":"Hé"})") +
                                              blockDelta(0, R"({"type":"text_delta","text":"llo"})") + endBlock(0) +
                                              endMessage("end_turn") + kStop
                                       << L{kBegun, kUsed1, "text Hé", "text llo", kUsed5, "finish stop (end_turn)",
                                            "end"};
    QTest::newRow("CRLF") << QByteArray(kStart + text + blockDelta(0, R"({"type":"text_delta","text":"Hi"})") +
                                        endMessage("end_turn") + kStop)
                                 .replace("\n", "\r\n")
                          << L{kBegun, kUsed1, "text Hi", kUsed5, "finish stop (end_turn)", "end"};
    QTest::newRow("thinking, its signature in two parts")
        << kStart + startBlock(0, R"({"type":"thinking","thinking":"","signature":""})") +
               blockDelta(0, R"({"type":"thinking_delta","thinking":"hm"})") +
               blockDelta(0, R"({"type":"signature_delta","signature":"si"})") +
               blockDelta(0, R"({"type":"signature_delta","signature":"g"})") + endBlock(0) +
               startBlock(1, R"({"type":"text","text":"Yes"})") + endBlock(1) + endMessage("stop_sequence") + kStop
        << L{kBegun,
             kUsed1,
             "reasoning hm",
             "detail anthropic-claude-v1 signature=sig redacted=",
             "text Yes",
             kUsed5,
             "finish stop (stop_sequence)",
             "end"};
    QTest::newRow("redacted thinking")
        << kStart + startBlock(0, R"({"type":"redacted_thinking","data":"opaque"})") + endBlock(0) +
               endMessage("end_turn") + kStop
        << L{kBegun, kUsed1, "detail anthropic-claude-v1 signature= redacted=opaque", kUsed5, "finish stop (end_turn)",
             "end"};
    QTest::newRow("two tool calls") << kStart +
                                           startBlock(0,
                                                      R"({"type":"tool_use","id":"t1","name":"weather","input":{}})") +
                                           blockDelta(0, R"({"type":"input_json_delta","partial_json":""})") +
                                           argumentsDelta(0, "{\"city\":") + argumentsDelta(0, "\"Rome\"}") +
                                           endBlock(0) +
                                           startBlock(1, R"({"type":"tool_use","id":"t2","name":"now","input":{}})") +
                                           endBlock(1) + endMessage("tool_use") + kStop
                                    << L{kBegun,
                                         kUsed1,
                                         "call 0 t1 weather",
                                         "arguments 0 {\"city\":",
                                         "arguments 0 \"Rome\"}",
                                         "call 1 t2 now",
                                         "arguments 1 {}",
                                         kUsed5,
                                         "finish tool_calls (tool_use)",
                                         "end"};
    QTest::newRow("tools that the provider ran")
        << kStart + startBlock(0, R"({"type":"server_tool_use","id":"s1","name":"web_search","input":{}})") +
               argumentsDelta(0, "{\"query\":\"x\"}") + endBlock(0) +
               startBlock(1, R"({"type":"web_search_tool_result","tool_use_id":"s1","content":[]})") + endBlock(1) +
               startBlock(2, R"({"type":"mcp_tool_use","id":"m1","name":"ask","input":{}})") + endBlock(2) +
               startBlock(3, R"({"type":"text","text":"Found"})") + endBlock(3) +
               endMessage(
                   "end_turn",
                   R"({"input_tokens":20,"cache_read_input_tokens":3,"cache_creation_input_tokens":4,"output_tokens":9,"server_tool_use":{"web_search_requests":2}})") +
               kStop
        << L{kBegun,
             kUsed1,
             "text Found",
             "usage prompt 27 cached 3 written 4 completion 9 searches 2",
             "finish stop (end_turn)",
             "end"};
    QTest::newRow("citations, in characters of the whole text")
        << kStart + startBlock(0, R"({"type":"text","text":"Né "})") + endBlock(0) +
               startBlock(1, R"({"type":"text","text":"","citations":[]})") +
               blockDelta(
                   1,
                   R"({"type":"citations_delta","citation":{"type":"web_search_result_location","url":"https://a.example","title":"A","cited_text":"x"}})") +
               blockDelta(1, R"({"type":"citations_delta","citation":{"type":"char_location","document_title":"D"}})") +
               blockDelta(1, R"({"type":"text_delta","text":"in 1993"})") + endBlock(1) + endMessage("end_turn") + kStop
        << L{kBegun,
             kUsed1,
             "text Né ",
             "text in 1993",
             R"(citation {"start_index":3,"end_index":10,"url":"https://a.example","title":"A"})",
             kUsed5,
             "finish stop (end_turn)",
             "end"};
    QTest::newRow("usage that only the end knows")
        << kStart +
               endMessage("max_tokens",
                          R"({"input_tokens":null,"output_tokens":7,"output_tokens_details":{"thinking_tokens":4}})") +
               kStop
        << L{kBegun, kUsed1, "usage prompt 10 completion 7 reasoning 4", "finish length (max_tokens)", "end"};
    QTest::newRow("a cost, stated by a server that speaks the dialect")
        << kStart + endMessage("end_turn", R"({"output_tokens":5,"cost":0.000112})") + kStop + "data: [DONE]\n\n"
        << L{kBegun, kUsed1, kUsed5 + " cost 112000", "finish stop (end_turn)", "end"};
    QTest::newRow("a refusal") << kStart + endMessage("refusal") + kStop
                               << L{kBegun, kUsed1, kUsed5, "finish content_filter (refusal)", "end"};
    QTest::newRow("events and blocks yet to be invented")
        << sse(R"({"type":"weather_report"})") + kStart + startBlock(0, R"({"type":"hologram"})") +
               blockDelta(0, R"({"type":"light_delta"})") + endBlock(0) +
               blockDelta(9, R"({"type":"text_delta","text":"of no block"})") + endMessage("end_turn") + kStop
        << L{kBegun, kUsed1, kUsed5, "finish stop (end_turn)", "end"};
    QTest::newRow("nothing after the end") << kStart + endMessage("end_turn") + kStop + kStart
                                           << L{kBegun, kUsed1, kUsed5, "finish stop (end_turn)", "end"};
    QTest::newRow("overloaded in the middle")
        << kStart + text + sse(R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})") + kStop
        << L{kBegun, kUsed1, "error upstream_error 529 overloaded_error: Overloaded"};
    QTest::newRow("rate limited at once")
        << sse(R"({"type":"error","error":{"type":"rate_limit_error","message":"Slow down"}})")
        << L{"error rate_limit_exceeded 429 rate_limit_error: Slow down"};
    QTest::newRow("cut after text") << kStart + text + blockDelta(0, R"({"type":"text_delta","text":"Hi"})")
                                    << L{kBegun, kUsed1, "text Hi",
                                         "error upstream_error 0 : The provider's answer was cut off before its end."};
    QTest::newRow("cut before message_stop")
        << kStart + endMessage("end_turn")
        << L{kBegun, kUsed1, kUsed5, "finish stop (end_turn)",
             "error upstream_error 0 : The provider's answer was cut off before its end."};
    QTest::newRow("the last blank line missing") << kStart + endMessage("end_turn") + kStop.chopped(1)
                                                 << L{kBegun, kUsed1, kUsed5, "finish stop (end_turn)", "end"};
    QTest::newRow("nothing at all") << QByteArray("\n\n")
                                    << L{"error upstream_error 0 : The provider's answer was cut off before its end."};
    QTest::newRow("garbage") << kStart + "data: {\"type\":\n\n" + kStop
                             << L{kBegun, kUsed1,
                                  "error upstream_error 0 : The provider sent an event that is not JSON."};
    QTest::newRow("an error instead of a stream")
        << QByteArray("\n {\"type\":\"error\",\n\"error\":{\"type\":\"api_error\",\"message\":\"Oh\"}}")
        << L{"error upstream_error 500 api_error: Oh"};
    QTest::newRow("a whole message instead of a stream")
        << QByteArray(
               R"({"id":"msg_1","model":"claude-x","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn","usage":{"input_tokens":10,"output_tokens":5}})")
        << L{kBegun, "text Hi", "finish stop (end_turn)", kUsed5, "end"};
}

void TestAnthropicAnswer::readsStreamsAtEverySplit() {
    QFETCH(QByteArray, stream);
    QFETCH(QByteArrayList, events);
    QCOMPARE(decodeAtEverySplit(codec(), stream.toStdString()).join('\n'), events.join('\n'));
}

void TestAnthropicAnswer::readsAWholeMessage() {
    const auto answer =
        codec().decodeAnswer(R"({"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[
        {"type":"thinking","thinking":"hm","signature":"sig"},
        {"type":"redacted_thinking","data":"opaque"},
        {"type":"server_tool_use","id":"s","name":"web_search","input":{"query":"x"}},
        {"type":"web_search_tool_result","tool_use_id":"s","content":[{"type":"web_search_result","url":"https://a.example"}]},
        {"type":"text","text":"It is ","citations":null},
        {"type":"text","text":"sunny","citations":[{"type":"web_search_result_location","url":"https://a.example","title":"A"},
            {"type":"search_result_location","source":"notes","title":"N"}]},
        {"type":"tool_use","id":"t1","name":"weather","input":{"city":"Rome","days":2,"part":0.5}},
        {"type":"tool_use","id":"t2","name":"now","input":{}}],
        "stop_reason":"tool_use","usage":{"input_tokens":10,"cache_read_input_tokens":100,"cache_creation_input_tokens":30,
        "cache_creation":{"ephemeral_5m_input_tokens":20,"ephemeral_1h_input_tokens":10},"output_tokens":50,
        "output_tokens_details":{"thinking_tokens":12},"server_tool_use":{"web_search_requests":1},"service_tier":"priority"}})");
    QVERIFY(answer.has_value());
    QCOMPARE(inWords(*answer->usage),
             QByteArray("prompt 140 cached 100 written 20 written1h 10 completion 50 reasoning 12 searches 1"));
    QCOMPARE(bytes(answer->serviceTier), QByteArray("priority"));
    QCOMPARE(inWords(toEvents(*answer)).join('\n'),
             (QByteArrayList{
                  "start msg_1 claude-x", "reasoning hm", "detail anthropic-claude-v1 signature=sig redacted=",
                  "detail anthropic-claude-v1 signature= redacted=opaque", "text It is sunny", "call 0 t1 weather",
                  R"(arguments 0 {"city":"Rome","days":2,"part":0.5})", "call 1 t2 now", "arguments 1 {}",
                  R"(citation {"start_index":6,"end_index":11,"url":"https://a.example","title":"A"})",
                  "finish tool_calls (tool_use)",
                  "usage prompt 140 cached 100 written 20 written1h 10 completion 50 reasoning 12 searches 1", "end"})
                 .join('\n'));
}

void TestAnthropicAnswer::countsCacheWrites_data() {
    QTest::addColumn<QByteArray>("usage");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("no split given") << QByteArray(
                                           R"({"input_tokens":1,"cache_creation_input_tokens":5,"output_tokens":2})")
                                    << QByteArray("prompt 6 written 5 completion 2");
    QTest::newRow("only the split")
        << QByteArray(
               R"({"input_tokens":1,"cache_creation":{"ephemeral_5m_input_tokens":2,"ephemeral_1h_input_tokens":3},"output_tokens":2})")
        << QByteArray("prompt 6 written 2 written1h 3 completion 2");
    QTest::newRow("a split that leaves some out")
        << QByteArray(
               R"({"input_tokens":10,"cache_creation_input_tokens":20718,"cache_read_input_tokens":12016,"cache_creation":{"ephemeral_5m_input_tokens":12016,"ephemeral_1h_input_tokens":0},"output_tokens":188})")
        << QByteArray("prompt 32744 cached 12016 written 20718 completion 188");
    QTest::newRow("negative counts are none")
        << QByteArray(R"({"input_tokens":-4,"output_tokens":2})") << QByteArray("prompt 0 completion 2");
    QTest::newRow("null counts are none")
        << QByteArray(R"({"input_tokens":3,"cache_read_input_tokens":null,"cache_creation":null,"output_tokens":2})")
        << QByteArray("prompt 3 completion 2");
}

void TestAnthropicAnswer::countsCacheWrites() {
    QFETCH(QByteArray, usage);
    QFETCH(QByteArray, words);
    const auto answer = codec().decodeAnswer(
        QByteArray(R"({"content":[],"stop_reason":"end_turn","usage":)" + usage + "}").toStdString());
    QCOMPARE(inWords(*answer->usage), words);
}

void TestAnthropicAnswer::givesAnEmptyAnswerOneChoice() {
    const auto answer = codec().decodeAnswer(R"({"id":"m","model":"c","content":[],"stop_reason":null})");
    QVERIFY(answer.has_value());
    QCOMPARE(answer->choices.size(), std::size_t{1});
    QVERIFY(!answer->usage);
}

void TestAnthropicAnswer::refusesWhatIsNoMessage_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("a page") << QByteArray("<html>") << QByteArray();
    QTest::newRow("a list") << QByteArray("[]") << QByteArray();
    QTest::newRow("an object of another kind") << QByteArray(R"({"choices":[]})") << QByteArray();
    QTest::newRow("an error in a 200")
        << QByteArray(R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})")
        << QByteArray("overloaded_error");
}

void TestAnthropicAnswer::refusesWhatIsNoMessage() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, code);
    const auto answer = codec().decodeAnswer(body.toStdString());
    QVERIFY(!answer);
    QVERIFY(answer.error().kind == ErrorKind::Upstream);
    QCOMPARE(bytes(answer.error().upstreamCode), code);
}

void TestAnthropicAnswer::readsErrors_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("words");
    const auto error = [](const char* type, const char* message) -> QByteArray {
        return QByteArray(R"({"type":"error","error":{"type":")") + type + R"(","message":")" + message +
               R"("},"request_id":"req_1"})";
    };
    QTest::newRow("bad request") << 400 << error("invalid_request_error", "max_tokens: required")
                                 << QByteArray(
                                        "error upstream_rejected 400 invalid_request_error: max_tokens: required");
    QTest::newRow("bad key") << 401 << error("authentication_error", "invalid x-api-key")
                             << QByteArray("error upstream_key_rejected 401 authentication_error: invalid x-api-key");
    QTest::newRow("no money, new style") << 402 << error("billing_error", "Pay")
                                         << QByteArray("error upstream_key_rejected 402 billing_error: Pay");
    QTest::newRow("no money, old style") << 400
                                         << error("invalid_request_error",
                                                  "Your credit balance is too low to access the Anthropic API.")
                                         << QByteArray("error upstream_key_rejected 400 invalid_request_error: Your "
                                                       "credit balance is too low to access the Anthropic API.");
    QTest::newRow("not allowed") << 403 << error("permission_error", "No")
                                 << QByteArray("error upstream_key_rejected 403 permission_error: No");
    QTest::newRow("unknown model") << 404 << error("not_found_error", "model: claude-9")
                                   << QByteArray("error model_not_found 404 not_found_error: model: claude-9");
    QTest::newRow("unknown path") << 404 << error("not_found_error", "Not Found")
                                  << QByteArray("error upstream_rejected 404 not_found_error: Not Found");
    QTest::newRow("too large") << 413 << error("request_too_large", "Big")
                               << QByteArray("error upstream_rejected 413 request_too_large: Big");
    QTest::newRow("too often") << 429 << error("rate_limit_error", "Slow")
                               << QByteArray("error rate_limit_exceeded 429 rate_limit_error: Slow");
    QTest::newRow("their fault") << 500 << error("api_error", "Oops")
                                 << QByteArray("error upstream_error 500 api_error: Oops");
    QTest::newRow("overloaded") << 529 << error("overloaded_error", "Overloaded")
                                << QByteArray("error upstream_error 529 overloaded_error: Overloaded");
    QTest::newRow("a proxy's page") << 502 << QByteArray("<html>Bad Gateway</html>")
                                    << QByteArray("error upstream_error 502 : The provider answered with status 502.");
    QTest::newRow("words") << 503 << QByteArray(" try later")
                           << QByteArray("error upstream_error 503 : The provider answered with status 503: try later");
    QTest::newRow("nothing") << 408 << QByteArray()
                             << QByteArray("error upstream_error 408 : The provider answered with status 408.");
    QTest::newRow("bytes") << 500 << QByteArray("\x1f\x8b\x08", 3)
                           << QByteArray("error upstream_error 500 : The provider answered with status 500.");
}

void TestAnthropicAnswer::readsErrors() {
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, words);
    QCOMPARE(inWords(codec().decodeError(status, body.toStdString())), words);
}

QTEST_GUILESS_MAIN(TestAnthropicAnswer)
#include "tst_anthropicanswer.moc"
