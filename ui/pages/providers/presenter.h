// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QObject>

#include "app/storage/usagequery.h"
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

/// What is known of how providers do; what is not given is not shown.
struct Sources {
    std::function<QString(const std::string& provider)> trouble; ///< why it cannot be called; empty: it can
    std::function<QFuture<Result<storage::RequestTotals>>(storage::RequestFilter)> totals;
};

/// Providers, their keys and addresses. Never holds a key for longer than the call that hands it on. GUI thread; never
/// waits.
class Presenter : public QObject {
    Q_OBJECT
  public:
    Presenter(std::shared_ptr<const catalog::Catalog> catalog, service::ProviderKeys& keys,
              storage::ConfigurationStore& configuration, Sources sources = {}, QObject* parent = nullptr);
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
    void testServer(const std::string& provider); ///< one that needs no key
    /// Hidden at once, removed when Undo is no longer offered.
    void removeKey(const std::string& entryId);
    /// Empty: back to the catalog's. InvalidParameters shows as `error`.
    void setBaseUrl(const std::string& provider, const QString& url);
    void setEnabled(const std::string& provider, bool enabled);
    /// An own OpenAI-compatible server.
    void addServer(const QString& name, const QString& url);
    void removeServer(const std::string& provider);
    /// "http://host:port", "direct" for none; empty: the system's.
    void setProxy(const std::string& provider, const QString& proxy);
    void setVariable(const std::string& provider, const std::string& name, const QString& value);
    /// Up or down among the cards: who is above is asked first.
    void move(const std::string& provider, int by);

    /// Keys of a `.env` file, to be looked at before they are taken over.
    void previewFile(const QString& path);
    void previewText(const QString& name, std::string_view text);
    void chooseFound(std::size_t index, bool chosen);
    void importFound();
    void dismissFound();

    /// Asks again how providers do.
    void refreshHealth();

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
    void fillSettings(ProviderCard& card, const domain::ProviderSettings* settings) const;
    void change(const QString& words, const domain::ProviderSettings& before, const domain::ProviderSettings& after);
    void importNext();
    [[nodiscard]] std::string freeLabel(const std::string& provider) const;

    std::shared_ptr<const catalog::Catalog> m_catalog;
    service::ProviderKeys& m_keys;
    storage::ConfigurationStore& m_configuration;
    Sources m_sources;
    widgets::Deferred* m_deferred;
    ViewState m_state;
    std::map<std::string, Tested> m_tested; ///< by entry id, of this session
    std::map<std::string, Tested> m_testedServers;
    std::map<std::string, Health> m_health; ///< by provider
    struct Found {
        std::string provider;
        Secret key;
    };
    std::vector<Found> m_found; ///< beside ViewState::found; forgotten when it is put away
    std::vector<Found> m_toImport;
};

} // namespace llmg::providerspage
