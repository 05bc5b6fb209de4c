// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the engine says of providers and keys at a moment, over a provider that fails.
#include "app/gateway/snapshot.h"
#include "app/service/engine.h"
#include "app/service/providerkeys.h"
#include "app/storage/configurationstore.h"
#include "tests/support/engines.h"
#include "tests/support/fakeupstream.h"
#include "tests/support/rawclient.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>

using namespace llmg;
using namespace llmg::tests;
using domain::ProviderKeyState;
using routing::BreakerState;

class ProviderStateTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<FakeUpstream> m_upstream;
    std::unique_ptr<service::Engine> m_engine;
    std::string m_keyId;
    std::atomic<bool> m_limits = false; ///< else it fails

    void keep(const std::string& baseUrl, int order = 0) {
        domain::ProviderSettings settings;
        settings.id = "groq";
        settings.baseUrl = baseUrl;
        settings.order = order;
        QVERIFY(wait(m_engine->configuration().saveProviderSettings(settings)));
        auto applied = m_engine->applied();
        QTRY_VERIFY_WITH_TIMEOUT(applied.isFinished(), kPatienceMs);
    }
    void ask() {
        RawClient client(m_engine->state().port);
        client.post("/v1/chat/completions", QByteArray::fromStdString(std::string(m_engine->playgroundKey().reveal())),
                    R"({"model":"groq/llama-3.3-70b-versatile","messages":[{"role":"user","content":"x"}]})");
        (void)client.answer();
    }
    void fail() {
        for (int i = 0; i < routing::Breakers::kFailures && m_engine->breaker("groq").state == BreakerState::Closed;
             ++i)
            ask(); // each is tried more than once
    }
    domain::ProviderKeyEntry entry() const {
        for (auto& each : m_engine->providerKeys().entries()) {
            if (each.id == m_keyId)
                return each;
        }
        return {};
    }

  private Q_SLOTS:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        m_limits = false;
        m_upstream = std::make_unique<FakeUpstream>(FakeUpstream::Script([this](const ReceivedRequest&) {
            return !m_limits ? Scenario::json("{}", 500)
                             : Scenario::answer("HTTP/1.1 429 Too Many Requests",
                                                {{"retry-after", "90"}, {"content-type", "application/json"}},
                                                "{\"error\":{\"message\":\"Slow down\"}}");
        }));
        m_engine = std::make_unique<service::Engine>();
        QVERIFY(start(*m_engine, *m_directory));
        const auto added = wait(m_engine->providerKeys().add("groq", "work", Secret("gsk_0123456789abcdef")));
        QVERIFY(added);
        m_keyId = added->id;
        keep(m_upstream->url() + "/v1");
    }
    void cleanup() {
        m_engine->stop();
        m_engine.reset();
        m_upstream.reset();
        m_directory.reset();
    }

    void tellsOfABreakerThatOpened() {
        QVERIFY(m_engine->breaker("groq").state == BreakerState::Closed);
        fail();
        const auto reading = m_engine->breaker("groq");
        QVERIFY(reading.state == BreakerState::Open);
        QVERIFY(reading.failures >= routing::Breakers::kFailures);
        QVERIFY(reading.opensAgainIn.count() > 0 && reading.opensAgainIn <= routing::Breakers::kRest);
        QVERIFY(m_engine->breaker("openai").state == BreakerState::Closed);
    }

    void aChangeOfThatProviderForgetsIt_data() {
        QTest::addColumn<QString>("change");
        QTest::addColumn<bool>("forgotten");
        QTest::newRow("its address") << "address" << true;
        QTest::newRow("another key") << "key" << true;
        QTest::newRow("its place in the order") << "order" << false;
        QTest::newRow("another provider's key") << "elsewhere" << false;
    }
    void aChangeOfThatProviderForgetsIt() {
        QFETCH(QString, change);
        QFETCH(bool, forgotten);
        fail();
        QVERIFY(m_engine->breaker("groq").state == BreakerState::Open);
        if (change == QStringLiteral("address"))
            keep(m_upstream->url() + "/v2");
        else if (change == QStringLiteral("order"))
            keep(m_upstream->url() + "/v1", 3);
        else
            QVERIFY(wait(m_engine->providerKeys().add(change == QStringLiteral("key") ? "groq" : "mistral", "new",
                                                      Secret("gsk_9876543210abcdef"))));
        QCOMPARE(m_engine->breaker("groq").state == BreakerState::Closed, forgotten);
    }

    void saysUntilWhenAKeyRests() {
        m_limits = true;
        ask();
        QTRY_VERIFY_WITH_TIMEOUT(entry().state == ProviderKeyState::Resting, kPatienceMs);
        QVERIFY(entry().restsUntil.has_value());
        const auto left = *entry().restsUntil - SystemClock().now();
        QVERIFY(left > std::chrono::seconds{60} && left <= std::chrono::seconds{91});
    }

    void aKeyThatIsKnownIsFoundAgain() {
        const auto& keys = m_engine->providerKeys();
        const auto found = keys.entryOf("groq", Secret("gsk_0123456789abcdef"));
        QVERIFY(found && found->id == m_keyId);
        QVERIFY(!keys.entryOf("groq", Secret("gsk_xxxxxxxxxxxxcdef"))); // looks the same when masked
        QVERIFY(!keys.entryOf("openai", Secret("gsk_0123456789abcdef")));
    }

    void whoHasNoPlaceInTheOrderComesLast() {
        keep(m_upstream->url() + "/v1", 2);
        const auto snapshot = m_engine->snapshot();
        QVERIFY(snapshot->order("groq") < snapshot->order("openai"));
        QCOMPARE(snapshot->order("openai"), snapshot->order("mistral"));
    }
};

QTEST_GUILESS_MAIN(ProviderStateTest)
#include "tst_providerstate.moc"
