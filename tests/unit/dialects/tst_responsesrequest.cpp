// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Canonical requests → Responses bodies.
#include "app/dialects/openaichat.h"
#include "app/dialects/openairesponses.h"
#include "shape.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

class TestResponsesRequest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void writesInputItems_data();
    void writesInputItems();
    void writesTheRest_data();
    void writesTheRest();
    void sendsReasoningBackToItsMaker_data();
    void sendsReasoningBackToItsMaker();
    void writesTools();
    void saysWhatItDropped();
    void refusesWhatChangesTheMeaning_data();
    void refusesWhatChangesTheMeaning();
};

namespace {

TargetModel target(bool reasoning = false) {
    TargetModel model;
    model.upstreamId = "up-1";
    model.provider = "openai";
    model.reasoning = reasoning;
    return model;
}

ChatRequest asking(std::vector<Message> messages) {
    ChatRequest request;
    request.model = "m";
    request.messages = std::move(messages);
    return request;
}

Result<EncodedRequest> encode(const ChatRequest& request, const TargetModel& model, const char* provider = "openai") {
    return newResponsesProviderCodec(responsesQuirks(provider))->encode(request, model);
}

json::value bodyOf(const ChatRequest& request, const TargetModel& model = target(), const char* provider = "openai") {
    const auto encoded = encode(request, model, provider);
    return encoded ? *parseJson(encoded->body) : json::value(encoded.error().message);
}

ToolResultPart result(std::string id, std::string text, std::vector<MediaPart> media = {}) {
    ToolResultPart part;
    part.callId = std::move(id);
    part.text = std::move(text);
    part.media = std::move(media);
    return part;
}

ToolCallPart call(std::string id, std::string name, std::string arguments, bool custom = false) {
    ToolCallPart part;
    part.id = std::move(id);
    part.name = std::move(name);
    part.arguments = std::move(arguments);
    part.custom = custom;
    return part;
}

MediaPart picture() {
    MediaPart media;
    media.mimeType = "image/png";
    media.data = "AAAA";
    media.detail = "low";
    return media;
}

} // namespace

Q_DECLARE_METATYPE(llmg::dialects::ChatRequest)

void TestResponsesRequest::writesInputItems_data() {
    QTest::addColumn<ChatRequest>("request");
    QTest::addColumn<QByteArray>("rest"); // of the body, beside model and store
    QTest::newRow("one question") << asking({say(Role::User, "hi")})
                                  << QByteArray(R"("input":[{"type":"message","role":"user","content":"hi"}])");
    QTest::newRow("a first system message instructs, later ones and the developer's stay in their place")
        << asking({say(Role::System, "s"), say(Role::User, "hi"), say(Role::Developer, "d"), say(Role::System, "t")})
        << QByteArray(
               R"("instructions":"s","input":[{"type":"message","role":"user","content":"hi"},{"type":"message","role":"developer","content":"d"},{"type":"message","role":"system","content":"t"}])");
    MediaPart file;
    file.kind = MediaKind::Document;
    file.mimeType = "application/pdf";
    file.data = "BBBB";
    MediaPart address;
    address.kind = MediaKind::Document;
    address.url = "https://a/b.pdf";
    MediaPart uploaded;
    uploaded.fileId = "file-1";
    QTest::newRow("pictures and files")
        << asking({with(Role::User, {TextPart{"see"}, picture(), file, address, uploaded})})
        << QByteArray(
               R"("input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"see"},{"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"low"},{"type":"input_file","file_data":"data:application/pdf;base64,BBBB","filename":"document.pdf"},{"type":"input_file","file_url":"https://a/b.pdf"},{"type":"input_image","file_id":"file-1"}]}])");
    QTest::newRow("a tool turn")
        << asking({say(Role::User, "w"),
                   with(Role::Assistant, {TextPart{"let me"}, call("c1", "f", "{\"a\":1}"), call("c2", "g", "")}),
                   with(Role::Tool, {result("c1", "r1")}), with(Role::Tool, {result("c2", "r2", {picture()})})})
        << QByteArray(
               R"("input":[{"type":"message","role":"user","content":"w"},{"type":"message","role":"assistant","content":"let me"},{"type":"function_call","call_id":"c1","name":"f","arguments":"{\"a\":1}"},{"type":"function_call","call_id":"c2","name":"g","arguments":"{}"},{"type":"function_call_output","call_id":"c1","output":"r1"},{"type":"function_call_output","call_id":"c2","output":[{"type":"input_text","text":"r2"},{"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"low"}]}])");
    QTest::newRow("a custom tool's turn")
        << asking({with(Role::Assistant, {call("c1", "f", "free text", true)}), with(Role::Tool, {result("c1", "r")})})
        << QByteArray(
               R"("input":[{"type":"custom_tool_call","call_id":"c1","name":"f","input":"free text"},{"type":"custom_tool_call_output","call_id":"c1","output":"r"}])");
    QTest::newRow("a refusal and more text")
        << asking({with(Role::Assistant, {TextPart{"a"}, TextPart{"b"}, RefusalPart{"no"}})})
        << QByteArray(
               R"("input":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"a"},{"type":"output_text","text":"b"},{"type":"refusal","refusal":"no"}]}])");
}

void TestResponsesRequest::writesInputItems() {
    QFETCH(ChatRequest, request);
    QFETCH(QByteArray, rest);
    const QByteArray expected = R"({"model":"up-1","store":false,)" + rest + "}";
    COMPARE_SHAPE(bodyOf(request), expected.constData());
}

void TestResponsesRequest::writesTheRest_data() {
    QTest::addColumn<QByteArray>("chat"); // of a chat request, after its messages
    QTest::addColumn<bool>("reasons");
    QTest::addColumn<QByteArray>("rest");
    const auto row = [](const char* name, const char* chat, bool reasons, const char* rest) {
        QTest::newRow(name) << QByteArray(chat) << reasons << QByteArray(rest);
    };
    row("stream", R"("stream":true,"stream_options":{"include_obfuscation":false})", false,
        R"("stream":true,"stream_options":{"include_obfuscation":false})");
    row("stream options mean nothing without a stream", R"("stream_options":{"include_obfuscation":false})", false, "");
    row("sampling", R"("temperature":0.5,"top_p":0.7,"max_completion_tokens":50)", false,
        R"("temperature":0.5,"top_p":0.7,"max_output_tokens":50)");
    row("fewer tokens than it takes", R"("max_tokens":3)", false, R"("max_output_tokens":16)");
    row("schema",
        R"("response_format":{"type":"json_schema","json_schema":{"name":"n","description":"d","schema":{"type":"object"},"strict":true}})",
        false,
        R"("text":{"format":{"type":"json_schema","name":"n","description":"d","schema":{"type":"object"},"strict":true}})");
    row("JSON", R"("response_format":{"type":"json_object"})", false, R"("text":{"format":{"type":"json_object"}})");
    row("logprobs", R"("logprobs":true,"top_logprobs":2)", false,
        R"("top_logprobs":2,"include":["message.output_text.logprobs"])");
    row("who and how fast", R"("user":"u","service_tier":"flex","metadata":{"a":"b"},"prompt_cache_key":"k")", false,
        R"("user":"u","service_tier":"flex","metadata":{"a":"b"},"prompt_cache_key":"k")");
    row("a reasoning model gives its reasoning along", "", true, R"("include":["reasoning.encrypted_content"])");
    row("effort", R"("reasoning_effort":"high")", true,
        R"("reasoning":{"effort":"high"},"include":["reasoning.encrypted_content"])");
    row("effort of a budget, with its text", R"("reasoning":{"max_tokens":9000,"exclude":false})", true,
        R"("reasoning":{"effort":"medium","summary":"auto"},"include":["reasoning.encrypted_content"])");
    row("a store of the provider's own stays empty", R"("store":true)", false, "");
}

void TestResponsesRequest::writesTheRest() {
    QFETCH(QByteArray, chat);
    QFETCH(bool, reasons);
    QFETCH(QByteArray, rest);
    const auto field = [](const QByteArray& text) { return text.isEmpty() ? text : "," + text; };
    const QByteArray client = R"({"model":"m","messages":[{"role":"user","content":"w"}])" + field(chat) + "}";
    const auto request = newOpenAiIngressCodec()->decodeRequest(*parseJson(client.toStdString()));
    QVERIFY2(request, request ? "" : request.error().message.c_str());
    const QByteArray expected =
        R"({"model":"up-1","store":false,"input":[{"type":"message","role":"user","content":"w"}])" + field(rest) + "}";
    COMPARE_SHAPE(bodyOf(*request, target(reasons)), expected.constData());
}

void TestResponsesRequest::sendsReasoningBackToItsMaker_data() {
    QTest::addColumn<QByteArray>("format");
    QTest::addColumn<QByteArray>("provider");
    QTest::addColumn<QByteArray>("item"); // "" : none
    const auto row = [](const char* name, const char* format, const char* provider, const char* item) {
        QTest::newRow(name) << QByteArray(format) << QByteArray(provider) << QByteArray(item);
    };
    row("OpenAI's to OpenAI", "openai-responses-v1", "openai",
        R"({"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"t"}],"encrypted_content":"E"})");
    row("Anthropic's not to OpenAI", "anthropic-claude-v1", "openai", "");
    row("xAI's not to OpenAI", "xai-responses-v1", "openai", "");
    row("xAI's to xAI", "xai-responses-v1", "xai",
        R"({"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"t"}],"encrypted_content":"E"})");
    row("Google's to OpenRouter", "google-gemini-v1", "openrouter",
        R"({"type":"reasoning","id":"rs_1","format":"google-gemini-v1","summary":[{"type":"summary_text","text":"t"}],"encrypted_content":"E"})");
    row("its text to DeepSeek", "", "deepseek",
        R"({"type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"t"}]})");
}

void TestResponsesRequest::sendsReasoningBackToItsMaker() {
    QFETCH(QByteArray, format);
    QFETCH(QByteArray, provider);
    QFETCH(QByteArray, item);
    ReasoningPart part;
    part.text = "t";
    part.signature = format.isEmpty() ? "" : "E";
    part.format = format.toStdString();
    part.id = format.isEmpty() ? "" : "rs_1";
    const json::value body =
        bodyOf(asking({with(Role::Assistant, {part, TextPart{"a"}})}), target(), provider.constData());
    const QByteArray expected =
        "[" + item + (item.isEmpty() ? "" : ",") + R"({"type":"message","role":"assistant","content":"a"}])";
    COMPARE_SHAPE(body.at("input"), expected.constData());
}

void TestResponsesRequest::writesTools() {
    ChatRequest request = asking({say(Role::User, "w")});
    Tool function;
    function.name = "f";
    function.description = "d";
    Tool custom;
    custom.name = "g";
    custom.custom = true;
    custom.inputFormat = *parseJson(R"({"type":"text"})");
    request.tools = {function, custom};
    WebSearch search;
    search.allowedDomains = {"a.org"};
    search.contextSize = "low";
    search.maxUses = 3;
    search.userLocation["country"] = "DE";
    request.webSearch = search;
    request.toolChoice = {ToolChoice::Kind::Named, "g"};
    request.parallelToolCalls = false;
    const json::value body = bodyOf(request);
    COMPARE_SHAPE(
        body.at("tools"),
        R"([{"type":"function","name":"f","description":"d","parameters":{"type":"object","properties":{}},"strict":false},{"type":"custom","name":"g","format":{"type":"text"}},{"type":"web_search","filters":{"allowed_domains":["a.org"]},"search_context_size":"low","user_location":{"type":"approximate","country":"DE"}}])");
    COMPARE_SHAPE(body.at("tool_choice"), R"({"type":"custom","name":"g"})");
    COMPARE_SHAPE(body.at("parallel_tool_calls"), "false");
    COMPARE_SHAPE(body.at("max_tool_calls"), "3");

    request.webSearch.reset();
    request.nativeTools.push_back(
        {"openai-responses", parseJson(R"({"type":"code_interpreter","container":"c"})")->as_object()});
    COMPARE_SHAPE(bodyOf(request).at("tools").at(2), R"({"type":"code_interpreter","container":"c"})");
}

void TestResponsesRequest::saysWhatItDropped() {
    ChatRequest request = asking({say(Role::User, "w")});
    request.temperature = 0.5;
    request.topP = 0.5;
    request.topK = 3;
    request.seed = 1;
    request.frequencyPenalty = 0.1;
    request.presencePenalty = 0.1;
    request.reasoning.effort = "high";
    request.extra["logit_bias"] = json::object();
    TargetModel model = target();
    model.acceptsTemperature = false;
    const auto encoded = encode(request, model);
    QVERIFY(encoded);
    const std::vector<std::string> dropped{"logit_bias", "reasoning_effort",  "temperature",     "top_p", "top_k",
                                           "seed",       "frequency_penalty", "presence_penalty"};
    QCOMPARE(encoded->droppedParams, dropped);
    COMPARE_SHAPE(*parseJson(encoded->body),
                  R"({"model":"up-1","store":false,"input":[{"type":"message","role":"user","content":"w"}]})");
}

void TestResponsesRequest::refusesWhatChangesTheMeaning_data() {
    QTest::addColumn<ChatRequest>("request");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("param");
    const auto row = [](const char* name, ChatRequest request, const char* kind, const char* param) {
        QTest::newRow(name) << request << QByteArray(kind) << QByteArray(param);
    };
    ChatRequest plain = asking({say(Role::User, "w")});
    ChatRequest several = plain;
    several.n = 2;
    row("several answers", several, "invalid_parameters", "n");
    ChatRequest stopping = plain;
    stopping.stop = {"x"};
    row("stop sequences", stopping, "invalid_parameters", "stop");
    ChatRequest foreign = plain;
    foreign.nativeTools.push_back({"anthropic-messages", parseJson(R"({"type":"bash_20250124"})")->as_object()});
    row("another provider's tool", foreign, "model_not_supported", "tools");
    MediaPart audio;
    audio.kind = MediaKind::Audio;
    audio.data = "AAAA";
    row("audio", asking({with(Role::User, {audio})}), "invalid_parameters", "messages[0].content");
    MediaPart video;
    video.kind = MediaKind::Video;
    video.url = "https://a/b";
    row("video in a result", asking({with(Role::Tool, {result("c", "", {video})})}), "invalid_parameters",
        "messages[0].content");
}

void TestResponsesRequest::refusesWhatChangesTheMeaning() {
    QFETCH(ChatRequest, request);
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, param);
    const auto encoded = encode(request, target());
    QVERIFY(!encoded);
    QCOMPARE(QByteArray(toString(encoded.error().kind)), kind);
    QCOMPARE(QByteArray(encoded.error().param.c_str()), param);
}

QTEST_APPLESS_MAIN(TestResponsesRequest)
#include "tst_responsesrequest.moc"
