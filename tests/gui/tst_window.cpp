// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The real window over the real engine, driven as a person would: through its widgets, on the offscreen platform.
#include "app/service/engine.h"
#include "app/service/providerkeys.h"
#include "app/storage/configurationstore.h"
#include "app/storage/ledgerreader.h"
#include "models/items/requesttablemodel.h"
#include "tests/support/engines.h"
#include "tests/support/fakeupstream.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/pages.h"
#include "ui/theme/appearance.h"
#include "ui/widgets/page.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace llmg;
using namespace llmg::tests;
using namespace Qt::StringLiterals;

namespace {

std::string delta(const char* content, const char* finish) {
    return std::string("data: "
                       "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o\","
                       "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"") +
           content + "\"},\"finish_reason\":" + finish + "}]}\n\n";
}

Scenario providerOf(const ReceivedRequest& request) {
    if (request.header("authorization") != "Bearer sk-proj-right-0123456789")
        return Scenario::json("{\"error\":{\"message\":\"Incorrect API key provided\",\"code\":\"invalid_api_key\"}}",
                              401);
    if (request.target == "/v1/models")
        return Scenario::json("{\"object\":\"list\",\"data\":[{\"id\":\"gpt-4o\",\"object\":\"model\"}]}");
    return Scenario::events(
        {delta("A **mountain** ", "null"), delta("lake.", "null"), delta("", "\"stop\""),
         "data: "
         "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o\",\"choices\":[],"
         "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100,\"total_tokens\":1100}}\n\n",
         "data: [DONE]\n\n"});
}

/// All text that labels of the widget show.
QString shownText(const QWidget* widget) {
    QString text;
    for (const auto* child : widget->findChildren<QWidget*>()) {
        if (child->isVisible())
            text += child->property("text").toString() + u'\n' + child->accessibleName() + u'\n';
    }
    return text;
}

} // namespace

class WindowTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        m_upstream = std::make_unique<FakeUpstream>(FakeUpstream::Script(providerOf));
        m_engine = std::make_unique<service::Engine>();
        QVERIFY(start(*m_engine, *m_directory));
        domain::ProviderSettings settings;
        settings.id = "openai";
        settings.baseUrl = m_upstream->url() + "/v1";
        auto saved = m_engine->configuration().saveProviderSettings(settings);
        QTRY_VERIFY_WITH_TIMEOUT(saved.isFinished(), kPatienceMs);
        m_appearance = std::make_unique<theme::Appearance>(theme::choiceFromString(u"light"_s), 100);
        m_window =
            std::make_unique<shell::MainWindow>(*m_engine, *m_appearance, shell::pageEntries(*m_engine, *m_appearance));
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void cleanup() {
        m_window.reset();
        m_appearance.reset();
        m_engine->stop();
        m_engine.reset();
        m_upstream.reset();
        m_directory.reset();
    }

    void addsAKeyChatsWithAnImageAndShowsTheRowAndItsCost() {
        addKey(u"sk-proj-right-0123456789"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_engine->providerKeys().entries().size(), std::size_t{1}, kPatienceMs);
        QCOMPARE(m_engine->providerKeys().entries().front().provider, std::string("openai")); // known by its prefix

        QWidget* page = open(u"playground"_s);
        chooseModel(page, u"gpt-4o"_s);
        auto* composer = page->findChild<QPlainTextEdit*>(u"composer"_s);
        QVERIFY(composer);
        QImage image(40, 30, QImage::Format_RGB32);
        image.fill(Qt::darkGreen);
        QApplication::clipboard()->setImage(image);
        composer->setFocus();
        composer->paste();
        QTRY_VERIFY_WITH_TIMEOUT(page->findChild<QWidget*>(u"attachment"_s), kPatienceMs);
        QTest::keyClicks(composer, u"What is in this image?"_s);
        auto* run = page->findChild<QAbstractButton*>(u"run"_s);
        QTRY_VERIFY_WITH_TIMEOUT(run && run->isEnabled(), kPatienceMs);
        QTest::mouseClick(run, Qt::LeftButton);

        // 1000 × $2.50/M + 100 × $10/M
        QTRY_VERIFY2_WITH_TIMEOUT(shownText(page).contains(u"$0.0035"_s), qPrintable(shownText(page)), kPatienceMs);
        const auto sent = m_upstream->requests();
        const auto chat = std::find_if(sent.begin(), sent.end(),
                                       [](const auto& request) { return request.target == "/v1/chat/completions"; });
        QVERIFY(chat != sent.end());
        const auto body = QJsonDocument::fromJson(QByteArray::fromStdString(chat->body)).object();
        QCOMPARE(body[u"model"_s].toString(), u"gpt-4o"_s);
        QVERIFY(chat->body.find("data:image/png;base64,") != std::string::npos);
        QVERIFY(chat->body.find("What is in this image?") != std::string::npos);
        QVERIFY(composer->toPlainText().isEmpty());

        QWidget* requests = open(u"requests"_s);
        auto* table = requests->findChild<QTableView*>();
        QVERIFY(table);
        QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 1, kPatienceMs);
        const auto cell = [table](int column) { return table->model()->index(0, column).data().toString(); };
        using Model = std::remove_pointer_t<decltype(qobject_cast<items::RequestTableModel*>(table->model()))>;
        QCOMPARE(cell(Model::Status), u"200"_s);
        QVERIFY2(cell(Model::Cost).contains(u"$0.0035"_s), qPrintable(cell(Model::Cost)));
        QVERIFY(cell(Model::Model).contains(u"gpt-4o"_s));
        QCOMPARE(cell(Model::Application), u"Playground"_s);
    }

    void saysWhyAKeyIsRefused() {
        addKey(u"sk-proj-wrong-0123456789"_s);
        QWidget* page = open(u"providers"_s);
        QTRY_VERIFY2_WITH_TIMEOUT(shownText(page).contains(u"Incorrect API key provided"_s),
                                  qPrintable(shownText(page)), kPatienceMs);
    }

    void chatsWithTheSandboxWithoutAnyKey() {
        QWidget* page = open(u"playground"_s);
        chooseModel(page, u"sandbox/echo"_s);
        auto* composer = page->findChild<QPlainTextEdit*>(u"composer"_s);
        QTest::keyClicks(composer, u"ping"_s);
        QTest::keyClick(composer, Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY2_WITH_TIMEOUT(shownText(page).contains(u"stop"_s), qPrintable(shownText(page)), kPatienceMs);
        QVERIFY(m_engine->flush().result());
        const auto rows = m_engine->ledger().requests({}, {}, 10).result();
        QVERIFY(rows && rows->rows.size() == 1);
        QCOMPARE(rows->rows.front().usedModel, std::string("sandbox/echo"));
    }

  private:
    QWidget* open(const QString& id) {
        m_window->showPage(id);
        return m_window->page(id);
    }

    void addKey(const QString& key) {
        QWidget* page = open(u"providers"_s);
        auto* field = page->findChild<QLineEdit*>(u"providerKey"_s);
        auto* add = page->findChild<QAbstractButton*>(u"providerAdd"_s);
        QVERIFY(field && add);
        QTest::keyClicks(field, key);
        QTRY_VERIFY_WITH_TIMEOUT(add->isEnabled(), kPatienceMs);
        QTest::mouseClick(add, Qt::LeftButton);
    }

    void chooseModel(QWidget* page, const QString& id) {
        auto* button = page->findChild<QAbstractButton*>(u"model"_s);
        QVERIFY(button);
        QTest::mouseClick(button, Qt::LeftButton);
        QLineEdit* search = nullptr;
        const auto picker = [&]() -> QLineEdit* {
            for (auto* widget : QApplication::topLevelWidgets()) {
                if (auto* found = widget->findChild<QLineEdit*>(u"modelSearch"_s); found && found->isVisible())
                    return found;
            }
            return nullptr;
        };
        QTRY_VERIFY_WITH_TIMEOUT((search = picker()), kPatienceMs);
        QTest::keyClicks(search, id);
        auto* list = search->parentWidget()->findChild<QListView*>(u"modelChoices"_s);
        QVERIFY(list);
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            if (list->model()->index(row, 0).data().toString() == id)
                list->setCurrentIndex(list->model()->index(row, 0));
        }
        QTest::keyClick(search, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!picker(), kPatienceMs);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<FakeUpstream> m_upstream;
    std::unique_ptr<service::Engine> m_engine;
    std::unique_ptr<theme::Appearance> m_appearance;
    std::unique_ptr<shell::MainWindow> m_window;
};

QTEST_MAIN(WindowTest)
#include "tst_window.moc"
