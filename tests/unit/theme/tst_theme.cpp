// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/appearance.h"
#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

using namespace llmg::theme;
using namespace Qt::StringLiterals;

class tst_Theme : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void textCanBeRead_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<qreal>("least");
        QTest::newRow("light") << 0 << 4.5;
        QTest::newRow("dark") << 1 << 4.5;
        QTest::newRow("high contrast light") << 2 << 7.0;
        QTest::newRow("high contrast dark") << 3 << 7.0;
    }
    void textCanBeRead() {
        QFETCH(int, which);
        QFETCH(qreal, least);
        const Theme themes[] = {Theme::light(), Theme::darkTheme(), Theme::highContrastLight(),
                                Theme::highContrastDark()};
        const Theme& theme = themes[which];
        for (const Role text :
             {Role::Text, Role::Secondary, Role::Muted, Role::Accent, Role::Good, Role::Warning, Role::Bad}) {
            for (const Role ground : {Role::Window, Role::Surface}) {
                const qreal ratio = contrast(theme.color(text), theme.color(ground));
                QVERIFY2(ratio >= least, qPrintable(u"role %1 on %2: %3"_s.arg(int(text)).arg(int(ground)).arg(ratio)));
            }
        }
        QVERIFY(contrast(theme.text, theme.accentSoft) >= least);
        QVERIFY(contrast(theme.onAccent, theme.accent) >= 4.5);
        QVERIFY(contrast(theme.secondary, theme.navigation) >= 4.5);
    }

    void switchesWhileRunning() {
        Appearance appearance(Choice::Light, 100);
        QPushButton button;
        button.setIcon(tintedIcon(u"copy"_s, Role::Text));
        QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::light().window);
        const QImage before = button.icon().pixmap(16).toImage();
        appearance.setChoice(Choice::Dark);
        QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::darkTheme().window);
        QCOMPARE(Theme::of(&button), Theme::darkTheme());
        QVERIFY2(button.icon().pixmap(16).toImage() != before, "an icon that was set before follows the theme");
    }

    void zoomScalesTextAndLengths() {
        Appearance appearance(Choice::Light, 100);
        const int plain = px(100);
        appearance.setZoomPercent(200);
        QVERIFY(qAbs(px(100) - plain * 2) <= 4);
        appearance.setZoomPercent(1000);
        QCOMPARE(appearance.zoomPercent(), 200);
        appearance.setZoomPercent(100);
    }

    void everyIconDraws() {
        const QStringList files = QDir(u":/icons"_s).entryList({u"*.svg"_s});
        QVERIFY(files.size() > 40);
        for (const QString& file : files) {
            const QImage image = tintedPixmap(file.chopped(4), Qt::red, 32, 2.0).toImage();
            QCOMPARE(image.size(), QSize(64, 64));
            bool ink = false;
            for (int y = 0; y < image.height() && !ink; ++y)
                for (int x = 0; x < image.width() && !ink; ++x)
                    ink = qAlpha(image.pixel(x, y)) > 0;
            QVERIFY2(ink, qPrintable(file));
        }
    }

    void unknownIconIsNull() {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"no icon named"_s));
        QVERIFY(tintedIcon(u"no-such-icon"_s).isNull());
    }
};

QTEST_MAIN(tst_Theme)
#include "tst_theme.moc"
