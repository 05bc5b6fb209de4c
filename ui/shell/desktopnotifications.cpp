// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/desktopnotifications.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QGuiApplication>

namespace llmg::shell {

using namespace Qt::StringLiterals;

namespace {

const QString kService = u"org.freedesktop.Notifications"_s;
const QString kPath = u"/org/freedesktop/Notifications"_s;
const QString kDefaultAction = u"default"_s; // what a click on the notification itself invokes
constexpr uchar kNormal = 1, kCritical = 2;
constexpr int kDesktopsChoice = -1; // how long it stays

} // namespace

void DesktopNotifications::listen() {
    if (m_listening)
        return;
    auto bus = QDBusConnection::sessionBus();
    m_listening =
        bus.connect(kService, kPath, kService, u"ActionInvoked"_s, this, SLOT(actionInvoked(uint, QString))) &&
        bus.connect(kService, kPath, kService, u"NotificationClosed"_s, this, SLOT(closed(uint, uint)));
}

void DesktopNotifications::show(const Notice& notice) {
    listen();
    uint replaces = 0;
    for (auto it = m_shown.cbegin(); it != m_shown.cend(); ++it) {
        if (it->subject == notice.subject)
            replaces = it.key();
    }
    // The body may be read as markup, and it holds words of a provider.
    const QVariantMap hints{{u"urgency"_s, QVariant::fromValue(notice.urgent ? kCritical : kNormal)},
                            {u"desktop-entry"_s, QGuiApplication::desktopFileName()}};
    QDBusMessage call = QDBusMessage::createMethodCall(kService, kPath, kService, u"Notify"_s);
    call.setArguments({QGuiApplication::applicationDisplayName(), replaces, u"llm-gateway"_s, notice.title,
                       notice.text.toHtmlEscaped(), QStringList{kDefaultAction, tr("Show")}, hints, kDesktopsChoice});
    auto* answer = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this,
            [this, answer, subject = notice.subject, page = notice.page] {
                answer->deleteLater();
                const QDBusPendingReply<uint> reply = *answer;
                if (!reply.isError())
                    m_shown.insert(reply.value(), {subject, page});
            });
}

void DesktopNotifications::actionInvoked(uint id, const QString& action) {
    const auto shown = m_shown.constFind(id);
    if (shown != m_shown.cend() && action == kDefaultAction)
        Q_EMIT activated(shown->page);
}

void DesktopNotifications::closed(uint id, uint /*reason*/) {
    m_shown.remove(id);
}

} // namespace llmg::shell
