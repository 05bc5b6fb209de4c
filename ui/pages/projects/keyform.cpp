// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/keyform.h"

#include "ui/pages/projects/listfield.h"
#include "ui/pages/projects/presenter.h"
#include "ui/pages/projects/words.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"
#include "ui/widgets/numberfield.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLineEdit>

#include <algorithm>

namespace llmg::projects {

using namespace Qt::StringLiterals;
using namespace widgets;
using domain::GatewayKey;
using domain::Period;

namespace {

/// From the longest to the shortest, as people think of them.
constexpr std::array kPeriods{Period::Lifetime, Period::Month, Period::Week, Period::Day, Period::Hour};

QString expiryDay(const GatewayKey& key) {
    if (!key.expiresAt)
        return {};
    // It ends when its last day does.
    return QDateTime::fromMSecsSinceEpoch(key.expiresAt->time_since_epoch().count() - 1).date().toString(Qt::ISODate);
}

std::optional<std::int64_t> limitOf(const GatewayKey& key, Period period) {
    if (period == Period::Lifetime)
        return key.limit ? std::optional(key.limit->nanoUsd) : std::nullopt;
    for (const domain::SpendLimit& limit : key.periodLimits) {
        if (limit.period == period)
            return limit.amount.nanoUsd;
    }
    return std::nullopt;
}

void setLimit(GatewayKey& key, Period period, std::optional<std::int64_t> nano) {
    if (limitOf(key, period) == nano)
        return;
    if (period == Period::Lifetime) {
        key.limit = nano ? std::optional(domain::Money::fromNano(*nano)) : std::nullopt;
        return;
    }
    std::erase_if(key.periodLimits, [period](const domain::SpendLimit& limit) { return limit.period == period; });
    if (nano)
        key.periodLimits.push_back({period, domain::Money::fromNano(*nano)});
}

QStringList ids(const std::vector<std::pair<std::string, QString>>& providers) {
    QStringList all;
    for (const auto& [id, name] : providers)
        all.append(text(id));
    return all;
}

std::vector<std::string> strings(const QStringList& values) {
    std::vector<std::string> all;
    for (const QString& value : values)
        all.push_back(value.toStdString());
    return all;
}

} // namespace

KeyForm::KeyForm(Presenter* presenter, QWidget* parent)
    : Section(presenter, parent)
    , m_card(new Card(tr("New key"), this))
    , m_name(new QLineEdit(m_card))
    , m_expiry(new QLineEdit(m_card))
    , m_requests(newRateField(tr("Requests a minute; empty is no limit"), m_card))
    , m_tokens(newRateField(tr("Tokens a minute; empty is no limit"), m_card))
    , m_models(new ListField(tr("Allowed models of the key"), m_card))
    , m_providers(new ListField(tr("Allowed providers of the key"), m_card))
    , m_modelsWarning(newWarning(m_card))
    , m_create(newButton(tr("Create key"), theme::ButtonKind::Primary, m_card))
    , m_close(newButton(tr("Cancel"), theme::ButtonKind::Secondary, m_card)) {
    column()->addWidget(m_card);
    m_name->setObjectName(u"keyName"_s);
    m_name->setMaxLength(kLongestName);
    m_name->setPlaceholderText(tr("Name, for example laptop"));
    m_expiry->setObjectName(u"keyExpiry"_s);
    m_expiry->setPlaceholderText(tr("Never, or a day: 2027-01-31"));
    m_requests->setObjectName(u"keyRequests"_s);
    m_tokens->setObjectName(u"keyTokens"_s);
    m_models->setObjectName(u"keyModels"_s);
    m_models->setPlaceholderText(tr("All of the project's; or gpt-4o, claude-sonnet-4-5"));
    m_providers->setObjectName(u"keyProviders"_s);
    m_providers->setPlaceholderText(tr("All of the project's; or openai, anthropic"));
    m_create->setObjectName(u"keyCreate"_s);
    m_close->setObjectName(u"keyFormClose"_s);

    auto* first = new QHBoxLayout;
    first->setSpacing(theme::px(12));
    first->addWidget(newColumn(tr("Name"), m_name, m_card), 3);
    first->addWidget(newColumn(tr("Last day"), m_expiry, m_card), 2);
    m_card->body()->addLayout(first);
    m_card->body()->addWidget(newFault(Field::KeyName, m_card));
    m_card->body()->addWidget(newFault(Field::Expiry, m_card));
    m_card->body()->addWidget(newLimits());
    m_card->body()->addWidget(newColumn(tr("Allowed models"), m_models, m_card));
    m_modelsWarning->setObjectName(u"keyModelsWarning"_s);
    m_card->body()->addWidget(m_modelsWarning);
    m_card->body()->addWidget(newColumn(tr("Allowed providers"), m_providers, m_card));
    auto* last = new QHBoxLayout;
    last->setSpacing(theme::px(8));
    last->addStretch(1);
    last->addWidget(m_close);
    last->addWidget(m_create);
    m_card->body()->addLayout(last);

    connect(m_create, &QPushButton::clicked, this, &KeyForm::create);
    connect(m_close, &QPushButton::clicked, this, &KeyForm::closed);
    connect(m_name, &QLineEdit::returnPressed, this, [this] {
        if (m_keyId.empty())
            create();
    });
    connect(m_expiry, &QLineEdit::editingFinished, this, [this] {
        const GatewayKey* edited = key();
        if (edited && m_expiry->text().trimmed() != expiryDay(*edited))
            m_presenter->setKeyExpiry(m_keyId, m_expiry->text());
        else if (edited)
            m_presenter->forgive(Field::Expiry);
    });
    applyWith(m_name, [this](GatewayKey& key) { key.name = m_name->text().trimmed().toStdString(); });
    applyWith(m_requests, [this](GatewayKey& key) { key.rate.requestsPerMinute = m_requests->value(); });
    applyWith(m_tokens, [this](GatewayKey& key) { key.rate.tokensPerMinute = m_tokens->value(); });
    applyWith(m_models, [this](GatewayKey& key) { key.allowedModels = strings(m_models->values()); });
    applyWith(m_providers, [this](GatewayKey& key) { key.allowedProviders = strings(m_providers->values()); });
    connect(m_models, &QLineEdit::editingFinished, this, &KeyForm::warn);
}

QWidget* KeyForm::newLimits() {
    auto* holder = new QWidget(m_card);
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, theme::px(4), 0, 0);
    column->setSpacing(theme::px(8));
    auto* money = new QHBoxLayout;
    money->setSpacing(theme::px(12));
    const std::array labels{tr("Spend in its life"), tr("a month"), tr("a week"), tr("a day"), tr("an hour")};
    for (std::size_t i = 0; i < kPeriods.size(); ++i) {
        auto* field = newMoneyField(tr("Spending limit: %1; empty is none").arg(labels[i]), holder);
        field->setOptional(tr("no limit"));
        field->setObjectName(u"keyLimit-"_s + QString::fromLatin1(domain::toString(kPeriods[i])));
        applyWith(field,
                  [field, period = kPeriods[i]](GatewayKey& key) { setLimit(key, period, field->optionalValue()); });
        m_limits[static_cast<std::size_t>(kPeriods[i])] = field;
        money->addWidget(newColumn(labels[i], field, holder), 1);
    }
    column->addLayout(money);
    auto* rates = new QHBoxLayout;
    rates->setSpacing(theme::px(12));
    rates->addWidget(newColumn(tr("Requests a minute"), m_requests, holder), 1);
    rates->addWidget(newColumn(tr("Tokens a minute"), m_tokens, holder), 1);
    auto* hint = newHint(tr("Periods begin in UTC, as providers bill."), holder);
    rates->addWidget(hint, 3, Qt::AlignBottom);
    column->addLayout(rates);
    return holder;
}

const GatewayKey* KeyForm::key() const {
    const auto& keys = state().keys;
    const auto found =
        std::find_if(keys.begin(), keys.end(), [this](const GatewayKey& each) { return each.id == m_keyId; });
    return m_keyId.empty() || found == keys.end() ? nullptr : &*found;
}

void KeyForm::edit(const std::string& keyId) {
    m_keyId = keyId;
    // What was typed for another key, and refused, is not this one's.
    for (const Field field : {Field::KeyName, Field::Expiry})
        m_presenter->forgive(field);
    for (NumberField* field : m_limits)
        field->reset();
    m_requests->reset();
    m_tokens->reset();
    const GatewayKey* edited = key();
    m_card->setTitle(edited ? tr("Key “%1”").arg(text(edited->name)) : tr("New key"),
                     edited ? tr("changes count at once") : tr("shown once, when it is created"));
    m_create->setVisible(!edited);
    m_close->setText(edited ? tr("Done") : tr("Cancel"));
    fill(edited ? *edited : GatewayKey{});
    warn();
    m_name->setFocus(Qt::OtherFocusReason);
}

void KeyForm::fill(const GatewayKey& shown) {
    if (state().fault(Field::KeyName).isEmpty())
        showText(m_name, text(shown.name));
    if (state().fault(Field::Expiry).isEmpty())
        showText(m_expiry, expiryDay(shown));
    for (const Period period : kPeriods)
        showOptional(m_limits[static_cast<std::size_t>(period)], limitOf(shown, period));
    showOptional(m_requests, rateOrNone(shown.rate.requestsPerMinute));
    showOptional(m_tokens, rateOrNone(shown.rate.tokensPerMinute));
    m_models->setValues(list(shown.allowedModels));
    m_providers->setValues(list(shown.allowedProviders));
}

void KeyForm::readInto(GatewayKey& key) const {
    for (const Period period : kPeriods)
        setLimit(key, period, m_limits[static_cast<std::size_t>(period)]->optionalValue());
    key.rate = {m_requests->value(), m_tokens->value()};
    key.allowedModels = strings(m_models->values());
    key.allowedProviders = strings(m_providers->values());
}

void KeyForm::applyWith(QLineEdit* field, std::function<void(GatewayKey&)> edit) {
    connect(field, &QLineEdit::editingFinished, this, [this, field, edit = std::move(edit)] {
        const auto* number = qobject_cast<NumberField*>(field);
        const GatewayKey* edited = key();
        if (!edited || (number && !number->isAcceptable()))
            return;
        GatewayKey wanted = *edited;
        edit(wanted);
        if (wanted != *edited)
            m_presenter->saveKey(*edited, wanted);
        else if (field == m_name)
            m_presenter->forgive(Field::KeyName);
    });
}

void KeyForm::warn() {
    showWarning(m_modelsWarning, m_presenter->unknownModels(m_models->values()));
}

bool KeyForm::isAcceptable() const {
    return areAcceptable({m_limits[0], m_limits[1], m_limits[2], m_limits[3], m_limits[4], m_requests, m_tokens});
}

void KeyForm::create() {
    if (!isAcceptable())
        return;
    GatewayKey wanted;
    readInto(wanted);
    m_presenter->createKey({m_name->text(), m_expiry->text(), wanted.limit, wanted.periodLimits, wanted.rate,
                            wanted.allowedModels, wanted.allowedProviders});
}

void KeyForm::render(const ViewState& state) {
    m_models->setChoices(state.models);
    m_providers->setChoices(ids(state.providers));
    if (const GatewayKey* edited = key())
        fill(*edited);
    renderFaults(state);
}

} // namespace llmg::projects
