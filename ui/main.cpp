// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/service/engine.h"
#include "app/settings/settings.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/pages.h"
#include "ui/shell/screenshots.h"
#include "ui/shell/singleinstance.h"
#include "ui/theme/appearance.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QEvent>
#include <QLoggingCategory>
#include <QMessageBox>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>
#include <cstring>

using namespace llmg;
using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logStart, "llmg.ui.start", QtWarningMsg)

/// --scale has to be in the environment before the application object exists.
void takeScale(int argc, char** argv) {
    for (int i = 1; i + 1 < argc; ++i) {
        if (std::strcmp(argv[i], "--scale") == 0)
            qputenv("QT_SCALE_FACTOR", argv[i + 1]);
    }
}

int complain(const QString& message) {
    std::fprintf(stderr, "llm-gateway: %s\n", qPrintable(message));
    return 1;
}

/// Says once how long it took until the window had drawn itself (QT_LOGGING_RULES=llmg.ui.start.info=true).
class FirstPaint : public QObject {
  public:
    FirstPaint(QWidget& window, const QElapsedTimer& sinceStart)
        : QObject(&window)
        , m_sinceStart(sinceStart) {
        window.installEventFilter(this);
    }
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Paint) {
            watched->removeEventFilter(this);
            // The children are drawn in the same sweep, before the event loop is reached again.
            QTimer::singleShot(0, this,
                               [this] { qCInfo(logStart) << "first paint after" << m_sinceStart.elapsed() << "ms"; });
        }
        return QObject::eventFilter(watched, event);
    }

  private:
    QElapsedTimer m_sinceStart;
};

QSize sizeOf(const QString& text, QSize fallback) {
    const QStringList parts = text.split(u'x');
    if (parts.size() != 2 || parts.at(0).toInt() < 200 || parts.at(1).toInt() < 200)
        return fallback;
    return {parts.at(0).toInt(), parts.at(1).toInt()};
}

} // namespace

int main(int argc, char** argv) {
    QElapsedTimer sinceStart;
    sinceStart.start();
    takeScale(argc, argv);
    QApplication app(argc, argv);
    QApplication::setApplicationName(u"llm-gateway"_s);
    QApplication::setApplicationDisplayName(u"LLM Gateway"_s);
    QApplication::setApplicationVersion(QStringLiteral(LLMG_VERSION));
    QApplication::setDesktopFileName(u"llm-gateway"_s);

    QCommandLineParser parser;
    parser.setApplicationDescription(u"An OpenAI-compatible gateway on this machine, and what passes through it."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption data(u"data"_s, u"Keep configuration, ledger and journal in DIR."_s, u"DIR"_s);
    const QCommandLineOption port(u"port"_s, u"Listen on N instead of the port of the settings; 0 picks one."_s,
                                  u"N"_s);
    const QCommandLineOption page(u"page"_s, u"Begin with this page."_s, u"ID"_s);
    const QCommandLineOption screenshot(u"screenshot"_s, u"Draw the page into FILE (PNG) and quit."_s, u"FILE"_s);
    const QCommandLineOption screenshots(u"screenshots"_s, u"Draw every page, light and dark, into DIR and quit."_s,
                                         u"DIR"_s);
    const QCommandLineOption themeOption(u"theme"_s, u"light or dark, for this run."_s, u"NAME"_s);
    const QCommandLineOption size(u"size"_s, u"Size of the window, for this run."_s, u"WxH"_s);
    const QCommandLineOption scale(u"scale"_s, u"Device pixels per pixel, for this run."_s, u"N"_s);
    parser.addOptions({data, port, page, screenshot, screenshots, themeOption, size, scale});
    parser.process(app);

    const bool drawing = parser.isSet(screenshot) || parser.isSet(screenshots);
    service::Engine::Options options;
    options.dataDirectory = parser.isSet(data) ? parser.value(data) : qEnvironmentVariable("LLM_GATEWAY_DATA");
    if (parser.isSet(port)) {
        bool good = false;
        options.port = parser.value(port).toInt(&good);
        if (!good || options.port < 0 || options.port > 65535)
            return complain(u"--port takes a number from 0 to 65535"_s);
    }
    // Pictures of the user's own data are made only when that data is named: they hold prompts.
    QTemporaryDir drawingDirectory;
    if (drawing) {
        options.useKeychain = false;
        if (!parser.isSet(port))
            options.port = 0;
        if (!parser.isSet(data))
            options.dataDirectory = drawingDirectory.path();
    }

    const QString lockDirectory =
        options.dataDirectory.isEmpty() ? service::Engine::defaultDataDirectory() : options.dataDirectory;
    shell::SingleInstance instance(lockDirectory);
    if (!instance.claim())
        return drawing ? complain(u"another window uses this data directory"_s) : 0;

    service::Engine engine;
    if (const Result<> started = engine.start(options); !started) {
        const QString message = QString::fromStdString(started.error().message);
        // Nothing of the window works without its data: the one message box there is.
        if (!drawing)
            QMessageBox::critical(nullptr, u"LLM Gateway"_s, message);
        return complain(message);
    }

    const QString chosen = parser.isSet(themeOption) ? parser.value(themeOption)
                                                     : engine.settings().value(settings::Key::Theme).toString();
    theme::Appearance appearance(theme::choiceFromString(chosen),
                                 engine.settings().value(settings::Key::ZoomPercent).toInt());
    int result = 0;
    {
        std::vector<shell::PageEntry> pages = shell::pageEntries(engine, appearance);
        QStringList ids;
        for (const shell::PageEntry& entry : pages)
            ids.append(entry.id);
        shell::MainWindow window(engine, appearance, std::move(pages));
        if (parser.isSet(size) || drawing)
            window.resize(sizeOf(parser.value(size), QSize(1440, 900)));
        const QString first =
            parser.isSet(page) ? parser.value(page) : engine.settings().value(settings::Key::LastPage).toString();
        if (parser.isSet(page) && !ids.contains(first)) {
            result = complain(u"there is no page %1; there are %2"_s.arg(first, ids.join(u", "_s)));
        } else if (parser.isSet(screenshots)) {
            result = shell::saveAllScreenshots(window, appearance, ids, parser.value(screenshots))
                         ? 0
                         : complain(u"could not write the pictures"_s);
        } else if (parser.isSet(screenshot)) {
            result = shell::saveScreenshot(window, ids.contains(first) ? first : ids.first(), parser.value(screenshot))
                         ? 0
                         : complain(u"could not write the picture"_s);
        } else {
            QObject::connect(&instance, &shell::SingleInstance::raiseRequested, &window,
                             &shell::MainWindow::raiseToFront);
            if (!window.showPage(first))
                window.showPage(ids.first());
            new FirstPaint(window, sinceStart); // the window's
            window.show();
            result = QApplication::exec();
        }
    } // the window goes before the engine it shows
    engine.stop();
    return result;
}
