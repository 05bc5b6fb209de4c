// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QHBoxLayout;
class QLineEdit;

namespace llmg::widgets {
class Chip;
}

namespace llmg::requests {

/// A field in which terms become chips at Enter, and text again at Backspace. What is typed holds as it is typed.
class FilterBar : public QWidget {
    Q_OBJECT
  public:
    explicit FilterBar(QWidget* parent = nullptr);
    [[nodiscard]] QString text() const; ///< chips and typed words together
    void setText(const QString& text);  ///< all as chips; says nothing
    /// A chip that is not text ("21 Nov"): removed by its × only. Empty: none.
    void setFixedChip(const QString& label);
    void focusField();
    [[nodiscard]] QSize sizeHint() const override;

  Q_SIGNALS:
    void edited();
    void fixedChipRemoved();

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

  private:
    void takeTyped();
    void showChips();
    QHBoxLayout* m_row;
    QHBoxLayout* m_chipRow;
    QLineEdit* m_field;
    QStringList m_terms;
    QString m_fixed;
    QList<widgets::Chip*> m_chips;
};

} // namespace llmg::requests
