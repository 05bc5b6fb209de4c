// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QIcon>
#include <QWidget>

namespace llmg::widgets {

/// A small picture whose shape says how something stands, so that its colour need not. Put words beside it, and give
/// `meaning` for those who do not see it.
class StatusIcon : public QWidget {
    Q_OBJECT
  public:
    explicit StatusIcon(QWidget* parent = nullptr);
    void setState(const QString& icon, theme::Role role, const QString& meaning);
    [[nodiscard]] QString icon() const { return m_name; }
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_name;
    theme::Role m_role = theme::Role::Muted;
    QIcon m_icon;
};

} // namespace llmg::widgets
