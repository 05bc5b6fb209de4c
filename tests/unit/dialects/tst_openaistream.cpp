// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat.h"
#include "tests/unit/dialects/quirks.h"
#include "support/everysplit.h"

#include <QTest>

// Declared before the first raw string literal, which moc 6.4 reads wrongly.
class TestOpenAiStream : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void relayGivesTheClient_data();
    void relayGivesTheClient();
    void relayTellsFailures_data();
    void relayTellsFailures();
    void relayObserves();
    void relayHoldsTheLastChunkBack();
    void relayEstimatesWhatNobodyCounted();
    void decoderReads_data();
    void decoderReads();
    void decoderRefusesMadIndexes();
    void encoderWritesEveryEvent();
    void encoderClosesWhatAProviderLeftOpen();
    void encoderSendsSignedTextWhole();
    void translatingRelayFailsLikeItsDecoder();
    void customToolCallsStream();
    void usageMeansTheSame_data();
    void usageMeansTheSame();
    void errorsOfEveryShape_data();
    void errorsOfEveryShape();
    void errorsInsideGoodAnswers_data();
    void errorsInsideGoodAnswers();
    void passedAnswerIsCorrected_data();
    void passedAnswerIsCorrected();
    void answerSurvivesTheRoundTrip();
};

using namespace llmg;
using namespace llmg::dialects;
using llmg::tests::quirksOf;

namespace {

std::string_view view(const QByteArray& bytes) {
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

AnswerAdditions additions() {
    AnswerAdditions more;
    more.metadata["id"] = "r";
    more.cost.known = true;
    more.cost.input = domain::Money::fromNano(3);
    more.cost.total = domain::Money::fromNano(3);
    return more;
}

struct Relayed {
    std::string client;
    bool ended = false;
    std::optional<Error> error;
    friend bool operator==(const Relayed&, const Relayed&) = default;
};

Relayed relay(const tests::Pieces& pieces, bool usage, const OpenAiQuirks& quirks = {}) {
    const auto stream = newOpenAiPassThroughRelay(quirks, usage);
    Relayed relayed;
    pieces.each([&](std::string_view piece) { stream->feed(piece, relayed.client); });
    stream->upstreamEnded();
    relayed.ended = stream->observation().ended;
    relayed.error = stream->observation().error;
    if (!relayed.error)
        stream->finish(additions(), relayed.client);
    return relayed;
}

/// Shorthand of a chunk: @{…} is one with the usual head around the given members.
QByteArray chunks(QByteArray text) {
    return text.replace("@{", R"(data: {"id":"i","object":"chat.completion.chunk","created":1,"model":"m",)");
}

const QByteArray kDone = "data: [DONE]\n\n";
const QByteArray kCost =
    R"("cost":0.000000003,"cost_details":{"input":0.000000003,"output":0,"cached_input":0,"cache_write":0,"request":0,"total":0.000000003})";
QByteArray usage(int prompt, int completion, int cached = 0, int reasoning = 0) {
    return R"("usage":{"prompt_tokens":)" + QByteArray::number(prompt) + R"(,"completion_tokens":)" +
           QByteArray::number(completion) + R"(,"total_tokens":)" + QByteArray::number(prompt + completion) +
           R"(,"prompt_tokens_details":{"cached_tokens":)" + QByteArray::number(cached) +
           R"(},"completion_tokens_details":{"reasoning_tokens":)" + QByteArray::number(reasoning) + "}," + kCost + "}";
}

/// The events of a stream in words, one a line.
QByteArray words(const std::vector<Event>& events) {
    std::string out;
    const auto line = [&out](int choice, const std::string& text) {
        out += std::to_string(choice) + " " + text + "\n";
    };
    for (const Event& event : events) {
        if (const auto* start = std::get_if<AnswerStart>(&event))
            out += "start " + start->id + " " + start->model + "\n";
        else if (const auto* text = std::get_if<TextDelta>(&event))
            line(text->choice, "text " + text->text);
        else if (const auto* refusal = std::get_if<RefusalDelta>(&event))
            line(refusal->choice, "refusal " + refusal->text);
        else if (const auto* reasoning = std::get_if<ReasoningDelta>(&event))
            line(reasoning->choice, "reasoning " + reasoning->text);
        else if (const auto* detail = std::get_if<ReasoningDetail>(&event))
            line(detail->choice, "detail " + detail->part.signature + "|" + detail->part.redacted);
        else if (const auto* call = std::get_if<ToolCallStart>(&event))
            line(call->choice,
                 "call " + std::to_string(call->index) + " " + call->id + " " + call->name + call->signature);
        else if (const auto* arguments = std::get_if<ToolCallDelta>(&event))
            line(arguments->choice, "arguments " + std::to_string(arguments->index) + " " + arguments->arguments);
        else if (const auto* report = std::get_if<UsageReport>(&event))
            out +=
                "usage " + std::to_string(report->usage.prompt) + "+" + std::to_string(report->usage.completion) + "\n";
        else if (const auto* finish = std::get_if<Finish>(&event))
            line(finish->choice, std::string("finish ") + toString(finish->reason));
        else if (std::holds_alternative<AnswerError>(event))
            out += "error\n";
        else if (std::holds_alternative<AnswerEnd>(event))
            out += "end\n";
        else
            out += "other\n";
    }
    return QByteArray::fromStdString(out);
}

} // namespace

void TestOpenAiStream::relayGivesTheClient_data() {
    QTest::addColumn<QByteArray>("upstream");
    QTest::addColumn<bool>("asked");
    QTest::addColumn<QByteArray>("client");
    const auto row = [](const char* name, const QByteArray& upstream, bool asked, const QByteArray& client) {
        QTest::newRow(name) << chunks(upstream) << asked << chunks(client);
    };
    const QByteArray first = "@{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"a\"},"
                             "\"finish_reason\":null}]}\n\n";
    const QByteArray more =
        "@{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"b\"},\"finish_reason\":null}],\"x\":1e-7}\n\n";
    const QByteArray stop = "@{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    const QByteArray marked =
        "@{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"metadata\":{\"id\":\"r\"}}\n\n";
    const QByteArray count =
        "@{\"choices\":[],\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":2,\"total_tokens\":6}}\n\n";
    const QByteArray counted = "@{\"choices\":[],\"metadata\":{\"id\":\"r\"}," + usage(4, 2) + "}\n\n";
    row("right as it is, byte for byte", first + more + stop + kDone, false, first + more + marked + kDone);
    row("usage asked for", first + more + stop + count + kDone, true, first + more + stop + counted + kDone);
    row("usage not asked for", first + more + stop + count + kDone, false, first + more + marked + kDone);
    row("no terminator", first + stop + count, true, first + stop + counted + kDone);
    row("the last event has no blank line",
        first + "@{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}", false,
        first + marked + kDone);
    row("terminator twice and an event after it", first + stop + kDone + more + kDone, false, first + marked + kDone);
    row("comments go", ": wait\n\n" + first + ": wait\n\n" + stop + kDone, false, first + marked + kDone);
    row("usage null on each chunk stays",
        "@{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"},\"finish_reason\":null}],\"usage\":null}\n\n" +
            stop + kDone,
        false,
        "@{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"},\"finish_reason\":null}],\"usage\":null}\n\n" +
            marked + kDone);
    row("usage on the last choice",
        first +
            "@{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":4,"
            "\"completion_tokens\":2,\"total_tokens\":6}}\n\n" +
            kDone,
        true, first + stop + counted + kDone);
    row("usage on every chunk",
        "@{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"a\"},\"finish_reason\":null}],"
        "\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":1,\"total_tokens\":5}}\n\n" +
            stop + count + kDone,
        true, first + stop + counted + kDone);
    row("usage in x_groq",
        first +
            "@{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"x_groq\":{\"usage\":{\"prompt_"
            "tokens\":4,\"completion_tokens\":2,\"total_tokens\":6}}}\n\n" +
            kDone,
        true,
        first +
            "@{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"x_groq\":{\"usage\":{\"prompt_"
            "tokens\":4,\"completion_tokens\":2,\"total_tokens\":6}}}\n\n" +
            counted + kDone);
    row("usage in a chunk after the finish reason",
        first + stop +
            "@{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}],"
            "\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":2,\"total_tokens\":6}}\n\n" +
            kDone,
        true, first + stop + counted + kDone);
    row("a first chunk without choices gives its fields to the next",
        "data: "
        "{\"id\":\"\",\"object\":\"\",\"created\":0,\"model\":\"\",\"choices\":[],\"prompt_filter_results\":[1]}\n\n" +
            first + stop + kDone,
        false,
        "@{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"a\"},\"finish_reason\":null}],"
        "\"prompt_filter_results\":[1]}\n\n" +
            marked + kDone);
    row("reasoning in both spellings",
        "@{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"reasoning\":\"t\"},\"finish_reason\":null}]}"
        "\n\n@{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"u\"},\"finish_reason\":null}]}\n\n" +
            stop + kDone,
        false,
        "@{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"reasoning\":\"t\",\"reasoning_content\":\"t\"}"
        ",\"finish_reason\":null}]}\n\n@{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"u\","
        "\"reasoning\":\"u\"},\"finish_reason\":null}]}\n\n" +
            marked + kDone);
    row("content arrays",
        "@{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\","
        "\"thinking\":[{\"type\":\"text\",\"text\":\"t\"}]},{\"type\":\"text\",\"text\":\"a\"}]},\"finish_reason\":"
        "null}]}\n\n" +
            stop + kDone,
        false,
        "@{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"a\",\"reasoning_content\":\"t\","
        "\"reasoning\":\"t\"},\"finish_reason\":null}]}\n\n" +
            marked + kDone);
    row("a missing role",
        "@{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n" + stop + kDone, false,
        "@{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\",\"role\":\"assistant\"},\"finish_reason\":null}]}"
        "\n\n" +
            marked + kDone);
    row("a missing head",
        "data: "
        "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"a\"},\"finish_reason\":null}]}"
        "\n\n" +
            kDone,
        false,
        R"(data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"a"},"finish_reason":null}],"id":"","object":"chat.completion.chunk","created":0,"model":""})"
        "\n\n"
        R"(data: {"id":"","object":"chat.completion.chunk","created":0,"model":"","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"metadata":{"id":"r"}})"
        "\n\n" +
            kDone);
    row("an odd finish reason",
        first + "@{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"eos\"}]}\n\n" + kDone, false,
        first + marked + kDone);
    row("an empty finish reason is none",
        "@{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"a\"},\"finish_reason\":\"\"}]}"
        "\n\n" +
            stop + kDone,
        false, first + marked + kDone);
    row("tool calls without index, type and arguments",
        "@{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"function\":{"
        "\"name\":\"f\",\"arguments\":null}}]},\"finish_reason\":null}]}\n\n@{\"choices\":[{\"index\":0,\"delta\":{},"
        "\"finish_reason\":\"tool_calls\"}]}\n\n" +
            kDone,
        false,
        "@{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"function\":{"
        "\"name\":\"f\",\"arguments\":\"\"},\"index\":0,\"type\":\"function\"}]},\"finish_reason\":null}]}\n\n@{"
        "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}],\"metadata\":{\"id\":\"r\"}}\n\n" +
            kDone);
    const QByteArray second =
        "@{\"choices\":[{\"index\":1,\"delta\":{\"role\":\"assistant\"},\"finish_reason\":null}]}\n\n";
    row("two choices, the first done before the second begins",
        first + stop + second + "@{\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"length\"}]}\n\n" + kDone,
        false,
        first + stop + second +
            "@{\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"length\"}],\"metadata\":{\"id\":\"r\"}}\n\n" +
            kDone);
    row("a plain document to a stream request",
        R"({"id":"i","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}]})",
        false,
        R"(@{"choices":[{"index":0,"delta":{"role":"assistant","content":"a"},"logprobs":null,"finish_reason":null}]})"
        "\n\n"
        R"(@{"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"metadata":{"id":"r"}})"
        "\n\n" +
            kDone);
}

void TestOpenAiStream::relayGivesTheClient() {
    QFETCH(QByteArray, upstream);
    QFETCH(bool, asked);
    QFETCH(QByteArray, client);
    const Relayed whole = relay(tests::Pieces(view(upstream), {}), asked);
    QVERIFY2(!whole.error, whole.error ? whole.error->message.c_str() : "");
    QCOMPARE(QByteArray::fromStdString(whole.client), client);
    QVERIFY(whole.ended);
    const auto difference =
        tests::splitDifference(view(upstream), [&](const tests::Pieces& p) { return relay(p, asked); });
    QVERIFY2(!difference, difference ? difference->constData() : "");
}

void TestOpenAiStream::relayTellsFailures_data() {
    QTest::addColumn<QByteArray>("upstream");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("says");
    const QByteArray first = "@{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"a\"},"
                             "\"finish_reason\":null}]}\n\n";
    const auto row = [](const char* name, const QByteArray& upstream, const char* kind, const char* says) {
        QTest::newRow(name) << chunks(upstream) << QByteArray(kind) << QByteArray(says);
    };
    row("nothing", "", "upstream_error", "without an answer");
    row("only the terminator", kDone, "upstream_error", "without an answer");
    row("cut off", first, "upstream_error", "broke the stream off");
    row("cut inside an event", first + "@{\"choices\":[{\"ind", "upstream_error", "not JSON");
    row("garbage", first + "data: <html>\n\n", "upstream_error", "not JSON");
    row("a number", first + "data: 5\n\n", "upstream_error", "no chunk");
    row("HTML instead of a stream", "<html><body>Bad gateway</body></html>", "upstream_error", "without an answer");
    row("an error event",
        first + "event: error\ndata: {\"error\":{\"message\":\"tool "
                "failed\",\"type\":\"invalid_request_error\",\"code\":\"tool_use_failed\",\"status_code\":400}}\n\n",
        "upstream_rejected", "tool failed");
    row("an error event of bare text", first + "event: error\ndata: {\"message\":\"boom\"}\n\n", "upstream_error",
        "boom");
    row("an error beside the chunk",
        first +
            "@{\"error\":{\"code\":502,\"message\":\"gone\"},\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},"
            "\"finish_reason\":\"error\"}]}\n\n" +
            kDone,
        "upstream_error", "gone");
    row("an error in a choice",
        first + "@{\"choices\":[{\"index\":0,\"delta\":{},\"error\":{\"code\":429,\"message\":\"slow down\"}}]}\n\n",
        "rate_limit_exceeded", "slow down");
    row("a finish reason that is a failure",
        first + "@{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"insufficient_system_resource\"}]}\n\n",
        "upstream_error", "insufficient_system_resource");
    row("a plain error document",
        "{\"error\":{\"message\":\"no such model\",\"code\":\"model_not_found\",\"type\":\"invalid_request_error\"}}",
        "model_not_found", "no such model");
    row("a choice far out", first + "@{\"choices\":[{\"index\":4000000,\"delta\":{}}]}\n\n", "upstream_error", "index");
}

void TestOpenAiStream::relayTellsFailures() {
    QFETCH(QByteArray, upstream);
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, says);
    const Relayed whole = relay(tests::Pieces(view(upstream), {}), true);
    QVERIFY(whole.error);
    QVERIFY(!whole.ended);
    QCOMPARE(QByteArray(toString(whole.error->kind)), kind);
    QVERIFY2(QByteArray(whole.error->message.c_str()).contains(says), whole.error->message.c_str());
    const auto difference =
        tests::splitDifference(view(upstream), [](const tests::Pieces& p) { return relay(p, true); });
    QVERIFY2(!difference, difference ? difference->constData() : "");

    const auto stream = newOpenAiPassThroughRelay({}, true);
    std::string client;
    stream->feed(view(upstream), client);
    stream->upstreamEnded();
    client.clear();
    stream->fail(*stream->observation().error, 502, client);
    QVERIFY(client.find("[DONE]") == std::string::npos);
    QVERIFY(client.ends_with("\n\n"));
    const json::value told = json::parse(client.substr(client.rfind("data: ") + 6));
    QCOMPARE(told.at("error").at("type").as_string(), json::string_view("server_error"));

    // The codec's own decoder sees the same.
    const auto decoder = newOpenAiProviderCodec()->newStreamDecoder();
    std::vector<Event> events;
    decoder->feed(view(upstream), events);
    decoder->finish(events);
    QVERIFY(!events.empty() && std::holds_alternative<AnswerError>(events.back()));
    QCOMPARE(QByteArray(toString(std::get<AnswerError>(events.back()).error.kind)), kind);
}

void TestOpenAiStream::relayObserves() {
    const auto stream = newOpenAiPassThroughRelay({}, false);
    std::string client;
    stream->feed(view(chunks("@{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_"
                             "reason\":null}]}\n\n")),
                 client);
    QVERIFY(!stream->observation().sawContent);
    QCOMPARE(stream->observation().answerId, std::string("i"));
    QCOMPARE(stream->observation().model, std::string("m"));
    stream->feed(view(chunks("@{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"abc\",\"reasoning\":\"de\"},"
                             "\"finish_reason\":null}]}\n\n")),
                 client);
    QVERIFY(stream->observation().sawContent);
    QCOMPARE(stream->observation().contentBytes, std::int64_t{5});
    stream->feed(view(chunks("@{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"eos\"}],\"usage\":{\"prompt_"
                             "tokens\":1,\"completion_tokens\":2,\"total_tokens\":3,\"cost\":0.0000336}}\n\n")),
                 client);
    QVERIFY(!stream->observation().ended); // usage may still come
    QCOMPARE(stream->observation().finish, FinishReason::Stop);
    QCOMPARE(stream->observation().nativeFinish, std::string("eos"));
    QCOMPARE(stream->observation().usage->completion, std::int64_t{2});
    QCOMPARE(stream->observation().statedCost->nanoUsd, std::int64_t{33600});
    stream->upstreamEnded();
    QVERIFY(stream->observation().ended);
}

void TestOpenAiStream::relayHoldsTheLastChunkBack() {
    const auto stream = newOpenAiPassThroughRelay({}, true);
    std::string client;
    stream->feed(view(chunks("@{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"a\"},"
                             "\"finish_reason\":\"stop\"}]}\n\n" +
                             kDone)),
                 client);
    QVERIFY(client.empty());
    stream->finish(additions(), client);
    QVERIFY(client.ends_with("data: [DONE]\n\n"));
}

void TestOpenAiStream::relayEstimatesWhatNobodyCounted() {
    const auto stream = newOpenAiPassThroughRelay({}, true);
    std::string client;
    stream->feed(
        view(chunks("@{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n" +
                    kDone)),
        client);
    AnswerAdditions more = additions();
    more.estimatedUsage.emplace();
    more.estimatedUsage->prompt = 4;
    more.estimatedUsage->completion = 2;
    stream->finish(more, client);
    QVERIFY2(QByteArray::fromStdString(client).contains(usage(4, 2)), client.c_str());
}

void TestOpenAiStream::decoderReads_data() {
    QTest::addColumn<QByteArray>("upstream");
    QTest::addColumn<QByteArray>("events");
    const auto row = [](const char* name, const QByteArray& upstream, const QByteArray& events) {
        QTest::newRow(name) << chunks(upstream) << events;
    };
    const QByteArray stop = "@{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    row("text",
        "@{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"a\"}}]}\n\n" + stop + kDone,
        "start i m\n0 text a\n0 finish stop\nend\n");
    row("no terminator", "@{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n" + stop,
        "start i m\n0 text a\n0 finish stop\nend\n");
    row("no finish reason", "@{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n" + kDone,
        "start i m\n0 text a\n0 finish stop\nend\n");
    row("no choices, then an id",
        "data: {\"id\":\"\",\"choices\":[]}\n\n@{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n" +
            stop + kDone,
        "start i m\n0 text a\n0 finish stop\nend\n");
    row("thinking chunks",
        "@{\"choices\":[{\"index\":0,\"delta\":{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\","
        "\"text\":\"t\"}]},{\"type\":\"text\",\"text\":\"a\"}]}}]}\n\n" +
            stop + kDone,
        "start i m\n0 reasoning t\n0 text a\n0 finish stop\nend\n");
    row("reasoning and its signature",
        "@{\"choices\":[{\"index\":0,\"delta\":{\"reasoning\":\"t\",\"reasoning_details\":[{\"type\":\"reasoning."
        "text\",\"text\":\"t\"}]}}]}\n\n@{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_details\":[{\"type\":"
        "\"reasoning.text\",\"signature\":\"S\"},{\"type\":\"reasoning.encrypted\",\"data\":\"D\"}]}}]}\n\n" +
            stop + kDone,
        "start i m\n0 reasoning t\n0 detail S|\n0 detail |D\n0 finish stop\nend\n");
    row("a call in pieces",
        "@{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\","
        "\"arguments\":\"\"}}]}}]}\n\n@{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":"
        "{\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}]}\n\n" +
            kDone,
        "start i m\n0 call 0 c f\n0 arguments 0 {}\n0 finish tool_calls\nend\n");
    row("two calls, both numbered 0",
        "@{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\","
        "\"arguments\":\"1\"}},{\"index\":0,\"id\":\"d\",\"function\":{\"name\":\"g\",\"arguments\":\"2\"}}]},\"finish_"
        "reason\":\"tool_calls\"}]}\n\n" +
            kDone,
        "start i m\n0 call 0 c f\n0 arguments 0 1\n0 call 1 d g\n0 arguments 1 2\n0 finish tool_calls\nend\n");
    row("calls numbered from 1, interleaved",
        "@{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"c\",\"function\":{\"name\":\"f\"}"
        "},{\"index\":2,\"id\":\"d\",\"function\":{\"name\":\"g\"}},{\"index\":1,\"function\":{\"arguments\":\"1\"}}]},"
        "\"finish_reason\":\"tool_calls\"}]}\n\n" +
            kDone,
        "start i m\n0 call 0 c f\n0 call 1 d g\n0 arguments 0 1\n0 finish tool_calls\nend\n");
    row("calls without numbers, arguments null",
        "@{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"f\","
        "\"arguments\":null}}]}}]}\n\n@{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"id\":\"d\","
        "\"function\":{\"name\":\"g\",\"arguments\":\"2\"}}]}}]}\n\n" +
            kDone,
        "start i m\n0 call 0 c f\n0 call 1 d g\n0 arguments 1 2\n0 finish tool_calls\nend\n");
    row("the form before tools",
        "@{\"choices\":[{\"index\":0,\"delta\":{\"function_call\":{\"name\":\"f\",\"arguments\":\"{\"}}}]}\n\n@{"
        "\"choices\":[{\"index\":0,\"delta\":{\"function_call\":{\"arguments\":\"}\"}},\"finish_reason\":\"function_"
        "call\"}]}\n\n" +
            kDone,
        "start i m\n0 call 0  f\n0 arguments 0 {\n0 arguments 0 }\n0 finish tool_calls\nend\n");
    row("usage repeated",
        "@{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":1,\"completion_"
        "tokens\":1}}\n\n@{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"length\"}],\"usage\":{\"prompt_"
        "tokens\":1,\"completion_tokens\":2}}\n\n",
        "start i m\n0 text a\nusage 1+1\n0 finish length\nusage 1+2\nend\n");
    row("a refusal",
        "@{\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"no\"},\"finish_reason\":\"stop\"}]}\n\n" + kDone,
        "start i m\n0 refusal no\n0 finish stop\nend\n");
    row("nothing after the terminator",
        "@{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n" + kDone + stop +
            kDone,
        "start i m\n0 text a\n0 finish stop\nend\n");
}

void TestOpenAiStream::decoderReads() {
    QFETCH(QByteArray, upstream);
    QFETCH(QByteArray, events);
    const auto run = [](const tests::Pieces& pieces) {
        const auto decoder = newOpenAiProviderCodec()->newStreamDecoder();
        std::vector<Event> out;
        pieces.each([&](std::string_view piece) { decoder->feed(piece, out); });
        decoder->finish(out);
        return words(out);
    };
    QCOMPARE(run(tests::Pieces(view(upstream), {})), events);
    const auto difference = tests::splitDifference(view(upstream), run);
    QVERIFY2(!difference, difference ? difference->constData() : "");
}

void TestOpenAiStream::decoderRefusesMadIndexes() {
    AnswerCollector collector;
    collector.add(TextDelta{2'000'000'000, "x"});
    collector.add(TextDelta{-1, "x"});
    collector.add(ToolCallStart{0, 2'000'000'000, "c", "f"});
    QVERIFY(collector.take().choices.empty());
}

void TestOpenAiStream::encoderWritesEveryEvent() {
    ChatRequest request;
    request.includeUsage = true;
    request.receivedAt = 9;
    const auto encoder = newOpenAiIngressCodec()->newStreamEncoder(request);
    std::string out;
    UsageReport report;
    report.usage.prompt = 4;
    report.usage.completion = 2;
    json::object note{{"type", "url_citation"}};
    MediaPart media;
    media.mimeType = "image/png";
    media.data = "AA==";
    for (const Event& event : std::vector<Event>{
             AnswerStart{"i\"d", "m", 0}, ReasoningDelta{0, "t"}, TextDelta{0, "a\n\x01\xC3\xA9"},
             RefusalDelta{0, "no"}, ToolCallStart{0, 0, "c", "f", "G"}, ToolCallDelta{0, 0, "{\"x\":1}"},
             AnnotationAdded{0, note}, MediaOutput{0, media}, LogprobsDelta{0, json::value{{"content", json::array()}}},
             report, Finish{0, FinishReason::ToolCalls, "tool_use"}, AnswerEnd{}})
        encoder->encode(event, out);
    encoder->end(additions(), out);
    const QByteArray head =
        R"(data: {"id":"i\"d","object":"chat.completion.chunk","created":9,"model":"m","choices":[)";
    const auto chunk = [&](const char* delta,
                           const char* rest = R"("logprobs":null,"finish_reason":null)") -> QByteArray {
        return head + R"({"index":0,"delta":{)" + delta + "}," + rest + "}]}\n\n";
    };
    const QByteArray expected =
        chunk(R"("role":"assistant","reasoning_content":"t","reasoning":"t")") +
        chunk("\"content\":\"a\\n\\u0001\xC3\xA9\"") + chunk(R"("refusal":"no")") +
        chunk(
            R"("tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":""},"extra_content":{"google":{"thought_signature":"G"}}}])") +
        chunk(R"("tool_calls":[{"index":0,"function":{"arguments":"{\"x\":1}"}}])") +
        chunk(R"("annotations":[{"type":"url_citation"}])") +
        chunk(R"("images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}])") +
        chunk("", R"("logprobs":{"content":[]},"finish_reason":null)") +
        chunk("", R"("logprobs":null,"finish_reason":"tool_calls")") + head + R"(],"usage":)";
    const QByteArray got = QByteArray::fromStdString(out);
    QCOMPARE(got.left(expected.size()), expected);
    const QByteArray tail = usage(4, 2) + R"(,"metadata":{"id":"r"}})" + "\n\n" + kDone;
    QVERIFY2(got.endsWith(tail), got.constData());
}

void TestOpenAiStream::encoderClosesWhatAProviderLeftOpen() {
    const auto encoder = newOpenAiIngressCodec()->newStreamEncoder(ChatRequest{});
    std::string out;
    encoder->encode(AnswerStart{"i", "m", 1}, out);
    encoder->end(additions(), out);
    QCOMPARE(
        QByteArray::fromStdString(out),
        chunks(
            R"(@{"choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":"stop"}],"metadata":{"id":"r"}})"
            "\n\n") +
            kDone);
}

void TestOpenAiStream::encoderSendsSignedTextWhole() {
    const auto encoder = newOpenAiIngressCodec()->newStreamEncoder(ChatRequest{});
    std::string out;
    for (const Event& event : std::vector<Event>{ReasoningDelta{0, "one "}, ReasoningDelta{0, "two"},
                                                 ReasoningDetail{0, ReasoningPart{"", "S", "", "f"}}})
        encoder->encode(event, out);
    QVERIFY2(
        out.find(
            R"("reasoning_details":[{"type":"reasoning.text","text":"one two","signature":"S","format":"f","index":0}])") !=
            std::string::npos,
        out.c_str());
}

void TestOpenAiStream::translatingRelayFailsLikeItsDecoder() {
    const auto stream = newTranslatingRelay(newOpenAiProviderCodec()->newStreamDecoder(),
                                            newOpenAiIngressCodec()->newStreamEncoder(ChatRequest{}));
    std::string client;
    stream->feed(view(chunks("@{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: "
                             "{\"error\":{\"message\":\"gone\"}}\n\n")),
                 client);
    QVERIFY(stream->observation().sawContent);
    QVERIFY(stream->observation().error);
    QVERIFY(!stream->observation().ended);
    QVERIFY(client.find("gone") == std::string::npos);
    stream->fail(*stream->observation().error, 502, client);
    QVERIFY(client.find("gone") != std::string::npos);
    QVERIFY(client.find("[DONE]") == std::string::npos);
}

void TestOpenAiStream::customToolCallsStream() {
    const QByteArray upstream = chunks(
        "@{\"id\":\"a\",\"service_tier\":\"flex\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,"
        "\"id\":"
        "\"c1\",\"type\":\"custom\",\"custom\":{\"name\":\"sql\",\"input\":\"\"}}]}}]}\n\n"
        "@{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":null,\"type\":null,\"function\":"
        "null,"
        "\"custom\":{\"input\":\"SELECT \"}}]}}]}\n\n"
        "@{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"custom\":{\"input\":\"1\"}}]}}]}\n\n"
        "@{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n"
        "@{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n\n"
        "data: [DONE]\n\n");
    ChatRequest request;
    request.includeUsage = true;
    const auto translated = newTranslatingRelay(newOpenAiProviderCodec()->newStreamDecoder(),
                                                newOpenAiIngressCodec()->newStreamEncoder(request));
    const auto through = newOpenAiPassThroughRelay({}, true);
    for (StreamRelay* relay : {translated.get(), through.get()}) {
        std::string client;
        relay->feed(view(upstream), client);
        relay->upstreamEnded();
        relay->finish({}, client);
        QCOMPARE(relay->observation().serviceTier, std::string("flex"));
        QVERIFY(relay->observation().sawContent);
        // What a client reads of it is the same, whichever way it came.
        AnswerCollector collector;
        std::vector<Event> events;
        const auto decoder = newOpenAiProviderCodec()->newStreamDecoder();
        decoder->feed(client, events);
        for (const Event& event : events)
            collector.add(event);
        const ChatAnswer answer = collector.take();
        QCOMPARE(answer.serviceTier, std::string("flex"));
        const auto* call = std::get_if<ToolCallPart>(&answer.choices.at(0).message.parts.at(0).value);
        QVERIFY(call != nullptr && call->custom);
        QCOMPARE(call->name, std::string("sql"));
        QCOMPARE(call->arguments, std::string("SELECT 1"));
        QVERIFY2(client.find("\"type\":\"custom\"") != std::string::npos, client.c_str());
    }
}

void TestOpenAiStream::usageMeansTheSame_data() {
    QTest::addColumn<QByteArray>("usage");
    QTest::addColumn<QByteArray>("provider");
    QTest::addColumn<QByteArray>("means"); // prompt cached write completion reasoning stated-nano
    const auto row = [](const char* name, const char* usage, const char* provider, const char* means) {
        QTest::newRow(name) << QByteArray(usage) << QByteArray(provider) << QByteArray(means);
    };
    row("OpenAI",
        R"({"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":2}})",
        "openai", "10 4 0 5 2 -");
    row("reasoning beside, told by the total",
        R"({"prompt_tokens":10,"completion_tokens":5,"total_tokens":17,"completion_tokens_details":{"reasoning_tokens":2}})",
        "custom", "10 0 0 7 2 -");
    row("reasoning beside, known of the provider",
        R"({"prompt_tokens":10,"completion_tokens":5,"completion_tokens_details":{"reasoning_tokens":2}})", "xai",
        "10 0 0 7 2 -");
    row("reasoning inside at the same provider",
        R"({"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"completion_tokens_details":{"reasoning_tokens":2}})",
        "xai", "10 0 0 5 2 -");
    row("thoughts in the total alone", R"({"prompt_tokens":10,"completion_tokens":5,"total_tokens":20})", "google",
        "10 0 0 10 5 -");
    row("DeepSeek's cache",
        R"({"prompt_tokens":10,"completion_tokens":5,"prompt_cache_hit_tokens":8,"prompt_cache_miss_tokens":2})",
        "deepseek", "10 8 0 5 0 -");
    row("OpenRouter's cost",
        R"({"prompt_tokens":10,"completion_tokens":5,"cost":0.0000336,"prompt_tokens_details":{"cache_write_tokens":3}})",
        "openrouter", "10 0 3 5 0 33600");
    row("OpenRouter with the user's own key",
        R"({"prompt_tokens":10,"completion_tokens":5,"cost":0.000001,"is_byok":true,"cost_details":{"upstream_inference_cost":0.00002}})",
        "openrouter", "10 0 0 5 0 21000");
    row("Perplexity's cost", R"({"prompt_tokens":10,"completion_tokens":5,"cost":{"total_cost":0.00501}})",
        "perplexity", "10 0 0 5 0 5010000");
    row("Perplexity before the end", R"({"prompt_tokens":10,"completion_tokens":5,"cost":{"total_cost":0}})",
        "perplexity", "10 0 0 5 0 -");
    row("xAI's ticks", R"({"prompt_tokens":10,"completion_tokens":5,"cost_in_usd_ticks":1777000})", "xai",
        "10 0 0 5 0 177700");
    row("ticks of a reseller", R"({"prompt_tokens":10,"completion_tokens":5,"cost_in_usd_ticks":0})", "azure-openai",
        "10 0 0 5 0 -");
    row("free is stated too", R"({"prompt_tokens":10,"completion_tokens":5,"cost":0})", "openrouter", "10 0 0 5 0 0");
    row("numbers with a point", R"({"prompt_tokens":10.0,"completion_tokens":5.0})", "custom", "10 0 0 5 0 -");
    row("nonsense", R"({"prompt_tokens":-3,"completion_tokens":"many","cost":-1,"prompt_tokens_details":7})", "custom",
        "0 0 0 0 0 -");
    row("beyond all counting", R"({"prompt_tokens":9223372036854775807,"completion_tokens":1e300,"cost":1e300})",
        "custom", "9007199254740992 0 0 0 0 -");
}

void TestOpenAiStream::usageMeansTheSame() {
    QFETCH(QByteArray, usage);
    QFETCH(QByteArray, provider);
    QFETCH(QByteArray, means);
    const QByteArray body =
        R"({"id":"i","choices":[{"message":{"content":"x"},"finish_reason":"stop"}],"usage":)" + usage + "}";
    const auto answer = newOpenAiProviderCodec(quirksOf(provider.toStdString()))->decodeAnswer(view(body));
    QVERIFY(answer && answer->usage);
    const domain::TokenUsage& u = *answer->usage;
    std::string got;
    for (const std::int64_t n : {u.prompt, u.cachedPrompt, u.cacheWrite, u.completion, u.reasoning})
        got += std::to_string(n) + " ";
    got += answer->statedCost ? std::to_string(answer->statedCost->nanoUsd) : "-";
    QCOMPARE(QByteArray::fromStdString(got), means);
}

void TestOpenAiStream::errorsOfEveryShape_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char* name, int status, const char* body, const char* kind, const char* message,
                        const char* code) {
        QTest::newRow(name) << status << QByteArray(body) << QByteArray(kind) << QByteArray(message)
                            << QByteArray(code);
    };
    row("OpenAI", 400, R"({"error":{"message":"bad","type":"invalid_request_error","param":"n","code":"x"}})",
        "upstream_rejected", "bad", "x");
    row("our key", 401, R"({"error":{"message":"bad key","type":"t","code":null}})", "upstream_key_rejected", "bad key",
        "t");
    row("no money", 402, R"({"error":{"message":"pay"}})", "upstream_key_rejected", "pay", "");
    row("forbidden", 403, R"({"error":"no"})", "upstream_key_rejected", "no", "");
    row("a flagged prompt at OpenRouter", 403,
        R"({"error":{"message":"x requires moderation","code":403,"metadata":{"reasons":["violence"],"flagged_input":"a…b","provider_name":"P","model_slug":"x"}}})",
        "upstream_rejected", "x requires moderation", "403");
    row("a flagged prompt at xAI", 403,
        R"({"code":"permission-denied","error":"Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_BIO"})",
        "upstream_rejected", "Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_BIO",
        "permission-denied");
    row("no rights at xAI", 403, R"({"code":"permission-denied","error":"Access to the chat endpoint is denied."})",
        "upstream_key_rejected", "Access to the chat endpoint is denied.", "permission-denied");
    row("a spent limit of an OpenRouter key", 403,
        R"({"error":{"message":"Key limit exceeded","code":403,"metadata":{"limit_source":"openrouter_key_limit"}}})",
        "upstream_key_rejected", "Key limit exceeded", "403");
    row("a model that the project may not use", 403,
        R"({"error":{"message":"Project `p` does not have access to model `m`","type":"invalid_request_error","param":null,"code":"model_not_found"}})",
        "model_not_found", "Project `p` does not have access to model `m`", "model_not_found");
    row("unknown model", 404, R"({"error":{"message":"The model x does not exist","code":"model_not_found"}})",
        "model_not_found", "The model x does not exist", "model_not_found");
    row("unknown path", 404, R"({"error":{"code":"404","message":"Resource not found"}})", "upstream_rejected",
        "Resource not found", "404");
    row("xAI", 404, R"({"code":"not found","error":"The model g was deprecated"})", "model_not_found",
        "The model g was deprecated", "not found");
    row("Mistral's own", 400,
        R"({"object":"error","message":"Invalid model: x","type":"invalid_model","param":null,"code":"1500"})",
        "model_not_found", "Invalid model: x", "invalid_model");
    row("detail as text", 401, R"({"detail":"Invalid API Key"})", "upstream_key_rejected", "Invalid API Key", "");
    row("detail as list", 422, R"({"detail":[{"loc":["body"],"msg":"extra field"}]})", "upstream_rejected",
        "extra field", "");
    row("message alone", 429, R"({"message":"slow"})", "rate_limit_exceeded", "slow", "");
    row("in a list", 503, R"([{"error":{"code":503,"message":"busy","status":"UNAVAILABLE"}}])", "upstream_error",
        "busy", "503");
    row("OpenRouter's wrapping", 400,
        R"({"error":{"message":"Provider returned error","code":400,"metadata":{"provider_name":"P","raw":"{\"error\":{\"message\":\"inner\"}}"}}})",
        "upstream_rejected", "Provider returned error (P: inner)", "400");
    row("conflict", 409, R"({"error":{"message":"again"}})", "upstream_error", "again", "");
    row("text", 500,
        "upstream \xff"
        "exploded\n",
        "upstream_error", "upstream ?exploded", "");
    row("HTML", 502, "<html>Bad Gateway</html>", "upstream_error",
        "the provider answered with status 502 and no explanation", "");
    row("nothing", 500, "", "upstream_error", "the provider answered with status 500 and no explanation", "");
    row("JSON without words", 418, "{\"x\":1}", "upstream_rejected",
        "the provider answered with status 418 and no explanation", "");
}

void TestOpenAiStream::errorsOfEveryShape() {
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, code);
    const Error error = newOpenAiProviderCodec()->decodeError(status, view(body));
    QCOMPARE(QByteArray(toString(error.kind)), kind);
    QCOMPARE(QByteArray(error.message.c_str()), message);
    QCOMPARE(QByteArray(error.upstreamCode.c_str()), code);
    QCOMPARE(error.upstreamStatus, status);
}

void TestOpenAiStream::errorsInsideGoodAnswers_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("kind");
    const auto row = [](const char* name, const char* body, const char* kind) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(kind);
    };
    row("an error", R"({"error":{"code":502,"message":"x"}})", "upstream_error");
    row("an error with a client's status", R"({"error":{"code":400,"message":"x"}})", "upstream_rejected");
    row("limited", R"({"error":{"message":"x","type":"rate_limit_error"}})", "rate_limit_exceeded");
    row("an error as text", R"({"error":"x"})", "upstream_error");
    row("in a choice", R"({"choices":[{"error":{"code":500,"message":"x"},"message":{"content":""}}]})",
        "upstream_error");
    row("MiniMax", R"({"choices":null,"base_resp":{"status_code":1008,"status_msg":"insufficient balance"}})",
        "upstream_error");
    row("a reason that is a failure", R"({"choices":[{"message":{"content":"a"},"finish_reason":"error"}]})",
        "upstream_error");
    row("no choices", R"({"id":"x","choices":[]})", "upstream_error");
    row("another document", R"({"hello":"world"})", "upstream_error");
    row("a list", "[]", "upstream_error");
    row("a choice that is text", R"({"choices":["x"]})", "upstream_error");
    row("no JSON", "<html>", "upstream_error");
    row("nothing", "", "upstream_error");
}

void TestOpenAiStream::errorsInsideGoodAnswers() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, kind);
    const auto answer = newOpenAiProviderCodec()->decodeAnswer(view(body));
    const auto passed = passOpenAiAnswer(view(body), {});
    QVERIFY(!answer);
    QVERIFY(!passed);
    QCOMPARE(QByteArray(toString(answer.error().kind)), kind);
    QCOMPARE(QByteArray(toString(passed.error().kind)), kind);
    QVERIFY(!answer.error().message.empty());
}

void TestOpenAiStream::passedAnswerIsCorrected_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("client");
    const auto row = [](const char* name, const char* body, const QByteArray& client) {
        QTest::newRow(name) << QByteArray(body) << client;
    };
    row("right as it is",
        R"({"id":"i","object":"chat.completion","created":1,"model":"m","x":{"y":1},"choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}]})",
        R"({"id":"i","object":"chat.completion","created":1,"model":"m","x":{"y":1},"choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}],"metadata":{"id":"r"}})");
    row("usage and cost",
        R"({"id":"i","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"eos"}],"usage":{"prompt_tokens":4,"completion_tokens":2,"total_tokens":6,"cost":7}})",
        R"({"id":"i","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}],"metadata":{"id":"r"},)" +
            usage(4, 2) + "}");
    row("content absent, arguments null",
        R"({"id":"i","object":"chat.completion","created":1,"choices":[{"message":{"tool_calls":[{"id":"c","function":{"name":"f","arguments":null}}]},"finish_reason":""}]})",
        R"({"id":"i","object":"chat.completion","created":1,"choices":[{"message":{"tool_calls":[{"id":"c","function":{"name":"f","arguments":""},"type":"function"}],"role":"assistant","content":null},"finish_reason":"tool_calls","index":0}],"metadata":{"id":"r"}})");
    row("tool calls null, metadata there",
        R"({"id":"i","object":"chat.completion","created":1,"metadata":{"w":1},"choices":[{"index":0,"message":{"role":"assistant","content":"a","tool_calls":null,"reasoning":"t"},"finish_reason":"stop"}]})",
        R"({"id":"i","object":"chat.completion","created":1,"metadata":{"w":1,"id":"r"},"choices":[{"index":0,"message":{"role":"assistant","content":"a","reasoning":"t","reasoning_content":"t"},"finish_reason":"stop"}]})");
    row("the older form stays",
        R"({"id":"i","object":"chat.completion","created":1,"choices":[{"index":0,"message":{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},"finish_reason":"function_call"}]})",
        R"({"id":"i","object":"chat.completion","created":1,"choices":[{"index":0,"message":{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},"finish_reason":"function_call"}],"metadata":{"id":"r"}})");
}

void TestOpenAiStream::passedAnswerIsCorrected() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, client);
    auto passed = passOpenAiAnswer(view(body), {});
    QVERIFY2(passed, passed ? "" : passed.error().message.c_str());
    QVERIFY(passed->observation.sawContent && passed->observation.ended);
    const std::string got = finishPassedAnswer(*passed, additions());
    // boost::json keeps order except that it moves the last member into an erased one's place
    QVERIFY2(json::parse(got) == json::parse(client.toStdString()), got.c_str());
    if (client.contains("cost"))
        QVERIFY2(QByteArray::fromStdString(got).contains(kCost), got.c_str());
}

void TestOpenAiStream::answerSurvivesTheRoundTrip() {
    const QByteArray body =
        R"({"id":"i","object":"chat.completion","created":1,"model":"m","service_tier":"s","system_fingerprint":"fp","choices":[{"index":0,"message":{"role":"assistant","content":"a","refusal":null,"reasoning_content":"t","reasoning":"t","reasoning_details":[{"type":"reasoning.text","text":"t","signature":"S","index":0}],"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}],"annotations":[{"type":"url_citation"}]},"logprobs":{"content":[]},"finish_reason":"tool_calls"},{"index":1,"message":{"role":"assistant","content":"b","refusal":null},"logprobs":null,"finish_reason":"length"}]})";
    const auto answer = newOpenAiProviderCodec()->decodeAnswer(view(body));
    QVERIFY(answer);
    AnswerAdditions none;
    const std::string whole = newOpenAiIngressCodec()->encodeAnswer(*answer, none);
    QVERIFY2(json::parse(whole) == json::parse(body.toStdString()), whole.c_str());

    // And through events, as a provider that only streams would tell it.
    AnswerCollector collector;
    for (const Event& event : toEvents(*answer))
        collector.add(event);
    QVERIFY(collector.ended());
    ChatAnswer joined = collector.take();
    joined.serviceTier = answer->serviceTier;
    joined.systemFingerprint = answer->systemFingerprint;
    QCOMPARE(newOpenAiIngressCodec()->encodeAnswer(joined, none), whole);
}

QTEST_APPLESS_MAIN(TestOpenAiStream)
#include "tst_openaistream.moc"
