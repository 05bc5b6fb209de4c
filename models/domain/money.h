// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include <compare> // after <string>: the moc of Qt 6.4 cannot parse it as the first standard header

namespace llmg::domain {

/// An amount of money in nano-dollars (1 USD = 10^9), signed 64 bits: ±9.2 billion dollars, exact.
struct Money {
    std::int64_t nanoUsd = 0;

    static constexpr Money fromNano(std::int64_t nano) { return Money{nano}; }
    static constexpr Money fromCents(std::int64_t cents) { return Money{cents * 10'000'000}; }
    [[nodiscard]] constexpr bool isZero() const { return nanoUsd == 0; }
    /// For charts only; sums are made in integers.
    [[nodiscard]] double toDouble() const { return static_cast<double>(nanoUsd) / 1e9; }

    friend constexpr auto operator<=>(Money, Money) = default;
    friend constexpr Money operator+(Money a, Money b) { return Money{a.nanoUsd + b.nanoUsd}; }
    friend constexpr Money operator-(Money a, Money b) { return Money{a.nanoUsd - b.nanoUsd}; }
    constexpr Money& operator+=(Money other) {
        nanoUsd += other.nanoUsd;
        return *this;
    }
};

/// A price in pico-dollars (10^-12 USD) per unit: a token, an image, a request. $2.50 per million tokens is 2,500,000.
struct Price {
    std::int64_t picoUsd = 0;
    friend constexpr auto operator<=>(Price, Price) = default;
};

/// As shown to people, in US dollars: two decimals from one cent up ("$4.18", thousands grouped with commas), four
/// significant digits under one cent ("$0.003421"), "$0.00" for nothing; a minus sign before the dollar sign.
std::string formatUsd(Money amount);
/// Exact decimal number of dollars without trailing zeros ("0.000003421"), for JSON and files.
std::string toDecimalUsd(Money amount);

} // namespace llmg::domain
