// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/stickyroutes.h"

namespace llmg::routing {

std::string StickyRoutes::joined(const Key& key) {
    // A line break is in no project's id and no hash, so that two keys never join to the same text.
    std::string text;
    text.reserve(key.project.size() + key.conversation.size() + key.model.size() + 2);
    text.append(key.project).append(1, '\n').append(key.conversation).append(1, '\n').append(key.model);
    return text;
}

std::string StickyRoutes::provider(const Key& key, Time now) const {
    if (key.conversation.empty())
        return {};
    const auto text = joined(key);
    const std::lock_guard lock(m_mutex);
    const auto found = m_index.find(text);
    if (found == m_index.end() || m_time.forward(now) - found->second->usedAt >= kKept)
        return {};
    return found->second->provider;
}

void StickyRoutes::remember(const Key& key, std::string_view provider, Time now) {
    if (key.conversation.empty() || m_capacity == 0)
        return;
    auto text = joined(key);
    const std::lock_guard lock(m_mutex);
    now = m_time.forward(now);
    if (const auto found = m_index.find(text); found != m_index.end()) {
        found->second->provider = provider;
        found->second->usedAt = now;
        m_entries.splice(m_entries.begin(), m_entries, found->second);
        return;
    }
    if (m_entries.size() == m_capacity) {
        m_index.erase(m_entries.back().key);
        m_entries.pop_back();
    }
    m_entries.push_front({std::move(text), std::string(provider), now});
    m_index.emplace(m_entries.front().key, m_entries.begin());
}

std::size_t StickyRoutes::size() const {
    const std::lock_guard lock(m_mutex);
    return m_entries.size();
}

} // namespace llmg::routing
