// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/requests/rowdelegate.h"

#include "models/items/requesttablemodel.h"
#include "ui/pages/requests/status.h"
#include "ui/theme/fonts.h"

#include <QPainter>

namespace llmg::requests {

using items::RequestTableModel;

void RowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const theme::Theme& colors = theme::Theme::of(option.widget);
    painter->save();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, colors.accentSoft);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, colors.sunken);
    painter->setPen(colors.grid);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    QColor ink = colors.text;
    QFont font = option.font;
    switch (index.column()) {
    case RequestTableModel::Time:
        font = theme::font(theme::TextStyle::Mono);
        ink = colors.muted;
        break;
    case RequestTableModel::Status:
        ink = colors.color(statusRole(index.data(RequestTableModel::StatusRole).toInt()));
        break;
    case RequestTableModel::Provider:
    case RequestTableModel::Project:
    case RequestTableModel::Key:
    case RequestTableModel::Application:
    case RequestTableModel::Flags:
        ink = colors.secondary;
        break;
    default:
        break;
    }
    painter->setFont(font);
    painter->setPen(ink);
    const QRect room = option.rect.adjusted(theme::px(6), 0, -theme::px(6), 0);
    const QString text = painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, room.width());
    painter->drawText(room, index.data(Qt::TextAlignmentRole).toInt() | Qt::TextSingleLine, text);
    painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return {QStyledItemDelegate::sizeHint(option, index).width() + theme::px(8), theme::px(28)};
}

} // namespace llmg::requests
