// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/service/commands.h"
#include "models/base/clock.h"
#include "models/domain/money.h"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace llmg::service {

/// Arguments of a command, read with an error for each that is missing or makes no sense.
class CommandArgs {
  public:
    explicit CommandArgs(const boost::json::object& args)
        : m_args(args) {}
    [[nodiscard]] std::string text(std::string_view name, std::string fallback = {}) const;
    [[nodiscard]] bool has(std::string_view name) const;
    /// Comma-separated.
    [[nodiscard]] std::vector<std::string> list(std::string_view name) const;

  private:
    const boost::json::object& m_args;
};

/// "90m", "24h", "30d", "2w": a length of time. InvalidParameters otherwise.
Result<std::chrono::seconds> parseDuration(std::string_view text);
/// "2026-12-31" (the end of that day, UTC) or "2026-12-31T18:00:00Z".
Result<UnixTime> parseDate(std::string_view text);
/// "12.50" or "$12.50", at most nine decimals, not negative.
Result<domain::Money> parseUsd(std::string_view text);
/// "10M", "1.5M", "250k", "1000000", "1,000,000".
Result<std::int64_t> parseCount(std::string_view text);
/// "2026-11-22T18:04:05.123Z"
std::string formatTime(UnixTime time);

inline QFuture<CommandResult> done(CommandResult result) {
    return QtFuture::makeReadyFuture(std::move(result));
}

// One group of commands each; nullopt when the words are not of that group.
std::optional<QFuture<CommandResult>> keyCommand(Engine& engine, std::string_view command, const CommandArgs& args);
std::optional<QFuture<CommandResult>> projectCommand(Engine& engine, std::string_view command, const CommandArgs& args);
std::optional<QFuture<CommandResult>> providerCommand(Engine& engine, std::string_view command,
                                                      const CommandArgs& args);
std::optional<QFuture<CommandResult>> ledgerCommand(Engine& engine, std::string_view command, const CommandArgs& args);

} // namespace llmg::service
