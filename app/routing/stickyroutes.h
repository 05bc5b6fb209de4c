// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/routing/time.h"

#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace llmg::routing {

/// Which provider answered a conversation last, so that the next turn finds its prompt cache warm. Bounded, the one
/// unused for longest goes first. Thread-safe.
class StickyRoutes {
  public:
    /// `conversation` is a hash that the caller makes of what a conversation's turns have in common.
    struct Key {
        std::string_view project;
        std::string_view conversation; ///< "": none, never sticks
        std::string_view model;
    };
    /// The longest that providers keep a prompt warm.
    static constexpr std::chrono::hours kKept{1};

    explicit StickyRoutes(std::size_t capacity = 4096)
        : m_capacity(capacity) {}

    /// "" when there is none.
    [[nodiscard]] std::string provider(const Key& key, Time now) const;
    void remember(const Key& key, std::string_view provider, Time now);
    [[nodiscard]] std::size_t size() const;

  private:
    struct Entry {
        std::string key;
        std::string provider;
        Time usedAt;
    };
    static std::string joined(const Key& key);

    const std::size_t m_capacity;
    mutable std::mutex m_mutex;
    mutable ForwardTime m_time;
    std::list<Entry> m_entries;                                               ///< last used first
    std::unordered_map<std::string_view, std::list<Entry>::iterator> m_index; ///< views into m_entries
};

} // namespace llmg::routing
