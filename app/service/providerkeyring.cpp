// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/providerkeyring.h"

#include "app/policy/gatewaykeys.h"
#include "app/secrets/environmentkeys.h"

#include <QPromise>
#include <QtConcurrent>

#include <algorithm>

namespace llmg::service {
namespace {

using domain::ProviderKey;
using domain::ProviderKeyEntry;
using domain::ProviderKeyState;
using domain::SecretPlace;

constexpr std::size_t kLongestKey = 16 * 1024; // a service account's JSON fits

QString secretName(const ProviderKeyEntry& entry) {
    return QStringLiteral("provider/") + QString::fromStdString(entry.provider) + u'/' +
           QString::fromStdString(entry.id);
}

template <class T>
QFuture<T> ready(T value) {
    return QtFuture::makeReadyFuture(std::move(value));
}

} // namespace

ProviderKeyRing::ProviderKeyRing(Collaborators collaborators, QObject* parent)
    : ProviderKeys(parent)
    , m_with(std::move(collaborators)) {
    connect(&m_with.configuration, &storage::ConfigurationStore::changed, this, [this] {
        // Another process may have added or removed a key.
        const auto& kept = m_with.configuration.current()->providerKeys;
        const auto isKept = [&kept](const std::string& id) {
            return std::any_of(kept.begin(), kept.end(),
                               [&id](const ProviderKeyEntry& entry) { return entry.id == id; });
        };
        const auto removed = std::erase_if(m_keys, [&](const auto& item) {
            return item.second.entry.place == SecretPlace::Keychain && !isKept(item.first);
        });
        const bool added =
            std::any_of(kept.begin(), kept.end(), [this](const auto& entry) { return !m_keys.contains(entry.id); });
        if (added)
            readKeychain().then(this, [this] { Q_EMIT changed(); });
        else if (removed > 0)
            Q_EMIT changed();
    });
}

QFuture<void> ProviderKeyRing::load() {
    readEnvironment();
    if (!m_with.keychain)
        return QtFuture::makeReadyFuture().then(this, [this] { Q_EMIT changed(); });
    return secrets::probeKeychain(*m_with.keychain)
        .then(this,
              [this](Result<> probe) {
                  m_keychainWorks = probe.has_value();
                  m_keychainTrouble = probe ? QString() : QString::fromStdString(probe.error().message);
                  return readKeychain();
              })
        .unwrap()
        .then(this, [this] { Q_EMIT changed(); });
}

void ProviderKeyRing::readEnvironment() {
    std::vector<secrets::EnvironmentNames> wanted;
    for (const auto& provider : m_with.catalog->providers())
        wanted.push_back({provider.id, provider.env, provider.keyFileEnv});
    for (auto& found : secrets::environmentKeys(wanted, secrets::processEnvironment())) {
        ProviderKey key;
        key.entry.id = found.id;
        key.entry.provider = found.provider;
        key.entry.label =
            found.position == 0 ? found.variable : found.variable + " " + std::to_string(found.position + 1);
        key.entry.place = SecretPlace::Environment;
        const auto adapter = adapterOf(found.provider);
        if (found.trouble.empty() && adapter && !found.secret.isEmpty()) {
            if (auto valid = adapter->checkKey(found.secret); !valid)
                found.trouble = found.variable + ": " + valid.error().message;
        }
        if (found.trouble.empty()) {
            key.entry.masked = shownKey(found.provider, found.secret);
            key.secret = std::move(found.secret);
        } else {
            key.entry.state = ProviderKeyState::Unreadable;
            key.entry.stateReason = std::move(found.trouble);
        }
        put(std::move(key));
    }
}

std::shared_ptr<const providers::ProviderAdapter> ProviderKeyRing::adapterOf(const std::string& provider) const {
    const auto* entry = m_with.catalog->provider(provider);
    return providers::adapterFor(entry ? entry->api : "openai", provider);
}

QFuture<void> ProviderKeyRing::readKeychain() {
    QFuture<void> all = QtFuture::makeReadyFuture();
    for (const auto& entry : m_with.configuration.current()->providerKeys) {
        const auto known = m_keys.find(entry.id);
        if (known != m_keys.end() && !known->second.secret.isEmpty())
            continue;
        if (!m_keychainWorks) {
            ProviderKey unreadable{entry, {}};
            unreadable.entry.state = ProviderKeyState::Unreadable;
            unreadable.entry.stateReason = m_keychainTrouble.toStdString();
            put(std::move(unreadable));
            continue;
        }
        // One after the other: some keychains lose requests that come all at once.
        all = all.then(this, [this, entry] { return m_with.keychain->read(secretName(entry)); })
                  .unwrap()
                  .then(this, [this, entry](Result<Secret> secret) {
                      ProviderKey key{entry, {}};
                      if (secret) {
                          key.secret = std::move(*secret);
                          if (entry.state == ProviderKeyState::Rejected)
                              m_with.health.reportRejected(entry.id, entry.stateReason);
                      } else {
                          key.entry.state = ProviderKeyState::Unreadable;
                          key.entry.stateReason = secret.error().message;
                      }
                      put(std::move(key));
                  });
    }
    return all;
}

void ProviderKeyRing::put(ProviderKey key) {
    const std::string id = key.entry.id;
    m_keys.insert_or_assign(id, std::move(key));
}

std::vector<ProviderKey> ProviderKeyRing::usableKeys() const {
    std::vector<ProviderKey> keys;
    for (const auto& [id, key] : m_keys) {
        if (!key.secret.isEmpty() && !isKeptToo(key))
            keys.push_back(key);
    }
    // What the user put in comes before what happens to be in the environment.
    std::stable_sort(keys.begin(), keys.end(), [](const ProviderKey& a, const ProviderKey& b) {
        return std::pair(a.entry.place == SecretPlace::Environment, a.entry.addedAt) <
               std::pair(b.entry.place == SecretPlace::Environment, b.entry.addedAt);
    });
    return keys;
}

secrets::SecretStore& ProviderKeyRing::store() const {
    return m_keychainWorks ? *m_with.keychain : m_with.session;
}

bool ProviderKeyRing::isKeptToo(const ProviderKey& key) const {
    return key.entry.place == SecretPlace::Environment && !key.secret.isEmpty() &&
           std::any_of(m_keys.begin(), m_keys.end(), [&key](const auto& item) {
               const auto& other = item.second;
               return other.entry.place != SecretPlace::Environment && other.entry.provider == key.entry.provider &&
                      other.secret == key.secret;
           });
}

ProviderKeyEntry ProviderKeyRing::described(const ProviderKey& key) const {
    auto entry = key.entry;
    if (entry.state == ProviderKeyState::Unreadable)
        return entry;
    const auto now = m_with.clock.steadyNow();
    auto reading = m_with.health.reading(entry.id, now);
    if (reading.state != ProviderKeyState::Untested) {
        entry.state = reading.state;
        entry.stateReason = std::move(reading.reason);
    }
    // Whole seconds: two clocks are compared, and nobody wants to see their differences.
    if (reading.freeAt)
        entry.restsUntil = std::chrono::ceil<std::chrono::seconds>(m_with.clock.now() + (*reading.freeAt - now));
    return entry;
}

std::vector<ProviderKeyEntry> ProviderKeyRing::entries() const {
    std::vector<ProviderKeyEntry> entries;
    for (const auto& [id, key] : m_keys) {
        if (!isKeptToo(key))
            entries.push_back(described(key));
    }
    return entries;
}

std::optional<ProviderKeyEntry> ProviderKeyRing::entryOf(const std::string& provider, const Secret& key) const {
    const std::string masked = shownKey(provider, key);
    for (const auto& [id, known] : m_keys) {
        // Of one that the keychain does not give away now, what was shown has to do.
        const bool isSame =
            known.secret.isEmpty() ? !known.entry.masked.empty() && known.entry.masked == masked : known.secret == key;
        if (known.entry.provider == provider && isSame && !isKeptToo(known))
            return described(known);
    }
    return std::nullopt;
}

std::string ProviderKeyRing::shownKey(const std::string& provider, const Secret& key) const {
    const auto adapter = adapterOf(provider);
    return adapter ? adapter->shownKey(key) : key.masked();
}

QString ProviderKeyRing::placeName() const {
    return store().name();
}

bool ProviderKeyRing::isPersistent() const {
    return store().isPersistent();
}

Result<> ProviderKeyRing::checkNew(const std::string& provider, const std::string& label, const Secret& key) const {
    const auto& own = m_with.configuration.current()->providers;
    const bool isOwn = std::any_of(own.begin(), own.end(),
                                   [&](const auto& settings) { return settings.custom && settings.id == provider; });
    if (!isOwn && !m_with.catalog->provider(provider))
        return fail(ErrorKind::InvalidParameters, "No provider is called “" + provider + "”.", "provider");
    const auto text = key.reveal();
    if (text.empty())
        return fail(ErrorKind::InvalidParameters, "The key is empty.", "key");
    if (text.size() > kLongestKey)
        return fail(ErrorKind::InvalidParameters, "The key is longer than any provider's.", "key");
    if (const auto adapter = adapterOf(provider)) {
        if (auto valid = adapter->checkKey(key); !valid)
            return fail(ErrorKind::InvalidParameters, valid.error().message, "key");
    }
    for (const auto& [id, other] : m_keys) {
        // The same key in the environment counts no longer once this one is kept.
        const bool isDouble = other.entry.place == SecretPlace::Environment && other.secret == key;
        if (other.entry.provider == provider && other.entry.label == label && !isDouble)
            return fail(ErrorKind::InvalidParameters,
                        "There is already a key called “" + label + "” for this provider.", "label");
    }
    return {};
}

QFuture<Result<ProviderKeyEntry>> ProviderKeyRing::add(std::string provider, std::string label, Secret key) {
    if (label.empty()) {
        label = "default";
        const auto taken = [&](const std::string& text) {
            return std::any_of(m_keys.begin(), m_keys.end(), [&](const auto& item) {
                return item.second.entry.provider == provider && item.second.entry.label == text;
            });
        };
        for (int number = 2; taken(label); ++number)
            label = "key " + std::to_string(number);
    }
    if (auto valid = checkNew(provider, label, key); !valid)
        return ready<Result<ProviderKeyEntry>>(valid.error());
    ProviderKeyEntry entry;
    entry.addedAt = m_with.clock.now();
    entry.id = policy::newUlid(entry.addedAt);
    entry.provider = std::move(provider);
    entry.label = std::move(label);
    entry.masked = shownKey(entry.provider, key);
    entry.place = m_keychainWorks ? SecretPlace::Keychain : SecretPlace::Session;

    const auto keepEntry = [this, entry](Result<> written) {
        // The secret first: an entry without its secret would be a key that fails, a secret without its entry is
        // harmless.
        if (!written || entry.place != SecretPlace::Keychain)
            return ready(std::move(written));
        return m_with.configuration.saveProviderKeyEntry(entry);
    };
    // Known before the configuration says that it changed, so that it is not read back from the keychain.
    put(ProviderKey{entry, key});
    return store()
        .write(secretName(entry), key)
        .then(this, keepEntry)
        .unwrap()
        .then(this, [this, entry](Result<> kept) -> Result<ProviderKeyEntry> {
            if (!kept) {
                m_keys.erase(entry.id);
                return kept.error();
            }
            Q_EMIT changed();
            return entry;
        });
}

QFuture<Result<>> ProviderKeyRing::remove(std::string entryId) {
    const auto found = m_keys.find(entryId);
    if (found == m_keys.end())
        return ready<Result<>>(fail(ErrorKind::NotFound, "There is no such key."));
    const auto entry = found->second.entry;
    if (entry.place == SecretPlace::Environment) {
        return ready<Result<>>(
            fail(ErrorKind::InvalidParameters,
                 "This key comes from the environment; remove the variable and start the program again."));
    }
    auto& from = entry.place == SecretPlace::Keychain && m_with.keychain ? *m_with.keychain : m_with.session;
    const auto forgetEntry = [this, entry](Result<> removed) {
        const bool alreadyGone = !removed && removed.error().kind == ErrorKind::NotFound;
        if ((!removed && !alreadyGone) || entry.place != SecretPlace::Keychain)
            return ready(alreadyGone ? Result<>{} : std::move(removed));
        return m_with.configuration.removeProviderKeyEntry(entry.id);
    };
    return from.remove(secretName(entry)).then(this, forgetEntry).unwrap().then(this, [this, entry](Result<> removed) {
        if (removed) {
            m_keys.erase(entry.id);
            m_with.health.forget(entry.id);
            Q_EMIT changed();
        }
        return removed;
    });
}

QFuture<Result<>> ProviderKeyRing::setWeight(std::string entryId, int weight) {
    const auto found = m_keys.find(entryId);
    if (found == m_keys.end())
        return ready<Result<>>(fail(ErrorKind::NotFound, "There is no such key."));
    if (weight < 1 || weight > 100)
        return ready<Result<>>(fail(ErrorKind::InvalidParameters, "weight is a whole number from 1 to 100.", "weight"));
    auto entry = found->second.entry;
    entry.weight = weight;
    if (entry.place == SecretPlace::Environment)
        return ready<Result<>>(fail(ErrorKind::InvalidParameters,
                                    "This key comes from the environment, and nothing is kept of it. Add it to the "
                                    "keychain to give it a weight.",
                                    "weight"));
    auto kept =
        entry.place == SecretPlace::Keychain ? m_with.configuration.saveProviderKeyEntry(entry) : ready(Result<>{});
    return kept.then(this, [this, id = entry.id, weight](Result<> saved) {
        const auto key = m_keys.find(id);
        if (saved && key != m_keys.end()) {
            key->second.entry.weight = weight;
            Q_EMIT changed();
        }
        return saved;
    });
}

QFuture<Result<ProviderTest>> ProviderKeyRing::test(std::string provider, Secret key) {
    auto promise = std::make_shared<QPromise<Result<ProviderTest>>>();
    promise->start();
    auto future = promise->future();
    m_with.prober.probe(m_with.runtimeOf(provider), std::move(key),
                        [promise](Result<gateway::Prober::Outcome> outcome) {
                            if (outcome) {
                                ProviderTest tested{outcome->latency, {}};
                                for (auto& model : outcome->models)
                                    tested.models.push_back(std::move(model.id));
                                promise->addResult(Result<ProviderTest>(std::move(tested)));
                            } else {
                                promise->addResult(Result<ProviderTest>(outcome.error()));
                            }
                            promise->finish();
                        });
    return future;
}

QFuture<Result<ProviderTest>> ProviderKeyRing::testEntry(std::string entryId) {
    const auto found = m_keys.find(entryId);
    if (found == m_keys.end())
        return ready<Result<ProviderTest>>(fail(ErrorKind::NotFound, "There is no such key."));
    if (found->second.secret.isEmpty())
        return ready<Result<ProviderTest>>(fail(ErrorKind::Keychain, found->second.entry.stateReason));
    return test(found->second.entry.provider, found->second.secret)
        .then(this, [this, entryId](Result<ProviderTest> tested) {
            if (tested)
                m_with.health.reportTested(entryId);
            else if (tested.error().kind == ErrorKind::UpstreamKeyRejected)
                m_with.health.reportRejected(entryId, tested.error().message);
            noteHealth(entryId);
            return tested;
        });
}

// Keys of the environment and of the session have no row: after a restart there may be another key in their place.
void ProviderKeyRing::noteHealth(const std::string& entryId) {
    const auto found = m_keys.find(entryId);
    if (found != m_keys.end() && found->second.entry.place == SecretPlace::Keychain) {
        auto& entry = found->second.entry;
        const auto reading = m_with.health.reading(entryId, m_with.clock.steadyNow());
        const bool isRejected = reading.state == ProviderKeyState::Rejected;
        if (entry.state != ProviderKeyState::Unreadable && isRejected != (entry.state == ProviderKeyState::Rejected)) {
            entry.state = isRejected ? ProviderKeyState::Rejected : ProviderKeyState::Untested;
            entry.stateReason = isRejected ? reading.reason : std::string{};
            m_with.configuration.setProviderKeyState(entryId, entry.state, entry.stateReason)
                .then([](const Result<>& kept) {
                    if (!kept)
                        qWarning("what a provider said of its key is not kept: %s", kept.error().message.c_str());
                });
        }
    }
    Q_EMIT changed();
}

} // namespace llmg::service
