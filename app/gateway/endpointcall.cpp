// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/endpointcall.h"

#include "app/dialects/openaichat.h"

namespace llmg::gateway {

std::string_view EndpointCall::dialect() const {
    switch (m_kind) {
    case dialects::EndpointKind::Embeddings:
        return "openai-embeddings";
    case dialects::EndpointKind::Images:
        return "openai-images";
    case dialects::EndpointKind::Moderations:
        return "openai-moderations";
    }
    return {};
}

domain::ModelKind EndpointCall::kind() const {
    switch (m_kind) {
    case dialects::EndpointKind::Embeddings:
        return domain::ModelKind::Embedding;
    case dialects::EndpointKind::Images:
        return domain::ModelKind::Image;
    case dialects::EndpointKind::Moderations:
        return domain::ModelKind::Moderation;
    }
    return domain::ModelKind::Chat;
}

Result<dialects::RequestScan> EndpointCall::read(std::string_view body, const CallFacts& facts) {
    auto request = dialects::readEndpointRequest(m_kind, body);
    if (!request)
        return request.error();
    m_body = body;
    m_request = std::move(*request);
    m_request.receivedAt =
        std::chrono::duration_cast<std::chrono::seconds>(facts.receivedAt.time_since_epoch()).count();
    dialects::RequestScan scan;
    scan.model = m_request.model;
    // Moderation models are in no catalog; their names say whose they are.
    if (m_kind == dialects::EndpointKind::Moderations && scan.model.find('/') == std::string::npos)
        scan.model.insert(0, scan.model.starts_with("mistral-") ? "mistral/" : "openai/");
    scan.textBytes = m_request.textBytes;
    scan.n = m_request.n;
    scan.imageCount = m_request.imageCount;
    return scan;
}

const dialects::EndpointCodec* EndpointCall::codecOf(const Target& target) const {
    return dialects::endpointCodecFor(target.runtime.adapter->codecFor(target.model, "openai-chat").dialect(), m_kind);
}

Result<dialects::EncodedRequest> EndpointCall::encode(const Target& target) {
    const auto* codec = codecOf(target);
    if (!codec)
        return fail(ErrorKind::ModelNotSupported,
                    target.runtime.endpoint.name + " has no such endpoint that is known here. Use another provider.",
                    "model");
    return codec->encode(m_body, m_request, target.model);
}

Error EndpointCall::decodeError(const Target& target, int status, std::string_view body) const {
    const auto* codec = codecOf(target);
    return codec ? codec->decodeError(status, body) : fail(ErrorKind::Upstream, "The provider failed.");
}

Result<dialects::Observation> EndpointCall::readAnswer(const Target& target, std::string body) {
    const auto* codec = codecOf(target);
    if (!codec)
        return fail(ErrorKind::Internal, "An answer to a request that was not sent.");
    auto answer = codec->decode(std::move(body), m_request);
    if (!answer)
        return answer.error();
    m_answer = std::move(*answer);
    dialects::Observation seen;
    seen.sawContent = true;
    seen.ended = true;
    seen.model = m_answer->model;
    seen.usage = m_answer->usage;
    seen.statedCost = m_answer->statedCost;
    return seen;
}

std::string EndpointCall::finishAnswer(const Target&, const dialects::AnswerAdditions& additions) {
    return dialects::finishEndpointAnswer(*m_answer, additions);
}

std::string EndpointCall::encodeError(const Error& error, int status, std::string_view code) const {
    return dialects::newOpenAiIngressCodec()->encodeError(error, status, code);
}

} // namespace llmg::gateway
