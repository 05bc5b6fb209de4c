// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QObject>

#include "models/base/result.h"
#include "models/base/secret.h"
#include "ui/pages/providers/viewstate.h"

#include <functional>
#include <map>
#include <memory>

namespace llmg::catalog {
class Catalog;
}
namespace llmg::service {
class ProviderKeys;
struct ProviderTest;
} // namespace llmg::service
namespace llmg::storage {
class ConfigurationStore;
}
namespace llmg::widgets {
class Deferred;
}

// Not "providers": that is the room of the adapters.
namespace llmg::providerspage {

/// Providers, their keys and addresses. Never holds a key for longer than the call that hands it on. GUI thread; never
/// waits.
class Presenter : public QObject {
    Q_OBJECT
  public:
    Presenter(std::shared_ptr<const catalog::Catalog> catalog, service::ProviderKeys& keys,
              storage::ConfigurationStore& configuration, QObject* parent = nullptr);
    ~Presenter() override;

    [[nodiscard]] const ViewState& state() const { return m_state; }
    /// The field's text as it is typed or pasted; recognises the provider by it and keeps nothing.
    void recognise(const Secret& typed);
    /// A file with a key in it, for the field; recognised too. Empty: it cannot be read, and the hint says why.
    [[nodiscard]] Secret readFile(const QString& path);
    void chooseProvider(const std::string& id);
    /// Tries the key without keeping it.
    void testEntry(const Secret& key);
    /// Keeps the key, then tries it. `entryAccepted` says that the form may be emptied.
    void addKey(const QString& label, const Secret& key);
    void testKey(const std::string& entryId);
    /// Hidden at once, removed when Undo is no longer offered.
    void removeKey(const std::string& entryId);
    /// Empty: back to the catalog's. InvalidParameters shows as `error`.
    void setBaseUrl(const std::string& provider, const QString& url);
    void setEnabled(const std::string& provider, bool enabled);
    /// An own OpenAI-compatible server.
    void addServer(const QString& name, const QString& url);
    void removeServer(const std::string& provider);

  Q_SIGNALS:
    void stateChanged();
    void entryAccepted();
    void undoable(const QString& text, const std::function<void()>& undo);

  private:
    struct Tested {
        bool testing = false, failed = false;
        QString outcome;
    };
    void read();
    void settle(QFuture<Result<>> future);
    void saveSettings(domain::ProviderSettings settings);
    [[nodiscard]] domain::ProviderSettings settingsOf(const std::string& provider) const;
    [[nodiscard]] QString nameOf(const std::string& provider) const;
    [[nodiscard]] QString outcome(const Result<service::ProviderTest>& test) const;
    void refuseEntry(const QString& why);

    std::shared_ptr<const catalog::Catalog> m_catalog;
    service::ProviderKeys& m_keys;
    storage::ConfigurationStore& m_configuration;
    widgets::Deferred* m_deferred;
    ViewState m_state;
    std::map<std::string, Tested> m_tested; ///< by entry id, of this session
};

} // namespace llmg::providerspage
