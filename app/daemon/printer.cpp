// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/printer.h"

#include <algorithm>
#include <vector>

namespace llmg::daemon {
namespace {

namespace json = boost::json;

struct Column {
    std::string_view path; ///< "cost.total_usd"
    std::string_view title;
    bool number = false;
    std::string (*text)(const json::value&) = nullptr; ///< where the plain text of the value is not what is read best
};

std::string textOf(const json::value* value);
const json::value* find(const json::object& object, std::string_view path);

/// "day 0.5/1, month 2/10"
std::string limitsText(const json::value& limits) {
    std::string text;
    if (const auto* array = limits.if_array()) {
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

/// "2.1 (0.4–9.9)"
std::string intervalText(const json::value& interval) {
    const auto* object = interval.if_object();
    if (!object)
        return "";
    const auto number = [object](std::string_view name) {
        const auto* value = find(*object, name);
        char buffer[32] = "";
        if (value && value->is_double())
            std::snprintf(buffer, sizeof buffer, "%.4g", value->as_double());
        return std::string(buffer);
    };
    return number("value") + " (" + number("low") + "–" + number("high") + ")";
}

std::vector<Column> columnsOf(std::string_view command) {
    if (command == "key list")
        return {{"name", "NAME"},
                {"prefix", "PREFIX"},
                {"project", "PROJECT"},
                {"state", "STATE"},
                {"spent_usd", "SPENT $", true},
                {"limit_usd", "LIMIT $", true},
                {"period_limits", "SPENT/LIMIT $", false, limitsText},
                {"last_used", "LAST USED"},
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
        return {{"time", "TIME"}, {"kind", "WHAT"}, {"detail", ""}};
    if (command == "arms")
        return {{"arm", "ARM"},
                {"name", "NAME"},
                {"mode", "MODE"},
                {"provider", "PROVIDER"},
                {"model", "MODEL"},
                {"requests", "REQUESTS", true},
                {"errors", "ERRORS", true},
                {"error_percent", "ERRORS % (95 %)", false, intervalText},
                {"median_ms", "MEDIAN MS (95 %)", false, intervalText},
                {"mean_cost_usd", "MEAN COST $ (95 %)", false, intervalText}};
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
        return {{"time", "TIME"},
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
        return {{"start", "FROM"},
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
        return std::string(value->as_string());
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
    const auto* value = row.is_object() ? find(row.as_object(), column.path) : nullptr;
    return value && column.text ? column.text(*value) : textOf(value);
}

/// Characters, not bytes: enough for names and “…”, and never wrong for ASCII.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string tableOf(const std::vector<Column>& columns, const json::array& rows) {
    std::vector<std::vector<std::string>> cells;
    std::vector<std::size_t> widths;
    for (const auto& column : columns)
        widths.push_back(width(column.title));
    for (const auto& row : rows) {
        auto& line = cells.emplace_back();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            line.push_back(cellOf(columns[i], row));
            widths[i] = std::max(widths[i], width(line.back()));
        }
    }
    std::string text;
    const auto put = [&](const std::vector<std::string>& line) {
        std::string out;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::string pad(widths[i] - width(line[i]), ' ');
            out += columns[i].number ? pad + line[i] : line[i] + pad;
            out += "  ";
        }
        out.erase(out.find_last_not_of(' ') + 1);
        text += out + '\n';
    };
    std::vector<std::string> titles;
    for (const auto& column : columns)
        titles.emplace_back(column.title);
    put(titles);
    for (const auto& line : cells)
        put(line);
    return text;
}

void pretty(const json::value& value, std::string indent, std::string& out) {
    const std::string deeper = indent + "  ";
    if (const auto* object = value.if_object(); object && !object->empty()) {
        out += "{\n";
        std::size_t left = object->size();
        for (const auto& [key, member] : *object) {
            out += deeper + json::serialize(json::string(key)) + ": ";
            pretty(member, deeper, out);
            out += --left ? ",\n" : "\n";
        }
        out += indent + "}";
    } else if (const auto* array = value.if_array(); array && !array->empty()) {
        out += "[\n";
        std::size_t left = array->size();
        for (const auto& member : *array) {
            out += deeper;
            pretty(member, deeper, out);
            out += --left ? ",\n" : "\n";
        }
        out += indent + "]";
    } else {
        out += json::serialize(value);
    }
}

} // namespace

std::string printable(std::string_view command, const json::value& answer) {
    if (command == "key create" && answer.is_object())
        return textOf(find(answer.as_object(), "key")) + '\n';
    if (const auto* rows = answer.if_array()) {
        const auto columns = columnsOf(command);
        return rows->empty() ? "nothing yet\n" : tableOf(columns, *rows);
    }
    std::string text;
    if (const auto* object = answer.if_object()) {
        for (const auto& [key, value] : *object) {
            if (key == "arms" && value.is_array())
                continue;
            std::string line = std::string(key) + ':';
            line.append(line.size() < 24 ? 24 - line.size() : 1, ' ');
            text += line + (key == "period_limits" ? limitsText(value) : textOf(&value)) + '\n';
        }
        if (const auto* arms = object->if_contains("arms"); arms && arms->is_array())
            text += '\n' + tableOf(columnsOf("arms"), arms->as_array());
    }
    return text;
}

std::string prettyJson(const json::value& value) {
    std::string out;
    pretty(value, {}, out);
    return out + '\n';
}

} // namespace llmg::daemon
