// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Answers of Bedrock's Converse and ConverseStream, against the Amazon Bedrock API reference.
#include "app/dialects/bedrockconverse.h"
#include "awsframes.h"
#include "shape.h"

using namespace llmg;
using namespace llmg::tests;
using namespace llmg::dialects;

// Declared before the fixtures: older moc takes the quotes of a raw string for those of a plain one.
class TestBedrockAnswer : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aStreamOfEverything();
    void aWholeAnswer();
    void finishReasons_data();
    void finishReasons();
    void errorsInsideAStream_data();
    void errorsInsideAStream();
    void anErrorMessageOfTheFraming();
    void streamsThatAreNotWhole_data();
    void streamsThatAreNotWhole();
    void errorBodies_data();
    void errorBodies();
    void garbage_data();
    void garbage();
    void oddShapesAreBorne();
};

void TestBedrockAnswer::aStreamOfEverything() {
    const std::string stream =
        eventFrame("messageStart", R"({"role":"assistant","p":"abc"})") +
        eventFrame("contentBlockDelta",
                   R"({"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"Let me think"}}})") +
        eventFrame("contentBlockDelta",
                   R"({"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"c2ln"}}})") +
        eventFrame("contentBlockStop", R"({"contentBlockIndex":0})") +
        eventFrame("contentBlockDelta",
                   R"({"contentBlockIndex":1,"delta":{"reasoningContent":{"redactedContent":"cmVk"}}})") +
        eventFrame("contentBlockStop", R"({"contentBlockIndex":1})") +
        eventFrame("contentBlockDelta", R"({"contentBlockIndex":2,"delta":{"text":"Hi"}})") +
        eventFrame(
            "contentBlockDelta",
            R"({"contentBlockIndex":2,"delta":{"citation":{"title":"T","location":{"web":{"url":"https://a.test"}}}}})") +
        eventFrame("contentBlockStop", R"({"contentBlockIndex":2})") +
        eventFrame("contentBlockStart",
                   R"({"contentBlockIndex":3,"start":{"toolUse":{"toolUseId":"t1","name":"f"}}})") +
        eventFrame("contentBlockDelta", R"({"contentBlockIndex":3,"delta":{"toolUse":{"input":"{\"a\":"}}})") +
        eventFrame("contentBlockDelta", R"({"contentBlockIndex":3,"delta":{"toolUse":{"input":"1}"}}})") +
        eventFrame("contentBlockStop", R"({"contentBlockIndex":3})") +
        eventFrame("contentBlockStart",
                   R"({"contentBlockIndex":4,"start":{"toolUse":{"toolUseId":"t2","name":"g"}}})") +
        eventFrame("contentBlockStop", R"({"contentBlockIndex":4})") + eventFrame("somethingNew", R"({"x":1})") +
        eventFrame("messageStop", R"({"stopReason":"tool_use"})") +
        eventFrame("metadata",
                   R"({"usage":{"inputTokens":10,"outputTokens":5,"cacheReadInputTokens":100,"cacheWriteInputTokens":30,
                           "cacheDetails":[{"ttl":"5m","inputTokens":20},{"ttl":"1h","inputTokens":10}]},
                           "serviceTier":{"type":"flex"},"metrics":{"latencyMs":3}})");
    const auto codec = newBedrockConverseCodec();
    const QByteArrayList expected{"start  ",
                                  "reasoning Let me think",
                                  "detail anthropic-claude-v1 signature=c2ln redacted=",
                                  "detail anthropic-claude-v1 signature= redacted=cmVk",
                                  "text Hi",
                                  R"(citation {"start_index":0,"end_index":2,"url":"https://a.test","title":"T"})",
                                  "call 0 t1 f",
                                  "arguments 0 {\"a\":",
                                  "arguments 0 1}",
                                  "call 1 t2 g",
                                  "arguments 1 {}",
                                  "finish tool_calls (tool_use)",
                                  "usage prompt 140 cached 100 written 20 written1h 10 completion 5",
                                  "end"};
    QCOMPARE(decodeAtEverySplit(*codec, stream), expected);
    for (const Event& event : decodeStream(*codec, Pieces(stream, {}))) {
        if (const auto* usage = std::get_if<UsageReport>(&event))
            QCOMPARE(bytes(usage->serviceTier), QByteArray("flex"));
    }
}

void TestBedrockAnswer::aWholeAnswer() {
    const auto answer = newBedrockConverseCodec()->decodeAnswer(
        R"({"output":{"message":{"role":"assistant","content":[
                {"reasoningContent":{"reasoningText":{"text":"Hm","signature":"c2ln"}}},
                {"text":"Hi "},
                {"citationsContent":{"content":[{"text":"there"}],
                    "citations":[{"source":"https://b.test","title":"B"},{"location":{"documentPage":{"start":1}}}]}},
                {"toolUse":{"toolUseId":"s1","name":"nova_grounding","type":"server_tool_use","input":{}}},
                {"toolResult":{"toolUseId":"s1","content":[{"text":"[HIDDEN]"}]}},
                {"toolUse":{"toolUseId":"t1","name":"f","input":{"a":1}}},
                {"image":{"format":"png","source":{"bytes":"aW1n"}}}]}},
                "stopReason":"stop_sequence","additionalModelResponseFields":{"stop_sequence":"END"},
                "serviceTier":{"type":"priority"},"usage":{"inputTokens":3,"outputTokens":4,"totalTokens":7}})");
    QVERIFY(answer);
    const Choice& choice = answer->choices.front();
    QCOMPARE(bytes(choice.stopSequence), QByteArray("END"));
    QCOMPARE(bytes(answer->serviceTier), QByteArray("priority"));
    QCOMPARE(choice.annotations.size(), std::size_t(1));
    COMPARE_SHAPE(choice.annotations.front().at("url_citation"),
                  R"({"url":"https://b.test","title":"B","start_index":3,"end_index":8})");
    const Meaning meaning = meaningOf(*answer);
    QCOMPARE(meaning.inWords(), QByteArray(R"(  | Hi there | Hm | f{"a":1}; | stop | 3 4 0)"));
    const bool hasImage = std::any_of(choice.message.parts.begin(), choice.message.parts.end(), [](const Part& part) {
        const auto* media = std::get_if<MediaPart>(&part.value);
        return media != nullptr && media->mimeType == "image/png" && media->data == "aW1n";
    });
    QVERIFY(hasImage);
}

void TestBedrockAnswer::finishReasons_data() {
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<QByteArray>("word");
    const auto row = [](const char* reason, const char* word) {
        QTest::newRow(reason) << QByteArray(reason) << QByteArray(word);
    };
    row("end_turn", "stop");
    row("stop_sequence", "stop");
    row("max_tokens", "length");
    row("model_context_window_exceeded", "length");
    row("tool_use", "tool_calls");
    row("content_filtered", "content_filter");
    row("guardrail_intervened", "content_filter");
    row("malformed_model_output", "stop");
    row("malformed_tool_use", "stop");
}

void TestBedrockAnswer::finishReasons() {
    QFETCH(QByteArray, reason);
    QFETCH(QByteArray, word);
    const std::string stream =
        eventFrame("messageStop", R"({"stopReason":")" + reason.toStdString() + R"("})") + eventFrame("metadata", "{}");
    QCOMPARE(inWords(decodeStream(*newBedrockConverseCodec(), Pieces(stream, {}))),
             (QByteArrayList{"finish " + word + " (" + reason + ')', "end"}));
}

void TestBedrockAnswer::errorsInsideAStream_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char* name, const char* words) {
        QTest::newRow(name) << QByteArray(name) << QByteArray(words);
    };
    row("throttlingException", "error rate_limit_exceeded 429");
    row("validationException", "error upstream_rejected 400");
    row("modelStreamErrorException", "error upstream_error 424");
    row("internalServerException", "error upstream_error 500");
    row("serviceUnavailableException", "error upstream_error 503");
    row("modelTimeoutException", "error upstream_error 408");
    row("accessDeniedException", "error upstream_key_rejected 403");
    row("exceptionYetToBeInvented", "error upstream_error 502");
}

void TestBedrockAnswer::errorsInsideAStream() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, words);
    const std::string stream = eventFrame("messageStart", R"({"role":"assistant"})") +
                               exceptionFrame(name.toStdString(), R"({"message":"Slow down."})") +
                               eventFrame("messageStop", R"({"stopReason":"end_turn"})");
    const QByteArrayList lines = decodeAtEverySplit(*newBedrockConverseCodec(), stream);
    QCOMPARE(lines, (QByteArrayList{"start  ", words + ' ' + name + ": Slow down."}));
}

void TestBedrockAnswer::anErrorMessageOfTheFraming() {
    const std::string stream =
        frame(textHeader(":message-type", "error") + textHeader(":error-code", "InternalServerException") +
                  textHeader(":error-message", "Oops"),
              "");
    QCOMPARE(decodeAtEverySplit(*newBedrockConverseCodec(), stream),
             QByteArrayList{"error upstream_error 500 internalServerException: Oops"});
}

void TestBedrockAnswer::streamsThatAreNotWhole_data() {
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("last");
    const std::string text = eventFrame("contentBlockDelta", R"({"delta":{"text":"Hi"}})");
    const std::string stop = eventFrame("messageStop", R"({"stopReason":"end_turn"})");
    const auto row = [](const char* name, const std::string& stream, const char* last) {
        QTest::newRow(name) << QByteArray::fromStdString(stream) << QByteArray(last);
    };
    row("nothing", "", "cut off");
    row("without a stop", text, "cut off");
    row("cut in a frame", text + stop + "\0\0", "end");
    row("cut in the last frame", text + stop + stop.substr(0, 20), "cut off");
    row("without usage", text + stop, "end");
    row("not JSON", text + eventFrame("messageStop", "nonsense"), "not JSON");
    row("an array", text + eventFrame("messageStop", "[]"), "not JSON");
    std::string damaged = text + stop;
    damaged[text.size() + 40] ^= 1;
    row("a damaged frame", damaged, "checksum");
    row("JSON instead of a stream",
        R"({"output":{"message":{"content":[{"text":"Hi"}]}},"stopReason":"end_turn","usage":{"inputTokens":1}})",
        "end");
    row("an error instead of a stream", R"({"message":"no"})", "it has no content");
}

void TestBedrockAnswer::streamsThatAreNotWhole() {
    QFETCH(QByteArray, stream);
    QFETCH(QByteArray, last);
    const QByteArrayList lines = decodeAtEverySplit(*newBedrockConverseCodec(), stream.toStdString());
    QVERIFY2(lines.last().contains(last), lines.join(" | ").constData());
}

void TestBedrockAnswer::errorBodies_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char* name, int status, const char* body, const char* words) {
        QTest::newRow(name) << status << QByteArray(body) << QByteArray(words);
    };
    row("unknown model", 400, R"({"message":"The provided model identifier is invalid."})",
        "error model_not_found 400 : The provided model identifier is invalid.");
    row("a model of the past", 404, R"({"message":"This model version has reached the end of its life."})",
        "error model_not_found 404 : This model version has reached the end of its life.");
    row("needs a profile", 400, R"({"message":"Invocation of model ID x with on-demand throughput isn’t supported."})",
        "error model_not_found 400 : Invocation of model ID x with on-demand throughput isn’t supported.");
    row("throttled", 429, R"({"message":"Too many tokens","__type":"com.amazon.coral#ThrottlingException"})",
        "error rate_limit_exceeded 429 throttlingException: Too many tokens");
    row("not allowed", 403, R"({"Message":"User is not authorized","Type":"AccessDeniedException"})",
        "error upstream_key_rejected 403 accessDeniedException: User is not authorized");
    row("no access to the model", 403,
        R"({"__type":"AccessDeniedException","message":"You don't have access to the model with the specified model ID."})",
        "error model_not_found 403 accessDeniedException: You don't have access to the model with the specified model "
        "ID.");
    row("an unknown key", 400, R"({"__type":"UnrecognizedClientException","message":"The security token is invalid."})",
        "error upstream_key_rejected 400 unrecognizedClientException: The security token is invalid.");
    row("quota", 400, R"({"__type":"ServiceQuotaExceededException","message":"Quota"})",
        "error rate_limit_exceeded 400 serviceQuotaExceededException: Quota");
    row("the model failed", 424, R"({"message":"The model failed."})", "error upstream_error 424 : The model failed.");
    row("unavailable", 503, R"({"message":"Busy"})", "error upstream_error 503 : Busy");
    row("not found otherwise", 404, R"({"message":"No such thing"})", "error upstream_rejected 404 : No such thing");
    row("nothing", 502, "", "error upstream_error 502 : The provider answered with status 502.");
    row("a proxy's page", 403, "<html>", "error upstream_key_rejected 403 : The provider answered with status 403.");
}

void TestBedrockAnswer::errorBodies() {
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, words);
    QCOMPARE(inWords(newBedrockConverseCodec()->decodeError(status, body.toStdString())), words);
}

void TestBedrockAnswer::garbage_data() {
    QTest::addColumn<QByteArray>("body");
    for (const char* body : {"", "null", "[]", "{}", "{\"output\":3}", "{\"output\":{\"message\":{\"content\":1}}}"})
        QTest::newRow(body) << QByteArray(body);
}

void TestBedrockAnswer::garbage() {
    QFETCH(QByteArray, body);
    const auto answer = newBedrockConverseCodec()->decodeAnswer(body.toStdString());
    QVERIFY(!answer);
    QVERIFY(answer.error().kind == ErrorKind::Upstream);
}

void TestBedrockAnswer::oddShapesAreBorne() {
    const auto answer = newBedrockConverseCodec()->decodeAnswer(
        R"({"output":{"message":{"content":[1,null,{},{"text":1},{"toolUse":1},{"toolUse":{}},{"toolUse":{"input":null}},
                {"citationsContent":{"citations":[1,{}],"content":[2,{}]}},{"image":{}},{"reasoningContent":{}}]}},
                "stopReason":1,"usage":{"inputTokens":-5,"outputTokens":"x","cacheDetails":[1,{"ttl":"1h","inputTokens":9}]}})");
    QVERIFY(answer);
    QCOMPARE(inWords(*answer->usage), QByteArray("prompt 0 completion 0"));
}

QTEST_GUILESS_MAIN(TestBedrockAnswer)
#include "tst_bedrockanswer.moc"
