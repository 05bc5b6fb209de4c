// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace llmg::widgets {

/// A rounded word in the soft accent. Removable ones carry an × (click, Delete or Backspace asks for removal).
class Chip : public QAbstractButton {
    Q_OBJECT
  public:
    explicit Chip(const QString& text, bool removable = false, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

  Q_SIGNALS:
    void removeRequested();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    bool m_removable;
};

} // namespace llmg::widgets
