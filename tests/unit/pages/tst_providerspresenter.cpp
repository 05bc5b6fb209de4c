// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QSignalSpy>
#include <QTemporaryFile>
#include <QTest>

#include "app/catalog/catalog.h"
#include "app/storage/configurationstore.h"
#include "app/storage/storagethread.h"
#include "ui/pages/providers/presenter.h"
#include "unit/pages/fakeproviderkeys.h"

#include <QTemporaryDir>

using namespace llmg;
using namespace llmg::providerspage;
using namespace Qt::StringLiterals;

class TestProvidersPresenter : public QObject {
    Q_OBJECT

    std::shared_ptr<const catalog::Catalog> m_catalog = catalog::Catalog::builtIn();
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<storage::StorageThread> m_storage;
    std::unique_ptr<storage::ConfigurationStore> m_configuration;
    std::unique_ptr<tests::FakeProviderKeys> m_keys;
    std::unique_ptr<Presenter> m_presenter;
    std::function<void()> m_undo;

    const ProviderCard* card(const std::string& id) const {
        for (const ProviderCard& each : m_presenter->state().cards) {
            if (each.id == id)
                return &each;
        }
        return nullptr;
    }

  private Q_SLOTS:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        storage::StorageThread::Options options;
        options.dataDirectory = m_directory->path();
        auto opened = storage::StorageThread::open(options);
        QVERIFY(opened.has_value());
        m_storage = std::move(*opened);
        m_configuration = std::make_unique<storage::ConfigurationStore>(*m_storage);
        m_keys = std::make_unique<tests::FakeProviderKeys>();
        m_presenter = std::make_unique<Presenter>(m_catalog, *m_keys, *m_configuration);
        connect(m_presenter.get(), &Presenter::undoable, this,
                [this](const QString&, const std::function<void()>& undo) { m_undo = undo; });
    }
    void cleanup() {
        m_presenter.reset();
        m_keys.reset();
        m_configuration.reset();
        m_storage.reset();
        m_undo = {};
    }

    void aPastedKeyNamesItsProvider_data() {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<QString>("hint");
        QTest::newRow("Anthropic") << QByteArray("sk-ant-api03-x") << QByteArray("anthropic") << u"Anthropic"_s;
        QTest::newRow("ambiguous") << QByteArray("sk-x") << QByteArray() << u"choose"_s;
        QTest::newRow("nothing typed") << QByteArray() << QByteArray() << QString();
    }
    void aPastedKeyNamesItsProvider() {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, provider);
        QFETCH(QString, hint);
        m_presenter->recognise(Secret(key.toStdString()));
        QCOMPARE(m_presenter->state().entry.provider, provider.toStdString());
        QVERIFY2(m_presenter->state().entry.hint.contains(hint), qPrintable(m_presenter->state().entry.hint));
        QVERIFY(!m_presenter->state().entry.hint.contains(u"sk-"_s));
    }

    void aChosenProviderStaysWhileTyping() {
        m_presenter->chooseProvider("mistral");
        m_presenter->recognise(Secret("abc"));
        QCOMPARE(m_presenter->state().entry.provider, std::string("mistral"));
        m_presenter->recognise(Secret("gsk_abc"));
        QCOMPARE(m_presenter->state().entry.provider, std::string("groq"));
        m_presenter->recognise(Secret("abc"));
        QCOMPARE(m_presenter->state().entry.provider, std::string());
    }

    void aKeyFileIsTakenWhole() {
        const QByteArray document("{\n  \"type\": \"service_account\",\n  \"project_id\": \"p\"\n}");
        QTemporaryFile file;
        QVERIFY(file.open());
        file.write(document + "\n");
        file.close();
        const Secret key = m_presenter->readFile(file.fileName());
        QCOMPARE(QByteArray::fromStdString(std::string(key.reveal())), document);
        QCOMPARE(m_presenter->state().entry.provider, std::string("google-vertex"));
        QVERIFY(m_presenter->readFile(file.fileName() + u".not"_s).isEmpty());
        QVERIFY(m_presenter->state().entry.failed);
        QVERIFY(m_presenter->state().entry.hint.contains(u"no file"_s));
    }

    void whatIsMissingIsSaid() {
        m_presenter->addKey({}, Secret("key"));
        QVERIFY(m_presenter->state().entry.failed);
        QVERIFY(m_presenter->state().entry.hint.contains(u"Choose"_s));
        m_presenter->chooseProvider("openai");
        m_presenter->testEntry(Secret());
        QVERIFY(m_presenter->state().entry.failed);
        QVERIFY(m_presenter->state().entry.hint.contains(u"Paste"_s));
        QVERIFY(m_keys->kept.empty());
    }

    void anAddedKeyIsTestedAndShown() {
        QSignalSpy accepted(m_presenter.get(), &Presenter::entryAccepted);
        m_presenter->chooseProvider("openai");
        m_presenter->addKey(u" work "_s, Secret("sk-proj-0123456789abcdef"));
        QTRY_VERIFY(card("openai") && card("openai")->keys.size() == 1 && !card("openai")->keys[0].testing &&
                    !card("openai")->keys[0].outcome.isEmpty());
        QCOMPARE(accepted.count(), 1);
        const KeyRow& key = card("openai")->keys[0];
        QCOMPARE(key.entry.label, std::string("work"));
        QCOMPARE(key.outcome, u"434 ms, 3 models"_s);
        QVERIFY(!key.failed);
        QVERIFY(m_presenter->state().entry == Entry{});
        // Without a label each gets one of its own.
        for (int i = 0; i < 2; ++i) {
            m_presenter->chooseProvider("openai");
            m_presenter->addKey({}, Secret("sk-proj-0123456789abcdef"));
            QTRY_COMPARE(m_keys->kept.size(), std::size_t(2 + i));
        }
        QCOMPARE(m_keys->kept[1].label, std::string("default"));
        QCOMPARE(m_keys->kept[2].label, std::string("key 2"));
    }

    void aRefusedKeyKeepsTheProvidersWords() {
        m_keys->refuseTest = true;
        m_presenter->chooseProvider("openai");
        m_presenter->testEntry(Secret("sk-proj-bad"));
        QTRY_VERIFY(m_presenter->state().entry.failed);
        QCOMPARE(m_presenter->state().entry.hint, u"Incorrect API key provided."_s);
        QCOMPARE(m_keys->lastProvider, std::string("openai"));
        QVERIFY(m_keys->kept.empty());
    }

    void aLockedKeychainIsSaidAndTheFormIsKept() {
        m_keys->refuseAdd = true;
        QSignalSpy accepted(m_presenter.get(), &Presenter::entryAccepted);
        m_presenter->chooseProvider("openai");
        m_presenter->addKey({}, Secret("sk-proj-x"));
        QTRY_VERIFY(m_presenter->state().entry.failed);
        QVERIFY(m_presenter->state().entry.hint.contains(u"keychain is locked"_s));
        QCOMPARE(accepted.count(), 0);
        QCOMPARE(m_presenter->state().entry.provider, std::string("openai"));
    }

    void aRemovedKeyCanComeBack() {
        m_presenter->chooseProvider("groq");
        m_presenter->addKey(u"a"_s, Secret("gsk_0123456789abcdef"));
        QTRY_VERIFY(card("groq"));
        m_presenter->removeKey("id1");
        QVERIFY(!card("groq"));
        QCOMPARE(m_keys->kept.size(), std::size_t{1});
        QVERIFY(m_undo);
        m_undo();
        QVERIFY(card("groq"));
        m_presenter->removeKey("id1");
        m_presenter.reset(); // closing the page does not bring it back
        QVERIFY(m_keys->kept.empty());
    }

    void aKeyOfTheEnvironmentIsNotOursToRemove() {
        domain::ProviderKeyEntry entry;
        entry.id = "env:OPENAI_API_KEY:0";
        entry.provider = "openai";
        entry.label = "OPENAI_API_KEY";
        entry.place = domain::SecretPlace::Environment;
        m_keys->kept.push_back(entry);
        Q_EMIT m_keys->changed();
        m_presenter->removeKey(entry.id);
        QVERIFY(m_presenter->state().error.contains(u"environment"_s));
        QVERIFY(card("openai"));
        QVERIFY(!m_undo);
    }

    void addresses_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("kept");
        QTest::addColumn<bool>("refused");
        QTest::newRow("own") << u"https://proxy.example/v1/"_s << u"https://proxy.example/v1"_s << false;
        QTest::newRow("on this machine") << u"http://127.0.0.1:9000"_s << u"http://127.0.0.1:9000"_s << false;
        QTest::newRow("no scheme") << u"proxy.example/v1"_s << QString() << true;
        QTest::newRow("another scheme") << u"file:///etc/passwd"_s << QString() << true;
        QTest::newRow("with a password") << u"https://me:secret@proxy.example/v1"_s << QString() << true;
        QTest::newRow("with a placeholder") << u"https://{resource}.example/v1"_s << QString() << true;
        QTest::newRow("the usual one is none of its own") << u"https://api.openai.com/v1"_s << QString() << false;
    }
    void addresses() {
        QFETCH(QString, typed);
        QFETCH(QString, kept);
        QFETCH(bool, refused);
        m_presenter->setBaseUrl("openai", typed);
        QCOMPARE(!m_presenter->state().error.isEmpty(), refused);
        if (kept.isEmpty()) {
            QVERIFY(!card("openai"));
            return;
        }
        QTRY_VERIFY(card("openai"));
        QCOMPARE(card("openai")->baseUrl, kept);
        QVERIFY(card("openai")->ownBaseUrl);
        m_presenter->setBaseUrl("openai", {});
        QTRY_VERIFY(!card("openai"));
    }

    void aServerOnThisMachineIsSwitchedOnWithoutAKey() {
        QSignalSpy accepted(m_presenter.get(), &Presenter::entryAccepted);
        m_presenter->chooseProvider("ollama");
        QVERIFY(m_presenter->state().entry.hint.contains(u"no key"_s));
        m_presenter->addKey({}, Secret());
        QTRY_VERIFY(card("ollama"));
        QCOMPARE(accepted.count(), 1);
        QVERIFY(card("ollama")->enabled);
        QVERIFY(!card("ollama")->ownBaseUrl);
        m_presenter->setBaseUrl("ollama", u"http://localhost:9999/v1"_s);
        QTRY_VERIFY(card("ollama") && card("ollama")->ownBaseUrl);
        m_presenter->setBaseUrl("ollama", {});
        QTRY_VERIFY(card("ollama") && !card("ollama")->ownBaseUrl);
        m_presenter->setEnabled("ollama", false);
        QTRY_VERIFY(card("ollama") && !card("ollama")->enabled);
    }

    void ownServers() {
        m_presenter->addServer(u"my-vllm"_s, u"http://localhost:8000/v1/"_s);
        QTRY_VERIFY(card("my-vllm"));
        QVERIFY(card("my-vllm")->custom);
        QCOMPARE(card("my-vllm")->baseUrl, u"http://localhost:8000/v1"_s);
        m_presenter->setEnabled("my-vllm", false);
        QTRY_VERIFY(!card("my-vllm")->enabled);
        m_presenter->removeServer("my-vllm");
        QTRY_VERIFY(!card("my-vllm"));
        m_undo();
        QTRY_VERIFY(card("my-vllm"));
        QVERIFY(!card("my-vllm")->enabled);
    }

    void partsOfAnAddressAreSetAndTakenBack() {
        m_presenter->setEnabled("aws-bedrock", false);
        QTRY_VERIFY(card("aws-bedrock"));
        QCOMPARE(card("aws-bedrock")->variables.size(), std::size_t{1});
        QVERIFY(card("aws-bedrock")->variables[0].help.contains(u"AWS"_s));
        m_presenter->setVariable("aws-bedrock", "region", u" eu-central-1 "_s);
        QTRY_COMPARE(card("aws-bedrock")->variables[0].value, u"eu-central-1"_s);
        QTRY_VERIFY(m_undo);
        m_undo();
        QTRY_VERIFY(card("aws-bedrock")->variables[0].value.isEmpty());
        m_presenter->setVariable("aws-bedrock", "region", u"eu/central"_s);
        QTRY_VERIFY(m_presenter->state().error.contains(u"region"_s));
    }

    void aProxyIsKeptOrRefused() {
        m_presenter->setProxy("openai", u"http://127.0.0.1:8080"_s);
        QTRY_VERIFY(card("openai"));
        QCOMPARE(card("openai")->proxy, u"http://127.0.0.1:8080"_s);
        m_presenter->setProxy("openai", u"nonsense"_s);
        QTRY_VERIFY(m_presenter->state().error.contains(u"proxy"_s));
        m_presenter->setProxy("openai", u"direct"_s);
        QTRY_COMPARE(card("openai")->proxy, u"direct"_s);
    }

    void aServerWithoutAKeyIsTested() {
        m_presenter->addServer(u"a"_s, u"http://localhost:8000/v1"_s);
        QTRY_VERIFY(card("a"));
        m_presenter->testServer("a");
        QTRY_COMPARE(card("a")->tested, u"434 ms, 3 models"_s);
        QVERIFY(m_keys->lastKey.isEmpty());
        m_keys->refuseTest = true;
        m_presenter->testServer("a");
        QTRY_VERIFY(card("a")->testFailed);
    }

    void theOrderIsThePersons() {
        m_presenter->addServer(u"a"_s, u"http://localhost:8000/v1"_s);
        QTRY_VERIFY(card("a"));
        m_presenter->addServer(u"b"_s, u"http://localhost:8001/v1"_s);
        QTRY_VERIFY(card("b"));
        QCOMPARE(m_presenter->state().cards[0].id, std::string("a"));
        m_presenter->move("b", -1);
        QTRY_COMPARE(m_presenter->state().cards[0].id, std::string("b"));
        QTRY_COMPARE(card("a")->order, 2);
        m_presenter->move("b", -1); // it is the first already
        QVERIFY(m_undo);
        m_undo();
        QTRY_COMPARE(m_presenter->state().cards[0].id, std::string("a"));
    }

    void healthIsWhatTheGatewayAndTheLedgerSay() {
        Sources sources;
        sources.trouble = [](const std::string& id) { return id == "a" ? u"no key"_s : QString(); };
        sources.totals = [](const storage::RequestFilter& filter) {
            storage::RequestTotals totals;
            totals.requests = filter.provider == "a" && filter.range ? 40 : 0;
            totals.errors = 2;
            return QtFuture::makeReadyFuture(Result<storage::RequestTotals>(totals));
        };
        m_presenter = std::make_unique<Presenter>(m_catalog, *m_keys, *m_configuration, sources);
        m_presenter->addServer(u"a"_s, u"http://localhost:8000/v1"_s);
        QTRY_VERIFY(card("a"));
        QCOMPARE(card("a")->health.trouble, u"no key"_s);
        QCOMPARE(card("a")->health.requests, std::int64_t{-1});
        m_presenter->refreshHealth();
        QTRY_COMPARE(card("a")->health.requests, std::int64_t{40});
        QCOMPARE(card("a")->health.errors, std::int64_t{2});
    }

    void keysOfAFileAreLookedAtBeforeTheyAreTaken() {
        m_presenter->previewText(u".env"_s, "OPENAI_API_KEY=sk-proj-0123456789abcdef\nPORT=80\nEMPTY=\n"
                                            "export GROQ_API_KEY='gsk_0123456789abcdef'\n");
        QCOMPARE(m_presenter->state().found.size(), std::size_t{2});
        QCOMPARE(m_presenter->state().found[0].variable, u"OPENAI_API_KEY"_s);
        QVERIFY(!m_presenter->state().found[0].masked.contains(u"0123456789"_s));
        QVERIFY(m_keys->kept.empty());
        m_presenter->chooseFound(1, false);
        m_presenter->importFound();
        QTRY_COMPARE(m_keys->kept.size(), std::size_t{1});
        QCOMPARE(m_keys->kept[0].provider, std::string("openai"));
        QVERIFY(m_presenter->state().found.empty());
        m_presenter->previewText(u".env"_s, "OPENAI_API_KEY=sk-proj-0123456789abcdef\n");
        QVERIFY(m_presenter->state().found[0].kept);
        QVERIFY(!m_presenter->state().found[0].chosen);
        m_presenter->previewText(u".env"_s, "PORT=80\n");
        QVERIFY(m_presenter->state().foundIn.contains(u"no key"_s));
        m_presenter->previewFile(u"/nowhere/.env"_s);
        QVERIFY(m_presenter->state().foundIn.contains(u"cannot be read"_s));
    }

    void ownServersWithBadNamesAreRefused_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("empty") << QString();
        QTest::newRow("with a slash") << u"a/b"_s;
        QTest::newRow("with a blank") << u"my server"_s;
        QTest::newRow("a provider's") << u"openai"_s;
        QTest::newRow("the sandbox's") << u"sandbox"_s;
    }
    void ownServersWithBadNamesAreRefused() {
        QFETCH(QString, name);
        m_presenter->addServer(name, u"http://localhost:8000/v1"_s);
        QVERIFY(!m_presenter->state().error.isEmpty());
        QVERIFY(m_presenter->state().cards.empty());
    }
};

QTEST_GUILESS_MAIN(TestProvidersPresenter)
#include "tst_providerspresenter.moc"
