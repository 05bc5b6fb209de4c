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

std::vector<std::string> CommandArgs::list(std::string_view name) const {
    std::vector<std::string> items;
    const std::string all = text(name);
    for (std::size_t begin = 0; begin < all.size();) {
        const auto end = std::min(all.find(',', begin), all.size());
        auto item = all.substr(begin, end - begin);
        item.erase(0, item.find_first_not_of(' '));
        if (const auto last = item.find_last_not_of(' '); last != std::string::npos)
            item.erase(last + 1);
        if (!item.empty())
            items.push_back(std::move(item));
        begin = end + 1;
    }
    return items;
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
    if (const auto time = QDateTime::fromString(string, Qt::ISODate); time.isValid())
        return UnixTime(Milliseconds(time.toMSecsSinceEpoch()));
    return badArgument("date", text, "2026-12-31 or 2026-12-31T18:00:00Z");
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

} // namespace llmg::service
