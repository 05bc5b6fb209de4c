// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/playground/viewstate.h"

#include <QWidget>

class QLineEdit;
class QListWidget;

namespace llmg::widgets {
class TextLabel;
}

namespace llmg::playground {

/// Search, and the kept conversations: Enter opens, F2 renames in place, Delete removes.
class ConversationList : public QWidget {
    Q_OBJECT
  public:
    explicit ConversationList(QWidget* parent = nullptr);
    void render(const ViewState& state);
    void focusSearch();

  Q_SIGNALS:
    void searchEdited(const QString& text);
    void openRequested(const QString& id);
    void renameRequested(const QString& id, const QString& title);
    void removeRequested(const QString& id);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QLineEdit* m_search;
    QListWidget* m_list;
    widgets::TextLabel* m_note;
    std::vector<ConversationRow> m_rows;
    bool m_rendering = false;
};

} // namespace llmg::playground
