// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/catalog/catalog.h"
#include "tests/integration/gatewayfixture.h"

#include <QFile>
#include <QTest>

#include <boost/json.hpp>

using namespace llmg;
using namespace llmg::tests;

namespace json = boost::json;

namespace {

std::string builtInText(const QString& name) {
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

/// The built-in catalog and one more line in its file of providers.
Result<std::shared_ptr<const catalog::Catalog>> withProvider(const std::string& entry) {
    std::string providers = builtInText(QStringLiteral(":/catalog/providers.json"));
    const std::size_t end = providers.rfind("\n]}");
    if (end == std::string::npos)
        return fail(ErrorKind::Internal, "the built-in file has another form");
    providers.insert(end, ",\n" + entry);
    return catalog::Catalog::parse(providers, builtInText(QStringLiteral(":/catalog/models.json")));
}

const std::string kEntry = "{\"id\":\"newcomer\",\"name\":\"Newcomer\",\"api\":\"openai\","
                           "\"base_url\":\"https:"
                           "//api.newcomer.example/v1\",\"auth\":\"bearer\","
                           "\"env\":[\"NEWCOMER_API_KEY\"],\"quirks\":{\"stream_options\":false,"
                           "\"max_param\":\"max_tokens\",\"refuses\":[\"user\"]}}";

const std::string kAnswer = "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"n-1\","
                            "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},"
                            "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":2,"
                            "\"completion_tokens\":1,\"total_tokens\":3}}";

} // namespace

class TestNewProvider : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void oneEntryInTheCatalogIsAProvider() {
        const auto catalog = withProvider(kEntry);
        QVERIFY2(catalog, catalog ? "" : catalog.error().message.c_str());
        FakeUpstream upstream([](const ReceivedRequest&) { return Scenario::json(kAnswer); });
        GatewayFixture gateway;
        gateway.catalog = *catalog;
        gateway.serve("newcomer", upstream);
        const auto answer =
            gateway.chat("{\"model\":\"newcomer/n-1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],"
                         "\"max_completion_tokens\":7,\"user\":\"u\"}");
        QCOMPARE(answer.status, 200);
        const auto requests = upstream.requests();
        QCOMPARE(requests.size(), std::size_t{1});
        QCOMPARE(QByteArray::fromStdString(requests[0].target), QByteArray("/v1/chat/completions"));
        const json::object sent = json::parse(requests[0].body).as_object();
        QCOMPARE(sent.at("model").as_string().c_str(), "n-1");
        QVERIFY(sent.at("max_tokens") == 7);
        QVERIFY(!sent.contains("max_completion_tokens"));
        QVERIFY(!sent.contains("user"));
    }

    void aQuirkOfAnotherVersionIsSaid() {
        std::string entry = kEntry;
        entry.replace(entry.find("refuses"), 7, "dislikes");
        const auto catalog = withProvider(entry);
        QVERIFY(!catalog);
        QVERIFY(catalog.error().kind == ErrorKind::Configuration);
        QVERIFY2(catalog.error().message.find("newcomer") != std::string::npos &&
                     catalog.error().message.find("dislikes") != std::string::npos,
                 catalog.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestNewProvider)
#include "tst_newprovider.moc"
