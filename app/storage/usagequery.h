// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What can be asked of the ledger. Plain values, so that pages and the command line ask in the same words.
#include "models/domain/requestrecord.h"

#include <optional>
#include <string>
#include <vector>

namespace llmg::storage {

struct TimeRange {
    UnixTime from{};
    UnixTime to{};
}; ///< from <= t < to

struct RequestFilter {
    std::optional<TimeRange> range;
    std::string projectId, keyId, provider, application;
    std::string modelContains;        ///< in asked or used model
    int statusFrom = 0, statusTo = 0; ///< inclusive; 0, 0: any
    std::optional<domain::Money> costAbove;
    std::int64_t firstTokenAboveUs = 0, durationAboveUs = 0; ///< 0: any
    std::string text;                                        ///< in model, provider, application, error, id
    bool onlyErrors = false;
    friend bool operator==(const RequestFilter&, const RequestFilter&) = default;
};
inline bool operator==(const TimeRange& a, const TimeRange& b) {
    return a.from == b.from && a.to == b.to;
}

/// Newest first. Give the last row's id of a page to get the next one: no OFFSET, no COUNT.
struct RequestPage {
    std::vector<domain::RequestRecord> rows; ///< without attempts, tags, bodies
    bool more = false;
};

/// Sums and percentiles over a filter, for the footer of a list.
struct RequestTotals {
    std::int64_t requests = 0, errors = 0;
    domain::Money cost;
    std::int64_t p50Us = -1, p95Us = -1; ///< of duration; -1 none
    bool sampled = false;                ///< too many to read at once: only the newest of the filter are counted
};

/// A whole request for the detail view.
struct RequestDetail {
    domain::RequestRecord record; ///< with attempts and tags
    std::optional<domain::RequestBodies> bodies;
    std::string projectName, keyName;
};

/// One call upstream, as far as it tells how its provider does.
struct AttemptSeen {
    std::string provider;
    std::string model;         ///< as the catalog names it; "" for a failed one
    std::string upstreamModel; ///< as the provider names it
    std::string errorCode;     ///< toString(ErrorKind); "" for none
    int status = 0;            ///< HTTP; 0: no answer came
    UnixTime endedAt{};
    std::int64_t durationUs = 0;
    std::int64_t firstTokenUs = -1; ///< of a stream, since the attempt began; -1: none
    std::int64_t completionTokens = 0;
};

/// One request of a rollout.
struct ArmSeen {
    std::string projectId;
    std::string arm; ///< policy::toString(Arm)
    UnixTime startedAt{};
    int status = 0; ///< what the client got; 499: it went away
    bool cached = false, failed = false;
    std::int64_t durationUs = 0;
    domain::Money cost;
};

enum class GroupBy { None, Model, Provider, Project, Key, Application, Outcome };
enum class Period { Hour, Day, Month, All };

/// Sums of one group in one period. Percentiles come from merged histograms: within 5 %, never averaged averages.
struct UsageBucket {
    UnixTime start{};  ///< of the period, in the asked time zone
    std::string group; ///< "" for GroupBy::None; ids for projects and keys; "success" or an error code for outcomes
    std::int64_t requests = 0, errors = 0, cachedResponses = 0, streams = 0;
    std::int64_t promptTokens = 0, cachedPromptTokens = 0, completionTokens = 0, reasoningTokens = 0;
    domain::Money cost, savedByCache;
    std::int64_t p50Us = -1, p95Us = -1, firstTokenP50Us = -1, firstTokenP95Us = -1; ///< -1: no sample
};

struct UsageQuery {
    TimeRange range;
    Period period = Period::Day;
    GroupBy group = GroupBy::None;
    std::string projectId;    ///< "" all
    int utcOffsetSeconds = 0; ///< where a day begins; hours are the finest grain kept
};

} // namespace llmg::storage
