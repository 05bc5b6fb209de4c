// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/http/message.h"

#include <algorithm>

namespace llmg::http {
namespace {

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

} // namespace

bool equalsIgnoringCase(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

void Headers::set(std::string_view name, std::string_view value) {
    std::erase_if(m_fields, [&](const Field& field) { return equalsIgnoringCase(field.first, name); });
    add(name, value);
}

void Headers::add(std::string_view name, std::string_view value) {
    m_fields.emplace_back(name, value);
}

std::string_view Headers::get(std::string_view name) const {
    for (const auto& [key, value] : m_fields) {
        if (equalsIgnoringCase(key, name))
            return trimmed(value);
    }
    return {};
}

bool Headers::has(std::string_view name) const {
    return std::any_of(m_fields.begin(), m_fields.end(),
                       [&](const Field& field) { return equalsIgnoringCase(field.first, name); });
}

} // namespace llmg::http
