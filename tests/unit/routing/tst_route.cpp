// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/route.h"

#include <QFile>
#include <QTest>

#include <limits>
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
        return id == "openai" || id == "cheap" || id == "llmgateway" || id == "sandbox" || id == "my-vllm" ||
               canCall(id);
    }
    bool canCall(std::string_view id) const override {
        return id == "sandbox" || std::find(callable.begin(), callable.end(), id) != callable.end();
    }
    std::map<std::string, std::vector<KeyShare>, std::less<>> shares;
    std::span<const KeyShare> keys(std::string_view id) const override {
        const auto found = shares.find(id);
        return found == shares.end() ? std::span<const KeyShare>{} : std::span<const KeyShare>(found->second);
    }
    int order(std::string_view id) const override {
        const auto found = orders.find(std::string(id));
        return found == orders.end() ? 0 : found->second;
    }
    std::vector<domain::LlmModel> listed; ///< by servers
    const domain::LlmModel* serverModel(std::string_view provider, std::string_view name) const override {
        for (const auto& model : listed)
            if (model.name == name && (provider.empty() || provider == model.offers.front().provider))
                return &model;
        return nullptr;
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
        row("api-keys mode: not pinned either", "llmgateway/gpt-4o", "api-keys", all, "error:no_provider_key");
        row("hybrid, pinned without an own key", "openai/gpt-4o", "hybrid", hosted, "llmgateway:openai/gpt-4o");
        row("hybrid, pinned with an own key", "openai/gpt-4o", "hybrid", all, "openai:gpt-4o");
        row("hybrid, the account pinned", "llmgateway/gpt-4o", "hybrid", all, "llmgateway:gpt-4o");
        row("hybrid: the account does not know an own server", "my-vllm/llama", "hybrid", hosted,
            "error:no_provider_key");
        row("auto takes the cheapest", "auto", "api-keys", own,
            "cheap:blind cheap:acme/gpt-4o openai:gpt-4o cheap:think");
        row("auto, hybrid: the account's cheapest comes after own keys", "auto", "hybrid", all,
            "cheap:blind cheap:acme/gpt-4o openai:gpt-4o cheap:think llmgateway:think");
        row("auto, hybrid without own keys", "auto", "hybrid", hosted, "llmgateway:think llmgateway:gpt-4o");
        row("auto, credits", "auto", "credits", all, "llmgateway:think llmgateway:gpt-4o");
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

    void findsModelsThatAServerLists_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QString>("expected"); // and the ledger's name of the model, and the rule
        const auto row = [](const char* name, const char* model, const char* mode, const char* expected) {
            QTest::newRow(name) << QString::fromLatin1(model) << QString::fromLatin1(mode)
                                << QString::fromLatin1(expected);
        };
        row("pinned", "my-vllm/tuned", "api-keys", "my-vllm:tuned:v1 my-vllm/tuned pinned free");
        row("bare", "tuned", "api-keys", "my-vllm:tuned:v1 my-vllm/tuned only_one free");
        row("bare, among account and own keys", "tuned", "hybrid", "my-vllm:tuned:v1 my-vllm/tuned only_one free");
        row("not paid with credits", "tuned", "credits", "error:model_not_found");
        row("the catalog's comes first", "gpt-4o", "api-keys", "openai:gpt-4o gpt-4o only_one priced");
        row("pinned, the catalog's name", "my-vllm/gpt-4o", "api-keys", "my-vllm:gpt-4o my-vllm/gpt-4o pinned free");
        row("pinned, not listed", "my-vllm/other", "api-keys", "my-vllm:other other pinned unknown");
    }
    void findsModelsThatAServerLists() {
        QFETCH(QString, model);
        QFETCH(QString, mode);
        QFETCH(QString, expected);
        Providers providers;
        providers.callable = {"openai", "my-vllm"};
        for (const auto& [name, upstream] : {std::pair("tuned", "tuned:v1"), std::pair("gpt-4o", "gpt-4o")}) {
            domain::ModelOffer offer;
            offer.provider = "my-vllm";
            offer.upstreamId = upstream;
            offer.listedOnly = true;
            offer.prices.input = offer.prices.output = domain::Price{};
            domain::LlmModel listed;
            listed.name = name;
            listed.id = "my-vllm/" + listed.name;
            listed.offers.push_back(std::move(offer));
            providers.listed.push_back(std::move(listed));
        }
        domain::Project project;
        project.mode = *domain::projectModeFromString(mode.toStdString());
        RequestNeeds needs;
        needs.tools = true; // a list that does not speak of tools says nothing against them
        const auto found = route(model.toStdString(), project, {}, needs, *m_catalog, providers);
        QString seen = providersOf(found);
        if (found) {
            const auto& first = found->candidates.front();
            const bool isFree = first.offer && first.offer->prices.input->picoUsd == 0;
            seen += u' ' + QString::fromStdString(first.model) + u' ' +
                    QString::fromLatin1(toString(found->decision.rule)) +
                    (isFree        ? QStringLiteral(" free")
                     : first.offer ? QStringLiteral(" priced")
                                   : QStringLiteral(" unknown"));
        }
        QCOMPARE(seen, expected);
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

    void countsThePromptAndWhatIsAskedAgainstTheContext_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<qint64>("prompt");
        QTest::addColumn<qint64>("output");
        QTest::addColumn<QString>("expected");
        const QString both = QStringLiteral("cheap:think openai:think"), none;
        const auto huge = std::numeric_limits<qint64>::max();
        QTest::newRow("prompt too long") << QStringLiteral("blind") << qint64{2000} << qint64{0} << none;
        QTest::newRow("just fits") << QStringLiteral("blind") << qint64{600} << qint64{400}
                                   << QStringLiteral("cheap:blind");
        QTest::newRow("too long together") << QStringLiteral("blind") << qint64{600} << qint64{401} << none;
        QTest::newRow("any number") << QStringLiteral("blind") << qint64{1} << huge << none;
        QTest::newRow("fits both") << QStringLiteral("think") << qint64{3000} << qint64{500} << both;
        QTest::newRow("asked output is cut to the offer's")
            << QStringLiteral("think") << qint64{3000} << qint64{5000} << both;
        QTest::newRow("fits the larger") << QStringLiteral("think") << qint64{3001} << qint64{4999}
                                         << QStringLiteral("openai:think");
        QTest::newRow("pinned: the provider says so")
            << QStringLiteral("cheap/blind") << qint64{2000} << qint64{0} << QStringLiteral("cheap:blind");
    }
    void countsThePromptAndWhatIsAskedAgainstTheContext() {
        QFETCH(QString, model);
        QFETCH(qint64, prompt);
        QFETCH(qint64, output);
        QFETCH(QString, expected);
        RequestNeeds needs;
        needs.promptTokens = prompt;
        needs.maxOutputTokens = output;
        const auto found = routed(model.toStdString().c_str(), needs);
        QCOMPARE(providersOf(found), expected.isEmpty() ? QStringLiteral("error:model_not_supported") : expected);
    }

    void sendsReasoningWhereItIsKnown() {
        RequestNeeds needs;
        needs.reasoning = true;
        QCOMPARE(providersOf(routed("think", needs)), QStringLiteral("openai:think"));
        QCOMPARE(providersOf(routed("auto", needs)), QStringLiteral("openai:think"));
        QCOMPARE(providersOf(routed("cheap/think", needs)), QStringLiteral("cheap:think"));
        Providers cheapOnly;
        cheapOnly.callable = {"cheap"}; // of whom the catalog does not say it
        QCOMPARE(providersOf(route("think", m_project, {}, needs, *m_catalog, cheapOnly)),
                 QStringLiteral("cheap:think"));
        const auto refused = routed("blind", needs);
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.find("cheap/blind") != std::string::npos, refused.error().message.c_str());
    }

    void saysWhichModePaysForTheHostedAccount() {
        Providers providers;
        providers.callable = {"llmgateway"};
        auto project = m_project;
        project.mode = domain::ProjectMode::ApiKeys;
        const auto found = route("llmgateway/gpt-4o", project, {}, {}, *m_catalog, providers);
        QVERIFY(!found);
        QVERIFY2(found.error().message.find("credits or hybrid") != std::string::npos, found.error().message.c_str());
    }

    /// What is paid with credits is not compared with own keys' prices, but shown.
    void showsTheAccountsOfferBehindThoseOfOwnKeys() {
        Providers providers = ownProviders();
        providers.callable.push_back("llmgateway");
        auto project = m_project;
        project.mode = domain::ProjectMode::Hybrid;
        const auto found = route("auto", project, {}, {}, *m_catalog, providers);
        QVERIFY(found);
        const auto& last = found->decision.offers.back();
        QCOMPARE(last.provider, std::string("llmgateway"));
        QVERIFY(last.values.pricePicoUsd && !last.score);
        QVERIFY(found->candidates.back().hosted && !found->candidates.front().hosted);
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

    void holdsToProviderLists_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("ofProject");
        QTest::addColumn<QString>("ofKey");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* model, const char* ofProject, const char* ofKey,
                            const char* expected) {
            QTest::newRow(name) << QString::fromLatin1(model) << QString::fromLatin1(ofProject)
                                << QString::fromLatin1(ofKey) << QString::fromLatin1(expected);
        };
        row("of the project", "gpt-4o", "openai", "", "openai:gpt-4o");
        row("of the key", "gpt-4o", "", "openai", "openai:gpt-4o");
        row("of both", "gpt-4o", "openai", "cheap", "error:model_not_allowed");
        row("pinned", "cheap/gpt-4o", "openai", "", "error:model_not_allowed");
        row("auto", "auto", "openai", "", "openai:gpt-4o openai:think");
        row("the sandbox is not a provider elsewhere", "sandbox/echo", "openai", "", "sandbox:echo");
    }

    void holdsToProviderLists() {
        QFETCH(QString, model);
        QFETCH(QString, ofProject);
        QFETCH(QString, ofKey);
        QFETCH(QString, expected);
        auto project = m_project;
        if (!ofProject.isEmpty())
            project.allowedProviders = {ofProject.toStdString()};
        std::vector<std::string> ofKeyList;
        if (!ofKey.isEmpty())
            ofKeyList = {ofKey.toStdString()};
        RouteContext context;
        context.keyAllowedProviders = ofKeyList;
        QCOMPARE(providersOf(route(model.toStdString(), project, {}, {}, *m_catalog, ownProviders(), context)),
                 expected);
    }

    void prefersWhoAnswersReliably() {
        Live live;
        for (int i = 0; i < 20; ++i)
            live.record("cheap", i % 2 == 0);
        const auto found = live.routed(*this, "gpt-4o");
        QCOMPARE(providersOf(found), QStringLiteral("openai:gpt-4o cheap:acme/gpt-4o"));
        QVERIFY(found->decision.rule == RouteRule::BestScore);
        QCOMPARE(found->reason, std::string("best of 2 providers"));
    }

    void prefersTheFastOneWhereSpeedIsAskedFor() {
        Live live;
        for (int i = 0; i < 20; ++i) {
            live.record("cheap", false, std::chrono::milliseconds{500});
            live.record("openai", false, std::chrono::milliseconds{300});
        }
        QCOMPARE(providersOf(live.routed(*this, "gpt-4o")), QStringLiteral("cheap:acme/gpt-4o openai:gpt-4o"));
        m_project.routing.preset = domain::RoutingPreset::Speed;
        QCOMPARE(providersOf(live.routed(*this, "gpt-4o")), QStringLiteral("openai:gpt-4o cheap:acme/gpt-4o"));
        m_project.routing = {};
    }

    void putsWhatIsFailingOrLimitedLast_data() {
        QTest::addColumn<bool>("limited");
        QTest::newRow("breaker") << false;
        QTest::newRow("limited") << true;
    }

    void putsWhatIsFailingOrLimitedLast() {
        QFETCH(bool, limited);
        Live live;
        live.providers.shares["cheap"] = {{"k", 1}};
        if (limited)
            live.state->keys.reportLimited("k", live.now + std::chrono::seconds{20}, "slow down");
        for (int i = 0; i < 5 && !limited; ++i)
            live.state->breakers.report("cheap", {}, ProviderSign::Failing, live.now);
        const auto found = live.routed(*this, "gpt-4o");
        QCOMPARE(providersOf(found), QStringLiteral("openai:gpt-4o cheap:acme/gpt-4o"));
        const std::string words = limited ? "cheap is limited" : "cheap is failing";
        QVERIFY2(found->reason.find(words) != std::string::npos, found->reason.c_str());
        QCOMPARE(providersOf(live.routed(*this, "auto")),
                 QStringLiteral("openai:gpt-4o openai:think cheap:blind cheap:acme/gpt-4o"));
    }

    void staysWithAConversationsProviderWhileItIsCloseToTheBest() {
        Live live;
        live.conversation = "c";
        live.state->sticky.remember({m_project.id, "c", "gpt-4o"}, "openai", live.now);
        const auto found = live.routed(*this, "gpt-4o");
        QCOMPARE(providersOf(found), QStringLiteral("openai:gpt-4o cheap:acme/gpt-4o"));
        QVERIFY(found->decision.rule == RouteRule::Sticky);
        m_project.routing.sticky = false;
        QCOMPARE(providersOf(live.routed(*this, "gpt-4o")), QStringLiteral("cheap:acme/gpt-4o openai:gpt-4o"));
        m_project.routing.sticky = true;
        for (int i = 0; i < 20; ++i)
            live.record("openai", i % 2 == 0);
        QCOMPARE(providersOf(live.routed(*this, "gpt-4o")), QStringLiteral("cheap:acme/gpt-4o openai:gpt-4o"));
    }

    void exploresNowAndThen_data() {
        QTest::addColumn<double>("chance");
        QTest::addColumn<int>("perMille");
        QTest::addColumn<bool>("explores");
        QTest::newRow("one in a hundred") << 0.0099 << 10 << true;
        QTest::newRow("the other 99") << 0.01 << 10 << false;
        QTest::newRow("switched off") << 0.0 << 0 << false;
        QTest::newRow("the smallest chance") << 0.0 << 10 << true;
    }

    void exploresNowAndThen() {
        QFETCH(double, chance);
        QFETCH(int, perMille);
        QFETCH(bool, explores);
        Live live;
        live.chance = chance;
        m_project.routing.explorationPerMille = perMille;
        const auto found = live.routed(*this, "gpt-4o");
        m_project.routing = {};
        QCOMPARE(found->decision.rule == RouteRule::Explored, explores);
        QCOMPARE(found->candidates.front().provider == "openai", explores);
    }

    void explainsItself() {
        Live live;
        live.providers.callable = {"openai", "cheap"};
        live.record("cheap", false);
        m_project.allowedProviders = {"cheap", "llmgateway"};
        const auto found = live.routed(*this, "gpt-4o");
        m_project.allowedProviders.clear();
        QVERIFY(found);
        const auto json = toJson(found->decision);
        QCOMPARE(std::string(json.at("rule").as_string()), std::string("only_one"));
        const auto& offers = json.at("offers").as_array();
        const auto& first = offers.at(0).as_object();
        QCOMPARE(std::string(first.at("provider").as_string()), std::string("cheap"));
        QCOMPARE(first.at("uptime").as_double(), 100.0);
        // 1 prompt token and 500 of output, at 2 and 9 dollars a million.
        QCOMPARE(std::string(first.at("price_usd").as_string()), std::string("0.004502"));
        std::map<std::string, std::string> excluded;
        for (std::size_t i = 1; i < offers.size(); ++i) {
            const auto& offer = offers.at(i).as_object();
            excluded[std::string(offer.at("provider").as_string())] = std::string(offer.at("excluded").as_string());
        }
        QCOMPARE(excluded["openai"], std::string("not_allowed"));
        QCOMPARE(excluded["llmgateway"], std::string("no_key"));
    }

    void asksNobodyWhoseBudgetIsSpent_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QString>("spent");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* model, const char* mode, const char* spent,
                            const char* expected) {
            QTest::newRow(name) << QString::fromLatin1(model) << QString::fromLatin1(mode) << QString::fromLatin1(spent)
                                << QString::fromLatin1(expected);
        };
        row("the next", "gpt-4o", "api-keys", "cheap", "openai:gpt-4o");
        row("all", "gpt-4o", "api-keys", "cheap openai", "error:insufficient_credits");
        row("the account's", "gpt-4o", "hybrid", "llmgateway", "cheap:acme/gpt-4o openai:gpt-4o");
        row("the account alone is left", "gpt-4o", "hybrid", "cheap openai", "llmgateway:gpt-4o");
        row("the account without an offer of its", "blind", "credits", "llmgateway", "error:insufficient_credits");
        row("pinned", "cheap/gpt-4o", "api-keys", "cheap", "error:insufficient_credits");
        row("pinned, credits", "cheap/gpt-4o", "credits", "llmgateway", "error:insufficient_credits");
        row("auto", "auto", "api-keys", "cheap", "openai:gpt-4o openai:think");
        row("auto, all", "auto", "api-keys", "cheap openai", "error:insufficient_credits");
    }
    void asksNobodyWhoseBudgetIsSpent() {
        QFETCH(QString, model);
        QFETCH(QString, mode);
        QFETCH(QString, spent);
        QFETCH(QString, expected);
        Providers providers = ownProviders();
        providers.callable.push_back("llmgateway");
        auto project = m_project;
        project.mode = *domain::projectModeFromString(mode.toStdString());
        RouteContext context;
        context.mayAsk = [spent](std::string_view provider) -> Result<> {
            if (spent.contains(QString::fromStdString(std::string(provider))))
                return fail(ErrorKind::InsufficientCredits, "no budget left");
            return {};
        };
        const auto found = route(model.toStdString(), project, {}, {}, *m_catalog, providers, context);
        QCOMPARE(providersOf(found), expected);
        if (!found)
            return;
        for (const auto& offer : found->decision.offers)
            QCOMPARE(offer.exclusion == Exclusion::Spent, spent.contains(QString::fromStdString(offer.provider)));
    }

  private:
    static Providers ownProviders() {
        Providers providers;
        providers.callable = {"openai", "cheap"};
        return providers;
    }

    /// What was learned so far, and a request that goes by it.
    struct Live {
        std::unique_ptr<LiveState> state = std::make_unique<LiveState>();
        Providers providers = ownProviders();
        Time now{std::chrono::hours{100}};
        double chance = 1;
        std::string conversation;
        void record(const char* provider, bool failed,
                    std::chrono::milliseconds took = std::chrono::milliseconds{300}) {
            state->metrics.record(provider, "gpt-4o", {failed, took / 2, 100, took}, now);
        }
        Result<Route> routed(const RouteTest& test, const char* model) const {
            RequestNeeds needs;
            needs.streaming = true;
            return route(model, test.m_project, {}, needs, *test.m_catalog, providers,
                         {state.get(), now, chance, conversation, {}});
        }
    };

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
