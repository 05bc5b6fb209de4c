// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/catalog/catalog.h"
#include "app/catalog/costcomparison.h"

#include <QTest>

#include <limits>

using namespace llmg::domain;
using namespace llmg::catalog;

namespace {

ModelOffer gpt4o() {
    ModelOffer offer;
    offer.prices.input = Price{2'500'000};
    offer.prices.output = Price{10'000'000};
    offer.prices.cachedInput = Price{1'250'000};
    return offer;
}

MonthlyUse guide() {
    MonthlyUse use;
    use.inputTokens = 10'000'000;
    use.outputTokens = 1'000'000;
    return use;
}

QString shown(Money amount) {
    return QString::fromStdString(formatUsd(amount));
}

} // namespace

class TestCostComparison : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theGuidesExampleCorrected() {
        for (const ModelOffer& offer : {gpt4o(), *Catalog::builtIn()->offer("gpt-4o", "openai")}) {
            const CostComparison costs = compareCosts(offer, guide());
            QVERIFY(costs.priceKnown);
            QCOMPARE(shown(costs.inputCost), QStringLiteral("$25.00"));
            QCOMPARE(shown(costs.cachedInputCost), QStringLiteral("$0.00"));
            QCOMPARE(shown(costs.outputCost), QStringLiteral("$10.00"));
            QCOMPARE(shown(costs.direct), QStringLiteral("$35.00"));
            QCOMPARE(shown(costs.credits), QStringLiteral("$38.50"));
            QCOMPARE(shown(costs.ownKeys), QStringLiteral("$64.00"));
            QCOMPARE(shown(costs.hybrid), QStringLiteral("$64.70"));
            QVERIFY(costs.breakEvenSpend == Money::fromCents(29'000));
            QVERIFY(costs.breakEvenTokens.has_value());
            QCOMPARE(qint64{*costs.breakEvenTokens}, qint64{91'142'857});
        }
    }

    void cachedInputIsPartOfInput() {
        MonthlyUse use = guide();
        use.cachedInputTokens = 4'000'000;
        const CostComparison costs = compareCosts(gpt4o(), use);
        QCOMPARE(shown(costs.inputCost), QStringLiteral("$15.00"));
        QCOMPARE(shown(costs.cachedInputCost), QStringLiteral("$5.00"));
        QCOMPARE(shown(costs.direct), QStringLiteral("$30.00"));
        ModelOffer offer = gpt4o();
        offer.prices.cachedInput.reset();
        QCOMPARE(shown(compareCosts(offer, use).direct), QStringLiteral("$35.00"));
    }

    void settings_data() {
        QTest::addColumn<int>("markup");
        QTest::addColumn<qint64>("feeCents");
        QTest::addColumn<int>("share");
        QTest::addColumn<QString>("credits");
        QTest::addColumn<QString>("ownKeys");
        QTest::addColumn<QString>("hybrid");
        QTest::addColumn<QString>("breakEven");
        QTest::newRow("20 % markup") << 2000 << qint64{2900} << 2000 << QStringLiteral("$42.00")
                                     << QStringLiteral("$64.00") << QStringLiteral("$65.40")
                                     << QStringLiteral("$145.00");
        QTest::newRow("no markup never breaks even")
            << 0 << qint64{2900} << 2000 << QStringLiteral("$35.00") << QStringLiteral("$64.00")
            << QStringLiteral("$64.00") << QStringLiteral("never");
        QTest::newRow("no fee breaks even at once")
            << 1000 << qint64{0} << 2000 << QStringLiteral("$38.50") << QStringLiteral("$35.00")
            << QStringLiteral("$35.70") << QStringLiteral("$0.00");
        QTest::newRow("all of hybrid over credits")
            << 1000 << qint64{2900} << 10'000 << QStringLiteral("$38.50") << QStringLiteral("$64.00")
            << QStringLiteral("$67.50") << QStringLiteral("$290.00");
        QTest::newRow("none of hybrid over credits")
            << 1000 << qint64{2900} << 0 << QStringLiteral("$38.50") << QStringLiteral("$64.00")
            << QStringLiteral("$64.00") << QStringLiteral("$290.00");
        QTest::newRow("a share beyond all is all")
            << 1000 << qint64{2900} << 20'000 << QStringLiteral("$38.50") << QStringLiteral("$64.00")
            << QStringLiteral("$67.50") << QStringLiteral("$290.00");
        QTest::newRow("negative settings are none")
            << -5 << qint64{-1} << -7 << QStringLiteral("$35.00") << QStringLiteral("$35.00")
            << QStringLiteral("$35.00") << QStringLiteral("never");
    }
    void settings() {
        QFETCH(int, markup);
        QFETCH(qint64, feeCents);
        QFETCH(int, share);
        QFETCH(QString, credits);
        QFETCH(QString, ownKeys);
        QFETCH(QString, hybrid);
        QFETCH(QString, breakEven);
        MonthlyUse use = guide();
        use.markupBasisPoints = markup;
        use.proFee = Money::fromCents(feeCents);
        use.hybridCreditsBasisPoints = share;
        const CostComparison costs = compareCosts(gpt4o(), use);
        QCOMPARE(shown(costs.credits), credits);
        QCOMPARE(shown(costs.ownKeys), ownKeys);
        QCOMPARE(shown(costs.hybrid), hybrid);
        QCOMPARE(costs.breakEvenSpend ? shown(*costs.breakEvenSpend) : QStringLiteral("never"), breakEven);
    }

    void atTheBreakEvenBothCostTheSame() {
        MonthlyUse use = guide();
        const auto tokens = compareCosts(gpt4o(), use).breakEvenTokens;
        QVERIFY(tokens.has_value());
        use.inputTokens = *tokens * 10 / 11;
        use.outputTokens = *tokens / 11;
        const CostComparison costs = compareCosts(gpt4o(), use);
        QVERIFY(std::abs(costs.credits.nanoUsd - costs.ownKeys.nanoUsd) < 10'000'000);
    }

    void unknownPriceIsSaid() {
        ModelOffer noOutput = gpt4o();
        noOutput.prices.output.reset();
        QVERIFY(!compareCosts(ModelOffer{}, guide()).priceKnown);
        QVERIFY(!compareCosts(noOutput, guide()).priceKnown);
        QVERIFY(compareCosts(ModelOffer{}, guide()).direct.isZero());
        QVERIFY(!compareCosts(ModelOffer{}, guide()).breakEvenTokens);
        QVERIFY(costCurve(ModelOffer{}, guide(), 1000, 5).empty());
        MonthlyUse inputOnly = guide();
        inputOnly.outputTokens = 0;
        QCOMPARE(shown(compareCosts(noOutput, inputOnly).direct), QStringLiteral("$25.00"));
    }

    void nothingUsed() {
        const CostComparison costs = compareCosts(gpt4o(), MonthlyUse{});
        QVERIFY(costs.priceKnown);
        QCOMPARE(shown(costs.credits), QStringLiteral("$0.00"));
        QCOMPARE(shown(costs.ownKeys), QStringLiteral("$29.00"));
        QVERIFY(!costs.breakEvenTokens);
        QVERIFY(costCurve(gpt4o(), MonthlyUse{}, 1000, 5).empty());
    }

    void absurdInputsAreClamped() {
        MonthlyUse use;
        use.inputTokens = use.cachedInputTokens = use.outputTokens = std::numeric_limits<std::int64_t>::max();
        use.proFee = Money::fromNano(std::numeric_limits<std::int64_t>::max());
        const CostComparison costs = compareCosts(gpt4o(), use);
        QVERIFY(costs.priceKnown);
        QVERIFY(costs.direct > Money{});
        QVERIFY(costs.ownKeys >= costs.direct);
        QVERIFY(costs.hybrid >= costs.ownKeys);
        use.inputTokens = use.cachedInputTokens = use.outputTokens = std::numeric_limits<std::int64_t>::min();
        QVERIFY(compareCosts(gpt4o(), use).direct.isZero());
        MonthlyUse moreCachedThanInput = guide();
        moreCachedThanInput.cachedInputTokens = 99'000'000;
        QCOMPARE(shown(compareCosts(gpt4o(), moreCachedThanInput).cachedInputCost), QStringLiteral("$12.50"));
        ModelOffer dear;
        dear.prices.input = dear.prices.output = Price{std::numeric_limits<std::int64_t>::max()};
        const auto curve = costCurve(dear, guide(), std::numeric_limits<std::int64_t>::max(), 3);
        QCOMPARE(curve.size(), std::size_t{3});
        QCOMPARE(curve.back().hybrid.nanoUsd, std::numeric_limits<std::int64_t>::max());
    }

    void curveRunsAtTheSameMix() {
        const auto curve = costCurve(gpt4o(), guide(), 110'000'000, 11);
        QCOMPARE(curve.size(), std::size_t{11});
        QCOMPARE(qint64{curve.front().tokens}, qint64{0});
        QCOMPARE(shown(curve.front().direct), QStringLiteral("$0.00"));
        QCOMPARE(shown(curve.front().ownKeys), QStringLiteral("$29.00"));
        QCOMPARE(qint64{curve[1].tokens}, qint64{11'000'000});
        QCOMPARE(shown(curve[1].direct), QStringLiteral("$35.00"));
        QCOMPARE(shown(curve[1].credits), QStringLiteral("$38.50"));
        QCOMPARE(shown(curve[1].ownKeys), QStringLiteral("$64.00"));
        QCOMPARE(shown(curve[1].hybrid), QStringLiteral("$64.70"));
        QCOMPARE(qint64{curve.back().tokens}, qint64{110'000'000});
        QCOMPARE(shown(curve.back().direct), QStringLiteral("$350.00"));
        // 91.1 M tokens lie between the ninth and the tenth point: there the lines cross.
        QVERIFY(curve[8].credits < curve[8].ownKeys);
        QVERIFY(curve[9].credits > curve[9].ownKeys);
    }

    void curveNeedsTwoPoints() {
        QVERIFY(costCurve(gpt4o(), guide(), 100, 1).empty());
        QVERIFY(costCurve(gpt4o(), guide(), 100, -3).empty());
        QVERIFY(costCurve(gpt4o(), guide(), 0, 5).empty());
    }
};

QTEST_APPLESS_MAIN(TestCostComparison)
#include "tst_costcomparison.moc"
