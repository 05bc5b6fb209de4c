// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the scans of all client dialects share: one pass over a request's text by Boost.JSON's own tokens.
#include "app/dialects/codec.h"

#include <boost/json/basic_parser_impl.hpp>

namespace llmg::dialects {

inline constexpr std::size_t kMaxRequestDepth = 64;

inline json::parse_options requestParseOptions() {
    json::parse_options options;
    options.max_depth = kMaxRequestDepth;
    return options;
}

/// InvalidJson, with line, column and byte.
Error notJson(std::string_view body, std::size_t at, const json::error_code& why);

/// Feeds the whole text to the parser. Its handler's own `error` (a std::optional<Error>) goes before the grammar's.
template <class Handler>
Result<> readWhole(json::basic_parser<Handler>& parser, std::string_view body) {
    json::error_code failed;
    std::size_t used = parser.write_some(false, body.data(), body.size(), failed);
    if (parser.handler().error)
        return *parser.handler().error;
    if (!failed) {
        const std::size_t rest = body.find_first_not_of(" \t\r\n", used);
        if (rest != std::string_view::npos) {
            used = rest;
            failed = json::error::extra_data;
        }
    }
    if (failed)
        return notJson(body, used, failed);
    return {};
}

} // namespace llmg::dialects
