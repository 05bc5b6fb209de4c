// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QTest>

#include "app/storage/configurationstore.h"
#include "app/storage/storagethread.h"
#include "ui/pages/projects/presenter.h"

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
        QTRY_VERIFY(!state().error.isEmpty());
        QCOMPARE(state().projects.size(), std::size_t{2});
        m_presenter->createProject(u"   "_s);
        QVERIFY(state().error.contains(u"name"_s));
        m_presenter->select("default");
        QCOMPARE(state().project.id, std::string("default"));
        QVERIFY(state().error.isEmpty());
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
        QVERIFY(m_undo);
        m_undo();
        QTRY_VERIFY(m_configuration->current()->projects.front().mode != domain::ProjectMode::Credits);
        m_presenter->rename(u""_s);
        QVERIFY(!state().error.isEmpty());
        QCOMPARE(m_configuration->current()->projects.front().name, std::string("Everyday"));
    }

    void aKeyIsShownOnce() {
        m_presenter->createKey(u"laptop"_s, domain::Money::fromCents(500));
        QTRY_VERIFY(state().fresh.has_value());
        QVERIFY(state().fresh->secret.reveal().starts_with("llmg_"));
        QCOMPARE(state().fresh->name, u"laptop"_s);
        QTRY_COMPARE(state().keys.size(), std::size_t{1});
        QVERIFY(state().keys[0].limit == domain::Money::fromCents(500));
        QCOMPARE(state().projects[0].activeKeys, 1);
        m_presenter->dismissFreshKey();
        QVERIFY(!state().fresh);
        m_presenter->createKey({}, std::nullopt);
        QTRY_VERIFY(state().fresh.has_value());
        QCOMPARE(state().fresh->name, u"key 2"_s);
        QVERIFY(!state().keys[0].limit || !state().keys[1].limit);
        m_presenter->createProject(u"other"_s);
        QTRY_COMPARE(state().project.name, std::string("other"));
        QVERIFY(!state().fresh);
    }

    void aDisabledKeyCanBeEnabled() {
        m_presenter->createKey(u"a"_s, std::nullopt);
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
        m_presenter->createKey(u"a"_s, std::nullopt);
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
        m_presenter->createKey(u"a"_s, std::nullopt);
        QTRY_COMPARE(state().keys.size(), std::size_t{1});
        const std::string id = state().keys[0].id;
        m_presenter->revokeKey(id);
        m_presenter.reset();
        QTRY_VERIFY(stored(id) == KeyState::Revoked && !m_configuration->current()->gatewayKeys.empty());
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
