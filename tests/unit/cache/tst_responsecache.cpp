// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cache/responsecache.h"

#include <QTest>

#include <map>
#include <mutex>
#include <thread>

using namespace llmg;
using namespace llmg::cache;
using namespace std::chrono_literals;

namespace {

class FakeClock final : public Clock {
  public:
    [[nodiscard]] UnixTime now() const override { return UnixTime{Milliseconds{m_wall}}; }
    [[nodiscard]] std::chrono::steady_clock::time_point steadyNow() const override {
        return std::chrono::steady_clock::time_point{Milliseconds{m_steady}};
    }
    void pass(Milliseconds time) {
        m_wall += time.count();
        m_steady += time.count();
    }
    /// Somebody sets the clock.
    void step(Milliseconds time) { m_wall += time.count(); }

  private:
    std::atomic<std::int64_t> m_wall = 1'790'000'000'000, m_steady = 0;
};

/// Keeps everything. Answers at once, or when release() is called.
class FakeStore final : public AnswerStore {
  public:
    void get(WantedAnswer wanted, Found done) override {
        auto answer = [this, wanted, done = std::move(done)] {
            if (fails)
                return done(fail(ErrorKind::Storage, "disk"));
            std::optional<StoredAnswer> found;
            {
                const std::lock_guard lock(mutex);
                if (const auto row = rows.find(wanted.digest);
                    row != rows.end() && row->second.projectId == wanted.projectId &&
                    wanted.accepts(row->second.createdAt, row->second.expiresAt))
                    found = row->second;
            }
            done(std::move(found));
        };
        if (holds)
            held.push_back(std::move(answer));
        else
            answer();
    }
    void put(StoredAnswer answer) override {
        const std::lock_guard lock(mutex);
        rows[answer.digest] = std::move(answer);
    }
    void touch(std::vector<std::pair<std::string, UnixTime>> used) override {
        const std::lock_guard lock(mutex);
        touches.push_back(std::move(used));
    }
    void clear(std::string projectId, std::function<void(Result<>)> done) override {
        {
            const std::lock_guard lock(mutex);
            std::erase_if(rows, [&](const auto& row) { return row.second.projectId == projectId; });
        }
        done({});
    }
    void measure(std::string projectId, std::function<void(Result<StoredAmount>)> done) override {
        StoredAmount amount;
        {
            const std::lock_guard lock(mutex);
            for (const auto& [digest, row] : rows) {
                if (row.projectId == projectId)
                    amount = {amount.entries + 1, amount.bytes + static_cast<std::int64_t>(row.text.size())};
            }
        }
        done(amount);
    }
    void release() {
        for (auto& answer : std::exchange(held, {}))
            answer();
    }

    std::mutex mutex;
    std::map<std::string, StoredAnswer> rows;
    std::vector<std::vector<std::pair<std::string, UnixTime>>> touches;
    std::vector<std::function<void()>> held;
    bool holds = false, fails = false;
};

CachedAnswer answerOf(const std::string& id, std::size_t bytes = 10) {
    CachedAnswer answer;
    answer.dialect = "openai-chat";
    answer.document = "{\"id\":\"" + id + "\"" + std::string(bytes, ' ') + "}";
    answer.cost = domain::Money::fromNano(7);
    return answer;
}

bool isOf(const AnswerPtr& answer, const std::string& id) {
    return answer && answer->document.starts_with("{\"id\":\"" + id + "\"");
}

} // namespace

class TestResponseCache : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() {
        m_clock = std::make_unique<FakeClock>();
        m_store = std::make_unique<FakeStore>();
        begin();
    }
    void cleanup() { m_cache.reset(); }

    void whatWasPutIsFound() {
        QVERIFY(!find("a"));
        put("a");
        QVERIFY(isOf(find("a"), "a"));
        QVERIFY(!find("a", "other"));
        QVERIFY(!find("b"));
        put("a", "second");
        QVERIFY(isOf(find("a"), "second"));
    }

    void whatLeftMemoryIsInTheStore() {
        put("a");
        begin(); // another start of the program
        QVERIFY(!find("a"));
        QVERIFY(ask("a"));
        QVERIFY(find("a"));
        QCOMPARE(find("a")->cost.nanoUsd, std::int64_t{7});
        QVERIFY(!ask("a", "other"));
        QVERIFY(!ask("b"));
    }

    void anAnswerGoesThereAndBack() {
        CachedAnswer answer = answerOf("a");
        answer.document += "\n";
        answer.usage = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, true};
        answer.finishReason = "stop";
        answer.usedModel = "m\n\"";
        answer.usedProvider = "p";
        answer.usedMode = "api-keys";
        answer.createdAt = m_clock->now();
        QVERIFY(readAnswer(writeAnswer(answer)) == answer);
    }

    void whatIsNoAnswerIsNotRead_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"", "\n", "{}", "{}\n{}", "[]\n{}", "{\"dialect\":\"d\",\"cost\":1,\"created\":1}\n",
                                 "{\"dialect\":\"d\",\"cost\":1,\"created\":1}\nx",
                                 "{\"dialect\":\"d\",\"cost\":1,\"created\":1,\"prompt\":-1}\n{}",
                                 "{\"dialect\":7,\"cost\":1,\"created\":1}\n{}"})
            QTest::newRow(QByteArray(text).replace('\n', ' ')) << QByteArray(text);
    }
    void whatIsNoAnswerIsNotRead() {
        QFETCH(QByteArray, text);
        QVERIFY(!readAnswer(text.toStdString()));
        m_store->rows["a"] = {"a", "p", m_clock->now(), m_clock->now() + 1h, text.toStdString()};
        QVERIFY(!ask("a"));
    }

    void anAnswerExpires() {
        put("a");
        m_clock->pass(60s - 1ms);
        QVERIFY(find("a"));
        m_clock->pass(1ms);
        QVERIFY(!find("a"));
        QVERIFY(!ask("a"));
    }

    void aShorterTtlCountsAtOnceAndALongerOneDoesNot() {
        put("a");
        m_clock->pass(30s);
        QVERIFY(m_cache->find("a", "p", 31s));
        QVERIFY(!m_cache->find("a", "p", 30s));
        QVERIFY(!ask("a", "p", 30s));
        QVERIFY(ask("a", "p", 60s));
        m_clock->pass(30s);
        QVERIFY(!m_cache->find("a", "p", 3600s));
        QVERIFY(!ask("a", "p", 3600s));
    }

    void aClockThatStepsBackChangesNoAge() {
        put("old");
        m_clock->pass(40s);
        m_clock->step(-1h);
        QVERIFY(find("old"));
        put("new");
        m_clock->pass(20s);
        QVERIFY(!find("old"));
        QVERIFY(!ask("old"));
        QVERIFY(find("new"));
        m_clock->pass(40s);
        QVERIFY(!find("new"));
    }

    void afterAStartAnswersFromTheFutureAreNotUsed() {
        put("before");
        m_clock->pass(10s);
        m_clock->step(1h);
        put("wrong");
        m_clock->step(-1h);
        begin();
        QVERIFY(ask("before"));
        QVERIFY(!ask("wrong"));
    }

    void theLeastRecentlyUsedLeavesMemory() {
        begin({5000, 64, 30s}); // room for four answers of about 1000 bytes and 512 of bookkeeping, less one
        for (const char* id : {"a", "b", "c"})
            m_cache->put(id, "p", 60s, answerOf(id, 600));
        QVERIFY(find("a"));
        m_cache->put("d", "p", 60s, answerOf("d", 600));
        m_cache->put("e", "p", 60s, answerOf("e", 600));
        QVERIFY(!find("b"));
        QVERIFY(find("a"));
        QVERIFY(ask("b"));
        m_cache->put("large", "p", 60s, answerOf("large", 2000));
        QVERIFY(!find("large")); // more than a quarter
        QVERIFY(find("a"));
    }

    void usesAreToldInBatches() {
        begin({1 << 20, 3, 30s});
        for (const char* id : {"a", "b", "c"})
            put(id);
        for (int i = 0; i < 10; ++i)
            find("a");
        QVERIFY(m_store->touches.empty());
        find("b");
        find("c");
        QCOMPARE(m_store->touches.size(), std::size_t{1});
        QCOMPARE(m_store->touches.back().size(), std::size_t{3});
        find("a");
        m_clock->pass(30s);
        find("a");
        QCOMPARE(m_store->touches.size(), std::size_t{2});
        QVERIFY(m_store->touches.back() == (std::vector<std::pair<std::string, UnixTime>>{{"a", m_clock->now()}}));
        find("b");
        m_cache.reset();
        QCOMPARE(m_store->touches.size(), std::size_t{3});
    }

    void itsFiguresAreTheProjects() {
        put("a");
        put("x", "x", "other");
        find("a");
        find("a");
        ask("b");
        const auto figures = statistics("p");
        QCOMPARE(figures.kept.entries, std::int64_t{1});
        QVERIFY(figures.kept.bytes > 0);
        QCOMPARE(figures.hits, std::int64_t{2});
        QCOMPARE(figures.misses, std::int64_t{1});
        QCOMPARE(figures.saved.nanoUsd, std::int64_t{14});
        QCOMPARE(figures.hitRate(), 2.0 / 3.0);
        QCOMPARE(statistics("other").hits, std::int64_t{0});
        QCOMPARE(statistics("nobody").hitRate(), 0.0);
    }

    void clearingIsForOneProject() {
        put("a");
        put("x", "x", "other");
        bool done = false;
        m_cache->clear("p", [&](const Result<>& cleared) { done = cleared.has_value(); });
        QVERIFY(done);
        QVERIFY(!find("a"));
        QVERIFY(!ask("a"));
        QVERIFY(find("x", "other"));
        put("a");
        QVERIFY(find("a"));
    }

    void whoAsksWhileItIsClearedGetsNothing() {
        put("a");
        begin();
        m_store->holds = true;
        AnswerPtr got = std::make_shared<CachedAnswer>();
        m_cache->ask("a", "p", 60s, [&](AnswerPtr answer) { got = std::move(answer); });
        const auto rows = m_store->rows;
        m_cache->clear("p", [](const Result<>&) {});
        m_store->rows = rows; // the store had read it before
        m_store->release();
        QVERIFY(!got);
        QVERIFY(!find("a"));
    }

    void aStoreThatFailsIsAMiss() {
        put("a");
        begin();
        m_store->fails = true;
        QVERIFY(!ask("a"));
        QCOMPARE(statistics("p").misses, std::int64_t{1});
    }

    void anAnswerMayComeAfterTheCacheIsGone() {
        put("a");
        begin();
        m_store->holds = true;
        bool came = false;
        m_cache->ask("a", "p", 60s, [&](const AnswerPtr& answer) { came = answer != nullptr; });
        m_cache.reset();
        m_store->release();
        QVERIFY(came);
    }

    void fourThreads() {
        begin({20'000, 8, 30s});
        std::atomic<int> wrong = 0;
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                const std::string project = t % 2 ? "p" : "q";
                for (int i = 0; i < 2000; ++i) {
                    const std::string id = project + std::to_string((i * 7 + t) % 50);
                    const auto check = [&](const AnswerPtr& answer) {
                        if (answer && !isOf(answer, id))
                            ++wrong;
                    };
                    if (i % 3 == 0)
                        m_cache->put(id, project, 60s, answerOf(id, 500));
                    else if (i % 3 == 1)
                        check(m_cache->find(id, project, 60s));
                    else
                        m_cache->ask(id, project, 60s, check);
                    if (i % 500 == 499)
                        m_cache->clear(project, [](const Result<>&) {});
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
        QVERIFY(statistics("p").hits > 0);
    }

  private:
    void begin(ResponseCache::Limits limits = {}) {
        m_cache.reset();
        m_cache = std::make_unique<ResponseCache>(*m_clock, *m_store, limits);
    }
    void put(const std::string& digest, const std::string& id = {}, const std::string& project = "p") {
        m_cache->put(digest, project, 60s, answerOf(id.empty() ? digest : id));
    }
    AnswerPtr find(const std::string& digest, const std::string& project = "p") {
        return m_cache->find(digest, project, 60s);
    }
    AnswerPtr ask(const std::string& digest, const std::string& project = "p", std::chrono::seconds ttl = 60s) {
        AnswerPtr got;
        m_cache->ask(digest, project, ttl, [&](AnswerPtr answer) { got = std::move(answer); });
        return got;
    }
    CacheStatistics statistics(const std::string& project) {
        CacheStatistics figures;
        m_cache->statistics(project, [&](const Result<CacheStatistics>& got) { figures = *got; });
        return figures;
    }

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<FakeStore> m_store;
    std::unique_ptr<ResponseCache> m_cache;
};

QTEST_APPLESS_MAIN(TestResponseCache)
#include "tst_responsecache.moc"
