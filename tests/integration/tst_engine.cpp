// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/commands.h"
#include "app/service/engine.h"
#include "app/service/providerkeys.h"
#include "app/settings/settings.h"
#include "app/storage/configurationstore.h"
#include "app/storage/ledgerreader.h"
#include "tests/support/engines.h"
#include "tests/support/fakeupstream.h"
#include "tests/support/rawclient.h"

#include <QDirIterator>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace llmg;
using namespace llmg::tests;
using service::Engine;
using Phase = service::GatewayState::Phase;

namespace {

const QByteArray kEcho = R"({"model":"sandbox/echo","messages":[{"role":"user","content":"one two"}]})";

RawAnswer chat(const Engine& engine, const Secret& key, const QByteArray& body) {
    RawClient client(engine.state().port);
    client.post("/v1/chat/completions", QByteArray::fromStdString(std::string(key.reveal())), body);
    return client.answer();
}

} // namespace

class EngineTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void makesAProjectAndAKeyAtFirstStart() {
        QTemporaryDir directory;
        Engine engine;
        QVERIFY(engine.start(engineOptions(directory)));
        const auto key = wait(engine.defaultGatewayKey()); // asked before it is made
        QVERIFY(key);
        QVERIFY(runs(engine));
        QCOMPARE(engine.configuration().current()->projects.size(), std::size_t{1});
        QVERIFY(key->reveal().starts_with("llmg_"));
        QCOMPARE(chat(engine, *key, kEcho).status, 200);
    }

    void remembersRequestsOverARestart() {
        QTemporaryDir directory;
        for (int start = 0; start < 2; ++start) {
            Engine engine;
            QVERIFY(engine.start(engineOptions(directory)));
            QVERIFY(runs(engine));
            const auto page = wait(engine.ledger().requests({}, {}, 10));
            QVERIFY(page);
            QCOMPARE(page->rows.size(), static_cast<std::size_t>(start));
            QCOMPARE(chat(engine, engine.playgroundKey(), kEcho).status, 200);
            engine.stop(); // flushes, with no waiting for it here
        }
    }

    void namesThePlaygroundAsTheApplication() {
        QTemporaryDir directory;
        Engine engine;
        QVERIFY(engine.start(engineOptions(directory)));
        QVERIFY(runs(engine));
        QCOMPARE(chat(engine, engine.playgroundKey(), kEcho).status, 200);
        QVERIFY(wait(engine.flush()));
        const auto page = wait(engine.ledger().requests({}, {}, 10));
        QCOMPARE(page->rows.at(0).application, std::string("Playground"));
        QCOMPARE(page->rows.at(0).usedModel, std::string("sandbox/echo"));
    }

    void refusesASecondEngineOnTheSameData() {
        QTemporaryDir directory;
        Engine first;
        QVERIFY(first.start(engineOptions(directory)));
        Engine second;
        const auto started = second.start(engineOptions(directory));
        QVERIFY(!started);
        QVERIFY(started.error().message.find("already runs") != std::string::npos);
    }

    void saysThatThePortIsTakenAndServesOnAnother() {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        QTemporaryDir directory;
        Engine engine;
        auto options = engineOptions(directory);
        options.port = other.serverPort();
        QVERIFY(engine.start(options));
        QVERIFY(QTest::qWaitFor([&] { return engine.state().phase == Phase::Failed; }, kPatienceMs));
        QVERIFY(engine.state().error.contains(QString::number(other.serverPort())));
        QVERIFY(engine.state().baseUrl().isEmpty());
        engine.restartGateway(0);
        QCOMPARE(engine.state().phase, Phase::Running);
        QCOMPARE(chat(engine, engine.playgroundKey(), kEcho).status, 200);
    }

    void takesAKeyAtOnceAndTestsIt() {
        FakeUpstream openai([](const ReceivedRequest& request) {
            if (request.header("authorization") != "Bearer sk-right-0123456789")
                return Scenario::json(R"({"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}})",
                                      401);
            if (request.target == "/v1/models")
                return Scenario::json(R"({"object":"list","data":[{"id":"gpt-4o","object":"model"}]})");
            return Scenario::json(
                R"({"id":"c","object":"chat.completion","created":1,"model":"gpt-4o","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":1}})");
        });
        QTemporaryDir directory;
        Engine engine;
        QVERIFY(engine.start(engineOptions(directory)));
        QVERIFY(runs(engine));
        domain::ProviderSettings settings;
        settings.id = "openai";
        settings.baseUrl = openai.url() + "/v1";
        QVERIFY(wait(engine.configuration().saveProviderSettings(settings)));

        const auto refused = wait(engine.providerKeys().test("openai", Secret("sk-wrong-0123456789")));
        QVERIFY(!refused && refused.error().kind == ErrorKind::UpstreamKeyRejected);
        QVERIFY(refused.error().message.find("Incorrect API key") != std::string::npos);
        const auto tested = wait(engine.providerKeys().test("openai", Secret("sk-right-0123456789")));
        QVERIFY(tested);
        QCOMPARE(tested->models, std::vector<std::string>{"gpt-4o"});

        const QByteArray body = R"({"model":"openai/gpt-4o","messages":[{"role":"user","content":"x"}]})";
        QCOMPARE(chat(engine, engine.playgroundKey(), body).status, 400);
        const auto added = wait(engine.providerKeys().add("openai", "work", Secret("sk-right-0123456789")));
        QVERIFY(added);
        QCOMPARE(added->masked, std::string("sk-…6789"));
        QCOMPARE(chat(engine, engine.playgroundKey(), body).status, 200);
        QVERIFY(
            !wait(engine.providerKeys().add("openai", "work", Secret("sk-other-0123456789")))); // the label is taken
        QVERIFY(wait(engine.providerKeys().remove(added->id)));
        QCOMPARE(chat(engine, engine.playgroundKey(), body).status, 400);
    }

    void refusesKeysThatCannotBeKeys_data() {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<QString>("key");
        QTest::newRow("unknown provider") << "nobody"
                                          << "sk-0123456789abcdef";
        QTest::newRow("empty") << "openai"
                               << "";
        QTest::newRow("two lines") << "openai"
                                   << "sk-0123\r\nx-injected: 1";
    }

    void refusesKeysThatCannotBeKeys() {
        QFETCH(QString, provider);
        QFETCH(QString, key);
        QTemporaryDir directory;
        Engine engine;
        QVERIFY(engine.start(engineOptions(directory)));
        const auto added = wait(engine.providerKeys().add(provider.toStdString(), "x", Secret(key.toStdString())));
        QVERIFY(!added && added.error().kind == ErrorKind::InvalidParameters);
        QVERIFY(engine.providerKeys().entries().empty() || key.isEmpty() || provider != QLatin1String("openai"));
    }

    void obeysTheCommandLineWhileItRuns() {
        QTemporaryDir directory;
        Engine engine;
        QVERIFY(engine.start(engineOptions(directory)));
        QVERIFY(runs(engine));
        const auto command = [&](const char* words, boost::json::object args) {
            boost::json::object request{{"command", words}, {"args", std::move(args)}};
            return wait(service::execute(engine, request));
        };
        const auto made = command("key create", {{"name", "ci"}, {"limit", "5"}});
        QVERIFY(made);
        const Secret key{std::string(made->at("key").as_string())};
        QCOMPARE(chat(engine, key, kEcho).status, 200); // at once
        QVERIFY(command("key disable", {{"key", "ci"}}));
        QCOMPARE(chat(engine, key, kEcho).status, 401);
        QVERIFY(command("key enable", {{"key", "ci"}}));
        QCOMPARE(chat(engine, key, kEcho).status, 200);
        QVERIFY(command("key revoke", {{"key", "ci"}}));
        QVERIFY(!command("key enable", {{"key", "ci"}})); // revoked is final
        QCOMPARE(chat(engine, key, kEcho).status, 401);
        const auto rows = command("requests", {});
        QVERIFY(rows);
        QCOMPARE(rows->as_array().size(), std::size_t{2}); // refused keys leave no row
        const auto project = command("project set", {{"name", "default"}, {"set", "mode=credits"}});
        QVERIFY(!project || project->at("mode").as_string() == "credits");
        QVERIFY(!command("project set", {{"name", "Default"}, {"set", "mode=sideways"}}));
        QVERIFY(!command("frobnicate", {}));
    }

    /// Without a session bus, so that no keychain of the person who runs the tests is touched.
    void stopsWhileTheKeychainIsAsked() {
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        qunsetenv("XDG_RUNTIME_DIR");
        QTemporaryDir directory;
        auto options = engineOptions(directory);
        options.useKeychain = true;
        {
            Engine engine;
            QVERIFY(engine.start(options));
        }
        Engine engine;
        QVERIFY(engine.start(options));
        QVERIFY(runs(engine)); // and with no keychain it serves all the same
        QVERIFY(!engine.providerKeys().isPersistent());
    }

    /// A secret that was planted must be in no file of the data directory.
    void keepsSecretsOutOfFiles() {
        QTemporaryDir directory;
        const std::string canary = "sk-canary-7c1f9e2b4d";
        {
            Engine engine;
            QVERIFY(engine.start(engineOptions(directory)));
            QVERIFY(runs(engine));
            QVERIFY(wait(engine.providerKeys().add("openai", "canary", Secret(canary))));
            chat(engine, engine.playgroundKey(), kEcho);
            const std::string own(engine.playgroundKey().reveal());
            engine.stop();
            for (const auto& secret : {canary, own}) {
                QDirIterator files(directory.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
                int read = 0;
                while (files.hasNext()) {
                    QFile file(files.next());
                    if (file.open(QIODevice::ReadOnly)) {
                        ++read;
                        QVERIFY2(!file.readAll().contains(QByteArray::fromStdString(secret)),
                                 qPrintable(file.fileName()));
                    }
                }
                QVERIFY(read > 0);
            }
        }
    }
};

QTEST_GUILESS_MAIN(EngineTest)
#include "tst_engine.moc"
