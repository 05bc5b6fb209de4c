// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/playground/conversation.h"

#include <QWidget>

class QPlainTextEdit;
class QToolButton;

namespace llmg::widgets {
class TextLabel;
class ElidedLabel;
} // namespace llmg::widgets

namespace llmg::playground {

/// A failed request where its answer would be: what, why, what to do; the raw body folded; the request id to copy.
class FailurePanel : public QWidget {
    Q_OBJECT
  public:
    explicit FailurePanel(QWidget* parent = nullptr);
    void setFailure(const Failure& failure);

  Q_SIGNALS:
    void heightChanged();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    widgets::TextLabel *m_what, *m_cause, *m_advice;
    widgets::ElidedLabel* m_requestId;
    QWidget* m_idRow;
    QToolButton* m_fold;
    QPlainTextEdit* m_body;
    Failure m_failure;
};

} // namespace llmg::playground
