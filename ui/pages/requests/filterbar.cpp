// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/requests/filterbar.h"

#include "ui/pages/requests/filterparser.h"
#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/widgets/chip.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>

namespace llmg::requests {

using namespace Qt::StringLiterals;

FilterBar::FilterBar(QWidget* parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout(this))
    , m_chipRow(new QHBoxLayout)
    , m_field(new QLineEdit(this)) {
    setObjectName(u"filterBar"_s);
    m_row->setContentsMargins(theme::px(32), theme::px(1), theme::px(6), theme::px(1));
    m_row->setSpacing(theme::px(4));
    m_chipRow->setSpacing(theme::px(4));
    m_row->addLayout(m_chipRow);
    m_row->addWidget(m_field, 1);
    m_field->setObjectName(u"filterField"_s);
    m_field->setAccessibleName(tr("Filter"));
    m_field->setFrame(false);
    m_field->setPlaceholderText(tr("Filter: model:gpt-4o  status:>=400  cost:>0.01  ttft:>2s  app:cursor"));
    m_field->setFont(theme::font(theme::TextStyle::Mono));
    QPalette clear = m_field->palette();
    clear.setColor(QPalette::Base, Qt::transparent);
    m_field->setPalette(clear);
    m_field->installEventFilter(this);
    setFixedHeight(theme::px(36));
    connect(m_field, &QLineEdit::textEdited, this, &FilterBar::edited);
}

QSize FilterBar::sizeHint() const {
    return {theme::px(400), theme::px(36)};
}

QString FilterBar::text() const {
    QStringList all = m_terms;
    if (const QString typed = m_field->text().trimmed(); !typed.isEmpty())
        all.append(typed);
    return all.join(u' ');
}

void FilterBar::setText(const QString& text) {
    m_terms = splitTerms(text);
    m_field->clear();
    showChips();
}

void FilterBar::setFixedChip(const QString& label) {
    m_fixed = label;
    showChips();
}

void FilterBar::focusField() {
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void FilterBar::takeTyped() {
    m_terms += splitTerms(m_field->text());
    m_field->clear();
    showChips();
    Q_EMIT edited();
}

void FilterBar::showChips() {
    for (widgets::Chip* chip : std::as_const(m_chips))
        chip->deleteLater();
    m_chips.clear();
    const auto add = [this](const QString& label, auto removed) {
        auto* chip = new widgets::Chip(label, true, this);
        connect(chip, &widgets::Chip::removeRequested, this, [this, removed] {
            m_field->setFocus();
            removed();
        });
        m_chipRow->addWidget(chip);
        m_chips.append(chip);
    };
    if (!m_fixed.isEmpty())
        add(m_fixed, [this] {
            m_fixed.clear();
            showChips();
            Q_EMIT fixedChipRemoved();
        });
    for (qsizetype i = 0; i < m_terms.size(); ++i)
        add(m_terms.at(i), [this, i] {
            m_terms.removeAt(i);
            showChips();
            Q_EMIT edited();
        });
}

bool FilterBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_field && (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut))
        update();
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            takeTyped();
            return true;
        }
        if (key == Qt::Key_Backspace && m_field->text().isEmpty() && !m_terms.isEmpty()) {
            m_field->setText(m_terms.takeLast());
            showChips();
            Q_EMIT edited();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FilterBar::mousePressEvent(QMouseEvent* event) {
    m_field->setFocus();
    QWidget::mousePressEvent(event);
}

void FilterBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const theme::Theme& colors = theme::Theme::of(this);
    const bool focused = m_field->hasFocus();
    theme::drawRoundedBox(&painter, rect(), theme::px(6), colors.surface, focused ? colors.accent : colors.line,
                          focused ? 1.5 : 1);
    const int side = theme::px(15);
    painter.drawPixmap(QPoint(theme::px(11), (height() - side) / 2),
                       theme::tintedPixmap(u"search"_s, colors.muted, side, devicePixelRatioF()));
}

} // namespace llmg::requests
