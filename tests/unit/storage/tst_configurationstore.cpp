// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/configurationstore.h"
#include "app/storage/conversationstore.h"
#include "app/storage/database.h"
#include "app/storage/storagethread.h"
#include "support/ledger/sampleledger.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace llmg;
using storage::ConfigurationStore;
using storage::StorageThread;

class TestConfigurationStore : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<StorageThread> m_storage;
    std::unique_ptr<ConfigurationStore> m_store;

    void open() {
        m_store.reset();
        m_storage.reset();
        StorageThread::Options options;
        options.dataDirectory = m_directory->path();
        options.diskReserveBytes = 0;
        m_storage = *StorageThread::open(options);
        m_store = std::make_unique<ConfigurationStore>(*m_storage);
    }

  private Q_SLOTS:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        open();
    }

    void beginsWithADefaultProject() {
        const auto current = m_store->current();
        QCOMPARE(current->projects.size(), std::size_t{1});
        QCOMPARE(current->projects[0].id, std::string("default"));
        QCOMPARE(current->projects[0].name, std::string("Default"));
        QCOMPARE(current->projects[0].mode, domain::ProjectMode::Hybrid);
        QVERIFY(current->gatewayKeys.empty() && current->providers.empty() && current->providerKeys.empty());
    }

    void everythingComesBackAfterARestart() {
        domain::Project project;
        project.name = "R\u00e9cherche";
        project.mode = domain::ProjectMode::Credits;
        project.storeBodies = false;
        project.cacheEnabled = true;
        project.cacheTtlSeconds = 3600;
        project.allowedModels = {"gpt-4o", "a,b\"c"};
        project.aliases = {{"old", "new"}};
        project.routing.preset = domain::RoutingPreset::Speed;
        project.routing.explorationPerMille = 0;
        project.allowedProviders = {"openai"};
        project.rate = {60, 100'000};
        project.rollout.enabled = true;
        project.rollout.percent = 20;
        project.rollout.candidate.model = "gpt-5";
        project.rollout.sticky = domain::RolloutSticky::Key;
        QVERIFY(m_store->saveProject(project).result());
        const std::string projectId = m_store->current()->projects.back().id;
        QCOMPARE(projectId.size(), std::size_t{26});
        const auto expires =
            std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now()) + std::chrono::hours{1};
        domain::GatewayKey wanted;
        wanted.limit = domain::Money::fromCents(500);
        wanted.expiresAt = expires;
        wanted.allowedModels = {"gpt-4o"};
        wanted.periodLimits = {{domain::Period::Day, domain::Money::fromCents(100)}};
        wanted.allowedProviders = {"openai"};
        wanted.rate = {60, 0};
        const auto key = m_store->createGatewayKey(projectId, "laptop", wanted).result();
        QVERIFY(key);
        QVERIFY(key->secret.reveal().starts_with("llmg_"));
        QVERIFY(
            m_store->saveProviderSettings({"my-vllm", true, false, "http://127.0.0.1:8000/v1", "direct", 3}).result());
        domain::ProviderSettings vertex;
        vertex.id = "google-vertex";
        vertex.variables = {{"project", "example.com:my-project"}, {"location", "europe-west4"}};
        QVERIFY(m_store->saveProviderSettings(vertex).result());
        domain::ProviderKeyEntry entry{
            "01K", "openai", "work", "sk-…9f3a", domain::SecretPlace::Keychain, domain::ProviderKeyState::Rejected,
            "no",  {}};
        QVERIFY(m_store->saveProviderKeyEntry(entry).result());
        const policy::Configuration before = *m_store->current();
        QVERIFY(before.gatewayKeys[0] == key->key);
        open();
        QVERIFY(*m_store->current() == before);
        QCOMPARE(m_store->current()->projects.back().aliases, project.aliases);
        QCOMPARE(m_store->current()->projects.back().allowedModels, project.allowedModels);
    }

    void refusesPartsOfAnAddressThatLeadElsewhere_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::newRow("nothing") << u"resource"_s << u""_s;
        QTest::newRow("a path") << u"resource"_s << u"evil.example/x"_s;
        QTest::newRow("user information") << u"resource"_s << u"me@evil.example"_s;
        QTest::newRow("a blank") << u"region"_s << u"eu central 1"_s;
        QTest::newRow("very long") << u"region"_s << QString(201, u'x');
        QTest::newRow("a name in capitals") << u"Region"_s << u"eu"_s;
        QTest::newRow("no name") << u""_s << u"eu"_s;
    }
    void refusesPartsOfAnAddressThatLeadElsewhere() {
        QFETCH(QString, name);
        QFETCH(QString, value);
        domain::ProviderSettings settings;
        settings.id = "azure-openai";
        settings.variables = {{name.toStdString(), value.toStdString()}};
        const auto refused = m_store->saveProviderSettings(settings).result();
        QVERIFY(!refused);
        QCOMPARE(QString::fromStdString(refused.error().param), u"variables"_s);
        QVERIFY(m_store->current()->providers.empty());
    }

    void saysChangesOnceAndOnlyChanges() {
        QSignalSpy spy(m_store.get(), &ConfigurationStore::changed);
        QVERIFY(m_store->reload().result());
        domain::Project project = m_store->current()->projects[0];
        project.cacheEnabled = true;
        QVERIFY(m_store->saveProject(project).result());
        QVERIFY(m_store->current()->projects[0].cacheEnabled);
        QTRY_COMPARE(spy.count(), 1);
        QVERIFY(m_store->saveProject(project).result());
        QCoreApplication::processEvents();
        QCOMPARE(spy.count(), 1);
    }

    void refusesProjects_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("ttl");
        QTest::addColumn<QString>("other");
        QTest::addColumn<QString>("param");
        QTest::newRow("no name") << u""_s << 60 << u"price"_s << u"name"_s;
        QTest::newRow("a blank name") << u"  "_s << 60 << u"price"_s << u"name"_s;
        QTest::newRow("a taken name") << u"Default"_s << 60 << u"price"_s << u"name"_s;
        QTest::newRow("a taken name in another case") << u" dEFAULT "_s << 60 << u"price"_s << u"name"_s;
        QTest::newRow("two lines") << u"a\nb"_s << 60 << u"price"_s << u"name"_s;
        QTest::newRow("a very long name") << QString(201, u'x') << 60 << u"price"_s << u"name"_s;
        QTest::newRow("too short a life in the cache") << u"x"_s << 9 << u"price"_s << u"cacheTtlSeconds"_s;
        QTest::newRow("too long a life in the cache") << u"x"_s << 31'536'001 << u"price"_s << u"cacheTtlSeconds"_s;
        QTest::newRow("more than all") << u"x"_s << 60 << u"rollout 101"_s << u"percent"_s;
        QTest::newRow("weights beyond reason") << u"x"_s << 60 << u"routing"_s << u"routing"_s;
    }
    void refusesProjects() {
        QFETCH(QString, name);
        QFETCH(int, ttl);
        QFETCH(QString, other);
        QFETCH(QString, param);
        domain::Project project;
        project.name = name.toStdString();
        project.cacheTtlSeconds = ttl;
        if (other == u"rollout 101")
            project.rollout.percent = 101;
        if (other == u"routing") {
            project.routing.preset = domain::RoutingPreset::Custom;
            project.routing.custom.price = domain::kMostRoutingWeight + 1;
        }
        const auto saved = m_store->saveProject(project).result();
        QVERIFY(!saved);
        QCOMPARE(saved.error().kind, ErrorKind::InvalidParameters);
        QCOMPARE(QString::fromStdString(saved.error().param), param);
        QCOMPARE(m_store->current()->projects.size(), std::size_t{1});
    }

    void keysAreChangedButTheirSecretsAreNot() {
        const auto made = m_store->createGatewayKey("default", "k").result()->key;
        auto key = made;
        key.name = "renamed";
        key.periodLimits = {{domain::Period::Day, domain::Money::fromCents(100)},
                            {domain::Period::Month, domain::Money::fromNano(123'456'789'012'345'678)}};
        key.allowedProviders = {"openai", "groq"};
        key.rate = {10, 0};
        QVERIFY(m_store->changeGatewayKey(made, key).result());
        open();
        QVERIFY(m_store->current()->gatewayKeys.front() == key);
        key.periodLimits = {{domain::Period::Day, domain::Money{}}};
        QCOMPARE(m_store->changeGatewayKey(made, key).result().error().param, std::string("limit"));
        key.id = "nobody";
        QVERIFY(m_store->changeGatewayKey(key, key).result().error().kind == ErrorKind::NotFound);
    }

    void budgetsAreKept() {
        domain::Budget budget;
        budget.scope = domain::BudgetScope::Provider;
        budget.subject = "openai";
        budget.amount = domain::Money::fromCents(2500);
        budget.blocks = true;
        QVERIFY(m_store->saveBudget(budget).result());
        open();
        QCOMPARE(m_store->current()->budgets.size(), std::size_t{1});
        auto kept = m_store->current()->budgets.front();
        QCOMPARE(kept.subject, std::string("openai"));
        QVERIFY(kept.scope == domain::BudgetScope::Provider && kept.period == domain::Period::Month && kept.blocks);
        QCOMPARE(m_store->saveBudget(budget).result().error().param, std::string("period")); // a second one
        kept.amount = domain::Money::fromCents(1);
        QVERIFY(m_store->saveBudget(kept).result());
        QCOMPARE(m_store->current()->budgets.front().amount.nanoUsd, domain::Money::fromCents(1).nanoUsd);
        QVERIFY(m_store->removeBudget(kept.id).result());
        QVERIFY(m_store->current()->budgets.empty());
        budget.amount = {};
        QCOMPARE(m_store->saveBudget(budget).result().error().param, std::string("amount"));
    }

    void aProjectGoesWithItsKeysAndBudgets() {
        domain::Project project;
        project.name = "gone";
        QVERIFY(m_store->saveProject(project).result());
        const std::string id = m_store->current()->projects.back().id;
        const auto key = m_store->createGatewayKey(id, "k").result()->key;
        domain::Budget budget;
        budget.amount = domain::Money::fromCents(1);
        for (const auto& [scope, subject] :
             {std::pair{domain::BudgetScope::Project, id}, std::pair{domain::BudgetScope::Key, key.id}}) {
            budget.scope = scope;
            budget.subject = subject;
            QVERIFY(m_store->saveBudget(budget).result());
        }
        QVERIFY(m_store->removeProject(id).result());
        QVERIFY(m_store->current()->gatewayKeys.empty());
        QVERIFY(m_store->current()->budgets.empty());
        QCOMPARE(m_store->current()->projects.size(), std::size_t{1});
        // The ledger still speaks of them.
        const std::vector<std::pair<std::string, std::string>> names{{id, "gone"}, {key.id, "k"}};
        QVERIFY(m_store->current()->formerNames == names);
        QCOMPARE(m_store->removeProject("default").result().error().param, std::string("id"));
        QVERIFY(m_store->removeProject(id).result().error().kind == ErrorKind::NotFound);
    }

    void aRolloutIsChangedByWhoSawItLast() {
        const auto seen = m_store->current()->projects.front().rollout;
        auto next = seen;
        next.enabled = true;
        next.percent = 10;
        QVERIFY(m_store->changeRollout("default", seen, next, "started", "10 % to the gateway account").result());
        const auto now = m_store->current()->projects.front().rollout;
        QCOMPARE(now.percent, 10);
        QVERIFY(now.since > UnixTime{});
        next.percent = 50;
        // Another program still shows the state before.
        QVERIFY(m_store->changeRollout("default", seen, next, "percent", "50 %").result().error().kind ==
                ErrorKind::Configuration);
        QVERIFY(m_store->changeRollout("default", now, next, "percent", "50 %").result());
        // The same two arms: what they did counts on, through a rollback too.
        QVERIFY(m_store->current()->projects.front().rollout.since == now.since);
        const auto events = m_store->rolloutEvents("default", 10).result();
        QVERIFY(events);
        QCOMPARE(events->size(), std::size_t{2});
        QCOMPARE(events->front().kind, std::string("percent"));
        QCOMPARE(events->back().detail, std::string("10 % to the gateway account"));
        next.percent = 101;
        QVERIFY(!m_store->changeRollout("default", m_store->current()->projects.front().rollout, next, "percent", "")
                     .result());
        QCOMPARE(m_store->rolloutEvents("default", 10).result()->size(), std::size_t{2});
    }

    // Who saves a project may have seen it before its rollout was rolled back.
    void savingAProjectLeavesItsRollout() {
        auto seen = m_store->current()->projects.front();
        auto next = seen.rollout;
        next.enabled = true;
        next.percent = 50;
        next.candidate.model = "gpt-5";
        QVERIFY(m_store->changeRollout("default", seen.rollout, next, "started", "").result());
        seen = m_store->current()->projects.front();
        auto back = seen.rollout;
        back.percent = 0;
        QVERIFY(m_store->changeRollout("default", seen.rollout, back, "rolled-back-automatically", "").result());
        const auto rolledBack = m_store->current()->projects.front().rollout;
        auto later = seen;
        later.cacheEnabled = true;
        QVERIFY(m_store->changeProject(seen, later).result());
        QVERIFY(m_store->current()->projects.front().cacheEnabled);
        QVERIFY(m_store->current()->projects.front().rollout == rolledBack);
        later.storeBodies = false;
        QVERIFY(m_store->saveProject(later).result());
        QVERIFY(m_store->current()->projects.front().rollout == rolledBack);
        // Nor does a threshold, be it set or taken back.
        next.minRequests = 7;
        QVERIFY(m_store->adjustRollout("default", rolledBack, next).result());
        const auto adjusted = m_store->current()->projects.front().rollout;
        QCOMPARE(adjusted.minRequests, 7);
        QCOMPARE(adjusted.percent, 0);
        QVERIFY(adjusted.since == rolledBack.since);
        QCOMPARE(m_store->rolloutEvents("default", 10).result()->size(), std::size_t{2});
        QVERIFY(!m_store->adjustRollout("default", rolledBack, next).result()); // it was changed meanwhile
    }

    // Both saw the same; neither takes back what the other did.
    void twoWhoChangeAtOnceBothHaveTheirWay() {
        const auto seen = m_store->current()->projects.front();
        auto first = seen, second = seen;
        first.mode = domain::ProjectMode::Credits;
        first.aliases = {{"a", "b"}};
        second.cacheEnabled = true;
        second.aliases = {{"c", "d"}};
        QVERIFY(m_store->changeProject(seen, first).result());
        QVERIFY(m_store->changeProject(seen, second).result());
        auto now = m_store->current()->projects.front();
        QCOMPARE(now.mode, domain::ProjectMode::Credits);
        QVERIFY(now.cacheEnabled);
        QCOMPARE(now.aliases.size(), std::size_t{2});
        // Taken back, it is the first's change that goes.
        QVERIFY(m_store->changeProject(first, seen).result());
        now = m_store->current()->projects.front();
        QCOMPARE(now.mode, seen.mode);
        QVERIFY(now.cacheEnabled);
        QVERIFY(now.aliases == second.aliases);
        QVERIFY(m_store->changeProject({}, second).result().error().kind == ErrorKind::NotFound);

        const auto key = m_store->createGatewayKey("default", "k").result()->key;
        auto one = key, other = key;
        one.periodLimits = {{domain::Period::Month, domain::Money::fromCents(500)}};
        other.periodLimits = {{domain::Period::Day, domain::Money::fromCents(100)}};
        other.name = "renamed";
        QVERIFY(m_store->changeGatewayKey(key, one).result());
        QVERIFY(m_store->changeGatewayKey(key, other).result());
        const auto both = m_store->current()->gatewayKeys.front();
        QCOMPARE(both.name, std::string("renamed"));
        QCOMPARE(both.periodLimits.size(), std::size_t{2});
        QVERIFY(both.periodLimits.front().period == domain::Period::Day);
    }

    // Two connections that write by turns and at once, as two processes would.
    void twoStoresOnOneDatabaseLoseNothing() {
        StorageThread::Options options;
        options.dataDirectory = m_directory->path();
        options.diskReserveBytes = 0;
        const auto otherStorage = *StorageThread::open(options);
        ConfigurationStore other(*otherStorage);
        const auto seen = m_store->current()->projects.front();
        constexpr int kChanges = 40;
        std::vector<QFuture<Result<>>> changes;
        for (int i = 0; i < kChanges; ++i) {
            auto here = seen, there = seen;
            here.aliases = {{"here " + std::to_string(i), "x"}};
            there.aliases = {{"there " + std::to_string(i), "x"}};
            changes.push_back(m_store->changeProject(seen, here));
            changes.push_back(other.changeProject(seen, there));
        }
        for (auto& change : changes)
            QVERIFY2(change.result(), change.result().error().message.c_str());
        QVERIFY(m_store->reload().result());
        QCOMPARE(m_store->current()->projects.front().aliases.size(), std::size_t{2 * kChanges});
        QVERIFY(other.reload().result());
        QVERIFY(*other.current() == *m_store->current());
        // A key that one revoked is not enabled by the other, who has not heard of it.
        const auto key = m_store->createGatewayKey("default", "k").result()->key;
        QVERIFY(other.reload().result());
        QVERIFY(m_store->setGatewayKeyState(key.id, domain::KeyState::Revoked).result());
        QVERIFY(!other.setGatewayKeyState(key.id, domain::KeyState::Active).result());
    }

    void aLockedDatabaseIsSaidAndChangesNothing() {
        m_store.reset();
        m_storage.reset();
        StorageThread::Options options;
        options.dataDirectory = m_directory->path();
        options.diskReserveBytes = 0;
        options.busyTimeoutMs = 100;
        m_storage = *StorageThread::open(options);
        m_store = std::make_unique<ConfigurationStore>(*m_storage);
        storage::Connection other;
        QVERIFY(other.open(m_storage->databasePath(), storage::Access::ReadWrite, 100));
        QVERIFY(storage::execute(other.database(), u"BEGIN IMMEDIATE"_s));
        const auto before = m_store->current();
        auto project = before->projects.front();
        project.cacheEnabled = true;
        const auto refused = m_store->changeProject(before->projects.front(), project).result();
        QVERIFY(!refused && refused.error().kind == ErrorKind::Storage);
        QVERIFY2(refused.error().message.find("another program is using the database") != std::string::npos,
                 refused.error().message.c_str());
        QVERIFY(m_store->current() == before);
        QVERIFY(storage::execute(other.database(), u"ROLLBACK"_s));
        QVERIFY(m_store->changeProject(before->projects.front(), project).result());
        QVERIFY(m_store->current()->projects.front().cacheEnabled);
    }

    void revokedIsFinal() {
        const std::string id = m_store->createGatewayKey("default", "k").result()->key.id;
        QVERIFY(m_store->setGatewayKeyState(id, domain::KeyState::Disabled).result());
        QVERIFY(m_store->setGatewayKeyState(id, domain::KeyState::Active).result());
        QVERIFY(m_store->setGatewayKeyState(id, domain::KeyState::Revoked).result());
        QVERIFY(!m_store->setGatewayKeyState(id, domain::KeyState::Active).result());
        QCOMPARE(m_store->current()->gatewayKeys[0].state, domain::KeyState::Revoked);
        QCOMPARE(m_store->setGatewayKeyState("nobody", domain::KeyState::Active).result().error().kind,
                 ErrorKind::NotFound);
    }

    // One step: where any of its limits is refused, there is no key.
    void refusesKeys() {
        QCOMPARE(m_store->createGatewayKey("nowhere", "k").result().error().kind, ErrorKind::NotFound);
        QCOMPARE(m_store->createGatewayKey("default", "").result().error().param, std::string("name"));
        const auto param = [&](const domain::GatewayKey& wanted) {
            return m_store->createGatewayKey("default", "k", wanted).result().error().param;
        };
        domain::GatewayKey unlimited, expired, noDay;
        unlimited.limit = domain::Money{};
        QCOMPARE(param(unlimited), std::string("limit"));
        expired.expiresAt = UnixTime{};
        QCOMPARE(param(expired), std::string("expiresAt"));
        noDay.periodLimits = {{domain::Period::Day, domain::Money{}}};
        QCOMPARE(param(noDay), std::string("limit"));
        QVERIFY(m_store->current()->gatewayKeys.empty());
    }

    void refusesProviders() {
        const auto param = [&](domain::ProviderSettings settings) {
            return m_store->saveProviderSettings(std::move(settings)).result().error().param;
        };
        QCOMPARE(param({"My Server", true, true, "http://x/v1", "", 0}), std::string("id"));
        QCOMPARE(param({"mine", true, true, "", "", 0}), std::string("baseUrl"));
        QCOMPARE(param({"mine", true, true, "ftp://x", "", 0}), std::string("baseUrl"));
        QCOMPARE(param({"mine", true, true, "http://user:pw@x/v1", "", 0}), std::string("baseUrl"));
        QCOMPARE(param({"openai", false, true, "", "nonsense", 0}), std::string("proxyUrl"));
        QCOMPARE(m_store->removeProviderSettings("openai").result().error().kind, ErrorKind::NotFound);
        domain::ProviderKeyEntry entry{"1", "openai", "work", "", {}, {}, "", {}};
        QVERIFY(m_store->saveProviderKeyEntry(entry).result());
        entry.id = "2";
        QCOMPARE(m_store->saveProviderKeyEntry(entry).result().error().param, std::string("label"));
        QVERIFY(m_store->removeProviderKeyEntry("1").result());
        QVERIFY(m_store->saveProviderKeyEntry(entry).result());
    }

    void keysShowWhatTheySpent() {
        const std::string id = m_store->createGatewayKey("default", "k").result()->key.id;
        std::mt19937 random(5);
        tests::SampleLedger sample;
        sample.keyId = id;
        domain::Money spent;
        UnixTime last{};
        for (int i = 0; i < 50; ++i) {
            auto [record, bodies] =
                tests::sampleRecord(sample, random, UnixTime{Milliseconds{1'790'000'000'000 + (i * 7) % 50}});
            spent += record.cost.total;
            last = std::max(last, record.startedAt);
            QVERIFY(m_storage->sink().record(std::move(record), {}));
        }
        QVERIFY(m_storage->flush().result());
        QVERIFY(m_store->reload().result());
        const domain::GatewayKey& key = m_store->current()->gatewayKeys[0];
        QVERIFY(spent > domain::Money{});
        QCOMPARE(key.spent.nanoUsd, spent.nanoUsd);
        QVERIFY(key.lastUsedAt == last);
    }

    void conversationsAreKept() {
        storage::ConversationStore store(*m_storage);
        for (int i = 0; i < 5; ++i) {
            storage::ConversationHead head{u"c%1"_s.arg(i),  u"Talk 100% no. %1"_s.arg(i),     u"gpt-4o"_s,
                                           domain::Money{i}, UnixTime{Milliseconds{1000 + i}}, i == 1};
            QVERIFY(store.save(head, QByteArray(100'000, static_cast<char>('a' + i))).result());
        }
        const auto all = store.list({}, 4).result();
        QCOMPARE(all->size(), std::size_t{4});
        QCOMPARE((*all)[0].id, u"c1"_s);
        QVERIFY((*all)[0].pinned);
        QCOMPARE((*all)[1].id, u"c4"_s);
        QCOMPARE(store.list(u"100% NO. 3"_s, 10).result()->size(), std::size_t{1});
        QCOMPARE(store.list(u"100_"_s, 10).result()->size(), std::size_t{0});
        QCOMPARE(*store.load(u"c2"_s).result(), QByteArray(100'000, 'c'));
        QVERIFY(store.save({u"c2"_s, u"Renamed"_s, {}, {}, {}, false}, "{}").result());
        QCOMPARE(*store.load(u"c2"_s).result(), QByteArray("{}"));
        QVERIFY(store.remove(u"c2"_s).result());
        QCOMPARE(store.load(u"c2"_s).result().error().kind, ErrorKind::NotFound);
        QCOMPARE(store.remove(u"c2"_s).result().error().kind, ErrorKind::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestConfigurationStore)
#include "tst_configurationstore.moc"
