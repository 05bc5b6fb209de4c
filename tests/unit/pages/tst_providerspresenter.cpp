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

    domain::ProviderSettings storedOf(const std::string& id) const {
        for (const auto& each : m_configuration->current()->providers) {
            if (each.id == id)
                return each;
        }
        return {};
    }
    QString faultOf(const std::string& id, const std::string& field) const {
        const ProviderCard* shown = card(id);
        const auto found = shown ? shown->faults.find(field) : decltype(shown->faults.end()){};
        return shown && found != shown->faults.end() ? found->second.why : QString();
    }
    std::string order() const {
        std::string ids;
        for (const ProviderCard& each : m_presenter->state().cards)
            ids += each.id;
        return ids;
    }
    std::string shares(const std::string& id) const {
        std::string list;
        for (const KeyRow& key : card(id)->keys)
            list += (list.empty() ? "" : " ") + std::to_string(key.sharePercent.value_or(-1));
        return list;
    }
    bool isTicking() const {
        for (const QTimer* timer : m_presenter->findChildren<QTimer*>()) {
            if (timer->isActive())
                return true;
        }
        return false;
    }
    bool undo() {
        return QTest::qWaitFor([this] { return !m_presenter->state().busy; }) && m_presenter->undo();
    }
    void addKey(const char* provider, const char* label) {
        const std::size_t before = m_keys->kept.size();
        m_presenter->chooseProvider(provider);
        m_presenter->addKey(QString::fromLatin1(label), Secret(std::string("sk-proj-0123456789abcdef-") + label));
        QTRY_COMPARE(m_keys->kept.size(), before + 1);
        QTRY_VERIFY(!card(provider)->keys.back().testing);
    }
    void addServers(std::initializer_list<const char*> names) {
        for (const char* name : names) {
            m_presenter->addServer(QString::fromLatin1(name), u"http://localhost:8000/v1"_s);
            QTRY_VERIFY(!storedOf(name).id.empty());
            QTRY_VERIFY(card(name) && !card(name)->tested.isEmpty() && !card(name)->testing);
        }
    }
    void preview(const QByteArray& content) {
        QFile file(m_directory->filePath(u".env"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        m_presenter->previewFile(file.fileName());
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
            m_presenter->addKey({}, Secret("sk-proj-0123456789abcde" + std::to_string(i)));
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
        addKey("openai", "work");
        m_presenter->setBaseUrl("openai", typed);
        QCOMPARE(faultOf("openai", kBaseUrlField).isEmpty(), !refused);
        QTRY_COMPARE(storedOf("openai").baseUrl, kept.toStdString());
        if (refused) // what was typed stays, so that it can be mended
            QCOMPARE(card("openai")->faults.at(kBaseUrlField).typed, typed);
        if (kept.isEmpty())
            return;
        QCOMPARE(card("openai")->baseUrl, kept);
        QVERIFY(card("openai")->ownBaseUrl);
        QVERIFY(undo());
        QTRY_VERIFY(m_configuration->current()->providers.empty());
        QVERIFY(!card("openai")->ownBaseUrl);
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
        QVERIFY(undo());
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
        QVERIFY(undo());
        QTRY_VERIFY(card("aws-bedrock")->variables[0].value.isEmpty());
        m_presenter->setVariable("aws-bedrock", "region", u"eu/central"_s);
        QTRY_VERIFY(faultOf("aws-bedrock", "region").contains(u"Region"_s));
    }

    void aProxyIsKeptOrRefused() {
        addKey("openai", "work");
        m_presenter->setProxy("openai", u"http://127.0.0.1:8080"_s);
        QCOMPARE(card("openai")->proxy, u"http://127.0.0.1:8080"_s); // before it is stored
        QTRY_COMPARE(storedOf("openai").proxyUrl, std::string("http://127.0.0.1:8080"));
        m_presenter->setProxy("openai", u"nonsense"_s);
        QTRY_VERIFY(faultOf("openai", kProxyField).contains(u"proxy"_s));
        m_presenter->setProxy("openai", u"direct"_s);
        QVERIFY(faultOf("openai", kProxyField).isEmpty());
        QTRY_COMPARE(storedOf("openai").proxyUrl, std::string("direct"));
        QVERIFY(undo());
        QTRY_COMPARE(storedOf("openai").proxyUrl, std::string("http://127.0.0.1:8080"));
    }

    void aServerWithoutAKeyIsTested() {
        m_presenter->addServer(u"a"_s, u"http://localhost:8000/v1"_s);
        QTRY_VERIFY(card("a"));
        QTRY_COMPARE(card("a")->tested, u"434 ms, 3 models"_s); // once it is there
        QCOMPARE(card("a")->models, QStringList({u"a"_s, u"b"_s, u"c"_s}));
        QVERIFY(m_keys->lastKey.isEmpty());
        m_keys->refuseTest = true;
        m_presenter->testServer("a");
        QTRY_VERIFY(card("a")->testFailed);
    }

    void theOrderIsThePersons() {
        addServers({"a", "b", "c"});
        QCOMPARE(order(), std::string("abc"));
        QVERIFY(!m_presenter->state().ordered);
        QVERIFY(card("a")->first && card("c")->last && !card("b")->first && !card("b")->last);
        m_presenter->move("b", -1);
        m_presenter->move("b", -1);  // it is the first already
        m_presenter->moveTo("a", 2); // before the first one is stored
        QCOMPARE(order(), std::string("bca"));
        QTRY_COMPARE(storedOf("a").order, 3);
        QCOMPARE(storedOf("b").order, 1);
        QVERIFY(m_presenter->state().ordered);
        QVERIFY(undo());
        QCOMPARE(order(), std::string("bac"));
        QVERIFY(undo());
        QTRY_COMPARE(storedOf("b").order, 0);
        QCOMPARE(order(), std::string("abc"));
        m_presenter->moveTo("nobody", 0);
        m_presenter->moveTo("a", 17);
        QCOMPARE(order(), std::string("abc"));
    }

    void whoComesAfterAnOrderWasSetComesLast() {
        addServers({"a", "b"});
        m_presenter->move("b", -1);
        addServers({"c"});
        QCOMPARE(order(), std::string("bac"));
        addKey("anthropic", "work"); // settings it has none
        QCOMPARE(m_presenter->state().cards[0].id, std::string("b"));
        QCOMPARE(m_presenter->state().cards[1].id, std::string("a"));
        m_presenter->forgetOrder();
        QTRY_VERIFY(storedOf("a").order == 0 && storedOf("b").order == 0);
        QVERIFY(!m_presenter->state().ordered);
        QVERIFY(undo());
        QTRY_COMPARE(storedOf("b").order, 1);
    }

    void changesBuildUponEachOther() {
        addServers({"a"});
        // As when a field is left by a click on the box beside it: neither may lose the other.
        m_presenter->setBaseUrl("a", u"http://localhost:9000/v1"_s);
        m_presenter->setEnabled("a", false);
        QCOMPARE(card("a")->baseUrl, u"http://localhost:9000/v1"_s);
        QVERIFY(!card("a")->enabled);
        QTRY_VERIFY(!storedOf("a").enabled);
        QCOMPARE(storedOf("a").baseUrl, std::string("http://localhost:9000/v1"));
        QVERIFY(undo());
        QTRY_VERIFY(storedOf("a").enabled);
        m_presenter->setProxy("a", u"direct"_s);
        QVERIFY(m_undo);
        QTRY_COMPARE(storedOf("a").proxyUrl, std::string("direct"));
    }

    void whatWaitsForItsTurnIsDoneAtTheEnd() {
        addServers({"a"});
        m_presenter->setBaseUrl("a", u"http://localhost:9000/v1"_s);
        m_presenter->setEnabled("a", false);
        m_presenter->setProxy("a", u"direct"_s);
        m_presenter.reset();
        QTRY_COMPARE(storedOf("a").proxyUrl, std::string("direct"));
        QCOMPARE(storedOf("a").baseUrl, std::string("http://localhost:9000/v1"));
        QVERIFY(!storedOf("a").enabled);
    }

    void keysShareByWeight() {
        addKey("openai", "work");
        QVERIFY(!card("openai")->keys[0].sharePercent); // it has no other to share with
        addKey("openai", "home");
        QCOMPARE(shares("openai"), std::string("50 50"));
        m_presenter->setWeight("id1", 3);
        QTRY_COMPARE(shares("openai"), std::string("75 25"));
        QVERIFY(undo());
        QTRY_COMPARE(shares("openai"), std::string("50 50"));
        m_presenter->setWeight("id1", 101);
        QTRY_VERIFY(card("openai")->keys[0].fault.contains(u"1 to 100"_s));
        m_presenter->setWeight("id1", 4);
        QTRY_COMPARE(shares("openai"), std::string("80 20"));
        QVERIFY(card("openai")->keys[0].fault.isEmpty());
        // One that was refused has no share until it works again.
        m_keys->kept[0].state = domain::ProviderKeyState::Rejected;
        Q_EMIT m_keys->changed();
        QCOMPARE(shares("openai"), std::string("0 100"));
        QVERIFY(card("openai")->health.trouble.isEmpty());
        m_keys->kept[1].state = domain::ProviderKeyState::Rejected;
        Q_EMIT m_keys->changed();
        QCOMPARE(card("openai")->health.trouble, u"No key of it works"_s);
        m_keys->kept[1].state = domain::ProviderKeyState::Resting;
        Q_EMIT m_keys->changed();
        QVERIFY(card("openai")->health.trouble.isEmpty() && card("openai")->health.resting);
    }

    void aBreakerIsWatchedWhileSomebodyLooks() {
        routing::Breakers::Reading reading;
        Sources sources;
        sources.breaker = [&reading](const std::string& id) {
            return id == "a" ? reading : routing::Breakers::Reading{};
        };
        m_presenter = std::make_unique<Presenter>(m_catalog, *m_keys, *m_configuration, sources);
        addServers({"a"});
        QVERIFY(card("a")->health.breaker == routing::BreakerState::Closed);
        QCOMPARE(card("a")->health.failures, 0);
        reading = {routing::BreakerState::Open, {}, 5, std::chrono::milliseconds{11'200}};
        m_presenter->setShown(true);
        QVERIFY(card("a")->health.breaker == routing::BreakerState::Open);
        QCOMPARE(card("a")->health.failures, 5);
        QCOMPARE(card("a")->health.secondsLeft, 12);
        reading = {routing::BreakerState::HalfOpen, {}, 5, {}};
        QTRY_VERIFY(card("a")->health.breaker == routing::BreakerState::HalfOpen);
        m_presenter->setShown(false);
        QVERIFY(!isTicking());
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
        preview("OPENAI_API_KEY=sk-proj-0123456789abcdef\nPORT=80\nEMPTY=\n"
                "export GROQ_API_KEY='gsk_0123456789abcdef'\nAWS_ACCESS_KEY_ID=AKIA0123456789ABCDEF\n");
        const auto& found = m_presenter->state().found;
        QCOMPARE(found.size(), std::size_t{3});
        QCOMPARE(found[0].variable, u"OPENAI_API_KEY"_s);
        QVERIFY(!found[0].masked.contains(u"0123456789"_s));
        QVERIFY(found[0].chosen && found[0].standing == FoundKey::Standing::New);
        QVERIFY(found[2].standing == FoundKey::Standing::Unusable && !found[2].chosen);
        QVERIFY(found[2].words.contains(u"AWS_SECRET_ACCESS_KEY is not set"_s));
        m_presenter->chooseFound(2, true); // half a key cannot be chosen
        QVERIFY(!found[2].chosen);
        QVERIFY(m_keys->kept.empty());
        m_presenter->chooseFound(1, false);
        m_presenter->importFound();
        QTRY_COMPARE(m_keys->kept.size(), std::size_t{1});
        QCOMPARE(m_keys->kept[0].provider, std::string("openai"));
        QCOMPARE(m_keys->kept[0].label, std::string("OPENAI_API_KEY"));
        QTRY_VERIFY(m_presenter->state().foundIn.isEmpty());
        preview("OPENAI_API_KEY=sk-proj-0123456789abcdef\n");
        QVERIFY(m_presenter->state().found[0].standing == FoundKey::Standing::Kept);
        QVERIFY(m_presenter->state().found[0].words.contains(u"OPENAI_API_KEY"_s));
        QVERIFY(!m_presenter->state().found[0].chosen);
        QVERIFY(undo());
        QTRY_VERIFY(m_keys->kept.empty());
    }

    void bothPartsForAwsAreOneKey() {
        preview("AWS_SECRET_ACCESS_KEY=abc/def\nAWS_ACCESS_KEY_ID=AKIA0123456789ABCDEF\n");
        QCOMPARE(m_presenter->state().found.size(), std::size_t{1});
        QCOMPARE(m_presenter->state().found[0].variable, u"AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY"_s);
        m_presenter->importFound();
        QTRY_COMPARE(m_keys->kept.size(), std::size_t{1});
        QVERIFY(m_keys->lastKey == Secret("AKIA0123456789ABCDEF:abc/def"));
    }

    void whatIsWrongWithAFileIsSaid_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");
        QTest::newRow("nothing in it") << QByteArray("PORT=80\n") << u"no key"_s;
        QTest::newRow("a quote without end") << QByteArray("A='sk-secret\n") << u"line 1"_s;
        QTest::newRow("too large") << QByteArray("A=sk-secret") + QByteArray(1 << 20, 'x') << u"1 MiB"_s;
    }
    void whatIsWrongWithAFileIsSaid() {
        QFETCH(QByteArray, content);
        QFETCH(QString, says);
        preview(content);
        QVERIFY(m_presenter->state().found.empty());
        QVERIFY2(m_presenter->state().foundFault.contains(says), qPrintable(m_presenter->state().foundFault));
        QVERIFY(!m_presenter->state().foundFault.contains(u"sk-secret"_s));
        m_presenter->previewFile(u"/nowhere/.env"_s);
        QVERIFY(m_presenter->state().foundFault.contains(u"no such file"_s));
        m_presenter->dismissFound();
        QVERIFY(m_presenter->state().foundIn.isEmpty());
    }

    void whatTheKeychainRefusesStaysInSight() {
        preview("OPENAI_API_KEY=sk-proj-0123456789abcdef\n");
        m_keys->refuseAdd = true;
        m_presenter->importFound();
        QTRY_VERIFY(!m_presenter->state().importing);
        QCOMPARE(m_presenter->state().found.size(), std::size_t{1});
        QVERIFY(m_presenter->state().found[0].words.contains(u"keychain is locked"_s));
        QVERIFY(!m_presenter->undo());
    }

    void keysOfTheEnvironmentCanBeKept() {
        qputenv("OPENAI_API_KEY", "sk-proj-0123456789abcdef");
        domain::ProviderKeyEntry entry;
        entry.id = "env:OPENAI_API_KEY:0";
        entry.provider = "openai";
        entry.label = "OPENAI_API_KEY";
        entry.masked = Secret("sk-proj-0123456789abcdef").masked();
        entry.place = domain::SecretPlace::Environment;
        m_keys->kept.push_back(entry);
        const auto row = [this]() -> FoundKey {
            for (const FoundKey& each : m_presenter->state().found) {
                if (each.variable == u"OPENAI_API_KEY"_s)
                    return each;
            }
            return {};
        };
        m_presenter->previewEnvironment();
        QVERIFY(row().standing == FoundKey::Standing::InEnvironment && !row().chosen);
        m_keys->persistent = false; // then it would be kept nowhere
        m_presenter->previewEnvironment();
        QVERIFY(row().standing == FoundKey::Standing::Kept);
        qunsetenv("OPENAI_API_KEY");
    }

    void aServersKeysGoWithIt() {
        addServers({"a"});
        addKey("a", "work");
        m_presenter->removeServer("a");
        QTRY_VERIFY(m_configuration->current()->providers.empty());
        QVERIFY(!card("a"));
        QCOMPARE(m_keys->kept.size(), std::size_t{1}); // until Undo is no longer offered
        QVERIFY(undo());
        QTRY_VERIFY(card("a") && card("a")->keys.size() == 1);
        m_presenter->removeServer("a");
        QTRY_VERIFY(m_configuration->current()->providers.empty());
        QTRY_VERIFY(!card("a"));
        m_presenter.reset();
        QTRY_VERIFY(m_keys->kept.empty());
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
        QVERIFY(!m_presenter->state().serverFault.isEmpty());
        QVERIFY(m_presenter->state().cards.empty());
    }
};

QTEST_GUILESS_MAIN(TestProvidersPresenter)
#include "tst_providerspresenter.moc"
