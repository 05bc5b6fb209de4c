// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Models of local and own servers: how they are found, what they cost, how the lists show them.
#include "app/gateway/listings.h"
#include "app/gateway/snapshot.h"

#include <QTest>

#include <boost/json.hpp>

using namespace llmg;
using namespace llmg::gateway;

namespace json = boost::json;

namespace {

domain::ProviderSettings server(const std::string& id, const std::string& baseUrl, bool custom) {
    domain::ProviderSettings settings;
    settings.id = id;
    settings.baseUrl = baseUrl;
    settings.custom = custom;
    return settings;
}

QByteArray bytes(const std::string& text) {
    return QByteArray::fromStdString(text);
}

QByteArray idOf(const domain::LlmModel* model) {
    return model ? bytes(model->id) : QByteArray("none");
}

} // namespace

class TestServerModels : public QObject {
    Q_OBJECT

  private:
    // ollama and two own servers, one of them elsewhere; the third went away.
    static SnapshotPtr made() {
        auto configuration = std::make_shared<policy::Configuration>();
        configuration->providers = {
            server("ollama", "http://127.0.0.1:11434/v1", false), server("my-vllm", "http://10.0.0.7:8000/v1", true),
            server("here", "http://localhost:9000/v1", true), server("off", "http://localhost:9001/v1", true)};
        configuration->providers.back().enabled = false;
        providers::ListedModel seeing{"llava:7b", 4096};
        seeing.vision = true;
        providers::ListedModel embedding{"all-minilm:latest"};
        embedding.embeds = true;
        Snapshot::Source source;
        source.catalog = catalog::Catalog::builtIn();
        source.configuration = configuration;
        source.servers = {{"ollama", true, {{"llama3.2:latest"}, seeing, embedding, {"shared"}}},
                          {"my-vllm", true, {{"org/model", 32768}, {"shared"}}},
                          {"here", false, {{"shared"}, {"away"}, {"llava:7b"}}},
                          {"off", true, {{"unseen"}}},
                          {"openai", true, {{"unseen too"}}}};
        return std::make_shared<const Snapshot>(std::move(source));
    }

  private Q_SLOTS:
    void findsThemByName_data() {
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("id");
        const auto row = [](const char* title, const char* provider, const char* name, const char* id) {
            QTest::newRow(title) << QByteArray(provider) << QByteArray(name) << QByteArray(id);
        };
        row("without the usual tag", "ollama", "llama3.2", "ollama/llama3.2");
        row("with it", "ollama", "llama3.2:latest", "ollama/llama3.2");
        row("another tag is another model", "ollama", "llava", "none");
        row("a name with a slash", "my-vllm", "org/model", "my-vllm/org/model");
        row("another server's", "my-vllm", "llama3.2", "none");
        row("bare, one server has it", "", "llama3.2", "ollama/llama3.2");
        row("bare, with a slash", "", "org/model", "my-vllm/org/model");
        row("bare, two servers that are there", "", "shared", "none");
        row("bare, the other one went away", "", "llava:7b", "ollama/llava:7b");
        row("bare, the only one went away", "", "away", "here/away");
        row("bare, nobody's", "", "nothing", "none");
        row("a server that is switched off", "off", "unseen", "none");
        row("a provider that is no such server", "openai", "unseen too", "none");
    }
    void findsThemByName() {
        QFETCH(QByteArray, provider);
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, id);
        const auto snapshot = made();
        QCOMPARE(idOf(snapshot->serverModel(provider.toStdString(), name.toStdString())), id);
    }

    void areFreeOnThisMachineAlone() {
        const auto snapshot = made();
        for (const auto& model : snapshot->serverModels()) {
            const auto& offer = model.offers.front();
            const bool isElsewhere = offer.provider == "my-vllm";
            QCOMPARE(offer.prices.input.has_value(), !isElsewhere);
            QCOMPARE(offer.prices.output.has_value(), !isElsewhere);
            QVERIFY(isElsewhere || (offer.prices.input->picoUsd == 0 && offer.prices.output->picoUsd == 0));
            QVERIFY(offer.listedOnly);
        }
    }

    void theListSaysWhatIsKnown() {
        const auto snapshot = made();
        const auto list = json::parse(modelsJson(*snapshot)).as_object();
        QByteArrayList seen;
        for (const auto& entry : list.at("data").as_array()) {
            const auto& model = entry.as_object();
            const std::string id(model.at("id").as_string());
            const auto& offer = model.at("providers").as_array().at(0).as_object();
            if (!snapshot->serverModel(std::string(offer.at("provider").as_string()),
                                       std::string(offer.at("model").as_string())))
                continue;
            const auto* context = model.if_contains("context_length");
            seen << bytes(id) + (offer.at("available").as_bool() ? " there " : " away ") +
                        model.at("type").as_string().c_str() + " " +
                        QByteArray::number(context ? qint64(context->as_int64()) : 0);
        }
        const QByteArrayList expected{"here/away away chat 0",        "here/llava:7b away chat 0",
                                      "here/shared away chat 0",      "my-vllm/org/model there chat 32768",
                                      "my-vllm/shared there chat 0",  "ollama/all-minilm there embedding 0",
                                      "ollama/llama3.2 there chat 0", "ollama/llava:7b there chat 4096",
                                      "ollama/shared there chat 0"};
        QCOMPARE(seen, expected);
        QVERIFY(modelJson(*snapshot, "ollama/llama3.2").find("\"prompt\":\"0\"") != std::string::npos);
        QVERIFY(modelJson(*snapshot, "my-vllm/org/model").find("\"prompt\"") == std::string::npos);
        QVERIFY(modelJson(*snapshot, "ollama/none").empty());
    }

    void theOtherDialectsListThemToo() {
        const auto snapshot = made();
        const std::string anthropic = anthropicModelsJson(*snapshot);
        const std::string gemini = geminiModelsJson(*snapshot);
        QVERIFY(anthropic.find("\"id\":\"ollama/llama3.2\"") != std::string::npos);
        QVERIFY(anthropic.find("all-minilm") == std::string::npos); // does not chat
        QVERIFY(gemini.find("\"name\":\"models/ollama/llama3.2\"") != std::string::npos);
        QVERIFY(!geminiModelJson(*snapshot, "my-vllm/org/model").empty());
    }

    void onlyServersAreAsked() {
        const auto snapshot = made();
        QByteArrayList ids;
        for (const auto* runtime : snapshot->servers())
            ids << bytes(runtime->endpoint.id);
        QCOMPARE(ids, (QByteArrayList{"here", "my-vllm", "ollama"}));
    }
};

QTEST_GUILESS_MAIN(TestServerModels)
#include "tst_servermodels.moc"
