// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/provider.h"

#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace llmg::routing {

/// Which provider keys may be tried now. A key that its provider refused (401, 402, 403) is out until it is tested
/// again; one that was limited (429) rests for as long as the provider said. Thread-safe, shared by all gateway
/// threads.
class KeyHealth {
  public:
    using Time = std::chrono::steady_clock::time_point;
    struct Reading {
        domain::ProviderKeyState state = domain::ProviderKeyState::Untested;
        std::string reason; ///< the provider's words
    };

    /// Called after a state changed, on the thread that changed it.
    void onChange(std::function<void(const std::string& keyId)> callback);

    [[nodiscard]] bool isUsable(std::string_view keyId, Time now) const;
    [[nodiscard]] Reading reading(std::string_view keyId, Time now) const;
    void reportGood(std::string_view keyId);
    void reportRejected(std::string_view keyId, std::string reason);
    void reportLimited(std::string_view keyId, Time until, std::string reason);
    /// Forgets what was known, because the key was replaced or is about to be tested.
    void forget(std::string_view keyId);

  private:
    struct Entry {
        bool good = false, rejected = false;
        Time restsUntil{};
        std::string reason;
    };
    void change(std::string_view keyId, const std::function<bool(Entry&)>& update);

    mutable std::mutex m_mutex;
    std::unordered_map<std::string, Entry> m_entries;
    std::function<void(const std::string&)> m_changed;
};

} // namespace llmg::routing
