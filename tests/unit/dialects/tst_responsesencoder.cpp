// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Canonical answers → what a Responses client gets, whole and as a stream.
#include "app/dialects/openairesponses.h"
#include "responsesrecordings.h"
#include "shape.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

class TestResponsesEncoder : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void writesEventsInOrder_data();
    void writesEventsInOrder();
    void writesAWholeAnswer();
    void repeatsTheRequest();
    void saysTheSameWholeAndStreamed();
    void carriesForeignReasoning_data();
    void carriesForeignReasoning();
    void carriesAToolCallsSignature();
    void saysWhatWentWrong();
    void saysAnErrorBeforeTheAnswer();
    void makesIdsOfTheRequestWhereTheProviderHasNone();
};

namespace {

const IngressCodec& codec() {
    static const std::unique_ptr<IngressCodec> instance = newResponsesIngressCodec();
    return *instance;
}

AnswerAdditions additions() {
    AnswerAdditions added;
    added.cost.known = true;
    added.cost.total = domain::Money::fromNano(1234);
    added.cost.input = domain::Money::fromNano(1234);
    added.metadata["request_id"] = "q1";
    return added;
}

std::string streamOf(const std::vector<Event>& events, const ChatRequest& request = {}) {
    const auto encoder = codec().newStreamEncoder(request);
    std::string out;
    for (const Event& event : events)
        encoder->encode(event, out);
    encoder->end(additions(), out);
    return out;
}

/// One line per event: its type without "response.", the place, what it says.
QByteArrayList inWords(const std::string& stream) {
    QByteArrayList lines;
    std::int64_t sequence = 0;
    for (const json::object& event : plainEvents(stream)) {
        QByteArray line = bytes(textAt(event, "type"));
        if (line.startsWith("response."))
            line.remove(0, 9);
        if (integerAt(event, "sequence_number") != sequence++)
            line += " OUT OF SEQUENCE";
        for (const char* key : {"output_index", "content_index", "summary_index"}) {
            if (const auto index = integerAt(event, key))
                line += " " + QByteArray::number(static_cast<qlonglong>(*index));
        }
        for (const char* key : {"item_id", "delta", "text", "refusal", "arguments", "input", "code", "message"}) {
            if (const auto text = textAt(event, key); !text.empty())
                line += " " + bytes(text);
        }
        if (const json::object* item = objectAt(event, "item"))
            line += " " + bytes(textAt(*item, "type")) + " " + bytes(textAt(*item, "id")) + " " +
                    bytes(textAt(*item, "status"));
        lines.append(line);
    }
    return lines;
}

const AnswerStart kStart{"chatcmpl-1", "m-1", 7};
UsageReport used() {
    UsageReport report;
    report.usage.prompt = 9;
    report.usage.cachedPrompt = 4;
    report.usage.completion = 7;
    report.usage.reasoning = 3;
    report.serviceTier = "flex";
    return report;
}
ToolCallStart callStart(int index, const char* id, const char* name, bool custom = false, const char* signature = "") {
    ToolCallStart start{0, index, id, name};
    start.custom = custom;
    start.signature = signature;
    return start;
}

} // namespace

Q_DECLARE_METATYPE(std::vector<llmg::dialects::Event>)

void TestResponsesEncoder::writesEventsInOrder_data() {
    QTest::addColumn<std::vector<Event>>("events");
    QTest::addColumn<QByteArrayList>("lines");
    using L = QByteArrayList;
    using E = std::vector<Event>;
    const L begin{"created", "in_progress"};
    const auto text = [](int output, const QByteArray& words) {
        const QByteArray at = QByteArray::number(output);
        const QByteArray id = "msg_chatcmpl-1_" + at;
        return L{"output_item.added " + at + " message " + id + " in_progress",
                 "content_part.added " + at + " 0 " + id,
                 "output_text.delta " + at + " 0 " + id + " " + words,
                 "output_text.done " + at + " 0 " + id + " " + words,
                 "content_part.done " + at + " 0 " + id,
                 "output_item.done " + at + " message " + id + " completed"};
    };
    QTest::newRow("nothing") << E{kStart, Finish{0, FinishReason::Stop}, AnswerEnd{}} << begin + L{"completed"};
    QTest::newRow("text") << E{kStart, TextDelta{0, "hi"}, Finish{0, FinishReason::Stop}, used(), AnswerEnd{}}
                          << begin + text(0, "hi") + L{"completed"};
    QTest::newRow("other alternatives are left out")
        << E{kStart, TextDelta{1, "no"}, TextDelta{0, "hi"}, AnswerEnd{}} << begin + text(0, "hi") + L{"completed"};
    QTest::newRow("a refusal after text")
        << E{kStart, TextDelta{0, "a"}, RefusalDelta{0, "no"}, Finish{0, FinishReason::ContentFilter}}
        << begin + L{"output_item.added 0 message msg_chatcmpl-1_0 in_progress",
                     "content_part.added 0 0 msg_chatcmpl-1_0",
                     "output_text.delta 0 0 msg_chatcmpl-1_0 a",
                     "output_text.done 0 0 msg_chatcmpl-1_0 a",
                     "content_part.done 0 0 msg_chatcmpl-1_0",
                     "content_part.added 0 1 msg_chatcmpl-1_0",
                     "refusal.delta 0 1 msg_chatcmpl-1_0 no",
                     "refusal.done 0 1 msg_chatcmpl-1_0 no",
                     "content_part.done 0 1 msg_chatcmpl-1_0",
                     "output_item.done 0 message msg_chatcmpl-1_0 incomplete",
                     "incomplete"};
    QTest::newRow("reasoning, then text")
        << E{kStart, ReasoningDelta{0, "t"}, ReasoningDelta{0, "u"}, TextDelta{0, "hi"}, Finish{0, FinishReason::Stop}}
        << begin + L{"output_item.added 0 reasoning rs_chatcmpl-1_0 in_progress",
                     "reasoning_summary_part.added 0 0 rs_chatcmpl-1_0",
                     "reasoning_summary_text.delta 0 0 rs_chatcmpl-1_0 t",
                     "reasoning_summary_text.delta 0 0 rs_chatcmpl-1_0 u",
                     "reasoning_summary_text.done 0 0 rs_chatcmpl-1_0 tu",
                     "reasoning_summary_part.done 0 0 rs_chatcmpl-1_0",
                     "output_item.done 0 reasoning rs_chatcmpl-1_0 completed"} +
               text(1, "hi") + L{"completed"};
    QTest::newRow("text, then calls whose arguments mingle")
        << E{kStart,
             TextDelta{0, "hi"},
             callStart(0, "c1", "f"),
             callStart(1, "c2", "g", true),
             ToolCallDelta{0, 0, "{"},
             ToolCallDelta{0, 1, "free"},
             ToolCallDelta{0, 0, "}"},
             Finish{0, FinishReason::ToolCalls}}
        << begin + text(0, "hi") +
               L{"output_item.added 1 function_call fc_chatcmpl-1_1 in_progress",
                 "output_item.added 2 custom_tool_call ctc_chatcmpl-1_2 in_progress",
                 "function_call_arguments.delta 1 fc_chatcmpl-1_1 {",
                 "custom_tool_call_input.delta 2 ctc_chatcmpl-1_2 free",
                 "function_call_arguments.delta 1 fc_chatcmpl-1_1 }",
                 "function_call_arguments.done 1 fc_chatcmpl-1_1 {}",
                 "output_item.done 1 function_call fc_chatcmpl-1_1 completed",
                 "custom_tool_call_input.done 2 ctc_chatcmpl-1_2 free",
                 "output_item.done 2 custom_tool_call ctc_chatcmpl-1_2 completed",
                 "completed"};
    MediaPart picture;
    picture.mimeType = "image/webp";
    picture.data = "AAAA";
    QTest::newRow("a picture") << E{kStart, MediaOutput{0, picture}}
                               << begin + L{"output_item.added 0 image_generation_call ig_chatcmpl-1_0 in_progress",
                                            "output_item.done 0 image_generation_call ig_chatcmpl-1_0 completed",
                                            "completed"};
    L cut = text(0, "hi");
    cut.last().replace("completed", "incomplete");
    QTest::newRow("cut by the limit") << E{kStart, TextDelta{0, "hi"}, Finish{0, FinishReason::Length}}
                                      << begin + cut + L{"incomplete"};
}

void TestResponsesEncoder::writesEventsInOrder() {
    QFETCH(std::vector<Event>, events);
    QFETCH(QByteArrayList, lines);
    QCOMPARE(inWords(streamOf(events)), lines);
}

void TestResponsesEncoder::writesAWholeAnswer() {
    ChatAnswer answer;
    answer.id = "gen-1";
    answer.model = "m-1";
    answer.created = 7;
    answer.usage = used().usage;
    answer.serviceTier = "flex";
    Choice choice;
    choice.message = with(Role::Assistant, {TextPart{"see"}});
    json::object note{{"type", "url_citation"}};
    note["url_citation"] = json::object{{"start_index", 0}, {"end_index", 3}, {"url", "https://a"}, {"title", "A"}};
    choice.annotations.push_back(note);
    choice.logprobs = *parseJson(R"({"content":[{"token":"see","logprob":-1}]})");
    choice.finish = FinishReason::Length;
    answer.choices.push_back(choice);
    COMPARE_SHAPE(
        *parseJson(codec().encodeAnswer(answer, additions())),
        R"({"id":"resp_gen-1","object":"response","created_at":7,"model":"m-1","status":"incomplete","error":null,"incomplete_details":{"reason":"max_output_tokens"},"instructions":null,"max_output_tokens":null,"metadata":{},"parallel_tool_calls":true,"previous_response_id":null,"reasoning":{"effort":null,"summary":null},"service_tier":"flex","store":true,"temperature":1.0,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":1.0,"truncation":"disabled","user":null,
        "output":[{"id":"msg_gen-1_0","type":"message","role":"assistant","status":"incomplete","content":[{"type":"output_text","text":"see","annotations":[{"type":"url_citation","start_index":0,"end_index":3,"url":"https://a","title":"A"}],"logprobs":[{"token":"see","logprob":-1}]}]}],
        "gateway":{"request_id":"q1"},
        "usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":4},"output_tokens":7,"output_tokens_details":{"reasoning_tokens":3},"total_tokens":16,"cost":0.000001234,"cost_details":{"input":0.000001234,"output":0,"cached_input":0,"cache_write":0,"request":0,"total":0.000001234}}})");
}

void TestResponsesEncoder::repeatsTheRequest() {
    const QByteArray echoed =
        R"({"instructions":"s","metadata":{"mine":"yes"},"tools":[{"type":"function","name":"f","parameters":{},"strict":true}],"tool_choice":"required","temperature":0.25,"store":false,"max_output_tokens":50,"reasoning":{"effort":"low"},"text":{"verbosity":"low"},"user":"u","truncation":"auto","top_p":null})";
    json::object body = parseJson(echoed.toStdString())->as_object();
    body["model"] = "m";
    body["input"] = "x";
    const auto request = codec().decodeRequest(body);
    QVERIFY(request);
    const json::object response = finalResponse(streamOf({kStart, TextDelta{0, "a"}}, *request), true);
    json::object expected = parseJson(echoed.toStdString())->as_object();
    expected["top_p"] = 1.0;
    for (const auto& [key, value] : expected)
        COMPARE_SHAPE(response.at(key), value);
    COMPARE_SHAPE(response.at("gateway"), R"({"request_id":"q1"})");
}

void TestResponsesEncoder::saysTheSameWholeAndStreamed() {
    const std::vector<Event> events{kStart,
                                    ReasoningDelta{0, "t"},
                                    ReasoningDetail{0, ReasoningPart{{}, "S", {}, "anthropic-claude-v1"}},
                                    TextDelta{0, "hi"},
                                    callStart(0, "c1", "f"),
                                    ToolCallDelta{0, 0, "{}"},
                                    Finish{0, FinishReason::ToolCalls},
                                    used(),
                                    AnswerEnd{}};
    ChatAnswer answer = collect(events);
    QCOMPARE(shape(*parseJson(codec().encodeAnswerTo({}, answer, additions()))),
             shape(json::value(finalResponse(streamOf(events), true))));
}

void TestResponsesEncoder::carriesForeignReasoning_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("signature");
    QTest::addColumn<QByteArray>("redacted");
    QTest::addColumn<QByteArray>("format");
    QTest::addColumn<QByteArray>("encrypted"); // of the item; "": null
    const auto row = [](const char* name, const char* text, const char* signature, const char* redacted,
                        const char* format, const char* encrypted) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(signature) << QByteArray(redacted) << QByteArray(format)
                            << QByteArray(encrypted);
    };
    row("OpenAI's own, byte for byte", "t", "gAAA/+==", "", "openai-responses-v1", "gAAA/+==");
    row("OpenAI's own, without a summary", "", "gAAA", "", "openai-responses-v1", "gAAA");
    row("Anthropic's signature", "two\n\nparagraphs", "S", "", "anthropic-claude-v1",
        R"(llmg.reasoning.1:{"format":"anthropic-claude-v1","signature":"S"})");
    row("Anthropic's redacted block", "", "", "D", "anthropic-claude-v1",
        R"(llmg.reasoning.1:{"format":"anthropic-claude-v1","redacted":"D"})");
    row("Google's signature", "t", "\"quoted\"", "", "google-gemini-v1",
        R"(llmg.reasoning.1:{"format":"google-gemini-v1","signature":"\"quoted\""})");
    row("text alone", "t", "", "", "", "");
}

void TestResponsesEncoder::carriesForeignReasoning() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, signature);
    QFETCH(QByteArray, redacted);
    QFETCH(QByteArray, format);
    QFETCH(QByteArray, encrypted);
    std::vector<Event> events{kStart};
    if (!text.isEmpty())
        events.emplace_back(ReasoningDelta{0, text.toStdString()});
    ReasoningPart part{{}, signature.toStdString(), redacted.toStdString(), format.toStdString()};
    if (!format.isEmpty())
        events.emplace_back(ReasoningDetail{0, part});
    events.emplace_back(TextDelta{0, "hi"});
    const json::object response = finalResponse(streamOf(events), true);
    const json::array& output = *arrayAt(response, "output");
    QCOMPARE(output.size(), std::size_t(2));
    QCOMPARE(bytes(textAt(output[0].as_object(), "encrypted_content")), encrypted);

    json::object body{{"model", "m"}};
    body["input"] = output; // as a client sends it back
    const auto request = codec().decodeRequest(body);
    QVERIFY2(request, request ? "" : request.error().message.c_str());
    QCOMPARE(request->messages.size(), std::size_t(1));
    const auto& back = std::get<ReasoningPart>(request->messages[0].parts.at(0).value);
    QCOMPARE(bytes(back.text), text);
    QCOMPARE(bytes(back.signature), signature);
    QCOMPARE(bytes(back.redacted), redacted);
    QCOMPARE(bytes(back.format), format);
}

void TestResponsesEncoder::carriesAToolCallsSignature() {
    const json::object response = finalResponse(
        streamOf({kStart, callStart(0, "c1", "f", false, "G"), ToolCallDelta{0, 0, "{}"}, callStart(1, "c2", "g")}),
        true);
    json::object body{{"model", "m"}};
    body["input"] = response.at("output");
    QCOMPARE(arrayAt(response, "output")->size(), std::size_t(3));
    const auto request = codec().decodeRequest(body);
    QVERIFY2(request, request ? "" : request.error().message.c_str());
    QCOMPARE(request->messages.at(0).parts.size(), std::size_t(2));
    QCOMPARE(std::get<ToolCallPart>(request->messages[0].parts[0].value).signature, std::string("G"));
    QVERIFY(std::get<ToolCallPart>(request->messages[0].parts[1].value).signature.empty());
}

void TestResponsesEncoder::saysWhatWentWrong() {
    const auto encoder = codec().newStreamEncoder({});
    std::string out;
    encoder->encode(kStart, out);
    encoder->encode(TextDelta{0, "hi"}, out);
    out.clear();
    Error error = fail(ErrorKind::RateLimited, "slow down");
    encoder->fail(error, 429, out);
    const auto events = plainEvents(out);
    QCOMPARE(events.size(), std::size_t(2));
    COMPARE_SHAPE(
        json::value(events[0]),
        R"({"type":"error","sequence_number":5,"code":"rate_limit_exceeded","message":"slow down","param":null})");
    const json::object& response = *objectAt(events[1], "response");
    COMPARE_SHAPE(response.at("status"), R"("failed")");
    COMPARE_SHAPE(response.at("error"), R"({"code":"rate_limit_exceeded","message":"slow down"})");
}

void TestResponsesEncoder::saysAnErrorBeforeTheAnswer() {
    const Error error = fail(ErrorKind::InvalidParameters, "no", "input");
    QCOMPARE(bytes(codec().encodeErrorEvent(error, 400, "invalid_parameters")),
             QByteArray("event: error\ndata: {\"type\":\"error\",\"sequence_number\":0,\"code\":\"invalid_parameters\","
                        "\"message\":\"no\",\"param\":\"input\"}\n\n"));
    COMPARE_SHAPE(
        *parseJson(codec().encodeError(error, 400, "invalid_parameters")),
        R"({"error":{"message":"no","type":"invalid_request_error","param":"input","code":"invalid_parameters"}})");
}

void TestResponsesEncoder::makesIdsOfTheRequestWhereTheProviderHasNone() {
    ChatRequest request;
    request.requestId = "q/1";
    request.model = "m";
    request.receivedAt = 9;
    const json::object response = finalResponse(streamOf({AnswerStart{}, TextDelta{0, "a"}}, request), true);
    QCOMPARE(bytes(textAt(response, "id")), QByteArray("resp_q1"));
    QCOMPARE(bytes(textAt(response, "model")), QByteArray("m"));
    COMPARE_SHAPE(response.at("created_at"), "9");
}

QTEST_APPLESS_MAIN(TestResponsesEncoder)
#include "tst_responsesencoder.moc"
