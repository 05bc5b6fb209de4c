// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is changed while a request runs holds for the next one: the one under way ends as it would have, its money is
// counted and its row is whole (ARCHITECTURE.md, "A limit refuses what comes after it").
#include "app/service/commands.h"
#include "app/service/engine.h"
#include "app/service/providerkeys.h"
#include "app/storage/configurationstore.h"
#include "app/storage/database.h"
#include "app/storage/ledgerreader.h"
#include "tests/integration/chatanswers.h"
#include "tests/integration/gatewayfixture.h"
#include "tests/support/engines.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace llmg;
using namespace llmg::tests;
using namespace Qt::StringLiterals;

namespace {

constexpr std::int64_t kCostOfOne = 3'500'000; // nano-dollars, of chatanswers.h's answers
QString errorPart(const RawAnswer& answer, QLatin1String part) {
    return QJsonDocument::fromJson(answer.body).object()["error"_L1][part].toString();
}

/// A stream of two words; the second waits for the gate.
Scenario heldStream(const std::shared_ptr<Gate>& gate) {
    auto scenario = streaming("first");
    auto rest = streaming(" second");
    scenario.body.erase(scenario.body.begin() + 1, scenario.body.end());
    rest.body.front().gate = gate;
    for (auto& piece : rest.body)
        scenario.body.push_back(std::move(piece));
    return scenario;
}

using Change = void (*)(GatewayFixture&);

domain::GatewayKey& keyOf(GatewayFixture& gateway) {
    return gateway.configuration.gatewayKeys.front();
}

void block(GatewayFixture& gateway, domain::BudgetScope scope, const std::string& subject) {
    domain::Budget budget;
    budget.id = "b";
    budget.scope = scope;
    budget.subject = subject;
    budget.amount = domain::Money::fromNano(1);
    budget.blocks = true;
    gateway.configuration.budgets = {budget};
    gateway.shared->spend.add(scope, subject, domain::Money::fromNano(2), SystemClock().now());
}

struct Row {
    const char* name;
    Change change;
    int status; ///< of the next request
    const char* code;
    const char* words; ///< in its message
};

const Row kRows[] = {
    {"key revoked", [](GatewayFixture& g) { keyOf(g).state = domain::KeyState::Revoked; }, 401, "invalid_api_key",
     "has been revoked"},
    {"key disabled", [](GatewayFixture& g) { keyOf(g).state = domain::KeyState::Disabled; }, 401, "invalid_api_key",
     "is disabled"},
    {"key expired", [](GatewayFixture& g) { keyOf(g).expiresAt = UnixTime{Milliseconds{1}}; }, 401, "invalid_api_key",
     "has expired"},
    {"key's limit below what is spent",
     [](GatewayFixture& g) {
         keyOf(g).limit = domain::Money::fromNano(1);
         g.shared->spend.add(domain::BudgetScope::Key, keyOf(g).id, domain::Money::fromNano(2), SystemClock().now());
     },
     401, "invalid_api_key", "usage limit"},
    {"key deleted", [](GatewayFixture& g) { g.configuration.gatewayKeys.clear(); }, 401, "invalid_api_key",
     "not known here"},
    {"project deleted with its keys",
     [](GatewayFixture& g) {
         g.configuration.gatewayKeys.clear();
         g.configuration.projects.clear();
     },
     401, "invalid_api_key", "not known here"},
    {"project deleted, its key left", [](GatewayFixture& g) { g.configuration.projects.clear(); }, 401,
     "invalid_api_key", "no longer exists"},
    {"provider disabled", [](GatewayFixture& g) { g.configuration.providers.front().enabled = false; }, 400,
     "no_provider_key", "Providers page"},
    {"provider's key removed", [](GatewayFixture& g) { g.removeKeys("openai"); }, 400, "no_provider_key",
     "Providers page"},
    {"mode changed to credits",
     [](GatewayFixture& g) { g.configuration.projects.front().mode = domain::ProjectMode::Credits; }, 400,
     "no_provider_key", "hosted gateway account"},
    {"model no longer allowed", [](GatewayFixture& g) { keyOf(g).allowedModels = {"gpt-4.1"}; }, 403,
     "model_not_allowed", "gpt-4o"},
    {"project's budget below what is spent",
     [](GatewayFixture& g) { block(g, domain::BudgetScope::Project, "default"); }, 402, "insufficient_credits",
     "budget of this project"},
    {"key's budget below what is spent", [](GatewayFixture& g) { block(g, domain::BudgetScope::Key, keyOf(g).id); },
     402, "insufficient_credits", "budget of this gateway key"},
    {"provider's budget below what is spent",
     [](GatewayFixture& g) { block(g, domain::BudgetScope::Provider, "openai"); }, 402, "insufficient_credits",
     "budget of openai"},
    {"rate below what was asked",
     [](GatewayFixture& g) {
         keyOf(g).rate = {1, 0};
     },
     200, "", ""},
};

enum class Moment { BeforeTheHead, WithinAWholeAnswer, AfterTheFirstByte };

constexpr std::pair<Moment, const char*> kMoments[] = {{Moment::BeforeTheHead, "before the provider answers"},
                                                       {Moment::WithinAWholeAnswer, "within a whole answer"},
                                                       {Moment::AfterTheFirstByte, "after the first byte"}};

} // namespace

class ChangesWhileStreamingTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theRunningRequestEndsAndTheNextIsJudgedAnew_data() {
        QTest::addColumn<int>("row");
        QTest::addColumn<int>("moment");
        for (std::size_t row = 0; row < std::size(kRows); ++row) {
            for (const auto& [moment, name] : kMoments)
                QTest::addRow("%s, %s", kRows[row].name, name) << static_cast<int>(row) << static_cast<int>(moment);
        }
    }

    void theRunningRequestEndsAndTheNextIsJudgedAnew() {
        QFETCH(int, row);
        QFETCH(int, moment);
        const auto& [name, change, status, code, words] = kRows[row];
        const bool streams = static_cast<Moment>(moment) != Moment::WithinAWholeAnswer;
        const auto gate = std::make_shared<Gate>();
        auto held = streams ? heldStream(gate) : answering("first second");
        if (static_cast<Moment>(moment) == Moment::BeforeTheHead)
            held.beforeHead = gate;
        if (!streams)
            held.body.front().gate = gate;
        FakeUpstream openai({held, answering("next")});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.apply();
        const std::string keyId = keyOf(gateway).id;

        RawClient client(gateway.port());
        client.post("/v1/chat/completions", gateway.key(), asking("one", streams));
        if (static_cast<Moment>(moment) == Moment::AfterTheFirstByte)
            QVERIFY(client.waitFor("first"));
        else
            QVERIFY(openai.waitForRequests(1));
        change(gateway);
        gateway.apply();
        const auto next = gateway.chat(asking("two"));
        QCOMPARE(next.status, status);
        QCOMPARE(errorPart(next, "code"_L1), QString::fromLatin1(code));
        QVERIFY2(errorPart(next, "message"_L1).contains(QString::fromLatin1(words)), next.body.constData());

        gate->open();
        const auto answer = client.answer();
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.whole && answer.body.contains("second"));
        QCOMPARE(answer.body.endsWith("data: [DONE]\n\n"), streams);
        // Whoever is refused for the key leaves no row.
        const auto rows = gateway.sink.waitFor(status == 401 ? 1 : 2);
        const auto whole = std::find_if(rows.begin(), rows.end(), [](const auto& each) {
            return each.record.status == 200 && each.bodies.request.find("one") != std::string::npos;
        });
        QVERIFY(whole != rows.end());
        QCOMPARE(whole->record.projectId, std::string("default"));
        QCOMPARE(whole->record.keyId, keyId);
        QCOMPARE(whole->record.usedProvider, std::string("openai"));
        QCOMPARE(whole->record.usedMode, std::string("api-keys"));
        QCOMPARE(whole->record.finishReason, std::string("stop"));
        QCOMPARE(whole->record.cost.total.nanoUsd, kCostOfOne);
        QVERIFY(whole->record.errorCode.empty());
        for (const auto& [scope, subject] : {std::pair{domain::BudgetScope::Key, keyId},
                                             std::pair{domain::BudgetScope::Project, std::string("default")},
                                             std::pair{domain::BudgetScope::Provider, std::string("openai")}})
            QVERIFY(
                gateway.shared->spend.spent(scope, subject, domain::Period::Lifetime, SystemClock().now()).nanoUsd >=
                kCostOfOne);
    }

    // The route was chosen under the old mode, and so it is gone to its end.
    void aModeThatChangesWhileAnAttemptFailsOver() {
        const auto gate = std::make_shared<Gate>();
        auto down = failing(503);
        down.beforeHead = gate;
        FakeUpstream openai({down}), openrouter({answering("from openrouter")}), hosted({answering("from hosted")});
        GatewayFixture gateway;
        gateway.serve("openai", openai);
        gateway.serve("openrouter", openrouter);
        gateway.serve("llmgateway", hosted);
        gateway.apply();
        RawClient client(gateway.port());
        client.post("/v1/chat/completions", gateway.key(), asking("one"));
        QVERIFY(openai.waitForRequests(1));
        gateway.configuration.projects.front().mode = domain::ProjectMode::Credits;
        gateway.apply();
        const auto next = gateway.chat(asking("two"));
        QCOMPARE(next.status, 200);
        QCOMPARE(next.header("x-llmgateway-provider"), QByteArray("llmgateway"));
        gate->open();
        const auto answer = client.answer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("x-llmgateway-provider"), QByteArray("openrouter"));
        std::map<std::string, std::string> modes;
        for (const auto& row : gateway.sink.waitFor(2))
            modes[row.record.usedProvider] = row.record.usedMode;
        QCOMPARE(modes, (std::map<std::string, std::string>{{"llmgateway", "credits"}, {"openrouter", "api-keys"}}));
    }

    // The same through the whole program: database, ledger, commands.
    void aProjectIsDeletedWhileItStreams() {
        const auto gate = std::make_shared<Gate>();
        FakeUpstream openai({heldStream(gate)});
        QTemporaryDir directory;
        service::Engine engine;
        QVERIFY(start(engine, directory));
        const auto told = [&engine](const char* words, boost::json::object args) {
            auto answer = wait(service::execute(engine, {{"command", words}, {"args", std::move(args)}}));
            if (!answer)
                qFatal("%s: %s", words, answer.error().message.c_str());
            return *answer;
        };
        told("provider set", {{"id", "openai"}, {"set", "base-url=" + openai.url() + "/v1"}});
        QVERIFY(wait(engine.providerKeys().add("openai", "work", Secret("sk-right-0123456789"))));
        told("project create", {{"name", "web"}, {"set", "cache=on"}});
        const auto key = QByteArray::fromStdString(
            std::string(told("key create", {{"project", "web"}, {"name", "ci"}}).at("key").as_string()));
        RawClient client(engine.state().port);
        client.post("/v1/chat/completions", key, asking("one", true));
        QVERIFY(client.waitFor("first"));
        told("project delete", {{"name", "web"}});
        RawClient late(engine.state().port);
        late.post("/v1/chat/completions", key, asking("two"));
        const auto refused = late.answer();
        QCOMPARE(refused.status, 401);
        QVERIFY(errorPart(refused, "message"_L1).contains(u"not known here"_s));
        gate->open();
        const auto answer = client.answer();
        QVERIFY(answer.whole && answer.body.endsWith("data: [DONE]\n\n"));

        QVERIFY(wait(engine.flush()));
        const auto page = wait(engine.ledger().requests({}, {}, 10));
        QVERIFY(page);
        QCOMPARE(page->rows.size(), std::size_t{1});
        const auto detail = wait(engine.ledger().request(page->rows[0].id));
        QVERIFY(detail);
        QCOMPARE(detail->projectName, std::string("web"));
        QCOMPARE(detail->keyName, std::string("ci"));
        QCOMPARE(detail->record.status, 200);
        QCOMPARE(detail->record.cost.total.nanoUsd, kCostOfOne);
        // Nor is its answer kept for a project that nobody can ask any more.
        engine.stop();
        storage::Connection database;
        QVERIFY(database.open(directory.filePath(u"gateway.db"_s), storage::Access::ReadOnly, 1000));
        QCOMPARE(storage::scalar(database.database(), u"SELECT count(*) FROM cached_answers"_s)->toInt(), 0);
    }
};

QTEST_GUILESS_MAIN(ChangesWhileStreamingTest)
#include "tst_changeswhilestreaming.moc"
