// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string_view>

namespace llmg::requests {

/// Bodies for reading. Pure; slow for large ones, so call them off the GUI thread.

/// JSON indented in its own order of keys; strings longer than `longest` are cut with their size said (images). What is
/// not JSON comes back as it is.
QString prettyJson(std::string_view body, int longest = 2000);
/// What a stream said: reasoning, text and tool calls joined from its events, in any ingress dialect; empty when the
/// bytes hold no event that is known.
QString streamText(std::string_view sse);
/// A curl command that sends the body again. The key is a shell variable: a key does not belong into a copied command.
QString curlCommand(const QString& url, std::string_view body, bool stream);

} // namespace llmg::requests
