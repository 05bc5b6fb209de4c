// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/codeline.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QPainter>

namespace llmg::widgets {

CodeLine::CodeLine(const QString& what, QWidget* parent)
    : QFrame(parent)
    , m_label(newMonoLabel({}, this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme::px(12), theme::px(6), theme::px(6), theme::px(6));
    row->setSpacing(theme::px(8));
    m_label->setWordWrap(true);
    m_label->setAccessibleName(what);
    auto* copy = new CopyButton(
        what, [this] { return m_copySource ? m_copySource() : m_code; }, this);
    copy->setIconOnly();
    row->addWidget(m_label, 1);
    row->addWidget(copy, 0, Qt::AlignTop);
}

void CodeLine::setCode(const QString& code) {
    m_code = code;
    m_label->setText(code);
}

void CodeLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const theme::Theme& colors = theme::Theme::of(this);
    theme::drawRoundedBox(&painter, rect(), theme::px(6), colors.sunken, colors.line);
}

} // namespace llmg::widgets
