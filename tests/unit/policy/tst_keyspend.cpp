// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/policy/keyspend.h"

#include <QTest>

#include <thread>

using namespace llmg;
using namespace llmg::policy;
using domain::Money;

class KeySpendTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aReadingOfTheDatabaseNeverLowersWhatIsKnown() {
        KeySpend spend;
        domain::GatewayKey key;
        key.id = "a";
        key.spent = Money::fromCents(100);
        spend.seed({key});
        spend.add("a", Money::fromCents(50));
        spend.seed({key}); // the ledger is behind
        QCOMPARE(spend.spent("a").nanoUsd, Money::fromCents(150).nanoUsd);
        key.spent = Money::fromCents(200); // another process spent too
        spend.seed({key});
        QCOMPARE(spend.spent("a").nanoUsd, Money::fromCents(200).nanoUsd);
        QVERIFY(spend.spent("unknown").isZero());
    }

    void losesNothingBetweenThreads() {
        KeySpend spend;
        constexpr int kThreads = 4;
        constexpr int kTimes = 10'000;
        std::vector<std::thread> threads;
        for (int i = 0; i < kThreads; ++i)
            threads.emplace_back([&] {
                for (int n = 0; n < kTimes; ++n)
                    spend.add("a", Money::fromNano(1));
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(spend.spent("a").nanoUsd, std::int64_t{kThreads} * kTimes);
    }
};

QTEST_GUILESS_MAIN(KeySpendTest)
#include "tst_keyspend.moc"
