// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Requests built in a line, and JSON compared by meaning: as text with sorted keys, so that a difference can be read.
#include "translation.h"

#include <map>

namespace llmg::tests {

inline dialects::Message say(dialects::Role role, std::string text) {
    return {role, {{dialects::TextPart{std::move(text)}, std::nullopt}}, {}};
}

inline dialects::Message with(dialects::Role role, std::vector<dialects::PartValue> values) {
    dialects::Message message{role, {}, {}};
    for (dialects::PartValue& value : values)
        message.parts.push_back({std::move(value), std::nullopt});
    return message;
}

inline json::value sorted(const json::value& value) {
    if (const auto* array = value.if_array()) {
        json::array out;
        for (const auto& element : *array)
            out.push_back(sorted(element));
        return out;
    }
    const auto* object = value.if_object();
    if (object == nullptr)
        return value;
    std::map<std::string, json::value> members;
    for (const auto& [key, member] : *object)
        members.emplace(std::string(key), sorted(member));
    json::object out;
    for (auto& [key, member] : members)
        out[key] = std::move(member);
    return out;
}

inline QByteArray shape(const json::value& value) {
    return bytes(dialects::writeJson(sorted(value)));
}

inline QByteArray shape(const char* text) {
    const auto value = dialects::parseJson(text);
    return value ? shape(*value) : QByteArray("the test's own JSON is broken: ") + text;
}

} // namespace llmg::tests

#define COMPARE_SHAPE(actual, expected) QCOMPARE(shape(actual), shape(expected))
