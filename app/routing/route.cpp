// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/route.h"

#include "app/routing/ordering.h"

#include <algorithm>
#include <optional>

namespace llmg::routing {
namespace {

using domain::LlmModel;
using domain::ModelOffer;
using domain::ProjectMode;

struct Asked {
    std::string provider;            ///< pinned; "" free
    const LlmModel* model = nullptr; ///< nullptr: the catalog does not know it
    std::string text;                ///< without the provider
    bool onlyServer = false;         ///< the provider is not the client's choice: no other has the model
};

bool contains(const std::vector<std::string>& list, std::string_view text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

/// The first ability that the request needs and the offer lacks, in words; "" none.
std::string_view lacking(const ModelOffer& offer, const RequestNeeds& needs) {
    if (offer.can.vision == false && needs.vision)
        return "image input";
    if (!offer.can.audioInput && needs.audio)
        return "audio input";
    if (!offer.can.pdf && needs.documents)
        return "document input";
    if (!offer.can.tools && needs.tools)
        return "tools";
    if (!offer.can.jsonSchema && !offer.can.jsonMode && !offer.can.tools && needs.jsonSchema)
        return "structured output";
    // What is asked beyond the offer's own limit is cut to it when the request is written for the provider.
    const auto output = offer.maxOutput > 0 ? std::min(needs.maxOutputTokens, offer.maxOutput) : needs.maxOutputTokens;
    if (offer.context > 0 && output > offer.context - needs.promptTokens)
        return "a context of that size";
    return {};
}

Candidate candidateOf(const LlmModel& model, const ModelOffer& offer) {
    return {offer.provider, offer.upstreamId, model.id, &offer, offer.provider == kHostedProvider};
}

/// Old completion models are in the catalog for their prices; none of the endpoints here can call them.
bool serves(const LlmModel& model, const ModelOffer& offer, const RequestNeeds& needs) {
    return model.kind == needs.kind && offer.endpoint != "completions";
}

std::string_view nameOf(domain::ModelKind kind) {
    switch (kind) {
    case domain::ModelKind::Chat:
        return "a chat model";
    case domain::ModelKind::Embedding:
        return "an embedding model";
    case domain::ModelKind::Image:
        return "an image model";
    case domain::ModelKind::Moderation:
        return "a moderation model";
    }
    return "such a model";
}

class Router {
  public:
    Router(const domain::Project& project, const std::vector<std::string>& keyAllowed, const RequestNeeds& needs,
           const catalog::Catalog& catalog, const Availability& available, const RouteContext& context)
        : m_project(project)
        , m_keyAllowed(keyAllowed)
        , m_needs(needs)
        , m_catalog(catalog)
        , m_available(available)
        , m_context(context)
        , m_ordering(project, needs, available, context) {}

    Result<Route> run(std::string_view askedModel) const {
        const std::string asked = m_project.aliased(askedModel);
        if (asked == "auto") {
            auto found = automatic();
            if (found)
                found->reason = reasonOf(found->decision);
            return found;
        }
        auto understood = understand(asked);
        if (!understood)
            return understood.error();
        if (!isAllowed(*understood, asked)) {
            return fail(ErrorKind::ModelNotAllowed,
                        "This key may not use the model “" + asked +
                            "”. Its project or key has a list of allowed models.",
                        "model");
        }
        auto found = understood->provider.empty() ? free(*understood) : pinned(*understood);
        if (found)
            found->reason = reasonOf(found->decision);
        return found;
    }

  private:
    Result<Asked> understand(const std::string& asked) const {
        if (const auto* model = m_catalog.model(asked))
            return Asked{{}, model, asked};
        if (const auto slash = asked.find('/'); slash != std::string::npos && slash > 0) {
            const std::string prefix = asked.substr(0, slash);
            const std::string rest = asked.substr(slash + 1);
            if (m_available.isKnown(prefix) && !rest.empty()) {
                const LlmModel* model = m_catalog.model(rest);
                if (!model || !m_catalog.offer(rest, prefix))
                    model = m_catalog.modelByUpstreamId(prefix, rest);
                if (!model)
                    model = m_available.serverModel(prefix, rest);
                return Asked{prefix, model, rest};
            }
        }
        if (const auto* model = m_catalog.modelByAnyUpstreamId(asked))
            return Asked{{}, model, asked};
        if (const auto* model = m_available.serverModel({}, asked);
            model && !model->offers.empty() && modeAdmits(model->offers.front().provider))
            return Asked{model->offers.front().provider, model, asked, true};
        const auto nearest = m_catalog.nearestModelIds(asked, 3);
        return fail(ErrorKind::ModelNotFound,
                    "No model is called “" + asked + "”." +
                        (nearest.empty() ? "" : " Nearest: " + joined(nearest) + ".") +
                        " GET /v1/models lists all; provider/model passes a name on to that provider as it is.",
                    "model");
    }

    bool isAllowed(const Asked& asked, const std::string& text) const {
        const auto permits = [&](const std::vector<std::string>& list) {
            return list.empty() || contains(list, text) || (asked.model && contains(list, asked.model->id));
        };
        return permits(m_project.allowedModels) && permits(m_keyAllowed);
    }

    /// The allow-lists of project and key. The sandbox is this program itself: nothing leaves it.
    bool isProviderAllowed(std::string_view provider) const {
        const auto permits = [provider](std::span<const std::string> list) {
            return list.empty() || std::find(list.begin(), list.end(), provider) != list.end();
        };
        return provider == kSandboxProvider ||
               (permits(m_project.allowedProviders) && permits(m_context.keyAllowedProviders));
    }

    Error providerNotAllowed(std::string_view provider) const {
        return fail(ErrorKind::ModelNotAllowed,
                    "This key may not use " + m_available.displayName(provider) +
                        ". Its project or key has a list of allowed providers.",
                    "model");
    }

    /// Why nothing more may be spent there; nullopt: it may.
    std::optional<Error> spentAt(std::string_view provider) const {
        if (!m_context.mayAsk || provider == kSandboxProvider)
            return std::nullopt;
        const auto may = m_context.mayAsk(provider);
        return may ? std::nullopt : std::optional(may.error());
    }

    /// Which provider's offers the project's mode lets in (GATEWAY.md "Modes").
    bool modeAdmits(std::string_view provider) const {
        if (provider == kSandboxProvider)
            return true;
        const bool hosted = provider == kHostedProvider;
        switch (m_project.mode) {
        case ProjectMode::ApiKeys:
            return !hosted;
        case ProjectMode::Credits:
            return hosted;
        case ProjectMode::Hybrid:
            return true;
        }
        return false;
    }

    Error noKey(const std::string& what, const std::vector<std::string>& providers) const {
        if (m_project.mode == ProjectMode::Credits) {
            return fail(ErrorKind::NoProviderKey,
                        "The project “" + m_project.name +
                            "” pays with credits, but there is no key for the hosted gateway account. "
                            "Add one on the Providers page, or set LLM_GATEWAY_API_KEY.");
        }
        std::vector<std::string> names;
        std::string variable;
        for (const auto& id : providers) {
            if (names.size() < 4)
                names.push_back(m_available.displayName(id));
            if (variable.empty())
                variable = m_available.keyVariable(id);
        }
        return fail(ErrorKind::NoProviderKey, "There is no provider key for " + what + " (" + joined(names) +
                                                  "). Add one on the Providers page" +
                                                  (variable.empty() ? std::string{"."} : ", or set " + variable + "."));
    }

    /// The hosted account understands provider/model itself.
    Result<Route> pinnedThroughHosted(const Asked& asked) const {
        if (!isProviderAllowed(kHostedProvider))
            return providerNotAllowed(kHostedProvider);
        if (!m_available.canCall(kHostedProvider))
            return noKey(asked.text, {});
        if (auto spent = spentAt(kHostedProvider))
            return *spent;
        Route route;
        route.pinned = true;
        route.decision.rule = RouteRule::CreditsMode;
        const ModelOffer* offer = asked.model ? m_catalog.offer(asked.model->id, kHostedProvider) : nullptr;
        route.candidates.push_back({std::string(kHostedProvider), asked.provider + "/" + asked.text,
                                    asked.model ? asked.model->id : asked.text, offer, true});
        return route;
    }

    Error hostedNotOfThisMode() const {
        return fail(ErrorKind::NoProviderKey, "The project “" + m_project.name +
                                                  "” calls providers with own keys only; " +
                                                  m_available.displayName(kHostedProvider) +
                                                  " is paid with credits. Choose the mode credits or hybrid on the "
                                                  "Projects page, or ask for another provider.");
    }

    /// An own server is known here only.
    bool mayGoThroughHosted(std::string_view provider) const {
        return m_project.mode == ProjectMode::Hybrid && m_catalog.provider(provider) != nullptr &&
               isProviderAllowed(kHostedProvider) && m_available.canCall(kHostedProvider);
    }

    Result<Route> pinned(const Asked& asked) const {
        Route route;
        route.pinned = true;
        route.decision.rule = asked.onlyServer ? RouteRule::OnlyOne : RouteRule::Pinned;
        if (m_project.mode == ProjectMode::Credits && !modeAdmits(asked.provider))
            return pinnedThroughHosted(asked);
        if (!modeAdmits(asked.provider))
            return hostedNotOfThisMode();
        if (!isProviderAllowed(asked.provider))
            return providerNotAllowed(asked.provider);
        const bool canCall = m_available.canCall(asked.provider);
        if (!canCall && mayGoThroughHosted(asked.provider))
            return pinnedThroughHosted(asked);
        if (!canCall) {
            return fail(ErrorKind::NoProviderKey,
                        m_available.displayName(asked.provider) +
                            " cannot be called: it has no usable key or address. See the Providers page" +
                            (m_available.keyVariable(asked.provider).empty()
                                 ? std::string{"."}
                                 : ", or set " + m_available.keyVariable(asked.provider) + "."));
        }
        if (auto spent = spentAt(asked.provider))
            return *spent;
        // What the catalog says the model lacks is not held against it here: nobody else is tried, catalogs err, and
        // the provider's own words are better than ours.
        const ModelOffer* offer = offerOf(asked);
        // The sandbox's models are known by their whole name; the catalog does not list them.
        const std::string known = asked.model                          ? asked.model->id
                                  : asked.provider == kSandboxProvider ? asked.provider + "/" + asked.text
                                                                       : asked.text;
        Candidate candidate{asked.provider, offer ? offer->upstreamId : asked.text, known, offer,
                            asked.provider == kHostedProvider};
        route.candidates.push_back(std::move(candidate));
        return route;
    }

    const ModelOffer* offerOf(const Asked& asked) const {
        if (!asked.model)
            return nullptr;
        if (const auto* offer = m_catalog.offer(asked.model->id, asked.provider))
            return offer;
        const bool listed = !asked.model->offers.empty() && asked.model->offers.front().listedOnly;
        return listed ? &asked.model->offers.front() : nullptr;
    }

    /// As lacking(), and reasoning: the catalog says it at some of a model's offers and leaves it out at others, so
    /// that one without it is passed over only where another is known to, or none is.
    std::string_view lackingAt(const LlmModel& model, const ModelOffer& offer) const {
        if (m_needs.reasoning && !offer.can.reasoning && !offer.listedOnly) {
            bool anyone = false, better = false;
            for (const auto& other : model.offers) {
                anyone = anyone || other.can.reasoning;
                better = better || (other.can.reasoning && modeAdmits(other.provider) &&
                                    isProviderAllowed(other.provider) && m_available.canCall(other.provider));
            }
            if (better || !anyone)
                return "reasoning";
        }
        return lacking(offer, m_needs);
    }

    /// Why an offer cannot be called for this request; None: it can.
    ConsideredOffer consider(const LlmModel& model, const ModelOffer& offer) const {
        ConsideredOffer considered{offer.provider, model.id, Exclusion::None, {}, {}, {}, {}};
        if (!modeAdmits(offer.provider)) {
            considered.exclusion = Exclusion::OtherMode;
        } else if (!isProviderAllowed(offer.provider)) {
            considered.exclusion = Exclusion::NotAllowed;
        } else if (!m_available.canCall(offer.provider)) {
            considered.exclusion = Exclusion::NoKey;
        } else if (const auto what = lackingAt(model, offer); !what.empty()) {
            considered.exclusion = Exclusion::Lacks;
            considered.lacks = what;
        } else if (spentAt(offer.provider)) {
            considered.exclusion = Exclusion::Spent;
        }
        return considered;
    }

    Result<Route> free(const Asked& asked) const {
        const auto& model = *asked.model;
        Route route;
        auto& decision = route.decision;
        const ModelOffer* hosted = nullptr;
        for (const auto& offer : model.offers) {
            if (!serves(model, offer, m_needs))
                continue;
            auto considered = consider(model, offer);
            if (considered.exclusion != Exclusion::None)
                decision.offers.push_back(std::move(considered));
            else if (offer.provider == kHostedProvider)
                hosted = &offer;
            else
                route.candidates.push_back(candidateOf(model, offer));
        }
        if (decision.offers.size() > RouteDecision::kMostOffers)
            decision.offers.resize(RouteDecision::kMostOffers);
        const auto excluded = decision.offers;
        m_ordering.byScore(route.candidates, model.id, decision);
        const bool hostedOnly = route.candidates.empty();
        addHosted(route, model, hosted, excluded);
        if (route.candidates.empty())
            return nobodyServes(model, decision.offers);
        if (hostedOnly)
            decision.rule = m_project.mode == ProjectMode::Credits ? RouteRule::CreditsMode : RouteRule::OnlyOne;
        return route;
    }

    /// The hosted account comes after own keys (hybrid), and serves models of which the catalog lists no offer of its.
    void addHosted(Route& route, const LlmModel& model, const ModelOffer* offer,
                   const std::vector<ConsideredOffer>& excluded) const {
        if (offer) {
            route.candidates.push_back(candidateOf(model, *offer));
            return;
        }
        const bool anyLacks = std::any_of(excluded.begin(), excluded.end(), [](const ConsideredOffer& considered) {
            return considered.exclusion == Exclusion::Lacks;
        });
        const bool isListed = std::any_of(excluded.begin(), excluded.end(), [](const ConsideredOffer& considered) {
            return considered.provider == kHostedProvider;
        });
        if (anyLacks || isListed || !modeAdmits(kHostedProvider) || !isProviderAllowed(kHostedProvider) ||
            !m_available.canCall(kHostedProvider))
            return;
        std::string hosted(kHostedProvider);
        if (spentAt(hosted))
            route.decision.offers.push_back({std::move(hosted), model.id, Exclusion::Spent, {}, {}, {}, {}});
        else
            route.candidates.push_back({std::move(hosted), model.id, model.id, nullptr, true});
    }

    Error nobodyServes(const LlmModel& model, const std::vector<ConsideredOffer>& excluded) const {
        std::vector<std::string> withoutKey;
        const ConsideredOffer* notAllowed = nullptr;
        for (const auto& offer : excluded) {
            if (offer.exclusion == Exclusion::Spent) {
                if (auto spent = spentAt(offer.provider))
                    return *spent;
            }
        }
        for (const auto& offer : excluded) {
            if (offer.exclusion == Exclusion::Lacks)
                return fail(ErrorKind::ModelNotSupported,
                            model.id + " has no " + offer.lacks + ". To send the request all the same, ask for " +
                                offer.provider + "/" + model.id + ".",
                            "model");
            if (offer.exclusion == Exclusion::NoKey)
                withoutKey.push_back(offer.provider);
            if (offer.exclusion == Exclusion::NotAllowed)
                notAllowed = &offer;
        }
        if (model.kind != m_needs.kind)
            return fail(ErrorKind::ModelNotSupported, model.id + " is not " + std::string(nameOf(m_needs.kind)) + ".",
                        "model");
        if (withoutKey.empty() && notAllowed)
            return providerNotAllowed(notAllowed->provider);
        return noKey(model.id, withoutKey);
    }

    Result<Route> automatic() const {
        std::vector<Candidate> own, hosted;
        bool anyLacks = false;
        std::optional<Error> anySpent;
        for (const auto& model : m_catalog.models()) {
            if (model.deprecated || !model.aliasOf.empty() || !isAllowed({{}, &model, model.id}, model.id))
                continue;
            for (const auto& offer : model.offers) {
                if (!serves(model, offer, m_needs) || !modeAdmits(offer.provider) ||
                    !isProviderAllowed(offer.provider) || !m_available.canCall(offer.provider) ||
                    !offer.status.empty() || !offer.prices.input || !offer.prices.output)
                    continue;
                if (!lackingAt(model, offer).empty())
                    anyLacks = true;
                else if (auto spent = spentAt(offer.provider))
                    anySpent = std::move(spent);
                else
                    (offer.provider == kHostedProvider ? hosted : own).push_back(candidateOf(model, offer));
            }
        }
        if (own.empty() && hosted.empty()) {
            if (anySpent)
                return *anySpent;
            if (anyLacks)
                return fail(ErrorKind::ModelNotSupported,
                            "No model that this project can call has everything that the request needs.", "model");
            return noKey("any model", {"openai", "anthropic", "google"});
        }
        Route route;
        route.candidates = std::move(own.empty() ? hosted : own);
        m_ordering.byPrice(route.candidates, route.decision);
        if (!hosted.empty())
            appendBest(route, std::move(hosted));
        return route;
    }

    /// The hosted account's prices are without its markup, so that they are not compared with those of own keys: it
    /// comes after them.
    void appendBest(Route& route, std::vector<Candidate> hosted) const {
        RouteDecision among;
        m_ordering.byPrice(hosted, among);
        route.candidates.push_back(std::move(hosted.front()));
        route.decision.offers.push_back(std::move(among.offers.front()));
        route.decision.offers.back().score.reset();
    }

    const domain::Project& m_project;
    const std::vector<std::string>& m_keyAllowed;
    const RequestNeeds& m_needs;
    const catalog::Catalog& m_catalog;
    const Availability& m_available;
    const RouteContext& m_context;
    Ordering m_ordering;
};

} // namespace

Result<Route> route(std::string_view askedModel, const domain::Project& project,
                    const std::vector<std::string>& keyAllowedModels, const RequestNeeds& needs,
                    const catalog::Catalog& catalog, const Availability& available, const RouteContext& context) {
    return Router(project, keyAllowedModels, needs, catalog, available, context).run(askedModel);
}

} // namespace llmg::routing
