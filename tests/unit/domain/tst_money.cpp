// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/money.h"

#include <QTest>

#include <limits>

using namespace llmg::domain;

class TestMoney : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void formatsForPeople_data() {
        QTest::addColumn<qint64>("nano");
        QTest::addColumn<QString>("shown");
        QTest::newRow("nothing") << qint64{0} << QStringLiteral("$0.00");
        QTest::newRow("one nano-dollar") << qint64{1} << QStringLiteral("$0.000000001");
        QTest::newRow("four digits under a cent") << qint64{3'421'000} << QStringLiteral("$0.003421");
        QTest::newRow("fifth digit rounds up") << qint64{3'421'500} << QStringLiteral("$0.003422");
        QTest::newRow("fifth digit rounds down") << qint64{3'421'499} << QStringLiteral("$0.003421");
        QTest::newRow("zeros at the end are not shown") << qint64{4'000'000} << QStringLiteral("$0.004");
        QTest::newRow("just under a cent rounds up to it") << qint64{9'999'999} << QStringLiteral("$0.01");
        QTest::newRow("largest four digits under a cent") << qint64{9'999'000} << QStringLiteral("$0.009999");
        QTest::newRow("one cent") << qint64{10'000'000} << QStringLiteral("$0.01");
        QTest::newRow("half a cent more rounds up") << qint64{15'000'000} << QStringLiteral("$0.02");
        QTest::newRow("dollars and cents") << qint64{4'180'000'000} << QStringLiteral("$4.18");
        QTest::newRow("cents carry into dollars") << qint64{999'995'000'000} << QStringLiteral("$1,000.00");
        QTest::newRow("three digits ungrouped") << qint64{999'000'000'000} << QStringLiteral("$999.00");
        QTest::newRow("thousands grouped") << qint64{1'234'567'890'000'000} << QStringLiteral("$1,234,567.89");
        QTest::newRow("minus before the dollar sign") << qint64{-4'180'000'000} << QStringLiteral("-$4.18");
        QTest::newRow("minus under a cent") << qint64{-3'421'000} << QStringLiteral("-$0.003421");
        QTest::newRow("largest") << std::numeric_limits<qint64>::max() << QStringLiteral("$9,223,372,036.85");
        QTest::newRow("smallest") << std::numeric_limits<qint64>::min() << QStringLiteral("-$9,223,372,036.85");
    }
    void formatsForPeople() {
        QFETCH(qint64, nano);
        QFETCH(QString, shown);
        QCOMPARE(QString::fromStdString(formatUsd(Money::fromNano(nano))), shown);
    }

    void writesExactDecimals_data() {
        QTest::addColumn<qint64>("nano");
        QTest::addColumn<QString>("written");
        QTest::newRow("nothing") << qint64{0} << QStringLiteral("0");
        QTest::newRow("nano-dollars") << qint64{3'421} << QStringLiteral("0.000003421");
        QTest::newRow("whole dollars") << qint64{35'000'000'000} << QStringLiteral("35");
        QTest::newRow("no trailing zeros") << qint64{38'500'000'000} << QStringLiteral("38.5");
        QTest::newRow("negative") << qint64{-1'500'000'000} << QStringLiteral("-1.5");
        QTest::newRow("negative under one") << qint64{-1} << QStringLiteral("-0.000000001");
        QTest::newRow("ungrouped") << qint64{1'234'567'000'000'001} << QStringLiteral("1234567.000000001");
        QTest::newRow("smallest") << std::numeric_limits<qint64>::min() << QStringLiteral("-9223372036.854775808");
    }
    void writesExactDecimals() {
        QFETCH(qint64, nano);
        QFETCH(QString, written);
        QCOMPARE(QString::fromStdString(toDecimalUsd(Money::fromNano(nano))), written);
    }

    void addsAndCompares() {
        Money sum = Money::fromCents(2900) + Money::fromNano(1);
        sum += Money::fromNano(2);
        QCOMPARE(sum.nanoUsd, qint64{29'000'000'003});
        QCOMPARE((sum - Money::fromCents(2900)).nanoUsd, qint64{3});
        QVERIFY(Money::fromNano(1) < Money::fromNano(2));
        QVERIFY(Money{}.isZero());
        QVERIFY(!Money::fromNano(-1).isZero());
    }
};

QTEST_APPLESS_MAIN(TestMoney)
#include "tst_money.moc"
