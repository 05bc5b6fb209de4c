// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/playground/conversation.h"

#include <QWidget>

class QPushButton;
class QToolButton;

namespace llmg::widgets {
class MarkdownView;
class TextLabel;
} // namespace llmg::widgets

namespace llmg::playground {

class Thumbnails;
class FailurePanel;
class ImageStrip;

/// One question and one column's answer to it. Height follows width.
class TurnView : public QWidget {
    Q_OBJECT
  public:
    explicit TurnView(Thumbnails& thumbnails, QWidget* parent = nullptr);

    void setTurn(const TurnPtr& turn, std::size_t column, bool last, bool busy);
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

  Q_SIGNALS:
    void heightChanged();
    void regenerateRequested();
    void editRequested();

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    int place(int width, bool apply) const;
    void showAnswer(const Answer& answer, bool last, bool busy);

    ImageStrip* m_images;
    widgets::TextLabel* m_prompt;
    QPushButton* m_edit;
    QToolButton* m_thought;
    widgets::MarkdownView* m_reasoning;
    widgets::MarkdownView* m_text;
    widgets::MarkdownView* m_tools;
    FailurePanel* m_failure;
    widgets::TextLabel* m_note;
    QWidget* m_actions;
    QPushButton* m_regenerate;
    TurnPtr m_turn;
    std::size_t m_column = 0;
    mutable QRect m_bubbleRect;
};

} // namespace llmg::playground
