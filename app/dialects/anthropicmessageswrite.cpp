// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/anthropicmessagesanswer.h"
#include "app/dialects/anthropicmessagesingress.h"
#include "app/dialects/anthropicmessagesseal.h"

#include <algorithm>
#include <array>

namespace llmg::dialects {
namespace {

bool isStopReason(std::string_view native) {
    static constexpr std::array<std::string_view, 7> kReasons{"end_turn",
                                                              "max_tokens",
                                                              "stop_sequence",
                                                              "tool_use",
                                                              "pause_turn",
                                                              "refusal",
                                                              "model_context_window_exceeded"};
    return std::find(kReasons.begin(), kReasons.end(), native) != kReasons.end();
}

/// The blocks of one choice.
class ContentWriter {
  public:
    explicit ContentWriter(const Choice& choice) {
        for (const Part& part : choice.message.parts)
            std::visit([this](const auto& value) { write(value); }, part.value);
        for (const json::value& note : choice.annotations)
            cite(note);
    }

    json::array content;
    bool called = false, refused = false;

  private:
    void write(const TextPart& part) {
        text(part.text);
        for (const json::value& note : part.annotations)
            cite(note);
    }
    void write(const RefusalPart& part) {
        refused = true;
        text(part.text);
    }
    void write(const MediaPart& part) { text(anthropicMediaText(part)); }
    void write(const ToolResultPart&) {} // a client's part; no answer holds one
    void write(const ReasoningPart& part) {
        const bool own = isAnthropicReasoning(part);
        if (!part.text.empty() || part.redacted.empty()) {
            // Unsigned reasoning is sealed too: clients send no thinking back that has no signature.
            const bool seals = part.redacted.empty() && (!own || part.signature.empty());
            content.push_back({{"type", "thinking"},
                               {"thinking", part.text},
                               {"signature", seals ? sealReasoning(part)
                                             : own ? part.signature
                                                   : std::string()}});
        }
        if (!part.redacted.empty())
            redacted(own ? part.redacted : sealReasoning(part));
    }
    void write(const ToolCallPart& part) {
        called = true;
        if (!part.signature.empty())
            redacted(sealCallSignature(part.id, part.signature));
        json::object input;
        if (part.custom)
            input["input"] = part.arguments;
        else
            input = toolArguments(part.arguments);
        content.push_back({{"type", "tool_use"}, {"id", part.id}, {"name", part.name}, {"input", std::move(input)}});
    }

    void redacted(const std::string& data) { content.push_back({{"type", "redacted_thinking"}, {"data", data}}); }

    void text(const std::string& words) {
        if (words.empty())
            return;
        m_textEnds.emplace_back(m_textLength += codePoints(words), content.size());
        content.push_back({{"type", "text"}, {"text", words}});
    }

    /// A citation stands in the block of text that it belongs to.
    void cite(const json::value& note) {
        auto citation = note.is_object() ? anthropicCitation(note.get_object()) : std::nullopt;
        if (!citation || m_textEnds.empty())
            return;
        const json::object* place = objectAt(note.get_object(), "url_citation");
        const std::int64_t start =
            integerAt(place != nullptr ? *place : note.get_object(), "start_index").value_or(m_textLength);
        auto block =
            std::find_if(m_textEnds.begin(), m_textEnds.end(), [start](const auto& end) { return start < end.first; });
        if (block == m_textEnds.end())
            --block;
        json::value& list = content[block->second].get_object()["citations"];
        if (!list.is_array())
            list.emplace_array();
        list.get_array().push_back(std::move(*citation));
    }

    std::int64_t m_textLength = 0;                                ///< in code points
    std::vector<std::pair<std::int64_t, std::size_t>> m_textEnds; ///< where each block of text ends, and its place
};

} // namespace

json::object writeAnthropicUsage(const domain::TokenUsage& usage, std::string_view serviceTier) {
    const std::int64_t written = usage.cacheWrite + usage.cacheWrite1h;
    json::object wire;
    wire["input_tokens"] = std::max<std::int64_t>(0, usage.prompt - usage.cachedPrompt - written);
    wire["cache_creation_input_tokens"] = written;
    wire["cache_read_input_tokens"] = usage.cachedPrompt;
    wire["cache_creation"] = {{"ephemeral_5m_input_tokens", usage.cacheWrite},
                              {"ephemeral_1h_input_tokens", usage.cacheWrite1h}};
    wire["output_tokens"] = usage.completion;
    if (usage.reasoning > 0)
        wire["output_tokens_details"] = {{"thinking_tokens", usage.reasoning}};
    if (usage.webSearches > 0)
        wire["server_tool_use"] = {{"web_search_requests", usage.webSearches}};
    if (!serviceTier.empty())
        wire["service_tier"] = serviceTier == "default" ? std::string_view("standard") : serviceTier;
    return wire;
}

std::string anthropicMessageId(std::string_view id) {
    return id.starts_with("msg_") ? std::string(id) : "msg_" + std::string(id);
}

AnthropicStop anthropicStop(const Finish& finish, bool calledTools, bool refused) {
    if (isStopReason(finish.native))
        return {finish.native, finish.stopSequence};
    if (refused || finish.reason == FinishReason::ContentFilter)
        return {"refusal"};
    if (finish.reason == FinishReason::Length)
        return {"max_tokens"};
    if (finish.reason == FinishReason::ToolCalls || calledTools) // clients run tools only where it says so
        return {"tool_use"};
    if (!finish.stopSequence.empty())
        return {"stop_sequence", finish.stopSequence};
    return {"end_turn"};
}

// Of a search that was not Anthropic's there is nothing encrypted and no cited text. Both fields must be there.
std::optional<json::object> anthropicCitation(const json::object& annotation) {
    const json::object* place = objectAt(annotation, "url_citation");
    if (place == nullptr)
        place = &annotation;
    const std::string_view url = textAt(*place, "url");
    if (url.empty())
        return std::nullopt;
    return json::object{{"type", "web_search_result_location"},
                        {"url", url},
                        {"title", textAt(*place, "title")},
                        {"encrypted_index", ""},
                        {"cited_text", ""}};
}

std::string anthropicMediaText(const MediaPart& media) {
    std::string address = media.url;
    if (!media.data.empty())
        address.append("data:").append(media.mimeType).append(";base64,").append(media.data);
    return (media.kind == MediaKind::Image ? "![image](" : "[file](") + address + ")";
}

std::string encodeAnthropicAnswer(const ChatAnswer& answer, const AnswerAdditions& additions) {
    const Choice none;
    const Choice& choice = answer.choices.empty() ? none : answer.choices.front();
    ContentWriter writer(choice);
    const AnthropicStop stop =
        anthropicStop({0, choice.finish, choice.nativeFinish, choice.stopSequence}, writer.called, writer.refused);
    json::object message;
    message["id"] = anthropicMessageId(answer.id);
    message["type"] = "message";
    message["role"] = "assistant";
    message["model"] = answer.model;
    message["content"] = std::move(writer.content);
    message["stop_reason"] = stop.reason;
    message["stop_sequence"] = stop.sequence.empty() ? json::value() : json::value(stop.sequence);
    const domain::TokenUsage usage =
        answer.usage ? *answer.usage : additions.estimatedUsage.value_or(domain::TokenUsage{});
    return serializeAnswer(std::move(message), writeAnthropicUsage(usage, answer.serviceTier), additions);
}

std::string encodeAnthropicError(const Error& error, int status, std::string_view code) {
    std::string out = "{\"type\":\"error\",\"error\":{\"type\":";
    appendQuoted(out, anthropicErrorType(status));
    out += ",\"message\":";
    appendQuoted(out, error.message);
    out += ",\"code\":";
    appendQuoted(out, code);
    return out + "}}";
}

} // namespace llmg::dialects
