// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace llmg::dialects {

/// RFC 4648, both alphabets; line breaks and missing padding are forgiven. nullopt: a character of neither alphabet.
std::optional<std::string> decodeBase64(std::string_view text);

/// Standard alphabet with padding (RFC 4648, 4).
std::string encodeBase64(std::string_view bytes);

} // namespace llmg::dialects
