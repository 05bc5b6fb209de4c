// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include <functional>

namespace llmg::widgets {

class TextLabel;

/// Code or an address in a sunken box, selectable, with Copy.
class CodeLine : public QFrame {
    Q_OBJECT
  public:
    explicit CodeLine(const QString& what, QWidget* parent = nullptr); ///< for "Copy <what>"
    void setCode(const QString& code);
    [[nodiscard]] QString code() const { return m_code; }
    /// What Copy gives when it is more than what is shown (a masked key).
    void setCopySource(std::function<QString()> source) { m_copySource = std::move(source); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    TextLabel* m_label;
    QString m_code;
    std::function<QString()> m_copySource;
};

} // namespace llmg::widgets
