// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>

namespace llmg::widgets {

Card::Card(QWidget* parent)
    : QFrame(parent)
    , m_outer(new QVBoxLayout(this))
    , m_body(new QVBoxLayout) {
    m_body->setContentsMargins(0, 0, 0, 0);
    m_outer->addLayout(m_body, 1);
    applyMargins();
}

Card::Card(const QString& title, QWidget* parent)
    : Card(parent) {
    setTitle(title);
}

void Card::setTitle(const QString& title, const QString& beside) {
    if (!m_header) {
        m_header = new QWidget(this);
        m_headerLayout = new QHBoxLayout(m_header);
        m_headerLayout->setContentsMargins(0, 0, 0, 0);
        m_title = new TextLabel({}, theme::TextStyle::Strong, theme::Role::Text, m_header);
        m_beside = new TextLabel({}, theme::TextStyle::Small, theme::Role::Muted, m_header);
        m_headerLayout->addWidget(m_title);
        m_headerLayout->addWidget(m_beside);
        m_headerLayout->addStretch(1);
        m_outer->insertWidget(0, m_header);
        applyMargins();
    }
    m_title->setText(title);
    m_beside->setText(beside);
    m_beside->setVisible(!beside.isEmpty());
    setAccessibleName(title);
}

void Card::addToHeader(QWidget* widget) {
    if (!m_header)
        setTitle({});
    m_headerLayout->addWidget(widget);
}

void Card::addBeforeTitle(QWidget* widget) {
    if (!m_header)
        setTitle({});
    m_headerLayout->insertWidget(0, widget);
}

void Card::setFlush(bool flush) {
    m_flush = flush;
    applyMargins();
}

void Card::setHighlighted(bool highlighted) {
    m_highlighted = highlighted;
    update();
}

void Card::applyMargins() {
    const int margin = m_flush ? 1 : theme::px(16);
    const int top = m_flush ? 1 : theme::px(14);
    m_outer->setContentsMargins(margin, top, margin, m_flush ? 1 : theme::px(14));
    m_outer->setSpacing(m_flush ? 0 : theme::px(10));
    m_body->setSpacing(m_flush ? 0 : theme::px(8));
    if (m_header)
        m_headerLayout->setSpacing(theme::px(10));
    if (m_header && m_flush)
        m_headerLayout->setContentsMargins(theme::px(15), theme::px(12), theme::px(15), theme::px(8));
}

bool Card::event(QEvent* event) {
    if (event->type() == QEvent::ApplicationFontChange)
        applyMargins();
    return QFrame::event(event);
}

void Card::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const theme::Theme& colors = theme::Theme::of(this);
    theme::drawRoundedBox(&painter, rect(), theme::px(8), colors.surface, m_highlighted ? colors.accent : colors.line,
                          m_highlighted ? 2 : 1);
}

} // namespace llmg::widgets
