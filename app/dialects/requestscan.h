// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the scans of all client dialects share: one pass over a request's text by Boost.JSON's own tokens.
#include "app/dialects/codec.h"

#include <boost/json/basic_parser_impl.hpp>

#include <array>
#include <cmath>

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

/// What the handlers of all scans have in common: where in the document the parser is, and short strings that came in
/// parts. `Place` says what the object or list being read is, with Place::Document outermost; `Key`, with Key::Other,
/// which of its members. Strings that do not matter are never gathered; those that do are short.
template <class Place, class Key>
struct ScanState {
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);

    RequestScan scan;
    std::optional<Error> error;
    std::array<Place, kMaxRequestDepth + 2> places{};
    std::array<Key, kMaxRequestDepth + 2> keys{};
    std::size_t depth = 0; ///< places[depth] is where values now arrive
    std::string gathered;  ///< a key or short string that came in parts
    bool gathering = false;

    [[nodiscard]] Place place() const { return places[depth]; }
    [[nodiscard]] Key key() const { return keys[depth]; }

    void enter(Place next) {
        ++depth;
        places[depth] = next;
        keys[depth] = Key::Other;
    }
    bool leave() {
        --depth;
        return true;
    }

    bool stop(Error why, json::error_code& ec) {
        error = std::move(why);
        ec = json::error::syntax; // any code: it only stops the parser
        return false;
    }
    bool refuse(const char* param, std::string_view what, json::error_code& ec) {
        return stop(fail(ErrorKind::InvalidParameters, "'" + std::string(param) + "' " + std::string(what), param), ec);
    }
    bool refuseBody(json::error_code& ec) {
        return stop(fail(ErrorKind::InvalidParameters, "the body must be a JSON object"), ec);
    }

    void gather(json::string_view part) {
        if (!gathering)
            gathered.clear();
        gathering = true;
        // Longer than any key or word that is looked for, but a model id may be long: cut off far beyond both.
        if (gathered.size() < 4096)
            gathered.append(part.data(), part.size());
    }
    std::string_view whole(json::string_view last) {
        if (!gathering)
            return {last.data(), last.size()};
        gather(last);
        gathering = false;
        return gathered;
    }

    /// A number as the whole number it is, in whatever notation; nullopt for any other. What is larger than 63 bits is
    /// as good as the largest.
    static std::optional<std::int64_t> wholeNumber(double number) {
        const bool exact = std::abs(number) < 9e15 && number == std::floor(number);
        return exact ? std::optional(static_cast<std::int64_t>(number)) : std::nullopt;
    }
    static constexpr std::int64_t kHuge = std::int64_t{1} << 62;

    // Of these the parser wants to hear an answer, and nobody here has anything to say.
    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_end(std::size_t, json::error_code&) { return leave(); }
    bool on_array_end(std::size_t, json::error_code&) { return leave(); }
    bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
        gather(part);
        return true;
    }
    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }
};

} // namespace llmg::dialects
