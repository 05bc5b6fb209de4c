// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the tests of the endpoints beside chat share: a request through a codec, in a line.
#include "app/dialects/endpointcodec.h"
#include "shape.h"

namespace llmg::tests {

inline dialects::EndpointRequest readOrEmpty(dialects::EndpointKind kind, std::string_view body) {
    auto request = dialects::readEndpointRequest(kind, body);
    if (!request) {
        qWarning("the test's own request is refused: %s", request.error().message.c_str());
        return {};
    }
    request->receivedAt = 1'700'000'000;
    return std::move(*request);
}

inline dialects::TargetModel targetModel(std::string upstreamId, std::string provider = {}) {
    dialects::TargetModel target;
    target.upstreamId = std::move(upstreamId);
    target.provider = std::move(provider);
    return target;
}

/// "error …", or path and body of the encoded request and what was dropped.
inline QByteArray encodedInWords(std::string_view dialect, dialects::EndpointKind kind, std::string_view body,
                                 const dialects::TargetModel& target) {
    const auto* codec = dialects::endpointCodecFor(dialect, kind);
    const auto request = dialects::readEndpointRequest(kind, body);
    if (codec == nullptr || !request)
        return request ? QByteArray("no codec") : inWords(request.error());
    const auto encoded = codec->encode(body, *request, target);
    if (!encoded)
        return inWords(encoded.error());
    QByteArray out = bytes(encoded->path) + ' ' + bytes(encoded->body);
    for (const std::string& dropped : encoded->droppedParams)
        out += " -" + bytes(dropped);
    return out;
}

inline dialects::AnswerAdditions someAdditions() {
    dialects::AnswerAdditions additions;
    additions.cost.known = true;
    additions.cost.input = additions.cost.total = domain::Money::fromNano(1500);
    additions.metadata = {{"request_id", "r1"}};
    return additions;
}

/// The tail that finishEndpointAnswer() writes for someAdditions().
inline const QByteArray kCost =
    R"("cost":0.0000015,"cost_details":{"input":0.0000015,"output":0,"cached_input":0,"cache_write":0,"request":0,"total":0.0000015})";
inline const QByteArray kMetadata = R"("metadata":{"request_id":"r1"})";

/// "error …", or usage, stated cost and the finished answer.
inline QByteArray answerInWords(std::string_view dialect, const dialects::EndpointRequest& request,
                                const std::string& body, const dialects::AnswerAdditions& additions = someAdditions()) {
    const auto* codec = dialects::endpointCodecFor(dialect, request.kind);
    if (codec == nullptr)
        return "no codec";
    auto answer = codec->decode(body, request);
    if (!answer)
        return inWords(answer.error());
    QByteArray out = answer->usage ? inWords(*answer->usage) : QByteArray("no usage");
    if (answer->statedCost)
        out += " cost " + QByteArray::number(static_cast<qlonglong>(answer->statedCost->nanoUsd));
    return out + " | " + bytes(dialects::finishEndpointAnswer(*answer, additions));
}

} // namespace llmg::tests
