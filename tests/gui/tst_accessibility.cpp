// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/service/engine.h"
#include "tests/support/engines.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/pages.h"
#include "ui/theme/appearance.h"

#include <QAccessible>
#include <QTemporaryDir>
#include <QTest>

using namespace llmg;
using namespace Qt::StringLiterals;

/// Walks every page of the real window: what the keyboard can reach has a name for those who hear it.
class tst_Accessibility : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        const Result<> started = m_engine.start(tests::engineOptions(m_directory));
        QVERIFY2(started, started ? "" : started.error().message.c_str());
    }

    void everyReachableControlHasAName_data() {
        QTest::addColumn<QString>("page");
        for (const char* page :
             {"overview", "playground", "requests", "costs", "projects", "providers", "migrate", "settings"})
            QTest::newRow(page) << QString::fromLatin1(page);
    }
    void everyReachableControlHasAName() {
        QFETCH(QString, page);
        theme::Appearance appearance(theme::Choice::Light, 100);
        shell::MainWindow window(m_engine, appearance, shell::pageEntries(m_engine, appearance));
        QVERIFY(window.showPage(page));
        window.show();
        QTRY_VERIFY(!window.page(page)->isBusy());
        QStringList nameless;
        int reachable = 0;
        const QList<QWidget*> widgets = window.findChildren<QWidget*>();
        for (QWidget* widget : widgets) {
            // Any focus, not only by Tab: of an exclusive group Qt puts one into the tab order, the arrows reach the
            // rest.
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || widget->focusProxy())
                continue;
            ++reachable;
            QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(widget);
            if (!spoken || spoken->text(QAccessible::Name).trimmed().isEmpty())
                nameless.append(u"%1 \"%2\" in %3"_s.arg(
                    QString::fromLatin1(widget->metaObject()->className()), widget->objectName(),
                    widget->parentWidget() ? widget->parentWidget()->objectName() : QString()));
        }
        QVERIFY2(reachable >= 10, "the walk found the navigation at least");
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u"; "_s)));
    }

    void cleanupTestCase() { m_engine.stop(); }

  private:
    QTemporaryDir m_directory;
    service::Engine m_engine;
};

QTEST_MAIN(tst_Accessibility)
#include "tst_accessibility.moc"
