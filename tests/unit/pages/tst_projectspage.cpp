// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/configurationstore.h"
#include "app/storage/storagethread.h"
#include "ui/pages/projects/presenter.h"
#include "ui/pages/projects/projectspage.h"
#include "ui/theme/appearance.h"
#include "ui/widgets/numberfield.h"
#include "ui/widgets/plaintable.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
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
