// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/storagethread.h"
#include "app/storage/turnstore.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <future>

using namespace llmg;
using namespace llmg::storage;
using cache::KeptTurn;

namespace {

const UnixTime kNow{Milliseconds{1'790'000'000'000}};

} // namespace

class TestTurnStore : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        auto opened = StorageThread::open({m_directory->path()});
        QVERIFY(opened);
        m_storage = std::move(*opened);
        m_turns = newTurnStore(*m_storage);
    }
    void cleanup() {
        m_turns.reset();
        m_storage.reset();
    }

    void aConversationComesBackOldestFirst() {
        save("resp_1", "");
        save("resp_2", "resp_1");
        save("resp_3", "resp_2");
        save("resp_2b", "resp_1"); // the client went back and asked otherwise
        QCOMPARE(load("resp_3"), QStringLiteral("resp_1:{\"n\":\"resp_1\"} resp_2:{\"n\":\"resp_2\"} "
                                                "resp_3:{\"n\":\"resp_3\"}"));
        QCOMPARE(load("resp_2b"), QStringLiteral("resp_1:{\"n\":\"resp_1\"} resp_2b:{\"n\":\"resp_2b\"}"));
    }

    void whatIsNotThereIsSaid() {
        save("resp_1", "resp_gone");
        QVERIFY(load("resp_1").startsWith(QStringLiteral("not found: Previous response with id “resp_gone”")));
        QVERIFY(load("resp_9").startsWith(QStringLiteral("not found: Previous response with id “resp_9”")));
    }

    void projectsDoNotSeeEachOther() {
        save("resp_1", "", "theirs");
        save("resp_2", "resp_1", "ours");
        QVERIFY(load("resp_1", "ours").startsWith(QLatin1String("not found")));
        QVERIFY(load("resp_2", "ours").startsWith(QLatin1String("not found")));
        QVERIFY(remove("resp_1", "ours") == ErrorKind::NotFound);
        QVERIFY(!remove("resp_1", "theirs"));
        QVERIFY(load("resp_1", "theirs").startsWith(QLatin1String("not found")));
    }

    void aLoopEnds() {
        save("resp_1", "resp_2");
        save("resp_2", "resp_1");
        QVERIFY(load("resp_1").startsWith(QLatin1String("not found")));
    }

    void thirtyDaysAreKept() {
        m_turns->save({"resp_old", "", "p", kNow - std::chrono::hours{24 * 31}, "{}"});
        m_turns->save({"resp_kept", "", "p", kNow - std::chrono::hours{24 * 29}, "{}"});
        save("resp_new", "");
        QVERIFY(load("resp_old").startsWith(QLatin1String("not found")));
        QCOMPARE(load("resp_kept"), QStringLiteral("resp_kept:{}"));
    }

  private:
    void save(const std::string& id, const std::string& previous, const std::string& project = "p") {
        m_turns->save({id, previous, project, kNow, "{\"n\":\"" + id + "\"}"});
    }

    QString load(const std::string& id, const std::string& project = "p") {
        std::promise<Result<std::vector<KeptTurn>>> answered;
        m_turns->load(id, project, [&](Result<std::vector<KeptTurn>> turns) { answered.set_value(std::move(turns)); });
        const auto turns = answered.get_future().get();
        if (!turns)
            return (turns.error().kind == ErrorKind::NotFound ? QStringLiteral("not found: ")
                                                              : QStringLiteral("failed: ")) +
                   QString::fromStdString(turns.error().message);
        QStringList shown;
        for (const auto& turn : *turns)
            shown << QString::fromStdString(turn.id + ":" + turn.document);
        return shown.join(u' ');
    }

    std::optional<ErrorKind> remove(const std::string& id, const std::string& project) {
        std::promise<Result<>> answered;
        m_turns->remove(id, project, [&](Result<> done) { answered.set_value(std::move(done)); });
        const auto done = answered.get_future().get();
        return done ? std::nullopt : std::optional(done.error().kind);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<StorageThread> m_storage;
    std::unique_ptr<cache::TurnStore> m_turns;
};

QTEST_GUILESS_MAIN(TestTurnStore)
#include "tst_turnstore.moc"
