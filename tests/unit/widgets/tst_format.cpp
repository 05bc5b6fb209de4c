// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/numberfield.h"

#include <QTest>

#include <limits>
#include <memory>

using namespace llmg;
using namespace llmg::widgets;
using namespace Qt::StringLiterals;

class tst_Format : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void compact_data() {
        QTest::addColumn<qint64>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << qint64(0) << u"0"_s;
        QTest::newRow("under a thousand is exact") << qint64(980) << u"980"_s;
        QTest::newRow("one thousand") << qint64(1000) << u"1 k"_s;
        QTest::newRow("thousands") << qint64(12'400) << u"12.4 k"_s;
        QTest::newRow("hundred thousands without decimals") << qint64(312'400) << u"312 k"_s;
        QTest::newRow("rounds into the next unit") << qint64(999'950) << u"1 M"_s;
        QTest::newRow("millions") << qint64(61'312'000) << u"61.3 M"_s;
        QTest::newRow("billions") << qint64(1'210'000'000) << u"1.2 B"_s;
        QTest::newRow("negative") << qint64(-12'400) << u"-12.4 k"_s;
    }
    void compact() {
        QFETCH(qint64, value);
        QTEST(formatCompact(value), "text");
    }

    void duration_data() {
        QTest::addColumn<qint64>("microseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("unknown") << qint64(-1) << u"–"_s;
        QTest::newRow("none") << qint64(0) << u"0 ms"_s;
        QTest::newRow("under a millisecond") << qint64(420) << u"0.4 ms"_s;
        QTest::newRow("milliseconds") << qint64(734'000) << u"734 ms"_s;
        QTest::newRow("rounds to a second") << qint64(999'600) << u"1.0 s"_s;
        QTest::newRow("seconds") << qint64(6'910'000) << u"6.9 s"_s;
        QTest::newRow("ten seconds lose the decimal") << qint64(11'960'000) << u"12 s"_s;
        QTest::newRow("rounds to a minute") << qint64(59'700'000) << u"1 min"_s;
        QTest::newRow("minutes") << qint64(65'000'000) << u"1 min 5 s"_s;
        QTest::newRow("hours") << qint64(7'380'000'000) << u"2 h 3 min"_s;
    }
    void duration() {
        QFETCH(qint64, microseconds);
        QTEST(formatDuration(microseconds), "text");
    }

    void percent_data() {
        QTest::addColumn<double>("ratio");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << 0.0 << u"0 %"_s;
        QTest::newRow("small") << 0.0042 << u"0.42 %"_s;
        QTest::newRow("three digits") << 0.1423 << u"14.2 %"_s;
        QTest::newRow("whole") << 0.31 << u"31 %"_s;
        QTest::newRow("all") << 1.0 << u"100 %"_s;
        QTest::newRow("of nothing") << std::numeric_limits<double>::quiet_NaN() << u"–"_s;
    }
    void percent() {
        QFETCH(double, ratio);
        QTEST(formatPercent(ratio), "text");
    }

    void change_data() {
        QTest::addColumn<double>("before");
        QTest::addColumn<double>("now");
        QTest::addColumn<QString>("text");
        QTest::newRow("more") << 100.0 << 112.0 << u"+12 %"_s;
        QTest::newRow("less, with a true minus") << 100.0 << 96.0 << u"−4 %"_s;
        QTest::newRow("a hair less is no change") << 1000.0 << 999.0 << u"0 %"_s;
        QTest::newRow("manifold") << 2.0 << 50.0 << u"× 25"_s;
        QTest::newRow("something from nothing") << 0.0 << 5.0 << u"new"_s;
        QTest::newRow("nothing from nothing") << 0.0 << 0.0 << u"0 %"_s;
    }
    void change() {
        QFETCH(double, before);
        QFETCH(double, now);
        QTEST(formatChange(before, now), "text");
    }

    void points() {
        QCOMPARE(formatPoints(0.0072, 0.0042), u"−0.3 pt"_s);
        QCOMPARE(formatPoints(0.0042, 0.0042), u"0 pt"_s);
        QCOMPARE(formatPoints(0.0042, 0.0142), u"+1.0 pt"_s);
    }

    void money_data() {
        QTest::addColumn<qint64>("nano");
        QTest::addColumn<bool>("known");
        QTest::addColumn<bool>("estimated");
        QTest::addColumn<QString>("text");
        QTest::newRow("dollars") << qint64(4'180'000'000) << true << false << u"$4.18"_s;
        QTest::newRow("under a cent keeps four digits") << qint64(3'421'000) << true << false << u"$0.003421"_s;
        QTest::newRow("estimated") << qint64(4'180'000'000) << true << true << u"≈ $4.18"_s;
        QTest::newRow("an unknown price is not free") << qint64(0) << false << false << u"unknown"_s;
    }
    void money() {
        QFETCH(qint64, nano);
        QFETCH(bool, known);
        QFETCH(bool, estimated);
        QTEST(formatMoney(domain::Money::fromNano(nano), known, estimated), "text");
    }

    void bytesAndRates() {
        QCOMPARE(formatBytes(734), u"734 B"_s);
        QCOMPARE(formatBytes(12'400), u"12.4 KB"_s);
        QCOMPARE(formatBytes(9'600'000), u"9.6 MB"_s);
        QCOMPARE(formatTokenRate(142, 2'000'000), u"71 tok/s"_s);
        QCOMPARE(formatTokenRate(142, 0), u"–"_s);
        QCOMPARE(formatCount(38'204), u"38,204"_s);
    }

    void typedNumber_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("decimals");
        QTest::addColumn<bool>("good");
        QTest::addColumn<qint64>("value");
        QTest::newRow("plain") << u"10000"_s << 0 << true << qint64(10'000);
        QTest::newRow("grouped") << u"10,000,000"_s << 0 << true << qint64(10'000'000);
        QTest::newRow("with letters") << u"10M"_s << 0 << true << qint64(10'000'000);
        QTest::newRow("one and a half thousand") << u"1.5 k"_s << 0 << true << qint64(1500);
        QTest::newRow("a comma that groups nothing") << u"1,5"_s << 2 << false << qint64(0);
        QTest::newRow("a comma at the wrong place") << u"10,00,000"_s << 0 << false << qint64(0);
        QTest::newRow("a comma after the point") << u"1.500,000"_s << 9 << false << qint64(0);
        QTest::newRow("separators of two kinds") << u"1 000,000"_s << 0 << false << qint64(0);
        QTest::newRow("grouped by narrow spaces") << u"10 000"_s << 0 << true << qint64(10'000);
        QTest::newRow("grouped, with decimals") << u"1,234.5"_s << 2 << true << qint64(123'450);
        QTest::newRow("an exponent") << u"1e3"_s << 0 << false << qint64(0);
        QTest::newRow("only a sign") << u"-"_s << 0 << false << qint64(0);
        QTest::newRow("a billionth") << u"0.000000001"_s << 9 << true << qint64(1);
        QTest::newRow("cents") << u"29.5"_s << 2 << true << qint64(2950);
        QTest::newRow("trailing zeros are no decimals") << u"29.500"_s << 2 << true << qint64(2950);
        QTest::newRow("too many decimals") << u"0.125"_s << 2 << false << qint64(0);
        QTest::newRow("negative") << u"-3"_s << 0 << true << qint64(-3);
        QTest::newRow("empty") << u""_s << 0 << false << qint64(0);
        QTest::newRow("words") << u"many"_s << 0 << false << qint64(0);
        QTest::newRow("beyond 64 bits") << u"99999999999999999999"_s << 0 << false << qint64(0);
    }
    void typedNumber() {
        QFETCH(QString, text);
        QFETCH(int, decimals);
        QFETCH(bool, good);
        const auto value = NumberField::parse(text, decimals);
        QCOMPARE(value.has_value(), good);
        if (good)
            QTEST(qint64(*value), "value");
    }

    void fieldKeepsTheLastGoodNumber() {
        NumberField field(u"Input tokens"_s);
        field.setRange(0, 1'000'000);
        field.setValue(5000);
        QCOMPARE(field.text(), u"5,000"_s);
        QList<qint64> said;
        connect(&field, &NumberField::valueEdited, &field, [&](qint64 value) { said.append(value); });
        field.selectAll();
        QTest::keyClicks(&field, u"12k"_s);
        QCOMPARE(field.value(), 12'000);
        QVERIFY(field.isAcceptable());
        field.selectAll();
        QTest::keyClicks(&field, u"abc"_s);
        QVERIFY(!field.isAcceptable());
        QCOMPARE(field.value(), 12'000);
        QCOMPARE(said, (QList<qint64>{1, 12, 12'000}));
    }

    void aRefusedNumberStaysAsTypedAndSaysWhy_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("fault");
        QTest::newRow("negative") << u"-5"_s << u"More than $0.00."_s;
        QTest::newRow("with the sign before it") << u"$-5"_s << u"More than $0.00."_s;
        QTest::newRow("nothing") << u"0"_s << u"More than $0.00."_s;
        QTest::newRow("too large") << u"1001"_s << u"At most $1,000.00."_s;
        QTest::newRow("empty") << u""_s << u"A number is missing."_s;
        QTest::newRow("an exponent") << u"1e3"_s << u"“1e3” is not a number; write it like 1,500.5."_s;
        QTest::newRow("a comma that groups nothing") << u"1,5"_s << u"“1,5” is not a number; write it like 1,500.5."_s;
        QTest::newRow("too fine") << u"0.125"_s << u"At most 2 digits after the point."_s;
    }
    void aRefusedNumberStaysAsTypedAndSaysWhy() {
        QFETCH(QString, typed);
        QFETCH(QString, fault);
        QWidget holder;
        NumberField field(u"Amount"_s, &holder);
        const std::unique_ptr<TextLabel> label(newNumberFault(&field, &holder));
        field.setDecimals(2);
        field.setRange(1, 100'000);
        field.setPrefix(u"$"_s);
        field.setValue(5000);
        field.selectAll();
        QTest::keyClicks(&field, typed);
        if (typed.isEmpty())
            QTest::keyClick(&field, Qt::Key_Delete);
        QVERIFY(label->isHidden()); // not while it is typed
        QTest::keyClick(&field, Qt::Key_Return);
        QCOMPARE(field.text(), typed);
        QCOMPARE(field.fault(), fault);
        QCOMPARE(label->text(), fault);
        QVERIFY(!label->isHidden());
        field.setValue(field.value()); // what is shown anew is the same: what was typed stays
        QCOMPARE(field.text(), typed);
        QTest::keyClick(&field, Qt::Key_Escape);
        QVERIFY(field.isAcceptable() && label->isHidden());
        QCOMPARE(field.text(), u'$' + NumberField::format(field.value(), 2));
    }

    void aCommaIsADecimalSignOnlyWhereThePersonsLanguageHasItSo_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("good");
        QTest::addColumn<qint64>("value");
        QTest::newRow("one and a half") << u"1,5"_s << true << qint64(150);
        QTest::newRow("cents") << u"12,34"_s << true << qint64(1234);
        QTest::newRow("with thousands") << u"1,5k"_s << true << qint64(150'000);
        QTest::newRow("either of two") << u"1,500"_s << false << qint64(0);
        QTest::newRow("as it is shown") << u"1,500.00"_s << true << qint64(150'000);
        QTest::newRow("two groups") << u"1,500,000"_s << true << qint64(150'000'000);
        QTest::newRow("with a point") << u"1.5"_s << true << qint64(150);
    }
    void aCommaIsADecimalSignOnlyWhereThePersonsLanguageHasItSo() {
        QFETCH(QString, typed);
        QFETCH(bool, good);
        const QLocale before;
        QLocale::setDefault(QLocale(QLocale::German));
        NumberField field(u"Amount"_s);
        field.setDecimals(2);
        field.selectAll();
        QTest::keyClicks(&field, typed);
        QLocale::setDefault(before);
        QCOMPARE(field.isAcceptable(), good);
        if (good)
            QTEST(qint64(field.value()), "value");
        else
            QVERIFY2(field.fault().contains(u"two meanings"_s), qPrintable(field.fault()));
    }

    void anEmptyFieldMayStandForNone() {
        NumberField field(u"Limit"_s);
        field.setDecimals(9);
        field.setLeastDecimals(2);
        field.setPrefix(u"$"_s);
        field.setOptional(u"none"_s);
        field.setRange(1, 9'000'000'000'000'000'000);
        QVERIFY(!field.optionalValue() && field.isAcceptable());
        QCOMPARE(field.text(), QString());
        field.setOptionalValue(5'000'000);
        QCOMPARE(field.text(), u"$0.005"_s);
        field.setOptionalValue(25'000'000'000);
        QCOMPARE(field.text(), u"$25.00"_s);
        field.setOptionalValue(9'000'000'000'000'000'000);
        QCOMPARE(field.text(), u"$9,000,000,000.00"_s);
        field.selectAll();
        QTest::keyClick(&field, Qt::Key_Delete);
        QVERIFY(field.isAcceptable() && !field.optionalValue());
        QTest::keyClicks(&field, u"0"_s);
        QCOMPARE(field.fault(), u"More than $0.00; empty for none."_s);
    }
};

QTEST_MAIN(tst_Format)
#include "tst_format.moc"
