// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A Gemini client's requests → canonical form.
#include "app/dialects/gemini.h"
#include "app/dialects/geminithought.h"
#include "shape.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

// Declared before the fixtures: older moc takes the quotes of a raw string for those of a plain one.
class TestGeminiIngress : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void scanRefuses_data();
    void scanRefuses();
    void scanFindsWhatMatters_data();
    void scanFindsWhatMatters();
    void decodeNamesTheFieldAtFault_data();
    void decodeNamesTheFieldAtFault();
    void readsConversations_data();
    void readsConversations();
    void readsTheConfiguration();
    void convertsSchemas_data();
    void convertsSchemas();
    void readsTools();
    void survivesTheCanonicalForm_data();
    void survivesTheCanonicalForm();
    void foreignThoughtsComeBack_data();
    void foreignThoughtsComeBack();
    void countsTokens();
};

namespace {

const IngressCodec& codec() {
    static const std::unique_ptr<IngressCodec> instance = newGeminiIngressCodec();
    return *instance;
}

Result<ChatRequest> decode(const QByteArray& body) {
    return codec().decodeRequest(*parseJson(std::string_view(body.constData(), static_cast<std::size_t>(body.size()))));
}

QByteArray mediaWords(const MediaPart& media) {
    static constexpr const char* kKinds[] = {"image", "audio", "video", "document"};
    return QByteArray(kKinds[static_cast<int>(media.kind)]) + ' ' + bytes(media.mimeType) + ' ' + bytes(media.data) +
           bytes(media.url) + (media.fileId.empty() ? QByteArray() : "file " + bytes(media.fileId));
}

QByteArray words(const Part& part) {
    if (const auto* text = std::get_if<TextPart>(&part.value))
        return "text " + bytes(text->text);
    if (const auto* media = std::get_if<MediaPart>(&part.value))
        return mediaWords(*media);
    if (const auto* call = std::get_if<ToolCallPart>(&part.value))
        return "call " + bytes(call->id) + ' ' + bytes(call->name) + ' ' + bytes(call->arguments) + ' ' +
               bytes(call->signature);
    if (const auto* result = std::get_if<ToolResultPart>(&part.value)) {
        QByteArray out = (result->isError ? "error " : "result ") + bytes(result->callId) + ' ' + bytes(result->name) +
                         ' ' + bytes(result->text);
        for (const MediaPart& media : result->media)
            out += " with " + mediaWords(media);
        return out;
    }
    if (const auto* thought = std::get_if<ReasoningPart>(&part.value))
        return "thought " + bytes(thought->format) + ' ' + bytes(thought->text) + '|' + bytes(thought->signature) +
               '|' + bytes(thought->redacted) + '|' + bytes(thought->id);
    return "?";
}

QByteArray words(const std::vector<Message>& messages) {
    static constexpr const char* kRoles[] = {"system", "developer", "user", "assistant", "tool"};
    QByteArrayList lines;
    for (const Message& message : messages) {
        QByteArrayList parts;
        for (const Part& part : message.parts)
            parts.append(words(part));
        lines.append(QByteArray(kRoles[static_cast<int>(message.role)]) + ": " + parts.join("; "));
    }
    return lines.join('\n');
}

const RequestLine kLine{"gemini-x", false, false};

} // namespace

void TestGeminiIngress::scanRefuses_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("no JSON") << QByteArray("{") << QByteArray("invalid_json");
    QTest::newRow("too deep") << QByteArray("{\"x\":" + QByteArray(80, '[') + QByteArray(80, ']') + "}")
                              << QByteArray("invalid_json");
    QTest::newRow("an array") << QByteArray("[]") << QByteArray("invalid_parameters ");
    QTest::newRow("no contents") << QByteArray("{}") << QByteArray("invalid_parameters contents");
    QTest::newRow("empty contents") << QByteArray(R"({"contents":[]})") << QByteArray("invalid_parameters contents");
    QTest::newRow("contents as text") << QByteArray(R"({"contents":"hi"})")
                                      << QByteArray("invalid_parameters contents");
    QTest::newRow("a content as text") << QByteArray(R"({"contents":["hi"]})")
                                       << QByteArray("invalid_parameters contents");
    QTest::newRow("a part as text") << QByteArray(R"({"contents":[{"parts":["hi"]}]})")
                                    << QByteArray("invalid_parameters contents.parts");
}

void TestGeminiIngress::scanRefuses() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, error);
    const auto scan = codec().scan(std::string_view(body.constData(), static_cast<std::size_t>(body.size())), kLine);
    QVERIFY(!scan);
    QByteArray got = toString(scan.error().kind);
    if (error != "invalid_json")
        got += ' ' + bytes(scan.error().param);
    QCOMPARE(got, error);
}

void TestGeminiIngress::scanFindsWhatMatters_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("found");
    const QByteArray hi = R"("contents":[{"role":"user","parts":[{"text":"Hello"}]}])";
    QTest::newRow("text") << QByteArray("{" + hi + "}") << QByteArray("bytes 5");
    QTest::newRow("a lone content and part")
        << QByteArray(R"({"contents":{"parts":{"text":"Hello"}}})") << QByteArray("bytes 5");
    QTest::newRow("system") << QByteArray(R"({"systemInstruction":{"parts":{"text":"abc"}},)" + hi + "}")
                            << QByteArray("bytes 8");
    QTest::newRow("media")
        << QByteArray(
               R"({"contents":[{"parts":[{"inlineData":{"data":"AAAA","mimeType":"image/png"}},{"inline_data":{"mime_type":"audio/wav","data":"AAAA"}},{"file_data":{"mime_type":"application/pdf","file_uri":"x"}}]}]})")
        << QByteArray("images 1 audio files bytes 0");
    QTest::newRow("a call and its result")
        << QByteArray(
               R"({"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":["bc"]}}}]},{"parts":[{"functionResponse":{"name":"f","response":{"output":"def"},"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}}]}]})")
        << QByteArray("images 1 bytes 6");
    QTest::newRow("functions") << QByteArray(R"({"tools":[{"functionDeclarations":[{"name":"f"}]}],)" + hi + "}")
                               << QByteArray("tools bytes 5");
    QTest::newRow("a search is no function")
        << QByteArray(R"({"tools":[{"googleSearch":{}}],)" + hi + "}") << QByteArray("bytes 5");
    QTest::newRow("configuration")
        << QByteArray(
               R"({"generationConfig":{"maxOutputTokens":"700","candidateCount":2,"responseMimeType":"application/json"},)" +
               hi + "}")
        << QByteArray("json max 700 n 2 bytes 5");
    QTest::newRow("in snake case")
        << QByteArray(
               R"({"generation_config":{"max_output_tokens":7,"response_mime_type":"application/json","response_schema":{"type":"OBJECT"},"thinking_config":{"thinking_budget":5}},)" +
               hi + "}")
        << QByteArray("schema reasoning max 7 bytes 5");
    QTest::newRow("no thinking") << QByteArray(R"({"generationConfig":{"thinkingConfig":{"thinkingBudget":0}},)" + hi +
                                               "}")
                                 << QByteArray("bytes 5");
    QTest::newRow("to be counted") << QByteArray(R"({"generateContentRequest":{"model":"models/x",)" + hi + "}}")
                                   << QByteArray("bytes 5");
    QTest::newRow("the same names elsewhere")
        << QByteArray(R"({"labels":{"contents":[],"text":"x","generationConfig":{"maxOutputTokens":3}},)" + hi + "}")
        << QByteArray("bytes 5");
}

void TestGeminiIngress::scanFindsWhatMatters() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, found);
    const auto scan = codec().scan(std::string_view(body.constData(), static_cast<std::size_t>(body.size())),
                                   RequestLine{"gemini-x", true, true});
    QVERIFY2(scan.has_value(), scan ? "" : scan.error().message.c_str());
    QCOMPARE(bytes(scan->model), QByteArray("gemini-x"));
    QVERIFY(scan->stream && scan->arrayStream);
    QByteArrayList got;
    if (scan->hasImages)
        got << "images " + QByteArray::number(static_cast<qlonglong>(scan->imageCount));
    if (scan->hasAudio)
        got << "audio";
    if (scan->hasFiles)
        got << "files";
    if (scan->hasTools)
        got << "tools";
    if (scan->wantsJsonObject)
        got << "json";
    if (scan->wantsJsonSchema)
        got << "schema";
    if (scan->wantsReasoning)
        got << "reasoning";
    if (scan->maxOutputTokens)
        got << "max " + QByteArray::number(static_cast<qlonglong>(*scan->maxOutputTokens));
    if (scan->n != 1)
        got << "n " + QByteArray::number(static_cast<qlonglong>(scan->n));
    got << "bytes " + QByteArray::number(static_cast<qlonglong>(scan->textBytes));
    QCOMPARE(got.join(' '), found);
}

void TestGeminiIngress::decodeNamesTheFieldAtFault_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("param");
    const auto part = [](const char* one) -> QByteArray {
        return R"({"contents":[{"role":"model","parts":[)" + QByteArray(one) + "]}]}";
    };
    const auto config = [](const char* one) -> QByteArray {
        return R"({"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{)" + QByteArray(one) + "}}";
    };
    QTest::newRow("role") << QByteArray(R"({"contents":[{"role":"assistant","parts":[]}]})")
                          << QByteArray("contents[0].role");
    QTest::newRow("parts") << QByteArray(R"({"contents":[{"role":"user"}]})") << QByteArray("contents[0].parts");
    QTest::newRow("text") << part(R"({"text":1})") << QByteArray("contents[0].parts[0].text");
    QTest::newRow("call") << part(R"({"functionCall":{"args":{}}})")
                          << QByteArray("contents[0].parts[0].functionCall.name");
    QTest::newRow("args") << part(R"({"functionCall":{"name":"f","args":"x"}})")
                          << QByteArray("contents[0].parts[0].functionCall.args");
    QTest::newRow("data") << part(R"({"inlineData":{"data":"AAAA"}})") << QByteArray("contents[0].parts[0].inlineData");
    QTest::newRow("temperature") << config(R"("temperature":"hot")") << QByteArray("generationConfig.temperature");
    QTest::newRow("tokens") << config(R"("maxOutputTokens":1.5e300)") << QByteArray("generationConfig.maxOutputTokens");
    QTest::newRow("stops") << config(R"("stopSequences":"x")") << QByteArray("generationConfig.stopSequences");
    QTest::newRow("thinking") << config(R"("thinkingConfig":1)") << QByteArray("generationConfig.thinkingConfig");
    QTest::newRow("tool") << QByteArray(
                                 R"({"contents":[{"parts":[]}],"tools":[{"functionDeclarations":[{"name":""}]}]})")
                          << QByteArray("tools[0].functionDeclarations[0].name");
    QTest::newRow("mode")
        << QByteArray(R"({"contents":[{"parts":[]}],"toolConfig":{"functionCallingConfig":{"mode":"SOME"}}})")
        << QByteArray("toolConfig.functionCallingConfig.mode");
}

void TestGeminiIngress::decodeNamesTheFieldAtFault() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, param);
    const auto request = decode(body);
    QVERIFY(!request);
    QVERIFY(request.error().kind == ErrorKind::InvalidParameters);
    QCOMPARE(bytes(request.error().param), param);
}

void TestGeminiIngress::readsConversations_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("messages");
    QTest::newRow("system, roles, a missing role")
        << QByteArray(
               R"({"system_instruction":{"parts":[{"text":"S"}]},"contents":[{"parts":[{"text":"a"}]},{"role":"model","parts":[{"text":"b"}]},{"role":"user","parts":[{"text":"c"},{"text":""}]}]})")
        << QByteArray("system: text S\nuser: text a\nassistant: text b\nuser: text c");
    QTest::newRow("media")
        << QByteArray(
               R"({"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"_-A="}},{"file_data":{"file_uri":"https://x/a.pdf","mime_type":"application/pdf"}},{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}},{"fileData":{"fileUri":"https://www.youtube.com/watch?v=1"}}]}]})")
        << QByteArray("user: image image/png /+A=; document application/pdf https://x/a.pdf; video video/mp4 file "
                      "gs://b/v.mp4; video  file https://www.youtube.com/watch?v=1");
    QTest::newRow("calls without ids, by name and order")
        << QByteArray(
               R"({"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":1}},"thoughtSignature":"sig"},{"functionCall":{"name":"g"}},{"functionCall":{"name":"f","args":{"a":2}}}]},{"role":"function","parts":[{"text":"See"},{"functionResponse":{"name":"g","response":{"output":"G"}}},{"functionResponse":{"name":"f","response":{"error":"no"}}},{"functionResponse":{"name":"f","response":{"b":2}}}]}]})")
        << QByteArray("assistant: call call_gemini_f_0 f {\"a\":1} sig; call call_gemini_g_1 g {} ; call "
                      "call_gemini_f_2 f {\"a\":2} \n"
                      "tool: result call_gemini_g_1 g G\n"
                      "tool: error call_gemini_f_0 f no\n"
                      "tool: result call_gemini_f_2 f {\"b\":2}\n"
                      "user: text See");
    QTest::newRow("calls with ids, a result that shows an image")
        << QByteArray(
               R"({"contents":[{"role":"model","parts":[{"function_call":{"id":"x1","name":"f","args":{}},"thought_signature":"s"}]},{"role":"user","parts":[{"function_response":{"id":"x1","name":"f","response":{"output":{"n":1}},"parts":[{"inline_data":{"mime_type":"image/png","data":"AAAA"}}]}}]}]})")
        << QByteArray("assistant: call x1 f {} s\ntool: result x1 f {\"output\":{\"n\":1}} with image image/png AAAA");
    QTest::newRow("chunks of a stream, kept as contents")
        << QByteArray(
               R"({"contents":[{"role":"model","parts":[{"text":"h","thought":true}]},{"role":"model","parts":[{"text":"m","thought":true}]},{"role":"model","parts":[{"text":"Yes"}]},{"role":"model","parts":[{"text":"","thoughtSignature":"sig"}]}]})")
        << QByteArray("assistant: thought  hm|||; text Yes; thought google-gemini-v1 |sig||");
    QTest::newRow("code that Google ran")
        << QByteArray(
               R"({"contents":[{"role":"model","parts":[{"executableCode":{"language":"PYTHON","code":"x = 1"}},{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1"}}]}]})")
        << QByteArray("assistant: text ```python\nx = 1\n```\n; text ```\n1\n```\n");
    QTest::newRow("tools that Google ran")
        << QByteArray(
               R"({"contents":[{"role":"model","parts":[{"toolCall":{"id":"t"},"thoughtSignature":"s"},{"text":"a"}]}]})")
        << QByteArray("assistant: text a");
}

void TestGeminiIngress::readsConversations() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, messages);
    const auto request = decode(body);
    QVERIFY2(request.has_value(), request ? "" : request.error().message.c_str());
    QCOMPARE(words(request->messages), messages);
}

void TestGeminiIngress::readsTheConfiguration() {
    const auto request = decode(R"({"contents":[{"parts":[{"text":"a"}]}],"safetySettings":[{"category":"C"}],
        "cached_content":"cachedContents/1","model":"models/x","generation_config":{"temperature":0.5,"top_p":0.9,
        "topK":40.0,"max_output_tokens":"100","stop_sequences":["x"],"candidateCount":2,"seed":7,
        "presencePenalty":1,"frequencyPenalty":-1,"responseLogprobs":true,"logprobs":3,
        "responseMimeType":"application/json","responseSchema":{"type":"OBJECT"},"response_modalities":["TEXT"],
        "thinkingConfig":{"thinkingLevel":"HIGH","include_thoughts":true}}})");
    QVERIFY2(request.has_value(), request ? "" : request.error().message.c_str());
    QCOMPARE(request->temperature, 0.5);
    QCOMPARE(request->topP, 0.9);
    QCOMPARE(request->topK, 40);
    QCOMPARE(request->maxOutputTokens, 100);
    QCOMPARE(request->stop, std::vector<std::string>{"x"});
    QCOMPARE(request->n, 2);
    QCOMPARE(request->seed, 7);
    QCOMPARE(request->presencePenalty, 1.0);
    QCOMPARE(request->frequencyPenalty, -1.0);
    QCOMPARE(request->logprobs, true);
    QCOMPARE(request->topLogprobs, 3);
    QVERIFY(request->responseFormat.kind == ResponseFormat::Kind::JsonSchema);
    COMPARE_SHAPE(request->responseFormat.schema, R"({"type":"object"})");
    QCOMPARE(bytes(request->reasoning.effort), QByteArray("high"));
    QCOMPARE(request->reasoning.include, true);
    QCOMPARE(bytes(request->extraDialect), QByteArray("gemini"));
    COMPARE_SHAPE(json::value(request->extra),
                  R"({"safetySettings":[{"category":"C"}],"cachedContent":"cachedContents/1",
                      "generationConfig.responseModalities":["TEXT"]})");
}

void TestGeminiIngress::convertsSchemas_data() {
    QTest::addColumn<QByteArray>("google");
    QTest::addColumn<QByteArray>("standard");
    QTest::newRow("types and counts")
        << QByteArray(
               R"({"type":"OBJECT","properties":{"list":{"type":"ARRAY","minItems":"1","items":{"type":"STRING","format":"enum","enum":["a"]}},"n":{"type":"INTEGER","format":"int32","nullable":true}},"required":["list"],"propertyOrdering":["list","n"]})")
        << QByteArray(
               R"({"type":"object","properties":{"list":{"type":"array","minItems":1,"items":{"type":"string","enum":["a"]}},"n":{"type":["integer","null"],"format":"int32"}},"required":["list"],"propertyOrdering":["list","n"]})");
    QTest::newRow("alternatives in snake case")
        << QByteArray(R"({"any_of":[{"type":"STRING","max_length":"5"},{"type":"NULL"}],"example":"x"})")
        << QByteArray(R"({"anyOf":[{"type":"string","maxLength":5},{"type":"null"}],"examples":["x"]})");
    QTest::newRow("a property named type")
        << QByteArray(R"({"type":"OBJECT","properties":{"type":{"type":"STRING"}}})")
        << QByteArray(R"({"type":"object","properties":{"type":{"type":"string"}}})");
}

void TestGeminiIngress::convertsSchemas() {
    QFETCH(QByteArray, google);
    QFETCH(QByteArray, standard);
    const auto request =
        decode(R"({"contents":[{"parts":[{"text":"a"}]}],"tools":[{"functionDeclarations":[{"name":"f","parameters":)" +
               google + "}]}]}");
    QVERIFY2(request.has_value(), request ? "" : request.error().message.c_str());
    QCOMPARE(shape(request->tools.at(0).parameters), shape(standard.constData()));
}

void TestGeminiIngress::readsTools() {
    const auto request = decode(R"({"contents":[{"parts":[{"text":"a"}]}],"tools":[
        {"function_declarations":[{"name":"f","description":"F","parametersJsonSchema":{"type":"object"}},{"name":"g"},
        {"name":"h"}]},{"googleSearch":{"exclude_domains":["x.com"],"timeRangeFilter":{"startTime":"s"}}},
        {"codeExecution":{}},{"url_context":{}}],"tool_config":{"function_calling_config":{"mode":"ANY",
        "allowed_function_names":["f","g"]},"retrievalConfig":{"languageCode":"en"}}})");
    QVERIFY2(request.has_value(), request ? "" : request.error().message.c_str());
    QCOMPARE(request->tools.size(), std::size_t{2});
    QCOMPARE(bytes(request->tools[0].description), QByteArray("F"));
    COMPARE_SHAPE(request->tools[0].parameters, R"({"type":"object"})");
    QVERIFY(request->webSearch.has_value());
    QCOMPARE(request->webSearch->blockedDomains, std::vector<std::string>{"x.com"});
    QCOMPARE(request->nativeTools.size(), std::size_t{2});
    COMPARE_SHAPE(json::value(request->nativeTools[1].tool), R"({"urlContext":{}})");
    QVERIFY(request->toolChoice.kind == ToolChoice::Kind::Required);
    COMPARE_SHAPE(json::value(request->extra), R"({"toolConfig.retrievalConfig":{"languageCode":"en"},
        "tools.googleSearch":{"timeRangeFilter":{"startTime":"s"}}})");
}

void TestGeminiIngress::survivesTheCanonicalForm_data() {
    QTest::addColumn<QByteArray>("body");
    const auto with = [](const char* rest) -> QByteArray {
        return R"({"contents":[{"role":"user","parts":[{"text":"a"}]}],)" + QByteArray(rest) + "}";
    };
    QTest::newRow("fields of Gemini alone") << with(
        R"("safetySettings":[{"category":"C","threshold":"T"}],"cachedContent":"c","labels":{"a":"b"},"generationConfig":{"responseModalities":["IMAGE"],"imageConfig":{"aspectRatio":"1:1"},"mediaResolution":"M"})");
    QTest::newRow("any thoughts it likes") << with(R"("generationConfig":{"thinkingConfig":{"thinkingBudget":-1}})");
    QTest::newRow("a word of an enum") << with(
        R"("generationConfig":{"responseMimeType":"text/x.enum","responseSchema":{"type":"STRING","enum":["a"]}})");
    QTest::newRow("tools") << with(
        R"("tools":[{"functionDeclarations":[{"name":"f","parametersJsonSchema":{"type":"object","properties":{"a":{"type":"string"}}}}]}],"toolConfig":{"functionCallingConfig":{"mode":"VALIDATED"},"retrievalConfig":{"languageCode":"en"}})");
    QTest::newRow("its own tools") << with(
        R"("tools":[{"googleSearch":{"timeRangeFilter":{"startTime":"s","endTime":"e"}}},{"codeExecution":{}},{"fileSearch":{"fileSearchStoreNames":["x"]}}])");
    QTest::newRow("a signed conversation") << QByteArray(
        R"({"contents":[{"role":"user","parts":[{"text":"a"}]},{"role":"model","parts":[{"text":"b","thoughtSignature":"s1"}]},{"role":"user","parts":[{"text":"c"}]},{"role":"model","parts":[{"functionCall":{"id":"x","name":"f","args":{"n":1}},"thoughtSignature":"s2"}]},{"role":"user","parts":[{"functionResponse":{"id":"x","name":"f","response":{"error":{"code":1}},"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}}]}]})");
}

void TestGeminiIngress::survivesTheCanonicalForm() {
    QFETCH(QByteArray, body);
    const auto request = decode(body);
    QVERIFY2(request.has_value(), request ? "" : request.error().message.c_str());
    TargetModel target;
    target.upstreamId = "gemini-3-flash";
    target.provider = "google";
    target.reasoning = true;
    const auto encoded = newGeminiProviderCodec()->encode(*request, target);
    QVERIFY2(encoded.has_value(), encoded ? "" : encoded.error().message.c_str());
    QVERIFY(encoded->droppedParams.empty());
    QCOMPARE(shape(encoded->body.c_str()), shape(body.constData()));
}

void TestGeminiIngress::foreignThoughtsComeBack_data() {
    QTest::addColumn<bool>("keepsThoughts");
    QTest::addColumn<bool>("urlAlphabet");
    QTest::newRow("by a client that keeps thoughts") << true << false;
    QTest::newRow("by one that does not") << false << false;
    QTest::newRow("written anew") << true << true;
}

// What Claude signed goes to the client in Gemini's words and comes back as it was.
void TestGeminiIngress::foreignThoughtsComeBack() {
    QFETCH(bool, keepsThoughts);
    QFETCH(bool, urlAlphabet);
    ChatAnswer answer;
    answer.id = "m1";
    answer.choices.emplace_back();
    answer.choices[0].message = with(Role::Assistant, {ReasoningPart{"Hm?>~ü", "sig+/=", {}, "anthropic-claude-v1", {}},
                                                       ReasoningPart{{}, {}, "blob", "anthropic-claude-v1", {}},
                                                       ToolCallPart{"toolu_1", "f", R"({"a":1})"}});
    answer.choices[0].finish = FinishReason::ToolCalls;
    json::object content = parseJson(codec().encodeAnswer(answer, {}))
                               ->as_object()["candidates"]
                               .as_array()[0]
                               .as_object()["content"]
                               .as_object();
    json::array kept;
    for (json::value& part : content["parts"].as_array()) {
        if (urlAlphabet && part.as_object().contains("thoughtSignature")) {
            QByteArray signature = bytes(textAt(part.as_object(), "thoughtSignature"));
            signature.replace('+', '-').replace('/', '_');
            part.as_object()["thoughtSignature"] = signature.toStdString();
        }
        if (keepsThoughts || !part.as_object().contains("thought"))
            kept.push_back(part);
    }
    content["parts"] = kept;
    const auto request = codec().decodeRequest(json::object{{"contents", json::array{content}}});
    QVERIFY2(request.has_value(), request ? "" : request.error().message.c_str());
    QCOMPARE(words(request->messages),
             QByteArray("assistant: thought anthropic-claude-v1 Hm?>~ü|sig+/=||; thought anthropic-claude-v1 ||blob|; "
                        "call toolu_1 f {\"a\":1} "));
}

void TestGeminiIngress::countsTokens() {
    const auto request = decode(
        R"({"generateContentRequest":{"model":"models/x","contents":[{"role":"user","parts":[{"text":"a"}]}]}})");
    QVERIFY2(request.has_value(), request ? "" : request.error().message.c_str());
    TargetModel target;
    target.upstreamId = "gemini-2.5-flash";
    target.provider = "google";
    const auto studio = encodeGeminiCountTokens(*request, target);
    QCOMPARE(bytes(studio->path), QByteArray("/models/gemini-2.5-flash:countTokens"));
    QCOMPARE(
        shape(studio->body.c_str()),
        shape(
            R"({"generateContentRequest":{"model":"models/gemini-2.5-flash","contents":[{"role":"user","parts":[{"text":"a"}]}]}})"));
    target.provider = "google-vertex";
    QCOMPARE(shape(encodeGeminiCountTokens(*request, target)->body.c_str()),
             shape(R"({"contents":[{"role":"user","parts":[{"text":"a"}]}]})"));
    QCOMPARE(*decodeGeminiCountTokens(R"({"totalTokens":31})"), 31);
    QVERIFY(decodeGeminiCountTokens(R"({"error":{}})").error().kind == ErrorKind::Upstream);
    QCOMPARE(bytes(encodeGeminiTokenCount(31)), QByteArray(R"({"totalTokens":31})"));
}

QTEST_GUILESS_MAIN(TestGeminiIngress)
#include "tst_geminiingress.moc"
