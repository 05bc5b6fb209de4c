// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/statusicon.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"

#include <QPainter>

namespace llmg::widgets {

StatusIcon::StatusIcon(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StatusIcon::setState(const QString& icon, theme::Role role, const QString& meaning) {
    setAccessibleName(meaning);
    setToolTip(meaning);
    if (m_name == icon && m_role == role)
        return;
    m_name = icon;
    m_role = role;
    m_icon = theme::tintedIcon(icon, role);
    update();
}

QSize StatusIcon::sizeHint() const {
    return {theme::px(16), theme::px(16)};
}

void StatusIcon::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    m_icon.paint(&painter, rect());
}

} // namespace llmg::widgets
