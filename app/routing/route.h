// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/catalog/catalog.h"
#include "app/routing/livestate.h"
#include "app/routing/routedecision.h"
#include "models/base/result.h"
#include "models/domain/project.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace llmg::routing {

/// What a request needs of a model, found before one is chosen.
struct RequestNeeds {
    domain::ModelKind kind = domain::ModelKind::Chat;
    bool vision = false, audio = false, documents = false, tools = false, jsonSchema = false, reasoning = false;
    std::int64_t promptTokens = 0;    ///< estimated
    std::int64_t maxOutputTokens = 0; ///< asked for; 0: not said
    bool streaming = false;           ///< the time to the first token counts
};

/// One model at one provider that may answer.
struct Candidate {
    std::string provider;
    std::string upstreamModel;                 ///< as the provider spells it
    std::string model;                         ///< unified id, or what was asked for when the catalog does not know it
    const domain::ModelOffer* offer = nullptr; ///< nullptr: not in the catalog; price unknown
    bool hosted = false;                       ///< the hosted gateway account, paid with credits
};

struct Route {
    std::vector<Candidate> candidates; ///< best first, never empty
    bool pinned = false;               ///< provider named by the client: no other is tried
    std::string reason;                ///< one line for the ledger
    RouteDecision decision;            ///< the same in full
};

/// What routing asks of the configuration.
class Availability {
  public:
    virtual ~Availability() = default;
    [[nodiscard]] virtual bool isKnown(std::string_view provider) const = 0;
    /// There is an address, an adapter, and a key where one is needed.
    [[nodiscard]] virtual bool canCall(std::string_view provider) const = 0;
    [[nodiscard]] virtual int order(std::string_view provider) const = 0;
    [[nodiscard]] virtual std::string displayName(std::string_view provider) const = 0;
    /// Environment variable that may hold its key, for the message; "" none.
    [[nodiscard]] virtual std::string keyVariable(std::string_view provider) const = 0;
    /// A model that the catalog does not have and this local or own server lists; nullptr: it does not. Without a
    /// provider: the one server's that has it. Its one offer says the provider. Lives as long as this.
    [[nodiscard]] virtual const domain::LlmModel* serverModel(std::string_view provider, std::string_view name) const {
        (void)provider;
        (void)name;
        return nullptr;
    }
    /// Its keys, in the order in which they are first tried; empty: called without. Lives as long as this.
    [[nodiscard]] virtual std::span<const KeyShare> keys(std::string_view provider) const {
        (void)provider;
        return {};
    }
};

/// What a route depends on besides request and configuration.
struct RouteContext {
    const LiveState* live = nullptr; ///< nullptr: nothing was measured, no key rests
    Time now{};
    double chance = 1;                                ///< random, evenly from [0, 1); 1: never explores
    std::string_view conversation;                    ///< hash that a conversation's turns have in common; "": none
    std::span<const std::string> keyAllowedProviders; ///< of the gateway key; empty: all of the project's
    /// Whether money may still be spent at a provider; its error is the answer when no other is left. Not set: it may.
    std::function<Result<>(std::string_view provider)> mayAsk{};
};

/// The hosted gateway account of modes credits and hybrid, and the offline provider, as the catalog and clients name
/// them.
inline constexpr std::string_view kHostedProvider = "llmgateway";
inline constexpr std::string_view kSandboxProvider = "sandbox";

/// GATEWAY.md "Model forms", "Modes" and "Routing". Errors: ModelNotFound (names the nearest known ids),
/// ModelNotAllowed, ModelNotSupported (says which ability is missing), NoProviderKey (says which page to open), and
/// mayAsk's.
Result<Route> route(std::string_view askedModel, const domain::Project& project,
                    const std::vector<std::string>& keyAllowedModels, const RequestNeeds& needs,
                    const catalog::Catalog& catalog, const Availability& available, const RouteContext& context = {});

} // namespace llmg::routing
