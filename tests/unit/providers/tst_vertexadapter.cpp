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

class TestVertexAdapter : public QObject {
    Q_OBJECT

  private:
    std::shared_ptr<const ProviderAdapter> m_adapter = adapterFor("vertex", "google-vertex");

    Result<WireRequest> call(const QByteArray& base, const QByteArray& model, bool stream, const Secret& key,
                             std::string_view token = {}, const std::string& modelBase = {}) const {
        ProviderEndpoint at;
        at.baseUrl = base.toStdString();
        dialects::TargetModel target;
        target.upstreamId = model.toStdString();
        target.provider = "google-vertex";
        target.baseUrl = modelBase;
        dialects::ChatRequest request;
        request.stream = stream;
        request.messages.push_back({dialects::Role::User, {{dialects::TextPart{"hi"}}}});
        auto encoded = m_adapter->codecFor(target, {}).encode(request, target);
        if (!encoded)
            return encoded.error();
        return m_adapter->prepare(std::move(*encoded), target, {at, key, token, {}, stream});
    }

  private Q_SLOTS:
    void addresses_data() {
        QTest::addColumn<QByteArray>("base");
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<bool>("stream");
        QTest::addColumn<QByteArray>("url");
        const QByteArray root("https://eu-aiplatform.googleapis.com/v1/projects/p/locations/eu");
        const QByteArray base = root + "/publishers/google";
        QTest::newRow("Gemini") << base << QByteArray("gemini-2.5-pro") << false
                                << base + "/models/gemini-2.5-pro:generateContent";
        QTest::newRow("Gemini, streamed") << base << QByteArray("gemini-2.5-pro") << true
                                          << base + "/models/gemini-2.5-pro:streamGenerateContent?alt=sse";
        QTest::newRow("an address without the publisher")
            << root << QByteArray("gemini-2.5-pro") << false << base + "/models/gemini-2.5-pro:generateContent";
        QTest::newRow("Claude") << base << QByteArray("claude-sonnet-4-5@20250929") << false
                                << root + "/publishers/anthropic/models/claude-sonnet-4-5@20250929:rawPredict";
        QTest::newRow("Claude, streamed") << base << QByteArray("claude-opus-4-8") << true
                                          << root + "/publishers/anthropic/models/claude-opus-4-8:streamRawPredict";
        QTest::newRow("Mistral") << base << QByteArray("mistral-medium-3") << false
                                 << root + "/publishers/mistralai/models/mistral-medium-3:rawPredict";
        QTest::newRow("another publisher") << base << QByteArray("meta/llama-3.3-70b-instruct-maas") << true
                                           << root + "/endpoints/openapi/chat/completions";
    }
    void addresses() {
        QFETCH(QByteArray, base);
        QFETCH(QByteArray, model);
        QFETCH(bool, stream);
        QFETCH(QByteArray, url);
        const auto wire = call(base, model, stream, Secret("{\"type\":1}"), "ya29.token");
        QVERIFY2(wire, wire ? "" : wire.error().message.c_str());
        QCOMPARE(QByteArray::fromStdString(wire->url), url);
        QCOMPARE(headerOf(*wire, "authorization"), QByteArray("Bearer ya29.token"));
    }

    void claudesBodyHasTheVersionAndNoModel() {
        const auto wire =
            call("https://h.example/v1/projects/p/locations/l", "claude-opus-4-8", true, Secret("ya29.a"));
        QVERIFY(wire);
        const auto body = QByteArray::fromStdString(wire->body);
        QVERIFY(body.startsWith("{\"anthropic_version\":\"vertex-2023-10-16\","));
        QVERIFY(!body.contains("\"model\""));
        QVERIFY(body.contains("\"stream\":true") && body.contains("\"messages\":[") && body.endsWith('}'));
        QVERIFY(headerOf(*wire, "anthropic-version").isEmpty());
    }

    void aModelsOwnAddressIsUsed() {
        const auto wire = call("https://h.example/v1/publishers/google", "zai-org/glm-5-maas", false, Secret("ya29.a"),
                               {}, "https://other.example/endpoints/openapi");
        QVERIFY(wire);
        QCOMPARE(QByteArray::fromStdString(wire->url),
                 QByteArray("https://other.example/endpoints/openapi/chat/completions"));
    }

    void keysGoWhereTheirKindGoes_data() {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("authorization");
        QTest::addColumn<QByteArray>("apiKey");
        QTest::newRow("a ready token") << QByteArray("ya29.a") << QByteArray("Bearer ya29.a") << QByteArray();
        QTest::newRow("an API key") << QByteArray("AIzaSy") << QByteArray() << QByteArray("AIzaSy");
        QTest::newRow("a bound API key") << QByteArray("AQ.Ab8") << QByteArray() << QByteArray("AQ.Ab8");
        QTest::newRow("a key file without its token is not sent")
            << QByteArray("{\"type\":\"authorized_user\",\"refresh_token\":\"r\"}") << QByteArray() << QByteArray();
    }
    void keysGoWhereTheirKindGoes() {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, authorization);
        QFETCH(QByteArray, apiKey);
        const auto wire = call("https://eu-aiplatform.googleapis.com/v1/projects/p/locations/eu/publishers/google",
                               "gemini-2.5-pro", false, Secret(key.toStdString()));
        QVERIFY(wire);
        QCOMPARE(headerOf(*wire, "authorization"), authorization);
        QCOMPARE(headerOf(*wire, "x-goog-api-key"), apiKey);
        // Express mode knows neither project nor location.
        QCOMPARE(wire->url.find("/projects/") == std::string::npos, !apiKey.isEmpty());
    }

    void anApiKeyIsGoodForGeminiAlone() {
        const auto wire = call("https://h.example/v1", "claude-opus-4-8", false, Secret("AIzaSy"));
        QVERIFY(!wire);
        QVERIFY(wire.error().kind == ErrorKind::UpstreamKeyRejected);
        QVERIFY(wire.error().message.find("AIzaSy") == std::string::npos);
    }

    void anExpressKeyNeedsNoAddress() {
        QCOMPARE(QByteArray::fromStdString(m_adapter->addressOf(Secret("AIzaSy")).baseUrl),
                 QByteArray("https://aiplatform.googleapis.com/v1/publishers/google"));
        QVERIFY(m_adapter->addressOf(Secret("ya29.a")).baseUrl.empty());
    }

    void aKeyIsTestedByCountingTokens() {
        ProviderEndpoint at;
        at.baseUrl = "https://h.example/v1/projects/p/locations/l/publishers/google";
        const Secret key("ya29.a");
        const auto wire = m_adapter->listModels({at, key});
        QVERIFY(wire);
        QCOMPARE(QByteArray::fromStdString(wire->url),
                 QByteArray("https://h.example/v1/projects/p/locations/l/publishers/google/models/"
                            "gemini-2.5-flash:countTokens"));
        QVERIFY(m_adapter->decodeModels("{\"totalTokens\":36}"));
        QVERIFY(!m_adapter->decodeModels("{}"));
        QVERIFY(!m_adapter->decodeModels("<html>"));
    }
};

QTEST_APPLESS_MAIN(TestVertexAdapter)
#include "tst_vertexadapter.moc"
