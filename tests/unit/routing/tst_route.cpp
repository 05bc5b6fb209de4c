// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/route.h"

#include <QFile>
#include <QTest>

#include <map>

using namespace llmg;
using namespace llmg::routing;

namespace {

std::string contents(const char* name) {
    QFile file(QStringLiteral(LLMG_TEST_DATA_DIR "/routing/") + QString::fromLatin1(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string{};
}

class Providers final : public Availability {
  public:
    std::vector<std::string> callable;
    std::map<std::string, int> orders;
    bool isKnown(std::string_view id) const override {
        return id == "openai" || id == "cheap" || id == "llmgateway" || id == "sandbox" || canCall(id);
    }
    bool canCall(std::string_view id) const override {
        return id == "sandbox" || std::find(callable.begin(), callable.end(), id) != callable.end();
    }
    int order(std::string_view id) const override {
        const auto found = orders.find(std::string(id));
        return found == orders.end() ? 0 : found->second;
    }
    std::string displayName(std::string_view id) const override { return std::string(id); }
    std::string keyVariable(std::string_view id) const override {
        return id == "openai" ? "OPENAI_API_KEY" : std::string{};
    }
};

QString providersOf(const Result<Route>& route) {
    if (!route)
        return QStringLiteral("error:") + QString::fromLatin1(toString(route.error().kind));
    QStringList names;
    for (const auto& candidate : route->candidates)
        names << QString::fromStdString(candidate.provider + ":" + candidate.upstreamModel);
    return names.join(u' ');
}

} // namespace

class RouteTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        auto parsed = catalog::Catalog::parse(contents("providers.json"), contents("models.json"));
        QVERIFY2(parsed, parsed ? "" : parsed.error().message.c_str());
        m_catalog = *parsed;
    }

    void findsCandidates_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QStringList>("callable");
        QTest::addColumn<QString>("expected");
        const QStringList own{QStringLiteral("openai"), QStringLiteral("cheap")};
        const QStringList hosted{QStringLiteral("llmgateway")};
        const QStringList all{QStringLiteral("openai"), QStringLiteral("cheap"), QStringLiteral("llmgateway")};
        const auto row = [](const char* name, const char* model, const char* mode, const QStringList& callable,
                            const char* expected) {
            QTest::newRow(name) << QString::fromLatin1(model) << QString::fromLatin1(mode) << callable
                                << QString::fromLatin1(expected);
        };
        row("bare id: cheapest provider first", "gpt-4o", "api-keys", own, "cheap:acme/gpt-4o openai:gpt-4o");
        row("bare id with one key", "gpt-4o", "api-keys", {QStringLiteral("openai")}, "openai:gpt-4o");
        row("a provider's own spelling", "acme/gpt-4o", "api-keys", own, "cheap:acme/gpt-4o openai:gpt-4o");
        row("pinned by unified id", "cheap/gpt-4o", "api-keys", own, "cheap:acme/gpt-4o");
        row("pinned by the provider's spelling", "cheap/acme/gpt-4o", "api-keys", own, "cheap:acme/gpt-4o");
        row("pinned and unknown passes as it is", "openai/brand-new", "api-keys", own, "openai:brand-new");
        row("own server", "my-vllm/llama", "api-keys", {QStringLiteral("my-vllm")}, "my-vllm:llama");
        row("pinned without a key", "openai/gpt-4o", "api-keys", {}, "error:no_provider_key");
        row("no key at all", "gpt-4o", "api-keys", {}, "error:no_provider_key");
        row("unknown model", "gpt4o", "api-keys", own, "error:model_not_found");
        row("sandbox needs nothing", "sandbox/echo", "api-keys", {}, "sandbox:echo");
        row("sandbox in credits mode too", "sandbox/echo", "credits", {}, "sandbox:echo");
        row("api-keys mode never uses the hosted account", "gpt-4o", "api-keys", hosted, "error:no_provider_key");
        row("credits mode ignores own keys", "gpt-4o", "credits", all, "llmgateway:gpt-4o");
        row("credits mode without the account", "gpt-4o", "credits", own, "error:no_provider_key");
        row("credits mode sends a pinned model through the account", "openai/gpt-4o", "credits", all,
            "llmgateway:openai/gpt-4o");
        row("hybrid: own keys, then the account", "gpt-4o", "hybrid", all,
            "cheap:acme/gpt-4o openai:gpt-4o llmgateway:gpt-4o");
        row("hybrid without own keys", "gpt-4o", "hybrid", hosted, "llmgateway:gpt-4o");
        row("hybrid with nothing", "gpt-4o", "hybrid", {}, "error:no_provider_key");
        row("auto takes the cheapest", "auto", "api-keys", own, "cheap:blind cheap:acme/gpt-4o openai:gpt-4o");
        row("an embedding model does not chat", "embed", "api-keys", own, "error:model_not_supported");
        row("a retired model is still tried", "gone", "api-keys", own, "openai:gone");
    }

    void findsCandidates() {
        QFETCH(QString, model);
        QFETCH(QString, mode);
        QFETCH(QStringList, callable);
        QFETCH(QString, expected);
        Providers providers;
        for (const auto& id : callable)
            providers.callable.push_back(id.toStdString());
        domain::Project project;
        project.mode = *domain::projectModeFromString(mode.toStdString());
        QCOMPARE(providersOf(route(model.toStdString(), project, {}, {}, *m_catalog, providers)), expected);
    }

    void autoAvoidsModelsThatLackWhatIsNeeded() {
        RequestNeeds needs;
        needs.vision = true;
        QCOMPARE(providersOf(routed("auto", needs)), QStringLiteral("cheap:acme/gpt-4o openai:gpt-4o"));
    }

    void saysWhatAModelLacks() {
        RequestNeeds needs;
        needs.vision = true;
        const auto found = routed("blind", needs);
        QVERIFY(!found);
        QVERIFY(found.error().kind ==
                ErrorKind::ModelNotSupported); // not QCOMPARE: Qt Test would free what our toString gives
        QVERIFY(found.error().message.find("image input") != std::string::npos);
    }

    void refusesAPromptThatIsTooLong() {
        RequestNeeds needs;
        needs.promptTokens = 2000;
        QCOMPARE(providersOf(routed("blind", needs)), QStringLiteral("error:model_not_supported"));
    }

    void namesTheNearestModels() {
        const auto found = routed("gpt4o", {});
        QVERIFY(!found);
        QVERIFY2(found.error().message.find("gpt-4o") != std::string::npos, found.error().message.c_str());
    }

    void saysWhichKeyIsMissing() {
        Providers none;
        const auto found = route("openai/gpt-4o", m_project, {}, {}, *m_catalog, none);
        QVERIFY(!found);
        QVERIFY(found.error().message.find("OPENAI_API_KEY") != std::string::npos);
        QVERIFY(found.error().message.find("Providers page") != std::string::npos);
    }

    void holdsToAllowLists() {
        m_project.allowedModels = {"blind"};
        QCOMPARE(providersOf(routed("gpt-4o", {})), QStringLiteral("error:model_not_allowed"));
        QCOMPARE(providersOf(routed("auto", {})), QStringLiteral("cheap:blind"));
        m_project.allowedModels.clear();
        QCOMPARE(providersOf(routed("gpt-4o", {}, {"blind"})), QStringLiteral("error:model_not_allowed"));
    }

    void followsAnAlias() {
        m_project.aliases = {{"claude-old", "cheap/gpt-4o"}};
        QCOMPARE(providersOf(routed("claude-old", {})), QStringLiteral("cheap:acme/gpt-4o"));
        m_project.aliases.clear();
    }

    void putsTheUsersOrderBeforeThePrice() {
        Providers providers;
        providers.callable = {"openai", "cheap"};
        providers.orders = {{"openai", -1}};
        QCOMPARE(providersOf(route("gpt-4o", m_project, {}, {}, *m_catalog, providers)),
                 QStringLiteral("openai:gpt-4o cheap:acme/gpt-4o"));
    }

  private:
    Result<Route> routed(const char* model, const RequestNeeds& needs, const std::vector<std::string>& allowed = {}) {
        Providers providers;
        providers.callable = {"openai", "cheap"};
        return route(model, m_project, allowed, needs, *m_catalog, providers);
    }

    std::shared_ptr<const catalog::Catalog> m_catalog;
    domain::Project m_project;
};

QTEST_GUILESS_MAIN(RouteTest)
#include "tst_route.moc"
