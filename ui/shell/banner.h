// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QPushButton;

namespace llmg::widgets {
class TextLabel;
class StatusDot;
} // namespace llmg::widgets

namespace llmg::shell {

/// A line above the page for what concerns the whole program: a repaired database, a full disk, a taken port. At most
/// one action; it can be put away unless the trouble lasts.
class Banner : public QFrame {
    Q_OBJECT
  public:
    enum class Kind { Notice, Trouble };
    explicit Banner(QWidget* parent = nullptr);
    void say(Kind kind, const QString& text, const QString& action = {}, bool closable = true);

  Q_SIGNALS:
    void actionRequested();
    void closed();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    widgets::StatusDot* m_dot;
    widgets::TextLabel* m_text;
    QPushButton* m_action;
    QPushButton* m_close;
};

} // namespace llmg::shell
