// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Canonical answers, streams and errors → what a client of Anthropic's reads.
#include "app/dialects/anthropicmessages.h"
#include "app/dialects/anthropicmessagesseal.h"
#include "shape.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

// Declared before the fixtures: older moc takes the quotes of a raw string for those of a plain one.
class TestAnthropicEncoder : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void writesTheWholeStream();
    void opensOneBlockAtATime_data();
    void opensOneBlockAtATime();
    void saysWhyItStopped_data();
    void saysWhyItStopped();
    void writesUsage();
    void writesAWholeAnswer();
    void writesAnAnswerOfNothing();
    void keepsAnthropicsIds_data();
    void keepsAnthropicsIds();
    void writesErrors_data();
    void writesErrors();
    void failsAsAnEvent();
    void reasoningOfOthersSurvivesTheClient();
};

namespace {

using Events = std::vector<Event>;

const auto& codec() {
    static const std::unique_ptr<IngressCodec> instance = newAnthropicIngressCodec();
    return *instance;
}

std::string encodeAll(const std::vector<Event>& events, const AnswerAdditions& additions = {}) {
    ChatRequest request;
    request.model = "asked";
    const auto encoder = codec().newStreamEncoder(request);
    std::string out;
    for (const Event& event : events)
        encoder->encode(event, out);
    encoder->end(additions, out);
    return out;
}

/// A line for each event; checks that names, indices and order are right as it goes.
QByteArrayList blocksOf(const std::string& stream) {
    QByteArrayList lines;
    qlonglong open = -1, next = 0;
    for (const QByteArray& event : bytes(stream).split('\n')) {
        if (!event.startsWith("data: "))
            continue;
        const auto document = parseJson(event.mid(6).toStdString());
        if (!document)
            return {"not JSON: " + event};
        const json::object& data = document->as_object();
        const auto type = textAt(data, "type");
        const qlonglong index = integerAt(data, "index").value_or(-1);
        if (!bytes(stream).contains(QByteArray("event: " + bytes(type) + "\ndata: " + event.mid(6))))
            return {"misnamed: " + event};
        if (type == "content_block_start") {
            if (open != -1 || index != next++)
                return {"out of order: " + event};
            open = index;
            lines.append("open " + bytes(writeJson(data.at("content_block"))));
        } else if (type == "content_block_delta") {
            if (index != open)
                return {"delta of a closed block: " + event};
            lines.append(bytes(writeJson(data.at("delta"))));
        } else if (type == "content_block_stop") {
            if (index != open)
                return {"closed twice: " + event};
            open = -1;
        }
    }
    return lines;
}

/// The events that Anthropic's own decoder reads out of what we wrote.
std::vector<Event> readBack(const std::string& stream) {
    return decodeStream(*newAnthropicProviderCodec(), Pieces(stream, {}));
}

ReasoningPart signedBy(const char* format, const char* signature) {
    ReasoningPart part;
    part.format = format;
    part.signature = signature;
    return part;
}

const AnswerStart kStart{"msg_1", "claude-x", 0};

} // namespace

void TestAnthropicEncoder::writesTheWholeStream() {
    UsageReport first, last;
    first.usage.prompt = 10;
    first.usage.completion = 1;
    last.usage.prompt = 10;
    last.usage.completion = 5;
    AnswerAdditions additions;
    additions.metadata = {{"request_id", "r"}};
    additions.cost.known = true;
    additions.cost.total = additions.cost.output = domain::Money::fromNano(1500);
    const std::string stream =
        encodeAll({kStart, first, TextDelta{0, "Hi"}, last, Finish{0, FinishReason::Stop, "end_turn", {}}, AnswerEnd{}},
                  additions);
    QCOMPARE(
        bytes(stream),
        QByteArray(
            "event: message_start\n"
            "data: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":"
            "\"assistant\",\"model\":\"claude-x\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,"
            "\"usage\":{\"input_tokens\":10,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,"
            "\"cache_creation\":{\"ephemeral_5m_input_tokens\":0,\"ephemeral_1h_input_tokens\":0},"
            "\"output_tokens\":1}}}\n\n"
            "event: content_block_start\n"
            "data: "
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
            "event: content_block_delta\n"
            "data: "
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}}\n\n"
            "event: content_block_stop\n"
            "data: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
            "event: message_delta\n"
            "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
            "\"usage\":{\"input_tokens\":10,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,"
            "\"cache_creation\":{\"ephemeral_5m_input_tokens\":0,\"ephemeral_1h_input_tokens\":0},"
            "\"output_tokens\":5,\"cost\":0.0000015,\"cost_details\":{\"input\":0,\"output\":0.0000015,"
            "\"cached_input\":0,\"cache_write\":0,\"request\":0,\"total\":0.0000015}},"
            "\"metadata\":{\"request_id\":\"r\"}}\n\n"
            "event: message_stop\n"
            "data: {\"type\":\"message_stop\"}\n\n"));
}

void TestAnthropicEncoder::opensOneBlockAtATime_data() {
    QTest::addColumn<Events>("events");
    QTest::addColumn<QByteArrayList>("lines");
    using L = QByteArrayList;
    const QByteArray text(R"(open {"type":"text","text":""})");
    const QByteArray thinking(R"(open {"type":"thinking","thinking":"","signature":""})");
    const auto say = [](const char* words) -> QByteArray {
        return QByteArray(R"({"type":"text_delta","text":")") + words + "\"}";
    };
    const auto think = [](const char* words) -> QByteArray {
        return QByteArray(R"({"type":"thinking_delta","thinking":")") + words + "\"}";
    };
    const auto sign = [](std::string_view seal) -> QByteArray {
        return QByteArray(R"({"type":"signature_delta","signature":")") + bytes(seal) + "\"}";
    };
    const auto call = [](const char* id) -> QByteArray {
        return QByteArray(R"(open {"type":"tool_use","id":")") + id + R"(","name":"f","input":{}})";
    };
    const auto json = [](const char* part) -> QByteArray {
        return QByteArray(R"({"type":"input_json_delta","partial_json":")") + part + "\"}";
    };
    const QByteArray one = R"({\"a\":)", two = "1}";
    QTest::newRow("nothing") << Events{kStart} << L{};
    QTest::newRow("thinking, then text") << Events{kStart, ReasoningDelta{0, "h"}, ReasoningDelta{0, "m"},
                                                   ReasoningDetail{0, signedBy("anthropic-claude-v1", "EqQ=")},
                                                   TextDelta{0, "Hi"}}
                                         << L{thinking, think("h"), think("m"), sign("EqQ="), text, say("Hi")};
    QTest::newRow("two signed thoughts") << Events{kStart, ReasoningDelta{0, "a"},
                                                   ReasoningDetail{0, signedBy("", "A=")}, ReasoningDelta{0, "b"},
                                                   ReasoningDetail{0, signedBy("", "B=")}}
                                         << L{thinking, think("a"), sign("A="), thinking, think("b"), sign("B=")};
    QTest::newRow("thinking without a signature, after text")
        << Events{kStart, TextDelta{0, "Hi"}, ReasoningDelta{0, "hm"}, TextDelta{0, "you"}}
        << L{text, say("Hi"), thinking, think("hm"), sign(sealReasoning({})), text, say("you")};
    QTest::newRow("hidden thinking") << Events{kStart,
                                               ReasoningDetail{
                                                   0, ReasoningPart{{}, {}, "Emw=", "anthropic-claude-v1", {}}},
                                               TextDelta{0, "x"}}
                                     << L{R"(open {"type":"redacted_thinking","data":"Emw="})", text, say("x")};
    QTest::newRow("calls one after the other")
        << Events{kStart,
                  TextDelta{0, "Hi"},
                  ToolCallStart{0, 0, "a", "f"},
                  ToolCallDelta{0, 0, "{\"a\":"},
                  ToolCallDelta{0, 0, "1}"},
                  ToolCallStart{0, 1, "b", "f"},
                  ToolCallDelta{0, 1, "{}"}}
        << L{text, say("Hi"), call("a"), json(one), json(two), call("b"), json("{}")};
    QTest::newRow("parallel calls") << Events{kStart,
                                              ToolCallStart{0, 0, "a", "f"},
                                              ToolCallStart{0, 1, "b", "f"},
                                              ToolCallDelta{0, 0, "{\"a\":"},
                                              ToolCallDelta{0, 1, "{\"a\":"},
                                              ToolCallDelta{0, 1, "1}"},
                                              ToolCallDelta{0, 0, "1}"}}
                                    << L{call("a"), json(one), json(two), call("b"), json(one), json(two)};
    QTest::newRow("text while a call is open") << Events{kStart,
                                                         ToolCallStart{0, 0, "a", "f"},
                                                         ToolCallDelta{0, 0, "{\"a\":"},
                                                         TextDelta{0, "Hi"},
                                                         ToolCallDelta{0, 0, "1}"},
                                                         TextDelta{0, "you"}}
                                               << L{call("a"), json(one), json(two), text, say("Hi"), say("you")};
    QTest::newRow("a brace inside a text")
        << Events{kStart, ToolCallStart{0, 0, "a", "f"}, ToolCallDelta{0, 0, "{\"a\":\"}\\\""}, TextDelta{0, "Hi"},
                  ToolCallDelta{0, 0, "\"}"}}
        << L{call("a"), json(R"({\"a\":\"}\\\")"), json(R"(\"})"), text, say("Hi")};
    QTest::newRow("a call without arguments, then text")
        << Events{kStart, ToolCallStart{0, 0, "a", "f"}, TextDelta{0, "Hi"}} << L{call("a"), text, say("Hi")};
    QTest::newRow("a call cut off") << Events{kStart, ToolCallStart{0, 0, "a", "f"}, ToolCallDelta{0, 0, "{\"a\":"}}
                                    << L{call("a"), json(one)};
    QTest::newRow("a call that carries a signature")
        << Events{kStart, ToolCallStart{0, 0, "a", "f", "SIG"}, ToolCallDelta{0, 0, "{}"}}
        << L{QByteArray(R"(open {"type":"redacted_thinking","data":")" + bytes(sealCallSignature("a", "SIG")) + "\"}"),
             call("a"), json("{}")};
    QTest::newRow("a signature that comes late")
        << Events{kStart, ReasoningDelta{0, "hm"}, TextDelta{0, "Hi"},
                  ReasoningDetail{0, signedBy("google-gemini-v1", "S")}, TextDelta{0, "you"}}
        << L{thinking,
             think("hm"),
             sign(sealReasoning({})),
             text,
             say("Hi"),
             thinking,
             sign(sealReasoning(signedBy("google-gemini-v1", "S"))),
             text,
             say("you")};
    QTest::newRow("a citation")
        << Events{kStart, TextDelta{0, "Hi"},
                  AnnotationAdded{
                      0, {{"type", "url_citation"}, {"url_citation", {{"url", "https://a.example"}, {"title", "A"}}}}}}
        << L{text, say("Hi"),
             R"({"type":"citations_delta","citation":{"type":"web_search_result_location","url":"https://a.example","title":"A","encrypted_index":"","cited_text":""}})"};
    QTest::newRow("a picture") << Events{kStart,
                                         MediaOutput{0,
                                                     MediaPart{MediaKind::Image, "image/png", "AAAA", {}, {}, {}, {}}}}
                               << L{text, say("![image](data:image/png;base64,AAAA)")};
    QTest::newRow("only the first alternative")
        << Events{kStart, TextDelta{0, "Hi"}, TextDelta{1, "Ho"}, ToolCallStart{1, 0, "a", "f"}} << L{text, say("Hi")};
    QTest::newRow("calls beyond all measure")
        << Events{kStart, ToolCallStart{0, kMaxToolCalls, "a", "f"}, ToolCallDelta{0, -1, "{}"}} << L{};
}

void TestAnthropicEncoder::opensOneBlockAtATime() {
    QFETCH(Events, events);
    QFETCH(QByteArrayList, lines);
    QCOMPARE(blocksOf(encodeAll(events)).join('\n'), lines.join('\n'));
}

void TestAnthropicEncoder::saysWhyItStopped_data() {
    QTest::addColumn<int>("reason");
    QTest::addColumn<QByteArray>("native");
    QTest::addColumn<QByteArray>("sequence");
    QTest::addColumn<QByteArray>("said");
    const auto row = [](const char* name, FinishReason reason, const char* native, const char* sequence,
                        const char* said) {
        QTest::newRow(name) << static_cast<int>(reason) << QByteArray(native) << QByteArray(sequence)
                            << QByteArray(said);
    };
    row("stop", FinishReason::Stop, "stop", "", "end_turn");
    row("a stop sequence", FinishReason::Stop, "stop", "END", "stop_sequence END");
    row("Anthropic's stop sequence", FinishReason::Stop, "stop_sequence", "END", "stop_sequence END");
    row("length", FinishReason::Length, "length", "", "max_tokens");
    row("tools", FinishReason::ToolCalls, "tool_calls", "", "tool_use");
    row("a filter", FinishReason::ContentFilter, "content_filter", "", "refusal");
    row("a pause", FinishReason::Stop, "pause_turn", "", "pause_turn");
    row("the window is full", FinishReason::Length, "model_context_window_exceeded", "",
        "model_context_window_exceeded");
    row("no reason", FinishReason::Unknown, "", "", "end_turn");
}

void TestAnthropicEncoder::saysWhyItStopped() {
    QFETCH(int, reason);
    QFETCH(QByteArray, native);
    QFETCH(QByteArray, sequence);
    QFETCH(QByteArray, said);
    const Finish finish{0, static_cast<FinishReason>(reason), native.toStdString(), sequence.toStdString()};
    const ChatAnswer answer = collect({kStart, TextDelta{0, "Hi"}, finish});
    const json::object whole = parseJson(codec().encodeAnswer(answer, {}))->as_object();
    const QByteArray wholeSaid = (bytes(textAt(whole, "stop_reason")) + ' ' + bytes(textAt(whole, "stop_sequence")));
    QCOMPARE(wholeSaid.trimmed(), said);
    for (const Event& event : readBack(encodeAll({kStart, TextDelta{0, "Hi"}, finish}))) {
        if (const auto* told = std::get_if<Finish>(&event))
            QCOMPARE(QByteArray(bytes(told->native) + ' ' + bytes(told->stopSequence)).trimmed(), said);
    }
    // Where a tool is called, clients run it only if the answer says so.
    if (reason == static_cast<int>(FinishReason::Unknown))
        QCOMPARE(bytes(collect(readBack(encodeAll({kStart, ToolCallStart{0, 0, "a", "f"}}))).choices[0].nativeFinish),
                 QByteArray("tool_use"));
}

void TestAnthropicEncoder::writesUsage() {
    ChatAnswer answer;
    answer.id = "x";
    answer.usage.emplace();
    answer.usage->prompt = 140;
    answer.usage->cachedPrompt = 100;
    answer.usage->cacheWrite = 20;
    answer.usage->cacheWrite1h = 10;
    answer.usage->completion = 50;
    answer.usage->reasoning = 12;
    answer.usage->webSearches = 1;
    answer.serviceTier = "default";
    const std::string body = codec().encodeAnswer(answer, {});
    COMPARE_SHAPE(parseJson(body)->at("usage"), R"({"input_tokens":10,"cache_creation_input_tokens":30,
        "cache_read_input_tokens":100,"cache_creation":{"ephemeral_5m_input_tokens":20,"ephemeral_1h_input_tokens":10},
        "output_tokens":50,"output_tokens_details":{"thinking_tokens":12},"server_tool_use":{"web_search_requests":1},
        "service_tier":"standard","cost":null})");
    const auto again = newAnthropicProviderCodec()->decodeAnswer(body);
    QVERIFY(*again->usage == *answer.usage);
}

void TestAnthropicEncoder::writesAWholeAnswer() {
    ChatAnswer answer;
    answer.id = "chatcmpl-1";
    answer.model = "gpt-x";
    Choice& choice = answer.choices.emplace_back();
    choice.finish = FinishReason::ToolCalls;
    ToolCallPart call{"t1", "f", R"({"part":0.5})"};
    call.signature = "SIG";
    choice.message = with(Role::Assistant, {ReasoningPart{"hm", {}, {}, {}, {}}, TextPart{"It is "}, TextPart{"sunny"},
                                            call, ToolCallPart{"t2", "g", "not json"}});
    choice.annotations.push_back(
        {{"type", "url_citation"},
         {"url_citation", {{"start_index", 6}, {"url", "https://a.example"}, {"title", "A"}}}});
    AnswerAdditions additions;
    additions.metadata = {{"mode", "auto"}};
    additions.estimatedUsage.emplace();
    additions.estimatedUsage->prompt = 3;
    const json::object body = parseJson(codec().encodeAnswer(answer, additions))->as_object();
    QCOMPARE(bytes(textAt(body, "id")), QByteArray("msg_chatcmpl-1"));
    QCOMPARE(bytes(textAt(body, "type")) + bytes(textAt(body, "role")), QByteArray("messageassistant"));
    COMPARE_SHAPE(body.at("metadata"), R"({"mode":"auto"})");
    QCOMPARE(integerAt(*objectAt(body, "usage"), "input_tokens").value_or(-1), std::int64_t{3});
    std::string expected =
        R"([{"type":"thinking","thinking":"hm","signature":"llmg1:e30="},{"type":"text","text":"It is "},
        {"type":"text","text":"sunny","citations":[{"type":"web_search_result_location","url":"https://a.example",
         "title":"A","encrypted_index":"","cited_text":""}]},
        {"type":"redacted_thinking","data":")";
    expected += sealCallSignature("t1", "SIG") + R"("},
        {"type":"tool_use","id":"t1","name":"f","input":{"part":0.5}},
        {"type":"tool_use","id":"t2","name":"g","input":{"raw_arguments":"not json"}}])";
    COMPARE_SHAPE(body.at("content"), expected.c_str());
}

void TestAnthropicEncoder::writesAnAnswerOfNothing() {
    const json::object body = parseJson(codec().encodeAnswer({}, {}))->as_object();
    COMPARE_SHAPE(body.at("content"), "[]");
    QCOMPARE(bytes(textAt(body, "stop_reason")), QByteArray("end_turn"));
    QVERIFY(body.at("stop_sequence").is_null());
}

void TestAnthropicEncoder::keepsAnthropicsIds_data() {
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("Anthropic's") << QByteArray("msg_01X") << QByteArray("msg_01X");
    QTest::newRow("another's") << QByteArray("resp-1") << QByteArray("msg_resp-1");
}

void TestAnthropicEncoder::keepsAnthropicsIds() {
    QFETCH(QByteArray, id);
    QFETCH(QByteArray, said);
    const auto events = readBack(encodeAll({AnswerStart{id.toStdString(), {}, 0}}));
    QCOMPARE(inWords(events.front()), "start " + said + " asked");
}

void TestAnthropicEncoder::writesErrors_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::newRow("400") << 400 << QByteArray("invalid_request_error");
    QTest::newRow("401") << 401 << QByteArray("authentication_error");
    QTest::newRow("402") << 402 << QByteArray("billing_error");
    QTest::newRow("403") << 403 << QByteArray("permission_error");
    QTest::newRow("404") << 404 << QByteArray("not_found_error");
    QTest::newRow("405") << 405 << QByteArray("invalid_request_error");
    QTest::newRow("413") << 413 << QByteArray("request_too_large");
    QTest::newRow("429") << 429 << QByteArray("rate_limit_error");
    QTest::newRow("500") << 500 << QByteArray("api_error");
    QTest::newRow("502") << 502 << QByteArray("api_error");
    QTest::newRow("504") << 504 << QByteArray("timeout_error");
    QTest::newRow("529") << 529 << QByteArray("overloaded_error");
}

void TestAnthropicEncoder::writesErrors() {
    QFETCH(int, status);
    QFETCH(QByteArray, type);
    const Error error = fail(ErrorKind::Upstream, "Say \"please\"");
    const QByteArray body =
        R"({"type":"error","error":{"type":")" + type + R"(","message":"Say \"please\"","code":"a_code"}})";
    QCOMPARE(bytes(codec().encodeError(error, status, "a_code")), body);
    QCOMPARE(bytes(codec().encodeErrorEvent(error, status, "a_code")), "event: error\ndata: " + body + "\n\n");
}

void TestAnthropicEncoder::failsAsAnEvent() {
    std::string out;
    codec().newStreamEncoder({})->fail(fail(ErrorKind::UpstreamTimeout, "Too slow"), 504, out);
    QCOMPARE(bytes(out),
             QByteArray("event: error\ndata: "
                        R"({"type":"error","error":{"type":"timeout_error","message":"Too slow","code":"timeout"}})"
                        "\n\n"));
}

// Answer → client → next request: what the provider wants back arrives as it was.
void TestAnthropicEncoder::reasoningOfOthersSurvivesTheClient() {
    const ReasoningPart openai{{}, {}, "gAAA", "openai-responses-v1", "rs_1"};
    const Events events{kStart,
                        ReasoningDelta{0, "hm"},
                        ReasoningDetail{0, signedBy("google-gemini-v1", "SIG")},
                        ReasoningDetail{0, openai},
                        ToolCallStart{0, 0, "a", "f", "CALL"},
                        ToolCallDelta{0, 0, "{}"},
                        ToolCallStart{0, 1, "b", "f", "OTHER"},
                        ToolCallDelta{0, 1, "{}"},
                        Finish{0, FinishReason::ToolCalls, {}, {}}};
    const std::string whole = codec().encodeAnswer(collect(events), {});
    json::object turn;
    turn["role"] = "assistant";
    turn["content"] = parseJson(whole)->at("content");
    json::object body;
    body["model"] = "m";
    body["messages"] = json::array{turn};
    const auto request = codec().decodeRequest(body);
    QVERIFY(request.has_value());
    const auto& parts = request->messages.at(0).parts;
    QCOMPARE(parts.size(), std::size_t{4});
    const auto& gemini = std::get<ReasoningPart>(parts[0].value);
    QCOMPARE(bytes(gemini.text + gemini.signature + gemini.format), QByteArray("hmSIGgoogle-gemini-v1"));
    const auto& hidden = std::get<ReasoningPart>(parts[1].value);
    QCOMPARE(bytes(hidden.redacted + hidden.id + hidden.format), QByteArray("gAAArs_1openai-responses-v1"));
    QCOMPARE(bytes(std::get<ToolCallPart>(parts[2].value).signature), QByteArray("CALL"));
    QCOMPARE(bytes(std::get<ToolCallPart>(parts[3].value).signature), QByteArray("OTHER"));
}

QTEST_GUILESS_MAIN(TestAnthropicEncoder)
#include "tst_anthropicencoder.moc"
