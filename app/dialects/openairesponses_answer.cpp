// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat_wire.h"
#include "app/dialects/openairesponses_wire.h"

namespace llmg::dialects::responses {
namespace {

void addAnnotation(const json::object& wire, std::vector<Event>& events) {
    if (auto annotation = chatAnnotation(wire))
        events.emplace_back(AnnotationAdded{0, std::move(*annotation)});
}

void addLogprobs(const json::object& holder, std::vector<Event>& events) {
    if (const json::array* logprobs = arrayAt(holder, "logprobs"); logprobs != nullptr && !logprobs->empty())
        events.emplace_back(LogprobsDelta{0, json::object{{"content", *logprobs}}});
}

void addText(std::string_view text, std::vector<Event>& events) {
    if (!text.empty())
        events.emplace_back(TextDelta{0, std::string(text)});
}

Error failure(const json::object& response) {
    if (auto error = openaichat::findError(response))
        return *error;
    return llmg::fail(ErrorKind::Upstream, "the provider says that the response is '" +
                                               std::string(textAt(response, "status")) + "' and no more");
}

} // namespace

UsageReport readUsage(const json::object& usage) {
    // The same counts under other names; what providers add (costs, ticks) has the same names in both.
    json::object chat = usage;
    const auto rename = [&chat](const char* from, const char* to) {
        if (const json::value* value = chat.if_contains(from)) {
            json::value moved = *value;
            chat[to] = std::move(moved);
        }
    };
    rename("input_tokens", "prompt_tokens");
    rename("output_tokens", "completion_tokens");
    rename("input_tokens_details", "prompt_tokens_details");
    rename("output_tokens_details", "completion_tokens_details");
    return openaichat::readUsage(chat, {});
}

AnswerReader::Item& AnswerReader::itemAt(std::int64_t index) {
    m_sawItems = true;
    if (m_open.size() >= kMaxItems && !m_open.contains(index))
        m_open.clear();
    return m_open[index];
}

void AnswerReader::fail(Error error, std::vector<Event>& events) {
    m_ended = true;
    events.emplace_back(AnswerError{std::move(error)});
}

void AnswerReader::start(const json::object& response, std::vector<Event>& events) {
    if (m_started)
        return;
    m_started = true;
    events.emplace_back(AnswerStart{std::string(textAt(response, "id")), std::string(textAt(response, "model")),
                                    openaichat::countAt(response, "created_at")});
}

void AnswerReader::event(const json::object& event, std::vector<Event>& events) {
    const std::string_view type = textAt(event, "type");
    const std::int64_t index = openaichat::countAt(event, "output_index");
    if (type == "error")
        return fail(openaichat::eventError(event), events);
    if (const json::object* response = objectAt(event, "response")) {
        start(*response, events);
        if (type == "response.completed" || type == "response.incomplete" || type == "response.failed" ||
            type == "response.cancelled")
            return finish(*response, events);
    }
    const json::object* item = objectAt(event, "item");
    if (type == "response.output_item.added" && item != nullptr)
        itemAdded(*item, index, events);
    else if (type == "response.output_item.done" && item != nullptr)
        itemDone(*item, index, events);
    else
        delta(type, event, events);
}

void AnswerReader::delta(std::string_view type, const json::object& event, std::vector<Event>& events) {
    const std::int64_t index = openaichat::countAt(event, "output_index");
    const std::string_view text = textAt(event, "delta");
    if (type == "response.output_text.delta") {
        Item& item = itemAt(index);
        item.said = item.said || !text.empty();
        addText(text, events);
        const std::size_t before = events.size();
        addLogprobs(event, events);
        item.probed = item.probed || events.size() > before;
    } else if (type == "response.refusal.delta") {
        itemAt(index).said = true;
        events.emplace_back(RefusalDelta{0, std::string(text)});
    } else if (type == "response.function_call_arguments.delta" || type == "response.custom_tool_call_input.delta") {
        Item& item = itemAt(index);
        if (item.call < 0 || text.empty())
            return;
        item.said = true;
        events.emplace_back(ToolCallDelta{0, item.call, std::string(text)});
    } else if (type == "response.reasoning_summary_text.delta") {
        reasoningDelta(event, false, events);
    } else if (type == "response.reasoning_text.delta") {
        reasoningDelta(event, true, events);
    } else if (type == "response.output_text.annotation.added") {
        itemAt(index).noted = true;
        if (const json::object* annotation = objectAt(event, "annotation"))
            addAnnotation(*annotation, events);
    }
    // The rest tells of progress, or repeats in full what came in deltas.
}

void AnswerReader::reasoningDelta(const json::object& event, bool inContent, std::vector<Event>& events) {
    const std::string_view text = textAt(event, "delta");
    Item& item = itemAt(openaichat::countAt(event, "output_index"));
    if (text.empty() || (item.said && item.inContent != inContent))
        return; // the summary of a text that has been said already
    const std::int64_t part = openaichat::countAt(event, inContent ? "content_index" : "summary_index");
    std::string said(text);
    if (item.said && item.part != part)
        said.insert(0, "\n\n");
    item.said = true;
    item.inContent = inContent;
    item.part = part;
    events.emplace_back(ReasoningDelta{0, std::move(said)});
}

void AnswerReader::beginCall(const json::object& item, bool custom, Item& state, std::vector<Event>& events) {
    const std::string_view name = textAt(item, "name");
    if (state.call >= 0 || name.empty())
        return;
    std::string_view id = textAt(item, "call_id");
    if (id.empty())
        id = textAt(item, "id");
    state.call = m_calls++;
    ToolCallStart call{0, state.call, std::string(id), std::string(name)};
    call.custom = custom;
    events.emplace_back(std::move(call));
}

void AnswerReader::itemAdded(const json::object& item, std::int64_t index, std::vector<Event>& events) {
    const std::string_view type = textAt(item, "type");
    Item& state = itemAt(index);
    state = {};
    if (type == "function_call" || type == "custom_tool_call")
        beginCall(item, type == "custom_tool_call", state, events);
}

void AnswerReader::itemDone(const json::object& item, std::int64_t index, std::vector<Event>& events) {
    const std::string_view type = textAt(item, "type");
    Item state = itemAt(index);
    m_open.erase(index);
    if (type == "message") {
        messageDone(item, state, events);
    } else if (type == "reasoning") {
        reasoningDone(item, state, events);
    } else if (type == "function_call" || type == "custom_tool_call") {
        const bool custom = type == "custom_tool_call";
        beginCall(item, custom, state, events);
        const std::string_view input = textAt(item, custom ? "input" : "arguments");
        if (state.call >= 0 && !state.said && !input.empty())
            events.emplace_back(ToolCallDelta{0, state.call, std::string(input)});
    } else if (type == "image_generation_call") {
        MediaPart media;
        media.data = textAt(item, "result");
        const std::string_view format = textAt(item, "output_format");
        media.mimeType = "image/" + (format.empty() ? std::string("png") : std::string(format));
        if (media.data.empty())
            return;
        ++m_images;
        events.emplace_back(MediaOutput{0, std::move(media)});
    } else if (type == "web_search_call") {
        // Opening a page and searching in it belong to the search that found it; only searches are charged.
        const json::object* action = objectAt(item, "action");
        const std::string_view kind = action != nullptr ? textAt(*action, "type") : std::string_view();
        if (kind.empty() || kind == "search")
            ++m_webSearches;
    }
    // What else a provider ran itself shows in the text.
}

void AnswerReader::messageDone(const json::object& item, const Item& state, std::vector<Event>& events) {
    const json::array* content = arrayAt(item, "content");
    if (content == nullptr)
        return;
    for (const json::value& value : *content) {
        const json::object* part = value.if_object();
        if (part == nullptr)
            continue;
        if (!state.said) {
            addText(textAt(*part, "text"), events);
            if (const std::string_view refusal = textAt(*part, "refusal"); !refusal.empty())
                events.emplace_back(RefusalDelta{0, std::string(refusal)});
        }
        if (!state.probed)
            addLogprobs(*part, events);
        const json::array* annotations = state.noted ? nullptr : arrayAt(*part, "annotations");
        if (annotations == nullptr)
            continue;
        for (const json::value& annotation : *annotations) {
            if (annotation.is_object())
                addAnnotation(annotation.get_object(), events);
        }
    }
}

void AnswerReader::reasoningDone(const json::object& item, const Item& state, std::vector<Event>& events) const {
    if (!state.said) {
        const json::array* summary = arrayAt(item, "summary");
        std::string text = summary != nullptr ? joinedTexts(*summary) : std::string();
        if (const json::array* content = arrayAt(item, "content"); text.empty() && content != nullptr)
            text = joinedTexts(*content);
        if (!text.empty())
            events.emplace_back(ReasoningDelta{0, std::move(text)});
    }
    const std::string_view encrypted = textAt(item, "encrypted_content");
    if (encrypted.empty())
        return; // its id is worth nothing: the provider keeps no item
    ReasoningPart part;
    part.signature = encrypted;
    const std::string_view format = textAt(item, "format"); // OpenRouter names the maker
    part.format = format.empty() ? m_quirks.reasoningFormat : std::string(format);
    part.id = textAt(item, "id");
    events.emplace_back(ReasoningDetail{0, std::move(part)});
}

void AnswerReader::finish(const json::object& response, std::vector<Event>& events) {
    const std::string_view status = textAt(response, "status");
    if (status == "failed" || status == "cancelled")
        return fail(failure(response), events);
    const json::array* output = arrayAt(response, "output");
    if (!m_sawItems && output != nullptr) {
        for (std::size_t i = 0; i < output->size(); ++i) {
            if ((*output)[i].is_object())
                itemDone((*output)[i].get_object(), static_cast<std::int64_t>(i), events);
        }
    }
    if (const json::object* usage = objectAt(response, "usage")) {
        UsageReport report = readUsage(*usage);
        report.usage.webSearches = std::max(report.usage.webSearches, m_webSearches);
        report.usage.imagesOut = m_images;
        report.serviceTier = textAt(response, "service_tier");
        events.emplace_back(std::move(report));
    }
    Finish finish{0, m_calls > 0 ? FinishReason::ToolCalls : FinishReason::Stop, std::string(status)};
    if (status == "incomplete") {
        const json::object* details = objectAt(response, "incomplete_details");
        finish.native = details != nullptr ? textAt(*details, "reason") : status;
        finish.reason = finish.native == "content_filter" ? FinishReason::ContentFilter : FinishReason::Length;
    }
    events.emplace_back(std::move(finish));
    m_ended = true;
    events.emplace_back(AnswerEnd{});
}

void AnswerReader::whole(const json::object& response, std::vector<Event>& events) {
    start(response, events);
    finish(response, events);
}

Result<ChatAnswer> readAnswer(std::string_view body, const ResponsesQuirks& quirks) {
    const auto document = parseJson(body);
    const json::object* response = document ? document->if_object() : nullptr;
    if (response == nullptr)
        return fail(ErrorKind::Upstream, "the provider's answer is not a JSON object");
    const std::string_view status = textAt(*response, "status");
    if (status != "incomplete") {
        if (auto error = openaichat::findError(*response))
            return *error;
    }
    if (arrayAt(*response, "output") == nullptr)
        return fail(ErrorKind::Upstream, "the provider's answer is not a response: it has no output");
    if (status == "queued" || status == "in_progress")
        return fail(ErrorKind::Upstream, "the provider answered before the response was done");
    std::vector<Event> events;
    AnswerReader(quirks).whole(*response, events);
    AnswerCollector collector;
    for (const Event& event : events)
        collector.add(event);
    if (collector.error())
        return *collector.error();
    ChatAnswer answer = collector.take();
    if (answer.serviceTier.empty())
        answer.serviceTier = textAt(*response, "service_tier");
    return answer;
}

} // namespace llmg::dialects::responses
