// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/catalog/catalog.h"
#include "app/policy/configuration.h"
#include "app/policy/rolloutbook.h"
#include "app/policy/spendbook.h"
#include "app/routing/breaker.h"
#include "models/base/result.h"
#include "models/base/secret.h"
#include "models/domain/provider.h"

#include <QFuture>
#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <string>

namespace llmg::settings {
class Settings;
}
namespace llmg::storage {
class LedgerReader;
class ConfigurationStore;
class ConversationStore;
class StorageThread;
} // namespace llmg::storage
namespace llmg::cache {
class ResponseCache;
}
namespace llmg::secrets {
class SecretStore;
}
namespace llmg::gateway {
class Snapshot;
}

namespace llmg::service {

class ProviderKeys;

struct GatewayState {
    enum class Phase { Stopped, Starting, Running, Failed };
    Phase phase = Phase::Stopped;
    QString host; ///< "127.0.0.1"
    quint16 port = 0;
    QString error;                         ///< when Failed, with what to do
    [[nodiscard]] QString baseUrl() const; ///< "http://127.0.0.1:4001/v1"; empty unless running
};

/// A moment's reading for the status bar.
struct GatewayLoad {
    int inFlight = 0;
    double requestsPerMinute = 0;
};

/// The whole engine: storage, secrets, configuration, gateway threads, composed and run down in one order. Both
/// programs use it; it needs a QCoreApplication and no screen. Lives on the main thread; nothing here blocks but start
/// and stop.
class Engine : public QObject {
    Q_OBJECT
  public:
    struct Options {
        QString dataDirectory; ///< "" : the platform's
        QString host;          ///< "": the setting
        int port = -1;         ///< -1: the setting; 0: any free one
        int threads = 0;       ///< 0: the setting
        bool useKeychain = true;
        bool serve = true; ///< false: storage and keys only, for a command beside no gateway
    };
    explicit Engine(QObject* parent = nullptr);
    ~Engine() override;

    /// LLM_GATEWAY_DATA, else the platform's place for program data.
    static QString defaultDataDirectory();

    /// Opens the data directory and starts the gateway. An error of the data directory is returned; a taken port is not
    /// an error of start: see state().
    Result<> start(const Options& options);
    /// Stop accepting → drain (at most `patience`) → flush ledger → close database → join. Idempotent.
    void stop(std::chrono::milliseconds patience = std::chrono::milliseconds{5000});
    /// Resolves when the keys have been read, and what was spent before.
    [[nodiscard]] QFuture<void> ready() const;
    /// Resolves when requests are judged by the configuration as it is now.
    QFuture<void> applied();
    /// Resolves when every request answered before is in the database.
    QFuture<Result<>> flush();
    /// Tries to listen again, on another port.
    void restartGateway(int port);

    [[nodiscard]] GatewayState state() const;
    [[nodiscard]] GatewayLoad load() const;
    [[nodiscard]] QString dataDirectory() const;
    [[nodiscard]] QString notice() const; ///< what was repaired at start, for a banner
    [[nodiscard]] const catalog::Catalog& catalog() const;
    [[nodiscard]] std::shared_ptr<const catalog::Catalog> catalogPtr() const;
    [[nodiscard]] settings::Settings& settings();
    [[nodiscard]] storage::LedgerReader& ledger();
    [[nodiscard]] storage::ConfigurationStore& configuration();
    [[nodiscard]] storage::ConversationStore& conversations();
    [[nodiscard]] ProviderKeys& providerKeys();
    [[nodiscard]] cache::ResponseCache& cache();
    /// Forgets the cached answers of a project.
    QFuture<Result<>> clearCache(const std::string& projectId);
    /// The key of the default project as made at first start; NotFound when no keychain could keep it.
    QFuture<Result<Secret>> defaultGatewayKey();
    /// A key of this process only, with which the playground speaks to the gateway; its requests show as "Playground".
    [[nodiscard]] Secret playgroundKey() const;
    /// What requests are judged and routed by at this moment: which provider can be called, and why one cannot.
    [[nodiscard]] std::shared_ptr<const gateway::Snapshot> snapshot() const;
    /// What is spent up to now, as limits and budgets see it.
    [[nodiscard]] const policy::SpendBook& spend() const;
    /// Whether requests are kept away from a provider because it failed. Costs little; any thread.
    [[nodiscard]] routing::Breakers::Reading breaker(const std::string& provider) const;
    /// What the arms of a project's rollout did since it last changed; nullopt where no gateway runs that would count
    /// it, or there is no such project.
    [[nodiscard]] std::optional<policy::RolloutFigures> rolloutFigures(const std::string& projectId) const;

  Q_SIGNALS:
    void stateChanged();
    void loadChanged();
    /// New rows are in the ledger (after a group commit, so at most some twenty times a second).
    void requestsRecorded(int count);
    void troubleChanged(const QString& message);
    /// A local or own server lists other models than before, came or went.
    void modelsChanged();
    /// A budget has come to 75, 90 or 100 % of its amount; `text` says which, in one line.
    void budgetAlert(const QString& text, int percent);

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace llmg::service
