// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/columns.h"

#include "app/daemon/textwidth.h"

#include <algorithm>
#include <cstdio>

namespace llmg::daemon {
namespace {

namespace json = boost::json;

/// "2026-11-22T18:04:05.123Z" as "2026-11-22 18:04:05"
std::string time(const json::value& value, const json::object&) {
    constexpr std::size_t kToTheSecond = 19;
    auto text = textOf(&value).substr(0, kToTheSecond);
    if (const auto between = text.find('T'); between != std::string::npos)
        text[between] = ' ';
    return text;
}

std::string timeInUtc(const json::value& value, const json::object& row) {
    return time(value, row) + " UTC";
}

/// "limit reached, until 2026-11-23 00:00:00 UTC"
std::string keyState(const json::value& state, const json::object& row) {
    const auto* until = find(row, "until");
    return textOf(&state) + (until && until->is_string() ? ", until " + timeInUtc(*until, row) : "");
}

/// "day 0.5/1, month 2/10"
std::string limits(const json::value& value, const json::object&) {
    std::string text;
    if (const auto* array = value.if_array()) {
        for (const auto& limit : *array) {
            if (!limit.is_object())
                continue;
            const auto& object = limit.as_object();
            text += (text.empty() ? "" : ", ") + textOf(find(object, "period")) + ' ' +
                    textOf(find(object, "spent_usd")) + '/' + textOf(find(object, "limit_usd"));
        }
    }
    return text;
}

/// "60 requests, 100000 tokens"
std::string rates(const json::value& requests, const json::object& row) {
    std::string text = requests.is_null() ? "" : textOf(&requests) + " requests";
    if (const auto* tokens = find(row, "tpm"); tokens && !tokens->is_null())
        text += (text.empty() ? "" : ", ") + textOf(tokens) + " tokens";
    return text;
}

/// The first of a list, and how many more there are.
std::string fewItems(const json::value& value, const json::object&) {
    constexpr std::size_t kFew = 2;
    const auto* array = value.if_array();
    if (!array || array->size() <= kFew)
        return textOf(&value);
    return textOf(&array->at(0)) + ", " + textOf(&array->at(1)) + " and " + std::to_string(array->size() - kFew) +
           " more";
}

/// "2.1 (0.4–9.9)"
std::string interval(const json::value& value, const json::object&) {
    const auto* object = value.if_object();
    if (!object)
        return "";
    const auto number = [object](std::string_view name) {
        const auto* part = find(*object, name);
        char buffer[32] = "";
        if (part && part->is_double())
            std::snprintf(buffer, sizeof buffer, "%.4g", part->as_double());
        return std::string(buffer);
    };
    return number("value") + " (" + number("low") + "–" + number("high") + ")";
}

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// What is meant where nothing is set.
std::string nothing(std::string_view name) {
    return name == "last_used" ? "never" : isOneOf(name, {"models", "providers"}) ? "all" : "none";
}

bool isNothing(const json::value& value) {
    return value.is_null() || (value.is_string() && value.as_string().empty()) ||
           (value.is_array() && value.as_array().empty()) || (value.is_object() && value.as_object().empty());
}

} // namespace

std::vector<Column> columnsOf(std::string_view command) {
    if (command == "key list")
        return {{"name", "NAME"},
                {"prefix", "PREFIX"},
                {"project", "PROJECT"},
                {"state", "STATE", false, keyState},
                {"spent_usd", "SPENT $", true},
                {"limit_usd", "LIMIT $", true},
                {"period_limits", "SPENT/LIMIT $", false, limits},
                {"rpm", "A MINUTE", false, rates},
                {"models", "MODELS", false, fewItems},
                {"expires", "EXPIRES (UTC)", false, time},
                {"last_used", "LAST USED (UTC)", false, time},
                {"id", "ID"}};
    if (command == "project list")
        return {{"name", "NAME"}, {"mode", "MODE"},       {"bodies", "BODIES"},     {"cache", "CACHE"},
                {"ttl", "TTL S"}, {"routing", "ROUTING"}, {"rollout", "ROLLOUT %"}, {"id", "ID"}};
    if (command == "budget list")
        return {{"scope", "OF"},
                {"name", "NAME"},
                {"period", "PERIOD"},
                {"amount_usd", "AMOUNT $", true},
                {"spent_usd", "SPENT $", true},
                {"percent", "%", true},
                {"blocks", "BLOCKS"},
                {"id", "ID"}};
    if (command == "cache stats")
        return {{"project", "PROJECT"},     {"cache", "ON"},
                {"ttl", "TTL S", true},     {"entries", "ANSWERS", true},
                {"bytes", "BYTES", true},   {"hits", "HITS", true},
                {"misses", "MISSES", true}, {"saved_usd", "SAVED $", true}};
    if (command == "rollout log")
        return {{"time", "TIME (UTC)", false, time}, {"kind", "WHAT"}, {"detail", ""}};
    if (command == "arms")
        return {{"arm", "ARM"},
                {"name", "NAME"},
                {"mode", "MODE"},
                {"provider", "PROVIDER"},
                {"model", "MODEL"},
                {"requests", "REQUESTS", true},
                {"errors", "ERRORS", true},
                {"error_percent", "ERRORS % (95 %)", false, interval},
                {"median_ms", "MEDIAN MS (95 %)", false, interval},
                {"mean_cost_usd", "MEAN COST $ (95 %)", false, interval}};
    if (command == "provider import")
        return {{"provider", "PROVIDER"}, {"variable", "VARIABLE"}, {"key", "KEY"}, {"outcome", ""}};
    if (command == "provider list")
        return {{"id", "ID"},
                {"name", "NAME"},
                {"keys", "KEYS", true},
                {"key_states", "STATES"},
                {"order", "ORDER", true},
                {"available", "CAN CALL"},
                {"base_url", "BASE URL"},
                {"variables", "SET"},
                {"trouble", ""}};
    if (command == "provider key list")
        return {{"provider", "PROVIDER"},   {"label", "LABEL"}, {"key", "KEY"}, {"place", "KEPT IN"},
                {"weight", "WEIGHT", true}, {"state", "STATE"}, {"reason", ""}};
    if (command == "models")
        return {{"id", "ID"},
                {"owned_by", "PROVIDER"},
                {"pricing.prompt", "IN $/TOKEN", true},
                {"pricing.completion", "OUT $/TOKEN", true},
                {"context_length", "CONTEXT", true}};
    if (command == "requests")
        return {{"time", "TIME (UTC)", false, time},
                {"status", "STATUS", true},
                {"requested_model", "ASKED"},
                {"used_provider", "PROVIDER"},
                {"application", "APPLICATION"},
                {"usage.prompt", "IN", true},
                {"usage.completion", "OUT", true},
                {"cost.total_usd", "COST $", true},
                {"first_token_ms", "TTFT MS", true},
                {"duration_ms", "TOTAL MS", true},
                {"error_code", "ERROR"}};
    if (command == "usage")
        return {{"start", "FROM (UTC)", false, time},
                {"group", "GROUP"},
                {"requests", "REQUESTS", true},
                {"errors", "ERRORS", true},
                {"prompt_tokens", "IN", true},
                {"completion_tokens", "OUT", true},
                {"cost_usd", "COST $", true},
                {"p50_ms", "P50 MS", true},
                {"p95_ms", "P95 MS", true}};
    if (command == "doctor")
        return {{"state", ""}, {"check", "CHECK"}, {"detail", "FOUND"}, {"advice", "WHAT TO DO"}};
    return {};
}

const json::value* find(const json::object& object, std::string_view path) {
    const auto dot = path.find('.');
    const auto* value = object.if_contains(path.substr(0, dot));
    if (!value || dot == std::string_view::npos)
        return value;
    return value->is_object() ? find(value->as_object(), path.substr(dot + 1)) : nullptr;
}

std::string textOf(const json::value* value) {
    if (!value || value->is_null())
        return "";
    if (value->is_string())
        return withoutControls(value->as_string());
    if (value->is_bool())
        return value->as_bool() ? "yes" : "no";
    if (value->is_double()) {
        char buffer[32];
        std::snprintf(buffer, sizeof buffer, "%.1f", value->as_double());
        return buffer;
    }
    if (const auto* object = value->if_object()) {
        std::string pairs;
        for (const auto& [key, member] : *object)
            pairs += (pairs.empty() ? "" : " ") + std::string(key) + '=' + textOf(&member);
        return pairs;
    }
    if (const auto* array = value->if_array()) {
        std::string items;
        for (const auto& item : *array)
            items += (items.empty() ? "" : ", ") + textOf(&item);
        return items;
    }
    return json::serialize(*value);
}

std::string cellOf(const Column& column, const json::value& row) {
    const auto* object = row.if_object();
    const auto* value = object ? find(*object, column.path) : nullptr;
    return value && column.text ? column.text(*value, *object) : textOf(value);
}

std::string fieldText(std::string_view name, const json::value& value, const json::object& row) {
    if (isNothing(value))
        return nothing(name);
    if (isOneOf(name, {"created", "expires", "last_used", "since", "until"}) && value.is_string())
        return timeInUtc(value, row);
    return name == "period_limits" ? limits(value, row) : textOf(&value);
}

} // namespace llmg::daemon
