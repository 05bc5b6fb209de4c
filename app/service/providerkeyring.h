// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gateway/prober.h"
#include "app/gateway/snapshot.h"
#include "app/routing/keyhealth.h"
#include "app/secrets/secretstore.h"
#include "app/service/providerkeys.h"
#include "app/storage/configurationstore.h"

#include <functional>
#include <map>

namespace llmg::service {

/// The keys of all providers as the engine uses them. The keychain keeps the secrets, the configuration the rest; keys
/// of the environment are read at start, keys of the session are in memory only.
class ProviderKeyRing final : public ProviderKeys {
    Q_OBJECT
  public:
    struct Collaborators {
        std::shared_ptr<const catalog::Catalog> catalog;
        storage::ConfigurationStore& configuration;
        secrets::SecretStore* keychain; ///< nullptr: not to be used
        secrets::SecretStore& session;
        gateway::Prober& prober;
        routing::KeyHealth& health;
        const Clock& clock;
        /// The provider as configured now, for tests of keys.
        std::function<gateway::ProviderRuntime(const std::string& provider)> runtimeOf;
    };
    explicit ProviderKeyRing(Collaborators collaborators, QObject* parent = nullptr);

    /// Probes the keychain and reads all keys; emits changed() when done. Resolves then.
    QFuture<void> load();
    [[nodiscard]] std::vector<domain::ProviderKey> usableKeys() const;
    /// Routing learnt something of a key: a refusal is kept, so that the key is out after a restart, too.
    void noteHealth(const std::string& entryId);
    /// Why the keychain is not used; empty when it is, or when nobody asked for one.
    [[nodiscard]] QString keychainTrouble() const { return m_keychainTrouble; }
    /// The store that keeps secrets for good where there is one, else the session's.
    [[nodiscard]] secrets::SecretStore& store() const;

    [[nodiscard]] std::vector<domain::ProviderKeyEntry> entries() const override;
    [[nodiscard]] std::optional<domain::ProviderKeyEntry> entryOf(const std::string& provider,
                                                                  const Secret& key) const override;
    [[nodiscard]] std::string shownKey(const std::string& provider, const Secret& key) const override;
    [[nodiscard]] QString placeName() const override;
    [[nodiscard]] bool isPersistent() const override;
    QFuture<Result<domain::ProviderKeyEntry>> add(std::string provider, std::string label, Secret key) override;
    QFuture<Result<>> remove(std::string entryId) override;
    QFuture<Result<>> setWeight(std::string entryId, int weight) override;
    QFuture<Result<ProviderTest>> test(std::string provider, Secret key) override;
    QFuture<Result<ProviderTest>> testEntry(std::string entryId) override;

  private:
    void readEnvironment();
    [[nodiscard]] std::shared_ptr<const providers::ProviderAdapter> adapterOf(const std::string& provider) const;
    QFuture<void> readKeychain();
    [[nodiscard]] Result<> checkNew(const std::string& provider, const std::string& label, const Secret& key) const;
    /// A key of the environment that is kept as well counts once.
    [[nodiscard]] bool isKeptToo(const domain::ProviderKey& key) const;
    [[nodiscard]] domain::ProviderKeyEntry described(const domain::ProviderKey& key) const;
    void put(domain::ProviderKey key);

    Collaborators m_with;
    std::map<std::string, domain::ProviderKey> m_keys; ///< by entry id; a keychain entry without secret is unreadable
    bool m_keychainWorks = false;
    QString m_keychainTrouble;
};

} // namespace llmg::service
