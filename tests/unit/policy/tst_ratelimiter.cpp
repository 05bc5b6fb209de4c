// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/policy/ratelimiter.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace llmg;
using namespace llmg::policy;
using namespace std::chrono_literals;
using Claim = RateLimiter::Claim;

namespace {

const RateLimiter::Steady kStart{1'000'000s};

} // namespace

class TestRateLimiter : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void requestsOfAnySixtySeconds() {
        RateLimiter limiter;
        const Claim claim{"k", {3, 0}};
        const auto admit = [&](std::chrono::seconds after) { return limiter.admit({&claim, 1}, 0, kStart + after); };
        QVERIFY(admit(0s));
        QVERIFY(admit(59s)); // a burst over the turn of the minute
        QVERIFY(admit(59s));
        const auto refused = admit(59s);
        QVERIFY(!refused);
        QVERIFY(refused.error().kind == ErrorKind::RateLimited);
        QVERIFY(refused.error().retryAfter == 1000ms); // the first leaves the window then
        QVERIFY(admit(60s));
        const auto again = admit(60s);
        QVERIFY(!again);
        QVERIFY(again.error().retryAfter == 59s);
        QVERIFY(admit(10min)); // all forgotten
    }

    void waitingAsLongAsItSaysIsEnough_data() {
        QTest::addColumn<int>("spread"); // seconds over which the limit was used up
        for (const int spread : {0, 1, 7, 30, 59})
            QTest::addRow("%d s", spread) << spread;
    }
    void waitingAsLongAsItSaysIsEnough() {
        QFETCH(int, spread);
        RateLimiter limiter;
        const Claim claim{"k", {10, 0}};
        for (int i = 0; i < 10; ++i)
            QVERIFY(limiter.admit({&claim, 1}, 0, kStart + std::chrono::seconds{spread * i / 9}));
        const auto now = kStart + std::chrono::seconds{spread};
        const auto refused = limiter.admit({&claim, 1}, 0, now);
        QVERIFY(!refused);
        QVERIFY(!limiter.admit({&claim, 1}, 0, now + *refused.error().retryAfter - 1s));
        QVERIFY(limiter.admit({&claim, 1}, 0, now + *refused.error().retryAfter));
    }

    void tokensAreCountedAsUsed() {
        RateLimiter limiter;
        const Claim claim{"k", {0, 1000}};
        QVERIFY(limiter.admit({&claim, 1}, 100, kStart));
        limiter.settle("k", 850, kStart, kStart + 2s);         // the answer was long
        QVERIFY(limiter.admit({&claim, 1}, 200, kStart + 3s)); // 50 are left: it is let in
        const auto refused = limiter.admit({&claim, 1}, 1, kStart + 3s);
        QVERIFY(!refused);
        limiter.settle("k", -200, kStart + 3s, kStart + 4s); // it used nothing after all
        QVERIFY(limiter.admit({&claim, 1}, 1, kStart + 4s));
    }

    // What was counted too much is given back where it was counted: not twice, and not to another's tokens.
    void whatIsGivenBackLeavesWithItsSecond_data() {
        QTest::addColumn<int>("settledAfter");
        QTest::addColumn<qlonglong>("left");      ///< right after
        QTest::addColumn<qlonglong>("leftLater"); ///< when the first second has left the window
        QTest::newRow("within the window") << 30 << 900LL << 900LL;
        QTest::newRow("after it") << 61 << 900LL << 900LL;
    }
    void whatIsGivenBackLeavesWithItsSecond() {
        QFETCH(int, settledAfter);
        const domain::RateLimit limit{0, 1000};
        const Claim claim{"k", limit};
        RateLimiter limiter;
        QVERIFY(limiter.admit({&claim, 1}, 500, kStart));
        QVERIFY(limiter.admit({&claim, 1}, 100, kStart + 20s));
        limiter.settle("k", -500, kStart, kStart + std::chrono::seconds{settledAfter});
        const auto left = limiter.state("k", limit, kStart + std::chrono::seconds{settledAfter}).remainingTokens;
        QTEST(static_cast<qlonglong>(left), "left");
        QTEST(static_cast<qlonglong>(limiter.state("k", limit, kStart + 62s).remainingTokens), "leftLater");
    }

    void aRefusalOfOneCountsForNone() {
        RateLimiter limiter;
        const std::array both{Claim{"k", {100, 0}}, Claim{"p", {1, 0}}};
        QVERIFY(limiter.admit(both, 0, kStart));
        QVERIFY(!limiter.admit(both, 0, kStart));
        QCOMPARE(limiter.state("k", {100, 0}, kStart).remainingRequests, 99);
    }

    void noLimitIsNoLimit() {
        RateLimiter limiter;
        const Claim claim{"k", {}};
        for (int i = 0; i < 1000; ++i)
            QVERIFY(limiter.admit({&claim, 1}, 1'000'000, kStart));
    }

    void saysHowItStands() {
        RateLimiter limiter;
        const Claim claim{"k", {10, 500}};
        QVERIFY(limiter.admit({&claim, 1}, 120, kStart));
        QVERIFY(limiter.admit({&claim, 1}, 30, kStart + 20s));
        const auto state = limiter.state("k", claim.limit, kStart + 20s);
        QCOMPARE(state.remainingRequests, 8);
        QCOMPARE(state.remainingTokens, 350);
        QVERIFY(state.resetRequests == 60s);
        QVERIFY(state.resetTokens == 60s);
    }

    void aClockThatStepsKeepsNobodyOut_data() {
        QTest::addColumn<qint64>("step"); // seconds
        for (const qint64 step : {-86'400, -3'600, -60, -30, 30, 60, 3'600, 86'400})
            QTest::addRow("%+lld s", step) << step;
    }
    void aClockThatStepsKeepsNobodyOut() {
        QFETCH(qint64, step);
        RateLimiter limiter;
        const Claim claim{"k", {2, 0}};
        QVERIFY(limiter.admit({&claim, 1}, 0, kStart));
        QVERIFY(limiter.admit({&claim, 1}, 0, kStart));
        QVERIFY(!limiter.admit({&claim, 1}, 0, kStart));
        const auto stepped = kStart + std::chrono::seconds{step};
        // What was used is used, unless more than a minute seems to have passed; and a minute later it is free again.
        QCOMPARE(limiter.admit({&claim, 1}, 0, stepped).has_value(), step >= 60);
        QVERIFY(limiter.state("k", claim.limit, stepped).resetRequests <= 60s);
        QVERIFY(limiter.admit({&claim, 1}, 0, stepped + 60s));
        limiter.settle("k", 100, stepped + 61s, stepped + 61s);
        // And back again.
        QVERIFY(limiter.admit({&claim, 1}, 0, kStart + 130s));
    }

    void aHundredAtOnce() {
        RateLimiter limiter;
        const Claim claim{"k", {50, 0}};
        std::atomic<int> admitted = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 100; ++i)
            threads.emplace_back([&] {
                if (limiter.admit({&claim, 1}, 0, kStart))
                    ++admitted;
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(admitted.load(), 50);
    }
};

QTEST_GUILESS_MAIN(TestRateLimiter)
#include "tst_ratelimiter.moc"
