// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/screenshots.h"

#include "ui/shell/mainwindow.h"
#include "ui/theme/appearance.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QEventLoop>
#include <QPixmap>
#include <QTimer>

namespace llmg::shell {

using namespace Qt::StringLiterals;

namespace {

void settle(widgets::Page* page) {
    QDeadlineTimer patience(10'000);
    do {
        QEventLoop loop;
        QTimer::singleShot(120, &loop, &QEventLoop::quit);
        loop.exec();
    } while (page && page->isBusy() && !patience.hasExpired());
    // Layouts of what has just arrived.
    QEventLoop loop;
    QTimer::singleShot(60, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace

bool saveScreenshot(MainWindow& window, const QString& page, const QString& file) {
    if (!window.showPage(page))
        return false;
    window.show();
    settle(window.page(page));
    return window.grab().save(file, "PNG");
}

bool saveAllScreenshots(MainWindow& window, theme::Appearance& appearance, const QStringList& pages,
                        const QString& directory) {
    if (!QDir().mkpath(directory))
        return false;
    bool good = true;
    for (const auto& [choice, name] :
         {std::pair(theme::Choice::Light, u"light"_s), std::pair(theme::Choice::Dark, u"dark"_s)}) {
        appearance.setChoice(choice);
        for (const QString& page : pages)
            good = saveScreenshot(window, page, u"%1/%2-%3.png"_s.arg(directory, page, name)) && good;
    }
    return good;
}

} // namespace llmg::shell
