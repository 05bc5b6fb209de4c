// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/copybutton.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"

#include <QAccessible>
#include <QClipboard>
#include <QCryptographicHash>
#include <QGuiApplication>

namespace llmg::widgets {

using namespace Qt::StringLiterals;

CopyButton::CopyButton(const QString& what, std::function<QString()> text, QWidget* parent)
    : QPushButton(parent)
    , m_what(what)
    , m_text(std::move(text)) {
    setAutoDefault(false);
    setAccessibleName(tr("Copy %1").arg(what));
    m_back.setSingleShot(true);
    connect(&m_back, &QTimer::timeout, this, &CopyButton::showRest);
    connect(this, &QPushButton::clicked, this, &CopyButton::copy);
    showRest();
    // Room for the longer word from the start: nothing moves when it is said.
    const QFontMetrics metrics(font());
    setMinimumWidth(qMax(metrics.horizontalAdvance(tr("Copy")), metrics.horizontalAdvance(tr("Copied"))) +
                    theme::px(52));
}

void CopyButton::setClearAfter(std::chrono::seconds delay) {
    m_clearAfter = delay;
}

void CopyButton::setRestText(const QString& text) {
    m_restText = text;
    showRest();
    setMinimumWidth(sizeHint().width());
}

void CopyButton::setIconOnly() {
    m_iconOnly = true;
    setMinimumWidth(0);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    theme::setButtonKind(this, theme::ButtonKind::Flat);
    showRest();
}

void CopyButton::showRest() {
    setIcon(theme::tintedIcon(u"copy"_s));
    setText(m_iconOnly ? QString() : m_restText.isEmpty() ? tr("Copy") : m_restText);
    setToolTip(tr("Copy %1").arg(m_what));
}

void CopyButton::copy() {
    const QString text = m_text ? m_text() : QString();
    if (text.isEmpty())
        return;
    QClipboard* clipboard = QGuiApplication::clipboard();
    clipboard->setText(text);
    setIcon(theme::tintedIcon(u"check"_s, theme::Role::Good));
    setText(m_iconOnly ? QString() : tr("Copied"));
    setToolTip(tr("Copied"));
    QAccessibleEvent event(this, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&event);
    m_back.start(std::chrono::seconds(2));
    if (m_clearAfter.count() > 0) {
        // A digest, not the text, is what waits: a key must not outlive its use in a timer.
        const QByteArray digest = QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256);
        QTimer::singleShot(m_clearAfter, qApp, [digest] {
            QClipboard* board = QGuiApplication::clipboard();
            if (QCryptographicHash::hash(board->text().toUtf8(), QCryptographicHash::Sha256) == digest)
                board->clear();
        });
    }
    Q_EMIT copied();
}

} // namespace llmg::widgets
