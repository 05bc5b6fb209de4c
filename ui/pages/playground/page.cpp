// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground/page.h"

#include "ui/pages/playground/columnview.h"
#include "ui/pages/playground/composer.h"
#include "ui/pages/playground/conversationlist.h"
#include "ui/pages/playground/drawer.h"
#include "ui/pages/playground/modelpicker.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/pageheader.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

namespace llmg::playground {

using namespace Qt::StringLiterals;

PlaygroundPage::PlaygroundPage(std::unique_ptr<Presenter> presenter, QWidget* parent)
    : Page(parent)
    , m_presenter(std::move(presenter))
    , m_thumbnails(new Thumbnails(this))
    , m_header(new widgets::PageHeader(tr("Playground"), this))
    , m_addColumn(widgets::newButton(tr("+ Column"), theme::ButtonKind::Secondary, this))
    , m_toggleDrawer(widgets::newIconButton(u"panel-right"_s, tr("Show or hide the drawer"), this))
    , m_list(new ConversationList(this))
    , m_columnsHost(new QWidget(this))
    , m_columnsLayout(new QHBoxLayout(m_columnsHost))
    , m_composer(new Composer(*m_thumbnails, this))
    , m_drawer(new Drawer([this] { return m_presenter->codeToCopy(); },
                          [this] { return m_presenter->rawRequestToCopy(); }, this)) {
    setObjectName(u"playgroundPage"_s);
    auto* fresh = widgets::newButton(tr("New"), theme::ButtonKind::Secondary, this);
    fresh->setObjectName(u"newConversation"_s);
    fresh->setToolTip(tr("New conversation (Ctrl+N)"));
    m_addColumn->setObjectName(u"addColumn"_s);
    m_toggleDrawer->setObjectName(u"toggleDrawer"_s);
    m_header->addAction(fresh);
    m_header->addAction(m_addColumn);
    m_header->addAction(m_toggleDrawer);

    const int gap = theme::px(14);
    m_columnsLayout->setContentsMargins(0, 0, 0, 0);
    m_columnsLayout->setSpacing(theme::px(12));
    auto* centre = new QVBoxLayout;
    centre->setSpacing(theme::px(12));
    centre->addWidget(m_columnsHost, 1);
    centre->addWidget(m_composer);
    auto* body = new QHBoxLayout;
    body->setSpacing(gap);
    body->addWidget(m_list);
    body->addLayout(centre, 1);
    body->addWidget(m_drawer);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_header);
    layout->addLayout(body, 1);
    widgets::applyPageMargins(this);

    auto* p = m_presenter.get();
    connect(p, &Presenter::stateChanged, this, [this] { render(m_presenter->state()); });
    connect(p, &Presenter::troubled, this, &Page::toastRequested);
    connect(p, &Presenter::conversationRemoved, this, [this](const QString& id, const QString& title) {
        Q_EMIT undoableToastRequested(tr("Deleted “%1”").arg(title),
                                      [this, id] { m_presenter->restoreConversation(id); });
    });
    connect(fresh, &QPushButton::clicked, p, &Presenter::newConversation);
    connect(m_addColumn, &QPushButton::clicked, p, &Presenter::addColumn);
    connect(m_toggleDrawer, &QPushButton::clicked, this,
            [this] { m_presenter->setDrawer(m_state.drawer.tab, !m_state.drawer.open); });
    connect(m_list, &ConversationList::searchEdited, p, &Presenter::search);
    connect(m_list, &ConversationList::openRequested, p, &Presenter::openConversation);
    connect(m_list, &ConversationList::renameRequested, p, &Presenter::rename);
    connect(m_list, &ConversationList::removeRequested, p, &Presenter::removeConversation);
    connect(m_composer, &Composer::textEdited, p, &Presenter::setDraftText);
    connect(m_composer, &Composer::imageLoaded, p, &Presenter::addImage);
    connect(m_composer, &Composer::imageProblem, p, &Presenter::setDraftProblem);
    connect(m_composer, &Composer::imageRemoveRequested, p, &Presenter::removeImage);
    connect(m_composer, &Composer::runRequested, p, &Presenter::run);
    connect(m_composer, &Composer::stopRequested, p, &Presenter::stop);
    connect(m_composer, &Composer::editCancelRequested, p, &Presenter::cancelEdit);
    connect(m_drawer, &Drawer::tabChosen, this, [this](DrawerTab tab) { m_presenter->setDrawer(tab, true); });
    connect(m_drawer, &Drawer::parametersEdited, p, &Presenter::setParameters);
    connect(m_drawer, &Drawer::systemEdited, p, &Presenter::setSystem);
    connect(m_drawer, &Drawer::columnChosen, p, &Presenter::setDrawerColumn);
    connect(m_drawer, &Drawer::languageChosen, p, &Presenter::setCodeLanguage);
    addShortcuts();
    render(m_presenter->state());
}

PlaygroundPage::~PlaygroundPage() = default;

void PlaygroundPage::addShortcuts() {
    const auto add = [this](const QKeySequence& keys, auto action) {
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    add(QKeySequence::New, [this] {
        m_presenter->newConversation();
        m_composer->focusText();
    });
    add(Qt::CTRL | Qt::Key_Return, [this] { m_presenter->run(); });
    add(Qt::CTRL | Qt::Key_Enter, [this] { m_presenter->run(); });
    add(Qt::CTRL | Qt::Key_L, [this] { pickModel(0); });
    add(Qt::Key_Escape, [this] { m_state.running ? m_presenter->stop() : m_presenter->cancelEdit(); });
}

void PlaygroundPage::open(const QVariantMap& arguments) {
    if (!m_started) {
        m_started = true;
        m_presenter->start();
    }
    if (arguments.value(u"new"_s).toBool())
        m_presenter->newConversation();
    if (const auto id = arguments.value(u"conversation"_s).toString(); !id.isEmpty())
        m_presenter->openConversation(id);
    if (const auto model = arguments.value(u"model"_s).toString(); !model.isEmpty())
        m_presenter->chooseModel(0, model);
    if (const auto prompt = arguments.value(u"prompt"_s).toString(); !prompt.isEmpty())
        m_presenter->putDraft(prompt);
    m_composer->focusText();
}

void PlaygroundPage::focusSearch() {
    m_list->focusSearch();
}

bool PlaygroundPage::isBusy() const {
    return m_state.running || m_state.loading;
}

void PlaygroundPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (!m_started) {
        m_started = true;
        m_presenter->start();
    }
    m_presenter->refreshProviders();
}

void PlaygroundPage::resizeEvent(QResizeEvent* event) {
    Page::resizeEvent(event);
    // Answers need the room most: what stands beside them gives way first.
    const bool narrow = width() < theme::px(1200);
    m_list->setFixedWidth(theme::px(narrow ? 148 : 170));
    m_drawer->setFixedWidth(theme::px(narrow ? 262 : 290));
}

void PlaygroundPage::pickModel(std::size_t column) {
    if (column >= m_columns.size())
        return;
    auto* picker = new ModelPicker(m_presenter->choices(), m_state.columns[column].model, this);
    connect(picker, &ModelPicker::modelChosen, this,
            [this, column](const QString& id) { m_presenter->chooseModel(column, id); });
    picker->popUp(m_columns[column]->modelButton());
}

void PlaygroundPage::render(const ViewState& state) {
    if (!m_columns.empty() && state == m_state)
        return;
    m_state = state;
    m_header->setTitle(state.title);
    m_addColumn->setEnabled(state.columns.size() < Presenter::MaxColumns);
    while (m_columns.size() > state.columns.size()) {
        m_columns.back()->deleteLater();
        m_columnsLayout->removeWidget(m_columns.back());
        m_columns.pop_back();
    }
    while (m_columns.size() < state.columns.size()) {
        auto* view = new ColumnView(*m_thumbnails, m_columnsHost);
        const auto column = m_columns.size();
        view->setObjectName(u"column"_s + QString::number(column));
        connect(view, &ColumnView::modelPickRequested, this, [this, column] { pickModel(column); });
        connect(view, &ColumnView::removeRequested, this, [this, column] { m_presenter->removeColumn(column); });
        connect(view, &ColumnView::regenerateRequested, this, [this, column] { m_presenter->regenerate(column); });
        connect(view, &ColumnView::editRequested, this, [this] {
            m_presenter->editLast();
            m_composer->focusText();
        });
        connect(view, &ColumnView::rawRequested, this, [this, column] {
            m_presenter->setDrawerColumn(column);
            m_presenter->setDrawer(DrawerTab::Raw, true);
        });
        m_columnsLayout->addWidget(view, 1);
        m_columns.push_back(view);
        view->show();
    }
    for (std::size_t column = 0; column < m_columns.size(); ++column)
        m_columns[column]->render(state, column);
    m_list->render(state);
    m_composer->render(state);
    m_drawer->setVisible(state.drawer.open);
    m_drawer->render(state);
}

} // namespace llmg::playground
