// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Requests, streams and answers that only pass through, and the counting of tokens.
#include "app/dialects/anthropicmessages.h"
#include "app/dialects/anthropicmessagesseal.h"
#include "shape.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

// Declared before the fixtures: older moc takes the quotes of a raw string for those of a plain one.
class TestAnthropicPass : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void changesOnlyWhatItMust_data();
    void changesOnlyWhatItMust();
    void listsWhatItTookOut();
    void refusesABodyWithoutModel();
    void relaysAtEverySplit_data();
    void relaysAtEverySplit();
    void holdsTheEndBack();
    void observesWhatPasses();
    void failsAsTheDecoderDoes_data();
    void failsAsTheDecoderDoes();
    void tellsADocumentAsAStream();
    void passesAWholeAnswer();
    void refusesWhatIsNoAnswer();
    void countsTokens();
    void passesTheCounting();
    void readsCounts_data();
    void readsCounts();
};

namespace {

const PassThrough& pass() {
    static const auto codec = newAnthropicProviderCodec();
    return *codec->passThrough();
}

TargetModel target() {
    TargetModel model;
    model.upstreamId = "claude-x";
    model.maxOutput = 4000;
    return model;
}

QByteArray sse(const QByteArray& data) {
    return "event: " + bytes(textAt(parseJson(data.toStdString())->as_object(), "type")) + "\ndata: " + data + "\n\n";
}

const QByteArray kStart = sse(
    R"({"type":"message_start","message":{"id":"msg_1","model":"claude-x","content":[],"usage":{"input_tokens":10,"cache_read_input_tokens":5,"output_tokens":1}}})");
const QByteArray kText =
    sse(R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}   })") +
    sse(R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"H\u00e9"}, "unknown":1e0})") +
    sse(R"({"type":"content_block_stop","index":0})");
const QByteArray kEnd = sse(
    R"({"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":5, "odd":1.50}, "context_management":null})");
const QByteArray kStop = sse(R"({"type":"message_stop"  })");

AnswerAdditions additions() {
    AnswerAdditions more;
    more.cost.known = true;
    more.cost.total = more.cost.output = domain::Money::fromNano(1500);
    more.metadata = {{"mode", "auto"}};
    return more;
}

const QByteArray kCost(
    R"("cost":0.0000015,"cost_details":{"input":0,"output":0.0000015,"cached_input":0,"cache_write":0,"request":0,"total":0.0000015})");

struct Relayed {
    std::string client;
    bool ended = false;
    std::optional<Error> error;
    friend bool operator==(const Relayed&, const Relayed&) = default;
};

Relayed relay(const Pieces& pieces, const AnswerAdditions& more = additions()) {
    Relayed out;
    const auto relay = pass().newRelay({});
    pieces.each([&](std::string_view piece) { relay->feed(piece, out.client); });
    relay->upstreamEnded();
    out.ended = relay->observation().ended;
    out.error = relay->observation().error;
    if (!out.error)
        relay->finish(more, out.client);
    return out;
}

} // namespace

void TestAnthropicPass::changesOnlyWhatItMust_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<bool>("samples");
    const auto row = [](const char* name, const QByteArray& body, const QByteArray& sent, bool samples = true) {
        QTest::newRow(name) << body << sent << samples;
    };
    const auto turns = [](const QByteArray& content) -> QByteArray {
        return R"({"model":"claude-x","messages":[{"role":"user","content":"a"},{"role":"assistant","content":)" +
               content + R"(},{"role":"user","content":"b"}]})";
    };
    const auto same = [&row](const char* name, const QByteArray& body) { row(name, body, body); };
    row("the model", R"( { "messages" : [ ] ,"model": "auto" , "odd":1.50e0} )",
        R"( { "messages" : [ ] ,"model": "claude-x" , "odd":1.50e0} )");
    same("nothing", R"({"model":"claude-x","temperature":1,"max_tokens":4000})");
    row("a limit beyond the model's", R"({"model":"claude-x","max_tokens":9000})",
        R"({"model":"claude-x","max_tokens":4000})");
    row("a budget beyond that limit",
        R"({"thinking":{"type":"enabled","budget_tokens":8000},"model":"claude-x","max_tokens":9000})",
        R"({"thinking":{"type":"enabled","budget_tokens":3200},"model":"claude-x","max_tokens":4000})");
    same("a budget below it", R"({"thinking":{"type":"enabled","budget_tokens":3999},"model":"claude-x"})");
    row("sampling that is refused", R"({"temperature":1,"model":"claude-x", "top_k":3,"stream":true,"top_p":0.1})",
        R"({"model":"claude-x", "stream":true})", false);
    same("Anthropic's own thinking",
         turns(
             R"([{"type":"thinking","thinking":"hm","signature":"EqQ="}, {"type":"redacted_thinking","data":"Em="}])"));
    row("thinking that nobody signed",
        turns(R"([{"type":"thinking","thinking":"hm","signature":""} , {"type":"text","text":"x"}])"),
        turns(R"([{"type":"text","text":"x"}])"));
    row("thinking of other providers",
        turns(R"([{"type":"text","text":"x"},{"type":"thinking","thinking":"hm","signature":"llmg1:AAAA"},)"
              R"({"type":"redacted_thinking","data":"llmg1:AAAA"}])"),
        turns(R"([{"type":"text","text":"x"}])"));
    row("a turn of nothing else", turns(R"([{"type":"thinking","thinking":"hm","signature":""}])"),
        R"({"model":"claude-x","messages":[{"role":"user","content":"a"},{"role":"user","content":"b"}]})");
    row("citations of another's search",
        turns(R"([{"type":"text","text":"x","citations":[{"url":"u","encrypted_index": ""}]}])"),
        turns(R"([{"type":"text","text":"x","citations":null}])"));
    same("citations of Anthropic's", turns(R"([{"type":"text","citations":[{"url":"u","encrypted_index":"E"}]}])"));
    same("words about thinking", turns(R"([{"type":"text","text":"\"thinking\" llmg1:"}])"));
}

void TestAnthropicPass::changesOnlyWhatItMust() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, sent);
    QFETCH(bool, samples);
    TargetModel model = target();
    model.acceptsTemperature = samples;
    const auto encoded = pass().encode(body.toStdString(), {}, model);
    QVERIFY(encoded.has_value());
    QCOMPARE(bytes(encoded->path), QByteArray("/v1/messages"));
    QCOMPARE(bytes(encoded->body), sent);
}

void TestAnthropicPass::listsWhatItTookOut() {
    TargetModel model = target();
    model.acceptsTemperature = false;
    const auto encoded = pass().encode(R"({"model":"a","temperature":1,"top_k":1,"temperature":1})", {}, model);
    QCOMPARE(encoded->droppedParams, (std::vector<std::string>{"temperature", "top_k"}));
}

void TestAnthropicPass::refusesABodyWithoutModel() {
    QVERIFY(pass().encode("{}", {}, target()).error().kind == ErrorKind::InvalidParameters);
    QVERIFY(pass().encode("[", {}, target()).error().kind == ErrorKind::InvalidJson);
}

void TestAnthropicPass::relaysAtEverySplit_data() {
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("client");
    const QByteArray end = sse(
        R"({"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":5, "odd":1.50,)" +
        kCost + R"(}, "context_management":null,"metadata":{"mode":"auto"}})");
    QTest::newRow("a stream") << kStart + kText + kEnd + kStop << kStart + kText + end + kStop;
    QTest::newRow("pings, comments and events yet to be invented")
        << kStart + ": hello\n" + sse(R"({"type": "ping"})") + sse(R"({"type":"weather","index":9})") + kEnd + kStop
        << kStart + ": hello\n" + sse(R"({"type": "ping"})") + sse(R"({"type":"weather","index":9})") + end + kStop;
    QTest::newRow("a terminator of another dialect") << kStart + kText + kEnd + kStop + "data: [DONE]\n\n"
                                                     << kStart + kText + end + kStop;
    QTest::newRow("two ends") << kStart + kEnd + kEnd + kStop << kStart + kEnd + end + kStop;
    QTest::newRow("the last blank line missing") << kStart + kEnd + kStop.chopped(1) << kStart + end + kStop;
    QTest::newRow("the provider's own cost and metadata")
        << kStart +
               sse(R"({"type":"message_delta","delta":{},"usage":{"cost":9,"output_tokens":5,"cost_details":{"a":1}},"metadata":{"a":1,"mode":"b"}})") +
               kStop
        << kStart +
               sse(R"({"type":"message_delta","delta":{},"usage":{"output_tokens":5,)" + kCost +
                   R"(},"metadata":{"a":1,"mode":"auto"}})") +
               kStop;
}

void TestAnthropicPass::relaysAtEverySplit() {
    QFETCH(QByteArray, stream);
    QFETCH(QByteArray, client);
    const std::string text = stream.toStdString();
    const auto difference = splitDifference(text, [](const Pieces& pieces) { return relay(pieces); });
    QVERIFY2(!difference, difference ? difference->constData() : "");
    const Relayed relayed = relay(Pieces(text, {}));
    QVERIFY(!relayed.error);
    QVERIFY(relayed.ended);
    QCOMPARE(bytes(relayed.client), client);
}

void TestAnthropicPass::holdsTheEndBack() {
    const auto relay = pass().newRelay({});
    std::string client;
    relay->feed(QByteArray(kStart + kText + kEnd + sse(R"({"type":"ping"})") + kStop).toStdString(), client);
    QCOMPARE(bytes(client), QByteArray(kStart + kText + sse(R"({"type":"ping"})")));
    QVERIFY(relay->observation().ended);
    AnswerAdditions none;
    none.estimatedUsage.emplace();
    relay->finish(none, client);
    QVERIFY(bytes(client).contains(R"("odd":1.50,"cost":null}, "context_management":null})"));
}

void TestAnthropicPass::observesWhatPasses() {
    const auto relay = pass().newRelay({});
    std::string client;
    relay->feed(kStart.toStdString(), client);
    QVERIFY(!relay->observation().sawContent);
    relay->feed(QByteArray(kText + kEnd + kStop).toStdString(), client);
    const Observation& seen = relay->observation();
    QVERIFY(seen.sawContent);
    QCOMPARE(seen.contentBytes, std::int64_t{3});
    QCOMPARE(bytes(seen.answerId + seen.model + seen.nativeFinish), QByteArray("msg_1claude-xend_turn"));
    QVERIFY(seen.finish == FinishReason::Stop);
    QCOMPARE(inWords(*seen.usage), QByteArray("prompt 15 cached 5 completion 5"));
}

void TestAnthropicPass::failsAsTheDecoderDoes_data() {
    QTest::addColumn<QByteArray>("stream");
    QTest::newRow("an error in the middle")
        << kStart + kText + sse(R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})");
    QTest::newRow("cut") << kStart + kText;
    QTest::newRow("cut before message_stop") << kStart + kEnd;
    QTest::newRow("nothing") << QByteArray("\n");
    QTest::newRow("no JSON") << kStart + "data: {\"type\":\n\n";
    QTest::newRow("a document that is an error")
        << QByteArray(R"({"type":"error","error":{"type":"api_error","message":"Oh"}})");
}

void TestAnthropicPass::failsAsTheDecoderDoes() {
    QFETCH(QByteArray, stream);
    const std::string text = stream.toStdString();
    const auto difference = splitDifference(text, [](const Pieces& pieces) { return relay(pieces); });
    QVERIFY2(!difference, difference ? difference->constData() : "");
    std::optional<Error> error;
    collect(decodeStream(*newAnthropicProviderCodec(), Pieces(text, {})), &error);
    const Relayed relayed = relay(Pieces(text, {}));
    QVERIFY(relayed.error.has_value());
    QCOMPARE(inWords(*relayed.error), inWords(*error));
    std::string client;
    pass().newRelay({})->fail(*error, 502, client);
    QVERIFY(bytes(client).startsWith("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\""));
}

void TestAnthropicPass::tellsADocumentAsAStream() {
    const std::string body =
        R"({"id":"msg_1","model":"claude-x","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn","usage":{"input_tokens":10,"output_tokens":5}})";
    const auto again = decodeStream(*newAnthropicProviderCodec(), Pieces(relay(Pieces(body, {})).client, {}));
    QCOMPARE(bytes(meaningOf(collect(again)).text), QByteArray("Hi"));
}

void TestAnthropicPass::passesAWholeAnswer() {
    auto passed = pass().readAnswer(R"({"id":"msg_1","type":"message","model":"claude-x","odd":[1.5],"content":[
        {"type":"text","text":"Hé"},{"type":"tool_use","id":"t","name":"f","input":{"a":1}}],"stop_reason":"tool_use",
        "usage":{"input_tokens":10,"output_tokens":5,"service_tier":"standard","odd":2}})");
    QVERIFY(passed.has_value());
    const Observation& seen = passed->observation;
    QVERIFY(seen.ended && seen.sawContent && seen.finish == FinishReason::ToolCalls);
    QCOMPARE(seen.contentBytes, std::int64_t{10});
    QCOMPARE(bytes(seen.serviceTier + seen.answerId), QByteArray("standardmsg_1"));
    QCOMPARE(inWords(*seen.usage), QByteArray("prompt 10 completion 5"));
    const std::string out = pass().finishAnswer(*passed, additions());
    QVERIFY(bytes(out).endsWith(QByteArray(",\"odd\":2," + kCost + "}}")));
    const json::object document = parseJson(out)->as_object();
    COMPARE_SHAPE(document.at("metadata"), R"({"mode":"auto"})");
    COMPARE_SHAPE(document.at("odd"), "[1.5]");
}

void TestAnthropicPass::refusesWhatIsNoAnswer() {
    QVERIFY(pass().readAnswer("<html>").error().kind == ErrorKind::Upstream);
    const auto error = pass().readAnswer(R"({"error":{"type":"overloaded_error","message":"Overloaded"}})");
    QCOMPARE(error.error().upstreamStatus, 529);
}

void TestAnthropicPass::countsTokens() {
    const auto request = newAnthropicIngressCodec()->decodeRequest(*parseJson(
        R"({"model":"m","system":"Be brief","max_tokens":7,"temperature":0.5,"stream":true,"stop_sequences":["a"],
        "messages":[{"role":"user","content":"Hi"}],"tools":[{"name":"f","input_schema":{"type":"object","properties":{}}}],
        "tool_choice":{"type":"auto"},"metadata":{"user_id":"u"}})"));
    const auto encoded = encodeAnthropicCountTokens(*request, target());
    QCOMPARE(bytes(encoded->path), QByteArray("/v1/messages/count_tokens"));
    COMPARE_SHAPE(*parseJson(encoded->body), R"({"model":"claude-x","system":[{"type":"text","text":"Be brief"}],
        "messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}],
        "tools":[{"name":"f","input_schema":{"type":"object","properties":{}}}],"tool_choice":{"type":"auto"}})");
    QCOMPARE(bytes(encodeAnthropicTokenCount(12)), QByteArray(R"({"input_tokens":12})"));
}

void TestAnthropicPass::passesTheCounting() {
    const auto encoded = passThroughAnthropicCountTokens(
        R"({"max_tokens":9, "model":"m","messages":[{"role":"user","content":"Hi"}],"stream":true,"odd":1})", target());
    QCOMPARE(bytes(encoded->path), QByteArray("/v1/messages/count_tokens"));
    QCOMPARE(bytes(encoded->body),
             QByteArray(R"({"model":"claude-x","messages":[{"role":"user","content":"Hi"}],"odd":1})"));
}

void TestAnthropicPass::readsCounts_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<qlonglong>("tokens");
    QTest::newRow("a count") << QByteArray(R"({"input_tokens":12,"context_management":null})") << 12LL;
    QTest::newRow("none") << QByteArray(R"({"tokens":12})") << -1LL;
    QTest::newRow("less than none") << QByteArray(R"({"input_tokens":-1})") << -1LL;
    QTest::newRow("an error") << QByteArray(R"({"error":{"type":"api_error","message":"Oh"}})") << -1LL;
    QTest::newRow("no JSON") << QByteArray("12") << -1LL;
}

void TestAnthropicPass::readsCounts() {
    QFETCH(QByteArray, body);
    QFETCH(qlonglong, tokens);
    const auto count = decodeAnthropicCountTokens(body.toStdString());
    QCOMPARE(count ? static_cast<qlonglong>(*count) : -1LL, tokens);
}

QTEST_GUILESS_MAIN(TestAnthropicPass)
#include "tst_anthropicpass.moc"
