// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/requests/filterparser.h"

#include <QTest>

using namespace llmg;
using namespace llmg::requests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const UnixTime now{Milliseconds{1'795'000'000'000}};

ParsedFilter parse(const QString& text) {
    FilterNames names;
    names.now = now;
    names.projectId = [](const QString& name) {
        return name == u"My App"_s ? std::string("01PROJECT") : std::string();
    };
    names.keyId = [](const QString& name) { return name == u"laptop"_s ? std::string("01KEY") : std::string(); };
    return parseFilter(text, names);
}

} // namespace

class tst_FilterParser : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void status_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::newRow("one") << u"status:429"_s << 429 << 429;
        QTest::newRow("at least") << u"status:>=400"_s << 400 << 999;
        QTest::newRow("more than") << u"status:>499"_s << 500 << 999;
        QTest::newRow("less than") << u"status:<300"_s << 1 << 299;
        QTest::newRow("class") << u"status:5xx"_s << 500 << 599;
        QTest::newRow("range") << u"status:400-499"_s << 400 << 499;
    }
    void status() {
        QFETCH(QString, text);
        const ParsedFilter parsed = parse(text);
        QVERIFY(parsed.problems.isEmpty());
        QTEST(parsed.filter.statusFrom, "from");
        QTEST(parsed.filter.statusTo, "to");
    }

    void cost_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("nano");
        QTest::newRow("cents") << u"cost:>0.01"_s << qint64(10'000'000);
        QTest::newRow("with a dollar sign") << u"cost:>$2"_s << qint64(2'000'000'000);
        QTest::newRow("exact to a nano-dollar") << u"cost:>0.000000001"_s << qint64(1);
        QTest::newRow("at least is one nano-dollar less") << u"cost:>=0.01"_s << qint64(9'999'999);
    }
    void cost() {
        QFETCH(QString, text);
        const ParsedFilter parsed = parse(text);
        QVERIFY(parsed.problems.isEmpty());
        QVERIFY(parsed.filter.costAbove);
        QTEST(qint64(parsed.filter.costAbove->nanoUsd), "nano");
    }

    void duration_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("microseconds");
        QTest::newRow("seconds") << u"ttft:>2s"_s << qint64(2'000'000);
        QTest::newRow("part of a second") << u"ttft:>1.5s"_s << qint64(1'500'000);
        QTest::newRow("milliseconds") << u"ttft:>500ms"_s << qint64(500'000);
        QTest::newRow("minutes") << u"ttft:>2m"_s << qint64(120'000'000);
        QTest::newRow("no unit is seconds") << u"ttft:>3"_s << qint64(3'000'000);
    }
    void duration() {
        QFETCH(QString, text);
        const ParsedFilter parsed = parse(text);
        QVERIFY2(parsed.problems.isEmpty(), qPrintable(parsed.problems.join(u' ')));
        QTEST(qint64(parsed.filter.firstTokenAboveUs), "microseconds");
    }

    void everythingTogether() {
        const ParsedFilter parsed = parse(
            u"model:gpt-4o provider:openai app:cursor project:\"My App\" key:laptop total:>10s is:error last:24h rate limit"_s);
        QVERIFY2(parsed.problems.isEmpty(), qPrintable(parsed.problems.join(u' ')));
        const storage::RequestFilter& filter = parsed.filter;
        QCOMPARE(filter.modelContains, "gpt-4o");
        QCOMPARE(filter.provider, "openai");
        QCOMPARE(filter.application, "cursor");
        QCOMPARE(filter.projectId, "01PROJECT");
        QCOMPARE(filter.keyId, "01KEY");
        QCOMPARE(filter.durationAboveUs, 10'000'000);
        QVERIFY(filter.onlyErrors);
        QVERIFY(filter.range);
        QVERIFY(filter.range->from == now - 24h);
        QCOMPARE(filter.text, "rate limit");
    }

    void nothingFiltersNothing() { QVERIFY(parse(u"   "_s).filter == storage::RequestFilter{}); }

    void whatIsNotUnderstoodIsSaidAndTheRestHolds_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("unknown field") << u"colour:red"_s;
        QTest::newRow("missing value") << u"model:"_s;
        QTest::newRow("status in words") << u"status:bad"_s;
        QTest::newRow("status range upside down") << u"status:500-400"_s;
        QTest::newRow("status class six") << u"status:6xx"_s;
        QTest::newRow("cost below, which cannot be asked") << u"cost:<1"_s;
        QTest::newRow("cost in words") << u"cost:>much"_s;
        QTest::newRow("cost beyond 64 bits") << u"cost:>99999999999999"_s;
        QTest::newRow("duration in hours") << u"ttft:>1h"_s;
        QTest::newRow("no such project") << u"project:nobody"_s;
        QTest::newRow("time without unit") << u"last:24"_s;
        QTest::newRow("is something") << u"is:slow"_s;
    }
    void whatIsNotUnderstoodIsSaidAndTheRestHolds() {
        QFETCH(QString, text);
        const ParsedFilter parsed = parse(text + u" model:gpt-4o"_s);
        QCOMPARE(parsed.problems.size(), 1);
        QVERIFY(parsed.problems.first().startsWith(text));
        storage::RequestFilter rest;
        rest.modelContains = "gpt-4o";
        QVERIFY(parsed.filter == rest);
    }

    void quotesKeepWordsTogether() {
        QCOMPARE(splitTerms(u"app:\"my app\"  model:x"_s), (QStringList{u"app:\"my app\""_s, u"model:x"_s}));
        QCOMPARE(splitTerms(u"app:\"never closed model:x"_s), (QStringList{u"app:\"never closed model:x"_s}));
    }
};

QTEST_APPLESS_MAIN(tst_FilterParser)
#include "tst_filterparser.moc"
