// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/providers/modelslist.h"

#include <boost/json.hpp>

#include <algorithm>

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

bool isPrintable(const std::string& id) {
    return std::none_of(id.begin(), id.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

} // namespace

Result<std::vector<std::string>> readModelsList(std::string_view body) {
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
    std::vector<std::string> ids;
    ids.reserve(list->size());
    for (const json::value& entry : *list) {
        std::string id = idOf(entry);
        if (id.starts_with(kGooglePrefix))
            id.erase(0, kGooglePrefix.size());
        if (!id.empty() && isPrintable(id))
            ids.push_back(std::move(id));
    }
    return ids;
}

} // namespace llmg::providers
