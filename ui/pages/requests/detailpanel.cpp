// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/requests/detailpanel.h"

#include "ui/pages/requests/bodytext.h"
#include "ui/pages/requests/status.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/format.h"
#include "ui/widgets/keyvaluelist.h"
#include "ui/widgets/label.h"
#include "ui/widgets/segmentedcontrol.h"
#include "ui/widgets/whenready.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QStackedLayout>
#include <QtConcurrentRun>

namespace llmg::requests {

using namespace Qt::StringLiterals;
using namespace widgets;
using theme::Role;
using theme::TextStyle;

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QPlainTextEdit* newBodyView(const QString& name, const QString& objectName, QWidget* parent) {
    auto* view = new QPlainTextEdit(parent);
    view->setObjectName(objectName);
    view->setAccessibleName(name);
    view->setReadOnly(true);
    view->setFont(theme::font(TextStyle::MonoSmall));
    view->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    view->setTabChangesFocus(true);
    return view;
}

QWidget* scrolled(QWidget* content, const QString& name) {
    auto* area = new QScrollArea;
    area->setAccessibleName(name);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    area->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    return area;
}

struct Bodies {
    QString request, readable, raw;
};

} // namespace

DetailPanel::DetailPanel(QWidget* parent)
    : Card(parent)
    , m_tabs(new SegmentedControl(tr("Part of the request"), {tr("Summary"), tr("Request"), tr("Response"), tr("Cost")},
                                  this))
    , m_content(new QWidget(this))
    , m_stack(new QStackedLayout)
    , m_nothing(new EmptyState(tr("Choose a request to see what was asked, what answered, and what it cost."), this)) {
    setObjectName(u"requestDetail"_s);
    m_tabs->setObjectName(u"detailTabs"_s);
    auto* content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(theme::px(14));
    content->addWidget(m_tabs);
    content->addLayout(m_stack, 1);

    m_summaryPage = new QWidget;
    auto* summary = new QVBoxLayout(m_summaryPage);
    summary->setContentsMargins(0, 0, 0, 0);
    summary->setSpacing(theme::px(12));
    m_summary = new KeyValueList(m_summaryPage);
    m_errorText = new TextLabel({}, TextStyle::Body, Role::Bad, m_summaryPage);
    m_errorText->setWordWrap(true);
    m_errorText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_attempts = new QWidget(m_summaryPage);
    new QVBoxLayout(m_attempts);
    m_attempts->layout()->setContentsMargins(0, 0, 0, 0);
    m_attempts->layout()->setSpacing(theme::px(6));
    summary->addWidget(m_errorText);
    summary->addWidget(m_summary);
    summary->addWidget(m_attempts);
    summary->addStretch(1);

    auto* requestPage = new QWidget;
    auto* request = new QVBoxLayout(requestPage);
    request->setContentsMargins(0, 0, 0, 0);
    m_request = newBodyView(tr("Request body"), u"requestBody"_s, requestPage);
    request->addWidget(m_request, 1);

    auto* responsePage = new QWidget;
    auto* response = new QVBoxLayout(responsePage);
    response->setContentsMargins(0, 0, 0, 0);
    m_response = newBodyView(tr("Response body"), u"responseBody"_s, responsePage);
    m_raw = newButton(tr("Events as sent"), theme::ButtonKind::Secondary, responsePage);
    m_raw->setObjectName(u"responseRaw"_s);
    m_raw->setCheckable(true);
    response->addWidget(m_response, 1);
    response->addWidget(m_raw, 0, Qt::AlignLeft);
    connect(m_raw, &QPushButton::toggled, this, [this](bool raw) {
        m_response->setPlainText(raw || m_responseReadable.isEmpty() ? m_responseRaw : m_responseReadable);
    });

    m_costPage = new QWidget;
    auto* cost = new QVBoxLayout(m_costPage);
    cost->setContentsMargins(0, 0, 0, 0);
    cost->setSpacing(theme::px(12));
    m_cost = new KeyValueList(m_costPage);
    m_costNote = newHint({}, m_costPage);
    cost->addWidget(m_cost);
    cost->addWidget(m_costNote);
    cost->addStretch(1);

    m_stack->addWidget(scrolled(m_summaryPage, tr("Summary")));
    m_stack->addWidget(requestPage);
    m_stack->addWidget(responsePage);
    m_stack->addWidget(scrolled(m_costPage, tr("Cost")));

    auto* actions = new QHBoxLayout;
    actions->setSpacing(theme::px(8));
    m_playground = newButton(tr("Open in Playground"), theme::ButtonKind::Primary, this);
    m_playground->setObjectName(u"openInPlayground"_s);
    auto* curl = new CopyButton(
        tr("request as cURL"),
        [this]() -> QString {
            if (!m_detail || !m_detail->bodies)
                return {};
            const QString root = QString(m_baseUrl).remove(u"/v1"_s);
            return curlCommand((root.isEmpty() ? u"http://127.0.0.1:4001"_s : root) + text(m_detail->record.endpoint),
                               m_detail->bodies->request, m_detail->record.stream);
        },
        this);
    curl->setObjectName(u"copyCurl"_s);
    curl->setRestText(tr("Copy as cURL"));
    m_copyCurl = curl;
    actions->addWidget(m_playground);
    actions->addWidget(m_copyCurl);
    actions->addStretch(1);
    content->addLayout(actions);

    m_nothing->setObjectName(u"detailNothing"_s);
    body()->addWidget(m_content);
    body()->addWidget(m_nothing);
    connect(m_tabs, &SegmentedControl::activated, this, &DetailPanel::showTab);
    connect(m_playground, &QPushButton::clicked, this, [this] {
        if (m_detail)
            Q_EMIT playgroundRequested(text(m_detail->record.id));
    });
    showNothing();
}

void DetailPanel::showNothing() {
    ++m_round;
    m_detail.reset();
    m_content->hide();
    m_nothing->setSentence(tr("Choose a request to see what was asked, what answered, and what it cost."));
    m_nothing->show();
}

void DetailPanel::showLoading() {
    ++m_round;
    m_detail.reset();
    if (m_content->isHidden())
        m_nothing->setSentence(
            tr("Reading the request…")); // else what is shown stays until the next is here: no flicker
}

void DetailPanel::showError(const QString& message) {
    showNothing();
    m_nothing->setSentence(message);
}

void DetailPanel::showTab(int tab) {
    m_stack->setCurrentIndex(tab);
}

void DetailPanel::showRequest(const storage::RequestDetail& detail) {
    ++m_round;
    m_detail = detail;
    renderSummary(detail);
    renderCost(detail);
    const bool kept = detail.bodies && !detail.bodies->request.empty();
    m_copyCurl->setEnabled(kept);
    m_playground->setEnabled(kept);
    prepareBodies();
    m_nothing->hide();
    m_content->show();
}

void DetailPanel::renderSummary(const storage::RequestDetail& detail) {
    const domain::RequestRecord& r = detail.record;
    m_summary->clear();
    m_errorText->setText(text(r.errorMessage));
    m_errorText->setVisible(!r.errorMessage.empty());
    const QString outcome = r.succeeded() ? tr("completed") : text(r.errorCode.empty() ? r.finishReason : r.errorCode);
    m_summary->addRow(tr("Status"), r.status > 0 ? u"%1 %2"_s.arg(r.status).arg(outcome) : outcome,
                      statusRole(r.status));
    m_summary->addRow(tr("Time"), formatDateTime(r.startedAt));
    QString used = text(r.requestedModel);
    if (!r.usedModel.empty() && r.usedModel != r.requestedModel)
        used += u" → "_s + text(r.usedModel);
    if (!r.usedProvider.empty())
        used += u" · "_s + text(r.usedProvider);
    m_summary->addRow(tr("Asked → used"), used);
    if (!r.routing.empty())
        m_summary->addRow(tr("Why"), text(r.routing), Role::Secondary);
    QString key = detail.projectName.empty() ? text(r.projectId) : text(detail.projectName);
    if (!detail.keyName.empty())
        key += u" · "_s + text(detail.keyName);
    m_summary->addRow(tr("Project · key"), key.isEmpty() ? unknownText() : key);
    QString application = r.application.empty() ? tr("unknown") : text(r.application);
    if (!r.applicationPath.empty())
        application += u"\n"_s + text(r.applicationPath);
    m_summary->addRow(tr("Application"), application);
    m_summary->addRow(tr("First token"), formatDuration(r.firstTokenUs));
    const std::int64_t generating = r.stream && r.firstTokenUs >= 0 ? r.durationUs - r.firstTokenUs : r.durationUs;
    QString total = formatDuration(r.durationUs);
    if (r.usage.completion > 0)
        total += u" · "_s + formatTokenRate(r.usage.completion, generating);
    m_summary->addRow(tr("Total"), total);
    QString tokens = tr("%1 in").arg(formatCount(r.usage.prompt));
    if (r.usage.cachedPrompt > 0)
        tokens += tr(" (%1 cached)").arg(formatCount(r.usage.cachedPrompt));
    tokens += tr(" · %1 out").arg(formatCount(r.usage.completion));
    if (r.usage.reasoning > 0)
        tokens += tr(" (%1 reasoning)").arg(formatCount(r.usage.reasoning));
    m_summary->addRow(tr("Tokens"), (r.usage.estimated ? u"≈ "_s : QString()) + tokens);
    m_summary->addRow(tr("Cost"), formatMoney(r.cost.total, r.cost.known, r.cost.estimated));
    if (!r.finishReason.empty())
        m_summary->addRow(tr("Finish reason"), text(r.finishReason));
    if (r.cached)
        m_summary->addRow(tr("Cache"), tr("answered from the response cache"));
    QStringList dropped;
    for (const std::string& name : r.droppedParams)
        dropped.append(text(name));
    if (!dropped.isEmpty())
        m_summary->addRow(tr("Left out"), dropped.join(u", "_s), Role::Warning);
    for (const auto& [name, value] : r.tags)
        m_summary->addRow(text(name).remove(u"x-llmgateway-"_s), text(value));
    m_summary->addRow(tr("Request id"), text(r.id), Role::Text, true);
    if (!r.clientRequestId.empty() && r.clientRequestId != r.id)
        m_summary->addRow(tr("Client's id"), text(r.clientRequestId), Role::Text, true);

    qDeleteAll(m_attempts->findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
    m_attempts->setVisible(!r.attempts.empty());
    m_attempts->layout()->addWidget(new TextLabel(tr("Attempts"), TextStyle::Strong, Role::Text, m_attempts));
    for (const domain::AttemptRecord& attempt : r.attempts) {
        auto* row = new QWidget(m_attempts);
        auto* layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(theme::px(8));
        const QString status = attempt.status > 0 ? QString::number(attempt.status) : tr("none");
        layout->addWidget(new TextLabel(status, TextStyle::Body, statusRole(attempt.status), row), 0, Qt::AlignTop);
        QString words = text(attempt.provider);
        if (!attempt.keyLabel.empty())
            words += tr(" · key “%1”").arg(text(attempt.keyLabel));
        words += u" · "_s + formatDuration(attempt.durationUs);
        if (!attempt.errorMessage.empty() || !attempt.errorCode.empty())
            words += u"\n"_s + text(attempt.errorMessage.empty() ? attempt.errorCode : attempt.errorMessage);
        auto* label = newHint(words, row);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        layout->addWidget(label, 1);
        m_attempts->layout()->addWidget(row);
    }
}

void DetailPanel::renderCost(const storage::RequestDetail& detail) {
    const domain::CostBreakdown& cost = detail.record.cost;
    const domain::TokenUsage& usage = detail.record.usage;
    m_cost->clear();
    if (!cost.known) {
        m_costNote->setText(tr(
            "No price is known for this model at this provider, so the cost is unknown. It is not counted as free."));
        return;
    }
    const std::int64_t plain = usage.prompt - usage.cachedPrompt - usage.cacheWrite - usage.cacheWrite1h;
    const auto line = [this](const QString& what, domain::Money amount, bool show) {
        if (show)
            m_cost->addAmount(what, formatMoney(amount));
    };
    line(tr("Input, uncached %1").arg(formatCount(plain)), cost.input, plain > 0 || !cost.input.isZero());
    line(tr("Input, cached %1").arg(formatCount(usage.cachedPrompt)), cost.cachedInput, usage.cachedPrompt > 0);
    line(tr("Cache write %1").arg(formatCount(usage.cacheWrite + usage.cacheWrite1h)), cost.cacheWrite,
         !cost.cacheWrite.isZero());
    line(tr("Output %1").arg(formatCount(usage.completion)), cost.output, true);
    line(tr("Per request, images, searches"), cost.request, !cost.request.isZero());
    line(tr("Markup on credits"), cost.markup, !cost.markup.isZero());
    m_cost->addAmount(tr("Total"), formatMoney(cost.total, true, cost.estimated), true);
    QStringList notes;
    if (cost.estimated)
        notes.append(tr("The provider did not state its usage: tokens were counted here, so this is an estimate."));
    if (cost.statedByProvider)
        notes.append(tr("The total is the provider's own figure."));
    if (detail.record.cached)
        notes.append(tr("Answered from the response cache: nothing was spent."));
    m_costNote->setText(notes.join(u' '));
}

void DetailPanel::prepareBodies() {
    m_responseReadable.clear();
    m_responseRaw.clear();
    m_raw->setChecked(false);
    if (!m_detail->bodies || m_detail->bodies->isEmpty()) {
        const QString none =
            tr("The bodies of this request are not kept: either its project keeps none, or they have aged out.");
        m_request->setPlainText(none);
        m_response->setPlainText(none);
        m_raw->hide();
        return;
    }
    widgets::whenReady(QtConcurrent::run([bodies = *m_detail->bodies, stream = m_detail->record.stream] {
                           Bodies made;
                           made.request = prettyJson(bodies.request);
                           made.raw = stream ? QString::fromStdString(bodies.response) : prettyJson(bodies.response);
                           if (stream)
                               made.readable = streamText(bodies.response);
                           return made;
                       }),
                       this, [this, round = m_round, truncated = m_detail->bodies->truncated](const Bodies& made) {
                           if (round != m_round)
                               return;
                           const QString note =
                               truncated ? tr("\n\n(cut: longer than the limit for kept bodies)") : QString();
                           m_request->setPlainText(made.request + note);
                           m_responseRaw = made.raw + note;
                           m_responseReadable = made.readable;
                           m_raw->setVisible(!made.readable.isEmpty());
                           m_response->setPlainText(made.readable.isEmpty() ? m_responseRaw : m_responseReadable);
                       });
}

} // namespace llmg::requests
