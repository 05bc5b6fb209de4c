// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat_wire.h"

#include <boost/json/monotonic_resource.hpp>

namespace llmg::dialects {
namespace {

using namespace openaichat;

void correctToolCalls(json::object& message, std::string_view answerId, Observation& seen) {
    json::value* calls = message.if_contains("tool_calls");
    if (calls == nullptr)
        return;
    if (!calls->is_array()) {
        message.erase("tool_calls"); // null, where absence is meant
        return;
    }
    for (json::value& entry : calls->get_array()) {
        json::object* call = entry.if_object();
        if (call == nullptr)
            continue;
        seen.sawContent = true;
        if (textAt(*call, "id").empty()) // Gemini's OpenAI endpoint: a client could not answer the call
            (*call)["id"] = "call_" + std::string(answerId.substr(0, 22)) + "_" +
                            std::to_string(&entry - calls->get_array().data());
        if (textAt(*call, "type").empty())
            (*call)["type"] = "function";
        if (const json::object* custom = objectAt(*call, "custom"))
            seen.contentBytes += static_cast<std::int64_t>(textAt(*custom, "input").size());
        json::value* function = call->if_contains("function");
        if (function == nullptr || !function->is_object())
            continue;
        json::value& arguments = function->get_object()["arguments"];
        if (!arguments.is_string())
            arguments = arguments.is_null() ? std::string() : json::serialize(arguments);
        seen.contentBytes += static_cast<std::int64_t>(arguments.get_string().size());
    }
}

bool correctMessage(json::object& message, std::string_view answerId, Observation& seen) {
    if (textAt(message, "role").empty())
        message["role"] = "assistant";
    json::value& content = message["content"]; // absent beside tool calls at some: null, as OpenAI says it
    if (content.is_array()) {
        const SplitContent split = splitContent(content.get_array());
        content = json::string(split.text, message.storage());
        if (!split.thinking.empty())
            message["reasoning_content"] = split.thinking;
    }
    const std::string reasoning(reasoningText(message));
    if (!reasoning.empty()) {
        message["reasoning_content"] = reasoning;
        message["reasoning"] = reasoning;
    }
    const std::size_t bytes = textAt(message, "content").size() + reasoning.size() + textAt(message, "refusal").size();
    seen.contentBytes += static_cast<std::int64_t>(bytes);
    seen.sawContent = seen.sawContent || bytes > 0;
    correctToolCalls(message, answerId, seen);
    for (const char* other : {"function_call", "images", "audio"})
        seen.sawContent = seen.sawContent || member(message, other) != nullptr;
    return arrayAt(message, "tool_calls") != nullptr && !arrayAt(message, "tool_calls")->empty();
}

Result<> correctChoice(json::object& choice, std::size_t index, std::string_view answerId, Observation& seen) {
    if (!choice.contains("index"))
        choice["index"] = index;
    json::value& message = choice["message"];
    if (!message.is_object()) {
        message = json::object(choice.storage());
        if (const std::string_view text = textAt(choice, "text"); !text.empty())
            message.get_object()["content"] = json::string_view(text.data(), text.size());
    }
    const bool called = correctMessage(message.get_object(), answerId, seen);
    const std::string native(nativeFinish(choice));
    const auto meaning = finishMeaning(native);
    if (!meaning) {
        Error error = fail(ErrorKind::Upstream, "the provider broke off: finish reason \"" + native + "\"");
        error.upstreamCode = native;
        return error;
    }
    FinishReason reason = *meaning;
    if (reason == FinishReason::Unknown)
        reason = called ? FinishReason::ToolCalls : FinishReason::Stop;
    if (native != "function_call")
        choice["finish_reason"] = toString(reason);
    if (index == 0) {
        seen.finish = reason;
        seen.nativeFinish = native;
    }
    return {};
}

} // namespace

Result<PassedAnswer> passOpenAiAnswer(std::string_view body, const OpenAiQuirks& quirks) {
    json::error_code failed;
    json::parse_options options;
    options.max_depth = 64;
    PassedAnswer passed;
    passed.document =
        json::parse(json::string_view(body.data(), body.size()), failed,
                    json::make_shared_resource<json::monotonic_resource>(body.size() * 2 + 1024), options);
    json::object* document = failed ? nullptr : passed.document.if_object();
    json::value* list = document == nullptr ? nullptr : document->if_contains("choices");
    json::array* choices = list == nullptr ? nullptr : list->if_array();
    if (choices == nullptr || choices->empty() || findError(*document)) {
        const auto parsed = parseDocument(body); // the unhappy path has one voice: that of decodeAnswer
        if (!parsed)
            return parsed.error();
        const auto answer = readAnswer(*parsed, quirks);
        return answer ? fail(ErrorKind::Upstream, "the provider's answer is not a chat completion") : answer.error();
    }
    Observation& seen = passed.observation;
    seen.answerId = textAt(*document, "id");
    for (std::size_t i = 0; i < choices->size(); ++i) {
        if (!(*choices)[i].is_object())
            return fail(ErrorKind::Upstream, "the provider's answer is not a chat completion: a choice is no object");
        if (auto done = correctChoice((*choices)[i].get_object(), i, seen.answerId, seen); !done)
            return done.error();
    }
    seen.ended = true;
    seen.model = textAt(*document, "model");
    seen.serviceTier = textAt(*document, "service_tier");
    if (textAt(*document, "object") != "chat.completion")
        (*document)["object"] = "chat.completion";
    if (!document->contains("id"))
        (*document)["id"] = "";
    if (!document->contains("created"))
        (*document)["created"] = 0;
    if (const json::object* usage = findUsage(*document)) {
        const UsageReport report = readUsage(*usage, quirks);
        seen.usage = report.usage;
        seen.statedCost = report.statedCost;
    }
    return passed;
}

std::string finishPassedAnswer(PassedAnswer& answer, const AnswerAdditions& additions) {
    json::object& document = answer.document.get_object();
    std::optional<json::object> usage;
    if (answer.observation.usage) {
        const json::object* wire = findUsage(document);
        // In the document's own memory: the copy is a few pointers moved on.
        usage.emplace(wire != nullptr ? json::object(*wire, document.storage()) : json::object(document.storage()));
        normaliseUsage(*usage, *answer.observation.usage);
    } else if (additions.estimatedUsage) {
        usage = writeUsage(*additions.estimatedUsage);
    }
    return serializeAnswer(std::move(document), std::move(usage), additions);
}

} // namespace llmg::dialects
