// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground/drawer.h"

#include "ui/theme/appstyle.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/label.h"
#include "ui/widgets/markdownview.h"
#include "ui/widgets/segmentedcontrol.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace llmg::playground {

using namespace Qt::StringLiterals;

namespace {

/// reasoning_effort of the OpenAI dialect; the first is "not sent".
const char* const efforts[] = {"", "none", "minimal", "low", "medium", "high"};

QPlainTextEdit* newSource(const QString& name, const QString& objectName, QWidget* parent) {
    auto* edit = new QPlainTextEdit(parent);
    edit->setObjectName(objectName);
    edit->setAccessibleName(name);
    edit->setReadOnly(true);
    edit->setFont(theme::font(theme::TextStyle::MonoSmall));
    edit->setTabChangesFocus(true);
    return edit;
}

void setText(QPlainTextEdit* edit, const QString& text) {
    if (edit->toPlainText() != text)
        edit->setPlainText(text);
}

} // namespace

Drawer::Drawer(std::function<QString()> codeToCopy, std::function<QString()> requestToCopy, QWidget* parent)
    : QFrame(parent)
    , m_codeToCopy(std::move(codeToCopy))
    , m_requestToCopy(std::move(requestToCopy))
    , m_tabs(new widgets::SegmentedControl(tr("Drawer"), {tr("Params"), tr("System"), tr("Code"), tr("Raw")}, this))
    , m_panes(new QStackedWidget(this)) {
    m_tabs->setObjectName(u"drawerTabs"_s);
    m_panes->addWidget(newParametersPane());
    m_panes->addWidget(newSystemPane());
    m_panes->addWidget(newCodePane());
    m_panes->addWidget(newRawPane());
    auto* layout = new QVBoxLayout(this);
    const int pad = theme::px(12);
    layout->setContentsMargins(pad, pad, pad, pad);
    layout->setSpacing(theme::px(16));
    layout->addWidget(m_tabs);
    layout->addWidget(m_panes, 1);
    connect(m_tabs, &widgets::SegmentedControl::activated, this,
            [this](int index) { Q_EMIT tabChosen(static_cast<DrawerTab>(index)); });
}

QWidget* Drawer::newParametersPane() {
    auto* pane = new QWidget(this);
    auto* layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::px(12));
    const auto row = [&](const QString& label, QWidget* field, const QString& tip) {
        auto* line = new QHBoxLayout;
        auto* name = new widgets::TextLabel(label, theme::TextStyle::Body, theme::Role::Secondary, pane);
        name->setToolTip(tip);
        field->setToolTip(tip);
        field->setAccessibleName(label);
        field->setFixedWidth(theme::px(96));
        name->setBuddy(field);
        line->addWidget(name, 1);
        line->addWidget(field);
        layout->addLayout(line);
    };
    const auto field = [&](const QString& label, QString Parameters::*member, const QString& name, const QString& blank,
                           const QString& tip) {
        auto* edit = new QLineEdit(pane);
        edit->setObjectName(u"parameter_"_s + name);
        edit->setAlignment(Qt::AlignRight);
        edit->setPlaceholderText(blank);
        m_fields.push_back({edit, member, name});
        connect(edit, &QLineEdit::textEdited, this, &Drawer::emitParameters);
        row(label, edit, tip);
    };
    field(tr("Temperature"), &Parameters::temperature, u"temperature"_s, tr("default"),
          tr("0 to 2. Lower is steadier. Blank: the provider's default."));
    field(tr("Max tokens"), &Parameters::maxTokens, u"max_tokens"_s, tr("default"), tr("Most tokens of an answer."));
    field(tr("Top p"), &Parameters::topP, u"top_p"_s, tr("default"),
          tr("0 to 1. Change this or temperature, not both."));
    m_reasoning = new QComboBox(pane);
    m_reasoning->setObjectName(u"parameter_reasoning"_s);
    for (const auto* effort : efforts)
        m_reasoning->addItem(*effort == '\0' ? tr("default") : QString::fromLatin1(effort),
                             QString::fromLatin1(effort));
    connect(m_reasoning, &QComboBox::activated, this, &Drawer::emitParameters);
    row(tr("Reasoning"), m_reasoning, tr("How long a reasoning model thinks. Others ignore or refuse it."));
    field(tr("Seed"), &Parameters::seed, u"seed"_s, tr("none"),
          tr("The same number asks for the same answer, where the provider can."));
    field(tr("Stop"), &Parameters::stop, u"stop"_s, tr("none"),
          tr("Ends the answer at these texts. Several: separated by commas; \\n is a new line."));
    m_problem = new widgets::TextLabel({}, theme::TextStyle::Small, theme::Role::Bad, pane);
    m_problem->setObjectName(u"parameterProblem"_s);
    m_problem->setWordWrap(true);
    layout->addWidget(m_problem);
    layout->addWidget(widgets::newHint(tr("For all columns. A blank field is not sent."), pane));
    layout->addStretch(1);
    return pane;
}

QWidget* Drawer::newSystemPane() {
    auto* pane = new QWidget(this);
    auto* layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::px(8));
    m_system = new QPlainTextEdit(pane);
    m_system->setObjectName(u"systemPrompt"_s);
    m_system->setAccessibleName(tr("System prompt"));
    m_system->setPlaceholderText(tr("You are …"));
    m_system->setTabChangesFocus(true);
    auto* label = new widgets::TextLabel(tr("System prompt"), theme::TextStyle::Body, theme::Role::Secondary, pane);
    label->setBuddy(m_system);
    layout->addWidget(label);
    layout->addWidget(m_system, 1);
    layout->addWidget(widgets::newHint(tr("Sent before the first message, to every column."), pane));
    connect(m_system, &QPlainTextEdit::textChanged, this, [this] { Q_EMIT systemEdited(m_system->toPlainText()); });
    return pane;
}

QWidget* Drawer::newCodePane() {
    auto* pane = new QWidget(this);
    auto* layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::px(10));
    m_language = new widgets::SegmentedControl(tr("Language"), {tr("cURL"), tr("Python"), tr("JS")}, pane);
    m_language->setObjectName(u"codeLanguage"_s);
    m_codeColumn = new QComboBox(pane);
    m_codeColumn->setObjectName(u"codeColumn"_s);
    m_codeColumn->setAccessibleName(tr("Column"));
    auto* scroll = new QScrollArea(pane);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->viewport()->setAutoFillBackground(false);
    m_code = new widgets::MarkdownView(scroll);
    m_code->setObjectName(u"code"_s);
    m_code->setAccessibleName(tr("Code"));
    m_code->setAutoFillBackground(false);
    m_code->setCodeButtonsShown(false);
    scroll->setWidget(m_code);
    auto* copy = new widgets::CopyButton(tr("code with key"), m_codeToCopy, pane);
    copy->setObjectName(u"copyCodeWithKey"_s);
    copy->setClearAfter(std::chrono::seconds{30});
    layout->addWidget(m_language);
    layout->addWidget(m_codeColumn);
    layout->addWidget(scroll, 1);
    layout->addWidget(widgets::newHint(
        tr("The key is masked here and whole when copied; the clipboard is cleared after 30 seconds."), pane));
    layout->addWidget(copy, 0, Qt::AlignLeft);
    connect(m_language, &widgets::SegmentedControl::activated, this,
            [this](int index) { Q_EMIT languageChosen(static_cast<CodeLanguage>(index)); });
    connect(m_codeColumn, &QComboBox::activated, this,
            [this](int index) { Q_EMIT columnChosen(static_cast<std::size_t>(index)); });
    return pane;
}

QWidget* Drawer::newRawPane() {
    auto* pane = new QWidget(this);
    auto* layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::px(8));
    m_rawColumn = new QComboBox(pane);
    m_rawColumn->setObjectName(u"rawColumn"_s);
    m_rawColumn->setAccessibleName(tr("Column"));
    m_rawEmpty = widgets::newHint(tr("The last request and what came back appear here once you run."), pane);
    m_rawContent = new QWidget(pane);
    auto* content = new QVBoxLayout(m_rawContent);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(theme::px(6));
    const auto heading = [&](const QString& text, const QString& what, std::function<QString()> source) {
        auto* line = new QHBoxLayout;
        line->addWidget(
            new widgets::TextLabel(text, theme::TextStyle::SmallStrong, theme::Role::Secondary, m_rawContent), 1);
        auto* copy = new widgets::CopyButton(what, std::move(source), m_rawContent);
        copy->setIconOnly();
        line->addWidget(copy);
        content->addLayout(line);
    };
    m_rawRequest = newSource(tr("Request as sent"), u"rawRequest"_s, m_rawContent);
    m_rawResponse = newSource(tr("Response as received"), u"rawResponse"_s, m_rawContent);
    heading(tr("Request"), tr("request"), m_requestToCopy);
    content->addWidget(m_rawRequest, 1);
    heading(tr("Response events"), tr("response"), [this] { return m_rawResponse->toPlainText(); });
    content->addWidget(m_rawResponse, 1);
    layout->addWidget(m_rawColumn);
    layout->addWidget(m_rawEmpty);
    layout->addWidget(m_rawContent, 1);
    layout->addStretch(0);
    connect(m_rawColumn, &QComboBox::activated, this,
            [this](int index) { Q_EMIT columnChosen(static_cast<std::size_t>(index)); });
    return pane;
}

void Drawer::emitParameters() {
    Parameters parameters;
    for (const auto& field : m_fields)
        parameters.*field.member = field.edit->text();
    parameters.reasoning = m_reasoning->currentData().toString();
    Q_EMIT parametersEdited(parameters);
}

void Drawer::fillColumns(QComboBox* box, const ViewState& state) {
    QStringList names, shown;
    for (const auto& column : state.columns)
        names << column.model;
    for (int i = 0; i < box->count(); ++i)
        shown << box->itemText(i);
    if (names != shown) {
        box->clear();
        box->addItems(names);
    }
    box->setCurrentIndex(static_cast<int>(state.drawer.column));
    box->setVisible(names.size() > 1);
}

void Drawer::render(const ViewState& state) {
    m_tabs->setCurrentIndex(static_cast<int>(state.drawer.tab));
    m_panes->setCurrentIndex(static_cast<int>(state.drawer.tab));
    if (state.settingsRevision != m_settingsRevision) {
        m_settingsRevision = state.settingsRevision;
        for (const auto& field : m_fields)
            field.edit->setText(state.parameters.*field.member);
        m_reasoning->setCurrentIndex(std::max(0, m_reasoning->findData(state.parameters.reasoning)));
        const QSignalBlocker silent(m_system);
        setText(m_system, state.system);
    }
    QStringList problems;
    for (auto it = state.parameterProblems.begin(); it != state.parameterProblems.end(); ++it)
        problems << it.key() + u": "_s + it.value();
    m_problem->setText(problems.join(u'\n'));
    m_problem->setVisible(!problems.isEmpty());
    if (state.drawer.tab == DrawerTab::Code) {
        fillColumns(m_codeColumn, state);
        m_language->setCurrentIndex(static_cast<int>(state.drawer.language));
        static const char* const names[] = {"bash", "python", "javascript"};
        QByteArray fence = "```";
        const auto code = state.drawer.code.trimmed().toUtf8();
        while (code.contains(fence))
            fence += '`';
        m_code->setMarkdown(fence + names[static_cast<int>(state.drawer.language)] + "\n" + code + "\n" + fence);
    }
    if (state.drawer.tab == DrawerTab::Raw) {
        fillColumns(m_rawColumn, state);
        const bool any = !state.drawer.rawRequest.isEmpty();
        m_rawEmpty->setVisible(!any);
        m_rawContent->setVisible(any);
        setText(m_rawRequest, state.drawer.rawRequest);
        setText(m_rawResponse, state.drawer.rawResponse);
    }
}

void Drawer::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& theme = theme::Theme::of(this);
    theme::drawRoundedBox(&painter, rect(), theme::px(8), theme.surface, theme.line);
}

} // namespace llmg::playground
