// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/json.hpp>

#include <string_view>

namespace llmg::providers {

enum class OptionalProperties { LeaveOut, Include };

/// A value that fits a JSON Schema (draft 2020-12, as far as providers accept it): const, enum, default, type,
/// properties, required, items, bounds of numbers, texts and lists, format, anyOf, oneOf, allOf, local $ref. Free texts
/// are made of `text`. `pattern` is not solved. Bounded in depth and size whatever the schema says; what lies deeper is
/// null.
boost::json::value exampleFor(const boost::json::value& schema, OptionalProperties optional, std::string_view text);

} // namespace llmg::providers
