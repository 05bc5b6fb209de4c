// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/costs/calculatorview.h"

#include "ui/charts/linechart.h"
#include "ui/pages/costs/formula.h"
#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/numberfield.h"
#include "ui/widgets/plaintable.h"
#include "ui/widgets/segmentedcontrol.h"
#include "ui/widgets/stattile.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QScrollArea>

#include <algorithm>
#include <cmath>

namespace llmg::costs {

using namespace Qt::StringLiterals;
using namespace widgets;

namespace {

constexpr int kGap = 14;

/// Code in a sunken box.
class SunkenBox : public QFrame {
  public:
    using QFrame::QFrame;

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const theme::Theme& colors = theme::Theme::of(this);
        theme::drawRoundedBox(&painter, rect(), theme::px(6), colors.sunken, colors.line, 1);
    }
};

QString axisMoney(double dollars) {
    if (dollars == 0)
        return u"$0"_s;
    const bool whole = dollars >= 10 || dollars == std::floor(dollars);
    return u'$' +
           (whole ? formatCount(static_cast<std::int64_t>(std::llround(dollars))) : QString::number(dollars, 'g', 3));
}

QString exactMoney(double dollars) {
    return formatMoney(domain::Money::fromNano(static_cast<std::int64_t>(std::llround(dollars * 1e9))));
}

} // namespace

CalculatorView::CalculatorView(const QStringList& modelIds, QWidget* parent)
    : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::px(kGap));
    auto* left = new QWidget;
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, theme::px(4), 0);
    column->setSpacing(theme::px(kGap));
    column->addWidget(newInputs(modelIds));
    column->addWidget(newFormula(), 1);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(u"calculatorInputs"_s);
    scroll->setAccessibleName(tr("What you use, and how it is computed"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(left);
    scroll->viewport()->setAutoFillBackground(false);
    left->setAutoFillBackground(false);
    scroll->setFixedWidth(theme::px(360));
    row->addWidget(scroll);
    row->addWidget(newResults(), 1);
}

QWidget* CalculatorView::newInputs(const QStringList& modelIds) {
    auto* card = new Card(tr("What you use"), this);
    m_source = new SegmentedControl(tr("Where the numbers come from"), {tr("By hand"), tr("My last 30 days")}, card);
    m_source->setObjectName(u"costsSource"_s);
    connect(m_source, &SegmentedControl::activated, this,
            [this](int index) { Q_EMIT sourceRequested(static_cast<Source>(index)); });
    card->body()->addWidget(m_source, 0, Qt::AlignLeft);
    m_sourceNote = newHint({}, card);
    m_sourceNote->setObjectName(u"costsSourceNote"_s);
    card->body()->addWidget(m_sourceNote);

    m_model = new QComboBox(card);
    m_model->setObjectName(u"costsModel"_s);
    m_model->setAccessibleName(tr("Model"));
    m_model->setEditable(true);
    m_model->setInsertPolicy(QComboBox::NoInsert);
    m_model->addItems(modelIds);
    m_model->completer()->setFilterMode(Qt::MatchContains);
    m_model->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_model->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    connect(m_model, &QComboBox::activated, this,
            [this](int index) { Q_EMIT modelRequested(m_model->itemText(index)); });
    connect(m_model->lineEdit(), &QLineEdit::editingFinished, this,
            [this] { Q_EMIT modelRequested(m_model->currentText()); });
    // Ids are long: the label stands above, not beside.
    card->body()->addWidget(new TextLabel(tr("Model"), theme::TextStyle::Body, theme::Role::Secondary, card));
    card->body()->addWidget(m_model);
    m_modelHint = new TextLabel({}, theme::TextStyle::Small, theme::Role::Bad, card);
    m_modelHint->setObjectName(u"costsModelHint"_s);
    m_modelHint->setWordWrap(true);
    card->body()->addWidget(m_modelHint);
    m_provider = new QComboBox(card);
    m_provider->setObjectName(u"costsProvider"_s);
    m_provider->setAccessibleName(tr("Provider whose prices count"));
    m_provider->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    connect(m_provider, &QComboBox::activated, this,
            [this](int index) { Q_EMIT providerRequested(m_provider->itemData(index).toString()); });
    card->body()->addWidget(newFormRow(tr("Prices of"), m_provider, card));

    const auto field = [&](NumberField*& place, const QString& label, const QString& objectName, int decimals,
                           std::int64_t most, std::int64_t step) {
        place = new NumberField(label, card);
        place->setObjectName(objectName);
        place->setDecimals(decimals);
        place->setRange(0, most);
        place->setStep(step);
        connect(place, &NumberField::valueEdited, this, &CalculatorView::readFields);
        card->body()->addWidget(newFormRow(label, place, card));
    };
    constexpr std::int64_t kMostTokens = 1'000'000'000'000;
    field(m_input, tr("Input tokens a month"), u"costsInput"_s, 0, kMostTokens, 1'000'000);
    field(m_cached, tr("of which cached"), u"costsCached"_s, 0, kMostTokens, 1'000'000);
    field(m_output, tr("Output tokens a month"), u"costsOutput"_s, 0, kMostTokens, 1'000'000);
    field(m_markup, tr("Credits markup"), u"costsMarkup"_s, 1, 200, 10);
    m_markup->setSuffix(u" %"_s);
    m_markup->setToolTip(tr("0 to 20 %"));
    field(m_fee, tr("Pro plan a month"), u"costsFee"_s, 2, 1'000'000, 100);
    m_fee->setPrefix(u"$"_s);
    field(m_share, tr("Hybrid: share on credits"), u"costsShare"_s, 1, 1000, 50);
    m_share->setSuffix(u" %"_s);
    return card;
}

QWidget* CalculatorView::newFormula() {
    auto* card = new Card(tr("How it is computed"), this);
    auto* box = new SunkenBox(card);
    auto* inside = new QVBoxLayout(box);
    inside->setContentsMargins(theme::px(12), theme::px(10), theme::px(12), theme::px(10));
    m_formula = new TextLabel({}, theme::TextStyle::MonoSmall, theme::Role::Text, box);
    m_formula->setObjectName(u"costsFormula"_s);
    m_formula->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_formula->setAccessibleName(tr("Formula"));
    inside->addWidget(m_formula);
    card->body()->addWidget(box);
    m_priceNote = newHint({}, card);
    m_priceNote->setObjectName(u"costsPriceNote"_s);
    card->body()->addWidget(m_priceNote);
    auto* prices = new LinkButton(tr("All prices"), card);
    prices->setObjectName(u"costsAllPrices"_s);
    connect(prices, &QAbstractButton::clicked, this, &CalculatorView::pricesRequested);
    card->body()->addWidget(prices, 0, Qt::AlignLeft);
    card->body()->addStretch(1);
    return card;
}

QWidget* CalculatorView::newResults() {
    auto* results = new QWidget(this);
    auto* column = new QVBoxLayout(results);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::px(kGap));
    auto* tiles = new QHBoxLayout;
    tiles->setSpacing(theme::px(12));
    const auto tile = [&](StatTile*& place, const QString& label, const QString& objectName) {
        place = new StatTile(label, results);
        place->setObjectName(objectName);
        place->setPassive();
        tiles->addWidget(place, 1);
    };
    tile(m_direct, tr("Direct to provider"), u"costsDirect"_s);
    tile(m_credits, tr("Gateway credits"), u"costsCredits"_s);
    tile(m_ownKeys, tr("Own keys with Pro"), u"costsOwnKeys"_s);
    tile(m_hybrid, tr("Hybrid"), u"costsHybrid"_s);
    column->addLayout(tiles);

    m_curveCard = new Card(results);
    m_curveCard->setTitle(tr("Cost over volume"), tr("at this mix"));
    m_curve = new charts::LineChart(tr("Cost over volume"), m_curveCard);
    m_curve->setObjectName(u"costsCurve"_s);
    m_curve->setYFormat(axisMoney, exactMoney);
    m_curve->setXFormat([](double tokens) { return formatCompact(static_cast<std::int64_t>(tokens)); });
    m_curveCard->addToHeader(m_curve->legend());
    m_curve->legend()->show();
    m_curveCard->body()->addWidget(m_curve, 1);
    column->addWidget(m_curveCard, 5);

    m_othersCard = new Card(results);
    m_othersCard->setFlush(true);
    m_othersCard->setTitle(tr("The same traffic on other models"), tr("newest of each family, cheapest first"));
    m_others = new PlainTable(tr("The same traffic on other models"), m_othersCard);
    m_others->setObjectName(u"costsOthers"_s);
    m_others->setColumns(
        {{tr("Model"), false, true}, {tr("Provider")}, {tr("A month"), true}, {tr("Change"), true}, {tr("Lacks")}});
    m_others->setSortable(true);
    m_others->setToolTip(tr("Enter or double click calculates with that model"));
    connect(m_others, &PlainTable::rowActivated, this, [this](int row) {
        const QModelIndex index = m_others->currentIndex();
        if (row >= 0)
            Q_EMIT modelRequested(index.siblingAtColumn(0).data().toString());
    });
    m_othersCard->body()->setContentsMargins(2, 0, 2, 4); // clear of the rounded corners
    m_othersCard->body()->addWidget(m_others, 1);
    column->addWidget(m_othersCard, 4);
    return results;
}

void CalculatorView::readFields() {
    catalog::MonthlyUse use = m_use;
    use.inputTokens = m_input->value();
    use.cachedInputTokens = m_cached->value();
    use.outputTokens = m_output->value();
    // The fields hold tenths of a percent; what they cannot show stays as it is.
    if (m_markup->value() != m_use.markupBasisPoints / 10)
        use.markupBasisPoints = static_cast<int>(m_markup->value() * 10);
    use.proFee = domain::Money::fromCents(m_fee->value());
    if (m_share->value() != m_use.hybridCreditsBasisPoints / 10)
        use.hybridCreditsBasisPoints = static_cast<int>(m_share->value() * 10);
    Q_EMIT useRequested(use);
}

void CalculatorView::render(const ViewState& state) {
    m_use = state.use;
    m_source->setCurrentIndex(static_cast<int>(state.source));
    m_sourceNote->setText(state.sourceNote);
    m_sourceNote->setVisible(!state.sourceNote.isEmpty());
    m_modelHint->setText(state.modelHint);
    m_modelHint->setVisible(!state.modelHint.isEmpty());
    if (state.modelHint.isEmpty() && m_model->currentText() != state.model) {
        const QSignalBlocker quiet(m_model);
        m_model->setCurrentIndex(m_model->findText(state.model));
        m_model->setEditText(state.model);
        m_model->lineEdit()->setCursorPosition(0);
    }
    m_provider->clear();
    for (const auto& [id, name] : state.providers)
        m_provider->addItem(name, id);
    m_provider->setCurrentIndex(m_provider->findData(state.provider));
    m_provider->setEnabled(state.providers.size() > 1);

    // A field that is being typed in is left as it is typed.
    const auto show = [](NumberField* field, std::int64_t value) {
        if (field->value() != value)
            field->setValue(value);
    };
    const bool byHand = state.source == Source::ByHand;
    for (NumberField* field : {m_input, m_cached, m_output})
        field->setReadOnly(!byHand);
    show(m_input, state.use.inputTokens);
    if (!m_cached->hasFocus())
        show(m_cached, state.use.cachedInputTokens);
    show(m_output, state.use.outputTokens);
    show(m_markup, state.use.markupBasisPoints / 10);
    show(m_fee, state.use.proFee.nanoUsd / 10'000'000);
    show(m_share, state.use.hybridCreditsBasisPoints / 10);

    m_formula->setText(state.formula);
    m_priceNote->setText(state.priceNote);
    renderTiles(state);
    renderCurve(state);
    renderOthers(state);
}

void CalculatorView::renderTiles(const ViewState& state) {
    const catalog::CostComparison& costs = state.costs;
    const bool known = costs.priceKnown;
    m_direct->setFigure(formatMoney(costs.direct, known));
    const domain::Money inputs = costs.inputCost + costs.cachedInputCost;
    m_direct->setNote(known ? tr("%1 in + %2 out").arg(formatMoney(inputs).mid(1), formatMoney(costs.outputCost).mid(1))
                            : tr("no price is known"));
    m_credits->setFigure(formatMoney(costs.credits, known));
    m_credits->setNote(
        tr("+ %1 markup, %2")
            .arg(formatBasisPoints(state.use.markupBasisPoints), formatMoney(costs.credits - costs.direct, known)));
    m_ownKeys->setFigure(formatMoney(costs.ownKeys, known));
    m_ownKeys->setNote(tr("+ %1 a month").arg(formatMoney(state.use.proFee)));
    m_hybrid->setFigure(formatMoney(costs.hybrid, known));
    m_hybrid->setNote(
        tr("+ %1 + %2").arg(formatMoney(state.use.proFee), formatMoney(costs.hybrid - costs.ownKeys, known)));
    m_hybrid->setToolTip(tr("%1 of the spend over credits, with their markup; the rest over own keys")
                             .arg(formatBasisPoints(state.use.hybridCreditsBasisPoints)));
    const domain::Money best = std::min({costs.credits, costs.ownKeys, costs.hybrid});
    m_credits->setHighlighted(known && costs.credits == best);
    m_ownKeys->setHighlighted(known && costs.ownKeys == best && costs.credits != best);
    m_hybrid->setHighlighted(known && costs.hybrid == best && costs.credits != best && costs.ownKeys != best);
}

void CalculatorView::renderCurve(const ViewState& state) {
    charts::LineChartData shown;
    std::vector<double> direct, credits, ownKeys, hybrid;
    for (const catalog::CurvePoint& point : state.curve) {
        shown.x.push_back(static_cast<double>(point.tokens));
        shown.xTitles.push_back(tr("%1 tokens a month").arg(formatCompact(point.tokens)));
        direct.push_back(point.direct.toDouble());
        credits.push_back(point.credits.toDouble());
        ownKeys.push_back(point.ownKeys.toDouble());
        hybrid.push_back(point.hybrid.toDouble());
    }
    if (!state.curve.empty()) {
        shown.series.push_back({tr("credits"), 1, credits, false});
        shown.series.push_back({tr("own keys"), 0, ownKeys, false});
        shown.series.push_back({tr("hybrid"), 2, hybrid, false});
        shown.series.push_back({tr("direct"), -1, direct, true});
    }
    const catalog::CostComparison& costs = state.costs;
    if (costs.breakEvenTokens && *costs.breakEvenTokens > 0) {
        shown.marker = charts::Marker{static_cast<double>(*costs.breakEvenTokens),
                                      tr("Break-even %1 tokens a month").arg(formatCompact(*costs.breakEvenTokens)),
                                      tr("%1 of provider spend = %2 ÷ %3")
                                          .arg(formatMoney(*costs.breakEvenSpend), formatMoney(state.use.proFee),
                                               formatBasisPoints(state.use.markupBasisPoints))};
    }
    QString beside = tr("at this mix");
    if (state.curve.empty())
        beside = tr("type a number of tokens");
    else if (!costs.breakEvenSpend)
        beside = tr("no break-even: without a markup credits are never dearer");
    m_curveCard->setTitle(tr("Cost over volume"), beside);
    m_curve->setData(std::move(shown));
}

void CalculatorView::renderOthers(const ViewState& state) {
    std::vector<std::vector<Cell>> rows;
    for (const OtherModel& other : state.others) {
        const bool cheaper = other.ratio < 1;
        rows.push_back(
            {{other.model, theme::Role::Text, {}, other.model},
             {other.provider, theme::Role::Secondary},
             {formatMoney(other.month), theme::Role::Text, QVariant(qlonglong(other.month.nanoUsd))},
             {formatChange(1, other.ratio), cheaper ? theme::Role::Good : theme::Role::Bad, QVariant(other.ratio)},
             {other.note, theme::Role::Muted}});
    }
    m_others->setRows(std::move(rows));
}

} // namespace llmg::costs
