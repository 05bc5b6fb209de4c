// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/asio.h"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>

namespace llmg::http {

/// Deadlines of many connections behind one timer, because a timer per operation costs more than the operation.
/// Setting a deadline is a store; the timer is armed for the earliest one only and, when it fires, looks through all.
/// Nothing ticks while no deadline is set. On the io_context's thread only.
class Timeouts {
  public:
    using Clock = std::chrono::steady_clock;

    /// Something with a deadline. Leaves the list when destroyed.
    class Entry {
      public:
        Entry() = default;
        Entry(const Entry&) = delete;
        Entry& operator=(const Entry&) = delete;
        virtual ~Entry();

      protected:
        /// The deadline passed (and is cleared). May set a new one; may not destroy other entries.
        virtual void expired() = 0;

      private:
        friend class Timeouts;
        Clock::time_point m_deadline = Clock::time_point::max();
        Timeouts* m_owner = nullptr;
        Entry* m_previous = nullptr;
        Entry* m_next = nullptr;
    };

    explicit Timeouts(asio::io_context& context);
    ~Timeouts();
    Timeouts(const Timeouts&) = delete;
    Timeouts& operator=(const Timeouts&) = delete;

    void set(Entry& entry, std::chrono::milliseconds after) { setAt(entry, Clock::now(), after); }
    /// The same where the caller has the time already.
    void setAt(Entry& entry, Clock::time_point now, std::chrono::milliseconds after);
    /// A moment known before, by a caller that set a deadline for it once already.
    void setTo(Entry& entry, Clock::time_point deadline);
    static void clear(Entry& entry) { entry.m_deadline = Clock::time_point::max(); }

  private:
    void unlink(Entry& entry);
    void arm(Clock::time_point when);
    void sweep();

    asio::steady_timer m_timer;
    Entry* m_first = nullptr;
    Clock::time_point m_armedFor = Clock::time_point::max();
    /// Sweeps are at least this far apart, a sixteenth of the shortest deadline seen, so that thousands of deadlines
    /// a little apart share a sweep.
    Clock::duration m_resolution = std::chrono::seconds(1);
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace llmg::http
