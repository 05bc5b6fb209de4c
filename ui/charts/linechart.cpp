// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/linechart.h"

#include "ui/charts/ticks.h"
#include "ui/theme/fonts.h"

#include <QChart>
#include <QLineSeries>
#include <QScatterSeries>

#include <algorithm>
#include <cmath>

namespace llmg::charts {

namespace {

QColor colorOf(const LineSeries& line, const theme::Theme& theme) {
    return line.color < 0 ? theme.other : theme.series[static_cast<std::size_t>(line.color) % theme.series.size()];
}

} // namespace

LineChart::LineChart(const QString& name, QWidget* parent)
    : PlotView(parent)
    , m_legend(new Legend(this))
    , m_yAxis([](double value) { return QString::number(value); })
    , m_yExact(m_yAxis)
    , m_xFormat(m_yAxis) {
    setAccessibleName(name);
    m_legend->hide(); // until somebody lays it out
}

void LineChart::setYFormat(std::function<QString(double)> axis, std::function<QString(double)> exact) {
    m_yAxis = std::move(axis);
    m_yExact = std::move(exact);
}

void LineChart::setXFormat(std::function<QString(double)> format) {
    m_xFormat = std::move(format);
}

void LineChart::setData(LineChartData shown) {
    m_data = std::move(shown);
    recolor();
}

void LineChart::recolor() {
    clearSeries();
    const theme::Theme& theme = theme::Theme::of(this);
    double highest = m_data.yAtLeast;
    for (const LineSeries& line : m_data.series) {
        for (const double value : line.values) {
            if (std::isfinite(value))
                highest = std::max(highest, value);
        }
    }
    const std::vector<double> ticks = niceTicks(highest, 5);
    const double first = m_data.x.empty() ? 0 : m_data.x.front();
    const double last = m_data.x.empty() ? 1 : m_data.x.back();
    // Buckets stand in the middle of their share, as the bars of the chart above do.
    const bool buckets = !m_data.xLabels.empty();
    setRanges(buckets ? first - 0.5 : first, buckets ? last + 0.5 : last, 0, ticks.back());

    std::vector<Legend::Entry> entries;
    for (const LineSeries& line : m_data.series) {
        const QColor ink = colorOf(line, theme);
        entries.push_back({ink, line.name, line.dotted});
        QPen pen(ink, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
        if (line.dotted)
            pen.setDashPattern({2, 2.5});
        QList<QPointF> run;
        const auto finish = [&] {
            if (run.size() == 1) {
                auto* dot = new QScatterSeries; // a sample between two gaps would be invisible as a line
                dot->setMarkerSize(4);
                dot->setColor(ink);
                dot->setBorderColor(ink);
                dot->append(run.first());
                attach(dot);
            } else if (run.size() > 1) {
                auto* piece = new QLineSeries;
                piece->setPen(pen);
                piece->replace(run);
                attach(piece);
            }
            run.clear();
        };
        for (std::size_t i = 0; i < std::min(line.values.size(), m_data.x.size()); ++i) {
            if (std::isfinite(line.values[i]))
                run.append({m_data.x[i], line.values[i]});
            else
                finish();
        }
        finish();
    }
    std::vector<Tick> yTicks;
    for (const double tick : ticks)
        yTicks.push_back({tick, m_yAxis(tick)});
    setMarker(m_data.marker);
    setSamples(m_data.x);
    setYTicks(std::move(yTicks));
    m_legend->setEntries(std::move(entries));
}

void LineChart::layOutLabels() {
    std::vector<Tick> ticks;
    const QFontMetrics metrics(theme::font(theme::TextStyle::Small));
    if (!m_data.xLabels.empty()) {
        int widest = 1;
        for (const QString& label : m_data.xLabels)
            widest = std::max(widest, metrics.horizontalAdvance(label));
        const auto count = static_cast<int>(std::min(m_data.xLabels.size(), m_data.x.size()));
        for (const int i : labelledBuckets(count, static_cast<int>(plot().width()), widest + theme::px(24)))
            ticks.push_back({m_data.x[static_cast<std::size_t>(i)], m_data.xLabels[static_cast<std::size_t>(i)]});
    } else if (!m_data.x.empty()) {
        const int room = std::max(2, static_cast<int>(plot().width()) / theme::px(110));
        for (const double position : niceTicks(m_data.x.back(), room)) {
            if (position >= m_data.x.front() && position <= m_data.x.back())
                ticks.push_back({position, m_xFormat(position)});
        }
    }
    setXTicks(std::move(ticks));
}

Tooltip LineChart::tooltip(int sample) const {
    const auto at = static_cast<std::size_t>(sample);
    if (at >= m_data.x.size())
        return {};
    Tooltip tip;
    tip.title = at < m_data.xTitles.size()   ? m_data.xTitles[at]
                : at < m_data.xLabels.size() ? m_data.xLabels[at]
                                             : m_xFormat(m_data.x[at]);
    const theme::Theme& theme = theme::Theme::of(this);
    for (const LineSeries& line : m_data.series) {
        if (at < line.values.size() && std::isfinite(line.values[at]))
            tip.rows.push_back({colorOf(line, theme), line.name, m_yExact(line.values[at])});
    }
    return tip;
}

void LineChart::chosen(int sample, std::optional<double>) {
    Q_EMIT sampleChosen(sample);
}

} // namespace llmg::charts
