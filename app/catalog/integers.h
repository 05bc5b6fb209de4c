// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"

#include <cstdint>
#include <limits>

// Money arithmetic that neither rounds twice nor wraps. Private to this folder.
namespace llmg::catalog {

// Tokens times pico-dollars leave 64 bits at some nine billion dollars; 128 hold every product made here.
__extension__ using Wide = __int128;

constexpr Wide kPicoPerNano = 1000;
constexpr Wide kBasisPoints = 10'000;

/// Half up; both operands >= 0, divisor > 0.
constexpr Wide dividedHalfUp(Wide value, Wide divisor) {
    return (value + divisor / 2) / divisor;
}

constexpr std::int64_t saturated(Wide value) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    return value > most ? most : static_cast<std::int64_t>(value);
}

constexpr domain::Money moneyFromPico(Wide pico) {
    return domain::Money::fromNano(saturated(dividedHalfUp(pico, kPicoPerNano)));
}

constexpr domain::Money sum(domain::Money a, domain::Money b) {
    return domain::Money::fromNano(saturated(Wide{a.nanoUsd} + b.nanoUsd));
}

/// That share of an amount >= 0, half up.
constexpr domain::Money shareOf(domain::Money amount, Wide basisPoints, Wide whole = kBasisPoints) {
    return domain::Money::fromNano(saturated(dividedHalfUp(Wide{amount.nanoUsd} * basisPoints, whole)));
}

} // namespace llmg::catalog
