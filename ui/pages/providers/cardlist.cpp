// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/providers/cardlist.h"

#include "ui/pages/providers/draghandle.h"
#include "ui/pages/providers/presenter.h"
#include "ui/pages/providers/providercard.h"
#include "ui/theme/fonts.h"

#include <QApplication>
#include <QFrame>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace llmg::providerspage {

using namespace Qt::StringLiterals;

namespace {

constexpr int kGap = 14;

QScrollArea* scrollAreaOf(QWidget* widget) {
    for (QWidget* each = widget->parentWidget(); each; each = each->parentWidget()) {
        if (auto* area = qobject_cast<QScrollArea*>(each))
            return area;
    }
    return nullptr;
}

} // namespace

CardList::CardList(Presenter* presenter, QWidget* parent)
    : QWidget(parent)
    , m_presenter(presenter)
    , m_column(new QVBoxLayout(this))
    , m_marker(new QFrame(this)) {
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(theme::px(kGap));
    m_marker->setObjectName(u"providerDropMark"_s);
    m_marker->setAutoFillBackground(true);
    m_marker->setBackgroundRole(QPalette::Highlight);
    m_marker->hide();
}

void CardList::render(const std::vector<ProviderCard>& cards) {
    const auto isGone = [&cards](const ProviderCardView* view) {
        return std::none_of(cards.begin(), cards.end(),
                            [view](const ProviderCard& card) { return card.id == view->id(); });
    };
    if (m_dragged && isGone(m_dragged))
        endDrag(false);
    for (ProviderCardView* view : m_cards) {
        if (isGone(view)) {
            view->hide();
            m_column->removeWidget(view);
            view->deleteLater();
        }
    }
    std::erase_if(m_cards, isGone);
    std::vector<ProviderCardView*> ordered;
    for (const ProviderCard& card : cards) {
        const auto known =
            std::find_if(m_cards.begin(), m_cards.end(), [&card](const auto* view) { return view->id() == card.id; });
        if (known == m_cards.end()) {
            ordered.push_back(newCard(card));
            continue;
        }
        (*known)->render(card);
        ordered.push_back(*known);
    }
    const bool moved = ordered != m_cards;
    m_cards = std::move(ordered);
    orderFocus();
    if (!moved)
        return;
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        m_column->removeWidget(m_cards[i]);
        m_column->insertWidget(static_cast<int>(i), m_cards[i]);
    }
    keepFocusInSight();
}

void CardList::orderFocus() {
    QList<QWidget*> chain;
    for (ProviderCardView* card : m_cards)
        chain += card->focusOrder();
    if (chain == m_chain)
        return;
    m_chain = chain;
    for (qsizetype i = 1; i < chain.size(); ++i)
        setTabOrder(chain[i - 1], chain[i]);
}

ProviderCardView* CardList::newCard(const ProviderCard& card) {
    auto* view = new ProviderCardView(card, m_presenter, this);
    connect(view->handle(), &DragHandle::dragged, this,
            [this, view](const QPoint& position) { dragTo(view, position); });
    connect(view->handle(), &DragHandle::dropped, this, [this] { endDrag(true); });
    connect(view->handle(), &DragHandle::canceled, this, [this] { endDrag(false); });
    return view;
}

void CardList::dragTo(ProviderCardView* card, const QPoint& globalPosition) {
    m_dragged = card;
    card->setHighlighted(true);
    const int y = mapFromGlobal(globalPosition).y();
    const auto below = std::find_if(m_cards.begin(), m_cards.end(),
                                    [y](const ProviderCardView* each) { return y < each->geometry().center().y(); });
    showMarker(static_cast<std::size_t>(below - m_cards.begin()));
    if (auto* area = scrollAreaOf(this)) {
        const QPoint inside = area->widget()->mapFromGlobal(globalPosition);
        area->ensureVisible(inside.x(), inside.y(), 0, theme::px(40));
    }
}

void CardList::showMarker(std::size_t gap) {
    m_gap = gap;
    const int height = theme::px(3);
    const int between = theme::px(kGap);
    int y = 0;
    if (gap < m_cards.size())
        y = m_cards[gap]->y() - (between + height) / 2;
    else if (!m_cards.empty())
        y = m_cards.back()->geometry().bottom() + 1 - height;
    m_marker->setGeometry(0, std::max(0, y), width(), height);
    m_marker->show();
    m_marker->raise();
}

void CardList::endDrag(bool drop) {
    if (!m_dragged)
        return;
    const ProviderCardView* card = std::exchange(m_dragged, nullptr);
    m_marker->hide();
    for (ProviderCardView* each : m_cards)
        each->setHighlighted(false);
    const auto from = static_cast<std::size_t>(std::find(m_cards.begin(), m_cards.end(), card) - m_cards.begin());
    // Once it is taken out, what was below it has moved up.
    if (drop && from < m_cards.size())
        m_presenter->moveTo(card->id(), m_gap > from ? m_gap - 1 : m_gap);
}

void CardList::keepFocusInSight() {
    QWidget* focus = QApplication::focusWidget();
    if (!focus || !isAncestorOf(focus))
        return;
    // When the layout has placed the cards.
    QTimer::singleShot(0, focus, [this, focus] {
        if (auto* area = scrollAreaOf(this))
            area->ensureWidgetVisible(focus, 0, theme::px(60));
    });
}

} // namespace llmg::providerspage
