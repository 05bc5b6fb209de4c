// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/modelnames.h"

#include "app/gateway/snapshot.h"
#include "app/providers/sandbox.h"
#include "app/service/engine.h"

#include <algorithm>

namespace llmg::service {
namespace {

std::string nearestTo(const catalog::Catalog& catalog, std::string_view name) {
    constexpr std::size_t kFew = 3;
    std::string list;
    for (const auto& id : catalog.nearestModelIds(name, kFew))
        list += (list.empty() ? " Nearest: " : ", ") + id;
    return list.empty() ? list : list + ".";
}

bool isOfProvider(const Engine& engine, const std::string& provider, const std::string& name) {
    const auto& catalog = engine.catalog();
    const auto snapshot = engine.snapshot();
    const auto* runtime = snapshot->provider(provider);
    return (runtime && runtime->isServer) || catalog.offer(name, provider) ||
           catalog.modelByUpstreamId(provider, name) || snapshot->serverModel(provider, name);
}

bool isOfSandbox(std::string_view model) {
    const auto models = providers::sandboxModels();
    return std::any_of(models.begin(), models.end(), [model](const auto& each) { return each.id == model; });
}

} // namespace

std::optional<UnknownModel> findUnknown(Engine& engine, std::string_view model) {
    const auto& catalog = engine.catalog();
    if (model == "auto" || catalog.model(model) || catalog.modelByAnyUpstreamId(model) || isOfSandbox(model) ||
        engine.snapshot()->serverModel({}, model))
        return std::nullopt;
    const auto slash = model.find('/');
    const std::string provider(model.substr(0, slash));
    if (slash != std::string_view::npos && provider != routing::kSandboxProvider &&
        engine.snapshot()->isKnown(provider)) {
        const std::string name(model.substr(slash + 1));
        if (isOfProvider(engine, provider, name))
            return std::nullopt;
        return UnknownModel{"The catalog knows no model “" + name + "” of " + provider + "; it is passed on as it is." +
                                nearestTo(catalog, name),
                            true};
    }
    return UnknownModel{"No model is called “" + std::string(model) + "”." + nearestTo(catalog, model)};
}

void warnOfUnknown(Engine& engine, std::string_view field, const std::vector<std::string>& models,
                   boost::json::array& warnings) {
    for (const auto& model : models) {
        if (const auto unknown = findUnknown(engine, model))
            warnings.emplace_back(std::string(field) + ": " + unknown->message);
    }
}

void addWarnings(boost::json::value& answer, boost::json::array warnings) {
    if (!warnings.empty() && answer.is_object())
        answer.as_object()["warnings"] = std::move(warnings);
}

} // namespace llmg::service
