// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Drives the page through its widgets, offscreen. With LLMG_SHOTS=DIR it also keeps what it looks like.
#include "presenterground.h"
#include "ui/pages/playground/columnview.h"
#include "ui/pages/playground/imageloading.h"
#include "ui/pages/playground/page.h"
#include "ui/theme/appearance.h"
#include "ui/theme/appstyle.h"
#include "ui/widgets/markdownview.h"

#include <QBuffer>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTest>
#include <QToolButton>

using namespace llmg;
using namespace llmg::playground;
using namespace llmg::tests;
using namespace Qt::StringLiterals;
using G = ScriptedGateway;

namespace {

QByteArray lakePng() {
    QImage image(1024, 768, QImage::Format_RGB32);
    QPainter painter(&image);
    QLinearGradient sky(0, 0, 1024, 768);
    sky.setColorAt(0, QColor(0x6A, 0xA5, 0xC8));
    sky.setColorAt(0.5, QColor(0xD8, 0xB4, 0x6A));
    sky.setColorAt(1, QColor(0x6A, 0x95, 0x60));
    painter.fillRect(image.rect(), sky);
    painter.end();
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return buffer.data();
}

QByteArray escaped(QByteArray text) {
    return text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
}

const char* const prose = "A mountain lake at **sunset**, pines on the near shore.\n\n## What is in it\n\n- water, "
                          "*calm*\n- ridge with snow\n  - two peaks\n- `pines`\n\n"
                          "```json\n{\n  \"scene\": \"mountain lake at sunset\",\n  \"objects\": [\"lake\", "
                          "\"pines\"],\n  \"people\": 0,\n  \"sure\": true\n}\n```\n\n"
                          "| object | share |\n|---|--:|\n| lake | 41 % |\n| sky | 30 % |\n\n> Light falls from the "
                          "left.\n\nSee [the catalogue](https://example.org).";

} // namespace

class TestPlaygroundPage : public QObject {
    Q_OBJECT

    void shoot(QWidget& page, const QString& name) {
        const auto directory = qEnvironmentVariable("LLMG_SHOTS");
        if (directory.isEmpty())
            return;
        for (const auto choice : {theme::Choice::Light, theme::Choice::Dark}) {
            m_appearance->setChoice(choice);
            QCoreApplication::processEvents();
            QCoreApplication::processEvents();
            page.grab().save(directory + u'/' + name +
                             (choice == theme::Choice::Dark ? u"-dark.png"_s : u"-light.png"_s));
        }
        m_appearance->setChoice(theme::Choice::Light);
        QCoreApplication::processEvents();
    }

    theme::Appearance* m_appearance = nullptr;

    static void type(QWidget& page, const QString& text) {
        auto* edit = page.findChild<QPlainTextEdit*>(u"composer"_s);
        edit->setFocus();
        edit->insertPlainText(text);
    }

  private Q_SLOTS:
    void initTestCase() { m_appearance = new theme::Appearance(theme::Choice::Light, 100, this); }

    void runsAndShowsTheAnswer() {
        PresenterGround ground;
        ground.models = QStringList{u"gpt-4o"_s};
        PlaygroundPage page(std::make_unique<Presenter>(ground.needs()));
        page.resize(1092, 770);
        page.show();
        shoot(page, u"empty"_s);
        ground.gateway.enqueue({200,
                                "text/event-stream",
                                {G::reasoning("Looking at the *light*."), G::text(escaped(prose)), G::Pause,
                                 G::finish("stop"), G::usage(1142, 61, "0.0035"), G::done()}});
        auto* run = page.findChild<QPushButton*>(u"run"_s);
        QVERIFY(!run->isEnabled());
        type(page, u"What's in this image?\nAnswer as JSON."_s);
        QVERIFY(run->isEnabled());
        QTest::keyClick(page.findChild<QPlainTextEdit*>(u"composer"_s), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(page.findChild<widgets::MarkdownView*>(u"answerText"_s) != nullptr);
        auto* answer = page.findChild<widgets::MarkdownView*>(u"answerText"_s);
        QTRY_COMPARE(answer->markdown(), QByteArray(prose));
        QVERIFY(page.isBusy());
        QVERIFY(page.findChild<QPlainTextEdit*>(u"composer"_s)->toPlainText().isEmpty());
        shoot(page, u"streaming1"_s);
        ground.gateway.release();
        QTRY_VERIFY(!page.isBusy());
        const auto footer = page.findChild<QLabel*>(u"footer"_s)->text();
        QVERIFY2(footer.contains(u"<b>$0.0035</b>"), qPrintable(footer));
        QVERIFY2(footer.contains(u"1,142"), qPrintable(footer));
        shoot(page, u"one"_s);
        page.findChild<QToolButton*>(u"reasoningFold"_s)->click();
        QTest::qWait(30);
        page.findChild<QAbstractScrollArea*>(u"transcript"_s)->verticalScrollBar()->setValue(0);
        shoot(page, u"one-top"_s);
        page.resize(1440, 900);
        shoot(page, u"one-wide"_s);
    }

    void threeColumnsWithAnImage() {
        PresenterGround ground;
        ground.models = QStringList{u"gpt-4o"_s, u"claude-sonnet-4-5"_s, u"gemini-2.5-flash"_s};
        auto made = std::make_unique<Presenter>(ground.needs());
        auto* presenter = made.get();
        PlaygroundPage page(std::move(made));
        page.resize(1092, 770);
        page.show();
        const auto loaded = loadImage(u"lake.png"_s, lakePng());
        QVERIFY(loaded.image);
        presenter->addImage(loaded.image);
        type(page, u"What's in this image?\nAnswer as JSON."_s);
        QTest::qWait(50);
        shoot(page, u"three-draft"_s);
        QCOMPARE(page.findChildren<QAbstractButton*>(u"attachment"_s).size(), 1);
        ground.gateway.enqueue({200,
                                "text/event-stream",
                                {G::text(escaped(prose)), G::finish("stop"), G::usage(1142, 61, "0.0035"), G::done()}});
        ground.gateway.enqueue({200,
                                "text/event-stream",
                                {G::reasoning("Hm."),
                                 G::text(escaped("```json\n{\n  \"scene\": \"alpine lake\",\n  \"people\": "
                                                 "0\n}\n```\n\nThe light falls from the left.")),
                                 G::finish("stop"), G::usage(1590, 94, "0.0062"), G::done()}});
        ground.gateway.enqueue(
            {200,
             "text/event-stream",
             {G::text(escaped("```json\n{\n  \"scene\": \"lake in mountains\",\n  \"objects\": [\"water\", \"tre")),
              G::Pause, G::done()}});
        page.findChild<QPushButton*>(u"run"_s)->click();
        QTRY_COMPARE(page.findChildren<widgets::MarkdownView*>(u"answerText"_s).size(), 3);
        QTRY_COMPARE(ground.gateway.requests().size(), 3);
        QTRY_VERIFY(page.findChild<QWidget*>(u"column2"_s)
                        ->findChild<widgets::MarkdownView*>(u"answerText"_s)
                        ->markdown()
                        .endsWith("tre"));
        QTest::qWait(80);
        shoot(page, u"three-streaming"_s);
        ground.gateway.release();
        QTRY_VERIFY(!page.isBusy());
    }

    void saysWhatFailed() {
        PresenterGround ground;
        PlaygroundPage page(std::make_unique<Presenter>(ground.needs()));
        page.resize(1092, 770);
        page.show();
        ground.gateway.enqueue(
            {429,
             "application/json",
             {"{\"error\":{\"message\":\"Rate limit reached for "
              "requests\",\"type\":\"rate_limit\",\"param\":null,\"code\":\"rate_limit_exceeded\"}}"},
             "Retry-After: 20\r\nx-request-id: 01JD9ZK2\r\n"});
        type(page, u"hello"_s);
        page.findChild<QPushButton*>(u"run"_s)->click();
        QTRY_VERIFY(page.findChild<QLabel*>(u"failureWhat"_s) != nullptr &&
                    page.findChild<QLabel*>(u"failureWhat"_s)->text() == u"429 rate_limit_exceeded");
        QCOMPARE(page.findChild<QLabel*>(u"failureCause"_s)->text(), u"Rate limit reached for requests"_s);
        QVERIFY(page.findChild<QLabel*>(u"failureAdvice"_s)->text().contains(u"20 s"));
        QTest::qWait(50);
        shoot(page, u"error"_s);
    }

    void refusesBrokenPictures_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("text named as a picture") << QByteArray("hello");
        QTest::newRow("a cut PNG") << lakePng().left(60);
        QTest::newRow("a header and garbage") << QByteArray("\xFF\xD8\xFF\xE0 nonsense");
        QTest::newRow("too large") << QByteArray(lakePng() + QByteArray(MaxImageBytes, 'x'));
    }
    void refusesBrokenPictures() {
        QFETCH(QByteArray, bytes);
        const auto loaded = loadImage(u"a.png"_s, bytes);
        QVERIFY(!loaded.image);
        QVERIFY(loaded.problem.contains(u"a.png"));
    }

    void everyControlHasAName() {
        PresenterGround ground;
        PlaygroundPage page(std::make_unique<Presenter>(ground.needs()));
        page.resize(1092, 770);
        page.show();
        for (auto* widget : page.findChildren<QWidget*>()) {
            const auto* button = qobject_cast<QAbstractButton*>(widget);
            if ((widget->focusPolicy() & Qt::TabFocus) == 0 || !widget->isVisible() ||
                widget->objectName().startsWith(u"qt_"))
                continue;
            const bool named = !widget->accessibleName().isEmpty() || (button != nullptr && !button->text().isEmpty());
            QVERIFY2(named, widget->metaObject()->className());
        }
    }
};

QTEST_MAIN(TestPlaygroundPage)
#include "tst_playgroundpage.moc"
