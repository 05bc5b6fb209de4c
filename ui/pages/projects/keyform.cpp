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
    , m_requests(newCountField(tr("Requests a minute; zero is no limit"), m_card))
    , m_tokens(newCountField(tr("Tokens a minute; zero is no limit"), m_card))
    , m_models(new ListField(tr("Allowed models of the key"), m_card))
    , m_providers(new ListField(tr("Allowed providers of the key"), m_card))
    , m_create(newButton(tr("Create key"), theme::ButtonKind::Primary, m_card))
    , m_close(newButton(tr("Cancel"), theme::ButtonKind::Secondary, m_card)) {
    column()->addWidget(m_card);
    m_name->setObjectName(u"keyName"_s);
    m_name->setMaxLength(80);
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
    m_card->body()->addWidget(newFault(Field::Expiry, m_card));
    m_card->body()->addWidget(newLimits());
    m_card->body()->addWidget(newColumn(tr("Allowed models"), m_models, m_card));
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
        if (const GatewayKey* edited = key(); edited && m_expiry->text().trimmed() != expiryDay(*edited))
            m_presenter->setKeyExpiry(m_keyId, m_expiry->text());
    });
    for (QLineEdit* field : std::initializer_list<QLineEdit*>{m_name, m_requests, m_tokens, m_models, m_providers})
        connect(field, &QLineEdit::editingFinished, this, &KeyForm::apply);
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
        auto* field = newMoneyField(tr("Spending limit: %1; zero is none").arg(labels[i]), holder);
        field->setObjectName(u"keyLimit-"_s + QString::fromLatin1(domain::toString(kPeriods[i])));
        connect(field, &QLineEdit::editingFinished, this, &KeyForm::apply);
        m_limits[static_cast<std::size_t>(kPeriods[i])] = field;
        money->addWidget(newColumn(labels[i], field, holder), 1);
    }
    column->addLayout(money);
    auto* rates = new QHBoxLayout;
    rates->setSpacing(theme::px(12));
    rates->addWidget(newColumn(tr("Requests a minute"), m_requests, holder), 1);
    rates->addWidget(newColumn(tr("Tokens a minute"), m_tokens, holder), 1);
    auto* hint = newHint(tr("Zero is no limit. Periods begin in UTC, as providers bill."), holder);
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
    const GatewayKey* edited = key();
    m_card->setTitle(edited ? tr("Key %1").arg(text(edited->name)) : tr("New key"),
                     edited ? tr("changes count at once") : tr("shown once, when it is created"));
    m_create->setVisible(!edited);
    m_close->setText(edited ? tr("Done") : tr("Cancel"));
    fill(edited ? *edited : GatewayKey{});
    m_name->setFocus(Qt::OtherFocusReason);
}

void KeyForm::fill(const GatewayKey& shown) {
    showText(m_name, text(shown.name));
    showText(m_expiry, expiryDay(shown));
    for (const Period period : kPeriods) {
        std::int64_t amount = period == Period::Lifetime && shown.limit ? cents(*shown.limit) : 0;
        for (const domain::SpendLimit& limit : shown.periodLimits) {
            if (limit.period == period)
                amount = cents(limit.amount);
        }
        showValue(m_limits[static_cast<std::size_t>(period)], amount);
    }
    showValue(m_requests, shown.rate.requestsPerMinute);
    showValue(m_tokens, shown.rate.tokensPerMinute);
    m_models->setValues(list(shown.allowedModels));
    m_providers->setValues(list(shown.allowedProviders));
}

void KeyForm::readInto(GatewayKey& key) const {
    key.limit.reset();
    key.periodLimits.clear();
    for (const Period period : {Period::Hour, Period::Day, Period::Week, Period::Month, Period::Lifetime}) {
        const std::int64_t amount = m_limits[static_cast<std::size_t>(period)]->value();
        if (amount <= 0)
            continue;
        if (period == Period::Lifetime)
            key.limit = domain::Money::fromCents(amount);
        else
            key.periodLimits.push_back({period, domain::Money::fromCents(amount)});
    }
    key.rate = {m_requests->value(), m_tokens->value()};
    key.allowedModels = strings(m_models->values());
    key.allowedProviders = strings(m_providers->values());
}

void KeyForm::apply() {
    const GatewayKey* edited = key();
    if (!edited)
        return;
    GatewayKey wanted = *edited;
    readInto(wanted);
    if (!m_name->text().trimmed().isEmpty())
        wanted.name = m_name->text().trimmed().toStdString();
    // The order in which limits of several periods were written down says nothing.
    const auto byPeriod = [](const auto& a, const auto& b) { return a.period < b.period; };
    GatewayKey before = *edited;
    std::sort(before.periodLimits.begin(), before.periodLimits.end(), byPeriod);
    std::sort(wanted.periodLimits.begin(), wanted.periodLimits.end(), byPeriod);
    if (wanted != before)
        m_presenter->saveKey(wanted);
}

void KeyForm::create() {
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
