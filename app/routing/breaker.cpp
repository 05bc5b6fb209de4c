// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/breaker.h"

namespace llmg::routing {
namespace {

std::int64_t secondOf(Time now) {
    return std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
}

} // namespace

const char* toString(BreakerState state) noexcept {
    switch (state) {
    case BreakerState::Closed:
        return "closed";
    case BreakerState::Open:
        return "open";
    case BreakerState::HalfOpen:
        return "half-open";
    }
    return "closed";
}

void Breakers::count(Entry& entry, bool failed, Time now) {
    const auto at = secondOf(now);
    const auto size = static_cast<std::int64_t>(entry.seconds.size());
    auto& second = entry.seconds[static_cast<std::size_t>(((at % size) + size) % size)];
    if (second.at != at)
        second = {at, 0, 0};
    ++second.all;
    second.failed += failed ? 1 : 0;
}

Breakers::Second Breakers::within(const Entry& entry, Time now) {
    const auto at = secondOf(now);
    Second sum;
    for (const auto& second : entry.seconds) {
        if (second.all > 0 && at - second.at < kWindow.count()) {
            sum.failed += second.failed;
            sum.all += second.all;
        }
    }
    return sum;
}

void Breakers::open(Entry& entry, Time now) {
    const auto failures = within(entry, now).failed;
    entry = {};
    entry.state = BreakerState::Open;
    entry.since = now;
    entry.failures = failures;
    entry.ticket = ++m_lastTicket; // nobody's
}

bool Breakers::admits(const Entry& entry, Time now) {
    if (entry.state == BreakerState::Closed)
        return true;
    return now - entry.since >= kRest && (!entry.probing || now - entry.probeSince >= kProbePatience);
}

bool Breakers::wouldAdmit(std::string_view provider, Time now) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(provider);
    return found == m_entries.end() || admits(found->second, m_time.forward(now));
}

std::optional<Breakers::Ticket> Breakers::admit(std::string_view provider, Time now) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(provider);
    if (found == m_entries.end())
        return Ticket{};
    now = m_time.forward(now);
    auto& entry = found->second;
    if (!admits(entry, now))
        return std::nullopt;
    if (entry.state != BreakerState::Closed) {
        entry.probing = true;
        entry.probeSince = now;
        entry.ticket = ++m_lastTicket;
    }
    return Ticket{entry.ticket};
}

void Breakers::report(std::string_view provider, Ticket ticket, ProviderSign sign, Time now) {
    const std::lock_guard lock(m_mutex);
    now = m_time.forward(now);
    auto found = m_entries.find(provider);
    if (found == m_entries.end()) {
        if (sign == ProviderSign::Nothing)
            return;
        found = m_entries.try_emplace(std::string(provider)).first;
    }
    auto& entry = found->second;
    if (ticket.number != entry.ticket)
        return;
    if (entry.state == BreakerState::Closed) {
        if (sign == ProviderSign::Nothing)
            return;
        count(entry, sign == ProviderSign::Failing, now);
        const auto seen = within(entry, now);
        if (seen.failed >= kFailures && 2 * seen.failed > seen.all)
            open(entry, now);
        return;
    }
    if (sign == ProviderSign::Alive) {
        entry = {};
        entry.ticket = ticket.number; // its stream may still break off
    } else if (sign == ProviderSign::Failing) {
        const auto failures = entry.failures + 1;
        open(entry, now);
        entry.failures = failures;
    } else {
        entry.probing = false;
    }
}

Breakers::Reading Breakers::reading(std::string_view provider, Time now) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(provider);
    if (found == m_entries.end())
        return {};
    const auto given = now;
    now = m_time.forward(now);
    const auto& entry = found->second;
    if (entry.state == BreakerState::Closed)
        return {BreakerState::Closed, {}, within(entry, now).failed, {}};
    const auto age = now - entry.since;
    const bool rests = age < kRest;
    return {rests ? BreakerState::Open : BreakerState::HalfOpen, given - age, entry.failures,
            rests ? std::chrono::ceil<std::chrono::milliseconds>(kRest - age) : std::chrono::milliseconds{}};
}

void Breakers::forget(std::string_view provider) {
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_entries.find(provider); found != m_entries.end())
        m_entries.erase(found);
}

} // namespace llmg::routing
