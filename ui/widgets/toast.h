// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>

#include <functional>

class QPushButton;

namespace llmg::widgets {

class TextLabel;

/// A line at the bottom of its parent that goes by itself: after four seconds, eight with Undo; it waits while the
/// mouse or the keyboard is on it. A new one takes the old one's place.
class Toast : public QFrame {
    Q_OBJECT
  public:
    explicit Toast(QWidget* parent);
    void say(const QString& text, std::function<void()> undo = {});

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    void place();
    TextLabel* m_text;
    QPushButton* m_undo;
    std::function<void()> m_undoAction;
    QTimer m_gone;
};

} // namespace llmg::widgets
