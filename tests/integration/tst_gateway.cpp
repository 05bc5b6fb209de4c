// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/integration/gatewayfixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace llmg;
using namespace llmg::tests;

namespace {

const QByteArray kHello = R"({"model":"gpt-4o","messages":[{"role":"user","content":"Hello"}]})";
const QByteArray kHelloStream = R"({"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"Hello"}]})";
const std::string kAnswer =
    R"({"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-4o-2024-08-06","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}})";

std::string chunk(const std::string& delta, const std::string& finish = "null", const std::string& more = {}) {
    return R"(data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-4o","choices":[{"index":0,"delta":)" +
           delta + R"(,"finish_reason":)" + finish + "}]" + more + "}\n\n";
}

const std::string kUsageChunk =
    "data: "
    "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o\",\"choices\":[],\"usage\":{"
    "\"prompt_tokens\":1000,\"completion_tokens\":100,\"total_tokens\":1100}}\n\n";

Scenario goodStream() {
    return Scenario::events({chunk(R"({"role":"assistant","content":"Hi"})"), chunk(R"({"content":" there"})"),
                             chunk("{}", "\"stop\""), kUsageChunk, "data: [DONE]\n\n"});
}

Scenario goodAnswer() {
    return Scenario::json(kAnswer);
}

QJsonObject parsed(const QByteArray& body) {
    return QJsonDocument::fromJson(body).object();
}

QString errorCode(const RawAnswer& answer) {
    return parsed(answer.body)[QStringLiteral("error")][QStringLiteral("code")].toString();
}

/// The text of a stream's deltas.
QString textOf(const QByteArray& events) {
    QString text;
    for (const auto& line : events.split('\n')) {
        if (line.startsWith("data: {"))
            text +=
                parsed(line.mid(6))[QStringLiteral("choices")][0][QStringLiteral("delta")][QStringLiteral("content")]
                    .toString();
    }
    return text;
}

Scenario faulty(const QString& fault) {
    Scenario scenario;
    if (fault == QLatin1String("closed before its head"))
        scenario.closeBeforeHead = true;
    else if (fault == QLatin1String("reset"))
        scenario.closeBeforeHead = scenario.reset = true;
    else if (fault == QLatin1String("garbage"))
        scenario = Scenario::garbage("SSH-2.0-OpenSSH_9.2\r\n");
    else if (fault == QLatin1String("no JSON"))
        scenario = Scenario::answer("HTTP/1.1 200 OK", {{"content-type", "text/html"}}, "<html>maintenance</html>");
    else if (fault == QLatin1String("empty body"))
        scenario = Scenario::json("");
    else if (fault == QLatin1String("error inside 200"))
        scenario = Scenario::json(R"({"error":{"message":"no capacity","code":502}})");
    else if (fault == QLatin1String("cut"))
        scenario.raw = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"id\":";
    else if (fault == QLatin1String("redirect"))
        scenario = Scenario::answer("HTTP/1.1 302 Found", {{"location", "http://127.0.0.1:1/"}});
    else
        scenario = Scenario::json(R"({"error":{"message":"as asked","type":"t","code":"c"}})", fault.toInt());
    return scenario;
}

} // namespace

class GatewayTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void answersAndRecords() {
        FakeUpstream openai({goodAnswer()});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        const auto answer = gateway.chat(kHello, "x-request-id: mine-1\r\nx-llmgateway-team: blue\r\n");
        QCOMPARE(answer.status, 200);
        const auto body = parsed(answer.body);
        QCOMPARE(body[QStringLiteral("choices")][0][QStringLiteral("message")][QStringLiteral("content")].toString(),
                 QStringLiteral("Hi"));
        // 1000 × $2.50/M + 100 × $10/M
        QCOMPARE(body[QStringLiteral("usage")][QStringLiteral("cost")].toDouble(), 0.0035);
        const auto metadata = body[QStringLiteral("metadata")];
        QCOMPARE(metadata[QStringLiteral("used_provider")].toString(), QStringLiteral("openai"));
        QCOMPARE(metadata[QStringLiteral("routing")].toArray().size(), 1);
        QCOMPARE(answer.header("x-request-id"), QByteArray("mine-1"));
        QCOMPARE(answer.header("x-llmgateway-provider"), QByteArray("openai"));

        const auto rows = gateway.sink.waitFor(1);
        QCOMPARE(rows.size(), std::size_t{1});
        const auto& record = rows[0].record;
        QCOMPARE(QString::fromStdString(record.id), metadata[QStringLiteral("request_id")].toString());
        QCOMPARE(record.clientRequestId, std::string("mine-1"));
        QCOMPARE(record.status, 200);
        QCOMPARE(record.usage.prompt, 1000);
        QCOMPARE(record.cost.total.nanoUsd, 3'500'000);
        QCOMPARE(record.finishReason, std::string("stop"));
        QCOMPARE(record.usedMode, std::string("api-keys"));
        QCOMPARE(record.tags.size(), std::size_t{1});
        QCOMPARE(record.attempts.size(), std::size_t{1});
        QCOMPARE(record.attempts[0].keyLabel, std::string("key 1"));
        QVERIFY(record.durationUs > 0 && record.firstTokenUs > 0);
        QCOMPARE(QByteArray::fromStdString(rows[0].bodies.request), kHello);
        QCOMPARE(QByteArray::fromStdString(rows[0].bodies.response), answer.body);

        const auto sent = openai.requests();
        QCOMPARE(sent[0].target, std::string("/v1/chat/completions"));
        QCOMPARE(sent[0].header("authorization"), std::string("Bearer secret-of-openai-1"));
        QCOMPARE(QByteArray::fromStdString(sent[0].body), kHello);
    }

    void streamsAndRecords() {
        FakeUpstream openai({goodStream()});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        const auto answer = gateway.chat(kHelloStream);
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.whole);
        QCOMPARE(answer.header("content-type"), QByteArray("text/event-stream"));
        QCOMPARE(textOf(answer.body), QStringLiteral("Hi there"));
        QVERIFY(answer.body.endsWith("data: [DONE]\n\n"));
        QVERIFY(!answer.body.contains("\"choices\":[]")); // usage was not asked for
        QVERIFY(answer.body.contains("\"used_provider\":\"openai\""));
        const auto rows = gateway.sink.waitFor(1);
        QCOMPARE(rows[0].record.usage.completion, 100);
        QVERIFY(rows[0].record.firstTokenUs > 0);
        QVERIFY(openai.requests()[0].body.find("\"include_usage\":true") != std::string::npos);
    }

    void passesUsageOnWhenItIsAskedFor() {
        FakeUpstream openai({goodStream()});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        const auto answer = gateway.chat(
            R"({"model":"gpt-4o","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Hello"}]})");
        QVERIFY(answer.body.contains("\"prompt_tokens\":1000"));
        QVERIFY(answer.body.contains("\"cost\":0.0035"));
    }

    void sendsTheFirstChunkBeforeTheSecondIsThere() {
        const auto gate = std::make_shared<Gate>();
        FakeUpstream openai({Scenario::events({chunk(R"({"role":"assistant","content":"first"})"),
                                               Piece(chunk(R"({"content":"second"})"), gate), chunk("{}", "\"stop\""),
                                               "data: [DONE]\n\n"})});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.apply();
        RawClient client(gateway.port());
        client.post("/v1/chat/completions", gateway.key(), kHelloStream);
        QVERIFY(client.waitFor("first"));
        QVERIFY(!client.received().contains("second"));
        gate->open();
        QVERIFY(client.answer().body.contains("second"));
    }

    void failsOverBeforeTheFirstByte_data() {
        QTest::addColumn<QString>("fault");
        for (const char* fault :
             {"closed before its head", "reset", "garbage", "no JSON", "empty body", "error inside 200", "cut",
              "redirect", "401", "403", "404", "408", "409", "429", "500", "502", "503", "529"})
            QTest::newRow(fault) << QString::fromLatin1(fault);
    }

    void failsOverBeforeTheFirstByte() {
        QFETCH(QString, fault);
        for (const bool stream : {false, true}) {
            FakeUpstream openai({faulty(fault)});
            FakeUpstream openrouter({stream ? goodStream() : goodAnswer()});
            GatewayFixture gateway;
            gateway.serve("openai", openai);
            gateway.serve("openrouter", openrouter);
            const auto answer = gateway.chat(stream ? kHelloStream : kHello);
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.header("x-llmgateway-provider"), QByteArray("openrouter"));
            const auto rows = gateway.sink.waitFor(1);
            QCOMPARE(rows.size(), std::size_t{1});
            QCOMPARE(rows[0].record.attempts.size(), std::size_t{2});
            QVERIFY(!rows[0].record.attempts[0].errorCode.empty());
            QCOMPARE(rows[0].record.usedProvider, std::string("openrouter"));
        }
    }

    void saysWhatHappenedWhenNobodyElseIsLeft_data() {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* fault, int status, const char* code) {
            QTest::newRow(fault) << QString::fromLatin1(fault) << status << QString::fromLatin1(code);
        };
        for (const char* fault : {"closed before its head", "reset", "garbage", "no JSON", "empty body", "cut"})
            row(fault, 502, "upstream_error");
        row("401", 502, "upstream_error");
        row("403", 502, "upstream_error");
        row("404", 404, "model_not_found");
        row("429", 429, "rate_limit_exceeded");
        row("400", 400, "c");
        row("422", 422, "c");
        row("500", 502, "upstream_error");
        row("503", 502, "upstream_error");
    }

    void saysWhatHappenedWhenNobodyElseIsLeft() {
        QFETCH(QString, fault);
        QFETCH(int, status);
        QFETCH(QString, code);
        for (const bool stream : {false, true}) {
            FakeUpstream openai({faulty(fault)});
            GatewayFixture gateway;
            gateway.serve("openai", openai);
            const auto answer = gateway.chat(stream ? kHelloStream : kHello);
            QCOMPARE(answer.status, status);
            if (fault != QLatin1String("404")) // the test's body names no unknown model
                QCOMPARE(errorCode(answer), code);
            QVERIFY(!answer.body.contains("secret-of"));
            if (status == 429)
                QVERIFY(!answer.header("retry-after").isEmpty());
            const auto rows = gateway.sink.waitFor(1);
            QCOMPARE(rows.size(), std::size_t{1});
            QCOMPARE(rows[0].record.status, status);
            QVERIFY(!rows[0].record.errorMessage.empty());
            QVERIFY(rows[0].record.cost.total.isZero());
        }
    }

    void doesNotTryOthersAfterTheClientsOwnMistake() {
        FakeUpstream openai({faulty(QStringLiteral("400"))});
        FakeUpstream openrouter({goodAnswer()});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.serve("openrouter", openrouter);
        QCOMPARE(gateway.chat(kHello).status, 400);
        QVERIFY(openrouter.requests().empty());
    }

    void staysWithOneProviderWhenAskedTo() {
        FakeUpstream openai({faulty(QStringLiteral("503"))});
        FakeUpstream openrouter({goodAnswer()});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.serve("openrouter", openrouter);
        QCOMPARE(gateway.chat(kHello, "x-no-fallback: 1\r\n").status, 502);
        QVERIFY(openrouter.requests().empty());
    }

    void triesTheNextKeyOfAProvider() {
        FakeUpstream openai([](const ReceivedRequest& request) {
            return request.header("authorization") == "Bearer secret-of-openai-1" ? faulty(QStringLiteral("401"))
                                                                                  : goodAnswer();
        });
        GatewayFixture gateway;
        gateway.serve("openai", openai, 2);
        QCOMPARE(gateway.chat(kHello).status, 200);
        QCOMPARE(openai.requests().size(), std::size_t{2});
        // The refused key is out until it is tested again.
        QCOMPARE(gateway.chat(kHello).status, 200);
        QCOMPARE(openai.requests().size(), std::size_t{3});
        QCOMPARE(gateway.shared->keyHealth.reading("openai 1", std::chrono::steady_clock::now()).state,
                 domain::ProviderKeyState::Rejected);
    }

    void listsEveryAttemptWhenAllFail() {
        FakeUpstream openai({faulty(QStringLiteral("503"))});
        FakeUpstream openrouter({faulty(QStringLiteral("garbage"))});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.serve("openrouter", openrouter);
        const auto answer = gateway.chat(kHello);
        QCOMPARE(answer.status, 502);
        QCOMPARE(errorCode(answer), QStringLiteral("all_providers_failed"));
        QVERIFY(answer.body.contains("openai (503)"));
        QVERIFY(answer.body.contains("openrouter"));
    }

    void tellsTheClientWhenAStreamBreaks_data() {
        QTest::addColumn<QString>("how");
        for (const char* how : {"cut", "error event", "no end"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }

    void tellsTheClientWhenAStreamBreaks() {
        QFETCH(QString, how);
        const auto gate = std::make_shared<Gate>();
        std::vector<Piece> pieces{chunk(R"({"role":"assistant","content":"Hi"})")};
        if (how == QLatin1String("error event"))
            pieces.push_back(
                Piece("data: {\"error\":{\"message\":\"model crashed\",\"type\":\"server_error\"}}\n\n", gate));
        else
            pieces.push_back(Piece("data: {\"id\":\"c1\",\"cho", gate));
        auto scenario = Scenario::events(pieces);
        if (how == QLatin1String("cut")) {
            scenario.framing = Scenario::Framing::ContentLength;
            scenario.headers.emplace_back("content-length", "100000");
            scenario.raw = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 100000\r\n\r\n" +
                           chunk(R"({"role":"assistant","content":"Hi"})");
            gate->open();
        }
        FakeUpstream openai({scenario});
        FakeUpstream openrouter({goodStream()});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.serve("openrouter", openrouter);
        gateway.apply();
        RawClient client(gateway.port());
        client.post("/v1/chat/completions", gateway.key(), kHelloStream);
        QVERIFY(client.waitFor("Hi"));
        gate->open();
        const auto answer = client.answer();
        QCOMPARE(textOf(answer.body), QStringLiteral("Hi"));
        QVERIFY(answer.body.contains("\"error\""));
        QVERIFY(!answer.body.contains("[DONE]"));
        QVERIFY(openrouter.requests().empty()); // the client has heard something: no second answer
        const auto rows = gateway.sink.waitFor(1);
        QCOMPARE(rows[0].record.status, 502);
        QVERIFY(rows[0].record.usage.estimated);
        QVERIFY(rows[0].record.cost.total.nanoUsd > 0); // what was received is paid for
    }

    void cancelsTheProviderWhenTheClientGoes() {
        const auto never = std::make_shared<Gate>();
        FakeUpstream openai(
            {Scenario::events({chunk(R"({"role":"assistant","content":"Hi"})"), Piece("data: late\n\n", never)})});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.apply();
        RawClient client(gateway.port());
        client.post("/v1/chat/completions", gateway.key(), kHelloStream);
        QVERIFY(client.waitFor("Hi"));
        client.close();
        QVERIFY(openai.waitForClosedByPeer(1));
        const auto rows = gateway.sink.waitFor(1);
        QCOMPARE(rows[0].record.status, 499);
        QCOMPARE(rows[0].record.errorCode, std::string("canceled"));
    }

    void cancelsAProviderThatHasNotAnsweredYet() {
        Scenario silent;
        silent.neverAnswer = true;
        FakeUpstream openai({silent});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.apply();
        RawClient client(gateway.port());
        client.post("/v1/chat/completions", gateway.key(), kHello);
        QVERIFY(openai.waitForRequests(1));
        client.close();
        QVERIFY(openai.waitForClosedByPeer(1));
        QCOMPARE(gateway.sink.waitFor(1)[0].record.status, 499);
    }

    void keepsTheConnectionAliveWhileTheProviderIsSilent() {
        const auto gate = std::make_shared<Gate>();
        FakeUpstream openai({Scenario::events({Piece(chunk(R"({"role":"assistant","content":"Hi"})"), gate),
                                               chunk("{}", "\"stop\""), "data: [DONE]\n\n"})});
        GatewayFixture gateway;
        gateway.limits.keepAliveComment = std::chrono::milliseconds{20};
        gateway.serve("openai", openai);
        gateway.apply();
        RawClient client(gateway.port());
        client.post("/v1/chat/completions", gateway.key(), kHelloStream);
        QVERIFY(client.waitFor(": keep-alive\n"));
        gate->open();
        const auto answer = client.answer();
        QVERIFY(answer.whole);
        QCOMPARE(textOf(answer.body), QStringLiteral("Hi"));
        QVERIFY(!answer.body.contains(": keep-alive\n\n"));
    }

    void timesOut() {
        Scenario silent;
        silent.neverAnswer = true;
        FakeUpstream openai({silent});
        GatewayFixture gateway;
        gateway.limits.deadlines.firstByte = std::chrono::milliseconds{30};
        gateway.serve("openai", openai);
        const auto answer = gateway.chat(kHello);
        QCOMPARE(answer.status, 504);
        QCOMPARE(errorCode(answer), QStringLiteral("timeout"));
        QCOMPARE(gateway.sink.waitFor(1)[0].record.status, 504);
    }

    void refusesBadRequests_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::newRow("not JSON") << QByteArray("hello") << 400 << "invalid_json";
        QTest::newRow("cut JSON") << QByteArray(R"({"model":"gpt-4o","messages":[)") << 400 << "invalid_json";
        QTest::newRow("empty") << QByteArray() << 400 << "invalid_json";
        QTest::newRow("no model") << QByteArray(R"({"messages":[{"role":"user","content":"x"}]})") << 400
                                  << "invalid_parameters";
        QTest::newRow("no messages") << QByteArray(R"({"model":"gpt-4o"})") << 400 << "invalid_parameters";
        QTest::newRow("model is a number") << QByteArray(R"({"model":4,"messages":[]})") << 400 << "invalid_parameters";
        QTest::newRow("unknown model") << QByteArray(R"({"model":"gpt4o","messages":[{"role":"user","content":"x"}]})")
                                       << 400 << "model_not_found";
        QTest::newRow("no key for it")
            << QByteArray(R"({"model":"claude-sonnet-4-5","messages":[{"role":"user","content":"x"}]})") << 400
            << "no_provider_key";
        QTest::newRow("broken image")
            << QByteArray(
                   R"({"model":"sandbox/echo","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]})")
            << 400 << "invalid_parameters";
    }

    void refusesBadRequests() {
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, code);
        FakeUpstream openai({goodAnswer()});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        const auto answer = gateway.chat(body);
        QCOMPARE(answer.status, status);
        QCOMPARE(errorCode(answer), code);
        const auto rows = gateway.sink.waitFor(1);
        QCOMPARE(rows.size(), std::size_t{1}); // a valid key: a row
        QCOMPARE(rows[0].record.status, status);
        QVERIFY(openai.requests().empty());
    }

    void refusesKeysWithAMessageForEach() {
        GatewayFixture gateway;
        auto disabled = policy::makeGatewayKey("default", "off", UnixTime{});
        disabled.key.state = domain::KeyState::Disabled;
        auto expired = policy::makeGatewayKey("default", "old", UnixTime{});
        expired.key.expiresAt = UnixTime{};
        auto spent = policy::makeGatewayKey("default", "spent", UnixTime{});
        spent.key.limit = domain::Money::fromCents(100);
        spent.key.spent = domain::Money::fromCents(100);
        for (const auto* made : {&disabled, &expired, &spent})
            gateway.configuration.gatewayKeys.push_back(made->key);
        gateway.shared->spend.seed(domain::BudgetScope::Key, spent.key.id, domain::Period::Lifetime, spent.key.spent,
                                   UnixTime{});
        gateway.apply();
        const auto messageFor = [&](const QByteArray& key) {
            RawClient client(gateway.port());
            client.post("/v1/chat/completions", key, kHello);
            const auto answer = client.answer();
            return answer.status == 401 && errorCode(answer) == QLatin1String("invalid_api_key")
                       ? parsed(answer.body)[QStringLiteral("error")][QStringLiteral("message")].toString()
                       : QString();
        };
        const auto text = [](const policy::NewGatewayKey& made) {
            return QByteArray::fromStdString(std::string(made.secret.reveal()));
        };
        QVERIFY(messageFor("sk-proj-abc").contains(QStringLiteral("llmg_")));
        QVERIFY(messageFor("llmg_unknown").contains(QStringLiteral("not known")));
        QVERIFY(messageFor(text(disabled)).contains(QStringLiteral("disabled")));
        QVERIFY(messageFor(text(expired)).contains(QStringLiteral("expired")));
        QVERIFY(messageFor(text(spent)).contains(QStringLiteral("$1.00")));
        QVERIFY(messageFor("").contains(QStringLiteral("No API key")));
    }

    void stopsAdmittingWhenTheLedgerCannotBeWritten() {
        FakeUpstream openai({goodAnswer()});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.sink.failWith(std::nullopt, fail(ErrorKind::Storage, "The disk is full."));
        const auto answer = gateway.chat(kHello);
        QCOMPARE(answer.status, 500);
        QVERIFY(answer.body.contains("disk is full"));
        QVERIFY(openai.requests().empty());
    }

    void doesNotClaimAnAnswerThatItCouldNotRecord() {
        for (const bool stream : {false, true}) {
            FakeUpstream openai({stream ? goodStream() : goodAnswer()});
            GatewayFixture gateway;
            gateway.serve("openai", openai);
            gateway.sink.failWith(fail(ErrorKind::Storage, "The disk is full."), std::nullopt);
            const auto answer = gateway.chat(stream ? kHelloStream : kHello);
            QVERIFY(answer.body.contains("disk is full"));
            QVERIFY(!answer.body.contains("[DONE]"));
            if (!stream)
                QCOMPARE(answer.status, 500);
        }
    }

    void translatesToAnthropicAndBack() {
        FakeUpstream anthropic({Scenario::json(
            R"({"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[{"type":"text","text":"Bonjour"}],"stop_reason":"end_turn","usage":{"input_tokens":600,"cache_read_input_tokens":400,"output_tokens":100}})")});
        GatewayFixture gateway;
        gateway.serve("anthropic", anthropic);
        const auto answer = gateway.chat(
            R"({"model":"claude-sonnet-4-5","messages":[{"role":"system","content":"Be brief"},{"role":"user","content":"Hello"}]})");
        QCOMPARE(answer.status, 200);
        const auto body = parsed(answer.body);
        QCOMPARE(body[QStringLiteral("choices")][0][QStringLiteral("message")][QStringLiteral("content")].toString(),
                 QStringLiteral("Bonjour"));
        QCOMPARE(body[QStringLiteral("usage")][QStringLiteral("prompt_tokens")].toInt(), 1000);
        // 600 × $3/M + 400 × $0.30/M + 100 × $15/M
        QCOMPARE(gateway.sink.waitFor(1)[0].record.cost.total.nanoUsd, 3'420'000);
        const auto sent = anthropic.requests()[0];
        QCOMPARE(sent.target, std::string("/v1/messages"));
        QCOMPARE(sent.header("x-api-key"), std::string("secret-of-anthropic-1"));
        QCOMPARE(sent.header("anthropic-version"), std::string("2023-06-01"));
        QVERIFY(sent.body.find("\"system\"") != std::string::npos);
    }

    void translatesAGeminiStream() {
        FakeUpstream google({Scenario::events(
            {"data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Gu\"}],\"role\":\"model\"}}]}\r\n\r\n",
             "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"ten "
             "Tag\"}],\"role\":\"model\"},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":10,"
             "\"candidatesTokenCount\":5}}\r\n\r\n"})});
        GatewayFixture gateway;
        gateway.serve("google", google);
        const auto answer = gateway.chat(
            R"({"model":"gemini-2.5-flash","stream":true,"messages":[{"role":"user","content":"Hello"}]})");
        QCOMPARE(textOf(answer.body), QStringLiteral("Guten Tag"));
        QVERIFY(answer.body.endsWith("data: [DONE]\n\n"));
        QCOMPARE(google.requests()[0].target,
                 std::string("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse"));
        QCOMPARE(gateway.sink.waitFor(1)[0].record.usage.completion, 5);
    }

    void servesTheSandboxWithoutAnyKey() {
        GatewayFixture gateway;
        const auto answer =
            gateway.chat(R"({"model":"sandbox/echo","messages":[{"role":"user","content":"ping pong"}]})");
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body.contains("ping pong"));
        const auto record = gateway.sink.waitFor(1)[0].record;
        QVERIFY(record.cost.known && record.cost.total.isZero());
        QVERIFY(record.usage.prompt > 0);
    }

    void listsModels() {
        GatewayFixture gateway;
        gateway.apply();
        RawClient client(gateway.port());
        client.send("GET /v1/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        const auto answer = client.answer();
        QCOMPARE(answer.status, 200);
        const auto data = parsed(answer.body)[QStringLiteral("data")].toArray();
        QVERIFY(data.size() > 900);
        QCOMPARE(data.at(0)[QStringLiteral("object")].toString(), QStringLiteral("model"));
    }

    void answersTheSmallEndpoints_data() {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::newRow("health") << QByteArray("GET /") << 200;
        QTest::newRow("health by HEAD") << QByteArray("HEAD /") << 200;
        QTest::newRow("metrics") << QByteArray("GET /metrics") << 200;
        QTest::newRow("one model") << QByteArray("GET /v1/models/gpt-4o") << 200;
        QTest::newRow("no such model") << QByteArray("GET /v1/models/nope") << 404;
        QTest::newRow("no such path") << QByteArray("GET /v2") << 404;
        QTest::newRow("wrong method") << QByteArray("GET /v1/chat/completions") << 405;
        QTest::newRow("options") << QByteArray("OPTIONS /v1/chat/completions") << 204;
        QTest::newRow("key without a key") << QByteArray("GET /v1/key") << 401;
    }

    void answersTheSmallEndpoints() {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        GatewayFixture gateway;
        gateway.apply();
        RawClient client(gateway.port());
        client.send(request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        QCOMPARE(client.answer().status, status);
    }

    void refusesForeignHostsAndOriginsBeforeTheBody() {
        GatewayFixture gateway;
        gateway.apply();
        RawClient rebound(gateway.port());
        rebound.send("POST /v1/chat/completions HTTP/1.1\r\nHost: evil.example\r\nContent-Length: "
                     "1000000\r\nConnection: close\r\n\r\n");
        const auto host = rebound.answer();
        QCOMPARE(host.status, 403);
        QCOMPARE(errorCode(host), QStringLiteral("host_not_allowed"));
        RawClient page(gateway.port());
        page.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nOrigin: "
                  "https://evil.example\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
        const auto origin = page.answer();
        QCOMPARE(origin.status, 403);
        QVERIFY(origin.header("access-control-allow-origin").isEmpty());
    }

    void refusesTooLargeBodiesAndOtherMediaTypes() {
        GatewayFixture gateway;
        gateway.serverLimits.maxBodyBytes = 1000;
        const auto large = gateway.chat(QByteArray(2000, ' '));
        QCOMPARE(large.status, 413);
        QCOMPARE(errorCode(large), QStringLiteral("request_too_large"));
        RawClient form(gateway.port());
        form.send(
            "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + gateway.key() +
            "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
        QCOMPARE(form.answer().status, 415);
        QCOMPARE(gateway.sink.waitFor(2).size(), std::size_t{2});
    }
};

QTEST_GUILESS_MAIN(GatewayTest)
#include "tst_gateway.moc"
