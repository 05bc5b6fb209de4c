// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>
#include <QTimer>

#include <functional>

namespace llmg::widgets {

/// Copies a text and says "Copied" for two seconds. The text is asked for at the click, so that it may be a secret that
/// nothing keeps; `clearAfter` empties the clipboard again when it still holds that text.
class CopyButton : public QPushButton {
    Q_OBJECT
  public:
    /// `what` completes the accessible name: "Copy address".
    explicit CopyButton(const QString& what, std::function<QString()> text, QWidget* parent = nullptr);
    void setClearAfter(std::chrono::seconds delay);
    /// Instead of "Copy": "Copy as cURL".
    void setRestText(const QString& text);
    /// A picture alone, for tight places.
    void setIconOnly();

  Q_SIGNALS:
    void copied();

  private:
    void copy();
    void showRest();
    QString m_what, m_restText;
    std::function<QString()> m_text;
    std::chrono::seconds m_clearAfter{0};
    bool m_iconOnly = false;
    QTimer m_back;
};

} // namespace llmg::widgets
