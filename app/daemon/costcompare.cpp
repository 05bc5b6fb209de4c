// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/catalog/catalog.h"
#include "app/catalog/costcomparison.h"
#include "app/daemon/localcommands.h"
#include "app/service/commandargs.h"

namespace llmg::daemon {
namespace {

namespace json = boost::json;
using service::CommandArgs;

/// "10" or "12.5" percent in basis points, within 0 and `most`.
Result<int> basisPoints(const CommandArgs& args, std::string_view name, std::string fallback, int most) {
    auto amount = service::parseUsd(args.text(name, std::move(fallback))); // the same decimal grammar
    if (!amount || amount->nanoUsd % 10'000'000 != 0 || amount->nanoUsd / 10'000'000 > most)
        return fail(ErrorKind::InvalidParameters,
                    "--" + std::string(name) + " is a percentage from 0 to " + std::to_string(most / 100) +
                        " with at most two decimals.",
                    std::string(name));
    return static_cast<int>(amount->nanoUsd / 10'000'000);
}

} // namespace

service::CommandResult compareCosts(const json::object& given) {
    const CommandArgs args(given);
    const auto catalog = catalog::Catalog::builtIn();
    if (!args.has("model"))
        return fail(ErrorKind::InvalidParameters, "cost compare needs --model ID.", "model");
    const auto id = args.text("model");
    const auto* model = catalog->model(id);
    if (!model) {
        std::string nearest;
        for (const auto& name : catalog->nearestModelIds(id, 3))
            nearest += (nearest.empty() ? "" : ", ") + name;
        return fail(ErrorKind::ModelNotFound,
                    "No model is called “" + id + "”." + (nearest.empty() ? "" : " Nearest: " + nearest + "."),
                    "model");
    }
    const auto provider = args.text("provider");
    const auto* offer =
        provider.empty() ? (model->offers.empty() ? nullptr : &model->offers.front()) : catalog->offer(id, provider);
    if (!offer)
        return fail(ErrorKind::NotFound, "“" + provider + "” does not offer " + id + ".");

    catalog::MonthlyUse use;
    for (const auto& [name, target] : {std::pair{"input", &use.inputTokens}, std::pair{"output", &use.outputTokens},
                                       std::pair{"cached", &use.cachedInputTokens}}) {
        auto count = service::parseCount(args.text(name, "0"));
        if (!count)
            return service::inField(name, count.error());
        *target = *count;
    }
    if (use.cachedInputTokens > use.inputTokens)
        return fail(ErrorKind::InvalidParameters, "--cached is a part of --input and cannot be more.", "cached");
    auto markup = basisPoints(args, "markup", "10", 10'000);
    auto hybrid = basisPoints(args, "hybrid", "20", 10'000);
    auto fee = service::parseUsd(args.text("pro", "29"));
    if (!markup)
        return markup.error();
    if (!hybrid)
        return hybrid.error();
    if (!fee)
        return service::inField("pro", fee.error());
    use.markupBasisPoints = *markup;
    use.hybridCreditsBasisPoints = *hybrid;
    use.proFee = *fee;
    const auto compared = catalog::compareCosts(*offer, use);
    if (!compared.priceKnown)
        return fail(ErrorKind::NotFound, "No price is known for " + id + " at " + offer->provider + ".");

    json::object object;
    object["model"] = id;
    object["provider"] = offer->provider;
    object["prices"] = catalog->priceSource() + ", " + catalog->builtOn() +
                       (offer->priceConfirmed ? ", confirmed by two sources" : "");
    object["input_tokens"] = use.inputTokens;
    object["cached_input_tokens"] = use.cachedInputTokens;
    object["output_tokens"] = use.outputTokens;
    object["input_usd"] = domain::toDecimalUsd(compared.inputCost);
    object["cached_input_usd"] = domain::toDecimalUsd(compared.cachedInputCost);
    object["output_usd"] = domain::toDecimalUsd(compared.outputCost);
    object["direct_usd"] = domain::toDecimalUsd(compared.direct);
    object["credits_usd"] = domain::toDecimalUsd(compared.credits);
    object["own_keys_usd"] = domain::toDecimalUsd(compared.ownKeys);
    object["hybrid_usd"] = domain::toDecimalUsd(compared.hybrid);
    object["break_even_spend_usd"] =
        compared.breakEvenSpend ? json::value(domain::toDecimalUsd(*compared.breakEvenSpend)) : json::value(nullptr);
    object["break_even_tokens"] =
        compared.breakEvenTokens ? json::value(*compared.breakEvenTokens) : json::value(nullptr);
    return json::value(std::move(object));
}

} // namespace llmg::daemon
