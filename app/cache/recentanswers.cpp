// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cache/recentanswers.h"

namespace llmg::cache {
namespace {

constexpr std::size_t kOverhead = 512; // of the entry, its strings and its places in list and map

std::size_t sizeOf(const RecentAnswers::Entry& entry) {
    return kOverhead + entry.answer->document.size();
}

} // namespace

const RecentAnswers::Entry* RecentAnswers::find(const std::string& digest) {
    const auto found = m_byDigest.find(digest);
    if (found == m_byDigest.end())
        return nullptr;
    m_order.splice(m_order.begin(), m_order, found->second);
    return &*found->second;
}

void RecentAnswers::put(Entry entry) {
    remove(entry.digest);
    const std::size_t size = sizeOf(entry);
    if (size > m_max / 4)
        return;
    while (m_bytes + size > m_max)
        erase(std::prev(m_order.end()));
    m_order.push_front(std::move(entry));
    m_byDigest.emplace(m_order.front().digest, m_order.begin());
    m_bytes += size;
}

void RecentAnswers::remove(const std::string& digest) {
    if (const auto found = m_byDigest.find(digest); found != m_byDigest.end())
        erase(found->second);
}

void RecentAnswers::removeProject(const std::string& projectId) {
    for (auto entry = m_order.begin(); entry != m_order.end();) {
        const auto next = std::next(entry);
        if (entry->projectId == projectId)
            erase(entry);
        entry = next;
    }
}

void RecentAnswers::erase(Order::iterator entry) {
    m_bytes -= sizeOf(*entry);
    m_byDigest.erase(entry->digest);
    m_order.erase(entry);
}

} // namespace llmg::cache
