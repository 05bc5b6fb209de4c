// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/budgetlist.h"

#include "ui/pages/projects/budgetbar.h"
#include "ui/pages/projects/section.h"
#include "ui/pages/projects/words.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/numberfield.h"

#include <QComboBox>
#include <QHBoxLayout>

#include <algorithm>

namespace llmg::projects {

using namespace Qt::StringLiterals;
using namespace widgets;
using domain::Budget;
using domain::BudgetScope;
using domain::Money;
using domain::Period;

namespace {

constexpr std::int64_t kFirstAmount = 50'000'000'000;

QComboBox* newEffect(const QString& name, QWidget* parent) {
    auto* box = new QComboBox(parent);
    box->setAccessibleName(name);
    box->addItem(BudgetList::tr("Warn only"), false);
    box->addItem(BudgetList::tr("Refuse beyond it"), true);
    return box;
}

QString subjectOf(const BudgetItem& item) {
    switch (item.budget.scope) {
    case BudgetScope::Project:
        return BudgetList::tr("The whole project");
    case BudgetScope::Key:
        return BudgetList::tr("Key “%1”").arg(item.subject);
    case BudgetScope::Provider:
        return item.subject;
    }
    return {};
}

} // namespace

BudgetList::BudgetList(const QString& prefix, const QString& none, theme::ButtonKind adding, QWidget* parent)
    : QWidget(parent)
    , m_none(newHint(none, this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::px(14));
    column->addWidget(m_none);
    m_rows = new QWidget(this);
    auto* rows = new QVBoxLayout(m_rows);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(theme::px(14));
    column->addWidget(m_rows);
    column->addWidget(newAdding(prefix, adding));
}

QWidget* BudgetList::newAdding(const QString& prefix, theme::ButtonKind kind) {
    auto* adding = new QWidget(this);
    auto* column = new QVBoxLayout(adding);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::px(4));
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::px(8));
    m_subject = new QComboBox(adding);
    m_subject->setObjectName(prefix + u"Subject"_s);
    m_subject->setAccessibleName(tr("What the new budget is for"));
    m_subject->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_subject->setMinimumContentsLength(12);
    m_period = new QComboBox(adding);
    m_period->setObjectName(prefix + u"Period"_s);
    m_period->setAccessibleName(tr("Period of the new budget"));
    m_period->addItem(tr("a month"), static_cast<int>(Period::Month));
    m_period->addItem(tr("a day"), static_cast<int>(Period::Day));
    m_amount = newMoneyField(tr("Amount of the new budget"), adding);
    m_amount->setObjectName(prefix + u"Amount"_s);
    m_amount->setValue(kFirstAmount);
    m_effect = newEffect(tr("What the new budget does"), adding);
    m_effect->setObjectName(prefix + u"Effect"_s);
    m_add = newButton(tr("Add budget"), kind, adding);
    m_add->setObjectName(prefix + u"Add"_s);
    m_amount->setFixedWidth(amountWidth());
    m_period->setFixedWidth(periodWidth());
    m_effect->setFixedWidth(effectWidth());
    m_add->setFixedWidth(lastWidth());
    row->addWidget(m_subject, 1);
    for (QWidget* each : std::initializer_list<QWidget*>{m_amount, m_period, m_effect, m_add})
        row->addWidget(each);
    column->addLayout(row);
    column->addWidget(newNumberFault(m_amount, adding));
    connect(m_add, &QPushButton::clicked, this, &BudgetList::add);
    connect(m_amount, &QLineEdit::returnPressed, this, &BudgetList::add);
    return adding;
}

int BudgetList::amountWidth() const {
    return QFontMetrics(theme::font(theme::TextStyle::Body)).horizontalAdvance(u"$1,000,000.00"_s) + theme::px(24);
}

int BudgetList::periodWidth() const {
    return m_period->sizeHint().width();
}

int BudgetList::effectWidth() const {
    return m_effect->sizeHint().width();
}

int BudgetList::lastWidth() const {
    return m_add->sizeHint().width();
}

void BudgetList::add() {
    const int chosen = m_subject->currentIndex();
    if (chosen < 0 || !areAcceptable({m_amount}))
        return;
    const Subject& subject = m_subjects[static_cast<std::size_t>(chosen)];
    Budget budget;
    budget.scope = subject.scope;
    budget.subject = subject.id;
    budget.period = static_cast<Period>(m_period->currentData().toInt());
    budget.amount = Money::fromNano(m_amount->value());
    budget.blocks = m_effect->currentData().toBool();
    Q_EMIT saveRequested(budget);
}

void BudgetList::reset() {
    m_amount->reset();
    for (const Row& row : m_shown)
        row.amount->reset();
}

void BudgetList::change(const std::string& id, const std::function<void(Budget&)>& edit) {
    for (const BudgetItem& item : m_items) {
        if (item.budget.id != id)
            continue;
        Budget changed = item.budget;
        edit(changed);
        if (changed != item.budget)
            Q_EMIT saveRequested(changed);
        return;
    }
}

void BudgetList::addRow(const BudgetItem& item) {
    auto* holder = new QWidget(m_rows);
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::px(6));
    auto* first = new QHBoxLayout;
    first->setSpacing(theme::px(8));
    const QString what = subjectOf(item);
    const QString id = text(item.budget.id);
    Row row;
    row.id = item.budget.id;
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(new ElidedLabel(what, theme::TextStyle::Body, theme::Role::Text, holder));
    row.words = new ElidedLabel({}, theme::TextStyle::Small, theme::Role::Secondary, holder);
    words->addWidget(row.words);
    first->addLayout(words, 1);
    row.amount = newMoneyField(tr("Budget of %1").arg(what), holder);
    row.amount->setObjectName(u"budgetAmount-"_s + id);
    row.amount->setFixedWidth(amountWidth());
    row.effect = newEffect(tr("What the budget of %1 does").arg(what), holder);
    row.effect->setObjectName(u"budgetEffect-"_s + id);
    row.effect->setFixedWidth(effectWidth());
    row.remove = newIconButton(u"trash-2"_s, tr("Remove the budget of %1").arg(what), holder);
    row.remove->setObjectName(u"budgetRemove-"_s + id);
    auto* period = new TextLabel(perPeriod(item.budget.period), theme::TextStyle::Body, theme::Role::Secondary, holder);
    period->setIndent(theme::px(10)); // under the words of the box that adds one
    period->setFixedWidth(periodWidth());
    first->addWidget(row.amount);
    first->addWidget(period);
    first->addWidget(row.effect);
    auto* last = new QWidget(holder);
    last->setFixedWidth(lastWidth());
    auto* right = new QHBoxLayout(last);
    right->setContentsMargins(0, 0, 0, 0);
    right->addWidget(row.remove);
    right->addStretch(1);
    first->addWidget(last);
    column->addLayout(first);
    column->addWidget(newNumberFault(row.amount, holder));
    row.bar = new BudgetBar(holder);
    column->addWidget(row.bar);
    connect(row.amount, &QLineEdit::editingFinished, this, [this, id = row.id, field = row.amount] {
        if (field->isAcceptable())
            change(id, [field](Budget& budget) { budget.amount = Money::fromNano(field->value()); });
    });
    connect(row.effect, &QComboBox::activated, this, [this, id = row.id, box = row.effect] {
        change(id, [box](Budget& budget) { budget.blocks = box->currentData().toBool(); });
    });
    connect(row.remove, &QPushButton::clicked, this, [this, id] { Q_EMIT removeRequested(id); });
    m_rows->layout()->addWidget(holder);
    chain(row);
    m_shown.push_back(row);
}

void BudgetList::chain(const Row& row) {
    // New fields come last in the window; on the page they come before those that add one.
    QWidget* before = m_shown.empty() ? nullptr : m_shown.back().remove;
    for (QWidget* field : std::initializer_list<QWidget*>{row.amount, row.effect, row.remove}) {
        if (before)
            QWidget::setTabOrder(before, field);
        before = field;
    }
    QWidget::setTabOrder(row.remove, m_subject);
}

void BudgetList::rebuild() {
    m_shown.clear();
    clearLayout(static_cast<QBoxLayout*>(m_rows->layout()));
    for (const BudgetItem& item : m_items)
        addRow(item);
    QWidget* before = m_subject;
    for (QWidget* field : std::initializer_list<QWidget*>{m_amount, m_period, m_effect, m_add}) {
        QWidget::setTabOrder(before, field);
        before = field;
    }
}

void BudgetList::renderRow(const Row& row, const BudgetItem& item, bool spentKnown) {
    const QString spent = spentKnown ? formatMoney(item.spent) : unknownText();
    row.words->setText(spentKnown ? tr("%1 spent · %2").arg(spent, formatPercent(item.share))
                                  : tr("%1 spent").arg(spent));
    row.words->setRole(item.share >= 1      ? theme::Role::Bad
                       : item.share >= 0.75 ? theme::Role::Warning
                                            : theme::Role::Secondary);
    row.bar->setShare(item.share);
    showValue(row.amount, item.budget.amount.nanoUsd);
    row.effect->setCurrentIndex(item.budget.blocks ? 1 : 0);
}

void BudgetList::renderSubjects(const std::vector<Subject>& subjects) {
    if (subjects == m_subjects)
        return;
    const int chosen = m_subject->currentIndex();
    const std::string before = chosen < 0 ? std::string() : m_subjects[static_cast<std::size_t>(chosen)].id;
    m_subjects = subjects;
    m_subject->clear();
    for (const Subject& subject : m_subjects) {
        m_subject->addItem(subject.name);
        if (subject.id == before)
            m_subject->setCurrentIndex(m_subject->count() - 1);
    }
}

void BudgetList::render(const std::vector<BudgetItem>& items, const std::vector<Subject>& subjects, bool spentKnown) {
    renderSubjects(subjects);
    const bool same = std::equal(m_shown.begin(), m_shown.end(), items.begin(), items.end(),
                                 [](const Row& row, const BudgetItem& item) { return row.id == item.budget.id; });
    const bool renamed = same && !std::equal(m_items.begin(), m_items.end(), items.begin(), items.end(),
                                             [](const BudgetItem& a, const BudgetItem& b) {
                                                 return a.subject == b.subject && a.budget.period == b.budget.period;
                                             });
    m_items = items;
    if (!same || renamed)
        rebuild();
    for (std::size_t i = 0; i < m_shown.size(); ++i)
        renderRow(m_shown[i], m_items[i], spentKnown);
    m_none->setVisible(m_items.empty());
    m_rows->setVisible(!m_items.empty());
}

} // namespace llmg::projects
