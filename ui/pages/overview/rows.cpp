// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overview/rows.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/label.h"
#include "ui/widgets/statusdot.h"

#include <QHBoxLayout>
#include <QPainter>

namespace llmg::overview {

using namespace Qt::StringLiterals;
using theme::Theme;

ShareRow::ShareRow(const QString& name, double part, const QString& amount, bool isOther, QWidget* parent)
    : QAbstractButton(parent)
    , m_part(part)
    , m_amount(amount)
    , m_isOther(isOther) {
    setText(name);
    setAccessibleName(u"%1, %2"_s.arg(name, amount));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize ShareRow::sizeHint() const {
    return {theme::px(240), theme::px(18)};
}

void ShareRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& colors = Theme::of(this);
    const QFontMetrics metrics(theme::font(theme::TextStyle::Body));
    const int amount = metrics.horizontalAdvance(u"$0.0000000"_s), track = theme::px(76), gap = theme::px(8);
    const QRect amountRect(width() - amount, 0, amount, height());
    const QRectF trackRect(amountRect.left() - gap - track, (height() - theme::px(7)) / 2.0, track, theme::px(7));
    const QRect nameRect(0, 0, static_cast<int>(trackRect.left()) - gap, height());
    QFont nameFont = theme::font(theme::TextStyle::Body);
    nameFont.setUnderline(underMouse() && isEnabled());
    painter.setFont(nameFont);
    painter.setPen(m_isOther ? colors.secondary : colors.text);
    painter.drawText(nameRect, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(text(), Qt::ElideMiddle, nameRect.width()));
    painter.setFont(theme::font(theme::TextStyle::Body));
    painter.setPen(colors.text);
    painter.drawText(amountRect, Qt::AlignRight | Qt::AlignVCenter, m_amount);
    theme::drawRoundedBox(&painter, trackRect, trackRect.height() / 2, colors.sunken, {});
    if (m_part > 0) {
        QRectF bar = trackRect;
        bar.setWidth(qMax(trackRect.height(), trackRect.width() * m_part));
        theme::drawRoundedBox(&painter, bar, bar.height() / 2, m_isOther ? colors.other : colors.series[0], {});
    }
    if (hasFocus())
        theme::drawRoundedBox(&painter, rect(), theme::px(4), {}, colors.accent, 1.5);
}

void ShareRow::enterEvent(QEnterEvent*) {
    update();
}
void ShareRow::leaveEvent(QEvent*) {
    update();
}

ErrorRow::ErrorRow(int status, const QString& model, const QString& note, QWidget* parent)
    : QAbstractButton(parent)
    , m_status(status)
    , m_note(note) {
    setText(model);
    setAccessibleName(u"%1 %2, %3"_s.arg(status).arg(model, note));
    setToolTip(note);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize ErrorRow::sizeHint() const {
    return {theme::px(240), QFontMetrics(theme::font(theme::TextStyle::Body)).height() +
                                QFontMetrics(theme::font(theme::TextStyle::Small)).height() + theme::px(4)};
}

void ErrorRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& colors = Theme::of(this);
    painter.setFont(theme::font(theme::TextStyle::Body));
    const QFontMetrics body(painter.font());
    const QString status = m_status > 0 ? QString::number(m_status) : u"–"_s;
    // 499 is the client's own wish, 429 passes by itself; the rest is broken.
    painter.setPen(m_status == 499 ? colors.muted : m_status == 429 ? colors.warning : colors.bad);
    painter.drawText(QRect(0, 0, width(), body.height()), Qt::AlignLeft | Qt::AlignVCenter, status);
    const int left = body.horizontalAdvance(u"000 "_s) + theme::px(4);
    QFont nameFont = painter.font();
    nameFont.setUnderline(underMouse());
    painter.setFont(nameFont);
    painter.setPen(colors.text);
    painter.drawText(QRect(left, 0, width() - left, body.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     body.elidedText(text(), Qt::ElideRight, width() - left));
    painter.setFont(theme::font(theme::TextStyle::Small));
    const QFontMetrics small(painter.font());
    painter.setPen(colors.muted);
    painter.drawText(QRect(left, body.height() + 1, width() - left, small.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     small.elidedText(m_note, Qt::ElideRight, width() - left));
    if (hasFocus())
        theme::drawRoundedBox(&painter, rect(), theme::px(4), {}, colors.accent, 1.5);
}

void ErrorRow::enterEvent(QEnterEvent*) {
    update();
}
void ErrorRow::leaveEvent(QEvent*) {
    update();
}

QWidget* newFigureRow(const QString& figure, const QString& beside) {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::px(8));
    layout->addWidget(new widgets::TextLabel(figure, theme::TextStyle::Figure, theme::Role::Text, row), 0,
                      Qt::AlignBaseline);
    layout->addWidget(new widgets::TextLabel(beside, theme::TextStyle::Body, theme::Role::Secondary, row), 0,
                      Qt::AlignBaseline);
    layout->addStretch(1);
    return row;
}

QWidget* newHealthRow(theme::Role role, const QString& meaning, const QString& name, const QString& figures) {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::px(8));
    auto* dot = new widgets::StatusDot(row);
    dot->setState(role, meaning);
    layout->addWidget(dot);
    layout->addWidget(new widgets::ElidedLabel(name, theme::TextStyle::Body, theme::Role::Text, row), 1);
    layout->addWidget(new widgets::TextLabel(figures, theme::TextStyle::Body, theme::Role::Muted, row));
    return row;
}

QString formatAxisMoney(double dollars) {
    // Six decimals show the smallest step there is use for; trailing zeros say nothing.
    QString text = QString::number(dollars, 'f', 6);
    while (text.endsWith(u'0'))
        text.chop(1);
    if (text.endsWith(u'.'))
        text.chop(1);
    const qsizetype dot = text.indexOf(u'.');
    if (dot >= 0 && text.size() - dot == 2)
        text += u'0';
    return u"$"_s + text;
}

} // namespace llmg::overview
