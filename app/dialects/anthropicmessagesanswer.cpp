// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/anthropicmessagesanswer.h"

#include "app/dialects/jsonaccess.h"
#include "app/dialects/upstreamerror.h"

#include <algorithm>
#include <cmath>

namespace llmg::dialects {
namespace {

// docs: "Errors", the HTTP status that belongs to each type.
constexpr std::pair<std::string_view, int> kErrorTypes[] = {
    {"invalid_request_error", 400}, {"authentication_error", 401}, {"billing_error", 402},    {"permission_error", 403},
    {"not_found_error", 404},       {"request_too_large", 413},    {"rate_limit_error", 429}, {"api_error", 500},
    {"timeout_error", 504},         {"overloaded_error", 529},
};

// Inside a stream the type is all there is.
int statusOfErrorType(std::string_view type) {
    for (const auto& [name, status] : kErrorTypes) {
        if (name == type)
            return status;
    }
    return 502;
}

bool isHttpAddress(std::string_view text) {
    return text.starts_with("https://") || text.starts_with("http://");
}

std::int64_t countAt(const json::object& object, std::string_view key, std::int64_t otherwise) {
    const auto number = integerAt(object, key);
    return number && *number >= 0 ? *number : otherwise;
}

} // namespace

void AnthropicUsage::update(const json::object& usage) {
    m_known = true;
    m_input = countAt(usage, "input_tokens", m_input);
    m_output = countAt(usage, "output_tokens", m_output);
    m_cacheRead = countAt(usage, "cache_read_input_tokens", m_cacheRead);
    if (const json::object* creation = objectAt(usage, "cache_creation")) {
        m_cacheCreation1h = countAt(*creation, "ephemeral_1h_input_tokens", m_cacheCreation1h);
        m_cacheCreation = countAt(*creation, "ephemeral_5m_input_tokens", 0) + m_cacheCreation1h;
    }
    // The flat figure is the whole; the split may leave out what a server tool's turn wrote.
    m_cacheCreation = countAt(usage, "cache_creation_input_tokens", m_cacheCreation);
    if (const json::object* tools = objectAt(usage, "server_tool_use"))
        m_webSearches = countAt(*tools, "web_search_requests", m_webSearches);
    if (const json::object* details = objectAt(usage, "output_tokens_details"))
        m_thinking = countAt(*details, "thinking_tokens", m_thinking);
    if (const std::string_view tier = textAt(usage, "service_tier"); !tier.empty())
        m_serviceTier = tier;
    // Not Anthropic's, but servers that speak its dialect (OpenRouter) state what they charge here.
    if (const json::value* cost = usage.if_contains("cost"); cost != nullptr && cost->is_number()) {
        const double usd = cost->to_number<double>();
        if (usd >= 0 && usd < 1e6)
            m_cost = domain::Money::fromNano(std::llround(usd * 1e9));
    }
}

UsageReport AnthropicUsage::report() const {
    UsageReport report;
    report.usage.prompt = m_input + m_cacheRead + m_cacheCreation;
    report.usage.cachedPrompt = m_cacheRead;
    report.usage.cacheWrite1h = std::min(m_cacheCreation1h, m_cacheCreation);
    report.usage.cacheWrite = m_cacheCreation - report.usage.cacheWrite1h;
    report.usage.completion = m_output;
    report.usage.reasoning = std::min(m_thinking, m_output);
    report.usage.webSearches = m_webSearches;
    report.statedCost = m_cost;
    report.serviceTier = m_serviceTier;
    return report;
}

void AnthropicAnswerReader::start(const json::object& message, std::vector<Event>& events) {
    events.emplace_back(AnswerStart{std::string(textAt(message, "id")), std::string(textAt(message, "model")), 0});
    if (const json::object* usage = objectAt(message, "usage")) {
        m_usage.update(*usage);
        events.emplace_back(m_usage.report());
    }
}

void AnthropicAnswerReader::addText(std::string_view text, std::vector<Event>& events) {
    if (text.empty())
        return;
    m_textLength += codePoints(text);
    events.emplace_back(TextDelta{0, std::string(text)});
}

void AnthropicAnswerReader::beginBlock(std::int64_t index, const json::object& block, std::vector<Event>& events) {
    const std::string_view type = textAt(block, "type");
    Block open;
    if (type == "text") {
        open.kind = Kind::Text;
        open.textStart = m_textLength;
        if (const json::array* citations = arrayAt(block, "citations")) {
            for (const json::value& citation : *citations) {
                if (citation.is_object())
                    open.citations.push_back(citation.get_object());
            }
        }
        addText(textAt(block, "text"), events);
    } else if (type == "thinking") {
        open.kind = Kind::Thinking;
        open.opaque = textAt(block, "signature");
        if (const std::string_view text = textAt(block, "thinking"); !text.empty())
            events.emplace_back(ReasoningDelta{0, std::string(text)});
    } else if (type == "redacted_thinking") {
        open.kind = Kind::Redacted;
        open.opaque = textAt(block, "data");
    } else if (type == "tool_use") {
        open.kind = Kind::ToolUse;
        open.toolIndex = m_toolCalls++;
        if (const json::object* input = objectAt(block, "input"); input != nullptr && !input->empty())
            open.arguments = writeJson(*input);
        events.emplace_back(
            ToolCallStart{0, open.toolIndex, std::string(textAt(block, "id")), std::string(textAt(block, "name")), {}});
    }
    m_open.insert_or_assign(index, std::move(open));
}

void AnthropicAnswerReader::delta(std::int64_t index, const json::object& delta, std::vector<Event>& events) {
    const auto found = m_open.find(index);
    if (found == m_open.end())
        return;
    Block& block = found->second;
    const std::string_view type = textAt(delta, "type");
    if (type == "text_delta" && block.kind == Kind::Text) {
        addText(textAt(delta, "text"), events);
    } else if (type == "thinking_delta" && block.kind == Kind::Thinking) {
        if (const std::string_view text = textAt(delta, "thinking"); !text.empty())
            events.emplace_back(ReasoningDelta{0, std::string(text)});
    } else if (type == "signature_delta" && block.kind == Kind::Thinking) {
        block.opaque += textAt(delta, "signature");
    } else if (type == "input_json_delta" && block.kind == Kind::ToolUse) {
        if (const std::string_view json = textAt(delta, "partial_json"); !json.empty()) {
            block.argumentsCame = true;
            events.emplace_back(ToolCallDelta{0, block.toolIndex, std::string(json)});
        }
    } else if (type == "citations_delta" && block.kind == Kind::Text) {
        if (const json::object* citation = objectAt(delta, "citation"))
            block.citations.push_back(*citation);
    }
}

void AnthropicAnswerReader::endBlock(std::int64_t index, std::vector<Event>& events) {
    const auto found = m_open.find(index);
    if (found == m_open.end())
        return;
    const Block block = std::move(found->second);
    m_open.erase(found);
    switch (block.kind) {
    case Kind::Text:
        for (const json::object& citation : block.citations) {
            // Places in documents and search results given by the client have no address; url_citation needs one.
            std::string_view url = textAt(citation, "url");
            if (url.empty())
                url = textAt(citation, "source");
            if (!isHttpAddress(url))
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
        break;
    case Kind::Thinking:
        if (!block.opaque.empty())
            events.emplace_back(ReasoningDetail{0, ReasoningPart{{}, block.opaque, {}, "anthropic-claude-v1"}});
        break;
    case Kind::Redacted:
        events.emplace_back(ReasoningDetail{0, ReasoningPart{{}, {}, block.opaque, "anthropic-claude-v1"}});
        break;
    case Kind::ToolUse:
        if (!block.argumentsCame)
            events.emplace_back(ToolCallDelta{0, block.toolIndex, block.arguments.empty() ? "{}" : block.arguments});
        break;
    case Kind::PassedOver:
        break;
    }
}

void AnthropicAnswerReader::finish(const json::object& holder, const json::object* usage, std::vector<Event>& events) {
    if (usage != nullptr)
        m_usage.update(*usage);
    if (m_usage.known())
        events.emplace_back(m_usage.report());
    if (const std::string_view reason = textAt(holder, "stop_reason"); !reason.empty())
        events.emplace_back(Finish{0, anthropicFinishReason(reason), std::string(reason),
                                   std::string(textAt(holder, "stop_sequence"))});
}

FinishReason anthropicFinishReason(std::string_view stopReason) {
    if (stopReason == "max_tokens" || stopReason == "model_context_window_exceeded")
        return FinishReason::Length;
    if (stopReason == "tool_use")
        return FinishReason::ToolCalls;
    if (stopReason == "refusal")
        return FinishReason::ContentFilter;
    // end_turn, stop_sequence, pause_turn (the provider's own tools may go on if asked), and reasons yet to be
    // invented.
    return FinishReason::Stop;
}

std::string_view anthropicErrorType(int status) {
    for (const auto& [name, of] : kErrorTypes) {
        if (of == status)
            return name;
    }
    return status >= 500 ? "api_error" : "invalid_request_error";
}

Error anthropicError(int status, const json::object& error) {
    const std::string_view type = textAt(error, "type");
    const std::string_view message = textAt(error, "message");
    if (status < 400)
        status = statusOfErrorType(type);
    const bool modelUnknown = message.find("model") != std::string_view::npos;
    Error result = fail(kindOfUpstreamStatus(status, modelUnknown),
                        message.empty() ? describeForeignBody(status, {}) : std::string(message));
    result.upstreamStatus = status;
    result.upstreamCode = type;
    result.retryAfter = googleRetryDelay(error); // of Vertex AI, which serves Claude with Google's errors
    // An account without money answers 400 with the type of a bad request; to us it is a key that cannot pay.
    if (status == 400 && message.find("credit balance is too low") != std::string_view::npos)
        result.kind = ErrorKind::UpstreamKeyRejected;
    return result;
}

Error anthropicErrorFromBody(int status, std::string_view body) {
    if (const auto document = parseJson(body); document && document->is_object()) {
        if (const json::object* error = objectAt(document->get_object(), "error"))
            return anthropicError(status, *error);
    }
    Error error = fail(kindOfUpstreamStatus(status, false), describeForeignBody(status, body));
    error.upstreamStatus = status;
    return error;
}

Result<ChatAnswer> decodeAnthropicAnswer(std::string_view body) {
    const auto document = parseJson(body);
    if (!document || !document->is_object())
        return fail(ErrorKind::Upstream, "The provider's answer is not a JSON object.");
    const json::object& message = document->get_object();
    if (const json::object* error = objectAt(message, "error"))
        return anthropicError(0, *error);
    const json::array* content = arrayAt(message, "content");
    if (content == nullptr)
        return fail(ErrorKind::Upstream, "The provider's answer is not an Anthropic message: it has no content.");
    std::vector<Event> events;
    AnthropicAnswerReader reader;
    reader.start(message, events);
    for (std::size_t i = 0; i < content->size(); ++i) {
        if (!(*content)[i].is_object())
            continue;
        reader.beginBlock(static_cast<std::int64_t>(i), (*content)[i].get_object(), events);
        reader.endBlock(static_cast<std::int64_t>(i), events);
    }
    reader.finish(message, nullptr, events);
    AnswerCollector collector;
    for (const Event& event : events)
        collector.add(event);
    ChatAnswer answer = collector.take();
    if (answer.choices.empty())
        answer.choices.emplace_back();
    return answer;
}

} // namespace llmg::dialects
