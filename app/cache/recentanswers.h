// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cache/cachedanswer.h"

#include <list>
#include <memory>
#include <unordered_map>

namespace llmg::cache {

/// Answers in memory, the least recently used ones leaving first. Not thread-safe.
class RecentAnswers {
  public:
    struct Entry {
        std::string digest, projectId;
        UnixTime expiresAt{};
        std::shared_ptr<const CachedAnswer> answer;
    };

    explicit RecentAnswers(std::size_t maxBytes)
        : m_max(maxBytes) {}

    /// Makes it the most recently used one. Valid until the next change.
    const Entry* find(const std::string& digest);
    /// Replaces what had the digest. An answer of more than a quarter of the bound would push out too much: it stays
    /// out.
    void put(Entry entry);
    void remove(const std::string& digest);
    void removeProject(const std::string& projectId);
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }

  private:
    using Order = std::list<Entry>; ///< most recently used first
    void erase(Order::iterator entry);

    std::size_t m_max, m_bytes = 0;
    Order m_order;
    std::unordered_map<std::string, Order::iterator> m_byDigest;
};

} // namespace llmg::cache
