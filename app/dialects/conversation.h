// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace llmg::dialects {

/// The part of a chat request's body (of any client dialect) that stays the same over all turns of a conversation: its
/// first user message, as it was sent. Empty when there is none. Not copied; what is not JSON has no such part.
std::string_view conversationOpening(std::string_view body);

} // namespace llmg::dialects
