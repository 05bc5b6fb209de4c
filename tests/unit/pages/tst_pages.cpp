// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Drives the real pages through their widgets, offscreen. With LLMG_PICTURES naming a folder it also leaves a picture
// of each state there, light and dark, to be looked at.
#include <QTest>

#include "app/catalog/catalog.h"
#include "app/settings/settings.h"
#include "app/storage/configurationstore.h"
#include "app/storage/ledgerreader.h"
#include "app/storage/storagethread.h"
#include "support/ledger/sampleledger.h"
#include "ui/pages/costs/costspage.h"
#include "ui/pages/costs/presenter.h"
#include "ui/pages/projects/presenter.h"
#include "ui/pages/projects/projectspage.h"
#include "ui/pages/providers/presenter.h"
#include "ui/pages/providers/providerspage.h"
#include "ui/theme/appearance.h"
#include "ui/widgets/numberfield.h"
#include "ui/widgets/plaintable.h"
#include "unit/pages/fakeproviderkeys.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QTemporaryDir>

using namespace llmg;
using namespace Qt::StringLiterals;

class TestPages : public QObject {
    Q_OBJECT

    std::unique_ptr<theme::Appearance> m_appearance;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<storage::StorageThread> m_storage;
    std::unique_ptr<storage::ConfigurationStore> m_configuration;
    std::unique_ptr<storage::LedgerReader> m_ledger;
    std::unique_ptr<settings::Settings> m_settings;
    std::unique_ptr<tests::FakeProviderKeys> m_keys;
    std::shared_ptr<const catalog::Catalog> m_catalog = catalog::Catalog::builtIn();

    template <class T>
    static T* child(QWidget* page, const char* name) {
        auto* found = page->findChild<T*>(QLatin1String(name));
        if (!found)
            qWarning("no %s", name);
        return found;
    }

    /// Shown at the size of a page in a window of 1280 × 800.
    void show(QWidget* page, const char* picture) {
        page->resize(1106, 768);
        page->show();
        QCoreApplication::processEvents();
        const QString folder = qEnvironmentVariable("LLMG_PICTURES");
        if (folder.isEmpty())
            return;
        QDir().mkpath(folder);
        for (const auto choice : {theme::Choice::Light, theme::Choice::Dark}) {
            m_appearance->setChoice(choice);
            QCoreApplication::processEvents();
            const QString name =
                QLatin1String(picture) + (choice == theme::Choice::Dark ? u"-dark.png"_s : u"-light.png"_s);
            page->setAutoFillBackground(true);
            QVERIFY(page->grab().save(folder + u'/' + name));
        }
    }

    static void everythingHasAName(QWidget* page) {
        for (const QWidget* widget : page->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisibleTo(page) ||
                widget->objectName().startsWith(u"qt_"_s))
                continue;
            // A viewport is spoken of by what it shows a part of.
            if (const auto* area = qobject_cast<const QAbstractScrollArea*>(widget->parentWidget());
                area && area->viewport() == widget)
                continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            const auto* label = qobject_cast<const QLabel*>(widget);
            const bool named = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()) ||
                               (label && !label->text().isEmpty());
            // A combo box's own line edit is spoken of by the combo box.
            const bool inner = qobject_cast<const QComboBox*>(widget->parentWidget()) != nullptr;
            QVERIFY2(named || inner,
                     qPrintable(QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName() +
                                u" in "_s + QString::fromLatin1(widget->parentWidget()->metaObject()->className()) +
                                u' ' + widget->parentWidget()->objectName()));
        }
    }

    costs::CostsPage* newCosts(storage::LedgerReader& ledger) {
        return new costs::CostsPage(
            new costs::Presenter(m_catalog, ledger, *m_settings, std::make_shared<SystemClock>()));
    }

  private Q_SLOTS:
    void initTestCase() { m_appearance = std::make_unique<theme::Appearance>(theme::Choice::Light, 100); }
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        tests::SampleLedger sample;
        sample.requests = 300;
        sample.bodies = false;
        QVERIFY(tests::fillLedger(m_directory->path(), sample).has_value());
        storage::StorageThread::Options options;
        options.dataDirectory = m_directory->path();
        auto opened = storage::StorageThread::open(options);
        QVERIFY(opened.has_value());
        m_storage = std::move(*opened);
        m_configuration = std::make_unique<storage::ConfigurationStore>(*m_storage);
        m_ledger = std::make_unique<storage::LedgerReader>(m_storage->databasePath());
        m_settings = std::make_unique<settings::Settings>(m_directory->filePath(u"settings.ini"_s));
        m_keys = std::make_unique<tests::FakeProviderKeys>();
    }
    void cleanup() {
        m_keys.reset();
        m_settings.reset();
        m_ledger.reset();
        m_configuration.reset();
        m_storage.reset();
    }
    void cleanupTestCase() { m_appearance.reset(); }

    void calculatorFollowsWhatIsTyped() {
        const std::unique_ptr<costs::CostsPage> page(newCosts(*m_ledger));
        show(page.get(), "costs-calculator");
        everythingHasAName(page.get());
        auto* formula = child<QLabel>(page.get(), "costsFormula");
        QVERIFY(formula->text().contains(u"$35.00"_s));
        auto* input = child<widgets::NumberField>(page.get(), "costsInput");
        input->setFocus();
        input->selectAll();
        QTest::keyClicks(input, u"20M"_s);
        QVERIFY2(formula->text().contains(u"$60.00"_s), qPrintable(formula->text()));
        auto* model = child<QComboBox>(page.get(), "costsModel");
        model->setEditText(u"gpt4o-mni"_s);
        QTest::keyClick(model->lineEdit(), Qt::Key_Return);
        auto* hint = child<QLabel>(page.get(), "costsModelHint");
        QVERIFY(hint->isVisibleTo(page.get()) && hint->text().contains(u"gpt-4o-mini"_s));
        model->setEditText(u"claude-sonnet-4-5"_s);
        QTest::keyClick(model->lineEdit(), Qt::Key_Return);
        QVERIFY(!hint->isVisibleTo(page.get()));
        QVERIFY(formula->text().contains(u"$3.00"_s));
        show(page.get(), "costs-claude");
    }

    void everySegmentShows() {
        const std::unique_ptr<costs::CostsPage> page(newCosts(*m_ledger));
        page->open({{u"segment"_s, u"breakdown"_s}});
        QTRY_VERIFY(!page->isBusy());
        show(page.get(), "costs-breakdown");
        everythingHasAName(page.get());
        QVERIFY(child<widgets::PlainTable>(page.get(), "costsDays")->rowCount() > 0);
        page->open({{u"segment"_s, u"prices"_s}});
        QCOMPARE(child<widgets::PlainTable>(page.get(), "costsPrices")->rowCount(), 2306);
        show(page.get(), "costs-prices");
        QTest::keyClicks(child<QLineEdit>(page.get(), "costsPriceSearch"), u"anthropic opus"_s);
        QVERIFY(child<widgets::PlainTable>(page.get(), "costsPrices")->rowCount() < 100);
        everythingHasAName(page.get());
    }

    void breakdownOfAnEmptyLedgerSaysWhatWillBeThere() {
        QTemporaryDir empty;
        storage::StorageThread::Options options;
        options.dataDirectory = empty.path();
        auto opened = storage::StorageThread::open(options);
        QVERIFY(opened.has_value());
        storage::LedgerReader ledger((*opened)->databasePath());
        const std::unique_ptr<costs::CostsPage> page(newCosts(ledger));
        page->open({{u"segment"_s, u"breakdown"_s}});
        QTRY_VERIFY(!page->isBusy());
        show(page.get(), "costs-breakdown-empty");
        QVERIFY(child<QWidget>(page.get(), "costsBreakdownEmpty")->isVisibleTo(page.get()));
    }

    void projectsMakeAKey() {
        auto* presenter = new projects::Presenter(*m_configuration);
        presenter->setBaseUrl(u"http://127.0.0.1:4001/v1"_s);
        const std::unique_ptr<projects::ProjectsPage> page(new projects::ProjectsPage(presenter));
        show(page.get(), "projects-empty");
        everythingHasAName(page.get());
        child<QAbstractButton>(page.get(), "projectMode-credits")->click(); // it may be scrolled away
        QTRY_VERIFY(presenter->state().project.mode == domain::ProjectMode::Credits);
        page->open({{u"section"_s, u"keys"_s}});
        show(page.get(), "projects-keys-empty");
        QTest::mouseClick(child<QAbstractButton>(page.get(), "keyNew"), Qt::LeftButton);
        child<QLineEdit>(page.get(), "keyName")->setText(u"laptop"_s);
        show(page.get(), "projects-key-form");
        everythingHasAName(page.get());
        QTest::mouseClick(child<QAbstractButton>(page.get(), "keyCreate"), Qt::LeftButton);
        QTRY_VERIFY(presenter->state().fresh.has_value());
        QVERIFY(child<QWidget>(page.get(), "keyFresh")->isVisibleTo(page.get()));
        show(page.get(), "projects-new-key");
        everythingHasAName(page.get());
        QTest::mouseClick(child<QAbstractButton>(page.get(), "keyFreshDone"), Qt::LeftButton);
        QVERIFY(!child<QWidget>(page.get(), "keyFresh")->isVisibleTo(page.get()));
        projects::KeyDraft ingest;
        ingest.name = u"ingest"_s;
        ingest.limit = domain::Money::fromCents(2500);
        presenter->createKey(ingest);
        QTRY_COMPARE(presenter->state().keys.size(), std::size_t{2});
        QTRY_VERIFY(presenter->state().fresh.has_value());
        presenter->dismissFreshKey();
        auto* keys = child<widgets::PlainTable>(page.get(), "keysTable");
        keys->selectRow(0);
        child<QAbstractButton>(page.get(), "keyEdit")->click();
        QVERIFY(!child<QAbstractButton>(page.get(), "keyCreate")->isVisibleTo(page.get()));
        auto* limit = child<widgets::NumberField>(page.get(), "keyLimit-day");
        limit->setFocus();
        limit->selectAll();
        QTest::keyClicks(limit, u"5"_s);
        QTest::keyClick(limit, Qt::Key_Return);
        QTRY_COMPARE(presenter->state().keys[0].periodLimits.size(), std::size_t{1});
        QVERIFY(presenter->state().keys[0].periodLimits[0].amount == domain::Money::fromCents(500));
        presenter->disableKey(presenter->state().keys[0].id);
        QTRY_VERIFY(presenter->state().keys[0].state == domain::KeyState::Disabled);
        presenter->createProject(u"Research"_s);
        QTRY_COMPARE(presenter->state().projects.size(), std::size_t{2});
        presenter->select("default");
        show(page.get(), "projects-keys");
    }

    void everySectionOfAProjectShowsWhatIsSetAndMeasured() {
        projects::Sources sources;
        sources.catalog = m_catalog;
        sources.clock = std::make_shared<SystemClock>();
        sources.usage = [this](const storage::UsageQuery& query) { return m_ledger->usage(query); };
        sources.clearCache = [](const std::string&) { return QtFuture::makeReadyFuture(Result<>{}); };
        sources.rollout = [](const std::string&) {
            policy::RolloutFigures figures;
            figures.control = {1840, 21, 0.0114, 0.0075, 0.0174, 1120, 1060, 1180, {}, 0.0042, 0.0039, 0.0045};
            figures.candidate = {612, 9, 0.0147, 0.0078, 0.0277, 1190, 1090, 1320, {}, 0.0046, 0.0041, 0.0051};
            return figures;
        };
        auto* presenter = new projects::Presenter(*m_configuration, sources);
        presenter->setBaseUrl(u"http://127.0.0.1:4001/v1"_s);
        const std::unique_ptr<projects::ProjectsPage> page(new projects::ProjectsPage(presenter));
        projects::KeyDraft key;
        key.name = u"laptop"_s;
        presenter->createKey(key);
        QTRY_VERIFY(presenter->state().fresh.has_value());
        presenter->dismissFreshKey();
        presenter->setAliases({{u"fast"_s, u"gpt-4o-mini"_s}});
        presenter->setAllowedModels({u"gpt-4o"_s, u"gpt-4o-mini"_s, u"claude-sonnet-4-5"_s});
        domain::Budget budget;
        budget.subject = "default";
        budget.amount = domain::Money::fromCents(5000);
        presenter->saveBudget(budget);
        budget.scope = domain::BudgetScope::Key;
        budget.subject = presenter->state().keys[0].id;
        budget.period = domain::Period::Day;
        budget.amount = domain::Money::fromCents(1);
        budget.blocks = true;
        presenter->saveBudget(budget);
        domain::Rollout rollout = presenter->state().project.rollout;
        rollout.enabled = true;
        rollout.percent = 25;
        presenter->setRollout(rollout);
        QTRY_VERIFY(!presenter->state().busy);
        for (const char* section : {"general", "keys", "routing", "cache", "limits", "rollout"}) {
            page->open({{u"section"_s, QString::fromLatin1(section)}});
            QTRY_VERIFY(presenter->state().spentKnown || !page->isVisible());
            show(page.get(), QByteArray("projects-").append(section).constData());
            everythingHasAName(page.get());
        }
        QTest::mouseClick(child<QAbstractButton>(page.get(), "rolloutBack"), Qt::LeftButton);
        QTRY_COMPARE(presenter->state().project.rollout.percent, 0);
        QTRY_VERIFY(!presenter->state().busy);
        page->setFocus();
        QVERIFY(presenter->undo());
        QTRY_COMPARE(presenter->state().project.rollout.percent, 25);
    }

    void providersTakeAKey() {
        auto* presenter = new providerspage::Presenter(
            m_catalog, *m_keys, *m_configuration,
            {[](const std::string& id) {
                 return id == "openai" ? u"It cannot be called: no key of it works."_s : QString();
             },
             [this](const storage::RequestFilter& filter) { return m_ledger->totals(filter); },
             {}});
        const std::unique_ptr<providerspage::ProvidersPage> page(new providerspage::ProvidersPage(presenter));
        show(page.get(), "providers-empty");
        everythingHasAName(page.get());
        auto* key = child<QLineEdit>(page.get(), "providerKey");
        QTest::keyClicks(key, u"sk-ant-0123456789abcdef"_s);
        QCOMPARE(child<QComboBox>(page.get(), "providerChoice")->currentData().toString(), u"anthropic"_s);
        QTest::mouseClick(child<QAbstractButton>(page.get(), "providerAdd"), Qt::LeftButton);
        QTRY_VERIFY(key->text().isEmpty());
        QTRY_VERIFY(child<QWidget>(page.get(), "keyTest-id1"));
        QTRY_COMPARE(presenter->state().cards.size(), std::size_t{1});
        m_keys->refuseTest = true;
        QTest::keyClicks(key, u"sk-proj-0123456789abcdef"_s);
        QTest::keyClick(key, Qt::Key_Return);
        QTRY_COMPARE(presenter->state().cards.size(), std::size_t{2});
        QTRY_VERIFY(presenter->state().cards[0].keys[0].failed || presenter->state().cards[1].keys[0].failed);
        presenter->addServer(u"my-vllm"_s, u"http://localhost:8000/v1"_s);
        QTRY_COMPARE(presenter->state().cards.size(), std::size_t{3});
        presenter->setVariable("aws-bedrock", "region", u"eu-central-1"_s);
        QTRY_COMPARE(presenter->state().cards.size(), std::size_t{4});
        QFile file(m_directory->filePath(u".env"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("GROQ_API_KEY=gsk_0123456789abcdef\nMISTRAL_API_KEY=0123456789abcdef0123\n");
        file.close();
        presenter->previewFile(file.fileName());
        show(page.get(), "providers");
        everythingHasAName(page.get());
        QTest::mouseClick(child<QAbstractButton>(page.get(), "importCancel"), Qt::LeftButton);
        show(page.get(), "providers-cards");
        auto* url = child<QLineEdit>(page.get(), "providerUrl-my-vllm");
        url->setFocus();
        QTest::keyClicks(url, u"/typed"_s);
        presenter->setEnabled("my-vllm", false); // what is being typed stays
        QTRY_VERIFY(!child<QAbstractButton>(page.get(), "providerEnabled-my-vllm")->isChecked());
        QCOMPARE(child<QLineEdit>(page.get(), "providerUrl-my-vllm"), url);
        QVERIFY(url->text().contains(u"/typed"_s));
        for (const auto& settings : m_configuration->current()->providers)
            QVERIFY(settings.baseUrl.find("typed") == std::string::npos);
        child<QAbstractButton>(page.get(), "keyRemove-id1")->click();
        QTRY_COMPARE(presenter->state().cards.size(), std::size_t{3});
    }
};

QTEST_MAIN(TestPages)
#include "tst_pages.moc"
