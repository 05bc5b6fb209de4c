// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/keyhealth.h"

#include <algorithm>

namespace llmg::routing {

using domain::ProviderKeyState;

void KeyHealth::onChange(std::function<void(const std::string&)> callback) {
    const std::lock_guard lock(m_mutex);
    m_changed = std::move(callback);
}

bool KeyHealth::isUsable(std::string_view keyId, Time now) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(std::string(keyId));
    return found == m_entries.end() || (!found->second.rejected && m_time.forward(now) >= found->second.freeAt());
}

KeyHealth::Reading KeyHealth::reading(std::string_view keyId, Time now) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(std::string(keyId));
    if (found == m_entries.end())
        return {};
    const auto& entry = found->second;
    if (entry.rejected)
        return {ProviderKeyState::Rejected, entry.reason, {}};
    const auto at = m_time.forward(now);
    const auto freeAt = at < entry.freeAt() ? std::optional(m_time.toGiven(entry.freeAt())) : std::nullopt;
    if (at < entry.restsUntil)
        return {ProviderKeyState::Resting, entry.reason, freeAt};
    return {entry.good ? ProviderKeyState::Good : ProviderKeyState::Untested, {}, freeAt};
}

void KeyHealth::change(std::string_view keyId, const std::function<bool(Entry&)>& update) {
    std::function<void(const std::string&)> tell;
    std::string id(keyId);
    {
        const std::lock_guard lock(m_mutex);
        if (update(m_entries[id]))
            tell = m_changed;
    }
    if (tell)
        tell(id);
}

void KeyHealth::reportGood(std::string_view keyId) {
    change(keyId, [](Entry& entry) {
        if (entry.good && !entry.rejected)
            return false;
        entry.good = true;
        entry.rejected = false;
        entry.restsUntil = Time::min();
        entry.reason.clear();
        return true;
    });
}

void KeyHealth::reportRejected(std::string_view keyId, std::string reason) {
    change(keyId, [&](Entry& entry) {
        const bool isNew = !entry.rejected;
        entry.good = false;
        entry.rejected = true;
        entry.reason = std::move(reason);
        return isNew;
    });
}

void KeyHealth::reportLimited(std::string_view keyId, Time until, std::string reason) {
    change(keyId, [&](Entry& entry) {
        entry.restsUntil = m_time.toForward(until);
        entry.reason = std::move(reason);
        return true;
    });
}

void KeyHealth::leaveAlone(std::string_view keyId, Time until) {
    change(keyId, [&](Entry& entry) {
        entry.leftAloneUntil = m_time.toForward(until);
        return false; // nothing is wrong with the key
    });
}

void KeyHealth::forget(std::string_view keyId) {
    change(keyId, [](Entry& entry) {
        entry = {};
        return true;
    });
}

KeyHealth::Choice KeyHealth::choose(std::span<const KeyShare> keys, std::span<const std::size_t> tried, Time now) {
    const std::lock_guard lock(m_mutex);
    now = m_time.forward(now);
    Choice choice;
    Entry* chosen = nullptr;
    std::int64_t total = 0;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (std::find(tried.begin(), tried.end(), i) != tried.end())
            continue;
        auto& entry = m_entries[keys[i].id];
        if (entry.rejected)
            continue;
        if (now < entry.freeAt()) {
            const auto freeAt = m_time.toGiven(entry.freeAt());
            choice.freeAt = std::min(choice.freeAt.value_or(freeAt), freeAt);
            continue;
        }
        const std::int64_t weight = std::max(1, keys[i].weight);
        entry.credit += weight;
        total += weight;
        if (!chosen || entry.credit > chosen->credit) {
            chosen = &entry;
            choice.index = i;
        }
    }
    if (chosen)
        chosen->credit -= total;
    return choice;
}

KeyHealth::Choice KeyHealth::look(std::span<const KeyShare> keys, Time now) const {
    const std::lock_guard lock(m_mutex);
    now = m_time.forward(now);
    Choice choice;
    for (std::size_t i = 0; i < keys.size() && !choice.index; ++i) {
        const auto found = m_entries.find(keys[i].id);
        if (found == m_entries.end()) {
            choice.index = i;
        } else if (!found->second.rejected) {
            const auto freeAt = m_time.toGiven(found->second.freeAt());
            if (now >= found->second.freeAt())
                choice.index = i;
            else
                choice.freeAt = std::min(choice.freeAt.value_or(freeAt), freeAt);
        }
    }
    return choice;
}

} // namespace llmg::routing
