// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A clock that steps, back or forwards, keeps nobody out for longer than it should have been, and is soon forgotten.
#include "app/routing/attemptplan.h"

#include <QTest>

using namespace llmg;
using namespace llmg::routing;
using namespace std::chrono_literals;

namespace {

const Time kStart{1'000'000s};

} // namespace

class ClockStepsTest : public QObject {
    Q_OBJECT

    static void steps() {
        QTest::addColumn<qint64>("step"); // seconds
        for (const qint64 step : {-604'800, -86'400, -3'600, -60, -2, 2, 60, 3'600, 86'400, 604'800})
            QTest::addRow("%+lld s", step) << step;
    }

  private Q_SLOTS:
    void aBreakerRestsNoLonger_data() { steps(); }
    void aBreakerRestsNoLonger() {
        QFETCH(qint64, step);
        Breakers breakers;
        for (int i = 0; i < Breakers::kFailures; ++i) {
            const auto ticket = breakers.admit("p", kStart);
            QVERIFY(ticket);
            breakers.report("p", *ticket, ProviderSign::Failing, kStart);
        }
        QVERIFY(!breakers.wouldAdmit("p", kStart));
        const auto stepped = kStart + std::chrono::seconds{step};
        QVERIFY(breakers.reading("p", stepped).opensAgainIn <= Breakers::kRest);
        const auto probe = breakers.admit("p", stepped + Breakers::kRest);
        QVERIFY(probe);
        // A probe that never says anything blocks for its patience only, also over the step back to the right time.
        QVERIFY(breakers.wouldAdmit("p", kStart + Breakers::kRest + Breakers::kProbePatience + 1s) ||
                breakers.wouldAdmit("p", kStart + Breakers::kRest + 2 * Breakers::kProbePatience + 2s));
        breakers.report("p", *probe, ProviderSign::Alive, kStart + 120s);
        QVERIFY(breakers.wouldAdmit("p", kStart + 120s));
    }

    void aKeyRestsNoLonger_data() { steps(); }
    void aKeyRestsNoLonger() {
        QFETCH(qint64, step);
        const std::array keys{KeyShare{"k", 1}};
        for (const bool limited : {true, false}) {
            KeyHealth health;
            QVERIFY(health.choose(keys, "m", {}, kStart).index);
            if (limited)
                health.reportLimited("k", kStart + 60s, "slow down");
            else
                health.leaveAlone("k", "m", kStart, kStart + 60s);
            QVERIFY(!health.choose(keys, "m", {}, kStart).index);
            const auto stepped = kStart + std::chrono::seconds{step};
            const auto look = health.look(keys, "m", stepped);
            QVERIFY(look.index || (look.freeAt && *look.freeAt - stepped <= 62s));
            QVERIFY(health.isUsable("k", "m", stepped + 62s));
            // And it rests anew for as long as it is told after the step.
            health.reportLimited("k", stepped + 72s, "slow down");
            QVERIFY(!health.isUsable("k", "m", stepped + 63s));
            QVERIFY(health.isUsable("k", "m", stepped + 72s));
        }
    }

    void whatWasMeasuredIsForgottenInAnHour_data() { steps(); }
    void whatWasMeasuredIsForgottenInAnHour() {
        QFETCH(qint64, step);
        LiveMetrics metrics;
        AttemptSample bad;
        bad.failed = true;
        for (int i = 0; i < 100; ++i)
            metrics.record("p", "m", bad, kStart);
        const auto stepped = kStart + std::chrono::seconds{step};
        const auto reading = metrics.reading("p", "m", stepped);
        QVERIFY(!reading || reading->attempts <= 100); // none counts twice
        AttemptSample good;
        good.duration = 1s;
        metrics.record("p", "m", good, stepped + 61min);
        QCOMPARE(metrics.reading("p", "m", stepped + 61min)->attempts, 1);
        QVERIFY(!metrics.reading("p", "m", stepped + 122min));
    }

    void aConversationSticksNoLonger_data() { steps(); }
    void aConversationSticksNoLonger() {
        QFETCH(qint64, step);
        StickyRoutes sticky;
        const StickyRoutes::Key key{"default", "conversation", "m"};
        sticky.remember(key, "p", kStart);
        const auto stepped = kStart + std::chrono::seconds{step};
        QCOMPARE(sticky.provider(key, stepped), step < 3'600 ? std::string("p") : std::string());
        QCOMPARE(sticky.provider(key, stepped + StickyRoutes::kKept), std::string());
        sticky.remember(key, "q", stepped + StickyRoutes::kKept);
        QCOMPARE(sticky.provider(key, stepped + StickyRoutes::kKept + 1min), std::string("q"));
    }
};

QTEST_GUILESS_MAIN(ClockStepsTest)
#include "tst_clocksteps.moc"
