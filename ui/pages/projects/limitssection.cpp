// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/limitssection.h"

#include "ui/pages/projects/budgetbar.h"
#include "ui/pages/projects/presenter.h"
#include "ui/pages/projects/words.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/numberfield.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>

#include <algorithm>

namespace llmg::projects {

using namespace Qt::StringLiterals;
using namespace widgets;
using domain::Budget;
using domain::BudgetScope;
using domain::Period;

namespace {

QComboBox* newEffect(const QString& name, QWidget* parent) {
    auto* box = new QComboBox(parent);
    box->setAccessibleName(name);
    box->addItem(LimitsSection::tr("Warn only"), false);
    box->addItem(LimitsSection::tr("Refuse beyond it"), true);
    return box;
}

QString subjectOf(const BudgetItem& item) {
    return item.subject.isEmpty() ? LimitsSection::tr("The whole project")
                                  : LimitsSection::tr("Key %1").arg(item.subject);
}

} // namespace

LimitsSection::LimitsSection(Presenter* presenter, QWidget* parent)
    : Section(presenter, parent) {
    column()->addWidget(newBudgets());
    column()->addWidget(newRates());
    column()->addStretch(1);
}

QWidget* LimitsSection::newRates() {
    auto* card = new Card(tr("Rate"), this);
    m_requests = newCountField(tr("Requests a minute; zero is no limit"), card);
    m_requests->setObjectName(u"projectRequests"_s);
    m_tokens = newCountField(tr("Tokens a minute; zero is no limit"), card);
    m_tokens->setObjectName(u"projectTokens"_s);
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::px(12));
    row->addWidget(newColumn(tr("Requests a minute"), m_requests, card), 1);
    row->addWidget(newColumn(tr("Tokens a minute"), m_tokens, card), 1);
    card->body()->addLayout(row);
    card->body()->addWidget(newHint(tr("Of all keys of the project together, in any 60 seconds; prompt and completion "
                                       "tokens are added. Zero is no limit. Beyond it the answer is 429 with "
                                       "Retry-After."),
                                    card));
    card->body()->addWidget(newFault(Field::Rates, card));
    const auto apply = [this] { m_presenter->setRate({m_requests->value(), m_tokens->value()}); };
    connect(m_requests, &QLineEdit::editingFinished, this, apply);
    connect(m_tokens, &QLineEdit::editingFinished, this, apply);
    return card;
}

QWidget* LimitsSection::newBudgets() {
    auto* card = new Card(tr("Budgets"), this);
    card->setTitle(tr("Budgets"), tr("warn at 75, 90 and 100 %; days and months begin in UTC"));
    m_none = newHint(tr("No budget yet. One that warns changes nothing but tells you in time; one that refuses answers "
                        "402 once it is spent."),
                     card);
    card->body()->addWidget(m_none);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(theme::px(14));
    card->body()->addLayout(m_rows);
    card->body()->addWidget(newFault(Field::Budget, card));
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::px(8));
    row->setContentsMargins(0, theme::px(6), 0, 0);
    m_subject = new QComboBox(card);
    m_subject->setObjectName(u"budgetSubject"_s);
    m_subject->setAccessibleName(tr("What the new budget is for"));
    m_period = new QComboBox(card);
    m_period->setObjectName(u"budgetPeriod"_s);
    m_period->setAccessibleName(tr("Period of the new budget"));
    m_period->addItem(tr("a month"), static_cast<int>(Period::Month));
    m_period->addItem(tr("a day"), static_cast<int>(Period::Day));
    m_amount = newMoneyField(tr("Amount of the new budget"), card);
    m_amount->setObjectName(u"budgetAmount"_s);
    m_amount->setValue(5000);
    m_amount->setFixedWidth(theme::px(110));
    m_effect = newEffect(tr("What the new budget does"), card);
    m_effect->setObjectName(u"budgetEffect"_s);
    m_add = newButton(tr("Add budget"), theme::ButtonKind::Primary, card);
    m_add->setObjectName(u"budgetAdd"_s);
    row->addWidget(m_subject, 1);
    row->addWidget(m_amount);
    row->addWidget(m_period);
    row->addWidget(m_effect);
    row->addWidget(m_add);
    card->body()->addLayout(row);
    connect(m_add, &QPushButton::clicked, this, &LimitsSection::add);
    connect(m_amount, &QLineEdit::returnPressed, this, &LimitsSection::add);
    return card;
}

void LimitsSection::add() {
    Budget budget;
    const std::string key = m_subject->currentData().toString().toStdString();
    budget.scope = key.empty() ? BudgetScope::Project : BudgetScope::Key;
    budget.subject = key.empty() ? state().project.id : key;
    budget.period = static_cast<Period>(m_period->currentData().toInt());
    budget.amount = domain::Money::fromCents(m_amount->value());
    budget.blocks = m_effect->currentData().toBool();
    m_presenter->saveBudget(budget);
}

QWidget* LimitsSection::newBudgetRow(const BudgetItem& item) {
    auto* holder = new QWidget(this);
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::px(6));
    auto* first = new QHBoxLayout;
    first->setSpacing(theme::px(8));
    const QString what = subjectOf(item);
    const QString id = text(item.budget.id);
    Row row;
    row.id = item.budget.id;
    first->addWidget(new TextLabel(what, theme::TextStyle::Body, theme::Role::Text, holder));
    row.words = new TextLabel({}, theme::TextStyle::Small, theme::Role::Secondary, holder);
    first->addWidget(row.words, 1);
    row.amount = newMoneyField(tr("Budget of %1").arg(what), holder);
    row.amount->setObjectName(u"budgetAmount-"_s + id);
    row.amount->setFixedWidth(theme::px(110));
    row.effect = newEffect(tr("What the budget of %1 does").arg(what), holder);
    row.effect->setObjectName(u"budgetEffect-"_s + id);
    auto* remove = newIconButton(u"trash-2"_s, tr("Remove the budget of %1").arg(what), holder);
    remove->setObjectName(u"budgetRemove-"_s + id);
    first->addWidget(row.amount);
    auto* period = new TextLabel(perPeriod(item.budget.period), theme::TextStyle::Body, theme::Role::Secondary, holder);
    period->setFixedWidth(theme::px(56)); // so that the rows stand in columns
    first->addWidget(period);
    first->addWidget(row.effect);
    first->addWidget(remove);
    column->addLayout(first);
    row.bar = new BudgetBar(holder);
    column->addWidget(row.bar);
    const auto budget = [this, id = row.id]() -> std::optional<Budget> {
        for (const BudgetItem& each : state().budgets) {
            if (each.budget.id == id)
                return each.budget;
        }
        return std::nullopt;
    };
    connect(row.amount, &QLineEdit::editingFinished, this, [this, budget, field = row.amount] {
        if (std::optional<Budget> changed = budget(); changed && field->value() != cents(changed->amount)) {
            changed->amount = domain::Money::fromCents(field->value());
            m_presenter->saveBudget(*changed);
        }
    });
    connect(row.effect, &QComboBox::activated, this, [this, budget, box = row.effect] {
        if (std::optional<Budget> changed = budget()) {
            changed->blocks = box->currentData().toBool();
            m_presenter->saveBudget(*changed);
        }
    });
    connect(remove, &QPushButton::clicked, this, [this, id = row.id] { m_presenter->removeBudget(id); });
    m_shown.push_back(row);
    return holder;
}

void LimitsSection::renderRow(const Row& row, const BudgetItem& item) {
    const QString spent = state().spentKnown ? formatMoney(item.spent) : unknownText();
    row.words->setText(state().spentKnown ? tr("%1 spent · %2").arg(spent, formatPercent(item.share))
                                          : tr("%1 spent").arg(spent));
    row.words->setRole(item.share >= 1      ? theme::Role::Bad
                       : item.share >= 0.75 ? theme::Role::Warning
                                            : theme::Role::Secondary);
    row.bar->setShare(item.share);
    showValue(row.amount, cents(item.budget.amount));
    row.effect->setCurrentIndex(item.budget.blocks ? 1 : 0);
}

void LimitsSection::renderSubjects(const ViewState& state) {
    std::vector<std::pair<std::string, QString>> subjects{{std::string(), tr("The whole project")}};
    for (const domain::GatewayKey& key : state.keys) {
        if (key.state != domain::KeyState::Revoked)
            subjects.emplace_back(key.id, tr("Key %1").arg(text(key.name)));
    }
    if (subjects == m_shownSubjects)
        return;
    const QString chosen = m_subject->currentData().toString();
    m_shownSubjects = subjects;
    m_subject->clear();
    for (const auto& [id, name] : subjects)
        m_subject->addItem(name, text(id));
    m_subject->setCurrentIndex(std::max(0, m_subject->findData(chosen)));
}

void LimitsSection::render(const ViewState& state) {
    showValue(m_requests, state.project.rate.requestsPerMinute);
    showValue(m_tokens, state.project.rate.tokensPerMinute);
    renderSubjects(state);
    const bool same = std::equal(m_shown.begin(), m_shown.end(), state.budgets.begin(), state.budgets.end(),
                                 [](const Row& row, const BudgetItem& item) { return row.id == item.budget.id; });
    if (!same) {
        m_shown.clear();
        clearLayout(m_rows);
        for (const BudgetItem& item : state.budgets)
            m_rows->addWidget(newBudgetRow(item));
    }
    for (std::size_t i = 0; i < m_shown.size(); ++i)
        renderRow(m_shown[i], state.budgets[i]);
    m_none->setVisible(state.budgets.empty());
    renderFaults(state);
}

} // namespace llmg::projects
