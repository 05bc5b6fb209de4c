// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/stackedbarchart.h"

#include "ui/charts/ticks.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

#include <QBarSet>
#include <QChart>
#include <QStackedBarSeries>

#include <algorithm>

namespace llmg::charts {

StackedBarChart::StackedBarChart(const QString& name, QWidget* parent)
    : PlotView(parent)
    , m_legend(new Legend(this))
    , m_axisFormat([](double value) { return QString::number(value); })
    , m_exactFormat(m_axisFormat) {
    setAccessibleName(name);
    m_legend->hide(); // until somebody lays it out
}

void StackedBarChart::setValueFormat(std::function<QString(double)> axis, std::function<QString(double)> exact) {
    m_axisFormat = std::move(axis);
    m_exactFormat = std::move(exact);
}

std::vector<QColor> StackedBarChart::colors() const {
    const theme::Theme& theme = theme::Theme::of(this);
    QStringList names;
    for (const BarGroup& group : m_data.groups) {
        if (!group.isOther)
            names.append(group.name);
    }
    const std::vector<QColor> assigned = seriesColors(names, theme);
    std::vector<QColor> all;
    std::size_t next = 0;
    for (const BarGroup& group : m_data.groups)
        all.push_back(group.isOther ? theme.other : assigned[next++]);
    return all;
}

void StackedBarChart::setData(BarChartData shown) {
    m_data = std::move(shown);
    recolor();
}

void StackedBarChart::recolor() {
    clearSeries();
    const auto count = static_cast<int>(m_data.buckets.size());
    const std::vector<QColor> ink = colors();
    const theme::Theme& theme = theme::Theme::of(this);
    std::vector<double> totals(m_data.buckets.size(), 0);
    auto* series = new QStackedBarSeries;
    series->setBarWidth(count <= 2 ? 0.2 : 0.84);
    std::vector<Legend::Entry> entries;
    for (std::size_t g = 0; g < m_data.groups.size(); ++g) {
        const BarGroup& group = m_data.groups[g];
        auto* set = new QBarSet(group.name);
        set->setColor(ink[g]);
        set->setBorderColor(theme.surface); // a hairline between the parts, for those who do not tell the colours apart
        for (int i = 0; i < count; ++i) {
            const auto at = static_cast<std::size_t>(i);
            const double value = at < group.values.size() ? group.values[at] : 0;
            set->append(value);
            totals[at] += value;
        }
        if (m_data.lastUnfinished && count > 0) {
            set->setSelectedColor(theme::blend(theme.surface, ink[g], 0.45));
            set->setBarSelected(count - 1, true);
        }
        series->append(set);
        entries.push_back({ink[g], group.name});
    }
    const double highest = totals.empty() ? 0 : *std::max_element(totals.begin(), totals.end());
    const std::vector<double> ticks = niceTicks(highest, 5);
    setRanges(-0.5, std::max(1, count) - 0.5, 0, ticks.back());
    attach(series);
    std::vector<Tick> yTicks;
    for (const double tick : ticks)
        yTicks.push_back({tick, m_axisFormat(tick)});
    std::vector<double> samples;
    for (int i = 0; i < count; ++i)
        samples.push_back(i);
    setSamples(std::move(samples));
    setYTicks(std::move(yTicks));
    m_legend->setEntries(std::move(entries));
}

void StackedBarChart::layOutLabels() {
    const QFontMetrics metrics(theme::font(theme::TextStyle::Small));
    int widest = 1;
    for (const QString& label : m_data.buckets)
        widest = std::max(widest, metrics.horizontalAdvance(label));
    std::vector<Tick> ticks;
    for (const int i : labelledBuckets(static_cast<int>(m_data.buckets.size()), static_cast<int>(plot().width()),
                                       widest + theme::px(24)))
        ticks.push_back({static_cast<double>(i), m_data.buckets[static_cast<std::size_t>(i)]});
    setXTicks(std::move(ticks));
}

Tooltip StackedBarChart::tooltip(int sample) const {
    const auto at = static_cast<std::size_t>(sample);
    if (at >= m_data.buckets.size())
        return {};
    Tooltip tip;
    tip.title = at < m_data.bucketTitles.size() ? m_data.bucketTitles[at] : m_data.buckets[at];
    const std::vector<QColor> ink = colors();
    double total = 0;
    for (std::size_t g = m_data.groups.size(); g-- > 0;) { // top of the bar first
        const BarGroup& group = m_data.groups[g];
        const double value = at < group.values.size() ? group.values[at] : 0;
        total += value;
        if (value > 0)
            tip.rows.push_back({ink[g], group.name, m_exactFormat(value)});
    }
    tip.title += QStringLiteral("  ") + m_exactFormat(total);
    return tip;
}

void StackedBarChart::chosen(int sample, std::optional<double> y) {
    QString name;
    if (y) {
        double reached = 0;
        for (const BarGroup& group : m_data.groups) {
            const auto at = static_cast<std::size_t>(sample);
            reached += at < group.values.size() ? group.values[at] : 0;
            if (*y <= reached) {
                name = group.isOther ? QString() : group.name;
                break;
            }
        }
    }
    Q_EMIT bucketChosen(sample, name);
}

} // namespace llmg::charts
