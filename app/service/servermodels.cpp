// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/servermodels.h"

#include <algorithm>

namespace llmg::service {
namespace {

// Some "own servers" are themselves gateways to everything.
constexpr std::size_t kMostModels = 1000;

const Secret& keyOf(const gateway::ProviderRuntime& runtime) {
    static const Secret none;
    return runtime.keys.empty() ? none : runtime.keys.front().secret;
}

/// Whether the same question would be asked.
bool isSameServer(const gateway::ProviderRuntime& a, const gateway::ProviderRuntime& b) {
    return a.endpoint.baseUrl == b.endpoint.baseUrl && a.endpoint.proxyUrl == b.endpoint.proxyUrl &&
           keyOf(a).reveal() == keyOf(b).reveal();
}

} // namespace

ServerModels::ServerModels(gateway::Prober& prober, QObject* parent)
    : ServerModels(prober, Times{}, parent) {
}

ServerModels::ServerModels(gateway::Prober& prober, Times times, QObject* parent)
    : QObject(parent)
    , m_prober(prober)
    , m_times(times) {
}

void ServerModels::follow(const gateway::Snapshot& snapshot) {
    const auto current = snapshot.servers();
    std::erase_if(m_servers, [&current](const auto& item) {
        return std::none_of(current.begin(), current.end(),
                            [&item](const auto* runtime) { return runtime->endpoint.id == item.first; });
    });
    for (const auto* runtime : current) {
        auto& server = m_servers[runtime->endpoint.id];
        if (server && isSameServer(server->runtime, *runtime))
            continue;
        if (!server) {
            server = std::make_unique<Server>();
            server->timer.setSingleShot(true);
            connect(&server->timer, &QTimer::timeout, this, [this, asked = server.get()] { ask(*asked); });
        }
        server->runtime = *runtime;
        server->list = {runtime->endpoint.id, false, {}};
        server->retry = m_times.firstRetry;
        ask(*server);
    }
}

std::vector<gateway::ServerList> ServerModels::lists() const {
    std::vector<gateway::ServerList> lists;
    for (const auto& [id, server] : m_servers)
        lists.push_back(server->list);
    return lists;
}

void ServerModels::ask(Server& server) {
    server.timer.stop();
    server.generation = ++m_generation;
    const auto tell = [this, id = server.list.provider, generation = server.generation](auto outcome) {
        // The prober's thread ends before this object does.
        QMetaObject::invokeMethod(
            this,
            [this, id, generation, outcome = std::move(outcome)]() mutable {
                take(id, generation, std::move(outcome));
            },
            Qt::QueuedConnection);
    };
    m_prober.probe(server.runtime, keyOf(server.runtime), tell);
}

void ServerModels::take(const std::string& id, int generation, Result<gateway::Prober::Outcome> outcome) {
    const auto found = m_servers.find(id);
    if (found == m_servers.end() || found->second->generation != generation)
        return;
    Server& server = *found->second;
    gateway::ServerList now = server.list;
    now.answers = outcome.has_value();
    if (outcome) {
        now.models = std::move(outcome->models);
        now.models.resize(std::min(now.models.size(), kMostModels));
        server.retry = m_times.firstRetry;
        server.timer.start(m_times.between);
    } else {
        server.timer.start(server.retry);
        server.retry = std::min(server.retry * 2, m_times.longestRetry);
    }
    if (now == server.list)
        return;
    server.list = std::move(now);
    Q_EMIT changed();
}

} // namespace llmg::service
