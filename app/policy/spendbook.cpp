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

Money& SpendBook::amountOf(Counters& counters, Period period, UnixTime now) {
    return counters[indexOf(period)].at(domain::periodStart(period, now));
}

void SpendBook::seed(BudgetScope scope, std::string_view subject, Period period, Money spent, UnixTime now) {
    const std::lock_guard lock(m_mutex);
    Money& amount = amountOf(countersOf(m_books[indexOf(scope)], subject), period, now);
    amount = std::max(amount, spent);
}

void SpendBook::add(BudgetScope scope, std::string_view subject, Money amount, UnixTime now) {
    if (amount.isZero() || subject.empty())
        return;
    const std::lock_guard lock(m_mutex);
    Counters& counters = countersOf(m_books[indexOf(scope)], subject);
    for (const Period period : kAllPeriods)
        amountOf(counters, period, now) += amount;
}

Money SpendBook::spent(BudgetScope scope, std::string_view subject, Period period, UnixTime now) const {
    const std::lock_guard lock(m_mutex);
    const Book& book = m_books[indexOf(scope)];
    const auto found = book.find(subject);
    return found == book.end() ? Money{} : found->second[indexOf(period)].find(domain::periodStart(period, now));
}

} // namespace llmg::policy
