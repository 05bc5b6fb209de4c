// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/money.h"

namespace llmg::domain {
namespace {

constexpr std::uint64_t kNanoPerUsd = 1'000'000'000;
constexpr std::uint64_t kNanoPerCent = 10'000'000;
constexpr std::size_t kFractionDigits = 9;

// Unsigned, so that the smallest int64 has a magnitude too.
std::uint64_t magnitude(Money amount) {
    const auto bits = static_cast<std::uint64_t>(amount.nanoUsd);
    return amount.nanoUsd < 0 ? 0 - bits : bits;
}

std::string fraction(std::uint64_t nano) {
    const std::string digits = std::to_string(nano % kNanoPerUsd);
    return std::string(kFractionDigits - digits.size(), '0') + digits;
}

void dropTrailingZeros(std::string& digits) {
    digits.erase(digits.find_last_not_of('0') + 1);
}

std::string grouped(std::uint64_t whole) {
    std::string digits = std::to_string(whole);
    for (std::size_t at = digits.size(); at > 3; at -= 3)
        digits.insert(at - 3, 1, ',');
    return digits;
}

std::uint64_t roundedTo(std::uint64_t value, std::uint64_t unit) {
    return (value + unit / 2) / unit * unit;
}

} // namespace

std::string formatUsd(Money amount) {
    std::uint64_t nano = magnitude(amount);
    const std::string dollar = amount.nanoUsd < 0 ? "-$" : "$";
    if (nano == 0)
        return "$0.00";
    if (nano < kNanoPerCent) {
        std::uint64_t unit = 1;
        while (nano / unit >= 10'000)
            unit *= 10;
        nano = roundedTo(nano, unit);
        if (nano < kNanoPerCent) {
            std::string digits = fraction(nano);
            dropTrailingZeros(digits);
            return dollar + "0." + digits;
        }
    }
    nano = roundedTo(nano, kNanoPerCent);
    return dollar + grouped(nano / kNanoPerUsd) + "." + fraction(nano).substr(0, 2);
}

std::string toDecimalUsd(Money amount) {
    const std::uint64_t nano = magnitude(amount);
    std::string text = (amount.nanoUsd < 0 ? "-" : "") + std::to_string(nano / kNanoPerUsd);
    std::string digits = fraction(nano);
    dropTrailingZeros(digits);
    if (!digits.empty())
        text += "." + digits;
    return text;
}

} // namespace llmg::domain
