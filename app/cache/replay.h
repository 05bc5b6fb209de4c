// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cache/cachedanswer.h"

#include <boost/json.hpp>

namespace llmg::cache {

/// How the client of a hit wants the answer.
struct Replay {
    bool stream = false;
    bool includeUsage = false; ///< OpenAI chat: stream_options.include_usage
    bool arrayStream = false;  ///< Gemini without alt=sse: one JSON array
    /// The gateway's own members, as for any answer: the new request_id, cached: true, routing: [].
    boost::json::object metadata{};
};

/// The bytes for the client: the same id and tokens, cost 0, our metadata in place of the first answer's. A stream's
/// keep-alives, pauses and cuts are not repeated: each part comes as one delta.
/// nullopt: the kept document cannot be read (damaged), so that a provider has to be asked.
std::optional<std::string> replay(const CachedAnswer& answer, const Replay& wish);

} // namespace llmg::cache
