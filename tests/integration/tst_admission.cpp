// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the gateway itself decides before, between and instead of calls to providers: limits, budgets, rollouts, the
// cache, retries, kept responses. Through the real gateway over loopback.
#include "app/storage/answerstore.h"
#include "app/storage/storagethread.h"
#include "app/storage/turnstore.h"
#include "tests/integration/chatanswers.h"
#include "tests/integration/gatewayfixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace llmg;
using namespace llmg::tests;

namespace {

QJsonObject parsed(const QByteArray& body) {
    return QJsonDocument::fromJson(body).object();
}

QString errorCode(const RawAnswer& answer) {
    return parsed(answer.body)[QStringLiteral("error")][QStringLiteral("code")].toString();
}

domain::Budget budgetOf(domain::BudgetScope scope, const std::string& subject, std::int64_t cents) {
    domain::Budget budget;
    budget.id = "b";
    budget.scope = scope;
    budget.subject = subject;
    budget.amount = domain::Money::fromCents(cents);
    budget.blocks = true;
    return budget;
}

} // namespace

class AdmissionTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void requestsAMinuteAreLimitedAndTold() {
        FakeUpstream openai({answering("Hi")});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.configuration.gatewayKeys.front().rate = {2, 0};
        gateway.apply();
        const auto first = gateway.chat(asking("one"));
        QCOMPARE(first.status, 200);
        QCOMPARE(first.header("x-ratelimit-limit-requests"), QByteArray("2"));
        QCOMPARE(first.header("x-ratelimit-remaining-requests"), QByteArray("1"));
        QCOMPARE(gateway.chat(asking("two")).status, 200);
        const auto third = gateway.chat(asking("three"));
        QCOMPARE(third.status, 429);
        QCOMPARE(errorCode(third), QStringLiteral("rate_limit_exceeded"));
        const int wait = third.header("retry-after").toInt();
        QVERIFY(wait >= 1 && wait <= 60);
        QCOMPARE(openai.requests().size(), std::size_t{2});
    }

    void aSpentBudgetBlocksAndARaisedOneFrees() {
        FakeUpstream openai({answering("Hi")});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        std::vector<int> alerts;
        gateway.shared->onBudgetAlert = [&alerts](const policy::BudgetAlert& alert) {
            alerts.push_back(alert.percent);
        };
        auto budget = budgetOf(domain::BudgetScope::Project, "default", 1);
        budget.amount = domain::Money::fromNano(3'500'000); // just one answer
        gateway.configuration.budgets = {budget};
        gateway.apply();
        QCOMPARE(gateway.chat(asking("one")).status, 200);
        const auto refused = gateway.chat(asking("two"));
        QCOMPARE(refused.status, 402);
        QCOMPARE(errorCode(refused), QStringLiteral("insufficient_credits"));
        QCOMPARE(alerts, std::vector<int>{100});
        gateway.configuration.budgets.front().amount = domain::Money::fromCents(100);
        gateway.apply();
        QCOMPARE(gateway.chat(asking("three")).status, 200);
    }

    // Wall time decides of what has a date, steady time of what has a length; a clock that is set right sets all right.
    void aClockThatStepsIsFollowedAndForgotten_data() {
        QTest::addColumn<QString>("limit");
        QTest::addColumn<qint64>("stepHours");
        QTest::addColumn<int>("before");
        QTest::addColumn<int>("during");
        for (const int hours : {-24 * 62, -24, 24, 24 * 62}) {
            const bool otherPeriod = std::abs(hours) > 24 * 31;
            QTest::addRow("expiry, %+d h", hours)
                << QStringLiteral("expiry") << qint64{hours} << 200 << (hours > 0 ? 401 : 200);
            QTest::addRow("rate, %+d h", hours) << QStringLiteral("rate") << qint64{hours} << 429 << 429;
            if (otherPeriod)
                QTest::addRow("budget, %+d h", hours) << QStringLiteral("budget") << qint64{hours} << 402 << 200;
            QTest::addRow("lifetime, %+d h", hours) << QStringLiteral("lifetime") << qint64{hours} << 401 << 401;
        }
    }
    void aClockThatStepsIsFollowedAndForgotten() {
        QFETCH(QString, limit);
        QFETCH(qint64, stepHours);
        QFETCH(int, before);
        QFETCH(int, during);
        FakeUpstream openai({answering("Hi")});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        auto& key = gateway.configuration.gatewayKeys.front();
        if (limit == QLatin1String("expiry"))
            key.expiresAt = gateway.clock.now() + std::chrono::hours{1};
        if (limit == QLatin1String("rate"))
            key.rate = {1, 0};
        if (limit == QLatin1String("lifetime"))
            key.limit = domain::Money::fromNano(3'500'000);
        if (limit == QLatin1String("budget")) {
            gateway.configuration.budgets = {budgetOf(domain::BudgetScope::Project, "default", 1)};
            gateway.configuration.budgets.front().amount = domain::Money::fromNano(3'500'000);
        }
        QCOMPARE(gateway.chat(asking("one")).status, 200);
        QCOMPARE(gateway.chat(asking("two")).status, before);
        gateway.clock.step(std::chrono::hours{stepHours});
        QCOMPARE(gateway.chat(asking("three")).status, during);
        gateway.clock.step(-std::chrono::hours{stepHours});
        QCOMPARE(gateway.chat(asking("four")).status, before);
        gateway.clock.pass(std::chrono::seconds{61});
        QCOMPARE(gateway.chat(asking("five")).status, before == 429 ? 200 : before);
    }

    void aProviderWithASpentBudgetIsPassedBy() {
        FakeUpstream openai({answering("from openai")}), openrouter({answering("from openrouter")});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.serve("openrouter", openrouter);
        gateway.configuration.budgets = {budgetOf(domain::BudgetScope::Provider, "openai", 1)};
        gateway.apply();
        gateway.shared->spend.add(domain::BudgetScope::Provider, "openai", domain::Money::fromCents(1),
                                  SystemClock().now());
        const auto answer = gateway.chat(asking("one"));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("x-llmgateway-provider"), QByteArray("openrouter"));
        QCOMPARE(openai.requests().size(), std::size_t{0});
        const auto decision = QJsonDocument::fromJson(answer.body)[u"metadata"][u"routing_decision"];
        QCOMPARE(decision[u"offers"][0][u"provider"].toString(), QStringLiteral("openrouter"));
        QVERIFY(decision[u"reason"].toString().contains(QStringLiteral("openai has no budget left")));
    }

    void theOnlyProviderWithASpentBudgetIsRefused_data() {
        QTest::addColumn<QString>("model");
        QTest::newRow("bare") << QStringLiteral("gpt-4o");
        QTest::newRow("pinned") << QStringLiteral("openai/gpt-4o");
        QTest::newRow("auto") << QStringLiteral("auto");
    }
    void theOnlyProviderWithASpentBudgetIsRefused() {
        QFETCH(QString, model);
        FakeUpstream openai({answering("from openai")});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.configuration.budgets = {budgetOf(domain::BudgetScope::Provider, "openai", 1)};
        gateway.apply();
        gateway.shared->spend.add(domain::BudgetScope::Provider, "openai", domain::Money::fromCents(1),
                                  SystemClock().now());
        const auto refused = gateway.chat(asking("one").replace("gpt-4o", model.toLatin1()));
        QCOMPARE(refused.status, 402);
        QCOMPARE(errorCode(refused), QStringLiteral("insufficient_credits"));
        QCOMPARE(openai.requests().size(), std::size_t{0});
    }

    // What was in flight when the limit was reached may go beyond it, and nothing else.
    void aHundredAtOnceDoNotOvershootMore() {
        FakeUpstream openai({answering("Hi")});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        constexpr int kPaidFor = 10;
        gateway.configuration.gatewayKeys.front().limit = domain::Money::fromNano(3'500'000LL * kPaidFor);
        gateway.apply();
        std::atomic<int> answered = 0, refused = 0;
        constexpr int kClients = 10;
        std::vector<std::thread> clients;
        for (int i = 0; i < kClients; ++i)
            clients.emplace_back([&] {
                for (int n = 0; n < 10; ++n) {
                    const int status = gateway.chat(asking("hello")).status;
                    answered += status == 200;
                    refused += status == 401;
                }
            });
        for (auto& client : clients)
            client.join();
        QCOMPARE(answered + refused, 100);
        QVERIFY2(answered >= kPaidFor && answered < kPaidFor + kClients, qPrintable(QString::number(answered)));
    }

    void theSameQuestionIsAnsweredFromTheCache_data() {
        QTest::addColumn<bool>("firstStreams");
        QTest::addColumn<bool>("thenStreams");
        QTest::newRow("a document twice") << false << false;
        QTest::newRow("a document, then a stream") << false << true;
        QTest::newRow("a stream, then a document") << true << false;
    }
    void theSameQuestionIsAnsweredFromTheCache() {
        QFETCH(bool, firstStreams);
        QFETCH(bool, thenStreams);
        QTemporaryDir directory;
        auto storage = storage::StorageThread::open({directory.path()});
        QVERIFY(storage);
        SystemClock clock;
        const auto store = storage::newAnswerStore(**storage);
        cache::ResponseCache cache(clock, *store, {});
        FakeUpstream openai([](const ReceivedRequest& request) {
            return request.body.find("\"stream\":true") != std::string::npos ? streaming("only once")
                                                                             : answering("only once");
        });
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.configuration.projects.front().cacheEnabled = true;
        gateway.shared->cache = &cache;
        gateway.shared->drainStores = [&storage] {
            (*storage)->run([](QSqlDatabase&) { return Result<>{}; }).waitForFinished();
        };
        gateway.apply();
        const auto first = gateway.chat(asking("what?", firstStreams));
        QCOMPARE(first.status, 200);
        QCOMPARE(first.header("x-llmgateway-cache"), QByteArray("MISS"));
        const auto second = gateway.chat(asking("what?", thenStreams));
        QCOMPARE(second.status, 200);
        QCOMPARE(second.header("x-llmgateway-cache"), QByteArray("HIT"));
        QVERIFY(second.body.contains("only once"));
        QVERIFY(second.body.contains("\"cached\":true"));
        QVERIFY(second.body.contains("chatcmpl-1"));
        QCOMPARE(gateway.chat(asking("what?"), "x-no-cache: 1\r\n").header("x-llmgateway-cache"), QByteArray("MISS"));
        QCOMPARE(gateway.chat(asking("what else?")).header("x-llmgateway-cache"), QByteArray("MISS"));
        QCOMPARE(openai.requests().size(), std::size_t{3});
        const auto rows = gateway.sink.waitFor(4);
        QVERIFY(rows[1].record.cached);
        QVERIFY(rows[1].record.cost.total.isZero());
        QCOMPARE(rows[1].record.savedByCache.nanoUsd, 3'500'000);
        QCOMPARE(rows[1].record.usage.prompt, 1000);
        gateway.stop();
    }

    // The same question, but the name in it means another model of the same provider now.
    void anAnswerIsGivenAgainOnlyByTheModelThatIsMeant() {
        QTemporaryDir directory;
        auto storage = storage::StorageThread::open({directory.path()});
        QVERIFY(storage);
        SystemClock clock;
        const auto store = storage::newAnswerStore(**storage);
        cache::ResponseCache cache(clock, *store, {});
        FakeUpstream openai({answering("an answer")});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        auto& project = gateway.configuration.projects.front();
        project.cacheEnabled = true;
        project.aliases = {{"fast", "gpt-4o"}};
        gateway.shared->cache = &cache;
        gateway.shared->drainStores = [&storage] {
            (*storage)->run([](QSqlDatabase&) { return Result<>{}; }).waitForFinished();
        };
        gateway.apply();
        auto question = asking("what?");
        question.replace("gpt-4o", "fast");
        QCOMPARE(gateway.chat(question).header("x-llmgateway-cache"), QByteArray("MISS"));
        QCOMPARE(gateway.chat(question).header("x-llmgateway-cache"), QByteArray("HIT"));
        project.aliases = {{"fast", "gpt-4o-mini"}};
        gateway.apply();
        const auto moved = gateway.chat(question);
        QCOMPARE(moved.header("x-llmgateway-cache"), QByteArray("MISS"));
        QCOMPARE(moved.header("x-llmgateway-model"), QByteArray("gpt-4o-mini"));
        gateway.stop();
    }

    void aKeyOverItsLimitMayStillAskWhatItSpent() {
        FakeUpstream openai({answering("Hi")});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.configuration.gatewayKeys.front().limit = domain::Money::fromCents(0) + domain::Money::fromNano(1);
        gateway.apply();
        QCOMPARE(gateway.chat(asking("one")).status, 200);
        QCOMPARE(gateway.chat(asking("two")).status, 401);
        RawClient client(gateway.port());
        client.send("GET /v1/key HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer " +
                    gateway.key() + "\r\n\r\n");
        const auto answer = client.answer();
        QCOMPARE(answer.status, 200);
        const auto data = parsed(answer.body)[QStringLiteral("data")].toObject();
        QCOMPARE(data[QStringLiteral("limit_remaining_usd")].toString(), QStringLiteral("0"));
        QCOMPARE(data[QStringLiteral("state")].toString(), QStringLiteral("limit_reached"));
        QCOMPARE(data[QStringLiteral("usage_usd")].toString(), QStringLiteral("0.0035"));
    }

    void theProjectHeaderMakesSureOfTheProject_data() {
        QTest::addColumn<QByteArray>("named");
        QTest::addColumn<int>("status");
        QTest::newRow("its name") << QByteArray("default project") << 200;
        QTest::newRow("its id") << QByteArray("default") << 200;
        QTest::newRow("another's") << QByteArray("other") << 403;
        QTest::newRow("nobody's") << QByteArray("nope") << 403;
    }
    void theProjectHeaderMakesSureOfTheProject() {
        QFETCH(QByteArray, named);
        QFETCH(int, status);
        FakeUpstream openai({answering("Hi")});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.configuration.projects.front().name = "Default project";
        auto other = gateway.configuration.projects.front();
        other.id = other.name = "other";
        gateway.configuration.projects.push_back(other);
        gateway.apply();
        const auto answer = gateway.chat(asking("one"), "x-llmgateway-project: " + named + "\r\n");
        QCOMPARE(answer.status, status);
        QCOMPARE(gateway.sink.waitFor(1).front().record.projectId, std::string("default"));
        if (status != 200)
            QCOMPARE(errorCode(answer), QStringLiteral("permission_denied"));
    }

    void moreThanItTakesIsToldToComeAgain() {
        GatewayFixture gateway;
        gateway.limits.maxInFlight = 1;
        gateway.apply();
        RawClient waiting(gateway.port());
        waiting.post("/v1/chat/completions", gateway.key(),
                     "{\"model\":\"sandbox/stall\",\"stream\":true,"
                     "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        QTRY_COMPARE(gateway.shared->counters.inFlight.load(), std::int64_t{1});
        const auto answer = gateway.chat(asking("one"));
        QCOMPARE(answer.status, 529);
        QCOMPARE(errorCode(answer), QStringLiteral("overloaded"));
        QCOMPARE(answer.header("retry-after"), QByteArray("1"));
        waiting.close();
        QCOMPARE(gateway.sink.waitFor(2).front().record.status, 529);
        QCOMPARE(gateway.chat(QByteArray(asking("two")).replace("gpt-4o", "sandbox/echo")).status, 200);
    }

    void aRolloutSendsItsShareAndTheHeaderOverrides() {
        FakeUpstream openai({answering("from openai")}), openrouter({answering("from openrouter")});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.serve("openrouter", openrouter);
        auto& rollout = gateway.configuration.projects.front().rollout;
        rollout.enabled = true;
        rollout.control = {"direct", {}, "openai", {}};
        rollout.candidate = {"elsewhere", {}, "openrouter", {}};
        rollout.percent = 0;
        gateway.apply();
        QCOMPARE(gateway.chat(asking("one")).header("x-llmgateway-provider"), QByteArray("openai"));
        QCOMPARE(gateway.chat(asking("one"), "x-llmgateway-arm: candidate\r\n").header("x-llmgateway-provider"),
                 QByteArray("openrouter"));
        rollout.percent = 100;
        gateway.apply();
        QCOMPARE(gateway.chat(asking("one")).header("x-llmgateway-provider"), QByteArray("openrouter"));
        const auto rows = gateway.sink.waitFor(3);
        const auto armOf = [](const MemorySink::Entry& row) -> std::string {
            for (const auto& [name, value] : row.record.tags) {
                if (name == "rollout-arm")
                    return value;
            }
            return {};
        };
        QCOMPARE(armOf(rows[0]), std::string("control"));
        QCOMPARE(armOf(rows[2]), std::string("candidate"));
    }

    void aWorseArmIsRolledBackAtOnce() {
        FakeUpstream openai({answering("from openai")}), openrouter({failing(500)});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.serve("openrouter", openrouter);
        auto& rollout = gateway.configuration.projects.front().rollout;
        rollout.enabled = true;
        rollout.control = {"direct", {}, "openai", {}};
        rollout.candidate = {"elsewhere", {}, "openrouter", {}};
        rollout.percent = 100;
        rollout.minRequests = 3;
        std::vector<std::string> reasons;
        gateway.shared->onRollback = [&reasons](const std::string& project, const std::string& why) {
            reasons.push_back(project + ": " + why);
        };
        gateway.apply();
        for (int i = 0; i < 3; ++i)
            QCOMPARE(gateway.chat(asking("n" + QByteArray::number(i))).status, 502);
        QCOMPARE(gateway.chat(asking("after")).header("x-llmgateway-provider"), QByteArray("openai"));
        QCOMPARE(reasons.size(), std::size_t{1});
        QVERIFY(reasons[0].starts_with("default: 100.0 % of 3 requests failed"));
    }

    void oneFailureOfTheOnlyProviderIsTriedAgain() {
        FakeUpstream openai({failing(503), answering("after all")});
        GatewayFixture gateway;
        gateway.limits.longestRetryWait = std::chrono::milliseconds{60'000};
        gateway.serve("openai", openai);
        const auto answer = gateway.chat(asking("one"));
        QCOMPARE(answer.status, 200);
        QCOMPARE(openai.requests().size(), std::size_t{2});
        QCOMPARE(parsed(answer.body)[QStringLiteral("metadata")][QStringLiteral("routing")].toArray().size(), 2);
    }

    void aResponseContinuesTheOneBefore() {
        QTemporaryDir directory;
        auto storage = storage::StorageThread::open({directory.path()});
        QVERIFY(storage);
        const auto turns = storage::newTurnStore(**storage);
        FakeUpstream mistral({answering("Hello Ada.")}); // speaks chat: the history comes out of our own store
        GatewayFixture gateway;
        gateway.serve("mistral", mistral);
        gateway.shared->turns = turns.get();
        gateway.shared->drainStores = [&storage] {
            (*storage)->run([](QSqlDatabase&) { return Result<>{}; }).waitForFinished();
        };
        gateway.apply();
        const auto post = [&gateway](const QByteArray& input, const QByteArray& more = {}) {
            RawClient client(gateway.port());
            client.post("/v1/responses", gateway.key(), respondingTo(input, more));
            return client.answer();
        };
        const auto after = [](const QByteArray& id) -> QByteArray {
            return ",\"previous_response_id\":\"" + id + "\"";
        };
        const auto first = post("I am Ada.");
        QCOMPARE(first.status, 200);
        const QByteArray id = parsed(first.body)[QStringLiteral("id")].toString().toUtf8();
        QVERIFY(id.startsWith("resp_"));
        const auto second = post("Who am I?", after(id));
        QCOMPARE(second.status, 200);
        QCOMPARE(parsed(second.body)[QStringLiteral("previous_response_id")].toString().toUtf8(), id);
        const auto asked = QByteArray::fromStdString(mistral.requests().at(1).body);
        QVERIFY(asked.indexOf("I am Ada.") < asked.indexOf("Hello Ada."));
        QVERIFY(asked.indexOf("Hello Ada.") < asked.indexOf("Who am I?"));
        const auto unkept = post("Hi", ",\"store\":false");
        QCOMPARE(unkept.status, 200);
        QCOMPARE(post("And?", after(parsed(unkept.body)[QStringLiteral("id")].toString().toUtf8())).status, 400);
        const auto unknown = post("Who am I?", after("resp_nope"));
        QCOMPARE(unknown.status, 400);
        QVERIFY(unknown.body.contains("previous_response_id"));
        gateway.stop();
    }
};

QTEST_GUILESS_MAIN(AdmissionTest)
#include "tst_admission.moc"
