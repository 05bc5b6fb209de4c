// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Markdown as the chat shows it: CommonMark with GitHub's tables, strikethrough, task lists and bare links. No HTML (it
// stays visible text) and no images (they become a link), because what is shown comes from a stranger.
#include <QByteArrayView>
#include <QString>

#include <vector>

namespace llmg::widgets {

enum SpanStyle : unsigned {
    PlainSpan = 0,
    BoldSpan = 1,
    ItalicSpan = 2,
    CodeSpan = 4,
    StruckSpan = 8,
    LinkSpan = 16,
};

/// A run of text of one style. `\n` inside is a hard line break.
struct MarkdownSpan {
    QString text;
    unsigned style = PlainSpan;
    QString href{};
    friend bool operator==(const MarkdownSpan&, const MarkdownSpan&) = default;
};

enum class BlockKind { Paragraph, Heading, Code, Quote, BulletList, OrderedList, ListItem, Table, Rule };
enum class CellAlign { Left, Center, Right };

struct TableCell {
    std::vector<MarkdownSpan> spans;
    friend bool operator==(const TableCell&, const TableCell&) = default;
};

/// One block and what is in it. Which members mean something depends on the kind.
struct MarkdownBlock {
    BlockKind kind = BlockKind::Paragraph;
    std::vector<MarkdownSpan> spans{};                      ///< Paragraph, Heading
    int level = 0;                                          ///< Heading: 1–6
    QString code{}, language{};                             ///< Code; the code without its last newline
    std::vector<MarkdownBlock> children{};                  ///< Quote, lists (of ListItem), ListItem
    int start = 1;                                          ///< OrderedList: the first number
    bool tight = true;                                      ///< lists
    enum class Task { None, Open, Done } task = Task::None; ///< ListItem
    std::vector<CellAlign> align{};                         ///< Table: one per column
    std::vector<std::vector<TableCell>> rows{};             ///< Table: the first is the header
    friend bool operator==(const MarkdownBlock&, const MarkdownBlock&) = default;
};

/// The top-level blocks of a text. Never fails: every text is Markdown. Nesting beyond 32 levels is cut off.
std::vector<MarkdownBlock> parseMarkdown(QByteArrayView utf8);

} // namespace llmg::widgets
