// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/score.h"

#include <QTest>

using namespace llmg;
using namespace llmg::routing;

class ScoreTest : public QObject {
    Q_OBJECT

  private:
    static Score second(const ScoreInput& best, const ScoreInput& other, bool streaming = true) {
        const std::vector<ScoreInput> inputs{best, other};
        const auto results = scores(inputs, {}, streaming);
        return results.at(1);
    }
    static bool near(double value, double expected) { return std::abs(value - expected) < 1e-9; }

  private Q_SLOTS:
    void punishesUptimeSteeply_data() {
        QTest::addColumn<double>("uptime");
        QTest::addColumn<double>("penalty");
        QTest::newRow("100") << 100.0 << 0.0;
        QTest::newRow("95") << 95.0 << 0.0;
        QTest::newRow("90") << 90.0 << 0.07;
        QTest::newRow("80") << 80.0 << 0.62;
        QTest::newRow("50") << 50.0 << 5.61;
        QTest::newRow("0") << 0.0 << 25.0;
    }

    void punishesUptimeSteeply() {
        QFETCH(double, uptime);
        QFETCH(double, penalty);
        QVERIFY(std::abs(uptimePenalty(uptime) - penalty) < 0.005);
    }

    void addsUpWhatIsWorseThanTheBest() {
        const auto score = second({1000, 100.0, 200.0, 300.0}, {1500, 96.0, 100.0, 600.0});
        QVERIFY(near(score.price, 0.6 * 0.5));
        QVERIFY(near(score.uptime, 0.5 * (100.0 / 96 - 1)));
        QVERIFY(near(score.throughput, 0.05 * 1));
        QVERIFY(near(score.latency, 0.025 * 1));
        QVERIFY(near(score.penalty, 0));
        QVERIFY(near(score.total(), score.price + score.uptime + score.throughput + score.latency));
    }

    void theBestInEverythingIsZero() {
        const std::vector<ScoreInput> inputs{{1000, 100.0, 200.0, 300.0}, {1500, 96.0, 100.0, 600.0}};
        QCOMPARE(scores(inputs, {}, true).front().total(), 0.0);
    }

    void latencyCountsForStreamsOnly() { QCOMPARE(second({1, {}, {}, 100.0}, {1, {}, {}, 900.0}, false).latency, 0.0); }

    void withoutMetricsThePriceAloneCounts() {
        const auto score = second({1000, {}, {}, {}}, {2000, {}, {}, {}});
        QCOMPARE(score.total(), score.price);
        QVERIFY(near(score.price, 0.6));
    }

    void whatIsNotKnownCountsNeitherWay() {
        const auto score = second({1000, 97.0, 50.0, 100.0}, {1000, {}, {}, {}});
        QCOMPARE(score.total(), 0.0);
    }

    void anUnknownPriceIsTheWorst() {
        QVERIFY(second({1, {}, {}, {}}, {{}, {}, {}, {}}).total() >
                second({1, {}, {}, {}}, {std::numeric_limits<std::int64_t>::max() / 2, {}, {}, {}}).total());
        QCOMPARE(second({{}, {}, {}, {}}, {{}, {}, {}, {}}).total(), 0.0);
    }

    void nothingDividesByZero() {
        const auto score = second({0, 100.0, 10.0, 0.0}, {5, 0.0, 0.0, 5.0});
        QVERIFY(std::isfinite(score.total()));
        QVERIFY(score.total() > 1);
        QCOMPARE(second({0, 0.0, 0.0, 0.0}, {0, 0.0, 0.0, 0.0}).price, 0.0);
    }

    void amongPaidOffersAFreeOneKeepsTheirOrder() {
        const std::vector<ScoreInput> inputs{{0, {}, {}, {}}, {1'000'000'000, {}, {}, {}}, {2'000'000'000, {}, {}, {}}};
        const auto results = scores(inputs, {}, false);
        QVERIFY(results[0].total() < results[1].total());
        QVERIFY(results[1].total() < results[2].total());
    }

    void staysWithinFifteenPerCentOfTheBest_data() {
        QTest::addColumn<double>("score");
        QTest::addColumn<bool>("close");
        QTest::newRow("the best") << 0.0 << true;
        QTest::newRow("close") << 0.1499 << true;
        QTest::newRow("too far") << 0.1501 << false;
    }

    void staysWithinFifteenPerCentOfTheBest() {
        QFETCH(double, score);
        QFETCH(bool, close);
        QCOMPARE(isCloseToBest(score, 0), close);
    }

    void takesNoCandidates() { QVERIFY(scores({}, {}, true).empty()); }
};

QTEST_GUILESS_MAIN(ScoreTest)
#include "tst_score.moc"
