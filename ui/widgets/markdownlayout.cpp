// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/markdownlayout.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTextOption>

#include <algorithm>
#include <cmath>

namespace llmg::widgets {
namespace {

using namespace Qt::StringLiterals;

constexpr qreal LineSpacing = 1.22; ///< times the font's own height; Inter's is tight for running text

QTextCharFormat tokenFormat(const MarkdownStyle& style, CodeToken token) {
    QTextCharFormat format;
    format.setForeground(style.tokens[static_cast<std::size_t>(token)]);
    return format;
}

} // namespace

MarkdownStyle MarkdownStyle::of(const QWidget* widget) {
    const auto& theme = theme::Theme::of(widget);
    MarkdownStyle style;
    style.text = theme::font(theme::TextStyle::Body);
    style.code = theme::font(theme::TextStyle::MonoSmall);
    style.small = theme::font(theme::TextStyle::Small);
    style.foreground = theme.text;
    style.secondary = theme.secondary;
    style.muted = theme.muted;
    style.accent = theme.accent;
    style.line = theme.line;
    style.sunken = theme.sunken;
    style.surface = theme.surface;
    style.selection = theme::blend(theme.surface, theme.accent, theme.dark ? 0.38 : 0.24);
    const QColor violet = theme.dark ? QColor(0xC3, 0xA6, 0xF2) : QColor(0x6B, 0x3F, 0xA0);
    const QColor amber = theme.dark ? QColor(0xE0, 0xA6, 0x3A) : QColor(0x8A, 0x55, 0x00);
    style.tokens = {theme.text, violet, theme.accent, theme.good, amber, theme.muted, theme.accent};
    return style;
}

qreal BlockLayout::em() const {
    return QFontMetricsF(m_style->text).height();
}

QFont BlockLayout::headingFont(int level) const {
    QFont font = m_style->text;
    font.setWeight(QFont::DemiBold);
    const qreal factor = level == 1 ? 1.3 : level == 2 ? 1.15 : 1.0;
    if (font.pixelSize() > 0)
        font.setPixelSize(static_cast<int>(std::lround(font.pixelSize() * factor)));
    else
        font.setPointSizeF(font.pointSizeF() * factor);
    return font;
}

void BlockLayout::layOut(const MarkdownBlock& block, const MarkdownStyle& style, qreal width) {
    m_style = &style;
    m_old = std::move(m_pieces);
    m_pieces.clear();
    m_marks.clear();
    m_code.clear();
    Cursor cursor{0, 0, std::max<qreal>(width, 40), {}};
    place(block, cursor);
    m_height = std::ceil(cursor.y);
    m_old.clear();
    m_style = nullptr;
}

BlockLayout::Piece& BlockLayout::addPiece(const QString& text, QList<QTextLayout::FormatRange> formats,
                                          const QFont& font, Cursor& cursor, Qt::Alignment alignment) {
    const std::size_t index = m_pieces.size();
    const qreal width = std::max<qreal>(cursor.width, 8);
    Piece piece;
    if (index < m_old.size() && m_old[index].layout && qFuzzyCompare(m_old[index].width, width) &&
        m_old[index].font == font && m_old[index].layout->text() == text && m_old[index].formats == formats) {
        piece = std::move(m_old[index]);
    } else {
        piece.layout = std::make_unique<QTextLayout>(text, font);
        QTextOption option(alignment);
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        piece.layout->setTextOption(option);
        piece.layout->setFormats(formats);
        piece.layout->setCacheEnabled(true);
        piece.formats = std::move(formats);
        piece.font = font;
        piece.width = width;
        qreal y = 0;
        piece.layout->beginLayout();
        for (;;) {
            QTextLine line = piece.layout->createLine();
            if (!line.isValid())
                break;
            line.setLineWidth(width);
            const qreal height = std::ceil(line.height() * LineSpacing);
            line.setPosition(QPointF(0, y + std::floor((height - line.height()) / 2)));
            piece.naturalWidth = std::max(piece.naturalWidth, line.naturalTextWidth());
            y += height;
        }
        piece.layout->endLayout();
        piece.height = y;
    }
    piece.position = QPointF(cursor.x, cursor.y);
    piece.joint = cursor.joint;
    piece.links.clear();
    cursor.joint = u"\n"_s;
    cursor.y += piece.height;
    m_pieces.push_back(std::move(piece));
    return m_pieces.back();
}

BlockLayout::Piece& BlockLayout::addSpans(const std::vector<MarkdownSpan>& spans, const QFont& font, Cursor& cursor,
                                          Qt::Alignment alignment) {
    QString text;
    QList<QTextLayout::FormatRange> formats;
    std::vector<Link> links;
    for (const auto& span : spans) {
        QString shown = span.text;
        shown.replace(u'\n', QChar::LineSeparator);
        if (span.style != PlainSpan) {
            QTextCharFormat format;
            if (span.style & BoldSpan)
                format.setFontWeight(QFont::DemiBold);
            if (span.style & ItalicSpan)
                format.setFontItalic(true);
            if (span.style & StruckSpan)
                format.setFontStrikeOut(true);
            if (span.style & CodeSpan) {
                format.setFontFamilies(m_style->code.families());
                format.setBackground(m_style->sunken);
            }
            if (span.style & LinkSpan) {
                format.setForeground(m_style->accent);
                format.setFontUnderline(true);
                links.push_back({static_cast<int>(text.size()), static_cast<int>(shown.size()), span.href});
            }
            formats.push_back({static_cast<int>(text.size()), static_cast<int>(shown.size()), format});
        }
        text += shown;
    }
    auto& piece = addPiece(text, std::move(formats), font, cursor, alignment);
    piece.links = std::move(links);
    return piece;
}

void BlockLayout::placeChildren(const std::vector<MarkdownBlock>& children, Cursor& cursor, qreal gap) {
    for (std::size_t i = 0; i < children.size(); ++i) {
        if (i > 0)
            cursor.y += gap;
        place(children[i], cursor);
    }
}

void BlockLayout::place(const MarkdownBlock& block, Cursor& cursor) {
    switch (block.kind) {
    case BlockKind::Paragraph:
        addSpans(block.spans, m_style->text, cursor);
        return;
    case BlockKind::Heading:
        addSpans(block.spans, headingFont(block.level), cursor);
        return;
    case BlockKind::Code:
        placeCode(block, cursor);
        return;
    case BlockKind::Quote: {
        const qreal indent = std::round(em() * 0.8), top = cursor.y;
        cursor.x += indent;
        cursor.width -= indent;
        placeChildren(block.children, cursor, std::round(em() * 0.4));
        cursor.x -= indent;
        cursor.width += indent;
        m_marks.push_back({Mark::Bar, QRectF(cursor.x, top, 3, std::max(cursor.y - top, em()))});
        cursor.y = std::max(cursor.y, top + em());
        return;
    }
    case BlockKind::BulletList:
    case BlockKind::OrderedList:
        placeList(block, cursor);
        return;
    case BlockKind::ListItem:
        placeChildren(block.children, cursor, std::round(em() * 0.3));
        return;
    case BlockKind::Table:
        placeTable(block, cursor);
        return;
    case BlockKind::Rule:
        m_marks.push_back({Mark::HorizontalLine, QRectF(cursor.x, cursor.y + std::round(em() * 0.3), cursor.width, 1)});
        cursor.y += std::round(em() * 0.6);
        return;
    }
}

void BlockLayout::placeList(const MarkdownBlock& list, Cursor& cursor) {
    const QFontMetricsF metrics(m_style->text);
    const bool ordered = list.kind == BlockKind::OrderedList;
    qreal indent = std::round(em() * 1.05);
    if (ordered) {
        const auto last = list.start + static_cast<int>(list.children.size()) - 1;
        indent =
            std::ceil(std::max(metrics.horizontalAdvance(QString::number(last) + u'.'), indent * 0.7) + em() * 0.4);
    }
    const qreal gap = std::round(em() * (list.tight ? 0.18 : 0.5));
    int number = list.start;
    const QString outerJoint = cursor.joint;
    for (std::size_t i = 0; i < list.children.size(); ++i, ++number) {
        const auto& item = list.children[i];
        if (i > 0)
            cursor.y += gap;
        const qreal top = cursor.y, lineHeight = std::ceil(metrics.height() * LineSpacing);
        const QString mark = ordered ? QString::number(number) + u'.' : u"•"_s;
        const QRectF rect(cursor.x, top, indent - std::round(em() * 0.4), lineHeight);
        if (item.task != MarkdownBlock::Task::None)
            m_marks.push_back({item.task == MarkdownBlock::Task::Done ? Mark::DoneTask : Mark::OpenTask, rect});
        else
            m_marks.push_back({Mark::Text, rect, mark, true});
        cursor.joint = (i == 0 ? outerJoint : u"\n"_s) + (ordered ? mark + u' ' : u"- "_s);
        cursor.x += indent;
        cursor.width -= indent;
        placeChildren(item.children, cursor, list.tight ? gap : std::round(em() * 0.4));
        cursor.x -= indent;
        cursor.width += indent;
        cursor.y = std::max(cursor.y, top + lineHeight);
    }
    cursor.joint = u"\n"_s;
}

void BlockLayout::placeTable(const MarkdownBlock& table, Cursor& cursor) {
    const std::size_t columns = table.align.size();
    if (columns == 0)
        return;
    const qreal padX = std::round(em() * 0.5), padY = std::round(em() * 0.28);
    QFont header = m_style->text;
    header.setWeight(QFont::DemiBold);
    const QFontMetricsF metrics(header), codeMetrics(m_style->code);
    std::vector<qreal> natural(columns, 0), smallest(columns, 0);
    for (const auto& row : table.rows) {
        for (std::size_t column = 0; column < std::min(columns, row.size()); ++column) {
            qreal whole = 0;
            for (const auto& span : row[column].spans) {
                const auto& used = (span.style & CodeSpan) ? codeMetrics : metrics;
                whole += used.horizontalAdvance(span.text);
                for (const auto word : QStringView(span.text).tokenize(u' '))
                    smallest[column] =
                        std::max(smallest[column], std::ceil(used.horizontalAdvance(word.toString())) + 2 * padX);
            }
            natural[column] = std::max(natural[column], std::ceil(whole) + 2 * padX + 1);
        }
    }
    // Columns take what they need; when that is too much, what they need beyond their longest word shrinks in
    // proportion.
    qreal all = 0, least = 0;
    for (std::size_t i = 0; i < columns; ++i) {
        natural[i] = std::max(natural[i], 3 * padX);
        smallest[i] = std::min(std::max(smallest[i], 3 * padX), natural[i]);
        all += natural[i];
        least += smallest[i];
    }
    if (all > cursor.width) {
        for (std::size_t i = 0; i < columns; ++i) {
            if (least >= cursor.width)
                natural[i] = std::floor(smallest[i] * cursor.width / least);
            else
                natural[i] =
                    std::floor(smallest[i] + (natural[i] - smallest[i]) * (cursor.width - least) / (all - least));
        }
    }
    qreal total = 0;
    for (const auto width : natural)
        total += width;
    const qreal top = cursor.y;
    const QString outerJoint = cursor.joint;
    const auto box = m_marks.size();
    m_marks.push_back({Mark::Box, {}});
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        if (r > 0)
            m_marks.push_back({Mark::HorizontalLine, QRectF(cursor.x, cursor.y, total, 1)});
        qreal rowBottom = cursor.y + em() + 2 * padY, x = cursor.x;
        for (std::size_t column = 0; column < std::min(columns, table.rows[r].size()); ++column) {
            const auto align = table.align[column];
            Cursor cell{x + padX, cursor.y + padY, natural[column] - 2 * padX,
                        column > 0 ? u"\t"_s
                        : r == 0   ? outerJoint
                                   : u"\n"_s};
            addSpans(table.rows[r][column].spans, r == 0 ? header : m_style->text, cell,
                     align == CellAlign::Right    ? Qt::AlignRight
                     : align == CellAlign::Center ? Qt::AlignHCenter
                                                  : Qt::AlignLeft);
            rowBottom = std::max(rowBottom, cell.y + padY);
            x += natural[column];
        }
        cursor.y = rowBottom;
    }
    qreal x = cursor.x;
    for (std::size_t i = 0; i + 1 < columns; ++i) {
        x += natural[i];
        m_marks.push_back({Mark::VerticalLine, QRectF(x, top, 1, cursor.y - top)});
    }
    m_marks[box].rect = QRectF(cursor.x, top, total, cursor.y - top);
    m_marks[box].right = true; // no fill
    cursor.joint = u"\n"_s;
}

void BlockLayout::placeCode(const MarkdownBlock& block, Cursor& cursor) {
    const qreal pad = std::round(em() * 0.75), top = cursor.y;
    const qreal headerHeight = std::ceil(QFontMetricsF(m_style->small).height() + em() * 0.55);
    const auto box = m_marks.size();
    m_marks.push_back({Mark::Box, {}});
    const auto* rules = codeLanguage(block.language);
    const QString label = block.language.left(40);
    m_marks.push_back({Mark::Text, QRectF(cursor.x + pad, top, cursor.width - 2 * pad, headerHeight), label});
    m_marks.push_back({Mark::HorizontalLine, QRectF(cursor.x, top + headerHeight, cursor.width, 1)});
    Cursor line{cursor.x + pad, top + headerHeight + std::round(pad * 0.65), cursor.width - 2 * pad, cursor.joint};
    CodeState state = 0;
    for (const auto part : QStringView(block.code).tokenize(u'\n')) {
        QString text = part.toString();
        text.replace(u'\t', u"    "_s);
        QList<QTextLayout::FormatRange> formats;
        if (rules != nullptr)
            for (const auto& run : highlightLine(*rules, text, state))
                formats.push_back(
                    {static_cast<int>(run.start), static_cast<int>(run.length), tokenFormat(*m_style, run.token)});
        addPiece(text, std::move(formats), m_style->code, line);
    }
    cursor.y = line.y + std::round(pad * 0.65);
    cursor.joint = u"\n"_s;
    const QRectF rect(cursor.x, top, cursor.width, cursor.y - top);
    m_marks[box].rect = rect;
    m_code.push_back({rect, block.code, label});
}

void BlockLayout::paint(QPainter& painter, QPointF origin, const QRectF& clip, const MarkdownStyle& style,
                        const TextPlace* from, const TextPlace* to) const {
    for (const auto& mark : m_marks) {
        const QRectF rect = mark.rect.translated(origin);
        if (!rect.adjusted(-1, -1, 1, 1).intersects(clip))
            continue;
        switch (mark.kind) {
        case Mark::Box:
            theme::drawRoundedBox(&painter, rect, 6, mark.right ? QColor() : style.sunken, style.line);
            break;
        case Mark::Bar:
            painter.fillRect(rect, style.line);
            break;
        case Mark::HorizontalLine:
        case Mark::VerticalLine:
            painter.fillRect(rect, style.line);
            break;
        case Mark::Text:
            painter.setFont(mark.right ? style.text : style.small);
            painter.setPen(mark.right ? style.secondary : style.muted);
            painter.drawText(rect, static_cast<int>((mark.right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter),
                             mark.text);
            break;
        case Mark::OpenTask:
        case Mark::DoneTask: {
            const qreal side = std::round(rect.height() * 0.6);
            const QRectF square(rect.right() - side, rect.center().y() - side / 2, side, side);
            theme::drawRoundedBox(&painter, square, 3, mark.kind == Mark::DoneTask ? style.accent : QColor(),
                                  style.muted);
            if (mark.kind == Mark::DoneTask) {
                painter.save();
                painter.setRenderHint(QPainter::Antialiasing);
                painter.setPen(QPen(style.surface, 1.6));
                painter.drawPolyline(QPolygonF({square.topLeft() + QPointF(side * 0.24, side * 0.52),
                                                square.topLeft() + QPointF(side * 0.44, side * 0.72),
                                                square.topLeft() + QPointF(side * 0.78, side * 0.3)}));
                painter.restore();
            }
            break;
        }
        }
    }
    for (std::size_t i = 0; i < m_pieces.size(); ++i) {
        const auto& piece = m_pieces[i];
        const QPointF at = origin + piece.position;
        if (!QRectF(at, QSizeF(piece.width + 2, piece.height)).intersects(clip))
            continue;
        QList<QTextLayout::FormatRange> selected;
        if (from != nullptr && to != nullptr && from->piece <= i && i <= to->piece) {
            const int begin = from->piece == i ? from->offset : 0;
            const int end = to->piece == i ? to->offset : static_cast<int>(piece.layout->text().size());
            if (end > begin) {
                QTextCharFormat format;
                format.setBackground(style.selection);
                selected.push_back({begin, end - begin, format});
            }
        }
        painter.setPen(style.foreground);
        piece.layout->draw(&painter, at, selected, clip);
    }
}

std::pair<TextPlace, bool> BlockLayout::placeAt(QPointF point) const {
    TextPlace place;
    bool hit = false;
    qreal best = 1e18;
    for (std::size_t i = 0; i < m_pieces.size(); ++i) {
        const auto& piece = m_pieces[i];
        const QRectF rect(piece.position, QSizeF(piece.width, piece.height));
        const qreal dy = std::max({rect.top() - point.y(), point.y() - rect.bottom(), 0.0});
        const qreal dx = std::max({rect.left() - point.x(), point.x() - rect.right(), 0.0});
        // A row above or below is farther than any column of the same row.
        const qreal distance = dy * 10000 + dx;
        if (distance >= best)
            continue;
        best = distance;
        place.piece = i;
        const qreal y = point.y() - piece.position.y(), x = point.x() - piece.position.x();
        hit = false;
        place.offset = y < 0 ? 0 : static_cast<int>(piece.layout->text().size());
        for (int l = 0; l < piece.layout->lineCount(); ++l) {
            const QTextLine line = piece.layout->lineAt(l);
            const bool last = l + 1 == piece.layout->lineCount();
            if (y < 0 || (!last && y >= piece.layout->lineAt(l + 1).y()))
                continue;
            place.offset = line.xToCursor(x);
            hit = dy == 0 && dx == 0 && x >= line.x() && x <= line.x() + line.naturalTextWidth();
            break;
        }
    }
    return {place, hit};
}

} // namespace llmg::widgets
