// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gateway/endpoints.h"
#include "app/gateway/environment.h"
#include "app/gateway/snapshot.h"
#include "app/http/server.h"

namespace llmg::gateway {

/// Answers every request of one gateway thread: health, lists and metrics here, model calls in ChatRun. Lives on its
/// thread; knows neither SQL nor the keychain (it is given a usage sink and a snapshot).
class Pipeline {
  public:
    Pipeline(Environment environment, SnapshotPtr snapshot);

    /// The handler of http::Server.
    http::Task<> handle(http::Exchange& exchange);
    /// On the pipeline's thread. Requests in work keep the snapshot they began with.
    void apply(SnapshotPtr snapshot) { m_snapshot = std::move(snapshot); }

  private:
    http::Task<> answerRead(http::Exchange& exchange, const Endpoint& endpoint);
    [[nodiscard]] Result<http::Response> read(const Snapshot& snapshot, const http::RequestHead& head,
                                              const Endpoint& endpoint, const domain::GatewayKey* key) const;
    http::Task<Result<http::Response>> answerResponse(http::Exchange& exchange, std::string id, std::string projectId);
    http::Task<> refuse(http::Exchange& exchange, Error error, std::string allow = {});

    Environment m_environment;
    SnapshotPtr m_snapshot;
};

} // namespace llmg::gateway
