// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Images: OpenAI's request and answer on the client's side, every provider dialect on the other.
#include "app/dialects/images.h"
#include "endpoints.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

// Declared before the fixtures: older moc takes the quotes of a raw string for those of a plain one.
class TestImages : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void refusesRequests_data();
    void refusesRequests();
    void encodes_data();
    void encodes();
    void decodes_data();
    void decodes();
    void findsTheNearestRatio_data();
    void findsTheNearestRatio();
};

namespace {
constexpr auto kKind = EndpointKind::Images;
}

void TestImages::refusesRequests_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("param");
    QTest::newRow("no prompt") << QByteArray(R"({"model":"m"})") << QByteArray("prompt");
    QTest::newRow("an empty prompt") << QByteArray(R"({"model":"m","prompt":""})") << QByteArray("prompt");
    QTest::newRow("no model") << QByteArray(R"({"prompt":"a cat"})") << QByteArray("model");
    QTest::newRow("none at all") << QByteArray(R"({"model":"m","prompt":"a cat","n":0})") << QByteArray("n");
    QTest::newRow("half a one") << QByteArray(R"({"model":"m","prompt":"a cat","n":1.5})") << QByteArray("n");
    QTest::newRow("a stream") << QByteArray(R"({"model":"m","prompt":"a cat","stream":true})") << QByteArray("stream");
}

void TestImages::refusesRequests() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, param);
    const auto read = readEndpointRequest(kKind, body.toStdString());
    QVERIFY(!read);
    QVERIFY(read.error().kind == ErrorKind::InvalidParameters);
    QCOMPARE(bytes(read.error().param), param);
}

void TestImages::encodes_data() {
    QTest::addColumn<QByteArray>("dialect");
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("encoded");
    const auto row = [](const char* name, const char* dialect, const char* model, const char* body,
                        const char* encoded) {
        QTest::newRow(name) << QByteArray(dialect) << QByteArray(model) << QByteArray(body) << QByteArray(encoded);
    };
    row("OpenAI, byte for byte", "openai-chat", "gpt-image-1",
        R"({"model":"x", "prompt":"a cat","n":2,"size":"1024x1024","quality":"high","stream":false})",
        R"(/images/generations {"model":"gpt-image-1", "prompt":"a cat","n":2,"size":"1024x1024","quality":"high","stream":false})");
    row("Imagen", "gemini", "imagen-4.0-generate-001",
        R"({"model":"x","prompt":"a cat","n":3,"size":"1792x1024","response_format":"b64_json","quality":"hd"})",
        R"(/models/imagen-4.0-generate-001:predict {"instances":[{"prompt":"a cat"}],"parameters":{"sampleCount":3,"aspectRatio":"16:9"}} -quality)");
    row("a Gemini model", "gemini", "models/gemini-2.5-flash-image",
        R"({"model":"x","prompt":"a cat","size":"1024x1536"})",
        R"(/models/gemini-2.5-flash-image:generateContent {"contents":[{"role":"user","parts":[{"text":"a cat"}]}],"generationConfig":{"responseModalities":["TEXT","IMAGE"],"imageConfig":{"aspectRatio":"2:3"}}})");
    row("a Gemini model, its own size", "gemini", "gemini-2.5-flash-image",
        R"({"model":"x","prompt":"a cat","size":"auto"})",
        R"(/models/gemini-2.5-flash-image:generateContent {"contents":[{"role":"user","parts":[{"text":"a cat"}]}],"generationConfig":{"responseModalities":["TEXT","IMAGE"]}})");
    row("several of a Gemini model", "gemini", "gemini-2.5-flash-image", R"({"model":"x","prompt":"a cat","n":2})",
        "error invalid_parameters 0 : This model makes one image per request. Leave out 'n', or send the request "
        "several times.");
}

void TestImages::encodes() {
    QFETCH(QByteArray, dialect);
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, encoded);
    QCOMPARE(encodedInWords(dialect.toStdString(), kKind, body.toStdString(), targetModel(model.toStdString())),
             encoded);
}

void TestImages::decodes_data() {
    QTest::addColumn<QByteArray>("dialect");
    QTest::addColumn<QByteArray>("format");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char* name, const char* dialect, const char* format, const char* body,
                        const QByteArray& words) {
        QTest::newRow(name) << QByteArray(dialect) << QByteArray(format) << QByteArray(body) << words;
    };
    const QByteArray tail = "," + kMetadata + "}";
    const QByteArray onlyCost = QByteArray(R"(,"usage":{)") + kCost + "}" + tail;
    row("OpenAI, by the piece", "openai-chat", "url",
        R"({"created":5,"data":[{"url":"https://a.example/1"},{"url":"https://a.example/2"}]})",
        R"(prompt 0 completion 0 images 2 | {"created":5,"data":[{"url":"https://a.example/1"},{"url":"https://a.example/2"}])" +
            onlyCost);
    row("OpenAI, by the token", "openai-chat", "b64_json",
        R"({"created":5,"data":[{"b64_json":"QUJD"}],"usage":{"input_tokens":50,"input_tokens_details":{"image_tokens":40,"text_tokens":10},"output_tokens":1000,"total_tokens":1050}})",
        R"(prompt 50 promptImage 40 completion 1000 completionImage 1000 images 1 | {"created":5,"data":[{"b64_json":"QUJD"}],"usage":{"input_tokens":50,"input_tokens_details":{"image_tokens":40,"text_tokens":10},"output_tokens":1000,"total_tokens":1050,)" +
            kCost + "}" + tail);
    row("OpenAI, text and image tokens", "openai-chat", "b64_json",
        R"({"created":5,"data":[],"usage":{"input_tokens":5,"output_tokens":30,"output_tokens_details":{"image_tokens":20,"text_tokens":10}}})",
        R"(prompt 5 completion 30 completionImage 20 | {"created":5,"data":[],"usage":{"input_tokens":5,"output_tokens":30,"output_tokens_details":{"image_tokens":20,"text_tokens":10},"total_tokens":35,)" +
            QByteArray(kCost + "}" + tail));
    row("without its time, at a stated cost", "openai-chat", "b64_json",
        R"({"data":[{"b64_json":"QUJD"}],"usage":{"cost_in_usd_ticks":700000000}})",
        R"(prompt 0 completion 0 images 1 cost 70000000 | {"data":[{"b64_json":"QUJD"}],"usage":{"cost_in_usd_ticks":700000000,)" +
            QByteArray(kCost + "}," + kMetadata + R"(,"created":1700000000})"));
    row("Imagen", "gemini", "b64_json",
        R"({"predictions":[{"mimeType":"image/png","bytesBase64Encoded":"QUJD"},{"raiFilteredReason":"no"}]})",
        R"(prompt 0 completion 0 images 1 | {"created":1700000000,"data":[{"b64_json":"QUJD"}],"output_format":"png")" +
            onlyCost);
    row("Imagen, as an address", "gemini", "url",
        R"({"predictions":[{"mimeType":"image/png","bytesBase64Encoded":"QUJD","prompt":"a \"cat\""}]})",
        R"(prompt 0 completion 0 images 1 | {"created":1700000000,"data":[{"url":"data:image/png;base64,QUJD","revised_prompt":"a \"cat\""}],"output_format":"png")" +
            onlyCost);
    row("Imagen, all filtered", "gemini", "url", "{}",
        "error upstream_rejected 400 content_policy_violation: The provider made no image: its filters left nothing.");
    row("Imagen, filtered with a reason", "gemini", "url", R"({"predictions":[{"raiFilteredReason":"people"}]})",
        "error upstream_rejected 400 content_policy_violation: The provider made no image: people");
    row("a Gemini model", "gemini", "b64_json",
        R"({"candidates":[{"content":{"parts":[{"text":"Here:"},{"inlineData":{"mimeType":"image/jpeg","data":"QUJD"}}]},"finishReason":"STOP"}],"modelVersion":"g","usageMetadata":{"promptTokenCount":6,"candidatesTokenCount":1290,"candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":1290}]}})",
        R"(prompt 6 completion 1290 completionImage 1290 images 1 | {"created":1700000000,"data":[{"b64_json":"QUJD"}],"output_format":"jpeg","usage":{"input_tokens":6,"output_tokens":1290,"total_tokens":1296,)" +
            QByteArray(kCost + "}" + tail));
    row("a Gemini model that only talks", "gemini", "b64_json",
        R"({"candidates":[{"content":{"parts":[{"text":"I will not."}]},"finishReason":"STOP"}]})",
        "error upstream_rejected 400 content_policy_violation: The provider made no image: I will not.");
    row("a blocked prompt", "gemini", "b64_json", R"({"promptFeedback":{"blockReason":"SAFETY"}})",
        "error upstream_rejected 400 content_policy_violation: The provider made no image: SAFETY.");
    row("an error inside 200", "gemini", "b64_json", R"({"error":{"code":500,"message":"boom","status":"INTERNAL"}})",
        "error upstream_error 500 INTERNAL: boom");
    row("garbage", "gemini", "b64_json", "<html>",
        "error upstream_error 0 : The provider's answer is not a JSON object.");
}

void TestImages::decodes() {
    QFETCH(QByteArray, dialect);
    QFETCH(QByteArray, format);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, words);
    const QByteArray request = R"({"model":"m","prompt":"a cat","response_format":")" + format + R"("})";
    QCOMPARE(answerInWords(dialect.toStdString(), readOrEmpty(kKind, request.toStdString()), body.toStdString()),
             words);
}

void TestImages::findsTheNearestRatio_data() {
    QTest::addColumn<QByteArray>("size");
    QTest::addColumn<QByteArray>("ratio");
    QTest::newRow("square") << QByteArray("1024x1024") << QByteArray("1:1");
    QTest::newRow("wide") << QByteArray("1792x1024") << QByteArray("16:9");
    QTest::newRow("high") << QByteArray("1024x1536") << QByteArray("3:4");
    QTest::newRow("none") << QByteArray() << QByteArray();
    QTest::newRow("the model's choice") << QByteArray("auto") << QByteArray();
    QTest::newRow("nonsense") << QByteArray("0x-4") << QByteArray();
    QTest::newRow("too large to be true") << QByteArray("99999999999x1") << QByteArray();
}

void TestImages::findsTheNearestRatio() {
    QFETCH(QByteArray, size);
    QFETCH(QByteArray, ratio);
    QCOMPARE(bytes(nearestRatio(size.toStdString(), {"1:1", "3:4", "4:3", "9:16", "16:9"})), ratio);
}

QTEST_GUILESS_MAIN(TestImages)
#include "tst_images.moc"
