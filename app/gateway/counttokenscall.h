// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gateway/modelcall.h"

namespace llmg::gateway {

/// How many tokens a request would have: Anthropic's count_tokens and Gemini's countTokens. Providers of these two
/// dialects are asked; what others would count is estimated here.
class CountTokensCall final : public ModelCall {
  public:
    enum class Form { Anthropic, Gemini };
    CountTokensCall(Form form, dialects::RequestLine line);
    ~CountTokensCall() override;

    [[nodiscard]] std::string_view dialect() const override;
    Result<dialects::RequestScan> read(std::string_view body, const CallFacts& facts) override;
    [[nodiscard]] bool isCacheable() const override { return false; }
    [[nodiscard]] bool answersItself(const Target& target) const override;
    [[nodiscard]] Result<dialects::EncodedRequest> encode(const Target& target) override;
    [[nodiscard]] Error decodeError(const Target& target, int status, std::string_view body) const override;
    Result<dialects::Observation> readAnswer(const Target& target, std::string body) override;
    std::string finishAnswer(const Target& target, const dialects::AnswerAdditions& additions) override;
    [[nodiscard]] std::string encodeError(const Error& error, int status, std::string_view code) const override;

  private:
    [[nodiscard]] const dialects::ProviderCodec& codecOf(const Target& target) const;

    Form m_form;
    dialects::RequestLine m_line;
    std::unique_ptr<dialects::IngressCodec> m_ingress;
    std::string_view m_body;
    dialects::RequestScan m_scan;
    std::int64_t m_tokens = 0;
};

} // namespace llmg::gateway
