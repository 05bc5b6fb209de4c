// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/providers/draghandle.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>

namespace llmg::providerspage {

using namespace Qt::StringLiterals;

DragHandle::DragHandle(const QString& name, QWidget* parent)
    : QPushButton(parent) {
    setAutoDefault(false);
    theme::setButtonKind(this, theme::ButtonKind::Flat);
    setIcon(theme::tintedIcon(u"grip-vertical"_s, theme::Role::Muted));
    setAccessibleName(name);
    setAccessibleDescription(tr("Alt with the arrow keys moves it up and down."));
    setToolTip(tr("%1: drag, or press Alt with the arrow keys").arg(name));
    setCursor(Qt::OpenHandCursor);
    setFixedWidth(theme::px(20));
}

void DragHandle::mousePressEvent(QMouseEvent* event) {
    QPushButton::mousePressEvent(event);
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = true;
    m_from = event->pos();
}

void DragHandle::mouseMoveEvent(QMouseEvent* event) {
    if (!m_pressed)
        return;
    if (!m_dragging && (event->pos() - m_from).manhattanLength() < QApplication::startDragDistance())
        return;
    m_dragging = true;
    setCursor(Qt::ClosedHandCursor);
    Q_EMIT dragged(event->globalPosition().toPoint());
}

void DragHandle::mouseReleaseEvent(QMouseEvent* event) {
    QPushButton::mouseReleaseEvent(event);
    m_pressed = false;
    if (!m_dragging)
        return;
    m_dragging = false;
    setCursor(Qt::OpenHandCursor);
    Q_EMIT dropped();
}

void DragHandle::keyPressEvent(QKeyEvent* event) {
    if (m_dragging && event->key() == Qt::Key_Escape)
        cancel();
    else
        QPushButton::keyPressEvent(event);
}

void DragHandle::hideEvent(QHideEvent* event) {
    QPushButton::hideEvent(event);
    cancel();
}

void DragHandle::cancel() {
    m_pressed = false;
    if (!m_dragging)
        return;
    m_dragging = false;
    setCursor(Qt::OpenHandCursor);
    Q_EMIT canceled();
}

} // namespace llmg::providerspage
