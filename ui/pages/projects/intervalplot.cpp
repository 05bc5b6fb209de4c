// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/intervalplot.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"

#include <QPainter>

#include <algorithm>

namespace llmg::projects {

using namespace Qt::StringLiterals;

namespace {

constexpr double kRow = 24, kTitle = 22, kGap = 14, kLeastScale = 60, kDot = 9;

} // namespace

IntervalPlot::IntervalPlot(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_title(title) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(title);
}

void IntervalPlot::setIntervals(std::vector<Interval> intervals) {
    if (m_intervals == intervals)
        return;
    m_intervals = std::move(intervals);
    QStringList spoken{m_title};
    for (const Interval& each : m_intervals)
        spoken.append(each.name + u": "_s + each.words);
    setAccessibleName(spoken.join(u", "_s));
    updateGeometry();
    update();
}

QSize IntervalPlot::sizeHint() const {
    return {theme::px(480), theme::px(kTitle + kRow * static_cast<double>(m_intervals.size()))};
}

QSize IntervalPlot::minimumSizeHint() const {
    return {wordsWidth() + theme::px(kLeastScale + 2 * kGap) + theme::px(80), sizeHint().height()};
}

int IntervalPlot::widest(QString Interval::*text) const {
    const QFontMetrics metrics(theme::font(theme::TextStyle::Body));
    int width = 0;
    for (const Interval& each : m_intervals)
        width = std::max(width, metrics.horizontalAdvance(each.*text));
    return width + theme::px(2); // a screen's metrics are not the layout's to the pixel
}

int IntervalPlot::wordsWidth() const {
    return widest(&Interval::words);
}

int IntervalPlot::namesWidth() const {
    const int rest = width() - wordsWidth() - theme::px(kLeastScale + 2 * kGap);
    return std::max(theme::px(40), std::min({widest(&Interval::name), rest, width() * 2 / 5}));
}

double IntervalPlot::end() const {
    double most = 0;
    for (const Interval& each : m_intervals) {
        if (each.known)
            most = std::max(most, each.high);
    }
    return most > 0 ? most * 1.05 : 1;
}

void IntervalPlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const theme::Theme& colors = theme::Theme::of(this);
    painter.setFont(theme::font(theme::TextStyle::Small));
    painter.setPen(colors.secondary);
    painter.drawText(QRect(0, 0, width(), theme::px(kTitle)), Qt::AlignLeft | Qt::AlignVCenter, m_title);
    const int gap = theme::px(kGap), words = wordsWidth(), named = namesWidth();
    const double left = named + gap, room = std::max(1.0, width() - left - words - gap);
    const double scale = room / end();
    painter.setFont(theme::font(theme::TextStyle::Body));
    for (std::size_t i = 0; i < m_intervals.size(); ++i) {
        const Interval& each = m_intervals[i];
        const QColor color = colors.series[i % colors.series.size()];
        const double top = theme::px(kTitle + kRow * static_cast<double>(i)), height = theme::px(kRow);
        const double middle = top + height / 2;
        painter.setPen(colors.text);
        const QRect names(0, qRound(top), named, qRound(height));
        painter.drawText(names, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(each.name, Qt::ElideRight, names.width()));
        painter.setPen(QPen(colors.grid, 1));
        painter.drawLine(QPointF(left, middle), QPointF(left + room, middle));
        painter.setPen(each.known ? colors.text : colors.muted);
        painter.drawText(QRectF(left + room + gap, top, words, height), Qt::AlignRight | Qt::AlignVCenter, each.words);
        if (!each.known)
            continue;
        const double from = left + each.low * scale, to = left + each.high * scale;
        theme::drawRoundedBox(&painter, QRectF(from, middle - theme::px(3), std::max(2.0, to - from), theme::px(6)),
                              theme::px(3), theme::blend(colors.surface, color, 0.35), {});
        const double dot = theme::px(kDot);
        theme::drawRoundedBox(&painter, QRectF(left + each.value * scale - dot / 2, middle - dot / 2, dot, dot),
                              dot / 2, color, {});
    }
}

} // namespace llmg::projects
