// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/catalog/catalog.h"
#include "app/providers/provideradapter.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace llmg;
using namespace llmg::providers;
using domain::AuthScheme;

namespace {

QString shown(const dialects::HeaderList& headers) {
    QStringList lines;
    for (const auto& [name, value] : headers)
        lines << QString::fromStdString(name + ": " + value);
    return lines.join(u'\n');
}

/// Of a prepared call, but for the content type, which every one has.
dialects::HeaderList headersOf(const ProviderAdapter& adapter, const ProviderEndpoint& endpoint, const Secret& key) {
    auto wire = adapter.prepare({}, {}, {endpoint, key});
    if (!wire)
        return {{"failed", wire.error().message}};
    std::erase_if(wire->headers, [](const auto& header) { return header.first == "content-type"; });
    return wire->headers;
}

QString joined(const std::vector<ListedModel>& models) {
    QStringList list;
    for (const auto& model : models)
        list << QString::fromStdString(model.id);
    return list.join(u' ');
}

} // namespace

Q_DECLARE_METATYPE(llmg::domain::AuthScheme)

class TestProviderAdapter : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void kinds_data() {
        QTest::addColumn<QByteArray>("api");
        QTest::addColumn<QByteArray>("dialect");
        QTest::addColumn<QByteArray>("models");
        QTest::newRow("OpenAI and all who follow")
            << QByteArray("openai") << QByteArray("openai-chat") << QByteArray("/models");
        QTest::newRow("Anthropic") << QByteArray("anthropic") << QByteArray("anthropic-messages")
                                   << QByteArray("/v1/models?limit=1000");
        QTest::newRow("Google") << QByteArray("google") << QByteArray("gemini") << QByteArray("/models?pageSize=1000");
        QTest::newRow("Cohere") << QByteArray("cohere") << QByteArray("cohere")
                                << QByteArray("/v1/models?endpoint=chat&page_size=1000");
    }
    void kinds() {
        QFETCH(QByteArray, api);
        QFETCH(QByteArray, dialect);
        QFETCH(QByteArray, models);
        const auto adapter = adapterFor(api.toStdString(), "some");
        QVERIFY(adapter);
        QCOMPARE(QByteArray::fromStdString(std::string(adapter->codecFor({}, {}).dialect())), dialect);
        ProviderEndpoint endpoint;
        endpoint.baseUrl = "https://example.test";
        const Secret key("sk-1");
        const auto list = adapter->listModels({endpoint, key});
        QVERIFY(list);
        QCOMPARE(QByteArray::fromStdString(list->method), QByteArray("GET"));
        QCOMPARE(QByteArray::fromStdString(list->url), QByteArray("https://example.test" + models));
        QVERIFY(!adapter->codecFor({}, {}).decodeError(500, "").message.empty());
    }

    void everyProviderOfTheCatalogCanBeCalled() {
        for (const auto& provider : catalog::Catalog::builtIn()->providers())
            QVERIFY2(adapterFor(provider.api, provider.id), provider.id.c_str());
        QVERIFY(!adapterFor("", "openai"));
        QVERIFY(!adapterFor("telex", "openai"));
    }

    void compatibleModelsOfCohereAreServedBesideTheOthers() {
        const auto adapter = adapterFor("cohere", "cohere");
        dialects::TargetModel target;
        target.api = "openai";
        QVERIFY(adapter->codecFor(target, {}).dialect() == "openai-chat");
        dialects::EncodedRequest request;
        request.path = "/chat/completions";
        ProviderEndpoint endpoint;
        endpoint.baseUrl = "https://example.test";
        const auto wire = adapter->prepare(request, target, {endpoint, Secret("k")});
        QCOMPARE(QByteArray::fromStdString(wire->url),
                 QByteArray("https://example.test/compatibility/v1/chat/completions"));
    }

    void quirksComeFromTheCatalog() {
        dialects::ChatRequest request;
        request.messages.push_back({dialects::Role::User, {{dialects::TextPart{"hi"}}}});
        request.seed = 7;
        const auto catalog = catalog::Catalog::builtIn();
        const auto bodyFor = [&](std::string_view provider) {
            const auto adapter = adapterFor("openai", provider, catalog->provider(provider)->quirks);
            return adapter->codecFor({}, {}).encode(request, {"m", std::string(provider)})->body;
        };
        QVERIFY(bodyFor("mistral").find("\"random_seed\":7") != std::string::npos);
        QVERIFY(bodyFor("groq").find("\"seed\":7") != std::string::npos);
    }

    void everyKindHasThem_data() {
        QTest::addColumn<QByteArray>("api");
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("modelApi");
        QTest::newRow("OpenAI's own") << QByteArray("openai") << QByteArray("m") << QByteArray();
        QTest::newRow("Azure") << QByteArray("azure") << QByteArray("m") << QByteArray();
        QTest::newRow("Vertex, another's model") << QByteArray("vertex") << QByteArray("meta/llama") << QByteArray();
        QTest::newRow("Cohere's compatible API") << QByteArray("cohere") << QByteArray("m") << QByteArray("openai");
    }
    void everyKindHasThem() {
        QFETCH(QByteArray, api);
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, modelApi);
        dialects::ChatRequest request;
        request.messages.push_back({dialects::Role::User, {{dialects::TextPart{"hi"}}}});
        request.seed = 7;
        domain::OpenAiQuirks quirks;
        quirks.seedParam = "grain";
        dialects::TargetModel target;
        target.upstreamId = model.toStdString();
        target.api = modelApi.toStdString();
        const auto encoded =
            adapterFor(api.toStdString(), "some", quirks)->codecFor(target, {}).encode(request, target);
        QVERIFY(encoded);
        QVERIFY2(encoded->body.find("\"grain\":7") != std::string::npos, encoded->body.c_str());
    }

    void keysGoWhereTheSchemeSays_data() {
        QTest::addColumn<QByteArray>("api");
        QTest::addColumn<AuthScheme>("scheme");
        QTest::addColumn<QString>("headers");
        const QString version = QStringLiteral("anthropic-version: 2023-06-01");
        QTest::newRow("bearer") << QByteArray("openai") << AuthScheme::Bearer
                                << QStringLiteral("authorization: Bearer sk-1");
        QTest::newRow("none") << QByteArray("openai") << AuthScheme::None << QString();
        QTest::newRow("api-key") << QByteArray("openai") << AuthScheme::ApiKey << QStringLiteral("api-key: sk-1");
        QTest::newRow("x-api-key") << QByteArray("anthropic") << AuthScheme::XApiKey
                                   << QString(version + QStringLiteral("\nx-api-key: sk-1"));
        QTest::newRow("Anthropic behind a bearer") << QByteArray("anthropic") << AuthScheme::Bearer
                                                   << QString(version + QStringLiteral("\nauthorization: Bearer sk-1"));
        QTest::newRow("x-goog-api-key") << QByteArray("google") << AuthScheme::XGoogApiKey
                                        << QStringLiteral("x-goog-api-key: sk-1");
        QTest::newRow("Vertex") << QByteArray("google") << AuthScheme::Bearer
                                << QStringLiteral("authorization: Bearer sk-1");
    }
    void keysGoWhereTheSchemeSays() {
        QFETCH(QByteArray, api);
        QFETCH(AuthScheme, scheme);
        QFETCH(QString, headers);
        ProviderEndpoint endpoint;
        endpoint.auth = scheme;
        const auto adapter = adapterFor(api.toStdString(), "some");
        QCOMPARE(shown(headersOf(*adapter, endpoint, Secret("sk-1"))), headers);
        for (const auto& [name, value] : headersOf(*adapter, endpoint, Secret()))
            QCOMPARE(QString::fromStdString(name), QStringLiteral("anthropic-version"));
    }

    void theStatedAnthropicVersionStands() {
        ProviderEndpoint endpoint;
        endpoint.auth = AuthScheme::XApiKey;
        endpoint.requiredHeaders = {{"anthropic-version", "2099-01-01"}};
        QCOMPARE(shown(headersOf(*adapterFor("anthropic", "anthropic"), endpoint, Secret("k"))),
                 QStringLiteral("anthropic-version: 2099-01-01\nx-api-key: k"));
    }

    void keysThatBreakOutOfTheirLineAreNotSent_data() {
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("line feed") << QByteArray("sk-1\nx-evil: 1");
        QTest::newRow("carriage return and line feed") << QByteArray("sk-1\r\n\r\nGET / HTTP/1.1");
        QTest::newRow("at its end") << QByteArray("sk-1\n");
        QTest::newRow("null byte") << QByteArray("sk-\0a", 5);
        QTest::newRow("blank") << QByteArray("sk-1 sk-2");
        QTest::newRow("tab") << QByteArray("sk-1\t");
        QTest::newRow("delete") << QByteArray("sk-1\x7f");
        QTest::newRow("not ASCII") << QByteArray("sk-\xc3\xa9");
    }
    void keysThatBreakOutOfTheirLineAreNotSent() {
        QFETCH(QByteArray, key);
        const Secret secret(key.toStdString());
        const auto checked = checkKey(secret);
        QVERIFY(!checked);
        QVERIFY(checked.error().kind == ErrorKind::InvalidParameters);
        QVERIFY(checked.error().message.find("sk-") == std::string::npos);
        ProviderEndpoint endpoint;
        for (const AuthScheme scheme :
             {AuthScheme::Bearer, AuthScheme::XApiKey, AuthScheme::XGoogApiKey, AuthScheme::ApiKey}) {
            endpoint.auth = scheme;
            QCOMPARE(shown(headersOf(*adapterFor("openai", "openai"), endpoint, secret)), QString());
        }
    }

    void ordinaryKeysAreFine() { QVERIFY(checkKey(Secret("sk-proj-Ab_3.9~/+=:")).has_value()); }

    void listsAreRead_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("ids");
        QTest::newRow("OpenAI") << QByteArray(R"({"object":"list","data":[{"id":"a","object":"model"},{"id":"b"}]})")
                                << QStringLiteral("a b");
        QTest::newRow("Anthropic")
            << QByteArray(R"({"data":[{"type":"model","id":"c-1","display_name":"C"}],"has_more":false})")
            << QStringLiteral("c-1");
        QTest::newRow("Google") << QByteArray(R"({"models":[{"name":"models/g-2","displayName":"G"}]})")
                                << QStringLiteral("g-2");
        QTest::newRow("Ollama") << QByteArray(R"({"models":[{"model":"l:7b","name":"l:latest"}]})")
                                << QStringLiteral("l:latest");
        QTest::newRow("llama.cpp has both")
            << QByteArray(R"({"data":[{"id":"d"}],"models":[{"name":"m"}]})") << QStringLiteral("d");
        QTest::newRow("bare array") << QByteArray(R"([{"id":"t-1","type":"chat"},{"id":"t-2"}])")
                                    << QStringLiteral("t-1 t-2");
        QTest::newRow("bare names") << QByteArray(R"(["x","y"])") << QStringLiteral("x y");
        QTest::newRow("empty list") << QByteArray(R"({"data":[]})") << QString();
        QTest::newRow("entries that are none")
            << QByteArray(R"({"data":[7,null,{},{"id":""},{"id":5},{"id":"line\nbreak"},{"id":"good"}]})")
            << QStringLiteral("good");
    }
    void listsAreRead() {
        QFETCH(QByteArray, body);
        QFETCH(QString, ids);
        const auto read = adapterFor("openai", "some")->decodeModels(body.toStdString());
        QVERIFY(read.has_value());
        QCOMPARE(joined(*read), ids);
    }

    void whatStandsBesideAnIdIsRead_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("facts");
        const auto row = [](const char* name, const char* body, const char* facts) {
            QTest::newRow(name) << QByteArray(body) << QByteArray(facts);
        };
        row("nothing", R"({"data":[{"id":"a"}]})", "0");
        row("vLLM", R"({"data":[{"id":"a","max_model_len":32768}]})", "32768");
        row("llama.cpp, as it was started", R"({"data":[{"id":"a","meta":{"n_ctx":4096,"n_ctx_train":40960}}]})",
            "4096");
        row("llama.cpp, older", R"({"data":[{"id":"a","meta":{"n_ctx_train":40960}}]})", "40960");
        row("llama.cpp, abilities in the twin",
            R"({"data":[{"id":"a"}],"models":[{"name":"a","capabilities":["completion","multimodal"]}]})", "0 vision");
        row("LM Studio",
            R"({"data":[{"id":"a","type":"vlm","max_context_length":131072,"capabilities":["tool_use"]}]})",
            "131072 vision tools");
        row("LM Studio, loaded",
            R"({"data":[{"id":"a","type":"llm","max_context_length":131072,"loaded_context_length":8192}]})", "8192");
        row("LM Studio, embeddings", R"({"data":[{"id":"a","type":"embeddings"}]})", "0 embeds");
        row("Ollama", R"({"models":[{"name":"a","capabilities":["completion","tools","thinking"]}]})",
            "0 tools reasoning");
        row("Ollama, embeddings", R"({"models":[{"name":"a","capabilities":["embedding"]}]})", "0 embeds");
        row("of other types",
            R"({"data":[{"id":"a","max_model_len":"many","meta":[],"capabilities":[1,{}],"type":7}]})", "0");
        row("no size at all", R"({"data":[{"id":"a","max_model_len":-1}]})", "0");
    }
    void whatStandsBesideAnIdIsRead() {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, facts);
        const auto read = adapterFor("openai", "some")->decodeModels(body.toStdString());
        QVERIFY(read.has_value());
        QCOMPARE(read->size(), std::size_t{1});
        const ListedModel& model = read->front();
        QByteArray seen = QByteArray::number(qint64(model.context));
        for (const auto& [ability, name] : {std::pair(model.vision, " vision"), std::pair(model.tools, " tools"),
                                            std::pair(model.reasoning, " reasoning")})
            seen += ability.value_or(false) ? name : "";
        seen += model.embeds ? " embeds" : "";
        QCOMPARE(seen, facts);
    }

    void whatIsNoListIsRefused_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("said");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("base URL");
        QTest::newRow("a web page") << QByteArray("<html>hello</html>") << QStringLiteral("base URL");
        QTest::newRow("another object") << QByteArray(R"({"ok":true})") << QStringLiteral("not a list");
        QTest::newRow("data that is no list") << QByteArray(R"({"data":{"id":"a"}})") << QStringLiteral("not a list");
        QTest::newRow("an error with good status")
            << QByteArray(R"({"error":{"message":"quota is spent"}})") << QStringLiteral("quota is spent");
        QTest::newRow("an error as text")
            << QByteArray(R"({"error":"model runner stopped"})") << QStringLiteral("model runner stopped");
    }
    void whatIsNoListIsRefused() {
        QFETCH(QByteArray, body);
        QFETCH(QString, said);
        const auto read = adapterFor("google", "some")->decodeModels(body.toStdString());
        QVERIFY(!read);
        QVERIFY(read.error().kind == ErrorKind::Upstream);
        QVERIFY2(QString::fromStdString(read.error().message).contains(said), read.error().message.c_str());
    }

    void recordedListsAreRead() {
        const QDir recordings(QStringLiteral(LLMG_RECORDINGS_DIR));
        if (!recordings.exists()) {
            qInfo("skipped: no recordings here");
            return;
        }
        const auto catalog = catalog::Catalog::builtIn();
        const QStringList files = recordings.entryList({QStringLiteral("*-models-list-json-*")});
        QVERIFY(files.size() >= 13);
        for (const QString& name : files) {
            QFile file(recordings.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QJsonObject recording = QJsonDocument::fromJson(file.readAll()).object();
            const auto* provider = catalog->provider(recording[QLatin1String("provider")].toString().toStdString());
            QVERIFY2(provider, qPrintable(name));
            const auto adapter = adapterFor(provider->api == "bedrock" ? "openai" : provider->api, provider->id);
            QVERIFY(adapter);
            const auto ids = adapter->decodeModels(recording[QLatin1String("response_body")].toString().toStdString());
            QVERIFY2(ids.has_value(), qPrintable(name));
            QVERIFY2(!ids->empty(), qPrintable(name));
            std::size_t known = 0;
            for (const auto& id : *ids)
                known += catalog->modelByUpstreamId(provider->id, id.id) ? 1 : 0;
            qInfo().noquote() << name << ids->size() << "models," << known << "in the catalog";
            if (!provider->local)
                QVERIFY2(known > 0, qPrintable(name));
        }
    }
};

QTEST_APPLESS_MAIN(TestProviderAdapter)
#include "tst_provideradapter.moc"
