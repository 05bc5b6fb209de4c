// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/catalog/catalog.h"
#include "app/gateway/servermodels.h"
#include "app/http/client.h"
#include "app/policy/configuration.h"
#include "app/providers/provideradapter.h"
#include "app/routing/route.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace llmg::gateway {

/// One provider as this configuration can call it.
struct ProviderRuntime {
    providers::ProviderEndpoint endpoint;
    std::shared_ptr<const providers::ProviderAdapter> adapter;
    http::Origin origin;
    std::string basePath;                  ///< of the base URL, without trailing slash
    std::vector<domain::ProviderKey> keys; ///< usable ones, in the order in which they are first tried
    std::vector<routing::KeyShare> shares; ///< of the same, in the same order
    std::string trouble;                   ///< why it cannot be called (a bad base URL); empty: it can
    bool isServer = false;                 ///< the user's own, or one on this machine: lists its models itself
    bool isCatalogAddress = false;         ///< the base URL is the catalog's, filled in, and nobody's own

    /// Where a model is called that the catalog knows under another address than its provider's; "" there is none. Not
    /// beside a base URL of the user's own: who names a server means it for every model.
    [[nodiscard]] std::string baseUrlOf(const domain::ModelOffer* offer) const;
};

/// What may be fetched on a client's behalf.
struct MediaLimits {
    std::size_t maxBytes = 20 * 1024 * 1024;
    std::size_t maxCount = 20; ///< per request
    std::chrono::milliseconds timeout{20'000};
    /// Also http: and addresses of this machine and its network. Off: the gateway could be used to read from them.
    bool anyAddress = false;
};

/// The value of an environment variable; nullopt when it is not set.
using EnvironmentLookup = std::function<std::optional<std::string>(const std::string& name)>;

struct GatewayLimits {
    http::Deadlines deadlines;
    std::vector<std::string> allowedHosts, allowedOrigins;
    std::size_t bodyCaptureBytes = 512 * 1024;
    std::size_t maxAnswerBytes = 256 * 1024 * 1024; ///< of a whole (not streamed) provider answer
    std::chrono::milliseconds keepAliveComment{15'000};
    /// A client would rather hear of a rate limit than wait longer between two attempts.
    std::chrono::milliseconds longestRetryWait{60'000};
    int markupBasisPoints = 1000;
    /// Requests under way at a time; what comes beyond is told to come again, before its body is read.
    std::int64_t maxInFlight = 5'000;
    MediaLimits media;
};

/// Everything that a request is judged and routed by, as one immutable value shared by all gateway threads. A change of
/// configuration makes a new one; requests in work keep the one they began with.
class Snapshot final : public routing::Availability {
  public:
    struct Source {
        std::shared_ptr<const catalog::Catalog> catalog;
        policy::ConfigurationPtr configuration;
        std::vector<domain::ProviderKey> providerKeys;
        std::vector<domain::GatewayKey> ownKeys; ///< the program's own (the playground's), beside the configured ones
        GatewayLimits limits;
        std::vector<ServerList> servers{}; ///< what local and own servers said they have
        EnvironmentLookup environment{};   ///< where addresses may say what the settings do not; none: nowhere
    };
    explicit Snapshot(Source source);

    [[nodiscard]] const catalog::Catalog& catalog() const { return *m_source.catalog; }
    [[nodiscard]] const policy::Configuration& configuration() const { return *m_source.configuration; }
    [[nodiscard]] const GatewayLimits& limits() const { return m_source.limits; }
    /// By the raw SHA-256 of the presented key; nullptr when unknown.
    [[nodiscard]] const domain::GatewayKey* gatewayKey(std::string_view sha256) const;
    [[nodiscard]] const std::vector<domain::GatewayKey>& ownKeys() const { return m_source.ownKeys; }
    [[nodiscard]] const domain::Project* project(std::string_view id) const;
    [[nodiscard]] const ProviderRuntime* provider(std::string_view id) const;

    /// Local and own servers that can be called, by id.
    [[nodiscard]] std::vector<const ProviderRuntime*> servers() const;
    /// What they list: "ollama/llama3.2", each with one offer. Sorted by id.
    [[nodiscard]] const std::vector<domain::LlmModel>& serverModels() const { return m_serverModels.models(); }
    /// Whether an offer would be answered now: its provider can be called and, if it is a server, was there.
    [[nodiscard]] bool isAvailable(const domain::ModelOffer& offer) const;

    // routing::Availability
    [[nodiscard]] bool isKnown(std::string_view provider) const override;
    [[nodiscard]] bool canCall(std::string_view provider) const override;
    [[nodiscard]] int order(std::string_view provider) const override;
    [[nodiscard]] std::string displayName(std::string_view provider) const override;
    [[nodiscard]] std::string keyVariable(std::string_view provider) const override;
    [[nodiscard]] const domain::LlmModel* serverModel(std::string_view provider, std::string_view name) const override;
    [[nodiscard]] std::span<const routing::KeyShare> keys(std::string_view provider) const override;

  private:
    void addProvider(const domain::ProviderEntry* entry, const domain::ProviderSettings* settings,
                     std::vector<domain::ProviderKey> keys);

    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    template <class T>
    using Map = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

    Source m_source;
    Map<const domain::GatewayKey*> m_gatewayKeys;
    Map<const domain::Project*> m_projects;
    Map<ProviderRuntime> m_providers;
    ServerModelIndex m_serverModels;
    Map<int> m_order;
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

} // namespace llmg::gateway
