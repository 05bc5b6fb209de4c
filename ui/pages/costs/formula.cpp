// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/costs/formula.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>

#include <vector>

namespace llmg::costs {

using namespace Qt::StringLiterals;
using widgets::formatMoney;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(llmg::costs::Formula)
};

/// "10.000 M", to three decimals, cut not rounded up beyond what is there.
QString millions(std::int64_t tokens) {
    const std::int64_t thousandths = (tokens + 500) / 1000;
    return QString::number(thousandths / 1000) + u'.' + QString::number(thousandths % 1000).rightJustified(3, u'0') +
           u" M"_s;
}

} // namespace

QString formatPerMillion(const std::optional<domain::Price>& price) {
    if (!price)
        return widgets::unknownText();
    // 1 pico-dollar a token is 1000 nano-dollars a million tokens.
    QString decimal = QString::fromStdString(domain::toDecimalUsd(domain::Money::fromNano(price->picoUsd * 1000)));
    const qsizetype dot = decimal.indexOf(u'.');
    if (dot < 0)
        decimal += u".00"_s;
    else if (decimal.size() - dot == 2)
        decimal += u'0';
    return u'$' + decimal;
}

QString formatBasisPoints(int basisPoints) {
    return QString::number(basisPoints / 100.0) + u" %"_s;
}

QString formula(const domain::ModelOffer& offer, const catalog::MonthlyUse& use, const catalog::CostComparison& costs) {
    if (!costs.priceKnown)
        return Words::tr("No price is known for this model here.");
    std::vector<std::pair<QString, QString>> lines;
    const auto tokens = [&lines](std::int64_t count, const std::optional<domain::Price>& price, const QString& what,
                                 domain::Money sum) {
        if (count > 0)
            lines.emplace_back(u"%1 %2 × %3"_s.arg(what, millions(count), formatPerMillion(price)), formatMoney(sum));
    };
    const auto cachedPrice = offer.prices.cachedInput ? offer.prices.cachedInput : offer.prices.input;
    tokens(use.inputTokens - use.cachedInputTokens, offer.prices.input, Words::tr("in    "), costs.inputCost);
    tokens(use.cachedInputTokens, cachedPrice, Words::tr("cached"), costs.cachedInputCost);
    tokens(use.outputTokens, offer.prices.output, Words::tr("out   "), costs.outputCost);
    lines.emplace_back(Words::tr("direct"), formatMoney(costs.direct));
    lines.emplace_back(Words::tr("credits  + %1").arg(formatBasisPoints(use.markupBasisPoints)),
                       formatMoney(costs.credits));
    lines.emplace_back(Words::tr("own keys + %1").arg(formatMoney(use.proFee)), formatMoney(costs.ownKeys));
    lines.emplace_back(
        Words::tr("hybrid   + fee + %1 of %2")
            .arg(formatBasisPoints(use.markupBasisPoints), formatBasisPoints(use.hybridCreditsBasisPoints)),
        formatMoney(costs.hybrid));
    if (costs.breakEvenSpend)
        lines.emplace_back(
            Words::tr("break-even %1 ÷ %2").arg(formatMoney(use.proFee), formatBasisPoints(use.markupBasisPoints)),
            formatMoney(*costs.breakEvenSpend));

    qsizetype left = 0, right = 0;
    for (const auto& [what, sum] : lines) {
        left = std::max(left, what.size());
        right = std::max(right, sum.size());
    }
    QStringList text;
    for (const auto& [what, sum] : lines)
        text << what.leftJustified(left) + u" = "_s + sum.rightJustified(right);
    return text.join(u'\n');
}

} // namespace llmg::costs
