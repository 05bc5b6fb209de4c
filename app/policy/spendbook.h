// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/policy/recentperiods.h"
#include "models/domain/project.h"

#include <array>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace llmg::policy {

/// What each project, gateway key and provider has spent in the current hour, day, week, month and ever: kept in memory
/// between two readings of the ledger, so that a limit holds at once. Thread-safe.
class SpendBook {
  public:
    /// Takes over what the ledger says was spent since `period` began; never lowers what is known already, because the
    /// ledger is always a moment behind.
    void seed(domain::BudgetScope scope, std::string_view subject, domain::Period period, domain::Money spent,
              UnixTime now);
    void add(domain::BudgetScope scope, std::string_view subject, domain::Money amount, UnixTime now);
    /// Of the period that holds `now`, also where the clock has stepped: as in the ledger, money counts in the period
    /// in which it was spent.
    [[nodiscard]] domain::Money spent(domain::BudgetScope scope, std::string_view subject, domain::Period period,
                                      UnixTime now) const;

  private:
    static constexpr std::size_t kPeriods = 5;
    using Counters = std::array<RecentPeriods<domain::Money>, kPeriods>;
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    using Book = std::unordered_map<std::string, Counters, Hash, std::equal_to<>>;

    static Counters& countersOf(Book& book, std::string_view subject);
    static domain::Money& amountOf(Counters& counters, domain::Period period, UnixTime now);

    mutable std::mutex m_mutex;
    std::array<Book, 3> m_books; ///< by BudgetScope
};

} // namespace llmg::policy
