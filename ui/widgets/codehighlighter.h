// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

#include <span>
#include <string_view>
#include <vector>

namespace llmg::widgets {

enum class CodeToken { Plain, Keyword, Type, Text, Number, Comment, Name };

struct CodeRun {
    qsizetype start = 0;
    qsizetype length = 0;
    CodeToken token = CodeToken::Plain;
    friend bool operator==(const CodeRun&, const CodeRun&) = default;
};

struct StringRule {
    std::u16string_view begin, end;
    bool escapes = true; ///< a backslash takes the next character with it
    bool multiLine = false;
};

/// A language as a table (codelanguages.cpp). Only what helps reading: comments, strings, numbers, words.
struct CodeLanguage {
    std::span<const std::u16string_view> names;    ///< as written behind a fence, lower case; the first is shown
    std::span<const std::u16string_view> keywords; ///< sorted
    std::span<const std::u16string_view> types;    ///< sorted: types, constants, builtins
    std::span<const std::u16string_view> lineComments;
    std::u16string_view blockBegin{}, blockEnd{};
    std::span<const StringRule> strings{};
    bool ignoreCase = false;
    bool keysBeforeColon = false; ///< JSON, YAML: a name before a colon is a key
    bool variables = false;       ///< shell: $name
    bool directives = false;      ///< C: # at the start of a line; Python's @decorator
    bool markup = false;          ///< HTML, XML: tags and attributes
};

/// nullptr for a language that is not known: the code stays plain.
const CodeLanguage* codeLanguage(QStringView name);

/// What one line leaves behind for the next: 0 nothing, 1 an open block comment, 2 an open tag, 3 + n open string n.
using CodeState = int;

/// Runs other than Plain, in order, of one line (without its newline).
std::vector<CodeRun> highlightLine(const CodeLanguage& language, QStringView line, CodeState& state);

} // namespace llmg::widgets
