// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Gemini's answers, streams and errors → canonical form. Fixtures of our own, after the reference.
#include "app/dialects/gemini.h"
#include "app/dialects/openaichat.h"
#include "translation.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

// Declared before the fixtures: older moc takes the quotes of a raw string for those of a plain one.
class TestGeminiAnswer : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void readsStreamsAtEverySplit_data();
    void readsStreamsAtEverySplit();
    void mapsFinishReasons_data();
    void mapsFinishReasons();
    void readsAWholeAnswer();
    void keepsMadeIdsShort();
    void countsTokens_data();
    void countsTokens();
    void refusesWhatIsNoAnswer_data();
    void refusesWhatIsNoAnswer();
    void readsErrors_data();
    void readsErrors();
    void readsHowLongToWait_data();
    void readsHowLongToWait();
    void boundsAnEndlessObject();
};

namespace {

const ProviderCodec& codec() {
    static const std::unique_ptr<ProviderCodec> instance = newGeminiProviderCodec();
    return *instance;
}

// A response with the parts, and what stands beside them in the candidate and beside the candidates.
QByteArray response(const QByteArray& parts, const QByteArray& candidateRest = {}, const QByteArray& rest = {}) {
    return R"({"candidates":[{"content":{"role":"model","parts":[)" + parts + R"(]})" + candidateRest +
           R"(}],"modelVersion":"gemini-x","responseId":"r1")" + rest + "}";
}
QByteArray sse(const QByteArray& data) {
    return "data: " + data + "\r\n\r\n";
}
QByteArray used(const QByteArray& counts) {
    return R"(,"usageMetadata":{)" + counts + "}";
}
const QByteArray kStop = R"(,"finishReason":"STOP")";
const QByteArray kStart = "start r1 gemini-x";
const QByteArray kCut = "error upstream_error 0 : The provider's answer was cut off before its end.";

} // namespace

void TestGeminiAnswer::readsStreamsAtEverySplit_data() {
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArrayList>("events");
    using L = QByteArrayList;
    const QByteArray hel = R"({"text":"Hé"})";
    const QByteArray lo = R"({"text":"llo"})";
    const QByteArray call =
        R"({"functionCall":{"name":"weather","args":{"city":"Rome","days":210.5}},"thoughtSignature":"sig"})";

    QTest::newRow("text, cumulative usage")
        << sse(response(hel, {}, used(R"("promptTokenCount":6,"candidatesTokenCount":2)"))) +
               sse(response(lo, kStop, used(R"("promptTokenCount":6,"candidatesTokenCount":5)")))
        << L{kStart,
             "text Hé",
             "usage prompt 6 completion 2",
             "text llo",
             "finish stop (STOP)",
             "usage prompt 6 completion 5",
             "end"};
    QTest::newRow("line feeds") << QByteArray(sse(response(hel)) + sse(response(lo, kStop))).replace("\r", "")
                                << L{kStart, "text Hé", "text llo", "finish stop (STOP)", "end"};
    QTest::newRow("the last blank line missing")
        << sse(response(hel, kStop)).chopped(2) << L{kStart, "text Hé", "finish stop (STOP)", "end"};
    QTest::newRow("usage after the finish reason")
        << sse(response(hel, kStop)) + sse(R"({"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":2}})")
        << L{kStart, "text Hé", "finish stop (STOP)", "usage prompt 1 completion 2", "end"};
    QTest::newRow("Vertex: a traffic type is no usage")
        << sse(response(hel, kStop, used(R"("trafficType":"ON_DEMAND")")))
        << L{kStart, "text Hé", "finish stop (STOP)", "end"};
    QTest::newRow("thoughts and a signed text")
        << sse(response(R"({"text":"hm","thought":true},{"text":"Yes","thoughtSignature":"sig"})", kStop))
        << L{kStart,
             "reasoning hm",
             "text Yes",
             "detail google-gemini-v1 signature=sig redacted=",
             "finish stop (STOP)",
             "end"};
    QTest::newRow("a signature on its own")
        << sse(response(hel)) + sse(response(R"({"text":"","thoughtSignature":"sig"})", kStop))
        << L{kStart, "text Hé", "detail google-gemini-v1 signature=sig redacted=", "finish stop (STOP)", "end"};
    QTest::newRow("calls, with and without an id")
        << sse(response(call)) + sse(response(R"({"functionCall":{"id":"own","name":"now"}})", kStop))
        << L{kStart,
             "call 0 call_gemini_r1_0 weather signature=sig",
             R"(arguments 0 {"city":"Rome","days":210.5})",
             "call 1 own now",
             "arguments 1 {}",
             "finish tool_calls (STOP)",
             "end"};
    QTest::newRow("code that Google ran")
        << sse(response(
               R"({"text":"See"},{"executableCode":{"language":"PYTHON","code":"print(1);"}},{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1\n"}})",
               kStop))
        << L{kStart, "text See", "text \n```python\nprint(1);\n```\n", "text ```\n1\n```\n", "finish stop (STOP)",
             "end"};
    QTest::newRow("tools that Google ran")
        << sse(response(
               R"({"toolCall":{"id":"x","toolType":"FILE_SEARCH"},"thoughtSignature":"s1"},{"toolResponse":{"id":"x"},"thoughtSignature":"s2"},{"text":"Found"})",
               kStop))
        << L{kStart, "text Found", "finish stop (STOP)", "end"};
    QTest::newRow("an image")
        << sse(response(
               R"({"inlineData":{"mimeType":"image/png","data":"AAAA"}})", kStop,
               used(
                   R"("promptTokenCount":1,"candidatesTokenCount":1290,"candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":1290}])")))
        << L{kStart, "media image/png AAAA", "finish stop (STOP)",
             "usage prompt 1 completion 1290 completionImage 1290 images 1", "end"};
    QTest::newRow("two alternatives")
        << sse(QByteArray(
               R"({"candidates":[{"index":0,"content":{"parts":[{"text":"a"}]}},{"index":1,"content":{"parts":[{"text":"b"},{"functionCall":{"name":"now","args":{}}}]},"finishReason":"STOP"}],"modelVersion":"gemini-x","responseId":"r1"})")) +
               sse(QByteArray(R"({"candidates":[{"index":0,"finishReason":"MAX_TOKENS"}]})"))
        << L{kStart,
             "text a",
             "[1] text b",
             "[1] call 0 call_gemini_r1_1_0 now",
             "[1] arguments 0 {}",
             "[1] finish tool_calls (STOP)",
             "finish length (MAX_TOKENS)",
             "end"};
    QTest::newRow("one alternative cut")
        << sse(QByteArray(
               R"({"candidates":[{"index":0,"content":{"parts":[{"text":"a"}]}},{"index":1,"finishReason":"STOP"}],"modelVersion":"gemini-x","responseId":"r1"})"))
        << L{kStart, "text a", "[1] finish stop (STOP)", kCut};
    QTest::newRow("no parts")
        << sse(QByteArray(
               R"({"candidates":[{"content":{"role":"model"},"finishReason":"MAX_TOKENS"}],"modelVersion":"gemini-x","responseId":"r1"})"))
        << L{kStart, "finish length (MAX_TOKENS)", "end"};
    QTest::newRow("grounding, counted in bytes, repeated")
        << sse(response(R"({"text":"Né in 1993."})")) +
               sse(response(
                   {},
                   R"(,"groundingMetadata":{"webSearchQueries":["q1","q2"],"groundingChunks":[{"web":{"uri":"https://a.example","title":"A"}},{"retrievedContext":{"text":"no address"}}],"groundingSupports":[{"segment":{"startIndex":4,"endIndex":11},"groundingChunkIndices":[0,1,7]}]})" +
                       kStop,
                   used(R"("promptTokenCount":1)"))) +
               sse(response(
                   {},
                   R"(,"groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://a.example","title":"A"}}],"groundingSupports":[{"segment":{"startIndex":4,"endIndex":11},"groundingChunkIndices":[0]}]})"))
        << L{kStart,
             "text Né in 1993.",
             R"(citation {"start_index":3,"end_index":10,"url":"https://a.example","title":"A"})",
             "finish stop (STOP)",
             "usage prompt 1 completion 0 searches 1",
             "end"};
    QTest::newRow("grounding without places")
        << sse(response(
               hel,
               R"(,"groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://a.example","title":"A"}}]})" + kStop))
        << L{kStart, "text Hé", R"(citation {"start_index":0,"end_index":2,"url":"https://a.example","title":"A"})",
             "finish stop (STOP)", "end"};
    QTest::newRow("a blocked prompt")
        << sse(QByteArray(
               R"({"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":4},"modelVersion":"gemini-x","responseId":"r1"})"))
        << L{kStart, "usage prompt 4 completion 0", "finish content_filter (SAFETY)", "end"};
    QTest::newRow("a call the model could not write")
        << sse(response({}, R"(,"finishReason":"MALFORMED_FUNCTION_CALL","finishMessage":"Malformed")"))
        << L{kStart, "error upstream_error 200 MALFORMED_FUNCTION_CALL: Gemini gave no answer "
                     "(MALFORMED_FUNCTION_CALL): Malformed"};
    QTest::newRow("an error in the middle")
        << sse(response(hel)) + sse(R"({"error":{"code":503,"message":"Overloaded","status":"UNAVAILABLE"}})") +
               sse(response(lo, kStop))
        << L{kStart, "text Hé", "error upstream_error 503 UNAVAILABLE: Overloaded"};
    QTest::newRow("cut") << sse(response(hel)) << L{kStart, "text Hé", kCut};
    QTest::newRow("cut within an event") << sse(response(hel)) + "data: {\"candidates\":[{"
                                         << L{kStart, "text Hé",
                                              "error upstream_error 0 : The provider sent an event that is not JSON."};
    QTest::newRow("nothing at all") << QByteArray("\r\n") << L{kCut};
    QTest::newRow("garbage") << QByteArray("data: oops\n\n")
                             << L{"error upstream_error 0 : The provider sent an event that is not JSON."};

    // Without alt=sse: one array, element by element.
    QTest::newRow("an array") << "[" + response(hel) + "\n,\r\n" + response(R"({"text":"} \" ] {"})", kStop) + "\n]\n"
                              << L{kStart, "text Hé", "text } \" ] {", "finish stop (STOP)", "end"};
    QTest::newRow("an array, cut between elements") << "[" + response(hel) + "," << L{kStart, "text Hé", kCut};
    QTest::newRow("an array, cut within an element")
        << "[" + response(hel) + "," + response(lo, kStop).chopped(5) << L{kStart, "text Hé", kCut};
    QTest::newRow("an array, the bracket missing at its end")
        << "[" + response(hel, kStop) << L{kStart, "text Hé", "finish stop (STOP)", "end"};
    QTest::newRow("an array with something else in it")
        << "[" + response(hel) + ", oops]"
        << L{kStart, "text Hé", "error upstream_error 0 : The provider sent something that is not JSON."};
    QTest::newRow("an error in an array")
        << QByteArray(
               "[{\n \"error\": {\"code\": 429, \"message\": \"Slow\", \"status\": \"RESOURCE_EXHAUSTED\"}\n}\n]")
        << L{"error rate_limit_exceeded 429 RESOURCE_EXHAUSTED: Slow"};
    QTest::newRow("an error as plain JSON")
        << QByteArray("{\n \"error\": {\"code\": 400, \"message\": \"Bad\", \"status\": \"INVALID_ARGUMENT\"}\n}\n")
        << L{"error upstream_rejected 400 INVALID_ARGUMENT: Bad"};
}

void TestGeminiAnswer::readsStreamsAtEverySplit() {
    QFETCH(QByteArray, stream);
    QFETCH(QByteArrayList, events);
    QCOMPARE(decodeAtEverySplit(codec(), stream.toStdString()).join('\n'), events.join('\n'));
}

void TestGeminiAnswer::mapsFinishReasons_data() {
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<QByteArray>("finish");
    for (const char* filter :
         {"SAFETY", "RECITATION", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "IMAGE_SAFETY", "LANGUAGE"})
        QTest::newRow(filter) << QByteArray('"' + QByteArray(filter) + '"')
                              << QByteArray(QByteArray("content_filter (") + filter + ")");
    QTest::newRow("stop") << QByteArray("\"STOP\"") << QByteArray("stop (STOP)");
    QTest::newRow("length") << QByteArray("\"MAX_TOKENS\"") << QByteArray("length (MAX_TOKENS)");
    QTest::newRow("1") << QByteArray("1") << QByteArray("stop (STOP)");
    QTest::newRow("2") << QByteArray("2") << QByteArray("length (MAX_TOKENS)");
    QTest::newRow("3") << QByteArray("3") << QByteArray("content_filter (SAFETY)");
    QTest::newRow("8") << QByteArray("8") << QByteArray("content_filter (SPII)");
    QTest::newRow("a number yet to be invented") << QByteArray("77") << QByteArray("stop (FINISH_REASON_77)");
    QTest::newRow("a word yet to be invented") << QByteArray("\"BORED\"") << QByteArray("stop (BORED)");
    QTest::newRow("none in a whole answer") << QByteArray("\"FINISH_REASON_UNSPECIFIED\"") << QByteArray("stop (STOP)");
}

void TestGeminiAnswer::mapsFinishReasons() {
    QFETCH(QByteArray, reason);
    QFETCH(QByteArray, finish);
    const auto answer = codec().decodeAnswer(response(R"({"text":"a"})", R"(,"finishReason":)" + reason).toStdString());
    QVERIFY(answer.has_value());
    const Choice& choice = answer->choices.at(0);
    QCOMPARE(QByteArray(QByteArray(toString(choice.finish)) + " (" + bytes(choice.nativeFinish) + ")"), finish);
}

void TestGeminiAnswer::readsAWholeAnswer() {
    const auto answer = codec().decodeAnswer(R"({"candidates":[{"content":{"role":"model","parts":[
        {"text":"hm","thought":true},{"text":"It is "},{"text":"sunny"},
        {"functionCall":{"name":"weather","args":{"city":"Rome"}},"thoughtSignature":"sig"}]},"finishReason":"STOP",
        "groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://a.example","title":"A"}}],
            "groundingSupports":[{"segment":{"partIndex":2,"startIndex":0,"endIndex":5},"groundingChunkIndices":[0]}]},
        "logprobsResult":{"chosenCandidates":[{"token":"é","logProbability":-0.5}],
            "topCandidates":[{"candidates":[{"token":"é","logProbability":-0.5},{"token":"e","logProbability":-1.5}]}]}}],
        "usageMetadata":{"promptTokenCount":10,"cachedContentTokenCount":4,"candidatesTokenCount":5,"thoughtsTokenCount":3},
        "modelVersion":"gemini-x","responseId":"r1"})");
    QVERIFY(answer.has_value());
    QCOMPARE(
        inWords(toEvents(*answer)).join('\n'),
        (QByteArrayList{
             kStart, "reasoning hm", "text It is sunny", "call 0 call_gemini_r1_0 weather signature=sig",
             R"(arguments 0 {"city":"Rome"})",
             R"(citation {"start_index":6,"end_index":11,"url":"https://a.example","title":"A"})",
             R"(logprobs {"content":[{"token":"é","logprob":-0.5,"bytes":[195,169],"top_logprobs":[{"token":"é","logprob":-0.5,"bytes":[195,169]},{"token":"e","logprob":-1.5,"bytes":[101]}]}]})",
             "finish tool_calls (STOP)", "usage prompt 10 cached 4 completion 8 reasoning 3", "end"})
            .join('\n'));
}

void TestGeminiAnswer::keepsMadeIdsShort() {
    const auto answer = codec().decodeAnswer(
        R"({"candidates":[{"content":{"parts":[{"functionCall":{"name":"f"}}]},"finishReason":"STOP"}],"responseId":"0123456789012345678901234567890123456789"})");
    const auto& call = std::get<ToolCallPart>(answer->choices.at(0).message.parts.at(0).value);
    QVERIFY(call.id.size() <= 40);
    QVERIFY(call.id.starts_with("call_gemini_0123"));
}

void TestGeminiAnswer::countsTokens_data() {
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("counts");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("a tool's prompt belongs to the prompt")
        << QByteArray("gemini-2.5-flash")
        << QByteArray(
               R"("promptTokenCount":9,"toolUsePromptTokenCount":61,"candidatesTokenCount":27,"thoughtsTokenCount":221)")
        << QByteArray("prompt 70 completion 248 reasoning 221 searches 1");
    QTest::newRow("modalities by name")
        << QByteArray("gemini-3-pro")
        << QByteArray(
               R"("promptTokenCount":60,"promptTokensDetails":[{"modality":"TEXT","tokenCount":10},{"modality":"IMAGE","tokenCount":20},{"modality":"AUDIO","tokenCount":30}],"candidatesTokensDetails":[{"modality":"AUDIO","tokenCount":7}],"candidatesTokenCount":7)")
        << QByteArray("prompt 60 promptImage 20 promptAudio 30 completion 7 completionAudio 7 searches 2");
    QTest::newRow("modalities by number")
        << QByteArray("gemini-2.5-pro")
        << QByteArray(
               R"("promptTokenCount":521,"promptTokensDetails":[{"modality":2,"tokenCount":516},{"modality":1,"tokenCount":5}],"candidatesTokenCount":5)")
        << QByteArray("prompt 521 promptImage 516 completion 5 searches 1");
    QTest::newRow("64-bit counts as text")
        << QByteArray("gemini-2.5-pro") << QByteArray(R"("promptTokenCount":"5","candidatesTokenCount":"6")")
        << QByteArray("prompt 5 completion 6 searches 1");
}

void TestGeminiAnswer::countsTokens() {
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, counts);
    QFETCH(QByteArray, words);
    const QByteArray body =
        R"({"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP","groundingMetadata":{"webSearchQueries":["a","b"]}}],"modelVersion":")" +
        model + R"(","usageMetadata":{)" + counts + "}}";
    QCOMPARE(inWords(*codec().decodeAnswer(body.toStdString())->usage), words);
}

void TestGeminiAnswer::refusesWhatIsNoAnswer_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("nothing") << QByteArray() << 0;
    QTest::newRow("a page") << QByteArray("<html>") << 0;
    QTest::newRow("no candidates") << QByteArray(R"({"usageMetadata":{"promptTokenCount":3}})") << 0;
    QTest::newRow("an empty array") << QByteArray("[]") << 0;
    QTest::newRow("an error in a 200") << QByteArray(
                                              R"({"error":{"code":500,"message":"Internal","status":"INTERNAL"}})")
                                       << 500;
}

void TestGeminiAnswer::refusesWhatIsNoAnswer() {
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    const auto answer = codec().decodeAnswer(body.toStdString());
    QVERIFY(!answer);
    QVERIFY(answer.error().kind == ErrorKind::Upstream);
    QCOMPARE(answer.error().upstreamStatus, status);
}

void TestGeminiAnswer::readsErrors_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("words");
    const auto error = [](const char* status, const char* message, const char* reason) -> QByteArray {
        return R"({"error":{"code":1,"message":")" + QByteArray(message) + R"(","status":")" + status +
               R"(","details":[{"@type":"x"},{"reason":")" + reason + R"("}]}})";
    };
    QTest::newRow("bad request") << 400 << error("INVALID_ARGUMENT", "Bad role", "")
                                 << QByteArray("error upstream_rejected 400 INVALID_ARGUMENT: Bad role");
    QTest::newRow("bad key") << 400 << error("INVALID_ARGUMENT", "API key not valid", "API_KEY_INVALID")
                             << QByteArray("error upstream_key_rejected 400 INVALID_ARGUMENT: API key not valid");
    QTest::newRow("no rights") << 403 << error("PERMISSION_DENIED", "No", "")
                               << QByteArray("error upstream_key_rejected 403 PERMISSION_DENIED: No");
    QTest::newRow("unknown model") << 404 << error("NOT_FOUND", "models/x is not found", "")
                                   << QByteArray("error model_not_found 404 NOT_FOUND: models/x is not found");
    QTest::newRow("unknown thing") << 404 << error("NOT_FOUND", "no such file", "")
                                   << QByteArray("error upstream_rejected 404 NOT_FOUND: no such file");
    QTest::newRow("too often") << 429 << error("RESOURCE_EXHAUSTED", "Slow", "")
                               << QByteArray("error rate_limit_exceeded 429 RESOURCE_EXHAUSTED: Slow");
    QTest::newRow("in an array") << 503 << QByteArray("[" + error("UNAVAILABLE", "Later", "") + "]")
                                 << QByteArray("error upstream_error 503 UNAVAILABLE: Later");
    QTest::newRow("a proxy's page") << 502 << QByteArray("<html>")
                                    << QByteArray("error upstream_error 502 : The provider answered with status 502.");
    QTest::newRow("nothing") << 409 << QByteArray()
                             << QByteArray("error upstream_error 409 : The provider answered with status 409.");
}

void TestGeminiAnswer::readsErrors() {
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, words);
    QCOMPARE(inWords(codec().decodeError(status, body.toStdString())), words);
}

void TestGeminiAnswer::readsHowLongToWait_data() {
    QTest::addColumn<QByteArray>("details");
    QTest::addColumn<int>("milliseconds"); // -1: not said
    const auto row = [](const char* name, const QByteArray& delay, int milliseconds) {
        QTest::newRow(name) << R"([{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[]},)"
                               R"({"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":)" +
                                   delay + "}]"
                            << milliseconds;
    };
    row("whole seconds", R"("27s")", 27'000);
    row("a fraction", R"("3.5s")", 3'500);
    row("nanoseconds, rounded up", R"("47.434392449s")", 47'435);
    row("at once", R"("0s")", 0);
    row("longer than a day", R"("1e99s")", -1);
    row("very long", R"("999999999999s")", 24 * 3600 * 1000);
    row("negative", R"("-3s")", -1);
    row("without a unit", R"("3")", -1);
    row("another unit", R"("3m")", -1);
    row("no text", "3", -1);
    row("empty", R"("")", -1);
    QTest::newRow("no details") << QByteArray("null") << -1;
    QTest::newRow("not the type") << QByteArray(R"([{"@type":"x","retryDelay":"3s"}, 4])") << -1;
}

void TestGeminiAnswer::readsHowLongToWait() {
    QFETCH(QByteArray, details);
    QFETCH(int, milliseconds);
    const auto body = R"({"error":{"code":429,"message":"Slow","status":"RESOURCE_EXHAUSTED","details":)" +
                      details.toStdString() + "}}";
    const auto expected = milliseconds < 0 ? std::nullopt : std::optional(std::chrono::milliseconds(milliseconds));
    QVERIFY(codec().decodeError(429, body).retryAfter == expected);
    QVERIFY(codec().decodeError(429, "[" + body + "]").retryAfter == expected);
    // Google's OpenAI endpoint.
    QVERIFY(newOpenAiProviderCodec()->decodeError(429, "[" + body + "]").retryAfter == expected);
}

void TestGeminiAnswer::boundsAnEndlessObject() {
    const auto decoder = codec().newStreamDecoder();
    std::vector<Event> events;
    decoder->feed("[{\"a\":\"", events);
    const std::string megabyte(std::size_t{1} << 20, 'x');
    for (int i = 0; i < 70 && events.empty(); ++i)
        decoder->feed(megabyte, events);
    QCOMPARE(inWords(events).join('\n'),
             QByteArray("error upstream_error 0 : The provider sent an event that is too large."));
}

QTEST_GUILESS_MAIN(TestGeminiAnswer)
#include "tst_geminianswer.moc"
