// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/statusdot.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"

#include <QPainter>

#include <algorithm>

namespace llmg::widgets {

StatusDot::StatusDot(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StatusDot::setState(theme::Role role, const QString& meaning) {
    m_role = role;
    setAccessibleName(meaning);
    setToolTip(meaning);
    update();
}

QSize StatusDot::sizeHint() const {
    return {theme::px(8), theme::px(8)};
}

void StatusDot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    theme::drawRoundedBox(&painter, rect(), height() / 2.0, theme::Theme::of(this).color(m_role), {});
}

Meter::Meter(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Meter::setShare(double share, const QColor& color) {
    m_share = std::clamp(share, 0.0, 1.0);
    m_color = color;
    update();
}

QSize Meter::sizeHint() const {
    return {theme::px(80), theme::px(8)};
}

void Meter::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const theme::Theme& colors = theme::Theme::of(this);
    const QRectF track = rect();
    theme::drawRoundedBox(&painter, track, track.height() / 2, colors.sunken, {});
    if (m_share <= 0)
        return;
    QRectF filled = track;
    // Never thinner than it is high: a small share is still a dot that can be seen.
    filled.setWidth(std::max(track.height(), track.width() * m_share));
    theme::drawRoundedBox(&painter, filled, track.height() / 2, m_color.isValid() ? m_color : colors.accent, {});
}

} // namespace llmg::widgets
