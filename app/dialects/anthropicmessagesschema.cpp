// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/anthropicmessagesrequest.h"
#include "app/dialects/jsonaccess.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

constexpr int kDeepest = 100;

bool isKnownFormat(std::string_view format) {
    static constexpr std::string_view kFormats[] = {"date-time", "time", "date", "duration", "email",
                                                    "hostname",  "uri",  "ipv4", "ipv6",     "uuid"};
    return std::find(std::begin(kFormats), std::end(kFormats), format) != std::end(kFormats);
}

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

// One keyword into `out`; false: it is outside the subset.
bool keep(std::string_view key, const json::value& value, json::object& out, int depth) {
    const json::string_view name(key.data(), key.size());
    if (key == "type" || key == "enum" || key == "description" || key == "title" || key == "required" ||
        key == "$ref") {
        out[name] = value;
    } else if (key == "const") {
        out["enum"] = json::array{value};
    } else if ((key == "properties" || key == "$defs" || key == "definitions") && value.is_object()) {
        out[name] = narrowEach(value.get_object(), depth);
    } else if ((key == "anyOf" || key == "allOf") && value.is_array()) {
        out[name] = narrowEach(value.get_array(), depth);
    } else if (key == "oneOf" && value.is_array()) {
        out["anyOf"] = narrowEach(value.get_array(), depth);
    } else if (key == "items" && value.is_object()) {
        out[name] = narrow(value, depth);
    } else if (key == "format" && value.is_string() && isKnownFormat(std::string_view(value.get_string()))) {
        out[name] = value;
    } else if (key == "minItems" && (value == json::value(0) || value == json::value(1))) {
        out[name] = value;
    } else {
        // Said otherwise, or about the schema itself, not about the answer.
        return key == "additionalProperties" || key == "$schema" || key == "$id" || key == "$comment";
    }
    return true;
}

json::value narrow(const json::value& schema, int depth) {
    if (!schema.is_object() || depth > kDeepest)
        return schema;
    json::object out;
    std::string outside;
    for (const auto& [key, value] : schema.get_object()) {
        const std::string_view name(key.data(), key.size());
        if (!keep(name, value, out, depth + 1))
            outside.append(outside.empty() ? "" : ", ").append(name).append(": ").append(writeJson(value));
    }
    if (!outside.empty()) {
        std::string description(textAt(out, "description"));
        if (!description.empty())
            description += "\n\n";
        out["description"] = description + "{" + outside + "}";
    }
    if (textAt(out, "type") == "object" || out.contains("properties"))
        out["additionalProperties"] = false; // the only value that is taken, and it must be there
    return out;
}

} // namespace

json::value anthropicStrictSchema(const json::value& schema) {
    return narrow(schema, 0);
}

} // namespace llmg::dialects
