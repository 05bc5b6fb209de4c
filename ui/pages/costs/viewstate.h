// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/catalog/costcomparison.h"

#include <QString>

#include <vector>

namespace llmg::costs {

enum class Segment { Breakdown, Calculator, Budgets, Prices };
enum class Source { ByHand, Last30Days };

/// The same month on another model.
struct OtherModel {
    QString model, provider;
    domain::Money month;
    double ratio = 0; ///< of the chosen model's month; 0.16 is 84 % less
    QString note;     ///< "no vision"
    friend bool operator==(const OtherModel&, const OtherModel&) = default;
};

struct PriceRow {
    QString model, provider;
    std::optional<domain::Price> input, output, cached, cacheWrite;
    std::int64_t context = 0;
    QString status; ///< "", "beta", "deprecated", "retired", "unverified"
    QString sources;
    bool confirmed = false;
    QString note; ///< "subscription", "free", "in tiers"
    friend bool operator==(const PriceRow&, const PriceRow&) = default;
};

struct DayRow {
    QString day, model;
    std::int64_t requests = 0, promptTokens = 0, completionTokens = 0;
    domain::Money cost;
    friend bool operator==(const DayRow&, const DayRow&) = default;
};

/// Cost by day and model of the last 30 days, for the bars.
struct Breakdown {
    bool loaded = false;
    QString error;
    std::vector<QString> days; ///< "21 Nov", oldest first
    struct Group {
        QString name;
        std::vector<double> usd;
        bool isOther = false;
    };
    std::vector<Group> groups; ///< dearest first
    std::vector<DayRow> rows;  ///< newest day first, dearest model first
    domain::Money total;
    int models = 0;
};

struct ViewState {
    Segment segment = Segment::Calculator;
    // Calculator
    Source source = Source::ByHand;
    QString sourceNote;                                 ///< what the last 30 days were, or why they cannot be used
    QString model;                                      ///< unified id
    QString provider;                                   ///< catalog id
    std::vector<std::pair<QString, QString>> providers; ///< of the model: id, name
    catalog::MonthlyUse use;
    catalog::CostComparison costs;
    std::vector<catalog::CurvePoint> curve;
    QString formula;                ///< lines of equal-width text
    QString priceNote;              ///< "Prices: OpenAI, confirmed by two sources (…), catalog of 22 Nov 2026"
    QString modelHint;              ///< words under the model field when it is not known
    std::vector<OtherModel> others; ///< cheapest first
    // Prices
    QString priceFilter;
    std::vector<PriceRow> prices;
    int priceTotal = 0;
    QString catalogNote;
    // Breakdown
    Breakdown breakdown;
};

} // namespace llmg::costs
