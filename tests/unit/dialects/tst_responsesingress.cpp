// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a Responses client sends: scanned, decoded, and encoded again.
#include "app/dialects/openairesponses.h"
#include "shape.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

class TestResponsesIngress : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void scans_data();
    void scans();
    void scanNamesTheFieldAtFault_data();
    void scanNamesTheFieldAtFault();
    void survivesTheCanonicalForm_data();
    void survivesTheCanonicalForm();
    void decodes();
    void decodeNamesTheFieldAtFault_data();
    void decodeNamesTheFieldAtFault();
    void limitsToolsToThoseAllowed();
    void keepsOtherToolsAsTheyCame();
};

namespace {

const IngressCodec& codec() {
    static const std::unique_ptr<IngressCodec> instance = newResponsesIngressCodec();
    return *instance;
}

QByteArray inWords(const RequestScan& s) {
    QByteArray out = bytes(s.model);
    const auto flag = [&out](bool set, const char* name) {
        if (set)
            out += QByteArray(" ") + name;
    };
    flag(s.stream, "stream");
    flag(s.store, "store");
    flag(s.hasTools, "tools");
    flag(s.hasImages, "images");
    flag(s.hasFiles, "files");
    flag(s.hasAudio, "audio");
    flag(s.wantsJsonSchema, "schema");
    flag(s.wantsJsonObject, "json");
    flag(s.wantsReasoning, "reasoning");
    if (s.maxOutputTokens)
        out += " max " + QByteArray::number(static_cast<qlonglong>(*s.maxOutputTokens));
    if (!s.previousResponseId.empty())
        out += " after " + bytes(s.previousResponseId);
    return out + " " + QByteArray::number(static_cast<qlonglong>(s.textBytes)) + " bytes";
}

ChatRequest decoded(const QByteArray& body) {
    auto request = codec().decodeRequest(*parseJson(body.toStdString()));
    return request ? *request : ChatRequest{};
}

} // namespace

void TestResponsesIngress::scans_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char* name, const char* body, const char* words) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(words);
    };
    row("text", R"({"model":"m","input":"hello"})", "m store 5 bytes");
    row("everything",
        R"({"model":"m","stream":true,"store":false,"instructions":"abc","tools":[{"type":"function"}],"max_output_tokens":9,"previous_response_id":"resp_1","reasoning":{"effort":"low"},"text":{"format":{"type":"json_schema","schema":{"type":"json_object"}}},"input":[{"role":"user","content":[{"type":"input_text","text":"hi"},{"type":"input_image","image_url":"data:…"},{"type":"input_file"},{"type":"input_audio"}]},{"type":"function_call","arguments":"{}"},{"type":"function_call_output","output":"four"}]})",
        "m stream tools images files audio schema reasoning max 9 after resp_1 11 bytes");
    row("nulls",
        R"({"model":"m","input":[],"stream":null,"store":null,"previous_response_id":null,"conversation":null,"tools":[],"background":false})",
        "m store 0 bytes");
    row("no reasoning, please",
        R"({"model":"m","input":"","reasoning":{"effort":"none"},"text":{"format":{"type":"json_object"}}})",
        "m store json 0 bytes");
    row("nothing new after a turn", R"({"model":"m","previous_response_id":"resp_1"})", "m store after resp_1 0 bytes");
    row("words that only look so",
        R"({"model":"m","input":[{"role":"user","content":"x","metadata":{"type":"input_image","model":"n"}}]})",
        "m store 1 bytes");
}

void TestResponsesIngress::scans() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, words);
    const std::string text = body.toStdString();
    const auto scan = codec().scan(text, {});
    QVERIFY2(scan, scan ? "" : scan.error().message.c_str());
    QCOMPARE(inWords(*scan), words);
}

void TestResponsesIngress::scanNamesTheFieldAtFault_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("param");
    const auto row = [](const char* name, const QByteArray& body, const char* param,
                        const char* kind = "invalid_parameters") {
        QTest::newRow(name) << body << QByteArray(kind) << QByteArray(param);
    };
    row("empty", "", "", "invalid_json");
    row("cut", R"({"model":"m","input":)", "", "invalid_json");
    row("two documents", R"({"model":"m","input":"x"} {})", "", "invalid_json");
    row("too deep", R"({"model":"m","input":)" + QByteArray(100, '['), "input");
    row("too deep elsewhere", R"({"model":"m","metadata":)" + QByteArray(100, '['), "", "invalid_json");
    row("a list", "[]", "");
    row("no model", R"({"input":"x"})", "model");
    row("empty model", R"({"model":"","input":"x"})", "model");
    row("model is a number", R"({"model":4,"input":"x"})", "model");
    row("no input", R"({"model":"m"})", "input");
    row("input is a number", R"({"model":"m","input":4})", "input");
    row("input of texts", R"({"model":"m","input":["x"]})", "input");
    row("stream is a word", R"({"model":"m","input":"x","stream":"yes"})", "stream");
    row("store is a word", R"({"model":"m","input":"x","store":"yes"})", "store");
    row("previous is a number", R"({"model":"m","input":"x","previous_response_id":4})", "previous_response_id");
    row("in the background", R"({"model":"m","input":"x","background":true})", "background");
    row("a conversation", R"({"model":"m","input":"x","conversation":"conv_1"})", "conversation");
    row("a conversation as object", R"({"model":"m","input":"x","conversation":{"id":"conv_1"}})", "conversation");
    row("an item by id", R"({"model":"m","input":[{"type":"item_reference","id":"msg_1"}]})", "input");
}

void TestResponsesIngress::scanNamesTheFieldAtFault() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, param);
    const std::string text = body.toStdString();
    const auto scan = codec().scan(text, {});
    QVERIFY(!scan);
    QCOMPARE(QByteArray(toString(scan.error().kind)), kind);
    QCOMPARE(QByteArray(scan.error().param.c_str()), param);
}

/// Decoded and encoded again for OpenAI, a request is the same; what the gateway always adds is added here too.
void TestResponsesIngress::survivesTheCanonicalForm_data() {
    QTest::addColumn<QByteArray>("rest"); // of the request, after model
    const auto row = [](const char* name, const char* rest) { QTest::newRow(name) << QByteArray(rest); };
    row("conversation",
        R"("instructions":"be brief","input":[{"type":"message","role":"user","content":"hi"},{"type":"message","role":"assistant","content":"ho"},{"type":"message","role":"developer","content":"d"},{"type":"message","role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"high"},{"type":"input_image","image_url":"https://x/y.png"},{"type":"input_image","file_id":"file-1"},{"type":"input_file","file_data":"data:application/pdf;base64,BBBB","filename":"a.pdf"},{"type":"input_file","file_url":"https://x/a.pdf"}]}])");
    row("tool turns",
        R"("input":[{"type":"message","role":"user","content":"w"},{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"t"}],"encrypted_content":"gAAA=="},{"type":"message","role":"assistant","content":"let me"},{"type":"function_call","call_id":"c1","name":"f","arguments":"{\"a\":1}"},{"type":"custom_tool_call","call_id":"c2","name":"g","input":"free"},{"type":"function_call_output","call_id":"c1","output":"r"},{"type":"custom_tool_call_output","call_id":"c2","output":[{"type":"input_text","text":"see"},{"type":"input_image","image_url":"data:image/png;base64,AAAA"}]}])");
    row("tools",
        R"("input":[{"type":"message","role":"user","content":"w"}],"tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object"},"strict":true},{"type":"custom","name":"g","format":{"type":"grammar","syntax":"lark","definition":"x"}},{"type":"web_search","filters":{"allowed_domains":["a.org"]},"search_context_size":"low","user_location":{"type":"approximate","country":"DE"}},{"type":"file_search","vector_store_ids":["v"]}],"tool_choice":{"type":"custom","name":"g"},"parallel_tool_calls":false)");
    row("the rest",
        R"("input":[{"type":"message","role":"user","content":"w"}],"temperature":0.5,"top_p":0.9,"max_output_tokens":50,"top_logprobs":2,"include":["file_search_call.results","reasoning.encrypted_content","message.output_text.logprobs"],"user":"u","service_tier":"flex","stream":true,"stream_options":{"include_obfuscation":false},"text":{"format":{"type":"json_schema","name":"n","schema":{"type":"object"},"strict":true},"verbosity":"low"},"reasoning":{"effort":"high","summary":"detailed"},"truncation":"auto","metadata":{"a":"b"},"prompt_cache_key":"k","safety_identifier":"s","max_tool_calls":3,"yet_to_come":{"x":1})");
}

void TestResponsesIngress::survivesTheCanonicalForm() {
    QFETCH(QByteArray, rest);
    json::value body = *parseJson("{\"model\":\"m\"," + rest.toStdString() + "}");
    const auto request = codec().decodeRequest(body);
    QVERIFY2(request, request ? "" : request.error().message.c_str());
    TargetModel target;
    target.upstreamId = "m";
    target.reasoning = true;
    const auto encoded = newResponsesProviderCodec(responsesQuirks("openai"))->encode(*request, target);
    QVERIFY2(encoded, encoded ? "" : encoded.error().message.c_str());
    QVERIFY(encoded->droppedParams.empty());
    body.as_object()["store"] = false;
    if (!body.as_object().contains("include"))
        body.as_object()["include"] = json::array{"reasoning.encrypted_content"};
    json::value written = *parseJson(encoded->body);
    for (json::value* value : {&body, &written}) { // their order means nothing
        json::array& include = value->as_object()["include"].as_array();
        std::sort(include.begin(), include.end(),
                  [](const json::value& a, const json::value& b) { return a.as_string() < b.as_string(); });
    }
    COMPARE_SHAPE(written, body);
}

void TestResponsesIngress::decodes() {
    const ChatRequest request = decoded(
        R"({"model":"m","instructions":"s","input":"hi","stream":true,"store":true,"metadata":{"k":"v"},"truncation":"disabled","reasoning":{"effort":"low","summary":"auto"},"top_p":null})");
    QCOMPARE(request.messages.size(), std::size_t(2));
    QVERIFY(request.messages[0].role == Role::System && request.messages[1].role == Role::User);
    QVERIFY(request.stream && request.includeUsage);
    QCOMPARE(request.reasoning.effort, std::string("low"));
    QVERIFY(request.reasoning.include == true);
    QCOMPARE(request.extraDialect, std::string("openai-responses"));
    COMPARE_SHAPE(json::value(request.extra), R"({"metadata":{"k":"v"}})");
    COMPARE_SHAPE(
        json::value(request.echo),
        R"({"instructions":"s","store":true,"metadata":{"k":"v"},"truncation":"disabled","reasoning":{"effort":"low","summary":"auto"},"top_p":null})");
}

void TestResponsesIngress::decodeNamesTheFieldAtFault_data() {
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("param");
    const auto row = [](const char* name, const char* rest, const char* param,
                        const char* kind = "invalid_parameters") {
        QTest::newRow(name) << QByteArray(rest) << QByteArray(kind) << QByteArray(param);
    };
    row("no input", R"("x":1)", "input");
    row("item is a text", R"("input":["x"])", "input[0]");
    row("item without type", R"("input":[{}])", "input[0].type");
    row("item by id", R"("input":[{"type":"item_reference","id":"msg_1"}])", "input[0]");
    row("item by id without type", R"("input":[{"id":"msg_1"}])", "input[0]");
    row("item of another provider's tool", R"("input":[{"type":"computer_call"}])", "input[0].type",
        "model_not_supported");
    row("unknown role", R"("input":[{"role":"king","content":"x"}])", "input[0].role");
    row("no content", R"("input":[{"role":"user"}])", "input[0].content");
    row("content is a number", R"("input":[{"role":"user","content":4}])", "input[0].content");
    row("part of unknown type", R"("input":[{"role":"user","content":[{"type":"smell"}]}])",
        "input[0].content[0].type");
    row("text is a number", R"("input":[{"role":"user","content":[{"type":"input_text","text":4}]}])",
        "input[0].content[0].text");
    row("picture from nowhere", R"("input":[{"role":"user","content":[{"type":"input_image"}]}])",
        "input[0].content[0].image_url");
    row("picture from a disk",
        R"("input":[{"role":"user","content":[{"type":"input_image","image_url":"file:///x"}]}])",
        "input[0].content[0].image_url");
    row("file from nowhere", R"("input":[{"role":"user","content":[{"type":"input_file"}]}])", "input[0].content[0]");
    row("call without id", R"("input":[{"type":"function_call","name":"f"}])", "input[0].call_id");
    row("call without name", R"("input":[{"type":"function_call","call_id":"c"}])", "input[0].name");
    row("result of no call", R"("input":[{"type":"function_call_output","call_id":"c","output":"x"}])",
        "input[0].call_id");
    row("result without output",
        R"("input":[{"type":"function_call","call_id":"c","name":"f"},{"type":"function_call_output","call_id":"c"}])",
        "input[1].output");
    row("damaged reasoning", R"("input":[{"type":"reasoning","summary":[],"encrypted_content":"llmg.reasoning.1:{"}])",
        "input[0].encrypted_content");
    row("tool without type", R"("input":"x","tools":[{}])", "tools[0].type");
    row("function without name", R"("input":"x","tools":[{"type":"function"}])", "tools[0].name");
    row("parameters of text", R"("input":"x","tools":[{"type":"function","name":"f","parameters":"x"}])",
        "tools[0].parameters");
    row("tool choice", R"("input":"x","tool_choice":"maybe")", "tool_choice");
    row("a search forced among others",
        R"("input":"x","tools":[{"type":"function","name":"f"},{"type":"web_search"}],"tool_choice":{"type":"web_search"})",
        "tool_choice", "model_not_supported");
    row("format", R"("input":"x","text":{"format":{"type":"xml"}})", "text.format.type");
    row("schema", R"("input":"x","text":{"format":{"type":"json_schema"}})", "text.format.schema");
    row("temperature", R"("input":"x","temperature":"hot")", "temperature");
    row("half a token", R"("input":"x","max_output_tokens":1.5)", "max_output_tokens");
    row("background", R"("input":"x","background":true)", "background");
    row("conversation", R"("input":"x","conversation":"c")", "conversation");
    row("a turn that is not known", R"("input":"x","previous_response_id":"resp_1")", "previous_response_id");
    row("a template", R"("prompt":{"id":"p"})", "prompt", "model_not_supported");
}

void TestResponsesIngress::decodeNamesTheFieldAtFault() {
    QFETCH(QByteArray, rest);
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, param);
    const auto request = codec().decodeRequest(*parseJson("{\"model\":\"m\"," + rest.toStdString() + "}"));
    QVERIFY(!request);
    QCOMPARE(QByteArray(toString(request.error().kind)), kind);
    QCOMPARE(QByteArray(request.error().param.c_str()), param);
}

void TestResponsesIngress::limitsToolsToThoseAllowed() {
    const ChatRequest request = decoded(
        R"({"model":"m","input":"x","tools":[{"type":"function","name":"f"},{"type":"function","name":"g"},{"type":"web_search"},{"type":"file_search"}],"tool_choice":{"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"g"},{"type":"file_search"}]}})");
    QVERIFY(request.toolChoice.kind == ToolChoice::Kind::Required);
    QCOMPARE(request.tools.size(), std::size_t(1));
    QCOMPARE(request.tools.front().name, std::string("g"));
    QCOMPARE(request.nativeTools.size(), std::size_t(1));
    QVERIFY(!request.webSearch);
}

void TestResponsesIngress::keepsOtherToolsAsTheyCame() {
    const ChatRequest request = decoded(
        R"({"model":"m","input":"x","tools":[{"type":"web_search","external_web_access":false},{"type":"code_interpreter","container":{"type":"auto"}},{"type":"web_search_preview"},{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],"tool_choice":"auto"})");
    QCOMPARE(request.nativeTools.size(), std::size_t(2));
    COMPARE_SHAPE(json::value(request.nativeTools[0].tool), R"({"type":"web_search","external_web_access":false})");
    COMPARE_SHAPE(json::value(request.nativeTools[1].tool),
                  R"({"type":"code_interpreter","container":{"type":"auto"}})");
    QVERIFY(request.webSearch.has_value());
    QCOMPARE(request.tools.front().name, std::string("f"));
}

QTEST_APPLESS_MAIN(TestResponsesIngress)
#include "tst_responsesingress.moc"
