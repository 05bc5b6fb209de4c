// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "presenterground.h"
#include "ui/pages/playground/chatrequest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace llmg;
using namespace llmg::playground;
using namespace llmg::tests;
using namespace Qt::StringLiterals;
using G = ScriptedGateway;

namespace {

ImagePtr onePixel() {
    auto image = std::make_shared<Image>();
    image->name = u"dot.png"_s;
    image->mimeType = "image/png";
    image->data = "PNGDATA";
    image->width = 1024;
    image->height = 1024;
    return image;
}

G::Script answer(const QByteArray& text) {
    return {200, "text/event-stream", {G::text(text), G::finish("stop"), G::usage(3, 2, "0.5"), G::done()}};
}

QJsonObject bodyOf(const G::Request& request) {
    return QJsonDocument::fromJson(request.body).object();
}

const Answer& lastAnswer(const Presenter& presenter, std::size_t column = 0) {
    static Answer kept;
    kept = presenter.state().turns.back()->answers[column];
    return kept;
}

} // namespace

class TestPlaygroundPresenter : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void runsAndKeeps() {
        PresenterGround ground;
        Presenter presenter(ground.needs());
        presenter.start();
        QVERIFY(!presenter.state().canRun);
        presenter.setDraftText(u"hello"_s);
        QVERIFY(presenter.state().canRun);
        ground.gateway.enqueue(answer("hi"));
        presenter.run();
        QVERIFY(presenter.state().running && !presenter.state().canRun);
        QVERIFY(presenter.state().draft.text.isEmpty());
        QTRY_VERIFY(!presenter.state().running);
        QCOMPARE(lastAnswer(presenter).text, QByteArray("hi"));
        QCOMPARE(presenter.state().title, u"hello"_s);
        QTRY_COMPARE(ground.kept.size(), 1);
        QTRY_COMPARE(ground.kept.first().head.cost.nanoUsd, 500'000'000);
        QCOMPARE(ground.kept.first().head.models, u"sandbox/echo"_s);
    }

    void sendsEachColumnItsOwnAnswers() {
        PresenterGround ground;
        ground.models = QStringList{u"a/one"_s, u"b/two"_s};
        Presenter presenter(ground.needs());
        presenter.setSystem(u"Be brief."_s);
        presenter.setParameters({u"0,2"_s, u"100"_s, {}, u"low"_s, {}, u"END, \\n"_s});
        presenter.setDraftText(u"first"_s);
        presenter.addImage(onePixel());
        ground.gateway.enqueue(answer("same"));
        ground.gateway.enqueue(answer("same"));
        presenter.run();
        QTRY_VERIFY(!presenter.state().running);
        const auto firstBody = bodyOf(ground.gateway.requests().front());
        QCOMPARE(firstBody[u"temperature"_s].toDouble(), 0.2);
        QCOMPARE(firstBody[u"max_tokens"_s].toInt(), 100);
        QCOMPARE(firstBody[u"reasoning_effort"_s].toString(), u"low"_s);
        QCOMPARE(firstBody[u"stop"_s].toArray(), QJsonArray({u"END"_s, u"\n"_s}));
        QVERIFY(!firstBody.contains(u"top_p"_s) && !firstBody.contains(u"seed"_s));
        QVERIFY(firstBody[u"stream"_s].toBool());
        QVERIFY(firstBody[u"stream_options"_s].toObject()[u"include_usage"_s].toBool());
        presenter.setDraftText(u"second"_s);
        ground.gateway.enqueue(answer("x"));
        ground.gateway.enqueue(answer("y"));
        presenter.run();
        QTRY_COMPARE(ground.gateway.requests().size(), 4);
        for (int i = 2; i < 4; ++i) {
            const auto messages = bodyOf(ground.gateway.requests()[i])[u"messages"_s].toArray();
            QCOMPARE(messages.size(), 4);
            QCOMPARE(messages[0].toObject()[u"role"_s].toString(), u"system"_s);
            const auto parts = messages[1].toObject()[u"content"_s].toArray();
            QCOMPARE(parts[0].toObject()[u"image_url"_s].toObject()[u"url"_s].toString(),
                     u"data:image/png;base64,UE5HREFUQQ=="_s);
            QCOMPARE(parts[1].toObject()[u"text"_s].toString(), u"first"_s);
            QCOMPARE(messages[2].toObject()[u"content"_s].toString(), u"same"_s);
            QCOMPARE(messages[3].toObject()[u"content"_s].toString(), u"second"_s);
        }
        QTRY_VERIFY(!presenter.state().running);
    }

    void stopsAllColumns() {
        PresenterGround ground;
        ground.models = QStringList{u"a"_s, u"b"_s};
        Presenter presenter(ground.needs());
        presenter.setDraftText(u"x"_s);
        ground.gateway.enqueue({200, "text/event-stream", {G::text("half"), G::Pause}});
        ground.gateway.enqueue({200, "text/event-stream", {G::text("half"), G::Pause}});
        presenter.run();
        QTRY_VERIFY(lastAnswer(presenter, 0).text == "half" && lastAnswer(presenter, 1).text == "half");
        presenter.stop();
        QTRY_VERIFY(!presenter.state().running);
        QCOMPARE(lastAnswer(presenter, 1).state, AnswerState::Stopped);
        QCOMPARE(lastAnswer(presenter, 0).text, QByteArray("half"));
        QVERIFY(!lastAnswer(presenter).cost);
    }

    void keepsAFailureAndRegenerates() {
        PresenterGround ground;
        Presenter presenter(ground.needs());
        presenter.setDraftText(u"x"_s);
        ground.gateway.enqueue(
            {429, "application/json", {"{\"error\":{\"message\":\"slow down\",\"code\":\"rate_limit_exceeded\"}}"}});
        presenter.run();
        QTRY_COMPARE(lastAnswer(presenter).state, AnswerState::Failed);
        QCOMPARE(lastAnswer(presenter).failure->message, u"slow down"_s);
        QTRY_VERIFY(!presenter.state().running);
        ground.gateway.enqueue(answer("better"));
        presenter.regenerate(0);
        QTRY_COMPARE(lastAnswer(presenter).state, AnswerState::Done);
        QCOMPARE(presenter.state().turns.size(), std::size_t{1});
        QCOMPARE(bodyOf(ground.gateway.requests().back())[u"messages"_s].toArray().size(), 1);
    }

    void editReplacesTheLastTurn() {
        PresenterGround ground;
        Presenter presenter(ground.needs());
        presenter.setDraftText(u"frist"_s);
        ground.gateway.enqueue(answer("1"));
        presenter.run();
        QTRY_VERIFY(!presenter.state().running);
        presenter.setDraftText(u"kept draft"_s);
        presenter.editLast();
        QCOMPARE(presenter.state().draft.text, u"frist"_s);
        presenter.cancelEdit();
        QCOMPARE(presenter.state().draft.text, u"kept draft"_s);
        presenter.editLast();
        presenter.setDraftText(u"first"_s);
        ground.gateway.enqueue(answer("2"));
        presenter.run();
        QTRY_VERIFY(!presenter.state().running);
        QCOMPARE(presenter.state().turns.size(), std::size_t{1});
        QCOMPARE(presenter.state().turns.front()->prompt, u"first"_s);
        QCOMPARE(lastAnswer(presenter).text, QByteArray("2"));
    }

    void refusesWhatCannotBeSent() {
        PresenterGround ground;
        Presenter presenter(ground.needs());
        presenter.setDraftText(u"x"_s);
        presenter.setParameters({u"3"_s, u"-1"_s, u"a"_s, {}, u"1.5"_s, u"a,b,c,d,e"_s});
        QCOMPARE(presenter.state().parameterProblems.size(), 5);
        QVERIFY(!presenter.state().canRun);
        presenter.setParameters({});
        QVERIFY(presenter.state().canRun);
        ground.running = false;
        QVERIFY(!presenter.state().canRun);
        QVERIFY(!presenter.state().cannotRun.isEmpty());
        presenter.run();
        QVERIFY(ground.gateway.requests().isEmpty());
    }

    void columnsComeAndGo() {
        PresenterGround ground;
        Presenter presenter(ground.needs());
        presenter.setDraftText(u"x"_s);
        ground.gateway.enqueue(answer("1"));
        presenter.run();
        QTRY_VERIFY(!presenter.state().running);
        for (int i = 0; i < 6; ++i)
            presenter.addColumn();
        QCOMPARE(presenter.state().columns.size(), Presenter::MaxColumns);
        QCOMPARE(presenter.state().turns.front()->answers.size(), Presenter::MaxColumns);
        presenter.chooseModel(1, u" my/new-model "_s);
        QCOMPARE(presenter.state().columns[1].model, u"my/new-model"_s);
        QVERIFY(presenter.state().columns[1].detail.contains(u"unknown"));
        for (int i = 0; i < 6; ++i)
            presenter.removeColumn(0);
        QCOMPARE(presenter.state().columns.size(), std::size_t{1});
    }

    void estimatesAndMarksIt() {
        PresenterGround ground;
        ground.models = QStringList{u"gpt-4o"_s};
        Presenter presenter(ground.needs());
        QCOMPARE(presenter.state().estimate, QString());
        presenter.addImage(onePixel());
        // 1024 × 1024 is scaled to 768 × 768: four tiles, 85 + 4 × 170.
        QVERIFY2(presenter.state().estimate.startsWith(u"≈ 765 tokens · ≈ $"), qPrintable(presenter.state().estimate));
        presenter.chooseModel(0, u"nobody/nothing"_s);
        QVERIFY(presenter.state().estimate.endsWith(u"price unknown"));
    }

    void opensWhereItWasLeftAndUndoes() {
        PresenterGround ground;
        {
            Presenter presenter(ground.needs());
            presenter.setDraftText(u"a question"_s);
            ground.gateway.enqueue(answer("an answer"));
            presenter.run();
            QTRY_VERIFY(!presenter.state().running);
            presenter.setDraftText(u"half typed"_s);
        } // the draft is kept on the way out
        Presenter presenter(ground.needs());
        presenter.start();
        QTRY_COMPARE(presenter.state().draft.text, u"half typed"_s);
        QCOMPARE(lastAnswer(presenter).text, QByteArray("an answer"));
        const auto id = presenter.state().conversationId;
        presenter.rename(id, u"Renamed"_s);
        QTRY_COMPARE(ground.kept.first().head.title, u"Renamed"_s);
        QSignalSpy removed(&presenter, &Presenter::conversationRemoved);
        presenter.removeConversation(id);
        QTRY_COMPARE(removed.size(), 1);
        QVERIFY(ground.kept.isEmpty());
        QVERIFY(presenter.state().turns.empty());
        presenter.restoreConversation(id);
        QTRY_COMPARE(presenter.state().turns.size(), std::size_t{1});
        QCOMPARE(ground.kept.size(), 1);
    }

    void aRunGoesOnInTheBackground() {
        PresenterGround ground;
        Presenter presenter(ground.needs());
        presenter.setDraftText(u"slow one"_s);
        ground.gateway.enqueue({200, "text/event-stream", {G::text("a"), G::Pause, G::text("b"), G::done()}});
        presenter.run();
        const auto id = presenter.state().conversationId;
        QTRY_COMPARE(lastAnswer(presenter).text, QByteArray("a"));
        presenter.newConversation();
        QVERIFY(!presenter.state().running);
        ground.gateway.release();
        QTRY_VERIFY(ground.kept.contains(id) && ground.kept[id].document.contains("\"done\""));
        presenter.openConversation(id);
        QTRY_COMPARE(presenter.state().turns.size(), std::size_t{1});
        QCOMPARE(lastAnswer(presenter).text, QByteArray("ab"));
    }

    void exportsCodeWithoutTheKeyUnlessCopied() {
        PresenterGround ground;
        ground.models = QStringList{u"gpt-4o"_s};
        Presenter presenter(ground.needs());
        presenter.setDraftText(u"it's"_s);
        presenter.setParameters({u"0.2"_s, {}, {}, {}, {}, {}});
        for (const auto language : {CodeLanguage::Curl, CodeLanguage::Python, CodeLanguage::JavaScript}) {
            presenter.setCodeLanguage(language);
            presenter.setDrawer(DrawerTab::Code, true);
            const auto shown = presenter.state().drawer.code;
            QVERIFY(shown.contains(ground.gateway.baseUrl().toString()));
            QVERIFY(!shown.contains(u"llmg_exportedkey0123456789abcd"));
            QVERIFY(presenter.codeToCopy().contains(u"llmg_exportedkey0123456789abcd"));
            QVERIFY(shown.contains(u"0.2") && shown.contains(u"gpt-4o"));
        }
        presenter.setCodeLanguage(CodeLanguage::Curl);
        QVERIFY(presenter.codeToCopy().contains(u"it'\\''s"));
    }

    void refusesDocumentsThatAreNotItsOwn_data() {
        QTest::addColumn<QByteArray>("document");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("not JSON") << QByteArray("{");
        QTest::newRow("something else") << QByteArray("{\"a\":1}");
        QTest::newRow("a newer version") << QByteArray("{\"version\":2,\"turns\":[],\"models\":[\"a\"]}");
        QTest::newRow("no column") << QByteArray("{\"version\":1,\"turns\":[],\"models\":[]}");
    }
    void refusesDocumentsThatAreNotItsOwn() {
        QFETCH(QByteArray, document);
        const auto read = conversationFromJson(document);
        QVERIFY(!read);
        QVERIFY(!read.error().message.empty());
    }
};

QTEST_GUILESS_MAIN(TestPlaygroundPresenter)
#include "tst_playgroundpresenter.moc"
