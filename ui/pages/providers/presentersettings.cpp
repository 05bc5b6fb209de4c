// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalog/catalog.h"
#include "app/service/providerkeys.h"
#include "app/storage/configurationstore.h"
#include "models/base/clock.h"
#include "ui/pages/providers/presenter.h"
#include "ui/widgets/whenready.h"

#include <algorithm>
#include <array>

// Each provider's address, proxy and place, and how it does.
namespace llmg::providerspage {

using namespace Qt::StringLiterals;
using domain::ProviderSettings;

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

/// What a part of an address is, in a line: the providers' consoles show them under these names.
QString helpOf(const std::string& variable) {
    constexpr std::array<std::pair<std::string_view, const char*>, 5> kHelp{
        {{"region", QT_TRANSLATE_NOOP("llmg::providerspage::Presenter",
                                      "The AWS region whose models you use, such as eu-central-1")},
         {"project", QT_TRANSLATE_NOOP("llmg::providerspage::Presenter",
                                       "The id of your Google Cloud project, such as my-project-123456")},
         {"location", QT_TRANSLATE_NOOP("llmg::providerspage::Presenter",
                                        "The Google Cloud location, such as europe-west1, or global")},
         {"resource", QT_TRANSLATE_NOOP("llmg::providerspage::Presenter",
                                        "The name of your Azure OpenAI resource, the first part of its address")},
         {"api_version", QT_TRANSLATE_NOOP("llmg::providerspage::Presenter",
                                           "v1, or a dated version for deployments, such as 2024-10-21")}}};
    for (const auto& [name, help] : kHelp) {
        if (name == variable)
            return Presenter::tr(help);
    }
    return {};
}

std::string valueOf(const ProviderSettings& settings, const std::string& name) {
    for (const auto& [each, value] : settings.variables) {
        if (each == name)
            return value;
    }
    return {};
}

} // namespace

void Presenter::fillSettings(ProviderCard& card, const ProviderSettings* settings) const {
    if (settings) {
        card.proxy = text(settings->proxyUrl);
        card.order = settings->order;
    }
    if (const domain::ProviderEntry* entry = m_catalog->provider(card.id)) {
        for (const domain::ProviderVariable& variable : entry->variables) {
            const QString value = settings ? text(valueOf(*settings, variable.name)) : QString();
            card.variables.push_back({variable.name, value, text(variable.otherwise), helpOf(variable.name)});
        }
    }
    if (const auto tested = m_testedServers.find(card.id); tested != m_testedServers.end()) {
        card.tested = tested->second.outcome;
        card.testing = tested->second.testing;
        card.testFailed = tested->second.failed;
    }
    if (const auto health = m_health.find(card.id); health != m_health.end())
        card.health = health->second;
    if (m_sources.trouble) {
        card.health.known = true;
        card.health.trouble = m_sources.trouble(card.id);
    }
}

void Presenter::change(const QString& words, const ProviderSettings& before, const ProviderSettings& after) {
    if (before == after)
        return;
    m_state.error.clear();
    widgets::whenReady(m_configuration.saveProviderSettings(after), this, [this, words, before](const Result<>& done) {
        if (!done)
            m_state.error = nameOf(before.id) + u": "_s + text(done.error().message);
        else
            Q_EMIT undoable(words, [this, before] { saveSettings(before); });
        read();
    });
}

void Presenter::setProxy(const std::string& provider, const QString& proxy) {
    const ProviderSettings before = settingsOf(provider);
    ProviderSettings after = before;
    after.proxyUrl = proxy.trimmed().toStdString();
    change(tr("Proxy of %1 changed").arg(nameOf(provider)), before, after);
}

void Presenter::setVariable(const std::string& provider, const std::string& name, const QString& value) {
    const ProviderSettings before = settingsOf(provider);
    ProviderSettings after = before;
    const std::string trimmed = value.trimmed().toStdString();
    if (trimmed == valueOf(before, name))
        return;
    std::erase_if(after.variables, [&name](const auto& each) { return each.first == name; });
    if (!trimmed.empty())
        after.variables.emplace_back(name, trimmed);
    change(tr("%1 of %2 changed").arg(text(name), nameOf(provider)), before, after);
}

void Presenter::move(const std::string& provider, int by) {
    std::vector<std::string> order;
    for (const ProviderCard& card : m_state.cards)
        order.push_back(card.id);
    const auto from = std::find(order.begin(), order.end(), provider) - order.begin();
    const auto to = from + by;
    if (from == static_cast<std::ptrdiff_t>(order.size()) || to < 0 || to >= static_cast<std::ptrdiff_t>(order.size()))
        return;
    std::swap(order[static_cast<std::size_t>(from)], order[static_cast<std::size_t>(to)]);
    std::vector<ProviderSettings> before;
    for (std::size_t i = 0; i < order.size(); ++i) {
        ProviderSettings settings = settingsOf(order[i]);
        const int place = static_cast<int>(i) + 1;
        if (settings.order == place)
            continue;
        before.push_back(settings);
        settings.order = place;
        settle(m_configuration.saveProviderSettings(settings));
    }
    Q_EMIT undoable(by < 0 ? tr("%1 is asked earlier").arg(nameOf(provider))
                           : tr("%1 is asked later").arg(nameOf(provider)),
                    [this, before] {
                        for (const ProviderSettings& settings : before)
                            saveSettings(settings);
                    });
}

void Presenter::testServer(const std::string& provider) {
    m_testedServers[provider] = {true, false, tr("testing…")};
    read();
    widgets::whenReady(m_keys.test(provider, Secret{}), this,
                       [this, provider](const Result<service::ProviderTest>& test) {
                           m_testedServers[provider] = {false, !test, outcome(test)};
                           read();
                       });
}

void Presenter::refreshHealth() {
    if (m_sources.totals) {
        const UnixTime now = SystemClock().now();
        for (const ProviderCard& card : m_state.cards) {
            storage::RequestFilter filter;
            filter.provider = card.id;
            filter.range = storage::TimeRange{now - std::chrono::hours(1), now + Milliseconds{1}};
            widgets::whenReady(m_sources.totals(filter), this,
                               [this, id = card.id](const Result<storage::RequestTotals>& totals) {
                                   if (!totals)
                                       return;
                                   m_health[id].requests = totals->requests;
                                   m_health[id].errors = totals->errors;
                                   read();
                               });
        }
    }
    read();
}

} // namespace llmg::providerspage
