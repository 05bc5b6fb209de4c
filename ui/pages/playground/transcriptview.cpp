// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground/transcriptview.h"

#include "ui/pages/playground/turnview.h"
#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"

#include <QKeyEvent>
#include <QScrollBar>
#include <QTimer>

#include <algorithm>

namespace llmg::playground {

using namespace Qt::StringLiterals;

namespace {
int margin() {
    return theme::px(12);
}
int turnGap() {
    return theme::px(16);
}
} // namespace

TranscriptView::TranscriptView(Thumbnails& thumbnails, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_thumbnails(thumbnails)
    , m_pill(widgets::newButton(tr("↓ new"), theme::ButtonKind::Secondary, this)) {
    setObjectName(u"transcript"_s);
    setAccessibleName(tr("Conversation"));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(false);
    m_pill->setObjectName(u"newBelow"_s);
    m_pill->setAccessibleName(tr("New text below: go to the end"));
    m_pill->hide();
    connect(m_pill, &QPushButton::clicked, this, &TranscriptView::scrollToEnd);
}

int TranscriptView::contentWidth() const {
    return std::max(viewport()->width() - 2 * margin(), theme::px(60));
}

int TranscriptView::estimate(const Turn& turn, int width) const {
    const int perLine = std::max(width / theme::px(7), 8), line = theme::px(20);
    const auto lines = [&](qsizetype characters) { return static_cast<int>(characters / perLine) + 1; };
    int height = theme::px(60) + lines(turn.prompt.size()) * line + (turn.images.empty() ? 0 : theme::px(72));
    if (m_column < turn.answers.size())
        height += lines(turn.answers[m_column].text.size()) * line;
    return height;
}

void TranscriptView::setTurns(const std::vector<TurnPtr>& turns, std::size_t column, bool busy,
                              const QString& conversationId) {
    const bool other = conversationId != m_conversation || column != m_column;
    const bool grown = turns.size() > m_entries.size();
    const bool busyChanged = busy != m_busy;
    m_conversation = conversationId;
    m_column = column;
    m_busy = busy;
    if (other)
        m_following = true;
    for (std::size_t i = turns.size(); i < m_entries.size(); ++i)
        delete m_entries[i].view;
    const std::size_t before = m_entries.size();
    m_entries.resize(turns.size());
    bool changed = grown || turns.size() < before || other;
    const int width = contentWidth();
    m_arranging = true; // heights are asked for below; the views need not tell
    for (std::size_t i = 0; i < turns.size(); ++i) {
        auto& entry = m_entries[i];
        // The last turn carries what only a last turn may do.
        const bool nearEnd = i + 2 >= turns.size() || i + 1 == before;
        if (entry.turn == turns[i] && !other && !(nearEnd && (grown || turns.size() < before || busyChanged)))
            continue;
        entry.turn = turns[i];
        changed = true;
        if (other && entry.view != nullptr) {
            delete entry.view;
            entry.view = nullptr;
        }
        if (entry.view != nullptr) {
            entry.view->setTurn(entry.turn, m_column, i + 1 == turns.size(), m_busy);
            entry.height = entry.view->heightForWidth(width);
            entry.measured = true;
        } else {
            entry.height = estimate(*entry.turn, width);
            entry.measured = false;
        }
    }
    m_arranging = false;
    // One's own new question is always shown.
    if (grown && !other)
        m_following = true;
    if (!changed)
        return;
    if (!m_following && busy)
        m_unseen = true;
    relayout();
}

TurnView* TranscriptView::realise(std::size_t index) {
    auto& entry = m_entries[index];
    if (entry.view != nullptr)
        return entry.view;
    entry.view = new TurnView(m_thumbnails, viewport());
    entry.view->setTurn(entry.turn, m_column, index + 1 == m_entries.size(), m_busy);
    connect(entry.view, &TurnView::regenerateRequested, this, &TranscriptView::regenerateRequested);
    connect(entry.view, &TurnView::editRequested, this, &TranscriptView::editRequested);
    connect(entry.view, &TurnView::heightChanged, this, [this, view = entry.view] {
        if (m_arranging)
            return;
        for (auto& each : m_entries) {
            if (each.view == view) {
                const int height = view->heightForWidth(contentWidth());
                if (height != each.height) {
                    each.height = height;
                    // Not at once: the widget that asks may be in the middle of its own changes.
                    QTimer::singleShot(0, this, &TranscriptView::relayout);
                }
                return;
            }
        }
    });
    return entry.view;
}

void TranscriptView::relayout() {
    if (m_arranging)
        return;
    m_arranging = true;
    auto* bar = verticalScrollBar();
    const int width = contentWidth();
    // Measuring what becomes visible can change what is visible; it settles at once, the bound is for safety.
    for (int round = 0; round < 4; ++round) {
        int total = margin();
        for (const auto& entry : m_entries)
            total += entry.height + turnGap();
        total = total - (m_entries.empty() ? 0 : turnGap()) + margin();
        const int room = viewport()->height();
        bar->setRange(0, std::max(0, total - room));
        bar->setPageStep(room);
        bar->setSingleStep(theme::px(24));
        if (m_following)
            bar->setValue(bar->maximum());
        bool settled = true;
        int y = margin();
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            auto& entry = m_entries[i];
            const int top = y - bar->value();
            const bool nearby = top + entry.height > -room / 2 && top < room + room / 2;
            if (nearby && !entry.measured) {
                const int height = realise(i)->heightForWidth(width);
                // What is above the eye must not push what is read.
                if (!m_following && top < 0)
                    bar->setValue(bar->value() + height - entry.height);
                settled = settled && height == entry.height;
                entry.height = height;
                entry.measured = true;
            }
            y += entry.height + turnGap();
        }
        if (settled)
            break;
    }
    m_arranging = false;
    arrange();
}

void TranscriptView::arrange() {
    m_arranging = true;
    const int width = contentWidth(), room = viewport()->height(), value = verticalScrollBar()->value();
    int y = margin();
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        auto& entry = m_entries[i];
        const int top = y - value;
        const bool visible = top + entry.height > -room / 2 && top < room + room / 2;
        if (visible) {
            auto* view = realise(i);
            const QRect place(margin(), top, width, entry.height);
            if (view->geometry() != place)
                view->setGeometry(place);
            if (view->isHidden())
                view->show();
        } else if (entry.view != nullptr && (top + entry.height < -4 * room || top > 5 * room) &&
                   !entry.view->isAncestorOf(focusWidget())) {
            entry.view->deleteLater();
            entry.view = nullptr;
        }
        y += entry.height + turnGap();
    }
    m_arranging = false;
    if (m_following)
        m_unseen = false;
    m_pill->setVisible(m_unseen && !m_following);
    placePill();
}

void TranscriptView::placePill() {
    if (m_pill->isHidden())
        return;
    const auto size = m_pill->sizeHint();
    m_pill->setGeometry(QRect(QPoint((width() - size.width()) / 2, height() - size.height() - theme::px(10)), size));
    m_pill->raise();
}

void TranscriptView::scrollToEnd() {
    m_following = true;
    relayout();
}

void TranscriptView::resizeEvent(QResizeEvent*) {
    const int width = contentWidth();
    for (auto& entry : m_entries) {
        if (entry.view != nullptr) {
            entry.height = entry.view->heightForWidth(width);
        } else if (entry.turn) {
            entry.height = estimate(*entry.turn, width);
            entry.measured = false;
        }
    }
    relayout();
}

void TranscriptView::scrollContentsBy(int, int) {
    if (m_arranging)
        return;
    const auto* bar = verticalScrollBar();
    m_following = bar->value() >= bar->maximum() - theme::px(4);
    relayout();
}

bool TranscriptView::viewportEvent(QEvent* event) {
    return QAbstractScrollArea::viewportEvent(event);
}

void TranscriptView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_End)
        scrollToEnd();
    else if (event->key() == Qt::Key_Home)
        verticalScrollBar()->setValue(0);
    else
        QAbstractScrollArea::keyPressEvent(event);
}

} // namespace llmg::playground
