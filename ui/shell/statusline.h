// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/statuspresenter.h"

#include <QWidget>

class QAbstractButton;

namespace llmg::widgets {
class StatusDot;
class TextLabel;
} // namespace llmg::widgets

namespace llmg::shell {

/// The line at the bottom: state and address (a click copies it), load, today's cost, where keys are kept.
class StatusLine : public QWidget {
    Q_OBJECT
  public:
    explicit StatusLine(QWidget* parent = nullptr);
    void render(const StatusState& state);

  Q_SIGNALS:
    void addressCopied(const QString& address);

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

  private:
    widgets::StatusDot* m_dot;
    QAbstractButton* m_address;
    widgets::TextLabel *m_rate, *m_flight, *m_todayWord, *m_today, *m_keys;
    QString m_baseUrl;
};

} // namespace llmg::shell
