// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Canonical request → the body that Cohere's reference describes.
#include "app/dialects/coherechat.h"
#include "shape.h"

#include <functional>

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

using Change = std::function<void(ChatRequest&)>;
Q_DECLARE_METATYPE(Change)

// Declared before the fixtures: older moc takes the quotes of a raw string for those of a plain one.
class TestCohereRequest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void sendsTheLeast();
    void writesTheConversation_data();
    void writesTheConversation();
    void sendsWhatItCanSay_data();
    void sendsWhatItCanSay();
    void listsWhatItCannotSay_data();
    void listsWhatItCannotSay();
    void refusesWhatItCannotCarry_data();
    void refusesWhatItCannotCarry();
    void thinksOnlyWhereTheModelCan();
};

namespace {

ChatRequest hello() {
    ChatRequest request;
    request.model = "cohere/command-a";
    request.messages = {say(Role::User, "Hello")};
    return request;
}

TargetModel target() {
    TargetModel model;
    model.upstreamId = "command-a";
    model.provider = "cohere";
    model.maxOutput = 8000;
    model.reasoning = true;
    return model;
}

Tool weather(bool strict = false) {
    Tool tool;
    tool.name = "weather";
    tool.description = "Tells the weather";
    tool.parameters = *parseJson(R"({"type":"object","properties":{"city":{"type":"string"}},"required":["city"]})");
    if (strict)
        tool.strict = true;
    return tool;
}

Tool now() {
    Tool tool;
    tool.name = "now";
    return tool;
}

Result<EncodedRequest> encode(const Change& change, const TargetModel& model = target()) {
    ChatRequest request = hello();
    change(request);
    return newCohereProviderCodec()->encode(request, model);
}

json::object bodyOf(const Change& change, const TargetModel& model = target()) {
    const auto encoded = encode(change, model);
    if (!encoded)
        return {{"failed", encoded.error().message}};
    return parseJson(encoded->body)->as_object();
}

constexpr const char* kWeather = R"({"type":"function","function":{"name":"weather","description":"Tells the weather",
    "parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}})";
constexpr const char* kNow =
    R"({"type":"function","function":{"name":"now","parameters":{"type":"object","properties":{}}}})";

/// %1 and %2 stand for the two tools.
QByteArray withTools(QByteArray text) {
    return text.replace("%1", kWeather).replace("%2", kNow);
}

} // namespace

void TestCohereRequest::sendsTheLeast() {
    const auto encoded = encode([](ChatRequest&) {});
    QCOMPARE(bytes(encoded->path), QByteArray("/v2/chat"));
    QVERIFY(encoded->headers.empty());
    QVERIFY(encoded->droppedParams.empty());
    COMPARE_SHAPE(*parseJson(encoded->body),
                  R"({"model":"command-a","stream":false,"messages":[{"role":"user","content":"Hello"}]})");
}

void TestCohereRequest::writesTheConversation_data() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<QByteArray>("messages");
    const auto row = [](const char* name, std::vector<Message> messages, const char* expected) {
        QTest::newRow(name) << Change([messages](ChatRequest& request) { request.messages = messages; })
                            << QByteArray(expected);
    };
    row("system and developer", {say(Role::System, "Be brief"), say(Role::Developer, "Be kind"), say(Role::User, "Hi")},
        R"([{"role":"system","content":"Be brief"},{"role":"system","content":"Be kind"},{"role":"user","content":"Hi"}])");
    row("an image by address and one by value",
        {with(Role::User,
              {TextPart{"Look"}, MediaPart{MediaKind::Image, {}, {}, "https://a.example/x.png", {}, {}, "low"},
               MediaPart{MediaKind::Image, "image/png", "QUJD", {}, {}, {}, {}}})},
        R"([{"role":"user","content":[{"type":"text","text":"Look"},
            {"type":"image_url","image_url":{"url":"https://a.example/x.png","detail":"low"}},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD"}}]}])");
    row("a text document", {with(Role::User, {MediaPart{MediaKind::Document, "text/plain", "QUJD", {}, {}, {}, {}}})},
        R"([{"role":"user","content":"ABC"}])");
    row("a tool call and its results",
        {say(Role::User, "Weather?"),
         with(Role::Assistant, {ReasoningPart{"I ask"}, ToolCallPart{"c1", "weather", R"({"city":"Rome"})"},
                                ToolCallPart{"c2", "now", ""}}),
         with(Role::Tool, {ToolResultPart{"c1", {}, R"({"sky":"blue"})"}}),
         with(Role::Tool, {ToolResultPart{"c2", {}, "noon"}})},
        R"([{"role":"user","content":"Weather?"},
            {"role":"assistant","content":[{"type":"thinking","thinking":"I ask"}],"tool_calls":[
                {"id":"c1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Rome\"}"}},
                {"id":"c2","type":"function","function":{"name":"now","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"c1","content":[{"type":"document","document":{"data":{"sky":"blue"}}}]},
            {"role":"tool","tool_call_id":"c2","content":"noon"}])");
    row("a tool that failed, with words after it",
        {with(Role::User, {ToolResultPart{"c1", {}, "no such city", {}, true}, TextPart{"Try again"}})},
        R"([{"role":"tool","tool_call_id":"c1","content":[{"type":"document","document":{"data":{"error":"no such city"}}}]},
            {"role":"user","content":"Try again"}])");
    row("thoughts that another provider signed",
        {say(Role::User, "Hi"),
         with(Role::Assistant, {ReasoningPart{"hm", "sig", {}, "anthropic-claude-v1"}, TextPart{"Yes"}}),
         say(Role::User, "Go on")},
        R"([{"role":"user","content":"Hi"},{"role":"assistant","content":"Yes"},{"role":"user","content":"Go on"}])");
    row("turns without anything in them", {say(Role::User, "Hi"), say(Role::Assistant, ""), say(Role::User, "You?")},
        R"([{"role":"user","content":"Hi"},{"role":"user","content":"You?"}])");
}

void TestCohereRequest::writesTheConversation() {
    QFETCH(Change, change);
    QFETCH(QByteArray, messages);
    const json::object body = bodyOf(change);
    QVERIFY2(body.contains("messages"), writeJson(body).c_str());
    COMPARE_SHAPE(body.at("messages"), messages.constData());
}

void TestCohereRequest::sendsWhatItCanSay_data() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<QByteArray>("expected"); ///< beside model, stream and messages
    const auto row = [](const char* name, Change change, const char* expected) {
        QTest::newRow(name) << std::move(change) << withTools(expected);
    };
    row(
        "tools",
        [](ChatRequest& r) {
            r.tools = {weather(), now()};
        },
        R"({"tools":[%1,%2]})");
    row(
        "tools at the model's choice",
        [](ChatRequest& r) {
            r.tools = {weather()};
            r.toolChoice.kind = ToolChoice::Kind::Auto;
        },
        R"({"tools":[%1]})");
    row(
        "any tool",
        [](ChatRequest& r) {
            r.tools = {weather(), now()};
            r.toolChoice.kind = ToolChoice::Kind::Required;
        },
        R"({"tools":[%1,%2],"tool_choice":"REQUIRED"})");
    row(
        "no tool",
        [](ChatRequest& r) {
            r.tools = {weather()};
            r.toolChoice.kind = ToolChoice::Kind::None;
        },
        R"({"tools":[%1],"tool_choice":"NONE"})");
    row(
        "one tool by its name",
        [](ChatRequest& r) {
            r.tools = {weather(), now()};
            r.toolChoice = {ToolChoice::Kind::Named, "now"};
        },
        R"({"tools":[%2],"tool_choice":"REQUIRED"})");
    row(
        "strict tools", [](ChatRequest& r) { r.tools = {weather(true)}; }, R"({"tools":[%1],"strict_tools":true})");
    row(
        "sampling",
        [](ChatRequest& r) {
            r.temperature = 0.7;
            r.topP = 0.5;
            r.topK = 40;
            r.seed = 7;
            r.frequencyPenalty = 0.25;
            r.presencePenalty = 0.5;
            r.logprobs = true;
        },
        R"({"temperature":0.7,"p":0.5,"k":40,"seed":7,"frequency_penalty":0.25,"presence_penalty":0.5,"logprobs":true})");
    row(
        "numbers beyond its ranges",
        [](ChatRequest& r) {
            r.topP = 1.0;
            r.topK = 9000;
            r.frequencyPenalty = 2.0;
        },
        R"({"p":0.99,"k":500,"frequency_penalty":1.0})");
    row(
        "limits",
        [](ChatRequest& r) {
            r.maxOutputTokens = 100;
            r.stop = {"END", "", "\n"};
        },
        R"({"max_tokens":100,"stop_sequences":["END","\n"]})");
    row(
        "more tokens than the model has", [](ChatRequest& r) { r.maxOutputTokens = 100'000; },
        R"({"max_tokens":8000})");
    row(
        "a JSON object", [](ChatRequest& r) { r.responseFormat.kind = ResponseFormat::Kind::JsonObject; },
        R"({"response_format":{"type":"json_object"}})");
    row(
        "thinking in words", [](ChatRequest& r) { r.reasoning.effort = "low"; },
        R"({"thinking":{"type":"enabled","token_budget":4096}})");
    row(
        "thinking without bounds", [](ChatRequest& r) { r.reasoning.effort = "high"; },
        R"({"thinking":{"type":"enabled"}})");
    row(
        "thinking by the token", [](ChatRequest& r) { r.reasoning.budgetTokens = 50; },
        R"({"thinking":{"type":"enabled","token_budget":50}})");
    row(
        "no thinking", [](ChatRequest& r) { r.reasoning.effort = "none"; }, R"({"thinking":{"type":"disabled"}})");
    row(
        "room for the answer beside thinking",
        [](ChatRequest& r) {
            r.reasoning.effort = "medium";
            r.maxOutputTokens = 1000;
        },
        R"({"max_tokens":1000,"thinking":{"type":"enabled","token_budget":800}})");
    row(
        "its own fields",
        [](ChatRequest& r) {
            r.extra = {{"safety_mode", "STRICT"}, {"documents", {"one"}}};
        },
        R"({"safety_mode":"STRICT","documents":["one"]})");
}

void TestCohereRequest::sendsWhatItCanSay() {
    QFETCH(Change, change);
    QFETCH(QByteArray, expected);
    json::object body = bodyOf(change);
    for (const char* always : {"model", "stream", "messages"})
        QVERIFY2(body.erase(always) == 1, writeJson(body).c_str());
    COMPARE_SHAPE(body, expected.constData());
    QVERIFY(encode(change)->droppedParams.empty());
}

void TestCohereRequest::listsWhatItCannotSay_data() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<QByteArray>("dropped");
    QTest::newRow("negative penalties") << Change([](ChatRequest& r) { r.presencePenalty = -1.0; })
                                        << QByteArray("presence_penalty");
    QTest::newRow("one of two tools strict") << Change([](ChatRequest& r) {
        r.tools = {weather(true), now()};
    }) << QByteArray("tools.strict");
    QTest::newRow("one call at a time") << Change([](ChatRequest& r) {
        r.tools = {weather()};
        r.parallelToolCalls = false;
    }) << QByteArray("parallel_tool_calls");
    QTest::newRow("the rest") << Change([](ChatRequest& r) {
        r.user = "me";
        r.serviceTier = "flex";
        r.verbosity = "low";
        r.topLogprobs = 3;
        r.extra = {{"logit_bias", json::object()}};
    }) << QByteArray("top_logprobs user service_tier verbosity logit_bias");
}

void TestCohereRequest::listsWhatItCannotSay() {
    QFETCH(Change, change);
    QFETCH(QByteArray, dropped);
    const auto encoded = encode(change);
    QVERIFY(encoded.has_value());
    QByteArrayList names;
    for (const std::string& name : encoded->droppedParams)
        names.append(bytes(name));
    QCOMPARE(names.join(' '), dropped);
}

void TestCohereRequest::refusesWhatItCannotCarry_data() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("names");
    const auto row = [](const char* name, const char* kind, const char* names, Change change) {
        QTest::newRow(name) << std::move(change) << QByteArray(kind) << QByteArray(names);
    };
    const auto attach = [](MediaPart media) {
        return Change([media](ChatRequest& r) { r.messages = {with(Role::User, {media})}; });
    };
    row("several answers", "invalid_parameters", "'n'", [](ChatRequest& r) { r.n = 2; });
    row("web search", "model_not_supported", "web_search", [](ChatRequest& r) { r.webSearch.emplace(); });
    row("another provider's tool", "model_not_supported", "code_execution", [](ChatRequest& r) {
        r.nativeTools = {{"anthropic-messages", {{"type", "code_execution"}}}};
    });
    row("a custom tool", "model_not_supported", "'grep'", [](ChatRequest& r) {
        r.tools = {now()};
        r.tools.front().name = "grep";
        r.tools.front().custom = true;
    });
    row("a tool that is not there", "invalid_parameters", "'other'", [](ChatRequest& r) {
        r.tools = {now()};
        r.toolChoice = {ToolChoice::Kind::Named, "other"};
    });
    row("any tool of none", "invalid_parameters", "'tools' is empty",
        [](ChatRequest& r) { r.toolChoice.kind = ToolChoice::Kind::Required; });
    row("six stop sequences", "invalid_parameters", "five",
        [](ChatRequest& r) { r.stop = {"1", "2", "3", "4", "5", "6"}; });
    row("audio", "model_not_supported", "audio", attach({MediaKind::Audio, "audio/mp3", "QUJD", {}, {}, {}, {}}));
    row("video", "model_not_supported", "video", attach({MediaKind::Video, {}, {}, "https://a.example", {}, {}, {}}));
    row("a PDF", "model_not_supported", "plain text",
        attach({MediaKind::Document, "application/pdf", "QUJD", {}, {}, {}, {}}));
    row("a broken document", "invalid_parameters", "base64",
        attach({MediaKind::Document, "text/plain", "!!", {}, {}, {}, {}}));
    row("an image that a tool showed", "model_not_supported", "tool results", [](ChatRequest& r) {
        r.messages = {with(Role::Tool, {ToolResultPart{"c", {}, {}, {MediaPart{}}}})};
    });
    row("nothing to say", "invalid_parameters", "no message", [](ChatRequest& r) { r.messages.clear(); });
}

void TestCohereRequest::refusesWhatItCannotCarry() {
    QFETCH(Change, change);
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, names);
    const auto encoded = encode(change);
    QVERIFY(!encoded);
    QCOMPARE(QByteArray(toString(encoded.error().kind)), kind);
    QVERIFY2(bytes(encoded.error().message).contains(names), encoded.error().message.c_str());
}

void TestCohereRequest::thinksOnlyWhereTheModelCan() {
    TargetModel plain = target();
    plain.reasoning = false;
    const Change wish = [](ChatRequest& r) {
        r.reasoning.effort = "high";
        r.messages.push_back(with(Role::Assistant, {ReasoningPart{"I ask"}, ToolCallPart{"c1", "now", "{}"}}));
    };
    const auto encoded = encode(wish, plain);
    QCOMPARE(bytes(encoded->droppedParams.front()), QByteArray("reasoning_effort"));
    const json::object body = bodyOf(wish, plain);
    QVERIFY(!body.contains("thinking"));
    COMPARE_SHAPE(body.at("messages").at(1),
                  R"({"role":"assistant","tool_plan":"I ask","tool_calls":[{"id":"c1","type":"function",
                      "function":{"name":"now","arguments":"{}"}}]})");
}

QTEST_GUILESS_MAIN(TestCohereRequest)
#include "tst_cohererequest.moc"
