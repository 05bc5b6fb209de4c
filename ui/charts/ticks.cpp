// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/ticks.h"

#include "ui/theme/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace llmg::charts {

std::vector<double> niceTicks(double highest, int atMost) {
    if (!std::isfinite(highest) || highest <= 0)
        return {0, 1};
    atMost = std::clamp(atMost, 2, 10);
    const double raw = highest / atMost;
    const double magnitude = std::pow(10, std::floor(std::log10(raw)));
    double step = magnitude * 10;
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
        // A hair of tolerance: 0.3 / 3 is a little more than 0.1 in binary.
        if (magnitude * factor >= raw * (1 - 1e-9)) {
            step = magnitude * factor;
            break;
        }
    }
    const int count = static_cast<int>(std::ceil(highest / step - 1e-9));
    std::vector<double> ticks;
    for (int i = 0; i <= count; ++i)
        ticks.push_back(step * i);
    return ticks;
}

std::vector<int> labelledBuckets(int count, int width, int labelWidth) {
    std::vector<int> indices;
    if (count <= 0 || width <= 0)
        return indices;
    const int room = std::max(1, width / std::max(1, labelWidth));
    int every = std::max(1, (count + room - 1) / room);
    for (const int nice : {1, 2, 3, 4, 5, 7, 10, 12, 14, 24, 30}) {
        if (nice >= every) {
            every = nice;
            break;
        }
    }
    for (int i = count - 1; i >= 0; i -= every)
        indices.push_back(i);
    std::reverse(indices.begin(), indices.end());
    return indices;
}

std::vector<QColor> seriesColors(const QStringList& names, const theme::Theme& theme) {
    // The first four differ in hue at a glance; the last two are their lighter kin, for a fifth and a sixth name only.
    constexpr std::size_t distinct = 4;
    std::array<bool, std::tuple_size_v<decltype(theme.series)>> taken{};
    std::vector<QColor> colors;
    for (const QString& name : names) {
        // FNV-1a, because qHash is seeded anew in every process and the colour must not change with it.
        std::uint32_t hash = 2166136261U;
        for (const char byte : name.toUtf8())
            hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619U;
        std::size_t slot = hash % distinct;
        for (std::size_t tries = 1; tries < distinct && taken[slot]; ++tries)
            slot = (slot + 1) % distinct;
        for (std::size_t other = distinct; other < taken.size() && taken[slot]; ++other)
            slot = other;
        taken[slot] = true;
        colors.push_back(theme.series[slot]);
    }
    return colors;
}

} // namespace llmg::charts
