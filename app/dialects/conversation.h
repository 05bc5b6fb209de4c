// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace llmg::dialects {

/// Enough to tell conversations apart; a message with a picture is longer.
inline constexpr std::size_t kLongestOpening = 64 * 1024;

/// The part of a chat request's body (of any client dialect) that stays the same over all turns of a conversation: its
/// first user message, as it was sent, cut at kLongestOpening bytes. Empty when there is none. Not copied; nothing
/// after it is read. What is not JSON has no such part.
std::string_view conversationOpening(std::string_view body);

} // namespace llmg::dialects
