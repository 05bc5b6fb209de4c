// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/costs/viewstate.h"
#include "ui/widgets/page.h"

class QLineEdit;
class QStackedWidget;

namespace llmg::service {
class Engine;
}
namespace llmg::charts {
class StackedBarChart;
}
namespace llmg::widgets {
class Card;
class CopyButton;
class EmptyState;
class PlainTable;
class SegmentedControl;
class TextLabel;
} // namespace llmg::widgets

namespace llmg::costs {

class CalculatorView;
class Presenter;

/// What it costs, what it would cost: breakdown, calculator, budgets, prices.
class CostsPage : public widgets::Page {
    Q_OBJECT
  public:
    /// Takes the presenter over.
    explicit CostsPage(Presenter* presenter, QWidget* parent = nullptr);
    void open(const QVariantMap& arguments) override;
    void focusSearch() override;
    [[nodiscard]] bool isBusy() const override;
    void render(const ViewState& state);

  private:
    QWidget* newBreakdown();
    QWidget* newBudgets();
    QWidget* newPrices();
    void renderBreakdown(const Breakdown& breakdown);
    void renderPrices(const ViewState& state);

    Presenter* m_presenter;
    widgets::SegmentedControl* m_segments;
    QStackedWidget* m_stack;
    widgets::CopyButton* m_copy = nullptr;
    CalculatorView* m_calculator;
    QStackedWidget* m_breakdownStack = nullptr;
    widgets::EmptyState* m_breakdownEmpty = nullptr;
    widgets::Card* m_breakdownCard = nullptr;
    charts::StackedBarChart* m_bars = nullptr;
    widgets::PlainTable* m_days = nullptr;
    QLineEdit* m_search = nullptr;
    widgets::TextLabel* m_priceCount = nullptr;
    widgets::TextLabel* m_priceNote = nullptr;
    widgets::PlainTable* m_prices = nullptr;
    std::vector<PriceRow> m_shownPrices;
};

/// For the shell's table of pages.
widgets::Page* createCostsPage(service::Engine& engine, QWidget* parent);

} // namespace llmg::costs
