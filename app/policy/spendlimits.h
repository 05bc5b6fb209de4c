// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether money may still be spent. A request that is under way when a limit is reached goes on; the next one is
// refused. Nothing is reserved for what a request might cost, so that none is refused wrongly.
#include "app/policy/configuration.h"
#include "app/policy/spendbook.h"
#include "models/base/result.h"

namespace llmg::policy {

/// The limit of the key that is reached, of several the one that holds longest; nullopt: it may spend.
std::optional<domain::SpendLimit> reachedKeyLimit(const domain::GatewayKey& key, const SpendBook& book, UnixTime now);

/// Lifetime and periods. Error InvalidApiKey says which limit, how much, and when the period ends.
Result<> checkKeyLimits(const domain::GatewayKey& key, const SpendBook& book, UnixTime now);

/// The blocking budgets of a project and a key. Error InsufficientCredits says which budget, and when it begins anew.
Result<> checkBudgets(const std::vector<domain::Budget>& budgets, std::string_view projectId, std::string_view keyId,
                      const SpendBook& book, UnixTime now);

/// The same for a provider: it is left out of the routes while its budget is spent.
Result<> checkProviderBudgets(const std::vector<domain::Budget>& budgets, std::string_view provider,
                              const SpendBook& book, UnixTime now);

/// A budget that has come to 75, 90 or 100 % of its amount.
struct BudgetAlert {
    domain::Budget budget;
    int percent = 0;
    domain::Money spent;
};

/// Says each threshold once in each period, also when one request passes several (the highest counts). Thread-safe.
class BudgetWatch {
  public:
    [[nodiscard]] std::vector<BudgetAlert> check(const std::vector<domain::Budget>& budgets, const SpendBook& book,
                                                 UnixTime now);
    /// Regards what is reached now as said: at start, so that nobody is told again what was told before.
    void settle(const std::vector<domain::Budget>& budgets, const SpendBook& book, UnixTime now);

  private:
    struct Said {
        domain::Money amount; ///< a changed budget is judged anew
        int percent = 0;
    };
    std::mutex m_mutex;
    std::unordered_map<std::string, RecentPeriods<Said>> m_said;
};

} // namespace llmg::policy
