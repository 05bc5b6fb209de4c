// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Servers on this machine and a person's own ones: their models are listed, routed and paid for as they should be.
#include "app/gateway/snapshot.h"
#include "app/service/engine.h"
#include "app/service/providerkeys.h"
#include "app/service/servermodels.h"
#include "app/storage/configurationstore.h"
#include "app/storage/ledgerreader.h"
#include "tests/support/engines.h"
#include "tests/support/fakeupstream.h"
#include "tests/support/rawclient.h"

#include <QTemporaryDir>
#include <QTest>

#include <boost/asio/ssl/context.hpp>
#include <boost/json.hpp>

#include <atomic>

using namespace llmg;
using namespace llmg::tests;
using service::Engine;

namespace json = boost::json;

namespace {

json::value answerText(const std::string& model) {
    return {{"id", "c"},
            {"object", "chat.completion"},
            {"created", 1},
            {"model", model},
            {"choices",
             {{{"index", 0}, {"message", {{"role", "assistant"}, {"content", "Hi"}}}, {"finish_reason", "stop"}}}},
            {"usage", {{"prompt_tokens", 10}, {"completion_tokens", 2}, {"total_tokens", 12}}}};
}

/// Lists these models, and answers every chat.
FakeUpstream::Script serving(std::vector<std::string> models) {
    return [models = std::move(models)](const ReceivedRequest& request) {
        if (request.target != "/v1/models")
            return Scenario::json(json::serialize(answerText("m")));
        json::array data;
        for (const auto& id : models)
            data.push_back({{"id", id}, {"object", "model"}, {"max_model_len", 8192}});
        return Scenario::json(json::serialize(json::object{{"object", "list"}, {"data", std::move(data)}}));
    };
}

bool use(Engine& engine, const std::string& id, const std::string& baseUrl, bool custom) {
    domain::ProviderSettings settings;
    settings.id = id;
    settings.baseUrl = baseUrl;
    settings.custom = custom;
    return wait(engine.configuration().saveProviderSettings(settings)).has_value();
}

/// Until a server is there, or is not, with so many models.
bool waitForModels(Engine& engine, std::size_t count) {
    return QTest::qWaitFor([&] { return engine.snapshot()->serverModels().size() == count; }, kPatienceMs);
}

RawAnswer chat(Engine& engine, const std::string& model) {
    RawClient client(engine.state().port);
    const json::value body{{"model", model}, {"messages", {{{"role", "user"}, {"content", "Hello"}}}}};
    client.post("/v1/chat/completions", QByteArray::fromStdString(std::string(engine.playgroundKey().reveal())),
                QByteArray::fromStdString(json::serialize(body)));
    return client.answer();
}

std::string lastModel(const FakeUpstream& upstream) {
    const auto requests = upstream.requests();
    const auto body = requests.empty() ? json::value() : json::parse(requests.back().body);
    return body.is_object() ? std::string(body.at("model").as_string()) : std::string{};
}

gateway::SnapshotPtr snapshotWith(const std::string& baseUrl) {
    auto configuration = std::make_shared<policy::Configuration>();
    domain::ProviderSettings settings;
    settings.id = "ollama";
    settings.baseUrl = baseUrl;
    configuration->providers.push_back(settings);
    gateway::Snapshot::Source source;
    source.catalog = catalog::Catalog::builtIn();
    source.configuration = configuration;
    return std::make_shared<const gateway::Snapshot>(std::move(source));
}

} // namespace

class TestLocalServers : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theirModelsAreListedAndUsed() {
        FakeUpstream ollama(serving({"llama3.2:latest", "shared"}));
        FakeUpstream vllm(serving({"org/tuned", "shared"}));
        QTemporaryDir directory;
        Engine engine;
        QVERIFY(start(engine, directory));
        QVERIFY(use(engine, "ollama", ollama.url() + "/v1", false));
        QVERIFY(use(engine, "my-vllm", vllm.url() + "/v1", true));
        QVERIFY(waitForModels(engine, 4));
        wait(engine.applied().then(&engine, [] { return 0; }));

        RawClient client(engine.state().port);
        client.send("GET /v1/models/ollama/llama3.2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        const auto listed = client.answer();
        QCOMPARE(listed.status, 200);
        const auto model = json::parse(listed.body.toStdString()).as_object();
        QVERIFY(model.at("providers").as_array().at(0).at("available").as_bool());
        QVERIFY(model.at("context_length") == 8192);

        QCOMPARE(chat(engine, "ollama/llama3.2").status, 200);
        QCOMPARE(lastModel(ollama), std::string("llama3.2:latest"));
        QCOMPARE(chat(engine, "llama3.2").status, 200);
        QCOMPARE(lastModel(ollama), std::string("llama3.2:latest"));
        QCOMPARE(chat(engine, "org/tuned").status, 200);
        QCOMPARE(lastModel(vllm), std::string("org/tuned"));
        QCOMPARE(chat(engine, "shared").status, 400); // whose?
        QCOMPARE(chat(engine, "my-vllm/unlisted").status, 200);
        QCOMPARE(lastModel(vllm), std::string("unlisted"));

        QVERIFY(wait(engine.flush()));
        const auto page = wait(engine.ledger().requests({}, {}, 10));
        QVERIFY(page);
        int free = 0;
        for (const auto& row : page->rows)
            free += row.cost.known && row.cost.total == domain::Money{} ? 1 : 0;
        QCOMPARE(free, 3);
    }

    void aServerThatWentAwayKeepsItsList() {
        const auto gone = std::make_shared<std::atomic<bool>>(false);
        FakeUpstream upstream([gone, list = serving({"llama3.2:latest"})](const ReceivedRequest& request) {
            return *gone ? Scenario::json(R"({"error":"loading"})", 503) : list(request);
        });
        auto tls = boost::asio::ssl::context(boost::asio::ssl::context::tls_client);
        gateway::Prober prober(tls);
        using std::chrono::milliseconds;
        service::ServerModels models(prober, {milliseconds{10}, milliseconds{10}, milliseconds{40}});
        const auto is = [&models](bool answers) {
            return QTest::qWaitFor(
                [&] {
                    const auto lists = models.lists();
                    return lists.size() == 1 && lists[0].answers == answers && lists[0].models.size() == 1;
                },
                kPatienceMs);
        };
        models.follow(*snapshotWith(upstream.url() + "/v1"));
        QVERIFY(is(true));
        *gone = true;
        QVERIFY(is(false));
        *gone = false;
        QVERIFY(is(true));
        models.follow(*snapshotWith("http://127.0.0.1:9/v1")); // moved: the old list is not its
        QCOMPARE(models.lists().at(0).models.size(), std::size_t{0});
    }

    void noRequestWaitsForAServerThatDoesNotAnswer() {
        Scenario silent;
        silent.neverAnswer = true;
        FakeUpstream upstream([silent, list = serving({"m"})](const ReceivedRequest& request) {
            return request.target == "/v1/models" ? silent : list(request);
        });
        QTemporaryDir directory;
        Engine engine;
        QVERIFY(start(engine, directory));
        QVERIFY(use(engine, "lmstudio", upstream.url() + "/v1", false));
        QVERIFY(QTest::qWaitFor([&] { return !upstream.requests().empty(); }, kPatienceMs));
        QCOMPARE(chat(engine, "sandbox/echo").status, 200);
        wait(engine.applied().then(&engine, [] { return 0; }));
        QCOMPARE(chat(engine, "lmstudio/m").status, 200);
    }
};

QTEST_GUILESS_MAIN(TestLocalServers)
#include "tst_localservers.moc"
