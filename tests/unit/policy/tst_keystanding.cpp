// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/policy/keystanding.h"
#include "app/policy/spendlimits.h"

#include <QDateTime>
#include <QTest>

using namespace llmg;
using namespace llmg::policy;
using domain::BudgetScope;
using domain::KeyState;
using domain::Money;
using domain::Period;
using domain::SpendLimit;

namespace {

UnixTime at(const char* text) {
    return UnixTime{Milliseconds{QDateTime::fromString(QString::fromLatin1(text), Qt::ISODate).toMSecsSinceEpoch()}};
}

/// A Sunday: the week ends before the month.
const UnixTime kNow = at("2026-11-22T12:30:00Z");

} // namespace

class TestKeyStanding : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void says_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("expires");
        QTest::addColumn<int>("lifetimeCents");  // 0: none
        QTest::addColumn<QList<int>>("periods"); // in turns: period, cents
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("until");
        const int active = static_cast<int>(KeyState::Active);
        const int hour = static_cast<int>(Period::Hour), day = static_cast<int>(Period::Day),
                  week = static_cast<int>(Period::Week), month = static_cast<int>(Period::Month);
        const QString never, active_ = QStringLiteral("active"), reached = QStringLiteral("limit reached");
        QTest::newRow("no limit") << active << never << 0 << QList<int>{} << active_ << never;
        QTest::newRow("below every limit")
            << active << never << 101 << QList<int>{hour, 101, day, 101, week, 101, month, 101} << active_ << never;
        QTest::newRow("the lifetime's") << active << never << 100 << QList<int>{day, 100} << reached << never;
        QTest::newRow("the hour's") << active << never << 0 << QList<int>{hour, 100, day, 200} << reached
                                    << QStringLiteral("2026-11-22T13:00:00Z");
        QTest::newRow("the day's") << active << never << 0 << QList<int>{day, 50} << reached
                                   << QStringLiteral("2026-11-23T00:00:00Z");
        QTest::newRow("the week's") << active << never << 0 << QList<int>{week, 100} << reached
                                    << QStringLiteral("2026-11-23T00:00:00Z");
        QTest::newRow("the month's") << active << never << 0 << QList<int>{month, 100} << reached
                                     << QStringLiteral("2026-12-01T00:00:00Z");
        QTest::newRow("of several the longest") << active << never << 0 << QList<int>{hour, 10, month, 50, day, 20}
                                                << reached << QStringLiteral("2026-12-01T00:00:00Z");
        QTest::newRow("a limit of nothing")
            << active << never << 0 << QList<int>{day, 0} << reached << QStringLiteral("2026-11-23T00:00:00Z");
        QTest::newRow("expired, and its limit reached") << active << QStringLiteral("2026-11-22T12:30:00Z") << 1
                                                        << QList<int>{} << QStringLiteral("expired") << never;
        QTest::newRow("expires in a second")
            << active << QStringLiteral("2026-11-22T12:30:01Z") << 0 << QList<int>{} << active_ << never;
        QTest::newRow("disabled") << static_cast<int>(KeyState::Disabled) << never << 1 << QList<int>{}
                                  << QStringLiteral("disabled") << never;
        QTest::newRow("revoked") << static_cast<int>(KeyState::Revoked) << never << 1 << QList<int>{}
                                 << QStringLiteral("revoked") << never;
    }
    void says() {
        QFETCH(int, state);
        QFETCH(QString, expires);
        QFETCH(int, lifetimeCents);
        QFETCH(QList<int>, periods);
        QFETCH(QString, word);
        QFETCH(QString, until);
        domain::GatewayKey key;
        key.id = "a";
        key.state = static_cast<KeyState>(state);
        if (!expires.isEmpty())
            key.expiresAt = at(expires.toLatin1().constData());
        if (lifetimeCents > 0)
            key.limit = Money::fromCents(lifetimeCents);
        for (qsizetype i = 0; i < periods.size(); i += 2)
            key.periodLimits.push_back({static_cast<Period>(periods[i]), Money::fromCents(periods[i + 1])});
        SpendBook book;
        book.add(BudgetScope::Key, "a", Money::fromCents(100), kNow);
        const KeyStanding standing = keyStanding(key, book, kNow);
        QCOMPARE(QString::fromLatin1(toString(standing.state)), word);
        QCOMPARE(standing.until.has_value(), !until.isEmpty());
        if (standing.until)
            QVERIFY(*standing.until == at(until.toLatin1().constData()));
        // The gateway refuses for its limits exactly those keys that are shown so.
        const bool limited = standing.state == KeyStandingState::LimitReached;
        QCOMPARE(standing.limit.has_value(), limited);
        if (standing.state == KeyStandingState::Active || limited)
            QCOMPARE(!checkKeyLimits(key, book, kNow), limited);
    }

    void aWeekMayOutlastItsMonth() {
        const UnixTime lastOfMonth = at("2026-09-30T12:00:00Z"); // a Wednesday
        domain::GatewayKey key;
        key.id = "a";
        key.periodLimits = {{Period::Month, Money::fromCents(1)}, {Period::Week, Money::fromCents(1)}};
        SpendBook book;
        book.add(BudgetScope::Key, "a", Money::fromCents(1), lastOfMonth);
        const KeyStanding standing = keyStanding(key, book, lastOfMonth);
        QVERIFY(standing.until && *standing.until == at("2026-10-05T00:00:00Z"));
        QVERIFY(standing.limit && standing.limit->period == Period::Week);
    }
};

QTEST_GUILESS_MAIN(TestKeyStanding)
#include "tst_keystanding.moc"
