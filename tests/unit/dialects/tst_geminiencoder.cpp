// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Answers and errors for a Gemini client, and requests and answers passed through between two that speak Gemini.
#include "app/dialects/gemini.h"
#include "app/dialects/geminithought.h"
#include "shape.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

// Declared before the fixtures: older moc takes the quotes of a raw string for those of a plain one.
class TestGeminiEncoder : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void writesStreams_data();
    void writesStreams();
    void framesArrays();
    void writesAWholeAnswer();
    void tellsCosts_data();
    void tellsCosts();
    void writesErrors_data();
    void writesErrors();
    void passesRequests_data();
    void passesRequests();
    void leavesIdsOutForVertex();
    void relaysAtEverySplit_data();
    void relaysAtEverySplit();
    void relaysErrors_data();
    void relaysErrors();
    void passesAnswers();
};

namespace {

const ProviderCodec& provider() {
    static const std::unique_ptr<ProviderCodec> instance = newGeminiProviderCodec();
    return *instance;
}

std::string_view view(const QByteArray& text) {
    return {text.constData(), static_cast<std::size_t>(text.size())};
}

AnswerAdditions additions() {
    AnswerAdditions additions;
    additions.cost.known = true;
    additions.cost.total = domain::Money{1'500'000};
    additions.metadata["mode"] = "api-keys";
    return additions;
}

QByteArray encoded(const std::vector<Event>& events, bool isArray = false) {
    ChatRequest request;
    request.model = "m";
    request.arrayStream = isArray;
    const auto encoder = newGeminiIngressCodec()->newStreamEncoder(request);
    std::string out;
    for (const Event& event : events)
        encoder->encode(event, out);
    encoder->end({}, out);
    return bytes(out);
}

/// The candidates of each response, one line each.
QByteArray candidates(const QByteArray& stream) {
    QByteArrayList lines;
    for (const QByteArray& event : stream.split('\n')) {
        if (event.startsWith("data: "))
            lines.append(shape(parseJson(view(event.mid(6)))->as_object().at("candidates").as_array().at(0)));
    }
    return lines.join('\n');
}

QByteArray candidate(const QByteArray& parts, const QByteArray& rest = {}, int index = 0) {
    const QByteArray json = R"({"content":{"role":"model","parts":[)" + parts + R"(]})" + rest + R"(,"index":)" +
                            QByteArray::number(index) + "}";
    return shape(json.constData());
}

const QByteArray kStop = R"(,"finishReason":"STOP")";

TargetModel target(std::string id = "gemini-2.5-flash") {
    TargetModel model;
    model.upstreamId = std::move(id);
    model.provider = "google";
    return model;
}

QByteArray relayed(const Pieces& pieces, bool isArray) {
    RequestScan scan;
    scan.stream = true;
    scan.arrayStream = isArray;
    const auto relay = provider().passThrough()->newRelay(scan);
    std::string out;
    pieces.each([&](std::string_view piece) { relay->feed(piece, out); });
    relay->upstreamEnded();
    const Observation& seen = relay->observation();
    if (seen.error) {
        relay->fail(*seen.error, 502, out);
        return bytes(out);
    }
    relay->finish(additions(), out);
    return bytes(out) + (seen.ended ? "ended " : "open ") + toString(seen.finish) + ' ' +
           (seen.usage ? inWords(*seen.usage) : QByteArray("no usage")) + ' ' + bytes(seen.answerId);
}

} // namespace

void TestGeminiEncoder::writesStreams_data() {
    QTest::addColumn<QByteArray>("got");
    QTest::addColumn<QByteArray>("expected");
    using E = std::vector<Event>;
    const AnswerStart start{"r1", "up", 0};
    QTest::newRow("text") << candidates(encoded(E{start, TextDelta{0, "He"}, TextDelta{0, "y"},
                                                  Finish{0, FinishReason::Stop, "stop", {}}}))
                          << candidate(R"({"text":"He"})") + '\n' + candidate(R"({"text":"y"})") + '\n' +
                                 candidate(R"({"text":""})", kStop);
    QTest::newRow("a call, whole")
        << candidates(encoded(E{start, ToolCallStart{0, 0, "c1", "f", {}}, ToolCallDelta{0, 0, R"({"a")"},
                                ToolCallDelta{0, 0, ":1}"}, ToolCallStart{0, 1, "call_gemini_r_1", "g", "sig"},
                                Finish{0, FinishReason::ToolCalls, {}, {}}}))
        << candidate(
               R"({"functionCall":{"id":"c1","name":"f","args":{"a":1}}},{"functionCall":{"name":"g","args":{}},"thoughtSignature":"sig"})",
               kStop);
    QTest::newRow("calls whose deltas cross")
        << candidates(encoded(E{start, ToolCallStart{0, 0, "a", "f", {}}, ToolCallStart{0, 1, "b", "g", {}},
                                ToolCallDelta{0, 1, R"({"y":2})"}, ToolCallDelta{0, 0, R"({"x":1})"},
                                Finish{0, FinishReason::ToolCalls, {}, {}}}))
        << candidate(
               R"({"functionCall":{"id":"a","name":"f","args":{"x":1}}},{"functionCall":{"id":"b","name":"g","args":{"y":2}}})",
               kStop);
    QTest::newRow("arguments that are no JSON")
        << candidates(encoded(E{start, ToolCallStart{0, 0, "a", "f", {}}, ToolCallDelta{0, 0, "{oops"},
                                Finish{0, FinishReason::ToolCalls, {}, {}}}))
        << candidate(R"({"functionCall":{"id":"a","name":"f","args":{"raw_arguments":"{oops"}}})", kStop);
    QTest::newRow("Google's own signature behind its text")
        << candidates(encoded(E{start, ReasoningDelta{0, "hm"}, TextDelta{0, "Yes"},
                                ReasoningDetail{0, ReasoningPart{{}, "sig", {}, kGeminiThoughtFormat, {}}},
                                Finish{0, FinishReason::Stop, "STOP", {}}}))
        << candidate(R"({"text":"hm","thought":true})") + '\n' + candidate(R"({"text":"Yes"})") + '\n' +
               candidate(R"({"text":"","thoughtSignature":"sig"})", kStop);
    const ReasoningPart claude{"hm", "s", {}, "anthropic-claude-v1", {}};
    QTest::newRow("another's signature on what follows")
        << candidates(encoded(E{start, ReasoningDelta{0, "hm"},
                                ReasoningDetail{0, ReasoningPart{{}, "s", {}, "anthropic-claude-v1", {}}},
                                TextDelta{0, "Yes"}, TextDelta{0, "!"}, Finish{0, FinishReason::Stop, {}, {}}}))
        << candidate(R"({"text":"hm","thought":true})") + '\n' +
               candidate(R"({"text":"Yes","thoughtSignature":")" + bytes(wrapThoughts({claude})) + R"("})") + '\n' +
               candidate(R"({"text":"!"})") + '\n' + candidate(R"({"text":""})", kStop);
    QTest::newRow("two alternatives, and how they end")
        << candidates(encoded(E{start, TextDelta{0, "a"}, TextDelta{1, "b"}, Finish{1, FinishReason::Length, {}, {}},
                                Finish{0, FinishReason::ContentFilter, "RECITATION", {}}}))
        << candidate(R"({"text":"a"})") + '\n' + candidate(R"({"text":"b"})", {}, 1) + '\n' +
               candidate(R"({"text":""})", R"(,"finishReason":"MAX_TOKENS")", 1) + '\n' +
               candidate(R"({"text":""})", R"(,"finishReason":"RECITATION")");
    QTest::newRow("filtered elsewhere") << candidates(
                                               encoded(E{start, Finish{0, FinishReason::ContentFilter, "refusal", {}}}))
                                        << candidate(R"({"text":""})", R"(,"finishReason":"SAFETY")");
    QTest::newRow("an image")
        << candidates(encoded(E{start, MediaOutput{0, MediaPart{MediaKind::Image, "image/png", "AAAA", {}, {}, {}, {}}},
                                Finish{0, FinishReason::Stop, {}, {}}}))
        << candidate(R"({"inlineData":{"mimeType":"image/png","data":"AAAA"}})") + '\n' +
               candidate(R"({"text":""})", kStop);
    json::object note =
        parseJson(
            R"({"type":"url_citation","url_citation":{"start_index":1,"end_index":3,"url":"https://x","title":"X"}})")
            ->as_object();
    QTest::newRow("citations, in bytes")
        << candidates(
               encoded(E{start, TextDelta{0, "aéb"}, AnnotationAdded{0, note}, Finish{0, FinishReason::Stop, {}, {}}}))
        << candidate(R"({"text":"aéb"})") + '\n' +
               candidate(
                   R"({"text":""})",
                   kStop +
                       R"(,"groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://x","title":"X"}}],"groundingSupports":[{"segment":{"startIndex":1,"endIndex":4,"text":"éb"},"groundingChunkIndices":[0]}]})");
    const json::value logprobs =
        *parseJson(R"({"content":[{"token":"a","logprob":-0.5,"top_logprobs":[{"token":"b","logprob":-1.5}]}]})");
    QTest::newRow("log probabilities")
        << candidates(
               encoded(E{start, TextDelta{0, "a"}, LogprobsDelta{0, logprobs}, Finish{0, FinishReason::Stop, {}, {}}}))
        << candidate(R"({"text":"a"})") + '\n' +
               candidate(
                   R"({"text":""})",
                   kStop +
                       R"(,"logprobsResult":{"topCandidates":[{"candidates":[{"token":"b","logProbability":-1.5}]}],"chosenCandidates":[{"token":"a","logProbability":-0.5}]})");
}

void TestGeminiEncoder::writesStreams() {
    QFETCH(QByteArray, got);
    QFETCH(QByteArray, expected);
    QCOMPARE(got, expected);
}

void TestGeminiEncoder::framesArrays() {
    const QByteArray stream = encoded(
        {AnswerStart{"r1", "up", 0}, TextDelta{0, "a"}, TextDelta{0, "b"}, Finish{0, FinishReason::Stop, {}, {}}},
        true);
    QVERIFY(stream.startsWith("[{"));
    QVERIFY(stream.endsWith("}\n]"));
    QCOMPARE(stream.count("}\n,\r\n{"), 2);
    QCOMPARE(parseJson(view(stream))->as_array().size(), std::size_t{3});
    std::string failed;
    ChatRequest request;
    request.arrayStream = true;
    newGeminiIngressCodec()->newStreamEncoder(request)->fail(fail(ErrorKind::Upstream, "gone"), 502, failed);
    QCOMPARE(parseJson(failed)->as_array().size(), std::size_t{1});
}

void TestGeminiEncoder::writesAWholeAnswer() {
    ChatAnswer answer;
    answer.id = "r1";
    answer.model = "up";
    answer.choices.emplace_back();
    answer.choices[0].message = with(Role::Assistant, {ReasoningPart{"hm", "sig", {}, kGeminiThoughtFormat, {}},
                                                       TextPart{"Yes"}, ToolCallPart{"c", "f", "{}", "s2"}});
    answer.choices[0].finish = FinishReason::ToolCalls;
    answer.usage = domain::TokenUsage{};
    answer.usage->prompt = 10;
    answer.usage->cachedPrompt = 4;
    answer.usage->completion = 7;
    answer.usage->reasoning = 5;
    const std::string body = newGeminiIngressCodec()->encodeAnswer(answer, additions());
    QCOMPARE(
        shape(body.c_str()),
        shape(
            R"({"candidates":[{"content":{"role":"model","parts":[{"text":"hm","thought":true},{"text":"Yes","thoughtSignature":"sig"},{"functionCall":{"id":"c","name":"f","args":{}},"thoughtSignature":"s2"}]},"finishReason":"STOP","index":0}],"modelVersion":"up","responseId":"r1","usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":2,"totalTokenCount":17,"cachedContentTokenCount":4,"thoughtsTokenCount":5,"cost":0.0015,"costDetails":{"input":0,"output":0,"cachedInput":0,"cacheWrite":0,"request":0,"total":0.0015}},"metadata":{"mode":"api-keys"}})"));
}

void TestGeminiEncoder::tellsCosts_data() {
    QTest::addColumn<bool>("known");
    QTest::addColumn<QByteArray>("cost");
    QTest::newRow("exactly") << true << QByteArray(R"("cost":0.0015,"costDetails":{)");
    QTest::newRow("unknown is not free") << false << QByteArray(R"("cost":null)");
}

void TestGeminiEncoder::tellsCosts() {
    QFETCH(bool, known);
    QFETCH(QByteArray, cost);
    AnswerAdditions more = additions();
    more.cost.known = known;
    more.estimatedUsage = domain::TokenUsage{};
    const auto encoder = newGeminiIngressCodec()->newStreamEncoder({});
    std::string out;
    encoder->end(more, out);
    QVERIFY2(bytes(out).contains(cost), out.c_str());
}

void TestGeminiEncoder::writesErrors_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("word");
    const auto row = [](int status, const char* code, const char* word) {
        QTest::newRow(word) << status << QByteArray(code) << QByteArray(word);
    };
    row(400, "invalid_parameters", "INVALID_ARGUMENT");
    row(400, "no_provider_key", "FAILED_PRECONDITION");
    row(401, "invalid_api_key", "UNAUTHENTICATED");
    row(403, "permission_denied", "PERMISSION_DENIED");
    row(404, "not_found", "NOT_FOUND");
    row(429, "rate_limit_exceeded", "RESOURCE_EXHAUSTED");
    row(500, "gateway_error", "INTERNAL");
    row(502, "upstream_error", "UNAVAILABLE");
    row(504, "timeout", "DEADLINE_EXCEEDED");
}

void TestGeminiEncoder::writesErrors() {
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, word);
    const auto codec = newGeminiIngressCodec();
    const Error error = fail(ErrorKind::Internal, "So \"it\" is", "contents");
    const std::string body = codec->encodeError(error, status, view(code));
    const QByteArray expected =
        R"({"error":{"code":)" + QByteArray::number(status) + R"(,"message":"So \"it\" is","status":")" + word +
        R"(","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":")" + code +
        R"("},{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"contents","description":"So \"it\" is"}]}]}})";
    QCOMPARE(shape(body.c_str()), shape(expected.constData()));
    // Not an event: the SDKs look for bare JSON.
    QCOMPARE(bytes(codec->encodeErrorEvent(error, status, view(code))), bytes(body) + '\n');
}

void TestGeminiEncoder::passesRequests_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("model");
    const QByteArray hi = R"("contents" : [ {"parts":[{"text":"é","unknown":1}]} ])";
    const QByteArray flash = "gemini-2.5-flash", third = "gemini-3-pro";
    QTest::newRow("as it came") << QByteArray("{ " + hi + R"(, "later":{"a":1.50} })")
                                << QByteArray("{ " + hi + R"(, "later":{"a":1.50} })") << flash;
    QTest::newRow("without the model") << QByteArray(R"({"model":"models/x",)" + hi + "}") << QByteArray("{" + hi + "}")
                                       << flash;
    QTest::newRow("clamped") << QByteArray("{" + hi + R"(,"generation_config":{"max_output_tokens":"9999","x":1}})")
                             << QByteArray("{" + hi + R"(,"generation_config":{"max_output_tokens":1000,"x":1}})")
                             << flash;
    QTest::newRow("small enough") << QByteArray("{" + hi + R"(,"generationConfig":{"maxOutputTokens":"99"}})")
                                  << QByteArray("{" + hi + R"(,"generationConfig":{"maxOutputTokens":"99"}})") << flash;
    const QByteArray wrapped = bytes(wrapThoughts({ReasoningPart{"t", "s", {}, "anthropic-claude-v1", {}}}));
    const auto signedBy = [](const QByteArray& text, const QByteArray& call) -> QByteArray {
        return R"({"contents":[{"role":"model","parts":[{"text":"a")" + text + R"(},{"functionCall":{"name":"f"})" +
               call + "}]}]}";
    };
    const QByteArray member = R"(,"thoughtSignature":")" + wrapped + '"';
    QTest::newRow("another's thoughts, to 2.5") << signedBy(member, member) << signedBy({}, {}) << flash;
    QTest::newRow("another's thoughts, to 3")
        << signedBy(member, member) << signedBy({}, R"(,"thoughtSignature":"skip_thought_signature_validator")")
        << third;
    QTest::newRow("its own thoughts") << signedBy(R"(,"thoughtSignature":"abc")", R"(,"thoughtSignature":"d-_")")
                                      << signedBy(R"(,"thoughtSignature":"abc")", R"(,"thoughtSignature":"d-_")")
                                      << third;
}

void TestGeminiEncoder::passesRequests() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, model);
    TargetModel to = target(model.toStdString());
    to.maxOutput = 1000;
    RequestScan scan;
    const auto whole = provider().passThrough()->encode(view(body), scan, to);
    QVERIFY2(whole.has_value(), whole ? "" : whole.error().message.c_str());
    QCOMPARE(bytes(whole->body), sent);
    QCOMPARE(bytes(whole->path), "/models/" + model + ":generateContent");
    scan.stream = scan.arrayStream = true;
    QCOMPARE(bytes(provider().passThrough()->encode(view(body), scan, to)->path),
             "/models/" + model + ":streamGenerateContent?alt=sse");
}

void TestGeminiEncoder::leavesIdsOutForVertex() {
    const auto loop = [](const QByteArray& first, const QByteArray& last, const QByteArray& signature) -> QByteArray {
        return R"({"contents":[{"role":"model","parts":[{"functionCall":{)" + first + R"("name":"f","args":{"id":1}})" +
               signature + R"(}]},{"parts":{"function_response":{"name":"f","response":{"id":2})" + last + "}}}]}";
    };
    const QByteArray wrapped = bytes(wrapThoughts({ReasoningPart{"t", "s", {}, "anthropic-claude-v1", {}}}));
    const QByteArray body =
        loop(R"("id":"c1", )", R"(, "id":"c1")", QByteArray(R"(,"thoughtSignature":")" + wrapped + '"'));
    TargetModel to = target("gemini-2.5-flash");
    to.provider = "google-vertex";
    const auto sent = provider().passThrough()->encode(view(body), {}, to);
    QVERIFY2(sent.has_value(), sent ? "" : sent.error().message.c_str());
    QCOMPARE(bytes(sent->body), loop({}, {}, {}));
}

void TestGeminiEncoder::relaysAtEverySplit_data() {
    QTest::addColumn<QByteArray>("upstream");
    QTest::addColumn<bool>("isArray");
    QTest::addColumn<QByteArray>("client");
    const QByteArray first = R"({"candidates": [{"content": {"parts": [{"text": "é"}]},"x":1.50}],"responseId":"r"})";
    const QByteArray last = R"({"candidates": [{"finishReason": "STOP"}],"responseId":"r")";
    const QByteArray usage = R"("usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":2)";
    const QByteArray cost =
        R"(,"cost":0.0015,"costDetails":{"input":0,"output":0,"cachedInput":0,"cacheWrite":0,"request":0,"total":0.0015}})";
    const QByteArray meta = R"("metadata":{"mode":"api-keys"}})";
    const QByteArray seen = "ended stop prompt 1 completion 2 r";
    const auto event = [](const QByteArray& data) -> QByteArray { return "data: " + data + "\r\n\r\n"; };
    QTest::newRow("events") << event(first) + event(last + ',' + usage + "}}") << false
                            << "data: " + first + "\n\ndata: " + last + ',' + usage + cost + ',' + meta + "\n\n" + seen;
    QTest::newRow("events to an array") << event(first) + event(last + ',' + usage + "}}") << true
                                        << "[" + first + "\n,\r\n" + last + ',' + usage + cost + ',' + meta + "\n]" +
                                               seen;
    QTest::newRow("an array to events") << "[" + QByteArray(first).replace(",", ",\n") + "\n,\r\n" + last + ',' +
                                               usage + "}}\n]"
                                        << false
                                        << "data: " + QByteArray(first).replace(",", ", ") + "\n\ndata: " + last + ',' +
                                               usage + cost + ',' + meta + "\n\n" + seen;
    QTest::newRow("usage behind the finish reason")
        << event(first) + event(last + "}") + event("{" + usage + "}}") << false
        << "data: " + first + "\n\ndata: " + last + "}\n\ndata: {" + usage + cost + ',' + meta + "\n\n" + seen;
    QTest::newRow("no usage") << event(last + "}") << false
                              << "data: " + last + ',' + meta + "\n\n" + "ended stop no usage r";
}

void TestGeminiEncoder::relaysAtEverySplit() {
    QFETCH(QByteArray, upstream);
    QFETCH(bool, isArray);
    QFETCH(QByteArray, client);
    const auto run = [&](const Pieces& pieces) { return relayed(pieces, isArray); };
    const auto difference = splitDifference(view(upstream), run);
    QVERIFY2(!difference, difference ? difference->constData() : "");
    QCOMPARE(run(Pieces(view(upstream), {})), client);
}

void TestGeminiEncoder::relaysErrors_data() {
    QTest::addColumn<QByteArray>("upstream");
    QTest::addColumn<QByteArray>("message");
    const QByteArray text = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\r\n\r\n";
    QTest::newRow("cut") << text << QByteArray("The provider's answer was cut off before its end.");
    QTest::newRow("bare, as Google sends it, over lines")
        << text + "{\n  \"error\": {\n    \"code\": 503,\n    \"message\": \"Full\"\n  }\n}\n"
        << QByteArray("Full");
    QTest::newRow("as an event") << text + "data: {\"error\":{\"code\":503,\"message\":\"Full\"}}\r\n\r\n"
                                 << QByteArray("Full");
    QTest::newRow("garbage") << text + "data: <html>\r\n\r\n"
                             << QByteArray("The provider sent an event that is not JSON.");
}

void TestGeminiEncoder::relaysErrors() {
    QFETCH(QByteArray, upstream);
    QFETCH(QByteArray, message);
    const auto run = [&](const Pieces& pieces) { return relayed(pieces, false); };
    const auto difference = splitDifference(view(upstream), run);
    QVERIFY2(!difference, difference ? difference->constData() : "");
    const QByteArray client = run(Pieces(view(upstream), {}));
    const QByteArray told = client.mid(client.lastIndexOf("\n{") + 1);
    const auto error = parseJson(view(told));
    QVERIFY2(error.has_value(), client.constData());
    QCOMPARE(bytes(textAt(error->as_object().at("error").as_object(), "message")), message);
    QVERIFY(decodeAtEverySplit(provider(), view(upstream)).last().endsWith(message));
}

void TestGeminiEncoder::passesAnswers() {
    const QByteArray body =
        R"({"candidates":[{"content":{"parts":[{"text":"a"}],"role":"model"},"finishReason":"STOP","new":[1]}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":1,"serviceTier":"standard"},"responseId":"r"})";
    auto passed = provider().passThrough()->readAnswer(view(body));
    QVERIFY(passed.has_value());
    QVERIFY(passed->observation.ended && passed->observation.sawContent);
    QCOMPARE(inWords(*passed->observation.usage), QByteArray("prompt 3 completion 1"));
    const QByteArray added =
        R"("standard","cost":0.0015,"costDetails":{"input":0,"output":0,"cachedInput":0,"cacheWrite":0,"request":0,"total":0.0015}},"responseId":"r","metadata":{"mode":"api-keys"}})";
    const QByteArray expected = QByteArray(body).replace(R"("standard"},"responseId":"r"})", added);
    QCOMPARE(bytes(provider().passThrough()->finishAnswer(*passed, additions())), expected);
    const auto failed = provider().passThrough()->readAnswer(R"({"error":{"code":429,"message":"Slow"}})");
    QVERIFY(!failed && failed.error().kind == ErrorKind::RateLimited);
    QVERIFY(!provider().passThrough()->readAnswer("<html>"));
}

QTEST_GUILESS_MAIN(TestGeminiEncoder)
#include "tst_geminiencoder.moc"
