// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground/modelchoices.h"

#include "ui/widgets/format.h"

#include <algorithm>
#include <limits>

namespace llmg::playground {
namespace {

using namespace Qt::StringLiterals;

QString perMillion(domain::Price price) {
    // pico-dollars a token × 10^6 tokens = micro-dollars × 10^0: a thousand nano-dollars each.
    QString text = widgets::formatMoney(domain::Money::fromNano(price.picoUsd * 1000));
    if (text.endsWith(u".00"))
        text.chop(3);
    return text;
}

bool canBeCalled(const domain::ModelOffer& offer) {
    return offer.status != "retired" && (offer.endpoint.empty() || offer.endpoint == "chat");
}

bool isUsable(const domain::ModelOffer& offer, const ProviderSet& usable) {
    return offer.provider == "sandbox" || usable.contains(offer.provider);
}

const domain::ModelOffer* bestOffer(const domain::LlmModel& model, const ProviderSet& usable) {
    const domain::ModelOffer* best = nullptr;
    const auto rank = [&](const domain::ModelOffer& offer) {
        const auto price = offer.prices.input ? offer.prices.input->picoUsd : std::numeric_limits<std::int64_t>::max();
        return std::pair(!isUsable(offer, usable), price);
    };
    for (const auto& offer : model.offers)
        if (canBeCalled(offer) && (best == nullptr || rank(offer) < rank(*best)))
            best = &offer;
    return best;
}

} // namespace

QString priceText(const domain::ModelOffer& offer) {
    if (offer.pricing == "free" || (offer.prices.input && offer.prices.output && offer.prices.input->picoUsd == 0 &&
                                    offer.prices.output->picoUsd == 0))
        return u"free"_s;
    if (!offer.prices.input || !offer.prices.output)
        return offer.pricing == "subscription" ? u"subscription"_s : u"price unknown"_s;
    return perMillion(*offer.prices.input) + u" / "_s + perMillion(*offer.prices.output);
}

QString contextText(std::int64_t tokens) {
    if (tokens <= 0)
        return {};
    if (tokens >= 1'000'000)
        return QString::number(static_cast<double>(tokens / 10'000) / 100.0) + u" M"_s;
    return QString::number(tokens / 1000) + u" K"_s;
}

std::vector<ModelChoice> modelChoices(const catalog::Catalog& catalog, const ProviderSet& usable,
                                      const MoreModels& more) {
    struct Ranked {
        ModelChoice choice;
        std::string released;
        bool ofServer = false;
    };
    std::vector<Ranked> ranked;
    const auto add = [&](const domain::LlmModel& model, bool isSandbox) {
        if (model.kind != domain::ModelKind::Chat || !model.aliasOf.empty())
            return;
        const auto* offer = bestOffer(model, usable);
        if (offer == nullptr)
            return;
        ModelChoice choice;
        choice.id = QString::fromStdString(model.id);
        const auto* provider = catalog.provider(offer->provider);
        choice.provider =
            isSandbox ? u"Sandbox"_s : QString::fromStdString(provider != nullptr ? provider->name : offer->provider);
        const auto others = std::count_if(model.offers.begin(), model.offers.end(), canBeCalled) - 1;
        if (others > 0)
            choice.provider += u" +"_s + QString::number(others);
        choice.price = priceText(*offer);
        choice.context = offer->context;
        choice.vision = offer->can.vision;
        choice.reasoning = offer->can.reasoning;
        choice.tools = offer->can.tools;
        choice.sandbox = isSandbox;
        choice.usable = isSandbox || isUsable(*offer, usable);
        ranked.push_back({std::move(choice), model.released, offer->listedOnly});
    };
    for (const auto& model : catalog.models())
        add(model, false);
    for (const auto& model : more.servers)
        add(model, false);
    for (const auto& model : more.sandbox)
        add(model, true);
    std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
        enum Group { OfCatalog, OfServer, OfSandbox, NotUsable };
        const auto group = [](const Ranked& r) {
            return !r.choice.usable ? NotUsable : r.choice.sandbox ? OfSandbox : r.ofServer ? OfServer : OfCatalog;
        };
        if (group(a) != group(b))
            return group(a) < group(b);
        if (group(a) == OfSandbox)
            return false; // its own order
        if (a.released != b.released)
            return a.released > b.released;
        return a.choice.id < b.choice.id;
    });
    std::vector<ModelChoice> choices;
    for (auto& entry : ranked)
        choices.push_back(std::move(entry.choice));
    return choices;
}

const domain::ModelOffer* offerFor(const catalog::Catalog& catalog, const ProviderSet& usable, const MoreModels& more,
                                   const QString& model) {
    const std::string id = model.trimmed().toStdString();
    for (const auto* list : {&more.sandbox, &more.servers})
        for (const auto& entry : *list)
            if (entry.id == id && !entry.offers.empty())
                return &entry.offers.front();
    if (const auto* known = catalog.model(id))
        return bestOffer(*known, usable);
    if (const auto slash = id.find('/'); slash != std::string::npos) {
        const auto provider = id.substr(0, slash), name = id.substr(slash + 1);
        if (const auto* offer = catalog.offer(name, provider))
            return offer;
        if (const auto* known = catalog.modelByUpstreamId(provider, name))
            return catalog.offer(known->id, provider);
        return nullptr;
    }
    if (const auto* known = catalog.modelByAnyUpstreamId(id))
        return bestOffer(*known, usable);
    return nullptr;
}

} // namespace llmg::playground
