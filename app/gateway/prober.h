// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gateway/snapshot.h"
#include "models/base/secret.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace boost::asio::ssl {
class context;
}

namespace llmg::gateway {

/// Asks providers for their models, to test a key or an address. On a thread of its own, started at the first question,
/// so that a test works without a running gateway and never slows one.
class Prober {
  public:
    struct Outcome {
        std::chrono::milliseconds latency{0};
        std::vector<providers::ListedModel> models;
    };
    using Callback = std::function<void(Result<Outcome>)>;

    explicit Prober(boost::asio::ssl::context& tls);
    ~Prober();
    Prober(const Prober&) = delete;
    Prober& operator=(const Prober&) = delete;

    /// GET of the provider's models list with the key. `done` is called once, on the prober's thread. Errors:
    /// UpstreamKeyRejected with the provider's words, Upstream, UpstreamTimeout (15 s), Configuration (no address).
    void probe(ProviderRuntime provider, Secret key, Callback done);

  private:
    struct Thread;
    boost::asio::ssl::context& m_tls;
    std::unique_ptr<Thread> m_thread;
};

} // namespace llmg::gateway
