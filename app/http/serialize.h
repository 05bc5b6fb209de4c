// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/message.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace llmg::http {

/// RFC 9110's phrase for a status, "Unknown" for one it does not name.
std::string_view reasonPhrase(int status);
/// "Sun, 06 Nov 1994 08:49:37 GMT"; made anew once a second.
class DateLine {
  public:
    std::string_view now();

  private:
    std::int64_t m_second = -1;
    std::array<char, 40> m_text{};
    std::size_t m_size = 0;
};

/// "name: value\r\n"; line breaks and NUL in a value become spaces, so that no value can start a field of its own.
void appendField(std::string& to, std::string_view name, std::string_view value);
/// True for a name of token characters and a value without line breaks.
bool isCleanField(std::string_view name, std::string_view value);

/// "1a2b\r\n", the line before a chunk.
class ChunkLine {
  public:
    explicit ChunkLine(std::size_t size) {
        char* end = std::to_chars(m_text.data(), m_text.data() + 16, size, 16).ptr;
        *end++ = '\r';
        *end++ = '\n';
        m_size = static_cast<std::size_t>(end - m_text.data());
    }
    [[nodiscard]] std::string_view view() const { return {m_text.data(), m_size}; }

  private:
    std::array<char, 20> m_text;
    std::size_t m_size;
};

inline void appendNumber(std::string& to, std::uint64_t number) {
    std::array<char, 24> text;
    to.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr);
}

} // namespace llmg::http
