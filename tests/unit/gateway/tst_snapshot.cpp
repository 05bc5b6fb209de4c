// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Addresses of providers: what the settings, the environment, a key and the catalog say of them.
#include "app/gateway/snapshot.h"

#include <QMap>
#include <QTest>

using namespace llmg;
using namespace llmg::gateway;

using Words = QMap<QString, QString>;

class TestSnapshot : public QObject {
    Q_OBJECT

  private:
    static Snapshot made(const std::string& provider, const Words& set, const Words& environment) {
        Snapshot::Source source;
        source.catalog = catalog::Catalog::builtIn();
        auto configuration = std::make_shared<policy::Configuration>();
        domain::ProviderSettings settings;
        settings.id = provider;
        for (auto it = set.begin(); it != set.end(); ++it) {
            if (it.key() == QStringLiteral("base-url"))
                settings.baseUrl = it->toStdString();
            else
                settings.variables.emplace_back(it.key().toStdString(), it->toStdString());
        }
        configuration->providers.push_back(settings);
        source.configuration = configuration;
        source.environment = [environment](const std::string& name) -> std::optional<std::string> {
            const auto found = environment.find(QString::fromStdString(name));
            return found == environment.end() ? std::nullopt : std::optional(found->toStdString());
        };
        return Snapshot(std::move(source));
    }
    static Words words(std::initializer_list<std::pair<QString, QString>> pairs) { return Words(pairs); }

  private Q_SLOTS:
    void findsTheAddress_data() {
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<Words>("set");
        QTest::addColumn<Words>("environment");
        QTest::addColumn<QString>("baseUrl");
        const QByteArray azure("azure-openai"), bedrock("aws-bedrock"), openai("openai");
        const auto resource = QStringLiteral("resource"), region = QStringLiteral("region");
        const auto ofEnvironment = words({{QStringLiteral("AZURE_RESOURCE_NAME"), QStringLiteral("of-env")},
                                          {QStringLiteral("AWS_REGION"), QStringLiteral("eu-west-1")}});
        const auto whole = words(
            {{QStringLiteral("AZURE_OPENAI_ENDPOINT"), QStringLiteral("https://whole.cognitiveservices.azure.com/")}});
        QTest::newRow("nothing to set") << openai << Words() << ofEnvironment
                                        << QStringLiteral("https://api.openai.com/v1");
        QTest::newRow("from the settings") << azure << words({{resource, QStringLiteral("mine")}}) << ofEnvironment
                                           << QStringLiteral("https://mine.openai.azure.com");
        QTest::newRow("from the environment")
            << azure << Words() << ofEnvironment << QStringLiteral("https://of-env.openai.azure.com");
        QTest::newRow("a region from the environment")
            << bedrock << Words() << ofEnvironment << QStringLiteral("https://bedrock-runtime.eu-west-1.amazonaws.com");
        QTest::newRow("a region from the settings")
            << bedrock << words({{region, QStringLiteral("us-east-1")}}) << ofEnvironment
            << QStringLiteral("https://bedrock-runtime.us-east-1.amazonaws.com");
        QTest::newRow("a whole address from the environment")
            << azure << Words() << whole << QStringLiteral("https://whole.cognitiveservices.azure.com");
        QTest::newRow("a part that is set before a whole address from the environment")
            << azure << words({{resource, QStringLiteral("mine")}}) << whole
            << QStringLiteral("https://mine.openai.azure.com");
        QTest::newRow("a version that is set leaves the address to the environment")
            << azure << words({{QStringLiteral("api_version"), QStringLiteral("2024-10-21")}}) << whole
            << QStringLiteral("https://whole.cognitiveservices.azure.com");
        QTest::newRow("a base URL before all")
            << azure
            << words({{resource, QStringLiteral("mine")},
                      {QStringLiteral("base-url"), QStringLiteral("http://127.0.0.1:9/x/")}})
            << whole << QStringLiteral("http://127.0.0.1:9/x");
    }
    void findsTheAddress() {
        QFETCH(QByteArray, provider);
        QFETCH(Words, set);
        QFETCH(Words, environment);
        QFETCH(QString, baseUrl);
        const auto snapshot = made(provider.toStdString(), set, environment);
        const auto* runtime = snapshot.provider(provider.toStdString());
        QVERIFY(runtime);
        QCOMPARE(QString::fromStdString(runtime->endpoint.baseUrl), baseUrl);
        QVERIFY(runtime->trouble.empty() || !runtime->adapter);
    }

    void saysWhatIsMissingAndHowToSetIt_data() {
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<Words>("set");
        QTest::addColumn<QString>("trouble");
        const auto project = QStringLiteral("project"), location = QStringLiteral("location");
        QTest::newRow("the first part of several")
            << QByteArray("google-vertex") << words({{project, QStringLiteral("p")}})
            << QStringLiteral("its location is not set; llm-gatewayd provider set google-vertex location=… sets it, or "
                              "GOOGLE_VERTEX_LOCATION in the environment of the gateway");
        QTest::newRow("the next one")
            << QByteArray("google-vertex") << words({{location, QStringLiteral("eu")}})
            << QStringLiteral("its project is not set; llm-gatewayd provider set google-vertex project=… sets it, or "
                              "GOOGLE_VERTEX_PROJECT in the environment of the gateway");
    }
    void saysWhatIsMissingAndHowToSetIt() {
        QFETCH(QByteArray, provider);
        QFETCH(Words, set);
        QFETCH(QString, trouble);
        const auto snapshot = made(provider.toStdString(), set, {});
        QCOMPARE(QString::fromStdString(snapshot.provider(provider.toStdString())->trouble), trouble);
        QVERIFY(!snapshot.canCall(provider.toStdString()));
    }

    void modelsHaveAddressesOfTheirOwn() {
        domain::ModelOffer offer;
        offer.baseUrlOverride = "https://{resource}.services.ai.azure.com/models";
        const auto resource = words({{QStringLiteral("resource"), QStringLiteral("mine")}});
        const auto filled = made("azure-openai", resource, {});
        QCOMPARE(QByteArray::fromStdString(filled.provider("azure-openai")->baseUrlOf(&offer)),
                 QByteArray("https://mine.services.ai.azure.com/models"));
        QVERIFY(filled.provider("azure-openai")->baseUrlOf(nullptr).empty());
        // A user's own address is meant for every model.
        auto own = resource;
        own.insert(QStringLiteral("base-url"), QStringLiteral("http://127.0.0.1:9"));
        QVERIFY(made("azure-openai", own, {}).provider("azure-openai")->baseUrlOf(&offer).empty());
    }

    void theVersionOfTheCatalogHoldsUntilOneIsSet() {
        const auto version = QStringLiteral("api_version");
        QCOMPARE(QByteArray::fromStdString(std::string(
                     made("azure-openai", {}, {}).provider("azure-openai")->endpoint.variable("api_version"))),
                 QByteArray("v1"));
        QCOMPARE(QByteArray::fromStdString(
                     std::string(made("azure-openai", words({{version, QStringLiteral("2024-10-21")}}), {})
                                     .provider("azure-openai")
                                     ->endpoint.variable("api_version"))),
                 QByteArray("2024-10-21"));
    }
};

QTEST_APPLESS_MAIN(TestSnapshot)
#include "tst_snapshot.moc"
