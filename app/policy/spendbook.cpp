// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/policy/spendbook.h"

#include <algorithm>

namespace llmg::policy {
namespace {

using domain::BudgetScope;
using domain::Money;
using domain::Period;

constexpr std::array kAllPeriods{Period::Hour, Period::Day, Period::Week, Period::Month, Period::Lifetime};

std::size_t indexOf(BudgetScope scope) {
    return static_cast<std::size_t>(scope);
}
std::size_t indexOf(Period period) {
    return static_cast<std::size_t>(period);
}

} // namespace

SpendBook::Counters& SpendBook::countersOf(Book& book, std::string_view subject) {
    const auto found = book.find(subject);
    return found != book.end() ? found->second : book.emplace(std::string(subject), Counters{}).first->second;
}

SpendBook::Counter& SpendBook::current(Counters& counters, Period period, UnixTime now) {
    Counter& counter = counters[indexOf(period)];
    if (const UnixTime start = domain::periodStart(period, now); start > counter.start)
        counter = {start, {}};
    return counter;
}

void SpendBook::seed(BudgetScope scope, std::string_view subject, Period period, Money spent, UnixTime now) {
    const std::lock_guard lock(m_mutex);
    Counter& counter = current(countersOf(m_books[indexOf(scope)], subject), period, now);
    counter.amount = std::max(counter.amount, spent);
}

void SpendBook::add(BudgetScope scope, std::string_view subject, Money amount, UnixTime now) {
    if (amount.isZero() || subject.empty())
        return;
    const std::lock_guard lock(m_mutex);
    Counters& counters = countersOf(m_books[indexOf(scope)], subject);
    for (const Period period : kAllPeriods)
        current(counters, period, now).amount += amount;
}

Money SpendBook::spent(BudgetScope scope, std::string_view subject, Period period, UnixTime now) const {
    const std::lock_guard lock(m_mutex);
    const Book& book = m_books[indexOf(scope)];
    const auto found = book.find(subject);
    if (found == book.end())
        return {};
    const Counter& counter = found->second[indexOf(period)];
    return domain::periodStart(period, now) > counter.start ? Money{} : counter.amount;
}

} // namespace llmg::policy
