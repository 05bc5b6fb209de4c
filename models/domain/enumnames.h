// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

namespace llmg::domain {

/// The one of `values` whose toString is `text`. The names are what is written to databases and files, so that
/// toString is their only list.
template <class Enum>
std::optional<Enum> enumFromName(std::initializer_list<Enum> values, std::string_view text) noexcept {
    for (const Enum value : values) {
        if (text == toString(value))
            return value;
    }
    return std::nullopt;
}

} // namespace llmg::domain
