// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/projectspage.h"

#include "ui/pages/projects/cachesection.h"
#include "ui/pages/projects/generalsection.h"
#include "ui/pages/projects/keyssection.h"
#include "ui/pages/projects/limitssection.h"
#include "ui/pages/projects/presenter.h"
#include "ui/pages/projects/rolloutsection.h"
#include "ui/pages/projects/routingsection.h"
#include "ui/pages/projects/words.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/pageheader.h"
#include "ui/widgets/plaintable.h"
#include "ui/widgets/segmentedcontrol.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QShortcut>
#include <QStackedWidget>

namespace llmg::projects {

using namespace Qt::StringLiterals;
using namespace widgets;

ProjectsPage::ProjectsPage(Presenter* presenter, QWidget* parent)
    : Page(parent)
    , m_presenter(presenter) {
    presenter->setParent(this);
    // A window that is too small for all of it shows a part.
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    auto* scroll = newScroll(tr("Projects"), this);
    scroll->setObjectName(u"projectsScroll"_s);
    whole->addWidget(scroll);
    auto* content = new QWidget(scroll);
    auto* column = new QVBoxLayout(content);
    column->addWidget(newHeader(content));
    m_newFault = new TextLabel({}, theme::TextStyle::Small, theme::Role::Bad, content);
    m_newFault->setObjectName(u"projectNewFault"_s);
    m_newFault->setAlignment(Qt::AlignRight);
    column->addWidget(m_newFault);
    m_error = new TextLabel({}, theme::TextStyle::Body, theme::Role::Bad, content);
    m_error->setObjectName(u"projectsError"_s);
    m_error->setWordWrap(true);
    column->addWidget(m_error);
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::px(14));
    row->addWidget(newList(content));
    row->addWidget(newDetail(content), 1);
    column->addLayout(row, 1);
    applyPageMargins(content);
    scroll->setWidget(content);
    content->setAutoFillBackground(false);

    // Fields undo what is typed into them; anywhere else Ctrl+Z takes the last change back.
    auto* undo = new QShortcut(QKeySequence::Undo, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(undo, &QShortcut::activated, this, [this] {
        if (m_presenter->undo())
            Q_EMIT toastRequested(tr("Undone"));
    });
    connect(m_presenter, &Presenter::stateChanged, this, [this] { render(m_presenter->state()); });
    connect(m_presenter, &Presenter::undoable, this, &Page::undoableToastRequested);
    connect(m_presenter, &Presenter::done, this, &Page::toastRequested);
    connect(m_presenter, &Presenter::projectCreated, m_newName, &QLineEdit::clear);
    showSection(0);
}

QWidget* ProjectsPage::newHeader(QWidget* parent) {
    auto* header = new PageHeader(tr("Projects"), parent);
    m_newName = new QLineEdit(header);
    m_newName->setObjectName(u"projectNewName"_s);
    m_newName->setAccessibleName(tr("Name of a new project"));
    m_newName->setPlaceholderText(tr("New project"));
    m_newName->setMaxLength(kLongestName);
    m_newName->setFixedWidth(theme::px(200));
    m_newProject = newButton(tr("Create project"), theme::ButtonKind::Secondary, header);
    m_newProject->setObjectName(u"projectCreate"_s);
    header->addAction(m_newName);
    header->addAction(m_newProject);
    // The name stays in its field until there is a project of it.
    const auto create = [this] { m_presenter->createProject(m_newName->text()); };
    connect(m_newProject, &QPushButton::clicked, this, create);
    connect(m_newName, &QLineEdit::returnPressed, this, create);
    connect(m_newName, &QLineEdit::textChanged, this, [this](const QString& name) {
        m_newProject->setEnabled(!name.trimmed().isEmpty());
        m_presenter->forgive(Field::NewProject);
    });
    m_newProject->setEnabled(false);
    return header;
}

ProjectsPage::~ProjectsPage() {
    // While all of it still stands: later the field would lose the focus in a page that is half gone.
    if (QWidget* focus = focusWidget())
        focus->clearFocus();
    m_presenter->disconnect(this);
}

void ProjectsPage::open(const QVariantMap& arguments) {
    if (const QString id = arguments.value(u"project"_s).toString(); !id.isEmpty())
        m_presenter->select(id.toStdString());
    const QString section = arguments.value(u"section"_s).toString();
    for (std::size_t i = 0; i < m_sections.size(); ++i) {
        if (m_sections[i].id == section)
            showSection(static_cast<int>(i));
    }
}

void ProjectsPage::focusSearch() {
    m_list->setFocus(Qt::ShortcutFocusReason);
}

void ProjectsPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    m_presenter->setShown(true);
}

void ProjectsPage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    m_presenter->setShown(false);
}

QWidget* ProjectsPage::newList(QWidget* parent) {
    auto* card = new Card(parent);
    card->setFlush(true);
    m_list = new PlainTable(tr("Projects"), card);
    m_list->setObjectName(u"projectsList"_s);
    m_list->setColumns({{tr("Project"), false, true}, {tr("This month"), true, false, tr("Spent this month, in UTC")}});
    m_list->setTwoLines(true);
    connect(m_list, &PlainTable::rowSelected, this, [this](int row) {
        const auto& projects = m_presenter->state().projects;
        if (row >= 0 && static_cast<std::size_t>(row) < projects.size())
            m_presenter->select(std::string(projects[static_cast<std::size_t>(row)].id));
    });
    card->body()->setContentsMargins(2, 3, 2, 4); // clear of the rounded corners
    card->body()->addWidget(m_list);
    card->setFixedWidth(theme::px(272));
    return card;
}

QWidget* ProjectsPage::newDetail(QWidget* parent) {
    m_detail = new QWidget(parent);
    auto* column = new QVBoxLayout(m_detail);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::px(14));
    m_tabs = new SegmentedControl(tr("Section"), m_detail);
    m_tabs->setObjectName(u"projectSections"_s);
    // All of them before what they lead to: the Tab key goes through them in this order.
    for (const QString& title :
         {tr("General"), tr("Keys"), tr("Routing"), tr("Cache"), tr("Limits and budgets"), tr("Rollout")})
        m_tabs->addSegment(title);
    m_stack = new QStackedWidget(m_detail);
    column->addWidget(m_tabs, 0, Qt::AlignLeft);
    column->addWidget(m_stack, 1);
    addSection(u"general"_s, tr("General"), new GeneralSection(m_presenter));
    addSection(u"keys"_s, tr("Keys"), new KeysSection(m_presenter));
    addSection(u"routing"_s, tr("Routing"), new RoutingSection(m_presenter));
    addSection(u"cache"_s, tr("Cache"), new CacheSection(m_presenter));
    addSection(u"limits"_s, tr("Limits and budgets"), new LimitsSection(m_presenter));
    addSection(u"rollout"_s, tr("Rollout"), new RolloutSection(m_presenter));
    connect(m_tabs, &SegmentedControl::activated, this, &ProjectsPage::showSection);
    return m_detail;
}

QScrollArea* ProjectsPage::newScroll(const QString& name, QWidget* parent) {
    auto* scroll = new QScrollArea(parent);
    scroll->setAccessibleName(name);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->viewport()->setAutoFillBackground(false);
    return scroll;
}

void ProjectsPage::addSection(const QString& id, const QString& title, Section* section) {
    auto* scroll = newScroll(title, m_stack);
    scroll->setObjectName(u"projectSection-"_s + id);
    scroll->setWidget(section);
    section->setAutoFillBackground(false);
    m_stack->addWidget(scroll);
    m_sections.push_back({id, section});
}

void ProjectsPage::showSection(int index) {
    m_tabs->setCurrentIndex(index);
    m_stack->setCurrentIndex(index);
    render(m_presenter->state());
}

void ProjectsPage::render(const ViewState& state) {
    const QString error = state.fault(Field::Page);
    m_newFault->setText(state.fault(Field::NewProject));
    m_newFault->setVisible(!state.fault(Field::NewProject).isEmpty());
    m_error->setText(error);
    m_error->setVisible(!error.isEmpty());
    std::vector<std::vector<Cell>> projects;
    int selected = -1;
    for (const ProjectItem& project : state.projects) {
        if (project.id == state.project.id)
            selected = static_cast<int>(projects.size());
        Cell name{project.name};
        name.toolTip = project.name;
        name.beneath = project.activeKeys == 1 ? tr("%1 · 1 key").arg(modeName(project.mode))
                                               : tr("%1 · %2 keys").arg(modeName(project.mode)).arg(project.activeKeys);
        projects.push_back({name,
                            {state.spentKnown ? formatMoney(project.spent) : unknownText(), theme::Role::Secondary,
                             QVariant::fromValue<qlonglong>(project.spent.nanoUsd)}});
    }
    if (m_shownProject != state.project.id) {
        // Another project begins at its top.
        for (QScrollArea* scroll : m_stack->findChildren<QScrollArea*>())
            scroll->verticalScrollBar()->setValue(0);
    }
    m_shownProject = state.project.id;
    m_list->setRows(std::move(projects));
    m_list->selectRow(selected);
    m_detail->setVisible(!state.project.id.empty());
    // The others are rendered when they are chosen.
    if (const int current = m_stack->currentIndex(); current >= 0)
        m_sections[static_cast<std::size_t>(current)].section->render(state);
}

} // namespace llmg::projects
