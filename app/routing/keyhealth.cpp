// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/keyhealth.h"

namespace llmg::routing {

using domain::ProviderKeyState;

void KeyHealth::onChange(std::function<void(const std::string&)> callback) {
    const std::lock_guard lock(m_mutex);
    m_changed = std::move(callback);
}

bool KeyHealth::isUsable(std::string_view keyId, Time now) const {
    const auto state = reading(keyId, now).state;
    return state != ProviderKeyState::Rejected && state != ProviderKeyState::Resting;
}

KeyHealth::Reading KeyHealth::reading(std::string_view keyId, Time now) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(std::string(keyId));
    if (found == m_entries.end())
        return {};
    const auto& entry = found->second;
    if (entry.rejected)
        return {ProviderKeyState::Rejected, entry.reason};
    if (now < entry.restsUntil)
        return {ProviderKeyState::Resting, entry.reason};
    return {entry.good ? ProviderKeyState::Good : ProviderKeyState::Untested, {}};
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
        entry = {};
        entry.good = true;
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
        entry.restsUntil = until;
        entry.reason = std::move(reason);
        return true;
    });
}

void KeyHealth::forget(std::string_view keyId) {
    change(keyId, [](Entry& entry) {
        entry = {};
        return true;
    });
}

} // namespace llmg::routing
