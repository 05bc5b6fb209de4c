// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/generalsection.h"

#include "ui/pages/projects/presenter.h"
#include "ui/pages/projects/words.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/codeline.h"
#include "ui/widgets/label.h"
#include "ui/widgets/numberfield.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRadioButton>

namespace llmg::projects {

using namespace Qt::StringLiterals;
using namespace widgets;
using domain::ProjectMode;

GeneralSection::GeneralSection(Presenter* presenter, QWidget* parent)
    : Section(presenter, parent) {
    column()->addWidget(newAddress());
    column()->addWidget(newRules());
    column()->addWidget(newRemoval());
    column()->addStretch(1);
}

QWidget* GeneralSection::newAddress() {
    auto* card = new Card(tr("Project"), this);
    m_name = new QLineEdit(card);
    m_name->setObjectName(u"projectName"_s);
    m_name->setAccessibleName(tr("Name"));
    m_name->setMaxLength(kLongestName);
    connect(m_name, &QLineEdit::editingFinished, this, [this] { m_presenter->rename(m_name->text()); });
    card->body()->addWidget(newFormRow(tr("Name"), m_name, card));
    card->body()->addWidget(newFault(Field::Name, card));
    m_address = new CodeLine(tr("address"), card);
    m_address->setObjectName(u"projectAddress"_s);
    card->body()->addWidget(newColumn(tr("Base URL"), m_address, card));
    card->body()->addWidget(
        newHint(tr("Set this as the base URL in any OpenAI client, with a key of this project."), card));
    m_keptKey = new CodeLine(tr("key"), card);
    m_keptKey->setObjectName(u"projectKey"_s);
    m_keptKey->setCopySource([this]() -> QString { return secretText(state().kept); });
    m_keptKeyColumn = newColumn(tr("Gateway key, from the keychain"), m_keptKey, card);
    card->body()->addWidget(m_keptKeyColumn);
    return card;
}

QWidget* GeneralSection::newRules() {
    auto* holder = new QWidget(this);
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::px(14));
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

QWidget* GeneralSection::newRemoval() {
    auto* card = new Card(tr("Delete project"), this);
    m_removeWords = newHint({}, card);
    card->body()->addWidget(m_removeWords);
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::px(8));
    m_removeName = new QLineEdit(card);
    m_removeName->setObjectName(u"projectRemoveName"_s);
    m_removeName->setAccessibleName(tr("Name of the project to delete"));
    m_keep = newButton(tr("Keep it"), theme::ButtonKind::Secondary, card);
    m_keep->setObjectName(u"projectKeep"_s);
    m_remove = newButton(tr("Delete project"), theme::ButtonKind::Danger, card);
    m_remove->setObjectName(u"projectRemove"_s);
    row->addWidget(m_removeName, 1);
    row->addStretch(1);
    row->addWidget(m_keep);
    row->addWidget(m_remove);
    card->body()->addLayout(row);
    card->body()->addWidget(newFault(Field::Removal, card));
    const auto remove = [this] {
        if (!m_asks) {
            askRemoval(true);
            m_removeName->setFocus(Qt::OtherFocusReason);
        } else {
            m_presenter->removeProject(m_removeName->text());
        }
    };
    connect(m_remove, &QPushButton::clicked, this, remove);
    connect(m_removeName, &QLineEdit::returnPressed, this, remove);
    connect(m_keep, &QPushButton::clicked, this, [this] { askRemoval(false); });
    connect(m_removeName, &QLineEdit::textChanged, this, [this](const QString& typed) {
        m_remove->setEnabled(!m_asks || typed.trimmed() == text(state().project.name));
    });
    return card;
}

void GeneralSection::askRemoval(bool asks) {
    m_asks = asks;
    m_removeName->clear();
    m_removeName->setVisible(asks);
    m_keep->setVisible(asks);
    const bool last = state().project.id == "default";
    m_remove->setVisible(!last);
    m_remove->setEnabled(!asks);
    const QString name = text(state().project.name);
    m_removeWords->setText(last   ? tr("The default project stays: programs that were set up first use it. Disable its "
                                         "keys instead.")
                           : asks ? tr("Type “%1” to delete it for good, with its %2 keys, its limits and its cached "
                                       "answers. Requests that were made stay in the ledger.")
                                        .arg(name)
                                        .arg(state().keys.size())
                                  : tr("Its keys stop working at once. This cannot be undone."));
    m_removeName->setPlaceholderText(name);
}

void GeneralSection::render(const ViewState& state) {
    const bool another = m_shownProject != state.project.id;
    if (another)
        m_asks = false;
    m_shownProject = state.project.id;
    if (!m_asks)
        askRemoval(false);
    // A name that was refused stays, beside the reason.
    if (another || state.fault(Field::Name).isEmpty())
        showText(m_name, text(state.project.name));
    const bool running = !state.baseUrl.isEmpty();
    m_address->setCode(running ? state.baseUrl : tr("The gateway is not running"));
    m_address->setEnabled(running);
    m_keptKeyColumn->setVisible(!state.kept.isEmpty());
    m_keptKey->setCode(text(state.kept.masked()));
    if (QAbstractButton* mode = m_modes->button(static_cast<int>(state.project.mode)))
        mode->setChecked(true);
    m_bodies->setChecked(state.project.storeBodies);
    renderFaults(state);
}

} // namespace llmg::projects
