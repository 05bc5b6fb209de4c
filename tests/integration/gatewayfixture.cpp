// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/integration/gatewayfixture.h"

namespace llmg::tests {

Result<> MemorySink::record(domain::RequestRecord record, domain::RequestBodies bodies) {
    const std::lock_guard lock(m_mutex);
    if (m_recordError)
        return *m_recordError;
    m_entries.push_back({std::move(record), std::move(bodies)});
    m_changed.notify_all();
    return {};
}

Result<> MemorySink::ready() const {
    const std::lock_guard lock(m_mutex);
    return m_readyError ? Result<>(*m_readyError) : Result<>{};
}

std::vector<MemorySink::Entry> MemorySink::waitFor(std::size_t count) {
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, std::chrono::seconds{20}, [&] { return m_entries.size() >= count; });
    return m_entries;
}

void MemorySink::failWith(std::optional<Error> recordError, std::optional<Error> readyError) {
    const std::lock_guard lock(m_mutex);
    m_recordError = std::move(recordError);
    m_readyError = std::move(readyError);
}

GatewayFixture::GatewayFixture()
    : m_tls(boost::asio::ssl::context::tls_client) {
    shared = std::make_unique<gateway::SharedState>(sink, clock);
    domain::Project project;
    project.id = "default";
    project.name = "Default";
    project.mode = domain::ProjectMode::ApiKeys;
    configuration.projects.push_back(project);
    m_key = policy::makeGatewayKey("default", "test", clock.now());
    configuration.gatewayKeys.push_back(m_key.key);
    // Most tests are about what a failure is answered with, and not about how long it is tried before.
    limits.longestRetryWait = std::chrono::milliseconds{0};
}

GatewayFixture::~GatewayFixture() {
    stop();
}

void GatewayFixture::stop() {
    if (m_gateway)
        m_gateway->stop(std::chrono::milliseconds{2000});
    m_gateway.reset();
}

void GatewayFixture::serve(const std::string& provider, FakeUpstream& upstream, int keys) {
    domain::ProviderSettings settings;
    settings.id = provider;
    settings.order = static_cast<int>(configuration.providers.size()) + 1; // 0: no place in the order
    // As the catalog has it: only the Anthropic adapter adds the version to the path itself.
    settings.baseUrl = upstream.url() + (provider == "anthropic" ? "" : provider == "google" ? "/v1beta" : "/v1");
    configuration.providers.push_back(settings);
    for (int i = 0; i < keys; ++i) {
        domain::ProviderKey key;
        key.entry.provider = provider;
        key.entry.label = "key " + std::to_string(i + 1);
        key.entry.id = provider + " " + std::to_string(i + 1);
        key.secret = Secret("secret-of-" + provider + "-" + std::to_string(i + 1));
        m_providerKeys.push_back(std::move(key));
    }
}

void GatewayFixture::serve(domain::ProviderSettings settings, const std::string& secret) {
    settings.order = static_cast<int>(configuration.providers.size()) + 1; // 0: no place in the order
    domain::ProviderKey key;
    key.entry.provider = settings.id;
    key.entry.id = settings.id + " 1";
    key.entry.label = "key 1";
    key.secret = Secret(secret);
    m_providerKeys.push_back(std::move(key));
    configuration.providers.push_back(std::move(settings));
}

void GatewayFixture::removeKeys(const std::string& provider) {
    std::erase_if(m_providerKeys, [&provider](const auto& key) { return key.entry.provider == provider; });
}

void GatewayFixture::setWeights(const std::vector<int>& weights) {
    for (std::size_t i = 0; i < weights.size(); ++i)
        m_providerKeys.at(i).entry.weight = weights[i];
}

void GatewayFixture::apply() {
    gateway::Snapshot::Source source;
    source.catalog = catalog ? catalog : catalog::Catalog::builtIn();
    source.configuration = std::make_shared<policy::Configuration>(configuration);
    source.providerKeys = m_providerKeys;
    source.limits = limits;
    auto snapshot = std::make_shared<gateway::Snapshot>(std::move(source));
    if (m_gateway) {
        m_gateway->apply(snapshot);
        return;
    }
    m_gateway = std::make_unique<gateway::Gateway>(*shared, m_tls);
    gateway::Gateway::Options options;
    options.port = 0;
    options.server = serverLimits;
    if (auto port = m_gateway->start(options, snapshot))
        m_port = *port;
}

RawAnswer GatewayFixture::chat(const QByteArray& body, const QByteArray& moreHeaders) {
    if (!m_gateway)
        apply();
    RawClient client(m_port);
    client.post("/v1/chat/completions", key(), body, moreHeaders);
    return client.answer();
}

} // namespace llmg::tests
