// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/budgetbar.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"

#include <QPainter>

#include <algorithm>

namespace llmg::projects {

namespace {

constexpr double kWhole = 1.1; ///< of the budget, at the right end: what goes beyond it is seen
constexpr double kMarks[] = {0.75, 0.9, 1.0};

} // namespace

BudgetBar::BudgetBar(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void BudgetBar::setShare(double share) {
    m_share = std::max(0.0, share);
    setAccessibleName(tr("%1 % of the budget spent").arg(qRound(m_share * 100)));
    update();
}

QSize BudgetBar::sizeHint() const {
    return {theme::px(240), theme::px(8) + theme::px(3) + QFontMetrics(theme::font(theme::TextStyle::Small)).height()};
}

void BudgetBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const theme::Theme& colors = theme::Theme::of(this);
    const QRectF track(0, 0, width(), theme::px(8));
    theme::drawRoundedBox(&painter, track, track.height() / 2, colors.sunken, {});
    const QColor fill = m_share >= 1 ? colors.bad : m_share >= kMarks[0] ? colors.warning : colors.accent;
    if (m_share > 0) {
        QRectF filled = track;
        filled.setWidth(std::clamp(track.width() * m_share / kWhole, track.height(), track.width()));
        theme::drawRoundedBox(&painter, filled, track.height() / 2, fill, {});
    }
    painter.setFont(theme::font(theme::TextStyle::Small));
    const QFontMetrics metrics(painter.font());
    for (const double mark : kMarks) {
        const int x = qRound(track.width() * mark / kWhole);
        painter.fillRect(QRectF(x - 0.5, 0, 1.5, track.height()), m_share > mark ? colors.surface : colors.muted);
        const QString words = QString::number(qRound(mark * 100)) + (mark == 1.0 ? QStringLiteral(" %") : QString());
        painter.setPen(m_share >= mark ? fill : colors.muted);
        painter.drawText(x - metrics.horizontalAdvance(words) / 2,
                         qRound(track.height()) + theme::px(3) + metrics.ascent(), words);
    }
}

} // namespace llmg::projects
