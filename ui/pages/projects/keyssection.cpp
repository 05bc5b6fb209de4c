// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/projects/keyssection.h"

#include "ui/pages/projects/keyform.h"
#include "ui/pages/projects/presenter.h"
#include "ui/pages/projects/words.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/codeline.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/plaintable.h"
#include "ui/widgets/segmentedcontrol.h"

#include <QVBoxLayout>

#include <algorithm>

namespace llmg::projects {

using namespace Qt::StringLiterals;
using namespace widgets;
using domain::GatewayKey;
using domain::KeyState;

namespace {

struct Standing {
    QString word;
    theme::Role role;
};

Standing standingOf(const ViewState& state, const GatewayKey& key, bool leaving, UnixTime now) {
    using State = policy::KeyStandingState;
    const auto found = state.standings.find(key.id);
    const policy::KeyStanding standing = found == state.standings.end() ? policy::KeyStanding{} : found->second;
    switch (leaving ? State::Revoked : standing.state) {
    case State::Revoked:
        return {KeysSection::tr("revoked"), theme::Role::Muted};
    case State::Disabled:
        return {KeysSection::tr("disabled"), theme::Role::Warning};
    case State::Expired:
        return {KeysSection::tr("expired %1").arg(formatDay(*key.expiresAt - Milliseconds{1})), theme::Role::Bad};
    case State::LimitReached:
        return {standing.until ? KeysSection::tr("limit reached until %1").arg(formatWhen(*standing.until, now))
                               : KeysSection::tr("limit reached"),
                theme::Role::Bad};
    case State::Active:
        break;
    }
    return {key.expiresAt ? KeysSection::tr("active until %1").arg(formatDay(*key.expiresAt - Milliseconds{1}))
                          : KeysSection::tr("active"),
            theme::Role::Good};
}

/// "$25.00 · $5.00 a day · 60 req/min"
QString limitsOf(const GatewayKey& key) {
    QStringList all;
    if (key.limit)
        all.append(formatMoney(*key.limit));
    for (const domain::SpendLimit& limit : key.periodLimits)
        all.append(formatMoney(limit.amount) + u' ' + perPeriod(limit.period));
    if (key.rate.requestsPerMinute > 0)
        all.append(KeysSection::tr("%1 req/min").arg(formatCompact(key.rate.requestsPerMinute)));
    if (key.rate.tokensPerMinute > 0)
        all.append(KeysSection::tr("%1 tok/min").arg(formatCompact(key.rate.tokensPerMinute)));
    if (!key.allowedModels.empty())
        all.append(key.allowedModels.size() == 1 ? KeysSection::tr("1 model")
                                                 : KeysSection::tr("%1 models").arg(key.allowedModels.size()));
    if (!key.allowedProviders.empty())
        all.append(key.allowedProviders.size() == 1 ? KeysSection::tr("1 provider")
                                                    : KeysSection::tr("%1 providers").arg(key.allowedProviders.size()));
    return all.isEmpty() ? KeysSection::tr("none") : all.join(u" · "_s);
}

} // namespace

KeysSection::KeysSection(Presenter* presenter, QWidget* parent)
    : Section(presenter, parent) {
    column()->addWidget(newFresh());
    column()->addWidget(newTable());
    m_form = new KeyForm(presenter, this);
    m_form->hide();
    connect(m_form, &KeyForm::closed, this, [this] {
        m_form->hide();
        m_new->setFocus(Qt::OtherFocusReason);
    });
    column()->addWidget(m_form);
    column()->addStretch(1);
}

QWidget* KeysSection::newFresh() {
    m_fresh = new Card(tr("New key"), this);
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
    connect(m_language, &SegmentedControl::activated, this, [this] { renderFresh(state()); });
    m_fresh->body()->addWidget(m_language, 0, Qt::AlignLeft);
    m_snippet = new CodeLine(tr("example"), m_fresh);
    m_snippet->setObjectName(u"keySnippet"_s);
    m_fresh->body()->addWidget(m_snippet);
    return m_fresh;
}

QWidget* KeysSection::newTable() {
    m_card = new Card(tr("Gateway keys"), this);
    const auto button = [this](const QString& words, theme::ButtonKind kind, const QString& name) {
        auto* made = newButton(words, kind, m_card);
        made->setObjectName(name);
        m_card->addToHeader(made);
        return made;
    };
    m_edit = button(tr("Edit"), theme::ButtonKind::Secondary, u"keyEdit"_s);
    m_disable = button(tr("Disable"), theme::ButtonKind::Secondary, u"keyDisable"_s);
    m_revoke = button(tr("Revoke"), theme::ButtonKind::Danger, u"keyRevoke"_s);
    m_new = button(tr("New key"), theme::ButtonKind::Primary, u"keyNew"_s);
    m_keys = new PlainTable(tr("Gateway keys"), m_card);
    m_keys->setObjectName(u"keysTable"_s);
    m_keys->setColumns({{tr("Name"), false, false, {}, 150},
                        {tr("Key")},
                        {tr("State")},
                        {tr("Created"), true},
                        {tr("Last used"), true},
                        {tr("Spent"), true, false, tr("Since the key was made")},
                        {tr("Limits"), false, true}});
    m_keys->setFitsRows(16);
    connect(m_keys, &PlainTable::rowSelected, this, [this] {
        renderActions();
        if (const GatewayKey* key = chosen(); key && m_form->isVisible() && !m_form->keyId().empty())
            openForm(key->id);
    });
    const auto editChosen = [this] {
        if (const GatewayKey* key = chosen(); key && m_edit->isEnabled())
            openForm(key->id);
    };
    connect(m_keys, &PlainTable::rowActivated, this, editChosen);
    m_card->body()->addWidget(m_keys);
    m_chosenWords = newHint({}, m_card);
    m_chosenWords->setObjectName(u"keyChosen"_s);
    m_card->body()->addWidget(m_chosenWords);
    m_none = newHint(tr("No key yet. Create one, and give each program its own: then you see what each of them "
                        "spends, and can stop one alone."),
                     m_card);
    m_card->body()->addWidget(m_none);
    m_card->body()->addWidget(newFault(Field::Key, m_card));
    connect(m_new, &QPushButton::clicked, this, [this] { openForm({}); });
    connect(m_edit, &QPushButton::clicked, this, editChosen);
    connect(m_disable, &QPushButton::clicked, this, [this] {
        if (const GatewayKey* key = chosen())
            key->state == KeyState::Active ? m_presenter->disableKey(key->id) : m_presenter->enableKey(key->id);
    });
    connect(m_revoke, &QPushButton::clicked, this, [this] {
        if (const GatewayKey* key = chosen())
            m_presenter->revokeKey(std::string(key->id));
    });
    return m_card;
}

void KeysSection::openForm(const std::string& keyId) {
    m_form->render(state());
    m_form->show();
    m_form->edit(keyId);
}

const GatewayKey* KeysSection::chosen() const {
    const auto row = m_keys->currentRow();
    const auto& keys = state().keys;
    return row >= 0 && static_cast<std::size_t>(row) < keys.size() ? &keys[static_cast<std::size_t>(row)] : nullptr;
}

bool KeysSection::isLeaving(const std::string& id) const {
    const auto& leaving = state().leaving;
    return std::find(leaving.begin(), leaving.end(), id) != leaving.end();
}

void KeysSection::render(const ViewState& state) {
    const bool another = m_shownProject != state.project.id;
    const bool made = state.fresh.has_value() && !m_hadFresh;
    if (another || made)
        m_form->hide();
    m_shownProject = state.project.id;
    m_hadFresh = state.fresh.has_value();
    renderTable(state);
    renderFresh(state);
    if (!m_form->isHidden())
        m_form->render(state);
    renderFaults(state);
}

void KeysSection::renderTable(const ViewState& state) {
    const UnixTime now = m_presenter->now();
    std::vector<std::vector<Cell>> rows;
    for (const GatewayKey& key : state.keys) {
        const Standing standing = standingOf(state, key, isLeaving(key.id), now);
        const theme::Role plain = standing.role == theme::Role::Muted ? theme::Role::Muted : theme::Role::Text;
        const auto month = state.keySpentThisMonth.find(key.id);
        const QString limits = limitsOf(key);
        rows.push_back(
            {{text(key.name), plain},
             {text(key.prefix) + u"…"_s, theme::Role::Secondary, {}, {}, true},
             {standing.word, standing.role},
             {formatDay(key.createdAt), theme::Role::Secondary,
              QVariant::fromValue<qlonglong>(key.createdAt.time_since_epoch().count()), formatDateTime(key.createdAt)},
             {key.lastUsedAt ? formatWhen(*key.lastUsedAt, now) : tr("never"), theme::Role::Secondary},
             {formatMoney(key.spent), plain, QVariant::fromValue<qlonglong>(key.spent.nanoUsd),
              month == state.keySpentThisMonth.end() || !state.spentKnown
                  ? QString()
                  : tr("%1 this month").arg(formatMoney(month->second))},
             {limits, theme::Role::Secondary, {}, limits}});
    }
    m_keys->setRows(std::move(rows));
    if (m_keys->currentRow() < 0 && !state.keys.empty())
        m_keys->selectRow(0);
    m_keys->setVisible(!state.keys.empty());
    m_none->setVisible(state.keys.empty());
    m_card->setTitle(tr("Gateway keys"),
                     state.keys.empty() ? QString() : tr("%1 in this project").arg(state.keys.size()));
    renderActions();
}

void KeysSection::renderActions() {
    const GatewayKey* key = chosen();
    const bool live = key && key->state != KeyState::Revoked && !isLeaving(key->id);
    for (QPushButton* button : {m_edit, m_disable, m_revoke}) {
        button->setEnabled(live);
        button->setVisible(!state().keys.empty());
    }
    // The column may be too narrow for them.
    m_chosenWords->setVisible(key != nullptr);
    if (key)
        m_chosenWords->setText(tr("Limits of “%1”: %2").arg(text(key->name), limitsOf(*key)));
    m_disable->setText(live && key->state == KeyState::Disabled ? tr("Enable") : tr("Disable"));
}

void KeysSection::renderFresh(const ViewState& state) {
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
