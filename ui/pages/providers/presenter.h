// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QObject>
#include <QTimer>

#include "app/service/foundkeys.h"
#include "app/storage/usagequery.h"
#include "models/base/result.h"
#include "models/base/secret.h"
#include "ui/pages/providers/viewstate.h"
#include "ui/widgets/undosteps.h"

#include <deque>
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
    std::function<routing::Breakers::Reading(const std::string& provider)> breaker;
};

/// Providers, their keys and addresses. A change shows at once, goes to the store in its turn, can be undone, and shows
/// where it was typed why it was refused. Never holds a key for longer than the call that hands it on. GUI thread;
/// never waits.
class Presenter : public QObject {
    Q_OBJECT
  public:
    Presenter(std::shared_ptr<const catalog::Catalog> catalog, service::ProviderKeys& keys,
              storage::ConfigurationStore& configuration, Sources sources = {}, QObject* parent = nullptr);
    ~Presenter() override;

    [[nodiscard]] const ViewState& state() const { return m_state; }
    /// How providers do is looked at only while somebody looks.
    void setShown(bool shown);
    void noteRequests();

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
    /// 1 … 100: the larger, the more of its provider's requests go by this key.
    void setWeight(const std::string& entryId, int weight);

    /// Empty: back to the catalog's.
    void setBaseUrl(const std::string& provider, const QString& url);
    void setEnabled(const std::string& provider, bool enabled);
    /// An own OpenAI-compatible server; asked for its models when it is there. `serverAccepted`: the form may be
    /// emptied.
    void addServer(const QString& name, const QString& url);
    /// With its keys, which go when Undo is no longer offered.
    void removeServer(const std::string& provider);
    /// "http://host:port", "direct" for none; empty: the system's.
    void setProxy(const std::string& provider, const QString& proxy);
    void setVariable(const std::string& provider, const std::string& name, const QString& value);
    /// Up or down among the cards: who is above is asked first.
    void move(const std::string& provider, int by);
    /// To a place among the cards; 0 is asked first.
    void moveTo(const std::string& provider, std::size_t place);
    void forgetOrder();

    /// Keys of other programs, to be looked at before they are taken over.
    void previewEnvironment();
    void previewFile(const QString& path);
    void chooseFound(std::size_t index, bool chosen);
    void importFound();
    void dismissFound();

    /// Ctrl+Z: the last change that has not been undone. False when there is none.
    bool undo();
    /// Asks again how providers do.
    void refreshHealth();

  Q_SIGNALS:
    void stateChanged();
    void entryAccepted();
    void serverAccepted();
    void undoable(const QString& text, const std::function<void()>& undo);

  private:
    struct Tested {
        bool testing = false, failed = false;
        QString outcome;
        QStringList models;
    };
    using SettingsList = std::vector<domain::ProviderSettings>;
    using Edit = std::function<void(SettingsList&)>;
    /// One change on its way. They are made one after the other, each upon what the one before it left.
    struct Job {
        std::string provider, field; ///< where a refusal is shown
        QString typed;
        Edit edit;                                               ///< shown until it is stored; may be empty
        std::function<std::optional<QFuture<Result<>>>()> begin; ///< nullopt: there is nothing to change
        std::function<void()> finished;                          ///< after success; may be empty
        std::function<void(const Error&)> failed;                ///< in place of the card's fault; may be empty
    };

    void read();
    [[nodiscard]] ViewState built() const;
    void addCards(ViewState& state, const SettingsList& settings,
                  const std::vector<domain::ProviderKeyEntry>& entries) const;
    void fillKeys(ProviderCard& card, const std::vector<domain::ProviderKeyEntry>& entries) const;
    void fillSettings(ProviderCard& card, const domain::ProviderSettings* settings) const;
    void fillHealth(ProviderCard& card) const;
    void tick();
    void watchTotals(const std::string& provider);

    [[nodiscard]] SettingsList stored() const;
    [[nodiscard]] SettingsList shown() const; ///< with what is on its way
    [[nodiscard]] domain::ProviderSettings settingsOf(const std::string& provider) const;
    [[nodiscard]] QString nameOf(const std::string& provider) const;
    [[nodiscard]] std::optional<domain::ProviderKeyEntry> entryOf(const std::string& entryId) const;
    [[nodiscard]] Tested outcomeOf(const Result<service::ProviderTest>& test) const;
    void refuseEntry(const QString& why);

    void enqueue(Job job);
    void next();
    void fault(const std::string& provider, const std::string& field, const QString& typed, const QString& why);
    /// A change of settings; `words` name it for Undo.
    void change(Job where, const QString& words, Edit edit, std::function<void()> finished = {});
    void changeOne(Job where, const QString& words, std::function<void(domain::ProviderSettings&)> edit);
    [[nodiscard]] std::optional<QFuture<Result<>>> store(const SettingsList& before, const SettingsList& after);
    int offerUndo(const QString& words, std::function<void()> undo);
    void removeLater(const QString& name, const std::vector<std::string>& entryIds, int undoNumber);
    void storeWeight(const std::string& entryId, int weight, bool undoable);
    void placeInOrder(const std::vector<std::string>& order, const QString& words);

    void show(const QString& where, std::vector<service::FoundKey> keys);
    void importNext();
    void finishImport();

    std::shared_ptr<const catalog::Catalog> m_catalog;
    service::ProviderKeys& m_keys;
    storage::ConfigurationStore& m_configuration;
    Sources m_sources;
    widgets::Deferred* m_deferred;
    ViewState m_state;
    std::map<std::string, Tested> m_tested; ///< by entry id, of this session
    std::map<std::string, Tested> m_testedServers;
    struct Totals {
        std::int64_t requests = -1, errors = 0;
    };
    std::map<std::string, Totals> m_totals; ///< of the last hour, by provider
    std::map<std::string, std::map<std::string, Fault>> m_faults;
    std::map<std::string, QString> m_keyFaults;                          ///< by entry id
    std::vector<std::pair<QString, std::vector<std::string>>> m_leaving; ///< keys that wait to be removed
    std::deque<Job> m_jobs;                                              ///< the first is under way
    bool m_closing = false;
    widgets::UndoSteps m_undo;
    std::vector<service::FoundKey> m_found; ///< beside ViewState::found; forgotten when it is put away
    std::vector<std::size_t> m_toImport;    ///< of them
    std::vector<std::string> m_imported;    ///< entry ids
    QTimer m_tick;
    int m_ticks = 0;
    bool m_newRequests = false;
};

} // namespace llmg::providerspage
