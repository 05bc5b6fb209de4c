// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cache/responsecache.h"

#include "app/cache/forwardtime.h"
#include "app/cache/recentanswers.h"

#include <mutex>

namespace llmg::cache {
struct ResponseCache::State {
    struct Count {
        std::int64_t hits = 0, misses = 0;
        domain::Money saved;
        std::uint64_t clearings = 0;
    };
    using Uses = std::vector<std::pair<std::string, UnixTime>>;

    State(const Clock& clock, AnswerStore& answers, Limits bounds)
        : store(answers)
        , limits(bounds)
        , time(clock)
        , recent(bounds.memoryBytes) {}

    // All under the lock.
    AnswerPtr hit(const std::string& digest, const std::string& projectId, AnswerPtr answer, UnixTime now);
    [[nodiscard]] Uses dueUses(UnixTime now);
    [[nodiscard]] Uses takeUses();

    /// What the store said.
    AnswerPtr take(const Result<std::optional<StoredAnswer>>& found, std::uint64_t clearings,
                   const std::string& projectId);

    AnswerStore& store;
    const Limits limits;
    std::mutex mutex;
    ForwardTime time;
    RecentAnswers recent;
    std::unordered_map<std::string, Count> counts; ///< by project
    std::unordered_map<std::string, UnixTime> uses;
    UnixTime firstUse{};
};

double CacheStatistics::hitRate() const {
    const auto asked = hits + misses;
    return asked == 0 ? 0.0 : static_cast<double>(hits) / static_cast<double>(asked);
}

AnswerPtr ResponseCache::State::hit(const std::string& digest, const std::string& projectId, AnswerPtr answer,
                                    UnixTime now) {
    auto& count = counts[projectId];
    ++count.hits;
    count.saved += answer->cost;
    if (uses.empty())
        firstUse = now;
    uses[digest] = now;
    return answer;
}

ResponseCache::State::Uses ResponseCache::State::takeUses() {
    Uses taken(uses.begin(), uses.end());
    uses.clear();
    return taken;
}

ResponseCache::State::Uses ResponseCache::State::dueUses(UnixTime now) {
    const bool due = uses.size() >= limits.usesInBatch || (!uses.empty() && now - firstUse >= limits.usesEvery);
    return due ? takeUses() : Uses();
}

AnswerPtr ResponseCache::State::take(const Result<std::optional<StoredAnswer>>& found, std::uint64_t clearings,
                                     const std::string& projectId) {
    std::shared_ptr<CachedAnswer> answer;
    if (found && *found) {
        if (auto read = readAnswer((*found)->text))
            answer = std::make_shared<CachedAnswer>(std::move(*read));
    }
    const std::lock_guard lock(mutex);
    auto& count = counts[projectId];
    if (!answer || count.clearings != clearings) {
        ++count.misses;
        return nullptr;
    }
    const auto& digest = (*found)->digest;
    answer->createdAt = (*found)->createdAt;
    recent.put({digest, projectId, (*found)->expiresAt, answer});
    return hit(digest, projectId, std::move(answer), time.now());
}

ResponseCache::ResponseCache(const Clock& clock, AnswerStore& store, Limits limits)
    : m_state(std::make_shared<State>(clock, store, limits)) {
}

ResponseCache::~ResponseCache() {
    flush();
}

AnswerPtr ResponseCache::find(const std::string& digest, const std::string& projectId, std::chrono::seconds ttl) {
    AnswerPtr answer;
    State::Uses due;
    {
        const std::lock_guard lock(m_state->mutex);
        const auto now = m_state->time.now();
        const auto* entry = m_state->recent.find(digest);
        if (entry && entry->projectId == projectId) {
            if (WantedAnswer{{}, {}, ttl, now}.accepts(entry->answer->createdAt, entry->expiresAt))
                answer = m_state->hit(digest, projectId, entry->answer, now);
            else
                m_state->recent.remove(digest);
        }
        due = m_state->dueUses(now);
    }
    if (!due.empty())
        m_state->store.touch(std::move(due));
    return answer;
}

void ResponseCache::ask(const std::string& digest, const std::string& projectId, std::chrono::seconds ttl,
                        std::function<void(AnswerPtr)> done) {
    WantedAnswer wanted{digest, projectId, ttl, {}};
    std::uint64_t clearings = 0;
    {
        const std::lock_guard lock(m_state->mutex);
        wanted.now = m_state->time.now();
        clearings = m_state->counts[projectId].clearings;
    }
    m_state->store.get(std::move(wanted), [state = m_state, projectId, clearings,
                                           done = std::move(done)](const Result<std::optional<StoredAnswer>>& found) {
        done(state->take(found, clearings, projectId));
    });
}

void ResponseCache::put(const std::string& digest, const std::string& projectId, std::chrono::seconds ttl,
                        CachedAnswer answer) {
    StoredAnswer stored{digest, projectId, {}, {}, {}};
    {
        const std::lock_guard lock(m_state->mutex);
        stored.createdAt = m_state->time.now();
    }
    stored.expiresAt = stored.createdAt + ttl;
    answer.createdAt = stored.createdAt;
    stored.text = writeAnswer(answer);
    auto kept = std::make_shared<const CachedAnswer>(std::move(answer));
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->recent.put({digest, projectId, stored.expiresAt, std::move(kept)});
    }
    m_state->store.put(std::move(stored));
}

void ResponseCache::clear(const std::string& projectId, std::function<void(Result<>)> done) {
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->recent.removeProject(projectId);
        ++m_state->counts[projectId].clearings;
    }
    m_state->store.clear(projectId, std::move(done));
}

void ResponseCache::statistics(const std::string& projectId, std::function<void(Result<CacheStatistics>)> done) const {
    m_state->store.measure(projectId,
                           [state = m_state, projectId, done = std::move(done)](const Result<StoredAmount>& amount) {
                               if (!amount)
                                   return done(amount.error());
                               CacheStatistics statistics;
                               {
                                   const std::lock_guard lock(state->mutex);
                                   const auto& count = state->counts[projectId];
                                   statistics = {*amount, count.hits, count.misses, count.saved};
                               }
                               done(statistics);
                           });
}

void ResponseCache::flush() {
    State::Uses uses;
    {
        const std::lock_guard lock(m_state->mutex);
        uses = m_state->takeUses();
    }
    if (!uses.empty())
        m_state->store.touch(std::move(uses));
}

} // namespace llmg::cache
