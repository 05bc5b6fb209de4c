// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shortcutsheet.h"

#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/keyvaluelist.h"
#include "ui/widgets/label.h"

#include <QVBoxLayout>

namespace llmg::shell {

using namespace Qt::StringLiterals;

ShortcutSheet::ShortcutSheet(QWidget* parent)
    : QDialog(parent) {
    setObjectName(u"shortcutSheet"_s);
    setWindowTitle(tr("Keyboard shortcuts"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme::px(22), theme::px(20), theme::px(22), theme::px(18));
    column->setSpacing(theme::px(16));
    column->addWidget(
        new widgets::TextLabel(tr("Keyboard shortcuts"), theme::TextStyle::Title, theme::Role::Text, this));
    auto* list = new widgets::KeyValueList(this);
    const auto add = [list](const QString& keys, const QString& what) {
        list->addRow(QKeySequence(keys).isEmpty() ? keys : QKeySequence(keys).toString(QKeySequence::NativeText), what);
    };
    add(u"Ctrl+1 … 8"_s, tr("Pages"));
    add(u"Ctrl+K"_s, tr("Go to a page, a model, an action"));
    add(u"Ctrl+F"_s, tr("Find in the page"));
    add(u"Ctrl+N"_s, tr("New conversation"));
    add(u"Ctrl+Return"_s, tr("Run"));
    add(u"Esc"_s, tr("Stop"));
    add(u"j / k"_s, tr("Next and previous in a list"));
    add(u"Alt+Up / Alt+Down"_s, tr("Move a provider in the order"));
    add(u"Ctrl+Z"_s, tr("Take back the last change of a setting"));
    add(u"Ctrl++ / Ctrl+−"_s, tr("Larger and smaller"));
    add(u"Ctrl+Q"_s, tr("Close the window"));
    column->addWidget(list);
    auto* close = widgets::newButton(tr("Close"), theme::ButtonKind::Secondary, this);
    close->setObjectName(u"closeShortcuts"_s);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    column->addWidget(close, 0, Qt::AlignRight);
    setMinimumWidth(theme::px(420));
}

} // namespace llmg::shell
