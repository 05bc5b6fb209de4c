// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat_wire.h"

namespace llmg::dialects::openaichat {
namespace {

Error garbage(std::string what) {
    return fail(ErrorKind::Upstream, "the provider's answer is not a chat completion: " + std::move(what));
}

void readToolCalls(const json::object& message, std::vector<Part>& parts) {
    const auto add = [&parts](const json::object& call, const json::object& function) {
        ToolCallPart part;
        part.id = textAt(call, "id");
        part.name = textAt(function, "name");
        const json::value* arguments = member(function, "arguments");
        if (arguments != nullptr) // some local servers send the object itself
            part.arguments = arguments->is_string() ? std::string(textOf(*arguments)) : json::serialize(*arguments);
        part.signature = thoughtSignature(call);
        parts.push_back({std::move(part), std::nullopt});
    };
    if (const json::array* calls = arrayAt(message, "tool_calls")) {
        for (const json::value& entry : *calls) {
            const json::object* call = entry.if_object();
            if (call == nullptr)
                continue;
            if (const json::object* function = objectAt(*call, "function"))
                add(*call, *function);
            else if (const json::object* custom = objectAt(*call, "custom"))
                parts.push_back({ToolCallPart{std::string(textAt(*call, "id")),
                                              std::string(textAt(*custom, "name")),
                                              std::string(textAt(*custom, "input")),
                                              {},
                                              true},
                                 std::nullopt});
        }
    }
    if (const json::object* function = objectAt(message, "function_call"))
        add({}, *function); // the form before tools
}

void readReasoning(const json::object& message, std::vector<Part>& parts) {
    const std::string_view text = reasoningText(message);
    bool said = false;
    if (const json::array* details = arrayAt(message, "reasoning_details")) {
        for (const json::value& entry : *details) {
            if (!entry.is_object())
                continue;
            ReasoningPart part = readReasoningDetail(entry.get_object());
            said = said || !part.text.empty();
            if (!part.text.empty() || !part.signature.empty() || !part.redacted.empty())
                parts.push_back({std::move(part), std::nullopt});
        }
    }
    if (said || text.empty())
        return;
    // The text came only in the plain field: it belongs to the one block that has a signature and no text.
    if (auto* open = parts.empty() ? nullptr : std::get_if<ReasoningPart>(&parts.front().value);
        open != nullptr && open->redacted.empty())
        open->text = text;
    else
        parts.insert(parts.begin(), {ReasoningPart{std::string(text)}, std::nullopt});
}

void readImages(const json::object& message, std::vector<Part>& parts) {
    const json::array* images = arrayAt(message, "images"); // OpenRouter's shape of generated images
    if (images == nullptr)
        return;
    for (const json::value& image : *images) {
        const json::value* url = member(image, "image_url");
        if (url != nullptr && url->is_object())
            url = member(url->get_object(), "url");
        MediaPart media;
        if (url != nullptr && url->is_string() && readMediaUrl(textOf(*url), media))
            parts.push_back({std::move(media), std::nullopt});
    }
}

Choice readChoice(const json::object& wire) {
    Choice choice;
    auto& parts = choice.message.parts;
    bool called = false;
    if (const json::object* message = objectAt(wire, "message")) {
        readReasoning(*message, parts);
        const json::value* content = member(*message, "content");
        if (content != nullptr && content->is_array()) {
            SplitContent split = splitContent(content->get_array());
            if (!split.thinking.empty())
                parts.push_back({ReasoningPart{std::move(split.thinking)}, std::nullopt});
            if (!split.text.empty())
                parts.push_back({TextPart{std::move(split.text)}, std::nullopt});
        } else if (content != nullptr && !textOf(*content).empty()) {
            parts.push_back({TextPart{std::string(textOf(*content))}, std::nullopt});
        }
        if (const std::string_view refusal = textAt(*message, "refusal"); !refusal.empty())
            parts.push_back({RefusalPart{std::string(refusal)}, std::nullopt});
        readImages(*message, parts);
        const std::size_t before = parts.size();
        readToolCalls(*message, parts);
        called = parts.size() > before;
        if (const json::array* notes = arrayAt(*message, "annotations"))
            choice.annotations = *notes;
    } else if (const std::string_view text = textAt(wire, "text"); !text.empty()) {
        parts.push_back({TextPart{std::string(text)}, std::nullopt}); // the completions shape, from old servers
    }
    if (const json::value* logprobs = member(wire, "logprobs"))
        choice.logprobs = *logprobs;
    choice.nativeFinish = nativeFinish(wire);
    const auto meaning = finishMeaning(choice.nativeFinish);
    choice.finish = meaning.value_or(FinishReason::Unknown);
    if (meaning && *meaning == FinishReason::Unknown && !parts.empty())
        choice.finish = called ? FinishReason::ToolCalls : FinishReason::Stop;
    return choice;
}

json::object writeMessage(const Choice& choice) {
    json::object message;
    message["role"] = "assistant";
    std::string text, refusal, reasoning;
    bool hasText = false;
    json::array calls, details, images, annotations = choice.annotations;
    for (const Part& part : choice.message.parts) {
        if (const auto* said = std::get_if<TextPart>(&part.value)) {
            text += said->text;
            hasText = true;
            for (const json::value& note : said->annotations)
                annotations.push_back(note);
        } else if (const auto* refused = std::get_if<RefusalPart>(&part.value)) {
            refusal += refused->text;
        } else if (const auto* thought = std::get_if<ReasoningPart>(&part.value)) {
            reasoning += thought->text;
            if (!thought->signature.empty() || !thought->redacted.empty())
                details.push_back(writeReasoningDetail(*thought, static_cast<std::int64_t>(details.size())));
        } else if (const auto* call = std::get_if<ToolCallPart>(&part.value)) {
            const char* type = call->custom ? "custom" : "function";
            const char* input = call->custom ? "input" : "arguments";
            json::object wire{
                {"id", call->id}, {"type", type}, {type, {{"name", call->name}, {input, call->arguments}}}};
            if (!call->signature.empty())
                wire["extra_content"] = writeThoughtSignature(call->signature);
            calls.push_back(std::move(wire));
        } else if (const auto* media = std::get_if<MediaPart>(&part.value)) {
            images.push_back({{"type", "image_url"}, {"image_url", {{"url", mediaUrl(*media)}}}});
        }
    }
    if (hasText || (calls.empty() && refusal.empty()))
        message["content"] = text;
    else
        message["content"] = nullptr;
    message["refusal"] = nullptr;
    if (!refusal.empty())
        message["refusal"] = refusal;
    if (!reasoning.empty()) {
        message["reasoning_content"] = reasoning;
        message["reasoning"] = reasoning;
    }
    if (!details.empty())
        message["reasoning_details"] = std::move(details);
    if (!calls.empty())
        message["tool_calls"] = std::move(calls);
    if (!images.empty())
        message["images"] = std::move(images);
    if (!annotations.empty())
        message["annotations"] = std::move(annotations);
    return message;
}

} // namespace

Result<json::value> parseDocument(std::string_view body) {
    json::error_code failed;
    json::parse_options options;
    options.max_depth = 64;
    json::value document = json::parse(json::string_view(body.data(), body.size()), failed, {}, options);
    if (failed)
        return garbage("it is not JSON (" + failed.message() + ")");
    return document;
}

Result<ChatAnswer> readAnswer(const json::value& document, const OpenAiQuirks& quirks) {
    const json::object* wire = document.if_object();
    if (wire == nullptr) {
        if (document.is_array() && !document.get_array().empty() && document.get_array().front().is_object()) {
            if (auto error = findError(document.get_array().front().get_object()))
                return *error;
        }
        return garbage("it is no JSON object");
    }
    if (auto error = findError(*wire))
        return *error;
    const json::array* choices = arrayAt(*wire, "choices");
    if (choices == nullptr || choices->empty())
        return garbage("it has no choices");
    if (choices->size() > static_cast<std::size_t>(kMaxChoices))
        return garbage("it has more than " + std::to_string(kMaxChoices) + " choices");
    ChatAnswer answer;
    answer.id = textAt(*wire, "id");
    answer.model = textAt(*wire, "model");
    answer.created = countAt(*wire, "created");
    answer.serviceTier = textAt(*wire, "service_tier");
    answer.systemFingerprint = textAt(*wire, "system_fingerprint");
    for (const json::value& entry : *choices) {
        if (!entry.is_object())
            return garbage("a choice is no object");
        const std::string_view native = nativeFinish(entry.get_object());
        if (!finishMeaning(native)) {
            Error error =
                fail(ErrorKind::Upstream, "the provider broke off: finish reason \"" + std::string(native) + "\"");
            error.upstreamCode = native;
            return error;
        }
        answer.choices.push_back(readChoice(entry.get_object()));
    }
    if (const json::object* usage = findUsage(*wire)) {
        UsageReport report = readUsage(*usage, quirks);
        answer.usage = report.usage;
        answer.statedCost = report.statedCost;
    }
    return answer;
}

json::object writeAnswer(const ChatAnswer& answer) {
    json::object wire;
    wire["id"] = answer.id;
    wire["object"] = "chat.completion";
    wire["created"] = answer.created;
    wire["model"] = answer.model;
    if (!answer.serviceTier.empty())
        wire["service_tier"] = answer.serviceTier;
    if (!answer.systemFingerprint.empty())
        wire["system_fingerprint"] = answer.systemFingerprint;
    json::array choices;
    for (const Choice& choice : answer.choices) {
        FinishReason finish = choice.finish;
        if (finish == FinishReason::Unknown)
            finish = FinishReason::Stop;
        choices.push_back({{"index", choices.size()},
                           {"message", writeMessage(choice)},
                           {"logprobs", choice.logprobs},
                           {"finish_reason", toString(finish)}});
    }
    wire["choices"] = std::move(choices);
    return wire;
}

} // namespace llmg::dialects::openaichat
