// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/coherechatanswer.h"

#include "app/dialects/jsonaccess.h"
#include "app/dialects/upstreamerror.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

constexpr std::size_t kMaxBlocks = 1024; // more are an upstream gone mad; their citations count from the start

bool isHttpAddress(std::string_view text) {
    return text.starts_with("https://") || text.starts_with("http://");
}

std::int64_t countAt(const json::object& object, std::string_view key) {
    // A sum of a handful of counts must not overflow, whatever an upstream claims.
    return std::clamp<std::int64_t>(integerAt(object, key).value_or(0), 0, std::int64_t{1} << 53);
}

/// `tokens` is what the model read and wrote, its own frame included; `billed_units` what is charged.
std::optional<domain::TokenUsage> readUsage(const json::object& usage) {
    const json::object* counts = objectAt(usage, "tokens");
    if (counts == nullptr)
        counts = objectAt(usage, "billed_units");
    if (counts == nullptr)
        return std::nullopt;
    domain::TokenUsage read;
    read.prompt = countAt(*counts, "input_tokens");
    read.completion = countAt(*counts, "output_tokens");
    read.cachedPrompt = std::min(countAt(usage, "cached_tokens"), read.prompt);
    return read;
}

/// Where a source says that it is to be found: a document's or a tool result's own fields.
const json::object* fieldsOf(const json::object& source) {
    const json::object* document = objectAt(source, "document");
    return document != nullptr ? document : objectAt(source, "tool_output");
}

/// The objects of a field that is one object in a stream and a list in a whole answer.
template <class Take>
void eachObject(const json::value* value, Take&& take) {
    if (value == nullptr)
        return;
    if (const json::object* one = value->if_object())
        take(*one);
    if (const json::array* list = value->if_array()) {
        for (const json::value& entry : *list) {
            if (const json::object* one = entry.if_object())
                take(*one);
        }
    }
}

} // namespace

void CohereAnswerReader::start(std::string_view id, std::vector<Event>& events) {
    events.emplace_back(AnswerStart{std::string(id), {}, 0}); // no answer names its model
}

void CohereAnswerReader::content(std::int64_t index, const json::object& block, std::vector<Event>& events) {
    if (const std::string_view thinking = textAt(block, "thinking"); !thinking.empty())
        events.emplace_back(ReasoningDelta{0, std::string(thinking)});
    if (m_blockStarts.size() < kMaxBlocks)
        m_blockStarts.emplace(index, m_textLength);
    if (const std::string_view text = textAt(block, "text"); !text.empty()) {
        m_textLength += codePoints(text);
        events.emplace_back(TextDelta{0, std::string(text)});
    }
}

void CohereAnswerReader::toolPlan(std::string_view text, std::vector<Event>& events) {
    if (!text.empty())
        events.emplace_back(ReasoningDelta{0, std::string(text)});
}

void CohereAnswerReader::beginToolCall(std::int64_t index, const json::object& call, std::vector<Event>& events) {
    const json::object none;
    const json::object* function = objectAt(call, "function");
    if (function == nullptr)
        function = &none;
    const int at = static_cast<int>(m_calls.size());
    if (at >= kMaxToolCalls || !m_calls.emplace(index, Call{at, false}).second)
        return;
    events.emplace_back(
        ToolCallStart{0, at, std::string(textAt(call, "id")), std::string(textAt(*function, "name")), {}});
    toolCallArguments(index, textAt(*function, "arguments"), events);
}

void CohereAnswerReader::toolCallArguments(std::int64_t index, std::string_view text, std::vector<Event>& events) {
    const auto call = m_calls.find(index);
    if (call == m_calls.end() || text.empty())
        return;
    call->second.argumentsCame = true;
    events.emplace_back(ToolCallDelta{0, call->second.index, std::string(text)});
}

void CohereAnswerReader::endToolCall(std::int64_t index, std::vector<Event>& events) {
    const auto call = m_calls.find(index);
    if (call == m_calls.end() || call->second.argumentsCame)
        return;
    call->second.argumentsCame = true;
    events.emplace_back(ToolCallDelta{0, call->second.index, "{}"});
}

// url_citation needs an address; a source without one (a tool's result, a document that the client sent) is left out.
void CohereAnswerReader::citation(const json::object& citation, std::vector<Event>& events) {
    const std::string_view type = textAt(citation, "type");
    if (!type.empty() && type != "TEXT_CONTENT") // of the plan or the thinking, which carry no annotations
        return;
    const auto block = m_blockStarts.find(integerAt(citation, "content_index").value_or(0));
    const std::int64_t from = block == m_blockStarts.end() ? 0 : block->second;
    eachObject(citation.if_contains("sources"), [&](const json::object& source) {
        const json::object* fields = fieldsOf(source);
        const std::string_view url = fields != nullptr ? textAt(*fields, "url") : std::string_view();
        if (!isHttpAddress(url))
            return;
        const std::string_view title = textAt(*fields, "title");
        json::object place;
        place["start_index"] = from + countAt(citation, "start");
        place["end_index"] = from + countAt(citation, "end");
        place["url"] = json::string_view(url.data(), url.size());
        place["title"] = json::string_view(title.data(), title.size());
        json::object annotation;
        annotation["type"] = "url_citation";
        annotation["url_citation"] = std::move(place);
        events.emplace_back(AnnotationAdded{0, std::move(annotation)});
    });
}

// A chunk may be of several tokens, whose texts are not told apart: it stands for them with the sum of their logprobs.
void CohereAnswerReader::logprobs(const json::object& item, std::vector<Event>& events) {
    const json::array* values = arrayAt(item, "logprobs");
    if (values == nullptr || values->empty())
        return;
    double sum = 0;
    for (const json::value& value : *values) {
        boost::system::error_code notNumber;
        const double number = value.to_number<double>(notNumber);
        sum += notNumber ? 0 : number;
    }
    const std::string_view text = textAt(item, "text");
    json::object token;
    token["token"] = json::string_view(text.data(), text.size());
    token["logprob"] = sum;
    token["bytes"] = nullptr;
    token["top_logprobs"] = json::array();
    json::object chunk;
    chunk["content"] = json::array{std::move(token)};
    events.emplace_back(LogprobsDelta{0, std::move(chunk)});
}

std::optional<Error> CohereAnswerReader::finish(const json::object& holder, std::vector<Event>& events) {
    if (const json::object* usage = objectAt(holder, "usage")) {
        if (const auto read = readUsage(*usage))
            events.emplace_back(UsageReport{*read, std::nullopt, {}});
    }
    const std::string native(textAt(holder, "finish_reason"));
    const auto reason = cohereFinishReason(native);
    const std::string_view words = textAt(holder, "error");
    if (!reason || (!words.empty() && native.empty())) {
        Error error = cohereError(0, words.empty() ? "The provider broke off: finish reason " + native + "."
                                                   : std::string(words));
        error.upstreamCode = native;
        return error;
    }
    if (!native.empty())
        events.emplace_back(Finish{0, *reason, native});
    return std::nullopt;
}

std::optional<FinishReason> cohereFinishReason(std::string_view reason) {
    if (reason == "MAX_TOKENS")
        return FinishReason::Length;
    if (reason == "TOOL_CALL")
        return FinishReason::ToolCalls;
    if (reason == "ERROR_TOXIC")
        return FinishReason::ContentFilter;
    if (reason.starts_with("ERROR") || reason == "TIMEOUT")
        return std::nullopt;
    return FinishReason::Stop; // COMPLETE, STOP_SEQUENCE, and reasons yet to be invented
}

std::string cohereErrorWords(const json::object& document) {
    for (const std::string_view key : {"message", "error", "detail"}) {
        if (const std::string_view words = textAt(document, key); !words.empty())
            return std::string(words);
        if (const json::object* inner = objectAt(document, key)) {
            if (const std::string_view words = textAt(*inner, "message"); !words.empty())
                return std::string(words);
        }
    }
    return {};
}

Error cohereError(int status, std::string message) {
    const bool modelUnknown = message.find("model") != std::string::npos;
    // 498: the token itself is invalid or blocked (reference: "Http status codes").
    const int meaning = status == 0 ? 502 : status == 498 ? 401 : status;
    Error error = fail(kindOfUpstreamStatus(meaning, modelUnknown), std::move(message));
    error.upstreamStatus = status;
    return error;
}

Error cohereErrorFromBody(int status, std::string_view body) {
    std::string words;
    if (const auto document = parseJson(body); document && document->is_object())
        words = cohereErrorWords(document->get_object());
    return cohereError(status, words.empty() ? describeForeignBody(status, body) : std::move(words));
}

Result<ChatAnswer> decodeCohereAnswer(std::string_view body) {
    const auto document = parseJson(body);
    if (!document || !document->is_object())
        return fail(ErrorKind::Upstream, "The provider's answer is not a JSON object.");
    const json::object& answer = document->get_object();
    const json::object* message = objectAt(answer, "message");
    if (message == nullptr) {
        std::string words = cohereErrorWords(answer);
        return words.empty()
                   ? fail(ErrorKind::Upstream, "The provider's answer is not a Cohere answer: it has no message.")
                   : cohereError(0, std::move(words));
    }
    std::vector<Event> events;
    CohereAnswerReader reader;
    reader.start(textAt(answer, "id"), events);
    reader.toolPlan(textAt(*message, "tool_plan"), events);
    std::int64_t index = 0;
    eachObject(message->if_contains("content"),
               [&](const json::object& block) { reader.content(index++, block, events); });
    index = 0;
    eachObject(message->if_contains("tool_calls"), [&](const json::object& call) {
        reader.beginToolCall(index, call, events);
        reader.endToolCall(index++, events);
    });
    eachObject(message->if_contains("citations"),
               [&](const json::object& citation) { reader.citation(citation, events); });
    eachObject(answer.if_contains("logprobs"), [&](const json::object& item) { reader.logprobs(item, events); });
    if (const auto error = reader.finish(answer, events))
        return *error;
    AnswerCollector collector;
    for (const Event& event : events)
        collector.add(event);
    ChatAnswer collected = collector.take();
    if (collected.choices.empty())
        collected.choices.emplace_back();
    return collected;
}

} // namespace llmg::dialects
