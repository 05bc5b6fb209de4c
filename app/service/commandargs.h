// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/service/commands.h"
#include "models/base/clock.h"
#include "models/domain/money.h"
#include "models/domain/provider.h"

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
    /// A switch: "off" is off, anything else that is there is on.
    [[nodiscard]] bool flag(std::string_view name, bool fallback = false) const;
    /// Comma-separated.
    [[nodiscard]] std::vector<std::string> list(std::string_view name) const;

    /// The words of a rest ("set…"); one text is one word.
    [[nodiscard]] std::vector<std::string> words(std::string_view name) const;
    [[nodiscard]] boost::json::array array(std::string_view name) const;

  private:
    const boost::json::object& m_args;
};

/// "mode=hybrid"
struct Assignment {
    std::string name, value;
};
/// The words of `set` as assignments; InvalidParameters for a word without "=", and for one with nothing after it: that
/// is an unset variable of a script more often than a wish, which is written "none".
Result<std::vector<Assignment>> assignments(const CommandArgs& args, std::string_view name = "set");

/// Without the blanks around items, and without empty ones.
std::vector<std::string> splitList(std::string_view text);
/// InvalidParameters where a value is empty.
Result<> checkNotEmpty(std::string_view field, std::string_view value);
/// The items of a list; none for "none".
Result<std::vector<std::string>> parseList(std::string_view field, std::string_view text);
/// "on" and "yes", or "off" and "no"; the error names the field, as those of the next do.
Result<bool> parseOnOff(std::string_view field, std::string_view text);
/// A whole number.
Result<std::int64_t> parseNumber(std::string_view field, std::string_view text, std::int64_t least, std::int64_t most);
/// A whole number; 0 for "none".
Result<std::int64_t> parseRate(std::string_view field, std::string_view text);
/// "1", "0.5" or "20%": tenths of a percent.
Result<int> parsePerMille(std::string_view field, std::string_view text, int mostPercent);
/// 200 as "20", 5 as "0.5".
std::string formatPerMille(int perMille);
/// More than nothing; "none" is none.
Result<std::optional<domain::Money>> parseLimit(std::string_view field, std::string_view text);
/// An error with the name of the field before it.
Error inField(std::string_view field, Error error);

/// "90m", "24h", "30d", "2w": a length of time. InvalidParameters otherwise.
Result<std::chrono::seconds> parseDuration(std::string_view text);
/// "2026-12-31" (the end of that day) or "2026-12-31T18:00:00", in UTC unless an offset follows.
Result<UnixTime> parseDate(std::string_view text);
/// "12.50" or "$12.50", at most nine decimals, not negative.
Result<domain::Money> parseUsd(std::string_view text);
/// "10M", "1.5M", "250k", "1000000", "1,000,000".
Result<std::int64_t> parseCount(std::string_view text);
/// "2026-11-22T18:04:05.123Z"
std::string formatTime(UnixTime time);

boost::json::value optionalTime(const std::optional<UnixTime>& time);
/// null where there is no limit.
boost::json::value rateOrNone(std::int64_t perMinute);
boost::json::array texts(const std::vector<std::string>& list);

inline QFuture<CommandResult> done(CommandResult result) {
    return QtFuture::makeReadyFuture(std::move(result));
}

const char* keyStateName(domain::ProviderKeyState state); ///< "good", "rejected"
/// NotFound, in the name of `field`, for the first that is neither in the catalog nor an own server.
Result<> checkProviders(Engine& engine, std::string_view field, const std::vector<std::string>& providers);

// One group of commands each; nullopt when the words are not of that group.
std::optional<QFuture<CommandResult>> keyCommand(Engine& engine, std::string_view command, const CommandArgs& args);
std::optional<QFuture<CommandResult>> projectCommand(Engine& engine, std::string_view command, const CommandArgs& args);
std::optional<QFuture<CommandResult>> budgetCommand(Engine& engine, std::string_view command, const CommandArgs& args);
std::optional<QFuture<CommandResult>> cacheCommand(Engine& engine, std::string_view command, const CommandArgs& args);
std::optional<QFuture<CommandResult>> rolloutCommand(Engine& engine, std::string_view command, const CommandArgs& args);
std::optional<QFuture<CommandResult>> providerCommand(Engine& engine, std::string_view command,
                                                      const CommandArgs& args);
std::optional<QFuture<CommandResult>> providerKeyCommand(Engine& engine, std::string_view command,
                                                         const CommandArgs& args);
std::optional<QFuture<CommandResult>> ledgerCommand(Engine& engine, std::string_view command, const CommandArgs& args);

} // namespace llmg::service
