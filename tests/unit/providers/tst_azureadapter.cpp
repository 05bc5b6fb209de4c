// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/providers/provideradapter.h"

#include <QTest>

using namespace llmg;
using namespace llmg::providers;

namespace {

QByteArray headerOf(const WireRequest& wire, std::string_view name) {
    for (const auto& [known, value] : wire.headers) {
        if (known == name)
            return QByteArray::fromStdString(value);
    }
    return {};
}

} // namespace

class TestAzureAdapter : public QObject {
    Q_OBJECT

  private:
    std::shared_ptr<const ProviderAdapter> m_adapter = adapterFor("azure", "azure-openai");

    static ProviderEndpoint endpoint(const QByteArray& baseUrl, const QByteArray& version) {
        ProviderEndpoint made;
        made.baseUrl = baseUrl.toStdString();
        made.auth = domain::AuthScheme::ApiKey;
        if (!version.isEmpty())
            made.variables.emplace_back("api_version", version.toStdString());
        return made;
    }
    Result<WireRequest> call(const dialects::TargetModel& target, const ProviderEndpoint& at, const Secret& key,
                             std::string_view client = {}) const {
        dialects::ChatRequest request;
        request.messages.push_back({dialects::Role::User, {{dialects::TextPart{"hi"}}}});
        auto encoded = m_adapter->codecFor(target, client).encode(request, target);
        if (!encoded)
            return encoded.error();
        return m_adapter->prepare(std::move(*encoded), target, {at, key});
    }

  private Q_SLOTS:
    void addresses_data() {
        QTest::addColumn<QByteArray>("base");
        QTest::addColumn<QByteArray>("version");
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("modelBase");
        QTest::addColumn<QByteArray>("endpointWord");
        QTest::addColumn<QByteArray>("url");
        const QByteArray host("https://r.openai.azure.com"), foundry("https://r.services.ai.azure.com"), none;
        const auto row = [](const char* name, const QByteArray& base, const char* version, const char* model,
                            const QByteArray& modelBase, const char* word, const QByteArray& url) {
            QTest::newRow(name) << base << QByteArray(version) << QByteArray(model) << modelBase << QByteArray(word)
                                << url;
        };
        row("v1", host, "v1", "gpt-4o", none, "", host + "/openai/v1/chat/completions");
        row("no version is v1", host, "", "gpt-4o", none, "", host + "/openai/v1/chat/completions");
        row("a dated version", host, "2024-10-21", "gpt-4o", none, "",
            host + "/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21");
        row("a deployment's name in the path", host, "2024-10-21", "my gpt/4", none, "",
            host + "/openai/deployments/my%20gpt%2F4/chat/completions?api-version=2024-10-21");
        row("a pasted endpoint", host + "/openai/v1", "v1", "m", none, "", host + "/openai/v1/chat/completions");
        row("a Foundry project", foundry + "/api/projects/p", "v1", "m", none, "",
            foundry + "/openai/v1/chat/completions");
        row("Cognitive Services", "https://r.cognitiveservices.azure.com", "2024-10-21", "m", none, "",
            "https://r.cognitiveservices.azure.com/openai/deployments/m/chat/completions?api-version=2024-10-21");
        row("responses", host, "v1", "gpt-5-pro", none, "responses", host + "/openai/v1/responses");
        row("responses with a date", host, "2025-04-01-preview", "gpt-5-pro", none, "responses",
            host + "/openai/responses?api-version=2025-04-01-preview");
        row("the inference API", host, "v1", "grok-4", foundry + "/models", "",
            foundry + "/models/chat/completions?api-version=2024-05-01-preview");
        row("Claude at its address", host, "v1", "claude-sonnet-4-5", foundry + "/anthropic/v1", "",
            foundry + "/anthropic/v1/messages");
        row("Claude where no address is known", host, "2024-10-21", "claude-new", none, "",
            foundry + "/anthropic/v1/messages");
        row("Claude at a user's own server", "http://127.0.0.1:9", "v1", "claude-new", none, "",
            "http://127.0.0.1:9/anthropic/v1/messages");
    }
    void addresses() {
        QFETCH(QByteArray, base);
        QFETCH(QByteArray, version);
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, modelBase);
        QFETCH(QByteArray, endpointWord);
        QFETCH(QByteArray, url);
        dialects::TargetModel target;
        target.upstreamId = model.toStdString();
        target.provider = "azure-openai";
        target.baseUrl = modelBase.toStdString();
        target.endpoint = endpointWord.toStdString();
        const auto wire = call(target, endpoint(base, version), Secret("key"));
        QVERIFY2(wire, wire ? "" : wire.error().message.c_str());
        QCOMPARE(QByteArray::fromStdString(wire->url), url);
        QCOMPARE(headerOf(*wire, "api-key"), QByteArray("key"));
        QCOMPARE(headerOf(*wire, "anthropic-version"),
                 model.startsWith("claude") ? QByteArray("2023-06-01") : QByteArray());
        QVERIFY(wire->body.find("\"model\":\"" + model.toStdString() + "\"") != std::string::npos);
    }

    void theClientsDialectIsChosenWhereAzureHasIt() {
        dialects::TargetModel target;
        target.upstreamId = "gpt-5";
        const auto dialect = [&](std::string_view client) {
            return QByteArray::fromStdString(std::string(m_adapter->codecFor(target, client).dialect()));
        };
        QCOMPARE(dialect("openai-chat"), QByteArray("openai-chat"));
        QCOMPARE(dialect("openai-responses"), QByteArray("openai-responses"));
        target.baseUrl = "https://r.services.ai.azure.com/models";
        QCOMPARE(dialect("openai-responses"), QByteArray("openai-chat"));
        target.api = "anthropic";
        QCOMPARE(dialect("openai-responses"), QByteArray("anthropic-messages"));
    }

    void tokensOfEntraAreBearers() {
        dialects::TargetModel target;
        target.upstreamId = "gpt-4o";
        const auto wire = call(target, endpoint("https://r.openai.azure.com", "v1"), Secret("eyJhbGciOi.eyJhdWQ.c2ln"));
        QVERIFY(wire);
        QCOMPARE(headerOf(*wire, "authorization"), QByteArray("Bearer eyJhbGciOi.eyJhdWQ.c2ln"));
        QVERIFY(headerOf(*wire, "api-key").isEmpty());
    }

    void modelsAreListed_data() {
        QTest::addColumn<QByteArray>("version");
        QTest::addColumn<QByteArray>("url");
        QTest::newRow("v1") << QByteArray("v1") << QByteArray("https://r.openai.azure.com/openai/v1/models");
        QTest::newRow("dated") << QByteArray("2024-10-21")
                               << QByteArray("https://r.openai.azure.com/openai/models?api-version=2024-10-21");
    }
    void modelsAreListed() {
        QFETCH(QByteArray, version);
        QFETCH(QByteArray, url);
        const auto at = endpoint("https://r.openai.azure.com", version);
        const Secret key("key");
        const auto wire = m_adapter->listModels({at, key});
        QVERIFY(wire);
        QCOMPARE(QByteArray::fromStdString(wire->method), QByteArray("GET"));
        QCOMPARE(QByteArray::fromStdString(wire->url), url);
        QCOMPARE(headerOf(*wire, "api-key"), QByteArray("key"));
    }
};

QTEST_APPLESS_MAIN(TestAzureAdapter)
#include "tst_azureadapter.moc"
