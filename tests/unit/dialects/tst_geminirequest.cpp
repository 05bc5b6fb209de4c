// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Canonical request → Gemini's documented body.
#include "app/dialects/gemini.h"
#include "app/dialects/geminirequest.h"
#include "shape.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

// Declared before the fixtures: older moc takes the quotes of a raw string for those of a plain one.
class TestGeminiRequest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void sendsTheLeast();
    void asksForAStream();
    void namesTheModelOnce();
    void gathersSystemAndMergesTurns();
    void answersCallsByName();
    void refusesAResultOfNoCall();
    void sendsNoIdsThatMeanNothing();
    void signsTheFirstCall();
    void givesTheTextItsSignatureBack();
    void sendsMedia_data();
    void sendsMedia();
    void refusesMediaItCannotName();
    void declaresTools();
    void choosesTools_data();
    void choosesTools();
    void configuresGeneration();
    void asksForJson();
    void asksToThink_data();
    void asksToThink();
    void listsWhatItCannotSay();
    void offersGooglesTools_data();
    void offersGooglesTools();
    void refusesToolsItHasNot_data();
    void refusesToolsItHasNot();
    void refusesMediaTheModelCannotRead();
    void asksAsTheCatalogKnows();
    void narrowsSchemas_data();
    void narrowsSchemas();
    void readsVersions_data();
    void readsVersions();
};

namespace {

ChatRequest hello() {
    ChatRequest request;
    request.model = "google/gemini-2.5-flash";
    request.messages = {say(Role::User, "Hello")};
    return request;
}

TargetModel target(std::string id = "gemini-2.5-flash", std::string style = "budget_tokens") {
    TargetModel model;
    model.upstreamId = std::move(id);
    model.provider = "google";
    model.reasoningStyle = std::move(style);
    model.reasoning = !model.reasoningStyle.empty();
    return model;
}

Result<EncodedRequest> encode(const ChatRequest& request, const TargetModel& model = target()) {
    return newGeminiProviderCodec()->encode(request, model);
}

json::object bodyOf(const ChatRequest& request, const TargetModel& model = target()) {
    const auto encoded = encode(request, model);
    if (!encoded)
        return {{"failed", encoded.error().message}};
    return parseJson(encoded->body)->as_object();
}

QByteArray dropped(const ChatRequest& request, const TargetModel& model = target()) {
    const auto encoded = encode(request, model);
    QByteArrayList names;
    for (const std::string& name : encoded->droppedParams)
        names.append(bytes(name));
    return names.join(' ');
}

MediaPart media(MediaKind kind, std::string mime, std::string data, std::string url, std::string fileId = {}) {
    return {kind, std::move(mime), std::move(data), std::move(url), std::move(fileId), {}, {}};
}

} // namespace

void TestGeminiRequest::sendsTheLeast() {
    const auto encoded = encode(hello());
    QCOMPARE(bytes(encoded->path), QByteArray("/models/gemini-2.5-flash:generateContent"));
    QVERIFY(encoded->headers.empty());
    QVERIFY(encoded->droppedParams.empty());
    COMPARE_SHAPE(*parseJson(encoded->body), R"({"contents":[{"role":"user","parts":[{"text":"Hello"}]}]})");
}

void TestGeminiRequest::asksForAStream() {
    ChatRequest request = hello();
    request.stream = true;
    const auto encoded = encode(request);
    QCOMPARE(bytes(encoded->path), QByteArray("/models/gemini-2.5-flash:streamGenerateContent?alt=sse"));
    QVERIFY(!parseJson(encoded->body)->as_object().contains("stream"));
}

void TestGeminiRequest::namesTheModelOnce() {
    QCOMPARE(bytes(encode(hello(), target("models/gemini-2.5-pro"))->path),
             QByteArray("/models/gemini-2.5-pro:generateContent"));
}

void TestGeminiRequest::gathersSystemAndMergesTurns() {
    ChatRequest request = hello();
    request.messages = {say(Role::System, "Be brief."),
                        say(Role::User, "One"),
                        say(Role::User, "Two"),
                        say(Role::Developer, "Be kind."),
                        say(Role::Assistant, "Three"),
                        say(Role::Assistant, "Four"),
                        say(Role::User, ""),
                        say(Role::User, "Five")};
    const json::object body = bodyOf(request);
    COMPARE_SHAPE(body.at("systemInstruction"), R"({"parts":[{"text":"Be brief."},{"text":"Be kind."}]})");
    COMPARE_SHAPE(body.at("contents"), R"([{"role":"user","parts":[{"text":"One"},{"text":"Two"}]},
        {"role":"model","parts":[{"text":"Three"},{"text":"Four"}]},{"role":"user","parts":[{"text":"Five"}]}])");
    request.messages = {say(Role::System, "Be brief.")};
    QVERIFY(encode(request).error().kind == ErrorKind::InvalidParameters);
}

void TestGeminiRequest::answersCallsByName() {
    ChatRequest request = hello();
    const ToolResultPart failed{"b", {}, "no such city", {}, true};
    const ToolResultPart shown{"c", {}, "", {media(MediaKind::Image, "image/png", "AAAA", {})}, false};
    request.messages.push_back(
        with(Role::Assistant, {TextPart{"I look."}, ToolCallPart{"a", "weather", R"({"city":"Rome"})"},
                               ToolCallPart{"b", "weather", "oops"}, ToolCallPart{"c", "photo", ""}}));
    request.messages.push_back(with(Role::Tool, {ToolResultPart{"a", {}, R"({"sky":"blue"})"}}));
    request.messages.push_back(with(Role::Tool, {failed}));
    request.messages.push_back(with(Role::Tool, {shown}));
    request.messages.push_back(with(Role::Assistant, {ToolCallPart{"d", "now", "{}"}}));
    request.messages.push_back(with(Role::Tool, {ToolResultPart{"d", {}, "12"}}));
    const json::object body = bodyOf(request);
    COMPARE_SHAPE(body.at("contents").at(1), R"({"role":"model","parts":[{"text":"I look."},
        {"functionCall":{"id":"a","name":"weather","args":{"city":"Rome"}}},
        {"functionCall":{"id":"b","name":"weather","args":{"raw_arguments":"oops"}}},
        {"functionCall":{"id":"c","name":"photo","args":{}}}]})");
    COMPARE_SHAPE(body.at("contents").at(2), R"({"role":"user","parts":[
        {"functionResponse":{"id":"a","name":"weather","response":{"sky":"blue"}}},
        {"functionResponse":{"id":"b","name":"weather","response":{"error":"no such city"}}},
        {"functionResponse":{"id":"c","name":"photo","response":{"output":""}}},
        {"inlineData":{"mimeType":"image/png","data":"AAAA"}}]})");
    COMPARE_SHAPE(body.at("contents").at(4).at("parts").at(0),
                  R"({"functionResponse":{"id":"d","name":"now","response":{"output":"12"}}})");
}

void TestGeminiRequest::refusesAResultOfNoCall() {
    ChatRequest request = hello();
    request.messages.push_back(with(Role::Tool, {ToolResultPart{"x", {}, "12"}}));
    const auto encoded = encode(request);
    QVERIFY(!encoded);
    QVERIFY(encoded.error().kind == ErrorKind::InvalidParameters);
    QVERIFY(encoded.error().message.find("'x'") != std::string::npos);
}

void TestGeminiRequest::sendsNoIdsThatMeanNothing() {
    ChatRequest request = hello();
    request.messages.push_back(with(Role::Assistant, {ToolCallPart{"call_gemini_r1_0", "now", "{}"}}));
    request.messages.push_back(with(Role::Tool, {ToolResultPart{"call_gemini_r1_0", {}, "12"}}));
    const json::object body = bodyOf(request);
    COMPARE_SHAPE(body.at("contents").at(1).at("parts").at(0), R"({"functionCall":{"name":"now","args":{}}})");
    COMPARE_SHAPE(body.at("contents").at(2).at("parts").at(0),
                  R"({"functionResponse":{"name":"now","response":{"output":"12"}}})");
    request.messages[1].parts[0].value = ToolCallPart{"abc", "now", "{}"};
    request.messages[2].parts[0].value = ToolResultPart{"abc", {}, "12"};
    TargetModel vertex = target();
    vertex.provider = "google-vertex";
    QVERIFY(
        !bodyOf(request, vertex).at("contents").at(1).at("parts").at(0).at("functionCall").as_object().contains("id"));
    QVERIFY(bodyOf(request).at("contents").at(1).at("parts").at(0).at("functionCall").as_object().contains("id"));
}

void TestGeminiRequest::signsTheFirstCall() {
    ChatRequest request = hello();
    request.messages.push_back(
        with(Role::Assistant, {ToolCallPart{"a", "now", "{}", "own"}, ToolCallPart{"b", "now", "{}"}}));
    const TargetModel three = target("gemini-3-flash-preview", "effort");
    const auto signatureOf = [&](const TargetModel& model, std::size_t part) {
        const json::object body = bodyOf(request, model);
        return bytes(textAt(body.at("contents").at(1).at("parts").at(part).as_object(), "thoughtSignature"));
    };
    QCOMPARE(signatureOf(three, 0), QByteArray("own"));
    QCOMPARE(signatureOf(three, 1), QByteArray());
    request.messages[1] = with(Role::Assistant, {ToolCallPart{"a", "now", "{}"}, ToolCallPart{"b", "now", "{}"}});
    QCOMPARE(signatureOf(three, 0), QByteArray("skip_thought_signature_validator"));
    QCOMPARE(signatureOf(three, 1), QByteArray());
    QCOMPARE(signatureOf(target(), 0), QByteArray()); // 2.5 asks for none
    request.messages[1].parts.insert(request.messages[1].parts.begin(),
                                     {ReasoningPart{"hm", "thought", {}, "google-gemini-v1"}, std::nullopt});
    QCOMPARE(signatureOf(three, 0), QByteArray("skip_thought_signature_validator"));
}

void TestGeminiRequest::givesTheTextItsSignatureBack() {
    ChatRequest request = hello();
    request.messages.push_back(with(Role::Assistant, {ReasoningPart{"hm", "sig", {}, "google-gemini-v1"},
                                                      ReasoningPart{"other", "claude", {}, "anthropic-claude-v1"},
                                                      TextPart{"One"}, TextPart{"Two"}}));
    COMPARE_SHAPE(bodyOf(request).at("contents").at(1).at("parts"),
                  R"([{"text":"One"},{"text":"Two","thoughtSignature":"sig"}])");
}

void TestGeminiRequest::sendsMedia_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("mime");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("fileId");
    QTest::addColumn<QByteArray>("part");
    const QByteArray none;
    const int image = static_cast<int>(MediaKind::Image);
    QTest::newRow("image bytes") << image << QByteArray("image/png") << QByteArray("AAAA") << none << none
                                 << QByteArray(R"({"inlineData":{"mimeType":"image/png","data":"AAAA"}})");
    QTest::newRow("image bytes without a type")
        << image << none << QByteArray("/9j/AA") << none << none
        << QByteArray(R"({"inlineData":{"mimeType":"image/jpeg","data":"/9j/AA"}})");
    QTest::newRow("audio bytes") << static_cast<int>(MediaKind::Audio) << QByteArray("audio/wav") << QByteArray("AAAA")
                                 << none << none
                                 << QByteArray(R"({"inlineData":{"mimeType":"audio/wav","data":"AAAA"}})");
    QTest::newRow("image address")
        << image << none << none << QByteArray("https://example.org/a.PNG.jpg?x=.gif") << none
        << QByteArray(R"({"fileData":{"mimeType":"image/jpeg","fileUri":"https://example.org/a.PNG.jpg?x=.gif"}})");
    QTest::newRow("an address that tells no type")
        << image << none << none << QByteArray("https://example.org/a") << none
        << QByteArray(R"({"fileData":{"fileUri":"https://example.org/a"}})");
    QTest::newRow("a file of Google's") << static_cast<int>(MediaKind::Document) << QByteArray("application/pdf")
                                        << none << none << QByteArray("files/abc")
                                        << QByteArray(
                                               R"({"fileData":{"mimeType":"application/pdf","fileUri":"files/abc"}})");
    QTest::newRow("a bucket") << static_cast<int>(MediaKind::Video) << QByteArray("video/mp4") << none
                              << QByteArray("gs://b/v.mp4") << none
                              << QByteArray(R"({"fileData":{"mimeType":"video/mp4","fileUri":"gs://b/v.mp4"}})");
}

void TestGeminiRequest::sendsMedia() {
    QFETCH(int, kind);
    QFETCH(QByteArray, mime);
    QFETCH(QByteArray, data);
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, fileId);
    QFETCH(QByteArray, part);
    ChatRequest request = hello();
    request.messages = {with(Role::User, {media(static_cast<MediaKind>(kind), mime.toStdString(), data.toStdString(),
                                                url.toStdString(), fileId.toStdString())})};
    COMPARE_SHAPE(bodyOf(request).at("contents").at(0).at("parts").at(0), part.constData());
}

void TestGeminiRequest::refusesMediaItCannotName() {
    ChatRequest request = hello();
    request.messages = {with(Role::User, {media(MediaKind::Document, {}, "AAAA", {})})};
    QVERIFY(encode(request).error().kind == ErrorKind::InvalidParameters);
    request.messages = {with(Role::User, {media(MediaKind::Document, {}, {}, {}, "file-openai")})};
    QVERIFY(encode(request).error().kind == ErrorKind::InvalidParameters);
    request.messages = {with(Role::User, {media(MediaKind::Image, "image/png", "AAAA", {})})};
    TargetModel blind = target();
    blind.vision = false;
    QVERIFY(encode(request, blind).error().kind == ErrorKind::ModelNotSupported);
}

void TestGeminiRequest::declaresTools() {
    ChatRequest request = hello();
    Tool weather;
    weather.name = "weather";
    weather.description = "Tells the weather";
    weather.parameters = *parseJson(
        R"({"$schema":"x","type":"object","properties":{"city":{"type":"string","minLength":1}},"additionalProperties":false})");
    weather.strict = true;
    Tool now;
    now.name = "now";
    now.parameters = *parseJson(R"({"type":"object","properties":{}})");
    request.tools = {weather, now};
    const json::object body = bodyOf(request);
    COMPARE_SHAPE(body.at("tools"), R"([{"functionDeclarations":[{"name":"weather","description":"Tells the weather",
        "parametersJsonSchema":{"type":"object","properties":{"city":{"type":"string"}},"additionalProperties":false}},{"name":"now"}]}])");
    QVERIFY(!body.contains("toolConfig"));
    QCOMPARE(dropped(request), QByteArray("tools.strict"));
}

void TestGeminiRequest::choosesTools_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("config");
    using K = ToolChoice::Kind;
    QTest::newRow("auto") << static_cast<int>(K::Auto) << QByteArray(R"({"mode":"AUTO"})");
    QTest::newRow("none") << static_cast<int>(K::None) << QByteArray(R"({"mode":"NONE"})");
    QTest::newRow("required") << static_cast<int>(K::Required) << QByteArray(R"({"mode":"ANY"})");
    QTest::newRow("named") << static_cast<int>(K::Named)
                           << QByteArray(R"({"mode":"ANY","allowedFunctionNames":["now"]})");
}

void TestGeminiRequest::choosesTools() {
    QFETCH(int, kind);
    QFETCH(QByteArray, config);
    ChatRequest request = hello();
    Tool now;
    now.name = "now";
    request.tools = {now};
    request.toolChoice = {static_cast<ToolChoice::Kind>(kind), "now"};
    COMPARE_SHAPE(bodyOf(request).at("toolConfig").at("functionCallingConfig"), config.constData());
}

void TestGeminiRequest::configuresGeneration() {
    ChatRequest request = hello();
    request.temperature = 0.7;
    request.topP = 0.9;
    request.topK = 40;
    request.maxOutputTokens = 100;
    request.stop = {"END"};
    request.n = 2;
    request.seed = 7;
    request.presencePenalty = 0.5;
    request.frequencyPenalty = -0.5;
    request.logprobs = true;
    request.topLogprobs = 3;
    COMPARE_SHAPE(bodyOf(request).at("generationConfig"),
                  R"({"temperature":0.7,"topP":0.9,"topK":40,"maxOutputTokens":100,"stopSequences":["END"],
        "candidateCount":2,"seed":7,"presencePenalty":0.5,"frequencyPenalty":-0.5,"responseLogprobs":true,"logprobs":3})");
    QCOMPARE(dropped(request), QByteArray());
    request = hello();
    request.temperature = 0.7;
    TargetModel cool = target();
    cool.acceptsTemperature = false;
    QVERIFY(!bodyOf(request, cool).contains("generationConfig"));
    QCOMPARE(dropped(request, cool), QByteArray("temperature"));
}

void TestGeminiRequest::asksForJson() {
    ChatRequest request = hello();
    request.responseFormat.kind = ResponseFormat::Kind::JsonObject;
    COMPARE_SHAPE(bodyOf(request).at("generationConfig"), R"({"responseMimeType":"application/json"})");
    request.responseFormat.kind = ResponseFormat::Kind::JsonSchema;
    request.responseFormat.schema =
        *parseJson(R"({"type":"object","properties":{"a":{"type":"integer","default":1}},"required":["a"]})");
    COMPARE_SHAPE(bodyOf(request).at("generationConfig"), R"({"responseMimeType":"application/json",
        "responseJsonSchema":{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]}})");
    request.responseFormat.kind = ResponseFormat::Kind::Text;
    QVERIFY(!bodyOf(request).contains("generationConfig"));
}

void TestGeminiRequest::asksToThink_data() {
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("style");
    QTest::addColumn<QByteArray>("effort");
    QTest::addColumn<qlonglong>("budget"); // -9: not given
    QTest::addColumn<int>("include");      // -1: not said
    QTest::addColumn<QByteArray>("config");
    const auto row = [](const char* name, const char* model, const char* style, const char* effort, qlonglong budget,
                        int include, const char* config) {
        QTest::newRow(name) << QByteArray(model) << QByteArray(style) << QByteArray(effort) << budget << include
                            << QByteArray(config);
    };
    row("2.5, low", "gemini-2.5-flash", "toggle", "low", -9, -1, R"({"includeThoughts":true,"thinkingBudget":1024})");
    row("2.5, medium", "gemini-2.5-flash", "toggle", "medium", -9, -1,
        R"({"includeThoughts":true,"thinkingBudget":8192})");
    row("2.5, high", "gemini-2.5-pro", "budget_tokens", "high", -9, -1,
        R"({"includeThoughts":true,"thinkingBudget":24576})");
    row("2.5, highest", "gemini-2.5-pro", "budget_tokens", "xhigh", -9, -1,
        R"({"includeThoughts":true,"thinkingBudget":32768})");
    row("2.5, not at all", "gemini-2.5-flash", "toggle", "none", -9, -1, R"({"thinkingBudget":0})");
    row("2.5 Pro cannot stop", "gemini-2.5-pro", "budget_tokens", "none", -9, -1, R"({"thinkingBudget":128})");
    row("a budget", "gemini-2.5-flash", "toggle", "", 5000, -1, R"({"includeThoughts":true,"thinkingBudget":5000})");
    row("a budget beyond the most", "gemini-2.5-flash", "toggle", "", 99999, -1,
        R"({"includeThoughts":true,"thinkingBudget":24576})");
    row("a budget below the least", "gemini-2.5-flash-lite", "toggle", "", 10, -1,
        R"({"includeThoughts":true,"thinkingBudget":512})");
    row("as it likes", "gemini-2.5-flash", "toggle", "", -1, -1, R"({"includeThoughts":true,"thinkingBudget":-1})");
    row("without showing it", "gemini-2.5-flash", "toggle", "low", -9, 0, R"({"thinkingBudget":1024})");
    row("only to show it", "gemini-2.5-flash", "toggle", "", -9, 1, R"({"includeThoughts":true})");
    row("3, by words", "gemini-3-flash-preview", "effort", "medium", -9, -1,
        R"({"includeThoughts":true,"thinkingLevel":"medium"})");
    row("3, not at all", "gemini-3-flash-preview", "effort", "none", -9, -1, R"({"thinkingLevel":"minimal"})");
    row("3, highest", "gemini-3.5-flash", "effort", "xhigh", -9, -1,
        R"({"includeThoughts":true,"thinkingLevel":"high"})");
    row("3 Pro knows no medium", "gemini-3-pro-preview", "effort", "medium", -9, -1,
        R"({"includeThoughts":true,"thinkingLevel":"high"})");
    row("3.1 Pro does, but no minimal", "gemini-3.1-pro-preview", "effort", "minimal", -9, -1,
        R"({"includeThoughts":true,"thinkingLevel":"low"})");
    row("an image model", "gemini-3.1-flash-image-preview", "effort", "low", -9, -1,
        R"({"includeThoughts":true,"thinkingLevel":"minimal"})");
    row("3, the catalog silent", "gemini-3.6-flash", "toggle", "low", -9, -1,
        R"({"includeThoughts":true,"thinkingLevel":"low"})");
    row("3 takes no budget", "gemini-3.5-flash", "effort", "", 20000, -1,
        R"({"includeThoughts":true,"thinkingLevel":"high"})");
    row("an alias, as the catalog says", "gemini-flash-latest", "toggle", "low", -9, -1,
        R"({"includeThoughts":true,"thinkingBudget":1024})");
    row("a model that does not think", "gemini-2.0-flash", "", "high", -9, -1, "");
}

void TestGeminiRequest::asksToThink() {
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, style);
    QFETCH(QByteArray, effort);
    QFETCH(qlonglong, budget);
    QFETCH(int, include);
    QFETCH(QByteArray, config);
    ChatRequest request = hello();
    request.reasoning.effort = effort.toStdString();
    if (budget != -9)
        request.reasoning.budgetTokens = budget;
    if (include >= 0)
        request.reasoning.include = include == 1;
    const TargetModel to = target(model.toStdString(), style.toStdString());
    const json::object body = bodyOf(request, to);
    if (config.isEmpty()) {
        QVERIFY(!body.contains("generationConfig"));
        QCOMPARE(dropped(request, to), QByteArray("reasoning_effort"));
        return;
    }
    COMPARE_SHAPE(body.at("generationConfig").at("thinkingConfig"), config.constData());
}

void TestGeminiRequest::listsWhatItCannotSay() {
    ChatRequest request = hello();
    request.parallelToolCalls = false;
    request.user = "u1";
    request.serviceTier = "priority";
    request.extra["logit_bias"] = json::object();
    QCOMPARE(dropped(request), QByteArray("parallel_tool_calls user service_tier logit_bias"));
}

void TestGeminiRequest::offersGooglesTools_data() {
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<bool>("hasFunction");
    QTest::addColumn<QByteArray>("tools");
    QTest::addColumn<bool>("saysTogether");
    const QByteArray own = R"({"googleSearch":{}},{"codeExecution":{}})";
    const QByteArray function = R"({"functionDeclarations":[{"name":"f"}]})";
    QTest::newRow("alone") << QByteArray("gemini-3-flash") << false << QByteArray("[" + own + "]") << false;
    QTest::newRow("beside functions") << QByteArray("gemini-3-flash") << true
                                      << QByteArray("[" + function + "," + own + "]") << true;
    QTest::newRow("beside functions, older")
        << QByteArray("gemini-2.5-flash") << true << QByteArray("[" + function + "," + own + "]") << false;
}

void TestGeminiRequest::offersGooglesTools() {
    QFETCH(QByteArray, model);
    QFETCH(bool, hasFunction);
    QFETCH(QByteArray, tools);
    QFETCH(bool, saysTogether);
    ChatRequest request = hello();
    if (hasFunction) {
        request.tools.emplace_back();
        request.tools.back().name = "f";
    }
    request.webSearch.emplace().maxUses = 3;
    request.nativeTools.push_back({"gemini", json::object{{"codeExecution", json::object()}}});
    const json::object body = bodyOf(request, target(model.toStdString()));
    QCOMPARE(shape(body.at("tools")), shape(tools.constData()));
    QCOMPARE(body.contains("toolConfig"), saysTogether);
    QCOMPARE(dropped(request), QByteArray("web_search.max_uses"));
}

void TestGeminiRequest::refusesToolsItHasNot_data() {
    QTest::addColumn<int>("which");
    QTest::addColumn<QByteArray>("names");
    QTest::newRow("custom") << 0 << QByteArray("patch");
    QTest::newRow("another's") << 1 << QByteArray("computer_use");
    QTest::newRow("a search of some domains") << 2 << QByteArray("domains");
    QTest::newRow("a search without some") << 3 << QByteArray("domains");
}

void TestGeminiRequest::refusesToolsItHasNot() {
    QFETCH(int, which);
    QFETCH(QByteArray, names);
    ChatRequest request = hello();
    if (which == 0) {
        request.tools.emplace_back();
        request.tools.back().name = "patch";
        request.tools.back().custom = true;
    } else if (which == 1) {
        request.nativeTools.push_back({"openai-responses", json::object{{"type", "computer_use"}}});
    } else if (which == 2) {
        request.webSearch.emplace().allowedDomains = {"x.com"};
    } else {
        request.webSearch.emplace().blockedDomains = {"x.com"};
    }
    const auto encoded = encode(request);
    QVERIFY(!encoded);
    QVERIFY(encoded.error().kind == ErrorKind::ModelNotSupported);
    QVERIFY2(bytes(encoded.error().message).contains(names), encoded.error().message.c_str());
    // Vertex leaves domains out.
    QCOMPARE(newGeminiProviderCodec(GeminiHost::Vertex)->encode(request, target()).has_value(), which == 3);
}

void TestGeminiRequest::refusesMediaTheModelCannotRead() {
    for (const MediaKind kind : {MediaKind::Audio, MediaKind::Video, MediaKind::Document}) {
        ChatRequest request = hello();
        request.messages = {with(Role::User, {media(kind, "application/pdf", "AAAA", {})})};
        TargetModel model = target();
        QVERIFY(encode(request, model).has_value());
        model.can.emplace();
        QVERIFY(encode(request, model).error().kind == ErrorKind::ModelNotSupported);
    }
    QVERIFY(newGeminiProviderCodec()->wantsMediaBytes());
    QVERIFY(!newGeminiProviderCodec(GeminiHost::Vertex)->wantsMediaBytes());
}

void TestGeminiRequest::asksAsTheCatalogKnows() {
    TargetModel model = target("gemini-3-pro", "effort");
    model.reasoningEfforts = {"low", "high"};
    ReasoningRequest wish;
    wish.effort = "medium";
    QCOMPARE(bytes(textAt(geminiThinkingConfig(wish, model), "thinkingLevel")), QByteArray("high"));
    model = target();
    model.maxReasoningBudget = 4000;
    QCOMPARE(integerAt(geminiThinkingConfig(wish, model), "thinkingBudget").value_or(0), 4000);
}

void TestGeminiRequest::narrowsSchemas_data() {
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("unknown keywords go")
        << QByteArray(
               R"({"$schema":"x","type":"object","properties":{"a":{"type":"string","pattern":"x","default":"y","format":"date"}},"strict":true})")
        << QByteArray(R"({"type":"object","properties":{"a":{"type":"string","format":"date"}}})");
    QTest::newRow("a property named like a keyword stays")
        << QByteArray(R"({"type":"object","properties":{"pattern":{"type":"string"}}})")
        << QByteArray(R"({"type":"object","properties":{"pattern":{"type":"string"}}})");
    QTest::newRow("old definitions")
        << QByteArray(R"({"$ref":"#/definitions/A","definitions":{"A":{"type":"string","minLength":2}}})")
        << QByteArray(R"({"$ref":"#/$defs/A","$defs":{"A":{"type":"string"}}})");
    QTest::newRow("nothing beside a reference")
        << QByteArray(R"({"description":"d","$ref":"#/$defs/A"})") << QByteArray(R"({"$ref":"#/$defs/A"})");
    QTest::newRow("a reference in wrapping")
        << QByteArray(R"({"allOf":[{"$ref":"#/$defs/A"}],"description":"d"})") << QByteArray(R"({"$ref":"#/$defs/A"})");
    QTest::newRow("constants") << QByteArray(R"({"anyOf":[{"const":"a"},{"const":true}]})")
                               << QByteArray(R"({"anyOf":[{"enum":["a"]},{}]})");
    QTest::newRow("choices of what is not text or number")
        << QByteArray(R"({"type":["string","null"],"enum":["a",null]})") << QByteArray(R"({"type":["string","null"]})");
    QTest::newRow("lists and maps")
        << QByteArray(
               R"({"type":"array","items":{"type":"object","additionalProperties":{"type":"string","minLength":1}},"minItems":1,"uniqueItems":true})")
        << QByteArray(
               R"({"type":"array","items":{"type":"object","additionalProperties":{"type":"string"}},"minItems":1})");
    QTest::newRow("no schema at all") << QByteArray("true") << QByteArray("true");
}

void TestGeminiRequest::narrowsSchemas() {
    QFETCH(QByteArray, given);
    QFETCH(QByteArray, sent);
    QCOMPARE(shape(geminiSchema(*parseJson(given.toStdString()))), shape(sent.constData()));
}

void TestGeminiRequest::readsVersions_data() {
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<int>("version"); // major * 10 + minor; -1: none
    QTest::newRow("2.5") << QByteArray("gemini-2.5-flash-lite") << 25;
    QTest::newRow("3") << QByteArray("gemini-3-pro-preview") << 30;
    QTest::newRow("behind a prefix") << QByteArray("google/gemini-3.1-pro") << 31;
    QTest::newRow("an alias is the newest") << QByteArray("gemini-flash-latest") << 990;
    QTest::newRow("none said") << QByteArray("gemini-pro") << -1;
    QTest::newRow("not a Gemini") << QByteArray("gemma-3-27b-it") << -1;
}

void TestGeminiRequest::readsVersions() {
    QFETCH(QByteArray, id);
    QFETCH(int, version);
    const auto read = geminiVersion(id.toStdString());
    QCOMPARE(read ? read->major * 10 + read->minor : -1, version);
}

QTEST_GUILESS_MAIN(TestGeminiRequest)
#include "tst_geminirequest.moc"
