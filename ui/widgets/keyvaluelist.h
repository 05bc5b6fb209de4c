// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

class QGridLayout;

namespace llmg::widgets {

/// Rows of a muted label and a selectable value with hairlines between, as in the detail of a request.
class KeyValueList : public QWidget {
    Q_OBJECT
  public:
    explicit KeyValueList(QWidget* parent = nullptr);
    void clear();
    void addRow(const QString& label, const QString& value, theme::Role role = theme::Role::Text, bool mono = false);
    /// Label at the left, amount at the right end: a sum.
    void addAmount(const QString& label, const QString& amount, bool strong = false);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QGridLayout* m_grid;
    int m_rows = 0;
};

} // namespace llmg::widgets
