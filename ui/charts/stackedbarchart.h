// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/plotview.h"

#include <functional>

namespace llmg::charts {

struct BarGroup {
    QString name;
    std::vector<double> values; ///< one a bucket; a bucket without any is a true 0
    bool isOther = false;       ///< "4 others", in grey
};

struct BarChartData {
    std::vector<QString> buckets;      ///< "21 Nov", under the bar where there is room
    std::vector<QString> bucketTitles; ///< "Sat 21 Nov, so far", in the tool tip; empty: as buckets
    std::vector<BarGroup> groups;      ///< bottom first
    bool lastUnfinished = false;       ///< the last bar is pale
};

/// Sums of a few groups a period, stacked. A click or Enter chooses bucket and group, for drilling down.
class StackedBarChart : public PlotView {
    Q_OBJECT
  public:
    explicit StackedBarChart(const QString& name, QWidget* parent = nullptr); ///< accessible name
    void setValueFormat(std::function<QString(double)> axis, std::function<QString(double)> exact);
    void setData(BarChartData shown);
    [[nodiscard]] Legend* legend() const { return m_legend; } ///< give it a parent by adding it to a layout

  Q_SIGNALS:
    /// `group` is empty for the whole bucket.
    void bucketChosen(int bucket, const QString& group);

  protected:
    void layOutLabels() override;
    [[nodiscard]] Tooltip tooltip(int sample) const override;
    void chosen(int sample, std::optional<double> y) override;
    void recolor() override;

  private:
    [[nodiscard]] std::vector<QColor> colors() const;
    BarChartData m_data;
    Legend* m_legend;
    std::function<QString(double)> m_axisFormat, m_exactFormat;
};

} // namespace llmg::charts
