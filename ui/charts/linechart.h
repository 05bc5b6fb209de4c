// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/plotview.h"
#include "ui/theme/theme.h"

#include <functional>

namespace llmg::charts {

struct LineSeries {
    QString name;
    int color = 0;              ///< index into the theme's series; -1: the grey of "other"
    std::vector<double> values; ///< one for each x; NaN is a gap
    bool dotted = false;        ///< a previous period, a reference
};

struct LineChartData {
    std::vector<double> x;        ///< ascending
    std::vector<QString> xLabels; ///< one for each x (buckets), or empty: ticks are made with the x format
    std::vector<QString> xTitles; ///< for the tool tip; empty: as labels
    std::vector<LineSeries> series;
    std::optional<Marker> marker;
    double yAtLeast = 0; ///< the axis reaches at least this far
};

/// Straight lines over time or volume, with gaps where nothing was measured.
class LineChart : public PlotView {
    Q_OBJECT
  public:
    explicit LineChart(const QString& name, QWidget* parent = nullptr); ///< accessible name
    void setYFormat(std::function<QString(double)> axis, std::function<QString(double)> exact);
    void setXFormat(std::function<QString(double)> format);
    void setData(LineChartData shown);
    [[nodiscard]] Legend* legend() const { return m_legend; }

  Q_SIGNALS:
    void sampleChosen(int sample);

  protected:
    void layOutLabels() override;
    [[nodiscard]] Tooltip tooltip(int sample) const override;
    void chosen(int sample, std::optional<double> y) override;
    void recolor() override;

  private:
    LineChartData m_data;
    Legend* m_legend;
    std::function<QString(double)> m_yAxis, m_yExact, m_xFormat;
};

} // namespace llmg::charts
