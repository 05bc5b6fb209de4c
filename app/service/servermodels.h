// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gateway/prober.h"
#include "app/gateway/servermodels.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <map>
#include <memory>

namespace llmg::service {

/// Keeps in memory which models local and own servers have. Asks each when it is new or its settings changed, then
/// every few minutes, less and less often while it is not there. Main thread; the asking is the prober's, and no
/// request waits for it.
class ServerModels final : public QObject {
    Q_OBJECT
  public:
    struct Times {
        std::chrono::milliseconds between{180'000}; ///< while it answers
        std::chrono::milliseconds firstRetry{10'000};
        std::chrono::milliseconds longestRetry{600'000}; ///< doubles up to this
    };
    explicit ServerModels(gateway::Prober& prober, QObject* parent = nullptr);
    ServerModels(gateway::Prober& prober, Times times, QObject* parent = nullptr);

    /// Takes over which servers there are and where.
    void follow(const gateway::Snapshot& snapshot);
    [[nodiscard]] std::vector<gateway::ServerList> lists() const;

  Q_SIGNALS:
    void changed(); ///< of lists()

  private:
    struct Server {
        gateway::ProviderRuntime runtime;
        gateway::ServerList list;
        std::chrono::milliseconds retry{0};
        int generation = 0; ///< an answer to an older question is not the server's any more
        QTimer timer;
    };
    void ask(Server& server);
    void take(const std::string& id, int generation, Result<gateway::Prober::Outcome> outcome);

    gateway::Prober& m_prober;
    Times m_times;
    int m_generation = 0;
    std::map<std::string, std::unique_ptr<Server>> m_servers;
};

} // namespace llmg::service
