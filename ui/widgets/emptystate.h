// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>

class QPushButton;

namespace llmg::widgets {

class CodeLine;
class TextLabel;

/// One sentence, one button, and where it helps a line of code ready to copy; in the middle of its room.
class EmptyState : public QWidget {
    Q_OBJECT
  public:
    explicit EmptyState(const QString& sentence, QWidget* parent = nullptr);
    void setSentence(const QString& sentence);
    void setIcon(const QString& name);
    void setAction(const QString& text);
    void setCode(const QString& what, const QString& code, std::function<QString()> copySource = {});
    void hideCode();

  Q_SIGNALS:
    void actionRequested();

  private:
    void fit();
    QWidget* m_column;
    TextLabel* m_icon;
    TextLabel* m_sentence;
    QPushButton* m_button = nullptr;
    CodeLine* m_code = nullptr;
    QString m_iconName;

  protected:
    bool event(QEvent* event) override;
};

} // namespace llmg::widgets
