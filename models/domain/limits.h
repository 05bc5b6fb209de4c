// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/domain/money.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace llmg::domain {

/// A calendar period, in UTC (as providers bill); weeks begin on Monday (ISO 8601). Lifetime never begins anew.
enum class Period { Hour, Day, Week, Month, Lifetime };
const char* toString(Period period) noexcept; ///< "hour", "day", "week", "month", "lifetime"
std::optional<Period> periodFromString(std::string_view text) noexcept;
/// When the period that holds `time` began; the epoch for Lifetime.
UnixTime periodStart(Period period, UnixTime time) noexcept;
/// When the next one begins; nullopt for Lifetime.
std::optional<UnixTime> periodEnd(Period period, UnixTime time) noexcept;

/// How much a gateway key may spend in each such period.
struct SpendLimit {
    Period period = Period::Lifetime;
    Money amount;
    friend bool operator==(const SpendLimit&, const SpendLimit&) = default;
};

/// Requests and tokens in any 60 seconds; 0: no limit.
struct RateLimit {
    std::int64_t requestsPerMinute = 0;
    std::int64_t tokensPerMinute = 0; ///< prompt and completion together
    [[nodiscard]] bool isSet() const { return requestsPerMinute > 0 || tokensPerMinute > 0; }
    friend bool operator==(const RateLimit&, const RateLimit&) = default;
};

enum class BudgetScope { Project, Key, Provider };
const char* toString(BudgetScope scope) noexcept; ///< "project", "key", "provider"
std::optional<BudgetScope> budgetScopeFromString(std::string_view text) noexcept;

/// Warns at 75, 90 and 100 % of the amount; refuses requests beyond it where `blocks` says so.
struct Budget {
    std::string id; ///< ULID
    BudgetScope scope = BudgetScope::Project;
    std::string subject;           ///< id of the project, key or provider
    Period period = Period::Month; ///< Day or Month
    Money amount;
    bool blocks = false;
    UnixTime createdAt{};
    friend bool operator==(const Budget&, const Budget&) = default;
};

} // namespace llmg::domain
