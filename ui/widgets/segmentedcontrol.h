// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QButtonGroup;

namespace llmg::widgets {

/// One of a few, side by side in one frame. Arrow keys move the choice; every segment is a radio button to a screen
/// reader.
class SegmentedControl : public QWidget {
    Q_OBJECT
  public:
    explicit SegmentedControl(const QString& name, QWidget* parent = nullptr); ///< accessible name
    explicit SegmentedControl(const QString& name, const QStringList& segments, QWidget* parent = nullptr);
    int addSegment(const QString& text, const QString& toolTip = {}); ///< returns its index
    [[nodiscard]] int currentIndex() const;
    void setCurrentIndex(int index); ///< says nothing; -1: none is chosen
    [[nodiscard]] int count() const;

  Q_SIGNALS:
    void activated(int index); ///< a person chose

  private:
    QButtonGroup* m_group;
};

} // namespace llmg::widgets
