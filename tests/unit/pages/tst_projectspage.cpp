// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/configurationstore.h"
#include "app/storage/storagethread.h"
#include "ui/pages/projects/intervalplot.h"
#include "ui/pages/projects/presenter.h"
#include "ui/pages/projects/projectspage.h"
#include "ui/theme/appearance.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/numberfield.h"
#include "ui/widgets/plaintable.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

using namespace llmg;
using namespace llmg::projects;
using namespace Qt::StringLiterals;
using domain::Money;

/// What a person types into the page, and what is stored of it.
class TestProjectsPage : public QObject {
    Q_OBJECT

    std::unique_ptr<theme::Appearance> m_appearance;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<storage::StorageThread> m_storage;
    std::unique_ptr<storage::ConfigurationStore> m_configuration;
    std::unique_ptr<ProjectsPage> m_page;
    Presenter* m_presenter = nullptr;

    const ViewState& state() const { return m_presenter->state(); }
    const policy::Configuration& stored() const { return *m_configuration->current(); }
    template <class T>
    T* child(const QString& name) const {
        T* found = m_page->findChild<T*>(name);
        if (!found)
            qFatal("no %s", qPrintable(name));
        return found;
    }
    bool isShown(const QString& name) const { return child<QWidget>(name)->isVisibleTo(m_page.get()); }
    void type(const QString& name, const QString& text) const {
        auto* field = child<QLineEdit>(name);
        field->setFocus();
        field->selectAll();
        QTest::keyClick(field, Qt::Key_Delete);
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
        field->clearFocus();
    }
    void click(const QString& name) const { child<QAbstractButton>(name)->click(); }
    void settle() const { QTRY_VERIFY(!state().busy); }
    void open(const char* section) const { m_page->open({{u"section"_s, QString::fromLatin1(section)}}); }
    /// A key, its form open.
    void editKey(const KeyDraft& draft) const {
        m_presenter->createKey(draft);
        QTRY_VERIFY(state().fresh.has_value());
        m_presenter->dismissFreshKey();
        open("keys");
        child<widgets::PlainTable>(u"keysTable"_s)->selectRow(0);
        click(u"keyEdit"_s);
    }

  private Q_SLOTS:
    void initTestCase() { m_appearance = std::make_unique<theme::Appearance>(theme::Choice::Light, 100); }
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        storage::StorageThread::Options options;
        options.dataDirectory = m_directory->path();
        auto opened = storage::StorageThread::open(options);
        QVERIFY(opened.has_value());
        m_storage = std::move(*opened);
        m_configuration = std::make_unique<storage::ConfigurationStore>(*m_storage);
        Sources sources;
        sources.catalog = catalog::Catalog::builtIn();
        m_presenter = new Presenter(*m_configuration, sources);
        m_page = std::make_unique<ProjectsPage>(m_presenter);
        m_page->resize(1084, 760);
        m_page->show();
    }
    void cleanup() {
        m_page.reset();
        m_configuration.reset();
        m_storage.reset();
    }
    void cleanupTestCase() { m_appearance.reset(); }

    void editingAKeysNameLeavesItsLimits() {
        KeyDraft draft;
        draft.name = u"subcent"_s;
        draft.limit = Money::fromNano(5'000'000);
        draft.periodLimits = {{domain::Period::Day, Money::fromNano(20'000'000'000'000'000)}};
        editKey(draft);
        QCOMPARE(child<QLineEdit>(u"keyLimit-lifetime"_s)->text(), u"$0.005"_s);
        QCOMPARE(child<QLineEdit>(u"keyLimit-day"_s)->text(), u"$20,000,000.00"_s);
        type(u"keyName"_s, u"under a cent"_s);
        settle();
        QCOMPARE(stored().gatewayKeys[0].name, std::string("under a cent"));
        QVERIFY(stored().gatewayKeys[0].limit == draft.limit);
        QVERIFY(stored().gatewayKeys[0].periodLimits == draft.periodLimits);
        type(u"keyLimit-lifetime"_s, {});
        settle();
        QVERIFY(!stored().gatewayKeys[0].limit);
        QVERIFY(stored().gatewayKeys[0].periodLimits == draft.periodLimits);
    }

    void aRefusedLimitIsNeverStored_data() {
        QTest::addColumn<QString>("typed");
        for (const char* text : {"-5", "1,5", "1e3", "0", "x", "99999999999"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void aRefusedLimitIsNeverStored() {
        QFETCH(QString, typed);
        KeyDraft draft;
        draft.limit = Money::fromCents(2500);
        editKey(draft);
        type(u"keyLimit-lifetime"_s, typed);
        settle();
        QVERIFY(stored().gatewayKeys[0].limit == draft.limit);
        QCOMPARE(child<QLineEdit>(u"keyLimit-lifetime"_s)->text(), typed);
        QVERIFY(isShown(u"keyLimit-lifetimeFault"_s));
        click(u"keyFormClose"_s);
        click(u"keyNew"_s);
        QCOMPARE(child<QLineEdit>(u"keyLimit-lifetime"_s)->text(), QString());
        QVERIFY(!isShown(u"keyLimit-lifetimeFault"_s));
        type(u"keyLimit-lifetime"_s, typed);
        click(u"keyCreate"_s);
        settle();
        QCOMPARE(stored().gatewayKeys.size(), std::size_t{1});
    }

    void aRefusedBudgetIsNeverAdded_data() { aRefusedLimitIsNeverStored_data(); }
    void aRefusedBudgetIsNeverAdded() {
        QFETCH(QString, typed);
        open("limits");
        type(u"budgetAmount"_s, typed);
        click(u"budgetAdd"_s);
        settle();
        QVERIFY(stored().budgets.empty());
        QVERIFY(isShown(u"budgetAmountFault"_s));
        type(u"budgetAmount"_s, u"1,234.56"_s); // Enter adds it
        settle();
        QVERIFY(!isShown(u"budgetAmountFault"_s));
        QCOMPARE(stored().budgets.size(), std::size_t{1});
        QVERIFY(stored().budgets[0].amount == Money::fromCents(123'456));
    }

    void aLargeBudgetStaysAsItIsUntilItIsEdited() {
        domain::Budget budget;
        budget.subject = "default";
        budget.amount = Money::fromCents(500'000'000);
        m_presenter->saveBudget(budget);
        settle();
        open("limits");
        const QString name = u"budgetAmount-"_s + QString::fromStdString(state().budgets[0].budget.id);
        QCOMPARE(child<QLineEdit>(name)->text(), u"$5,000,000.00"_s);
        auto* field = child<QLineEdit>(name);
        field->setFocus();
        QTest::keyClick(field, Qt::Key_Return);
        field->clearFocus();
        settle();
        QVERIFY(stored().budgets[0].amount == budget.amount);
        type(name, u"6M"_s);
        settle();
        QVERIFY(stored().budgets[0].amount == Money::fromCents(600'000'000));
    }

    void aProvidersBudgetIsMadeHere() {
        open("limits");
        auto* provider = child<QComboBox>(u"providerBudgetSubject"_s);
        provider->setCurrentIndex(provider->findText(u"OpenAI"_s));
        type(u"providerBudgetAmount"_s, u"12.5"_s);
        settle();
        QCOMPARE(stored().budgets.size(), std::size_t{1});
        QVERIFY(stored().budgets[0].scope == domain::BudgetScope::Provider);
        QCOMPARE(stored().budgets[0].subject, std::string("openai"));
        click(u"budgetRemove-"_s + QString::fromStdString(stored().budgets[0].id));
        settle();
        QVERIFY(stored().budgets.empty());
    }

    void aRateIsEmptyForNone() {
        open("limits");
        type(u"projectRequests"_s, u"60"_s);
        settle();
        QCOMPARE(stored().projects[0].rate.requestsPerMinute, std::int64_t{60});
        type(u"projectRequests"_s, u"-1"_s);
        settle();
        QCOMPARE(stored().projects[0].rate.requestsPerMinute, std::int64_t{60});
        type(u"projectRequests"_s, {});
        settle();
        QVERIFY(!stored().projects[0].rate.isSet());
    }

    void aNameThatIsTakenStaysBesideTheReason() {
        m_presenter->createProject(u"Research"_s);
        settle();
        type(u"projectNewName"_s, u"research"_s);
        settle();
        QVERIFY(isShown(u"projectNewFault"_s));
        QCOMPARE(child<QLineEdit>(u"projectNewName"_s)->text(), u"research"_s);
        QTest::keyClicks(child<QLineEdit>(u"projectNewName"_s), u"2"_s);
        QVERIFY(!isShown(u"projectNewFault"_s));
        QTest::keyClick(child<QLineEdit>(u"projectNewName"_s), Qt::Key_Return);
        settle();
        QCOMPARE(child<QLineEdit>(u"projectNewName"_s)->text(), QString());
        QCOMPARE(stored().projects.size(), std::size_t{3});
        open("general");
        type(u"projectName"_s, u"Research"_s);
        settle();
        QVERIFY(!state().fault(Field::Name).isEmpty());
        QCOMPARE(child<QLineEdit>(u"projectName"_s)->text(), u"Research"_s);
        m_presenter->select("default");
        QVERIFY(state().faults.empty());
        QCOMPARE(child<QLineEdit>(u"projectName"_s)->text(), QString::fromStdString(state().project.name));
    }

    void aDayThatIsRefusedStaysBesideTheReason() {
        editKey({});
        type(u"keyExpiry"_s, u"soon"_s);
        settle();
        QCOMPARE(child<QLineEdit>(u"keyExpiry"_s)->text(), u"soon"_s);
        QVERIFY(!state().fault(Field::Expiry).isEmpty());
        type(u"keyExpiry"_s, u"2999-01-01"_s);
        settle();
        QVERIFY(state().fault(Field::Expiry).isEmpty());
        type(u"keyExpiry"_s, u"2001-01-01"_s);
        settle();
        QVERIFY(!state().fault(Field::Expiry).isEmpty());
        click(u"keyEdit"_s); // as choosing another one does
        QVERIFY(state().fault(Field::Expiry).isEmpty());
        QCOMPARE(child<QLineEdit>(u"keyExpiry"_s)->text(), u"2999-01-01"_s);
    }

    void aLifetimeThatIsRefusedStaysBesideTheReason() {
        open("cache");
        child<QComboBox>(u"cacheUnit"_s)->setCurrentIndex(0);
        type(u"cacheLifetime"_s, u"5"_s);
        settle();
        QVERIFY(!state().fault(Field::Cache).isEmpty());
        QCOMPARE(child<QLineEdit>(u"cacheLifetime"_s)->text(), u"5"_s);
        type(u"cacheLifetime"_s, u"50"_s);
        settle();
        QVERIFY(state().fault(Field::Cache).isEmpty());
        QCOMPARE(stored().projects[0].cacheTtlSeconds, std::int64_t{50});
    }

    void tabGoesFromTheListToTheTabsToTheirContent() {
        m_presenter->setAliases({{u"fast"_s, u"gpt-4o"_s}});
        settle();
        for (const char* section : {"general", "limits", "rollout"}) {
            open(section);
            QStringList order;
            QWidget* const list = child<QWidget>(u"projectsList"_s);
            for (QWidget* each = list; order.size() < 5000; each = each->nextInFocusChain()) {
                if (!order.isEmpty() && each == list)
                    break;
                const auto* radio = qobject_cast<QAbstractButton*>(each);
                const bool tab = radio && each->parentWidget()->objectName() == u"projectSections"_s;
                if (each == list || tab ||
                    (each->isVisibleTo(m_page.get()) && (each->focusPolicy() & Qt::TabFocus) &&
                     child<QWidget>(u"projectSection-"_s + QString::fromLatin1(section))->isAncestorOf(each)))
                    order.append(each == list ? u"list"_s : tab ? u"tab"_s : u"content"_s);
            }
            order.removeDuplicates();
            QCOMPARE(order, (QStringList{u"list"_s, u"tab"_s, u"content"_s}));
        }
    }

    void fieldsOfANewBudgetComeAfterThoseThatAreThere() {
        domain::Budget budget;
        budget.subject = "default";
        budget.amount = Money::fromCents(100);
        m_presenter->saveBudget(budget);
        budget.period = domain::Period::Day;
        m_presenter->saveBudget(budget);
        settle();
        open("limits");
        QStringList order;
        QWidget* each = child<QWidget>(u"projectsList"_s);
        for (int i = 0; i < 10000 && order.size() < 8; ++i, each = each->nextInFocusChain()) {
            if (each->objectName().startsWith(u"budget"_s) && (each->focusPolicy() & Qt::TabFocus))
                order.append(each->objectName().section(u'-', 0, 0));
        }
        QCOMPARE(order, (QStringList{u"budgetAmount"_s, u"budgetEffect"_s, u"budgetRemove"_s, u"budgetAmount"_s,
                                     u"budgetEffect"_s, u"budgetRemove"_s, u"budgetSubject"_s, u"budgetAmount"_s}));
    }

    void aSmallWindowScrollsToWhatIsAtTheRight() {
        m_page->resize(500, 420);
        for (const char* section : {"general", "keys", "routing", "cache", "limits", "rollout"}) {
            open(section);
            QCoreApplication::processEvents();
            auto* whole = child<QScrollArea>(u"projectsScroll"_s);
            auto* part = child<QScrollArea>(u"projectSection-"_s + QString::fromLatin1(section));
            QVERIFY(whole->horizontalScrollBar()->maximum() > 0);
            const int cut = part->widget()->minimumSizeHint().width() - part->viewport()->width();
            QVERIFY2(cut <= 0 || part->horizontalScrollBar()->maximum() >= cut, section);
        }
    }

    void aRolledBackRolloutSaysWhyAndWhen() {
        domain::Rollout rollout = state().project.rollout;
        rollout.enabled = true;
        rollout.percent = 50;
        m_presenter->setRollout(rollout);
        settle();
        domain::Rollout back = state().project.rollout;
        back.percent = 0;
        auto done = m_configuration->changeRollout("default", state().project.rollout, back,
                                                   "rolled-back-automatically", "80.0 % of 10 requests failed");
        QTRY_VERIFY(done.isFinished());
        open("rollout");
        QTRY_VERIFY(isShown(u"rolloutNotice"_s));
        const QString words = child<QLabel>(u"rolloutNotice"_s)->text();
        QVERIFY2(words.contains(u"80.0 % of 10 requests failed."_s) && words.contains(u"the control, direct"_s),
                 qPrintable(words));
        click(u"rolloutToggle"_s);
        settle();
        QTRY_VERIFY(!isShown(u"rolloutNotice"_s));
    }

    void theCandidatesNameFollowsWhatItIsUntilItIsGivenOne() {
        open("rollout");
        auto* mode = child<QComboBox>(u"rolloutToMode"_s);
        mode->setCurrentIndex(mode->findData(u"api-keys"_s));
        Q_EMIT mode->activated(mode->currentIndex());
        settle();
        QCOMPARE(stored().projects[0].rollout.candidate.name, std::string("direct"));
        QVERIFY(isShown(u"rolloutSame"_s)); // the control is that, too
        auto* model = child<QLineEdit>(u"rolloutToModel"_s);
        model->setText(u"gpt-4oo"_s);
        QTest::keyClick(model, Qt::Key_Return);
        settle();
        QCOMPARE(stored().projects[0].rollout.candidate.name, std::string("gpt-4oo"));
        QVERIFY(!isShown(u"rolloutSame"_s));
        QVERIFY(isShown(u"rolloutToModelWarning"_s));
        type(u"rolloutToName"_s, u"the small one"_s);
        settle();
        model->setText(u"gpt-4o-mini"_s);
        QTest::keyClick(model, Qt::Key_Return);
        settle();
        QCOMPARE(stored().projects[0].rollout.candidate.name, std::string("the small one"));
        QVERIFY(!isShown(u"rolloutToModelWarning"_s));
    }

    void figuresOfAPlotAreNeverCut() {
        IntervalPlot plot(u"Cost"_s);
        plot.setIntervals({{u"Candidate: a model with a long name, at a provider with a long name"_s, true, 1, 0, 2,
                            u"$0.002766 ($0.002166 – $0.003365) and more"_s}});
        QVERIFY(plot.minimumSizeHint().width() > plot.wordsWidth());
        QVERIFY(plot.wordsWidth() >= QFontMetrics(theme::font(theme::TextStyle::Body))
                                         .horizontalAdvance(u"$0.002766 ($0.002166 – $0.003365) and more"_s));
    }

    void clearingTheCacheAsksByTheProjectsName() {
        Sources sources;
        int cleared = 0;
        sources.clearCache = [&cleared](const std::string&) {
            ++cleared;
            return QtFuture::makeReadyFuture(Result<>{});
        };
        sources.cacheAmount = [](const std::string&) {
            return QtFuture::makeReadyFuture(Result<CacheAmount>(CacheAmount{124, 5600}));
        };
        m_presenter = new Presenter(*m_configuration, sources);
        m_page = std::make_unique<ProjectsPage>(m_presenter);
        m_page->show();
        m_presenter->rename(u"Web app"_s);
        settle();
        open("cache");
        QTRY_VERIFY(state().cacheAmount.has_value());
        click(u"cacheClear"_s);
        QVERIFY(isShown(u"cacheAsk"_s));
        QVERIFY(child<QLabel>(u"cacheAsk"_s)->text().contains(u"124 kept answers of “Web app”"_s));
        click(u"cacheKeep"_s);
        QVERIFY(!isShown(u"cacheAsk"_s));
        QCOMPARE(cleared, 0);
        click(u"cacheClear"_s);
        click(u"cacheClear"_s);
        QTRY_COMPARE(cleared, 1);
        QVERIFY(!isShown(u"cacheAsk"_s));
    }

    void aMistypedModelIsWarnedOf() {
        open("keys");
        click(u"keyNew"_s);
        type(u"keyModels"_s, u"gpt-4oo"_s);
        QVERIFY(isShown(u"keyModelsWarning"_s));
        auto* models = child<QLineEdit>(u"keyModels"_s);
        models->setText(u"gpt-4o"_s); // not typed: Enter would take a completion
        QTest::keyClick(models, Qt::Key_Return);
        QVERIFY(!isShown(u"keyModelsWarning"_s));
    }
};

QTEST_MAIN(TestProjectsPage)
#include "tst_projectspage.moc"
