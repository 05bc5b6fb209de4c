// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalog/catalog.h"
#include "app/secrets/environmentkeys.h"
#include "app/service/providerkeys.h"
#include "ui/pages/providers/presenter.h"
#include "ui/pages/providers/words.h"
#include "ui/widgets/deferred.h"
#include "ui/widgets/whenready.h"

#include <algorithm>

// Keys: entered, tried, weighed, removed.
namespace llmg::providerspage {

using namespace Qt::StringLiterals;

namespace {

/// Whose a key is that is a whole file (a service account's JSON); "" it is none, or nobody takes such.
std::string takerOfFile(const catalog::Catalog& catalog, const Secret& typed) {
    if (!typed.reveal().starts_with('{'))
        return {};
    const auto& all = catalog.providers();
    const auto taker = std::find_if(all.begin(), all.end(), [](const auto& each) { return !each.keyFileEnv.empty(); });
    return taker == all.end() ? std::string{} : taker->id;
}

/// "default", then "key 2": a label is unique for its provider.
std::string labelFor(const std::vector<domain::ProviderKeyEntry>& entries, const std::string& provider) {
    const auto taken = [&](const std::string& label) {
        return std::any_of(entries.begin(), entries.end(),
                           [&](const auto& entry) { return entry.provider == provider && entry.label == label; });
    };
    std::string label = "default";
    for (int number = 2; taken(label); ++number)
        label = "key " + std::to_string(number);
    return label;
}

} // namespace

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

Presenter::Tested Presenter::outcomeOf(const Result<service::ProviderTest>& test) const {
    if (!test)
        return {false, true, sentence(text(test.error().message)), {}};
    Tested tested;
    const QString latency = tr("%1 ms").arg(test->latency.count());
    tested.outcome = test->models.size() == 1 ? tr("%1, one model").arg(latency)
                                              : tr("%1, %2 models").arg(latency).arg(test->models.size());
    for (const std::string& model : test->models)
        tested.models.append(text(model));
    return tested;
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
                           const QString outcome = outcomeOf(test).outcome;
                           m_state.entry.hint = test ? tr("It works: %1.").arg(outcome) : outcome;
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
    if (const auto twin = m_keys.entryOf(provider, key); twin && twin->place != domain::SecretPlace::Environment)
        return refuseEntry(tr("This very key is here already, as “%1”.").arg(text(twin->label)));
    std::string named = label.trimmed().toStdString();
    if (named.empty())
        named = labelFor(m_keys.entries(), provider);
    m_state.entry.busy = true;
    m_state.entry.failed = false;
    m_state.entry.hint = tr("Keeping the key…");
    Q_EMIT stateChanged();
    widgets::whenReady(m_keys.add(provider, named, key), this, [this](const Result<domain::ProviderKeyEntry>& added) {
        if (!added)
            return refuseEntry(sentence(text(added.error().message)));
        m_state.entry = {};
        Q_EMIT entryAccepted();
        read();
        testKey(added->id);
    });
}

void Presenter::testKey(const std::string& entryId) {
    m_tested[entryId] = {true, false, tr("testing…"), {}};
    read();
    widgets::whenReady(m_keys.testEntry(entryId), this, [this, entryId](const Result<service::ProviderTest>& test) {
        m_tested[entryId] = outcomeOf(test);
        read();
    });
}

void Presenter::removeKey(const std::string& entryId) {
    const auto entry = entryOf(entryId);
    if (!entry)
        return;
    if (entry->place == domain::SecretPlace::Environment) {
        m_state.error = tr("This key comes from the environment; remove the variable and start again.");
        Q_EMIT stateChanged();
        return;
    }
    const QString name = u"key "_s + text(entryId);
    const int number =
        offerUndo(tr("Key %1 of %2 removed").arg(text(entry->label), nameOf(entry->provider)), [this, name] {
            if (!m_deferred->cancel(name))
                return;
            std::erase_if(m_leaving, [&name](const auto& each) { return each.first == name; });
            read();
        });
    removeLater(name, {entryId}, number);
}

void Presenter::removeLater(const QString& name, const std::vector<std::string>& entryIds, int undoNumber) {
    m_leaving.emplace_back(name, entryIds);
    m_deferred->schedule(name, [this, name, entryIds, undoNumber] {
        m_undo.drop(undoNumber);
        for (const std::string& id : entryIds) {
            widgets::whenReady(m_keys.remove(id), this, [this, name](const Result<>& done) {
                std::erase_if(m_leaving, [&name](const auto& each) { return each.first == name; });
                m_state.error = done ? QString() : sentence(text(done.error().message));
                read();
            });
        }
    });
    read();
}

void Presenter::setWeight(const std::string& entryId, int weight) {
    const auto entry = entryOf(entryId);
    if (entry && entry->weight != weight)
        storeWeight(entryId, weight, true);
}

void Presenter::storeWeight(const std::string& entryId, int weight, bool undoable) {
    m_keyFaults.erase(entryId);
    const auto before = std::make_shared<int>(weight);
    Job job;
    job.begin = [this, entryId, weight, before]() -> std::optional<QFuture<Result<>>> {
        const auto entry = entryOf(entryId);
        if (!entry)
            return std::nullopt;
        *before = entry->weight;
        return m_keys.setWeight(entryId, weight);
    };
    job.finished = [this, entryId, before, undoable] {
        const auto entry = entryOf(entryId);
        if (undoable && entry)
            offerUndo(tr("Share of key %1 of %2 changed").arg(text(entry->label), nameOf(entry->provider)),
                      [this, entryId, before] { storeWeight(entryId, *before, false); });
    };
    job.failed = [this, entryId](const Error& error) { m_keyFaults[entryId] = sentence(text(error.message)); };
    enqueue(std::move(job));
}

} // namespace llmg::providerspage
