// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The whole way: an OpenAI client's words to Anthropic and Gemini, and their streams back to the client.
#include "app/dialects/anthropicmessages.h"
#include "app/dialects/gemini.h"
#include "app/dialects/openaichat.h"
#include "shape.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

// Declared before the fixtures: older moc takes the quotes of a raw string for those of a plain one.
class TestTranslation : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void carriesAToolLoopToAnthropic();
    void carriesAToolLoopToGemini();
    void bringsStreamsBack_data();
    void bringsStreamsBack();
    void namesAnswersWhoseProviderDoesNot_data();
    void namesAnswersWhoseProviderDoesNot();
};

namespace {

const char* const kRequest = R"({"model":"m","max_tokens":500,"temperature":0.5,"tool_choice":"auto",
    "messages":[{"role":"system","content":"Be brief."},
        {"role":"user","content":[{"type":"text","text":"Where is this?"},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgoAAA"}}]},
        {"role":"assistant","content":"I look.","tool_calls":[
            {"id":"c1","type":"function","function":{"name":"find","arguments":"{\"what\":\"tower\"}"},
                "extra_content":{"google":{"thought_signature":"gsig"}}},
            {"id":"c2","type":"function","function":{"name":"now","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"c1","content":"Paris"},
        {"role":"tool","tool_call_id":"c2","content":"12:00"}],
    "tools":[{"type":"function","function":{"name":"find","description":"Finds","parameters":{"type":"object","properties":{"what":{"type":"string"}}}}},
        {"type":"function","function":{"name":"now"}}]})";

json::value translated(const ProviderCodec& codec, const char* model) {
    const auto request = newOpenAiIngressCodec()->decodeRequest(*parseJson(kRequest));
    if (!request)
        return json::string(request.error().message);
    TargetModel target;
    target.upstreamId = model;
    target.provider = "google";
    const auto encoded = codec.encode(*request, target);
    return encoded ? *parseJson(encoded->body) : json::value(json::string(encoded.error().message));
}

} // namespace

void TestTranslation::carriesAToolLoopToAnthropic() {
    COMPARE_SHAPE(translated(*newAnthropicProviderCodec(), "claude-sonnet-4-5"),
                  R"({"model":"claude-sonnet-4-5","max_tokens":500,"temperature":0.5,
        "system":[{"type":"text","text":"Be brief."}],"tool_choice":{"type":"auto"},
        "messages":[{"role":"user","content":[{"type":"text","text":"Where is this?"},
                {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgoAAA"}}]},
            {"role":"assistant","content":[{"type":"text","text":"I look."},
                {"type":"tool_use","id":"c1","name":"find","input":{"what":"tower"}},{"type":"tool_use","id":"c2","name":"now","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"Paris"},
                {"type":"tool_result","tool_use_id":"c2","content":"12:00"}]}],
        "tools":[{"name":"find","description":"Finds","input_schema":{"type":"object","properties":{"what":{"type":"string"}}}},
            {"name":"now","input_schema":{"type":"object","properties":{}}}]})");
}

void TestTranslation::carriesAToolLoopToGemini() {
    COMPARE_SHAPE(translated(*newGeminiProviderCodec(), "gemini-3-flash-preview"),
                  R"({"systemInstruction":{"parts":[{"text":"Be brief."}]},
        "generationConfig":{"maxOutputTokens":500,"temperature":0.5},"toolConfig":{"functionCallingConfig":{"mode":"AUTO"}},
        "contents":[{"role":"user","parts":[{"text":"Where is this?"},{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgoAAA"}}]},
            {"role":"model","parts":[{"text":"I look."},
                {"functionCall":{"id":"c1","name":"find","args":{"what":"tower"}},"thoughtSignature":"gsig"},
                {"functionCall":{"id":"c2","name":"now","args":{}}}]},
            {"role":"user","parts":[{"functionResponse":{"id":"c1","name":"find","response":{"output":"Paris"}}},
                {"functionResponse":{"id":"c2","name":"now","response":{"output":"12:00"}}}]}],
        "tools":[{"functionDeclarations":[{"name":"find","description":"Finds","parametersJsonSchema":{"type":"object","properties":{"what":{"type":"string"}}}},
            {"name":"now"}]}]})");
}

void TestTranslation::bringsStreamsBack_data() {
    QTest::addColumn<bool>("gemini");
    QTest::addColumn<QByteArray>("stream");
    const auto sse = [](const char* data) -> QByteArray { return QByteArray("data: ") + data + "\n\n"; };
    QTest::newRow("Anthropic")
        << false
        << QByteArray(
               sse(R"({"type":"message_start","message":{"id":"a1","model":"x","usage":{"input_tokens":7,"output_tokens":1}}})") +
               sse(R"({"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}})") +
               sse(R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}})") +
               sse(R"({"type":"content_block_stop","index":0})") +
               sse(R"({"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}})") +
               sse(R"({"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hi"}})") +
               sse(R"({"type":"content_block_stop","index":1})") +
               sse(R"({"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t","name":"now","input":{}}})") +
               sse(R"({"type":"content_block_stop","index":2})") +
               sse(R"({"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9}})") +
               sse(R"({"type":"message_stop"})"));
    QTest::newRow("Gemini")
        << true
        << QByteArray(
               sse(R"({"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"Hi"}]}}],"responseId":"g1","modelVersion":"x"})") +
               sse(R"({"candidates":[{"content":{"parts":[{"functionCall":{"id":"t","name":"now","args":{}}}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":9}})"));
}

void TestTranslation::bringsStreamsBack() {
    QFETCH(bool, gemini);
    QFETCH(QByteArray, stream);
    const auto codec = gemini ? newGeminiProviderCodec() : newAnthropicProviderCodec();
    const auto ingress = newOpenAiIngressCodec();
    ChatRequest request;
    request.stream = true;
    request.includeUsage = true;
    const auto relay = newTranslatingRelay(codec->newStreamDecoder(), ingress->newStreamEncoder(request));
    std::string client;
    relay->feed(stream.toStdString(), client);
    relay->upstreamEnded();
    QVERIFY(relay->observation().ended);
    QVERIFY(!relay->observation().error);
    relay->finish({}, client);

    // Read back by the OpenAI side: the client must get what the provider meant.
    QVERIFY(client.ends_with("data: [DONE]\n\n"));
    const auto meaning = meaningOf(collect(decodeStream(*newOpenAiProviderCodec(), Pieces(client, {}))));
    QCOMPARE(meaning.inWords(), QByteArray(gemini ? "g1" : "a1") + " x | Hi | hm | now{}; | tool_calls | 7 9 0");
}

void TestTranslation::namesAnswersWhoseProviderDoesNot_data() {
    QTest::addColumn<QByteArray>("client");
    QTest::addColumn<QByteArrayList>("said");
    using L = QByteArrayList;
    QTest::newRow("OpenAI") << QByteArray("openai") << L{R"("id":"chatcmpl-01J")", R"("created":77)", R"("model":"m")"};
    QTest::newRow("Anthropic") << QByteArray("anthropic") << L{R"("id":"msg_01J")", R"("model":"m")"};
    QTest::newRow("Gemini") << QByteArray("gemini") << L{R"("responseId":"01J")", R"("modelVersion":"m")"};
}

// Bedrock and Cohere state neither model nor time, and Bedrock no id.
void TestTranslation::namesAnswersWhoseProviderDoesNot() {
    QFETCH(QByteArray, client);
    QFETCH(QByteArrayList, said);
    const auto ingress = client == "openai"      ? newOpenAiIngressCodec()
                         : client == "anthropic" ? newAnthropicIngressCodec()
                                                 : newGeminiIngressCodec();
    ChatRequest request;
    request.model = "m";
    request.requestId = "01J";
    request.receivedAt = 77;
    ChatAnswer answer;
    answer.choices.emplace_back().message.parts.push_back({TextPart{"Hi"}, {}});
    const QByteArray whole = bytes(ingress->encodeAnswerTo(request, answer, {}));
    std::string out;
    const auto encoder = ingress->newStreamEncoder(request);
    for (const Event& event : toEvents(answer))
        encoder->encode(event, out);
    encoder->end({}, out);
    for (const QByteArray& words : said) {
        QVERIFY2(whole.contains(words), whole.constData());
        QVERIFY2(bytes(out).contains(words), out.c_str());
    }
}

QTEST_GUILESS_MAIN(TestTranslation)
#include "tst_translation.moc"
