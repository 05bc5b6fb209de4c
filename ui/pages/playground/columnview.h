// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/playground/viewstate.h"

#include <QFrame>

class QPushButton;

namespace llmg::widgets {
class TextLabel;
class ElidedLabel;
} // namespace llmg::widgets

namespace llmg::playground {

class Thumbnails;
class TranscriptView;

/// The button with a model's name and a small arrow.
class ModelButton;

/// One model: header, answers, footer.
class ColumnView : public QFrame {
    Q_OBJECT
  public:
    explicit ColumnView(Thumbnails& thumbnails, QWidget* parent = nullptr);
    void render(const ViewState& state, std::size_t column);
    [[nodiscard]] QWidget* modelButton() const;

  Q_SIGNALS:
    void modelPickRequested();
    void removeRequested();
    void regenerateRequested();
    void editRequested();
    void rawRequested();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    ModelButton* m_model;
    widgets::ElidedLabel* m_detail;
    widgets::TextLabel* m_warning;
    QPushButton* m_menu;
    QWidget* m_header;
    TranscriptView* m_transcript;
    widgets::TextLabel* m_footer;
    widgets::TextLabel* m_empty;
    bool m_removable = false, m_running = false, m_hasTurns = false;
};

/// "1,142 in · 61 out · $0.0035 · first token 0.41 s · 78 tok/s · stop", as rich text with the cost in bold.
QString footerText(const Answer& answer);

} // namespace llmg::playground
