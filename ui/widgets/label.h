// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

#include <QLabel>

namespace llmg::widgets {

/// Text in one of the theme's styles and roles; follows theme and zoom while it is shown.
class TextLabel : public QLabel {
    Q_OBJECT
  public:
    explicit TextLabel(const QString& text = {}, theme::TextStyle style = theme::TextStyle::Body,
                       theme::Role role = theme::Role::Text, QWidget* parent = nullptr);
    void setStyle(theme::TextStyle style);
    void setRole(theme::Role role);

  protected:
    bool event(QEvent* event) override;

  private:
    void restyle();
    theme::TextStyle m_style;
    theme::Role m_role;
};

/// One line, cut with an ellipsis when the room is short; the whole text is its tool tip then. `text()` is always
/// whole.
class ElidedLabel : public TextLabel {
    Q_OBJECT
  public:
    explicit ElidedLabel(const QString& text = {}, theme::TextStyle style = theme::TextStyle::Body,
                         theme::Role role = theme::Role::Text, QWidget* parent = nullptr);
    void setElideMode(Qt::TextElideMode mode);
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    Qt::TextElideMode m_mode = Qt::ElideRight;
};

/// A copyable address, id or code in the monospaced face; selectable by mouse and keyboard.
TextLabel* newMonoLabel(const QString& text, QWidget* parent = nullptr);
/// Wrapping secondary text.
TextLabel* newHint(const QString& text, QWidget* parent = nullptr);

} // namespace llmg::widgets
