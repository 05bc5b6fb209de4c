// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plotview.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace llmg::charts {

using theme::Theme;

PlotView::PlotView(QWidget* parent)
    : QChartView(parent)
    , m_x(new QValueAxis)
    , m_y(new QValueAxis) {
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    setBackgroundBrush(Qt::NoBrush);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    chart()->setBackgroundVisible(false);
    chart()->setMargins({});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->legend()->hide();
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->addAxis(m_x, Qt::AlignBottom);
    chart()->addAxis(m_y, Qt::AlignLeft);
    m_x->setVisible(false);
    m_y->setVisible(false);
}

QSize PlotView::sizeHint() const {
    return {theme::px(480), theme::px(220)};
}

QSize PlotView::minimumSizeHint() const {
    return {theme::px(200), theme::px(110)};
}

void PlotView::setRanges(double xFrom, double xTo, double yFrom, double yTo) {
    m_x->setRange(xFrom, xTo > xFrom ? xTo : xFrom + 1);
    m_y->setRange(yFrom, yTo > yFrom ? yTo : yFrom + 1);
}

void PlotView::setYTicks(std::vector<Tick> ticks) {
    m_yTicks = std::move(ticks);
    layOut();
}

void PlotView::setXTicks(std::vector<Tick> ticks) {
    m_xTicks = std::move(ticks);
    viewport()->update();
}

void PlotView::setSamples(std::vector<double> positions) {
    m_samples = std::move(positions);
    m_crosshair = -1;
    viewport()->update();
}

void PlotView::setMarker(std::optional<Marker> marker) {
    m_marker = std::move(marker);
    viewport()->update();
}

void PlotView::attach(QAbstractSeries* series) {
    chart()->addSeries(series);
    series->attachAxis(m_x);
    series->attachAxis(m_y);
}

void PlotView::clearSeries() {
    chart()->removeAllSeries();
}

QRectF PlotView::plot() const {
    return chart()->plotArea();
}

QPointF PlotView::toScreen(double x, double y) const {
    const QRectF area = plot();
    return {area.left() + (x - m_x->min()) / (m_x->max() - m_x->min()) * area.width(),
            area.bottom() - (y - m_y->min()) / (m_y->max() - m_y->min()) * area.height()};
}

double PlotView::toValueY(double screenY) const {
    const QRectF area = plot();
    return m_y->min() + (area.bottom() - screenY) / area.height() * (m_y->max() - m_y->min());
}

void PlotView::layOut() {
    const QFontMetrics metrics(theme::font(theme::TextStyle::Small));
    int widest = 0;
    for (const Tick& tick : m_yTicks)
        widest = std::max(widest, metrics.horizontalAdvance(tick.label));
    // At least so much that charts above one another begin at the same place.
    const int left = std::max(widest + theme::px(14), theme::px(50));
    const int bottom = metrics.height() + theme::px(10);
    chart()->resize(size());
    setSceneRect(QRectF(QPointF(0, 0), QSizeF(viewport()->size())));
    chart()->setPlotArea(QRectF(left, theme::px(8), std::max(10, viewport()->width() - left - theme::px(8)),
                                std::max(10, viewport()->height() - bottom - theme::px(8))));
    layOutLabels();
    viewport()->update();
}

void PlotView::drawBackground(QPainter* painter, const QRectF&) {
    const Theme& colors = Theme::of(this);
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(QPen(colors.grid, 1));
    const QRectF area = plot();
    for (const Tick& tick : m_yTicks) {
        const double y = std::round(toScreen(m_x->min(), tick.position).y());
        painter->drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    }
    painter->setRenderHint(QPainter::Antialiasing, true);
}

void PlotView::drawForeground(QPainter* painter, const QRectF&) {
    const Theme& colors = Theme::of(this);
    const QRectF area = plot();
    painter->setFont(theme::font(theme::TextStyle::Small));
    const QFontMetricsF metrics(painter->font());
    painter->setPen(colors.muted);
    for (const Tick& tick : m_yTicks) {
        const double y = toScreen(m_x->min(), tick.position).y();
        painter->drawText(QRectF(0, y - metrics.height(), area.left() - theme::px(8), metrics.height() * 2),
                          Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
    for (const Tick& tick : m_xTicks) {
        const double width = metrics.horizontalAdvance(tick.label) + 4;
        double x = toScreen(tick.position, m_y->min()).x() - width / 2;
        x = std::clamp(x, 0.0, std::max(0.0, viewport()->width() - width));
        painter->drawText(QRectF(x, area.bottom() + theme::px(6), width, metrics.height()), Qt::AlignCenter,
                          tick.label);
    }
    const QPen dotted(colors.muted, 1.2, Qt::CustomDashLine, Qt::FlatCap);
    const auto vertical = [&](double x) {
        QPen pen = dotted;
        pen.setDashPattern({2.5, 2.5});
        painter->setPen(pen);
        painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    };
    if (m_marker && m_marker->x >= m_x->min() && m_marker->x <= m_x->max()) {
        const double x = toScreen(m_marker->x, 0).x();
        vertical(x);
        const QFont strong = theme::font(theme::TextStyle::SmallStrong);
        const double width = std::max(QFontMetricsF(strong).horizontalAdvance(m_marker->label),
                                      metrics.horizontalAdvance(m_marker->note)) +
                             2;
        const bool fits = x + theme::px(8) + width <= viewport()->width();
        const double left = fits ? x + theme::px(8) : x - theme::px(8) - width;
        const int side = fits ? Qt::AlignLeft : Qt::AlignRight;
        painter->fillRect(QRectF(left - 2, area.top(), width + 4, metrics.height() * 2 + 4), colors.surface);
        painter->setFont(strong);
        painter->setPen(colors.text);
        painter->drawText(QRectF(left, area.top(), width, metrics.height()), side, m_marker->label);
        painter->setFont(theme::font(theme::TextStyle::Small));
        painter->setPen(colors.secondary);
        painter->drawText(QRectF(left, area.top() + metrics.height() + 2, width, metrics.height()), side,
                          m_marker->note);
    }
    if (m_crosshair >= 0 && m_crosshair < static_cast<int>(m_samples.size())) {
        const double x = toScreen(m_samples[static_cast<std::size_t>(m_crosshair)], 0).x();
        vertical(x);
        drawTooltip(painter, x);
    }
    if (hasFocus() && m_crosshair < 0)
        theme::drawRoundedBox(painter, QRectF(viewport()->rect()).adjusted(1, 1, -1, -1), theme::px(6), {},
                              colors.accent, 1.5);
}

void PlotView::drawTooltip(QPainter* painter, double x) const {
    const Tooltip tip = tooltip(m_crosshair);
    if (tip.title.isEmpty() && tip.rows.empty())
        return;
    const Theme& colors = Theme::of(this);
    const QFontMetricsF small(theme::font(theme::TextStyle::Small));
    const double square = theme::px(8), gap = theme::px(8), pad = theme::px(10), line = small.height() + theme::px(3);
    double names = 0, values = 0;
    for (const TooltipRow& row : tip.rows) {
        names = std::max(names, small.horizontalAdvance(row.name));
        values = std::max(values, small.horizontalAdvance(row.value));
    }
    const double width =
        std::max(small.horizontalAdvance(tip.title), square + gap + names + gap * 2 + values) + pad * 2 + 2;
    const double height = line * (static_cast<double>(tip.rows.size()) + 1) + pad * 2 - theme::px(3);
    double left = x + theme::px(10);
    if (left + width > viewport()->width())
        left = x - theme::px(10) - width;
    const QRectF box(std::max(0.0, left),
                     std::clamp(plot().top() + theme::px(6), 0.0, std::max(0.0, viewport()->height() - height)), width,
                     height);
    theme::drawRoundedBox(painter, box, theme::px(6), colors.surface, colors.line);
    double y = box.top() + pad;
    painter->setFont(theme::font(theme::TextStyle::Small));
    painter->setPen(colors.secondary);
    painter->drawText(QRectF(box.left() + pad, y, width - pad * 2, line), Qt::AlignLeft | Qt::AlignVCenter, tip.title);
    for (const TooltipRow& row : tip.rows) {
        y += line;
        theme::drawRoundedBox(painter, QRectF(box.left() + pad, y + (line - square) / 2, square, square), 2, row.color,
                              {});
        painter->setPen(colors.text);
        const QRectF text(box.left() + pad + square + gap, y, width - pad * 2 - square - gap, line);
        painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter, row.name);
        painter->drawText(text, Qt::AlignRight | Qt::AlignVCenter, row.value);
    }
}

void PlotView::resizeEvent(QResizeEvent* event) {
    QChartView::resizeEvent(event);
    layOut();
}

void PlotView::setCrosshair(int sample) {
    if (sample >= static_cast<int>(m_samples.size()))
        sample = -1;
    if (sample == m_crosshair)
        return;
    m_crosshair = sample;
    viewport()->update();
}

void PlotView::move(int sample) {
    if (sample == m_crosshair)
        return;
    setCrosshair(sample);
    Q_EMIT crosshairMoved(m_crosshair);
}

void PlotView::mouseMoveEvent(QMouseEvent* event) {
    int nearest = -1;
    double best = 1e18;
    if (plot().adjusted(-theme::px(8), -theme::px(8), theme::px(8), theme::px(20)).contains(event->position())) {
        for (std::size_t i = 0; i < m_samples.size(); ++i) {
            const double distance = std::abs(toScreen(m_samples[i], 0).x() - event->position().x());
            if (distance < best) {
                best = distance;
                nearest = static_cast<int>(i);
            }
        }
    }
    move(nearest);
    QChartView::mouseMoveEvent(event);
}

void PlotView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && m_crosshair >= 0)
        chosen(m_crosshair, toValueY(event->position().y()));
    QChartView::mouseReleaseEvent(event);
}

void PlotView::leaveEvent(QEvent* event) {
    move(-1);
    QChartView::leaveEvent(event);
}

void PlotView::focusOutEvent(QFocusEvent* event) {
    move(-1);
    QChartView::focusOutEvent(event);
}

void PlotView::keyPressEvent(QKeyEvent* event) {
    const int count = static_cast<int>(m_samples.size());
    switch (event->key()) {
    case Qt::Key_Left:
        if (count > 0)
            move(m_crosshair < 0 ? count - 1 : std::max(0, m_crosshair - 1));
        return;
    case Qt::Key_Right:
        if (count > 0)
            move(m_crosshair < 0 ? 0 : std::min(count - 1, m_crosshair + 1));
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_crosshair >= 0)
            chosen(m_crosshair, std::nullopt);
        return;
    case Qt::Key_Escape:
        if (m_crosshair >= 0) {
            move(-1);
            return;
        }
        break;
    default:
        break;
    }
    event->ignore();
}

bool PlotView::event(QEvent* event) {
    if (event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::ApplicationFontChange) {
        recolor();
        layOut();
    }
    return QChartView::event(event);
}

Legend::Legend(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void Legend::setEntries(std::vector<Entry> entries) {
    m_entries = std::move(entries);
    QStringList names;
    for (const Entry& entry : m_entries)
        names.append(entry.name);
    setAccessibleName(tr("Legend: %1").arg(names.join(QStringLiteral(", "))));
    updateGeometry();
    update();
}

QSize Legend::sizeHint() const {
    const QFontMetrics metrics(theme::font(theme::TextStyle::Small));
    int width = 0;
    for (const Entry& entry : m_entries)
        width += theme::px(9 + 6 + 14) + metrics.horizontalAdvance(entry.name);
    return {width, metrics.height() + 2};
}

QSize Legend::minimumSizeHint() const {
    return {theme::px(40), sizeHint().height()};
}

void Legend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(theme::font(theme::TextStyle::Small));
    const QFontMetrics metrics(painter.font());
    const Theme& colors = Theme::of(this);
    const int square = theme::px(9);
    const int missing = sizeHint().width() - width();
    int longest = 1 << 20; // a name may be this long: short of room, only the longest are cut
    if (missing > 0) {
        const auto over = [&](int cap) {
            int saved = 0;
            for (const Entry& entry : m_entries)
                saved += std::max(0, metrics.horizontalAdvance(entry.name) - cap);
            return saved;
        };
        longest = theme::px(200);
        while (longest > theme::px(24) && over(longest) < missing)
            --longest;
    }
    int x = missing > 0 ? 0 : -missing;
    for (const Entry& entry : m_entries) {
        x += theme::px(14);
        const QRectF mark(x, (height() - square) / 2.0, square, square);
        if (entry.dotted) {
            QPen pen(entry.color, 2);
            pen.setDashPattern({1, 0.8});
            painter.setPen(pen);
            painter.drawLine(QPointF(mark.left(), mark.center().y()), QPointF(mark.right(), mark.center().y()));
        } else {
            theme::drawRoundedBox(&painter, mark, 2, entry.color, {});
        }
        x += square + theme::px(6);
        const int whole = metrics.horizontalAdvance(entry.name);
        const int room = std::min(longest, whole);
        painter.setPen(colors.secondary);
        painter.drawText(QRect(x, 0, room + 2, height()), Qt::AlignLeft | Qt::AlignVCenter,
                         room < whole ? metrics.elidedText(entry.name, Qt::ElideRight, room) : entry.name);
        x += room;
    }
}

} // namespace llmg::charts
