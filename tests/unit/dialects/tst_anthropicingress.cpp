// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A client's Anthropic request → what the gateway must know of it, and canonical form.
#include "app/dialects/anthropicmessages.h"
#include "app/dialects/anthropicmessagesseal.h"
#include "shape.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

// Declared before the fixtures: older moc takes the quotes of a raw string for those of a plain one.
class TestAnthropicIngress : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void scans_data();
    void scans();
    void refusesAtTheScan_data();
    void refusesAtTheScan();
    void countsWithoutALimit();
    void copiesNoPictures();
    void readsBlocks_data();
    void readsBlocks();
    void refusesBlocks_data();
    void refusesBlocks();
    void readsParameters_data();
    void readsParameters();
    void keepsCacheMarks();
    void putsResultsBeforeWords();
    void bringsSealedReasoningBack_data();
    void bringsSealedReasoningBack();
    void givesACallItsSignatureBack();
    void joinsALateSignatureWithItsText();
};

namespace {

const auto& codec() {
    static const std::unique_ptr<IngressCodec> instance = newAnthropicIngressCodec();
    return *instance;
}

QByteArray inWords(const RequestScan& scan) {
    QByteArrayList words{bytes(scan.model)};
    const auto add = [&words](bool is, const char* word) {
        if (is)
            words.append(word);
    };
    add(scan.stream, "stream");
    add(scan.includeUsage, "usage");
    add(scan.hasImages, "images");
    add(scan.hasFiles, "files");
    add(scan.hasTools, "tools");
    add(scan.wantsJsonSchema, "schema");
    add(scan.wantsReasoning, "reasoning");
    words.append("max " + QByteArray::number(static_cast<qlonglong>(scan.maxOutputTokens.value_or(-1))));
    words.append("text " + QByteArray::number(static_cast<qlonglong>(scan.textBytes)));
    if (scan.imageCount > 0)
        words.append("pictures " + QByteArray::number(static_cast<qlonglong>(scan.imageCount)));
    return words.join(' ');
}

QByteArray inWords(const Part& part) {
    struct Say {
        QByteArray operator()(const TextPart& p) const {
            return "text " + bytes(p.text) +
                   (p.annotations.empty() ? QByteArray() : " notes " + bytes(writeJson(p.annotations)));
        }
        QByteArray operator()(const MediaPart& p) const {
            const char* kinds[] = {"image", "audio", "video", "document"};
            return QByteArray(kinds[static_cast<int>(p.kind)]) + ' ' + bytes(p.mimeType) + " data=" + bytes(p.data) +
                   " url=" + bytes(p.url) + " file=" + bytes(p.fileId) + " name=" + bytes(p.fileName);
        }
        QByteArray operator()(const ToolCallPart& p) const {
            return "call " + bytes(p.id) + ' ' + bytes(p.name) + ' ' + bytes(p.arguments) + bytes(p.signature);
        }
        QByteArray operator()(const ToolResultPart& p) const {
            QByteArray out = "result " + bytes(p.callId) + " of " + bytes(p.name) + ": " + bytes(p.text);
            for (const MediaPart& media : p.media)
                out += " [" + (*this)(media) + ']';
            return out + (p.isError ? " error" : "");
        }
        QByteArray operator()(const ReasoningPart& p) const {
            return "reasoning " + bytes(p.text) + " signature=" + bytes(p.signature) +
                   " redacted=" + bytes(p.redacted) + " format=" + bytes(p.format) + " id=" + bytes(p.id);
        }
        QByteArray operator()(const RefusalPart& p) const { return "refusal " + bytes(p.text); }
    };
    return std::visit(Say{}, part.value) + (part.cache ? " cache " + bytes(part.cache->ttl) : QByteArray());
}

QByteArray inWords(const std::vector<Message>& messages) {
    const char* roles[] = {"system", "developer", "user", "assistant", "tool"};
    QByteArrayList lines;
    for (const Message& message : messages) {
        for (const Part& part : message.parts)
            lines.append(QByteArray(roles[static_cast<int>(message.role)]) + ": " + inWords(part));
    }
    return lines.join('\n');
}

Result<ChatRequest> decode(const QByteArray& body) {
    return codec().decodeRequest(*parseJson(body.toStdString()));
}

QByteArray bodyWith(const QByteArray& role, const QByteArray& block) {
    return R"({"model":"m","max_tokens":9,"messages":[{"role":")" + role + R"(","content":[)" + block + "]}]}";
}

QByteArray bodyPlus(const QByteArray& members) {
    return R"({"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],)" + members + "}";
}

QByteArray quoted(const std::string& text) {
    std::string out;
    appendQuoted(out, text);
    return bytes(out);
}

} // namespace

void TestAnthropicIngress::scans_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("words");
    const QByteArray least("m usage max 9 text 2");
    QTest::newRow("the least") << bodyPlus(R"("x":1)") << least;
    QTest::newRow("a stream") << bodyPlus(R"("stream":true)") << QByteArray("m stream usage max 9 text 2");
    QTest::newRow("stream null") << bodyPlus(R"("stream":null)") << least;
    QTest::newRow("system text") << bodyPlus(R"("system":"Be brief")") << QByteArray("m usage max 9 text 10");
    QTest::newRow("system blocks") << bodyPlus(R"("system":[{"type":"text","text":"Be"},{"type":"text","text":"ö"}])")
                                   << QByteArray("m usage max 9 text 6");
    QTest::newRow("a tool") << bodyPlus(R"("tools":[{"name":"f","input_schema":{"type":"object"}}])")
                            << QByteArray("m usage tools max 9 text 2");
    QTest::newRow("a search that the provider runs")
        << bodyPlus(R"("tools":[{"type":"web_search_20250305","name":"web_search"}])") << least;
    QTest::newRow("no tools") << bodyPlus(R"("tools":[])") << least;
    QTest::newRow("thinking") << bodyPlus(R"("thinking":{"type":"enabled","budget_tokens":2000})")
                              << QByteArray("m usage reasoning max 9 text 2");
    QTest::newRow("adaptive thinking") << bodyPlus(R"("thinking":{"type":"adaptive"})")
                                       << QByteArray("m usage reasoning max 9 text 2");
    QTest::newRow("no thinking, whatever the effort")
        << bodyPlus(R"("thinking":{"type":"disabled"},"output_config":{"effort":"low"})") << least;
    QTest::newRow("an effort") << bodyPlus(R"("output_config":{"effort":"low"})")
                               << QByteArray("m usage reasoning max 9 text 2");
    QTest::newRow("a schema") << bodyPlus(
                                     R"("output_config":{"format":{"schema":{"type":"json"},"type":"json_schema"}})")
                              << QByteArray("m usage schema max 9 text 2");
    QTest::newRow("a schema, as in the beta") << bodyPlus(R"("output_format":{"type":"json_schema","schema":{}})")
                                              << QByteArray("m usage schema max 9 text 2");
    QTest::newRow("pictures and documents")
        << bodyWith("user",
                    R"({"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},
            {"type":"image","source":{"type":"url","url":"https://a.example"}},{"type":"text","text":"four"},
            {"type":"document","source":{"type":"text","data":"x"}})")
        << QByteArray("m usage images files max 9 text 4 pictures 2");
    QTest::newRow("what a tool gave")
        << bodyWith("user", R"({"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"abc"},
            {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]})")
        << QByteArray("m usage images max 9 text 3 pictures 1");
    QTest::newRow("a result in plain text")
        << bodyWith("user", R"({"type":"tool_result","tool_use_id":"a","content":"abc"})")
        << QByteArray("m usage max 9 text 3");
    QTest::newRow("an escaped key") << QByteArray(
                                           R"({"\u006dodel":"m","max_tokens":9.0,"messages":[{"content":"Hi"}]})")
                                    << least;
}

void TestAnthropicIngress::scans() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, words);
    const auto scan = codec().scan(body.toStdString(), {});
    QVERIFY2(scan.has_value(), scan ? "" : scan.error().message.c_str());
    QCOMPARE(inWords(*scan), words);
}

void TestAnthropicIngress::refusesAtTheScan_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("param");
    const auto row = [](const char* name, const char* body, const char* param) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(param);
    };
    row("no JSON", "{\"model\":", "json");
    row("nothing", " ", "json");
    row("two documents", R"({"model":"m","max_tokens":1,"messages":[{}]} {})", "json");
    row("a list", "[]", "");
    row("no model", R"({"max_tokens":1,"messages":[{}]})", "model");
    row("an empty model", R"({"model":"","max_tokens":1,"messages":[{}]})", "model");
    row("a number for a model", R"({"model":1,"max_tokens":1,"messages":[{}]})", "model");
    row("no messages", R"({"model":"m","max_tokens":1})", "messages");
    row("none of them", R"({"model":"m","max_tokens":1,"messages":[]})", "messages");
    row("a message that is a text", R"({"model":"m","max_tokens":1,"messages":["Hi"]})", "messages");
    row("no limit", R"({"model":"m","messages":[{}]})", "max_tokens");
    row("a limit of nothing", R"({"model":"m","max_tokens":0,"messages":[{}]})", "max_tokens");
    row("a limit in words", R"({"model":"m","max_tokens":"9","messages":[{}]})", "max_tokens");
    row("part of a token", R"({"model":"m","max_tokens":1.5,"messages":[{}]})", "max_tokens");
    row("a stream in words", R"({"model":"m","max_tokens":1,"stream":"yes","messages":[{}]})", "stream");
}

void TestAnthropicIngress::refusesAtTheScan() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, param);
    const auto scan = codec().scan(body.toStdString(), {});
    QVERIFY(!scan);
    QVERIFY(scan.error().kind == (param == "json" ? ErrorKind::InvalidJson : ErrorKind::InvalidParameters));
    QCOMPARE(bytes(scan.error().param), param == "json" ? QByteArray() : param);
}

void TestAnthropicIngress::countsWithoutALimit() {
    const char* body = R"({"model":"m","messages":[{"role":"user","content":"Hi"}]})";
    QVERIFY(!scanAnthropicMessages(body));
    const auto scan = scanAnthropicCountTokens(body);
    QVERIFY(scan.has_value());
    QVERIFY(!scan->maxOutputTokens);
    QVERIFY(codec().decodeRequest(*parseJson(body)).has_value());
}

void TestAnthropicIngress::copiesNoPictures() {
    std::string body = R"({"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"image","source":{
        "type":"base64","media_type":"image/png","data":")";
    body.append(10'000'000, 'A').append("\"}},{\"type\":\"text\",\"text\":\"Hi\"}]}]}");
    const auto scan = codec().scan(body, {});
    QVERIFY(scan.has_value());
    QCOMPARE(inWords(*scan), QByteArray("m usage images max 9 text 2 pictures 1"));
}

void TestAnthropicIngress::readsBlocks_data() {
    QTest::addColumn<QByteArray>("role");
    QTest::addColumn<QByteArray>("block");
    QTest::addColumn<QByteArray>("words");
    const auto user = [](const char* name, const char* block, const char* words) {
        QTest::newRow(name) << QByteArray("user") << QByteArray(block) << QByteArray(words);
    };
    const auto assistant = [](const char* name, const char* block, const char* words) {
        QTest::newRow(name) << QByteArray("assistant") << QByteArray(block) << QByteArray(words);
    };
    user("text", R"({"type":"text","text":"Hé","cache_control":{"type":"ephemeral","ttl":"1h"}})",
         "user: text Hé cache 1h");
    user("image bytes", R"({"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}})",
         "user: image image/png data=AAAA url= file= name=");
    user("image address", R"({"type":"image","source":{"type":"url","url":"https://a.example/b.png"}})",
         "user: image  data= url=https://a.example/b.png file= name=");
    user("image file", R"({"type":"image","source":{"type":"file","file_id":"file_1"}})",
         "user: image  data= url= file=file_1 name=");
    user("document bytes",
         R"({"type":"document","title":"A.pdf","cache_control":{"type":"ephemeral"},
             "source":{"type":"base64","media_type":"application/pdf","data":"AAAA"}})",
         "user: document application/pdf data=AAAA url= file= name=A.pdf cache 5m");
    user("document address", R"({"type":"document","source":{"type":"url","url":"https://a.example/b.pdf"}})",
         "user: document application/pdf data= url=https://a.example/b.pdf file= name=");
    user("document text, with context",
         R"({"type":"document","context":"Old","source":{"type":"text","media_type":"text/plain","data":"Héllo"}})",
         "user: text Old\nuser: document text/plain data=SMOpbGxv url= file= name=");
    user("document of blocks",
         R"({"type":"document","source":{"type":"content","content":[{"type":"text","text":"Héllo"},
             {"type":"image","source":{"type":"url","url":"https://a.example"}}]}})",
         "user: document text/plain data=SMOpbGxv url= file= name=\n"
         "user: image  data= url=https://a.example file= name=");
    user("document file", R"({"type":"document","source":{"type":"file","file_id":"file_1"}})",
         "user: document  data= url= file=file_1 name=");
    user("search result",
         R"({"type":"search_result","source":"https://a.example","title":"A","content":[{"type":"text","text":"x"},
             {"type":"text","text":"y"}]})",
         "user: text A\nhttps://a.example\n\nx\ny");
    assistant(
        "text with citations",
        R"({"type":"text","text":"Né","citations":[{"type":"web_search_result_location","url":"https://a.example",
                  "title":"A","encrypted_index":"E","cited_text":"c"},{"type":"char_location","document_index":0}]})",
        R"(assistant: text Né notes [{"type":"url_citation","url_citation":{"start_index":0,"end_index":2,"url":"https://a.example","title":"A"}}])");
    assistant("a call", R"({"type":"tool_use","id":"t1","name":"f","input":{"part":0.5}})",
              R"(assistant: call t1 f {"part":0.5})");
    assistant("thinking", R"({"type":"thinking","thinking":"hm","signature":"EqQB+/=="})",
              "assistant: reasoning hm signature=EqQB+/== redacted= format=anthropic-claude-v1 id=");
    assistant("thinking that nobody signed", R"({"type":"thinking","thinking":"hm","signature":""})",
              "assistant: reasoning hm signature= redacted= format= id=");
    assistant("hidden thinking", R"({"type":"redacted_thinking","data":"Emw="})",
              "assistant: reasoning  signature= redacted=Emw= format=anthropic-claude-v1 id=");
    assistant("a search and what it found",
              R"({"type":"server_tool_use","id":"s","name":"web_search","input":{"query":"x"}},
                 {"type":"web_search_tool_result","tool_use_id":"s","content":[{"type":"web_search_result",
                  "url":"https://a.example","title":"A","encrypted_content":"E"}]})",
              "assistant: text [web_search {\"query\":\"x\"}]\n"
              "assistant: text [web_search_tool_result "
              "[{\"type\":\"web_search_result\",\"url\":\"https://a.example\",\"title\":\"A\"}]]");
}

void TestAnthropicIngress::readsBlocks() {
    QFETCH(QByteArray, role);
    QFETCH(QByteArray, block);
    QFETCH(QByteArray, words);
    const auto request = decode(bodyWith(role, block));
    QVERIFY2(request.has_value(), request ? "" : request.error().message.c_str());
    QCOMPARE(inWords(request->messages), words);
}

void TestAnthropicIngress::refusesBlocks_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("param");
    const QByteArray block("messages.0.content.0");
    QTest::newRow("no type") << bodyWith("user", R"({"text":"x"})") << block;
    QTest::newRow("no object") << bodyWith("user", R"("x")") << block;
    QTest::newRow("only Anthropic's") << bodyWith("user", R"({"type":"container_upload","file_id":"f"})") << block;
    QTest::newRow("a call of the user's") << bodyWith("user", R"({"type":"tool_use","id":"a"})") << block;
    QTest::newRow("a result of the assistant's")
        << bodyWith("assistant", R"({"type":"tool_result","tool_use_id":"a"})") << block;
    QTest::newRow("a result of nothing") << bodyWith("user", R"({"type":"tool_result","content":"a"})") << block;
    QTest::newRow("an image without source") << bodyWith("user", R"({"type":"image"})") << block;
    QTest::newRow("an unknown source") << bodyWith("user", R"({"type":"image","source":{"type":"text","data":"x"}})")
                                       << block;
    QTest::newRow("an empty source") << bodyWith("user", R"({"type":"image","source":{"type":"url"}})") << block;
    QTest::newRow("an unknown role") << bodyWith("tool", R"({"type":"text","text":"x"})")
                                     << QByteArray("messages.0.role");
    QTest::newRow("content that is a number")
        << QByteArray(R"({"model":"m","messages":[{"role":"user","content":1}]})") << QByteArray("messages.0.content");
    QTest::newRow("temperature") << bodyPlus(R"("temperature":"hot")") << QByteArray("temperature");
    QTest::newRow("top_k") << bodyPlus(R"("top_k":-1)") << QByteArray("top_k");
    QTest::newRow("stop_sequences") << bodyPlus(R"("stop_sequences":"x")") << QByteArray("stop_sequences");
    QTest::newRow("tools") << bodyPlus(R"("tools":[{}])") << QByteArray("tools.0");
    QTest::newRow("tool_choice") << bodyPlus(R"("tool_choice":{"type":"tool"})") << QByteArray("tool_choice.name");
    QTest::newRow("thinking") << bodyPlus(R"("thinking":{"type":"enabled"})") << QByteArray("thinking.budget_tokens");
    QTest::newRow("output_config") << bodyPlus(R"("output_config":{"format":{"type":"xml"}})")
                                   << QByteArray("output_config.format");
}

void TestAnthropicIngress::refusesBlocks() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, param);
    const auto request = decode(body);
    QVERIFY(!request);
    QCOMPARE(bytes(request.error().param), param);
    QVERIFY(request.error().message.find(param.toStdString()) != std::string::npos);
}

void TestAnthropicIngress::readsParameters_data() {
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArray>("encoded"); // what a current Claude is asked for again
    const auto row = [](const char* name, const char* members, const char* encoded) {
        QTest::newRow(name) << QByteArray(members) << QByteArray(encoded);
    };
    const auto same = [&row](const char* name, const char* members) { row(name, members, members); };
    row("system", R"("system":"Be brief")", R"("system":[{"type":"text","text":"Be brief"}])");
    same("system blocks", R"("system":[{"type":"text","text":"Be","cache_control":{"type":"ephemeral","ttl":"1h"}}])");
    same("sampling", R"("temperature":0.5,"top_k":4)");
    same("top_p", R"("top_p":0.5)");
    same("stops", R"("stop_sequences":["a","b"])");
    same("user", R"("metadata":{"user_id":"u"})");
    same("tier", R"("service_tier":"standard_only")");
    same("automatic tier", R"("service_tier":"auto")");
    same("a tool", R"("tools":[{"name":"f","description":"d","input_schema":{"type":"object","properties":{}},
        "cache_control":{"type":"ephemeral"}}],"tool_choice":{"type":"any"})");
    same("one call at a time", R"("tools":[{"name":"f","input_schema":{"type":"object","properties":{}}}],
        "tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true})");
    same("no calls", R"("tools":[{"name":"f","input_schema":{"type":"object","properties":{}}}],
        "tool_choice":{"type":"none"})");
    same("a strict tool", R"("tools":[{"name":"f","strict":true,
        "input_schema":{"type":"object","properties":{},"additionalProperties":false}}])");
    same("web search", R"("tools":[{"type":"web_search_20250305","name":"web_search","max_uses":2,
        "allowed_domains":["a.example"],"user_location":{"type":"approximate","city":"Rome"}}])");
    row("newer web search", R"("tools":[{"type":"web_search_20260209","name":"web_search","blocked_domains":["a"]}])",
        R"("tools":[{"type":"web_search_20250305","name":"web_search","blocked_domains":["a"]}])");
    same("a tool of the provider's", R"("tools":[{"type":"bash_20250124","name":"bash"}])");
    same("adaptive thinking", R"("thinking":{"type":"adaptive","display":"omitted"},"output_config":{"effort":"low"})");
    row("a budget for a model that takes none", R"("thinking":{"type":"enabled","budget_tokens":2000})",
        R"("thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"low"})");
    same("no thinking", R"("thinking":{"type":"disabled"})");
    row("the most effort", R"("output_config":{"effort":"max"})",
        R"("thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"xhigh"})");
    same("a schema", R"("output_config":{"format":{"type":"json_schema",
        "schema":{"type":"object","properties":{},"additionalProperties":false}}})");
    row("a schema, as in the beta", R"("output_format":{"type":"json_schema","schema":{"type":"object"}})",
        R"("output_config":{"format":{"type":"json_schema","schema":{"type":"object","additionalProperties":false}}})");
    same("fields that only Anthropic has", R"("mcp_servers":[{"type":"url","url":"https://a.example","name":"a"}],
        "container":"c","cache_control":{"type":"ephemeral"})");
    same("fields that nobody knows", R"("weather":"sunny")");
    same("more of the output", R"("output_config":{"task_budget":{"type":"tokens","total":9}})");
    same("a stream", R"("stream":true)");
}

void TestAnthropicIngress::readsParameters() {
    QFETCH(QByteArray, members);
    QFETCH(QByteArray, encoded);
    const auto request = decode(bodyPlus(members));
    QVERIFY2(request.has_value(), request ? "" : request.error().message.c_str());
    TargetModel target;
    target.upstreamId = "claude-opus-4-8";
    target.reasoning = true;
    target.reasoningStyle = "effort";
    const auto again = newAnthropicProviderCodec()->encode(*request, target);
    QVERIFY2(again.has_value(), again ? "" : again.error().message.c_str());
    json::object expected = parseJson("{" + encoded.toStdString() + "}")->as_object();
    expected["model"] = "claude-opus-4-8";
    expected["max_tokens"] = 9;
    expected["messages"] = *parseJson(R"([{"role":"user","content":[{"type":"text","text":"Hi"}]}])");
    QCOMPARE(shape(*parseJson(again->body)), shape(expected));
}

void TestAnthropicIngress::keepsCacheMarks() {
    const auto request = decode(bodyWith("user", R"({"type":"tool_result","tool_use_id":"a","content":[
        {"type":"text","text":"x","cache_control":{"type":"ephemeral","ttl":"1h"}}]})"));
    QCOMPARE(inWords(request->messages), QByteArray("tool: result a of : x cache 1h"));
}

void TestAnthropicIngress::putsResultsBeforeWords() {
    const auto request = decode(R"({"model":"m","max_tokens":9,"messages":[
        {"role":"user","content":"Weather?"},
        {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"weather","input":{}},
            {"type":"tool_use","id":"b","name":"photo","input":{}}]},
        {"role":"user","content":[{"type":"text","text":"Quick"},
            {"type":"tool_result","tool_use_id":"a","is_error":true,"content":"no such city"},
            {"type":"tool_result","tool_use_id":"b","content":[{"type":"text","text":"one"},{"type":"text","text":"two"},
                {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]}]}]})");
    QVERIFY(request.has_value());
    QCOMPARE(inWords(request->messages), QByteArray("user: text Weather?\n"
                                                    "assistant: call a weather {}\n"
                                                    "assistant: call b photo {}\n"
                                                    "tool: result a of weather: no such city error\n"
                                                    "tool: result b of photo: one\ntwo [image image/png data=AAAA url= "
                                                    "file= name=]\n"
                                                    "user: text Quick"));
}

void TestAnthropicIngress::bringsSealedReasoningBack_data() {
    QTest::addColumn<QByteArray>("block");
    QTest::addColumn<QByteArray>("words");
    ReasoningPart part;
    part.format = "openai-responses-v1";
    part.id = "rs_1";
    part.redacted = "gAAAA\"\\é";
    QTest::newRow("a hidden item of OpenAI's")
        << R"({"type":"redacted_thinking","data":)" + quoted(sealReasoning(part)) + "}"
        << QByteArray("assistant: reasoning  signature= redacted=gAAAA\"\\é format=openai-responses-v1 id=rs_1");
    part = {};
    part.format = "google-gemini-v1";
    part.signature = "CiQB";
    QTest::newRow("a signature of Gemini's")
        << R"({"type":"thinking","thinking":"hm","signature":)" + quoted(sealReasoning(part)) + "}"
        << QByteArray("assistant: reasoning hm signature=CiQB redacted= format=google-gemini-v1 id=");
    QTest::newRow("a damaged seal") << QByteArray(R"({"type":"redacted_thinking","data":"llmg1:!"})") << QByteArray();
}

void TestAnthropicIngress::bringsSealedReasoningBack() {
    QFETCH(QByteArray, block);
    QFETCH(QByteArray, words);
    QCOMPARE(inWords(decode(bodyWith("assistant", block))->messages), words);
}

void TestAnthropicIngress::givesACallItsSignatureBack() {
    const auto request = decode(
        bodyWith("assistant", R"({"type":"redacted_thinking","data":)" + quoted(sealCallSignature("b", "SIG")) + R"(},
        {"type":"tool_use","id":"a","name":"f","input":{}},{"type":"tool_use","id":"b","name":"f","input":{}})"));
    QCOMPARE(inWords(request->messages), QByteArray("assistant: call a f {}\nassistant: call b f {}SIG"));
}

void TestAnthropicIngress::joinsALateSignatureWithItsText() {
    ReasoningPart part;
    part.format = "google-gemini-v1";
    part.signature = "SIG";
    const auto request = decode(bodyWith("assistant", R"({"type":"thinking","thinking":"hm","signature":"llmg1:e30="},
        {"type":"text","text":"Hi"},{"type":"thinking","thinking":"","signature":)" +
                                                          quoted(sealReasoning(part)) + "}"));
    QCOMPARE(inWords(request->messages),
             QByteArray("assistant: reasoning hm signature=SIG redacted= format=google-gemini-v1 id=\n"
                        "assistant: text Hi"));
}

QTEST_GUILESS_MAIN(TestAnthropicIngress)
#include "tst_anthropicingress.moc"
