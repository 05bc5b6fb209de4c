// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/appstyle.h"

#include <QPushButton>

namespace llmg::widgets {

QPushButton* newButton(const QString& text, theme::ButtonKind kind = theme::ButtonKind::Secondary,
                       QWidget* parent = nullptr);
/// Only a picture: `name` is what a screen reader says and the tool tip shows.
QPushButton* newIconButton(const QString& icon, const QString& name, QWidget* parent = nullptr);
/// Text that acts, in the accent colour ("Change a price").
class LinkButton : public QAbstractButton {
    Q_OBJECT
  public:
    explicit LinkButton(const QString& text, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
};

} // namespace llmg::widgets
