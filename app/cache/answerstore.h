// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/result.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace llmg::cache {

/// One kept answer as the store has it.
struct StoredAnswer {
    std::string digest; ///< of the question, 32 bytes
    std::string projectId;
    UnixTime createdAt{}, expiresAt{};
    std::string text; ///< as writeAnswer() gave it; the store does not read it
};

/// Which answer is wanted, and what makes it too old.
struct WantedAnswer {
    std::string digest, projectId;
    std::chrono::seconds ttl{}; ///< as it is set now
    UnixTime now{};

    /// An answer from the future was made by a clock that was wrong; how old it is nobody knows.
    [[nodiscard]] bool accepts(UnixTime createdAt, UnixTime expiresAt) const {
        return createdAt <= now && now < expiresAt && now - createdAt < ttl;
    }
};

/// What a project has in the store, expired answers that are not swept yet included.
struct StoredAmount {
    std::int64_t entries = 0;
    std::int64_t bytes = 0; ///< on disk, compressed
    friend bool operator==(const StoredAmount&, const StoredAmount&) = default;
};

/// Where answers are kept beyond memory. Thread-safe; every call returns at once, `done` is called once, on any thread.
class AnswerStore {
  public:
    virtual ~AnswerStore() = default;
    using Found = std::function<void(Result<std::optional<StoredAnswer>>)>;
    /// nullopt: there is none. One that is too old or damaged is removed.
    virtual void get(WantedAnswer wanted, Found done) = 0;
    /// Replaces what had the digest; sweeps what has expired by the answer's createdAt, and then the least recently
    /// used ones until the store is within its bound.
    virtual void put(StoredAnswer answer) = 0;
    /// When answers were last used, for those that are still there.
    virtual void touch(std::vector<std::pair<std::string, UnixTime>> used) = 0;
    virtual void clear(std::string projectId, std::function<void(Result<>)> done) = 0;
    virtual void measure(std::string projectId, std::function<void(Result<StoredAmount>)> done) = 0;
};

} // namespace llmg::cache
