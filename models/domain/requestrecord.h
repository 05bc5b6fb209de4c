// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/domain/tokenusage.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace llmg::domain {

/// One call to one provider with one key, made on behalf of a client request.
struct AttemptRecord {
    std::string provider;      ///< catalog id or the name of an own server
    std::string upstreamModel; ///< as the provider spells it
    std::string keyLabel;      ///< the label, never the key
    int status = 0;            ///< HTTP status; 0: no answer
    std::string errorCode;     ///< "" when it answered well
    std::string errorMessage;
    std::int64_t startedAfterUs = 0; ///< since the request came in
    std::int64_t durationUs = 0;
    std::int64_t firstByteUs = -1; ///< since the attempt began; -1: none came
    std::string upstreamRequestId;

    friend bool operator==(const AttemptRecord&, const AttemptRecord&) = default;
};

/// One client request, as the ledger keeps it. Written once, when the answer has ended, however it ended.
struct RequestRecord {
    std::string id;              ///< ULID, 26 characters: unique, sorts by time
    std::string clientRequestId; ///< x-request-id as the client sent it; may repeat
    UnixTime startedAt{};
    std::string projectId;
    std::string keyId;
    std::string application; ///< executable or script name; "" unknown
    std::string applicationPath;
    std::string endpoint; ///< "/v1/chat/completions"
    std::string dialect;  ///< ingress dialect, "openai-chat"
    std::string requestedModel;
    std::string usedModel; ///< unified id; "" when nothing was called
    std::string usedProvider;
    std::string usedMode; ///< "api-keys" or "credits"
    bool stream = false;
    bool cached = false; ///< answered from the response cache
    int status = 0;      ///< as the client got it; 499 when it went away
    std::string errorCode;
    std::string errorMessage;
    std::string finishReason;
    TokenUsage usage;
    CostBreakdown cost;
    Money savedByCache;             ///< what an answer from the response cache would have cost; 0 otherwise
    std::int64_t durationUs = 0;    ///< from the request's head to the answer's last byte
    std::int64_t firstTokenUs = -1; ///< to the first content; -1: none came
    std::int64_t requestBytes = 0;
    std::int64_t responseBytes = 0;
    std::string routing; ///< why this provider, one line
    std::vector<std::string> droppedParams;
    std::vector<std::pair<std::string, std::string>> tags; ///< x-llmgateway-* headers
    std::vector<AttemptRecord> attempts;

    [[nodiscard]] bool succeeded() const { return status >= 200 && status < 300 && errorCode.empty(); }
    friend bool operator==(const RequestRecord&, const RequestRecord&) = default;
};

/// Bodies of a request, kept apart from its record. `truncated` when either was longer than the limit in force.
struct RequestBodies {
    std::string requestId;
    std::string request;
    std::string response; ///< for a stream: the SSE bytes as the client got them
    bool truncated = false;
    [[nodiscard]] bool isEmpty() const { return request.empty() && response.empty(); }
};

} // namespace llmg::domain
