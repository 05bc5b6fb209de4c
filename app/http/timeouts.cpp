// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/http/timeouts.h"

#include <algorithm>

namespace llmg::http {

using namespace std::chrono_literals;

Timeouts::Entry::~Entry() {
    if (m_owner)
        m_owner->unlink(*this);
}

Timeouts::Timeouts(asio::io_context& context)
    : m_timer(context) {
}

Timeouts::~Timeouts() {
    *m_alive = false;
    while (m_first)
        unlink(*m_first);
}

void Timeouts::setAt(Entry& entry, Clock::time_point now, std::chrono::milliseconds after) {
    if (const Clock::duration share = after / 16; share < m_resolution)
        m_resolution = std::max<Clock::duration>(share, 1ms);
    setTo(entry, now + after);
}

void Timeouts::setTo(Entry& entry, Clock::time_point deadline) {
    if (!entry.m_owner) {
        entry.m_owner = this;
        entry.m_next = m_first;
        if (m_first)
            m_first->m_previous = &entry;
        m_first = &entry;
    }
    entry.m_deadline = deadline;
    if (deadline + m_resolution < m_armedFor)
        arm(deadline);
}

void Timeouts::unlink(Entry& entry) {
    if (entry.m_previous)
        entry.m_previous->m_next = entry.m_next;
    else
        m_first = entry.m_next;
    if (entry.m_next)
        entry.m_next->m_previous = entry.m_previous;
    entry.m_owner = nullptr;
    entry.m_previous = entry.m_next = nullptr;
    // An armed timer would keep an otherwise finished io_context running until it fires.
    if (!m_first && m_armedFor != Clock::time_point::max()) {
        m_armedFor = Clock::time_point::max();
        m_timer.cancel();
    }
}

void Timeouts::arm(Clock::time_point when) {
    m_armedFor = when;
    m_timer.expires_at(when);
    m_timer.async_wait([this, alive = m_alive](const boost::system::error_code& error) {
        if (!error && *alive)
            sweep();
    });
}

void Timeouts::sweep() {
    const auto now = Clock::now();
    m_armedFor = Clock::time_point::max();
    auto earliest = Clock::time_point::max();
    for (Entry* entry = m_first; entry;) {
        Entry* next = entry->m_next;
        if (entry->m_deadline <= now) {
            entry->m_deadline = Clock::time_point::max();
            entry->expired(); // and perhaps gone; a new deadline of its own has armed the timer already
        } else {
            earliest = std::min(earliest, entry->m_deadline);
        }
        entry = next;
    }
    if (earliest != Clock::time_point::max() && earliest < m_armedFor)
        arm(std::max(earliest, now + m_resolution));
}

} // namespace llmg::http
