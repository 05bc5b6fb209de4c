// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/stattile.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/label.h"
#include "ui/widgets/sparkline.h"

#include <QFontMetrics>
#include <QPainter>
#include <QVBoxLayout>

namespace llmg::widgets {

using namespace Qt::StringLiterals;

StatTile::StatTile(const QString& label, QWidget* parent)
    : QAbstractButton(parent)
    , m_label(new ElidedLabel(label, theme::TextStyle::Small, theme::Role::Secondary, this))
    , m_figure(new ElidedLabel({}, theme::TextStyle::Figure, theme::Role::Text, this))
    , m_note(new ElidedLabel({}, theme::TextStyle::Small, theme::Role::Muted, this))
    , m_curve(new Sparkline(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme::px(15), theme::px(13), theme::px(15), theme::px(11));
    column->setSpacing(theme::px(4));
    column->addWidget(m_label);
    column->addWidget(m_figure);
    column->addWidget(m_note);
    column->addSpacing(theme::px(3));
    column->addWidget(m_curve);
    m_curve->hide();
    // Clicks anywhere are the tile's own.
    for (QWidget* part : findChildren<QWidget*>())
        part->setAttribute(Qt::WA_TransparentForMouseEvents);
    name();
}

void StatTile::setFigure(const QString& figure) {
    m_figure->setText(figure);
    fitFigure();
    name();
}

void StatTile::setNote(const QString& note, theme::Role role) {
    m_note->setText(note);
    m_note->setRole(role);
    name();
}

void StatTile::setValues(std::vector<double> values) {
    m_curve->setValues(std::move(values));
    m_curve->show();
}

void StatTile::setHighlighted(bool highlighted) {
    m_highlighted = highlighted;
    update();
}

void StatTile::setPassive() {
    m_passive = true;
    setFocusPolicy(Qt::NoFocus);
    unsetCursor();
}

QSize StatTile::sizeHint() const {
    return layout()->sizeHint();
}

QSize StatTile::minimumSizeHint() const {
    return {theme::px(110), layout()->minimumSize().height()};
}

void StatTile::name() {
    setAccessibleName(u"%1: %2, %3"_s.arg(m_label->text(), m_figure->text(), m_note->text()));
}

void StatTile::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const theme::Theme& colors = theme::Theme::of(this);
    const bool hovered = !m_passive && underMouse();
    const QColor line = m_highlighted ? colors.accent
                        : hovered     ? theme::blend(colors.line, colors.muted, 0.5)
                                      : colors.line;
    theme::drawRoundedBox(&painter, rect(), theme::px(8), colors.surface, line, m_highlighted ? 2 : 1);
    if (hasFocus())
        theme::drawRoundedBox(&painter, rect(), theme::px(8), {}, colors.accent, 2);
}

void StatTile::fitFigure() {
    const auto fits = [this](theme::TextStyle style) {
        const QMargins margins = layout()->contentsMargins();
        return QFontMetrics(theme::font(style)).horizontalAdvance(m_figure->text()) <=
               width() - margins.left() - margins.right();
    };
    m_figure->setStyle(fits(theme::TextStyle::Figure)  ? theme::TextStyle::Figure
                       : fits(theme::TextStyle::Title) ? theme::TextStyle::Title
                                                       : theme::TextStyle::Strong);
}

void StatTile::resizeEvent(QResizeEvent* event) {
    QAbstractButton::resizeEvent(event);
    fitFigure();
}

void StatTile::enterEvent(QEnterEvent* event) {
    QAbstractButton::enterEvent(event);
    update();
}

void StatTile::leaveEvent(QEvent* event) {
    QAbstractButton::leaveEvent(event);
    update();
}

} // namespace llmg::widgets
