// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/bedrockconverseanswer.h"

#include "app/dialects/jsonaccess.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

constexpr std::string_view kClaudeFormat = "anthropic-claude-v1";

bool isHttpAddress(std::string_view text) {
    return text.starts_with("https://") || text.starts_with("http://");
}

std::int64_t countAt(const json::object& object, std::string_view key) {
    return std::max<std::int64_t>(integerAt(object, key).value_or(0), 0);
}

// Of a page on the web, or of a search result that the client gave; places in documents have no address.
std::string_view addressOf(const json::object& citation) {
    if (const json::object* location = objectAt(citation, "location")) {
        if (const json::object* web = objectAt(*location, "web"); web != nullptr && isHttpAddress(textAt(*web, "url")))
            return textAt(*web, "url");
    }
    const std::string_view source = textAt(citation, "source");
    return isHttpAddress(source) ? source : std::string_view();
}

// What Bedrock wrote into its cache, by lifetime (API reference, CacheDetail).
std::int64_t writtenForAnHour(const json::object& usage) {
    std::int64_t tokens = 0;
    if (const json::array* details = arrayAt(usage, "cacheDetails")) {
        for (const json::value& detail : *details) {
            if (detail.is_object() && textAt(detail.get_object(), "ttl") == "1h")
                tokens += countAt(detail.get_object(), "inputTokens");
        }
    }
    return tokens;
}

} // namespace

BedrockAnswerReader::Block& BedrockAnswerReader::blockAt(std::int64_t index) {
    const auto [found, isNew] = m_open.try_emplace(index);
    if (isNew)
        found->second.textStart = m_textLength;
    return found->second;
}

void BedrockAnswerReader::beginBlock(std::int64_t index, const json::object& start, std::vector<Event>& events) {
    m_open.erase(index);
    Block& block = blockAt(index);
    if (const json::object* use = objectAt(start, "toolUse")) {
        if (!textAt(*use, "type").empty()) { // server_tool_use: Bedrock ran it
            block.kind = Kind::PassedOver;
            return;
        }
        block.kind = Kind::ToolUse;
        block.toolIndex = m_toolCalls++;
        events.emplace_back(ToolCallStart{
            0, block.toolIndex, std::string(textAt(*use, "toolUseId")), std::string(textAt(*use, "name")), {}});
    } else if (start.contains("toolResult")) {
        block.kind = Kind::PassedOver;
    } else if (const json::object* image = objectAt(start, "image")) {
        addMedia(*image, events);
    }
}

void BedrockAnswerReader::delta(std::int64_t index, const json::object& delta, std::vector<Event>& events) {
    Block& block = blockAt(index);
    if (block.kind == Kind::PassedOver)
        return;
    if (block.kind == Kind::ToolUse) {
        const json::object* use = objectAt(delta, "toolUse");
        if (const std::string_view input = use != nullptr ? textAt(*use, "input") : ""; !input.empty()) {
            block.argumentsCame = true;
            events.emplace_back(ToolCallDelta{0, block.toolIndex, std::string(input)});
        }
        return;
    }
    addText(textAt(delta, "text"), events);
    if (const json::object* reasoning = objectAt(delta, "reasoningContent"))
        addReasoning(block, *reasoning, events);
    if (const json::object* citation = objectAt(delta, "citation"))
        block.citations.push_back(*citation);
    if (const json::object* image = objectAt(delta, "image"))
        addMedia(*image, events);
}

void BedrockAnswerReader::endBlock(std::int64_t index, std::vector<Event>& events) {
    const auto found = m_open.find(index);
    if (found == m_open.end())
        return;
    const Block block = std::move(found->second);
    m_open.erase(found);
    if (block.kind == Kind::ToolUse && !block.argumentsCame)
        events.emplace_back(ToolCallDelta{0, block.toolIndex, "{}"});
    if (!block.signature.empty())
        events.emplace_back(ReasoningDetail{0, ReasoningPart{{}, block.signature, {}, std::string(kClaudeFormat)}});
    if (!block.redacted.empty())
        events.emplace_back(ReasoningDetail{0, ReasoningPart{{}, {}, block.redacted, std::string(kClaudeFormat)}});
    addCitations(block, events);
}

void BedrockAnswerReader::block(std::int64_t index, const json::object& content, std::vector<Event>& events) {
    if (const json::object* use = objectAt(content, "toolUse")) {
        beginBlock(index, content, events);
        const json::value* input = use->if_contains("input");
        Block& open = blockAt(index);
        if (open.kind == Kind::ToolUse && input != nullptr && !input->is_null()) {
            open.argumentsCame = true;
            events.emplace_back(ToolCallDelta{0, open.toolIndex, writeJson(*input)});
        }
    } else if (const json::object* cited = objectAt(content, "citationsContent")) {
        Block& open = blockAt(index);
        if (const json::array* citations = arrayAt(*cited, "citations")) {
            for (const json::value& citation : *citations) {
                if (citation.is_object())
                    open.citations.push_back(citation.get_object());
            }
        }
        if (const json::array* parts = arrayAt(*cited, "content")) {
            for (const json::value& part : *parts) {
                if (part.is_object())
                    addText(textAt(part.get_object(), "text"), events);
            }
        }
    } else if (content.contains("toolResult")) {
        beginBlock(index, content, events);
    } else {
        delta(index, content, events);
    }
    endBlock(index, events);
}

void BedrockAnswerReader::addText(std::string_view text, std::vector<Event>& events) {
    if (text.empty())
        return;
    m_textLength += codePoints(text);
    events.emplace_back(TextDelta{0, std::string(text)});
}

// In a stream text and signature stand in the object itself, in a whole answer inside reasoningText.
void BedrockAnswerReader::addReasoning(Block& block, const json::object& content, std::vector<Event>& events) {
    const json::object* inner = objectAt(content, "reasoningText");
    const json::object& holder = inner != nullptr ? *inner : content;
    if (const std::string_view text = textAt(holder, "text"); !text.empty())
        events.emplace_back(ReasoningDelta{0, std::string(text)});
    block.signature += textAt(holder, "signature");
    block.redacted += textAt(content, "redactedContent");
}

void BedrockAnswerReader::addMedia(const json::object& image, std::vector<Event>& events) {
    const json::object* source = objectAt(image, "source");
    const std::string_view data = source != nullptr ? textAt(*source, "bytes") : "";
    if (data.empty())
        return;
    MediaPart media;
    media.mimeType = "image/" + std::string(textAt(image, "format"));
    media.data = data;
    events.emplace_back(MediaOutput{0, std::move(media)});
}

void BedrockAnswerReader::addCitations(const Block& block, std::vector<Event>& events) const {
    for (const json::object& citation : block.citations) {
        const std::string_view url = addressOf(citation);
        if (url.empty()) // url_citation needs one
            continue;
        json::object place;
        place["start_index"] = block.textStart;
        place["end_index"] = m_textLength;
        place["url"] = json::string_view(url.data(), url.size());
        const std::string_view title = textAt(citation, "title");
        place["title"] = json::string_view(title.data(), title.size());
        json::object annotation;
        annotation["type"] = "url_citation";
        annotation["url_citation"] = std::move(place);
        events.emplace_back(AnnotationAdded{0, std::move(annotation)});
    }
}

void BedrockAnswerReader::stop(const json::object& holder, std::vector<Event>& events) {
    const std::string_view reason = textAt(holder, "stopReason");
    if (reason.empty())
        return;
    Finish finish{0, bedrockFinishReason(reason), std::string(reason), {}};
    if (const json::object* more = objectAt(holder, "additionalModelResponseFields"))
        finish.stopSequence = textAt(*more, "stop_sequence");
    events.emplace_back(std::move(finish));
}

void BedrockAnswerReader::usage(const json::object& holder, std::vector<Event>& events) {
    const json::object* usage = objectAt(holder, "usage");
    if (usage == nullptr)
        return;
    UsageReport report;
    const std::int64_t written = countAt(*usage, "cacheWriteInputTokens");
    report.usage.cachedPrompt = countAt(*usage, "cacheReadInputTokens");
    report.usage.cacheWrite1h = std::min(writtenForAnHour(*usage), written);
    report.usage.cacheWrite = written - report.usage.cacheWrite1h;
    report.usage.prompt = countAt(*usage, "inputTokens") + report.usage.cachedPrompt + written;
    report.usage.completion = countAt(*usage, "outputTokens");
    if (const json::object* tier = objectAt(holder, "serviceTier"))
        report.serviceTier = textAt(*tier, "type");
    events.emplace_back(std::move(report));
}

FinishReason bedrockFinishReason(std::string_view stopReason) {
    if (stopReason == "max_tokens" || stopReason == "model_context_window_exceeded")
        return FinishReason::Length;
    if (stopReason == "tool_use")
        return FinishReason::ToolCalls;
    if (stopReason == "content_filtered" || stopReason == "guardrail_intervened" || stopReason == "refusal")
        return FinishReason::ContentFilter;
    // end_turn, stop_sequence, malformed_model_output, malformed_tool_use, and reasons yet to be invented.
    return FinishReason::Stop;
}

Result<ChatAnswer> decodeBedrockAnswer(std::string_view body) {
    const auto document = parseJson(body);
    if (!document || !document->is_object())
        return fail(ErrorKind::Upstream, "The provider's answer is not a JSON object.");
    const json::object& answer = document->get_object();
    const json::object* output = objectAt(answer, "output");
    const json::object* message = output != nullptr ? objectAt(*output, "message") : nullptr;
    const json::array* content = message != nullptr ? arrayAt(*message, "content") : nullptr;
    if (content == nullptr)
        return fail(ErrorKind::Upstream, "The provider's answer is not one of Bedrock's Converse: it has no content.");
    std::vector<Event> events;
    BedrockAnswerReader reader;
    for (std::size_t i = 0; i < content->size(); ++i) {
        if ((*content)[i].is_object())
            reader.block(static_cast<std::int64_t>(i), (*content)[i].get_object(), events);
    }
    BedrockAnswerReader::usage(answer, events);
    BedrockAnswerReader::stop(answer, events);
    AnswerCollector collector;
    for (const Event& event : events)
        collector.add(event);
    ChatAnswer whole = collector.take();
    if (whole.choices.empty())
        whole.choices.emplace_back();
    return whole;
}

} // namespace llmg::dialects
