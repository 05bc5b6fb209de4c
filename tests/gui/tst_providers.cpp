// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Providers page in the real window, over the real engine and providers in all states. With LLMG_PICTURES naming a
// folder it also leaves pictures there, light and dark, to be looked at.
#include "app/service/engine.h"
#include "app/service/providerkeys.h"
#include "app/storage/configurationstore.h"
#include "tests/support/engines.h"
#include "tests/support/fakeupstream.h"
#include "tests/support/rawclient.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/pages.h"
#include "ui/theme/appearance.h"
#include "ui/widgets/page.h"

#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace llmg;
using namespace llmg::tests;
using namespace Qt::StringLiterals;

namespace {

// Defined below the class: the moc of Qt 6.4 loses what comes after raw string literals that hold quotes.
Scenario providerOf(const ReceivedRequest& request);
QByteArray chatBody(const char* model);

} // namespace

class ProvidersTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        m_upstream = std::make_unique<FakeUpstream>(FakeUpstream::Script(providerOf));
        m_engine = std::make_unique<service::Engine>();
        QVERIFY(start(*m_engine, *m_directory));
        m_appearance = std::make_unique<theme::Appearance>(theme::Choice::Light, 100);
        m_window =
            std::make_unique<shell::MainWindow>(*m_engine, *m_appearance, shell::pageEntries(*m_engine, *m_appearance));
        m_window->resize(1280, 800);
        m_window->showPage(u"providers"_s);
        m_page = m_window->page(u"providers"_s);
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

    void showsHowEveryProviderStands() {
        picture(u"empty"_s);
        QVERIFY(text("providersPlace").contains(u"session"_s));
        keep("openai", "/good/v1");
        keep("groq", "/failing/v1");
        keep("mistral", "/limited/v1");
        keep("deepseek", "/refusing/v1");
        addKey(u"openai"_s, u"work"_s, u"sk-proj-right-0123456789abcd"_s);
        addKey(u"openai"_s, u"home"_s, u"sk-proj-right-9876543210wxyz"_s);
        addKey(u"groq"_s, u"default"_s, u"gsk_0123456789abcdef4f2c"_s);
        addKey(u"mistral"_s, u"default"_s, u"0123456789abcdef0123456789a7d1"_s);
        addKey(u"deepseek"_s, u"old"_s, u"sk-0123456789abcdef0123456789ab"_s);
        QTest::keyClicks(child<QLineEdit>("serverName"), u"my-vllm"_s);
        QTest::keyClicks(child<QLineEdit>("serverUrl"), QString::fromStdString(m_upstream->url()) + u"/good/v1"_s);
        click("serverAdd");
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>(u"serverTested-my-vllm"_s), kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(text("serverTested-my-vllm").contains(u"3 models: gpt-4o, gpt-4o-mini, o3"_s),
                                 kPatienceMs);

        ask("openai/gpt-4o");
        ask("mistral/mistral-small-latest");
        for (int i = 0; i < 5 && m_engine->breaker("groq").state == routing::BreakerState::Closed; ++i)
            ask("groq/llama-3.3-70b-versatile");

        QTRY_VERIFY2_WITH_TIMEOUT(text("providerHealth-groq").contains(u"Paused after"_s),
                                  qPrintable(text("providerHealth-groq")), kPatienceMs);
        QVERIFY(text("providerHealth-groq").contains(u"tried again in"_s));
        QTRY_VERIFY_WITH_TIMEOUT(text("providerHealth-openai").contains(u"1 requests"_s) ||
                                     text("providerHealth-openai").contains(u"Healthy"_s),
                                 kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(said("mistral").contains(u"resting until"_s), kPatienceMs);
        QVERIFY(said("mistral").contains(u"Rate limit reached"_s));
        QVERIFY(said("deepseek").contains(u"taken out"_s) && said("deepseek").contains(u"Incorrect API key"_s));
        QVERIFY(text("providerHealth-deepseek").contains(u"No key of it works"_s));

        auto* weight = child<QLineEdit>(u"keyWeight-"_s + keyOf("openai", "work"));
        weight->setFocus();
        weight->selectAll();
        QTest::keyClicks(weight, u"3"_s);
        QTest::keyClick(weight, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"keyShare-"_s + keyOf("openai", "work")), u"75 %"_s, kPatienceMs);
        QCOMPARE(text(u"keyShare-"_s + keyOf("openai", "home")), u"25 %"_s);
        weight->clearFocus();
        picture(u"full"_s);
        picture(u"full-below"_s, true);

        // A repaired provider is tried at once.
        auto* url = child<QLineEdit>("providerUrl-groq");
        url->setFocus();
        url->selectAll();
        QTest::keyClicks(url, QString::fromStdString(m_upstream->url()) + u"/good/v1"_s);
        QTest::keyClick(url, Qt::Key_Return);
        QTRY_VERIFY2_WITH_TIMEOUT(!text("providerHealth-groq").contains(u"Paused"_s),
                                  qPrintable(text("providerHealth-groq")), kPatienceMs);
    }

    void saysWhatIsWrongWhereItWasTyped() {
        addKey(u"openai"_s, u"work"_s, u"sk-proj-right-0123456789abcd"_s);
        auto* url = child<QLineEdit>("providerUrl-openai");
        url->setFocus();
        url->selectAll();
        QTest::keyClicks(url, u"openai.example"_s);
        QTest::keyClick(url, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("providerUrl-openai-fault")->isVisible(), kPatienceMs);
        QCOMPARE(url->text(), u"openai.example"_s); // nothing typed is lost
        QTest::keyClick(url, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(url, u"http://127.0.0.1:9/v1"_s);
        QTest::keyClick(url, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!child<QLabel>("providerUrl-openai-fault")->isVisible(), kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(settingsOf("openai").baseUrl, std::string("http://127.0.0.1:9/v1"), kPatienceMs);

        QTest::keyClicks(child<QLineEdit>("serverName"), u"My Server"_s);
        click("serverAdd");
        QVERIFY(text("serverFault").contains(u"small letters"_s));
        QCOMPARE(child<QLineEdit>("serverName")->text(), u"My Server"_s);
    }

    void takesEachChangeBack() {
        addKey(u"openai"_s, u"work"_s, u"sk-proj-right-0123456789abcd"_s);
        auto* use = child<QCheckBox>("providerEnabled-openai");
        click("providerEnabled-openai");
        QTRY_VERIFY_WITH_TIMEOUT(!settingsOf("openai").enabled, kPatienceMs);
        auto* undo = m_window->findChild<QAbstractButton*>(u"toastUndo"_s);
        QTRY_VERIFY_WITH_TIMEOUT(undo && undo->isVisible(), kPatienceMs);
        QTest::mouseClick(undo, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(use->isChecked() && settingsOf("openai").enabled, kPatienceMs);
        click("providerEnabled-openai");
        QTRY_VERIFY_WITH_TIMEOUT(!settingsOf("openai").enabled && undo->isVisible(), kPatienceMs);
        use->setFocus();
        QTest::keyClick(use, Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(use->isChecked() && settingsOf("openai").enabled, kPatienceMs);
    }

    void ordersByHandAndByKeyboard() {
        addKey(u"openai"_s, u"a"_s, u"sk-proj-right-0123456789abcd"_s);
        addKey(u"groq"_s, u"a"_s, u"gsk_0123456789abcdef4f2c"_s);
        addKey(u"mistral"_s, u"a"_s, u"0123456789abcdef0123456789a7d1"_s);
        QTRY_COMPARE_WITH_TIMEOUT(order(), u"openai mistral groq"_s, kPatienceMs);
        auto* grip = child<QAbstractButton>("providerGrip-groq");
        child<QScrollArea>("providersScroll")->ensureWidgetVisible(grip);
        const auto drag = [&](QWidget* to, Qt::Key last) {
            const QPoint start = grip->rect().center();
            const QPoint end = grip->mapFromGlobal(to->mapToGlobal(QPoint(20, 4)));
            QTest::mousePress(grip, Qt::LeftButton, {}, start);
            QTest::mouseMove(grip, start + QPoint(0, -20));
            QTest::mouseMove(grip, end);
            if (last == Qt::Key_Escape)
                QTest::keyClick(grip, last);
            QTest::mouseRelease(grip, Qt::LeftButton, {}, end);
        };
        drag(child<QWidget>("provider-mistral"), Qt::Key_Escape); // thought better of it
        QVERIFY(!child<QWidget>("providerDropMark")->isVisible());
        QCOMPARE(order(), u"openai mistral groq"_s);
        drag(child<QWidget>("provider-mistral"), Qt::Key_unknown);
        QTRY_COMPARE_WITH_TIMEOUT(order(), u"openai groq mistral"_s, kPatienceMs);
        grip->setFocus();
        QTest::keyClick(grip, Qt::Key_Up, Qt::AltModifier);
        QTRY_COMPARE_WITH_TIMEOUT(order(), u"groq openai mistral"_s, kPatienceMs);
        QVERIFY(grip->hasFocus());
        QTest::keyClick(grip, Qt::Key_Down, Qt::AltModifier);
        QTest::keyClick(grip, Qt::Key_Down, Qt::AltModifier);
        QTRY_COMPARE_WITH_TIMEOUT(order(), u"openai mistral groq"_s, kPatienceMs);
        click("providerUp-mistral");
        QTRY_COMPARE_WITH_TIMEOUT(order(), u"mistral openai groq"_s, kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(settingsOf("groq").order, 3, kPatienceMs);
        // Who comes later is asked last.
        addKey(u"xai"_s, u"a"_s, u"xai-0123456789abcdef0123"_s);
        QTRY_COMPARE_WITH_TIMEOUT(order(), u"mistral openai groq xai"_s, kPatienceMs);
    }

    void looksAtKeysBeforeItTakesThem() {
        keep("groq", "/good/v1");
        qputenv("GROQ_API_KEY", "gsk_0123456789abcdef4f2c");
        qputenv("AWS_ACCESS_KEY_ID", "AKIA0123456789ABCDEF");
        click("providersImportEnvironment");
        qunsetenv("GROQ_API_KEY");
        qunsetenv("AWS_ACCESS_KEY_ID");
        auto* import = child<QAbstractButton>("importKeys");
        QTRY_VERIFY_WITH_TIMEOUT(import->isVisible() && import->isEnabled(), kPatienceMs);
        QString shown;
        const auto shows = [&](const QString& words) {
            shown.clear();
            for (const auto* label : m_page->findChildren<QLabel*>())
                shown += label->isVisible() ? label->text() + u'\n' : QString();
            return shown.contains(words);
        };
        QTRY_VERIFY2_WITH_TIMEOUT(shows(u"GROQ_API_KEY"_s), qPrintable(shown), kPatienceMs);
        QVERIFY2(shows(u"AWS_SECRET_ACCESS_KEY is not set"_s), qPrintable(shown));
        QVERIFY(!shown.contains(u"0123456789abcdef"_s) && !shown.contains(u"AKIA0123456789"_s));
        picture(u"import"_s);
        QTest::mouseClick(import, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!keyOf("groq", "GROQ_API_KEY").isEmpty(), kPatienceMs);
    }

  private:
    template <class T>
    T* find(const QString& name) {
        return m_page->findChild<T*>(name);
    }
    template <class T>
    T* child(const QString& name) {
        T* found = find<T>(name);
        if (!found)
            qFatal("no %s", qPrintable(name));
        return found;
    }
    template <class T>
    T* child(const char* name) {
        return child<T>(QString::fromLatin1(name));
    }
    void click(const char* name) {
        auto* button = child<QAbstractButton>(name);
        child<QScrollArea>("providersScroll")->ensureWidgetVisible(button);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    QString text(const QString& name) { return find<QLabel>(name) ? find<QLabel>(name)->text() : QString(); }
    QString text(const char* name) { return text(QString::fromLatin1(name)); }
    QString keyOf(const std::string& provider, const std::string& label) {
        for (const auto& entry : m_engine->providerKeys().entries()) {
            if (entry.provider == provider && entry.label == label)
                return QString::fromStdString(entry.id);
        }
        return {};
    }
    /// What the page says of the only key of a provider.
    QString said(const std::string& provider) {
        for (const auto& entry : m_engine->providerKeys().entries()) {
            if (entry.provider == provider)
                return text(u"keySaid-"_s + QString::fromStdString(entry.id));
        }
        return {};
    }
    domain::ProviderSettings settingsOf(const std::string& id) {
        for (const auto& each : m_engine->configuration().current()->providers) {
            if (each.id == id)
                return each;
        }
        return {};
    }
    /// Ids of the cards from the top down, as they are placed.
    QString order() {
        QCoreApplication::processEvents();
        std::map<int, QString> byPlace;
        for (const auto* grip : m_page->findChildren<QAbstractButton*>()) {
            if (grip->objectName().startsWith(u"providerGrip-"_s))
                byPlace[grip->mapToGlobal(QPoint()).y()] = grip->objectName().section(u'-', 1);
        }
        QStringList ids;
        for (const auto& [y, id] : byPlace)
            ids << id;
        return ids.join(u' ');
    }
    void keep(const std::string& id, const std::string& path) {
        domain::ProviderSettings settings;
        settings.id = id;
        settings.baseUrl = m_upstream->url() + path;
        const auto saved = m_engine->configuration().saveProviderSettings(settings);
        QTRY_VERIFY_WITH_TIMEOUT(saved.isFinished(), kPatienceMs);
    }
    void addKey(const QString& provider, const QString& label, const QString& key) {
        if (settingsOf(provider.toStdString()).id.empty())
            keep(provider.toStdString(), "/good/v1"); // nothing here asks a real one
        m_page->open({{u"provider"_s, provider}});
        auto* field = child<QLineEdit>("providerKey");
        field->setText(key);
        child<QLineEdit>("providerLabel")->setText(label);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!keyOf(provider.toStdString(), label.toStdString()).isEmpty(), kPatienceMs);
        const QString test = u"keyTest-"_s + keyOf(provider.toStdString(), label.toStdString());
        QTRY_VERIFY_WITH_TIMEOUT(find<QWidget>(test), kPatienceMs);
    }
    void ask(const char* model) {
        const auto applied = m_engine->applied();
        QTRY_VERIFY_WITH_TIMEOUT(applied.isFinished(), kPatienceMs);
        RawClient client(m_engine->state().port);
        client.post("/v1/chat/completions", QByteArray::fromStdString(std::string(m_engine->playgroundKey().reveal())),
                    chatBody(model));
        (void)client.answer();
    }
    void picture(const QString& name, bool below = false) {
        const QString folder = qEnvironmentVariable("LLMG_PICTURES");
        if (folder.isEmpty())
            return;
        QDir().mkpath(folder);
        auto* bar = child<QScrollArea>("providersScroll")->verticalScrollBar();
        for (const auto& [choice, word] :
             {std::pair(theme::Choice::Light, u"light"_s), std::pair(theme::Choice::Dark, u"dark"_s)}) {
            m_appearance->setChoice(choice);
            QTest::qWait(100);
            if (auto* toast = m_window->findChild<QWidget*>(u"toast"_s))
                toast->hide();
            bar->setValue(below ? bar->maximum() : 0);
            QTest::qWait(100);
            const QString scale = m_window->devicePixelRatioF() > 1 ? u"-2x"_s : QString();
            QVERIFY(m_window->grab().save(u"%1/providers-%2-%3%4.png"_s.arg(folder, name, word, scale)));
        }
        m_appearance->setChoice(theme::Choice::Light);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<FakeUpstream> m_upstream;
    std::unique_ptr<service::Engine> m_engine;
    std::unique_ptr<theme::Appearance> m_appearance;
    std::unique_ptr<shell::MainWindow> m_window;
    widgets::Page* m_page = nullptr;
};

namespace {

/// Providers of all kinds behind one address, told apart by path and key.
Scenario providerOf(const ReceivedRequest& request) {
    const bool lists = request.target.ends_with("/models");
    if (request.target.starts_with("/failing"))
        return lists ? Scenario::json(R"({"object":"list","data":[{"id":"m","object":"model"}]})")
                     : Scenario::json("{}", 500);
    if (request.target.starts_with("/limited"))
        return lists ? Scenario::json(R"({"object":"list","data":[{"id":"m","object":"model"}]})")
                     : Scenario::answer("HTTP/1.1 429 Too Many Requests",
                                        {{"retry-after", "90"}, {"content-type", "application/json"}},
                                        R"({"error":{"message":"Rate limit reached for requests"}})");
    if (request.target.starts_with("/refusing"))
        return Scenario::json(R"({"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}})", 401);
    if (lists)
        return Scenario::json(R"({"object":"list","data":[{"id":"gpt-4o","object":"model"},)"
                              R"({"id":"gpt-4o-mini","object":"model"},{"id":"o3","object":"model"}]})");
    return Scenario::json(R"({"id":"c1","object":"chat.completion","created":1,"model":"gpt-4o","choices":[{"index":0,)"
                          R"("message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],)"
                          R"("usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12}})");
}

QByteArray chatBody(const char* model) {
    return QByteArray("{\"model\":\"") + model + R"(","messages":[{"role":"user","content":"x"}]})";
}

} // namespace

QTEST_MAIN(ProvidersTest)
#include "tst_providers.moc"
