// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace llmg::projects {

/// How much of a budget is spent, with marks where it warns: 75, 90 and 100 %.
class BudgetBar : public QWidget {
    Q_OBJECT
  public:
    explicit BudgetBar(QWidget* parent = nullptr);
    void setShare(double share); ///< of the budget; beyond 1 when it is exceeded
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    double m_share = 0;
};

} // namespace llmg::projects
