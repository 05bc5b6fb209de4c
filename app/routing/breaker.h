// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/routing/time.h"

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace llmg::routing {

enum class BreakerState { Closed, Open, HalfOpen };
const char* toString(BreakerState state) noexcept; ///< "closed", "open", "half-open"

/// What one attempt says of its provider. Nothing: canceled, or refused for our key.
enum class ProviderSign { Alive, Failing, Nothing };

/// Keeps requests away from a provider that fails: opens at 5 failures within 30 s that are more than half of all,
/// lets one probe through 15 s later, and closes when it is answered. Thread-safe, shared by all gateway threads; one
/// entry a provider of the configuration.
class Breakers {
  public:
    static constexpr std::chrono::seconds kWindow{30}, kRest{15};
    static constexpr int kFailures = 5;
    /// A probe that has said nothing for so long no longer stands in the way of the next.
    static constexpr std::chrono::seconds kProbePatience{30};

    /// What an attempt was admitted as. An attempt that began before the breaker opened, or another probe's time, says
    /// nothing of now.
    struct Ticket {
        std::uint64_t number = 0;
    };

    struct Reading {
        BreakerState state = BreakerState::Closed;
        Time since{};                             ///< in the clock of the call; nothing when closed
        int failures = 0;                         ///< within the window; those that opened it, when it is open
        std::chrono::milliseconds opensAgainIn{}; ///< until a probe may go, when open
    };

    /// Whether an attempt could start now. Takes nothing.
    [[nodiscard]] bool wouldAdmit(std::string_view provider, Time now) const;
    /// Starts an attempt: nullopt when the provider rests, or its one probe is under way. Each attempt that was
    /// admitted is reported with its ticket.
    std::optional<Ticket> admit(std::string_view provider, Time now);
    void report(std::string_view provider, Ticket ticket, ProviderSign sign, Time now);
    [[nodiscard]] Reading reading(std::string_view provider, Time now) const;
    /// The user changed its address or key: what was known no longer counts.
    void forget(std::string_view provider);

  private:
    struct Second {
        std::int64_t at = -1;
        int failed = 0, all = 0;
    };
    struct Entry {
        std::array<Second, 30> seconds;
        BreakerState state = BreakerState::Closed; ///< HalfOpen is worked out from the time
        Time since{};
        int failures = 0;
        bool probing = false;
        Time probeSince{};
        std::uint64_t ticket = 0; ///< whose reports count: of all since it closed, or of the probe
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    static void count(Entry& entry, bool failed, Time now);
    static Second within(const Entry& entry, Time now);
    void open(Entry& entry, Time now);
    static bool admits(const Entry& entry, Time now);

    mutable std::mutex m_mutex;
    mutable ForwardTime m_time;
    std::unordered_map<std::string, Entry, Hash, std::equal_to<>> m_entries;
    std::uint64_t m_lastTicket = 0;
};

} // namespace llmg::routing
