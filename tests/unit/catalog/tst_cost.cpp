// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/catalog/cost.h"

#include <QTest>

#include <limits>

using namespace llmg::domain;
using namespace llmg::catalog;

namespace {

/// Prices in nano-dollars, so that a row's cost can be done in one's head: input 2, output 10, …
constexpr Price nano(std::int64_t amount) {
    return Price{amount * 1000};
}

ModelOffer plain() {
    ModelOffer offer;
    offer.prices.input = nano(2);
    offer.prices.output = nano(10);
    return offer;
}

ModelOffer full() {
    ModelOffer offer = plain();
    offer.prices.cachedInput = nano(1);
    offer.prices.cacheWrite = nano(3);
    offer.prices.cacheWrite1h = nano(4);
    offer.prices.reasoning = nano(20);
    offer.prices.audioInput = nano(30);
    offer.prices.audioOutput = nano(40);
    offer.prices.imageInput = nano(50);
    offer.prices.imageOutput = nano(60);
    offer.prices.perImageOutput = nano(7000);
    offer.prices.perRequest = nano(100);
    offer.prices.perWebSearch = nano(900);
    return offer;
}

ModelOffer tiered() {
    ModelOffer offer = full();
    PriceTier longPrompt{1000, {}};
    longPrompt.prices.input = nano(4);
    longPrompt.prices.output = nano(15);
    PriceTier longest{5000, {}};
    longest.prices.input = nano(8);
    longest.prices.output = nano(30);
    longest.prices.cachedInput = nano(5);
    offer.tiers = {longPrompt, longest};
    return offer;
}

/// Flex costs half, priority twice; a batch has its own cached price and no output price.
ModelOffer graded() {
    ModelOffer offer = tiered();
    offer.serviceTiers = {{ServiceTier::Flex, {.input = nano(1), .output = nano(5)}},
                          {ServiceTier::Priority, {.input = nano(4), .output = nano(20)}},
                          {ServiceTier::Batch, {.input = nano(1), .cachedInput = Price{250}}}};
    offer.searchPrices = {{nano(500), nano(2000)}};
    return offer;
}

struct Expected {
    qint64 input = 0, cached = 0, write = 0, output = 0, request = 0;
};

} // namespace

Q_DECLARE_METATYPE(llmg::domain::ModelOffer)
Q_DECLARE_METATYPE(llmg::domain::TokenUsage)
Q_DECLARE_METATYPE(Expected)

class TestCost : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyKindOfTokenHasItsPrice_data() {
        QTest::addColumn<ModelOffer>("offer");
        QTest::addColumn<TokenUsage>("usage");
        QTest::addColumn<Expected>("expected");
        const auto row = [](const char* name, const ModelOffer& offer, const TokenUsage& usage,
                            const Expected& expected) { QTest::newRow(name) << offer << usage << expected; };
        row("nothing used", plain(), {}, {});
        row("prompt and completion", plain(), {.prompt = 10, .completion = 5}, {.input = 20, .output = 50});
        row("cached at its own price", full(), {.prompt = 10, .cachedPrompt = 4},
            {.input = 12, .cached = 4, .request = 100});
        row("cached falls back to input", plain(), {.prompt = 10, .cachedPrompt = 4}, {.input = 12, .cached = 8});
        row("cache write", full(), {.prompt = 10, .cacheWrite = 3}, {.input = 14, .write = 9, .request = 100});
        row("cache write falls back to input", plain(), {.prompt = 10, .cacheWrite = 3}, {.input = 14, .write = 6});
        row("1-hour write", full(), {.prompt = 10, .cacheWrite1h = 3}, {.input = 14, .write = 12, .request = 100});
        ModelOffer noHour = full();
        noHour.prices.cacheWrite1h.reset();
        row("1-hour write falls back to the 5-minute price", noHour, {.prompt = 10, .cacheWrite1h = 3},
            {.input = 14, .write = 9, .request = 100});
        row("all of a prompt", full(),
            {.prompt = 100,
             .cachedPrompt = 10,
             .cacheWrite = 20,
             .cacheWrite1h = 30,
             .promptAudio = 5,
             .promptImage = 6},
            {.input = 29 * 2 + 5 * 30 + 6 * 50, .cached = 10, .write = 60 + 120, .request = 100});
        row("audio in without a price of its own", plain(), {.prompt = 10, .promptAudio = 4}, {.input = 20});
        row("reasoning is inside completion", full(), {.completion = 10, .reasoning = 4},
            {.output = 60 + 80, .request = 100});
        row("reasoning falls back to output", plain(), {.completion = 10, .reasoning = 4}, {.output = 100});
        row("audio and image out", full(), {.completion = 10, .completionAudio = 2, .completionImage = 3},
            {.output = 50 + 80 + 180, .request = 100});
        row("images apiece", full(), {.imagesOut = 2}, {.request = 14'100});
        row("image tokens win over images apiece", full(), {.completion = 3, .completionImage = 3, .imagesOut = 2},
            {.output = 180, .request = 100});
        row("images in completion tokens where there is no price apiece", plain(), {.completion = 3, .imagesOut = 1},
            {.output = 30});
        row("web searches", full(), {.webSearches = 3}, {.request = 2800});

        row("tier not reached at its edge", tiered(), {.prompt = 1000, .completion = 1},
            {.input = 2000, .output = 10, .request = 100});
        row("tier for the whole prompt", tiered(), {.prompt = 1001, .completion = 1},
            {.input = 4004, .output = 15, .request = 100});
        row("cached in a tier without cached price", tiered(), {.prompt = 2000, .cachedPrompt = 1000},
            {.input = 4000, .cached = 4000, .request = 100});
        row("reasoning in a tier without reasoning price", tiered(), {.prompt = 2000, .completion = 2, .reasoning = 1},
            {.input = 8000, .output = 30, .request = 100});
        row("the highest tier below", tiered(), {.prompt = 5001, .cachedPrompt = 1},
            {.input = 40'000, .cached = 5, .request = 100});
        ModelOffer backwards = tiered();
        std::swap(backwards.tiers[0], backwards.tiers[1]);
        row("tiers in any order", backwards, {.prompt = 5001, .cachedPrompt = 1},
            {.input = 40'000, .cached = 5, .request = 100});

        row("more cached than prompt", plain(), {.prompt = 10, .cachedPrompt = 40, .cacheWrite = 5}, {.cached = 20});
        row("more reasoning than completion", full(), {.completion = 3, .reasoning = 9},
            {.output = 60, .request = 100});
        row("negative counts", full(),
            {.prompt = -10,
             .cachedPrompt = -4,
             .cacheWrite = -1,
             .promptAudio = -1,
             .completion = -5,
             .reasoning = -2,
             .imagesOut = -1,
             .webSearches = -1},
            {.request = 100});
        row("negative parts of a prompt", plain(), {.prompt = 10, .cachedPrompt = -4}, {.input = 20});
        ModelOffer free = plain();
        free.prices.input = free.prices.output = Price{0};
        row("free", free, {.prompt = 10, .completion = 10}, {});
    }
    void everyKindOfTokenHasItsPrice() {
        QFETCH(ModelOffer, offer);
        QFETCH(TokenUsage, usage);
        QFETCH(Expected, expected);
        const CostBreakdown cost = costOf(offer, usage);
        QVERIFY(cost.known);
        QCOMPARE(cost.input.nanoUsd, expected.input);
        QCOMPARE(cost.cachedInput.nanoUsd, expected.cached);
        QCOMPARE(cost.cacheWrite.nanoUsd, expected.write);
        QCOMPARE(cost.output.nanoUsd, expected.output);
        QCOMPARE(cost.request.nanoUsd, expected.request);
        QCOMPARE(cost.markup.nanoUsd, qint64{0});
        QCOMPARE(cost.total.nanoUsd,
                 expected.input + expected.cached + expected.write + expected.output + expected.request);
    }

    void tiersOfServiceAndSizesOfSearches_data() {
        QTest::addColumn<TokenUsage>("usage");
        QTest::addColumn<QByteArray>("serviceTier");
        QTest::addColumn<QByteArray>("searchSize");
        QTest::addColumn<Expected>("expected");
        const auto row = [](const char* name, const TokenUsage& usage, const char* tier, const char* size,
                            const Expected& expected) {
            QTest::newRow(name) << usage << QByteArray(tier) << QByteArray(size) << expected;
        };
        const TokenUsage all{.prompt = 100,
                             .cachedPrompt = 10,
                             .cacheWrite = 20,
                             .cacheWrite1h = 30,
                             .promptAudio = 5,
                             .promptImage = 6,
                             .completion = 10,
                             .reasoning = 4,
                             .completionAudio = 2,
                             .completionImage = 3};
        const Expected standard{.input = 29 * 2 + 5 * 30 + 6 * 50,
                                .cached = 10,
                                .write = 20 * 3 + 30 * 4,
                                .output = 10 + 4 * 20 + 2 * 40 + 3 * 60,
                                .request = 100};
        row("standard", all, "standard", "", standard);
        row("OpenAI's word for it", all, "default", "", standard);
        row("a word that nobody knows", all, "warp", "", standard);
        row("flex halves every kind", all, "flex", "",
            {standard.input / 2, standard.cached / 2, standard.write / 2, standard.output / 2, 100});
        row("priority doubles every kind", all, "priority", "",
            {standard.input * 2, standard.cached * 2, standard.write * 2, standard.output * 2, 100});
        row("a batch with its own cached price", {.prompt = 100, .cachedPrompt = 40, .completion = 10}, "batch", "",
            {.input = 60, .cached = 10, .output = 100, .request = 100});
        row("flex and a long prompt", {.prompt = 2000, .cachedPrompt = 1000, .completion = 2, .reasoning = 1}, "flex",
            "", {.input = 1000 * 2, .cached = 1000 * 2, .output = 15, .request = 100});
        row("priority and the longest prompt", {.prompt = 6000, .cachedPrompt = 1000, .cacheWrite1h = 1000}, "priority",
            "", {.input = 4000 * 16, .cached = 1000 * 10, .write = 1000 * 16, .request = 100});
        row("searches of unsaid size", {.webSearches = 2}, "", "", {.request = 1900});
        row("medium searches", {.webSearches = 2}, "", "medium", {.request = 1900});
        row("low searches", {.webSearches = 2}, "", "low", {.request = 1100});
        row("high searches cost the same in every tier", {.webSearches = 2}, "flex", "high", {.request = 4100});
    }
    void tiersOfServiceAndSizesOfSearches() {
        QFETCH(TokenUsage, usage);
        QFETCH(QByteArray, serviceTier);
        QFETCH(QByteArray, searchSize);
        QFETCH(Expected, expected);
        const CostBreakdown cost = costOf(graded(), usage, serviceTier.toStdString(), searchSize.toStdString());
        QVERIFY(cost.known);
        QCOMPARE(cost.input.nanoUsd, expected.input);
        QCOMPARE(cost.cachedInput.nanoUsd, expected.cached);
        QCOMPARE(cost.cacheWrite.nanoUsd, expected.write);
        QCOMPARE(cost.output.nanoUsd, expected.output);
        QCOMPARE(cost.request.nanoUsd, expected.request);
        QCOMPARE(cost.total.nanoUsd,
                 expected.input + expected.cached + expected.write + expected.output + expected.request);
    }

    void aTierOfServiceOnWhatIsFreeOrUnknown() {
        ModelOffer offer = plain();
        offer.serviceTiers = {{ServiceTier::Flex, {.input = nano(1), .output = nano(1)}}};
        offer.prices.input = Price{0};
        QCOMPARE(costOf(offer, {.prompt = 10}, "flex").total.nanoUsd, qint64{0});
        offer.prices = {};
        offer.prices.output = nano(10);
        const CostBreakdown cost = costOf(offer, {.prompt = 10, .completion = 10}, "flex");
        QCOMPARE(cost.input.nanoUsd, qint64{10});
        QCOMPARE(cost.output.nanoUsd, qint64{10});
    }

    void eachPartIsRoundedOnceHalfUp_data() {
        QTest::addColumn<qint64>("inputPico");
        QTest::addColumn<qint64>("outputPico");
        QTest::addColumn<qint64>("input");
        QTest::addColumn<qint64>("output");
        QTest::newRow("under a half") << qint64{499} << qint64{499} << qint64{0} << qint64{0};
        QTest::newRow("a half goes up, in each part") << qint64{500} << qint64{500} << qint64{1} << qint64{1};
        QTest::newRow("over one") << qint64{1499} << qint64{1500} << qint64{1} << qint64{2};
    }
    void eachPartIsRoundedOnceHalfUp() {
        QFETCH(qint64, inputPico);
        QFETCH(qint64, outputPico);
        QFETCH(qint64, input);
        QFETCH(qint64, output);
        ModelOffer offer;
        offer.prices.input = Price{inputPico};
        offer.prices.output = Price{outputPico};
        const CostBreakdown one = costOf(offer, {.prompt = 1, .completion = 1});
        QCOMPARE(one.input.nanoUsd, input);
        QCOMPARE(one.output.nanoUsd, output);
        QCOMPARE(one.total.nanoUsd, input + output);
        // Not token by token: a thousand of them are exact.
        QCOMPARE(costOf(offer, {.prompt = 1000}).input.nanoUsd, inputPico);
    }

    void unknownPricesAreNotZeroPrices_data() {
        QTest::addColumn<ModelOffer>("offer");
        QTest::addColumn<TokenUsage>("usage");
        QTest::addColumn<bool>("known");
        ModelOffer inputOnly;
        inputOnly.prices.input = nano(2);
        ModelOffer imageOnly;
        imageOnly.prices.perImageOutput = nano(5);
        QTest::newRow("no price at all") << ModelOffer{} << TokenUsage{.prompt = 1} << false;
        QTest::newRow("no price and nothing used") << ModelOffer{} << TokenUsage{} << false;
        QTest::newRow("embedding: input price, no completion") << inputOnly << TokenUsage{.prompt = 5} << true;
        QTest::newRow("completion without output price")
            << inputOnly << TokenUsage{.prompt = 5, .completion = 1} << false;
        QTest::newRow("images of a model paid apiece") << imageOnly << TokenUsage{.imagesOut = 1} << true;
        QTest::newRow("tokens of a model paid apiece") << imageOnly << TokenUsage{.prompt = 3, .imagesOut = 1} << false;
        QTest::newRow("images of a model without image price") << inputOnly << TokenUsage{.imagesOut = 1} << false;
        QTest::newRow("searches without search price") << plain() << TokenUsage{.prompt = 1, .webSearches = 1} << false;
    }
    void unknownPricesAreNotZeroPrices() {
        QFETCH(ModelOffer, offer);
        QFETCH(TokenUsage, usage);
        QFETCH(bool, known);
        const CostBreakdown cost = costOf(offer, usage);
        QCOMPARE(cost.known, known);
        if (!known)
            QVERIFY(cost == CostBreakdown{});
    }

    void absurdCountsSaturate() {
        constexpr auto most = std::numeric_limits<std::int64_t>::max();
        const CostBreakdown cost = costOf(full(), {.prompt = most,
                                                   .cachedPrompt = most,
                                                   .cacheWrite = most,
                                                   .completion = most,
                                                   .reasoning = most,
                                                   .imagesOut = most,
                                                   .webSearches = most});
        QVERIFY(cost.known);
        QCOMPARE(cost.total.nanoUsd, most);
        QCOMPARE(cost.input.nanoUsd, qint64{0});
        ModelOffer dear;
        dear.prices.input = dear.prices.output = Price{most};
        QCOMPARE(costOf(dear, {.prompt = most, .completion = most}).total.nanoUsd, most);
    }

    void estimatesStayMarked() {
        QVERIFY(costOf(plain(), {.prompt = 1, .estimated = true}).estimated);
        QVERIFY(!costOf(plain(), {.prompt = 1}).estimated);
    }

    void markup_data() {
        QTest::addColumn<qint64>("total");
        QTest::addColumn<int>("basisPoints");
        QTest::addColumn<qint64>("markup");
        QTest::newRow("10 %") << qint64{35'000'000'000} << 1000 << qint64{3'500'000'000};
        QTest::newRow("half a nano-dollar rounds up") << qint64{5} << 1000 << qint64{1};
        QTest::newRow("less rounds down") << qint64{4} << 1000 << qint64{0};
        QTest::newRow("none") << qint64{100} << 0 << qint64{0};
        QTest::newRow("negative is none") << qint64{100} << -500 << qint64{0};
    }
    void markup() {
        QFETCH(qint64, total);
        QFETCH(int, basisPoints);
        QFETCH(qint64, markup);
        CostBreakdown cost;
        cost.known = true;
        cost.input = cost.total = Money::fromNano(total);
        addMarkup(cost, basisPoints);
        QCOMPARE(cost.markup.nanoUsd, markup);
        QCOMPARE(cost.total.nanoUsd, total + markup);
    }

    void noMarkupOnWhatIsUnknownOrStated() {
        CostBreakdown unknown;
        addMarkup(unknown, 1000);
        QVERIFY(unknown == CostBreakdown{});
        CostBreakdown stated;
        stated.known = stated.statedByProvider = true;
        stated.total = Money::fromNano(1000);
        addMarkup(stated, 1000);
        QCOMPARE(stated.total.nanoUsd, qint64{1000});
    }

    void estimatesTokensOfText_data() {
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<qint64>("tokens");
        QTest::newRow("none") << qint64{0} << qint64{0};
        QTest::newRow("negative") << qint64{-5} << qint64{0};
        QTest::newRow("at least one") << qint64{1} << qint64{1};
        QTest::newRow("four bytes") << qint64{4} << qint64{1};
        QTest::newRow("five bytes") << qint64{5} << qint64{2};
        QTest::newRow("as large as it gets") << std::numeric_limits<qint64>::max() << qint64{2305843009213693952};
    }
    void estimatesTokensOfText() {
        QFETCH(qint64, bytes);
        QFETCH(qint64, tokens);
        QCOMPARE(qint64{estimateTokens(bytes)}, tokens);
    }
};

QTEST_APPLESS_MAIN(TestCost)
#include "tst_cost.moc"
