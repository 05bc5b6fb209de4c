// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/markdownblocks.h"

#include <QByteArray>

namespace llmg::widgets {

/// The blocks of a text that grows. A blank line followed by a line that can only start a block of its own closes what
/// came before; only what comes after the last such place is parsed again. Where CommonMark's rules about such lines
/// are not sure, none is taken. So blocks() equals parseMarkdown(source()) at every moment, and after finish() by
/// construction.
class MarkdownStream {
  public:
    [[nodiscard]] const QByteArray& source() const { return m_source; }
    [[nodiscard]] const std::vector<MarkdownBlock>& blocks() const { return m_blocks; }

    /// Returns the index of the first block that may have changed.
    std::size_t append(QByteArrayView utf8);
    /// Nothing more comes: parses the whole text once. Returns as append() does.
    std::size_t finish();
    void reset(const QByteArray& utf8);

  private:
    void scanCompleteLines();
    void scanLine(qsizetype begin, qsizetype end);
    std::size_t reparse();

    QByteArray m_source;
    std::vector<MarkdownBlock> m_blocks;
    std::size_t m_closedBlocks = 0;
    qsizetype m_closedEnd = 0; ///< source before it is parsed for good
    qsizetype m_boundary = 0;  ///< the last place where a block surely starts
    qsizetype m_scanned = 0;   ///< lines before it are known

    // State of the scan at m_scanned, within the chunk that started at m_boundary.
    bool m_afterBlank = false;
    bool m_chunkHasList = false;
    qsizetype m_itemOffset = 0; ///< where an item's own content starts, 0: not in a list
    char m_fence = 0;           ///< the character of the open fence
    qsizetype m_fenceLength = 0;
    bool m_fenceInItem = false;
    bool m_afterLazyLine = false;
    bool m_afterPipe = false;
    bool m_quoteWithFence = false;
    bool m_unsure = false;         ///< the rest is parsed as one chunk
    bool m_hasDefinitions = false; ///< [label]: url reaches back over any block, so everything is parsed together
};

} // namespace llmg::widgets
