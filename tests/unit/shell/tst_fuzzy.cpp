// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/fuzzy.h"

#include <QTest>

using llmg::shell::fuzzyScore;
using namespace Qt::StringLiterals;

class tst_Fuzzy : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void firstIsBetter_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("better");
        QTest::addColumn<QString>("worse");
        QTest::newRow("a beginning beats a middle") << u"set"_s << u"Settings"_s << u"Reset"_s;
        QTest::newRow("beginnings of words beat letters inside") << u"gm"_s << u"gpt-4o-mini"_s << u"gemma"_s;
        QTest::newRow("the shorter of two alike") << u"gpt-4o"_s << u"gpt-4o"_s << u"gpt-4o-mini"_s;
        QTest::newRow("case does not count") << u"OVER"_s << u"Overview"_s << u"Recover"_s;
        QTest::newRow("a run beats beginnings of words")
            << u"gpt"_s << u"gpt-5-mini-2025"_s << u"gemini-preview-thinking"_s;
        QTest::newRow("a run beats scattered letters") << u"cost"_s << u"Costs"_s << u"Copy or set"_s;
    }
    void firstIsBetter() {
        QFETCH(QString, typed);
        QFETCH(QString, better);
        QFETCH(QString, worse);
        QVERIFY(fuzzyScore(typed, better) > fuzzyScore(typed, worse));
    }

    void lettersThatAreMissingOrOutOfOrderDoNotFit() {
        QVERIFY(fuzzyScore(u"xyz", u"Overview") < 0);
        QVERIFY(fuzzyScore(u"wo", u"Overview") < 0);
        QVERIFY(fuzzyScore(u"over view", u"Overview") >= 0);
    }
};

QTEST_APPLESS_MAIN(tst_Fuzzy)
#include "tst_fuzzy.moc"
