// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/providers/presenter.h"

#include "app/catalog/catalog.h"
#include "app/providers/provideradapter.h"
#include "app/secrets/environmentkeys.h"
#include "app/service/providerkeys.h"
#include "app/storage/configurationstore.h"
#include "ui/widgets/deferred.h"
#include "ui/widgets/whenready.h"

#include <QUrl>

#include <algorithm>

namespace llmg::providerspage {

using namespace Qt::StringLiterals;
using domain::ProviderSettings;

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

/// Whose a key is that is a whole file (a service account's JSON); "" it is none, or nobody takes such.
std::string takerOfFile(const catalog::Catalog& catalog, const Secret& typed) {
    if (!typed.reveal().starts_with('{'))
        return {};
    const auto& all = catalog.providers();
    const auto taker = std::find_if(all.begin(), all.end(), [](const auto& each) { return !each.keyFileEnv.empty(); });
    return taker == all.end() ? std::string{} : taker->id;
}

/// What is wrong with an address; empty when nothing is.
QString faultOf(const QString& address) {
    const QUrl url(address, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != u"http"_s && url.scheme() != u"https"_s))
        return Presenter::tr("An address looks like https://example.com/v1 or http://localhost:8000/v1.");
    if (!url.userName().isEmpty() || !url.password().isEmpty())
        return Presenter::tr("An address must not hold a name or password; enter the key as a key.");
    if (address.contains(u'{'))
        return Presenter::tr("Replace the parts in braces by your own.");
    return {};
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
    connect(&keys, &service::ProviderKeys::changed, this, &Presenter::read);
    connect(&configuration, &storage::ConfigurationStore::changed, this, &Presenter::read);
    read();
}

Presenter::~Presenter() {
    // What waits for Undo is done while this object still stands; the page that listened may be half gone.
    blockSignals(true);
    m_deferred->doAll();
}

QString Presenter::nameOf(const std::string& provider) const {
    const domain::ProviderEntry* entry = m_catalog->provider(provider);
    return text(entry ? entry->name : provider);
}

ProviderSettings Presenter::settingsOf(const std::string& provider) const {
    if (const policy::ConfigurationPtr configuration = m_configuration.current()) {
        for (const ProviderSettings& settings : configuration->providers) {
            if (settings.id == provider)
                return settings;
        }
    }
    ProviderSettings fresh;
    fresh.id = provider;
    return fresh;
}

void Presenter::read() {
    const policy::ConfigurationPtr configuration = m_configuration.current();
    const std::vector<domain::ProviderKeyEntry> entries = m_keys.entries();
    m_state.place = m_keys.placeName();
    m_state.persistent = m_keys.isPersistent();
    m_state.choices.clear();
    m_state.cards.clear();

    const auto fill = [&](ProviderCard card, const ProviderSettings* settings) {
        for (const domain::ProviderKeyEntry& entry : entries) {
            if (entry.provider != card.id || m_deferred->isWaiting(text(entry.id)))
                continue;
            KeyRow row{entry, false, text(entry.stateReason), entry.state == domain::ProviderKeyState::Rejected};
            if (const auto tested = m_tested.find(entry.id); tested != m_tested.end()) {
                row.testing = tested->second.testing;
                row.outcome = tested->second.outcome;
                row.failed = tested->second.failed;
            }
            card.keys.push_back(std::move(row));
        }
        if (settings) {
            card.enabled = settings->enabled;
            card.ownBaseUrl =
                !settings->baseUrl.empty() && !card.custom && text(settings->baseUrl) != card.usualBaseUrl;
            if (!settings->baseUrl.empty())
                card.baseUrl = text(settings->baseUrl);
        }
        fillSettings(card, settings);
        // What the person has to do with: a key, an own address, an own server.
        if (!card.keys.empty() || settings)
            m_state.cards.push_back(std::move(card));
    };
    const auto settingsFor = [&configuration](const std::string& id) -> const ProviderSettings* {
        if (!configuration)
            return nullptr;
        const auto found = std::find_if(configuration->providers.begin(), configuration->providers.end(),
                                        [&id](const ProviderSettings& each) { return each.id == id; });
        return found == configuration->providers.end() ? nullptr : &*found;
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
            m_state.choices.emplace_back(provider.id, card.name);
        fill(std::move(card), settingsFor(provider.id));
    }
    if (configuration) {
        for (const ProviderSettings& settings : configuration->providers) {
            if (!settings.custom)
                continue;
            ProviderCard card;
            card.id = settings.id;
            card.name = text(settings.id);
            card.custom = true;
            m_state.choices.emplace_back(settings.id, card.name);
            fill(std::move(card), &settings);
        }
    }
    std::stable_sort(m_state.cards.begin(), m_state.cards.end(), [](const ProviderCard& a, const ProviderCard& b) {
        return std::pair(a.order, a.keys.empty()) < std::pair(b.order, b.keys.empty());
    });
    Q_EMIT stateChanged();
}

void Presenter::recognise(const Secret& typed) {
    Entry& entry = m_state.entry;
    std::string found = takerOfFile(*m_catalog, typed);
    if (found.empty())
        found = m_catalog->providerForKey(typed.reveal());
    const bool isChoice = std::any_of(m_state.choices.begin(), m_state.choices.end(),
                                      [&found](const auto& each) { return each.first == found; });
    entry.failed = false;
    entry.hint.clear();
    if (!found.empty() && isChoice) {
        entry.provider = found;
        entry.recognised = true;
        entry.hint = tr("Looks like a key of %1.").arg(nameOf(found));
    } else {
        if (entry.recognised)
            entry.provider.clear();
        entry.recognised = false;
        if (!found.empty())
            entry.hint = tr("Looks like a key of %1, which this version cannot call yet.").arg(nameOf(found));
        else if (!typed.isEmpty() && entry.provider.empty())
            entry.hint = tr("Several providers have keys like this: choose one.");
    }
    Q_EMIT stateChanged();
}

Secret Presenter::readFile(const QString& path) {
    auto read = secrets::readKeyFile(path.toStdString());
    if (!read) {
        refuseEntry(tr("The key is not taken: %1").arg(text(read.error().message)));
        return {};
    }
    recognise(*read);
    return std::move(*read);
}

void Presenter::chooseProvider(const std::string& id) {
    m_state.entry.provider = id;
    m_state.entry.recognised = false;
    m_state.entry.failed = false;
    m_state.entry.hint.clear();
    const domain::ProviderEntry* provider = m_catalog->provider(id);
    if (provider && provider->local)
        m_state.entry.hint =
            tr("%1 runs on this machine and needs no key: Add switches it on.").arg(text(provider->name));
    else if (provider && !provider->keyPage.empty())
        m_state.entry.hint = tr("Keys are made at %1").arg(text(provider->keyPage));
    Q_EMIT stateChanged();
}

void Presenter::refuseEntry(const QString& why) {
    m_state.entry.hint = why;
    m_state.entry.failed = true;
    m_state.entry.busy = false;
    Q_EMIT stateChanged();
}

QString Presenter::outcome(const Result<service::ProviderTest>& test) const {
    if (!test)
        return text(test.error().message);
    const QString latency = tr("%1 ms").arg(test->latency.count());
    return test->models.size() == 1 ? tr("%1, one model").arg(latency)
                                    : tr("%1, %2 models").arg(latency).arg(test->models.size());
}

void Presenter::testEntry(const Secret& key) {
    if (m_state.entry.provider.empty())
        return refuseEntry(tr("Choose the provider that the key is for."));
    if (key.isEmpty())
        return refuseEntry(tr("Paste a key first."));
    m_state.entry.busy = true;
    m_state.entry.failed = false;
    m_state.entry.hint = tr("Asking %1 for its models…").arg(nameOf(m_state.entry.provider));
    Q_EMIT stateChanged();
    widgets::whenReady(m_keys.test(m_state.entry.provider, key), this,
                       [this](const Result<service::ProviderTest>& test) {
                           m_state.entry.busy = false;
                           m_state.entry.failed = !test;
                           m_state.entry.hint = test ? tr("It works: %1.").arg(outcome(test)) : outcome(test);
                           Q_EMIT stateChanged();
                       });
}

void Presenter::addKey(const QString& label, const Secret& key) {
    if (m_state.entry.provider.empty())
        return refuseEntry(tr("Choose the provider that the key is for."));
    const std::string provider = m_state.entry.provider;
    if (const domain::ProviderEntry* entry = m_catalog->provider(provider); key.isEmpty() && entry && entry->local) {
        m_state.entry = {};
        setEnabled(provider, true);
        Q_EMIT entryAccepted();
        return;
    }
    if (key.isEmpty())
        return refuseEntry(tr("Paste a key first."));
    std::string named = label.trimmed().toStdString();
    if (named.empty())
        named = freeLabel(provider);
    m_state.entry.busy = true;
    m_state.entry.failed = false;
    m_state.entry.hint = tr("Keeping the key…");
    Q_EMIT stateChanged();
    widgets::whenReady(m_keys.add(provider, named, key), this, [this](const Result<domain::ProviderKeyEntry>& added) {
        if (!added)
            return refuseEntry(text(added.error().message));
        m_state.entry = {};
        Q_EMIT entryAccepted();
        read();
        testKey(added->id);
    });
}

void Presenter::testKey(const std::string& entryId) {
    m_tested[entryId] = {true, false, tr("testing…")};
    read();
    widgets::whenReady(m_keys.testEntry(entryId), this, [this, entryId](const Result<service::ProviderTest>& test) {
        m_tested[entryId] = {false, !test, outcome(test)};
        read();
    });
}

void Presenter::removeKey(const std::string& entryId) {
    const auto entries = m_keys.entries();
    const auto entry =
        std::find_if(entries.begin(), entries.end(), [&entryId](const auto& each) { return each.id == entryId; });
    if (entry == entries.end())
        return;
    if (entry->place == domain::SecretPlace::Environment) {
        m_state.error = tr("This key comes from the environment; remove the variable and start again.");
        Q_EMIT stateChanged();
        return;
    }
    const QString name = text(entryId);
    m_deferred->schedule(name, [this, entryId] { settle(m_keys.remove(entryId)); });
    read();
    Q_EMIT undoable(tr("Key %1 of %2 removed").arg(text(entry->label), nameOf(entry->provider)), [this, name] {
        if (m_deferred->cancel(name))
            read();
    });
}

void Presenter::settle(QFuture<Result<>> future) {
    m_state.error.clear();
    widgets::whenReady(future, this, [this](const Result<>& done) {
        if (!done)
            m_state.error = text(done.error().message);
        read();
    });
}

void Presenter::saveSettings(ProviderSettings settings) {
    // Settings that say nothing are none, so that the card goes with its last key.
    if (!settings.custom && settings.enabled && settings.baseUrl.empty() && settings.proxyUrl.empty() &&
        settings.order == 0 && settings.variables.empty())
        settle(m_configuration.removeProviderSettings(settings.id));
    else
        settle(m_configuration.saveProviderSettings(std::move(settings)));
}

void Presenter::setBaseUrl(const std::string& provider, const QString& url) {
    QString address = url.trimmed();
    while (address.endsWith(u'/'))
        address.chop(1);
    ProviderSettings settings = settingsOf(provider);
    const domain::ProviderEntry* entry = m_catalog->provider(provider);
    // The usual address is none of its own, but for a server on this machine: that it is kept says that it is used.
    if (entry && entry->local && address.isEmpty())
        address = text(entry->baseUrl);
    if (entry && !entry->local && address == text(entry->baseUrl))
        address.clear();
    if (address.toStdString() == settings.baseUrl)
        return;
    if (address.isEmpty() && settings.custom) {
        m_state.error = tr("%1 needs an address.").arg(nameOf(provider));
        Q_EMIT stateChanged();
        return;
    }
    if (const QString fault = address.isEmpty() ? QString() : faultOf(address); !fault.isEmpty()) {
        m_state.error = fault;
        Q_EMIT stateChanged();
        return;
    }
    settings.baseUrl = address.toStdString();
    saveSettings(std::move(settings));
}

void Presenter::setEnabled(const std::string& provider, bool enabled) {
    ProviderSettings settings = settingsOf(provider);
    const domain::ProviderEntry* entry = m_catalog->provider(provider);
    settings.enabled = enabled;
    // A local server counts only while its settings are there, so switching it on must leave some.
    if (entry && entry->local && enabled && settings.baseUrl.empty())
        settings.baseUrl = entry->baseUrl;
    saveSettings(std::move(settings));
}

void Presenter::addServer(const QString& name, const QString& url) {
    const QString id = name.trimmed();
    QString address = url.trimmed();
    while (address.endsWith(u'/'))
        address.chop(1);
    // The name stands before the slash of a model, "my-vllm/llama".
    const bool plain = !id.isEmpty() && std::all_of(id.begin(), id.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'_' || c == u'.';
    });
    if (!plain)
        m_state.error = tr("A server's name is made of small letters, digits, dashes and dots: it stands before the "
                           "slash of its models, as in my-vllm/llama.");
    else if (m_catalog->provider(id.toStdString()) || id == u"sandbox"_s || settingsOf(id.toStdString()).custom)
        m_state.error = tr("There is a provider named %1 already.").arg(id);
    else
        m_state.error = faultOf(address);
    if (!m_state.error.isEmpty()) {
        Q_EMIT stateChanged();
        return;
    }
    ProviderSettings settings;
    settings.id = id.toStdString();
    settings.custom = true;
    settings.baseUrl = address.toStdString();
    saveSettings(std::move(settings));
    Q_EMIT entryAccepted();
}

void Presenter::removeServer(const std::string& provider) {
    const ProviderSettings before = settingsOf(provider);
    settle(m_configuration.removeProviderSettings(provider));
    Q_EMIT undoable(tr("%1 removed").arg(nameOf(provider)), [this, before] { saveSettings(before); });
}

} // namespace llmg::providerspage
