// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/printer.h"

#include "app/daemon/columns.h"
#include "app/daemon/textwidth.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

namespace llmg::daemon {
namespace {

namespace json = boost::json;

/// Without those that no row has.
std::vector<Column> neededColumns(std::vector<Column> columns, const json::array& rows) {
    std::erase_if(columns, [&rows](const Column& column) {
        return std::none_of(rows.begin(), rows.end(), [&column](const json::value& row) {
            return row.is_object() && find(row.as_object(), column.path);
        });
    });
    return columns;
}

std::string tableOf(const std::vector<Column>& all, const json::array& rows) {
    const auto columns = neededColumns(all, rows);
    std::vector<std::vector<std::string>> cells;
    std::vector<std::size_t> widths;
    for (const auto& column : columns)
        widths.push_back(textWidth(column.title));
    for (const auto& row : rows) {
        auto& line = cells.emplace_back();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            line.push_back(cellOf(columns[i], row));
            widths[i] = std::max(widths[i], textWidth(line.back()));
        }
    }
    std::string text;
    const auto put = [&](const std::vector<std::string>& line) {
        std::string out;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::string pad(widths[i] - textWidth(line[i]), ' ');
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

std::string fieldsOf(const json::object& object) {
    constexpr std::size_t kNames = 24;
    std::string text;
    for (const auto& [name, value] : object) {
        if ((name == "arms" && value.is_array()) || name == kWarnings)
            continue;
        text += padded(std::string(name) + ':', kNames) + fieldText(name, value, object) + '\n';
    }
    if (const auto* arms = object.if_contains("arms"); arms && arms->is_array())
        text += '\n' + tableOf(columnsOf("arms"), arms->as_array());
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
    } else if (const auto* number = value.if_double(); number && std::isfinite(*number)) {
        // 0, not 0E0: the shortest text that reads back the same.
        char buffer[32];
        const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, *number);
        out.append(buffer, error == std::errc{} ? end : buffer);
    } else {
        out += json::serialize(value);
    }
}

} // namespace

std::string printable(std::string_view command, const json::value& answer) {
    if (command == "key create" && answer.is_object())
        return textOf(find(answer.as_object(), "key")) + '\n';
    if (const auto* rows = answer.if_array())
        return rows->empty() ? "nothing yet\n" : tableOf(columnsOf(command), *rows);
    return answer.is_object() ? fieldsOf(answer.as_object()) : std::string{};
}

std::vector<std::string> warningsOf(const json::value& answer) {
    std::vector<std::string> warnings;
    const auto* object = answer.if_object();
    const auto* list = object ? object->if_contains(kWarnings) : nullptr;
    if (list && list->is_array()) {
        for (const auto& warning : list->as_array())
            warnings.push_back(textOf(&warning));
    }
    return warnings;
}

std::string prettyJson(const json::value& value) {
    std::string out;
    pretty(value, {}, out);
    return out + '\n';
}

} // namespace llmg::daemon
