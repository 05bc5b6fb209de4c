// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/playground/conversation.h"

#include <QAbstractScrollArea>

class QPushButton;

namespace llmg::playground {

class Thumbnails;
class TurnView;

/// The turns of one column. Only those near the visible part have widgets: the height of the others is estimated until
/// they are seen. Follows its end only while it is there; else a pill says that there is more.
class TranscriptView : public QAbstractScrollArea {
    Q_OBJECT
  public:
    explicit TranscriptView(Thumbnails& thumbnails, QWidget* parent = nullptr);

    void setTurns(const std::vector<TurnPtr>& turns, std::size_t column, bool busy, const QString& conversationId);
    [[nodiscard]] bool isFollowing() const { return m_following; }
    void scrollToEnd();

  Q_SIGNALS:
    void regenerateRequested();
    void editRequested();

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    struct Entry {
        TurnPtr turn;
        TurnView* view = nullptr;
        int height = 0;
        bool measured = false;
    };
    void relayout();
    void arrange();
    [[nodiscard]] int estimate(const Turn& turn, int width) const;
    [[nodiscard]] int contentWidth() const;
    TurnView* realise(std::size_t index);
    void placePill();

    Thumbnails& m_thumbnails;
    std::vector<Entry> m_entries;
    std::size_t m_column = 0;
    QString m_conversation;
    QPushButton* m_pill;
    bool m_busy = false, m_following = true, m_arranging = false, m_unseen = false;
};

} // namespace llmg::playground
