// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

namespace llmg::theme {

/// The few text styles there are. A page uses Title once, Figure for its numbers, and two sizes for all the rest.
enum class TextStyle { Body, Strong, Small, SmallStrong, Title, Figure, Mono, MonoSmall };

/// The application's interface font at 100 %: Inter where installed, else the system's; 13 px at 96 dpi, tabular digits
/// where Qt can ask for them (6.7; before that Inter's digits are proportional and columns rely on right alignment).
QFont interfaceFont(int zoomPercent);
/// A style derived from the application's font, so that it follows zoom.
QFont font(TextStyle style);
/// A length of the 100 % design in device-independent pixels at the application font's size: px(8) is the grid.
int px(qreal designPixels);

} // namespace llmg::theme
