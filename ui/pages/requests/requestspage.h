// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/secret.h"
#include "ui/widgets/page.h"

class QPushButton;
class QStackedLayout;
class QTableView;

namespace llmg::service {
class Engine;
}
namespace llmg::widgets {
class EmptyState;
class TextLabel;
} // namespace llmg::widgets

namespace llmg::requests {

class DetailPanel;
class FilterBar;
class Presenter;
struct ViewState;

/// Everything that passed through: a live list with a filter, and one request in detail.
class RequestsPage : public widgets::Page {
    Q_OBJECT
  public:
    explicit RequestsPage(service::Engine& engine, QWidget* parent = nullptr);
    ~RequestsPage() override;
    void open(const QVariantMap& arguments) override;
    void focusSearch() override;
    [[nodiscard]] bool isBusy() const override;

  protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void makeTable();
    void makeColumnsMenu();
    void render(const ViewState& state);
    void renderDetail();
    void renderEmpty(const ViewState& state);
    void step(int by);
    void selectRow(int row);
    void fitColumns();
    void fitModelColumn();

    service::Engine& m_engine;
    SystemClock m_clock;
    Presenter* m_presenter;
    Secret m_key;
    bool m_keyAsked = false;
    FilterBar* m_filter;
    QPushButton *m_live, *m_columns, *m_newRows;
    QTableView* m_table;
    QStackedLayout* m_stack;
    widgets::EmptyState* m_empty;
    widgets::TextLabel *m_problem, *m_footer;
    DetailPanel* m_detail;
};

widgets::Page* createRequestsPage(service::Engine& engine, QWidget* parent);

} // namespace llmg::requests
