// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/attemptplan.h"

#include <algorithm>
#include <cmath>

namespace llmg::routing {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLeastBackoff{250}, kMostBackoff{8'000};
/// How long a limited key rests when its provider does not say.
constexpr milliseconds kUnsaidRest{5'000};
/// The longest that all models of a key rest for one model's limit. Longer ones are of days and often of that model
/// alone, and it rests as long as the provider said.
constexpr milliseconds kLongestKeyRest{60'000};
/// Requests that wait for the same key do not all start in the same instant.
constexpr double kSpreadMs = 250;

} // namespace

AttemptPlan::AttemptPlan(const Route& route, const Availability& available, LiveState& live, PlanOptions options,
                         Random random)
    : m_route(route)
    , m_available(available)
    , m_live(live)
    , m_options(std::move(options))
    , m_random(std::move(random)) {
    const bool stays = route.pinned || m_options.noFallback;
    m_progress.resize(stays ? std::min<std::size_t>(1, route.candidates.size()) : route.candidates.size());
}

AttemptPlan::~AttemptPlan() {
    if (m_underWay && !m_signed)
        tellBreaker(ProviderSign::Nothing, m_lastNow);
}

void AttemptPlan::tellBreaker(ProviderSign sign, Time now) {
    if (m_ticket)
        m_live.breakers.report(candidate(m_current->candidate).provider, *m_ticket, sign, now);
}

KeyHealth::Choice AttemptPlan::lookAtKeys(std::size_t index, Time now) const {
    const auto& looked = candidate(index);
    return m_live.keys.look(m_available.keys(looked.provider), looked.upstreamModel, now);
}

int AttemptPlan::attemptsAt(std::string_view provider) const {
    int attempts = 0;
    for (std::size_t i = 0; i < m_progress.size(); ++i)
        attempts += candidate(i).provider == provider ? m_progress[i].attempts : 0;
    return attempts;
}

/// Limits of GATEWAY.md; the last attempt belongs to the hosted account where own keys come first.
bool AttemptPlan::mayStart(std::size_t index) const {
    if (attemptsAt(candidate(index).provider) >= kMostAtOneProvider)
        return false;
    const auto last = m_progress.size() - 1;
    const bool keptForHosted =
        candidate(last).hosted && !candidate(0).hosted && m_progress[last].attempts == 0 && m_fresh <= last;
    return m_started + 1 < kMostAttempts || !keptForHosted || index == last;
}

/// Times that were kept go with a clock that steps back, so that no wait becomes an hour.
void AttemptPlan::follow(Time now) {
    constexpr std::chrono::seconds kDisorder{1};
    if (m_lastNow != Time{} && now < m_lastNow - kDisorder) {
        const auto step = m_lastNow - now;
        for (auto& progress : m_progress) {
            if (progress.notBefore != Time::min())
                progress.notBefore -= step;
        }
        if (m_options.deadline != Time::max())
            m_options.deadline -= step;
    }
    m_lastNow = now;
}

AttemptPlan::Step AttemptPlan::next(Time now) {
    follow(now);
    if (m_ended)
        return GiveUp{*m_ended};
    if (m_progress.empty() || m_started >= kMostAttempts || now >= m_options.deadline)
        return giveUp(now);
    if (const auto step = otherKey(now))
        return *step;
    if (const auto step = fresh(now))
        return *step;
    return again(now);
}

std::optional<AttemptPlan::Try> AttemptPlan::start(std::size_t index, Time now, bool evenIfBroken) {
    const auto& provider = candidate(index).provider;
    auto& progress = m_progress[index];
    const auto keys = m_available.keys(provider);
    std::optional<std::size_t> key;
    if (!keys.empty()) {
        // Every key has had its turn: the next round begins.
        if (progress.keysTried.size() >= keys.size())
            progress.keysTried.clear();
        const auto& model = candidate(index).upstreamModel;
        auto choice = m_live.keys.choose(keys, model, progress.keysTried, now);
        if (!choice.index && !progress.anotherKey)
            choice = m_live.keys.choose(keys, model, {}, now);
        if (!choice.index)
            return std::nullopt;
        key = choice.index;
    }
    const auto ticket = m_live.breakers.admit(provider, now);
    if (!ticket && !evenIfBroken)
        return std::nullopt;
    return begin(index, key, ticket);
}

AttemptPlan::Try AttemptPlan::begin(std::size_t index, std::optional<std::size_t> key,
                                    std::optional<Breakers::Ticket> ticket) {
    auto& progress = m_progress[index];
    m_ticket = ticket;
    m_refusalsBefore = 0;
    if (const auto keys = m_available.keys(candidate(index).provider); key && *key < keys.size()) {
        progress.keysTried.push_back(*key);
        m_refusalsBefore = m_live.keys.refusals(keys[*key].id);
    }
    progress.anotherKey = false;
    ++progress.attempts;
    ++m_started;
    m_underWay = true;
    m_signed = false;
    m_current = Try{index, key};
    return *m_current;
}

std::optional<AttemptPlan::Try> AttemptPlan::otherKey(Time now) {
    if (!m_current || !m_progress[m_current->candidate].anotherKey)
        return std::nullopt;
    const auto index = m_current->candidate;
    auto step =
        mayStart(index) && m_progress[index].keysTried.size() < m_available.keys(candidate(index).provider).size()
            ? start(index, now)
            : std::nullopt;
    m_progress[index].anotherKey = false;
    return step;
}

std::optional<AttemptPlan::Try> AttemptPlan::fresh(Time now) {
    while (m_fresh < m_progress.size()) {
        const auto index = m_fresh;
        if (!mayStart(index)) {
            ++m_fresh;
            continue;
        }
        const auto step = start(index, now);
        ++m_fresh;
        if (step)
            return step;
    }
    return std::nullopt;
}

/// Who could be tried first among those that were tried or kept back, and when.
std::optional<AttemptPlan::Due> AttemptPlan::soonest(Time now) const {
    std::optional<Due> due;
    for (std::size_t i = 0; i < m_progress.size(); ++i) {
        const auto& provider = candidate(i).provider;
        if (m_progress[i].over || !mayStart(i) || !m_live.breakers.wouldAdmit(provider, now))
            continue;
        auto at = std::max(now, m_progress[i].notBefore);
        if (!m_available.keys(provider).empty()) {
            const auto look = lookAtKeys(i, now);
            if (!look.index && !look.freeAt)
                continue;
            if (!look.index)
                at = std::max(at, *look.freeAt);
        }
        if (!due || at < due->at)
            due = Due{i, at};
    }
    return due;
}

AttemptPlan::Step AttemptPlan::again(Time now) {
    if (const auto due = soonest(now)) {
        if (due->at <= now) {
            if (const auto step = start(due->candidate, now))
                return *step;
        } else if (due->at < m_options.deadline && due->at - now <= m_options.longestWait) {
            auto wait = std::chrono::ceil<milliseconds>(due->at - now);
            auto& notBefore = m_progress[due->candidate].notBefore;
            if (due->at > notBefore) {
                wait += milliseconds(static_cast<std::int64_t>(m_random() * kSpreadMs));
                notBefore = now + wait;
            }
            return Wait{wait};
        }
    }
    if (const auto step = lastResort(now))
        return *step;
    return giveUp(now);
}

/// Nothing was tried, as breakers are open or keys refused: the best is better tried than not. A key may have been paid
/// for since, a provider be back; keys that rest are left to it.
std::optional<AttemptPlan::Try> AttemptPlan::lastResort(Time now) {
    if (m_started > 0)
        return std::nullopt;
    for (std::size_t i = 0; i < m_progress.size(); ++i) {
        if (const auto step = start(i, now, true))
            return step;
    }
    for (std::size_t i = 0; i < m_progress.size(); ++i) {
        if (lookAtKeys(i, now).freeAt)
            return std::nullopt;
    }
    return begin(0, std::size_t{0}, m_live.breakers.admit(candidate(0).provider, now));
}

bool AttemptPlan::someoneIsLeft() const {
    for (std::size_t i = 0; i < m_progress.size(); ++i) {
        if (!m_progress[i].over && mayStart(i))
            return m_started < kMostAttempts;
    }
    return false;
}

AttemptPlan::GiveUp AttemptPlan::giveUp(Time now) const {
    Defeat defeat;
    defeat.failures = m_failures;
    defeat.requestedModel = m_options.requestedModel;
    defeat.first = m_route.candidates.empty() ? nullptr : &m_route.candidates.front();
    defeat.catalog = m_options.catalog;
    const bool ranOut = !m_failures.empty() && m_failures.back().error.kind == ErrorKind::UpstreamTimeout;
    defeat.deadlineOver = now >= m_options.deadline && (ranOut || someoneIsLeft());
    for (std::size_t i = 0; i < m_progress.size(); ++i) {
        const auto look = lookAtKeys(i, now);
        if (look.index || !look.freeAt)
            continue;
        const auto wait = std::chrono::ceil<milliseconds>(*look.freeAt - now);
        defeat.freeIn = std::min(defeat.freeIn.value_or(wait), wait);
    }
    return {failureOfAll(defeat)};
}

/// Full jitter: evenly from a quarter second to a ceiling that doubles.
milliseconds AttemptPlan::backoff(int failures) {
    const auto least = static_cast<double>(kLeastBackoff.count());
    const auto ceiling =
        std::min(static_cast<double>(kMostBackoff.count()), 2 * least * std::exp2(std::max(0, failures - 1)));
    return milliseconds(static_cast<std::int64_t>(least + (ceiling - least) * m_random()));
}

void AttemptPlan::answering(Time now) {
    follow(now);
    if (!m_underWay || m_signed || candidate(m_current->candidate).provider == kSandboxProvider)
        return;
    m_signed = true;
    tellBreaker(ProviderSign::Alive, now);
}

void AttemptPlan::report(AttemptOutcome outcome, Time now) {
    follow(now);
    if (!m_underWay)
        return;
    learn(outcome, now);
    m_underWay = false;
    const auto& provider = candidate(m_current->candidate).provider;
    if (!outcome.failure) {
        m_ended = fail(ErrorKind::Internal, "The request was answered already.");
        return;
    }
    auto& error = *outcome.failure;
    if (error.kind == ErrorKind::RateLimited && !error.retryAfter)
        error.retryAfter = outcome.limits.waitAsked();
    // An error that was asked of the sandbox is the answer.
    const auto retry = provider == kSandboxProvider ? RetryClass::Nobody : retryClass(error);
    m_failures.push_back({provider, outcome.status != 0 ? outcome.status : error.upstreamStatus, error});
    if (outcome.bytesSent || retry == RetryClass::Nobody) {
        m_ended = error;
        return;
    }
    auto& progress = m_progress[m_current->candidate];
    progress.anotherKey = retry == RetryClass::AnotherKey || retry == RetryClass::LaterOrKey;
    const auto keys = lookAtKeys(m_current->candidate, now);
    const bool keyIsLeft = keys.index || keys.freeAt;
    progress.over = retry == RetryClass::OtherProvider || (retry == RetryClass::AnotherKey && !keyIsLeft);
    const auto asked = error.retryAfter.value_or(milliseconds{0});
    progress.notBefore = now + std::max(backoff(progress.attempts), asked);
}

void AttemptPlan::learn(const AttemptOutcome& outcome, Time now) {
    const auto& used = candidate(m_current->candidate);
    if (used.provider == kSandboxProvider)
        return; // it fails when it is asked to
    const auto sign = outcome.failure ? signOf(*outcome.failure) : ProviderSign::Alive;
    // A stream that breaks off after it proved its provider alive is a failure all the same.
    if (!m_signed || sign == ProviderSign::Failing)
        tellBreaker(sign, now);
    if (!outcome.failure || countsAgainstUptime(*outcome.failure)) {
        auto sample = outcome.sample;
        sample.failed = outcome.failure.has_value();
        m_live.metrics.record(used.provider, used.model, sample, now);
    }
    if (!outcome.failure && !m_route.pinned)
        m_live.sticky.remember({m_options.project, m_options.conversation, used.model}, used.provider, now);
    const auto keys = m_available.keys(used.provider);
    if (m_current->key && *m_current->key < keys.size())
        learnOfKey(outcome, keys[*m_current->key].id, now);
}

void AttemptPlan::learnOfKey(const AttemptOutcome& outcome, const std::string& keyId, Time now) {
    auto& keys = m_live.keys;
    const auto& model = candidate(m_current->candidate).upstreamModel;
    if (!outcome.failure) {
        keys.reportGood(keyId, m_refusalsBefore);
    } else if (outcome.failure->kind == ErrorKind::UpstreamKeyRejected ||
               outcome.failure->kind == ErrorKind::InsufficientCredits) {
        keys.reportRejected(keyId, outcome.failure->message);
    } else if (outcome.failure->kind == ErrorKind::RateLimited) {
        const auto said = outcome.failure->retryAfter ? outcome.failure->retryAfter : outcome.limits.waitAsked();
        const auto rest = said.value_or(kUnsaidRest);
        keys.reportLimited(keyId, now + std::min(rest, kLongestKeyRest), outcome.failure->message);
        if (rest > kLongestKeyRest)
            keys.leaveAlone(keyId, model, now, now + rest);
    }
    if (const auto rest = outcome.limits.exhaustedFor())
        keys.leaveAlone(keyId, model, now, now + *rest);
}

} // namespace llmg::routing
