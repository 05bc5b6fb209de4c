// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/catalog/costcomparison.h"

#include <QString>

namespace llmg::costs {

/// How the comparison came about, as lines of equal-width text whose equals signs stand under each other:
///   10.000 M × $2.50   = $25.00
QString formula(const domain::ModelOffer& offer, const catalog::MonthlyUse& use, const catalog::CostComparison& costs);
/// A price for a million tokens: "$2.50", "$0.075"; "–" when unknown.
QString formatPerMillion(const std::optional<domain::Price>& price);
/// 1000 → "10 %", 1250 → "12.5 %".
QString formatBasisPoints(int basisPoints);

} // namespace llmg::costs
