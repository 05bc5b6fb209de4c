// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/geminirequest.h"
#include "app/dialects/jsonaccess.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

constexpr int kDeepest = 100;

json::value narrow(const json::value& schema, int depth);

json::object narrowEach(const json::object& schemas, int depth) {
    json::object out;
    for (const auto& [name, schema] : schemas)
        out[name] = narrow(schema, depth);
    return out;
}

json::array narrowEach(const json::array& schemas, int depth) {
    json::array out;
    for (const json::value& schema : schemas)
        out.push_back(narrow(schema, depth));
    return out;
}

bool isPlain(std::string_view key) {
    static constexpr std::string_view kKept[] = {
        "$id",      "$anchor", "type",    "format",           "title",   "description", "minItems",
        "maxItems", "minimum", "maximum", "propertyOrdering", "required"};
    return std::find(std::begin(kKept), std::end(kKept), key) != std::end(kKept);
}

json::string reference(const json::value& value) {
    constexpr std::string_view kOld = "#/definitions/";
    const json::string* text = value.if_string();
    if (text == nullptr)
        return {};
    const std::string_view path(text->data(), text->size());
    if (!path.starts_with(kOld))
        return *text;
    json::string renamed("#/$defs/");
    const std::string_view rest = path.substr(kOld.size());
    renamed.append(json::string_view(rest.data(), rest.size()));
    return renamed;
}

void keep(std::string_view key, const json::value& value, json::object& out, int depth) {
    const json::string_view name(key.data(), key.size());
    if (isPlain(key)) {
        out[name] = value;
    } else if (key == "$ref") {
        out[name] = reference(value);
    } else if (key == "properties" && value.is_object()) {
        out[name] = narrowEach(value.get_object(), depth);
    } else if ((key == "$defs" || key == "definitions") && value.is_object()) {
        out["$defs"] = narrowEach(value.get_object(), depth);
    } else if ((key == "anyOf" || key == "oneOf" || key == "prefixItems") && value.is_array()) {
        out[name] = narrowEach(value.get_array(), depth);
    } else if (key == "items" || key == "additionalProperties") {
        out[name] = value.is_bool() ? value : narrow(value, depth);
    } else if (key == "enum" && value.is_array()) {
        // Only of strings and numbers; a choice of booleans or null is left to `type`.
        const json::array& choices = value.get_array();
        if (std::all_of(choices.begin(), choices.end(),
                        [](const json::value& c) { return c.is_string() || c.is_number(); }))
            out[name] = value;
    } else if (key == "const" && (value.is_string() || value.is_number())) {
        out["enum"] = json::array{value};
    } else if (key == "allOf" && value.is_array() && value.get_array().size() == 1 &&
               value.get_array()[0].is_object()) {
        // What pydantic writes around a reference that has a description.
        const json::value only = narrow(value.get_array()[0], depth);
        for (const auto& [member, inner] : only.get_object())
            out.insert_or_assign(member, inner);
    }
}

json::value narrow(const json::value& schema, int depth) {
    if (!schema.is_object() || depth > kDeepest)
        return schema;
    json::object out;
    for (const auto& [key, value] : schema.get_object())
        keep(std::string_view(key.data(), key.size()), value, out, depth + 1);
    if (out.contains("$ref")) { // beside a reference only members that begin with $ are allowed
        json::object bare;
        for (const auto& [key, value] : out) {
            if (key.starts_with('$'))
                bare[key] = value;
        }
        return bare;
    }
    return out;
}

} // namespace

json::value geminiSchema(const json::value& schema) {
    return narrow(schema, 0);
}

} // namespace llmg::dialects
