// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/storage/usagequery.h"
#include "ui/widgets/card.h"

#include <functional>
#include <optional>

class QPlainTextEdit;
class QPushButton;
class QStackedLayout;

namespace llmg::widgets {
class EmptyState;
class KeyValueList;
class SegmentedControl;
class TextLabel;
} // namespace llmg::widgets

namespace llmg::requests {

/// One request whole: summary with attempts and cost, and its bodies made readable off the GUI thread.
class DetailPanel : public widgets::Card {
    Q_OBJECT
  public:
    explicit DetailPanel(QWidget* parent = nullptr);
    void setBaseUrl(const QString& baseUrl) { m_baseUrl = baseUrl; }
    void showNothing();
    void showLoading();
    void showError(const QString& message);
    void showRequest(const storage::RequestDetail& detail);

  Q_SIGNALS:
    void playgroundRequested(const QString& requestId);

  private:
    void renderSummary(const storage::RequestDetail& detail);
    void renderCost(const storage::RequestDetail& detail);
    void prepareBodies();
    void showTab(int tab);

    widgets::SegmentedControl* m_tabs;
    QWidget* m_content;
    QStackedLayout* m_stack;
    widgets::EmptyState* m_nothing;
    QWidget *m_summaryPage, *m_costPage;
    widgets::KeyValueList *m_summary, *m_cost;
    widgets::TextLabel *m_errorText, *m_costNote;
    QWidget* m_attempts;
    QPlainTextEdit *m_request, *m_response;
    QPushButton *m_raw, *m_playground, *m_copyCurl;
    std::optional<storage::RequestDetail> m_detail;
    QString m_baseUrl, m_responseReadable, m_responseRaw;
    int m_round = 0;
};

} // namespace llmg::requests
