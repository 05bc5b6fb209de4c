// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/jsonaccess.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace llmg::dialects {

void appendQuoted(std::string& out, std::string_view text) {
    static constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    std::size_t from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        out.append(text, from, i - from);
        from = i + 1;
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            out += "\\u00";
            out += kHex[c >> 4];
            out += kHex[c & 0xF];
        }
    }
    out.append(text, from);
    out += '"';
}

namespace {

void writeDouble(double number, std::string& out) {
    if (!std::isfinite(number)) {
        out += "null";
        return;
    }
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    const std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
    out += text;
    if (text.find_first_of(".e") == std::string_view::npos)
        out += ".0";
}

void write(const json::value& value, std::string& out) {
    switch (value.kind()) {
    case json::kind::object: {
        char separator = '{';
        for (const auto& [key, member] : value.get_object()) {
            out += separator;
            appendQuoted(out, key);
            out += ':';
            write(member, out);
            separator = ',';
        }
        out += value.get_object().empty() ? "{}" : "}";
        return;
    }
    case json::kind::array: {
        char separator = '[';
        for (const json::value& element : value.get_array()) {
            out += separator;
            write(element, out);
            separator = ',';
        }
        out += value.get_array().empty() ? "[]" : "]";
        return;
    }
    case json::kind::string:
        appendQuoted(out, value.get_string());
        return;
    case json::kind::double_:
        writeDouble(value.get_double(), out);
        return;
    case json::kind::int64:
        out += std::to_string(value.get_int64());
        return;
    case json::kind::uint64:
        out += std::to_string(value.get_uint64());
        return;
    case json::kind::bool_:
        out += value.get_bool() ? "true" : "false";
        return;
    case json::kind::null:
        out += "null";
        return;
    }
}

} // namespace

std::optional<json::value> parseJson(std::string_view text) {
    json::parse_options options;
    options.max_depth = 200;
    boost::system::error_code error;
    json::value value = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
    if (error)
        return std::nullopt;
    return value;
}

std::string writeJson(const json::value& value) {
    std::string out;
    write(value, out);
    return out;
}

const json::object* objectAt(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr ? value->if_object() : nullptr;
}

const json::array* arrayAt(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr ? value->if_array() : nullptr;
}

std::string_view textAt(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    const json::string* text = value != nullptr ? value->if_string() : nullptr;
    return text != nullptr ? std::string_view(text->data(), text->size()) : std::string_view();
}

std::optional<std::int64_t> integerAt(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    if (value == nullptr)
        return std::nullopt;
    if (const std::int64_t* number = value->if_int64())
        return *number;
    if (const double* number = value->if_double(); number != nullptr && std::abs(*number) < 9e15)
        return static_cast<std::int64_t>(*number);
    if (const json::string* digits = value->if_string()) {
        std::int64_t number = 0;
        const char* end = digits->data() + digits->size();
        const auto read = std::from_chars(digits->data(), end, number);
        if (read.ec == std::errc() && read.ptr == end && !digits->empty())
            return number;
    }
    return std::nullopt;
}

bool flagAt(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    const bool* flag = value != nullptr ? value->if_bool() : nullptr;
    return flag != nullptr && *flag;
}

const char* nameOfKind(json::kind kind) noexcept {
    switch (kind) {
    case json::kind::null:
        return "null";
    case json::kind::bool_:
        return "a boolean";
    case json::kind::int64:
    case json::kind::uint64:
    case json::kind::double_:
        return "a number";
    case json::kind::string:
        return "a string";
    case json::kind::array:
        return "an array";
    case json::kind::object:
        return "an object";
    }
    return "something else";
}

json::object toolArguments(std::string_view text) {
    json::object arguments;
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return arguments;
    if (auto parsed = parseJson(text); parsed && parsed->is_object())
        return std::move(parsed->get_object());
    arguments["raw_arguments"] = json::string_view(text.data(), text.size());
    return arguments;
}

std::int64_t codePoints(std::string_view utf8) {
    return std::count_if(utf8.begin(), utf8.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

} // namespace llmg::dialects
