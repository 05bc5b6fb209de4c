// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/servermodels.h"

#include <algorithm>

namespace llmg::gateway {
namespace {

// A model without a tag means this one: docs.ollama.com/api, "Model names".
constexpr std::string_view kUsualTag = ":latest";

std::string_view withoutUsualTag(std::string_view name) {
    if (name.ends_with(kUsualTag) && name.size() > kUsualTag.size())
        name.remove_suffix(kUsualTag.size());
    return name;
}

domain::LlmModel modelOf(const std::string& provider, const providers::ListedModel& listed, bool isFree) {
    domain::ModelOffer offer;
    offer.provider = provider;
    offer.upstreamId = listed.id;
    offer.listedOnly = true;
    offer.pricing = isFree ? "free" : "unknown";
    if (isFree)
        offer.prices.input = offer.prices.output = domain::Price{};
    offer.context = listed.context;
    offer.can.vision = listed.vision.value_or(false);
    offer.can.tools = listed.tools.value_or(false);
    offer.can.reasoning = listed.reasoning.value_or(false);
    domain::LlmModel model;
    model.name = withoutUsualTag(listed.id);
    model.id = provider + "/" + model.name;
    model.kind = listed.embeds ? domain::ModelKind::Embedding : domain::ModelKind::Chat;
    model.offers.push_back(std::move(offer));
    return model;
}

} // namespace

void ServerModelIndex::add(const ServerList& list, bool isFree) {
    if (list.answers)
        m_answering.push_back(list.provider);
    for (const auto& listed : list.models)
        m_models.push_back(modelOf(list.provider, listed, isFree));
}

void ServerModelIndex::sort() {
    const auto byId = [](const domain::LlmModel& a, const domain::LlmModel& b) { return a.id < b.id; };
    std::stable_sort(m_models.begin(), m_models.end(), byId);
    const auto isSame = [](const domain::LlmModel& a, const domain::LlmModel& b) { return a.id == b.id; };
    m_models.erase(std::unique(m_models.begin(), m_models.end(), isSame), m_models.end());
}

bool ServerModelIndex::answers(std::string_view provider) const {
    return std::find(m_answering.begin(), m_answering.end(), provider) != m_answering.end();
}

const domain::LlmModel* ServerModelIndex::find(std::string_view provider, std::string_view name) const {
    std::string id(provider);
    id.append("/").append(withoutUsualTag(name));
    const auto found =
        std::lower_bound(m_models.begin(), m_models.end(), id,
                         [](const domain::LlmModel& model, const std::string& text) { return model.id < text; });
    return found != m_models.end() && found->id == id ? &*found : nullptr;
}

const domain::LlmModel* ServerModelIndex::onlyOne(std::string_view name) const {
    const domain::LlmModel* there = nullptr;
    const domain::LlmModel* any = nullptr;
    int thereCount = 0, anyCount = 0;
    for (const auto& model : m_models) {
        if (model.name != withoutUsualTag(name))
            continue;
        any = &model;
        ++anyCount;
        if (answers(model.offers.front().provider)) {
            there = &model;
            ++thereCount;
        }
    }
    if (thereCount > 0)
        return thereCount == 1 ? there : nullptr;
    return anyCount == 1 ? any : nullptr;
}

} // namespace llmg::gateway
