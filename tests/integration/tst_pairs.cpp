// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Any client dialect to any provider: what a client says is what the provider hears, and the other way round. The
// speakers of both sides are in pairs/. `tst_pairs --table` prints docs/dialects.md.
#include "tests/integration/gatewayfixture.h"
#include "tests/integration/pairs/table.h"

#include <QFile>
#include <QTest>

#include <cmath>
#include <cstdio>

using namespace llmg;
using namespace llmg::tests;
using namespace llmg::tests::pairs;
using namespace Qt::StringLiterals;

class TestPairs : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void sayTheSame_data();
    void sayTheSame();
    void theDocumentSaysWhatIsTested();
    void cleanupTestCase();

  private:
    struct Exchange {
        RawAnswer raw;
        Answer answer;
        Request received;
    };
    [[nodiscard]] Exchange exchange(const Request& request, const Answer& script);
    [[nodiscard]] RawAnswer send(GatewayFixture& gateway, const Request& request) const;
    [[nodiscard]] Request asked(const QString& question, bool stream = false) const;
    [[nodiscard]] Request atProvider(Request request) const;
    void compare(const Exchange& got, const Request& request, const Answer& script) const;
    void compareAnswer(const Answer& got, Answer script) const;

    void text(bool stream);
    void tools(bool stream);
    void toolResults();
    void image();
    void reasoning();
    void structuredOutput();
    void errors();
    void aRefusal(int status, const QByteArray& retryAfter);
    void anErrorInAStream();
    void usage();
    [[nodiscard]] bool isClient(const char* name) const { return std::string_view(m_clientName) == name; }
    [[nodiscard]] bool isProvider(const char* id) const { return std::string_view(m_column->id) == id; }

    std::shared_ptr<const catalog::Catalog> m_catalog;
    std::mutex m_mutex;
    Scenario m_scenario;
    std::vector<std::unique_ptr<FakeUpstream>> m_upstreams;
    std::unique_ptr<GatewayFixture> m_gateway;
    // Of the row.
    const char* m_clientName = nullptr;
    const Column* m_column = nullptr;
    std::unique_ptr<Client> m_client;
    std::unique_ptr<Provider> m_provider;
};

namespace {

const QByteArray kPicture = QByteArray::fromBase64(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg==");
const QString kAnswerText = u"Of course: \"Grüße\" – 東京 is it.\nNothing else."_s;
const QString kThought = u"They ask for a city. It is Tōkyō."_s;
constexpr Usage kCounts{100, 40, 10, 30, 12};
constexpr double kInput = 1e-6, kOutput = 2e-6, kCached = 1e-7, kWrite = 1.25e-6; // dollars a token

QByteArray resource(const QString& name) {
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The built-in providers and one of aggregated chat completions; one model that all of them have.
Result<std::shared_ptr<const catalog::Catalog>> pairCatalog() {
    QByteArray providers = resource(u":/catalog/providers.json"_s);
    providers.insert(providers.lastIndexOf("\n]}"),
                     ",\n{\"id\":\"aggregator\",\"name\":\"Aggregator\",\"api\":\"openai\",\"auth\":\"bearer\","
                     "\"base_url\":\"https:"
                     "//api.aggregator.example/v1\","
                     "\"quirks\":{\"reasoning_back\":\"reasoning_details\"}}");
    QByteArrayList offers;
    for (const Column& column : kColumns) {
        const std::string_view id = column.id;
        const bool words = id == "aggregator" || id == "openai" || id == "azure-openai";
        offers << QByteArray("{\"p\":\"") + column.id + "\",\"id\":\"" + column.upstreamId +
                      "\",\"in\":1000000,\"out\":2000000,\"cached\":100000,\"write\":1250000,\"ctx\":200000,"
                      "\"max\":64000,\"can\":\"vision tools parallel json schema reasoning\",\"think\":\"" +
                      (words ? "effort\"" : "budget_tokens\"") +
                      (id == "openai" ? ",\"endpoint\":\"responses\"}" : "}");
    }
    const QByteArray models = "{\"schema\":1,\"built\":\"2026-11-22\",\"sources\":[],\"models\":[{\"id\":\"pair\","
                              "\"name\":\"Pair\",\"offers\":[" +
                              offers.join(',') + "]}]}";
    return catalog::Catalog::parse(providers.toStdString(), models.toStdString());
}

domain::ProviderSettings settingsOf(const Column& column, const FakeUpstream& upstream) {
    domain::ProviderSettings settings;
    settings.id = column.id;
    settings.baseUrl = upstream.url() + column.base;
    settings.variables = {{"region", "eu-central-1"}, {"project", "p"}, {"location", "l"}, {"resource", "r"}};
    return settings;
}

Answer saying(const QString& text) {
    Answer answer;
    answer.text = text;
    answer.usage = {7, 0, 0, 5, 0};
    return answer;
}

QList<ToolCall> twoCalls() {
    return {{u"call_one"_s, u"get_weather"_s, {{u"city"_s, u"Zürich \"HB\""_s}}},
            {u"call_two"_s, u"get_weather"_s, {{u"city"_s, u"Łódź"_s}}}};
}

QByteArray rowName(const char* client, const Column& column, const FeatureName& feature) {
    return QByteArray(client) + " → " + column.name + ": " + feature.name;
}

double costOf(const Usage& usage) {
    return (usage.prompt - usage.cached - usage.cacheWrite) * kInput + usage.cached * kCached +
           usage.cacheWrite * kWrite + usage.completion * kOutput;
}

} // namespace

void TestPairs::initTestCase() {
    auto catalog = pairCatalog();
    QVERIFY2(catalog, catalog ? "" : catalog.error().message.c_str());
    m_catalog = *catalog;
    m_gateway = std::make_unique<GatewayFixture>();
    m_gateway->catalog = m_catalog;
    for (const Column& column : kColumns) {
        m_upstreams.push_back(std::make_unique<FakeUpstream>([this](const ReceivedRequest&) {
            const std::lock_guard lock(m_mutex);
            return m_scenario;
        }));
        m_gateway->serve(settingsOf(column, *m_upstreams.back()), column.secret);
    }
    m_gateway->apply();
}

void TestPairs::cleanupTestCase() {
    m_gateway.reset();
    m_upstreams.clear();
}

void TestPairs::sayTheSame_data() {
    QTest::addColumn<int>("client");
    QTest::addColumn<int>("column");
    QTest::addColumn<int>("feature");
    for (std::size_t client = 0; client < kClients.size(); ++client) {
        for (std::size_t column = 0; column < kColumns.size(); ++column) {
            for (std::size_t feature = 0; feature < kFeatures.size(); ++feature)
                QTest::newRow(rowName(kClients[client], kColumns[column], kFeatures[feature]).constData())
                    << static_cast<int>(client) << static_cast<int>(column) << static_cast<int>(feature);
        }
    }
}

void TestPairs::sayTheSame() {
    QFETCH(int, client);
    QFETCH(int, column);
    QFETCH(int, feature);
    m_clientName = kClients[static_cast<std::size_t>(client)];
    m_column = &kColumns[static_cast<std::size_t>(column)];
    m_client = newClient(m_clientName);
    m_provider = newProvider(*m_column, m_clientName);
    switch (kFeatures[static_cast<std::size_t>(feature)].feature) {
    case Feature::Text:
        return text(false);
    case Feature::Stream:
        return text(true);
    case Feature::Tools:
        return tools(false);
    case Feature::StreamedTools:
        return tools(true);
    case Feature::ToolResults:
        return toolResults();
    case Feature::Image:
        return image();
    case Feature::Reasoning:
        return reasoning();
    case Feature::Schema:
        return structuredOutput();
    case Feature::Errors:
        return errors();
    case Feature::Usage:
        return usage();
    }
}

RawAnswer TestPairs::send(GatewayFixture& gateway, const Request& request) const {
    RawClient client(gateway.port());
    client.post(m_client->path(request), gateway.key(), compact(m_client->body(request)));
    return client.answer();
}

TestPairs::Exchange TestPairs::exchange(const Request& request, const Answer& script) {
    {
        const std::lock_guard lock(m_mutex);
        m_scenario = request.stream ? m_provider->streamed(script) : m_provider->whole(script);
    }
    const auto& upstream = *m_upstreams[static_cast<std::size_t>(m_column - kColumns.data())];
    const std::size_t before = upstream.requests().size();
    Exchange done;
    done.raw = send(*m_gateway, request);
    done.answer = request.stream && done.raw.status == 200 ? m_client->readStream(done.raw.body)
                                                           : m_client->read(parsed(done.raw.body));
    const auto requests = upstream.requests();
    if (requests.size() == before + 1)
        done.received = m_provider->read(requests.back());
    else
        done.received.wrong << u"the provider was asked %1 times"_s.arg(requests.size() - before);
    return done;
}

Request TestPairs::asked(const QString& question, bool stream) const {
    Request request;
    request.model = QString(QString::fromLatin1(m_column->id) + u"/pair"_s);
    request.question = question;
    request.stream = stream;
    return request;
}

/// What the provider must have heard of it.
Request TestPairs::atProvider(Request request) const {
    request.model = QString::fromLatin1(m_column->upstreamId);
    if (!request.schema.isEmpty())
        request.schema = {{u"properties"_s, request.schema["properties"_L1]},
                          {u"required"_s, request.schema["required"_L1]}};
    if (isProvider("google-vertex")) { // calls have no ids there
        for (qsizetype i = 0; i < request.calls.size(); ++i) {
            for (ToolResult& result : request.results) {
                if (result.callId == request.calls[i].id)
                    result.callId = QString::number(i);
            }
            request.calls[i].id = QString::number(i);
        }
    }
    return request;
}

void TestPairs::compareAnswer(const Answer& got, Answer script) const {
    Answer answer = got;
    // Opaque to a client, and so only worth something at the provider, when it comes back.
    answer.reasoning.signature.clear();
    answer.reasoning.redacted.clear();
    script.reasoning.signature.clear();
    script.reasoning.redacted.clear();
    if (isProvider("google-vertex")) {
        for (qsizetype i = 0; i < answer.calls.size() && i < script.calls.size(); ++i) {
            // Gemini's clients know calls without ids.
            if (!answer.calls[i].id.isEmpty() || isClient("gemini"))
                answer.calls[i].id = script.calls[i].id;
        }
    }
    QCOMPARE(inWords(answer).join(u'\n'), inWords(script).join(u'\n'));
}

void TestPairs::compare(const Exchange& got, const Request& request, const Answer& script) const {
    QVERIFY2(got.raw.status == 200, got.raw.body.constData());
    QCOMPARE(inWords(got.received).join(u'\n'), inWords(atProvider(request)).join(u'\n'));
    compareAnswer(got.answer, script);
    QCOMPARE(got.answer.dropped, QStringList());
}

void TestPairs::text(bool stream) {
    Request request = asked(u"Which city? «東京»"_s, stream);
    request.system = u"Answer in one line."_s;
    const Answer script = saying(kAnswerText);
    compare(exchange(request, script), request, script);
}

void TestPairs::tools(bool stream) {
    Request request = asked(u"What is the weather in both?"_s, stream);
    request.offersTools = true;
    Answer script = saying({});
    script.calls = twoCalls();
    script.finish = u"tool_calls"_s;
    const Exchange done = exchange(request, script);
    compare(done, request, script);
    if (isProvider("google-vertex") && !isClient("gemini"))
        QVERIFY(done.answer.calls[0].id != done.answer.calls[1].id);
}

void TestPairs::toolResults() {
    Request request = asked(u"What is the weather in both?"_s);
    request.offersTools = true;
    request.calls = twoCalls();
    for (const ToolCall& call : request.calls)
        request.results.append({call.id, call.arguments["city"_L1].toString(), {}});
    const Answer script = saying(kAnswerText);
    if (!isClient("openai-chat")) {
        Request pictured = request;
        pictured.results.last().image = kPicture;
        if (isProvider("cohere")) {
            const Exchange refused = exchange(pictured, script);
            QCOMPARE(refused.raw.status, 400);
            QVERIFY2(refused.answer.error.contains(u"Cohere takes no images"_s), refused.raw.body.constData());
        } else {
            request = pictured;
        }
    }
    compare(exchange(request, script), request, script);
}

void TestPairs::image() {
    Request request = asked(u"What is in this picture?"_s);
    request.image = kPicture;
    const Answer script = saying(kAnswerText);
    compare(exchange(request, script), request, script);
}

void TestPairs::reasoning() {
    const bool azureChat = isProvider("azure-openai") && !isClient("openai-responses");
    for (const bool stream : {false, true}) {
        Request request = asked(u"Which city?"_s, stream);
        request.asksReasoning = true;
        // OpenAI gives summaries to verified organisations alone: they are asked for where the client does.
        request.asksText = !isProvider("openai") || isClient("openai-responses") || isClient("gemini");
        Answer script = saying(kAnswerText);
        script.usage = {7, 0, 0, 25, 20};
        script.usage = m_provider->visible(script.usage);
        if (!azureChat)
            script.reasoning = {kThought, u"c2lnbmF0dXJlLW9uZQ=="_s, {}};
        if (isProvider("anthropic") || isProvider("aws-bedrock"))
            script.reasoning.redacted = u"cmVkYWN0ZWQgdGhvdWdodA=="_s;
        if (isProvider("cohere"))
            script.reasoning.signature.clear();
        const Exchange first = exchange(request, script);
        compare(first, request, script);
        if (QTest::currentTestFailed())
            return;

        request.kept = first.answer.kept;
        request.followUp = u"And then?"_s;
        const Exchange second = exchange(request, script);
        Request heard = request;
        heard.saidBefore = script.text;
        heard.reasoning = script.reasoning;
        if ((isProvider("google") || isProvider("google-vertex")) && !isClient("gemini"))
            heard.reasoning.text.clear();
        compare(second, heard, script);
    }
}

void TestPairs::structuredOutput() {
    Request request = asked(u"Where is it? Answer in JSON."_s);
    request.schema = parsed("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"size\":{\"type\":"
                            "\"integer\"}},\"required\":[\"city\",\"size\"],\"additionalProperties\":false}");
    const Answer script = saying(u"{\"city\":\"Paris\",\"size\":2}"_s);
    compare(exchange(request, script), request, script);
}

void TestPairs::errors() {
    aRefusal(400, {});
    if (!QTest::currentTestFailed())
        aRefusal(429, "3600");
    if (!QTest::currentTestFailed())
        anErrorInAStream();
}

/// Keys and providers that fail are put to rest, so each failure has a gateway of its own.
void TestPairs::aRefusal(int status, const QByteArray& retryAfter) {
    const QString words = u"That is «too» odd."_s;
    FakeUpstream upstream([&](const ReceivedRequest&) {
        Scenario scenario = Scenario::json(m_provider->errorBody(status, words).toStdString(), status);
        if (!retryAfter.isEmpty())
            scenario.headers.emplace_back("retry-after", retryAfter.toStdString());
        return scenario;
    });
    GatewayFixture gateway;
    gateway.catalog = m_catalog;
    gateway.serve(settingsOf(*m_column, upstream), m_column->secret);
    gateway.apply();
    const RawAnswer raw = send(gateway, asked(u"Hi"_s));
    QVERIFY2(raw.status == status, raw.body.constData());
    const Answer answer = m_client->read(parsed(raw.body));
    QVERIFY2(answer.error.contains(words), raw.body.constData());
    QCOMPARE(raw.header("retry-after"), retryAfter);
}

void TestPairs::anErrorInAStream() {
    Answer script = saying(u"Half a word"_s);
    script.error = u"The model «broke» down."_s;
    const auto gate = std::make_shared<Gate>();
    FakeUpstream upstream([&](const ReceivedRequest&) {
        Scenario scenario = m_provider->streamed(script);
        scenario.body.back().gate = gate;
        return scenario;
    });
    GatewayFixture gateway;
    gateway.catalog = m_catalog;
    gateway.serve(settingsOf(*m_column, upstream), m_column->secret);
    gateway.apply();
    const Request request = asked(u"Hi"_s, true);
    RawClient client(gateway.port());
    client.post(m_client->path(request), gateway.key(), compact(m_client->body(request)));
    QVERIFY(client.waitFor(" word"));
    gate->open();
    const RawAnswer raw = client.answer();
    const Answer answer = m_client->readStream(raw.body);
    QVERIFY2(answer.text == script.text, raw.body.constData());
    QVERIFY2(answer.error.contains(script.error), raw.body.constData());
    QVERIFY2(!answer.ended, raw.body.constData());
}

void TestPairs::usage() {
    for (const bool stream : {false, true}) {
        Answer script = saying(kAnswerText);
        script.usage = m_provider->visible(kCounts);
        const Exchange done = exchange(asked(u"How much?"_s, stream), script);
        QCOMPARE(done.raw.status, 200);
        const Usage wanted = m_client->visible(script.usage), got = done.answer.usage;
        QCOMPARE(got.prompt, wanted.prompt);
        QCOMPARE(got.cached, wanted.cached);
        QCOMPARE(got.cacheWrite, wanted.cacheWrite);
        QCOMPARE(got.completion, wanted.completion);
        QCOMPARE(got.reasoning, wanted.reasoning);
        QVERIFY2(done.answer.cost, done.raw.body.constData());
        QVERIFY2(std::abs(*done.answer.cost - costOf(script.usage)) < 1e-12, done.raw.body.constData());
    }
}

void TestPairs::theDocumentSaysWhatIsTested() {
    QFile file(QStringLiteral(LLMG_SOURCE_DIR "/docs/dialects.md"));
    QVERIFY2(file.open(QIODevice::ReadOnly), "docs/dialects.md is what tst_pairs --table prints");
    QVERIFY2(file.readAll() == documentation(), "docs/dialects.md is not what tst_pairs --table prints: write it anew");
}

int main(int argc, char** argv) {
    if (argc == 2 && std::string_view(argv[1]) == "--table") {
        const QByteArray text = documentation();
        return std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stdout) ==
                       static_cast<std::size_t>(text.size())
                   ? 0
                   : 1;
    }
    const QCoreApplication application(argc, argv);
    TestPairs test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_pairs.moc"
