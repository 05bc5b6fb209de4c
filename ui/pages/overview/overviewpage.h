// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/secret.h"
#include "ui/pages/overview/viewstate.h"
#include "ui/widgets/page.h"

class QComboBox;
class QStackedLayout;
class QVBoxLayout;

namespace llmg::service {
class Engine;
}
namespace llmg::charts {
class LineChart;
class StackedBarChart;
} // namespace llmg::charts
namespace llmg::widgets {
class Card;
class EmptyState;
class SegmentedControl;
class StatTile;
class TextLabel;
} // namespace llmg::widgets

namespace llmg::overview {

class Presenter;

/// What passed through, at a glance: six figures, cost by day, latency, the month, who spent it, what failed.
class OverviewPage : public widgets::Page {
    Q_OBJECT
  public:
    explicit OverviewPage(service::Engine& engine, QWidget* parent = nullptr);
    ~OverviewPage() override;
    void open(const QVariantMap& arguments) override;
    [[nodiscard]] bool isBusy() const override;

  protected:
    bool event(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    QWidget* newTiles();
    QWidget* newCharts();
    QWidget* newSide();
    void render(const ViewState& state);
    void renderTiles(const ViewState& state);
    void renderCharts(const ViewState& state);
    void renderSide(const ViewState& state);
    void renderEmpty(const ViewState& state);
    void askKey();
    void drillDown(const ViewState& state, int bucket, const QString& model);

    service::Engine& m_engine;
    SystemClock m_clock;
    Presenter* m_presenter;
    Secret m_key;
    bool m_keyAsked = false;
    QStackedLayout* m_stack;
    widgets::EmptyState* m_empty;
    QComboBox* m_project;
    widgets::SegmentedControl* m_range;
    widgets::SegmentedControl* m_shareBy = nullptr;
    widgets::TextLabel* m_error;
    widgets::StatTile *m_cost, *m_requests, *m_tokens, *m_errors, *m_latency, *m_saved;
    widgets::Card *m_costCard, *m_latencyCard, *m_monthCard, *m_sharesCard, *m_providersCard, *m_errorsCard;
    QWidget* m_side = nullptr;
    charts::StackedBarChart* m_bars;
    charts::LineChart* m_lines;
    QVBoxLayout *m_monthBody, *m_sharesBody, *m_providersBody, *m_errorsBody;
};

/// For the shell's table of pages.
widgets::Page* createOverviewPage(service::Engine& engine, QWidget* parent);

} // namespace llmg::overview
