// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/section.h"

#include "ui/pages/projects/presenter.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/label.h"
#include "ui/widgets/numberfield.h"

#include <QBoxLayout>
#include <QLineEdit>

#include <limits>

namespace llmg::projects {

using namespace Qt::StringLiterals;
using namespace widgets;

namespace {

constexpr std::int64_t kNanoPerDollar = 1'000'000'000;
constexpr std::int64_t kMostNano = 9'000'000'000 * kNanoPerDollar;

} // namespace

Section::Section(Presenter* presenter, QWidget* parent)
    : QWidget(parent)
    , m_presenter(presenter)
    , m_column(new QVBoxLayout(this)) {
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(theme::px(14));
}

const ViewState& Section::state() const {
    return m_presenter->state();
}

TextLabel* Section::newFault(Field field, QWidget* parent) {
    auto* label = new TextLabel({}, theme::TextStyle::Small, theme::Role::Bad, parent);
    label->setObjectName(u"projectFault%1"_s.arg(static_cast<int>(field)));
    label->setWordWrap(true);
    label->hide();
    m_faults.emplace_back(field, label);
    return label;
}

void Section::renderFaults(const ViewState& state) {
    for (const auto& [field, label] : m_faults) {
        const QString fault = state.fault(field);
        label->setText(fault);
        label->setVisible(!fault.isEmpty());
    }
}

NumberField* newMoneyField(const QString& name, QWidget* parent) {
    auto* field = new NumberField(name, parent);
    field->setDecimals(9);
    field->setLeastDecimals(2);
    field->setRange(1, kMostNano);
    field->setStep(kNanoPerDollar);
    field->setPrefix(u"$"_s);
    return field;
}

NumberField* newCountField(const QString& name, QWidget* parent) {
    auto* field = new NumberField(name, parent);
    field->setRange(0, 1'000'000'000);
    return field;
}

NumberField* newRateField(const QString& name, QWidget* parent) {
    auto* field = new NumberField(name, parent);
    field->setOptional(Section::tr("no limit"));
    field->setRange(1, std::numeric_limits<std::int64_t>::max() / 2);
    return field;
}

TextLabel* newWarning(QWidget* parent) {
    auto* label = new TextLabel({}, theme::TextStyle::Small, theme::Role::Warning, parent);
    label->setWordWrap(true);
    label->hide();
    return label;
}

void showWarning(TextLabel* label, const QString& words) {
    label->setText(words);
    label->setVisible(!words.isEmpty());
}

QWidget* newColumn(const QString& label, QWidget* field, QWidget* parent) {
    auto* holder = new QWidget(parent);
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::px(4));
    auto* words = new ElidedLabel(label, theme::TextStyle::Small, theme::Role::Secondary, holder);
    words->setBuddy(field);
    field->setParent(holder);
    if (field->accessibleName().isEmpty())
        field->setAccessibleName(label);
    column->addWidget(words);
    column->addWidget(field);
    if (auto* number = qobject_cast<NumberField*>(field))
        column->addWidget(newNumberFault(number, holder));
    return holder;
}

void showValue(NumberField* field, std::int64_t value) {
    if (!field->hasFocus() || field->value() == value)
        field->setValue(value);
}

void showOptional(NumberField* field, std::optional<std::int64_t> value) {
    if (!field->hasFocus() || field->optionalValue() == value)
        field->setOptionalValue(value);
}

std::optional<std::int64_t> rateOrNone(std::int64_t perMinute) {
    return perMinute > 0 ? std::optional(perMinute) : std::nullopt;
}

void showText(QLineEdit* field, const QString& text) {
    if (!field->hasFocus() && field->text() != text) {
        field->setText(text);
        field->setCursorPosition(0);
    }
}

void clearLayout(QBoxLayout* layout) {
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->setParent(nullptr);
            widget->deleteLater();
        }
        delete item;
    }
}

} // namespace llmg::projects
