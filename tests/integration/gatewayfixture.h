// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gateway/gateway.h"
#include "app/policy/gatewaykeys.h"
#include "tests/support/fakeupstream.h"
#include "tests/support/rawclient.h"
#include "tests/support/steppedclock.h"

#include <boost/asio/ssl/context.hpp>

#include <condition_variable>
#include <mutex>

namespace llmg::tests {

/// Keeps what the pipeline records, instead of a journal.
class MemorySink final : public ledger::UsageSink {
  public:
    struct Entry {
        domain::RequestRecord record;
        domain::RequestBodies bodies;
    };
    Result<> record(domain::RequestRecord record, domain::RequestBodies bodies) override;
    [[nodiscard]] Result<> ready() const override;
    /// Waits until so many rows are there, then gives them all.
    std::vector<Entry> waitFor(std::size_t count);
    void failWith(std::optional<Error> recordError, std::optional<Error> readyError);

  private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Entry> m_entries;
    std::optional<Error> m_recordError, m_readyError;
};

/// A real gateway on a free port, with providers that answer from scripts. gpt-4o is offered by openai (tried first)
/// and openrouter, claude-sonnet-4-5 by anthropic, gemini-2.5-flash by google.
class GatewayFixture {
  public:
    GatewayFixture();
    ~GatewayFixture();

    void serve(const std::string& provider, FakeUpstream& upstream, int keys = 1);
    /// The same with an address and a key of the test's own.
    void serve(domain::ProviderSettings settings, const std::string& secret);
    /// Takes the keys of a provider away.
    void removeKeys(const std::string& provider);
    /// Of the keys in the order in which they were given.
    void setWeights(const std::vector<int>& weights);
    /// Starts on the first call; later ones apply what changed.
    void apply();
    /// Before what the gateway was given goes; the destructor does it too.
    void stop();
    RawAnswer chat(const QByteArray& body, const QByteArray& moreHeaders = {});
    [[nodiscard]] QByteArray key() const { return QByteArray::fromStdString(std::string(m_key.secret.reveal())); }
    [[nodiscard]] quint16 port() const { return m_port; }

    /// Instead of the built-in one.
    std::shared_ptr<const catalog::Catalog> catalog;
    MemorySink sink;
    policy::Configuration configuration;
    gateway::GatewayLimits limits;
    http::ServerLimits serverLimits;
    SteppedClock clock;
    std::unique_ptr<gateway::SharedState> shared;

  private:
    boost::asio::ssl::context m_tls;
    policy::NewGatewayKey m_key;
    std::vector<domain::ProviderKey> m_providerKeys;
    std::unique_ptr<gateway::Gateway> m_gateway;
    quint16 m_port = 0;
};

} // namespace llmg::tests
