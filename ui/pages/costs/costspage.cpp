// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/costs/costspage.h"

#include "ui/charts/stackedbarchart.h"
#include "ui/pages/costs/calculatorview.h"
#include "ui/pages/costs/formula.h"
#include "ui/pages/costs/presenter.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/card.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/pageheader.h"
#include "ui/widgets/plaintable.h"
#include "ui/widgets/segmentedcontrol.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QStackedWidget>

#include <algorithm>
#include <cmath>

namespace llmg::costs {

using namespace Qt::StringLiterals;
using namespace widgets;

CostsPage::CostsPage(Presenter* presenter, QWidget* parent)
    : Page(parent)
    , m_presenter(presenter)
    , m_segments(new SegmentedControl(tr("Part of the page"),
                                      {tr("Breakdown"), tr("Calculator"), tr("Budgets"), tr("Prices")}, this))
    , m_stack(new QStackedWidget(this))
    , m_calculator(new CalculatorView(presenter->modelIds(), this)) {
    presenter->setParent(this);
    auto* column = new QVBoxLayout(this);
    auto* header = new PageHeader(tr("Costs"), this);
    m_segments->setObjectName(u"costsSegments"_s);
    header->addBesideTitle(m_segments);
    m_copy = new CopyButton(
        tr("as table"),
        [this] {
            switch (m_presenter->state().segment) {
            case Segment::Breakdown:
                return m_days->asText();
            case Segment::Prices:
                return m_prices->asText();
            case Segment::Calculator:
            case Segment::Budgets:
                break;
            }
            return m_presenter->asTable();
        },
        this);
    m_copy->setObjectName(u"costsCopy"_s);
    m_copy->setText(tr("Copy as table"));
    header->addAction(m_copy);
    column->addWidget(header);
    column->addWidget(m_stack, 1);
    applyPageMargins(this);
    m_stack->addWidget(newBreakdown());
    m_stack->addWidget(m_calculator);
    m_stack->addWidget(newBudgets());
    m_stack->addWidget(newPrices());

    connect(m_segments, &SegmentedControl::activated, this,
            [this](int index) { m_presenter->setSegment(static_cast<Segment>(index)); });
    connect(m_calculator, &CalculatorView::sourceRequested, m_presenter, &Presenter::setSource);
    connect(m_calculator, &CalculatorView::modelRequested, m_presenter, &Presenter::setModel);
    connect(m_calculator, &CalculatorView::providerRequested, m_presenter, &Presenter::setProvider);
    connect(m_calculator, &CalculatorView::useRequested, m_presenter, &Presenter::setUse);
    connect(m_calculator, &CalculatorView::pricesRequested, this, [this] { m_presenter->setSegment(Segment::Prices); });
    connect(m_presenter, &Presenter::stateChanged, this, [this] { render(m_presenter->state()); });
    render(m_presenter->state());
}

void CostsPage::open(const QVariantMap& arguments) {
    const QString segment = arguments.value(u"segment"_s).toString();
    if (segment == u"breakdown")
        m_presenter->setSegment(Segment::Breakdown);
    else if (segment == u"prices")
        m_presenter->setSegment(Segment::Prices);
    else if (segment == u"calculator")
        m_presenter->setSegment(Segment::Calculator);
    if (const QString model = arguments.value(u"model"_s).toString(); !model.isEmpty())
        m_presenter->setModel(model);
}

void CostsPage::focusSearch() {
    m_presenter->setSegment(Segment::Prices);
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

bool CostsPage::isBusy() const {
    return m_presenter->isBusy();
}

QWidget* CostsPage::newBreakdown() {
    m_breakdownStack = new QStackedWidget(this);
    auto* full = new QWidget(m_breakdownStack);
    auto* column = new QVBoxLayout(full);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::px(14));
    m_breakdownCard = new Card(full);
    m_bars = new charts::StackedBarChart(tr("Cost by day and model"), m_breakdownCard);
    m_bars->setObjectName(u"costsBars"_s);
    m_bars->setValueFormat(
        [](double dollars) -> QString {
            return dollars > 0 && dollars < 1 ? u'$' + QString::number(dollars, 'g', 3)
                                              : formatMoney(domain::Money::fromNano(std::llround(dollars * 1e9)));
        },
        [](double dollars) { return formatMoney(domain::Money::fromNano(std::llround(dollars * 1e9))); });
    m_breakdownCard->setTitle(tr("Cost per day"));
    m_breakdownCard->addToHeader(m_bars->legend());
    m_bars->legend()->show();
    m_breakdownCard->body()->addWidget(m_bars, 1);
    column->addWidget(m_breakdownCard, 1);
    auto* tableCard = new Card(full);
    tableCard->setFlush(true);
    m_days = new PlainTable(tr("Cost by day and model"), tableCard);
    m_days->setObjectName(u"costsDays"_s);
    m_days->setColumns({{tr("Day")},
                        {tr("Model"), false, true},
                        {tr("Requests"), true},
                        {tr("Tokens in"), true},
                        {tr("Tokens out"), true},
                        {tr("Cost"), true}});
    m_days->setSortable(true);
    tableCard->body()->setContentsMargins(2, 3, 2, 4); // clear of the rounded corners
    tableCard->body()->addWidget(m_days);
    column->addWidget(tableCard, 1);
    m_breakdownEmpty = new EmptyState(
        tr("Nothing was spent in the last 30 days. What passes through the gateway is counted here, by day and model."),
        m_breakdownStack);
    m_breakdownEmpty->setObjectName(u"costsBreakdownEmpty"_s);
    m_breakdownEmpty->setIcon(u"chart-column"_s);
    m_breakdownEmpty->setAction(tr("Send a test message"));
    connect(m_breakdownEmpty, &EmptyState::actionRequested, this,
            [this] { Q_EMIT pageRequested(u"playground"_s, {}); });
    m_breakdownStack->addWidget(full);
    m_breakdownStack->addWidget(m_breakdownEmpty);
    return m_breakdownStack;
}

QWidget* CostsPage::newBudgets() {
    auto* budgets = new EmptyState(
        tr("Budgets will warn, or stop, when a project, a key or a provider has spent what you allow it in a month. "
           "They come in a later version; until then a key's own limit is set where it is created."),
        this);
    budgets->setObjectName(u"costsBudgets"_s);
    budgets->setIcon(u"gauge"_s);
    budgets->setAction(tr("Open Projects"));
    connect(budgets, &EmptyState::actionRequested, this, [this] { Q_EMIT pageRequested(u"projects"_s, {}); });
    return budgets;
}

QWidget* CostsPage::newPrices() {
    auto* prices = new QWidget(this);
    auto* column = new QVBoxLayout(prices);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::px(10));
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::px(12));
    m_search = new QLineEdit(prices);
    m_search->setObjectName(u"costsPriceSearch"_s);
    m_search->setAccessibleName(tr("Search prices"));
    m_search->setPlaceholderText(tr("Model or provider"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(theme::px(360));
    connect(m_search, &QLineEdit::textChanged, m_presenter, &Presenter::setPriceFilter);
    m_priceCount = new TextLabel({}, theme::TextStyle::Small, theme::Role::Muted, prices);
    row->addWidget(m_search, 1);
    row->addWidget(m_priceCount);
    row->addStretch(1);
    column->addLayout(row);
    auto* card = new Card(prices);
    card->setFlush(true);
    m_prices = new PlainTable(tr("Prices"), card);
    m_prices->setObjectName(u"costsPrices"_s);
    m_prices->setColumns(
        {{tr("Model")},
         {tr("Provider")},
         {tr("Input"), true, false, tr("US dollars for a million tokens")},
         {tr("Output"), true, false, tr("US dollars for a million tokens")},
         {tr("Cached"), true, false, tr("Input read from the provider's prompt cache, a million tokens")},
         {tr("Cache write"), true, false, tr("Input written to the provider's prompt cache, a million tokens")},
         {tr("Context"), true},
         {tr("Sources and notes"), false, true, tr("Confirmed: two sources agree on the price")}});
    m_prices->setSortable(true);
    card->body()->setContentsMargins(2, 3, 2, 4); // clear of the rounded corners
    card->body()->addWidget(m_prices);
    column->addWidget(card, 1);
    m_priceNote = newHint({}, prices);
    column->addWidget(m_priceNote);
    return prices;
}

void CostsPage::render(const ViewState& state) {
    m_segments->setCurrentIndex(static_cast<int>(state.segment));
    m_stack->setCurrentIndex(static_cast<int>(state.segment));
    m_copy->setVisible(state.segment != Segment::Budgets);
    m_calculator->render(state);
    if (state.segment == Segment::Prices)
        renderPrices(state);
    if (state.segment == Segment::Breakdown)
        renderBreakdown(state.breakdown);
}

void CostsPage::renderBreakdown(const Breakdown& breakdown) {
    const bool empty = breakdown.loaded && breakdown.rows.empty();
    if (!breakdown.error.isEmpty())
        m_breakdownEmpty->setSentence(breakdown.error);
    m_breakdownStack->setCurrentIndex(empty ? 1 : 0);
    m_copy->setEnabled(!empty);
    if (!breakdown.loaded || empty)
        return;
    const auto shown = std::count_if(breakdown.groups.begin(), breakdown.groups.end(),
                                     [](const Breakdown::Group& group) { return !group.isOther; });
    m_breakdownCard->setTitle(tr("Cost per day"), shown < breakdown.models
                                                      ? tr("%1 in 30 days, top %2 of %3 models")
                                                            .arg(formatMoney(breakdown.total))
                                                            .arg(shown)
                                                            .arg(breakdown.models)
                                                      : tr("%1 in 30 days").arg(formatMoney(breakdown.total)));
    charts::BarChartData bars;
    bars.buckets = breakdown.days;
    for (const Breakdown::Group& group : breakdown.groups)
        bars.groups.push_back({group.name, group.usd, group.isOther});
    bars.lastUnfinished = true;
    m_bars->setData(std::move(bars));
    std::vector<std::vector<Cell>> rows;
    int place = 0;
    for (const DayRow& row : breakdown.rows) {
        rows.push_back(
            {{row.day, theme::Role::Secondary, QVariant(place++)},
             {row.model},
             {formatCount(row.requests), theme::Role::Text, QVariant(qlonglong(row.requests))},
             {formatCount(row.promptTokens), theme::Role::Text, QVariant(qlonglong(row.promptTokens))},
             {formatCount(row.completionTokens), theme::Role::Text, QVariant(qlonglong(row.completionTokens))},
             {formatMoney(row.cost), theme::Role::Text, QVariant(qlonglong(row.cost.nanoUsd))}});
    }
    m_days->setRows(std::move(rows));
}

void CostsPage::renderPrices(const ViewState& state) {
    m_copy->setEnabled(true);
    m_priceCount->setText(
        state.prices.size() == static_cast<std::size_t>(state.priceTotal)
            ? tr("%1 prices, a million tokens each").arg(formatCount(state.priceTotal))
            : tr("%1 of %2 prices")
                  .arg(formatCount(static_cast<std::int64_t>(state.prices.size())), formatCount(state.priceTotal)));
    m_priceNote->setText(state.catalogNote);
    if (m_shownPrices == state.prices)
        return;
    m_shownPrices = state.prices;
    const auto price = [](const std::optional<domain::Price>& each) {
        return Cell{formatPerMillion(each), each ? theme::Role::Text : theme::Role::Muted,
                    QVariant(each ? qlonglong(each->picoUsd) : qlonglong(-1))};
    };
    std::vector<std::vector<Cell>> rows;
    rows.reserve(state.prices.size());
    for (const PriceRow& row : state.prices) {
        const bool gone = row.status == u"retired" || row.status == u"deprecated";
        QStringList notes{row.confirmed ? tr("confirmed: %1").arg(row.sources) : row.sources};
        if (!row.status.isEmpty())
            notes.prepend(row.status);
        if (!row.note.isEmpty())
            notes.prepend(row.note);
        rows.push_back({{row.model, gone ? theme::Role::Muted : theme::Role::Text},
                        {row.provider, theme::Role::Secondary},
                        price(row.input),
                        price(row.output),
                        price(row.cached),
                        price(row.cacheWrite),
                        {row.context > 0 ? formatCompact(row.context) : unknownText(), theme::Role::Secondary,
                         QVariant(qlonglong(row.context))},
                        {notes.join(u" · "_s), theme::Role::Muted, {}, notes.join(u'\n')}});
    }
    m_prices->setRows(std::move(rows));
}

} // namespace llmg::costs
