// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/result.h"

#include <functional>
#include <string>
#include <vector>

namespace llmg::cache {

/// One request and answer of the Responses API, kept so that the next request can name it as previous_response_id.
struct KeptTurn {
    std::string id;         ///< of the response
    std::string previousId; ///< "": the first
    std::string projectId;  ///< turns of other projects are not found
    UnixTime createdAt{};
    std::string document; ///< JSON, as the dialect wrote it
};

/// More turns than these before one are a loop or a mistake.
inline constexpr int kMostTurns = 1000;

/// Where turns are kept. Thread-safe; every call returns at once.
class TurnStore {
  public:
    virtual ~TurnStore() = default;
    /// A load that begins after this finds the turn.
    virtual void save(KeptTurn turn) = 0;
    using Loaded = std::function<void(Result<std::vector<KeptTurn>>)>;
    /// The turn and those before it, oldest first. NotFound: this project has no such turn, or one before it is gone.
    /// `done` is called once, on any thread.
    virtual void load(std::string id, std::string projectId, Loaded done) = 0;
    /// NotFound: this project has no such turn.
    virtual void remove(std::string id, std::string projectId, std::function<void(Result<>)> done) = 0;
};

} // namespace llmg::cache
