// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is remembered of provider keys from one start of the program to the next.
#include "app/service/providerkeyring.h"

#include "app/storage/storagethread.h"
#include "tests/support/fakeupstream.h"
#include "tests/support/wait.h"

#include <boost/asio/ssl/context.hpp>

#include <QTemporaryDir>
#include <QTest>

using namespace llmg;
using domain::ProviderKeyState;
using tests::wait;

class ProviderKeyRingTest : public QObject {
    Q_OBJECT

    /// One run of the program over a database and a keychain that stay.
    struct Run {
        routing::KeyHealth health;
        gateway::Prober prober;
        storage::ConfigurationStore configuration;
        std::unique_ptr<secrets::SecretStore> session = secrets::newSessionStore();
        service::ProviderKeyRing ring;
        explicit Run(ProviderKeyRingTest& test)
            : prober(test.m_tls)
            , configuration(*test.m_storage)
            , ring({catalog::Catalog::builtIn(), configuration, test.m_keychain.get(), *session, prober, health,
                    test.m_clock, [&test](const std::string& provider) { return test.runtimeOf(provider); }}) {
            // As the engine does.
            health.onChange([this](const std::string& id) { ring.noteHealth(id); });
            auto loaded = ring.load();
            if (!QTest::qWaitFor([&] { return loaded.isFinished(); }, 20'000))
                qFatal("the keys were not read");
        }
        [[nodiscard]] domain::ProviderKeyEntry entry(const std::string& id) const {
            for (auto& each : ring.entries()) {
                if (each.id == id)
                    return each;
            }
            return {};
        }
        void awaitKept(const std::string& id, ProviderKeyState state) const {
            const auto isKept = [&] {
                const auto& kept = configuration.current()->providerKeys;
                return std::any_of(kept.begin(), kept.end(),
                                   [&](const auto& each) { return each.id == id && each.state == state; });
            };
            QTRY_VERIFY_WITH_TIMEOUT(isKept(), 20'000);
        }
    };

    /// Where tests of a key go.
    gateway::ProviderRuntime runtimeOf(const std::string& provider) const {
        policy::Configuration configuration;
        domain::ProviderSettings settings;
        settings.id = provider;
        settings.baseUrl = m_upstream.url() + "/v1";
        configuration.providers.push_back(settings);
        gateway::Snapshot::Source source;
        source.catalog = catalog::Catalog::builtIn();
        source.configuration = std::make_shared<policy::Configuration>(std::move(configuration));
        const gateway::Snapshot snapshot(std::move(source));
        return *snapshot.provider(provider);
    }

    boost::asio::ssl::context m_tls{boost::asio::ssl::context::tls_client};
    SystemClock m_clock;
    tests::FakeUpstream m_upstream{{tests::Scenario::json("{\"data\":[]}")}};
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<storage::StorageThread> m_storage;
    std::unique_ptr<secrets::SecretStore> m_keychain;

  private Q_SLOTS:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        storage::StorageThread::Options options;
        options.dataDirectory = m_directory->path();
        auto opened = storage::StorageThread::open(options);
        QVERIFY(opened);
        m_storage = std::move(*opened);
        m_keychain = secrets::newSessionStore(); // outlives each run, as a keychain does
    }
    void cleanup() { m_storage.reset(); }

    void aRefusedKeyIsOutAfterARestart() {
        std::string id;
        {
            Run run(*this);
            const auto added = wait(run.ring.add("groq", "work", Secret("gsk_0123456789abcdef")));
            QVERIFY(added);
            id = added->id;
            run.health.reportRejected(id, "Invalid API Key");
            run.awaitKept(id, ProviderKeyState::Rejected);
            // What the user changes of it does not change that.
            QVERIFY(wait(run.ring.setWeight(id, 3)));
        }
        {
            Run run(*this);
            QVERIFY(!run.health.isUsable(id, "m", m_clock.steadyNow()));
            QVERIFY(run.entry(id).state == ProviderKeyState::Rejected);
            QCOMPARE(run.entry(id).stateReason, std::string("Invalid API Key"));
            QCOMPARE(run.entry(id).weight, 3);
            // It stays among the keys: routing tries it where there is no other.
            QCOMPARE(run.ring.usableKeys().size(), std::size_t{1});
            QVERIFY(wait(run.ring.testEntry(id)));
            run.awaitKept(id, ProviderKeyState::Untested);
        }
        Run run(*this);
        QVERIFY(run.health.isUsable(id, "m", m_clock.steadyNow()));
        QVERIFY(run.entry(id).state == ProviderKeyState::Untested);
    }

    void aRestIsNotKept() {
        std::string id;
        {
            Run run(*this);
            const auto added = wait(run.ring.add("groq", "work", Secret("gsk_0123456789abcdef")));
            QVERIFY(added);
            id = added->id;
            run.health.reportLimited(id, m_clock.steadyNow() + std::chrono::hours{1}, "slow down");
        }
        Run run(*this);
        QVERIFY(run.health.isUsable(id, "m", m_clock.steadyNow()));
    }
};

QTEST_GUILESS_MAIN(ProviderKeyRingTest)
#include "tst_providerkeyring.moc"
