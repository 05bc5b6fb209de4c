// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalog/catalog.h"
#include "app/service/providerkeys.h"
#include "app/storage/configurationstore.h"
#include "ui/pages/providers/presenter.h"
#include "ui/pages/providers/settingsedit.h"
#include "ui/pages/providers/words.h"
#include "ui/widgets/deferred.h"
#include "ui/widgets/whenready.h"

#include <QUrl>

#include <algorithm>
#include <array>

// Each provider's address, proxy and place: changes one after the other, each with its Undo.
namespace llmg::providerspage {

using namespace Qt::StringLiterals;
using domain::ProviderSettings;

namespace {

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

/// Without blanks around it and slashes at its end.
QString addressOf(const QString& typed) {
    QString address = typed.trimmed();
    while (address.endsWith(u'/'))
        address.chop(1);
    return address;
}

Result<> allOf(const QList<QFuture<Result<>>>& changes) {
    for (const QFuture<Result<>>& each : changes) {
        if (each.resultCount() > 0 && !each.result())
            return each.result().error();
    }
    return {};
}

} // namespace

SettingsList Presenter::stored() const {
    const policy::ConfigurationPtr configuration = m_configuration.current();
    return configuration ? configuration->providers : SettingsList{};
}

SettingsList Presenter::shown() const {
    SettingsList list = stored();
    for (const Job& job : m_jobs) {
        if (job.edit)
            job.edit(list);
    }
    std::erase_if(list, isPlain);
    return list;
}

ProviderSettings Presenter::settingsOf(const std::string& provider) const {
    SettingsList list = shown();
    return settingsFor(list, provider);
}

void Presenter::fillSettings(ProviderCard& card, const ProviderSettings* settings) const {
    if (settings) {
        card.enabled = settings->enabled;
        card.ownBaseUrl = !settings->baseUrl.empty() && !card.custom && text(settings->baseUrl) != card.usualBaseUrl;
        if (!settings->baseUrl.empty())
            card.baseUrl = text(settings->baseUrl);
        card.proxy = text(settings->proxyUrl);
        card.order = settings->order;
        card.removable = card.custom || (card.local && card.keys.empty());
    }
    if (const domain::ProviderEntry* entry = m_catalog->provider(card.id)) {
        for (const domain::ProviderVariable& variable : entry->variables) {
            const QString value = settings ? text(valueOf(*settings, variable.name)) : QString();
            card.variables.push_back({variable.name, value, text(variable.otherwise), helpOf(variable.name)});
        }
    }
    if (const auto tested = m_testedServers.find(card.id); tested != m_testedServers.end()) {
        card.tested = tested->second.outcome;
        card.models = tested->second.models;
        card.testing = tested->second.testing;
        card.testFailed = tested->second.failed;
    }
}

void Presenter::fault(const std::string& provider, const std::string& field, const QString& typed, const QString& why) {
    m_faults[provider][field] = {typed, sentence(why)};
    read();
}

void Presenter::enqueue(Job job) {
    m_state.error.clear();
    if (const auto faults = m_faults.find(job.provider); faults != m_faults.end())
        faults->second.erase(job.field);
    m_jobs.push_back(std::move(job));
    if (m_jobs.size() == 1)
        next();
    read();
}

void Presenter::next() {
    while (!m_jobs.empty()) {
        const std::optional<QFuture<Result<>>> future = m_jobs.front().begin();
        if (!future) {
            m_jobs.pop_front();
            continue;
        }
        widgets::whenReady(*future, this, [this](const Result<>& done) {
            const Job job = std::move(m_jobs.front());
            m_jobs.pop_front();
            if (done && job.finished)
                job.finished();
            else if (!done && job.failed)
                job.failed(done.error());
            else if (!done && job.provider.empty())
                m_state.error = sentence(text(done.error().message));
            else if (!done)
                m_faults[job.provider][job.field] = {job.typed, sentence(text(done.error().message))};
            next();
            read();
        });
        return;
    }
}

std::optional<QFuture<Result<>>> Presenter::store(const SettingsList& before, const SettingsList& after) {
    QList<QFuture<Result<>>> changes;
    for (const ProviderSettings& settings : after) {
        const ProviderSettings* was = find(before, settings.id);
        if (!isPlain(settings) && (!was || *was != settings))
            changes.append(m_configuration.saveProviderSettings(settings));
    }
    for (const ProviderSettings& settings : before) {
        const ProviderSettings* is = find(after, settings.id);
        if (!is || (isPlain(*is) && !isPlain(settings)))
            changes.append(m_configuration.removeProviderSettings(settings.id));
    }
    if (changes.isEmpty())
        return std::nullopt;
    return QtFuture::whenAll(changes.begin(), changes.end()).then(allOf);
}

void Presenter::change(Job job, const QString& words, Edit edit, std::function<void()> finished) {
    struct Change {
        SettingsList before, after;
    };
    const auto made = std::make_shared<Change>();
    job.edit = edit;
    job.begin = [this, edit, made] {
        made->before = made->after = stored();
        edit(made->after);
        return store(made->before, made->after);
    };
    job.finished = [this, words, made, finished = std::move(finished), provider = job.provider, field = job.field] {
        if (finished)
            finished();
        if (words.isEmpty())
            return;
        offerUndo(words, [this, made, provider, field] {
            const auto back = [made](SettingsList& list) { restore(list, made->before, made->after); };
            change(Job{provider, field, {}, {}, {}, {}, {}}, {}, back);
        });
    };
    enqueue(std::move(job));
}

void Presenter::changeOne(Job job, const QString& words, std::function<void(ProviderSettings&)> edit) {
    const Edit one = [id = job.provider, edit = std::move(edit)](SettingsList& list) { edit(settingsFor(list, id)); };
    change(std::move(job), words, one);
}

void Presenter::setBaseUrl(const std::string& provider, const QString& url) {
    const ProviderSettings settings = settingsOf(provider);
    const domain::ProviderEntry* entry = m_catalog->provider(provider);
    QString address = addressOf(url);
    // The usual address is none of its own, but for a server on this machine: that it is kept says that it is used.
    if (entry && entry->local && address.isEmpty())
        address = text(entry->baseUrl);
    if (entry && !entry->local && address == text(entry->baseUrl))
        address.clear();
    if (address.isEmpty() && settings.custom)
        return fault(provider, kBaseUrlField, url, tr("%1 needs an address.").arg(nameOf(provider)));
    if (const QString why = address.isEmpty() ? QString() : faultOf(address); !why.isEmpty())
        return fault(provider, kBaseUrlField, url, why);
    changeOne({provider, kBaseUrlField, url, {}, {}, {}, {}}, tr("Address of %1 changed").arg(nameOf(provider)),
              [address = address.toStdString()](ProviderSettings& each) { each.baseUrl = address; });
}

void Presenter::setEnabled(const std::string& provider, bool enabled) {
    const domain::ProviderEntry* entry = m_catalog->provider(provider);
    // A local server counts only while its settings are there, so switching it on must leave some.
    const std::string localUrl = entry && entry->local && enabled ? entry->baseUrl : std::string{};
    changeOne({provider, kCardField, {}, {}, {}, {}, {}},
              (enabled ? tr("%1 is used") : tr("%1 is not used any more")).arg(nameOf(provider)),
              [enabled, localUrl](ProviderSettings& each) {
                  each.enabled = enabled;
                  if (each.baseUrl.empty())
                      each.baseUrl = localUrl;
              });
}

void Presenter::setProxy(const std::string& provider, const QString& proxy) {
    changeOne({provider, kProxyField, proxy, {}, {}, {}, {}}, tr("Proxy of %1 changed").arg(nameOf(provider)),
              [value = proxy.trimmed().toStdString()](ProviderSettings& each) { each.proxyUrl = value; });
}

void Presenter::setVariable(const std::string& provider, const std::string& name, const QString& value) {
    const std::string wanted = value.trimmed().toStdString();
    changeOne({provider, name, value, {}, {}, {}, {}}, tr("%1 of %2 changed").arg(text(name), nameOf(provider)),
              [name, wanted](ProviderSettings& each) {
                  if (valueOf(each, name) == wanted)
                      return;
                  std::erase_if(each.variables, [&name](const auto& variable) { return variable.first == name; });
                  if (!wanted.empty())
                      each.variables.emplace_back(name, wanted);
              });
}

void Presenter::addServer(const QString& name, const QString& url) {
    const QString id = name.trimmed();
    const QString address = addressOf(url);
    // The name stands before the slash of a model, "my-vllm/llama".
    const bool plain = !id.isEmpty() && std::all_of(id.begin(), id.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'_' || c == u'.';
    });
    const std::string provider = id.toStdString();
    if (!plain)
        m_state.serverFault = tr("A server's name is made of small letters, digits, dashes and dots: it stands before "
                                 "the slash of its models, as in my-vllm/llama.");
    else if (m_catalog->provider(provider) || id == u"sandbox"_s || settingsOf(provider).custom)
        m_state.serverFault = tr("There is a provider named %1 already.").arg(id);
    else
        m_state.serverFault = faultOf(address);
    if (!m_state.serverFault.isEmpty()) {
        Q_EMIT stateChanged();
        return;
    }
    const auto add = [provider, address = address.toStdString()](SettingsList& list) {
        ProviderSettings& settings = settingsFor(list, provider);
        settings.custom = true;
        settings.baseUrl = address;
    };
    Job job;
    job.provider = provider;
    job.failed = [this](const Error& error) { m_state.serverFault = sentence(text(error.message)); };
    change(std::move(job), tr("%1 added").arg(id), add, [this, provider] {
        Q_EMIT serverAccepted();
        testServer(provider);
    });
}

void Presenter::removeServer(const std::string& provider) {
    std::vector<std::string> keys;
    for (const domain::ProviderKeyEntry& entry : m_keys.entries()) {
        if (entry.provider == provider && entry.place != domain::SecretPlace::Environment)
            keys.push_back(entry.id);
    }
    // Its keys can only be let go for good, so they wait for as long as Undo is offered.
    const QString name = u"server "_s + text(provider);
    const auto before = std::make_shared<SettingsList>();
    Job job;
    job.provider = provider;
    job.edit = [provider](SettingsList& list) { erase(list, provider); };
    job.begin = [this, provider, before] {
        *before = stored();
        SettingsList after = *before;
        erase(after, provider);
        return store(*before, after);
    };
    const auto keepKeys = [this, name] {
        if (m_deferred->cancel(name))
            std::erase_if(m_leaving, [&name](const auto& each) { return each.first == name; });
    };
    job.failed = [this, provider, keepKeys](const Error& error) {
        keepKeys();
        m_faults[provider][kCardField] = {{}, sentence(text(error.message))};
    };
    job.finished = [this, provider, before, keepKeys] {
        m_testedServers.erase(provider);
        m_faults.erase(provider);
        offerUndo(tr("%1 removed").arg(nameOf(provider)), [this, provider, before, keepKeys] {
            keepKeys();
            change(Job{provider, kCardField, {}, {}, {}, {}, {}}, {}, [provider, before](SettingsList& list) {
                if (const ProviderSettings* was = find(*before, provider))
                    settingsFor(list, provider) = *was;
            });
        });
    };
    if (!keys.empty())
        removeLater(name, keys, 0);
    enqueue(std::move(job));
}

void Presenter::move(const std::string& provider, int by) {
    const auto& cards = m_state.cards;
    const auto from = std::find_if(cards.begin(), cards.end(), [&](const auto& card) { return card.id == provider; });
    const auto to = (from - cards.begin()) + by;
    if (from == cards.end() || to < 0 || to >= static_cast<std::ptrdiff_t>(cards.size()))
        return;
    moveTo(provider, static_cast<std::size_t>(to));
}

void Presenter::moveTo(const std::string& provider, std::size_t place) {
    std::vector<std::string> order;
    for (const ProviderCard& card : m_state.cards)
        order.push_back(card.id);
    const auto from = std::find(order.begin(), order.end(), provider);
    if (from == order.end() || place >= order.size())
        return;
    const auto at = order.begin() + static_cast<std::ptrdiff_t>(place);
    if (from == at)
        return;
    const bool earlier = at < from;
    if (earlier)
        std::rotate(at, from, from + 1);
    else
        std::rotate(from, from + 1, at + 1);
    placeInOrder(order, (earlier ? tr("%1 is asked earlier") : tr("%1 is asked later")).arg(nameOf(provider)));
}

void Presenter::placeInOrder(const std::vector<std::string>& order, const QString& words) {
    // A server on this machine without settings is not in use; its place alone must not switch it on.
    const auto isIdle = [this](const SettingsList& list, const std::string& id) {
        const domain::ProviderEntry* entry = m_catalog->provider(id);
        return entry && entry->local && !find(list, id);
    };
    change({}, words, [order, isIdle](SettingsList& list) {
        int place = 0;
        for (const std::string& id : order) {
            ++place;
            if (!isIdle(list, id))
                settingsFor(list, id).order = place;
        }
    });
}

void Presenter::forgetOrder() {
    change({}, tr("No order any more"), [](SettingsList& list) {
        for (ProviderSettings& each : list)
            each.order = 0;
    });
}

void Presenter::testServer(const std::string& provider) {
    m_testedServers[provider] = {true, false, tr("testing…"), {}};
    read();
    widgets::whenReady(m_keys.test(provider, Secret{}), this,
                       [this, provider](const Result<service::ProviderTest>& test) {
                           m_testedServers[provider] = outcomeOf(test);
                           read();
                       });
}

} // namespace llmg::providerspage
