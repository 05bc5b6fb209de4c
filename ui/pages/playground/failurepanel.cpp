// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground/failurepanel.h"

#include "ui/pages/playground/failurewords.h"
#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QJsonDocument>
#include <QPainter>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace llmg::playground {

using namespace Qt::StringLiterals;

FailurePanel::FailurePanel(QWidget* parent)
    : QWidget(parent)
    , m_what(new widgets::TextLabel({}, theme::TextStyle::Strong, theme::Role::Bad, this))
    , m_cause(new widgets::TextLabel({}, theme::TextStyle::Body, theme::Role::Text, this))
    , m_advice(new widgets::TextLabel({}, theme::TextStyle::Body, theme::Role::Secondary, this))
    , m_requestId(new widgets::ElidedLabel({}, theme::TextStyle::MonoSmall, theme::Role::Muted, this))
    , m_idRow(new QWidget(this))
    , m_fold(new QToolButton(this))
    , m_body(new QPlainTextEdit(this)) {
    setObjectName(u"failure"_s);
    for (auto* label : {m_what, m_cause, m_advice}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_what->setObjectName(u"failureWhat"_s);
    m_cause->setObjectName(u"failureCause"_s);
    m_advice->setObjectName(u"failureAdvice"_s);
    m_fold->setObjectName(u"failureBodyFold"_s);
    m_fold->setText(tr("Body"));
    m_fold->setAccessibleName(tr("Show the body as received"));
    m_fold->setCheckable(true);
    m_fold->setAutoRaise(true);
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fold->setIcon(theme::tintedIcon(u"chevron-right"_s, theme::Role::Muted));
    theme::setButtonKind(m_fold, theme::ButtonKind::Flat);
    m_body->setObjectName(u"failureBody"_s);
    m_body->setAccessibleName(tr("Body as received"));
    m_body->setReadOnly(true);
    m_body->setFont(theme::font(theme::TextStyle::MonoSmall));
    m_body->setFixedHeight(theme::px(140));
    m_body->hide();
    auto* idRow = new QHBoxLayout(m_idRow);
    idRow->setContentsMargins(0, 0, 0, 0);
    idRow->addWidget(m_requestId, 1);
    auto* copy = new widgets::CopyButton(
        tr("request id"), [this] { return m_failure.requestId; }, m_idRow);
    copy->setIconOnly();
    theme::setButtonKind(copy, theme::ButtonKind::Flat);
    idRow->addWidget(copy);
    auto* layout = new QVBoxLayout(this);
    const int pad = theme::px(12);
    layout->setContentsMargins(pad, theme::px(10), pad, theme::px(8));
    layout->setSpacing(theme::px(4));
    layout->addWidget(m_what);
    layout->addWidget(m_cause);
    layout->addWidget(m_advice);
    layout->addWidget(m_idRow);
    layout->addWidget(m_fold, 0, Qt::AlignLeft);
    layout->addWidget(m_body);
    connect(m_fold, &QToolButton::toggled, this, [this](bool open) {
        m_fold->setIcon(theme::tintedIcon(open ? u"chevron-down"_s : u"chevron-right"_s, theme::Role::Muted));
        m_body->setVisible(open);
        updateGeometry();
        Q_EMIT heightChanged();
    });
}

void FailurePanel::setFailure(const Failure& failure) {
    if (failure == m_failure && !m_what->text().isEmpty())
        return;
    m_failure = failure;
    const auto words = wordsFor(failure);
    m_what->setText(words.what);
    m_cause->setText(words.cause);
    m_cause->setVisible(!words.cause.isEmpty());
    m_advice->setText(words.advice);
    m_advice->setVisible(!words.advice.isEmpty());
    m_requestId->setText(failure.requestId);
    m_idRow->setVisible(!failure.requestId.isEmpty());
    const auto pretty = QJsonDocument::fromJson(failure.body).toJson(QJsonDocument::Indented);
    m_body->setPlainText(QString::fromUtf8(pretty.isEmpty() ? failure.body : pretty));
    m_fold->setVisible(!failure.body.isEmpty());
    m_body->setVisible(m_fold->isChecked() && !failure.body.isEmpty());
}

void FailurePanel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& theme = theme::Theme::of(this);
    theme::drawRoundedBox(&painter, rect(), theme::px(6), theme::blend(theme.surface, theme.bad, 0.06),
                          theme::blend(theme.surface, theme.bad, 0.35));
}

} // namespace llmg::playground
