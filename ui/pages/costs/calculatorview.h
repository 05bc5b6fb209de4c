// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/costs/viewstate.h"

#include <QWidget>

class QComboBox;

namespace llmg::charts {
class LineChart;
}
namespace llmg::widgets {
class Card;
class NumberField;
class PlainTable;
class SegmentedControl;
class StatTile;
class TextLabel;
} // namespace llmg::widgets

namespace llmg::costs {

/// The calculator: what is used at the left, what it costs at the right, as figures, curve and alternatives. Passive.
class CalculatorView : public QWidget {
    Q_OBJECT
  public:
    explicit CalculatorView(const QStringList& modelIds, QWidget* parent = nullptr);
    void render(const ViewState& state);

  Q_SIGNALS:
    void sourceRequested(llmg::costs::Source source);
    void modelRequested(const QString& id);
    void providerRequested(const QString& id);
    void useRequested(const llmg::catalog::MonthlyUse& use);
    void pricesRequested();

  private:
    QWidget* newInputs(const QStringList& modelIds);
    QWidget* newFormula();
    QWidget* newResults();
    void renderTiles(const ViewState& state);
    void renderCurve(const ViewState& state);
    void renderOthers(const ViewState& state);
    void readFields();

    catalog::MonthlyUse m_use;
    widgets::SegmentedControl* m_source = nullptr;
    widgets::TextLabel* m_sourceNote = nullptr;
    QComboBox* m_model = nullptr;
    widgets::TextLabel* m_modelHint = nullptr;
    QComboBox* m_provider = nullptr;
    widgets::NumberField *m_input = nullptr, *m_cached = nullptr, *m_output = nullptr, *m_markup = nullptr,
                         *m_fee = nullptr, *m_share = nullptr;
    widgets::TextLabel *m_formula = nullptr, *m_priceNote = nullptr;
    widgets::StatTile *m_direct = nullptr, *m_credits = nullptr, *m_ownKeys = nullptr, *m_hybrid = nullptr;
    widgets::Card *m_curveCard = nullptr, *m_othersCard = nullptr;
    charts::LineChart* m_curve = nullptr;
    widgets::PlainTable* m_others = nullptr;
};

} // namespace llmg::costs
