// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/markdownlayout.h"
#include "ui/widgets/markdownstream.h"

#include <QUrl>
#include <QWidget>

#include <optional>

class QToolButton;

namespace llmg::widgets {

/// Shows a Markdown text that may be growing. Text can be selected across blocks; a link opens only on a click and only
/// with http or https; nothing is ever loaded. Height follows width. GUI thread.
class MarkdownView : public QWidget {
    Q_OBJECT
  public:
    explicit MarkdownView(QWidget* parent = nullptr);
    ~MarkdownView() override;

    /// A text that continues the one shown costs what was added. `streaming` draws a caret at its end.
    void setMarkdown(const QByteArray& utf8, bool streaming = false);
    [[nodiscard]] const QByteArray& markdown() const { return m_stream.source(); }
    [[nodiscard]] QString plainText() const;
    [[nodiscard]] QString selectedText() const;
    /// Off where the page around it offers a Copy of its own.
    void setCodeButtonsShown(bool shown) { m_codeButtonsShown = shown; }
    void selectAll();
    void clearSelection();

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void heightChanged();
    void linkActivated(const QUrl& url);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    struct Placed {
        BlockLayout layout;
        qreal top = 0;
    };

    void layOutFrom(std::size_t first) const;
    void restyle();
    void placeCopyButtons();
    [[nodiscard]] TextPlace placeAt(QPointF point, bool* onText = nullptr) const;
    [[nodiscard]] std::optional<QUrl> linkAt(QPointF point) const;
    [[nodiscard]] QString textBetween(const TextPlace& from, const TextPlace& to) const;
    [[nodiscard]] TextPlace endOfText() const;
    void setSelection(const TextPlace& anchor, const TextPlace& end);

    MarkdownStream m_stream;
    MarkdownStyle m_style;
    bool m_streaming = false, m_codeButtonsShown = true;
    mutable std::vector<Placed> m_placed; ///< laid out at m_width, one per block
    mutable int m_width = 0;
    mutable qreal m_height = 0;
    TextPlace m_anchor, m_end;
    bool m_selecting = false, m_moved = false;
    QPointF m_pressed;
    std::vector<QToolButton*> m_copyButtons;
};

} // namespace llmg::widgets
