// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Responses to Responses: what leaves as it came, what does not; and turns kept for the next request.
#include "responsesrecordings.h"
#include "shape.h"

using namespace llmg;
using namespace llmg::dialects;
using namespace llmg::tests;

class TestResponsesPass : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void changesTheRequestInPlace_data();
    void changesTheRequestInPlace();
    void relaysRecordingsAsTheyCame_data();
    void relaysRecordingsAsTheyCame();
    void saysWhyAStreamFailed();
    void putsEarlierTurnsFirst_data();
    void putsEarlierTurnsFirst();
    void keepsATurn();
};

namespace {

AnswerAdditions additions() {
    AnswerAdditions added;
    added.metadata["request_id"] = "q1";
    return added;
}

/// A response without what we put into it.
json::value bare(json::object response) {
    response.erase("gateway");
    if (json::value* usage = response.if_contains("usage"); usage != nullptr && usage->is_object()) {
        usage->get_object().erase("cost");
        usage->get_object().erase("cost_details");
    }
    return response;
}

StoredTurn turn(const char* input, const char* output) {
    StoredTurn stored;
    stored.input = parseJson(input)->as_array();
    stored.response["output"] = *parseJson(output);
    return stored;
}

} // namespace

Q_DECLARE_METATYPE(llmg::tests::Recording)

void TestResponsesPass::changesTheRequestInPlace_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("reasons");
    QTest::addColumn<QByteArray>("sent"); // "": refused
    const auto row = [](const char* name, const char* body, bool reasons, const char* sent) {
        QTest::newRow(name) << QByteArray(body) << reasons << QByteArray(sent);
    };
    row("model and store", R"({ "model" : "m", "input":"x", "new_field" : 1.50 })", false,
        R"({ "model" : "up-1", "input":"x", "new_field" : 1.50,"store":false })");
    row("store is ours", R"({"model":"m","store":true,"input":"x"})", false,
        R"({"model":"up-1","store":false,"input":"x"})");
    row("reasoning is asked for", R"({"model":"m","store":false,"input":"x"})", true,
        R"({"model":"up-1","store":false,"input":"x","include":["reasoning.encrypted_content"]})");
    row("beside what the client asked for", R"({"model":"m","store":false,"include":["a"]})", true,
        R"({"model":"up-1","store":false,"include":["a","reasoning.encrypted_content"]})");
    row("once", R"({"model":"m","store":false,"include":["reasoning.encrypted_content" ,"a"]})", true,
        R"({"model":"up-1","store":false,"include":["reasoning.encrypted_content" ,"a"]})");
    row("no turn before", R"({"model":"m","previous_response_id":null,"store":false})", false,
        R"({"model":"up-1","store":false})");
    row("an unknown turn before", R"({"model":"m","previous_response_id":"resp_1"})", false, "");
    row("reasoning of others stays here",
        R"({"model":"m","store":false,"input":[{"type":"reasoning","summary":[],"encrypted_content":"llmg.reasoning.1:{}"}, {"role":"user", "content":"x"},{"type":"reasoning","id":"rs_1","summary":[]},{"type":"reasoning","summary":[],"encrypted_content":"gAAA"}]})",
        false,
        R"({"model":"up-1","store":false,"input":[{"role":"user", "content":"x"},{"type":"reasoning","summary":[],"encrypted_content":"gAAA"}]})");
}

void TestResponsesPass::changesTheRequestInPlace() {
    QFETCH(QByteArray, body);
    QFETCH(bool, reasons);
    QFETCH(QByteArray, sent);
    TargetModel target;
    target.upstreamId = "up-1";
    target.reasoning = reasons;
    const auto codec = newResponsesProviderCodec(responsesQuirks("openai"));
    const auto encoded = codec->passThrough()->encode(body.toStdString(), {}, target);
    QCOMPARE(bool(encoded), !sent.isEmpty());
    if (encoded)
        QCOMPARE(bytes(encoded->body), sent);
}

void TestResponsesPass::relaysRecordingsAsTheyCame_data() {
    QTest::addColumn<Recording>("recording");
    bool any = false;
    for (const Recording& recording : recordings({"openai-responses"})) {
        if (recording.status() != 200)
            continue;
        any = true;
        QTest::newRow(recording.name.constData()) << recording;
    }
    if (!any)
        QTest::newRow("no recordings here") << Recording{};
}

void TestResponsesPass::relaysRecordingsAsTheyCame() {
    QFETCH(Recording, recording);
    if (recording.name.isEmpty())
        return;
    const std::string body = recording.text("response_body");
    const bool stream = recording.text("framing") == "sse";
    const auto codec = newResponsesProviderCodec(responsesQuirks(recording.text("provider")));
    std::string client;
    Observation seen;
    if (stream) {
        const auto run = [&](const Pieces& pieces) {
            const auto relay = codec->passThrough()->newRelay({});
            std::string out;
            pieces.each([&](std::string_view piece) { relay->feed(piece, out); });
            relay->upstreamEnded();
            relay->finish(additions(), out);
            seen = relay->observation();
            return out;
        };
        const auto difference = splitDifference(body, run, 200);
        QVERIFY2(!difference, difference.value_or(QByteArray()).constData());
        client = run(Pieces(body, {}));
        // Comments without an event (OpenRouter's keep-alive) are the only bytes that do not pass.
        const std::size_t first = body.starts_with(": \n\n") ? 4 : 0;
        const std::size_t end = body.rfind("\n\n", body.rfind("\"response.completed\"")) + 2;
        QVERIFY(end > 100);
        QCOMPARE(bytes(client.substr(0, end - first)), bytes(body.substr(first, end - first)));
    } else {
        auto passed = codec->passThrough()->readAnswer(body);
        QVERIFY2(passed, passed ? "" : passed.error().message.c_str());
        seen = passed->observation;
        client = codec->passThrough()->finishAnswer(*passed, additions());
    }
    const json::object before = finalResponse(body, stream), after = finalResponse(client, stream);
    COMPARE_SHAPE(bare(after), bare(before));
    COMPARE_SHAPE(after.at("gateway"), R"({"request_id":"q1"})");
    QVERIFY(after.at("usage").as_object().contains("cost"));
    QVERIFY(seen.ended && !seen.error);
    QCOMPARE(seen.usage->prompt, plainMeaning(before).prompt);
    QCOMPARE(bytes(seen.answerId), bytes(textAt(before, "id")));
}

void TestResponsesPass::saysWhyAStreamFailed() {
    const auto codec = newResponsesProviderCodec(responsesQuirks("openai"));
    const auto relay = codec->passThrough()->newRelay({});
    std::string out;
    relay->feed("data: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\"}}\n\n",
                out);
    const std::size_t before = out.size();
    relay->feed("data: {\"type\":\"error\",\"sequence_number\":1,\"code\":\"server_error\",\"message\":\"oops\"}\n\n",
                out);
    QCOMPARE(out.size(), before);
    QVERIFY(relay->observation().error.has_value());
    relay->fail(*relay->observation().error, 502, out);
    const auto events = plainEvents(out.substr(before));
    QCOMPARE(events.size(), std::size_t(2));
    QCOMPARE(bytes(textAt(events[0], "message")), QByteArray("oops"));
    QCOMPARE(bytes(textAt(*objectAt(events[1], "response"), "id")), QByteArray("resp_1"));
}

void TestResponsesPass::putsEarlierTurnsFirst_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("whole");
    const auto row = [](const char* name, const char* body, const char* whole) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(whole);
    };
    row("a text", R"({"model":"m", "previous_response_id":"r","input":"c","other": 1.0})",
        R"({"model":"m", "input":[{"a":1},{"b":1},{"b":2},{"type":"message","role":"user","content":"c"}],"other": 1.0})");
    row("items", R"({"input":[{"c":1}],"previous_response_id":"r"})", R"({"input":[{"a":1},{"b":1},{"b":2},{"c":1}]})");
    row("nothing new", R"({"previous_response_id":"r","model":"m"})",
        R"({"model":"m","input":[{"a":1},{"b":1},{"b":2}]})");
    row("no input at all", R"({"input":4})", "");
}

void TestResponsesPass::putsEarlierTurnsFirst() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, whole);
    const auto result =
        withHistory(body.toStdString(), {turn(R"([{"a":1}])", R"([{"b":1}])"), turn("[]", R"([{"b":2}])")});
    QCOMPARE(result ? bytes(*result) : QByteArray(), whole);
}

void TestResponsesPass::keepsATurn() {
    const std::string body = R"({"model":"m","input":"hi","previous_response_id":"resp_0"})";
    const std::string response = R"({"id":"resp_1","store":false,"output":[{"type":"message"}]})";
    const auto kept = turnOf(body, response);
    QVERIFY(kept);
    const auto streamed = turnOfStream(
        body, "data: x\n\nevent: response.completed\ndata: {\"type\":\"response.completed\",\"response\":" + response +
                  "}\n\n");
    QVERIFY(streamed);
    for (const StoredTurn& stored : {*kept, *streamed, *readTurn(writeTurn(*kept))}) {
        QCOMPARE(stored.responseId, std::string("resp_1"));
        QCOMPARE(stored.previousResponseId, std::string("resp_0"));
        COMPARE_SHAPE(json::value(stored.input), R"([{"type":"message","role":"user","content":"hi"}])");
        COMPARE_SHAPE(*parseJson(storedResponseJson(stored)),
                      R"({"id":"resp_1","store":true,"previous_response_id":"resp_0","output":[{"type":"message"}]})");
    }
    QVERIFY(!turnOf(body, R"({"output":[]})"));
    QVERIFY(!turnOf("[]", response));
    QVERIFY(!turnOfStream(body, "event: response.failed\ndata: {\"response\":{}}\n\n"));
    QVERIFY(!readTurn("{}"));
}

QTEST_APPLESS_MAIN(TestResponsesPass)
#include "tst_responsespass.moc"
