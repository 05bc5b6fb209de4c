// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/appearance.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QEvent>
#include <QWidget>

#include <algorithm>

namespace llmg::theme {

using namespace Qt::StringLiterals;

namespace {

const QString portalService = u"org.freedesktop.portal.Desktop"_s;
const QString portalPath = u"/org/freedesktop/portal/desktop"_s;
const QString portalInterface = u"org.freedesktop.portal.Settings"_s;
const QString appearanceGroup = u"org.freedesktop.appearance"_s;

} // namespace

Choice choiceFromString(const QString& text) {
    if (text == u"light"_s)
        return Choice::Light;
    return text == u"dark"_s ? Choice::Dark : Choice::System;
}

Appearance::Appearance(Choice choice, int zoomPercent, QObject* parent)
    : QObject(parent)
    , m_choice(choice)
    , m_zoomPercent(std::clamp(zoomPercent, 80, 200))
    , m_desktopDark(QApplication::palette().color(QPalette::Window).lightness() < 128) {
    apply();
    askPortal();
}

void Appearance::setChoice(Choice choice) {
    if (m_choice == choice)
        return;
    m_choice = choice;
    apply();
}

void Appearance::setZoomPercent(int percent) {
    percent = std::clamp(percent, 80, 200);
    if (m_zoomPercent == percent)
        return;
    m_zoomPercent = percent;
    apply();
}

void Appearance::askPortal() {
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(portalService, portalPath, portalInterface, u"SettingChanged"_s, this,
                SLOT(onPortalSettingChanged(QString, QString, QDBusVariant)));
    for (const QString& key : {u"color-scheme"_s, u"contrast"_s}) {
        QDBusMessage call = QDBusMessage::createMethodCall(portalService, portalPath, portalInterface, u"Read"_s);
        call << appearanceGroup << key;
        auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
        connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, key](QDBusPendingCallWatcher* done) {
            const QDBusPendingReply<QDBusVariant> reply = *done;
            if (!reply.isError())
                take(key, reply.value().variant());
            done->deleteLater();
        });
    }
}

void Appearance::onPortalSettingChanged(const QString& group, const QString& key, const QDBusVariant& value) {
    if (group == appearanceGroup)
        take(key, value.variant());
}

void Appearance::take(const QString& key, const QVariant& value) {
    // Read() of older portals wraps the value twice.
    const QVariant inner = value.canConvert<QDBusVariant>() ? value.value<QDBusVariant>().variant() : value;
    const uint number = inner.toUInt();
    if (key == u"color-scheme"_s) {
        // 0 is "no preference": what the palette said at start stays.
        if (number == 1 || number == 2)
            m_desktopDark = number == 1;
    } else if (key == u"contrast"_s) {
        m_desktopHighContrast = number == 1;
    } else {
        return;
    }
    apply();
}

void Appearance::apply() {
    const bool dark = m_choice == Choice::Dark || (m_choice == Choice::System && m_desktopDark);
    const Theme theme = m_desktopHighContrast ? (dark ? Theme::highContrastDark() : Theme::highContrastLight())
                                              : (dark ? Theme::darkTheme() : Theme::light());
    if (AppStyle* style = AppStyle::instance())
        style->setTheme(theme);
    else
        QApplication::setStyle(new AppStyle(theme)); // owned by the application from here on
    QApplication::setFont(interfaceFont(m_zoomPercent));
    QApplication::setPalette(theme.palette());
    // Qt tells only widgets whose own font or palette changes with it; those that draw from the theme have to hear too.
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget* widget : widgets) {
        QEvent font(QEvent::ApplicationFontChange), palette(QEvent::ApplicationPaletteChange);
        QCoreApplication::sendEvent(widget, &font);
        QCoreApplication::sendEvent(widget, &palette);
        widget->update();
    }
    Q_EMIT changed();
}

} // namespace llmg::theme
