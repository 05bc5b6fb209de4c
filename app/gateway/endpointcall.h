// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/endpointcodec.h"
#include "app/gateway/modelcall.h"

namespace llmg::gateway {

/// Embeddings, images and moderations: asked in OpenAI's form, answered by whichever provider has the endpoint.
class EndpointCall final : public ModelCall {
  public:
    explicit EndpointCall(dialects::EndpointKind kind)
        : m_kind(kind) {}

    [[nodiscard]] std::string_view dialect() const override;
    [[nodiscard]] domain::ModelKind kind() const override;
    Result<dialects::RequestScan> read(std::string_view body, const CallFacts& facts) override;
    [[nodiscard]] Result<dialects::EncodedRequest> encode(const Target& target) override;
    [[nodiscard]] Error decodeError(const Target& target, int status, std::string_view body) const override;
    Result<dialects::Observation> readAnswer(const Target& target, std::string body) override;
    std::string finishAnswer(const Target& target, const dialects::AnswerAdditions& additions) override;
    [[nodiscard]] std::string encodeError(const Error& error, int status, std::string_view code) const override;

  private:
    [[nodiscard]] const dialects::EndpointCodec* codecOf(const Target& target) const;

    dialects::EndpointKind m_kind;
    std::string_view m_body;
    dialects::EndpointRequest m_request;
    std::optional<dialects::EndpointAnswer> m_answer;
};

} // namespace llmg::gateway
