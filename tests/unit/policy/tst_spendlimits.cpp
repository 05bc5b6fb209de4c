// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/policy/spendlimits.h"

#include <QDateTime>
#include <QTest>

#include <thread>

using namespace llmg;
using namespace llmg::policy;
using domain::Budget;
using domain::BudgetScope;
using domain::Money;
using domain::Period;

namespace {

UnixTime at(const char* text) {
    return UnixTime{Milliseconds{QDateTime::fromString(QString::fromLatin1(text), Qt::ISODate).toMSecsSinceEpoch()}};
}

const UnixTime kNoon = at("2026-11-22T12:00:00Z");

Budget monthly(BudgetScope scope, const char* subject, std::int64_t cents, bool blocks) {
    Budget budget;
    budget.id = std::string("b-") + subject;
    budget.scope = scope;
    budget.subject = subject;
    budget.amount = Money::fromCents(cents);
    budget.blocks = blocks;
    return budget;
}

} // namespace

class TestSpendLimits : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aReadingOfTheLedgerNeverLowersWhatIsKnown() {
        SpendBook book;
        book.seed(BudgetScope::Key, "a", Period::Lifetime, Money::fromCents(100), kNoon);
        book.add(BudgetScope::Key, "a", Money::fromCents(50), kNoon);
        book.seed(BudgetScope::Key, "a", Period::Lifetime, Money::fromCents(100), kNoon); // the ledger is behind
        QCOMPARE(book.spent(BudgetScope::Key, "a", Period::Lifetime, kNoon).nanoUsd, Money::fromCents(150).nanoUsd);
        book.seed(BudgetScope::Key, "a", Period::Lifetime, Money::fromCents(200), kNoon); // another process spent too
        QCOMPARE(book.spent(BudgetScope::Key, "a", Period::Lifetime, kNoon).nanoUsd, Money::fromCents(200).nanoUsd);
        QVERIFY(book.spent(BudgetScope::Project, "a", Period::Lifetime, kNoon).isZero());
        QVERIFY(book.spent(BudgetScope::Key, "unknown", Period::Day, kNoon).isZero());
    }

    void periodsBeginAnew_data() {
        QTest::addColumn<QString>("later");
        QTest::addColumn<QString>("left"); // of hour, day, week, month, ever
        QTest::newRow("the same hour") << QStringLiteral("2026-11-22T12:59:59Z") << QStringLiteral("1 1 1 1 1");
        QTest::newRow("the next hour") << QStringLiteral("2026-11-22T13:00:00Z") << QStringLiteral("0 1 1 1 1");
        QTest::newRow("the next day, a Monday")
            << QStringLiteral("2026-11-23T00:00:00Z") << QStringLiteral("0 0 0 1 1");
        QTest::newRow("the next month") << QStringLiteral("2026-12-01T00:00:00Z") << QStringLiteral("0 0 0 0 1");
        QTest::newRow("a clock set back by a day")
            << QStringLiteral("2026-11-21T12:00:00Z") << QStringLiteral("0 0 1 1 1");
    }
    void periodsBeginAnew() {
        QFETCH(QString, later);
        QFETCH(QString, left);
        SpendBook book;
        book.add(BudgetScope::Key, "a", Money::fromNano(1), kNoon);
        QStringList shown;
        for (const Period period : {Period::Hour, Period::Day, Period::Week, Period::Month, Period::Lifetime})
            shown << QString::number(
                book.spent(BudgetScope::Key, "a", period, at(later.toLatin1().constData())).nanoUsd);
        QCOMPARE(shown.join(u' '), left);
    }

    // Money counts in the period in which it was spent, as the ledger says; spent there are 1 before, 2 during, 4
    // after.
    void aClockThatStepsCountsNoPeriodTwice_data() {
        QTest::addColumn<QString>("stepped");
        QTest::addColumn<QString>("during"); // of hour, day, week, month, ever
        QTest::addColumn<QString>("after");
        QTest::newRow("back by an hour") << QStringLiteral("2026-11-22T11:00:00Z") << QStringLiteral("2 3 3 3 3")
                                         << QStringLiteral("5 7 7 7 7");
        QTest::newRow("back by a day") << QStringLiteral("2026-11-21T12:00:00Z") << QStringLiteral("2 2 3 3 3")
                                       << QStringLiteral("5 5 7 7 7");
        QTest::newRow("back by years") << QStringLiteral("1970-01-01T00:00:00Z") << QStringLiteral("2 2 2 2 3")
                                       << QStringLiteral("5 5 5 5 7");
        QTest::newRow("forward by a day, a Monday")
            << QStringLiteral("2026-11-23T12:00:00Z") << QStringLiteral("2 2 2 3 3") << QStringLiteral("5 5 5 7 7");
        QTest::newRow("forward by a month")
            << QStringLiteral("2026-12-22T12:00:00Z") << QStringLiteral("2 2 2 2 3") << QStringLiteral("5 5 5 5 7");
        QTest::newRow("forward by years")
            << QStringLiteral("2099-01-01T00:00:00Z") << QStringLiteral("2 2 2 2 3") << QStringLiteral("5 5 5 5 7");
    }
    void aClockThatStepsCountsNoPeriodTwice() {
        QFETCH(QString, stepped);
        QFETCH(QString, during);
        QFETCH(QString, after);
        const UnixTime then = at(stepped.toLatin1().constData());
        SpendBook book;
        const auto shown = [&book](UnixTime now) {
            QStringList amounts;
            for (const Period period : {Period::Hour, Period::Day, Period::Week, Period::Month, Period::Lifetime})
                amounts << QString::number(book.spent(BudgetScope::Key, "a", period, now).nanoUsd);
            return amounts.join(u' ');
        };
        book.add(BudgetScope::Key, "a", Money::fromNano(1), kNoon);
        book.add(BudgetScope::Key, "a", Money::fromNano(2), then);
        QCOMPARE(shown(then), during);
        book.add(BudgetScope::Key, "a", Money::fromNano(4), kNoon);
        QCOMPARE(shown(kNoon), after);
        // Time goes on, and the wrong time is forgotten before what is near.
        book.add(BudgetScope::Key, "a", Money::fromNano(8), kNoon + std::chrono::hours{24});
        book.add(BudgetScope::Key, "a", Money::fromNano(8), kNoon + std::chrono::hours{48});
        QVERIFY(book.spent(BudgetScope::Key, "a", Period::Day, kNoon + std::chrono::hours{24}).nanoUsd >= 8);
        QCOMPARE(book.spent(BudgetScope::Key, "a", Period::Lifetime, kNoon).nanoUsd, 23);
    }

    void losesNothingBetweenThreads() {
        SpendBook book;
        constexpr int kThreads = 4;
        constexpr int kTimes = 10'000;
        std::vector<std::thread> threads;
        for (int i = 0; i < kThreads; ++i)
            threads.emplace_back([&] {
                for (int n = 0; n < kTimes; ++n)
                    book.add(BudgetScope::Key, "a", Money::fromNano(1), kNoon);
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(book.spent(BudgetScope::Key, "a", Period::Hour, kNoon).nanoUsd, std::int64_t{kThreads} * kTimes);
    }

    void keysAreRefusedWithTheLimitThatIsReached_data() {
        QTest::addColumn<int>("spentCents");
        QTest::addColumn<QString>("words");
        QTest::newRow("below") << 99 << QString();
        QTest::newRow("the day's") << 100
                                   << QStringLiteral("daily usage limit of $1.00. It begins anew at 2026-11-23 "
                                                     "00:00 UTC.");
        QTest::newRow("ever") << 1000 << QStringLiteral("reached its usage limit of $10.00. Raise");
    }
    void keysAreRefusedWithTheLimitThatIsReached() {
        QFETCH(int, spentCents);
        QFETCH(QString, words);
        domain::GatewayKey key;
        key.id = "a";
        key.limit = Money::fromCents(1000);
        key.periodLimits = {{Period::Day, Money::fromCents(100)}};
        SpendBook book;
        book.add(BudgetScope::Key, "a", Money::fromCents(spentCents), kNoon);
        const auto checked = checkKeyLimits(key, book, kNoon);
        QCOMPARE(checked.has_value(), words.isEmpty());
        if (!checked) {
            QVERIFY(checked.error().kind == ErrorKind::InvalidApiKey);
            QVERIFY2(QString::fromStdString(checked.error().message).contains(words), checked.error().message.c_str());
        }
    }

    void onlyBlockingBudgetsRefuse_data() {
        QTest::addColumn<int>("scope");
        QTest::addColumn<QByteArray>("subject");
        QTest::addColumn<bool>("blocks");
        QTest::addColumn<int>("spentCents");
        QTest::addColumn<bool>("refused");
        QTest::newRow("the project's") << 0 << QByteArray("p") << true << 500 << true;
        QTest::newRow("the key's") << 1 << QByteArray("k") << true << 500 << true;
        QTest::newRow("another project's") << 0 << QByteArray("other") << true << 500 << false;
        QTest::newRow("one that only warns") << 0 << QByteArray("p") << false << 500 << false;
        QTest::newRow("not yet spent") << 0 << QByteArray("p") << true << 499 << false;
        QTest::newRow("a provider's is judged elsewhere") << 2 << QByteArray("p") << true << 500 << false;
    }
    void onlyBlockingBudgetsRefuse() {
        QFETCH(int, scope);
        QFETCH(QByteArray, subject);
        QFETCH(bool, blocks);
        QFETCH(int, spentCents);
        QFETCH(bool, refused);
        const auto budget = monthly(static_cast<BudgetScope>(scope), subject.constData(), 500, blocks);
        SpendBook book;
        book.add(budget.scope, budget.subject, Money::fromCents(spentCents), kNoon);
        const auto checked = checkBudgets({budget}, "p", "k", book, kNoon);
        QCOMPARE(!checked, refused);
        if (refused) {
            QVERIFY(checked.error().kind == ErrorKind::InsufficientCredits);
            QVERIFY(checked.error().message.find("2026-12-01 00:00 UTC") != std::string::npos);
        }
        const bool provider = budget.scope == BudgetScope::Provider;
        QCOMPARE(!checkProviderBudgets({budget}, "p", book, kNoon), provider);
    }

    void eachThresholdIsSaidOnceAPeriod() {
        const std::vector<Budget> budgets{monthly(BudgetScope::Project, "p", 1000, false)};
        SpendBook book;
        BudgetWatch watch;
        QList<int> said;
        const auto spend = [&](std::int64_t cents, UnixTime now) {
            book.add(BudgetScope::Project, "p", Money::fromCents(cents), now);
            for (const auto& alert : watch.check(budgets, book, now))
                said << alert.percent;
        };
        spend(740, kNoon);
        QCOMPARE(said, QList<int>());
        spend(10, kNoon);
        spend(10, kNoon);
        QCOMPARE(said, QList<int>({75}));
        spend(300, kNoon); // past 90 and 100 at once
        spend(300, kNoon);
        QCOMPARE(said, QList<int>({75, 100}));
        spend(900, at("2026-12-01T00:00:00Z"));
        QCOMPARE(said, QList<int>({75, 100, 90}));
    }

    // Said in the period before the step, it is not said again after it; in the period stepped to, and later in the
    // same one in its time, it is said once.
    void aClockThatStepsWarnsOnce_data() {
        QTest::addColumn<QString>("stepped");
        QTest::newRow("back by two months") << QStringLiteral("2026-09-22T12:00:00Z");
        QTest::newRow("forward by a month") << QStringLiteral("2026-12-22T12:00:00Z");
        QTest::newRow("forward by years") << QStringLiteral("2099-01-01T00:00:00Z");
    }
    void aClockThatStepsWarnsOnce() {
        QFETCH(QString, stepped);
        const UnixTime then = at(stepped.toLatin1().constData());
        const std::vector<Budget> budgets{monthly(BudgetScope::Project, "p", 1000, false)};
        SpendBook book;
        BudgetWatch watch;
        QList<int> said;
        const auto spend = [&](std::int64_t cents, UnixTime now) {
            book.add(BudgetScope::Project, "p", Money::fromCents(cents), now);
            for (const auto& alert : watch.check(budgets, book, now))
                said << alert.percent;
        };
        spend(800, kNoon);
        spend(100, then);
        spend(10, kNoon);
        QCOMPARE(said, QList<int>({75}));
        spend(200, kNoon);
        QCOMPARE(said, QList<int>({75, 100}));
        spend(650, then); // 750 in all
        spend(10, then);
        QCOMPARE(said, QList<int>({75, 100, 75}));
        spend(10, kNoon);
        QCOMPARE(said, QList<int>({75, 100, 75}));
    }

    void aChangedBudgetIsJudgedAnew() {
        auto budget = monthly(BudgetScope::Project, "p", 1000, false);
        SpendBook book;
        BudgetWatch watch;
        book.add(BudgetScope::Project, "p", Money::fromCents(600), kNoon);
        QVERIFY(watch.check({budget}, book, kNoon).empty());
        budget.amount = Money::fromCents(500); // below what is spent
        const auto alerts = watch.check({budget}, book, kNoon);
        QCOMPARE(alerts.size(), std::size_t{1});
        QCOMPARE(alerts[0].percent, 100);
    }

    void whatWasReachedBeforeTheStartIsNotSaid() {
        const std::vector<Budget> budgets{monthly(BudgetScope::Project, "p", 1000, false)};
        SpendBook book;
        BudgetWatch watch;
        book.seed(BudgetScope::Project, "p", Period::Month, Money::fromCents(800), kNoon);
        watch.settle(budgets, book, kNoon);
        QVERIFY(watch.check(budgets, book, kNoon).empty());
    }
};

QTEST_GUILESS_MAIN(TestSpendLimits)
#include "tst_spendlimits.moc"
