// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Responses streams and whole answers → canonical form. Fixtures of our own, after the reference.
#include "app/dialects/openairesponses.h"
#include "translation.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

class TestResponsesAnswer : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void readsStreamsAtEverySplit_data();
    void readsStreamsAtEverySplit();
    void readsWholeAnswers_data();
    void readsWholeAnswers();
    void refusesWhatIsNoAnswer_data();
    void refusesWhatIsNoAnswer();
    void survivesOddEvents_data();
    void survivesOddEvents();
    void countsTokens_data();
    void countsTokens();
};

namespace {

std::unique_ptr<ProviderCodec> codec(const char* provider = "openai") {
    return newResponsesProviderCodec(responsesQuirks(provider));
}

QByteArray sent(const QByteArray& type, const QByteArray& rest) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + rest + "}\n\n";
}
QByteArray item(const QByteArray& what, int index, const QByteArray& content) {
    return sent("response.output_item." + what,
                R"("output_index":)" + QByteArray::number(index) + R"(,"item":{)" + content + "}");
}
QByteArray delta(const QByteArray& type, int index, const QByteArray& text, const QByteArray& rest = {}) {
    return sent("response." + type + ".delta",
                R"("output_index":)" + QByteArray::number(index) + R"(,"delta":")" + text + "\"" + rest);
}
const QByteArray kBegin = sent("response.created", R"("response":{"id":"resp_1","model":"m","created_at":5})");
const QByteArray kUsage =
    R"("usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":4},"output_tokens":7,"output_tokens_details":{"reasoning_tokens":3},"total_tokens":16})";
QByteArray done(const QByteArray& status = "completed", const QByteArray& rest = {}) {
    return sent("response." + status,
                R"("response":{"id":"resp_1","model":"m","status":")" + status + "\"," + rest + kUsage + "}");
}
const QByteArray kStart = "start resp_1 m";
const QByteArray kCounted = "usage prompt 9 cached 4 completion 7 reasoning 3";

} // namespace

void TestResponsesAnswer::readsStreamsAtEverySplit_data() {
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArrayList>("events");
    using L = QByteArrayList;
    const QByteArray message = item("added", 0, R"("type":"message","id":"msg_1","content":[])");
    const QByteArray hi = delta("output_text", 0, "Hé") + delta("output_text", 0, " 你");
    const QByteArray messageDone =
        item("done", 0, R"("type":"message","content":[{"type":"output_text","text":"Hé 你","annotations":[]}])");
    const L stop{kCounted, "finish stop (completed)", "end"};

    QTest::newRow("text") << kBegin + message + hi + messageDone + done() << L{kStart, "text Hé", "text  你"} + stop;
    QTest::newRow("text that comes only when its item is done")
        << kBegin + message + messageDone + done() << L{kStart, "text Hé 你"} + stop;
    QTest::newRow("items only in the last event")
        << kBegin + done("completed", R"("output":[{"type":"message","content":[{"type":"output_text","text":"x"}]}],)")
        << L{kStart, "text x"} + stop;
    QTest::newRow("refusal") << kBegin + message + delta("refusal", 0, "no") +
                                    item("done", 0,
                                         R"("type":"message","content":[{"type":"refusal","refusal":"no"}])") +
                                    done()
                             << L{kStart, "refusal no"} + stop;
    QTest::newRow("citation in an event, and again in the item")
        << kBegin + message + hi +
               sent(
                   "response.output_text.annotation.added",
                   R"("output_index":0,"annotation":{"type":"url_citation","start_index":0,"end_index":2,"url":"https://a","title":"A"})") +
               item(
                   "done", 0,
                   R"("type":"message","content":[{"type":"output_text","text":"Hé 你","annotations":[{"type":"url_citation","start_index":0,"end_index":2,"url":"https://a","title":"A"}]}])") +
               done()
        << L{kStart, "text Hé", "text  你",
             R"(citation {"start_index":0,"end_index":2,"url":"https://a","title":"A"})"} +
               stop;
    QTest::newRow("citation in the item only; a file is none")
        << kBegin + message + hi +
               item(
                   "done", 0,
                   R"("type":"message","content":[{"type":"output_text","text":"Hé 你","annotations":[{"type":"file_citation","file_id":"f","index":1},{"type":"url_citation","start_index":0,"end_index":2,"url":"https://a","title":"A"}]}])") +
               done()
        << L{kStart, "text Hé", "text  你",
             R"(citation {"start_index":0,"end_index":2,"url":"https://a","title":"A"})"} +
               stop;
    QTest::newRow("logprobs")
        << kBegin + message +
               delta("output_text", 0, "a",
                     R"(,"logprobs":[{"token":"a","logprob":-1,"bytes":[97],"top_logprobs":[]}])") +
               done()
        << L{kStart, "text a", R"(logprobs {"content":[{"token":"a","logprob":-1,"bytes":[97],"top_logprobs":[]}]})"} +
               stop;
    QTest::newRow("tool calls")
        << kBegin + item("added", 0, R"("type":"function_call","id":"fc_1","call_id":"c1","name":"f","arguments":"")") +
               item("added", 1, R"("type":"custom_tool_call","id":"ctc_1","call_id":"c2","name":"g","input":"")") +
               delta("function_call_arguments", 0, R"({\"a\")") + delta("custom_tool_call_input", 1, "free") +
               delta("function_call_arguments", 0, ":1}") +
               item("done", 0,
                    R"("type":"function_call","id":"fc_1","call_id":"c1","name":"f","arguments":"{\"a\":1}")") +
               item("done", 1, R"("type":"custom_tool_call","call_id":"c2","name":"g","input":"free")") + done()
        << L{kStart,
             "call 0 c1 f",
             "call 1 c2 g",
             "arguments 0 {\"a\"",
             "arguments 1 free",
             "arguments 0 :1}",
             kCounted,
             "finish tool_calls (completed)",
             "end"};
    QTest::newRow("arguments only when the call is done")
        << kBegin + item("done", 0, R"("type":"function_call","call_id":"c1","name":"f","arguments":"{}")") + done()
        << L{kStart, "call 0 c1 f", "arguments 0 {}", kCounted, "finish tool_calls (completed)", "end"};
    QTest::newRow("reasoning: a blank line between its parts, then the encrypted content")
        << kBegin + item("added", 0, R"("type":"reasoning","id":"rs_1","summary":[])") +
               delta("reasoning_summary_text", 0, "one", R"(,"summary_index":0)") +
               delta("reasoning_summary_text", 0, ".", R"(,"summary_index":0)") +
               delta("reasoning_summary_text", 0, "two", R"(,"summary_index":1)") +
               item(
                   "done", 0,
                   R"("type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"one."},{"type":"summary_text","text":"two"}],"encrypted_content":"E==")") +
               done()
        << L{kStart, "reasoning one", "reasoning .", "reasoning \n\ntwo",
             "detail openai-responses-v1 signature=E== redacted="} +
               stop;
    QTest::newRow("reasoning as text; its summary says it no second time")
        << kBegin + item("added", 0, R"("type":"reasoning","id":"rs_1","summary":[])") +
               delta("reasoning_text", 0, "raw", R"(,"content_index":0)") +
               delta("reasoning_summary_text", 0, "short", R"(,"summary_index":0)") +
               item(
                   "done", 0,
                   R"("type":"reasoning","id":"rs_1","summary":[],"content":[{"type":"reasoning_text","text":"raw"}])") +
               done()
        << L{kStart, "reasoning raw"} + stop;
    QTest::newRow("a picture, and searches that cost")
        << kBegin + item("done", 0, R"("type":"web_search_call","action":{"type":"search","query":"q"})") +
               item("done", 1, R"("type":"web_search_call","action":{"type":"open_page","url":"https://a"})") +
               item("done", 2, R"("type":"image_generation_call","result":"AAAA","output_format":"webp")") + done()
        << L{kStart, "media image/webp AAAA", kCounted + " images 1 searches 1", "finish stop (completed)", "end"};
    QTest::newRow("cut by the limit")
        << kBegin + message + hi + done("incomplete", R"("incomplete_details":{"reason":"max_output_tokens"},)")
        << L{kStart, "text Hé", "text  你", kCounted, "finish length (max_output_tokens)", "end"};
    QTest::newRow("cut by the filter") << kBegin +
                                              done("incomplete", R"("incomplete_details":{"reason":"content_filter"},)")
                                       << L{kStart, kCounted, "finish content_filter (content_filter)", "end"};
    QTest::newRow("failed") << kBegin +
                                   done("failed", R"("error":{"code":"rate_limit_exceeded","message":"slow down"},)")
                            << L{kStart, "error rate_limit_exceeded 429 rate_limit_exceeded: slow down"};
    QTest::newRow("error event") << kBegin + sent("error", R"("code":"server_error","message":"oops","param":null)")
                                 << L{kStart, "error upstream_error 0 server_error: oops"};
    QTest::newRow("error event with the error inside")
        << sent("error", R"("error":{"type":"invalid_request_error","code":"bad","message":"oops"})")
        << L{"error upstream_rejected 400 bad: oops"};
    QTest::newRow("broken off") << kBegin + message + hi
                                << L{kStart, "text Hé", "text  你",
                                     "error upstream_error 0 : The provider's answer was cut off before its end."};
    QTest::newRow("no event") << QByteArray(": hello\n\n")
                              << L{"error upstream_error 0 : The provider's answer was cut off before its end."};
    QTest::newRow("[DONE] behind, comments between")
        << kBegin + ": OPENROUTER PROCESSING\n\n" + message + hi + messageDone + done() + "data: [DONE]\n\n"
        << L{kStart, "text Hé", "text  你"} + stop;
    QTest::newRow("a plain document instead of a stream")
        << QByteArray(
               R"( {"id":"resp_1","model":"m","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"x"}]}],)") +
               kUsage + "}"
        << L{kStart, "text x", "finish stop (completed)", kCounted, "end"};
    QTest::newRow("a plain error instead of a stream")
        << QByteArray(R"({"error":{"message":"no","type":"invalid_request_error","code":"x"}})")
        << L{"error upstream_rejected 400 x: no"};
}

void TestResponsesAnswer::readsStreamsAtEverySplit() {
    QFETCH(QByteArray, stream);
    QFETCH(QByteArrayList, events);
    QCOMPARE(decodeAtEverySplit(*codec(), stream.toStdString()), events);
}

void TestResponsesAnswer::readsWholeAnswers_data() {
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QByteArray>("provider");
    QTest::addColumn<QByteArrayList>("events");
    using L = QByteArrayList;
    QTest::newRow("text, call, reasoning")
        << QByteArray(
               R"([{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"t"}],"encrypted_content":"E"},{"type":"message","content":[{"type":"output_text","text":"a"},{"type":"output_text","text":"b"}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}])")
        << QByteArray("xai")
        << L{kStart,
             "reasoning t",
             "detail xai-responses-v1 signature=E redacted=",
             "text ab",
             "call 0 c f",
             "arguments 0 {}",
             "finish tool_calls (completed)",
             "end"};
    QTest::newRow("OpenRouter names the maker")
        << QByteArray(R"([{"type":"reasoning","summary":[],"encrypted_content":"E","format":"google-gemini-v1"}])")
        << QByteArray("openrouter")
        << L{kStart, "detail google-gemini-v1 signature=E redacted=", "finish stop (completed)", "end"};
    QTest::newRow("nothing") << QByteArray("[]") << QByteArray("openai") << L{kStart, "finish stop (completed)", "end"};
}

void TestResponsesAnswer::readsWholeAnswers() {
    QFETCH(QByteArray, output);
    QFETCH(QByteArray, provider);
    QFETCH(QByteArrayList, events);
    const QByteArray body =
        R"({"id":"resp_1","model":"m","status":"completed","service_tier":"flex","output":)" + output + "}";
    const auto answer = codec(provider.constData())->decodeAnswer(body.toStdString());
    QVERIFY2(answer, answer ? "" : answer.error().message.c_str());
    QCOMPARE(inWords(toEvents(*answer)), events);
    QCOMPARE(bytes(answer->serviceTier), QByteArray("flex"));
}

void TestResponsesAnswer::refusesWhatIsNoAnswer_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("no JSON") << QByteArray("<html>")
                             << QByteArray("error upstream_error 0 : the provider's answer is not a JSON object");
    QTest::newRow("a chat completion")
        << QByteArray(R"({"choices":[]})")
        << QByteArray("error upstream_error 0 : the provider's answer is not a response: it has no output");
    QTest::newRow("failed")
        << QByteArray(R"({"status":"failed","output":[],"error":{"code":"server_error","message":"oops"}})")
        << QByteArray("error upstream_error 0 server_error: oops");
    QTest::newRow("canceled without a word")
        << QByteArray(R"({"status":"cancelled","output":[]})")
        << QByteArray("error upstream_error 0 : the provider says that the response is 'cancelled' and no more");
    QTest::newRow("not done") << QByteArray(R"({"status":"queued","output":[]})")
                              << QByteArray(
                                     "error upstream_error 0 : the provider answered before the response was done");
}

void TestResponsesAnswer::refusesWhatIsNoAnswer() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, error);
    const auto answer = codec()->decodeAnswer(body.toStdString());
    QVERIFY(!answer);
    QCOMPARE(inWords(answer.error()), error);
}

void TestResponsesAnswer::survivesOddEvents_data() {
    QTest::addColumn<QByteArray>("odd");
    QTest::newRow("no type") << QByteArray("data: {}\n\n");
    QTest::newRow("item is null") << sent("response.output_item.done", R"("item":null)");
    QTest::newRow("index is huge") << sent("response.output_text.delta", R"("output_index":1e300,"delta":"")");
    QTest::newRow("index is negative") << sent("response.output_text.delta", R"("output_index":-5,"delta":"")");
    QTest::newRow("arguments of no call") << delta("function_call_arguments", 3, "{}");
    QTest::newRow("content of no list") << item("done", 0, R"("type":"message","content":7)");
    QTest::newRow("parts are no objects") << item("done", 0, R"("type":"message","content":[1,null,"x"])");
    QTest::newRow("call without name") << item("done", 0, R"("type":"function_call","arguments":"{}")");
    QTest::newRow("annotation is text") << sent("response.output_text.annotation.added", R"("annotation":"x")");
    QTest::newRow("unknown item") << item("done", 0, R"("type":"telepathy")");
    QTest::newRow("unknown event") << sent("response.telepathy.delta", R"("delta":"x")");
}

void TestResponsesAnswer::survivesOddEvents() {
    QFETCH(QByteArray, odd);
    const QByteArray stream = kBegin + odd + done();
    QCOMPARE(decodeAtEverySplit(*codec(), stream.toStdString()),
             (QByteArrayList{kStart, kCounted, "finish stop (completed)", "end"}));
}

void TestResponsesAnswer::countsTokens_data() {
    QTest::addColumn<QByteArray>("usage");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("OpenRouter states the cost")
        << QByteArray(R"({"input_tokens":10,"output_tokens":2,"total_tokens":12,"cost":0.00123,"is_byok":false})")
        << QByteArray("usage prompt 10 completion 2 cost 1230000");
    QTest::newRow("xAI states ticks")
        << QByteArray(R"({"input_tokens":10,"output_tokens":2,"total_tokens":12,"cost_in_usd_ticks":5884000})")
        << QByteArray("usage prompt 10 completion 2 cost 588400");
    QTest::newRow("written to the cache")
        << QByteArray(
               R"({"input_tokens":10,"input_tokens_details":{"cached_tokens":1,"cache_write_tokens":3},"output_tokens":2})")
        << QByteArray("usage prompt 10 cached 1 written 3 completion 2");
    QTest::newRow("nonsense") << QByteArray(R"({"input_tokens":"x","output_tokens":-4,"output_tokens_details":[]})")
                              << QByteArray("usage prompt 0 completion 0");
}

void TestResponsesAnswer::countsTokens() {
    QFETCH(QByteArray, usage);
    QFETCH(QByteArray, words);
    const QByteArray body = R"({"status":"completed","output":[],"usage":)" + usage + "}";
    const auto answer = codec()->decodeAnswer(body.toStdString());
    QVERIFY(answer && answer->usage);
    QCOMPARE(inWords(Event(UsageReport{*answer->usage, answer->statedCost})), words);
}

QTEST_APPLESS_MAIN(TestResponsesAnswer)
#include "tst_responsesanswer.moc"
