// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One provider kind: where a request goes and how it is authenticated, over a dialect. Sans-IO: whatever must be asked
// for over the network first (an access token) is described here and fetched by the pipeline.
#include "app/dialects/codec.h"
#include "app/dialects/openaichat.h"
#include "app/providers/addressvariables.h"
#include "app/providers/listedmodel.h"
#include "models/base/clock.h"
#include "models/domain/llmmodel.h"
#include "models/domain/provider.h"

namespace llmg::providers {

/// Everything about a provider that a request needs, resolved from catalog and settings once per configuration.
struct ProviderEndpoint {
    std::string id;
    std::string name;
    std::string api;     ///< openai, anthropic, google, sandbox …
    std::string baseUrl; ///< without trailing slash
    domain::AuthScheme auth = domain::AuthScheme::Bearer;
    dialects::HeaderList requiredHeaders;
    bool keyOptional = false; ///< local servers
    std::string proxyUrl;
    /// What the user set beyond an address ("region", "project", "location", "resource", "api_version"); those that the
    /// base URL names in braces stand in it already.
    Variables variables{};

    [[nodiscard]] std::string_view variable(std::string_view name) const; ///< "" not set
};

/// What one call is made with. Everything named here outlives the call of the adapter, no more.
struct CallContext {
    const ProviderEndpoint& endpoint;
    const Secret& key;              ///< as the user gave it; empty where the provider needs none
    std::string_view accessToken{}; ///< in exchange for the key, where tokenRequest() asked for one
    UnixTime now{};                 ///< for signatures
    bool stream = false;
};

/// A request as it goes over the wire. `url` is whole: scheme, host, path, query.
struct WireRequest {
    std::string method = "POST";
    std::string url;
    dialects::HeaderList headers; ///< authentication and content-type included
    std::string body;
};

/// A short-lived token that was got in exchange for a key (OAuth 2, RFC 7523).
struct AccessToken {
    Secret token;
    UnixTime expiresAt{};
};

/// What a key says of its provider's address where the user did not.
struct KeyAddress {
    Variables variables;   ///< by the names of ProviderEntry::variables
    std::string baseUrl{}; ///< whole, for a key that needs none of them
};

class ProviderAdapter {
  public:
    virtual ~ProviderAdapter() = default;
    /// The wire format in which this model is called. Where the provider has it in several, the client's own is
    /// chosen, so that its request passes through.
    [[nodiscard]] virtual const dialects::ProviderCodec& codecFor(const dialects::TargetModel& target,
                                                                  std::string_view clientDialect) const = 0;
    /// Address, headers and signature of an encoded request. The base: base URL (the model's own, where it has one) +
    /// path, the key in its header, required
    /// headers, JSON content type. No key header when the secret is empty or could break out of its header line.
    /// Errors: Configuration (a part of the address is not set), UpstreamKeyRejected (the key has not the form that
    /// this provider's have).
    [[nodiscard]] virtual Result<WireRequest>
    prepare(dialects::EncodedRequest request, const dialects::TargetModel& target, const CallContext& context) const;
    /// nullopt: the key is used as it is. Else the request whose answer decodeToken() reads; tokens are kept by key
    /// until shortly before they expire. Error UpstreamKeyRejected: the key is not what this provider takes.
    [[nodiscard]] virtual Result<std::optional<WireRequest>> tokenRequest(const CallContext& context) const;
    [[nodiscard]] virtual Result<AccessToken> decodeToken(int status, std::string_view body, UnixTime now) const;
    /// The request that lists the models, and how to read its answer; for "Test" and for own servers.
    [[nodiscard]] virtual Result<WireRequest> listModels(const CallContext& context) const = 0;
    [[nodiscard]] virtual Result<std::vector<ListedModel>> decodeModels(std::string_view body) const = 0;
    /// Whether a key can be one of this provider's at all. InvalidParameters says what is wrong, never the key.
    [[nodiscard]] virtual Result<> checkKey(const Secret& key) const;
    /// Nothing, for most.
    [[nodiscard]] virtual KeyAddress addressOf(const Secret& key) const;
    /// A key as it may be shown: Secret::masked(), or the account that it is for.
    [[nodiscard]] virtual std::string shownKey(const Secret& key) const;

  protected:
    /// The headers that carry the key in the endpoint's scheme.
    [[nodiscard]] static dialects::HeaderList keyHeaders(const CallContext& context);
    /// What every call is authenticated by: keyHeaders(), for most.
    [[nodiscard]] virtual dialects::HeaderList authHeaders(const CallContext& context) const;
    /// GET base URL + path with the headers of every call.
    [[nodiscard]] Result<WireRequest> get(std::string_view path, const CallContext& context) const;
    /// Headers beyond key, content type and the endpoint's required ones.
    [[nodiscard]] virtual dialects::HeaderList ownHeaders(const CallContext& context) const;
};

/// Whether a key can be sent in a header: one line of visible ASCII. InvalidParameters says what is wrong, never the
/// key.
Result<> checkKey(const Secret& key);

/// Whether this version can call providers of this api at all.
bool canSpeak(std::string_view api);

/// The table of provider kinds. nullptr for an api that this version cannot call. `quirks` are the catalog's for this
/// provider, for what it calls in OpenAI's chat dialect.
std::shared_ptr<const ProviderAdapter> adapterFor(std::string_view api, std::string_view providerId,
                                                  const domain::OpenAiQuirks& quirks = {});

} // namespace llmg::providers
