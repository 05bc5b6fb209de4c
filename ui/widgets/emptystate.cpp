// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/emptystate.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/codeline.h"
#include "ui/widgets/label.h"

#include <QEvent>
#include <QVBoxLayout>

namespace llmg::widgets {

EmptyState::EmptyState(const QString& sentence, QWidget* parent)
    : QWidget(parent)
    , m_column(new QWidget(this))
    , m_icon(new TextLabel({}, theme::TextStyle::Body, theme::Role::Muted, m_column))
    , m_sentence(new TextLabel(sentence, theme::TextStyle::Body, theme::Role::Secondary, m_column)) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(theme::px(16), theme::px(16), theme::px(16), theme::px(16));
    outer->addStretch(2);
    outer->addWidget(m_column, 0, Qt::AlignHCenter);
    outer->addStretch(3);
    auto* column = new QVBoxLayout(m_column);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::px(14));
    column->addWidget(m_icon);
    column->addWidget(m_sentence);
    m_icon->setAlignment(Qt::AlignCenter);
    m_icon->hide();
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    m_column->setFixedWidth(theme::px(520));
}

void EmptyState::setSentence(const QString& sentence) {
    m_sentence->setText(sentence);
    fit();
}

void EmptyState::fit() {
    const int width = qMin(theme::px(520), qMax(theme::px(160), this->width() - theme::px(32)));
    // By hand, because a layout that centres a widget does not ask it for its height at that width.
    m_column->layout()->invalidate();
    const int height = m_column->layout()->totalHeightForWidth(width);
    m_column->setFixedSize(width, height > 0 ? height : m_column->layout()->totalSizeHint().height());
}

void EmptyState::setIcon(const QString& name) {
    m_iconName = name;
    const int side = theme::px(28);
    m_icon->setPixmap(theme::tintedPixmap(name, theme::Theme::of(this).muted, side, devicePixelRatioF()));
    m_icon->setVisible(!name.isEmpty());
    fit();
}

void EmptyState::setAction(const QString& text) {
    if (!m_button) {
        m_button = newButton(text, theme::ButtonKind::Primary, m_column);
        m_button->setObjectName(objectName() + QStringLiteral("Action"));
        connect(m_button, &QPushButton::clicked, this, &EmptyState::actionRequested);
        qobject_cast<QVBoxLayout*>(m_column->layout())->addWidget(m_button, 0, Qt::AlignHCenter);
    }
    m_button->setText(text);
    fit();
}

void EmptyState::setCode(const QString& what, const QString& code, std::function<QString()> copySource) {
    if (!m_code) {
        m_code = new CodeLine(what, m_column);
        qobject_cast<QVBoxLayout*>(m_column->layout())->insertWidget(2, m_code);
    }
    m_code->setCode(code);
    m_code->setCopySource(std::move(copySource));
    m_code->show();
    fit();
}

void EmptyState::hideCode() {
    if (m_code)
        m_code->hide();
    fit();
}

bool EmptyState::event(QEvent* event) {
    if (event->type() == QEvent::ApplicationPaletteChange && !m_iconName.isEmpty())
        setIcon(m_iconName);
    if (event->type() == QEvent::Resize || event->type() == QEvent::Show)
        fit();
    return QWidget::event(event);
}

} // namespace llmg::widgets
