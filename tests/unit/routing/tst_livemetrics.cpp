// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/livemetrics.h"

#include <QTest>

#include <thread>

using namespace llmg::routing;
using namespace std::chrono_literals;

namespace {

AttemptSample answer(std::chrono::milliseconds firstToken = 200ms, std::int64_t tokens = 100,
                     std::chrono::milliseconds duration = 1200ms) {
    return {false, firstToken, tokens, duration};
}

AttemptSample failure() {
    return {true, {}, 0, 50ms};
}

} // namespace

class LiveMetricsTest : public QObject {
    Q_OBJECT

  private:
    LiveMetrics::Reading reading(Time now) const {
        return m_metrics->reading("p", "m", now).value_or(LiveMetrics::Reading{});
    }
    void record(int count, const AttemptSample& sample, Time now) {
        for (int i = 0; i < count; ++i)
            m_metrics->record("p", "m", sample, now);
    }
    std::optional<LiveMetrics> m_metrics;
    const Time m_start{1000h};

  private Q_SLOTS:
    void init() { m_metrics.emplace(); }

    void knowsNothingOfWhatWasNotTried() {
        record(1, answer(), m_start);
        QVERIFY(!m_metrics->reading("p", "other", m_start));
        QVERIFY(!m_metrics->reading("other", "m", m_start));
    }

    void measuresAnswers() {
        record(1, answer(200ms, 100, 1200ms), m_start);
        record(1, answer(400ms, 300, 1400ms), m_start);
        const auto seen = reading(m_start);
        QCOMPARE(seen.firstTokenMs.value_or(0), 300.0);
        QCOMPARE(seen.tokensPerSecond.value_or(0), 200.0);
        QCOMPARE(seen.durationMs.value_or(0), 1300.0);
        QCOMPARE(seen.uptime, 100.0);
    }

    void aWholeAnswerHasNoFirstToken() {
        record(1, {false, {}, 50, 500ms}, m_start);
        QVERIFY(!reading(m_start).firstTokenMs);
        QCOMPARE(reading(m_start).tokensPerSecond.value_or(0), 100.0);
    }

    /// 8 failures of 8 attempts, 2 good ones assumed.
    void countsFailures() {
        record(8, failure(), m_start);
        QCOMPARE(reading(m_start).uptime, 20.0);
        QCOMPARE(reading(m_start).failures, 8);
    }

    /// Good answers of long ago against failures of a certain age; 20 is what the assumed ones weigh.
    void weighsByAge_data() {
        QTest::addColumn<int>("minutes");
        QTest::addColumn<double>("uptime");
        const auto expected = [](int weight) { return 100.0 - 100.0 * 10 * weight / (10 * weight + 90 + 20); };
        QTest::newRow("now") << 0 << expected(10);
        QTest::newRow("a minute ago") << 1 << expected(10);
        QTest::newRow("two minutes ago") << 2 << expected(3);
        QTest::newRow("five minutes ago") << 5 << expected(3);
        QTest::newRow("six minutes ago") << 6 << expected(1);
        QTest::newRow("29 minutes ago") << 29 << expected(1);
    }

    void weighsByAge() {
        QFETCH(int, minutes);
        QFETCH(double, uptime);
        record(90, answer(), m_start);
        record(10, failure(), m_start + 30min);
        QCOMPARE(reading(m_start + 30min + std::chrono::minutes(minutes)).uptime, uptime);
    }

    void forgetsAfterAnHour() {
        record(5, failure(), m_start);
        QCOMPARE(reading(m_start + 59min).failures, 5);
        QVERIFY(!m_metrics->reading("p", "m", m_start + 60min));
        record(1, answer(), m_start + 60min);
        QCOMPARE(reading(m_start + 60min).failures, 0);
        QCOMPARE(reading(m_start + 60min).attempts, 1);
    }

    void takesWhatTheLedgerKnows() {
        LiveMetrics::Sums sums;
        sums.attempts = 10;
        sums.failures = 4;
        m_metrics->seed("p", "m", 30min, sums, m_start);
        m_metrics->seed("p", "m", 60min, sums, m_start);
        QCOMPARE(reading(m_start).attempts, 10);
        QCOMPARE(reading(m_start).failures, 4);
    }

    void takesTheLedgersHourRightAfterTheMachineStarted() {
        LiveMetrics::Sums sums;
        sums.attempts = 1;
        m_metrics->seed("p", "m", 59min, sums, Time{});
        QCOMPARE(reading(Time{}).attempts, 1);
    }

    void goesOnWhenTheClockStepsBack() {
        record(10, failure(), m_start);
        const auto back = m_start - 1h;
        record(1, answer(), back);
        QCOMPARE(reading(back).attempts, 11);
        QVERIFY(!m_metrics->reading("p", "m", back + 61min));
    }

    void staysSmall() {
        for (int i = 0; i < 3000; ++i)
            m_metrics->record("p", std::to_string(i), answer(), m_start + std::chrono::minutes(i / 1000));
        QCOMPARE(m_metrics->size(), LiveMetrics::kMostSeries);
        QVERIFY(m_metrics->reading("p", "2999", m_start + 2min));
        QVERIFY(!m_metrics->reading("p", "0", m_start + 2min));
    }

    void takesNumbersThatCannotBe() {
        m_metrics->record("p", "m", {false, -5s, -100, -1s}, m_start);
        m_metrics->record("p", "m", {false, 5s, 100, 1s}, m_start);
        QCOMPARE(reading(m_start).attempts, 2);
        QVERIFY(!reading(m_start).tokensPerSecond);
    }

    void isSharedByThreads() {
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([this, i] {
                for (int n = 0; n < 1000; ++n) {
                    m_metrics->record("p", "m", n % 2 ? answer() : failure(), m_start);
                    (void)m_metrics->reading("p", std::to_string(i), m_start);
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(reading(m_start + 1min).attempts, 4000);
        QCOMPARE(reading(m_start + 1min).failures, 2000);
    }
};

QTEST_GUILESS_MAIN(LiveMetricsTest)
#include "tst_livemetrics.moc"
