// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace llmg::dialects {

/// A member of a JSON object as byte ranges of the text it stands in.
struct JsonMember {
    std::string key;       ///< escapes resolved
    std::size_t begin = 0; ///< of the key's quote
    std::size_t valueBegin = 0, valueEnd = 0;
};

/// Where things are in JSON text that was found valid before: Boost.JSON checks the grammar but tells no positions, and
/// a body that is passed on is changed in place rather than written anew. Never reads outside the text, whatever it
/// holds.
class JsonRanges {
  public:
    explicit JsonRanges(std::string_view text)
        : m_text(text) {}

    /// The members of the object that starts at or after `at` (blanks before it are skipped); false: none, or broken
    /// text.
    bool members(std::size_t at, std::vector<JsonMember>& out) const;
    /// The elements of the array there.
    struct Range {
        std::size_t begin = 0, end = 0;
    };
    bool elements(std::size_t at, std::vector<Range>& out) const;
    /// Just after the value that starts at `at`; npos on broken text.
    [[nodiscard]] std::size_t skipValue(std::size_t at) const;
    [[nodiscard]] std::size_t skipBlanks(std::size_t at) const;

  private:
    [[nodiscard]] std::size_t skipString(std::size_t at) const;
    std::string_view m_text;
};

/// One change of a text: the bytes [begin, end) become `text`.
struct Splice {
    std::size_t begin = 0, end = 0;
    std::string text{};
};
/// Applies splices that do not overlap, in any order, with one copy of the text.
std::string spliced(std::string_view text, std::vector<Splice> splices);

} // namespace llmg::dialects
