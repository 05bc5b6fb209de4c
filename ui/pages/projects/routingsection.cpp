// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/routingsection.h"

#include "ui/pages/projects/listfield.h"
#include "ui/pages/projects/presenter.h"
#include "ui/pages/projects/words.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"
#include "ui/widgets/numberfield.h"
#include "ui/widgets/segmentedcontrol.h"

#include <QCheckBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>

namespace llmg::projects {

using namespace Qt::StringLiterals;
using namespace widgets;
using domain::RoutingPreset;
using domain::RoutingSettings;

namespace {

constexpr std::array kPresets{RoutingPreset::Price, RoutingPreset::Balanced, RoutingPreset::Speed,
                              RoutingPreset::Custom};
constexpr std::array kWeights{&domain::RoutingWeights::price, &domain::RoutingWeights::uptime,
                              &domain::RoutingWeights::throughput, &domain::RoutingWeights::latency};

int indexOf(RoutingPreset preset) {
    for (std::size_t i = 0; i < kPresets.size(); ++i) {
        if (kPresets[i] == preset)
            return static_cast<int>(i);
    }
    return 0;
}

QString wordsOf(RoutingPreset preset) {
    switch (preset) {
    case RoutingPreset::Price:
        return RoutingSection::tr("The cheapest provider that answers reliably.");
    case RoutingPreset::Balanced:
        return RoutingSection::tr("Price against speed, with reliability first.");
    case RoutingPreset::Speed:
        return RoutingSection::tr("The quickest first token and the most tokens a second; price hardly counts.");
    case RoutingPreset::Custom:
        return RoutingSection::tr("Your own weights: what is twice as heavy counts twice as much.");
    }
    return {};
}

} // namespace

RoutingSection::RoutingSection(Presenter* presenter, QWidget* parent)
    : Section(presenter, parent) {
    column()->addWidget(newPreset());
    column()->addWidget(newAllowed());
    column()->addWidget(newAliases());
    column()->addStretch(1);
}

QWidget* RoutingSection::newPreset() {
    auto* card = new Card(tr("When several providers have the model"), this);
    m_preset = new SegmentedControl(tr("What counts"), {tr("Price"), tr("Balanced"), tr("Speed"), tr("Custom")}, card);
    m_preset->setObjectName(u"routingPreset"_s);
    card->body()->addWidget(m_preset, 0, Qt::AlignLeft);
    m_presetWords = newHint({}, card);
    card->body()->addWidget(m_presetWords);
    auto* weights = new QHBoxLayout;
    weights->setSpacing(theme::px(12));
    const std::array names{tr("Price"), tr("Uptime"), tr("Throughput"), tr("Latency")};
    for (std::size_t i = 0; i < m_weights.size(); ++i) {
        auto* field = newCountField(tr("Weight of %1").arg(names[i]), card);
        field->setObjectName(u"routingWeight%1"_s.arg(i));
        field->setDecimals(3);
        field->setRange(0, domain::kMostRoutingWeight);
        field->setStep(25);
        connect(field, &QLineEdit::editingFinished, this, &RoutingSection::applyWeights);
        m_weights[i] = field;
        weights->addWidget(newColumn(names[i], field, card), 1);
    }
    card->body()->addLayout(weights);
    m_exploration = newCountField(tr("Requests that measure another provider"), card);
    m_exploration->setObjectName(u"routingExploration"_s);
    m_exploration->setDecimals(1);
    m_exploration->setRange(0, domain::kMostExplorationPerMille);
    m_exploration->setStep(5);
    m_exploration->setSuffix(u" %"_s);
    card->body()->addWidget(newFormRow(tr("Requests that measure another provider"), m_exploration, card));
    m_sticky = new QCheckBox(tr("A conversation stays with its provider, whose prompt cache is warm"), card);
    m_sticky->setObjectName(u"routingSticky"_s);
    card->body()->addWidget(m_sticky);
    card->body()->addWidget(newFault(Field::Routing, card));
    connect(m_preset, &SegmentedControl::activated, this, [this](int index) {
        RoutingSettings routing = state().project.routing;
        // One's own weights begin with those that were in force.
        if (kPresets[static_cast<std::size_t>(index)] == RoutingPreset::Custom &&
            routing.preset != RoutingPreset::Custom)
            routing.custom = domain::weightsOf(routing);
        routing.preset = kPresets[static_cast<std::size_t>(index)];
        m_presenter->setRouting(routing);
    });
    card->body()->addWidget(newNumberFault(m_exploration, card));
    connect(m_exploration, &QLineEdit::editingFinished, this, [this] {
        if (!m_exploration->isAcceptable())
            return;
        RoutingSettings routing = state().project.routing;
        routing.explorationPerMille = static_cast<int>(m_exploration->value());
        m_presenter->setRouting(routing);
    });
    connect(m_sticky, &QCheckBox::clicked, this, [this](bool on) {
        RoutingSettings routing = state().project.routing;
        routing.sticky = on;
        m_presenter->setRouting(routing);
    });
    return card;
}

void RoutingSection::applyWeights() {
    RoutingSettings routing = state().project.routing;
    if (routing.preset != RoutingPreset::Custom)
        return;
    for (std::size_t i = 0; i < m_weights.size(); ++i) {
        if (m_weights[i]->isAcceptable())
            routing.custom.*kWeights[i] = static_cast<int>(m_weights[i]->value());
    }
    m_presenter->setRouting(routing);
}

QWidget* RoutingSection::newAllowed() {
    auto* card = new Card(tr("What may be called"), this);
    m_models = new ListField(tr("Allowed models"), card);
    m_models->setObjectName(u"projectModels"_s);
    m_models->setPlaceholderText(tr("All; or gpt-4o, claude-sonnet-4-5"));
    m_providers = new ListField(tr("Allowed providers"), card);
    m_providers->setObjectName(u"projectProviders"_s);
    m_providers->setPlaceholderText(tr("All; or openai, anthropic"));
    card->body()->addWidget(newColumn(tr("Allowed models"), m_models, card));
    m_modelsWarning = newWarning(card);
    m_modelsWarning->setObjectName(u"projectModelsWarning"_s);
    card->body()->addWidget(m_modelsWarning);
    card->body()->addWidget(newFault(Field::Models, card));
    card->body()->addWidget(newColumn(tr("Allowed providers"), m_providers, card));
    card->body()->addWidget(newFault(Field::Providers, card));
    connect(m_models, &ListField::valuesEdited, m_presenter, &Presenter::setAllowedModels);
    connect(m_providers, &ListField::valuesEdited, m_presenter, &Presenter::setAllowedProviders);
    return card;
}

QWidget* RoutingSection::newAliases() {
    auto* card = new Card(tr("Aliases"), this);
    auto* add = newButton(tr("Add alias"), theme::ButtonKind::Secondary, card);
    add->setObjectName(u"aliasAdd"_s);
    card->addToHeader(add);
    card->body()->addWidget(newHint(tr("A program that asks for the name at the left gets the model at the right. A "
                                       "provider may be named: openai/gpt-4o."),
                                    card));
    m_aliasRows = new QVBoxLayout;
    m_aliasRows->setSpacing(theme::px(8));
    card->body()->addLayout(m_aliasRows);
    card->body()->addWidget(newFault(Field::Aliases, card));
    connect(add, &QPushButton::clicked, this, [this] {
        addAliasRow({}, {});
        m_aliasFields.back().first->setFocus(Qt::OtherFocusReason);
    });
    return card;
}

void RoutingSection::addAliasRow(const QString& asked, const QString& used) {
    const auto number = m_aliasFields.size();
    auto* holder = new QWidget(this);
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::px(8));
    const auto field = [&](const QString& shown, const QString& name, const QString& objectName) {
        auto* made = new QLineEdit(shown, holder);
        made->setObjectName(objectName + QString::number(number));
        made->setAccessibleName(name);
        made->setFont(theme::font(theme::TextStyle::MonoSmall));
        return made;
    };
    auto* from = field(asked, tr("Model that is asked for"), u"aliasAsked"_s);
    from->setPlaceholderText(tr("asked for"));
    auto* to = field(used, tr("Model that is used instead"), u"aliasUsed"_s);
    to->setPlaceholderText(tr("used instead"));
    auto* completer = new QCompleter(state().models, to);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    to->setCompleter(completer);
    auto* remove = newIconButton(u"trash-2"_s, tr("Remove alias %1").arg(asked), holder);
    remove->setObjectName(u"aliasRemove%1"_s.arg(number));
    row->addWidget(from, 1);
    row->addWidget(new TextLabel(u"→"_s, theme::TextStyle::Body, theme::Role::Muted, holder));
    row->addWidget(to, 1);
    row->addWidget(remove);
    m_aliasRows->addWidget(holder);
    m_aliasFields.emplace_back(from, to);
    // A row of which only one half is typed is not done yet.
    const auto apply = [this, from, to] {
        if (from->text().trimmed().isEmpty() == to->text().trimmed().isEmpty())
            applyAliases();
    };
    connect(from, &QLineEdit::editingFinished, this, apply);
    connect(to, &QLineEdit::editingFinished, this, apply);
    connect(remove, &QPushButton::clicked, this, [this, from, to] {
        from->clear();
        to->clear();
        applyAliases();
        if (state().project.aliases == m_shownAliases)
            m_shownProject.clear(); // it was never kept, so nothing comes back that would take the row away
        render(state());
    });
}

void RoutingSection::applyAliases() {
    std::vector<std::pair<QString, QString>> aliases;
    for (const auto& [from, to] : m_aliasFields)
        aliases.emplace_back(from->text(), to->text());
    m_presenter->setAliases(aliases);
}

void RoutingSection::render(const ViewState& state) {
    const RoutingSettings& routing = state.project.routing;
    m_preset->setCurrentIndex(indexOf(routing.preset));
    m_presetWords->setText(wordsOf(routing.preset));
    if (m_shownProject != state.project.id) {
        m_exploration->reset();
        for (NumberField* weight : m_weights)
            weight->reset();
    }
    const domain::RoutingWeights weights = domain::weightsOf(routing);
    for (std::size_t i = 0; i < m_weights.size(); ++i) {
        showValue(m_weights[i], weights.*kWeights[i]);
        m_weights[i]->setEnabled(routing.preset == RoutingPreset::Custom);
    }
    showValue(m_exploration, routing.explorationPerMille);
    m_sticky->setChecked(routing.sticky);
    QStringList providers;
    for (const auto& [id, name] : state.providers)
        providers.append(text(id));
    m_models->setChoices(state.models);
    m_providers->setChoices(providers);
    m_models->setValues(list(state.project.allowedModels));
    m_providers->setValues(list(state.project.allowedProviders));
    showWarning(m_modelsWarning, m_presenter->unknownModels(m_models->values()));
    if (m_shownAliases != state.project.aliases || m_shownProject != state.project.id) {
        m_shownAliases = state.project.aliases;
        m_aliasFields.clear();
        clearLayout(m_aliasRows);
        for (const auto& [asked, used] : state.project.aliases)
            addAliasRow(text(asked), text(used));
    }
    m_shownProject = state.project.id;
    renderFaults(state);
}

} // namespace llmg::projects
