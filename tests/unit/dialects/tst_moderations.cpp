// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Moderations: OpenAI's form on both sides; Mistral's answers lack a field that clients decide by.
#include "endpoints.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

// Declared before the fixtures: older moc takes the quotes of a raw string for those of a plain one.
class TestModerations : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void readsRequests_data();
    void readsRequests();
    void encodes();
    void decodes_data();
    void decodes();
};

namespace {
constexpr auto kKind = EndpointKind::Moderations;
}

void TestModerations::readsRequests_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("words"); ///< model, inputs, bytes of text, images; or the field at fault
    QTest::newRow("a text, the usual model")
        << QByteArray(R"({"input":"ab"})") << QByteArray("omni-moderation-latest 1 2 0");
    QTest::newRow("texts") << QByteArray(R"({"model":"m","input":["ab","c"]})") << QByteArray("m 2 3 0");
    QTest::newRow("text and image")
        << QByteArray(
               R"({"model":"m","input":[{"type":"text","text":"ab"},{"type":"image_url","image_url":{"url":"https://a.example"}}]})")
        << QByteArray("m 1 2 1");
    QTest::newRow("token ids") << QByteArray(R"({"model":"m","input":[1]})") << QByteArray("input");
    QTest::newRow("no input") << QByteArray(R"({"model":"m"})") << QByteArray("input");
    QTest::newRow("a model that is none") << QByteArray(R"({"model":7,"input":"ab"})") << QByteArray("model");
}

void TestModerations::readsRequests() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, words);
    const auto read = readEndpointRequest(kKind, body.toStdString());
    if (!read) {
        QVERIFY(read.error().kind == ErrorKind::InvalidParameters);
        QCOMPARE(bytes(read.error().param), words);
        return;
    }
    const auto number = [](std::int64_t value) -> QByteArray {
        return ' ' + QByteArray::number(static_cast<qlonglong>(value));
    };
    QCOMPARE(QByteArray(bytes(read->model) + number(read->n) + number(read->textBytes) + number(read->imageCount)),
             words);
}

void TestModerations::encodes() {
    QCOMPARE(encodedInWords("openai-chat", kKind, R"({"input":["a"] })", targetModel("omni-moderation-latest")),
             QByteArray(R"(/moderations {"input":["a"],"model":"omni-moderation-latest" })"));
    QCOMPARE(encodedInWords("openai-chat", kKind, R"({"model":"x","input":"a"})", targetModel("mistral-moderation")),
             QByteArray(R"(/moderations {"model":"mistral-moderation","input":"a"})"));
}

void TestModerations::decodes_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("OpenAI")
        << QByteArray(R"({"id":"modr-1","model":"omni","results":[{"flagged":true,"categories":{"hate":true}}]})")
        << "no usage | " +
               QByteArray(R"({"id":"modr-1","model":"omni","results":[{"flagged":true,"categories":{"hate":true}}],)") +
               kMetadata + "}";
    QTest::newRow("Mistral")
        << QByteArray(
               R"({"id":"m","model":"mistral-moderation","results":[{"categories":{"pii":false,"law":true},"category_scores":{"pii":0.1,"law":0.9}},{"categories":{"pii":false}}],"usage":{"prompt_tokens":7,"total_tokens":7}})")
        << "prompt 7 completion 0 | " +
               QByteArray(
                   R"({"id":"m","model":"mistral-moderation","results":[{"flagged":true,"categories":{"pii":false,"law":true},"category_scores":{"pii":0.1,"law":0.9}},{"flagged":false,"categories":{"pii":false}}],"usage":{"prompt_tokens":7,"total_tokens":7,)") +
               kCost + "}," + kMetadata + "}";
    QTest::newRow("usage before the results")
        << QByteArray(R"({"usage":{"prompt_tokens":7},"results":[{"categories":{}}]})")
        << "prompt 7 completion 0 | " + QByteArray(R"({"usage":{"prompt_tokens":7,"total_tokens":7,)") + kCost +
               R"(},"results":[{"flagged":false,"categories":{}}],)" + kMetadata + "}";
    QTest::newRow("results of other kinds")
        << QByteArray(R"({"results":[7,{"score":1}]})")
        << "no usage | " + QByteArray(R"({"results":[7,{"score":1}],)") + kMetadata + "}";
    QTest::newRow("cut") << QByteArray(R"({"results":[{"flagged":)") << QByteArray("error upstream_error");
}

void TestModerations::decodes() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, words);
    const QByteArray ours = answerInWords("openai-chat", readOrEmpty(kKind, R"({"input":"a"})"), body.toStdString());
    QCOMPARE(words.startsWith("error") ? ours.left(words.size()) : ours, words);
}

QTEST_GUILESS_MAIN(TestModerations)
#include "tst_moderations.moc"
