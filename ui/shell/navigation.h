// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/pageentry.h"

#include <QWidget>

class QButtonGroup;

namespace llmg::shell {

/// The bar at the left: the mark, the pages with their numbers, and the way to everything else.
class Navigation : public QWidget {
    Q_OBJECT
  public:
    explicit Navigation(const std::vector<PageEntry>& pages, QWidget* parent = nullptr);
    void setCurrent(int index);

  Q_SIGNALS:
    void pageChosen(int index);
    void paletteRequested();

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

  private:
    QButtonGroup* m_group;
};

} // namespace llmg::shell
