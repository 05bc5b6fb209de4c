// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/markdownstream.h"

#include <algorithm>
#include <utility>

namespace llmg::widgets {
namespace {

/// Length of a list marker with the spaces behind it ("- " is 2, "10. " is 4), 0 if the text is none.
qsizetype listMarkerLength(QByteArrayView text) {
    qsizetype marker = 0;
    if (!text.isEmpty() && (text[0] == '-' || text[0] == '*' || text[0] == '+')) {
        marker = 1;
    } else {
        while (marker < text.size() && marker < 9 && text[marker] >= '0' && text[marker] <= '9')
            ++marker;
        if (marker == 0 || marker >= text.size() || (text[marker] != '.' && text[marker] != ')'))
            return 0;
        ++marker;
    }
    if (marker == text.size())
        return marker + 1;
    if (text[marker] != ' ' && text[marker] != '\t')
        return 0;
    qsizetype spaces = 0;
    while (marker + spaces < text.size() && text[marker + spaces] == ' ')
        ++spaces;
    // Five and more spaces are one space and indented code.
    return marker + (spaces >= 1 && spaces <= 4 ? spaces : 1);
}

} // namespace

void MarkdownStream::reset(const QByteArray& utf8) {
    *this = MarkdownStream();
    append(utf8);
}

std::size_t MarkdownStream::finish() {
    m_hasDefinitions = true;
    return reparse();
}

std::size_t MarkdownStream::append(QByteArrayView utf8) {
    m_source.append(utf8);
    scanCompleteLines();
    return reparse();
}

void MarkdownStream::scanCompleteLines() {
    for (;;) {
        const auto newline = m_source.indexOf('\n', m_scanned);
        if (newline < 0)
            return;
        scanLine(m_scanned, newline);
        m_scanned = newline + 1;
    }
}

void MarkdownStream::scanLine(qsizetype begin, qsizetype end) {
    QByteArrayView line = QByteArrayView(m_source).sliced(begin, end - begin);
    if (line.endsWith('\r'))
        line.chop(1);
    qsizetype indent = 0, skipped = 0; // columns, bytes
    while (skipped < line.size() && (line[skipped] == ' ' || line[skipped] == '\t'))
        indent = line[skipped++] == '\t' ? (indent / 4 + 1) * 4 : indent + 1;
    const auto text = line.sliced(skipped);
    if (text.isEmpty()) {
        m_afterBlank = true;
        return;
    }
    // A fence inside a list item ends with the item, and the item ends at a line that is not indented as far.
    if (m_fence != 0 && m_fenceInItem && indent < m_itemOffset) {
        // Whether a fence here closes the item's or opens a new one, versions of md4c disagree: no boundary is sure any
        // more.
        if (text.startsWith(m_fence))
            m_unsure = true;
        m_fence = 0;
    }
    if (m_fence != 0) {
        m_afterBlank = false;
        qsizetype run = 0;
        while (run < text.size() && text[run] == m_fence)
            ++run;
        const auto rest = text.sliced(run);
        if (run >= m_fenceLength &&
            std::all_of(rest.begin(), rest.end(), [](char c) { return c == ' ' || c == '\t'; }) &&
            (m_fenceInItem || indent <= 3))
            m_fence = 0;
        return;
    }

    const bool fenceLike = text.startsWith("```") || text.startsWith("~~~");
    if (fenceLike && (m_quoteWithFence || (m_afterPipe && !m_afterBlank)))
        m_unsure = true; // the same disagreement, about quotes and about tables
    m_afterPipe = text.contains('|');
    m_quoteWithFence =
        text.contains('>') && (text.contains(QByteArrayView("```")) || text.contains(QByteArrayView("~~~")));
    const auto marker = listMarkerLength(text);
    if (!m_unsure && m_afterBlank && indent == 0 && !(marker > 0 && m_chunkHasList)) {
        m_boundary = begin;
        m_chunkHasList = false;
        m_afterLazyLine = false;
        m_itemOffset = 0;
    }
    const bool afterBlank = std::exchange(m_afterBlank, false);
    // Without a blank line before it, an unindented line may still belong to the item (a lazy continuation) or not.
    if (m_itemOffset > 0 && indent == 0 && marker == 0) {
        m_itemOffset = 0;
        m_afterLazyLine = true;
    } else if (m_afterLazyLine && indent > 0 && fenceLike) {
        m_unsure = true;
    }
    if (marker > 0) {
        // In the middle of a paragraph only bullets and a "1." start a list; an empty item ends at a blank line.
        m_afterLazyLine = (!afterBlank && (m_afterLazyLine || (!m_chunkHasList && text[0] >= '0' && text[0] <= '9'))) ||
                          marker >= text.size();
        m_chunkHasList = true;
        if (m_itemOffset == 0 || indent < m_itemOffset)
            m_itemOffset = indent + marker;
    }
    // The fence may follow its list marker on the same line.
    const auto content = marker > 0 && marker <= text.size() ? text.sliced(marker) : text;
    if (content.startsWith("```") || content.startsWith("~~~")) {
        qsizetype run = 0;
        while (run < content.size() && content[run] == content[0])
            ++run;
        const bool inItem = marker > 0 || (m_itemOffset > 0 && indent >= m_itemOffset);
        if (!inItem && indent > 3) {
            m_unsure = true; // indented code to the specification, a fence to some versions of md4c
        } else if (content[0] == '~' || content.indexOf('`', run) < 0) {
            m_fence = content[0];
            m_fenceLength = run;
            m_fenceInItem = inItem;
        }
    }
    if (text.contains(QByteArrayView("]:")))
        m_hasDefinitions = true;
}

std::size_t MarkdownStream::reparse() {
    std::size_t firstChanged = m_closedBlocks;
    const auto place = [this](std::size_t from, std::vector<MarkdownBlock> blocks) {
        m_blocks.resize(from);
        std::move(blocks.begin(), blocks.end(), std::back_inserter(m_blocks));
    };
    const QByteArrayView source(m_source);
    if (m_fence == 0 && source.sliced(m_scanned).contains(QByteArrayView("]:")))
        m_hasDefinitions = true;
    if (m_hasDefinitions) {
        auto blocks = parseMarkdown(source);
        // What is equal keeps its layout: the page must not flicker from the top for one definition at the end.
        firstChanged = 0;
        while (firstChanged < blocks.size() && firstChanged < m_blocks.size() &&
               blocks[firstChanged] == m_blocks[firstChanged])
            ++firstChanged;
        place(0, std::move(blocks));
        return firstChanged;
    }
    if (m_boundary > m_closedEnd) {
        place(m_closedBlocks, parseMarkdown(source.sliced(m_closedEnd, m_boundary - m_closedEnd)));
        m_closedBlocks = m_blocks.size();
        m_closedEnd = m_boundary;
    }
    place(m_closedBlocks, parseMarkdown(source.sliced(m_closedEnd)));
    return firstChanged;
}

} // namespace llmg::widgets
