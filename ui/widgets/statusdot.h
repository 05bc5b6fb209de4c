// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

namespace llmg::widgets {

/// A coloured dot. Colour never stands alone: put words beside it, and give `meaning` for those who do not see it.
class StatusDot : public QWidget {
    Q_OBJECT
  public:
    explicit StatusDot(QWidget* parent = nullptr);
    void setState(theme::Role role, const QString& meaning);
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    theme::Role m_role = theme::Role::Muted;
};

/// A share of a whole as a slim bar; a limit's use, a part of a sum. 0 … 1.
class Meter : public QWidget {
    Q_OBJECT
  public:
    explicit Meter(QWidget* parent = nullptr);
    void setShare(double share, const QColor& color = {}); ///< invalid: the accent
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    double m_share = 0;
    QColor m_color;
};

} // namespace llmg::widgets
