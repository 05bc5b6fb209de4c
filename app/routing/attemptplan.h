// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/routing/announcedlimits.h"
#include "app/routing/attemptfailure.h"

#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace llmg::routing {

/// How one attempt ended.
struct AttemptOutcome {
    std::optional<Error> failure; ///< nullopt: answered
    bool bytesSent = false;       ///< something of it went to the client
    int status = 0;               ///< HTTP; 0: no answer
    AttemptSample sample;         ///< `failed` is filled in here
    AnnouncedLimits limits;       ///< of the answer's headers
};

struct PlanOptions {
    Time deadline = Time::max(); ///< of all attempts and waits together
    /// A client would rather hear of a rate limit than wait longer for its end (stock SDKs draw the line there, too).
    std::chrono::milliseconds longestWait{60'000};
    bool noFallback = false; ///< x-no-fallback
    std::string requestedModel;
    const catalog::Catalog* catalog = nullptr; ///< names a missing model's successors
    std::string project, conversation;         ///< as for StickyRoutes::Key; no conversation: nothing is remembered
};

/// Which attempt comes next for one request, and when: GATEWAY.md "Failover and retries" as a state machine without
/// input or output. Ask next(), do what it says, report() each attempt; until an attempt was answered, or GiveUp.
///
/// The next key of the same provider is tried at once where the key was the trouble, then the next candidate at once,
/// the hosted account last (the fourth attempt is kept for it). Only when nobody fresh is left is a provider tried
/// again, after a backoff or as long as it asked. What breakers and resting keys keep back is tried when nothing else
/// is left.
///
/// It feeds `live` with what it learns. Route, availability and `live` outlive it. Used by one thread.
class AttemptPlan {
  public:
    struct Try {
        std::size_t candidate = 0;      ///< of Route::candidates
        std::optional<std::size_t> key; ///< of Availability::keys(provider); nullopt: called without
    };
    struct Wait {
        std::chrono::milliseconds duration; ///< then ask again
    };
    struct GiveUp {
        Error error; ///< for the client
    };
    using Step = std::variant<Try, Wait, GiveUp>;
    using Random = std::function<double()>; ///< evenly from [0, 1)

    static constexpr std::size_t kMostAttempts = 4;
    static constexpr int kMostAtOneProvider = 3; ///< two retries

    AttemptPlan(const Route& route, const Availability& available, LiveState& live, PlanOptions options, Random random);
    /// An attempt under way that was never reported says nothing of its provider.
    ~AttemptPlan();
    AttemptPlan(const AttemptPlan&) = delete;
    AttemptPlan& operator=(const AttemptPlan&) = delete;

    Step next(Time now);
    /// The attempt under way began to answer; may be told before report(), so that a long stream proves its provider
    /// alive while it lasts.
    void answering(Time now);
    void report(AttemptOutcome outcome, Time now);
    [[nodiscard]] const std::vector<FailedAttempt>& failures() const { return m_failures; }

  private:
    struct Progress {
        bool over = false;       ///< trying it again would be in vain
        bool anotherKey = false; ///< its last failure was the key's
        int attempts = 0;
        Time notBefore = Time::min(); ///< what backoff or the provider asks for
        std::vector<std::size_t> keysTried;
    };
    struct Due {
        std::size_t candidate;
        Time at;
    };

    [[nodiscard]] const Candidate& candidate(std::size_t index) const { return m_route.candidates[index]; }
    /// Whether a key of that candidate may be tried, or when.
    [[nodiscard]] KeyHealth::Choice lookAtKeys(std::size_t index, Time now) const;
    [[nodiscard]] int attemptsAt(std::string_view provider) const;
    [[nodiscard]] bool mayStart(std::size_t index) const;
    void follow(Time now);
    std::optional<Try> otherKey(Time now);
    std::optional<Try> fresh(Time now);
    Step again(Time now);
    std::optional<Try> lastResort(Time now);
    std::optional<Try> start(std::size_t index, Time now, bool evenIfBroken = false);
    Try begin(std::size_t index, std::optional<std::size_t> key, std::optional<Breakers::Ticket> ticket);
    void tellBreaker(ProviderSign sign, Time now);
    [[nodiscard]] std::optional<Due> soonest(Time now) const;
    [[nodiscard]] bool someoneIsLeft() const;
    [[nodiscard]] GiveUp giveUp(Time now) const;
    [[nodiscard]] std::chrono::milliseconds backoff(int failures);
    void learn(const AttemptOutcome& outcome, Time now);
    void learnOfKey(const AttemptOutcome& outcome, const std::string& keyId, Time now);

    const Route& m_route;
    const Availability& m_available;
    LiveState& m_live;
    PlanOptions m_options;
    Random m_random;
    std::vector<Progress> m_progress; ///< one for each candidate that may be tried
    std::vector<FailedAttempt> m_failures;
    std::size_t m_fresh = 0; ///< the first candidate whose turn has not come
    std::size_t m_started = 0;
    std::optional<Try> m_current;             ///< under way, or the last
    std::uint64_t m_refusalsBefore = 0;       ///< of its key, when it began
    std::optional<Breakers::Ticket> m_ticket; ///< nullopt: tried although the breaker was open
    bool m_underWay = false, m_signed = false;
    std::optional<Error> m_ended;
    Time m_lastNow{};
};

} // namespace llmg::routing
