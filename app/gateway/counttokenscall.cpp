// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gateway/counttokenscall.h"

#include "app/catalog/cost.h"
#include "app/dialects/anthropicmessages.h"
#include "app/dialects/gemini.h"
#include "app/dialects/jsonaccess.h"

namespace llmg::gateway {
namespace {

constexpr std::string_view kAnthropic = "anthropic-messages";
constexpr std::string_view kGemini = "gemini";

} // namespace

CountTokensCall::CountTokensCall(Form form, dialects::RequestLine line)
    : m_form(form)
    , m_line(std::move(line))
    , m_ingress(form == Form::Anthropic ? dialects::newAnthropicIngressCodec() : dialects::newGeminiIngressCodec()) {
}

CountTokensCall::~CountTokensCall() = default;

std::string_view CountTokensCall::dialect() const {
    return m_form == Form::Anthropic ? "anthropic-count-tokens" : "gemini-count-tokens";
}

Result<dialects::RequestScan> CountTokensCall::read(std::string_view body, const CallFacts&) {
    m_body = body;
    auto scan = m_form == Form::Anthropic ? dialects::scanAnthropicCountTokens(body) : m_ingress->scan(body, m_line);
    if (!scan)
        return scan;
    scan->stream = false;
    m_scan = *scan;
    return scan;
}

const dialects::ProviderCodec& CountTokensCall::codecOf(const Target& target) const {
    return target.runtime.adapter->codecFor(target.model, m_ingress->dialect());
}

// Claude on other hosts than Anthropic's own is called by paths that count nothing.
bool CountTokensCall::answersItself(const Target& target) const {
    const auto dialect = codecOf(target).dialect();
    return !(dialect == kAnthropic && target.runtime.endpoint.api == "anthropic") && dialect != kGemini;
}

Result<dialects::EncodedRequest> CountTokensCall::encode(const Target& target) {
    const bool toAnthropic = codecOf(target).dialect() == kAnthropic;
    if (toAnthropic && m_form == Form::Anthropic)
        return dialects::passThroughAnthropicCountTokens(m_body, target.model);
    const auto document = dialects::parseJson(m_body);
    if (!document)
        return fail(ErrorKind::InvalidJson, "The body is not JSON, or is nested too deeply.");
    auto request = m_ingress->decodeRequest(*document);
    if (!request)
        return request.error();
    request->model = m_scan.model;
    return toAnthropic ? dialects::encodeAnthropicCountTokens(*request, target.model)
                       : dialects::encodeGeminiCountTokens(*request, target.model);
}

Error CountTokensCall::decodeError(const Target& target, int status, std::string_view body) const {
    return codecOf(target).decodeError(status, body);
}

Result<dialects::Observation> CountTokensCall::readAnswer(const Target& target, std::string body) {
    dialects::Observation seen;
    seen.ended = seen.sawContent = true;
    seen.usage.emplace(); // counting costs nothing
    if (answersItself(target)) {
        m_tokens = catalog::estimateTokens(m_scan.textBytes);
        return seen;
    }
    auto tokens = codecOf(target).dialect() == kAnthropic ? dialects::decodeAnthropicCountTokens(body)
                                                          : dialects::decodeGeminiCountTokens(body);
    if (!tokens)
        return tokens.error();
    m_tokens = *tokens;
    return seen;
}

std::string CountTokensCall::finishAnswer(const Target&, const dialects::AnswerAdditions&) {
    return m_form == Form::Anthropic ? dialects::encodeAnthropicTokenCount(m_tokens)
                                     : dialects::encodeGeminiTokenCount(m_tokens);
}

std::string CountTokensCall::encodeError(const Error& error, int status, std::string_view code) const {
    return m_ingress->encodeError(error, status, code);
}

} // namespace llmg::gateway
