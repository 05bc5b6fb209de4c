// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace llmg::providers {

constexpr bool isUtf8Continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

/// The longest beginning of at most `bytes` bytes that does not end inside a character.
constexpr std::string_view cutUtf8(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes)
        return text;
    while (bytes > 0 && isUtf8Continuation(text[bytes]))
        --bytes;
    return text.substr(0, bytes);
}

/// Characters (code points) of a valid text.
constexpr std::int64_t countUtf8(std::string_view text) {
    std::int64_t count = 0;
    for (const char c : text)
        count += isUtf8Continuation(c) ? 0 : 1;
    return count;
}

} // namespace llmg::providers
