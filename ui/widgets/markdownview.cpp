// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/markdownview.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QPaintEvent>
#include <QTextBoundaryFinder>
#include <QTimer>
#include <QToolButton>
#include <QToolTip>

#include <cmath>

namespace llmg::widgets {
namespace {

using namespace Qt::StringLiterals;

/// Only what a browser may show: no file:, no javascript:, no program's own scheme.
bool mayOpen(const QUrl& url) {
    return url.isValid() && (url.scheme() == u"https" || url.scheme() == u"http") && !url.host().isEmpty();
}

qreal gapBetween(const MarkdownBlock& above, const MarkdownBlock& below, qreal em) {
    if (below.kind == BlockKind::Heading)
        return std::round(em * (above.kind == BlockKind::Heading ? 0.5 : 0.95));
    if (above.kind == BlockKind::Heading)
        return std::round(em * 0.4);
    if (above.kind == BlockKind::Code || below.kind == BlockKind::Code || above.kind == BlockKind::Table ||
        below.kind == BlockKind::Table)
        return std::round(em * 0.75);
    return std::round(em * 0.6);
}

} // namespace

MarkdownView::MarkdownView(QWidget* parent)
    : QWidget(parent)
    , m_style(MarkdownStyle::of(this)) {
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setMouseTracking(true);
    setFocusPolicy(Qt::ClickFocus);
    setCursor(Qt::IBeamCursor);
}

MarkdownView::~MarkdownView() = default;

void MarkdownView::setMarkdown(const QByteArray& utf8, bool streaming) {
    const bool wasStreaming = std::exchange(m_streaming, streaming);
    const auto& shown = m_stream.source();
    std::size_t first = 0;
    if (utf8.size() == shown.size() && utf8 == shown) {
        if (wasStreaming == streaming)
            return;
        first = streaming ? m_stream.blocks().size() : m_stream.finish();
    } else if (!shown.isEmpty() && utf8.startsWith(shown)) {
        first = m_stream.append(QByteArrayView(utf8).sliced(shown.size()));
        if (!streaming)
            first = std::min(first, m_stream.finish());
    } else {
        m_stream.reset(utf8);
        m_anchor = m_end = {};
    }
    const qreal before = m_height;
    const qreal from = first < m_placed.size() ? m_placed[first].top : before;
    layOutFrom(first);
    placeCopyButtons();
    if (m_end.block >= first || m_anchor.block >= first) {
        // What was selected in the tail may be other text now.
        const auto last = endOfText();
        m_anchor = std::min(m_anchor, last);
        m_end = std::min(m_end, last);
    }
    // The caret sits in the line before the new text, too.
    update(QRect(0, static_cast<int>(from) - 2, width(), height() - static_cast<int>(from) + 4));
    if (std::ceil(before) != std::ceil(m_height)) {
        updateGeometry();
        Q_EMIT heightChanged();
    }
}

void MarkdownView::layOutFrom(std::size_t first) const {
    const auto& blocks = m_stream.blocks();
    if (m_width <= 0) {
        m_placed.clear();
        return;
    }
    first = std::min(first, m_placed.size());
    m_placed.resize(blocks.size());
    const qreal em = QFontMetricsF(m_style.text).height();
    qreal y = 0;
    if (first > 0 && first <= blocks.size())
        y = m_placed[first - 1].top + m_placed[first - 1].layout.height();
    for (std::size_t i = first; i < blocks.size(); ++i) {
        if (i > 0)
            y += gapBetween(blocks[i - 1], blocks[i], em);
        m_placed[i].top = y;
        m_placed[i].layout.layOut(blocks[i], m_style, m_width);
        y += m_placed[i].layout.height();
    }
    if (blocks.empty() && m_streaming)
        y = std::ceil(em * 1.22);
    m_height = y;
}

int MarkdownView::heightForWidth(int width) const {
    if (width != m_width && width > 0) {
        m_width = width;
        layOutFrom(0);
    }
    return static_cast<int>(std::ceil(m_height));
}

QSize MarkdownView::sizeHint() const {
    const int width = m_width > 0 ? m_width : theme::px(480);
    return {width, heightForWidth(width)};
}

QSize MarkdownView::minimumSizeHint() const {
    return {theme::px(80), m_width > 0 ? static_cast<int>(std::ceil(m_height)) : 0};
}

void MarkdownView::resizeEvent(QResizeEvent*) {
    if (heightForWidth(width()) != height())
        updateGeometry();
    placeCopyButtons();
}

void MarkdownView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::StyleChange)
        restyle();
}

void MarkdownView::restyle() {
    auto style = MarkdownStyle::of(this);
    if (style == m_style)
        return;
    m_style = std::move(style);
    for (auto& placed : m_placed)
        placed.layout.dropPieces();
    layOutFrom(0);
    placeCopyButtons();
    updateGeometry();
    update();
    Q_EMIT heightChanged();
}

void MarkdownView::placeCopyButtons() {
    std::size_t used = 0;
    const int height = static_cast<int>(
        std::ceil(QFontMetricsF(m_style.small).height() + QFontMetricsF(m_style.text).height() * 0.55));
    for (std::size_t b = 0; m_codeButtonsShown && b < m_placed.size(); ++b) {
        for (const auto& area : m_placed[b].layout.codeAreas()) {
            if (used == m_copyButtons.size()) {
                auto* button = new QToolButton(this);
                button->setObjectName(u"copyCode"_s);
                button->setText(tr("Copy"));
                button->setAccessibleName(tr("Copy code"));
                button->setAutoRaise(true);
                button->setCursor(Qt::ArrowCursor);
                button->setFocusPolicy(Qt::TabFocus);
                button->setFont(m_style.small);
                theme::setButtonKind(button, theme::ButtonKind::Flat);
                connect(button, &QToolButton::clicked, this, [button] {
                    QApplication::clipboard()->setText(button->property("code").toString());
                    button->setText(tr("Copied"));
                    QTimer::singleShot(2000, button, [button] { button->setText(tr("Copy")); });
                });
                m_copyButtons.push_back(button);
            }
            auto* button = m_copyButtons[used++];
            button->setProperty("code", area.code);
            const int width = QFontMetrics(m_style.small).horizontalAdvance(tr("Copied")) + theme::px(16);
            button->setGeometry(static_cast<int>(area.rect.right()) - width - 3,
                                static_cast<int>(m_placed[b].top + area.rect.top()) + 2, width, height - 3);
            button->show();
        }
    }
    for (; used < m_copyButtons.size(); ++used)
        m_copyButtons[used]->hide();
}

void MarkdownView::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    const QRectF clip = event->rect();
    const auto from = std::min(m_anchor, m_end), to = std::max(m_anchor, m_end);
    for (std::size_t i = 0; i < m_placed.size(); ++i) {
        const auto& placed = m_placed[i];
        if (placed.top + placed.layout.height() < clip.top() - 2)
            continue;
        if (placed.top > clip.bottom() + 2)
            break;
        const bool selected = from != to && from.block <= i && i <= to.block;
        const TextPlace begin = from.block == i ? from : TextPlace{i, 0, 0};
        const auto& pieces = placed.layout.pieces();
        const TextPlace end =
            to.block == i || pieces.empty()
                ? to
                : TextPlace{i, pieces.size() - 1, static_cast<int>(pieces.back().layout->text().size())};
        placed.layout.paint(painter, QPointF(0, placed.top), clip, m_style, selected ? &begin : nullptr,
                            selected ? &end : nullptr);
    }
    if (m_streaming) {
        QPointF at(0, 0);
        qreal height = QFontMetricsF(m_style.text).height();
        if (!m_placed.empty() && !m_placed.back().layout.pieces().empty()) {
            const auto& piece = m_placed.back().layout.pieces().back();
            const auto line = piece.layout->lineAt(piece.layout->lineCount() - 1);
            if (line.isValid()) {
                at = QPointF(0, m_placed.back().top) + piece.position +
                     QPointF(line.x() + line.naturalTextWidth() + 1, line.y());
                height = line.height();
            }
        }
        painter.fillRect(QRectF(at, QSizeF(2, height)), m_style.foreground);
    }
}

TextPlace MarkdownView::endOfText() const {
    for (std::size_t i = m_placed.size(); i-- > 0;) {
        const auto& pieces = m_placed[i].layout.pieces();
        if (!pieces.empty())
            return {i, pieces.size() - 1, static_cast<int>(pieces.back().layout->text().size())};
    }
    return {};
}

TextPlace MarkdownView::placeAt(QPointF point, bool* onText) const {
    std::size_t block = 0;
    qreal best = 1e18;
    for (std::size_t i = 0; i < m_placed.size(); ++i) {
        if (m_placed[i].layout.pieces().empty())
            continue;
        const qreal distance =
            std::max({m_placed[i].top - point.y(), point.y() - m_placed[i].top - m_placed[i].layout.height(), 0.0});
        if (distance < best) {
            best = distance;
            block = i;
        }
    }
    if (onText != nullptr)
        *onText = false;
    if (block >= m_placed.size())
        return {};
    auto [place, hit] = m_placed[block].layout.placeAt(point - QPointF(0, m_placed[block].top));
    place.block = block;
    if (onText != nullptr)
        *onText = hit;
    return place;
}

std::optional<QUrl> MarkdownView::linkAt(QPointF point) const {
    bool onText = false;
    const auto place = placeAt(point, &onText);
    if (!onText || place.block >= m_placed.size() || place.piece >= m_placed[place.block].layout.pieces().size())
        return std::nullopt;
    for (const auto& link : m_placed[place.block].layout.pieces()[place.piece].links)
        if (place.offset >= link.start && place.offset <= link.start + link.length)
            return QUrl(link.href, QUrl::StrictMode);
    return std::nullopt;
}

QString MarkdownView::textBetween(const TextPlace& from, const TextPlace& to) const {
    QString text;
    for (std::size_t b = from.block; b <= to.block && b < m_placed.size(); ++b) {
        const auto& pieces = m_placed[b].layout.pieces();
        for (std::size_t p = b == from.block ? from.piece : 0; p < pieces.size() && (b < to.block || p <= to.piece);
             ++p) {
            const bool firstPiece = b == from.block && p == from.piece, lastPiece = b == to.block && p == to.piece;
            const int begin = firstPiece ? from.offset : 0;
            const QString whole = pieces[p].layout->text();
            const auto end = lastPiece ? static_cast<qsizetype>(to.offset) : whole.size();
            if (!firstPiece)
                text += p == 0 ? u"\n\n"_s + pieces[p].joint : pieces[p].joint;
            else if (begin == 0)
                text += QString(pieces[p].joint).remove(u'\n').remove(u'\t');
            text += whole.mid(begin, end - begin);
        }
    }
    text.replace(QChar::LineSeparator, u'\n');
    return text;
}

QString MarkdownView::plainText() const {
    if (m_width <= 0)
        heightForWidth(theme::px(480));
    return textBetween({}, endOfText());
}

QString MarkdownView::selectedText() const {
    return m_anchor == m_end ? QString() : textBetween(std::min(m_anchor, m_end), std::max(m_anchor, m_end));
}

void MarkdownView::setSelection(const TextPlace& anchor, const TextPlace& end) {
    m_anchor = anchor;
    m_end = end;
    update();
}

void MarkdownView::selectAll() {
    setSelection({}, endOfText());
}

void MarkdownView::clearSelection() {
    setSelection({}, {});
}

bool MarkdownView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        // A link's text may say anything: show where it leads.
        if (const auto link = linkAt(help->pos()))
            QToolTip::showText(help->globalPos(), link->toDisplayString().toHtmlEscaped(), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void MarkdownView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = event->position();
    m_moved = false;
    m_selecting = true;
    const auto place = placeAt(m_pressed);
    setSelection(event->modifiers() & Qt::ShiftModifier ? m_anchor : place, place);
}

void MarkdownView::mouseMoveEvent(QMouseEvent* event) {
    if (m_selecting) {
        m_moved = m_moved || (event->position() - m_pressed).manhattanLength() > 3;
        if (m_moved)
            setSelection(m_anchor, placeAt(event->position()));
        return;
    }
    const auto link = linkAt(event->position());
    setCursor(link && mayOpen(*link) ? Qt::PointingHandCursor : Qt::IBeamCursor);
}

void MarkdownView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    const bool click = std::exchange(m_selecting, false) && !m_moved;
    if (!click)
        return;
    if (const auto link = linkAt(event->position()); link && mayOpen(*link)) {
        Q_EMIT linkActivated(*link);
        QDesktopServices::openUrl(*link);
    }
}

void MarkdownView::mouseDoubleClickEvent(QMouseEvent* event) {
    const auto place = placeAt(event->position());
    if (place.block >= m_placed.size() || place.piece >= m_placed[place.block].layout.pieces().size())
        return;
    const QString text = m_placed[place.block].layout.pieces()[place.piece].layout->text();
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    finder.setPosition(std::min<qsizetype>(place.offset, text.size()));
    auto begin = finder.isAtBoundary() ? finder.position() : finder.toPreviousBoundary();
    finder.setPosition(begin);
    auto end = finder.toNextBoundary();
    TextPlace from = place, to = place;
    from.offset = static_cast<int>(std::max<qsizetype>(begin, 0));
    to.offset = static_cast<int>(end < 0 ? text.size() : end);
    setSelection(from, to);
}

void MarkdownView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy) && m_anchor != m_end)
        QApplication::clipboard()->setText(selectedText());
    else if (event->matches(QKeySequence::SelectAll))
        selectAll();
    else
        QWidget::keyPressEvent(event);
}

void MarkdownView::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    auto* copy = menu.addAction(tr("Copy"), this, [this] { QApplication::clipboard()->setText(selectedText()); });
    copy->setEnabled(m_anchor != m_end);
    menu.addAction(tr("Copy message as Markdown"), this,
                   [this] { QApplication::clipboard()->setText(QString::fromUtf8(markdown())); });
    if (const auto link = linkAt(event->pos()))
        menu.addAction(tr("Copy link address"), this,
                       [url = *link] { QApplication::clipboard()->setText(url.toString()); });
    menu.addSeparator();
    menu.addAction(tr("Select all"), this, &MarkdownView::selectAll);
    menu.exec(event->globalPos());
}

} // namespace llmg::widgets
