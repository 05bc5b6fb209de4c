// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/routing/keyhealth.h"

#include <algorithm>

namespace llmg::routing {

using domain::ProviderKeyState;

namespace {

/// Models of one key that are used up at the same time; the one that is renewed first is forgotten for another.
constexpr std::size_t kMostUsedUp = 32;

} // namespace

Time KeyHealth::Entry::freeAt(std::string_view model) const {
    const auto found =
        std::find_if(usedUp.begin(), usedUp.end(), [&](const UsedUp& one) { return one.model == model; });
    return found == usedUp.end() ? restsUntil : std::max(restsUntil, found->until);
}

void KeyHealth::onChange(std::function<void(const std::string&)> callback) {
    const std::lock_guard lock(m_mutex);
    m_changed = std::move(callback);
}

bool KeyHealth::isUsable(std::string_view keyId, std::string_view model, Time now) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(std::string(keyId));
    return found == m_entries.end() || (!found->second.rejected && m_time.forward(now) >= found->second.freeAt(model));
}

std::uint64_t KeyHealth::refusals(std::string_view keyId) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(std::string(keyId));
    return found == m_entries.end() ? 0 : found->second.refusals;
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
    auto free = entry.restsUntil;
    for (const auto& one : entry.usedUp)
        free = std::max(free, one.until);
    const auto freeAt = at < free ? std::optional(m_time.toGiven(free)) : std::nullopt;
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

void KeyHealth::reportGood(std::string_view keyId, std::uint64_t refusalsBefore) {
    change(keyId, [refusalsBefore](Entry& entry) {
        if (entry.rejected && entry.refusals != refusalsBefore)
            return false;
        const bool wasGood = entry.good;
        entry.good = true;
        entry.rejected = false;
        return !wasGood;
    });
}

void KeyHealth::reportTested(std::string_view keyId) {
    reportGood(keyId, refusals(keyId));
}

void KeyHealth::reportRejected(std::string_view keyId, std::string reason) {
    change(keyId, [&](Entry& entry) {
        const bool isNew = !entry.rejected;
        entry.good = false;
        entry.rejected = true;
        ++entry.refusals;
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

void KeyHealth::leaveAlone(std::string_view keyId, std::string_view model, Time now, Time until) {
    change(keyId, [&](Entry& entry) {
        now = m_time.forward(now);
        until = m_time.toForward(until);
        auto& usedUp = entry.usedUp;
        std::erase_if(usedUp, [&](const UsedUp& one) { return one.until <= now || one.model == model; });
        if (usedUp.size() == kMostUsedUp)
            usedUp.erase(std::min_element(usedUp.begin(), usedUp.end(),
                                          [](const UsedUp& a, const UsedUp& b) { return a.until < b.until; }));
        usedUp.push_back({std::string(model), until});
        return false; // nothing is wrong with the key
    });
}

void KeyHealth::forget(std::string_view keyId) {
    change(keyId, [](Entry& entry) {
        const auto refusals = entry.refusals; // attempts under way still tell theirs by it
        entry = {};
        entry.refusals = refusals;
        return true;
    });
}

KeyHealth::Choice KeyHealth::choose(std::span<const KeyShare> keys, std::string_view model,
                                    std::span<const std::size_t> tried, Time now) {
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
        if (const auto free = entry.freeAt(model); now < free) {
            const auto freeAt = m_time.toGiven(free);
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

KeyHealth::Choice KeyHealth::look(std::span<const KeyShare> keys, std::string_view model, Time now) const {
    const std::lock_guard lock(m_mutex);
    now = m_time.forward(now);
    Choice choice;
    for (std::size_t i = 0; i < keys.size() && !choice.index; ++i) {
        const auto found = m_entries.find(keys[i].id);
        if (found == m_entries.end()) {
            choice.index = i;
        } else if (!found->second.rejected) {
            if (const auto free = found->second.freeAt(model); now < free) {
                const auto freeAt = m_time.toGiven(free);
                choice.freeAt = std::min(choice.freeAt.value_or(freeAt), freeAt);
            } else {
                choice.index = i;
            }
        }
    }
    return choice;
}

} // namespace llmg::routing
