// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a person is told while the window is not in front: a real engine, and a desktop of our own on a D-Bus session.
#include "app/service/providerkeys.h"
#include "app/storage/configurationstore.h"
#include "tests/support/engines.h"
#include "tests/support/fakeupstream.h"
#include "ui/shell/desktopnotifications.h"
#include "ui/shell/notices.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace llmg;
using namespace Qt::StringLiterals;

namespace {

const QString kService = u"org.freedesktop.Notifications"_s;
const QString kPath = u"/org/freedesktop/Notifications"_s;

/// As much of a desktop as the specification asks for.
class Desktop : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
  public:
    struct Shown {
        QString application, title, text;
        uint replaces = 0;
        QVariantMap hints;
    };
    QList<Shown> shown;
    void invoke(uint id) {
        auto signal = QDBusMessage::createSignal(kPath, kService, u"ActionInvoked"_s);
        signal.setArguments({id, u"default"_s});
        QDBusConnection::sessionBus().send(signal);
    }

  public Q_SLOTS:
    Q_SCRIPTABLE uint Notify(const QString& application, uint replaces, const QString& /*icon*/, const QString& title,
                             const QString& text, const QStringList& /*actions*/, const QVariantMap& hints,
                             int /*timeout*/) {
        shown.append({application, title, text, replaces, hints});
        return replaces != 0 ? replaces : static_cast<uint>(shown.size());
    }
};

shell::Notice notice(const QString& subject, const QString& text, bool urgent = false) {
    return {subject, u"Title"_s, text, u"projects"_s, urgent};
}

} // namespace

class NoticesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(QDBusConnection::sessionBus().isConnected(),
                 "no D-Bus session; run it by tests/support/with-keyring.sh");
        QVERIFY(
            QDBusConnection::sessionBus().registerObject(kPath, &m_desktop, QDBusConnection::ExportScriptableSlots));
        QVERIFY(QDBusConnection::sessionBus().registerService(kService));
    }
    void init() { m_desktop.shown.clear(); }

    void theDesktopShowsThemAndSaysWhichWasClicked() {
        shell::DesktopNotifications notifications;
        QSignalSpy activated(&notifications, &shell::DesktopNotifications::activated);
        notifications.show(notice(u"budget:1"_s, u"A <b>budget</b> & more"_s, true));
        QTRY_COMPARE(m_desktop.shown.size(), 1);
        QCOMPARE(m_desktop.shown[0].text, u"A &lt;b&gt;budget&lt;/b&gt; &amp; more"_s);
        QCOMPARE(m_desktop.shown[0].hints.value(u"urgency"_s).toInt(), 2);
        QTRY_VERIFY(([&] {
            m_desktop.invoke(1); // until the answer to Notify has been read, its id means nothing
            return !activated.isEmpty();
        })());
        QCOMPARE(activated.first().first().toString(), u"projects"_s);
        // Another one of the same subject takes its place.
        notifications.show(notice(u"budget:1"_s, u"later"_s));
        notifications.show(notice(u"budget:2"_s, u"another"_s));
        QTRY_COMPARE(m_desktop.shown.size(), 3);
        QCOMPARE(m_desktop.shown[1].replaces, 1U);
        QCOMPARE(m_desktop.shown[2].replaces, 0U);
    }

    void aBudgetAndABadKeyAreSaidOnce() {
        QTemporaryDir directory;
        tests::FakeUpstream upstream{tests::FakeUpstream::Script([this](const tests::ReceivedRequest&) {
            return m_refuses ? tests::Scenario::json(
                                   "{\"error\":{\"message\":\"Revoked.\",\"code\":\"invalid_api_key\"}}", 401)
                             : tests::Scenario::json("{\"object\":\"list\",\"data\":[]}");
        })};
        service::Engine engine;
        QVERIFY(tests::start(engine, directory));
        domain::ProviderSettings settings;
        settings.id = "openai";
        settings.baseUrl = upstream.url() + "/v1";
        auto saved = engine.configuration().saveProviderSettings(settings);
        QTRY_VERIFY_WITH_TIMEOUT(saved.isFinished(), tests::kPatienceMs);
        auto& keys = engine.providerKeys();
        auto added = keys.add("openai", "main", Secret("sk-proj-0123456789abcdef"));
        QTRY_VERIFY_WITH_TIMEOUT(added.isFinished(), tests::kPatienceMs);
        QVERIFY(added.result());
        const auto id = added.result()->id;

        shell::Notices notices(engine);
        QList<shell::Notice> said;
        connect(&notices, &shell::Notices::noticed, this, [&said](const shell::Notice& one) { said.append(one); });
        const auto test = [&] {
            auto tested = keys.testEntry(id);
            return QTest::qWaitFor([&] { return tested.isFinished(); }, tests::kPatienceMs);
        };
        QVERIFY(test());
        QVERIFY(said.isEmpty());
        m_refuses = true;
        QVERIFY(test());
        QTRY_COMPARE(said.size(), 1);
        QVERIFY2(said[0].text.contains(u"main"_s) && said[0].text.contains(u"Revoked."_s), qPrintable(said[0].text));
        QVERIFY(!said[0].text.contains(u"0123456789"_s)); // masked
        QVERIFY(test());
        QCOMPARE(said.size(), 1); // it is known
        m_refuses = false;
        QVERIFY(test());
        m_refuses = true;
        QVERIFY(test());
        QTRY_COMPARE(said.size(), 2); // it was well between

        Q_EMIT engine.budgetAlert(u"The daily budget of the project “A” is at 90 %: $9.00 of $10.00."_s, 90);
        Q_EMIT engine.budgetAlert(u"The daily budget of the project “A” is at 100 %: $10.00 of $10.00."_s, 100);
        QCOMPARE(said.size(), 4);
        QCOMPARE(said[2].subject, said[3].subject);
        QVERIFY(!said[2].urgent && said[3].urgent);
        engine.stop();
    }

  private:
    Desktop m_desktop;
    std::atomic<bool> m_refuses = false;
};

QTEST_MAIN(NoticesTest)
#include "notices.moc"
