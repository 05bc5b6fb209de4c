// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/routing/time.h"
#include "models/domain/provider.h"

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace llmg::routing {

/// A key of a provider and its share of that provider's requests.
struct KeyShare {
    std::string id;
    int weight = 1;
};

/// Which provider keys may be tried now, and whose turn it is. A key that its provider refused (401, 402, 403) is out
/// until it is tested again; one that was limited (429) rests for as long as the provider said; one whose announced
/// limit is used up is left alone until it is renewed, for that model only, as providers count by model. Models are
/// named as the provider spells them. Thread-safe, shared by all gateway threads.
class KeyHealth {
  public:
    using Time = routing::Time;
    struct Reading {
        domain::ProviderKeyState state = domain::ProviderKeyState::Untested;
        std::string reason; ///< the provider's words
        /// In the clock of the call: the end of its rest, or when the last model that is used up is renewed.
        std::optional<Time> freeAt{};
    };
    /// `index`: of a key that may be tried now. Without one, `freeAt`: when the first ends its rest; nullopt when all
    /// are refused.
    struct Choice {
        std::optional<std::size_t> index;
        std::optional<Time> freeAt;
    };

    /// Called after a state changed, on the thread that changed it.
    void onChange(std::function<void(const std::string& keyId)> callback);

    [[nodiscard]] bool isUsable(std::string_view keyId, std::string_view model, Time now) const;
    [[nodiscard]] Reading reading(std::string_view keyId, Time now) const;
    /// How often it was refused so far: an attempt takes the number along, to be told from those that began later.
    [[nodiscard]] std::uint64_t refusals(std::string_view keyId) const;
    /// An attempt was answered. One that began before the last refusal says nothing against it.
    void reportGood(std::string_view keyId, std::uint64_t refusalsBefore);
    void reportTested(std::string_view keyId); ///< a test of the key went well
    void reportRejected(std::string_view keyId, std::string reason);
    void reportLimited(std::string_view keyId, Time until, std::string reason);
    /// The answer said that nothing is left of that model until then.
    void leaveAlone(std::string_view keyId, std::string_view model, Time now, Time until);
    /// Forgets what was known, because the key was replaced or is about to be tested.
    void forget(std::string_view keyId);

    /// Whose turn it is among the keys of a provider but those at `tried`: smooth weighted round-robin, so that shares
    /// hold over a few requests already, and the first key is the first that is used.
    Choice choose(std::span<const KeyShare> keys, std::string_view model, std::span<const std::size_t> tried, Time now);
    /// The same without taking a turn, to see whether there is one.
    [[nodiscard]] Choice look(std::span<const KeyShare> keys, std::string_view model, Time now) const;

  private:
    struct UsedUp {
        std::string model;
        Time until;
    };
    struct Entry {
        bool good = false, rejected = false;
        std::uint64_t refusals = 0;
        Time restsUntil = Time::min();
        std::vector<UsedUp> usedUp; ///< a few: those that ended make room
        std::string reason;
        std::int64_t credit = 0; ///< grows by the weight while others have their turn
        [[nodiscard]] Time freeAt(std::string_view model) const;
    };
    void change(std::string_view keyId, const std::function<bool(Entry&)>& update);

    mutable std::mutex m_mutex;
    mutable ForwardTime m_time;
    std::unordered_map<std::string, Entry> m_entries;
    std::function<void(const std::string&)> m_changed;
};

} // namespace llmg::routing
