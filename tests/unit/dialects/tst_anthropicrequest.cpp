// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Canonical request → Anthropic's documented body.
#include "app/dialects/anthropicmessages.h"
#include "app/dialects/anthropicmessagesrequest.h"
#include "shape.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

// Declared before the fixtures: older moc takes the quotes of a raw string for those of a plain one.
class TestAnthropicRequest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void sendsTheLeast();
    void asksForAStream();
    void alwaysLimitsTheTokens_data();
    void alwaysLimitsTheTokens();
    void gathersSystemAndMergesTurns();
    void putsParallelResultsTogetherAndFirst();
    void showsWhatAToolShowed();
    void sendsImagesAndDocuments_data();
    void sendsImagesAndDocuments();
    void asksForTheFilesBetaWhereAFileIsNamed();
    void refusesWhatItCannotCarry_data();
    void refusesWhatItCannotCarry();
    void refusesSeveralAnswers();
    void refusesAConversationWithoutWords();
    void declaresTools();
    void declaresStrictToolsWhereTheyExist();
    void refusesToolsItHasNot();
    void searchesTheWeb();
    void choosesTools_data();
    void choosesTools();
    void samples();
    void writesNumbersPlainly();
    void sendsOneOfTemperatureAndTopP();
    void keepsSamplingFromModelsThatRefuseIt();
    void listsWhatItCannotSay();
    void asksToThink_data();
    void asksToThink();
    void leavesTheAnswerRoomBesideThinking();
    void thinksWithoutSampling();
    void prefersAForcedToolToThinking();
    void startsNoThinkingInsideAToolLoop();
    void sendsBackOnlyItsOwnThoughts();
    void trimsTheTextToGoOnFrom();
    void asksForASchema();
    void asksForAnObjectInWords();
    void narrowsSchemas_data();
    void narrowsSchemas();
    void readsVersions_data();
    void readsVersions();
};

namespace {

ChatRequest hello() {
    ChatRequest request;
    request.model = "anthropic/claude-sonnet-4-5";
    request.messages = {say(Role::User, "Hello")};
    request.maxOutputTokens = 100;
    return request;
}

TargetModel target(std::string id = "claude-sonnet-4-5", std::string style = "budget_tokens") {
    TargetModel model;
    model.upstreamId = std::move(id);
    model.provider = "anthropic";
    model.maxOutput = 64000;
    model.reasoningStyle = std::move(style);
    model.reasoning = !model.reasoningStyle.empty();
    return model;
}

Tool weather() {
    Tool tool;
    tool.name = "weather";
    tool.description = "Tells the weather";
    tool.parameters = *parseJson(R"({"type":"object","properties":{"city":{"type":"string"}},"required":["city"]})");
    return tool;
}

Result<EncodedRequest> encode(const ChatRequest& request, const TargetModel& model) {
    return newAnthropicProviderCodec()->encode(request, model);
}

json::object bodyOf(const ChatRequest& request, const TargetModel& model = target()) {
    const auto encoded = encode(request, model);
    if (!encoded)
        return {{"failed", encoded.error().message}};
    return parseJson(encoded->body)->as_object();
}

QByteArray dropped(const ChatRequest& request, const TargetModel& model = target()) {
    QByteArrayList names;
    const auto encoded = encode(request, model);
    for (const std::string& name : encoded->droppedParams)
        names.append(bytes(name));
    return names.join(' ');
}

} // namespace

void TestAnthropicRequest::sendsTheLeast() {
    const auto encoded = encode(hello(), target());
    QCOMPARE(bytes(encoded->path), QByteArray("/v1/messages"));
    QVERIFY(encoded->headers.empty());
    QVERIFY(encoded->droppedParams.empty());
    COMPARE_SHAPE(*parseJson(encoded->body), R"({"model":"claude-sonnet-4-5","max_tokens":100,
        "messages":[{"role":"user","content":[{"type":"text","text":"Hello"}]}]})");
}

void TestAnthropicRequest::asksForAStream() {
    ChatRequest request = hello();
    request.stream = true;
    QCOMPARE(bodyOf(request).at("stream").as_bool(), true);
}

void TestAnthropicRequest::alwaysLimitsTheTokens_data() {
    QTest::addColumn<qlonglong>("asked");
    QTest::addColumn<qlonglong>("modelLimit");
    QTest::addColumn<qlonglong>("sent");
    QTest::newRow("the request's own") << 77LL << 64000LL << 77LL;
    QTest::newRow("the model's, when small") << -1LL << 8192LL << 8192LL;
    QTest::newRow("a sensible part of a large one") << -1LL << 128000LL << 32000LL;
    QTest::newRow("nothing known") << -1LL << 0LL << 4096LL;
}

void TestAnthropicRequest::alwaysLimitsTheTokens() {
    QFETCH(qlonglong, asked);
    QFETCH(qlonglong, modelLimit);
    QFETCH(qlonglong, sent);
    ChatRequest request = hello();
    request.maxOutputTokens.reset();
    if (asked >= 0)
        request.maxOutputTokens = asked;
    TargetModel model = target();
    model.maxOutput = modelLimit;
    QCOMPARE(static_cast<qlonglong>(bodyOf(request, model).at("max_tokens").as_int64()), sent);
}

void TestAnthropicRequest::gathersSystemAndMergesTurns() {
    ChatRequest request = hello();
    Message marked = say(Role::Developer, "Be kind.");
    marked.parts[0].cache = CacheMark{"1h"};
    request.messages = {
        say(Role::System, "Be brief."), say(Role::User, "One"),       say(Role::User, "Two"), marked,
        say(Role::Assistant, "Three"),  say(Role::Assistant, "Four"), say(Role::User, "   "), say(Role::User, "Five")};
    const json::object body = bodyOf(request);
    COMPARE_SHAPE(body.at("system"), R"([{"type":"text","text":"Be brief."},
        {"type":"text","text":"Be kind.","cache_control":{"type":"ephemeral","ttl":"1h"}}])");
    COMPARE_SHAPE(body.at("messages"), R"([
        {"role":"user","content":[{"type":"text","text":"One"},{"type":"text","text":"Two"}]},
        {"role":"assistant","content":[{"type":"text","text":"Three"},{"type":"text","text":"Four"}]},
        {"role":"user","content":[{"type":"text","text":"Five"}]}])");
}

void TestAnthropicRequest::putsParallelResultsTogetherAndFirst() {
    ChatRequest request = hello();
    ToolResultPart second{"b", "weather", "no such city", {}, true};
    request.messages = {say(Role::User, "Weather?"),
                        with(Role::Assistant, {TextPart{"I look."}, ToolCallPart{"a", "weather", R"({"city":"Rome"})"},
                                               ToolCallPart{"b", "weather", "not json"}}),
                        with(Role::Tool, {ToolResultPart{"a", "", "sunny"}}), say(Role::User, "Be quick."),
                        with(Role::Tool, {second})};
    COMPARE_SHAPE(bodyOf(request).at("messages"), R"([
        {"role":"user","content":[{"type":"text","text":"Weather?"}]},
        {"role":"assistant","content":[{"type":"text","text":"I look."},
            {"type":"tool_use","id":"a","name":"weather","input":{"city":"Rome"}},
            {"type":"tool_use","id":"b","name":"weather","input":{"raw_arguments":"not json"}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"sunny"},
            {"type":"tool_result","tool_use_id":"b","content":"no such city","is_error":true},
            {"type":"text","text":"Be quick."}]}])");
}

void TestAnthropicRequest::showsWhatAToolShowed() {
    ChatRequest request = hello();
    ToolResultPart result{
        "a", "", "here", {MediaPart{MediaKind::Image, "image/png", "iVBORw0KGgoAAA", {}, {}, {}, {}}}, false};
    request.messages.push_back(with(Role::Assistant, {ToolCallPart{"a", "photo", ""}}));
    request.messages.push_back(with(Role::Tool, {result}));
    const json::object body = bodyOf(request);
    COMPARE_SHAPE(body.at("messages").at(1).at("content").at(0),
                  R"({"type":"tool_use","id":"a","name":"photo","input":{}})");
    COMPARE_SHAPE(body.at("messages").at(2).at("content").at(0), R"({"type":"tool_result","tool_use_id":"a","content":[
        {"type":"text","text":"here"},
        {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgoAAA"}}]})");
}

void TestAnthropicRequest::sendsImagesAndDocuments_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("mime");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("block");
    const int image = static_cast<int>(MediaKind::Image);
    const int document = static_cast<int>(MediaKind::Document);
    QTest::newRow("image bytes")
        << image << QByteArray("image/webp") << QByteArray("AAAA") << QByteArray()
        << QByteArray(R"({"type":"image","source":{"type":"base64","media_type":"image/webp","data":"AAAA"}})");
    QTest::newRow("an image of another type than its label")
        << image << QByteArray("image/png") << QByteArray("/9j/4AAQ") << QByteArray()
        << QByteArray(R"({"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"/9j/4AAQ"}})");
    QTest::newRow("the type's common misspelling")
        << image << QByteArray("image/jpg") << QByteArray("AAAA") << QByteArray()
        << QByteArray(R"({"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"AAAA"}})");
    QTest::newRow("image address")
        << image << QByteArray() << QByteArray() << QByteArray("https://example.org/a.png")
        << QByteArray(R"({"type":"image","source":{"type":"url","url":"https://example.org/a.png"}})");
    QTest::newRow("PDF bytes")
        << document << QByteArray("application/pdf") << QByteArray("JVBERi0xLjQ") << QByteArray()
        << QByteArray(
               R"({"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0xLjQ"}})");
    QTest::newRow("PDF address")
        << document << QByteArray("application/pdf") << QByteArray() << QByteArray("https://example.org/a.pdf")
        << QByteArray(R"({"type":"document","source":{"type":"url","url":"https://example.org/a.pdf"}})");
    QTest::newRow("text document")
        << document << QByteArray("text/markdown") << QByteArray("SMOpbGxv") << QByteArray()
        << QByteArray(R"({"type":"document","source":{"type":"text","media_type":"text/plain","data":"Héllo"}})");
}

void TestAnthropicRequest::sendsImagesAndDocuments() {
    QFETCH(int, kind);
    QFETCH(QByteArray, mime);
    QFETCH(QByteArray, data);
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, block);
    ChatRequest request = hello();
    request.messages = {with(
        Role::User,
        {MediaPart{
            static_cast<MediaKind>(kind), mime.toStdString(), data.toStdString(), url.toStdString(), {}, {}, {}}})};
    COMPARE_SHAPE(bodyOf(request).at("messages").at(0).at("content").at(0), block.constData());
}

void TestAnthropicRequest::asksForTheFilesBetaWhereAFileIsNamed() {
    ChatRequest request = hello();
    request.messages = {
        with(Role::User, {MediaPart{MediaKind::Document, "application/pdf", {}, {}, "file_011", "a.pdf", {}}})};
    const auto encoded = encode(request, target());
    COMPARE_SHAPE(parseJson(encoded->body)->at("messages").at(0).at("content").at(0),
                  R"({"type":"document","source":{"type":"file","file_id":"file_011"},"title":"a.pdf"})");
    QCOMPARE(encoded->headers.size(), std::size_t{1});
    QCOMPARE(bytes(encoded->headers[0].first), QByteArray("anthropic-beta"));
}

void TestAnthropicRequest::refusesWhatItCannotCarry_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("mime");
    QTest::addColumn<bool>("assistant");
    QTest::addColumn<bool>("vision");
    QTest::newRow("audio") << static_cast<int>(MediaKind::Audio) << QByteArray("audio/wav") << false << true;
    QTest::newRow("video") << static_cast<int>(MediaKind::Video) << QByteArray("video/mp4") << false << true;
    QTest::newRow("a TIFF image") << static_cast<int>(MediaKind::Image) << QByteArray("image/tiff") << false << true;
    QTest::newRow("a Word document") << static_cast<int>(MediaKind::Document) << QByteArray("application/msword")
                                     << false << true;
    QTest::newRow("an image of the assistant's")
        << static_cast<int>(MediaKind::Image) << QByteArray("image/png") << true << true;
    QTest::newRow("an image for a model without eyes")
        << static_cast<int>(MediaKind::Image) << QByteArray("image/png") << false << false;
}

void TestAnthropicRequest::refusesWhatItCannotCarry() {
    QFETCH(int, kind);
    QFETCH(QByteArray, mime);
    QFETCH(bool, assistant);
    QFETCH(bool, vision);
    ChatRequest request = hello();
    request.messages.push_back(
        with(assistant ? Role::Assistant : Role::User,
             {MediaPart{static_cast<MediaKind>(kind), mime.toStdString(), "AAAA", {}, {}, {}, {}}}));
    TargetModel model = target();
    model.vision = vision;
    const auto encoded = encode(request, model);
    QVERIFY(!encoded);
    QVERIFY(encoded.error().kind == ErrorKind::ModelNotSupported);
}

void TestAnthropicRequest::refusesSeveralAnswers() {
    ChatRequest request = hello();
    request.n = 2;
    const auto encoded = encode(request, target());
    QVERIFY(!encoded);
    QVERIFY(encoded.error().kind == ErrorKind::InvalidParameters);
    QCOMPARE(bytes(encoded.error().param), QByteArray("n"));
}

void TestAnthropicRequest::refusesAConversationWithoutWords() {
    ChatRequest request = hello();
    request.messages = {say(Role::System, "Be brief."), say(Role::User, " \n")};
    QVERIFY(encode(request, target()).error().kind == ErrorKind::InvalidParameters);
}

void TestAnthropicRequest::declaresTools() {
    ChatRequest request = hello();
    Tool bare;
    bare.name = "now";
    bare.cache = CacheMark{};
    request.tools = {weather(), bare};
    const json::object body = bodyOf(request);
    COMPARE_SHAPE(body.at("tools"), R"([
        {"name":"weather","description":"Tells the weather",
         "input_schema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}},
        {"name":"now","input_schema":{"type":"object","properties":{}},"cache_control":{"type":"ephemeral"}}])");
    QVERIFY(!body.contains("tool_choice"));
}

void TestAnthropicRequest::declaresStrictToolsWhereTheyExist() {
    ChatRequest request = hello();
    request.tools = {weather()};
    request.tools[0].strict = true;
    COMPARE_SHAPE(bodyOf(request).at("tools").at(0),
                  R"({"name":"weather","description":"Tells the weather","strict":true,
        "input_schema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}})");
    QVERIFY(!bodyOf(request, target("claude-3-5-haiku-20241022", "")).at("tools").at(0).as_object().contains("strict"));
    QCOMPARE(dropped(request, target("claude-3-5-haiku-20241022", "")), QByteArray("tools.strict"));
    request.tools.assign(21, request.tools[0]); // one more than the provider takes
    QCOMPARE(dropped(request), QByteArray("tools.strict"));
}

void TestAnthropicRequest::refusesToolsItHasNot() {
    ChatRequest request = hello();
    request.tools = {weather()};
    request.tools[0].custom = true;
    QVERIFY(encode(request, target()).error().kind == ErrorKind::ModelNotSupported);
    QVERIFY(encode(request, target()).error().message.find("'weather'") != std::string::npos);
    request.tools.clear();
    request.nativeTools = {{"openai-responses", {{"type", "code_interpreter"}}}};
    QVERIFY(encode(request, target()).error().kind == ErrorKind::ModelNotSupported);
    QVERIFY(encode(request, target()).error().message.find("'code_interpreter'") != std::string::npos);
}

void TestAnthropicRequest::searchesTheWeb() {
    ChatRequest request = hello();
    request.tools = {weather()};
    request.webSearch.emplace();
    request.webSearch->allowedDomains = {"a.example"};
    request.webSearch->blockedDomains = {"b.example"};
    request.webSearch->contextSize = "high";
    request.parallelToolCalls = false;
    const json::object body = bodyOf(request);
    COMPARE_SHAPE(body.at("tools").at(1),
                  R"({"type":"web_search_20250305","name":"web_search","allowed_domains":["a.example"]})");
    COMPARE_SHAPE(body.at("tool_choice"), R"({"type":"auto","disable_parallel_tool_use":true})");
    QCOMPARE(dropped(request), QByteArray("web_search.blocked_domains web_search.search_context_size"));
}

void TestAnthropicRequest::choosesTools_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("single");
    QTest::addColumn<QByteArray>("choice");
    using K = ToolChoice::Kind;
    const auto kind = [](K k) { return static_cast<int>(k); };
    QTest::newRow("auto") << kind(K::Auto) << false << QByteArray(R"({"type":"auto"})");
    QTest::newRow("none") << kind(K::None) << false << QByteArray(R"({"type":"none"})");
    QTest::newRow("none, one at a time") << kind(K::None) << true << QByteArray(R"({"type":"none"})");
    QTest::newRow("required") << kind(K::Required) << false << QByteArray(R"({"type":"any"})");
    QTest::newRow("named") << kind(K::Named) << false << QByteArray(R"({"type":"tool","name":"weather"})");
    QTest::newRow("one at a time") << kind(K::Unset) << true
                                   << QByteArray(R"({"type":"auto","disable_parallel_tool_use":true})");
    QTest::newRow("named, one at a time")
        << kind(K::Named) << true << QByteArray(R"({"type":"tool","name":"weather","disable_parallel_tool_use":true})");
}

void TestAnthropicRequest::choosesTools() {
    QFETCH(int, kind);
    QFETCH(bool, single);
    QFETCH(QByteArray, choice);
    ChatRequest request = hello();
    request.tools = {weather()};
    request.toolChoice = {static_cast<ToolChoice::Kind>(kind), "weather"};
    if (single)
        request.parallelToolCalls = false;
    COMPARE_SHAPE(bodyOf(request).at("tool_choice"), choice.constData());
}

void TestAnthropicRequest::samples() {
    ChatRequest request = hello();
    request.temperature = 1.7;
    request.topK = 40;
    request.stop = {"END", " \n"};
    request.user = "u1";
    request.serviceTier = "default";
    const json::object body = bodyOf(request);
    QCOMPARE(body.at("temperature").to_number<double>(), 1.0);
    QCOMPARE(body.at("top_k").as_int64(), std::int64_t{40});
    COMPARE_SHAPE(body.at("stop_sequences"), R"(["END"])");
    COMPARE_SHAPE(body.at("metadata"), R"({"user_id":"u1"})");
    COMPARE_SHAPE(body.at("service_tier"), R"("standard_only")");
    QCOMPARE(dropped(request), QByteArray("stop"));
}

void TestAnthropicRequest::writesNumbersPlainly() {
    ChatRequest request = hello();
    request.temperature = 0.7;
    QVERIFY(encode(request, target())->body.find("\"temperature\":0.7") != std::string::npos);
}

void TestAnthropicRequest::sendsOneOfTemperatureAndTopP() {
    ChatRequest request = hello();
    request.topP = 0.5;
    QVERIFY(bodyOf(request).contains("top_p"));
    request.temperature = 0.5;
    QVERIFY(!bodyOf(request).contains("top_p"));
    QCOMPARE(dropped(request), QByteArray("top_p"));
    QVERIFY(bodyOf(request, target("claude-3-haiku-20240307", "")).contains("top_p"));
}

void TestAnthropicRequest::keepsSamplingFromModelsThatRefuseIt() {
    ChatRequest request = hello();
    request.temperature = 0.5;
    request.topP = 0.9;
    request.topK = 3;
    TargetModel model = target("claude-opus-4-7", "effort");
    model.acceptsTemperature = false;
    const json::object body = bodyOf(request, model);
    QVERIFY(!body.contains("temperature") && !body.contains("top_p") && !body.contains("top_k"));
    QCOMPARE(dropped(request, model), QByteArray("temperature top_p top_k"));
}

void TestAnthropicRequest::listsWhatItCannotSay() {
    ChatRequest request = hello();
    request.frequencyPenalty = 1;
    request.presencePenalty = 1;
    request.seed = 7;
    request.logprobs = true;
    request.topLogprobs = 2;
    request.n = 1;
    request.serviceTier = "flex";
    request.parallelToolCalls = true;
    request.extra["logit_bias"] = json::object();
    QCOMPARE(dropped(request), QByteArray("parallel_tool_calls service_tier frequency_penalty presence_penalty seed "
                                          "logprobs top_logprobs logit_bias"));
}

void TestAnthropicRequest::asksToThink_data() {
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("style");
    QTest::addColumn<QByteArray>("effort");
    QTest::addColumn<qlonglong>("budget");
    QTest::addColumn<qlonglong>("maxTokens");
    QTest::addColumn<QByteArray>("thinking");
    QTest::addColumn<QByteArray>("output");
    const QByteArray adaptive(R"({"type":"adaptive","display":"summarized"})");
    QTest::newRow("budget from a word") << QByteArray("claude-sonnet-4-5") << QByteArray("budget_tokens")
                                        << QByteArray("low") << -1LL << 16000LL
                                        << QByteArray(R"({"type":"enabled","budget_tokens":4096})") << QByteArray();
    QTest::newRow("budget as asked") << QByteArray("claude-haiku-4-5-20251001") << QByteArray("budget_tokens")
                                     << QByteArray() << 5000LL << 10000LL
                                     << QByteArray(R"({"type":"enabled","budget_tokens":5000})") << QByteArray();
    QTest::newRow("at least 1024") << QByteArray("claude-sonnet-4-0") << QByteArray("budget_tokens") << QByteArray()
                                   << 10LL << 10000LL << QByteArray(R"({"type":"enabled","budget_tokens":1024})")
                                   << QByteArray();
    QTest::newRow("less than the limit") << QByteArray("claude-sonnet-4-0") << QByteArray("budget_tokens")
                                         << QByteArray("high") << -1LL << 2000LL
                                         << QByteArray(R"({"type":"enabled","budget_tokens":1600})") << QByteArray();
    QTest::newRow("no room") << QByteArray("claude-sonnet-4-0") << QByteArray("budget_tokens") << QByteArray("high")
                             << -1LL << 1024LL << QByteArray() << QByteArray();
    QTest::newRow("effort before adaptive thinking")
        << QByteArray("claude-opus-4-5") << QByteArray("effort") << QByteArray("low") << -1LL << 16000LL
        << QByteArray(R"({"type":"enabled","budget_tokens":4096})") << QByteArray();
    QTest::newRow("adaptive") << QByteArray("claude-opus-4-6") << QByteArray("effort") << QByteArray("medium") << -1LL
                              << 100LL << adaptive << QByteArray(R"({"effort":"medium"})");
    QTest::newRow("adaptive, the catalog silent")
        << QByteArray("claude-opus-4-7-20260416") << QByteArray("toggle") << QByteArray("minimal") << -1LL << 100LL
        << adaptive << QByteArray(R"({"effort":"low"})");
    QTest::newRow("highest where it exists")
        << QByteArray("claude-opus-4-7") << QByteArray("effort") << QByteArray("xhigh") << -1LL << 100LL << adaptive
        << QByteArray(R"({"effort":"xhigh"})");
    QTest::newRow("highest where it does not")
        << QByteArray("claude-opus-4-6") << QByteArray("effort") << QByteArray("xhigh") << -1LL << 100LL << adaptive
        << QByteArray(R"({"effort":"high"})");
    QTest::newRow("adaptive takes no budget") << QByteArray("claude-sonnet-5") << QByteArray("effort") << QByteArray()
                                              << 30000LL << 100LL << adaptive << QByteArray(R"({"effort":"high"})");
    QTest::newRow("off") << QByteArray("claude-sonnet-5") << QByteArray("effort") << QByteArray("none") << -1LL << 100LL
                         << QByteArray(R"({"type":"disabled"})") << QByteArray();
    QTest::newRow("off where it was never on") << QByteArray("claude-sonnet-4-5") << QByteArray("budget_tokens")
                                               << QByteArray("none") << -1LL << 100LL << QByteArray() << QByteArray();
    QTest::newRow("off where it cannot be")
        << QByteArray("claude-fable-5") << QByteArray("effort") << QByteArray("none") << -1LL << 100LL << QByteArray()
        << QByteArray(R"({"effort":"low"})");
    QTest::newRow("a model that does not think")
        << QByteArray("claude-3-haiku-20240307") << QByteArray() << QByteArray("high") << -1LL << 4000LL << QByteArray()
        << QByteArray();
}

void TestAnthropicRequest::asksToThink() {
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, style);
    QFETCH(QByteArray, effort);
    QFETCH(qlonglong, budget);
    QFETCH(qlonglong, maxTokens);
    QFETCH(QByteArray, thinking);
    QFETCH(QByteArray, output);
    ChatRequest request = hello();
    request.maxOutputTokens = maxTokens;
    request.reasoning.effort = effort.toStdString();
    if (budget >= 0)
        request.reasoning.budgetTokens = budget;
    const json::object body = bodyOf(request, target(model.toStdString(), style.toStdString()));
    QCOMPARE(body.contains("thinking") ? shape(body.at("thinking")) : QByteArray(),
             thinking.isEmpty() ? QByteArray() : shape(thinking.constData()));
    QCOMPARE(body.contains("output_config") ? shape(body.at("output_config")) : QByteArray(),
             output.isEmpty() ? QByteArray() : shape(output.constData()));
}

void TestAnthropicRequest::leavesTheAnswerRoomBesideThinking() {
    ChatRequest request = hello();
    request.maxOutputTokens.reset();
    request.reasoning.effort = "high";
    const json::object body = bodyOf(request);
    const auto limit = body.at("max_tokens").as_int64();
    const auto budget = body.at("thinking").at("budget_tokens").as_int64();
    QCOMPARE(limit, std::int64_t{32000 + 24576});
    QCOMPARE(budget, std::int64_t{24576});
}

void TestAnthropicRequest::thinksWithoutSampling() {
    ChatRequest request = hello();
    request.maxOutputTokens = 8000;
    request.reasoning.effort = "low";
    request.temperature = 0.2;
    request.topP = 0.5;
    request.topK = 5;
    const json::object body = bodyOf(request);
    QVERIFY(!body.contains("temperature") && !body.contains("top_p") && !body.contains("top_k"));
    QCOMPARE(dropped(request), QByteArray("temperature top_p top_k"));
    request.temperature = 1.0;
    QVERIFY(bodyOf(request).contains("temperature"));
}

void TestAnthropicRequest::prefersAForcedToolToThinking() {
    ChatRequest request = hello();
    request.maxOutputTokens = 8000;
    request.reasoning.effort = "low";
    request.tools = {weather()};
    request.toolChoice = {ToolChoice::Kind::Required, {}};
    QVERIFY(!bodyOf(request).contains("thinking"));
    QCOMPARE(dropped(request), QByteArray("reasoning_effort"));
    request.toolChoice.kind = ToolChoice::Kind::Auto;
    QVERIFY(bodyOf(request).contains("thinking"));
}

void TestAnthropicRequest::startsNoThinkingInsideAToolLoop() {
    ChatRequest request = hello();
    request.maxOutputTokens = 8000;
    request.reasoning.effort = "low";
    request.tools = {weather()};
    request.messages.push_back(with(Role::Assistant, {ToolCallPart{"a", "weather", "{}"}}));
    request.messages.push_back(with(Role::Tool, {ToolResultPart{"a", "", "sunny"}}));
    QVERIFY(!bodyOf(request).contains("thinking"));
    QCOMPARE(dropped(request), QByteArray("reasoning_effort"));
    auto& parts = request.messages[1].parts;
    parts.insert(parts.begin(), {ReasoningPart{"hm", "sig", {}, "anthropic-claude-v1"}, std::nullopt});
    QVERIFY(bodyOf(request).contains("thinking"));
    COMPARE_SHAPE(bodyOf(request).at("messages").at(1).at("content").at(0),
                  R"({"type":"thinking","thinking":"hm","signature":"sig"})");
}

void TestAnthropicRequest::sendsBackOnlyItsOwnThoughts() {
    ChatRequest request = hello();
    request.messages.push_back(with(Role::Assistant, {ReasoningPart{"no signature", {}, {}, {}},
                                                      ReasoningPart{{}, {}, "opaque", "anthropic-claude-v1"},
                                                      ReasoningPart{"Gemini's", "sig", {}, "google-gemini-v1"},
                                                      ReasoningPart{"", "omitted", {}, {}}, TextPart{"Yes"}}));
    COMPARE_SHAPE(bodyOf(request).at("messages").at(1).at("content"), R"([
        {"type":"redacted_thinking","data":"opaque"},{"type":"thinking","thinking":"","signature":"omitted"},
        {"type":"text","text":"Yes"}])");
}

void TestAnthropicRequest::trimsTheTextToGoOnFrom() {
    ChatRequest request = hello();
    request.messages.push_back(say(Role::Assistant, "The answer is: \n"));
    COMPARE_SHAPE(bodyOf(request).at("messages").at(1).at("content").at(0),
                  R"({"type":"text","text":"The answer is:"})");
}

void TestAnthropicRequest::asksForASchema() {
    ChatRequest request = hello();
    request.responseFormat.kind = ResponseFormat::Kind::JsonSchema;
    request.responseFormat.schema =
        *parseJson(R"({"type":"object","properties":{"n":{"type":"integer","minimum":1}}})");
    COMPARE_SHAPE(bodyOf(request).at("output_config"), R"({"format":{"type":"json_schema","schema":
        {"type":"object","additionalProperties":false,"properties":{"n":{"type":"integer","description":"{minimum: 1}"}}}}})");
    const json::object old = bodyOf(request, target("claude-3-5-sonnet-20241022", ""));
    QVERIFY(!old.contains("output_config"));
    QVERIFY(textAt(old.at("system").at(0).as_object(), "text").find("minimum") != std::string_view::npos);
}

void TestAnthropicRequest::asksForAnObjectInWords() {
    ChatRequest request = hello();
    request.messages.insert(request.messages.begin(), say(Role::System, "Be brief."));
    request.responseFormat.kind = ResponseFormat::Kind::JsonObject;
    const json::object body = bodyOf(request);
    QCOMPARE(body.at("system").as_array().size(), std::size_t{2});
    QVERIFY(!body.contains("output_config"));
}

void TestAnthropicRequest::narrowsSchemas_data() {
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("objects are closed, at every depth")
        << QByteArray(
               R"({"type":"object","additionalProperties":true,"properties":{"a":{"type":"array","items":{"type":"object","properties":{}}}}})")
        << QByteArray(
               R"({"type":"object","additionalProperties":false,"properties":{"a":{"type":"array","items":{"type":"object","properties":{},"additionalProperties":false}}}})");
    QTest::newRow("limits go into words")
        << QByteArray(R"({"type":"string","description":"A name","maxLength":5,"pattern":"^a"})")
        << QByteArray("{\"type\":\"string\",\"description\":\"A name\\n\\n{maxLength: 5, pattern: \\\"^a\\\"}\"}");
    QTest::newRow("formats that are known stay")
        << QByteArray(R"({"type":"string","format":"date"})") << QByteArray(R"({"type":"string","format":"date"})");
    QTest::newRow("formats that are not")
        << QByteArray(R"({"type":"string","format":"hex"})")
        << QByteArray("{\"type\":\"string\",\"description\":\"{format: \\\"hex\\\"}\"}");
    QTest::newRow("a constant, a choice") << QByteArray(R"({"oneOf":[{"const":"a"},{"const":2}]})")
                                          << QByteArray(R"({"anyOf":[{"enum":["a"]},{"enum":[2]}]})");
    QTest::newRow("references")
        << QByteArray(R"({"$schema":"x","$ref":"#/$defs/A","$defs":{"A":{"type":"object","properties":{}}}})")
        << QByteArray(
               R"({"$ref":"#/$defs/A","$defs":{"A":{"type":"object","properties":{},"additionalProperties":false}}})");
    QTest::newRow("a property named like a keyword")
        << QByteArray(R"({"type":"object","properties":{"pattern":{"type":"string"}}})")
        << QByteArray(R"({"type":"object","properties":{"pattern":{"type":"string"}},"additionalProperties":false})");
}

void TestAnthropicRequest::narrowsSchemas() {
    QFETCH(QByteArray, given);
    QFETCH(QByteArray, sent);
    QCOMPARE(shape(anthropicStrictSchema(*parseJson(given.toStdString()))), shape(sent.constData()));
}

void TestAnthropicRequest::readsVersions_data() {
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<int>("version"); // major * 10 + minor; -1: none
    QTest::newRow("family first") << QByteArray("claude-opus-4-6") << 46;
    QTest::newRow("number first") << QByteArray("claude-3-7-sonnet-20250219") << 37;
    QTest::newRow("a date is no minor version") << QByteArray("claude-opus-4-20250514") << 40;
    QTest::newRow("old spelling") << QByteArray("claude-4-sonnet-20250514") << 40;
    QTest::newRow("a point") << QByteArray("anthropic/claude-haiku-4.5") << 45;
    QTest::newRow("major alone") << QByteArray("claude-sonnet-5") << 50;
    QTest::newRow("no version") << QByteArray("claude-latest") << -1;
    QTest::newRow("not a Claude") << QByteArray("kimi-k2-0905") << -1;
}

void TestAnthropicRequest::readsVersions() {
    QFETCH(QByteArray, id);
    QFETCH(int, version);
    const auto read = claudeVersion(id.toStdString());
    QCOMPARE(read ? read->major * 10 + read->minor : -1, version);
}

QTEST_GUILESS_MAIN(TestAnthropicRequest)
#include "tst_anthropicrequest.moc"
