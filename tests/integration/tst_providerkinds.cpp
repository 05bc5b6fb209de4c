// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Each kind of provider as its user meets it: a key is taken, tried, and refused in the provider's words. And the
// hosted account, whose own figures are what is paid.
#include "app/service/commands.h"
#include "app/service/engine.h"
#include "app/service/providerkeys.h"
#include "app/storage/configurationstore.h"
#include "app/storage/ledgerreader.h"
#include "tests/support/engines.h"
#include "tests/support/fakeupstream.h"
#include "tests/support/rawclient.h"

#include <QTemporaryDir>
#include <QTest>

#include <boost/json.hpp>

#include <atomic>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

using namespace llmg;
using namespace llmg::tests;
using service::Engine;

namespace json = boost::json;

namespace {

service::CommandResult command(Engine& engine, const char* words, json::object args) {
    const json::object request{{"command", words}, {"args", std::move(args)}};
    return wait(service::execute(engine, request));
}

QByteArray bytes(const std::string& text) {
    return QByteArray::fromStdString(text);
}

std::string newPrivateKey() {
    const std::shared_ptr<EVP_PKEY> pair(EVP_RSA_gen(2048), EVP_PKEY_free);
    const std::shared_ptr<BIO> bio(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_PrivateKey(bio.get(), pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
    char* text = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(length)};
}

/// A key file of several lines, as a person downloads it.
std::string serviceAccount(const std::string& tokenUrl) {
    const json::object document{{"type", "service_account"},
                                {"project_id", "my-project"},
                                {"private_key_id", "key-1"},
                                {"private_key", newPrivateKey()},
                                {"client_email", "gw@my-project.iam.gserviceaccount.com"},
                                {"token_uri", tokenUrl}};
    std::string text = json::serialize(document);
    text.insert(1, "\n  ");
    return text.insert(text.size() - 1, "\n") + "\n";
}

Scenario refusal(const std::string& body) {
    return Scenario::json(body, 401);
}

domain::ProviderSettings settingsOf(const std::string& id, const std::string& baseUrl) {
    domain::ProviderSettings settings;
    settings.id = id;
    settings.custom = id == "my-own";
    settings.baseUrl = baseUrl;
    if (id == "aws-bedrock")
        settings.variables.emplace_back("region", "eu-central-1");
    return settings;
}

} // namespace

class TestProviderKinds : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void keysAreTakenAndTried_data() {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QByteArray>("path");   // of the base URL
        QTest::addColumn<QByteArray>("key");    // "": none is added; "file": a service account's
        QTest::addColumn<QByteArray>("shown");  // masked
        QTest::addColumn<QByteArray>("asked");  // begins the target of the question
        QTest::addColumn<QByteArray>("header"); // its name, and how its value begins
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<int>("models");
        const auto row = [](const char* name, const char* id, const char* path, const char* key, const char* shown,
                            const char* asked, const char* header, const char* answer, int models) {
            QTest::newRow(name) << QByteArray(id) << QByteArray(path) << QByteArray(key) << QByteArray(shown)
                                << QByteArray(asked) << QByteArray(header) << QByteArray(answer) << models;
        };
        const char* list = "{\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}]}";
        const char* named = "{\"models\":[{\"name\":\"a\"}]}";
        const char* summaries =
            "{\"modelSummaries\":[{\"modelId\":\"a\",\"inferenceTypesSupported\":[\"ON_DEMAND\"]}]}";
        row("OpenAI", "openai", "/v1", "sk-0123456789abcdef", "sk-…cdef", "/v1/models",
            "authorization Bearer sk-0123456789abcdef", list, 2);
        row("Anthropic", "anthropic", "", "sk-ant-0123456789abcdef", "sk-ant-…cdef", "/v1/models",
            "x-api-key sk-ant-0123456789abcdef", list, 2);
        row("Google", "google", "/v1beta", "AIza0123456789abcdef", "…cdef", "/v1beta/models",
            "x-goog-api-key AIza0123456789abcdef", named, 1);
        row("Cohere", "cohere", "", "co-0123456789abcdef", "co-…cdef", "/v1/models",
            "authorization Bearer co-0123456789abcdef", named, 1);
        row("Azure", "azure-openai", "", "az0123456789abcdef", "…cdef", "/openai/v1/models",
            "api-key az0123456789abcdef", list, 2);
        row("Bedrock, API key", "aws-bedrock", "", "ABSK0123456789abcdef", "…cdef", "/foundation-models",
            "authorization Bearer ABSK0123456789abcdef", summaries, 1);
        row("Bedrock, access key", "aws-bedrock", "", "AKIA0123456789ABCDEF:secret/0123456789abcdefghij0123456789", "",
            "/foundation-models", "authorization AWS4-HMAC-SHA256 Credential=AKIA0123456789ABCDEF/", summaries, 1);
        row("Vertex, key file", "google-vertex", "/v1/projects/p/locations/l/publishers/google", "file",
            "gw@my-project.iam.gserviceaccount.com", "/v1/projects/p/locations/l/publishers/google/models/",
            "authorization Bearer ya29.got", "{\"totalTokens\":1}", 0);
        row("Ollama", "ollama", "/v1", "", "", "/v1/models", "", list, 2);
        row("vLLM", "vllm", "/v1", "", "", "/v1/models", "", list, 2);
        row("llama.cpp with a key", "llama.cpp", "/v1", "0123456789abcdef", "…cdef", "/v1/models",
            "authorization Bearer 0123456789abcdef", list, 2);
        row("an own server", "my-own", "/v1", "", "", "/v1/models", "", list, 2);
        row("the hosted account", "llmgateway", "/v1", "llmg_0123456789abcdef", "llmg_…cdef", "/v1/models",
            "authorization Bearer llmg_0123456789abcdef", list, 2);
    }
    void keysAreTakenAndTried() {
        QFETCH(QByteArray, id);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, shown);
        QFETCH(QByteArray, asked);
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, answer);
        QFETCH(int, models);
        std::atomic<bool> refuses{false};
        FakeUpstream upstream([&](const ReceivedRequest& request) {
            if (request.target == "/token")
                return Scenario::json("{\"access_token\":\"ya29.got\",\"expires_in\":3599,\"token_type\":\"Bearer\"}");
            return refuses ? refusal("{\"message\":\"No such key here\",\"error\":{\"message\":\"No such key here\"}}")
                           : Scenario::json(answer.toStdString());
        });
        QTemporaryDir directory;
        Engine engine;
        QVERIFY(start(engine, directory));
        const std::string provider = id.toStdString();
        QVERIFY(wait(
            engine.configuration().saveProviderSettings(settingsOf(provider, upstream.url() + path.toStdString()))));
        const auto applied = engine.applied();
        QVERIFY(QTest::qWaitFor([&applied] { return applied.isFinished(); }));
        if (!key.isEmpty()) {
            const Secret secret(key == "file" ? serviceAccount(upstream.url() + "/token") : key.toStdString());
            const auto added = wait(engine.providerKeys().add(provider, "mine", secret));
            QVERIFY2(added, added ? "" : added.error().message.c_str());
            QVERIFY(added->masked.size() < 60);
            if (!shown.isEmpty())
                QCOMPARE(bytes(added->masked), shown);
        }
        const auto tested = command(engine, "provider test", {{"id", provider}});
        QVERIFY2(tested, tested ? "" : tested.error().message.c_str());
        QCOMPARE(tested->at("models").to_number<int>(), models);
        QVERIFY(tested->at("latency_ms").to_number<int>() >= 0);
        const auto last = upstream.requests().back();
        QVERIFY2(bytes(last.target).startsWith(asked), last.target.c_str());
        if (const auto space = header.indexOf(' '); space > 0) {
            const std::string value = last.header(header.left(space).toStdString());
            QVERIFY2(bytes(value).startsWith(header.mid(space + 1)), value.c_str());
        }
        refuses = true;
        const auto refused = command(engine, "provider test", {{"id", provider}});
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.find("No such key here") != std::string::npos,
                 refused.error().message.c_str());
    }

    void keysOfAnotherFormAreRefused_data() {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* name, const char* id, const char* key, const char* said) {
            QTest::newRow(name) << QByteArray(id) << QByteArray(key) << QByteArray(said);
        };
        row("a document for a plain key", "openai", "{\n\"type\":\"service_account\"}", "Paste the key alone");
        row("a key file without its key", "google-vertex", "{\"type\":\"service_account\",\"client_email\":\"a@b\"}",
            "Paste the whole JSON file");
        row("no JSON after all", "google-vertex", "{\"type\":", "JSON");
        row("half of a pair", "aws-bedrock", "AKIA0123456789ABCDEF:", "");
        row("two lines", "my-own", "a\nb", "line break");
    }
    void keysOfAnotherFormAreRefused() {
        QFETCH(QByteArray, id);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, said);
        QTemporaryDir directory;
        Engine engine;
        QVERIFY(start(engine, directory));
        QVERIFY(wait(engine.configuration().saveProviderSettings(settingsOf("my-own", "http://127.0.0.1:9/v1"))));
        const auto added = wait(engine.providerKeys().add(id.toStdString(), "x", Secret(key.toStdString())));
        QVERIFY(!added);
        QVERIFY(added.error().kind == ErrorKind::InvalidParameters);
        QVERIFY2(bytes(added.error().message).contains(said), added.error().message.c_str());
        QVERIFY(!bytes(added.error().message).contains("AKIA0123456789ABCDEF"));
    }

    void aKeyFileOfTheEnvironmentIsAKey() {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("key.json"));
        const auto entryOf = [&]() -> domain::ProviderKeyEntry {
            qputenv("GOOGLE_APPLICATION_CREDENTIALS", path.toUtf8());
            QTemporaryDir data;
            Engine engine;
            const bool started = start(engine, data);
            qunsetenv("GOOGLE_APPLICATION_CREDENTIALS");
            if (started) {
                for (auto& entry : engine.providerKeys().entries())
                    if (entry.id == "env:GOOGLE_APPLICATION_CREDENTIALS:0")
                        return entry;
            }
            return {};
        };
        auto entry = entryOf();
        QCOMPARE(bytes(entry.provider), QByteArray("google-vertex"));
        QVERIFY(entry.state == domain::ProviderKeyState::Unreadable);
        QVERIFY2(bytes(entry.stateReason).contains(path.toUtf8()), entry.stateReason.c_str());
        const auto write = [&path](const std::string& text) {
            QFile file(path);
            return file.open(QIODevice::WriteOnly) && file.write(bytes(text)) > 0;
        };
        QVERIFY(write("{\"type\":\"service_account\",\"private_key\":\"canary\"}"));
        entry = entryOf();
        QVERIFY(entry.state == domain::ProviderKeyState::Unreadable);
        QVERIFY2(!bytes(entry.stateReason).contains("canary"), entry.stateReason.c_str());
        QVERIFY(write(serviceAccount("https://oauth2.googleapis.com/token")));
        entry = entryOf();
        QVERIFY2(entry.state == domain::ProviderKeyState::Untested, entry.stateReason.c_str());
        QCOMPARE(bytes(entry.masked), QByteArray("gw@my-project.iam.gserviceaccount.com"));
    }

    void theHostedAccountStatesWhatIsPaid() {
        FakeUpstream upstream([](const ReceivedRequest& request) {
            if (request.target == "/v1/models")
                return Scenario::json("{\"data\":[{\"id\":\"gpt-4o\"}]}");
            return Scenario::json("{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
                                  "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},"
                                  "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1000,"
                                  "\"completion_tokens\":10,\"total_tokens\":1010,\"cost\":0.00123}}");
        });
        QTemporaryDir directory;
        Engine engine;
        QVERIFY(start(engine, directory));
        QVERIFY(wait(engine.configuration().saveProviderSettings(settingsOf("llmgateway", upstream.url() + "/v1"))));
        auto project = engine.configuration().current()->projects.at(0);
        project.mode = domain::ProjectMode::Credits;
        QVERIFY(wait(engine.configuration().saveProject(project)));
        const auto chat = [&engine](const char* model) {
            wait(engine.applied().then(&engine, [] { return 0; }));
            RawClient client(engine.state().port);
            const json::value body{{"model", model}, {"messages", {{{"role", "user"}, {"content", "Hello"}}}}};
            client.post("/v1/chat/completions", bytes(std::string(engine.playgroundKey().reveal())),
                        bytes(json::serialize(body)));
            return client.answer();
        };
        const auto without = chat("openai/gpt-4o");
        QVERIFY(without.status >= 400);
        QVERIFY2(without.body.contains("LLM_GATEWAY_API_KEY"), without.body.constData());

        QVERIFY(wait(engine.providerKeys().add("llmgateway", "", Secret("llmg_0123456789abcdef"))));
        QCOMPARE(chat("openai/gpt-4o").status, 200);
        QCOMPARE(bytes(std::string(json::parse(upstream.requests().back().body).at("model").as_string())),
                 QByteArray("openai/gpt-4o"));
        QCOMPARE(chat("gpt-4o").status, 200);
        QVERIFY(wait(engine.flush()));
        const auto page = wait(engine.ledger().requests({}, {}, 10));
        QVERIFY(page);
        int paid = 0;
        for (const auto& row : page->rows) {
            if (row.status != 200)
                continue;
            ++paid;
            QCOMPARE(bytes(row.usedProvider), QByteArray("llmgateway"));
            QCOMPARE(bytes(row.usedMode), QByteArray("credits"));
            QVERIFY(row.cost.known && row.cost.statedByProvider);
            QVERIFY(row.cost.total == domain::Money::fromNano(1'230'000));
            QVERIFY(row.cost.markup.isZero());
        }
        QCOMPARE(paid, 2);
    }
};

QTEST_GUILESS_MAIN(TestProviderKinds)
#include "tst_providerkinds.moc"
