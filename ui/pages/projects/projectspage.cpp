// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/projectspage.h"

#include "ui/pages/projects/presenter.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/codeline.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/numberfield.h"
#include "ui/widgets/pageheader.h"
#include "ui/widgets/plaintable.h"
#include "ui/widgets/segmentedcontrol.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>

#include <algorithm>

namespace llmg::projects {

using namespace Qt::StringLiterals;
using namespace widgets;
using domain::KeyState;
using domain::ProjectMode;

namespace {

constexpr int kGap = 14;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QString secretText(const Secret& secret) {
    const std::string_view whole = secret.reveal();
    return QString::fromUtf8(whole.data(), static_cast<qsizetype>(whole.size()));
}

QString modeName(ProjectMode mode) {
    switch (mode) {
    case ProjectMode::ApiKeys:
        return ProjectsPage::tr("Own keys");
    case ProjectMode::Credits:
        return ProjectsPage::tr("Credits");
    case ProjectMode::Hybrid:
        return ProjectsPage::tr("Hybrid");
    }
    return {};
}

QString modeWords(ProjectMode mode) {
    switch (mode) {
    case ProjectMode::ApiKeys:
        return ProjectsPage::tr("Only to providers whose key you entered; without one the request is refused.");
    case ProjectMode::Credits:
        return ProjectsPage::tr(
            "Everything to the hosted gateway account, which adds its markup; your own keys are not used.");
    case ProjectMode::Hybrid:
        return ProjectsPage::tr("Your own keys first; the hosted account where there is none, or where they fail.");
    }
    return {};
}

UnixTime now() {
    return SystemClock().now();
}

} // namespace

ProjectsPage::ProjectsPage(Presenter* presenter, QWidget* parent)
    : Page(parent)
    , m_presenter(presenter) {
    presenter->setParent(this);
    auto* column = new QVBoxLayout(this);
    auto* header = new PageHeader(tr("Projects"), this);
    m_newName = new QLineEdit(header);
    m_newName->setObjectName(u"projectNewName"_s);
    m_newName->setAccessibleName(tr("Name of a new project"));
    m_newName->setPlaceholderText(tr("New project"));
    m_newName->setFixedWidth(theme::px(200));
    m_newProject = newButton(tr("Create project"), theme::ButtonKind::Secondary, header);
    m_newProject->setObjectName(u"projectCreate"_s);
    header->addAction(m_newName);
    header->addAction(m_newProject);
    const auto create = [this] {
        m_presenter->createProject(m_newName->text());
        m_newName->clear();
    };
    connect(m_newProject, &QPushButton::clicked, this, create);
    connect(m_newName, &QLineEdit::returnPressed, this, create);
    connect(m_newName, &QLineEdit::textChanged, this,
            [this](const QString& name) { m_newProject->setEnabled(!name.trimmed().isEmpty()); });
    m_newProject->setEnabled(false);
    column->addWidget(header);
    m_error = new TextLabel({}, theme::TextStyle::Body, theme::Role::Bad, this);
    m_error->setObjectName(u"projectsError"_s);
    m_error->setWordWrap(true);
    column->addWidget(m_error);
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::px(kGap));
    row->addWidget(newList());
    row->addWidget(newDetail(), 1);
    column->addLayout(row, 1);
    applyPageMargins(this);

    connect(m_presenter, &Presenter::stateChanged, this, [this] { render(m_presenter->state()); });
    connect(m_presenter, &Presenter::undoable, this, &Page::undoableToastRequested);
    render(m_presenter->state());
}

void ProjectsPage::open(const QVariantMap& arguments) {
    if (const QString id = arguments.value(u"project"_s).toString(); !id.isEmpty())
        m_presenter->select(id.toStdString());
}

void ProjectsPage::focusSearch() {
    m_list->setFocus(Qt::ShortcutFocusReason);
}

QWidget* ProjectsPage::newList() {
    auto* card = new Card(this);
    card->setFlush(true);
    m_list = new PlainTable(tr("Projects"), card);
    m_list->setObjectName(u"projectsList"_s);
    m_list->setColumns({{tr("Project"), false, true}, {tr("Mode")}, {tr("Keys"), true}});
    connect(m_list, &PlainTable::rowSelected, this, [this](int row) {
        const auto& projects = m_presenter->state().projects;
        if (row >= 0 && static_cast<std::size_t>(row) < projects.size())
            m_presenter->select(std::string(projects[static_cast<std::size_t>(row)].id));
    });
    card->body()->setContentsMargins(2, 3, 2, 4); // clear of the rounded corners
    card->body()->addWidget(m_list);
    card->setFixedWidth(theme::px(280));
    return card;
}

QWidget* ProjectsPage::newDetail() {
    auto* inner = new QWidget;
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::px(kGap));
    column->addWidget(newAddress());
    column->addWidget(newKeys());
    column->addWidget(newRules());
    column->addStretch(1);
    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName(u"projectDetail"_s);
    m_scroll->setAccessibleName(tr("The chosen project"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(inner);
    m_scroll->viewport()->setAutoFillBackground(false);
    inner->setAutoFillBackground(false);
    return m_scroll;
}

QWidget* ProjectsPage::newAddress() {
    auto* card = new Card(tr("Project"), this);
    m_name = new QLineEdit(card);
    m_name->setObjectName(u"projectName"_s);
    m_name->setAccessibleName(tr("Name"));
    connect(m_name, &QLineEdit::editingFinished, this, [this] { m_presenter->rename(m_name->text()); });
    card->body()->addWidget(newFormRow(tr("Name"), m_name, card));
    m_address = new CodeLine(tr("address"), card);
    m_address->setObjectName(u"projectAddress"_s);
    card->body()->addWidget(m_address);
    m_keptKey = new CodeLine(tr("key"), card);
    m_keptKey->setObjectName(u"projectKey"_s);
    m_keptKey->setCopySource([this]() -> QString { return secretText(m_presenter->state().kept); });
    card->body()->addWidget(m_keptKey);
    m_addressHint = newHint(tr("Set this as the base URL in any OpenAI client, with a key of this project."), card);
    card->body()->addWidget(m_addressHint);
    return card;
}

QWidget* ProjectsPage::newRules() {
    auto* holder = new QWidget(this);
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::px(kGap));
    auto* modeCard = new Card(tr("Who pays"), holder);
    m_modes = new QButtonGroup(this);
    for (const ProjectMode mode : {ProjectMode::ApiKeys, ProjectMode::Hybrid, ProjectMode::Credits}) {
        auto* choice = new QRadioButton(modeName(mode), modeCard);
        choice->setObjectName(u"projectMode-"_s + QString::fromLatin1(domain::toString(mode)));
        choice->setAccessibleDescription(modeWords(mode));
        m_modes->addButton(choice, static_cast<int>(mode));
        modeCard->body()->addWidget(choice);
        auto* words = newHint(modeWords(mode), modeCard);
        words->setIndent(theme::px(24));
        modeCard->body()->addWidget(words);
    }
    connect(m_modes, &QButtonGroup::idClicked, this,
            [this](int id) { m_presenter->setMode(static_cast<ProjectMode>(id)); });
    modeCard->body()->addStretch(1);
    row->addWidget(modeCard, 3);
    auto* keepCard = new Card(tr("What is kept"), holder);
    m_bodies = new QCheckBox(tr("Keep requests and answers"), keepCard);
    m_bodies->setObjectName(u"projectBodies"_s);
    connect(m_bodies, &QCheckBox::clicked, this, [this](bool on) { m_presenter->setStoreBodies(on); });
    keepCard->body()->addWidget(m_bodies);
    keepCard->body()->addWidget(newHint(tr("On this machine only, compressed, for as long as Settings say. Without "
                                           "them you still see tokens, cost and times, but not what was asked."),
                                        keepCard));
    keepCard->body()->addStretch(1);
    row->addWidget(keepCard, 2);
    return holder;
}

QWidget* ProjectsPage::newKeys() {
    auto* holder = new QWidget(this);
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::px(kGap));

    m_keysCard = new Card(tr("Gateway keys"), holder);
    m_disable = newButton(tr("Disable"), theme::ButtonKind::Secondary, m_keysCard);
    m_disable->setObjectName(u"keyDisable"_s);
    m_revoke = newButton(tr("Revoke"), theme::ButtonKind::Danger, m_keysCard);
    m_revoke->setObjectName(u"keyRevoke"_s);
    m_keysCard->addToHeader(m_disable);
    m_keysCard->addToHeader(m_revoke);
    m_keys = new PlainTable(tr("Gateway keys"), m_keysCard);
    m_keys->setObjectName(u"keysTable"_s);
    m_keys->setColumns({{tr("Name"), false, true},
                        {tr("Key")},
                        {tr("State")},
                        {tr("Created"), true},
                        {tr("Last used"), true},
                        {tr("Spent"), true},
                        {tr("Limit"), true}});
    m_keys->setFitsRows(8);
    connect(m_keys, &PlainTable::rowSelected, this, [this] { renderActions(); });
    m_keysCard->body()->addWidget(m_keys);
    m_noKeys = newHint(tr("No key yet. Create one, and give each program its own: then you see what each of them "
                          "spends, and can stop one alone."),
                       m_keysCard);
    m_keysCard->body()->addWidget(m_noKeys);
    connect(m_disable, &QPushButton::clicked, this, [this] {
        if (const domain::GatewayKey* key = chosenKey())
            key->state == KeyState::Active ? m_presenter->disableKey(key->id) : m_presenter->enableKey(key->id);
    });
    connect(m_revoke, &QPushButton::clicked, this, [this] {
        if (const domain::GatewayKey* key = chosenKey())
            m_presenter->revokeKey(std::string(key->id));
    });

    auto* row = new QHBoxLayout;
    row->setSpacing(theme::px(8));
    m_keyName = new QLineEdit(m_keysCard);
    m_keyName->setObjectName(u"keyName"_s);
    m_keyName->setAccessibleName(tr("Name of a new key"));
    m_keyName->setPlaceholderText(tr("Name, for example laptop"));
    m_keyLimit = new NumberField(tr("Spending limit of a new key; zero is none"), m_keysCard);
    m_keyLimit->setObjectName(u"keyLimit"_s);
    m_keyLimit->setDecimals(2);
    m_keyLimit->setRange(0, 100'000'000);
    m_keyLimit->setStep(100);
    m_keyLimit->setPrefix(u"$"_s);
    m_keyLimit->setToolTip(tr("What the key may spend in its life; $0.00 is no limit"));
    m_keyLimit->setFixedWidth(theme::px(120));
    m_createKey = newButton(tr("Create key"), theme::ButtonKind::Primary, m_keysCard);
    m_createKey->setObjectName(u"keyCreate"_s);
    row->addWidget(m_keyName, 1);
    row->addWidget(new TextLabel(tr("Limit"), theme::TextStyle::Small, theme::Role::Muted, m_keysCard));
    row->addWidget(m_keyLimit);
    row->addWidget(m_createKey);
    m_keysCard->body()->addLayout(row);
    connect(m_createKey, &QPushButton::clicked, this, &ProjectsPage::createKey);
    connect(m_keyName, &QLineEdit::returnPressed, this, &ProjectsPage::createKey);

    m_fresh = new Card(tr("New key"), holder);
    m_fresh->setHighlighted(true);
    auto* done = newButton(tr("Done"), theme::ButtonKind::Secondary, m_fresh);
    done->setObjectName(u"keyFreshDone"_s);
    m_fresh->addToHeader(done);
    connect(done, &QPushButton::clicked, m_presenter, &Presenter::dismissFreshKey);
    m_freshKey = new CodeLine(tr("key"), m_fresh);
    m_freshKey->setObjectName(u"keyFresh"_s);
    m_fresh->body()->addWidget(m_freshKey);
    m_fresh->body()->addWidget(
        newHint(tr("Copy it now: only its fingerprint is kept, so it cannot be shown again."), m_fresh));
    m_language =
        new SegmentedControl(tr("Language of the example"), {u"Python"_s, u"JavaScript"_s, u"cURL"_s}, m_fresh);
    m_language->setObjectName(u"keyLanguage"_s);
    connect(m_language, &SegmentedControl::activated, this, [this] { renderFresh(m_presenter->state()); });
    m_fresh->body()->addWidget(m_language, 0, Qt::AlignLeft);
    m_snippet = new CodeLine(tr("example"), m_fresh);
    m_snippet->setObjectName(u"keySnippet"_s);
    m_fresh->body()->addWidget(m_snippet);

    column->addWidget(m_fresh);
    column->addWidget(m_keysCard);
    return holder;
}

void ProjectsPage::createKey() {
    const std::int64_t cents = m_keyLimit->value();
    m_presenter->createKey(m_keyName->text(),
                           cents > 0 ? std::optional(domain::Money::fromCents(cents)) : std::nullopt);
    m_keyName->clear();
    m_keyLimit->setValue(0);
}

const domain::GatewayKey* ProjectsPage::chosenKey() const {
    const auto row = m_keys->currentRow();
    const auto& keys = m_presenter->state().keys;
    return row >= 0 && static_cast<std::size_t>(row) < keys.size() ? &keys[static_cast<std::size_t>(row)] : nullptr;
}

void ProjectsPage::render(const ViewState& state) {
    m_error->setText(state.error);
    m_error->setVisible(!state.error.isEmpty());
    std::vector<std::vector<Cell>> projects;
    int selected = -1;
    for (const ProjectItem& project : state.projects) {
        if (project.id == state.project.id)
            selected = static_cast<int>(projects.size());
        projects.push_back({{project.name},
                            {modeName(project.mode), theme::Role::Secondary},
                            {QString::number(project.activeKeys), theme::Role::Secondary}});
    }
    m_list->setRows(std::move(projects));
    m_list->selectRow(selected);
    m_scroll->setVisible(!state.project.id.empty());

    if (!m_name->hasFocus() || m_name->text().trimmed().isEmpty())
        m_name->setText(text(state.project.name));
    const bool running = !state.baseUrl.isEmpty();
    m_address->setCode(running ? state.baseUrl : tr("The gateway is not running"));
    m_address->setEnabled(running);
    m_keptKey->setVisible(!state.kept.isEmpty());
    m_keptKey->setCode(text(state.kept.masked()));
    if (QAbstractButton* mode = m_modes->button(static_cast<int>(state.project.mode)))
        mode->setChecked(true);
    m_bodies->setChecked(state.project.storeBodies);
    renderKeys(state);
    renderFresh(state);
}

void ProjectsPage::renderKeys(const ViewState& state) {
    std::vector<std::vector<Cell>> rows;
    for (const domain::GatewayKey& key : state.keys) {
        const bool leaving = std::find(state.leaving.begin(), state.leaving.end(), key.id) != state.leaving.end();
        const bool expired = key.expiresAt && *key.expiresAt <= now();
        QString word = tr("active");
        theme::Role role = theme::Role::Good;
        if (key.state == KeyState::Revoked || leaving) {
            word = tr("revoked");
            role = theme::Role::Muted;
        } else if (key.state == KeyState::Disabled) {
            word = tr("disabled");
            role = theme::Role::Warning;
        } else if (expired) {
            word = tr("expired");
            role = theme::Role::Bad;
        } else if (key.limit && key.spent >= *key.limit) {
            word = tr("limit reached");
            role = theme::Role::Bad;
        }
        const theme::Role plain = role == theme::Role::Muted ? theme::Role::Muted : theme::Role::Text;
        rows.push_back({{text(key.name), plain},
                        {text(key.prefix) + u"…"_s, theme::Role::Secondary, {}, {}, true},
                        {word, role},
                        {formatWhen(key.createdAt, now()), theme::Role::Secondary},
                        {key.lastUsedAt ? formatWhen(*key.lastUsedAt, now()) : tr("never"), theme::Role::Secondary},
                        {formatMoney(key.spent), plain},
                        {key.limit ? formatMoney(*key.limit) : tr("none"), theme::Role::Secondary}});
    }
    m_keys->setRows(std::move(rows));
    m_keys->setVisible(!state.keys.empty());
    m_noKeys->setVisible(state.keys.empty());
    m_keysCard->setTitle(tr("Gateway keys"),
                         state.keys.empty() ? QString() : tr("%1 in this project").arg(state.keys.size()));
    renderActions();
}

void ProjectsPage::renderActions() {
    const domain::GatewayKey* key = chosenKey();
    const auto& leaving = m_presenter->state().leaving;
    const bool live =
        key && key->state != KeyState::Revoked && std::find(leaving.begin(), leaving.end(), key->id) == leaving.end();
    m_disable->setEnabled(live);
    m_revoke->setEnabled(live);
    m_disable->setText(live && key->state == KeyState::Disabled ? tr("Enable") : tr("Disable"));
    m_disable->setVisible(!m_presenter->state().keys.empty());
    m_revoke->setVisible(!m_presenter->state().keys.empty());
}

void ProjectsPage::renderFresh(const ViewState& state) {
    m_fresh->setVisible(state.fresh.has_value());
    if (!state.fresh) {
        m_freshKey->setCode({});
        m_snippet->setCode({});
        return;
    }
    m_fresh->setTitle(tr("New key"), state.fresh->name);
    m_freshKey->setCode(secretText(state.fresh->secret));
    // On the screen the example carries the key masked; Copy gives it whole.
    const QString masked = text(state.fresh->secret.masked());
    const int language = std::max(0, m_language->currentIndex());
    m_snippet->setCode(Presenter::snippet(language, state.baseUrl, masked));
    m_snippet->setCopySource([this, language]() -> QString {
        const auto& fresh = m_presenter->state().fresh;
        return fresh ? Presenter::snippet(language, m_presenter->state().baseUrl, secretText(fresh->secret))
                     : QString();
    });
}

} // namespace llmg::projects
