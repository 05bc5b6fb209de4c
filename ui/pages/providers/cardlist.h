// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/providers/viewstate.h"

#include <QWidget>

class QFrame;
class QVBoxLayout;

namespace llmg::providerspage {

class Presenter;
class ProviderCardView;

/// The cards of all providers, in the order in which they are asked; put into another by dragging.
class CardList : public QWidget {
    Q_OBJECT
  public:
    explicit CardList(Presenter* presenter, QWidget* parent = nullptr);
    void render(const std::vector<ProviderCard>& cards);

  private:
    ProviderCardView* newCard(const ProviderCard& card);
    void dragTo(ProviderCardView* card, const QPoint& globalPosition);
    void endDrag(bool drop);
    void showMarker(std::size_t gap);
    void keepFocusInSight();
    void orderFocus(); ///< Tab goes as the eye does

    Presenter* m_presenter;
    QVBoxLayout* m_column;
    std::vector<ProviderCardView*> m_cards;
    QList<QWidget*> m_chain; ///< what Tab reaches in them
    QFrame* m_marker;        ///< where the dragged card would go
    ProviderCardView* m_dragged = nullptr;
    std::size_t m_gap = 0; ///< above the card of that number
};

} // namespace llmg::providerspage
