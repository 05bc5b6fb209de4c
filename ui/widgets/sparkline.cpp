// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sparkline.h"

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace llmg::widgets {

Sparkline::Sparkline(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Sparkline::setValues(std::vector<double> values) {
    m_values = std::move(values);
    update();
}

QSize Sparkline::sizeHint() const {
    return {theme::px(80), theme::px(24)};
}

void Sparkline::paintEvent(QPaintEvent*) {
    double low = 0, high = 0;
    bool any = false;
    for (const double value : m_values) {
        if (!std::isfinite(value))
            continue;
        low = any ? std::min(low, value) : value;
        high = any ? std::max(high, value) : value;
        any = true;
    }
    if (!any || m_values.size() < 2)
        return;
    // Counts start at zero: a flat line at the bottom is "nothing", not "little change".
    low = std::min(low, 0.0);
    const double span = high > low ? high - low : 1;
    const QRectF room = QRectF(rect()).adjusted(1, 2, -1, -2);
    const double step = room.width() / static_cast<double>(m_values.size() - 1);
    QPainterPath path;
    bool open = false;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = theme::Theme::of(this).accent;
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        if (!std::isfinite(m_values[i])) {
            open = false;
            continue;
        }
        const QPointF point(room.left() + step * static_cast<double>(i),
                            room.bottom() - (m_values[i] - low) / span * room.height());
        const bool alone = !open && (i + 1 == m_values.size() || !std::isfinite(m_values[i + 1]));
        if (alone) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(ink);
            painter.drawEllipse(point, 1.2, 1.2);
        } else if (open) {
            path.lineTo(point);
        } else {
            path.moveTo(point);
        }
        open = true;
    }
    painter.setPen(QPen(ink, theme::px(15) / 10.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
}

} // namespace llmg::widgets
