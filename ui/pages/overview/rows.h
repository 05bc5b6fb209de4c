// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QAbstractButton>

namespace llmg::overview {

/// Name, bar, amount: a link to the requests behind it.
class ShareRow : public QAbstractButton {
    Q_OBJECT
  public:
    ShareRow(const QString& name, double part, const QString& amount, bool isOther, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    double m_part;
    QString m_amount;
    bool m_isOther;
};

/// Status, model, and when and why in muted words: a link to the request.
class ErrorRow : public QAbstractButton {
    Q_OBJECT
  public:
    ErrorRow(int status, const QString& model, const QString& note, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    int m_status;
    QString m_note;
};

/// A large figure with muted words on its line.
QWidget* newFigureRow(const QString& figure, const QString& beside);
QWidget* newHealthRow(theme::Role role, const QString& meaning, const QString& name, const QString& figures);
/// Whole dollars as "$5", cents as "$0.25": as short as the axis' step allows.
QString formatAxisMoney(double dollars);

} // namespace llmg::overview
