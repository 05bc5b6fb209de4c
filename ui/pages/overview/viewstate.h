// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/domain/money.h"

#include <QString>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace llmg::overview {

enum class Range { Day, Week, Days30, Month };

/// Sums of a range; percentiles are -1 where nothing was measured.
struct Sums {
    std::int64_t requests = 0, errors = 0, cachedResponses = 0;
    std::int64_t promptTokens = 0, cachedPromptTokens = 0, completionTokens = 0;
    domain::Money cost, savedByCache;
    std::int64_t p50Us = -1, p95Us = -1, firstTokenP50Us = -1;
    friend bool operator==(const Sums&, const Sums&) = default;
};

/// One bucket of time: an hour or a day. Latencies are -1 where nothing was measured.
struct Bucket {
    UnixTime start{};
    Sums sums;
    friend bool operator==(const Bucket&, const Bucket&) = default;
};

/// One colour of the stacked bars: cost in each bucket, in the order of `ViewState::buckets`.
struct ModelCosts {
    std::string model; ///< "" for all the others together
    int others = 0;    ///< how many, when it is the others
    std::vector<domain::Money> costs;
    friend bool operator==(const ModelCosts&, const ModelCosts&) = default;
};

struct Share {
    std::string name; ///< "" unknown application
    int others = 0;   ///< > 0: this many together
    domain::Money cost;
    std::int64_t requests = 0;
    friend bool operator==(const Share&, const Share&) = default;
};

struct ProviderHealth {
    std::string id, name;
    std::int64_t requests = 0, errors = 0;
    std::int64_t firstTokenP50Us = -1;
    friend bool operator==(const ProviderHealth&, const ProviderHealth&) = default;
};

struct LastError {
    std::string id, model, errorCode, message;
    int status = 0;
    UnixTime at{};
    friend bool operator==(const LastError&, const LastError&) = default;
};

struct MonthCard {
    UnixTime start{};
    int day = 1, days = 30; ///< today's number in the month, and how many there are
    domain::Money spent;
    std::optional<domain::Money> projected; ///< nothing on the first day: one morning says nothing about a month
    friend bool operator==(const MonthCard&, const MonthCard&) = default;
};

struct ProjectChoice {
    std::string id, name;
    friend bool operator==(const ProjectChoice&, const ProjectChoice&) = default;
};

struct ViewState {
    Range range = Range::Days30;
    std::string projectId; ///< "": all
    std::vector<ProjectChoice> projects;
    bool loaded = false;      ///< something of the ledger has arrived
    bool ledgerEmpty = false; ///< not one request, ever
    QString error;            ///< of the ledger, with what to do
    QString baseUrl;          ///< empty while the gateway does not run
    UnixTime from{}, to{};    ///< of the range
    UnixTime now{};
    bool hourly = false;
    Sums current, previous;
    bool hasPrevious = false;       ///< the time before holds requests
    std::vector<Bucket> buckets;    ///< every one of the range, oldest first; the last is unfinished
    std::vector<ModelCosts> models; ///< dearest first, others last
    int modelCount = 0;
    MonthCard month;
    std::vector<Share> topModels, applications;
    std::vector<ProviderHealth> providers;
    std::vector<LastError> lastErrors;
    friend bool operator==(const ViewState&, const ViewState&) = default;
};

} // namespace llmg::overview
