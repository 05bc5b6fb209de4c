// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chip.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"

#include <QKeyEvent>
#include <QPainter>

namespace llmg::widgets {

using namespace Qt::StringLiterals;

Chip::Chip(const QString& text, bool removable, QWidget* parent)
    : QAbstractButton(parent)
    , m_removable(removable) {
    setText(text);
    setAccessibleName(removable ? tr("%1, remove").arg(text) : text);
    setFocusPolicy(removable ? Qt::StrongFocus : Qt::NoFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    if (removable) {
        setCursor(Qt::PointingHandCursor);
        connect(this, &QAbstractButton::clicked, this, &Chip::removeRequested);
    }
}

QSize Chip::sizeHint() const {
    const QFontMetrics metrics(theme::font(theme::TextStyle::Small));
    const int mark = m_removable ? theme::px(16) : 0;
    return {metrics.horizontalAdvance(text()) + theme::px(20) + mark, metrics.height() + theme::px(6)};
}

void Chip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const theme::Theme& colors = theme::Theme::of(this);
    const bool ring = hasFocus();
    theme::drawRoundedBox(&painter, rect(), height() / 2.0, colors.accentSoft, ring ? colors.accent : QColor(), 1.5);
    painter.setFont(theme::font(theme::TextStyle::Small));
    painter.setPen(colors.text);
    QRect room = rect().adjusted(theme::px(10), 0, -theme::px(10), 0);
    if (m_removable) {
        const int side = theme::px(12);
        const QRect mark(room.right() - side + 2, (height() - side) / 2, side, side);
        painter.drawPixmap(mark, theme::tintedPixmap(u"x"_s, colors.secondary, side, devicePixelRatioF()));
        room.setRight(mark.left() - theme::px(4));
    }
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text());
}

void Chip::keyPressEvent(QKeyEvent* event) {
    if (m_removable && (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace))
        Q_EMIT removeRequested();
    else
        QAbstractButton::keyPressEvent(event);
}

} // namespace llmg::widgets
