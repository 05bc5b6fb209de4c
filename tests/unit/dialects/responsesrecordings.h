// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Recorded Responses traffic, read by simple means that share no code with the codecs.
#include "app/dialects/openairesponses.h"
#include "translation.h"

namespace llmg::tests {

/// The data of a stream's events, as JSON; [DONE] left out.
inline std::vector<json::object> plainEvents(std::string_view stream) {
    std::vector<json::object> events;
    for (std::size_t at = 0; at < stream.size();) {
        const std::size_t end = std::min(stream.find('\n', at), stream.size());
        const std::string_view line = stream.substr(at, end - at);
        at = end + 1;
        if (!line.starts_with("data:"))
            continue;
        if (auto document = dialects::parseJson(line.substr(5)); document && document->is_object())
            events.push_back(std::move(document->get_object()));
    }
    return events;
}

/// The response object in its last state: the body, or that of the stream's last event.
inline json::object finalResponse(std::string_view body, bool stream) {
    if (!stream) {
        auto document = dialects::parseJson(body);
        return document && document->is_object() ? document->get_object() : json::object();
    }
    for (const json::object& event : plainEvents(body)) {
        const auto type = dialects::textAt(event, "type");
        if (type == "response.completed" || type == "response.incomplete")
            return *dialects::objectAt(event, "response");
    }
    return {};
}

inline std::string plainTexts(const json::object& item, const char* key, const char* between) {
    std::string text;
    if (const json::array* parts = dialects::arrayAt(item, key)) {
        for (const json::value& part : *parts) {
            if (!text.empty())
                text += between;
            text += dialects::textAt(part.as_object(), "text");
        }
    }
    return text;
}

inline Meaning plainMeaning(const json::object& response) {
    using namespace dialects;
    Meaning meaning;
    meaning.id = textAt(response, "id");
    meaning.model = textAt(response, "model");
    for (const json::value& value : *arrayAt(response, "output")) {
        const json::object& item = value.as_object();
        const auto type = textAt(item, "type");
        if (type == "message")
            meaning.text += plainTexts(item, "content", "");
        if (type == "reasoning") {
            const std::string summary = plainTexts(item, "summary", "\n\n");
            meaning.reasoning += summary.empty() ? plainTexts(item, "content", "\n\n") : summary;
        }
        if (type == "function_call")
            meaning.calls += std::string(textAt(item, "name")) + writeJson(*parseJson(textAt(item, "arguments"))) + ";";
        if (type == "custom_tool_call")
            meaning.calls += std::string(textAt(item, "name")) + "INVALID " + std::string(textAt(item, "input")) + ";";
    }
    meaning.finish = meaning.calls.empty() ? "stop" : "tool_calls";
    if (textAt(response, "status") == "incomplete")
        meaning.finish = "length";
    const json::object& usage = *objectAt(response, "usage");
    meaning.prompt = usage.at("input_tokens").as_int64();
    meaning.completion = usage.at("output_tokens").as_int64();
    meaning.cached = objectAt(usage, "input_tokens_details")->at("cached_tokens").as_int64();
    return meaning;
}

} // namespace llmg::tests
