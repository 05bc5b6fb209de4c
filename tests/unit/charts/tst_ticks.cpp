// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/ticks.h"
#include "ui/theme/theme.h"

#include <QTest>

#include <algorithm>

using namespace llmg;
using namespace llmg::charts;
using namespace Qt::StringLiterals;

class tst_Ticks : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void axis_data() {
        QTest::addColumn<double>("highest");
        QTest::addColumn<QList<double>>("ticks");
        QTest::newRow("whole dollars") << 3.6 << QList<double>{0, 1, 2, 3, 4};
        QTest::newRow("a full step is the top") << 5.0 << QList<double>{0, 1, 2, 3, 4, 5};
        QTest::newRow("cents") << 0.03 << QList<double>{0, 0.01, 0.02, 0.03};
        QTest::newRow("hundreds") << 640.0 << QList<double>{0, 200, 400, 600, 800};
        QTest::newRow("two and a half") << 11.0 << QList<double>{0, 2.5, 5, 7.5, 10, 12.5};
        QTest::newRow("nothing to show") << 0.0 << QList<double>{0, 1};
    }
    void axis() {
        QFETCH(double, highest);
        QFETCH(QList<double>, ticks);
        const std::vector<double> got = niceTicks(highest, 5);
        QCOMPARE(got.size(), std::size_t(ticks.size()));
        for (qsizetype i = 0; i < ticks.size(); ++i)
            QVERIFY(qAbs(got[std::size_t(i)] - ticks[i]) < 1e-9);
        QVERIFY(got.back() >= highest);
    }

    void labelsEndAtTheNewest() {
        QCOMPARE(labelledBuckets(30, 1000, 60),
                 (std::vector<int>{1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29}));
        QCOMPARE(labelledBuckets(30, 400, 60), (std::vector<int>{4, 9, 14, 19, 24, 29}));
        QCOMPARE(labelledBuckets(3, 400, 60), (std::vector<int>{0, 1, 2}));
        QVERIFY(labelledBuckets(0, 400, 60).empty());
        QCOMPARE(labelledBuckets(5, 10, 60).back(), 4);
    }

    void aModelKeepsItsColour() {
        const theme::Theme theme = theme::Theme::light();
        const auto alone = seriesColors({u"gpt-4o"_s}, theme);
        const auto among =
            seriesColors({u"gpt-4o"_s, u"claude-sonnet-4-5"_s, u"gemini-2.5-pro"_s, u"deepseek-chat"_s}, theme);
        QCOMPARE(among.front(), alone.front());
        for (std::size_t i = 0; i < among.size(); ++i)
            QCOMPARE(std::count(among.begin(), among.end(), among[i]), 1);
    }
};

QTEST_APPLESS_MAIN(tst_Ticks)
#include "tst_ticks.moc"
