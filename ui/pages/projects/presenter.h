// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QObject>
#include <QTimer>

#include "app/catalog/catalog.h"
#include "app/storage/usagequery.h"
#include "models/base/clock.h"
#include "models/base/result.h"
#include "ui/pages/projects/viewstate.h"
#include "ui/widgets/undosteps.h"

#include <deque>
#include <functional>
#include <optional>

namespace llmg::policy {
struct NewGatewayKey;
}
namespace llmg::storage {
class ConfigurationStore;
}
namespace llmg::widgets {
class Deferred;
}

namespace llmg::projects {

/// Where the figures come from; what is not given is not shown.
struct Sources {
    std::shared_ptr<const catalog::Catalog> catalog;
    std::function<QFuture<Result<std::vector<storage::UsageBucket>>>(storage::UsageQuery)> usage;
    std::function<policy::RolloutFigures(const std::string& projectId)> rollout;
    /// As the gateway judges it now. Without it only what is stored of a key counts.
    std::function<policy::KeyStanding(const domain::GatewayKey&)> keyStanding;
    std::function<QFuture<Result<>>(const std::string& projectId)> clearCache;
    std::function<QFuture<Result<CacheAmount>>(const std::string& projectId)> cacheAmount;
    /// Whether a local or own server lists the model.
    std::function<bool(const std::string& model)> isServerModel;
    std::shared_ptr<const Clock> clock = std::make_shared<SystemClock>();
};

/// Projects with all that is set for them. A change shows at once, goes to the configuration store in its turn, can be
/// undone, and shows beside its field why it was refused. GUI thread; never waits.
class Presenter : public QObject {
    Q_OBJECT
  public:
    explicit Presenter(storage::ConfigurationStore& configuration, Sources sources = {}, QObject* parent = nullptr);
    ~Presenter() override;

    [[nodiscard]] const ViewState& state() const { return m_state; }
    [[nodiscard]] UnixTime now() const { return m_sources.clock->now(); }
    void setBaseUrl(const QString& baseUrl);
    /// The key that was made at first start, when a keychain kept its text: shown where it belongs, for Copy.
    void setKeptKey(const Secret& key);
    /// Figures are asked for only while they are looked at.
    void setShown(bool shown);
    void noteRequests();

    void select(const std::string& projectId);
    void createProject(const QString& name);
    /// Only when `typedName` is the project's name. Final.
    void removeProject(const QString& typedName);
    void rename(const QString& name);
    void setMode(domain::ProjectMode mode);
    void setStoreBodies(bool store);

    void setRouting(const domain::RoutingSettings& routing);
    void setAllowedModels(const QStringList& models);
    void setAllowedProviders(const QStringList& providers);
    void setAliases(const std::vector<std::pair<QString, QString>>& aliases); ///< rows that are empty do not count
    void setCacheEnabled(bool enabled);
    void setCacheTtl(std::int64_t seconds);
    void clearCache();
    void setRate(const domain::RateLimit& rate);

    void createKey(const KeyDraft& draft);
    void dismissFreshKey();
    /// Writes what differs between the two: of name, limits, rates and allow-lists of an existing key.
    void saveKey(const domain::GatewayKey& before, const domain::GatewayKey& after);
    void setKeyExpiry(const std::string& id, const QString& day); ///< "2027-01-31", the whole day; empty: never
    void disableKey(const std::string& id);
    void enableKey(const std::string& id);
    /// The key stops working at once and is revoked for good when Undo is no longer offered.
    void revokeKey(const std::string& id);

    /// One without an id takes the place of that of the same subject and period.
    void saveBudget(domain::Budget budget);
    void removeBudget(const std::string& id);

    void setRollout(const domain::Rollout& next);
    void rollBack();

    /// What was refused is being mended, or was put away.
    void forgive(Field field);
    /// Ctrl+Z: the last change that has not been undone. False when there is none.
    bool undo();

    /// What is said of those that no provider here is known to have; empty: nothing.
    [[nodiscard]] QString unknownModels(const QStringList& models) const;
    /// Ready-made code with the address and a key (the fresh one, else a placeholder). 0: Python, 1: JavaScript, 2:
    /// cURL.
    [[nodiscard]] static QString snippet(int language, const QString& baseUrl, const QString& key);

  Q_SIGNALS:
    void stateChanged();
    void undoable(const QString& text, const std::function<void()>& undo);
    void done(const QString& text);
    void projectCreated();

  private:
    /// One change on its way. They are made one after the other, each upon what the one before it left.
    struct Job {
        Field field = Field::Page;
        std::string projectId;
        std::function<void(domain::Project&)> preview;           ///< shown until it is stored; may be empty
        std::function<std::optional<QFuture<Result<>>>()> begin; ///< nullopt: there is nothing to change any more
        std::function<void()> finished;                          ///< after success; may be empty
    };

    void read();
    void readProjects();
    void readKeys();
    void readBudgets();
    void enqueue(Job job);
    void next();
    void refuse(Field field, const QString& why);
    void accept(Field field);
    /// As stored, with what has been begun before.
    [[nodiscard]] std::optional<domain::Project> base(const std::string& projectId) const;
    [[nodiscard]] std::optional<domain::GatewayKey> storedKey(const std::string& id) const;

    void change(Field field, const QString& words, std::function<void(domain::Project&)> edit);
    void changeKey(Field field, const std::string& id, const QString& words,
                   std::function<void(domain::GatewayKey&)> edit);
    void storeRollout(const std::string& projectId, const domain::Rollout& next, const QString& kind,
                      const QString& detail, const QString& words);
    void setKeyState(const std::string& id, domain::KeyState state);
    void offerUndo(const QString& words, std::function<void()> undo);
    [[nodiscard]] std::optional<std::optional<UnixTime>> expiryOf(const QString& day);
    [[nodiscard]] QString keyName(const std::string& id) const;

    [[nodiscard]] std::optional<QString> budgetSubject(const domain::Budget& budget) const; ///< nullopt: not shown here
    void restoreBudget(const domain::Budget& now, const std::optional<domain::Budget>& before);
    void refreshFigures();
    void ask(domain::Period period, domain::BudgetScope scope);
    void judgeKeys(); ///< and again when a limit begins anew
    void readRollout();
    void askCache();
    /// Of the rollout as it is stored, when it is another than the one asked for last.
    void askEvents(const domain::Project& stored);
    [[nodiscard]] domain::Money spent(domain::BudgetScope scope, domain::Period period, const std::string& id) const;

    storage::ConfigurationStore& m_configuration;
    Sources m_sources;
    widgets::Deferred* m_deferred;
    ViewState m_state;
    Secret m_kept;
    std::deque<Job> m_jobs;  ///< the first is under way
    std::size_t m_begun = 0; ///< of them, while what is left is flushed at the end
    bool m_closing = false;
    widgets::UndoSteps m_undo;
    std::pair<std::string, domain::Rollout> m_eventsOf; ///< project, and its rollout then
    std::map<std::pair<domain::BudgetScope, domain::Period>, std::map<std::string, domain::Money>> m_spent;
    std::map<std::string, CacheUse> m_cacheUse;
    QTimer m_soon, m_anew;
    bool m_shown = false;
};

} // namespace llmg::projects
