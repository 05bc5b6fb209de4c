// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/providers/modelslist.h"

#include "app/dialects/jsonaccess.h"

#include <boost/json.hpp>

#include <algorithm>
#include <unordered_map>

namespace llmg::providers {
namespace {

namespace json = boost::json;

const json::array* arrayIn(const json::value& document) {
    if (document.is_array())
        return &document.get_array();
    if (!document.is_object())
        return nullptr;
    // llama.cpp has both, and means "data".
    for (const std::string_view field : {"data", "models"}) {
        const json::value* list = document.get_object().if_contains(field);
        if (list && list->is_array())
            return &list->get_array();
    }
    return nullptr;
}

std::string idOf(const json::value& entry) {
    if (entry.is_string())
        return std::string(entry.get_string());
    if (!entry.is_object())
        return {};
    for (const std::string_view field : {"id", "name", "model"}) {
        const json::value* id = entry.get_object().if_contains(field);
        if (id && id->is_string())
            return std::string(id->get_string());
    }
    return {};
}

std::string errorIn(const json::value& document) {
    if (!document.is_object())
        return {};
    const json::value* error = document.get_object().if_contains("error");
    if (error && error->is_string())
        return std::string(error->get_string());
    if (error && error->is_object()) {
        const json::value* message = error->get_object().if_contains("message");
        if (message && message->is_string())
            return std::string(message->get_string());
    }
    return {};
}

// The first that is there. vLLM: max_model_len. llama.cpp: meta.n_ctx is what the server was started with, n_ctx_train
// what the model could do. LM Studio (/api/v0/models): the same pair under other names. The last two: hosted servers.
std::int64_t contextOf(const json::object& entry) {
    const json::value* meta = entry.if_contains("meta");
    for (const char* field : {"n_ctx", "n_ctx_train"}) {
        if (!meta || !meta->is_object())
            break;
        if (const auto tokens = dialects::integerAt(meta->get_object(), field); tokens && *tokens > 0)
            return *tokens;
    }
    for (const char* field :
         {"max_model_len", "loaded_context_length", "max_context_length", "context_length", "context_window"}) {
        if (const auto tokens = dialects::integerAt(entry, field); tokens && *tokens > 0)
            return *tokens;
    }
    return 0;
}

/// Abilities as words: llama.cpp has "multimodal", Ollama "vision" and "thinking", LM Studio "tool_use".
void readAbilities(const json::object& entry, ListedModel& model) {
    if (const auto type = dialects::textAt(entry, "type"); type == "vlm")
        model.vision = true;
    else if (type == "embeddings" || type == "embedding")
        model.embeds = true;
    const json::value* abilities = entry.if_contains("capabilities");
    if (!abilities || !abilities->is_array() || abilities->get_array().empty())
        return;
    const auto has = [&abilities](std::string_view word) {
        const auto& list = abilities->get_array();
        return std::any_of(list.begin(), list.end(), [word](const json::value& each) {
            return each.is_string() && std::string_view(each.get_string()) == word;
        });
    };
    if (has("vision") || has("multimodal"))
        model.vision = true;
    if (has("tools") || has("tool_use"))
        model.tools = true;
    if (has("thinking"))
        model.reasoning = true;
    if (has("embedding") && !has("completion"))
        model.embeds = true;
}

/// llama.cpp has each model twice: its size in "data", its abilities in "models".
void readTwins(const json::value& document, std::vector<ListedModel>& list) {
    const json::value* twins = document.is_object() ? document.get_object().if_contains("models") : nullptr;
    if (!twins || !twins->is_array() || !document.get_object().contains("data"))
        return;
    std::unordered_map<std::string, const json::object*> byId;
    for (const json::value& entry : twins->get_array()) {
        if (entry.is_object())
            byId.emplace(idOf(entry), &entry.get_object());
    }
    for (ListedModel& model : list) {
        if (const auto twin = byId.find(model.id); twin != byId.end())
            readAbilities(*twin->second, model);
    }
}

bool isPrintable(const std::string& id) {
    return std::none_of(id.begin(), id.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

} // namespace

Result<std::vector<ListedModel>> readModelsList(std::string_view body) {
    boost::system::error_code error;
    const json::value document = json::parse(json::string_view(body.data(), body.size()), error);
    if (error)
        return fail(ErrorKind::Upstream, "The provider's list of models is not JSON. Is the base URL right?");
    const json::array* list = arrayIn(document);
    if (!list) {
        const std::string said = errorIn(document);
        return fail(ErrorKind::Upstream,
                    said.empty()
                        ? "The provider answered something that is not a list of models. Is the base URL right?"
                        : "The provider answered: " + said);
    }
    constexpr std::string_view kGooglePrefix = "models/";
    std::vector<ListedModel> models;
    models.reserve(list->size());
    for (const json::value& entry : *list) {
        ListedModel model;
        model.id = idOf(entry);
        if (model.id.starts_with(kGooglePrefix))
            model.id.erase(0, kGooglePrefix.size());
        if (model.id.empty() || !isPrintable(model.id))
            continue;
        if (entry.is_object()) {
            model.context = contextOf(entry.get_object());
            readAbilities(entry.get_object(), model);
        }
        models.push_back(std::move(model));
    }
    readTwins(document, models);
    return models;
}

} // namespace llmg::providers
