// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/banner.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/statusdot.h"

#include <QHBoxLayout>
#include <QPainter>

namespace llmg::shell {

using namespace Qt::StringLiterals;

Banner::Banner(QWidget* parent)
    : QFrame(parent)
    , m_dot(new widgets::StatusDot(this))
    , m_text(new widgets::TextLabel({}, theme::TextStyle::Body, theme::Role::Text, this))
    , m_action(widgets::newButton({}, theme::ButtonKind::Secondary, this))
    , m_close(widgets::newIconButton(u"x"_s, tr("Put away"), this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme::px(22), theme::px(6), theme::px(14), theme::px(6));
    row->setSpacing(theme::px(10));
    m_text->setWordWrap(true);
    m_action->setObjectName(u"bannerAction"_s);
    m_close->setObjectName(u"bannerClose"_s);
    row->addWidget(m_dot);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    row->addWidget(m_close);
    connect(m_action, &QPushButton::clicked, this, &Banner::actionRequested);
    connect(m_close, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });
    hide();
}

void Banner::say(Kind kind, const QString& text, const QString& action, bool closable) {
    m_dot->setState(kind == Kind::Trouble ? theme::Role::Bad : theme::Role::Warning,
                    kind == Kind::Trouble ? tr("Trouble") : tr("Notice"));
    m_text->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_close->setVisible(closable);
    setVisible(!text.isEmpty());
}

void Banner::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const theme::Theme& colors = theme::Theme::of(this);
    painter.fillRect(rect(), colors.surface);
    painter.fillRect(0, height() - 1, width(), 1, colors.line);
}

} // namespace llmg::shell
