// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/providers/presenter.h"

#include "app/catalog/catalog.h"
#include "app/providers/provideradapter.h"
#include "app/service/providerkeys.h"
#include "app/storage/configurationstore.h"
#include "models/base/clock.h"
#include "ui/pages/providers/settingsedit.h"
#include "ui/pages/providers/words.h"
#include "ui/widgets/deferred.h"
#include "ui/widgets/whenready.h"

#include <algorithm>
#include <cmath>

// What is shown of the providers.
namespace llmg::providerspage {

using namespace Qt::StringLiterals;
using domain::ProviderKeyState;
using domain::ProviderSettings;

namespace {

constexpr std::chrono::milliseconds kTick{1000};
constexpr int kTicksBetweenTotals = 5;

bool isOut(ProviderKeyState state) {
    return state == ProviderKeyState::Rejected || state == ProviderKeyState::Unreadable;
}

/// What the keys together say of their provider.
void judgeKeys(const std::vector<KeyRow>& keys, Health& health) {
    const auto all = [&keys](auto predicate) {
        return !keys.empty() &&
               std::all_of(keys.begin(), keys.end(), [&](const KeyRow& key) { return predicate(key.entry.state); });
    };
    if (all(isOut))
        health.trouble = Presenter::tr("No key of it works");
    else
        health.resting = all([](ProviderKeyState state) { return isOut(state) || state == ProviderKeyState::Resting; });
}

} // namespace

Presenter::Presenter(std::shared_ptr<const catalog::Catalog> catalog, service::ProviderKeys& keys,
                     storage::ConfigurationStore& configuration, Sources sources, QObject* parent)
    : QObject(parent)
    , m_catalog(std::move(catalog))
    , m_keys(keys)
    , m_configuration(configuration)
    , m_sources(std::move(sources))
    , m_deferred(new widgets::Deferred(this)) {
    m_tick.setInterval(kTick);
    connect(&m_tick, &QTimer::timeout, this, &Presenter::tick);
    connect(&keys, &service::ProviderKeys::changed, this, &Presenter::read);
    connect(&configuration, &storage::ConfigurationStore::changed, this, &Presenter::read);
    read();
}

Presenter::~Presenter() {
    // What waits for Undo or for its turn is done while this object still stands; the page may be half gone.
    blockSignals(true);
    m_closing = true;
    m_deferred->doAll();
    if (m_jobs.size() < 2)
        return;
    (void)store(stored(), shown());
    for (const Job& job : m_jobs) {
        if (!job.edit && &job != &m_jobs.front())
            (void)job.begin();
    }
}

QString Presenter::nameOf(const std::string& provider) const {
    const domain::ProviderEntry* entry = m_catalog->provider(provider);
    return text(entry ? entry->name : provider);
}

std::optional<domain::ProviderKeyEntry> Presenter::entryOf(const std::string& entryId) const {
    for (domain::ProviderKeyEntry& entry : m_keys.entries()) {
        if (entry.id == entryId)
            return std::move(entry);
    }
    return std::nullopt;
}

void Presenter::setShown(bool shown) {
    if (!shown) {
        m_tick.stop();
        return;
    }
    m_tick.start();
    refreshHealth();
}

void Presenter::noteRequests() {
    m_newRequests = true;
}

void Presenter::tick() {
    if (++m_ticks >= kTicksBetweenTotals && m_newRequests) {
        refreshHealth();
        return;
    }
    ViewState next = built();
    if (next == m_state)
        return;
    m_state = std::move(next);
    Q_EMIT stateChanged();
}

void Presenter::read() {
    m_state = built();
    Q_EMIT stateChanged();
}

ViewState Presenter::built() const {
    ViewState state = m_state;
    const SettingsList settings = shown();
    state.place = m_keys.placeName();
    state.persistent = m_keys.isPersistent();
    state.busy = !m_jobs.empty();
    state.choices.clear();
    state.cards.clear();
    state.ordered =
        std::any_of(settings.begin(), settings.end(), [](const ProviderSettings& each) { return each.order != 0; });
    addCards(state, settings, m_keys.entries());
    std::stable_sort(state.cards.begin(), state.cards.end(), [](const ProviderCard& a, const ProviderCard& b) {
        return std::pair(domain::failoverPlace(a.order), a.keys.empty()) <
               std::pair(domain::failoverPlace(b.order), b.keys.empty());
    });
    if (!state.cards.empty()) {
        state.cards.front().first = true;
        state.cards.back().last = true;
    }
    return state;
}

void Presenter::addCards(ViewState& state, const SettingsList& settings,
                         const std::vector<domain::ProviderKeyEntry>& entries) const {
    const auto add = [&](ProviderCard card, const ProviderSettings* own) {
        fillKeys(card, entries);
        const auto faults = m_faults.find(card.id);
        if (faults != m_faults.end())
            card.faults = faults->second;
        // What the person has to do with: a key, an own address, an own server, and what was refused of it.
        if (card.keys.empty() && !own && card.faults.empty())
            return;
        fillSettings(card, own);
        fillHealth(card);
        state.cards.push_back(std::move(card));
    };
    for (const domain::ProviderEntry& provider : m_catalog->providers()) {
        if (provider.id == "custom")
            continue; // stands for own servers, which have a name
        ProviderCard card;
        card.id = provider.id;
        card.name = text(provider.name);
        card.notes = text(provider.notes);
        card.keyPage = text(provider.keyPage);
        card.baseUrl = card.usualBaseUrl = text(provider.baseUrl);
        card.local = provider.local;
        card.callable = providers::canSpeak(provider.api);
        if (card.callable)
            state.choices.emplace_back(provider.id, card.name);
        add(std::move(card), find(settings, provider.id));
    }
    for (const ProviderSettings& own : settings) {
        if (!own.custom)
            continue;
        ProviderCard card;
        card.id = own.id;
        card.name = text(own.id);
        card.custom = true;
        state.choices.emplace_back(own.id, card.name);
        add(std::move(card), &own);
    }
}

void Presenter::fillKeys(ProviderCard& card, const std::vector<domain::ProviderKeyEntry>& entries) const {
    const auto isLeaving = [this](const std::string& id) {
        return std::any_of(m_leaving.begin(), m_leaving.end(), [&id](const auto& each) {
            return std::find(each.second.begin(), each.second.end(), id) != each.second.end();
        });
    };
    int sum = 0;
    for (const domain::ProviderKeyEntry& entry : entries) {
        if (entry.provider != card.id || isLeaving(entry.id))
            continue;
        KeyRow row;
        row.entry = entry;
        row.failed = entry.state == ProviderKeyState::Rejected;
        if (const auto tested = m_tested.find(entry.id); tested != m_tested.end()) {
            row.testing = tested->second.testing;
            row.outcome = tested->second.outcome;
            row.models = tested->second.models;
            row.failed = tested->second.failed;
        }
        if (const auto fault = m_keyFaults.find(entry.id); fault != m_keyFaults.end())
            row.fault = fault->second;
        row.weighable = entry.place != domain::SecretPlace::Environment;
        sum += isOut(entry.state) ? 0 : entry.weight;
        card.keys.push_back(std::move(row));
    }
    if (card.keys.size() < 2)
        return;
    for (KeyRow& row : card.keys)
        row.sharePercent =
            isOut(row.entry.state) ? 0 : static_cast<int>(std::lround(100.0 * row.entry.weight / std::max(1, sum)));
}

void Presenter::fillHealth(ProviderCard& card) const {
    if (const auto totals = m_totals.find(card.id); totals != m_totals.end()) {
        card.health.requests = totals->second.requests;
        card.health.errors = totals->second.errors;
    }
    if (m_sources.trouble) {
        card.health.known = true;
        card.health.trouble = m_sources.trouble(card.id);
    }
    if (card.health.trouble.isEmpty())
        judgeKeys(card.keys, card.health);
    if (m_sources.breaker) {
        card.health.known = true;
        const auto reading = m_sources.breaker(card.id);
        card.health.breaker = reading.state;
        if (reading.state != routing::BreakerState::Closed)
            card.health.failures = reading.failures;
        card.health.secondsLeft =
            static_cast<int>(std::chrono::ceil<std::chrono::seconds>(reading.opensAgainIn).count());
    }
}

void Presenter::refreshHealth() {
    m_ticks = 0;
    m_newRequests = false;
    if (m_sources.totals) {
        for (const ProviderCard& card : m_state.cards)
            watchTotals(card.id);
    }
    read();
}

void Presenter::watchTotals(const std::string& provider) {
    const UnixTime now = SystemClock().now();
    storage::RequestFilter filter;
    filter.provider = provider;
    filter.range = storage::TimeRange{now - std::chrono::hours(1), now + Milliseconds{1}};
    widgets::whenReady(m_sources.totals(filter), this, [this, provider](const Result<storage::RequestTotals>& totals) {
        if (!totals)
            return;
        m_totals[provider] = {totals->requests, totals->errors};
        read();
    });
}

int Presenter::offerUndo(const QString& words, std::function<void()> undo) {
    const int number = m_undo.add(std::move(undo));
    Q_EMIT undoable(words, [this, number] { m_undo.undo(number); });
    return number;
}

bool Presenter::undo() {
    return m_undo.undoLast();
}

} // namespace llmg::providerspage
