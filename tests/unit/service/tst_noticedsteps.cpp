// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/clocksteps.h"
#include "tests/support/steppedclock.h"

#include <QTest>

using namespace llmg;
using namespace std::chrono_literals;

class NoticedStepsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aStepIsNoticedOnce_data() {
        QTest::addColumn<qint64>("step"); // seconds
        QTest::addColumn<bool>("noticed");
        for (const auto& [step, noticed] : {std::pair<qint64, bool>{-86'400, true},
                                            {-61, true},
                                            {-30, false},
                                            {0, false},
                                            {30, false},
                                            {61, true},
                                            {31'536'000, true}})
            QTest::addRow("%+lld s", step) << step << noticed;
    }
    void aStepIsNoticedOnce() {
        QFETCH(qint64, step);
        QFETCH(bool, noticed);
        tests::SteppedClock clock;
        service::ClockSteps steps(clock);
        clock.pass(10h); // is no step
        QVERIFY(!steps.happened());
        clock.step(std::chrono::seconds{step});
        QCOMPARE(steps.happened(), noticed);
        QVERIFY(!steps.happened());
        clock.step(std::chrono::seconds{-step});
        QCOMPARE(steps.happened(), noticed);
    }
};

QTEST_GUILESS_MAIN(NoticedStepsTest)
#include "tst_noticedsteps.moc"
