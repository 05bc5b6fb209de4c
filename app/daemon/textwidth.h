// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace llmg::daemon {

/// Columns of a terminal that a text takes: two for wide characters (Unicode's East Asian Width W and F), none for
/// marks that combine with the character before.
std::size_t textWidth(std::string_view utf8);
/// With blanks after it up to `width`, and at least one.
std::string padded(std::string text, std::size_t width);
/// What a terminal would obey in place of showing it (control characters) as "�": names come from other programs.
std::string withoutControls(std::string_view utf8);

} // namespace llmg::daemon
