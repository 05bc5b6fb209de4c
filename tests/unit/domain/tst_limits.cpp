// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/limits.h"

#include <QDateTime>
#include <QTest>

using namespace llmg;
using namespace llmg::domain;

namespace {

UnixTime at(const QString& text) {
    return UnixTime{Milliseconds{QDateTime::fromString(text, Qt::ISODateWithMs).toMSecsSinceEpoch()}};
}

QString shown(UnixTime time) {
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC).toString(Qt::ISODateWithMs);
}

} // namespace

class TestLimits : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void periods_data() {
        QTest::addColumn<QByteArray>("period");
        QTest::addColumn<QString>("time");
        QTest::addColumn<QString>("start");
        QTest::addColumn<QString>("end");
        const auto row = [](const char* name, const char* period, const char* time, const char* start,
                            const char* end) {
            QTest::newRow(name) << QByteArray(period) << QString::fromLatin1(time) << QString::fromLatin1(start)
                                << QString::fromLatin1(end);
        };
        row("hour", "hour", "2026-11-22T15:59:59.999Z", "2026-11-22T15:00:00.000Z", "2026-11-22T16:00:00.000Z");
        row("hour at its start", "hour", "2026-11-22T15:00:00.000Z", "2026-11-22T15:00:00.000Z",
            "2026-11-22T16:00:00.000Z");
        row("day", "day", "2026-11-22T15:59:59.999Z", "2026-11-22T00:00:00.000Z", "2026-11-23T00:00:00.000Z");
        row("a Sunday ends its week", "week", "2026-11-22T15:00:00.000Z", "2026-11-16T00:00:00.000Z",
            "2026-11-23T00:00:00.000Z");
        row("a Monday begins one", "week", "2026-11-23T00:00:00.000Z", "2026-11-23T00:00:00.000Z",
            "2026-11-30T00:00:00.000Z");
        row("month", "month", "2026-02-28T23:59:59.999Z", "2026-02-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z");
        row("leap year", "month", "2028-02-29T12:00:00.000Z", "2028-02-01T00:00:00.000Z", "2028-03-01T00:00:00.000Z");
        row("December", "month", "2026-12-31T12:00:00.000Z", "2026-12-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z");
        row("before the epoch, with a clock that is wrong", "day", "1969-12-31T12:00:00.000Z",
            "1969-12-31T00:00:00.000Z", "1970-01-01T00:00:00.000Z");
    }
    void periods() {
        QFETCH(QByteArray, period);
        QFETCH(QString, time);
        QFETCH(QString, start);
        QFETCH(QString, end);
        const auto kind = periodFromString(period.toStdString());
        QVERIFY(kind);
        QCOMPARE(QByteArray(toString(*kind)), period);
        QCOMPARE(shown(periodStart(*kind, at(time))), start);
        QVERIFY(periodEnd(*kind, at(time)));
        QCOMPARE(shown(*periodEnd(*kind, at(time))), end);
    }

    void aLifetimeNeverEnds() {
        QCOMPARE(periodStart(Period::Lifetime, at(QStringLiteral("2026-11-22T15:00:00Z"))), UnixTime{});
        QVERIFY(!periodEnd(Period::Lifetime, at(QStringLiteral("2026-11-22T15:00:00Z"))));
        QVERIFY(!periodFromString("year"));
    }
};

QTEST_APPLESS_MAIN(TestLimits)
#include "tst_limits.moc"
