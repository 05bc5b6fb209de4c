// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground/turnview.h"

#include "ui/pages/playground/failurepanel.h"
#include "ui/pages/playground/imagestrip.h"
#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/markdownview.h"

#include <QHBoxLayout>
#include <QJsonDocument>
#include <QPainter>
#include <QToolButton>

namespace llmg::playground {

using namespace Qt::StringLiterals;

namespace {

int heightOf(const QWidget* widget, int width) {
    return widget->hasHeightForWidth() ? widget->heightForWidth(width) : widget->sizeHint().height();
}

QByteArray toolMarkdown(const std::vector<ToolCall>& tools) {
    QByteArray markdown;
    for (const auto& tool : tools) {
        auto arguments = QJsonDocument::fromJson(tool.arguments).toJson(QJsonDocument::Indented).trimmed();
        if (arguments.isEmpty())
            arguments = tool.arguments; // unfinished, or not JSON: shown as it came
        // A fence longer than any in the arguments, and a name that cannot leave its code span.
        QByteArray fence = "```";
        while (arguments.contains(fence))
            fence += '`';
        markdown += QByteArray("Calls `") + QByteArray(tool.name).replace('`', '\'') + "`\n\n" + fence + "json\n" +
                    arguments + "\n" + fence + "\n\n";
    }
    return markdown;
}

} // namespace

TurnView::TurnView(Thumbnails& thumbnails, QWidget* parent)
    : QWidget(parent)
    , m_images(new ImageStrip(thumbnails, this))
    , m_prompt(new widgets::TextLabel({}, theme::TextStyle::Body, theme::Role::Text, this))
    , m_edit(widgets::newIconButton(u"pencil"_s, tr("Edit and run again"), this))
    , m_thought(new QToolButton(this))
    , m_reasoning(new widgets::MarkdownView(this))
    , m_text(new widgets::MarkdownView(this))
    , m_tools(new widgets::MarkdownView(this))
    , m_failure(new FailurePanel(this))
    , m_note(new widgets::TextLabel({}, theme::TextStyle::Body, theme::Role::Muted, this))
    , m_actions(new QWidget(this))
    , m_regenerate(widgets::newIconButton(u"refresh-cw"_s, tr("Regenerate"), m_actions)) {
    m_prompt->setTextFormat(Qt::PlainText);
    m_prompt->setWordWrap(true);
    m_prompt->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_prompt->setFocusPolicy(Qt::ClickFocus);
    m_prompt->setObjectName(u"prompt"_s);
    m_note->setWordWrap(true);
    m_text->setObjectName(u"answerText"_s);
    m_text->setAccessibleName(tr("Answer"));
    m_reasoning->setAccessibleName(tr("Reasoning"));
    m_tools->setAccessibleName(tr("Tool calls"));
    m_thought->setObjectName(u"reasoningFold"_s);
    m_thought->setCheckable(true);
    m_thought->setAutoRaise(true);
    m_thought->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    theme::setButtonKind(m_thought, theme::ButtonKind::Flat);
    m_edit->setObjectName(u"editPrompt"_s);
    theme::setButtonKind(m_edit, theme::ButtonKind::Flat);
    auto* copy = new widgets::CopyButton(
        tr("answer as Markdown"), [this] { return QString::fromUtf8(m_text->markdown()); }, m_actions);
    copy->setIconOnly();
    copy->setObjectName(u"copyAnswer"_s);
    theme::setButtonKind(copy, theme::ButtonKind::Flat);
    m_regenerate->setObjectName(u"regenerate"_s);
    theme::setButtonKind(m_regenerate, theme::ButtonKind::Flat);
    auto* row = new QHBoxLayout(m_actions);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    row->addWidget(copy);
    row->addWidget(m_regenerate);
    row->addStretch(1);

    connect(m_thought, &QToolButton::toggled, this, [this] {
        m_thought->setIcon(
            theme::tintedIcon(m_thought->isChecked() ? u"chevron-down"_s : u"chevron-right"_s, theme::Role::Muted));
        m_reasoning->setVisible(m_thought->isChecked() && !m_reasoning->markdown().isEmpty());
        Q_EMIT heightChanged();
    });
    for (auto* view : {m_reasoning, m_text, m_tools})
        connect(view, &widgets::MarkdownView::heightChanged, this, &TurnView::heightChanged);
    connect(m_failure, &FailurePanel::heightChanged, this, &TurnView::heightChanged);
    connect(m_images, &ImageStrip::heightChanged, this, &TurnView::heightChanged);
    connect(m_regenerate, &QPushButton::clicked, this, &TurnView::regenerateRequested);
    connect(m_edit, &QPushButton::clicked, this, &TurnView::editRequested);
}

void TurnView::setTurn(const TurnPtr& turn, std::size_t column, bool last, bool busy) {
    m_column = column;
    m_turn = turn;
    m_prompt->setText(turn->prompt);
    m_prompt->setVisible(!turn->prompt.isEmpty());
    m_images->setImages(turn->images);
    m_images->setVisible(!turn->images.empty());
    m_edit->setVisible(last && !busy);
    static const Answer none;
    showAnswer(column < turn->answers.size() ? turn->answers[column] : none, last, busy);
    if (width() > 0)
        place(width(), true);
    update();
}

void TurnView::showAnswer(const Answer& answer, bool last, bool busy) {
    const bool running = answer.isRunning();
    const bool thinking = running && answer.text.isEmpty() && answer.tools.empty();
    m_thought->setVisible(!answer.reasoning.isEmpty());
    if (!answer.reasoning.isEmpty()) {
        m_thought->setText(thinking ? tr("Thinking…")
                           : answer.timing.reasoning
                               ? tr("Thought for %1").arg(widgets::formatDuration(*answer.timing.reasoning))
                               : tr("Thought"));
        m_thought->setIcon(
            theme::tintedIcon(m_thought->isChecked() ? u"chevron-down"_s : u"chevron-right"_s, theme::Role::Muted));
    }
    m_reasoning->setMarkdown(answer.reasoning, thinking && !answer.reasoning.isEmpty());
    m_reasoning->setVisible(m_thought->isChecked() && !answer.reasoning.isEmpty());
    m_text->setMarkdown(answer.text, running && answer.reasoning.isEmpty() ? true : running && !thinking);
    m_text->setVisible(!answer.text.isEmpty() || (running && answer.reasoning.isEmpty()));
    m_tools->setMarkdown(toolMarkdown(answer.tools), false);
    m_tools->setVisible(!answer.tools.empty());
    m_failure->setVisible(answer.failure.has_value());
    if (answer.failure)
        m_failure->setFailure(*answer.failure);
    const bool empty = answer.text.isEmpty() && answer.tools.empty();
    QString note;
    if (answer.state == AnswerState::Stopped)
        note = tr("Stopped.");
    else if (answer.state == AnswerState::Done && empty)
        note = tr("The model answered with nothing.");
    else if (answer.state == AnswerState::Done && answer.finish == u"length")
        note = tr("Cut at the token limit. Raise Max tokens for more.");
    else if (answer.state == AnswerState::Done && answer.finish == u"content_filter")
        note = tr("Held back by the provider's content filter.");
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    const bool settled = answer.state == AnswerState::Done || answer.state == AnswerState::Stopped ||
                         answer.state == AnswerState::Failed;
    m_actions->setVisible(settled);
    m_regenerate->setVisible(last && !running);
    m_regenerate->setEnabled(!busy);
}

int TurnView::place(int width, bool apply) const {
    const int pad = theme::px(12), gap = theme::px(10);
    int y = 0;
    const auto put = [&](QWidget* widget, int x, int room, int space) {
        if (widget->isHidden())
            return;
        const int height = heightOf(widget, room);
        if (apply)
            widget->setGeometry(x, y, room, height);
        y += height + space;
    };
    // The question in its bubble.
    y = pad;
    put(m_images, pad, width - 2 * pad, theme::px(8));
    put(m_prompt, pad, width - 2 * pad, 0);
    y += pad;
    m_bubbleRect = QRect(0, 0, width, y);
    if (apply && !m_edit->isHidden()) {
        const auto size = QSize(theme::px(24), theme::px(24));
        m_edit->setGeometry(QRect(QPoint(width - size.width() - 3, m_bubbleRect.bottom() - size.height() - 2), size));
        m_edit->raise();
    }
    y += gap;
    const int side = theme::px(2);
    if (!m_thought->isHidden()) {
        const auto hint = m_thought->sizeHint();
        if (apply)
            m_thought->setGeometry(0, y, std::min(hint.width(), width), hint.height());
        y += hint.height() + theme::px(6);
    }
    put(m_reasoning, theme::px(18), width - theme::px(18) - side, gap);
    put(m_text, side, width - 2 * side, gap);
    put(m_tools, side, width - 2 * side, gap);
    put(m_failure, 0, width, gap);
    put(m_note, side, width - 2 * side, theme::px(6));
    put(m_actions, -theme::px(6), width, 0);
    return y;
}

int TurnView::heightForWidth(int width) const {
    return place(width, false);
}

void TurnView::resizeEvent(QResizeEvent*) {
    place(width(), true);
}

void TurnView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& theme = theme::Theme::of(this);
    theme::drawRoundedBox(&painter, m_bubbleRect, theme::px(6), theme.sunken, QColor());
    if (!m_reasoning->isHidden())
        painter.fillRect(QRect(theme::px(7), m_reasoning->y(), 2, m_reasoning->height()), theme.line);
}

} // namespace llmg::playground
