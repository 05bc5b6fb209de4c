// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace llmg::policy {

/// What each gateway key has spent, kept in memory between two readings of the database, so that a limit holds at once.
/// Thread-safe.
class KeySpend {
  public:
    /// Takes over a newly read configuration; never lowers what is already known to be spent.
    void seed(const std::vector<domain::GatewayKey>& keys);
    void add(std::string_view keyId, domain::Money amount);
    [[nodiscard]] domain::Money spent(std::string_view keyId) const;

  private:
    mutable std::mutex m_mutex;
    std::unordered_map<std::string, domain::Money> m_spent;
};

} // namespace llmg::policy
