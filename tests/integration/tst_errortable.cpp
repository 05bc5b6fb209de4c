// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The table of errors: each status and code that the gateway answers with, made to happen, in the shape of each client
// dialect. What is answered when a stream breaks is in tst_failover, which kind becomes which code in tst_errormapping.
#include "tests/integration/chatanswers.h"
#include "tests/integration/gatewayfixture.h"
#include "tests/integration/pairs/table.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace llmg;
using namespace llmg::tests;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kPicture = QByteArray::fromBase64(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

/// What is sent; a row changes what it is about.
struct Sent {
    pairs::Request request;
    QByteArray method = "POST";
    QByteArray host = "localhost";
    QByteArray key;
    QByteArray contentType = "application/json";
    QByteArray moreHeaders;
    QByteArray pathSuffix;
    std::optional<QByteArray> body; ///< instead of the dialect's own
    bool bodyNeverComes = false;
};

struct Row {
    const char* name;
    int status;
    const char* code;
    const char* words;                                ///< in the message
    void (*set)(GatewayFixture& gateway, Sent&);      ///< before anything is sent
    std::vector<int> openai = {200}, openrouter = {}; ///< what the providers answer; -1: never
    bool leavesRow = true;                            ///< a valid key does
    bool twice = false;                               ///< the second request is the one
    const char* provider = "openai";                  ///< the first
};

const Row kRows[] = {
    {"the body is no JSON", 400, "invalid_json", "JSON", [](GatewayFixture&, Sent& sent) { sent.body = "hello"; }},
    {"the body is empty", 400, "invalid_json", "", [](GatewayFixture&, Sent& sent) { sent.body = ""; }},
    {"a part is missing", 400, "invalid_parameters", "",
     [](GatewayFixture&, Sent& sent) { sent.body = R"({"model":"gpt-4o"})"; }},
    {"an unknown model", 400, "model_not_found", "gpt-4o",
     [](GatewayFixture&, Sent& sent) { sent.request.model = u"gpt-4oo"_s; }},
    {"a model without eyes", 400, "model_not_supported", "",
     [](GatewayFixture&, Sent& sent) {
         sent.request.model = u"gpt-3.5-turbo"_s;
         sent.request.image = kPicture;
     }},
    {"no provider key", 400, "no_provider_key", "Providers page",
     [](GatewayFixture&, Sent& sent) { sent.request.model = u"claude-sonnet-4-5"_s; }},
    {"no key",
     401,
     "invalid_api_key",
     "No API key",
     [](GatewayFixture&, Sent& sent) { sent.key = {}; },
     {200},
     {},
     false},
    {"another's key",
     401,
     "invalid_api_key",
     "llmg_",
     [](GatewayFixture&, Sent& sent) { sent.key = "sk-proj-1"; },
     {200},
     {},
     false},
    {"an unknown key",
     401,
     "invalid_api_key",
     "not known",
     [](GatewayFixture&, Sent& sent) { sent.key = "llmg_x"; },
     {200},
     {},
     false},
    {"a disabled key",
     401,
     "invalid_api_key",
     "disabled",
     [](GatewayFixture& gateway, Sent&) {
         gateway.configuration.gatewayKeys.front().state = domain::KeyState::Disabled;
     },
     {200},
     {},
     false},
    {"an expired key",
     401,
     "invalid_api_key",
     "expired",
     [](GatewayFixture& gateway, Sent&) { gateway.configuration.gatewayKeys.front().expiresAt = UnixTime{}; },
     {200},
     {},
     false},
    {"a key at its limit",
     401,
     "invalid_api_key",
     "usage limit",
     [](GatewayFixture& gateway, Sent&) {
         auto& key = gateway.configuration.gatewayKeys.front();
         key.limit = domain::Money::fromNano(1);
         gateway.shared->spend.add(domain::BudgetScope::Key, key.id, domain::Money::fromNano(1), gateway.clock.now());
     },
     {200},
     {},
     false},
    {"a spent budget", 402, "insufficient_credits", "budget",
     [](GatewayFixture& gateway, Sent&) {
         domain::Budget budget;
         budget.subject = "default";
         budget.amount = domain::Money::fromNano(1);
         budget.blocks = true;
         gateway.configuration.budgets = {budget};
         gateway.shared->spend.add(budget.scope, budget.subject, budget.amount, gateway.clock.now());
     }},
    {"the hosted account refuses",
     402,
     "insufficient_credits",
     "",
     [](GatewayFixture& gateway, Sent&) { gateway.configuration.projects.front().mode = domain::ProjectMode::Credits; },
     {402},
     {},
     true,
     false,
     "llmgateway"},
    {"a foreign host",
     403,
     "host_not_allowed",
     "Host header",
     [](GatewayFixture&, Sent& sent) { sent.host = "evil.example"; },
     {200},
     {},
     false},
    {"a web page",
     403,
     "origin_not_allowed",
     "origin",
     [](GatewayFixture&, Sent& sent) { sent.moreHeaders = "Origin: https://evil.example\r\n"; },
     {200},
     {},
     false},
    {"a model that the key may not use", 403, "model_not_allowed", "gpt-4o",
     [](GatewayFixture& gateway, Sent&) { gateway.configuration.gatewayKeys.front().allowedModels = {"gpt-4.1"}; }},
    {"another method",
     405,
     "method_not_allowed",
     "POST",
     [](GatewayFixture&, Sent& sent) { sent.method = "GET"; },
     {200},
     {},
     false},
    {"a body that does not come", 408, "timeout", "",
     [](GatewayFixture& gateway, Sent& sent) {
         gateway.serverLimits.bodyTimeout = std::chrono::milliseconds{50};
         sent.bodyNeverComes = true;
     }},
    {"too large", 413, "request_too_large", "",
     [](GatewayFixture& gateway, Sent& sent) {
         gateway.serverLimits.maxBodyBytes = 1000;
         sent.body = QByteArray(2000, ' ');
     }},
    {"another media type", 415, "unsupported_media_type", "application/json",
     [](GatewayFixture&, Sent& sent) { sent.contentType = "text/plain"; }},
    {"the own limit",
     429,
     "rate_limit_exceeded",
     "requests a minute",
     [](GatewayFixture& gateway, Sent&) {
         gateway.configuration.gatewayKeys.front().rate = {1, 0};
     },
     {200},
     {},
     true,
     true},
    {"every provider is limited",
     429,
     "rate_limit_exceeded",
     "rate-limited",
     [](GatewayFixture&, Sent&) {},
     {429},
     {429}},
    {"the ledger cannot be written", 500, "gateway_error", "disk is full",
     [](GatewayFixture& gateway, Sent&) {
         gateway.sink.failWith(std::nullopt, fail(ErrorKind::Storage, "The disk is full."));
     }},
    {"the provider breaks", 502, "upstream_error", "", [](GatewayFixture&, Sent&) {}, {500}},
    {"the provider refuses our key", 502, "upstream_error", "down", [](GatewayFixture&, Sent&) {}, {401}},
    {"all providers break", 502, "all_providers_failed", "openrouter", [](GatewayFixture&, Sent&) {}, {500}, {503}},
    {"the provider is silent",
     504,
     "timeout",
     "",
     [](GatewayFixture& gateway, Sent&) { gateway.limits.deadlines.firstByte = std::chrono::milliseconds{100}; },
     {-1}},
    {"the provider's own refusal", 422, "upstream_error", "down", [](GatewayFixture&, Sent&) {}, {422}},
};

std::vector<Scenario> scripted(const std::vector<int>& statuses) {
    std::vector<Scenario> scenarios;
    for (const int status : statuses) {
        Scenario silent;
        silent.neverAnswer = true;
        scenarios.push_back(status < 0 ? silent : status == 200 ? answering("Hi") : failing(status));
    }
    if (scenarios.empty())
        scenarios.push_back(answering("nobody asks"));
    return scenarios;
}

RawAnswer send(GatewayFixture& gateway, const pairs::Client& dialect, const Sent& sent) {
    const QByteArray body = sent.body.value_or(pairs::compact(dialect.body(sent.request)));
    RawClient client(gateway.port());
    QByteArray head = sent.method + " " + dialect.path(sent.request) + sent.pathSuffix +
                      " HTTP/1.1\r\nHost: " + sent.host + "\r\nConnection: close\r\n" + sent.moreHeaders;
    if (!sent.key.isEmpty())
        head += "Authorization: Bearer " + sent.key + "\r\n";
    if (sent.method == "POST")
        head += "Content-Type: " + sent.contentType + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
    client.send(head + "\r\n" + (sent.method == "POST" && !sent.bodyNeverComes ? body : QByteArray()));
    return client.answer();
}

/// The shapes of the references: platform.openai.com/docs/guides/error-codes, docs.anthropic.com/en/api/errors,
/// cloud.google.com/apis/design/errors.
void checkShape(const QString& dialect, const RawAnswer& answer, const Row& row) {
    QCOMPARE(answer.status, row.status);
    QVERIFY(answer.whole);
    QCOMPARE(answer.header("content-type"), QByteArray("application/json"));
    const auto document = QJsonDocument::fromJson(answer.body).object();
    const auto error = document["error"_L1].toObject();
    const auto message = error["message"_L1].toString();
    QVERIFY2(message.contains(QString::fromLatin1(row.words)), answer.body.constData());
    QVERIFY(!message.isEmpty());
    if (dialect == "anthropic-messages"_L1) {
        QCOMPARE(document["type"_L1].toString(), u"error"_s);
        const auto type = error["type"_L1].toString();
        QVERIFY2(type.endsWith(u"_error"_s) || type == u"request_too_large"_s, answer.body.constData());
    } else if (dialect == "gemini"_L1) {
        QCOMPARE(error["code"_L1].toInt(), row.status);
        const auto status = error["status"_L1].toString();
        QVERIFY2(!status.isEmpty() && status == status.toUpper(), answer.body.constData());
    } else {
        QCOMPARE(error["code"_L1].toString(), QString::fromLatin1(row.code));
        QVERIFY(error.contains("param"_L1) && error["type"_L1].isString());
    }
    if (row.status != 402) // with a budget, it is when the budget begins anew
        QCOMPARE(answer.header("retry-after").isEmpty(), row.status != 429);
}

} // namespace

class ErrorTableTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void eachErrorInEachDialect_data() {
        QTest::addColumn<int>("index");
        QTest::addColumn<QString>("dialect");
        for (std::size_t index = 0; index < std::size(kRows); ++index) {
            for (const char* dialect : pairs::kClients)
                QTest::addRow("%d %s: %s, %s", kRows[index].status, kRows[index].code, kRows[index].name, dialect)
                    << static_cast<int>(index) << QString::fromLatin1(dialect);
        }
    }

    void eachErrorInEachDialect() {
        QFETCH(int, index);
        QFETCH(QString, dialect);
        const Row& row = kRows[index];
        const auto client = pairs::newClient(dialect.toLatin1().constData());
        FakeUpstream openai(scripted(row.openai)), openrouter(scripted(row.openrouter));
        GatewayFixture gateway;
        gateway.serve(row.provider, openai);
        if (!row.openrouter.empty())
            gateway.serve("openrouter", openrouter);
        Sent sent;
        sent.request.model = u"gpt-4o"_s;
        sent.request.question = u"one"_s;
        sent.key = gateway.key();
        row.set(gateway, sent);
        gateway.apply();
        auto answer = send(gateway, *client, sent);
        if (row.twice)
            answer = send(gateway, *client, sent);
        checkShape(dialect, answer, row);
        if (QTest::currentTestFailed() || !row.leavesRow)
            return;
        const auto rows = gateway.sink.waitFor(row.twice ? 2 : 1);
        const auto& record = rows.back().record;
        QCOMPARE(record.status, row.status);
        QCOMPARE(record.errorCode, std::string(row.code));
        QVERIFY(!record.errorMessage.empty() && record.cost.total.isZero());
    }
};

QTEST_GUILESS_MAIN(ErrorTableTest)
#include "tst_errortable.moc"
