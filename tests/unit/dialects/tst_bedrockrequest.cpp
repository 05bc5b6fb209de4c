// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Requests for Bedrock's Converse, against the Amazon Bedrock API reference.
#include "app/dialects/bedrockconverse.h"
#include "shape.h"

using namespace llmg;
using namespace llmg::tests;
using namespace llmg::dialects;

// Declared before the fixtures: older moc takes the quotes of a raw string for those of a plain one.
class TestBedrockRequest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void paths_data();
    void paths();
    void aPlainRequest();
    void messages_data();
    void messages();
    void otherModelsGetNoReasoningBack();
    void withoutToolsEarlierCallsAreTold();
    void otherMedia_data();
    void otherMedia();
    void addressesInS3GoAsTheyAre();
    void tools();
    void cachePoints_data();
    void cachePoints();
    void reasoning_data();
    void reasoning();
    void aForcedToolOutranksThinking();
    void structuredAnswers();
    void modelsOwnParameters();
    void whatConverseHasAPlaceFor();
    void whatIsDroppedIsListed();
    void refusals_data();
    void refusals();
};

using Conversation = std::vector<Message>;
Q_DECLARE_METATYPE(Conversation)

namespace {

TargetModel target(const char* id) {
    TargetModel target;
    target.upstreamId = id;
    target.provider = "aws-bedrock";
    target.reasoning = true;
    return target;
}

const char* const kSonnet46 = "us.anthropic.claude-sonnet-4-6";
const char* const kSonnet45 = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const char* const kNova2 = "us.amazon.nova-2-lite-v1:0";

ChatRequest hello() {
    ChatRequest request;
    request.messages.push_back(say(Role::User, "Hello"));
    return request;
}

Tool weather() {
    Tool tool;
    tool.name = "weather";
    tool.description = "Says the weather.";
    tool.parameters = parseJson(R"({"type":"object","properties":{"city":{"type":"string"}}})").value();
    return tool;
}

json::object bodyOf(const ChatRequest& request, const TargetModel& model) {
    const auto encoded = newBedrockConverseCodec()->encode(request, model);
    if (!encoded)
        return {{"error", encoded.error().message}};
    return parseJson(encoded->body)->as_object();
}

json::value member(const json::object& body, const char* key) {
    const json::value* value = body.if_contains(key);
    return value != nullptr ? *value : json::value();
}

QByteArray droppedOf(const ChatRequest& request, const TargetModel& model) {
    const auto encoded = newBedrockConverseCodec()->encode(request, model);
    QByteArrayList names;
    for (const std::string& name : encoded ? encoded->droppedParams : std::vector<std::string>{"failed"})
        names << bytes(name);
    return names.join(' ');
}

/// The messages that `conversation` becomes.
json::value messagesOf(std::vector<Message> conversation, bool withTools = true, const char* model = kSonnet46) {
    ChatRequest request;
    request.messages = std::move(conversation);
    if (withTools)
        request.tools.push_back(weather());
    const json::object body = bodyOf(request, target(model));
    return body.contains("error") ? body.at("error") : body.at("messages");
}

MediaPart file(MediaKind kind, const char* type, const char* data, const char* name = "") {
    MediaPart media;
    media.kind = kind;
    media.mimeType = type;
    media.data = data;
    media.fileName = name;
    return media;
}

} // namespace

void TestBedrockRequest::paths_data() {
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<bool>("stream");
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("plain") << QByteArray("amazon.nova-2-lite") << false
                           << QByteArray("/model/amazon.nova-2-lite/converse");
    QTest::newRow("a colon, streamed") << QByteArray("us.anthropic.claude-v1:0") << true
                                       << QByteArray("/model/us.anthropic.claude-v1%3A0/converse-stream");
    QTest::newRow("an ARN") << QByteArray("arn:aws:bedrock:us-east-1:1:inference-profile/x") << false
                            << QByteArray("/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fx/"
                                          "converse");
}

void TestBedrockRequest::paths() {
    QFETCH(QByteArray, model);
    QFETCH(bool, stream);
    QFETCH(QByteArray, path);
    ChatRequest request = hello();
    request.stream = stream;
    const auto encoded = newBedrockConverseCodec()->encode(request, target(model.constData()));
    QVERIFY(encoded);
    QCOMPARE(bytes(encoded->path), path);
    QVERIFY(newBedrockConverseCodec()->wantsMediaBytes());
}

void TestBedrockRequest::aPlainRequest() {
    ChatRequest request = hello();
    request.messages.insert(request.messages.begin(), say(Role::System, "Be short."));
    request.maxOutputTokens = 100;
    request.temperature = 1.5;
    request.topP = 0.5;
    request.stop = {"END", " "};
    COMPARE_SHAPE(bodyOf(request, target("meta.llama3-8b")),
                  R"({"system":[{"text":"Be short."}],"messages":[{"role":"user","content":[{"text":"Hello"}]}],
                          "inferenceConfig":{"maxTokens":100,"temperature":1.0,"topP":0.5,
                                             "stopSequences":["END"," "]}})");
    TargetModel small = target("meta.llama3-8b");
    small.maxOutput = 50;
    COMPARE_SHAPE(bodyOf(request, small).at("inferenceConfig").at("maxTokens"), "50");
}

void TestBedrockRequest::messages_data() {
    QTest::addColumn<Conversation>("conversation");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, Conversation conversation, const char* expected) {
        QTest::newRow(name) << std::move(conversation) << QByteArray(expected);
    };
    const MediaPart png = file(MediaKind::Image, "image/jpeg", "iVBORw0KGgoAAAA=");
    row("neighbours of one role become one turn",
        {say(Role::User, "a"), say(Role::User, "b"), say(Role::Assistant, "c")},
        R"([{"role":"user","content":[{"text":"a"},{"text":"b"}]},
            {"role":"assistant","content":[{"text":"c"}]}])");
    row("results lead their turn",
        {say(Role::User, "a"),
         with(Role::Assistant,
              {ToolCallPart{"c1", "weather", R"({"city":"Ulm"})"}, ToolCallPart{"c2", "weather", "nonsense"}}),
         say(Role::User, "and now?"), with(Role::Tool, {ToolResultPart{"c1", {}, "rain"}}),
         with(Role::Tool, {ToolResultPart{"c2", {}, ""}})},
        R"x([{"role":"user","content":[{"text":"a"}]},
            {"role":"assistant","content":[
                {"toolUse":{"toolUseId":"c1","name":"weather","input":{"city":"Ulm"}}},
                {"toolUse":{"toolUseId":"c2","name":"weather","input":{"raw_arguments":"nonsense"}}}]},
            {"role":"user","content":[
                {"toolResult":{"toolUseId":"c1","content":[{"text":"rain"}]}},
                {"toolResult":{"toolUseId":"c2","content":[{"text":"(no output)"}]}},
                {"text":"and now?"}]}])x");
    row("errors and pictures in results", {with(Role::Tool, {ToolResultPart{"c1", {}, "broken", {png}, true}})},
        R"([{"role":"user","content":[{"toolResult":{"toolUseId":"c1","status":"error","content":[
            {"text":"broken"},{"image":{"format":"png","source":{"bytes":"iVBORw0KGgoAAAA="}}}]}}]}])");
    row("foreign call ids are renamed",
        {with(Role::Assistant, {ToolCallPart{"resp_1:call_0", "a.b", "{}"}, ToolCallPart{"call_1", "weather", "{}"}}),
         with(Role::Tool, {ToolResultPart{"resp_1:call_0", {}, "x"}, ToolResultPart{"call_1", {}, "y"}})},
        R"([{"role":"assistant","content":[{"toolUse":{"toolUseId":"call_2","name":"a_b","input":{}}},
                                           {"toolUse":{"toolUseId":"call_1","name":"weather","input":{}}}]},
            {"role":"user","content":[{"toolResult":{"toolUseId":"call_2","content":[{"text":"x"}]}},
                                      {"toolResult":{"toolUseId":"call_1","content":[{"text":"y"}]}}]}])");
    row("signed reasoning goes back, no other",
        {say(Role::User, "a"), with(Role::Assistant, {ReasoningPart{"hm", "sig"}, ReasoningPart{"", "", "cmVk"},
                                                      ReasoningPart{"other", "sig", "", "google-gemini-v1"},
                                                      ReasoningPart{"unsigned"}, TextPart{"b"}})},
        R"([{"role":"user","content":[{"text":"a"}]},{"role":"assistant","content":[
            {"reasoningContent":{"reasoningText":{"text":"hm","signature":"sig"}}},
            {"reasoningContent":{"redactedContent":"cmVk"}},{"text":"b"}]}])");
    row("blank text is left out, and its turn with it",
        {say(Role::User, "a"), say(Role::Assistant, " \n"), say(Role::User, "b")},
        R"([{"role":"user","content":[{"text":"a"},{"text":"b"}]}])");
    row("documents bring text",
        {with(Role::User, {file(MediaKind::Document, "application/pdf", "JVBERi0x", "my_file.v2.pdf"),
                           file(MediaKind::Document, "text/csv", "YQ==", "my file v2.csv"),
                           file(MediaKind::Document, "application/octet-stream", "YQ==", "x.docx")})},
        R"x([{"role":"user","content":[
            {"document":{"format":"pdf","name":"my file v2","source":{"bytes":"JVBERi0x"}}},
            {"document":{"format":"csv","name":"my file v2 (2)","source":{"bytes":"YQ=="}}},
            {"document":{"format":"docx","name":"x","source":{"bytes":"YQ=="}}},
            {"text":"See the attached document."}]}])x");
    row("the end of a prefill is cut", {say(Role::User, "a"), say(Role::Assistant, "{ \n")},
        R"([{"role":"user","content":[{"text":"a"}]},{"role":"assistant","content":[{"text":"{"}]}])");
}

void TestBedrockRequest::messages() {
    QFETCH(Conversation, conversation);
    QFETCH(QByteArray, expected);
    QCOMPARE(shape(messagesOf(conversation)), shape(expected.constData()));
}

void TestBedrockRequest::otherModelsGetNoReasoningBack() {
    const json::value sent =
        messagesOf({with(Role::Assistant, {ReasoningPart{"hm", "sig"}, TextPart{"b"}})}, true, kNova2);
    const char* const expected = R"([{"role":"assistant","content":[{"text":"b"}]}])";
    COMPARE_SHAPE(sent, expected);
}

// Converse refuses calls and results where no tools are defined.
void TestBedrockRequest::withoutToolsEarlierCallsAreTold() {
    const std::vector<Message> conversation{say(Role::User, "a"),
                                            with(Role::Assistant, {ToolCallPart{"c1", "weather", "{}"}}),
                                            with(Role::Tool, {ToolResultPart{"c1", {}, "rain"}}), say(Role::User, "b")};
    const char* const told = R"([{"role":"user","content":[{"text":"a"}]},
            {"role":"assistant","content":[{"text":"[Called the tool weather with {}]"}]},
            {"role":"user","content":[{"text":"[The tool answered:]"},{"text":"rain"},{"text":"b"}]}])";
    COMPARE_SHAPE(messagesOf(conversation, false), told);
    ChatRequest request;
    request.messages = conversation;
    request.tools.push_back(weather());
    request.toolChoice.kind = ToolChoice::Kind::None;
    const json::object body = bodyOf(request, target(kSonnet46));
    COMPARE_SHAPE(body.at("messages"), told);
    QVERIFY(!body.contains("toolConfig"));
}

void TestBedrockRequest::otherMedia_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<QByteArray>("format");
    const auto row = [](MediaKind kind, const char* type, const char* word, const char* format) {
        QTest::newRow(type) << static_cast<int>(kind) << QByteArray(type) << QByteArray(word) << QByteArray(format);
    };
    row(MediaKind::Image, "image/webp", "image", "webp");
    row(MediaKind::Image, "image/jpg", "image", "jpeg");
    row(MediaKind::Video, "video/quicktime", "video", "mov");
    row(MediaKind::Video, "video/3gpp", "video", "three_gp");
    row(MediaKind::Audio, "audio/mpeg", "audio", "mp3");
    row(MediaKind::Document, "text/markdown; charset=utf-8", "document", "md");
    row(MediaKind::Document, "text/x-python", "document", "txt");
}

void TestBedrockRequest::otherMedia() {
    QFETCH(int, kind);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, word);
    QFETCH(QByteArray, format);
    const json::value messages =
        messagesOf({with(Role::User, {file(static_cast<MediaKind>(kind), type.constData(), "YQ==")})});
    const json::object& block = messages.at(0).at("content").at(0).as_object().at(word.toStdString()).as_object();
    QCOMPARE(bytes(textAt(block, "format")), format);
    COMPARE_SHAPE(block.at("source"), R"({"bytes":"YQ=="})");
}

void TestBedrockRequest::addressesInS3GoAsTheyAre() {
    MediaPart video = file(MediaKind::Video, "video/mp4", "");
    video.url = "s3://bucket/film.mp4";
    const json::value source =
        messagesOf({with(Role::User, {video})}).at(0).at("content").at(0).at("video").at("source");
    QCOMPARE(shape(source), QByteArray("{\"s3Location\":{\"uri\":\"s3://bucket/film.mp4\"}}"));
}

void TestBedrockRequest::tools() {
    ChatRequest request = hello();
    request.tools = {weather(), Tool{"now", "", nullptr}};
    request.tools.front().strict = true;
    request.tools.back().cache = CacheMark{"1h"};
    const auto choose = [&](ToolChoice::Kind kind, const char* name = "") {
        request.toolChoice = {kind, name};
        return member(bodyOf(request, target(kSonnet46)).at("toolConfig").as_object(), "toolChoice");
    };
    COMPARE_SHAPE(bodyOf(request, target(kSonnet46)).at("toolConfig"),
                  R"({"tools":[{"toolSpec":{"name":"weather","description":"Says the weather.","strict":true,
                            "inputSchema":{"json":{"type":"object","properties":{"city":{"type":"string"}},
                                                   "additionalProperties":false}}}},
                          {"toolSpec":{"name":"now","inputSchema":{"json":{"type":"object","properties":{}}}}},
                          {"cachePoint":{"type":"default","ttl":"1h"}}]})");
    COMPARE_SHAPE(choose(ToolChoice::Kind::Auto), R"({"auto":{}})");
    COMPARE_SHAPE(choose(ToolChoice::Kind::Required), R"({"any":{}})");
    COMPARE_SHAPE(choose(ToolChoice::Kind::Named, "now"), R"({"tool":{"name":"now"}})");
    request.toolChoice = {};
    request.parallelToolCalls = false;
    QCOMPARE(droppedOf(request, target(kNova2)), QByteArray("parallel_tool_calls tools.strict"));
    QCOMPARE(bodyOf(request, target(kNova2)).at("toolConfig").at("tools").as_array().size(), std::size_t(2));
}

void TestBedrockRequest::cachePoints_data() {
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("ttl");
    QTest::addColumn<QByteArray>("content");
    const char* const plain = R"([{"text":"a"},{"cachePoint":{"type":"default"}}])";
    QTest::newRow("Claude") << QByteArray(kSonnet45) << QByteArray("5m") << QByteArray(plain);
    QTest::newRow("Claude, an hour") << QByteArray(kSonnet45) << QByteArray("1h")
                                     << QByteArray(R"([{"text":"a"},{"cachePoint":{"type":"default","ttl":"1h"}}])");
    QTest::newRow("older Claude, an hour")
        << QByteArray("anthropic.claude-3-7-sonnet-20250219-v1:0") << QByteArray("1h") << QByteArray(plain);
    QTest::newRow("Nova, an hour") << QByteArray(kNova2) << QByteArray("1h") << QByteArray(plain);
    QTest::newRow("one that knows none") << QByteArray("meta.llama3-8b") << QByteArray("5m")
                                         << QByteArray(R"([{"text":"a"}])");
}

void TestBedrockRequest::cachePoints() {
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, ttl);
    QFETCH(QByteArray, content);
    ChatRequest request;
    request.messages.push_back({Role::System, {{TextPart{"a"}, CacheMark{ttl.toStdString()}}}, {}});
    request.messages.push_back({Role::User, {{TextPart{"a"}, CacheMark{ttl.toStdString()}}}, {}});
    const json::object body = bodyOf(request, target(model.constData()));
    COMPARE_SHAPE(body.at("system"), content.constData());
    COMPARE_SHAPE(body.at("messages").at(0).at("content"), content.constData());
    TargetModel uncached = target(model.constData());
    uncached.can = domain::Capabilities{};
    COMPARE_SHAPE(bodyOf(request, uncached).at("system"), R"([{"text":"a"}])");
}

void TestBedrockRequest::reasoning_data() {
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("effort");
    QTest::addColumn<int>("budget");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("dropped");
    const auto row = [](const char* name, const char* model, const char* effort, int budget, const char* fields,
                        const char* dropped = "") {
        QTest::newRow(name) << QByteArray(model) << QByteArray(effort) << budget << QByteArray(fields)
                            << QByteArray(dropped);
    };
    row("adaptive", kSonnet46, "medium", 0,
        R"({"thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"medium"}})",
        "temperature");
    row("adaptive, from a budget", kSonnet46, "", 2000,
        R"({"thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"low"}})", "temperature");
    row("xhigh before 4.7", kSonnet46, "xhigh", 0,
        R"({"thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"high"}})", "temperature");
    row("Claude off", kSonnet46, "none", 0, R"({"thinking":{"type":"disabled"}})");
    row("Fable cannot be told", "anthropic.claude-fable-5", "none", 0, R"({"output_config":{"effort":"low"}})");
    row("a budget", kSonnet45, "", 3000, R"({"thinking":{"type":"enabled","budget_tokens":3000}})", "temperature");
    row("a budget above the limit", kSonnet45, "high", 0, R"({"thinking":{"type":"enabled","budget_tokens":8000}})",
        "temperature");
    row("older Claude off", kSonnet45, "none", 0, "null");
    row("Nova 2", kNova2, "low", 0, R"({"reasoningConfig":{"type":"enabled","maxReasoningEffort":"low"}})");
    row("Nova 2 at its most", kNova2, "xhigh", 0,
        R"({"reasoningConfig":{"type":"enabled","maxReasoningEffort":"high"}})", "max_tokens temperature");
    row("Nova 2 off", kNova2, "none", 0, "null");
    row("Nova 1", "amazon.nova-pro-v1:0", "low", 0, "null", "reasoning_effort");
    row("gpt-oss", "openai.gpt-oss-120b-1:0", "minimal", 0, R"({"reasoning_effort":"low"})");
    row("GPT", "us.openai.gpt-5.6", "xhigh", 0, R"({"reasoning":{"effort":"xhigh"}})");
    row("DeepSeek", "deepseek.v3.2", "high", 0, R"({"reasoning_effort":"high"})");
    row("DeepSeek off", "deepseek.v3.2", "none", 0, "null");
    row("one without", "meta.llama3-8b", "", 4000, "null", "reasoning");
}

void TestBedrockRequest::reasoning() {
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, effort);
    QFETCH(int, budget);
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, dropped);
    ChatRequest request = hello();
    request.reasoning.effort = effort.toStdString();
    if (budget > 0)
        request.reasoning.budgetTokens = budget;
    request.temperature = 0.5;
    request.maxOutputTokens = 10'000;
    COMPARE_SHAPE(member(bodyOf(request, target(model.constData())), "additionalModelRequestFields"),
                  fields.constData());
    QCOMPARE(droppedOf(request, target(model.constData())), dropped);
}

void TestBedrockRequest::aForcedToolOutranksThinking() {
    ChatRequest request = hello();
    request.tools.push_back(weather());
    request.toolChoice.kind = ToolChoice::Kind::Required;
    request.reasoning.effort = "high";
    QVERIFY(!bodyOf(request, target(kSonnet46)).contains("additionalModelRequestFields"));
    QCOMPARE(droppedOf(request, target(kSonnet46)), QByteArray("reasoning_effort"));
}

void TestBedrockRequest::structuredAnswers() {
    ChatRequest request = hello();
    request.responseFormat.kind = ResponseFormat::Kind::JsonSchema;
    request.responseFormat.name = "city";
    request.responseFormat.schema =
        parseJson(R"({"type":"object","properties":{"n":{"type":"integer","minimum":1}}})").value();
    COMPARE_SHAPE(bodyOf(request, target(kSonnet46)).at("outputConfig"),
                  R"({"textFormat":{"type":"json_schema","structure":{"jsonSchema":{"name":"city","schema":
                "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"description\":\"{minimum: 1}\"}},\"additionalProperties\":false}"
            }}}})");
    // A model that cannot be held to a schema is asked to keep to it.
    const json::object asked = bodyOf(request, target(kNova2));
    QVERIFY(!asked.contains("outputConfig"));
    QVERIFY(bytes(writeJson(asked.at("system"))).contains("minimum"));
    TargetModel qwen = target("qwen.qwen3-32b-v1:0");
    QVERIFY(!bodyOf(request, qwen).contains("outputConfig"));
    qwen.can = domain::Capabilities{};
    qwen.can->jsonSchema = true;
    QVERIFY(bodyOf(request, qwen).contains("outputConfig"));
    request.responseFormat.kind = ResponseFormat::Kind::JsonObject;
    QVERIFY(bytes(writeJson(bodyOf(request, target(kSonnet46)).at("system"))).contains("valid JSON object"));
}

void TestBedrockRequest::modelsOwnParameters() {
    ChatRequest request = hello();
    request.topK = 5;
    COMPARE_SHAPE(bodyOf(request, target(kSonnet46)).at("additionalModelRequestFields"), R"({"top_k":5})");
    COMPARE_SHAPE(bodyOf(request, target(kNova2)).at("additionalModelRequestFields"),
                  R"({"inferenceConfig":{"topK":5}})");
    QCOMPARE(droppedOf(request, target("meta.llama3-8b")), QByteArray("top_k"));
    // Claude since 4.5 takes one of the two.
    request.topK = {};
    request.temperature = 0.2;
    request.topP = 0.9;
    QCOMPARE(droppedOf(request, target(kSonnet45)), QByteArray("top_p"));
    QCOMPARE(droppedOf(request, target("anthropic.claude-3-haiku-20240307-v1:0")), QByteArray());
}

void TestBedrockRequest::whatConverseHasAPlaceFor() {
    ChatRequest request = hello();
    request.serviceTier = "flex";
    request.extra["guardrailConfig"] = parseJson(R"({"guardrailIdentifier":"g","guardrailVersion":"1"})").value();
    request.extra["performanceConfig"] = parseJson(R"({"latency":"optimized"})").value();
    request.extra["additionalModelRequestFields"] = parseJson(R"({"k":1})").value();
    request.extra["store"] = true;
    const json::object body = bodyOf(request, target("meta.llama3-8b"));
    COMPARE_SHAPE(body.at("serviceTier"), R"({"type":"flex"})");
    COMPARE_SHAPE(body.at("guardrailConfig"), R"({"guardrailIdentifier":"g","guardrailVersion":"1"})");
    COMPARE_SHAPE(body.at("performanceConfig"), R"({"latency":"optimized"})");
    COMPARE_SHAPE(body.at("additionalModelRequestFields"), R"({"k":1})");
    QCOMPARE(droppedOf(request, target("meta.llama3-8b")), QByteArray("store"));
}

void TestBedrockRequest::whatIsDroppedIsListed() {
    ChatRequest request = hello();
    request.user = "u";
    request.verbosity = "low";
    request.frequencyPenalty = 0.1;
    request.presencePenalty = 0.1;
    request.seed = 7;
    request.logprobs = true;
    request.topLogprobs = 2;
    request.serviceTier = "scale";
    QCOMPARE(droppedOf(request, target(kSonnet46)),
             QByteArray("service_tier user verbosity frequency_penalty presence_penalty seed logprobs top_logprobs"));
}

void TestBedrockRequest::refusals_data() {
    QTest::addColumn<int>("which");
    QTest::addColumn<bool>("clientsFault");
    QTest::addColumn<QByteArray>("word");
    const auto row = [](const char* name, int which, bool clientsFault, const char* word) {
        QTest::newRow(name) << which << clientsFault << QByteArray(word);
    };
    row("several answers", 0, true, "'n'");
    row("web search", 1, false, "web search");
    row("another provider's tool", 2, false, "computer_use");
    row("a free text tool", 3, false, "'patch'");
    row("a tool name with a dot", 4, true, "'a.b'");
    row("nothing to send", 5, true, "no user or assistant message");
    row("an uploaded file", 6, false, "uploaded");
    row("a picture that was not fetched", 7, true, "bytes");
    row("an unknown kind of file", 8, false, "image/tiff");
    row("a picture for a blind model", 9, false, "reads no images");
    row("a picture from the assistant", 10, false, "user messages");
}

void TestBedrockRequest::refusals() {
    QFETCH(int, which);
    QFETCH(bool, clientsFault);
    QFETCH(QByteArray, word);
    ChatRequest request = hello();
    TargetModel model = target(kSonnet46);
    MediaPart media = file(MediaKind::Image, "image/png", "");
    switch (which) {
    case 0:
        request.n = 2;
        break;
    case 1:
        request.webSearch = WebSearch{};
        break;
    case 2:
        request.nativeTools.push_back({"openai-responses", {{"type", "computer_use"}}});
        break;
    case 3:
        request.tools.push_back(Tool{"patch", "", nullptr, {}, {}, true});
        break;
    case 4:
        request.tools.push_back(Tool{"a.b", "", nullptr});
        break;
    case 5:
        request.messages = {say(Role::System, "x")};
        break;
    case 6:
        media.fileId = "file-1";
        break;
    case 7:
        media.url = "https://example.test/a.png";
        break;
    case 8:
        media = file(MediaKind::Image, "image/tiff", "YQ==");
        break;
    case 9:
        media.data = "iVBORw0KGgo=";
        model.vision = false;
        break;
    default:
        media.data = "iVBORw0KGgo=";
    }
    if (which >= 6)
        request.messages = {with(which == 10 ? Role::Assistant : Role::User, {media})};
    const auto encoded = newBedrockConverseCodec()->encode(request, model);
    QVERIFY(!encoded);
    QVERIFY(encoded.error().kind == (clientsFault ? ErrorKind::InvalidParameters : ErrorKind::ModelNotSupported));
    QVERIFY2(bytes(encoded.error().message).contains(word), encoded.error().message.c_str());
}

QTEST_GUILESS_MAIN(TestBedrockRequest)
#include "tst_bedrockrequest.moc"
