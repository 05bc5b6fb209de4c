// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gateway/modelcall.h"

namespace llmg::gateway {

/// A chat request of any client dialect. Where the provider speaks the same one the body passes through; else it is
/// decoded once, when the first provider of another dialect is tried.
class ChatCall : public ModelCall {
  public:
    ChatCall(std::unique_ptr<dialects::IngressCodec> ingress, dialects::RequestLine line);

    [[nodiscard]] std::string_view dialect() const override { return m_ingress->dialect(); }
    Result<dialects::RequestScan> read(std::string_view body, const CallFacts& facts) override;
    [[nodiscard]] Result<std::vector<std::string>> mediaToFetch(const Target& target) override;
    void setMedia(const FetchedMedia& media) override;
    [[nodiscard]] Result<dialects::EncodedRequest> encode(const Target& target) override;
    [[nodiscard]] Error decodeError(const Target& target, int status, std::string_view body) const override;
    Result<dialects::Observation> readAnswer(const Target& target, std::string body) override;
    std::string finishAnswer(const Target& target, const dialects::AnswerAdditions& additions) override;
    [[nodiscard]] std::unique_ptr<dialects::StreamRelay> newRelay(const Target& target) override;
    [[nodiscard]] std::string_view streamContentType() const override;
    [[nodiscard]] std::string_view keepAlive() const override;
    [[nodiscard]] std::string encodeError(const Error& error, int status, std::string_view code) const override;
    [[nodiscard]] std::string encodeErrorEvent(const Error& error, int status, std::string_view code) const override;

  protected:
    /// What a decoded request lacks that its body did not say.
    virtual void complete(dialects::ChatRequest&) const {}

  private:
    [[nodiscard]] const dialects::ProviderCodec& codecOf(const Target& target) const;
    /// Set where client and provider speak one dialect.
    [[nodiscard]] const dialects::PassThrough* passThroughOf(const Target& target) const;
    Result<const dialects::ChatRequest*> canonical();
    [[nodiscard]] dialects::ChatRequest plainRequest() const;

    std::unique_ptr<dialects::IngressCodec> m_ingress;
    dialects::RequestLine m_line;
    std::string_view m_body;
    std::string m_requestId;
    std::int64_t m_receivedAt = 0; ///< Unix seconds
    dialects::RequestScan m_scan;
    std::optional<dialects::ChatRequest> m_canonical;
    std::optional<dialects::PassedAnswer> m_passed;
    std::optional<dialects::ChatAnswer> m_answer;
};

} // namespace llmg::gateway
