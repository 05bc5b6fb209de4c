// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QPushButton>

namespace llmg::providerspage {

/// What a card is taken by to drag it to another place. Only says what the hand does; who holds the cards moves them.
class DragHandle : public QPushButton {
    Q_OBJECT
  public:
    explicit DragHandle(const QString& name, QWidget* parent = nullptr);

  Q_SIGNALS:
    void dragged(const QPoint& globalPosition); ///< begins with the first
    void dropped();
    void canceled(); ///< by Escape, or because the handle was taken away

  protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void cancel();
    QPoint m_from;
    bool m_pressed = false, m_dragging = false;
};

} // namespace llmg::providerspage
