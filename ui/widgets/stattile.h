// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QAbstractButton>

#include <vector>

namespace llmg::widgets {

class ElidedLabel;
class Sparkline;

/// Label above, figure, muted words beneath, and a curve: a card that is a link.
class StatTile : public QAbstractButton {
    Q_OBJECT
  public:
    explicit StatTile(const QString& label, QWidget* parent = nullptr);
    void setFigure(const QString& figure);
    void setNote(const QString& note, theme::Role role = theme::Role::Muted);
    void setValues(std::vector<double> values);
    void setHighlighted(bool highlighted);
    /// A tile that leads nowhere: not in the tab order, no hover.
    void setPassive();
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    void fitFigure(); ///< a figure is never cut: where it has no room it gets smaller
    void name();
    ElidedLabel* m_label;
    ElidedLabel* m_figure;
    ElidedLabel* m_note;
    Sparkline* m_curve;
    bool m_highlighted = false;
    bool m_passive = false;
};

} // namespace llmg::widgets
