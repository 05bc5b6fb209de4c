// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/geminicandidate.h"

#include "app/dialects/geminianswer.h"
#include "app/dialects/geminirequest.h"
#include "app/dialects/geminithought.h"

#include <algorithm>
#include <utility>

namespace llmg::dialects::gemini {
namespace {

void separate(std::string& parts) {
    if (!parts.empty())
        parts += ',';
}

std::string_view finishWord(const Finish& finish) {
    switch (finish.reason) {
    case FinishReason::Length:
        return "MAX_TOKENS";
    case FinishReason::ContentFilter: // Google's own word says more than ours
        return isGeminiFilter(finish.native) ? std::string_view(finish.native) : "SAFETY";
    case FinishReason::Unknown:
    case FinishReason::Stop:
    case FinishReason::ToolCalls:
        break;
    }
    return "STOP";
}

/// Where in the text the code point is, in bytes.
std::size_t byteOf(std::string_view text, std::int64_t codePoint) {
    std::size_t at = 0;
    for (; at < text.size() && codePoint > 0; --codePoint) {
        do {
            ++at;
        } while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U);
    }
    return at;
}

json::object candidateOf(const json::object& entry) {
    json::object candidate;
    const std::string_view token = textAt(entry, "token");
    candidate["token"] = json::string_view(token.data(), token.size());
    if (const json::value* logprob = entry.if_contains("logprob"))
        candidate["logProbability"] = *logprob;
    return candidate;
}

/// OpenAI's logprobs → LogprobsResult.
json::object logprobsResult(const json::value& logprobs) {
    json::array chosen, top;
    const json::array* content = logprobs.is_object() ? arrayAt(logprobs.get_object(), "content") : nullptr;
    if (content == nullptr)
        return {};
    for (const json::value& value : *content) {
        const json::object* entry = value.if_object();
        if (entry == nullptr)
            continue;
        chosen.push_back(candidateOf(*entry));
        json::array others;
        if (const json::array* listed = arrayAt(*entry, "top_logprobs")) {
            for (const json::value& other : *listed) {
                if (other.is_object())
                    others.push_back(candidateOf(other.get_object()));
            }
        }
        top.push_back(json::object{{"candidates", std::move(others)}});
    }
    return {{"topCandidates", std::move(top)}, {"chosenCandidates", std::move(chosen)}};
}

} // namespace

void CandidateWriter::take(const Event& event, std::string& parts) {
    if (const auto* start = std::get_if<ToolCallStart>(&event)) {
        call(*start);
    } else if (const auto* delta = std::get_if<ToolCallDelta>(&event)) {
        arguments(*delta);
    } else if (const auto* said = std::get_if<TextDelta>(&event)) {
        text(said->text, parts);
    } else if (const auto* refusal = std::get_if<RefusalDelta>(&event)) {
        text(refusal->text, parts);
    } else if (const auto* reasoning = std::get_if<ReasoningDelta>(&event)) {
        thought(*reasoning, parts);
    } else if (const auto* detail = std::get_if<ReasoningDetail>(&event)) {
        signature(detail->part);
    } else if (const auto* output = std::get_if<MediaOutput>(&event)) {
        media(output->media, parts);
    } else if (const auto* note = std::get_if<AnnotationAdded>(&event)) {
        m_annotations.push_back(note->annotation);
    } else if (const auto* logprobs = std::get_if<LogprobsDelta>(&event)) {
        appendLogprobs(m_logprobs, logprobs->logprobs);
    }
}

void CandidateWriter::close(std::string& parts) {
    releaseCalls(parts);
    if (const std::string waiting = pendingSignature(); !waiting.empty())
        putSignature(waiting, parts);
}

void CandidateWriter::text(std::string_view text, std::string& parts) {
    if (text.empty())
        return;
    releaseCalls(parts);
    m_text += text;
    separate(parts);
    parts += "{\"text\":";
    appendQuoted(parts, text);
    if (const std::string waiting = pendingSignature(); !waiting.empty()) {
        parts += ",\"thoughtSignature\":";
        appendQuoted(parts, waiting);
    }
    parts += '}';
}

void CandidateWriter::thought(const ReasoningDelta& delta, std::string& parts) {
    if (delta.text.empty())
        return;
    releaseCalls(parts);
    m_thought += delta.text;
    separate(parts);
    parts += "{\"text\":";
    appendQuoted(parts, delta.text);
    parts += ",\"thought\":true}";
}

void CandidateWriter::signature(const ReasoningPart& part) {
    if (part.format == kGeminiThoughtFormat && !part.signature.empty()) {
        m_google = part.signature;
        m_thought.clear();
        return;
    }
    ReasoningPart whole = part;
    if (whole.redacted.empty()) {
        if (whole.text.empty())
            whole.text = m_thought;
        m_thought.clear();
    }
    m_foreign.push_back(std::move(whole));
}

void CandidateWriter::media(const MediaPart& media, std::string& parts) {
    releaseCalls(parts);
    const bool isInline = !media.data.empty();
    separate(parts);
    parts += isInline ? "{\"inlineData\":{\"mimeType\":" : "{\"fileData\":{\"mimeType\":";
    appendQuoted(parts, media.mimeType);
    parts += isInline ? ",\"data\":" : ",\"fileUri\":";
    appendQuoted(parts, isInline ? media.data : media.url.empty() ? media.fileId : media.url);
    parts += "}}";
}

void CandidateWriter::call(const ToolCallStart& start) {
    if (m_calls.size() < static_cast<std::size_t>(kMaxToolCalls))
        m_calls.push_back({start.index, start.id, start.name, start.signature, {}, start.custom});
}

void CandidateWriter::arguments(const ToolCallDelta& delta) {
    const auto call =
        std::find_if(m_calls.begin(), m_calls.end(), [&](const Call& open) { return open.index == delta.index; });
    if (call != m_calls.end())
        call->arguments += delta.arguments;
}

void CandidateWriter::releaseCalls(std::string& parts) {
    for (const Call& call : std::exchange(m_calls, {}))
        release(call, parts);
}

void CandidateWriter::release(const Call& call, std::string& parts) {
    std::string own = call.signature;
    // Google refuses on a call what it signed a text with: that gets a part of its own.
    if (!own.empty() || !m_google.empty()) {
        if (const std::string waiting = pendingSignature(); !waiting.empty())
            putSignature(waiting, parts);
    } else {
        own = pendingSignature();
    }
    json::object function;
    if (!call.id.empty() && !call.id.starts_with(kGeminiMadeId))
        function["id"] = call.id;
    function["name"] = call.name;
    function["args"] = call.custom ? json::object{{"input", call.arguments}} : toolArguments(call.arguments);
    separate(parts);
    parts.append("{\"functionCall\":").append(writeJson(function));
    if (!own.empty()) {
        parts += ",\"thoughtSignature\":";
        appendQuoted(parts, own);
    }
    parts += '}';
}

void CandidateWriter::putSignature(std::string_view signature, std::string& parts) {
    separate(parts);
    parts += "{\"text\":\"\",\"thoughtSignature\":";
    appendQuoted(parts, signature);
    parts += '}';
}

std::string CandidateWriter::pendingSignature() {
    if (!m_foreign.empty())
        return wrapThoughts(std::exchange(m_foreign, {}));
    return std::exchange(m_google, {});
}

std::string CandidateWriter::takeLogprobs() {
    const json::object result = logprobsResult(std::exchange(m_logprobs, {}));
    return result.empty() ? std::string() : ",\"logprobsResult\":" + writeJson(result);
}

std::string CandidateWriter::endMembers(const Finish& finish) {
    std::string out = ",\"finishReason\":\"";
    out.append(finishWord(finish)).append("\"").append(takeLogprobs()).append(grounding());
    return out;
}

std::string CandidateWriter::grounding() const {
    json::array chunks, supports;
    std::vector<std::string> addresses;
    for (const json::value& note : m_annotations) {
        const json::object* place = note.is_object() ? objectAt(note.get_object(), "url_citation") : nullptr;
        const std::string url(place != nullptr ? textAt(*place, "url") : std::string_view());
        if (url.empty())
            continue;
        auto at = std::find(addresses.begin(), addresses.end(), url);
        if (at == addresses.end()) {
            const std::string_view title = textAt(*place, "title");
            chunks.push_back(
                json::object{{"web", {{"uri", url}, {"title", json::string_view(title.data(), title.size())}}}});
            at = addresses.insert(addresses.end(), url);
        }
        const std::size_t from = byteOf(m_text, integerAt(*place, "start_index").value_or(0));
        const std::size_t to = std::max(from, byteOf(m_text, integerAt(*place, "end_index").value_or(0)));
        json::object segment;
        if (from > 0)
            segment["startIndex"] = from;
        segment["endIndex"] = to;
        segment["text"] = m_text.substr(from, to - from);
        supports.push_back(json::object{{"segment", std::move(segment)},
                                        {"groundingChunkIndices", json::array{at - addresses.begin()}}});
    }
    if (chunks.empty())
        return {};
    return ",\"groundingMetadata\":" +
           writeJson(json::object{{"groundingChunks", std::move(chunks)}, {"groundingSupports", std::move(supports)}});
}

} // namespace llmg::dialects::gemini
