// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QTest>

#include "app/storage/configurationstore.h"
#include "app/storage/storagethread.h"
#include "ui/pages/projects/presenter.h"
#include "ui/pages/projects/rolloutwords.h"

#include <QTemporaryDir>

using namespace llmg;
using namespace llmg::projects;
using namespace Qt::StringLiterals;
using domain::KeyState;

class TestProjectsPresenter : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<storage::StorageThread> m_storage;
    std::unique_ptr<storage::ConfigurationStore> m_configuration;
    std::unique_ptr<Presenter> m_presenter;
    std::function<void()> m_undo;

    const ViewState& state() const { return m_presenter->state(); }
    KeyState stored(const std::string& id) const {
        for (const auto& key : m_configuration->current()->gatewayKeys) {
            if (key.id == id)
                return key.state;
        }
        return KeyState::Revoked;
    }

    const domain::Project& kept() const { return m_configuration->current()->projects.front(); }
    void createKey(const QString& name, std::optional<domain::Money> limit = {}) {
        KeyDraft draft;
        draft.name = name;
        draft.limit = limit;
        m_presenter->createKey(draft);
    }
    static storage::UsageBucket spentBucket(const std::string& group, std::int64_t centsSpent) {
        storage::UsageBucket bucket;
        bucket.group = group;
        bucket.cost = domain::Money::fromCents(centsSpent);
        bucket.requests = 10;
        bucket.cachedResponses = 4;
        return bucket;
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
        m_presenter = std::make_unique<Presenter>(*m_configuration);
        connect(m_presenter.get(), &Presenter::undoable, this,
                [this](const QString&, const std::function<void()>& undo) { m_undo = undo; });
    }
    void cleanup() {
        m_presenter.reset();
        m_configuration.reset();
        m_storage.reset();
        m_undo = {};
    }

    void beginsWithTheDefaultProject() {
        QCOMPARE(state().projects.size(), std::size_t{1});
        QCOMPARE(state().project.id, std::string("default"));
        QVERIFY(state().keys.empty());
    }

    void offersTheKeptKeyOnlyWhereItIsGood() {
        auto made = m_configuration->createGatewayKey("default", "Default");
        QTRY_VERIFY(made.isFinished());
        const auto key = *made.result();
        QTRY_COMPARE(state().keys.size(), std::size_t{1});
        QVERIFY(state().kept.isEmpty());
        m_presenter->setKeptKey(Secret("llmg_of_another_database"));
        QVERIFY(state().kept.isEmpty());
        m_presenter->setKeptKey(key.secret);
        QVERIFY(state().kept == key.secret);
        m_presenter->disableKey(key.key.id);
        QTRY_VERIFY(state().kept.isEmpty());
    }

    void aNewProjectIsSelected() {
        m_presenter->createProject(u"  Research "_s);
        QTRY_COMPARE(state().projects.size(), std::size_t{2});
        QTRY_COMPARE(state().project.name, std::string("Research"));
        m_presenter->createProject(u"research"_s);
        QTRY_VERIFY(!state().fault(Field::NewProject).isEmpty());
        QCOMPARE(state().projects.size(), std::size_t{2});
        m_presenter->createProject(u"   "_s);
        QVERIFY(state().fault(Field::NewProject).contains(u"name"_s));
        m_presenter->select("default");
        QCOMPARE(state().project.id, std::string("default"));
        QVERIFY(state().faults.empty());
    }

    void changesAreStored() {
        m_presenter->rename(u"Everyday"_s);
        QTRY_COMPARE(state().project.name, std::string("Everyday"));
        m_presenter->setStoreBodies(!state().project.storeBodies);
        const bool bodies = m_configuration->current()->projects.front().storeBodies;
        QTRY_VERIFY(m_configuration->current()->projects.front().storeBodies != bodies ||
                    state().project.storeBodies != bodies);
        m_presenter->setMode(domain::ProjectMode::Credits);
        QTRY_VERIFY(m_configuration->current()->projects.front().mode == domain::ProjectMode::Credits);
        QTRY_VERIFY(state().project.mode == domain::ProjectMode::Credits);
        QTRY_VERIFY(!state().busy);
        QVERIFY(m_undo);
        m_undo();
        QTRY_VERIFY(m_configuration->current()->projects.front().mode != domain::ProjectMode::Credits);
        m_presenter->rename(u""_s);
        QVERIFY(!state().fault(Field::Name).isEmpty());
        QCOMPARE(m_configuration->current()->projects.front().name, std::string("Everyday"));
    }

    void aKeyIsShownOnce() {
        createKey(u"laptop"_s, domain::Money::fromCents(500));
        QTRY_VERIFY(state().fresh.has_value());
        QVERIFY(state().fresh->secret.reveal().starts_with("llmg_"));
        QCOMPARE(state().fresh->name, u"laptop"_s);
        QTRY_COMPARE(state().keys.size(), std::size_t{1});
        QVERIFY(state().keys[0].limit == domain::Money::fromCents(500));
        QCOMPARE(state().projects[0].activeKeys, 1);
        m_presenter->dismissFreshKey();
        QVERIFY(!state().fresh);
        createKey({});
        QTRY_VERIFY(state().fresh.has_value());
        QCOMPARE(state().fresh->name, u"key 2"_s);
        QVERIFY(!state().keys[0].limit || !state().keys[1].limit);
        m_presenter->createProject(u"other"_s);
        QTRY_COMPARE(state().project.name, std::string("other"));
        QVERIFY(!state().fresh);
    }

    void aDisabledKeyCanBeEnabled() {
        createKey(u"a"_s);
        QTRY_COMPARE(state().keys.size(), std::size_t{1});
        const std::string id = state().keys[0].id;
        m_presenter->disableKey(id);
        QTRY_VERIFY(stored(id) == KeyState::Disabled);
        m_undo();
        QTRY_VERIFY(stored(id) == KeyState::Active);
        m_presenter->disableKey(id);
        QTRY_VERIFY(stored(id) == KeyState::Disabled);
        m_presenter->enableKey(id);
        QTRY_VERIFY(stored(id) == KeyState::Active);
    }

    void aRevokedKeyStopsAtOnceAndComesBackWithUndo() {
        createKey(u"a"_s);
        QTRY_COMPARE(state().keys.size(), std::size_t{1});
        const std::string id = state().keys[0].id;
        m_presenter->revokeKey(id);
        QTRY_VERIFY(stored(id) == KeyState::Disabled);
        QTRY_COMPARE(state().leaving.size(), std::size_t{1});
        m_undo();
        QTRY_VERIFY(stored(id) == KeyState::Active);
        QTRY_VERIFY(state().leaving.empty());
    }

    void closingThePageRevokesForGood() {
        createKey(u"a"_s);
        QTRY_COMPARE(state().keys.size(), std::size_t{1});
        const std::string id = state().keys[0].id;
        m_presenter->revokeKey(id);
        m_presenter.reset();
        QTRY_VERIFY(stored(id) == KeyState::Revoked && !m_configuration->current()->gatewayKeys.empty());
    }

    void changesMadeAtOnceDoNotLoseEachOther() {
        m_presenter->rename(u"Everyday"_s);
        m_presenter->setMode(domain::ProjectMode::Credits);
        m_presenter->setCacheEnabled(true);
        m_presenter->setCacheTtl(3600);
        QCOMPARE(state().project.name, std::string("Everyday")); // shown before it is stored
        QVERIFY(state().busy);
        QTRY_VERIFY(!state().busy);
        QCOMPARE(kept().name, std::string("Everyday"));
        QVERIFY(kept().mode == domain::ProjectMode::Credits);
        QVERIFY(kept().cacheEnabled);
        QCOMPARE(kept().cacheTtlSeconds, std::int64_t{3600});
    }

    void closingThePageStoresWhatWaits() {
        m_presenter->rename(u"Everyday"_s);
        m_presenter->setCacheEnabled(true);
        m_presenter->setStoreBodies(false);
        m_presenter.reset();
        QTRY_VERIFY(kept().cacheEnabled && !kept().storeBodies && kept().name == "Everyday");
    }

    void undoTakesBackTheLastChangesOneByOneAndNothingElse() {
        m_presenter->setCacheEnabled(true);
        m_presenter->rename(u"Everyday"_s);
        m_presenter->setStoreBodies(false);
        QTRY_VERIFY(!state().busy);
        QVERIFY(m_presenter->undo());
        QTRY_VERIFY(kept().storeBodies);
        QCOMPARE(kept().name, std::string("Everyday"));
        QVERIFY(m_presenter->undo());
        QTRY_VERIFY(kept().name != "Everyday");
        QVERIFY(kept().cacheEnabled);
        QVERIFY(m_presenter->undo());
        QTRY_VERIFY(!kept().cacheEnabled);
        QVERIFY(!m_presenter->undo());
    }

    void aRefusalIsShownAtItsFieldAndGoesWithTheNextChange() {
        m_presenter->setCacheTtl(1);
        QTRY_VERIFY(state().fault(Field::Cache).contains(u"10 seconds"_s));
        QCOMPARE(state().project.cacheTtlSeconds, kept().cacheTtlSeconds);
        QVERIFY(!m_undo);
        m_presenter->setCacheTtl(10);
        QTRY_COMPARE(kept().cacheTtlSeconds, std::int64_t{10});
        QVERIFY(state().faults.empty());
    }

    void aliases() {
        m_presenter->setAliases({{u"fast"_s, u" gpt-4o-mini "_s}, {u""_s, u""_s}});
        QTRY_COMPARE(kept().aliases.size(), std::size_t{1});
        QCOMPARE(kept().aliases[0].second, std::string("gpt-4o-mini"));
        m_presenter->setAliases({{u"fast"_s, u""_s}});
        QVERIFY(state().fault(Field::Aliases).contains(u"both"_s));
        m_presenter->setAliases({{u"a"_s, u"b"_s}, {u"a"_s, u"c"_s}});
        QVERIFY(state().fault(Field::Aliases).contains(u"already"_s));
        QCOMPARE(kept().aliases.size(), std::size_t{1});
        m_presenter->setAliases({});
        QTRY_VERIFY(kept().aliases.empty());
        QVERIFY(state().faults.empty());
    }

    void aProjectIsDeletedOnlyByItsName() {
        m_presenter->createProject(u"Research"_s);
        QTRY_COMPARE(state().project.name, std::string("Research"));
        m_presenter->removeProject(u"research"_s);
        QVERIFY(!state().fault(Field::Removal).isEmpty());
        m_presenter->removeProject(u"Research"_s);
        QTRY_COMPARE(state().projects.size(), std::size_t{1});
        QCOMPARE(state().project.id, std::string("default"));
        m_presenter->removeProject(QString::fromStdString(state().project.name));
        QTRY_VERIFY(state().fault(Field::Removal).contains(u"default"_s));
    }

    void aNewKeyHasAllItsLimitsBeforeItIsShown() {
        KeyDraft draft;
        draft.name = u"ci"_s;
        draft.expiry = u"2999-12-31"_s;
        draft.periodLimits = {{domain::Period::Day, domain::Money::fromCents(100)}};
        draft.rate = {60, 0};
        draft.allowedModels = {"gpt-4o"};
        draft.allowedProviders = {"openai"};
        m_presenter->createKey(draft);
        QTRY_VERIFY(state().fresh.has_value());
        const domain::GatewayKey& key = m_configuration->current()->gatewayKeys.front();
        QVERIFY(key.expiresAt.has_value());
        QCOMPARE(key.periodLimits.size(), std::size_t{1});
        QCOMPARE(key.rate.requestsPerMinute, std::int64_t{60});
        QCOMPARE(key.allowedModels.size(), std::size_t{1});
        QCOMPARE(key.allowedProviders.size(), std::size_t{1});
    }

    void badDaysAreRefused_data() {
        QTest::addColumn<QString>("day");
        QTest::newRow("no day") << u"soon"_s;
        QTest::newRow("no such day") << u"2027-02-30"_s;
        QTest::newRow("over") << u"2001-01-01"_s;
    }
    void badDaysAreRefused() {
        QFETCH(QString, day);
        KeyDraft draft;
        draft.expiry = day;
        m_presenter->createKey(draft);
        QVERIFY(!state().fault(Field::Expiry).isEmpty());
        QVERIFY(m_configuration->current()->gatewayKeys.empty());
    }

    void aKeyIsChangedAndChangedBack() {
        createKey(u"a"_s);
        QTRY_COMPARE(state().keys.size(), std::size_t{1});
        domain::GatewayKey key = state().keys[0];
        key.name = "b";
        key.rate.tokensPerMinute = 1000;
        m_presenter->saveKey(state().keys[0], key);
        QTRY_COMPARE(state().keys[0].name, std::string("b"));
        QTRY_VERIFY(!state().busy);
        m_presenter->setKeyExpiry(key.id, u"2999-01-01"_s);
        QTRY_VERIFY(state().keys[0].expiresAt.has_value());
        QTRY_VERIFY(!state().busy);
        QVERIFY(m_presenter->undo());
        QTRY_VERIFY(!state().keys[0].expiresAt.has_value());
        QVERIFY(m_presenter->undo());
        QTRY_COMPARE(state().keys[0].name, std::string("a"));
        QCOMPARE(state().keys[0].rate.tokensPerMinute, std::int64_t{0});
    }

    void budgetsComeWithWhatIsSpent() {
        Sources sources;
        sources.usage = [](const storage::UsageQuery& query) {
            std::vector<storage::UsageBucket> buckets;
            if (query.group == storage::GroupBy::Project)
                buckets.push_back(spentBucket("default", 900));
            return QtFuture::makeReadyFuture(Result<std::vector<storage::UsageBucket>>(buckets));
        };
        m_presenter = std::make_unique<Presenter>(*m_configuration, sources);
        connect(m_presenter.get(), &Presenter::undoable, this,
                [this](const QString&, const std::function<void()>& undo) { m_undo = undo; });
        QVERIFY(!state().spentKnown);
        domain::Budget budget;
        budget.subject = "default";
        budget.amount = domain::Money::fromCents(1000);
        m_presenter->saveBudget(budget);
        QTRY_COMPARE(state().budgets.size(), std::size_t{1});
        m_presenter->setShown(true);
        QTRY_VERIFY(state().spentKnown);
        QTRY_COMPARE(state().budgets[0].share, 0.9);
        QTRY_VERIFY(state().projects[0].spent == domain::Money::fromCents(900));
        QTRY_COMPARE(state().cache.hits, std::int64_t{4});
        const domain::Budget kept = state().budgets[0].budget;
        domain::Budget stricter = kept;
        stricter.blocks = true;
        m_presenter->saveBudget(stricter);
        QTRY_VERIFY(state().budgets[0].budget.blocks);
        QTRY_VERIFY(!state().busy);
        m_presenter->removeBudget(kept.id);
        QTRY_VERIFY(state().budgets.empty());
        QTRY_VERIFY(!state().busy);
        QVERIFY(m_presenter->undo());
        QTRY_COMPARE(state().budgets.size(), std::size_t{1});
        QVERIFY(m_presenter->undo());
        QTRY_VERIFY(!state().budgets[0].budget.blocks);
        QVERIFY(m_presenter->undo());
        QTRY_VERIFY(state().budgets.empty());
    }

    void aSecondBudgetOfTheSamePeriodTakesTheFirstOnesPlace() {
        domain::Budget budget;
        budget.subject = "default";
        budget.amount = domain::Money::fromCents(1000);
        m_presenter->saveBudget(budget);
        QTRY_VERIFY(!state().busy);
        budget.amount = domain::Money::fromCents(2000);
        budget.blocks = true;
        m_presenter->saveBudget(budget);
        QTRY_VERIFY(!state().busy);
        QVERIFY(state().fault(Field::Budget).isEmpty());
        QCOMPARE(state().budgets.size(), std::size_t{1});
        QVERIFY(state().budgets[0].budget.amount == domain::Money::fromCents(2000));
        QVERIFY(m_presenter->undo());
        QTRY_VERIFY(state().budgets[0].budget.amount == domain::Money::fromCents(1000));
        QVERIFY(!state().budgets[0].budget.blocks);
        budget.period = domain::Period::Day;
        m_presenter->saveBudget(budget);
        QTRY_COMPARE(state().budgets.size(), std::size_t{2});
    }

    void budgetsOfProvidersAreThereForEveryProject() {
        Sources sources;
        sources.usage = [](const storage::UsageQuery& query) {
            std::vector<storage::UsageBucket> buckets;
            if (query.group == storage::GroupBy::Provider)
                buckets.push_back(spentBucket("openai", 250));
            return QtFuture::makeReadyFuture(Result<std::vector<storage::UsageBucket>>(buckets));
        };
        sources.catalog = catalog::Catalog::builtIn();
        m_presenter = std::make_unique<Presenter>(*m_configuration, sources);
        domain::Budget budget;
        budget.scope = domain::BudgetScope::Provider;
        budget.subject = "openai";
        budget.amount = domain::Money::fromCents(500);
        m_presenter->saveBudget(budget);
        QTRY_COMPARE(state().providerBudgets.size(), std::size_t{1});
        m_presenter->setShown(true);
        QTRY_COMPARE(state().providerBudgets[0].share, 0.5);
        QCOMPARE(state().providerBudgets[0].subject, u"OpenAI"_s);
        QVERIFY(state().budgets.empty());
        budget.amount = {};
        m_presenter->saveBudget(budget);
        QTRY_VERIFY(!state().fault(Field::ProviderBudget).isEmpty());
    }

    void aKeyIsShownAsTheGatewayJudgesIt() {
        Sources sources;
        UnixTime until;
        sources.keyStanding = [&until](const domain::GatewayKey& key) -> policy::KeyStanding {
            if (key.periodLimits.empty())
                return {};
            return {policy::KeyStandingState::LimitReached, key.periodLimits[0], until};
        };
        m_presenter = std::make_unique<Presenter>(*m_configuration, sources);
        until = m_presenter->now() + Milliseconds{100'000};
        KeyDraft draft;
        draft.periodLimits = {{domain::Period::Day, domain::Money::fromCents(50)}};
        m_presenter->createKey(draft);
        QTRY_COMPARE(state().keys.size(), std::size_t{1});
        const policy::KeyStanding& standing = state().standings.at(state().keys[0].id);
        QVERIFY(standing.state == policy::KeyStandingState::LimitReached && standing.until == until);
    }

    void aKeyOfWhichNothingIsKnownButWhatIsStored() {
        createKey(u"a"_s);
        QTRY_COMPARE(state().keys.size(), std::size_t{1});
        QVERIFY(state().standings.at(state().keys[0].id).state == policy::KeyStandingState::Active);
        m_presenter->disableKey(state().keys[0].id);
        QTRY_VERIFY(state().standings.at(state().keys[0].id).state == policy::KeyStandingState::Disabled);
    }

    void unknownModelsAreNamedWithTheNearest_data() {
        QTest::addColumn<QStringList>("models");
        QTest::addColumn<QString>("words");
        QTest::newRow("none") << QStringList{} << QString();
        QTest::newRow("known") << QStringList{u"gpt-4o"_s, u"auto"_s} << QString();
        QTest::newRow("of a provider that is known") << QStringList{u"openai/a-new-one"_s} << QString();
        QTest::newRow("of an own server") << QStringList{u"my-llama"_s} << QString();
        QTest::newRow("mistyped") << QStringList{u"gpt-4o"_s, u"gpt-4oo"_s}
                                  << u"No model is known as “gpt-4oo”; the nearest is gpt-4o."_s;
        QTest::newRow("of a provider that is not known")
            << QStringList{u"nobody/gpt-4o"_s} << u"No model is known as “nobody/gpt-4o”; the nearest is "_s;
    }
    void unknownModelsAreNamedWithTheNearest() {
        QFETCH(QStringList, models);
        QFETCH(QString, words);
        Sources sources;
        sources.catalog = catalog::Catalog::builtIn();
        sources.isServerModel = [](const std::string& model) { return model == "my-llama"; };
        m_presenter = std::make_unique<Presenter>(*m_configuration, sources);
        const QString said = m_presenter->unknownModels(models);
        QVERIFY2(words.isEmpty() ? said.isEmpty() : said.startsWith(words), qPrintable(said));
    }

    void onlyWhatWasChangedOfAKeyIsWritten() {
        createKey(u"a"_s);
        QTRY_COMPARE(state().keys.size(), std::size_t{1});
        const domain::GatewayKey seen = state().keys[0];
        domain::GatewayKey limited = seen;
        limited.limit = domain::Money::fromNano(5'000'000); // another program, meanwhile
        m_presenter->saveKey(seen, limited);
        domain::GatewayKey renamed = seen;
        renamed.name = "b";
        m_presenter->saveKey(seen, renamed);
        QTRY_VERIFY(!state().busy);
        QCOMPARE(state().keys[0].name, std::string("b"));
        QVERIFY(state().keys[0].limit == domain::Money::fromNano(5'000'000));
        renamed.name = "  ";
        m_presenter->saveKey(seen, renamed);
        QVERIFY(!state().fault(Field::KeyName).isEmpty());
        m_presenter->forgive(Field::KeyName);
        QVERIFY(state().faults.empty());
    }

    void aRolloutIsStartedRaisedAndRolledBackAndWrittenDown() {
        domain::Rollout rollout = state().project.rollout;
        rollout.percent = 10;
        m_presenter->setRollout(rollout); // not running: nothing to write down
        QTRY_COMPARE(kept().rollout.percent, 10);
        QTRY_VERIFY(!state().busy);
        rollout = state().project.rollout;
        rollout.enabled = true;
        m_presenter->setRollout(rollout);
        rollout.percent = 25;
        m_presenter->setRollout(rollout);
        QTRY_VERIFY(!state().busy);
        QTRY_COMPARE(state().events.size(), std::size_t{2});
        const UnixTime since = kept().rollout.since;
        rollout = state().project.rollout;
        rollout.maxErrorRatePerMille = 10;
        m_presenter->setRollout(rollout); // a threshold: the figures stand
        QTRY_COMPARE(kept().rollout.maxErrorRatePerMille, 10);
        QVERIFY(kept().rollout.since == since);
        QTRY_VERIFY(!state().busy);
        m_presenter->rollBack();
        QTRY_COMPARE(kept().rollout.percent, 0);
        QTRY_VERIFY(!state().events.empty() && state().events.front().kind == "rolled-back");
        QTRY_VERIFY(!state().busy);
        QVERIFY(m_presenter->undo());
        QTRY_COMPARE(kept().rollout.percent, 25);
    }

    void armsThatAreTheSameAreRefused() {
        domain::Rollout rollout = state().project.rollout;
        rollout.candidate = rollout.control;
        rollout.enabled = true;
        m_presenter->setRollout(rollout);
        QTRY_VERIFY(state().fault(Field::Rollout).contains(u"differ"_s));
        QVERIFY(!state().project.rollout.enabled);
    }

    void eventsOfARolloutAreInWords_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("detail");
        QTest::addColumn<QString>("words");
        QTest::newRow("started here") << u"started"_s << u"10 % to gateway account"_s << u"at 10 %"_s;
        QTest::newRow("started by command") << u"started"_s << u"at 10 %"_s << u"at 10 %"_s;
        QTest::newRow("share here") << u"percent"_s << u"from 25 % to 50 %"_s << u"25 % → 50 %"_s;
        QTest::newRow("share by command") << u"percent"_s << u"percent=50"_s << u"10 % → 50 %"_s;
        QTest::newRow("back here") << u"rolled-back"_s << u"from 50 % to 0 %, by hand"_s << u"50 % → 0 %"_s;
        QTest::newRow("automatically") << u"rolled-back-automatically"_s << u"80.0 % of 10 requests failed"_s
                                       << u"80.0 % of 10 requests failed"_s;
        QTest::newRow("undone") << u"percent"_s << u"undone: back to 25 %"_s << u"10 % → 25 %"_s;
        QTest::newRow("arms by command")
            << u"arms"_s
            << u"control.mode=api-keys, candidate.model=gpt-4o-mini, candidate.name=mini, percent=25, min-requests=500"_s
            << u"control own keys · candidate model gpt-4o-mini · candidate called “mini” · 25 % · judged after 500 requests"_s;
        QTest::newRow("arms here") << u"arms"_s << u"direct against mini"_s << u"direct against mini"_s;
    }
    void eventsOfARolloutAreInWords() {
        QFETCH(QString, kind);
        QFETCH(QString, detail);
        domain::RolloutEvent event, before;
        event.kind = kind.toStdString();
        event.detail = detail.toStdString();
        before.kind = "started";
        before.detail = "at 10 %";
        QTEST(eventDetail({event, before}, 0), "words");
    }

    void anArmIsCalledWhatItIs_data() {
        QTest::addColumn<QStringList>("arm"); // name, mode, provider, model
        QTest::addColumn<QString>("words");
        QTest::newRow("the control at first") << QStringList{u"direct"_s, u"api-keys"_s, {}, {}} << u"direct"_s;
        QTest::newRow("the candidate at first")
            << QStringList{u"gateway account"_s, u"credits"_s, {}, {}} << u"gateway account"_s;
        QTest::newRow("another model under the first name")
            << QStringList{u"gateway account"_s, u"api-keys"_s, {}, u"gpt-4o-mini"_s} << u"gpt-4o-mini"_s;
        QTest::newRow("model and provider") << QStringList{{}, {}, u"openai"_s, u"gpt-4o"_s} << u"gpt-4o at openai"_s;
        QTest::newRow("nothing set") << QStringList{{}, {}, {}, {}} << u"as the project says"_s;
        QTest::newRow("a name of its own") << QStringList{u"mini"_s, u"credits"_s, {}, u"gpt-4o"_s} << u"mini"_s;
    }
    void anArmIsCalledWhatItIs() {
        QFETCH(QStringList, arm);
        QTEST(armName({arm[0].toStdString(), arm[1].toStdString(), arm[2].toStdString(), arm[3].toStdString()}),
              "words");
    }

    void snippetsCarryAddressAndKey() {
        for (int language = 0; language < 3; ++language) {
            const QString code = Presenter::snippet(language, u"http://127.0.0.1:4010/v1"_s, u"llmg_KEY"_s);
            QVERIFY(code.contains(u"http://127.0.0.1:4010/v1"_s) && code.contains(u"llmg_KEY"_s) &&
                    code.contains(u"sandbox/echo"_s));
            QVERIFY(Presenter::snippet(language, {}, u"k"_s).contains(u"http://127.0.0.1:4001/v1"_s));
        }
    }
};

QTEST_GUILESS_MAIN(TestProjectsPresenter)
#include "tst_projectspresenter.moc"
