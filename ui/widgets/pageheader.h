// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;

namespace llmg::widgets {

class TextLabel;

/// Title of a page at the left with what belongs to it, its actions at the right; always the same height.
class PageHeader : public QWidget {
    Q_OBJECT
  public:
    explicit PageHeader(const QString& title, QWidget* parent = nullptr);
    void setTitle(const QString& title);
    void addBesideTitle(QWidget* widget);
    void addAction(QWidget* widget);
    using QWidget::addAction;

  private:
    QHBoxLayout* m_left;
    QHBoxLayout* m_right;
    TextLabel* m_title;
};

/// Margins and spacing every page uses: 22 at the sides, 14 between cards.
void applyPageMargins(QWidget* page);

} // namespace llmg::widgets
