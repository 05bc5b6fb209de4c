// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat.h"
#include "app/dialects/reasoningeffort.h"
#include "tests/unit/dialects/quirks.h"

#include <QTest>

// Declared before the first raw string literal, which moc 6.4 reads wrongly.
class TestOpenAiRequest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void scanRefuses_data();
    void scanRefuses();
    void scanFindsWhatMatters();
    void scanIsNotFooled();
    void passThroughChangesOnlyWhatMustDiffer_data();
    void passThroughChangesOnlyWhatMustDiffer();
    void passThroughRemovesRefusedSampling_data();
    void passThroughRemovesRefusedSampling();
    void passThroughNeverReadsOutside_data();
    void passThroughNeverReadsOutside();
    void decodeNamesTheFieldAtFault_data();
    void decodeNamesTheFieldAtFault();
    void survivesTheCanonicalForm_data();
    void survivesTheCanonicalForm();
    void encodesForEachProvidersWays_data();
    void encodesForEachProvidersWays();
    void saysWhatItDropped();
    void leavesOutFieldsOfAnotherDialect();
    void refusesWhatItCannotCarry();
    void refusesWhatWouldChangeTheAnswer_data();
    void refusesWhatWouldChangeTheAnswer();
    void staysWithinWhatTheModelTakes_data();
    void staysWithinWhatTheModelTakes();
    void nearestEffortWords_data();
    void nearestEffortWords();
};

using namespace llmg;
using namespace llmg::dialects;
using llmg::tests::quirksOf;

namespace {

std::string_view view(const QByteArray& bytes) {
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

TargetModel targetOf(std::string provider, std::string upstream = "up-1") {
    TargetModel target;
    target.provider = std::move(provider);
    target.upstreamId = std::move(upstream);
    return target;
}

QByteArray passed(const QByteArray& body, const TargetModel& target) {
    const auto encoded = passThroughOpenAiChat(view(body), target, quirksOf(target.provider));
    return encoded ? QByteArray::fromStdString(encoded->body) : "error: " + QByteArray(encoded.error().message.c_str());
}

const QByteArray kHead = R"({"model":"gpt-x","messages":[{"role":"user","content":"hi"}])";

} // namespace

void TestOpenAiRequest::scanRefuses_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("says");
    const QByteArray json = "invalid_json", parameters = "invalid_parameters";
    QTest::newRow("nothing") << QByteArray("") << json << QByteArray("empty");
    QTest::newRow("blanks") << QByteArray(" \n ") << json << QByteArray("empty");
    QTest::newRow("no JSON") << QByteArray("model=x") << json << QByteArray("line 1, column 1");
    QTest::newRow("cut off") << QByteArray("{\"model\":\"x\",") << json << QByteArray("byte 13");
    QTest::newRow("error on the third line") << QByteArray("{\n\"a\":1,\n\"b\":tru}") << json << QByteArray("line 3");
    QTest::newRow("text after the object") << kHead + "} x" << json << QByteArray("byte");
    QTest::newRow("invalid UTF-8") << QByteArray("{\"model\":\"\xff\"}") << json << QByteArray("not valid JSON");
    QTest::newRow("a trailing comma") << kHead + ",}" << json << QByteArray("not valid JSON");
    QTest::newRow("too deep") << kHead + ",\"x\":" + QByteArray(70, '[') + QByteArray(70, ']') + "}" << json
                              << QByteArray("64");
    QTest::newRow("an array") << QByteArray("[1]") << parameters << QByteArray("object");
    QTest::newRow("a string") << QByteArray("\"x\"") << parameters << QByteArray("object");
    QTest::newRow("no model") << QByteArray(R"({"messages":[{}]})") << parameters << QByteArray("'model'");
    QTest::newRow("empty model") << QByteArray(R"({"model":"","messages":[{}]})") << parameters
                                 << QByteArray("'model'");
    QTest::newRow("model is a number") << QByteArray(R"({"model":5,"messages":[{}]})") << parameters
                                       << QByteArray("'model' must be a string");
    QTest::newRow("model only nested") << QByteArray(R"({"x":{"model":"m"},"messages":[{}]})") << parameters
                                       << QByteArray("'model'");
    QTest::newRow("no messages") << QByteArray(R"({"model":"m"})") << parameters << QByteArray("'messages'");
    QTest::newRow("messages is a string")
        << QByteArray(R"({"model":"m","messages":"hi"})") << parameters << QByteArray("'messages' must be an array");
    QTest::newRow("no message") << QByteArray(R"({"model":"m","messages":[]})") << parameters
                                << QByteArray("at least one");
    QTest::newRow("a message is a string")
        << QByteArray(R"({"model":"m","messages":["hi"]})") << parameters << QByteArray("objects");
    QTest::newRow("stream is a word") << kHead + R"(,"stream":"yes"})" << parameters << QByteArray("'stream'");
}

void TestOpenAiRequest::scanRefuses() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, says);
    const auto scan = scanOpenAiChat(view(body));
    QVERIFY(!scan);
    QCOMPARE(QByteArray(toString(scan.error().kind)), kind);
    QVERIFY2(QByteArray(scan.error().message.c_str()).contains(says), scan.error().message.c_str());
}

void TestOpenAiRequest::scanFindsWhatMatters() {
    const auto scan = scanOpenAiChat(R"({"mod\u0065l":"a/b","stream":true,"stream_options":{"include_usage":true},
        "messages":[{"role":"system","content":"12345"},{"role":"user","content":[
          {"type":"text","text":"abc\n"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}},
          {"image_url":{"url":"https://x/y.png"},"type":"image_url"},{"type":"input_audio","input_audio":{}},
          {"type":"file","file":{}}]}],
        "tools":[{"type":"function","function":{"name":"f","parameters":{"stream":false,"model":"no"}}}],
        "response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"object"}}},
        "reasoning_effort":"low","max_tokens":5,"max_completion_tokens":7,"n":2})");
    QVERIFY2(scan, scan ? "" : scan.error().message.c_str());
    QCOMPARE(scan->model, std::string("a/b"));
    QVERIFY(scan->stream && scan->includeUsage && scan->hasImages && scan->hasAudio && scan->hasFiles &&
            scan->hasTools);
    QVERIFY(scan->wantsJsonSchema && !scan->wantsJsonObject && scan->wantsReasoning);
    QCOMPARE(scan->imageCount, std::int64_t{2});
    QCOMPARE(scan->maxOutputTokens, std::optional<std::int64_t>(7));
    QCOMPARE(scan->n, std::int64_t{2});
    QCOMPARE(scan->textBytes, std::int64_t{9});
}

void TestOpenAiRequest::scanIsNotFooled() {
    const auto scan = scanOpenAiChat(R"({"model":"m","model":"last","tools":[],"reasoning_effort":"none","stream":null,
        "messages":[{"role":"user","content":"{\"type\":\"image_url\"}","type":"image_url"}],
        "metadata":{"stream":true,"tools":[{}],"messages":5,"type":"json_schema"}})");
    QVERIFY2(scan, scan ? "" : scan.error().message.c_str());
    QCOMPARE(scan->model, std::string("last"));
    QVERIFY(!scan->stream && !scan->hasImages && !scan->hasTools && !scan->wantsReasoning && !scan->wantsJsonSchema);
}

void TestOpenAiRequest::passThroughChangesOnlyWhatMustDiffer_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("provider");
    QTest::addColumn<QByteArray>("result");
    const QByteArray m = R"("messages":[{"role":"user","content":"hi"}])";
    const auto row = [](const char* name, const QByteArray& body, const char* provider, const QByteArray& result) {
        QTest::newRow(name) << body << QByteArray(provider) << result;
    };
    row("the model", R"({"model":"gpt-x",)" + m + "}", "openai", R"({"model":"up-1",)" + m + "}");
    row("already right", R"( { "model" : "up-1" , "x":1.50, )" + m + " }\n", "openai",
        R"( { "model" : "up-1" , "x":1.50, )" + m + " }\n");
    row("escaped key", R"({"mod\u0065l":"gpt-x",)" + m + "}", "openai", R"({"mod\u0065l":"up-1",)" + m + "}");
    row("model twice", R"({"model":"a",)" + m + R"(,"model":"b"})", "openai",
        R"({"model":"up-1",)" + m + R"(,"model":"up-1"})");
    row("nested model stays", R"({"model":"a","metadata":{"model":"a"},)" + m + "}", "openai",
        R"({"model":"up-1","metadata":{"model":"a"},)" + m + "}");
    row("unknown fields stay", R"({"model":"a","x":{"y":[1,2,"}]"]},"z":1e-7,)" + m + "}", "openai",
        R"({"model":"up-1","x":{"y":[1,2,"}]"]},"z":1e-7,)" + m + "}");
    row("quotes and backslashes in text", R"({"model":"a","x":"\\\"}\\",)" + m + "}", "openai",
        R"({"model":"up-1","x":"\\\"}\\",)" + m + "}");
    row("usage is asked for", R"({"model":"a","stream":true,)" + m + "}", "openai",
        R"({"model":"up-1","stream":true,)" + m + R"(,"stream_options":{"include_usage":true}})");
    row("other stream options stay", R"({"model":"a","stream":true,"stream_options":{"x":[1]},)" + m + "}", "openai",
        R"({"model":"up-1","stream":true,"stream_options":{"x":[1],"include_usage":true},)" + m + "}");
    row("usage refused by the client",
        R"({"model":"a","stream":true,"stream_options":{"include_usage":false,"x":1},)" + m + "}", "openai",
        R"({"model":"up-1","stream":true,"stream_options":{"include_usage":true,"x":1},)" + m + "}");
    row("stream options are null", R"({"model":"a","stream":true,"stream_options":null,)" + m + "}", "openai",
        R"({"model":"up-1","stream":true,"stream_options":{"include_usage":true},)" + m + "}");
    row("stream options without stream",
        R"({"model":"a","stream":false,"stream_options":{"include_usage":true},)" + m + "}", "openai",
        R"({"model":"up-1","stream":false,)" + m + "}");
    row("Mistral knows no stream options", R"({"model":"a",)" + m + R"(,"stream":true,"stream_options":{}})", "mistral",
        R"({"model":"up-1",)" + m + R"(,"stream":true})");
    row("Mistral's seed", R"({"model":"a","seed" : 7,)" + m + "}", "mistral",
        R"({"model":"up-1","random_seed":7,)" + m + "}");
    row("max_tokens at OpenAI", R"({"model":"a","max_tokens":7,)" + m + "}", "openai",
        R"({"model":"up-1","max_completion_tokens":7,)" + m + "}");
    row("both limits", R"({"model":"a","max_tokens":7,)" + m + R"(,"max_completion_tokens":8})", "openai",
        R"({"model":"up-1",)" + m + R"(,"max_completion_tokens":8})");
    row("max_completion_tokens elsewhere", R"({"model":"a","max_completion_tokens":7,)" + m + "}", "deepseek",
        R"({"model":"up-1","max_tokens":7,)" + m + "}");
    row("an unknown server gets what was sent", R"({"model":"a","max_completion_tokens":7,)" + m + "}", "my-server",
        R"({"model":"up-1","max_completion_tokens":7,)" + m + "}");
    row("the developer role", R"({"model":"a","messages":[{"role":"developer","content":"developer"}]})", "deepseek",
        R"({"model":"up-1","messages":[{"role":"system","content":"developer"}]})");
    row("OpenAI knows developers", R"({"model":"a","messages":[{"role":"developer","content":"x"}]})", "openai",
        R"({"model":"up-1","messages":[{"role":"developer","content":"x"}]})");
}

void TestOpenAiRequest::passThroughChangesOnlyWhatMustDiffer() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, provider);
    QFETCH(QByteArray, result);
    QCOMPARE(passed(body, targetOf(provider.toStdString())), result);
    QVERIFY(scanOpenAiChat(view(result)));
}

void TestOpenAiRequest::passThroughRemovesRefusedSampling_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("result");
    QTest::newRow("in the middle") << QByteArray(R"({"model":"up-1", "temperature":1 , "a":1})")
                                   << QByteArray(R"({"model":"up-1", "a":1})");
    QTest::newRow("first") << QByteArray(R"({"top_p":1,"model":"up-1"})") << QByteArray(R"({"model":"up-1"})");
    QTest::newRow("last") << QByteArray(R"({"model":"up-1","top_p":1})") << QByteArray(R"({"model":"up-1"})");
    QTest::newRow("several last") << QByteArray(R"({"model":"up-1","temperature":0,"top_p":1 })")
                                  << QByteArray(R"({"model":"up-1" })");
    QTest::newRow("last, with an addition")
        << QByteArray(R"({"model":"up-1","stream":true,"temperature":0})")
        << QByteArray(R"({"model":"up-1","stream":true,"stream_options":{"include_usage":true}})");
    QTest::newRow("twice") << QByteArray(R"({"temperature":0,"model":"up-1","temperature":1})")
                           << QByteArray(R"({"model":"up-1"})");
}

void TestOpenAiRequest::passThroughRemovesRefusedSampling() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, result);
    TargetModel target = targetOf("openai");
    target.acceptsTemperature = false;
    QCOMPARE(passed(body, target), result);
    const auto encoded = passThroughOpenAiChat(view(body), target, quirksOf(target.provider));
    QVERIFY(!encoded->droppedParams.empty());
}

void TestOpenAiRequest::passThroughNeverReadsOutside_data() {
    QTest::addColumn<QByteArray>("body");
    for (const char* text :
         {"", "{", "{\"", "{\"model", "{\"model\"", "{\"model\":", "{\"model\":\"", "{\"model\":\"a\\", "{\"a\":[",
          "{\"a\":{\"b\":\"", "[", "]", "{]", "{\"a\":}", "{\"model\":\"a\"", "{\"model\":\"a\","})
        QTest::newRow(*text == '\0' ? "nothing" : text) << QByteArray(text);
}

void TestOpenAiRequest::passThroughNeverReadsOutside() {
    QFETCH(QByteArray, body);
    const std::string exact(view(body)); // the sanitizer sees the end
    QVERIFY(!passThroughOpenAiChat(exact, targetOf("openai"), {}));
}

void TestOpenAiRequest::decodeNamesTheFieldAtFault_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("param");
    const auto message = [](const char* text) -> QByteArray {
        return QByteArray(R"({"model":"m","messages":[{"role":"user","content":"a"},)") + text + "]}";
    };
    QTest::newRow("no model") << QByteArray(R"({"messages":[]})") << QByteArray("model");
    QTest::newRow("no messages") << QByteArray(R"({"model":"m"})") << QByteArray("messages");
    QTest::newRow("message is text") << message(R"("x")") << QByteArray("messages[1]");
    QTest::newRow("no role") << message(R"({"content":"x"})") << QByteArray("messages[1].role");
    QTest::newRow("unknown role") << message(R"({"role":"boss","content":"x"})") << QByteArray("messages[1].role");
    QTest::newRow("no content") << message(R"({"role":"user"})") << QByteArray("messages[1].content");
    QTest::newRow("content is a number") << message(R"({"role":"user","content":4})")
                                         << QByteArray("messages[1].content");
    QTest::newRow("part of unknown type")
        << message(R"({"role":"user","content":[{"type":"smell"}]})") << QByteArray("messages[1].content[0].type");
    QTest::newRow("text part without text")
        << message(R"({"role":"user","content":[{"type":"text"}]})") << QByteArray("messages[1].content[0].text");
    QTest::newRow("image without address")
        << message(R"({"role":"user","content":[{"type":"image_url","image_url":{}}]})")
        << QByteArray("messages[1].content[0].image_url.url");
    QTest::newRow("image from a file")
        << message(R"({"role":"user","content":[{"type":"image_url","image_url":{"url":"file:///etc/passwd"}}]})")
        << QByteArray("messages[1].content[0].image_url.url");
    QTest::newRow("image not in base64")
        << message(R"({"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png,xx"}}]})")
        << QByteArray("messages[1].content[0].image_url.url");
    QTest::newRow("call without name") << message(R"({"role":"assistant","tool_calls":[{"function":{}}]})")
                                       << QByteArray("messages[1].tool_calls[0].function.name");
    QTest::newRow("tool without name") << kHead + R"(,"tools":[{"type":"function","function":{}}]})"
                                       << QByteArray("tools[0].function.name");
    QTest::newRow("tool choice") << kHead + R"(,"tool_choice":"maybe"})" << QByteArray("tool_choice");
    QTest::newRow("temperature is a word") << kHead + R"(,"temperature":"hot"})" << QByteArray("temperature");
    QTest::newRow("half a token") << kHead + R"(,"max_tokens":1.5})" << QByteArray("max_tokens");
    QTest::newRow("stop is a number") << kHead + R"(,"stop":[1]})" << QByteArray("stop[0]");
    QTest::newRow("response format") << kHead + R"(,"response_format":{"type":"xml"}})"
                                     << QByteArray("response_format.type");
}

void TestOpenAiRequest::decodeNamesTheFieldAtFault() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, param);
    const auto request = newOpenAiIngressCodec()->decodeRequest(json::parse(body.toStdString()));
    QVERIFY(!request);
    QCOMPARE(request.error().kind, ErrorKind::InvalidParameters);
    QCOMPARE(QByteArray(request.error().param.c_str()), param);
}

/// Decoded and encoded again for a provider that takes everything, a request is the same.
void TestOpenAiRequest::survivesTheCanonicalForm_data() {
    QTest::addColumn<QByteArray>("rest"); // of the request, after model
    QTest::newRow("plain") << QByteArray(
        R"("messages":[{"role":"system","content":"s"},{"role":"user","content":"hi","name":"bob"}])");
    QTest::newRow("parts") << QByteArray(
        R"("messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}},{"type":"image_url","image_url":{"url":"https://x/y.png"}}]}])");
    QTest::newRow("audio, file, video") << QByteArray(
        R"("messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}},{"type":"file","file":{"file_data":"data:application/pdf;base64,BBBB","filename":"a.pdf"}},{"type":"file","file":{"file_id":"f1"}},{"type":"video_url","video_url":{"url":"https://x/v.mp4"}}]}])");
    QTest::newRow("tools") << QByteArray(
        R"("messages":[{"role":"user","content":"w"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},{"id":"c2","type":"function","function":{"name":"g","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"r1"},{"role":"tool","tool_call_id":"c2","content":"r2"}],"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"},"strict":true}}],"tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false)");
    QTest::newRow("signatures") << QByteArray(
        R"("messages":[{"role":"user","content":"w"},{"role":"assistant","reasoning":"t","reasoning_details":[{"type":"reasoning.text","text":"t","signature":"S","format":"anthropic-claude-v1","index":0},{"type":"reasoning.encrypted","data":"D","index":1}],"content":"x","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"G"}}}]}])");
    QTest::newRow("cache marks") << QByteArray(
        R"("messages":[{"role":"system","content":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h"}}]},{"role":"user","content":"w"}])");
    QTest::newRow("sampling") << QByteArray(
        R"("messages":[{"role":"user","content":"w"}],"temperature":0.5,"top_p":0.9,"frequency_penalty":0.1,"presence_penalty":-0.1,"top_k":4,"seed":3,"n":2,"logprobs":true,"top_logprobs":2,"max_tokens":50,"stop":["a","b"],"user":"u","service_tier":"flex")");
    QTest::newRow("schema") << QByteArray(
        R"("messages":[{"role":"user","content":"w"}],"response_format":{"type":"json_schema","json_schema":{"name":"n","description":"d","schema":{"type":"object"},"strict":true}})");
    QTest::newRow("unknown fields") << QByteArray(
        R"("messages":[{"role":"user","content":"w"}],"logit_bias":{"5":1},"prediction":{"type":"content","content":"x"},"store":true,"metadata":{"a":"b"},"prompt_cache_key":"k","modalities":["text"],"verbosity":"low")");
    QTest::newRow("a tool that only this provider runs") << QByteArray(
        R"("messages":[{"role":"user","content":"w"}],"tools":[{"type":"openrouter:datetime","parameters":{"timezone":"UTC"}}])");
    QTest::newRow("web search of OpenRouter") << QByteArray(
        R"("messages":[{"role":"user","content":"w"}],"web_search_options":{"search_context_size":"low"},"plugins":[{"id":"web"}])");
    QTest::newRow("custom tools") << QByteArray(
        R"("messages":[{"role":"user","content":"w"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"custom","custom":{"name":"sql","input":"SELECT 1"}}]},{"role":"tool","tool_call_id":"c1","content":"1"}],"tools":[{"type":"custom","custom":{"name":"sql","description":"d","format":{"type":"grammar","grammar":{"syntax":"lark","definition":"start: X"}}}},{"type":"custom","custom":{"name":"say","format":{"type":"text"}}}],"tool_choice":{"type":"custom","custom":{"name":"sql"}})");
    QTest::newRow("stream") << QByteArray(
        R"("messages":[{"role":"user","content":"w"}],"stream":true,"stream_options":{"include_obfuscation":false,"include_usage":true})");
    QTest::newRow("reasoning") << QByteArray(
        R"("messages":[{"role":"user","content":"w"}],"reasoning":{"max_tokens":2000})");
    QTest::newRow("developer and refusal") << QByteArray(
        R"("messages":[{"role":"developer","content":"d"},{"role":"user","content":"w"},{"role":"assistant","content":null,"refusal":"no"}])");
}

void TestOpenAiRequest::survivesTheCanonicalForm() {
    QFETCH(QByteArray, rest);
    const json::value body = json::parse("{\"model\":\"m\"," + rest.toStdString() + "}");
    const auto request = newOpenAiIngressCodec()->decodeRequest(body);
    QVERIFY2(request, request ? "" : request.error().message.c_str());
    TargetModel target = targetOf("openrouter", "m");
    target.reasoning = true;
    const auto encoded = newOpenAiProviderCodec(quirksOf("openrouter"))->encode(*request, target);
    QVERIFY2(encoded, encoded ? "" : encoded.error().message.c_str());
    QVERIFY(encoded->droppedParams.empty());
    QVERIFY2(json::parse(encoded->body) == body, encoded->body.c_str());
}

void TestOpenAiRequest::encodesForEachProvidersWays_data() {
    QTest::addColumn<QByteArray>("provider");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char* name, const char* provider, const char* request, const char* body) {
        QTest::newRow(name) << QByteArray(provider) << QByteArray(request) << QByteArray(body);
    };
    row("functions become tools", "openai",
        R"({"model":"m","messages":[{"role":"user","content":"w"},{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},{"role":"function","name":"f","content":"r"}],"functions":[{"name":"f","parameters":{"type":"object"}}],"function_call":"auto"})",
        R"({"model":"up-1","messages":[{"role":"user","content":"w"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_f","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_f","name":"f","content":"r"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],"tool_choice":"auto"})");
    row("reasoning is kept from those that refuse it", "openai",
        R"({"model":"m","messages":[{"role":"user","content":"w"},{"role":"assistant","content":"a","reasoning_content":"t"}]})",
        R"({"model":"up-1","messages":[{"role":"user","content":"w"},{"role":"assistant","content":"a"}]})");
    row("reasoning goes back to DeepSeek", "deepseek",
        R"({"model":"m","messages":[{"role":"user","content":"w"},{"role":"assistant","content":"a","reasoning":"t"}],"reasoning_effort":"none"})",
        R"({"model":"up-1","messages":[{"role":"user","content":"w"},{"role":"assistant","content":"a","reasoning_content":"t"}],"thinking":{"type":"disabled"}})");
    row("Mistral's thinking chunks", "mistral",
        R"({"model":"m","messages":[{"role":"user","content":"w"},{"role":"assistant","content":"a","reasoning":"t"}],"seed":4,"max_completion_tokens":9})",
        R"({"model":"up-1","messages":[{"role":"user","content":"w"},{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"t"}]},{"type":"text","text":"a"}]}],"random_seed":4,"max_tokens":9})");
    row("a picture in a tool result follows it", "openai",
        R"({"model":"m","messages":[{"role":"user","content":"w"},{"role":"assistant","content":null,"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}},{"id":"b","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a","content":[{"type":"text","text":"see"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},{"role":"tool","tool_call_id":"b","content":"r"}]})",
        R"({"model":"up-1","messages":[{"role":"user","content":"w"},{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"b","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a","content":"see"},{"role":"tool","tool_call_id":"b","content":"r"},{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]})");
    row("Alibaba's switch", "alibaba",
        R"({"model":"m","messages":[{"role":"user","content":"w"}],"reasoning":{"max_tokens":99}})",
        R"({"model":"up-1","messages":[{"role":"user","content":"w"}],"enable_thinking":true,"thinking_budget":99})");
    row("DeepSeek's object", "deepseek",
        R"({"model":"m","messages":[{"role":"user","content":"w"}],"reasoning_effort":"high"})",
        R"({"model":"up-1","messages":[{"role":"user","content":"w"}],"thinking":{"type":"enabled"}})");
    row("names go where they are refused", "groq",
        R"({"model":"m","messages":[{"role":"user","name":"bob","content":"w"}],"logit_bias":{"5":1},"n":1})",
        R"({"model":"up-1","messages":[{"role":"user","content":"w"}],"n":1})");
    row("what Mistral forbids", "mistral",
        R"({"model":"m","messages":[{"role":"user","name":"bob","content":"w"}],"user":"u","store":true,"logprobs":true,"stream":true})",
        R"({"model":"up-1","messages":[{"role":"user","content":"w"}],"stream":true})");
    row("xAI's reasoning models", "xai",
        R"({"model":"m","messages":[{"role":"user","content":"w"}],"frequency_penalty":1,"temperature":0.5})",
        R"({"model":"up-1","messages":[{"role":"user","content":"w"}],"temperature":0.5})");
    row("Perplexity's search", "perplexity",
        R"({"model":"m","messages":[{"role":"user","content":"w"}],"tools":[{"type":"web_search","search_context_size":"high","user_location":{"type":"approximate","country":"DE"},"filters":{"allowed_domains":["a.org"]}}]})",
        R"({"model":"up-1","messages":[{"role":"user","content":"w"}],"web_search_options":{"search_context_size":"high","user_location":{"country":"DE"}},"search_domain_filter":["a.org"]})");
    row("Alibaba's search", "alibaba",
        R"({"model":"m","messages":[{"role":"user","content":"w"}],"web_search_options":{}})",
        R"({"model":"up-1","messages":[{"role":"user","content":"w"}],"enable_search":true})");
}

void TestOpenAiRequest::encodesForEachProvidersWays() {
    QFETCH(QByteArray, provider);
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, body);
    const auto decoded = newOpenAiIngressCodec()->decodeRequest(json::parse(request.toStdString()));
    QVERIFY2(decoded, decoded ? "" : decoded.error().message.c_str());
    TargetModel target = targetOf(provider.toStdString());
    target.reasoning = true;
    const auto encoded = newOpenAiProviderCodec(quirksOf(provider.toStdString()))->encode(*decoded, target);
    QVERIFY2(encoded, encoded ? "" : encoded.error().message.c_str());
    QVERIFY2(json::parse(encoded->body) == json::parse(body.toStdString()), encoded->body.c_str());
}

void TestOpenAiRequest::saysWhatItDropped() {
    auto request = newOpenAiIngressCodec()->decodeRequest(json::parse(
        R"({"model":"m","messages":[{"role":"user","content":"w"}],"temperature":0.5,"top_k":4,"reasoning_effort":"high"})"));
    TargetModel target = targetOf("openai");
    target.acceptsTemperature = false;
    target.can.emplace();
    const auto encoded = newOpenAiProviderCodec(quirksOf("openai"))->encode(*request, target);
    const std::vector<std::string> dropped{"reasoning_effort", "temperature", "top_k"};
    QCOMPARE(encoded->droppedParams, dropped);
    for (const std::string& name : dropped)
        QVERIFY(encoded->body.find(name) == std::string::npos);
}

void TestOpenAiRequest::leavesOutFieldsOfAnotherDialect() {
    ChatRequest request;
    request.messages = {Message{Role::User, {{TextPart{"hi"}, std::nullopt}}, {}}};
    request.extra["cachedContent"] = "cachedContents/1";
    request.extraDialect = "gemini";
    const auto encoded = newOpenAiProviderCodec()->encode(request, targetOf("openai"));
    QVERIFY(encoded.has_value());
    QVERIFY(encoded->body.find("cachedContent") == std::string::npos);
    QCOMPARE(encoded->droppedParams, std::vector<std::string>{"cachedContent"});
}

void TestOpenAiRequest::refusesWhatItCannotCarry() {
    auto request = newOpenAiIngressCodec()->decodeRequest(json::parse(
        R"({"model":"m","messages":[{"role":"user","content":[{"type":"video_url","video_url":{"url":"https://x/v.mp4"}}]}]})"));
    const auto encoded = newOpenAiProviderCodec()->encode(*request, targetOf("openai"));
    QVERIFY(!encoded);
    QCOMPARE(encoded.error().kind, ErrorKind::InvalidParameters);
    QCOMPARE(encoded.error().param, std::string("messages[0].content"));
}

void TestOpenAiRequest::refusesWhatWouldChangeTheAnswer_data() {
    QTest::addColumn<QByteArray>("provider");
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<QByteArray>("param");
    const auto row = [](const char* name, const char* provider, const char* rest, const char* param) {
        QTest::newRow(name) << QByteArray(provider) << QByteArray(rest) << QByteArray(param);
    };
    row("several alternatives", "groq", R"("n":2)", "n");
    row("search where there is none", "deepseek", R"("web_search_options":{})", "web_search_options");
    row("search outside of the search models", "openai", R"("web_search_options":{})", "web_search_options");
    row("search limited to domains", "openrouter",
        R"("tools":[{"type":"web_search","filters":{"allowed_domains":["a.org"]}}])", "web_search_options");
    row("custom tools", "mistral", R"("tools":[{"type":"custom","custom":{"name":"sql"}}])", "tools");
}

void TestOpenAiRequest::refusesWhatWouldChangeTheAnswer() {
    QFETCH(QByteArray, provider);
    QFETCH(QByteArray, rest);
    QFETCH(QByteArray, param);
    const auto request = newOpenAiIngressCodec()->decodeRequest(
        json::parse(R"({"model":"m","messages":[{"role":"user","content":"w"}],)" + rest.toStdString() + "}"));
    QVERIFY(request);
    const auto encoded =
        newOpenAiProviderCodec(quirksOf(provider.toStdString()))->encode(*request, targetOf(provider.toStdString()));
    QVERIFY(!encoded);
    QVERIFY(encoded.error().kind == ErrorKind::ModelNotSupported);
    QCOMPARE(QByteArray(encoded.error().param.c_str()), param);
    QVERIFY2(encoded.error().message.find(provider.toStdString()) != std::string::npos,
             encoded.error().message.c_str());

    ChatRequest foreign = *request;
    foreign.n.reset();
    foreign.webSearch.reset();
    foreign.tools.clear();
    foreign.nativeTools = {{"anthropic-messages", {{"type", "computer_20250124"}}}};
    const auto native =
        newOpenAiProviderCodec(quirksOf(provider.toStdString()))->encode(foreign, targetOf(provider.toStdString()));
    QVERIFY(!native);
    QVERIFY(native.error().kind == ErrorKind::ModelNotSupported);
}

/// Both on the way through and translated: the same change, and the same list of what was changed.
void TestOpenAiRequest::staysWithinWhatTheModelTakes_data() {
    QTest::addColumn<QByteArray>("provider");
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<QByteArray>("result");
    QTest::addColumn<QByteArray>("dropped");
    const auto row = [](const char* name, const char* provider, const char* rest, const char* result,
                        const char* dropped) {
        QTest::newRow(name) << QByteArray(provider) << QByteArray(rest) << QByteArray(result) << QByteArray(dropped);
    };
    row("a limit beyond the model's", "openai", R"("max_tokens":99999)", R"("max_completion_tokens":1000)", "");
    row("a limit within", "openai", R"("max_completion_tokens":10)", R"("max_completion_tokens":10)", "");
    row("an effort that it takes", "openai", R"("reasoning_effort":"high")", R"("reasoning_effort":"high")", "");
    row("an effort above", "openai", R"("reasoning_effort":"xhigh")", R"("reasoning_effort":"high")",
        "reasoning_effort");
    row("an effort below", "openai", R"("reasoning_effort":"minimal")", R"("reasoning_effort":"low")",
        "reasoning_effort");
    row("OpenRouter's object elsewhere", "openai", R"("reasoning":{"effort":"low"})", R"("reasoning_effort":"low")",
        "");
    row("a word where a switch is", "moonshot", R"("reasoning_effort":"none")", R"("thinking":{"type":"disabled"})",
        "");
    row("a budget beyond", "alibaba", R"("reasoning":{"max_tokens":99999})",
        R"("enable_thinking":true,"thinking_budget":4000)", "reasoning.max_tokens");
    row("a budget below", "alibaba", R"("reasoning":{"max_tokens":3})",
        R"("enable_thinking":true,"thinking_budget":500)", "reasoning.max_tokens");
    row("refused by reasoning models", "openai", R"("logprobs":true,"top_logprobs":2)", "", "logprobs top_logprobs");
    row("refused by all", "cerebras", R"("presence_penalty":1,"service_tier":"flex")", "",
        "presence_penalty service_tier");
}

void TestOpenAiRequest::staysWithinWhatTheModelTakes() {
    QFETCH(QByteArray, provider);
    QFETCH(QByteArray, rest);
    QFETCH(QByteArray, result);
    QFETCH(QByteArray, dropped);
    TargetModel target = targetOf(provider.toStdString());
    target.maxOutput = 1000;
    target.reasoning = true;
    target.reasoningEfforts = {"low", "medium", "high"};
    target.minReasoningBudget = 500;
    target.maxReasoningBudget = 4000;
    const std::string body = R"({"model":"m","messages":[{"role":"user","content":"w"}],)" + rest.toStdString() + "}";
    const json::value expected = json::parse(R"({"model":"up-1","messages":[{"role":"user","content":"w"}])" +
                                             (result.isEmpty() ? std::string() : "," + result.toStdString()) + "}");
    const auto listed = [](const EncodedRequest& encoded) {
        QByteArray names;
        for (const std::string& name : encoded.droppedParams)
            names += (names.isEmpty() ? "" : " ") + QByteArray::fromStdString(name);
        return names;
    };
    const OpenAiQuirks quirks = quirksOf(target.provider);
    const auto through = passThroughOpenAiChat(body, target, quirks);
    QVERIFY(through);
    QVERIFY2(json::parse(through->body) == expected, through->body.c_str());
    QCOMPARE(listed(*through), dropped);
    const auto request = newOpenAiIngressCodec()->decodeRequest(json::parse(body));
    QVERIFY(request);
    const auto translated = newOpenAiProviderCodec(quirks)->encode(*request, target);
    QVERIFY(translated);
    QVERIFY2(json::parse(translated->body) == expected, translated->body.c_str());
    QCOMPARE(listed(*translated), dropped);
}

void TestOpenAiRequest::nearestEffortWords_data() {
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<QByteArray>("taken");
    QTest::addColumn<QByteArray>("sent");
    const auto row = [](const char* name, const char* asked, const char* taken, const char* sent) {
        QTest::newRow(name) << QByteArray(asked) << QByteArray(taken) << QByteArray(sent);
    };
    row("nothing known", "max", "", "max");
    row("taken", "high", "low high", "high");
    row("the next lower", "medium", "low high", "low");
    row("the highest below", "max", "low medium high", "high");
    row("lower than all", "minimal", "medium high", "medium");
    row("not none, however near", "minimal", "none high", "high");
    row("none where it cannot be switched off", "none", "low high", "low");
    row("on or off", "high", "none default", "default");
    row("off or nothing", "high", "none", "");
    row("on, unasked", "default", "low high", "");
    row("a word of tomorrow", "ultra", "low high", "ultra");
}

void TestOpenAiRequest::nearestEffortWords() {
    QFETCH(QByteArray, asked);
    QFETCH(QByteArray, taken);
    QFETCH(QByteArray, sent);
    std::vector<std::string> words;
    for (const QByteArray& word : taken.split(' ')) {
        if (!word.isEmpty())
            words.push_back(word.toStdString());
    }
    QCOMPARE(QByteArray::fromStdString(nearestEffort(asked.toStdString(), words)), sent);
}

QTEST_APPLESS_MAIN(TestOpenAiRequest)
#include "tst_openairequest.moc"
