// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/policy/keyspend.h"

#include <algorithm>

namespace llmg::policy {

void KeySpend::seed(const std::vector<domain::GatewayKey>& keys) {
    const std::lock_guard lock(m_mutex);
    for (const auto& key : keys) {
        auto& spent = m_spent[key.id];
        spent = std::max(spent, key.spent);
    }
}

void KeySpend::add(std::string_view keyId, domain::Money amount) {
    if (amount.isZero())
        return;
    const std::lock_guard lock(m_mutex);
    m_spent[std::string(keyId)] += amount;
}

domain::Money KeySpend::spent(std::string_view keyId) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_spent.find(std::string(keyId));
    return found == m_spent.end() ? domain::Money{} : found->second;
}

} // namespace llmg::policy
