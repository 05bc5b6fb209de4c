// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cache/answerstore.h"
#include "app/cache/cachedanswer.h"

#include <memory>

namespace llmg::cache {

using AnswerPtr = std::shared_ptr<const CachedAnswer>;

/// What the cache was for a project. Entries and bytes are the store's; the rest counts since the program started (the
/// ledger has it for all time: requests that were cached, and what that saved).
struct CacheStatistics {
    StoredAmount kept;
    std::int64_t hits = 0, misses = 0;
    domain::Money saved;
    [[nodiscard]] double hitRate() const; ///< 0 … 1; 0 before the first question
};

/// Answers to questions that were asked before: the recent ones in memory, all of them in the store. Thread-safe; no
/// call waits, and none calls back while it holds the lock.
///
/// An answer is good for as long as its project's TTL says, counted from when it was made; a TTL that was shortened
/// since counts at once, one that was lengthened from the next answer on.
///
/// Two clients that ask the same at the same time are both answered by a provider, and the later answer stays. Waiting
/// for the other's answer is not done on purpose: it would tie one client to another's cancel, failure and pace.
class ResponseCache {
  public:
    struct Limits {
        std::size_t memoryBytes = std::size_t{32} << 20; ///< of answers held in memory
        std::size_t usesInBatch = 64;                    ///< uses are told to the store this many at a time,
        std::chrono::seconds usesEvery{30};              ///< or when the oldest is this old
    };
    /// The store must outlive it, the clock also the store's last call of `done`.
    ResponseCache(const Clock& clock, AnswerStore& store, Limits limits);
    ~ResponseCache(); ///< tells the store what is still to tell

    /// From memory, at once. nullptr: not there; ask().
    AnswerPtr find(const std::string& digest, const std::string& projectId, std::chrono::seconds ttl);
    /// From the store. nullptr: a miss; a store that fails is one too. `done` is called once, on any thread.
    void ask(const std::string& digest, const std::string& projectId, std::chrono::seconds ttl,
             std::function<void(AnswerPtr)> done);
    /// Keeps an answer for `ttl` from now on; its createdAt is set. Only what AnswerRecorder gave belongs here.
    void put(const std::string& digest, const std::string& projectId, std::chrono::seconds ttl, CachedAnswer answer);

    /// Who is looking one of its answers up meanwhile does not get it.
    void clear(const std::string& projectId, std::function<void(Result<>)> done);
    void statistics(const std::string& projectId, std::function<void(Result<CacheStatistics>)> done) const;
    /// Tells the store which answers were used since the last time.
    void flush();

  private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace llmg::cache
