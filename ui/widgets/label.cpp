// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/label.h"

#include <QEvent>
#include <QPainter>

namespace llmg::widgets {

TextLabel::TextLabel(const QString& text, theme::TextStyle style, theme::Role role, QWidget* parent)
    : QLabel(parent)
    , m_style(style)
    , m_role(role) {
    // What a provider or a file says is shown as text, never read as markup.
    setTextFormat(Qt::PlainText);
    setText(text);
    restyle();
}

void TextLabel::setStyle(theme::TextStyle style) {
    m_style = style;
    restyle();
}

void TextLabel::setRole(theme::Role role) {
    m_role = role;
    restyle();
}

bool TextLabel::event(QEvent* event) {
    switch (event->type()) {
    case QEvent::ApplicationFontChange:
    case QEvent::ApplicationPaletteChange:
    case QEvent::StyleChange:
    case QEvent::PaletteChange:
        restyle();
        break;
    default:
        break;
    }
    return QLabel::event(event);
}

void TextLabel::restyle() {
    const QFont wanted = theme::font(m_style);
    if (font() != wanted)
        setFont(wanted);
    const QColor color = theme::Theme::of(this).color(m_role);
    if (palette().color(QPalette::Active, QPalette::WindowText) != color) {
        QPalette p = palette();
        p.setColor(QPalette::Active, QPalette::WindowText, color);
        p.setColor(QPalette::Inactive, QPalette::WindowText, color);
        // Selectable text is drawn as an editor draws it.
        p.setColor(QPalette::Active, QPalette::Text, color);
        p.setColor(QPalette::Inactive, QPalette::Text, color);
        setPalette(p);
    }
}

ElidedLabel::ElidedLabel(const QString& text, theme::TextStyle style, theme::Role role, QWidget* parent)
    : TextLabel(text, style, role, parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode) {
    m_mode = mode;
    update();
}

QSize ElidedLabel::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 4, TextLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QRect room = contentsRect();
    const QString shown = fontMetrics().elidedText(text(), m_mode, room.width());
    const QString tip = shown == text() ? QString() : text();
    if (toolTip() != tip)
        setToolTip(tip);
    // By role, not by foregroundRole(): inside a button that one would be the button's text.
    painter.setFont(font());
    painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    painter.drawText(room, static_cast<int>(alignment()) | Qt::TextSingleLine, shown);
}

TextLabel* newMonoLabel(const QString& text, QWidget* parent) {
    auto* label = new TextLabel(text, theme::TextStyle::Mono, theme::Role::Text, parent);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setAccessibleName(text);
    return label;
}

TextLabel* newHint(const QString& text, QWidget* parent) {
    auto* label = new TextLabel(text, theme::TextStyle::Body, theme::Role::Secondary, parent);
    label->setWordWrap(true);
    return label;
}

} // namespace llmg::widgets
