// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pageheader.h"

#include "ui/theme/fonts.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>

namespace llmg::widgets {

PageHeader::PageHeader(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_left(new QHBoxLayout)
    , m_right(new QHBoxLayout)
    , m_title(new TextLabel(title, theme::TextStyle::Title)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addLayout(m_left);
    row->addStretch(1);
    row->addLayout(m_right);
    m_left->setSpacing(theme::px(20));
    m_right->setSpacing(theme::px(8));
    m_left->addWidget(m_title);
    setMinimumHeight(theme::px(32));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void PageHeader::setTitle(const QString& title) {
    m_title->setText(title);
}

void PageHeader::addBesideTitle(QWidget* widget) {
    m_left->addWidget(widget);
}

void PageHeader::addAction(QWidget* widget) {
    m_right->addWidget(widget);
}

void applyPageMargins(QWidget* page) {
    if (QLayout* layout = page->layout()) {
        layout->setContentsMargins(theme::px(22), theme::px(17), theme::px(22), theme::px(18));
        layout->setSpacing(theme::px(14));
    }
}

} // namespace llmg::widgets
