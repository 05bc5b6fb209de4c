// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/codehighlighter.h"
#include "ui/widgets/markdownblocks.h"

#include <QColor>
#include <QFont>
#include <QRectF>
#include <QTextLayout>

#include <array>
#include <memory>
#include <vector>

class QPainter;

namespace llmg::widgets {

/// Fonts and colours of Markdown, taken from the theme once per change of it.
struct MarkdownStyle {
    QFont text, code, small;
    QColor foreground, secondary, muted, accent, line, sunken, surface, selection;
    std::array<QColor, 7> tokens; ///< by CodeToken
    friend bool operator==(const MarkdownStyle&, const MarkdownStyle&) = default;

    static MarkdownStyle of(const QWidget* widget);
};

/// A place in the text: between characters of one piece of one block.
struct TextPlace {
    std::size_t block = 0, piece = 0;
    int offset = 0;
    friend auto operator<=>(const TextPlace&, const TextPlace&) = default;
};

/// One top-level block laid out at one width: pieces of text (a paragraph, a cell, a line of code), and what is drawn
/// around them. Laying out again keeps every piece whose text, formats and width are the same, so that a block that
/// grows at its end costs what has grown.
class BlockLayout {
  public:
    struct Link {
        int start = 0, length = 0;
        QString href;
    };
    struct Piece {
        std::unique_ptr<QTextLayout> layout;
        QList<QTextLayout::FormatRange> formats;
        QFont font;
        qreal width = 0, height = 0, naturalWidth = 0;
        QPointF position;
        QString joint; ///< what stands between the piece before and this one when copied: newline, tab, a list mark
        std::vector<Link> links;
    };
    struct CodeArea {
        QRectF rect;
        QString code;
        QString language;
    };

    void layOut(const MarkdownBlock& block, const MarkdownStyle& style, qreal width);
    void dropPieces() {
        m_pieces.clear();
        m_old.clear();
    }
    [[nodiscard]] qreal height() const { return m_height; }
    [[nodiscard]] const std::vector<Piece>& pieces() const { return m_pieces; }
    [[nodiscard]] const std::vector<CodeArea>& codeAreas() const { return m_code; }
    /// Selected from `from` up to `to`, both within this block; nullptr: nothing is.
    void paint(QPainter& painter, QPointF origin, const QRectF& clip, const MarkdownStyle& style, const TextPlace* from,
               const TextPlace* to) const;
    /// The nearest place to a point of the block, and whether the point lies on its text.
    [[nodiscard]] std::pair<TextPlace, bool> placeAt(QPointF point) const;

  private:
    struct Mark {
        enum Kind { Box, Bar, HorizontalLine, VerticalLine, Text, OpenTask, DoneTask } kind;
        QRectF rect;
        QString text{};
        bool right = false;
    };
    struct Cursor {
        qreal x = 0, y = 0, width = 0;
        QString joint;
    };

    void place(const MarkdownBlock& block, Cursor& cursor);
    void placeList(const MarkdownBlock& list, Cursor& cursor);
    void placeTable(const MarkdownBlock& table, Cursor& cursor);
    void placeCode(const MarkdownBlock& block, Cursor& cursor);
    void placeChildren(const std::vector<MarkdownBlock>& children, Cursor& cursor, qreal gap);
    Piece& addSpans(const std::vector<MarkdownSpan>& spans, const QFont& font, Cursor& cursor,
                    Qt::Alignment alignment = Qt::AlignLeft);
    Piece& addPiece(const QString& text, QList<QTextLayout::FormatRange> formats, const QFont& font, Cursor& cursor,
                    Qt::Alignment alignment = Qt::AlignLeft);
    [[nodiscard]] QFont headingFont(int level) const;
    [[nodiscard]] qreal em() const;

    const MarkdownStyle* m_style = nullptr; ///< only while laying out
    std::vector<Piece> m_pieces, m_old;
    std::vector<Mark> m_marks;
    std::vector<CodeArea> m_code;
    qreal m_height = 0;
};

} // namespace llmg::widgets
