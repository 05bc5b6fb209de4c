// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/commandargs.h"

#include <QDateTime>

#include <algorithm>
#include <charconv>
#include <limits>

namespace llmg::service {
namespace {

Error badArgument(std::string_view what, std::string_view text, std::string_view wanted) {
    return fail(ErrorKind::InvalidParameters,
                "“" + std::string(text) + "” is no " + std::string(what) + "; write " + std::string(wanted) + ".");
}

/// Digits with at most `decimals` after a point, scaled by 10^decimals. nullopt for anything else, or too large.
std::optional<std::int64_t> scaledDecimal(std::string_view text, int decimals) {
    const auto point = text.find('.');
    std::string digits(text.substr(0, point));
    std::string fraction = point == std::string_view::npos ? std::string{} : std::string(text.substr(point + 1));
    if ((digits.empty() && fraction.empty()) || fraction.size() > static_cast<std::size_t>(decimals))
        return std::nullopt;
    fraction.append(static_cast<std::size_t>(decimals) - fraction.size(), '0');
    digits += fraction;
    if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size())
        return std::nullopt;
    return value;
}

} // namespace

std::string CommandArgs::text(std::string_view name, std::string fallback) const {
    const auto* value = m_args.if_contains(name);
    return value && value->is_string() ? std::string(value->as_string()) : std::move(fallback);
}

bool CommandArgs::has(std::string_view name) const {
    return m_args.contains(name);
}

bool CommandArgs::flag(std::string_view name, bool fallback) const {
    return has(name) ? text(name) != "off" : fallback;
}

std::vector<std::string> CommandArgs::list(std::string_view name) const {
    return splitList(text(name));
}

std::vector<std::string> CommandArgs::words(std::string_view name) const {
    std::vector<std::string> words;
    const auto* value = m_args.if_contains(name);
    if (value && value->is_string())
        words.emplace_back(value->as_string());
    if (const auto* array = value ? value->if_array() : nullptr) {
        for (const auto& word : *array) {
            if (word.is_string())
                words.emplace_back(word.as_string());
        }
    }
    return words;
}

boost::json::array CommandArgs::array(std::string_view name) const {
    const auto* value = m_args.if_contains(name);
    return value && value->is_array() ? value->as_array() : boost::json::array{};
}

Result<std::vector<Assignment>> assignments(const CommandArgs& args, std::string_view name) {
    std::vector<Assignment> list;
    for (const auto& word : args.words(name)) {
        const auto equals = word.find('=');
        if (equals == std::string::npos || equals == 0)
            return fail(ErrorKind::InvalidParameters, "Write name=value, not “" + word + "”.");
        Assignment assignment{word.substr(0, equals), word.substr(equals + 1)};
        if (auto given = checkNotEmpty(assignment.name, assignment.value); !given)
            return given.error();
        list.push_back(std::move(assignment));
    }
    return list;
}

std::vector<std::string> splitList(std::string_view text) {
    std::vector<std::string> items;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find(',', begin), text.size());
        auto item = text.substr(begin, end - begin);
        item.remove_prefix(std::min(item.find_first_not_of(' '), item.size()));
        item = item.substr(0, item.find_last_not_of(' ') + 1);
        if (!item.empty())
            items.emplace_back(item);
        begin = end + 1;
    }
    return items;
}

Error inField(std::string_view field, Error error) {
    error.message = std::string(field) + ": " + error.message;
    error.param = field;
    return error;
}

Result<> checkNotEmpty(std::string_view field, std::string_view value) {
    if (!value.empty())
        return {};
    return fail(ErrorKind::InvalidParameters,
                std::string(field) + " is empty. Give a value; only “none” removes what can be removed.",
                std::string(field));
}

Result<std::vector<std::string>> parseList(std::string_view field, std::string_view text) {
    auto items = text == "none" ? std::vector<std::string>{} : splitList(text);
    if (items.empty() && text != "none")
        return fail(ErrorKind::InvalidParameters, std::string(field) + " is a list such as a,b, or none.",
                    std::string(field));
    return items;
}

Result<bool> parseOnOff(std::string_view field, std::string_view text) {
    if (text == "on" || text == "yes")
        return true;
    if (text == "off" || text == "no")
        return false;
    return fail(ErrorKind::InvalidParameters, std::string(field) + " is on or off, not “" + std::string(text) + "”.",
                std::string(field));
}

Result<std::int64_t> parseNumber(std::string_view field, std::string_view text, std::int64_t least, std::int64_t most) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most)
        return fail(ErrorKind::InvalidParameters,
                    std::string(field) + " is a whole number from " + std::to_string(least) + " to " +
                        std::to_string(most) + ", not “" + std::string(text) + "”.",
                    std::string(field));
    return value;
}

Result<std::int64_t> parseRate(std::string_view field, std::string_view text) {
    constexpr std::int64_t kMost = 1'000'000'000;
    return text == "none" ? Result<std::int64_t>(0) : parseNumber(field, text, 1, kMost);
}

Result<int> parsePerMille(std::string_view field, std::string_view text, int mostPercent) {
    auto digits = text;
    if (digits.ends_with('%'))
        digits.remove_suffix(1);
    const auto perMille = scaledDecimal(digits, 1);
    if (!perMille || *perMille > std::int64_t{mostPercent} * 10)
        return fail(ErrorKind::InvalidParameters,
                    std::string(field) + " is a percentage from 0 to " + std::to_string(mostPercent) +
                        " with at most one decimal, not “" + std::string(text) + "”.",
                    std::string(field));
    return static_cast<int>(*perMille);
}

std::string formatPerMille(int perMille) {
    const auto rest = perMille % 10;
    return std::to_string(perMille / 10) + (rest == 0 ? "" : "." + std::to_string(rest));
}

Result<std::optional<domain::Money>> parseLimit(std::string_view field, std::string_view text) {
    if (text == "none")
        return std::optional<domain::Money>{};
    auto amount = parseUsd(text);
    if (!amount)
        return inField(field, amount.error());
    if (*amount <= domain::Money{})
        return fail(ErrorKind::InvalidParameters,
                    std::string(field) + " is more than 0; “none” is no limit, and “key disable” refuses a key.",
                    std::string(field));
    return std::optional(*amount);
}

Result<std::chrono::seconds> parseDuration(std::string_view text) {
    constexpr std::string_view kForm = "a number with m, h, d or w, such as 24h";
    if (text.size() < 2)
        return badArgument("length of time", text, kForm);
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size() - 1, count);
    constexpr std::int64_t kMost = 100'000;
    if (error != std::errc{} || end != text.data() + text.size() - 1 || count < 1 || count > kMost)
        return badArgument("length of time", text, kForm);
    switch (text.back()) {
    case 'm':
        return std::chrono::seconds(count * 60);
    case 'h':
        return std::chrono::seconds(count * 3600);
    case 'd':
        return std::chrono::seconds(count * 86'400);
    case 'w':
        return std::chrono::seconds(count * 604'800);
    default:
        return badArgument("length of time", text, kForm);
    }
}

Result<UnixTime> parseDate(std::string_view text) {
    const auto string = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    if (const auto date = QDate::fromString(string, Qt::ISODate); date.isValid() && string.size() == 10)
        return UnixTime(Milliseconds(date.addDays(1).startOfDay(Qt::UTC).toMSecsSinceEpoch()));
    if (auto time = QDateTime::fromString(string, Qt::ISODate); time.isValid()) {
        if (time.timeSpec() == Qt::LocalTime)
            time.setTimeSpec(Qt::UTC);
        return UnixTime(Milliseconds(time.toMSecsSinceEpoch()));
    }
    return badArgument("date", text, "2026-12-31 or 2026-12-31T18:00:00Z; without an offset it is UTC");
}

Result<domain::Money> parseUsd(std::string_view text) {
    auto digits = text;
    if (!digits.empty() && digits.front() == '$')
        digits.remove_prefix(1);
    const auto nano = scaledDecimal(digits, 9);
    if (!nano)
        return badArgument("amount in dollars", text, "12.50");
    return domain::Money::fromNano(*nano);
}

Result<std::int64_t> parseCount(std::string_view text) {
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return c != ',' && c != '_'; });
    int decimals = 0;
    if (!digits.empty()) {
        const char unit = digits.back();
        decimals = unit == 'k' || unit == 'K' ? 3 : unit == 'M' || unit == 'm' ? 6 : unit == 'G' || unit == 'B' ? 9 : 0;
        if (decimals > 0)
            digits.pop_back();
    }
    const auto count = scaledDecimal(digits, decimals);
    if (!count)
        return badArgument("count", text, "10M, 250k or 1000000");
    return *count;
}

std::string formatTime(UnixTime time) {
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC)
        .toString(Qt::ISODateWithMs)
        .toStdString();
}

boost::json::value optionalTime(const std::optional<UnixTime>& time) {
    return time ? boost::json::value(formatTime(*time)) : boost::json::value(nullptr);
}

boost::json::value rateOrNone(std::int64_t perMinute) {
    return perMinute > 0 ? boost::json::value(perMinute) : boost::json::value(nullptr);
}

boost::json::array texts(const std::vector<std::string>& list) {
    boost::json::array array;
    for (const auto& text : list)
        array.emplace_back(text);
    return array;
}

} // namespace llmg::service
