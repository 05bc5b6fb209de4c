// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/catalog/catalog.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace llmg;
using namespace llmg::catalog;

namespace {

QStringList asStrings(const std::vector<std::string>& items) {
    QStringList strings;
    for (const std::string& item : items)
        strings << QString::fromStdString(item);
    return strings;
}

QString idOf(const domain::LlmModel* model) {
    return model ? QString::fromStdString(model->id) : QStringLiteral("(none)");
}

// "\/\/" because the moc of Qt 6.4 takes two slashes in a raw string for a comment.
constexpr std::string_view kProviders = R"json({"schema":1,"built":"2026-01-02","providers":[
{"id":"one","name":"One","api":"openai","base_url":"https:\/\/one.example/v1","auth":"bearer","env":["ONE_KEY"],"key_prefixes":["k-","k-proj-"]},
{"id":"two","name":"Two","api":"anthropic","base_url":"https:\/\/two.example","auth":"x-api-key","env":[],"key_prefixes":["k-"],"headers":{"two-version":"1"}},
{"id":"three","name":"Three","api":"openai","base_url":"http:\/\/localhost:1/v1","auth":"none","env":[],"local":true,"key_prefixes":["k-three-"],"quirks":{"stream_options":false,"web_search":"plugin","reasoning_back":"reasoning","max_param":"max_tokens","refuses":["user"]}}
]})json";

constexpr std::string_view kModels =
    R"json({"schema":1,"built":"2026-01-02","sources":[{"id":"a","name":"A list","licence":"MIT","date":"2025-12-31","prices":true},{"id":"b","name":"B list","licence":"MIT","date":"2025-11-30","prices":true},{"id":"c","name":"C","licence":"MIT","date":"","prices":false}],"models":[
{"id":"zeta-2","name":"Zeta 2","family":"zeta","offers":[{"p":"one","id":"shared-name","in":2,"src":["a"]}]},
{"id":"alpha-1-20250101","name":"Alpha 1","family":"alpha","released":"2025-01-01","offers":[{"p":"two","id":"vendor.alpha-1","aliases":["eu.alpha-1"],"in":1000000,"out":5000000,"cached":100000,"write":1250000,"write1h":2000000,"tiers":[{"above":1000,"in":2000000,"out":9000000}],"flex":{"in":500000,"out":2500000},"priority":{"in":2000000},"efforts":"low high max","budget":[1024,64000],"ctx":8000,"max":4000,"can":"vision tools reasoning","temperature":false,"max_param":"max_completion_tokens","think":"effort","endpoint":"responses","api":"openai","base":"https:\/\/x.example","status":"beta","confirmed":true,"per_search":[1,2,3],"per_request":7,"per_image":9,"src":["a","b"]}]},
{"id":"alpha-1","name":"Alpha 1","family":"alpha","alias_of":"alpha-1-20250101","offers":[{"p":"two","id":"vendor.alpha-1","can":"no-stream"},{"p":"one","id":"shared-name"}]}
]})json";

std::shared_ptr<const Catalog> small() {
    const auto made = Catalog::parse(kProviders, kModels);
    return made ? *made : nullptr;
}

std::string with(std::string_view text, std::string_view what, std::string_view instead) {
    std::string changed(text);
    const auto at = changed.find(what);
    Q_ASSERT(at != std::string::npos);
    return changed.replace(at, what.size(), instead);
}

} // namespace

class TestCatalog : public QObject {
    Q_OBJECT

  private:
    std::shared_ptr<const Catalog> m_builtIn;

  private Q_SLOTS:
    void initTestCase() { m_builtIn = Catalog::builtIn(); }

    // Reading ------------------------------------------------------------------------------------------------------

    void readsEveryField() {
        const auto catalog = small();
        QVERIFY(catalog);
        QCOMPARE(QString::fromStdString(catalog->builtOn()), QStringLiteral("2026-01-02"));
        QCOMPARE(QString::fromStdString(catalog->priceSource()),
                 QStringLiteral("A list (2025-12-31), B list (2025-11-30)"));
        QCOMPARE(catalog->models().size(), std::size_t{3});
        QCOMPARE(idOf(&catalog->models().front()), QStringLiteral("alpha-1"));

        const domain::ModelOffer* offer = catalog->offer("alpha-1-20250101", "two");
        QVERIFY(offer);
        QVERIFY(offer->prices.input == domain::Price{1'000'000});
        QVERIFY(offer->prices.output == domain::Price{5'000'000});
        QVERIFY(offer->prices.cachedInput == domain::Price{100'000});
        QVERIFY(offer->prices.cacheWrite == domain::Price{1'250'000});
        QVERIFY(offer->prices.cacheWrite1h == domain::Price{2'000'000});
        QVERIFY(offer->prices.perWebSearch == domain::Price{2});
        QVERIFY(offer->prices.perRequest == domain::Price{7});
        QVERIFY(offer->prices.perImageOutput == domain::Price{9});
        QVERIFY(!offer->prices.reasoning);
        QCOMPARE(offer->tiers.size(), std::size_t{1});
        QCOMPARE(offer->tiers[0].abovePromptTokens, 1000);
        QVERIFY(offer->tiers[0].prices.output == domain::Price{9'000'000});
        QCOMPARE(offer->serviceTiers.size(), std::size_t{2});
        QVERIFY(offer->serviceTiers[0].tier == domain::ServiceTier::Flex);
        QVERIFY(offer->serviceTiers[0].prices.output == domain::Price{2'500'000});
        QVERIFY(offer->serviceTiers[1].tier == domain::ServiceTier::Priority);
        QVERIFY(!offer->serviceTiers[1].prices.output);
        QVERIFY((offer->searchPrices == std::vector{domain::SearchPrices{{1}, {3}}}));
        QCOMPARE(int{offer->reasoningEfforts}, 0b101'0100); // low, high, max
        QCOMPARE(offer->minReasoningBudget, 1024);
        QCOMPARE(offer->maxReasoningBudget, 64000);
        QCOMPARE(offer->context, 8000);
        QCOMPARE(offer->maxOutput, 4000);
        QVERIFY(offer->can.vision && offer->can.tools && offer->can.reasoning && offer->can.streaming);
        QVERIFY(!offer->can.jsonSchema && !offer->can.pdf);
        QVERIFY(!offer->acceptsTemperature);
        QCOMPARE(offer->maxTokensParam, std::string("max_completion_tokens"));
        QCOMPARE(offer->reasoningStyle, std::string("effort"));
        QCOMPARE(offer->endpoint, std::string("responses"));
        QCOMPARE(offer->apiOverride, std::string("openai"));
        QCOMPARE(offer->baseUrlOverride, std::string("https://x.example"));
        QCOMPARE(offer->status, std::string("beta"));
        QVERIFY(offer->priceConfirmed);
        QCOMPARE(asStrings(offer->sources), (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
        QVERIFY(!catalog->offer("alpha-1", "two")->can.streaming);
        QVERIFY(catalog->offer("alpha-1", "two")->prices == domain::PriceSet{});

        const domain::ProviderEntry* two = catalog->provider("two");
        QVERIFY(two);
        QVERIFY(two->auth == domain::AuthScheme::XApiKey);
        QCOMPARE(two->requiredHeaders.size(), std::size_t{1});
        QCOMPARE(two->requiredHeaders[0].first, std::string("two-version"));
        QVERIFY(catalog->provider("three")->local);
        QVERIFY(!catalog->provider("four"));
    }

    void quirksAreRead() {
        const domain::OpenAiQuirks quirks = small()->provider("three")->quirks;
        QVERIFY(!quirks.sendsStreamOptions);
        QVERIFY(quirks.acceptsMessageNames);
        QVERIFY(quirks.webSearch == domain::OpenAiQuirks::WebSearch::Plugin);
        QVERIFY(quirks.reasoningBack == domain::OpenAiQuirks::ReasoningBack::Reasoning);
        QVERIFY(quirks.reasoningAsk == domain::OpenAiQuirks::ReasoningAsk::Effort);
        QCOMPARE(quirks.maxTokensParam, std::string("max_tokens"));
        QCOMPARE(quirks.refuses, std::vector<std::string>{"user"});
    }

    void refusesAndNamesTheEntry_data() {
        QTest::addColumn<QByteArray>("providers");
        QTest::addColumn<QByteArray>("models");
        QTest::addColumn<QStringList>("said");
        const auto models = [](const char* row, std::string_view what, std::string_view instead, QStringList said) {
            QTest::newRow(row) << QByteArray::fromStdString(std::string(kProviders))
                               << QByteArray::fromStdString(with(kModels, what, instead)) << said;
        };
        const auto providers = [](const char* row, std::string_view what, std::string_view instead, QStringList said) {
            QTest::newRow(row) << QByteArray::fromStdString(with(kProviders, what, instead))
                               << QByteArray::fromStdString(std::string(kModels)) << said;
        };
        const auto file = QStringLiteral("models.json");
        const auto zeta = QStringLiteral("zeta-2");
        models("not JSON", "{\"id\":\"zeta-2\"", "{id", {file, QStringLiteral("not JSON")});
        models("another schema", "\"schema\":1", "\"schema\":2", {file, QStringLiteral("schema")});
        models("a price that is not whole", "\"in\":2,", "\"in\":2.5,", {file, zeta, QStringLiteral("\"in\"")});
        models("a negative price", "\"in\":2,", "\"in\":-2,", {file, zeta, QStringLiteral("\"in\"")});
        models("a price beyond 63 bits", "\"in\":2,", "\"in\":9223372036854775808,",
               {file, zeta, QStringLiteral("\"in\"")});
        models("a price as text", "\"in\":2,", "\"in\":\"2\",", {file, zeta, QStringLiteral("\"in\"")});
        models("no name", "\"name\":\"Zeta 2\",", "", {file, zeta, QStringLiteral("\"name\"")});
        models("an unknown provider", "{\"p\":\"one\",\"id\":\"shared-name\",\"in\"",
               "{\"p\":\"nine\",\"id\":\"x\",\"in\"", {file, zeta, QStringLiteral("nine")});
        models("twice the same id", "\"id\":\"zeta-2\"", "\"id\":\"alpha-1\"",
               {file, QStringLiteral("alpha-1"), QStringLiteral("twice")});
        models("an alias of nothing", "\"alias_of\":\"alpha-1-20250101\"", "\"alias_of\":\"beta\"",
               {file, QStringLiteral("beta")});
        models("an unknown capability", "vision tools reasoning", "vision levitation",
               {file, QStringLiteral("levitation")});
        models("an unknown status", "\"status\":\"beta\"", "\"status\":\"gone\"", {file, QStringLiteral("gone")});
        models("an offer that is no object", "[{\"p\":\"one\",\"id\":\"shared-name\",\"in\":2,\"src\":[\"a\"]}]", "[7]",
               {file, zeta});
        models("models that are no list", "\"models\":[", "\"models\":7,\"x\":[", {file, QStringLiteral("\"models\"")});
        providers("an unknown authentication", "\"auth\":\"none\"", "\"auth\":\"wink\"",
                  {QStringLiteral("providers.json"), QStringLiteral("three"), QStringLiteral("wink")});
        providers("twice the same provider", "\"id\":\"two\"", "\"id\":\"one\"",
                  {QStringLiteral("providers.json"), QStringLiteral("one"), QStringLiteral("twice")});
        const QStringList third{QStringLiteral("providers.json"), QStringLiteral("three"), QStringLiteral("quirks")};
        providers("an unknown quirk", "\"refuses\"", "\"dislikes\"", third + QStringList{QStringLiteral("dislikes")});
        providers("an unknown word of a quirk", "\"plugin\"", "\"magic\"",
                  third + QStringList{QStringLiteral("web_search")});
        providers("a quirk of another type", "\"stream_options\":false", "\"stream_options\":0",
                  third + QStringList{QStringLiteral("stream_options")});
        providers("a list of something else", "[\"user\"]", "[7]", third + QStringList{QStringLiteral("refuses")});
        models("an unknown effort", "low high max", "low infinite", {file, QStringLiteral("infinite")});
        models("half a budget", "[1024,64000]", "[1024]", {file, QStringLiteral("budget")});
        models("a service tier that is no object", "\"flex\":{\"in\":500000,\"out\":2500000}", "\"flex\":1",
               {file, QStringLiteral("service tier")});
        QTest::newRow("empty texts") << QByteArray() << QByteArray() << QStringList{QStringLiteral("providers.json")};
        QTest::newRow("a list instead of the file")
            << QByteArray("[]") << QByteArray("[]") << QStringList{QStringLiteral("providers.json")};
    }
    void refusesAndNamesTheEntry() {
        QFETCH(QByteArray, providers);
        QFETCH(QByteArray, models);
        QFETCH(QStringList, said);
        const auto made = Catalog::parse(providers.toStdString(), models.toStdString());
        QVERIFY(!made);
        QVERIFY(made.error().kind == ErrorKind::Configuration);
        const QString message = QString::fromStdString(made.error().message);
        for (const QString& part : said)
            QVERIFY2(message.contains(part), qPrintable(message));
    }

    void aProvidersSpellingFindsTheModelRatherThanItsAlias() {
        const auto catalog = small();
        QCOMPARE(idOf(catalog->modelByUpstreamId("two", "vendor.alpha-1")), QStringLiteral("alpha-1-20250101"));
        QCOMPARE(idOf(catalog->modelByUpstreamId("two", "eu.alpha-1")), QStringLiteral("alpha-1-20250101"));
        QCOMPARE(idOf(catalog->modelByUpstreamId("one", "vendor.alpha-1")), QStringLiteral("(none)"));
        QCOMPARE(idOf(catalog->modelByAnyUpstreamId("vendor.alpha-1")), QStringLiteral("alpha-1-20250101"));
        QCOMPARE(idOf(catalog->modelByAnyUpstreamId("shared-name")), QStringLiteral("(none)"));
        QCOMPARE(idOf(catalog->modelByAnyUpstreamId("never heard of")), QStringLiteral("(none)"));
    }

    void keysAreRecognisedByTheLongestPrefix_data() {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("provider");
        QTest::newRow("longer prefix wins") << QByteArray("k-three-123") << QByteArray("three");
        QTest::newRow("second prefix of a provider") << QByteArray("k-proj-123") << QByteArray("one");
        QTest::newRow("two providers, one prefix") << QByteArray("k-123") << QByteArray("");
        QTest::newRow("none") << QByteArray("x-123") << QByteArray("");
        QTest::newRow("empty") << QByteArray("") << QByteArray("");
    }
    void keysAreRecognisedByTheLongestPrefix() {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, provider);
        QCOMPARE(QByteArray::fromStdString(small()->providerForKey(key.toStdString())), provider);
    }

    // What is built in ---------------------------------------------------------------------------------------------

    void builtInHoldsEverything() {
        QCOMPARE(m_builtIn->providers().size(), std::size_t{45});
        QCOMPARE(m_builtIn->models().size(), std::size_t{1010});
        std::size_t offers = 0;
        for (const auto& model : m_builtIn->models())
            offers += model.offers.size();
        QCOMPARE(offers, std::size_t{2306});
        QVERIFY(std::is_sorted(m_builtIn->models().begin(), m_builtIn->models().end(),
                               [](const auto& a, const auto& b) { return a.id < b.id; }));
        QVERIFY(!m_builtIn->builtOn().empty());
        QVERIFY(QString::fromStdString(m_builtIn->priceSource()).contains(QStringLiteral("models.dev (2026-07-02)")));
    }

    void builtInHasTheModelsOfTheGuide_data() {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<qint64>("input");
        QTest::addColumn<qint64>("output");
        QTest::newRow("gpt-4o") << QByteArray("gpt-4o") << QByteArray("openai") << qint64{2'500'000}
                                << qint64{10'000'000};
        QTest::newRow("claude") << QByteArray("claude-3-5-sonnet-20241022") << QByteArray("anthropic")
                                << qint64{3'000'000} << qint64{15'000'000};
        QTest::newRow("gemini, free while it was experimental")
            << QByteArray("gemini-2.0-flash-exp") << QByteArray("google") << qint64{0} << qint64{0};
    }
    void builtInHasTheModelsOfTheGuide() {
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, provider);
        QFETCH(qint64, input);
        QFETCH(qint64, output);
        const auto* offer = m_builtIn->offer(model.toStdString(), provider.toStdString());
        QVERIFY(offer);
        QVERIFY(offer->prices.input == domain::Price{input});
        QVERIFY(offer->prices.output == domain::Price{output});
        QVERIFY(offer->can.vision);
    }

    void noEnvironmentVariableOfAnotherPurposeIsReadAsAKey() {
        const std::set<std::string> never{"GITHUB_TOKEN",          "AWS_REGION",
                                          "AZURE_OPENAI_ENDPOINT", "OLLAMA_HOST",
                                          "GOOGLE_VERTEX_PROJECT", "GOOGLE_APPLICATION_CREDENTIALS"};
        for (const auto& provider : m_builtIn->providers()) {
            for (const auto& name : provider.env)
                QVERIFY2(!never.contains(name), name.c_str());
        }
        QCOMPARE(m_builtIn->provider("openai")->env.front(), std::string("OPENAI_API_KEY"));
    }

    /// What an address has in braces is what can be set, and a variable that fills none has a value already.
    void everyPartOfAnAddressCanBeSet() {
        for (const auto& provider : m_builtIn->providers()) {
            for (const auto& variable : provider.variables) {
                const bool named = provider.baseUrl.find('{' + variable.name + '}') != std::string::npos;
                QVERIFY2(named || !variable.otherwise.empty(), (provider.id + " " + variable.name).c_str());
            }
            QCOMPARE(provider.baseUrl.find('{') == std::string::npos, provider.variables.empty());
        }
        const auto* azure = m_builtIn->provider("azure-openai");
        QCOMPARE(azure->baseUrlEnv, std::vector<std::string>{"AZURE_OPENAI_ENDPOINT"});
        QCOMPARE(azure->variables.at(0).env, std::vector<std::string>{"AZURE_RESOURCE_NAME"});
        QCOMPARE(m_builtIn->provider("google-vertex")->keyFileEnv,
                 std::vector<std::string>{"GOOGLE_APPLICATION_CREDENTIALS"});
    }

    void realKeysAreRecognised_data() {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("provider");
        QTest::newRow("Anthropic") << QByteArray("sk-ant-api03-x") << QByteArray("anthropic");
        QTest::newRow("OpenAI project") << QByteArray("sk-proj-x") << QByteArray("openai");
        QTest::newRow("OpenRouter") << QByteArray("sk-or-v1-x") << QByteArray("openrouter");
        QTest::newRow("Google") << QByteArray("AIzaSyx") << QByteArray("google");
        QTest::newRow("Groq") << QByteArray("gsk_x") << QByteArray("groq");
        QTest::newRow("hosted account") << QByteArray("llmg_x") << QByteArray("llmgateway");
        QTest::newRow("five providers begin like this") << QByteArray("sk-x") << QByteArray("");
    }
    void realKeysAreRecognised() {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, provider);
        QCOMPARE(QByteArray::fromStdString(m_builtIn->providerForKey(key.toStdString())), provider);
    }

    void otherSpellingsAreUnderstood_data() {
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<QByteArray>("spelling");
        QTest::addColumn<QString>("model");
        QTest::newRow("OpenRouter's") << QByteArray("openrouter") << QByteArray("openai/gpt-4o")
                                      << QStringLiteral("gpt-4o");
        QTest::newRow("Bedrock's regional one")
            << QByteArray("aws-bedrock") << QByteArray("eu.anthropic.claude-3-5-sonnet-20241022-v2:0")
            << QStringLiteral("claude-3-5-sonnet-20241022");
        QTest::newRow("without a provider") << QByteArray() << QByteArray("openai/gpt-4o") << QStringLiteral("gpt-4o");
        QTest::newRow("of another provider")
            << QByteArray("openai") << QByteArray("openai/gpt-4o") << QStringLiteral("(none)");
    }
    void otherSpellingsAreUnderstood() {
        QFETCH(QByteArray, provider);
        QFETCH(QByteArray, spelling);
        QFETCH(QString, model);
        QCOMPARE(idOf(provider.isEmpty()
                          ? m_builtIn->modelByAnyUpstreamId(spelling.toStdString())
                          : m_builtIn->modelByUpstreamId(provider.toStdString(), spelling.toStdString())),
                 model);
    }

    // Nearest ------------------------------------------------------------------------------------------------------

    void mistypedIdsFindTheirModel_data() {
        QTest::addColumn<QByteArray>("wrong");
        QTest::addColumn<QString>("first");
        QTest::newRow("no dash") << QByteArray("gpt4o") << QStringLiteral("gpt-4o");
        QTest::newRow("dash elsewhere") << QByteArray("gpt4-o") << QStringLiteral("gpt-4o");
        QTest::newRow("upper case") << QByteArray("GPT-4O") << QStringLiteral("gpt-4o");
        QTest::newRow("swapped letters") << QByteArray("gtp-4o") << QStringLiteral("gpt-4o");
        QTest::newRow("a letter missing") << QByteArray("gpt-4o-min") << QStringLiteral("gpt-4o-mini");
        QTest::newRow("dot for dash") << QByteArray("claude-3.5-sonnet") << QStringLiteral("claude-3-5-sonnet");
        QTest::newRow("with the provider") << QByteArray("openai/gpt-4o-mni") << QStringLiteral("gpt-4o-mini");
        QTest::newRow("underscores") << QByteArray("claude_sonnet_4_5") << QStringLiteral("claude-sonnet-4-5");
        QTest::newRow("a date nobody knows") << QByteArray("gpt-4o-2031-01-01") << QStringLiteral("gpt-4o");
        QTest::newRow("blanks around") << QByteArray(" gpt 4o ") << QStringLiteral("gpt-4o");
        QTest::newRow("not finished") << QByteArray("gemini-2.5-pr") << QStringLiteral("gemini-2.5-pro");
    }
    void mistypedIdsFindTheirModel() {
        QFETCH(QByteArray, wrong);
        QFETCH(QString, first);
        const QStringList found = asStrings(m_builtIn->nearestModelIds(wrong.toStdString(), 5));
        QVERIFY(!found.isEmpty());
        QVERIFY2(found.size() <= 5, qPrintable(found.join(u' ')));
        QVERIFY2(found.first() == first, qPrintable(found.join(u' ')));
    }

    void datedVersionsAreAmongTheNearest() {
        const QStringList found = asStrings(m_builtIn->nearestModelIds("claude-3.5-sonnet", 5));
        QVERIFY2(found.contains(QStringLiteral("claude-3-5-sonnet-20241022")), qPrintable(found.join(u' ')));
    }

    void nothingIsNearToNonsense_data() {
        QTest::addColumn<QByteArray>("wrong");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("only signs") << QByteArray("---///...");
        QTest::newRow("a word") << QByteArray("xylophone");
        QTest::newRow("a long text") << QByteArray(100'000, 'q');
        QTest::newRow("bytes") << QByteArray("\xff\xfe\x00\x01", 4);
    }
    void nothingIsNearToNonsense() {
        QFETCH(QByteArray, wrong);
        const auto found = m_builtIn->nearestModelIds(wrong.toStdString(), 5);
        QVERIFY2(found.empty(), qPrintable(asStrings(found).join(u' ')));
    }

    void asManyAsAskedFor() {
        QCOMPARE(m_builtIn->nearestModelIds("gpt4o", 0).size(), std::size_t{0});
        QCOMPARE(m_builtIn->nearestModelIds("gpt4o", 1).size(), std::size_t{1});
    }

    void retiredModelsHaveSuccessors_data() {
        QTest::addColumn<QByteArray>("old");
        QTest::addColumn<QString>("brand");
        QTest::addColumn<QString>("kind");
        QTest::newRow("the guide's gemini")
            << QByteArray("gemini-2.0-flash-exp") << QStringLiteral("gemini-") << QStringLiteral("flash");
        QTest::newRow("the guide's claude")
            << QByteArray("claude-3-5-sonnet-20241022") << QStringLiteral("claude-") << QStringLiteral("sonnet");
        QTest::newRow("an alias") << QByteArray("claude-3-5-sonnet") << QStringLiteral("claude-")
                                  << QStringLiteral("sonnet");
        QTest::newRow("a mini") << QByteArray("gpt-4o-mini") << QStringLiteral("gpt-") << QStringLiteral("mini");
    }
    void retiredModelsHaveSuccessors() {
        QFETCH(QByteArray, old);
        QFETCH(QString, brand);
        QFETCH(QString, kind);
        const auto ids = m_builtIn->successors(old.toStdString(), 3);
        QCOMPARE(ids.size(), std::size_t{3});
        qInfo().noquote() << old << "→" << asStrings(ids).join(u' ');
        const QString first = QString::fromStdString(ids.front());
        QVERIFY2(first.startsWith(brand) && first.contains(kind), qPrintable(asStrings(ids).join(u' ')));
        for (const auto& id : ids) {
            const auto* model = m_builtIn->model(id);
            QVERIFY(model && !model->deprecated && id != old.toStdString());
            QVERIFY(model->released >= m_builtIn->model(old.toStdString())->released);
        }
    }

    void unknownModelsHaveNoSuccessors() { QVERIFY(m_builtIn->successors("never-heard-of", 3).empty()); }
};

QTEST_APPLESS_MAIN(TestCatalog)
#include "tst_catalog.moc"
