// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/toast.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>

#include <utility>

namespace llmg::widgets {

using namespace std::chrono_literals;

Toast::Toast(QWidget* parent)
    : QFrame(parent)
    , m_text(new TextLabel({}, theme::TextStyle::Body, theme::Role::Text, this))
    , m_undo(newButton(tr("Undo"), theme::ButtonKind::Secondary, this)) {
    setObjectName(QStringLiteral("toast"));
    m_undo->setObjectName(QStringLiteral("toastUndo"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme::px(16), theme::px(8), theme::px(8), theme::px(8));
    row->setSpacing(theme::px(14));
    row->addWidget(m_text);
    row->addWidget(m_undo);
    m_gone.setSingleShot(true);
    connect(&m_gone, &QTimer::timeout, this, [this] {
        if (m_undo->hasFocus())
            m_gone.start(4s);
        else
            hide();
    });
    connect(m_undo, &QPushButton::clicked, this, [this] {
        hide();
        if (auto action = std::exchange(m_undoAction, {}))
            action();
    });
    parent->installEventFilter(this);
    hide();
}

void Toast::say(const QString& text, std::function<void()> undo) {
    m_undoAction = std::move(undo);
    m_text->setText(text);
    m_undo->setVisible(static_cast<bool>(m_undoAction));
    setMinimumHeight(theme::px(48));
    adjustSize();
    place();
    show();
    raise();
    m_gone.start(m_undoAction ? 8s : 4s);
    setAccessibleName(text);
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void Toast::place() {
    const QWidget* host = parentWidget();
    move((host->width() - width()) / 2, host->height() - height() - theme::px(48));
}

bool Toast::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    return QFrame::eventFilter(watched, event);
}

void Toast::enterEvent(QEnterEvent* event) {
    m_gone.stop();
    QFrame::enterEvent(event);
}

void Toast::leaveEvent(QEvent* event) {
    m_gone.start(3s);
    QFrame::leaveEvent(event);
}

void Toast::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const theme::Theme& colors = theme::Theme::of(this);
    theme::drawRoundedBox(&painter, rect(), theme::px(8), colors.surface, theme::blend(colors.line, colors.muted, 0.4));
}

} // namespace llmg::widgets
