// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QStringList>

#include <vector>

namespace llmg::theme {
struct Theme;
}

namespace llmg::charts {

/// Steps of 1, 2, 2.5 or 5 × 10^n from 0 up to at least `highest`, at most `atMost` of them above zero (2 … 10).
/// Nothing to show gives 0 and 1.
std::vector<double> niceTicks(double highest, int atMost);
/// Which of `count` bucket labels to write so that every one has room for `labelWidth` in `width`: evenly spaced
/// indices that end at the newest.
std::vector<int> labelledBuckets(int count, int width, int labelWidth);
/// A colour of the theme's series for each name, the same one wherever the name appears: chosen by a hash of the name;
/// where two of `names` want the same one, the later takes the next free. More names than colours share.
std::vector<QColor> seriesColors(const QStringList& names, const theme::Theme& theme);

} // namespace llmg::charts
