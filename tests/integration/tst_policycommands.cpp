// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/commands.h"
#include "app/service/engine.h"
#include "app/service/lookups.h"
#include "app/service/providerkeys.h"
#include "app/storage/configurationstore.h"
#include "tests/support/engines.h"
#include "tests/support/fakeupstream.h"
#include "tests/support/rawclient.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace llmg;
using namespace llmg::tests;
using service::Engine;
using Phase = service::GatewayState::Phase;

namespace {

/// An engine on a directory, and the command line to it.
struct Running {
    explicit Running(const QTemporaryDir& directory, bool serve = true) {
        auto options = engineOptions(directory);
        options.serve = serve;
        const auto started = engine.start(options);
        if (!started)
            qFatal("the engine did not start: %s", started.error().message.c_str());
        auto ready = engine.ready();
        const bool runs = QTest::qWaitFor(
            [&] { return ready.isFinished() && (!serve || engine.state().phase == Phase::Running); }, kPatienceMs);
        if (!runs)
            qFatal("the gateway did not come up");
    }

    QFuture<service::CommandResult> begin(const char* words, boost::json::object args) {
        return service::execute(engine, {{"command", words}, {"args", std::move(args)}});
    }
    service::CommandResult command(const char* words, boost::json::object args = {}) {
        return wait(begin(words, std::move(args)));
    }
    /// The answer, which must be there.
    boost::json::value told(const char* words, boost::json::object args = {}) {
        auto answer = command(words, std::move(args));
        if (!answer)
            qFatal("%s: %s", words, answer.error().message.c_str());
        return *answer;
    }
    RawAnswer chat(const Secret& key, const QByteArray& model, const QByteArray& headers = {}) {
        RawClient client(engine.state().port);
        client.post("/v1/chat/completions", QByteArray::fromStdString(std::string(key.reveal())),
                    R"({"model":")" + model + R"(","messages":[{"role":"user","content":"one two"}]})", headers);
        return client.answer();
    }

    Engine engine;
};

/// Answers each request with 1000 tokens in and out: $0.0125 at gpt-4o's price.
Scenario costlyAnswer(const ReceivedRequest&) {
    return Scenario::json(
        R"({"id":"c","object":"chat.completion","created":1,"model":"gpt-4o","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":1000}})");
}

void useUpstream(Running& running, FakeUpstream& upstream) {
    running.told("provider set", {{"id", "openai"}, {"set", "base-url=" + upstream.url() + "/v1"}});
    if (!wait(running.engine.providerKeys().add("openai", "work", Secret("sk-right-0123456789"))))
        qFatal("the key was not taken");
}

boost::json::array words(std::initializer_list<const char*> list) {
    boost::json::array array;
    for (const char* word : list)
        array.emplace_back(word);
    return array;
}

const QByteArray kModel = "openai/gpt-4o";

} // namespace

class PolicyCommandsTest : public QObject {
    Q_OBJECT

    /// One engine for the rows that change nothing. It must end before the application does.
    Running& shared() {
        if (!m_running) {
            m_running = std::make_unique<Running>(m_directory, false);
            m_running->told("key create", {{"name", "openai"}});
            m_running->told("project create", {{"name", "openai"}});
        }
        return *m_running;
    }
    QTemporaryDir m_directory;
    std::unique_ptr<Running> m_running;

  private Q_SLOTS:
    void cleanupTestCase() { m_running.reset(); }

    void wrongValuesNameTheField_data() {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<QByteArray>("subject");
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<QByteArray>("field");
        const auto row = [](const char* command, const char* subject, const QByteArray& word, const char* field) {
            QTest::addRow("%s %s", command, word.constData())
                << QByteArray(command) << QByteArray(subject) << word << QByteArray(field);
        };
        row("key set", "key", "limit=much", "limit");
        row("key set", "key", "daily=-1", "daily");
        row("key set", "key", "rpm=many", "rpm");
        row("key set", "key", "tpm=-5", "tpm");
        row("key set", "key", "expires=tomorrow", "expires");
        row("key set", "key", "colour=red", "colour");
        row("key set", "key", "limit", "limit");
        for (const char* field :
             {"name", "limit", "hourly", "daily", "weekly", "monthly", "expires", "models", "providers", "rpm", "tpm"})
            row("key set", "key", QByteArray(field) + '=', field);
        row("key set", "key", "limit=0", "limit");
        row("key set", "key", "daily=0", "daily");
        row("key set", "key", "rpm=0", "rpm");
        row("key set", "key", "models=,", "models");
        row("key set", "key", "expires=2020-01-01", "expires");
        row("project set", "name", "mode=sideways", "mode");
        row("project set", "name", "cache=perhaps", "cache");
        row("project set", "name", "ttl=9", "ttl");
        row("project set", "name", "ttl=31536001", "ttl");
        row("project set", "name", "routing=fast", "routing");
        row("project set", "name", "routing=speed exploration=200", "exploration");
        row("project set", "name", "routing=exploration=0.25", "exploration");
        row("project set", "name", "models=", "models");
        row("project set", "name", "rpm=", "rpm");
        row("project set", "name", "alias:gpt-4=", "alias");
        row("project set", "name", "alias:=x", "alias");
        row("project set", "name", "colour=red", "colour");
        row("rollout set", "project", "percent=101", "percent");
        row("rollout set", "project", "control.mode=sideways", "control.mode");
        row("rollout set", "project", "control.mode=", "control.mode");
        row("rollout set", "project", "candidate.colour=red", "candidate.colour");
        row("rollout set", "project", "max-error-rate=0.01", "max-error-rate");
        row("rollout set", "project", "min-requests=0", "min-requests");
        row("rollout set", "project", "sticky=glue", "sticky");
        row("provider set", "id", "order=first", "order");
        row("provider set", "id", "base-url=", "base-url");
        row("provider set", "id", "enabled=perhaps", "enabled");
    }

    void wrongValuesNameTheField() {
        QFETCH(QByteArray, command);
        QFETCH(QByteArray, subject);
        QFETCH(QByteArray, word);
        QFETCH(QByteArray, field);
        auto& running = shared();
        const auto before = running.engine.configuration().current();
        const auto answer =
            running.command(command.constData(), {{subject.toStdString(), "openai"}, {"set", word.toStdString()}});
        QVERIFY(!answer);
        QVERIFY(answer.error().kind == ErrorKind::InvalidParameters);
        QVERIFY2(answer.error().message.find(field.toStdString()) != std::string::npos, answer.error().message.c_str());
        QVERIFY(*running.engine.configuration().current() == *before);
    }

    void setsAllOfAKey() {
        QTemporaryDir directory;
        Running running(directory, false);
        const auto made = running.told("key create", {{"name", "ci"},
                                                      {"limit", "5"},
                                                      {"hourly", "0.5"},
                                                      {"daily", "1"},
                                                      {"models", "gpt-4o,sandbox/echo"},
                                                      {"providers", "openai,groq"},
                                                      {"rpm", "60"},
                                                      {"tpm", "100000"},
                                                      {"expires", "2099-12-31"}});
        QVERIFY(made.at("key").as_string().starts_with("llmg_"));
        QCOMPARE(made.at("period_limits").as_array().size(), std::size_t{2});
        QCOMPARE(made.at("providers"), boost::json::value({"openai", "groq"}));
        QCOMPARE(made.at("rpm").to_number<int>(), 60);
        QCOMPARE(made.at("expires").as_string(), "2100-01-01T00:00:00.000Z");
        const auto changed =
            running.told("key set", {{"key", "ci"},
                                     {"set", words({"name=build", "limit=none", "daily=2", "hourly=none", "weekly=3",
                                                    "models=none", "providers=none", "rpm=none", "expires=none"})}});
        QVERIFY(changed.at("limit_usd").is_null() && changed.at("expires").is_null());
        QCOMPARE(changed.at("period_limits"),
                 boost::json::value({{{"period", "day"}, {"spent_usd", "0"}, {"limit_usd", "2"}},
                                     {{"period", "week"}, {"spent_usd", "0"}, {"limit_usd", "3"}}}));
        QVERIFY(changed.at("models").as_array().empty() && changed.at("providers").as_array().empty());
        QVERIFY(changed.at("rpm").is_null());
        QCOMPARE(changed.at("tpm").to_number<int>(), 100000);
        QCOMPARE(running.told("key list").at(0).at("name").as_string(), "build");
    }

    void setsAllOfAProject() {
        QTemporaryDir directory;
        Running running(directory, false);
        const auto made = running.told("project create", {{"name", "web"}, {"set", words({"mode=api-keys"})}});
        QCOMPARE(made.at("mode").as_string(), "api-keys");
        const auto set = running.told(
            "project set",
            {{"name", "web"},
             {"set", words({"name=site", "bodies=off", "cache=on", "ttl=600", "models=gpt-4o,o3", "providers=openai",
                            "routing=speed exploration=20 sticky=off", "rpm=10", "tpm=1000", "alias:gpt-4=gpt-4o"})}});
        QCOMPARE(set.at("cache").as_bool(), true);
        QCOMPARE(set.at("bodies").as_bool(), false);
        QCOMPARE(set.at("ttl").to_number<int>(), 600);
        QCOMPARE(set.at("models"), boost::json::value({"gpt-4o", "o3"}));
        QCOMPARE(set.at("routing").as_string(), "speed exploration=20% sticky=off");
        QCOMPARE(running.engine.configuration().current()->projects.back().routing.explorationPerMille, 200);
        QCOMPARE(set.at("aliases").at("gpt-4").as_string(), "gpt-4o");
        const auto again = running.told("project set", {{"name", "site"}, {"set", words({"alias:gpt-4=none"})}});
        QVERIFY(again.at("aliases").as_object().empty());
        QCOMPARE(running.told("project show", {{"name", "site"}}), again);
        QVERIFY(running.told("project delete", {{"name", "site"}}).at("deleted").as_bool());
        QVERIFY(!running.command("project show", {{"name", "site"}}));
        QVERIFY(!running.command("project delete", {{"name", "default"}}));
    }

    void aSpentBudgetBlocksUntilItIsRemoved() {
        FakeUpstream upstream(costlyAnswer);
        QTemporaryDir directory;
        Running running(directory);
        useUpstream(running, upstream);
        const auto key = running.engine.playgroundKey();
        const QSignalSpy alerts(&running.engine, &Engine::budgetAlert);
        running.told("budget set", {{"project", "default"}, {"period", "day"}, {"amount", "0.01"}, {"block", ""}});
        QCOMPARE(running.chat(key, kModel).status, 200); // what is under way is not cut
        QTRY_COMPARE(alerts.size(), 1);
        QCOMPARE(alerts.at(0).at(1).toInt(), 100);
        QVERIFY(alerts.at(0).at(0).toString().contains(QStringLiteral("daily budget")));
        QCOMPARE(running.chat(key, kModel).status, 402);
        const auto budgets = running.told("budget list");
        QCOMPARE(budgets.as_array().size(), std::size_t{1});
        QCOMPARE(budgets.at(0).at("spent_usd").as_string(), "0.0125");
        QCOMPARE(budgets.at(0).at("percent").as_double(), 125.0);
        // Of the same subject and period: changed, not doubled.
        running.told("budget set", {{"project", "default"}, {"period", "day"}, {"amount", "0.012"}, {"block", ""}});
        QCOMPARE(running.told("budget list").as_array().size(), std::size_t{1});
        QCOMPARE(running.chat(key, kModel).status, 402);
        running.told("budget remove", {{"id", budgets.at(0).at("id").as_string()}});
        QCOMPARE(running.chat(key, kModel).status, 200);
        QVERIFY(!running.command("budget remove", {{"id", budgets.at(0).at("id").as_string()}}));
    }

    void aBudgetKeepsItsBlockingUntilToldOtherwise() {
        QTemporaryDir directory;
        Running running(directory, false);
        const auto blocks = [&](boost::json::object args) {
            args["project"] = "default";
            args["amount"] = "5";
            return running.told("budget set", std::move(args)).at("blocks").as_bool();
        };
        QVERIFY(!blocks({}));
        QVERIFY(blocks({{"block", "on"}}));
        QVERIFY(blocks({}));
        QVERIFY(!blocks({{"block", "off"}}));
        QVERIFY(!blocks({}));
    }

    void noKeyIsMadeWithAWrongValue_data() {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("value");
        const auto row = [](const char* field, const char* value) {
            QTest::addRow("%s=%s", field, value) << QByteArray(field) << QByteArray(value);
        };
        for (const char* field :
             {"limit", "hourly", "daily", "weekly", "monthly", "expires", "models", "providers", "rpm", "tpm", "name"})
            row(field, "");
        row("limit", "0");
        row("daily", "0");
        row("rpm", "0");
        row("expires", "2020-01-01");
    }

    void noKeyIsMadeWithAWrongValue() {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, value);
        auto& running = shared();
        const auto before = running.engine.configuration().current();
        const auto answer = running.command("key create", {{field.toStdString(), value.toStdString()}});
        QVERIFY(!answer && answer.error().kind == ErrorKind::InvalidParameters);
        QCOMPARE(answer.error().param, field.toStdString());
        QVERIFY(answer.error().message.ends_with('.'));
        QVERIFY(*running.engine.configuration().current() == *before);
    }

    // In force at once, said once, and gone at once when it is raised: no matter that nothing more is spent meanwhile.
    void aLimitChangedToBelowWhatIsSpentHoldsAtOnce_data() {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<int>("refused");
        QTest::newRow("the project's budget") << QByteArray("project") << 402;
        QTest::newRow("the key's budget") << QByteArray("key") << 402;
        QTest::newRow("the provider's budget") << QByteArray("provider") << 402;
        QTest::newRow("the key's limit") << QByteArray("limit") << 401;
        QTest::newRow("the key's daily limit") << QByteArray("daily") << 401;
        QTest::newRow("the key's monthly limit") << QByteArray("monthly") << 401;
    }
    void aLimitChangedToBelowWhatIsSpentHoldsAtOnce() {
        QFETCH(QByteArray, kind);
        QFETCH(int, refused);
        FakeUpstream upstream(costlyAnswer);
        QTemporaryDir directory;
        Running running(directory);
        useUpstream(running, upstream);
        const Secret key(std::string(running.told("key create", {{"name", "ci"}}).at("key").as_string()));
        const QSignalSpy alerts(&running.engine, &Engine::budgetAlert);
        const bool budget = refused == 402;
        const auto limitTo = [&](const char* amount) {
            if (!budget) {
                running.told("key set", {{"key", "ci"}, {"set", kind.toStdString() + "=" + amount}});
                return;
            }
            const char* subject = kind == "project" ? "default" : kind == "key" ? "ci" : "openai";
            running.told("budget set", {{kind.toStdString(), subject}, {"amount", amount}, {"block", "on"}});
        };
        limitTo("1");
        QCOMPARE(running.chat(key, kModel).status, 200); // $0.0125
        QVERIFY(alerts.isEmpty());
        limitTo("0.01");
        for (int i = 0; i < 3; ++i) {
            const auto answer = running.chat(key, kModel);
            QCOMPARE(answer.status, refused);
            QVERIFY2(answer.body.contains("$0.01"), answer.body.constData());
        }
        QCoreApplication::processEvents();
        QCOMPARE(alerts.size(), budget ? 1 : 0);
        limitTo("0.02");
        QCOMPARE(running.chat(key, kModel).status, 200);
        QCOMPARE(running.chat(key, kModel).status, refused); // $0.025
        limitTo("10");
        QCOMPARE(running.chat(key, kModel).status, 200);
        QCOMPARE(upstream.requests().size(), std::size_t{3});
    }

    void aBudgetIsOfOneThing_data() {
        QTest::addColumn<QByteArray>("args");
        QTest::newRow("nothing") << QByteArray(R"({"amount":"1"})");
        QTest::newRow("two things") << QByteArray(R"({"amount":"1","project":"default","provider":"openai"})");
        QTest::newRow("no amount") << QByteArray(R"({"project":"default"})");
        QTest::newRow("an amount of nothing") << QByteArray(R"({"amount":"0","project":"default"})");
        QTest::newRow("another period") << QByteArray(R"({"amount":"1","project":"default","period":"week"})");
    }

    void aBudgetIsOfOneThing() {
        QFETCH(QByteArray, args);
        QTemporaryDir directory;
        Running running(directory, false);
        const auto answer = running.command("budget set", boost::json::parse(args.toStdString()).as_object());
        QVERIFY(!answer && answer.error().kind == ErrorKind::InvalidParameters);
        QVERIFY(running.told("budget list").as_array().empty());
    }

    void limitsHoldOverARestart() {
        FakeUpstream upstream(costlyAnswer);
        QTemporaryDir directory;
        Secret key;
        {
            Running running(directory);
            useUpstream(running, upstream);
            const auto made = running.told("key create", {{"name", "ci"}, {"daily", "0.01"}});
            key = Secret(std::string(made.at("key").as_string()));
            QCOMPARE(running.chat(key, kModel).status, 200);
            QCOMPARE(running.chat(key, kModel).status, 401);
        }
        Running again(directory);
        const auto refused = again.chat(key, "sandbox/echo");
        QCOMPARE(refused.status, 401);
        QVERIFY(refused.body.contains("daily"));
        const auto keys = again.told("key list");
        const auto& list = keys.as_array();
        const auto* ci =
            std::find_if(list.begin(), list.end(), [](const auto& item) { return item.at("name") == "ci"; });
        QVERIFY(ci != list.end());
        QCOMPARE(ci->at("period_limits").at(0).at("spent_usd").as_string(), "0.0125");
        QCOMPARE(ci->at("state").as_string(), "limit reached");
        QCOMPARE(ci->at("reached").as_string(), "day");
        QVERIFY(ci->at("until").is_string());
        for (const char* by : {"project", "key"}) {
            const auto rows = again.told("usage", {{"by", by}});
            const auto& used = rows.as_array();
            const std::string id(by == std::string_view("key") ? ci->at("id").as_string() : "default");
            const auto row = std::find_if(used.begin(), used.end(),
                                          [&](const auto& each) { return each.at("group_id").as_string() == id; });
            QVERIFY(row != used.end());
            QCOMPARE(row->at("group").as_string(), by == std::string_view("key") ? "ci" : "Default");
        }
        QVERIFY(ci->at("last_used").is_string());
    }

    void aWorseCandidateIsRolledBack() {
        QTemporaryDir directory;
        Running running(directory);
        const auto key = running.engine.playgroundKey();
        running.told("rollout set", {{"project", "default"},
                                     {"set", words({"percent=50", "control.mode=none", "candidate.mode=none",
                                                    "candidate.model=sandbox/error-402", "min-requests=3"})}});
        QCOMPARE(running.told("rollout start", {{"project", "default"}}).at("state").as_string(), "running");
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(running.chat(key, "sandbox/echo", "x-llmgateway-arm: control\r\n").status, 200);
            QVERIFY(running.chat(key, "sandbox/echo", "x-llmgateway-arm: candidate\r\n").status != 200);
            if (i == 1) {
                const auto figures = running.told("rollout show", {{"project", "default"}});
                QCOMPARE(figures.at("arms").at(1).at("errors").to_number<int>(), 2);
                QVERIFY(figures.at("arms").at(1).at("error_percent").at("low").as_double() > 0);
            }
        }
        const auto percent = [&] { return running.engine.configuration().current()->projects.at(0).rollout.percent; };
        QTRY_COMPARE_WITH_TIMEOUT(percent(), 0, kPatienceMs);
        const auto events = running.told("rollout log", {{"project", "default"}});
        QCOMPARE(events.as_array().size(), std::size_t{3});
        QCOMPARE(events.at(0).at("kind").as_string(), "rolled-back-automatically");
        QVERIFY(events.at(0).at("detail").as_string().find("failed") != std::string::npos);
        QCOMPARE(running.chat(key, "sandbox/echo").status, 200);
    }

    void goesBackAndStopsByCommand() {
        QTemporaryDir directory;
        Running running(directory, false);
        const boost::json::object project{{"project", "default"}};
        running.told("rollout set", {{"project", "default"}, {"set", "percent=30"}});
        running.told("rollout start", project);
        QCOMPARE(running.told("rollout back", project).at("percent").to_number<int>(), 0);
        QVERIFY(running.told("rollout back", project).as_object().contains("warnings")); // and nothing is written
        QVERIFY(running.told("rollout start", project).as_object().contains("warnings"));
        const auto stopped = running.told("rollout stop", project);
        QCOMPARE(stopped.at("state").as_string(), "stopped");
        QVERIFY(stopped.at("note").as_string().find("No gateway runs") != std::string::npos);
        for (const char* again : {"rollout back", "rollout stop"}) {
            const auto none = running.told(again, project);
            QVERIFY(none.at("warnings").at(0).as_string().find("No rollout runs") != std::string::npos);
        }
        std::vector<std::string> kinds;
        const auto log = running.told("rollout log", project);
        for (const auto& event : log.as_array())
            kinds.emplace_back(event.at("kind").as_string());
        QCOMPARE(kinds, (std::vector<std::string>{"stopped", "rolled-back", "started", "percent"}));
    }

    void refusesRolloutsThatCannotBe_data() {
        QTest::addColumn<QStringList>("set");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("the same mode") << QStringList{QStringLiteral("candidate.mode=api-keys")}
                                       << QByteArray("do the same");
        QTest::newRow("the project's own mode")
            << QStringList{QStringLiteral("control.mode=none"), QStringLiteral("candidate.mode=hybrid")}
            << QByteArray("do the same");
        QTest::newRow("an unknown model")
            << QStringList{QStringLiteral("candidate.model=gpt4o")} << QByteArray("gpt-4o");
        QTest::newRow("an unknown model of the sandbox")
            << QStringList{QStringLiteral("candidate.model=sandbox/echoes")} << QByteArray("No model");
        QTest::newRow("an unknown provider's")
            << QStringList{QStringLiteral("candidate.model=nobody/gpt-4o")} << QByteArray("No model");
    }

    void refusesRolloutsThatCannotBe() {
        QFETCH(QStringList, set);
        QFETCH(QByteArray, says);
        auto& running = shared();
        boost::json::array list;
        for (const auto& word : set)
            list.emplace_back(word.toStdString());
        const auto before = running.engine.configuration().current();
        const auto answer = running.command("rollout set", {{"project", "openai"}, {"set", list}});
        QVERIFY(!answer && answer.error().kind != ErrorKind::InvalidParameters);
        QVERIFY2(answer.error().message.find(says.toStdString()) != std::string::npos, answer.error().message.c_str());
        QVERIFY(*running.engine.configuration().current() == *before);
    }

    void warnsOfModelsThatItDoesNotKnow_data() {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<QByteArray>("args");
        QTest::addColumn<int>("warnings");
        const auto row = [](const char* name, const char* command, const char* args, int warnings) {
            QTest::newRow(name) << QByteArray(command) << QByteArray(args) << warnings;
        };
        row("known ones", "key create", R"({"models":"gpt-4o,openai/gpt-4o,sandbox/echo,auto"})", 0);
        row("two unknown ones", "key create", R"({"models":"gpt4o,openai/gpt4o,o3"})", 2);
        row("of a key that is there", "key set", R"({"key":"ci","set":"models=gpt4o"})", 1);
        row("of a project", "project set", R"({"name":"default","set":"models=gpt4o"})", 1);
        row("of an alias", "project set", R"({"name":"default","set":"alias:gpt-4=gpt4o"})", 1);
        row("of an own server", "project set", R"({"name":"default","set":"models=mine/anything"})", 0);
        row("what its provider may know", "rollout set",
            R"({"project":"default","set":"candidate.model=openai/gpt4o"})", 1);
        row("what is set of something else", "project set", R"({"name":"default","set":"ttl=70"})", 0);
    }

    void warnsOfModelsThatItDoesNotKnow() {
        QFETCH(QByteArray, command);
        QFETCH(QByteArray, args);
        QFETCH(int, warnings);
        QTemporaryDir directory;
        Running running(directory, false);
        running.told("key create", {{"name", "ci"}});
        running.told("provider add", {{"name", "mine"}, {"base-url", "http://127.0.0.1:1/v1"}});
        const auto answer = running.told(command.constData(), boost::json::parse(args.toStdString()).as_object());
        const auto* list = answer.as_object().if_contains("warnings");
        QCOMPARE(list ? static_cast<int>(list->as_array().size()) : 0, warnings);
        if (list) {
            QVERIFY(boost::json::serialize(*list).find("gpt-4o") != std::string::npos);
        }
    }

    void findsWhatIsMeant_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("name"); ///< "": nothing, or several
        QTest::newRow("exactly") << QByteArray("Web App") << QByteArray("Web App");
        QTest::newRow("without regard to case") << QByteArray("web APP") << QByteArray("Web App");
        QTest::newRow("umlauts too") << QByteArray("ZÜRICH") << QByteArray("Zürich");
        QTest::newRow("a part of a name") << QByteArray("Web") << QByteArray();
        QTest::newRow("nothing") << QByteArray() << QByteArray();
        QTest::newRow("a name that is there twice") << QByteArray("twin") << QByteArray();
        QTest::newRow("a revoked key's name in use again") << QByteArray("again") << QByteArray("again");
        QTest::newRow("by id") << QByteArray("id") << QByteArray("Web App");
        QTest::newRow("by the id's end") << QByteArray("id-end") << QByteArray();
        QTest::newRow("by all but the id's end") << QByteArray("id-begin") << QByteArray("Web App");
        QTest::newRow("by prefix") << QByteArray("prefix") << QByteArray("Web App");
        QTest::newRow("by a beginning that all share") << QByteArray("llmg_") << QByteArray();
    }

    void findsWhatIsMeant() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, name);
        auto& running = shared();
        const auto& configuration = running.engine.configuration();
        if (!service::findKey(*configuration.current(), "Web App")) {
            for (const char* each : {"Web App", "Zürich", "twin", "twin", "again"})
                running.told("key create", {{"name", each}});
            running.told("key revoke", {{"key", "again"}});
            running.told("key create", {{"name", "again"}});
        }
        const auto key = service::findKey(*configuration.current(), "Web App");
        QVERIFY(key);
        if (text == "id")
            text = QByteArray::fromStdString(key->id);
        else if (text == "id-begin")
            text = QByteArray::fromStdString(key->id).chopped(1).toLower();
        else if (text == "id-end")
            text = QByteArray::fromStdString(key->id.substr(10));
        else if (text == "prefix")
            text = QByteArray::fromStdString(key->prefix);
        const auto found = service::findKey(*configuration.current(), text.toStdString());
        QCOMPARE(QByteArray::fromStdString(found ? found->name : std::string()), name);
    }

    void removesAnOwnServerWithItsKeys() {
        QTemporaryDir directory;
        Running running(directory, false);
        running.told("provider add", {{"name", "mine"}, {"base-url", "http://127.0.0.1:1/v1"}});
        QVERIFY(wait(running.engine.providerKeys().add("mine", "work", Secret("sk-right-0123456789"))));
        QVERIFY(running.told("provider remove", {{"id", "mine"}}).at("removed").as_bool());
        QVERIFY(running.engine.configuration().current()->providers.empty());
        QVERIFY(running.engine.providerKeys().entries().empty());
        QVERIFY(!running.command("provider remove", {{"id", "mine"}}));
    }

    void saysThatAnotherProgramWasQuicker() {
        QTemporaryDir directory;
        Running running(directory, false);
        // The second reads before the first is written, mostly; where it does not, they are tried again.
        service::CommandResult refused = boost::json::value();
        int kept = 0;
        for (int percent = 1; refused && percent < 99; percent += 2) {
            const auto word = [](int share) { return "percent=" + std::to_string(share); };
            auto first = running.begin("rollout set", {{"project", "default"}, {"set", word(percent)}});
            auto second = running.begin("rollout set", {{"project", "default"}, {"set", word(percent + 1)}});
            QVERIFY(wait(first));
            refused = wait(second);
            kept = percent;
        }
        QVERIFY(!refused && refused.error().kind == ErrorKind::Configuration);
        QVERIFY(refused.error().message.find("nothing was changed") != std::string::npos);
        QCOMPARE(running.told("rollout show", {{"project", "default"}}).at("percent").to_number<int>(), kept);
    }

    // As the window and a command line, or two command lines, do: neither waits for the other.
    void losesNoChangeThatIsMadeAtTheSameMoment() {
        QTemporaryDir directory;
        Running running(directory, false);
        running.told("key create", {{"name", "ci"}});
        for (int round = 0; round < 10; ++round) {
            const auto number = std::to_string(round + 1);
            const auto setKey = [&](const std::string& word) {
                return running.begin("key set", {{"key", "ci"}, {"set", word}});
            };
            const auto setProject = [&](const std::string& word) {
                return running.begin("project set", {{"name", "default"}, {"set", word}});
            };
            const std::vector changes{setKey("rpm=" + number),
                                      setKey("daily=" + number),
                                      setKey("hourly=" + number),
                                      setProject("rpm=" + number),
                                      setProject("alias:m" + number + "=gpt-4o"),
                                      setProject("ttl=6" + number)};
            for (const auto& change : changes)
                QVERIFY(wait(change));
            const auto key = running.told("key list").at(0);
            QCOMPARE(key.at("rpm").to_number<int>(), round + 1);
            for (const auto& limit : key.at("period_limits").as_array())
                QCOMPARE(std::string(limit.at("limit_usd").as_string()), number);
            QCOMPARE(key.at("period_limits").as_array().size(), std::size_t{2});
            const auto project = running.told("project show", {{"name", "default"}});
            QCOMPARE(project.at("rpm").to_number<int>(), round + 1);
            QCOMPARE(project.at("aliases").as_object().size(), static_cast<std::size_t>(round + 1));
            QCOMPARE(std::to_string(project.at("ttl").to_number<int>()), "6" + number);
        }
    }

    void ordersProvidersAndWeighsKeys() {
        QTemporaryDir directory;
        Running running(directory, false);
        QVERIFY(wait(running.engine.providerKeys().add("openai", "work", Secret("sk-right-0123456789"))));
        running.told("provider set", {{"id", "openai"}, {"set", words({"order=2", "enabled=off"})}});
        const auto providers = running.told("provider list");
        const auto& list = providers.as_array();
        const auto* openai =
            std::find_if(list.begin(), list.end(), [](const auto& item) { return item.at("id") == "openai"; });
        QVERIFY(openai != list.end());
        QCOMPARE(openai->at("order").to_number<int>(), 2);
        QCOMPARE(openai->at("enabled").as_bool(), false);
        const auto weigh = [&](const char* word) {
            return running.command("provider key set", {{"id", "openai"}, {"label", "work"}, {"set", word}});
        };
        QVERIFY(weigh("weight=3"));
        QVERIFY(!weigh("weight=0"));
        QVERIFY(!weigh("colour=red"));
        const auto keys = running.told("provider key list", {{"id", "openai"}});
        QCOMPARE(keys.at(0).at("weight").to_number<int>(), 3);
    }

    void showsFoundKeysMasked() {
        QTemporaryDir directory;
        Running running(directory, false);
        const boost::json::array keys{
            {{"provider", "groq"}, {"variable", "GROQ_API_KEY"}, {"secret", "gsk_0123456789abcdef"}}};
        const auto shown = running.told("provider import", {{"keys", keys}, {"dry-run", ""}});
        QCOMPARE(shown.at(0).at("outcome").as_string(), "would be added");
        QVERIFY(boost::json::serialize(shown).find("456789abc") == std::string::npos);
        // Without a keychain nothing would be kept, and it says so.
        const auto refused = running.command("provider import", {{"keys", keys}});
        QVERIFY(!refused && refused.error().kind == ErrorKind::Keychain);
    }
};

QTEST_GUILESS_MAIN(PolicyCommandsTest)
#include "tst_policycommands.moc"
