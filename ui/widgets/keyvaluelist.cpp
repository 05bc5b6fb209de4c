// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/keyvaluelist.h"

#include "ui/theme/fonts.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/label.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>

namespace llmg::widgets {

KeyValueList::KeyValueList(QWidget* parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(theme::px(14));
    m_grid->setVerticalSpacing(theme::px(12));
    m_grid->setColumnStretch(1, 1);
    m_grid->setColumnMinimumWidth(0, theme::px(104));
}

void KeyValueList::clear() {
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_rows = 0;
    update();
}

void KeyValueList::addRow(const QString& label, const QString& value, theme::Role role, bool mono) {
    auto* name = new TextLabel(label, theme::TextStyle::Body, theme::Role::Muted, this);
    if (mono) {
        // An id has no place to break at: cut in its middle, whole by Copy.
        auto* id = new QWidget(this);
        auto* row = new QHBoxLayout(id);
        row->setContentsMargins(0, 0, 0, 0);
        auto* shown = new ElidedLabel(value, theme::TextStyle::Mono, role, id);
        shown->setElideMode(Qt::ElideMiddle);
        shown->setAccessibleName(label);
        auto* copy = new CopyButton(
            label, [value] { return value; }, id);
        copy->setIconOnly();
        copy->setFixedHeight(shown->sizeHint().height());
        row->addWidget(shown, 1);
        row->addWidget(copy);
        m_grid->addWidget(name, m_rows, 0, Qt::AlignTop);
        m_grid->addWidget(id, m_rows, 1);
        ++m_rows;
        return;
    }
    auto* text = new TextLabel(value, theme::TextStyle::Body, role, this);
    text->setWordWrap(true);
    text->setMinimumWidth(theme::px(40)); // a long word is cut rather than widening everything
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text->setAccessibleName(label);
    m_grid->addWidget(name, m_rows, 0, Qt::AlignTop);
    m_grid->addWidget(text, m_rows, 1);
    ++m_rows;
}

void KeyValueList::addAmount(const QString& label, const QString& amount, bool strong) {
    const auto style = strong ? theme::TextStyle::Strong : theme::TextStyle::Body;
    auto* name = new TextLabel(label, style, strong ? theme::Role::Text : theme::Role::Secondary, this);
    auto* figure = new TextLabel(amount, style, theme::Role::Text, this);
    figure->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    figure->setTextInteractionFlags(Qt::TextSelectableByMouse);
    figure->setAccessibleName(label);
    m_grid->addWidget(name, m_rows, 0);
    m_grid->addWidget(figure, m_rows, 1);
    ++m_rows;
}

void KeyValueList::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(theme::Theme::of(this).grid);
    for (int row = 0; row + 1 < m_rows; ++row) {
        const QLayoutItem* above = m_grid->itemAtPosition(row, 1);
        const QLayoutItem* below = m_grid->itemAtPosition(row + 1, 1);
        const QLayoutItem* label = m_grid->itemAtPosition(row, 0);
        const QLayoutItem* nextLabel = m_grid->itemAtPosition(row + 1, 0);
        const int bottom = qMax(above->geometry().bottom(), label->geometry().bottom());
        const int y = (bottom + qMin(below->geometry().top(), nextLabel->geometry().top())) / 2;
        painter.drawLine(0, y, width(), y);
    }
}

} // namespace llmg::widgets
