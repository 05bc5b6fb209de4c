// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/answerstore.h"
#include "app/storage/storagethread.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <future>
#include <thread>

using namespace llmg;
using namespace llmg::storage;
using namespace std::chrono_literals;
using cache::StoredAmount;
using cache::StoredAnswer;

namespace {

const UnixTime kNow{Milliseconds{1'790'000'000'000}};

/// A text that does not become smaller.
std::string noise(std::size_t bytes, std::uint32_t seed) {
    std::string text;
    while (text.size() < bytes) {
        seed = seed * 1'664'525U + 1'013'904'223U;
        text += static_cast<char>(seed >> 24);
    }
    return text;
}

std::string digestOf(const std::string& name) {
    return name + std::string(32 - name.size(), '\0');
}

} // namespace

class TestAnswerStore : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        open();
    }
    void cleanup() {
        m_answers.reset();
        m_storage.reset();
    }

    void whatWasPutIsThere() {
        put("a", "text a");
        QCOMPARE(get("a"), QStringLiteral("text a"));
        QCOMPARE(get("b"), QStringLiteral("none"));
        QCOMPARE(get("a", "other"), QStringLiteral("none"));
        put("a", "text b");
        QCOMPARE(get("a"), QStringLiteral("text b"));
        QCOMPARE(measure().entries, std::int64_t{1});
        cleanup();
        open();
        QCOMPARE(get("a"), QStringLiteral("text b"));
    }

    void whatIsTooOldIsRemoved_data() {
        QTest::addColumn<qlonglong>("askedAfterMs");
        QTest::addColumn<int>("ttl");
        QTest::addColumn<bool>("stays");
        QTest::newRow("fresh") << 0LL << 60 << true;
        QTest::newRow("at its last moment") << 59'999LL << 60 << true;
        QTest::newRow("expired") << 60'000LL << 3600 << false;
        QTest::newRow("the ttl is shorter now") << 30'000LL << 30 << false;
        QTest::newRow("from the future") << -1LL << 60 << false;
    }
    void whatIsTooOldIsRemoved() {
        QFETCH(qlonglong, askedAfterMs);
        QFETCH(int, ttl);
        QFETCH(bool, stays);
        put("a", "text");
        QCOMPARE(get("a", "p", kNow + Milliseconds{askedAfterMs}, std::chrono::seconds{ttl}),
                 stays ? QStringLiteral("text") : QStringLiteral("none"));
        QCOMPARE(measure().entries, std::int64_t{stays ? 1 : 0});
    }

    void damagedRowsAreRemoved_data() {
        QTest::addColumn<QByteArray>("frame");
        QTest::newRow("nothing") << QByteArray("");
        QTest::newRow("no frame") << QByteArray("hello");
        QTest::newRow("a frame that is cut") << QByteArray::fromHex("28b52ffd2005");
    }
    void damagedRowsAreRemoved() {
        QFETCH(QByteArray, frame);
        put("a", "text a");
        put("b", "text b");
        change(QStringLiteral("UPDATE cached_answers SET document = ? WHERE digest = ?"), frame, "a");
        QCOMPARE(get("a"), QStringLiteral("none"));
        QCOMPARE(get("b"), QStringLiteral("text b"));
        QCOMPARE(measure().entries, std::int64_t{1});
    }

    void expiredOnesAreSwept() {
        put("old", "text", "p", kNow - 60s);
        QCOMPARE(measure().entries, std::int64_t{1});
        put("new", "text");
        QCOMPARE(measure().entries, std::int64_t{1});
        QCOMPARE(get("new"), QStringLiteral("text"));
    }

    void theLeastRecentlyUsedLeave() {
        m_answers = newAnswerStore(*m_storage, 10'000);
        for (int i = 0; i < 9; ++i)
            put("a" + std::to_string(i), noise(1000, static_cast<std::uint32_t>(i)), "p", kNow + Milliseconds{i});
        QCOMPARE(measure().entries, std::int64_t{9});
        m_answers->touch({{digestOf("a0"), kNow + 1s}, {digestOf("gone"), kNow}});
        put("b", noise(1000, 99), "q", kNow + 2s);
        QCOMPARE(get("b", "q", kNow + 2s).size(), 1000);
        QCOMPARE(get("a0", "p", kNow + 2s).size(), 1000);
        QCOMPARE(get("a1", "p", kNow + 2s), QStringLiteral("none"));
        QVERIFY(measure("p").bytes + measure("q").bytes <= 10'000);

        put("huge", noise(20'000, 7), "p", kNow + 3s);
        QCOMPARE(get("huge", "p", kNow + 3s), QStringLiteral("none"));
        QCOMPARE(get("b", "q", kNow + 3s).size(), 1000);
    }

    void theBoundHoldsAfterAnotherProcessCleared() {
        m_answers = newAnswerStore(*m_storage, 10'000);
        for (int i = 0; i < 9; ++i)
            put("a" + std::to_string(i), noise(1000, static_cast<std::uint32_t>(i)));
        change(QStringLiteral("DELETE FROM cached_answers WHERE ? IS NOT NULL AND digest <> ?"), QByteArray("x"), "a8");
        for (int i = 0; i < 4; ++i)
            put("b" + std::to_string(i), noise(1000, static_cast<std::uint32_t>(50 + i)));
        QCOMPARE(measure().entries, std::int64_t{5});
    }

    void clearingIsForOneProject() {
        put("a", "text");
        put("b", "text");
        put("x", "text", "other");
        std::promise<Result<>> cleared;
        m_answers->clear("p", [&](const Result<>& done) { cleared.set_value(done); });
        QVERIFY(cleared.get_future().get());
        QCOMPARE(measure(), StoredAmount{});
        QCOMPARE(get("a"), QStringLiteral("none"));
        QCOMPARE(get("x", "other"), QStringLiteral("text"));
    }

    void fourThreads() {
        m_answers = newAnswerStore(*m_storage, 20'000);
        std::atomic<int> wrong = 0, answered = 0;
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 100; ++i) {
                    const std::string name = "a" + std::to_string((i * 7 + t) % 20);
                    if (i % 2 == 0) {
                        put(name, name + noise(900, static_cast<std::uint32_t>(i)));
                        continue;
                    }
                    m_answers->get({digestOf(name), "p", 60s, kNow}, [&, name](const auto& found) {
                        if (!found || (*found && !(*found)->text.starts_with(name)))
                            ++wrong;
                        ++answered;
                    });
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        QVERIFY(measure().bytes <= 20'000); // after all that was asked before
        QCOMPARE(wrong.load(), 0);
        QCOMPARE(answered.load(), 200);
    }

  private:
    void open() {
        auto opened = StorageThread::open({m_directory->path()});
        QVERIFY(opened);
        m_storage = std::move(*opened);
        m_answers = newAnswerStore(*m_storage);
    }

    void put(const std::string& name, const std::string& text, const std::string& project = "p",
             UnixTime createdAt = kNow) {
        m_answers->put({digestOf(name), project, createdAt, createdAt + 60s, text});
    }

    QString get(const std::string& name, const std::string& project = "p", UnixTime now = kNow,
                std::chrono::seconds ttl = 60s) {
        std::promise<Result<std::optional<StoredAnswer>>> answered;
        m_answers->get({digestOf(name), project, ttl, now},
                       [&](Result<std::optional<StoredAnswer>> found) { answered.set_value(std::move(found)); });
        const auto found = answered.get_future().get();
        if (!found)
            return QStringLiteral("failed: ") + QString::fromStdString(found.error().message);
        return *found ? QString::fromLatin1((*found)->text.data(), static_cast<qsizetype>((*found)->text.size()))
                      : QStringLiteral("none");
    }

    StoredAmount measure(const std::string& project = "p") {
        std::promise<Result<StoredAmount>> answered;
        m_answers->measure(project, [&](const Result<StoredAmount>& amount) { answered.set_value(amount); });
        return answered.get_future().get().value();
    }

    void change(const QString& sql, const QByteArray& value, const std::string& name) {
        const auto done = m_storage->run([&](QSqlDatabase& database) -> Result<> {
            QSqlQuery query(database);
            query.prepare(sql);
            query.bindValue(0, value);
            const auto digest = digestOf(name);
            query.bindValue(1, QByteArray(digest.data(), 32));
            if (!query.exec() || query.numRowsAffected() < 1)
                return fail(ErrorKind::Storage, "nothing changed");
            return {};
        });
        QVERIFY(done.result());
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<StorageThread> m_storage;
    std::unique_ptr<cache::AnswerStore> m_answers;
};

QTEST_GUILESS_MAIN(TestAnswerStore)
#include "tst_answerstore.moc"
