// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/limitssection.h"

#include "ui/pages/projects/budgetlist.h"
#include "ui/pages/projects/presenter.h"
#include "ui/pages/projects/words.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"
#include "ui/widgets/numberfield.h"

#include <QHBoxLayout>

namespace llmg::projects {

using namespace Qt::StringLiterals;
using namespace widgets;
using domain::BudgetScope;

LimitsSection::LimitsSection(Presenter* presenter, QWidget* parent)
    : Section(presenter, parent) {
    column()->addWidget(newBudgets());
    column()->addWidget(newRates());
    column()->addWidget(newProviderBudgets());
    column()->addStretch(1);
}

void LimitsSection::wire(BudgetList* list) {
    connect(list, &BudgetList::saveRequested, m_presenter, &Presenter::saveBudget);
    connect(list, &BudgetList::removeRequested, this,
            [this](const QString& id) { m_presenter->removeBudget(id.toStdString()); });
}

QWidget* LimitsSection::newBudgets() {
    auto* card = new Card(tr("Budgets"), this);
    card->setTitle(tr("Budgets"), tr("warn at 75, 90 and 100 %; days and months begin in UTC"));
    m_budgets = new BudgetList(u"budget"_s,
                               tr("No budget yet. One that warns changes nothing but tells you in time; one that "
                                  "refuses answers 402 once it is spent."),
                               theme::ButtonKind::Primary, card);
    card->body()->addWidget(m_budgets);
    card->body()->addWidget(newFault(Field::Budget, card));
    wire(m_budgets);
    return card;
}

QWidget* LimitsSection::newProviderBudgets() {
    auto* card = new Card(tr("Budgets for providers"), this);
    card->setTitle(tr("Budgets for providers"), tr("of all projects together"));
    m_providerBudgets = new BudgetList(u"providerBudget"_s,
                                       tr("No provider has a budget. One that refuses takes the provider out of the "
                                          "routes once it is spent; others that have the model answer instead."),
                                       theme::ButtonKind::Secondary, card);
    card->body()->addWidget(m_providerBudgets);
    card->body()->addWidget(newFault(Field::ProviderBudget, card));
    wire(m_providerBudgets);
    return card;
}

QWidget* LimitsSection::newRates() {
    auto* card = new Card(tr("Rate"), this);
    m_requests = newRateField(tr("Requests a minute; empty is no limit"), card);
    m_requests->setObjectName(u"projectRequests"_s);
    m_tokens = newRateField(tr("Tokens a minute; empty is no limit"), card);
    m_tokens->setObjectName(u"projectTokens"_s);
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::px(12));
    row->addWidget(newColumn(tr("Requests a minute"), m_requests, card), 1);
    row->addWidget(newColumn(tr("Tokens a minute"), m_tokens, card), 1);
    card->body()->addLayout(row);
    card->body()->addWidget(newHint(tr("Of all keys of the project together, in any 60 seconds; prompt and completion "
                                       "tokens are added. Beyond it the answer is 429 with Retry-After."),
                                    card));
    card->body()->addWidget(newFault(Field::Rates, card));
    applyRate(m_requests, &domain::RateLimit::requestsPerMinute);
    applyRate(m_tokens, &domain::RateLimit::tokensPerMinute);
    return card;
}

void LimitsSection::applyRate(NumberField* field, std::int64_t domain::RateLimit::*member) {
    connect(field, &QLineEdit::editingFinished, this, [this, field, member] {
        if (!field->isAcceptable())
            return;
        domain::RateLimit rate = state().project.rate;
        rate.*member = field->value();
        m_presenter->setRate(rate);
    });
}

void LimitsSection::render(const ViewState& state) {
    if (m_shownProject != state.project.id) {
        m_requests->reset();
        m_tokens->reset();
        m_budgets->reset();
    }
    m_shownProject = state.project.id;
    showOptional(m_requests, rateOrNone(state.project.rate.requestsPerMinute));
    showOptional(m_tokens, rateOrNone(state.project.rate.tokensPerMinute));
    std::vector<BudgetList::Subject> subjects{{BudgetScope::Project, state.project.id, tr("The whole project")}};
    for (const domain::GatewayKey& key : state.keys) {
        if (key.state != domain::KeyState::Revoked)
            subjects.push_back({BudgetScope::Key, key.id, tr("Key “%1”").arg(text(key.name))});
    }
    m_budgets->render(state.budgets, subjects, state.spentKnown);
    std::vector<BudgetList::Subject> providers;
    for (const auto& [id, name] : state.providers)
        providers.push_back({BudgetScope::Provider, id, name});
    m_providerBudgets->render(state.providerBudgets, providers, state.spentKnown);
    renderFaults(state);
}

} // namespace llmg::projects
