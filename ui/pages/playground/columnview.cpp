// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground/columnview.h"

#include "ui/pages/playground/transcriptview.h"
#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace llmg::playground {

using namespace Qt::StringLiterals;

class ModelButton : public QAbstractButton {
  public:
    explicit ModelButton(QWidget* parent)
        : QAbstractButton(parent) {
        setCursor(Qt::PointingHandCursor);
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    }
    QSize sizeHint() const override {
        const QFontMetrics metrics(theme::font(theme::TextStyle::Strong));
        return {metrics.horizontalAdvance(text()) + theme::px(22), metrics.height() + theme::px(4)};
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const auto& theme = theme::Theme::of(this);
        painter.setFont(theme::font(theme::TextStyle::Strong));
        painter.setPen(underMouse() ? theme.accent : theme.text);
        const int arrow = theme::px(14);
        const QString shown = painter.fontMetrics().elidedText(text(), Qt::ElideMiddle, width() - arrow - theme::px(4));
        painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft, shown);
        const int x = painter.fontMetrics().horizontalAdvance(shown) + theme::px(3);
        painter.drawPixmap(x, (height() - arrow) / 2 + 1,
                           theme::tintedPixmap(u"chevron-down"_s, underMouse() ? theme.accent : theme.secondary, arrow,
                                               devicePixelRatioF()));
        if (hasFocus()) {
            painter.setPen(QPen(theme.accent, 1));
            painter.drawLine(0, height() - 1, x + arrow, height() - 1);
        }
    }
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }
};

QString footerText(const Answer& answer) {
    const QString unknown = widgets::unknownText();
    const bool running = answer.isRunning();
    QStringList parts;
    if (running)
        parts << (answer.state == AnswerState::Waiting ? ColumnView::tr("waiting…") : ColumnView::tr("streaming…"));
    if (answer.usage) {
        parts << ColumnView::tr("%1 in").arg(widgets::formatCount(answer.usage->prompt));
        parts << ColumnView::tr("%1 out").arg(widgets::formatCount(answer.usage->completion));
        if (answer.usage->cached > 0)
            parts << ColumnView::tr("%1 cached").arg(widgets::formatCount(answer.usage->cached));
    } else if (!running) {
        parts << ColumnView::tr("%1 in").arg(unknown) << ColumnView::tr("%1 out").arg(unknown);
    }
    if (!running || answer.cost)
        parts << u"<b>"_s + (answer.cost ? widgets::formatMoney(*answer.cost) : unknown).toHtmlEscaped() + u"</b>"_s;
    if (answer.timing.firstToken || !running)
        parts << ColumnView::tr("first token %1")
                     .arg(answer.timing.firstToken ? widgets::formatDuration(*answer.timing.firstToken) : unknown);
    // An answer that came in one piece has no speed.
    if (answer.usage && answer.timing.generation && *answer.timing.generation > 20'000)
        parts << widgets::formatTokenRate(answer.usage->completion, *answer.timing.generation);
    else if (!running)
        parts << ColumnView::tr("%1 tok/s").arg(unknown);
    if (answer.cached)
        parts << ColumnView::tr("from cache");
    if (answer.state == AnswerState::Stopped)
        parts << ColumnView::tr("stopped");
    else if (answer.state == AnswerState::Failed)
        parts << ColumnView::tr("failed");
    else if (!running)
        parts << (answer.finish.isEmpty() ? unknown : answer.finish.toHtmlEscaped());
    // Lines break between the parts, not inside them.
    for (auto& part : parts)
        part.replace(u' ', QChar(0x00A0)).replace(u"tok/s"_s, u"tok\u2060/\u2060s"_s);
    return parts.join(u"\u00A0· "_s);
}

ColumnView::ColumnView(Thumbnails& thumbnails, QWidget* parent)
    : QFrame(parent)
    , m_model(new ModelButton(this))
    , m_detail(new widgets::ElidedLabel({}, theme::TextStyle::Small, theme::Role::Muted, this))
    , m_warning(new widgets::TextLabel({}, theme::TextStyle::Small, theme::Role::Warning, this))
    , m_menu(widgets::newIconButton(u"ellipsis"_s, tr("Column actions"), this))
    , m_header(new QWidget(this))
    , m_transcript(new TranscriptView(thumbnails, this))
    , m_footer(new widgets::TextLabel({}, theme::TextStyle::Small, theme::Role::Secondary, this))
    , m_empty(new widgets::TextLabel({}, theme::TextStyle::Body, theme::Role::Muted, this)) {
    m_model->setObjectName(u"model"_s);
    m_menu->setObjectName(u"columnMenu"_s);
    m_footer->setObjectName(u"footer"_s);
    m_footer->setTextFormat(Qt::RichText);
    m_footer->setWordWrap(true);
    m_footer->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_warning->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    theme::setButtonKind(m_menu, theme::ButtonKind::Flat);
    const int pad = theme::px(12);
    auto* names = new QVBoxLayout;
    names->setSpacing(theme::px(1));
    names->addWidget(m_model);
    names->addWidget(m_detail);
    names->addWidget(m_warning);
    auto* header = new QHBoxLayout(m_header);
    header->setContentsMargins(pad, theme::px(8), theme::px(6), theme::px(8));
    header->setSpacing(theme::px(4));
    header->addLayout(names, 1);
    header->addWidget(m_menu, 0, Qt::AlignTop);
    auto* middle = new QWidget(this);
    auto* stack = new QStackedLayout(middle);
    stack->addWidget(m_transcript);
    stack->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(middle, 1);
    m_footer->setContentsMargins(pad, theme::px(8), pad, theme::px(8));
    layout->addWidget(m_footer);
    connect(m_model, &QAbstractButton::clicked, this, &ColumnView::modelPickRequested);
    connect(m_transcript, &TranscriptView::regenerateRequested, this, &ColumnView::regenerateRequested);
    connect(m_transcript, &TranscriptView::editRequested, this, &ColumnView::editRequested);
    connect(m_menu, &QPushButton::clicked, this, [this] {
        QMenu menu(this);
        menu.addAction(tr("Choose model…"), this, &ColumnView::modelPickRequested);
        menu.addAction(tr("Regenerate"), this, &ColumnView::regenerateRequested)->setEnabled(m_hasTurns && !m_running);
        menu.addAction(tr("Show raw exchange"), this, &ColumnView::rawRequested);
        menu.addSeparator();
        menu.addAction(tr("Remove column"), this, &ColumnView::removeRequested)->setEnabled(m_removable);
        menu.exec(m_menu->mapToGlobal(QPoint(0, m_menu->height())));
    });
}

QWidget* ColumnView::modelButton() const {
    return m_model;
}

void ColumnView::render(const ViewState& state, std::size_t column) {
    const auto& own = state.columns[column];
    if (m_model->text() != own.model) {
        m_model->setText(own.model);
        m_model->setToolTip(own.model);
        m_model->setAccessibleName(tr("Model: %1").arg(own.model));
        m_model->update();
    }
    m_detail->setText(own.detail);
    m_warning->setText(own.warning);
    m_warning->setVisible(!own.warning.isEmpty());
    m_removable = state.columns.size() > 1;
    m_running = own.running;
    m_hasTurns = !state.turns.empty();
    auto* stack = static_cast<QStackedLayout*>(m_transcript->parentWidget()->layout());
    stack->setCurrentWidget(m_hasTurns ? static_cast<QWidget*>(m_transcript) : m_empty);
    m_empty->setText(state.loading ? tr("Opening…") : tr("The answer appears here."));
    m_transcript->setTurns(state.turns, column, state.running, state.conversationId);
    const Answer* last = nullptr;
    if (m_hasTurns && column < state.turns.back()->answers.size())
        last = &state.turns.back()->answers[column];
    // A request that failed before anything came has nothing to count; its error says the rest.
    const bool nothing =
        last != nullptr && last->state == AnswerState::Failed && !last->usage && !last->timing.firstToken;
    const bool show = last != nullptr && last->state != AnswerState::None && !nothing;
    m_footer->setVisible(show);
    if (show)
        m_footer->setText(footerText(*last));
}

void ColumnView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& theme = theme::Theme::of(this);
    theme::drawRoundedBox(&painter, rect(), theme::px(8), theme.surface, theme.line);
    painter.setPen(theme.line);
    painter.drawLine(1, m_header->geometry().bottom(), width() - 2, m_header->geometry().bottom());
    if (!m_footer->isHidden())
        painter.drawLine(1, m_footer->y(), width() - 2, m_footer->y());
}

} // namespace llmg::playground
