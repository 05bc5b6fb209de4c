// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A provider that is down, slow, silent, cut, limited or whose key died, at each moment, whole and streamed, with and
// without somebody else to ask; and each rule of failover and retries, through the real gateway. The waits between
// attempts are in tst_attemptplan, where time is not real.
#include "tests/integration/chatanswers.h"
#include "tests/integration/gatewayfixture.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace llmg;
using namespace llmg::tests;
using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds kSilence{1'500};

enum class Kind { Both, Whole, Stream };

struct Fault {
    const char* name;
    Kind kind;
    Scenario (*script)();
    int status; ///< of the client's answer where there is nobody else; of the row where something was sent already
    const char* code;
    bool sent = false; ///< the client has heard something: nobody else is asked
};

const std::string kHead = "HTTP/1.1 200 OK\r\ncontent-type: ";
const std::string kEvents = kHead + "text/event-stream\r\nconnection: close\r\n\r\n";

Scenario held() {
    Scenario scenario;
    scenario.neverAnswer = true;
    return scenario;
}
Scenario closed(bool reset) {
    Scenario scenario;
    scenario.closeBeforeHead = true;
    scenario.reset = reset;
    return scenario;
}
Scenario raw(const std::string& bytes) {
    Scenario scenario;
    scenario.raw = bytes;
    return scenario;
}
std::string firstChunk() {
    return streaming("early bird").body.front().bytes;
}
/// Something, then nothing, until the gateway goes.
Scenario silentAfter(const std::string& bytes, bool stream) {
    Scenario scenario = stream ? Scenario::events({}) : Scenario::json(std::string());
    if (!bytes.empty())
        scenario.body = {Piece(bytes)};
    else
        scenario.body.clear();
    scenario.body.emplace_back("x", std::make_shared<Gate>());
    return scenario;
}
Scenario limited() {
    auto scenario = failing(429);
    scenario.headers.emplace_back("retry-after", "120");
    return scenario;
}

const Fault kFaults[] = {
    {"down: closed before the head", Kind::Both, [] { return closed(false); }, 502, "upstream_error"},
    {"down: reset before the head", Kind::Both, [] { return closed(true); }, 502, "upstream_error"},
    {"down: 500", Kind::Both, [] { return failing(500); }, 502, "upstream_error"},
    {"down: 503", Kind::Both, [] { return failing(503); }, 502, "upstream_error"},
    {"limited: 429", Kind::Both, [] { return limited(); }, 429, "rate_limit_exceeded"},
    {"key died: 401", Kind::Both, [] { return failing(401); }, 502, "upstream_error"},
    {"key died: 402", Kind::Both, [] { return failing(402); }, 502, "upstream_error"},
    {"key died: 403", Kind::Both, [] { return failing(403); }, 502, "upstream_error"},
    {"silent before the head", Kind::Both, [] { return held(); }, 504, "timeout"},
    {"silent after the head", Kind::Whole, [] { return silentAfter({}, false); }, 504, "timeout"},
    {"silent after the head", Kind::Stream, [] { return silentAfter({}, true); }, 504, "timeout"},
    {"silent within the document", Kind::Whole, [] { return silentAfter(R"({"id":)", false); }, 504, "timeout"},
    {"silent after a comment", Kind::Stream, [] { return silentAfter(": hello\n\n", true); }, 504, "timeout"},
    {"silent after the first byte", Kind::Stream, [] { return silentAfter(firstChunk(), true); }, 504, "timeout", true},
    {"cut within the head", Kind::Both, [] { return raw("HTTP/1.1 200 OK\r\ncontent-ty"); }, 502, "upstream_error"},
    {"cut after the head", Kind::Stream, [] { return raw(kEvents); }, 502, "upstream_error"},
    {"cut within the document", Kind::Whole,
     [] { return raw(kHead + "application/json\r\ncontent-length: 500\r\n\r\n{\"id\":"); }, 502, "upstream_error"},
    {"cut within the first event", Kind::Stream, [] { return raw(kEvents + firstChunk().substr(0, 40)); }, 502,
     "upstream_error"},
    {"cut after the first byte", Kind::Stream, [] { return raw(kEvents + firstChunk()); }, 502, "upstream_error", true},
    {"cut within a character", Kind::Stream,
     [] { return raw(kEvents + firstChunk() + streaming("\xC3\xA4").body.front().bytes.substr(0, 120)); }, 502,
     "upstream_error", true},
    {"error event first", Kind::Stream,
     [] { return raw(kEvents + "data: {\"error\":{\"message\":\"no capacity\",\"code\":503}}\n\n"); }, 502,
     "upstream_error"},
    // An error event after the first byte is in tst_gateway: in one read with it, nothing has been sent.
};

/// "openai 1:401 openai 2:200", as the row says it.
QString attemptsOf(const domain::RequestRecord& record) {
    QStringList list;
    for (const auto& attempt : record.attempts)
        list << u"%1 %2:%3"_s
                    .arg(QString::fromStdString(attempt.provider),
                         QString::fromStdString(attempt.keyLabel).section(u' ', -1))
                    .arg(attempt.status);
    return list.join(u' ');
}

struct Rule {
    const char* name;
    std::vector<int> openai; ///< what each of its answers is; the last one for all later ones
    int openaiKeys;
    std::vector<int> openrouter; ///< empty: there is none
    std::vector<int> hosted;
    QByteArray headers;
    QByteArray model;
    bool waits; ///< between attempts, as long as it takes
    int status;
    const char* attempts;
};

const Rule kRules[] = {
    {"the next key of the same provider first",
     {401, 200},
     2,
     {200},
     {},
     "",
     "gpt-4o",
     false,
     200,
     "openai 1:401 openai 2:200"},
    {"a limited key gives way to the next",
     {429, 200},
     2,
     {200},
     {},
     "",
     "gpt-4o",
     false,
     200,
     "openai 1:429 openai 2:200"},
    {"a failing provider is not asked with its next key",
     {500, 200},
     2,
     {200},
     {},
     "",
     "gpt-4o",
     false,
     200,
     "openai 1:500 openrouter 1:200"},
    {"then the next provider",
     {401},
     2,
     {200},
     {},
     "",
     "gpt-4o",
     false,
     200,
     "openai 1:401 openai 2:401 openrouter 1:200"},
    {"then the hosted account",
     {500},
     1,
     {500},
     {200},
     "",
     "gpt-4o",
     false,
     200,
     "openai 1:500 openrouter 1:500 llmgateway 1:200"},
    {"the last attempt is kept for the hosted account",
     {401},
     4,
     {500},
     {200},
     "",
     "gpt-4o",
     false,
     200,
     "openai 1:401 openai 2:401 openai 3:401 llmgateway 1:200"},
    {"x-no-fallback stays with its provider",
     {500},
     1,
     {200},
     {},
     "x-no-fallback: 1\r\n",
     "gpt-4o",
     false,
     502,
     "openai 1:500"},
    {"x-no-fallback rotates keys",
     {401, 200},
     2,
     {200},
     {},
     "x-no-fallback: 1\r\n",
     "gpt-4o",
     false,
     200,
     "openai 1:401 openai 2:200"},
    {"a pinned model stays with its provider", {500}, 1, {200}, {}, "", "openai/gpt-4o", false, 502, "openai 1:500"},
    {"a pinned model rotates keys",
     {403, 200},
     2,
     {200},
     {},
     "",
     "openai/gpt-4o",
     false,
     200,
     "openai 1:403 openai 2:200"},
    {"408 goes on", {408}, 1, {200}, {}, "", "gpt-4o", false, 200, "openai 1:408 openrouter 1:200"},
    {"409 goes on", {409}, 1, {200}, {}, "", "gpt-4o", false, 200, "openai 1:409 openrouter 1:200"},
    {"404 goes on", {404}, 1, {200}, {}, "", "gpt-4o", false, 200, "openai 1:404 openrouter 1:200"},
    {"529 goes on", {529}, 1, {200}, {}, "", "gpt-4o", false, 200, "openai 1:529 openrouter 1:200"},
    {"400 is the client's", {400}, 2, {200}, {200}, "", "gpt-4o", false, 400, "openai 1:400"},
    {"413 is the client's", {413}, 2, {200}, {200}, "", "gpt-4o", false, 413, "openai 1:413"},
    {"422 is the client's", {422}, 2, {200}, {200}, "", "gpt-4o", false, 422, "openai 1:422"},
    {"one provider is tried three times",
     {500},
     1,
     {},
     {},
     "",
     "gpt-4o",
     true,
     502,
     "openai 1:500 openai 1:500 openai 1:500"},
    {"two are tried four times in all",
     {500},
     1,
     {500},
     {},
     "",
     "gpt-4o",
     true,
     502,
     "openai 1:500 openrouter 1:500 * *"},
    {"a retry that is answered is the answer",
     {503, 200},
     1,
     {},
     {},
     "",
     "gpt-4o",
     true,
     200,
     "openai 1:503 openai 1:200"},
};

std::vector<Scenario> scripted(const std::vector<int>& statuses) {
    std::vector<Scenario> scenarios;
    for (const int status : statuses)
        scenarios.push_back(status == 200 ? answering("Hi") : failing(status));
    if (scenarios.empty())
        scenarios.push_back(answering("nobody asks"));
    return scenarios;
}

} // namespace

class FailoverTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void faultsAtEachMoment_data() {
        QTest::addColumn<int>("index");
        QTest::addColumn<bool>("streams");
        QTest::addColumn<bool>("fallback");
        for (std::size_t index = 0; index < std::size(kFaults); ++index) {
            for (const bool streams : {false, true}) {
                if (kFaults[index].kind == (streams ? Kind::Whole : Kind::Stream))
                    continue;
                for (const bool fallback : {false, true})
                    QTest::addRow("%s, %s, %s", kFaults[index].name, streams ? "stream" : "whole",
                                  fallback ? "with fallback" : "alone")
                        << static_cast<int>(index) << streams << fallback;
            }
        }
    }

    void faultsAtEachMoment() {
        QFETCH(int, index);
        QFETCH(bool, streams);
        QFETCH(bool, fallback);
        const Fault& fault = kFaults[index];
        FakeUpstream openai({fault.script()});
        FakeUpstream openrouter({streams ? streaming("from openrouter") : answering("from openrouter")});
        GatewayFixture gateway;
        gateway.limits.deadlines.firstByte = gateway.limits.deadlines.silence = kSilence;
        gateway.serve("openai", openai);
        if (fallback)
            gateway.serve("openrouter", openrouter);
        const auto answer = gateway.chat(asking("one", streams));
        const auto record = gateway.sink.waitFor(1).at(0).record;
        QCOMPARE(gateway.sink.waitFor(1).size(), std::size_t{1});
        QVERIFY(!record.attempts.empty() && !record.attempts.front().errorCode.empty());
        if (fault.sent) {
            QCOMPARE(answer.status, 200);
            QVERIFY(answer.body.contains("early bird") && answer.body.contains("\"error\""));
            QVERIFY(!answer.body.contains("[DONE]"));
            QVERIFY(openrouter.requests().empty());
            QCOMPARE(record.attempts.size(), std::size_t{1});
            QVERIFY(record.usage.estimated && record.cost.total.nanoUsd > 0); // what was received is paid for
        } else if (fallback) {
            QCOMPARE(answer.status, 200);
            QVERIFY(answer.whole && answer.body.contains("from openrouter") && !answer.body.contains("early bird"));
            QCOMPARE(answer.body.endsWith("data: [DONE]\n\n"), streams);
            QCOMPARE(record.attempts.size(), std::size_t{2});
            QCOMPARE(record.usedProvider, std::string("openrouter"));
            QCOMPARE(record.cost.total.nanoUsd, 3'500'000); // the failed attempt is free
            QVERIFY(record.errorCode.empty());
            return;
        } else {
            QCOMPARE(answer.status, fault.status);
            const auto error = QJsonDocument::fromJson(answer.body).object().value("error"_L1);
            QCOMPARE(error["code"_L1].toString(), QString::fromLatin1(fault.code));
            QVERIFY(!error["message"_L1].toString().isEmpty());
            QCOMPARE(!answer.header("retry-after").isEmpty(), fault.status == 429);
            QVERIFY(record.cost.total.isZero());
        }
        QCOMPARE(record.status, fault.status);
        QCOMPARE(record.errorCode, std::string(fault.code));
    }

    void followsTheRules_data() {
        QTest::addColumn<int>("index");
        for (std::size_t index = 0; index < std::size(kRules); ++index)
            QTest::newRow(kRules[index].name) << static_cast<int>(index);
    }

    void followsTheRules() {
        QFETCH(int, index);
        const Rule& rule = kRules[index];
        FakeUpstream openai(scripted(rule.openai)), openrouter(scripted(rule.openrouter)),
            hosted(scripted(rule.hosted));
        GatewayFixture gateway;
        gateway.serve("openai", openai, rule.openaiKeys);
        if (!rule.openrouter.empty())
            gateway.serve("openrouter", openrouter);
        if (!rule.hosted.empty()) {
            gateway.serve("llmgateway", hosted);
            gateway.configuration.projects.front().mode = domain::ProjectMode::Hybrid;
        }
        if (rule.waits)
            gateway.limits.longestRetryWait = std::chrono::seconds{60};
        auto body = asking("one");
        body.replace("gpt-4o", rule.model);
        const auto answer = gateway.chat(body, rule.headers);
        QCOMPARE(answer.status, rule.status);
        const auto record = gateway.sink.waitFor(1).at(0).record;
        QCOMPARE(record.status, rule.status);
        QCOMPARE(record.errorCode.empty(), rule.status == 200);
        const auto made = attemptsOf(record).split(u' ');
        const auto expected = QString::fromLatin1(rule.attempts).split(u' ');
        // "*": an attempt at whoever it may be, two words of the row.
        const auto known = expected.mid(0, expected.size() - expected.count(u"*"_s));
        QCOMPARE(made.mid(0, known.size()), known);
        QCOMPARE(made.size(), known.size() + 2 * expected.count(u"*"_s));
    }
};

QTEST_GUILESS_MAIN(FailoverTest)
#include "tst_failover.moc"
