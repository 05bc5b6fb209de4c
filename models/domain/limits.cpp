// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/limits.h"

#include "models/domain/enumnames.h"

namespace llmg::domain {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::sys_days;
using std::chrono::year_month;

year_month monthOf(UnixTime time) noexcept {
    const std::chrono::year_month_day date(floor<days>(time));
    return date.year() / date.month();
}

UnixTime firstOf(year_month month) noexcept {
    return sys_days(month / std::chrono::day{1});
}

} // namespace

const char* toString(Period period) noexcept {
    switch (period) {
    case Period::Hour:
        return "hour";
    case Period::Day:
        return "day";
    case Period::Week:
        return "week";
    case Period::Month:
        return "month";
    case Period::Lifetime:
        return "lifetime";
    }
    return "lifetime";
}

std::optional<Period> periodFromString(std::string_view text) noexcept {
    return enumFromName({Period::Hour, Period::Day, Period::Week, Period::Month, Period::Lifetime}, text);
}

UnixTime periodStart(Period period, UnixTime time) noexcept {
    switch (period) {
    case Period::Hour:
        return floor<std::chrono::hours>(time);
    case Period::Day:
        return floor<days>(time);
    case Period::Week: {
        const auto today = floor<days>(time);
        return today - (std::chrono::weekday(today) - std::chrono::Monday);
    }
    case Period::Month:
        return firstOf(monthOf(time));
    case Period::Lifetime:
        return UnixTime{};
    }
    return UnixTime{};
}

std::optional<UnixTime> periodEnd(Period period, UnixTime time) noexcept {
    const UnixTime start = periodStart(period, time);
    switch (period) {
    case Period::Hour:
        return start + std::chrono::hours{1};
    case Period::Day:
        return start + days{1};
    case Period::Week:
        return start + days{7};
    case Period::Month:
        return firstOf(monthOf(time) + std::chrono::months{1});
    case Period::Lifetime:
        return std::nullopt;
    }
    return std::nullopt;
}

const char* toString(BudgetScope scope) noexcept {
    switch (scope) {
    case BudgetScope::Project:
        return "project";
    case BudgetScope::Key:
        return "key";
    case BudgetScope::Provider:
        return "provider";
    }
    return "project";
}

std::optional<BudgetScope> budgetScopeFromString(std::string_view text) noexcept {
    return enumFromName({BudgetScope::Project, BudgetScope::Key, BudgetScope::Provider}, text);
}

} // namespace llmg::domain
