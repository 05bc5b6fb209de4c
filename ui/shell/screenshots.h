// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QString>
#include <QStringList>

namespace llmg::theme {
class Appearance;
}

namespace llmg::shell {

class MainWindow;

/// Draws the window with a page into a PNG once what it shows has arrived (at most ten seconds). False when it cannot
/// be written.
bool saveScreenshot(MainWindow& window, const QString& page, const QString& file);
/// Every page, light and dark, as DIRECTORY/PAGE-light.png and so on.
bool saveAllScreenshots(MainWindow& window, theme::Appearance& appearance, const QStringList& pages,
                        const QString& directory);

} // namespace llmg::shell
