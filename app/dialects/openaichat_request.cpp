// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat_wire.h"

#include <array>

namespace llmg::dialects::openaichat {
namespace {

using Where = const std::string&; ///< the field as an error names it: "messages[2].content"

Error bad(Where where, std::string what) {
    return fail(ErrorKind::InvalidParameters, "'" + where + "' " + std::move(what), where);
}

std::string at(Where where, std::size_t index) {
    return where + "[" + std::to_string(index) + "]";
}

Error wrongType(Where where, const char* wanted, const json::value& got) {
    return bad(where, std::string("must be ") + wanted + ", not " + nameOfKind(got.kind()));
}

std::optional<CacheMark> cacheMark(const json::object& object) {
    const json::object* mark = objectAt(object, "cache_control");
    if (mark == nullptr)
        return std::nullopt;
    CacheMark cache;
    if (const std::string_view ttl = textAt(*mark, "ttl"); !ttl.empty())
        cache.ttl = ttl;
    return cache;
}

Result<Part> mediaFromUrl(const json::object& wire, const char* key, MediaKind kind, Where where) {
    const json::value* value = member(wire, key);
    MediaPart media;
    media.kind = kind;
    std::string field = where + "." + key;
    if (value != nullptr && value->is_object()) {
        media.detail = textAt(value->get_object(), "detail");
        value = member(value->get_object(), "url");
        field += ".url";
    }
    if (value == nullptr || !value->is_string() || value->get_string().empty())
        return bad(field, "is required: an https address or a data: URL");
    if (!readMediaUrl(textOf(*value), media))
        return bad(field, "is a data: URL that is not base64; write it as data:image/png;base64,…");
    if (!media.url.empty() && !media.url.starts_with("https://") && !media.url.starts_with("http://"))
        return bad(field, "must be an https address or a data: URL");
    return Part{std::move(media), cacheMark(wire)};
}

Result<Part> audioPart(const json::object& wire, Where where) {
    const json::object* audio = objectAt(wire, "input_audio");
    if (audio == nullptr)
        return bad(where + ".input_audio", "is required: an object with data and format");
    MediaPart media;
    media.kind = MediaKind::Audio;
    media.data = textAt(*audio, "data");
    if (media.data.empty())
        return bad(where + ".input_audio.data", "is required: base64");
    const std::string_view format = textAt(*audio, "format");
    if (format.empty())
        return bad(where + ".input_audio.format", "is required: wav or mp3");
    media.mimeType = "audio/" + std::string(format);
    return Part{std::move(media), cacheMark(wire)};
}

Result<Part> filePart(const json::object& wire, Where where) {
    const json::object* file = objectAt(wire, "file");
    if (file == nullptr)
        return bad(where + ".file", "is required: an object with file_data or file_id");
    MediaPart media;
    media.kind = MediaKind::Document;
    media.fileName = textAt(*file, "filename");
    media.fileId = textAt(*file, "file_id");
    if (const std::string_view data = textAt(*file, "file_data"); !data.empty()) {
        if (!data.starts_with("data:")) {
            media.data = data; // bare base64, as some SDKs send it
            media.mimeType = "application/pdf";
        } else if (!readMediaUrl(data, media)) {
            return bad(where + ".file.file_data", "is a data: URL that is not base64");
        }
    } else if (media.fileId.empty()) {
        return bad(where + ".file", "needs file_data or file_id");
    }
    return Part{std::move(media), cacheMark(wire)};
}

Result<Part> contentPart(const json::value& value, Where where) {
    if (value.is_string())
        return Part{TextPart{std::string(textOf(value))}, std::nullopt};
    const json::object* wire = value.if_object();
    if (wire == nullptr)
        return wrongType(where, "an object with a type", value);
    const std::string_view type = textAt(*wire, "type");
    if (type == "text" || type == "input_text" || type == "output_text") {
        const json::value* text = wire->if_contains("text");
        if (text == nullptr || !text->is_string())
            return bad(where + ".text", "is required and must be a string");
        return Part{TextPart{std::string(textOf(*text))}, cacheMark(*wire)};
    }
    if (type == "image_url")
        return mediaFromUrl(*wire, "image_url", MediaKind::Image, where);
    if (type == "video_url")
        return mediaFromUrl(*wire, "video_url", MediaKind::Video, where);
    if (type == "input_audio")
        return audioPart(*wire, where);
    if (type == "file")
        return filePart(*wire, where);
    if (type == "refusal")
        return Part{RefusalPart{std::string(textAt(*wire, "refusal"))}, std::nullopt};
    if (type == "thinking") { // a Mistral answer sent back
        SplitContent split = splitContent(json::array{value});
        return Part{ReasoningPart{std::move(split.thinking)}, std::nullopt};
    }
    if (type.empty())
        return bad(where + ".type", "is required");
    return bad(where + ".type",
               "is '" + std::string(type) + "'; known are text, image_url, input_audio, file, video_url");
}

Result<std::vector<Part>> contentParts(const json::object& wire, Where where) {
    std::vector<Part> parts;
    const json::value* content = member(wire, "content");
    if (content == nullptr)
        return parts;
    const std::string field = where + ".content";
    if (content->is_string()) {
        parts.push_back({TextPart{std::string(textOf(*content))}, cacheMark(wire)});
        return parts;
    }
    const json::array* list = content->if_array();
    if (list == nullptr)
        return wrongType(field, "a string or an array of parts", *content);
    for (std::size_t i = 0; i < list->size(); ++i) {
        auto part = contentPart((*list)[i], at(field, i));
        if (!part)
            return part.error();
        parts.push_back(std::move(*part));
    }
    return parts;
}

void reasoningSentBack(const json::object& wire, std::vector<Part>& parts) {
    const std::string_view text = reasoningText(wire);
    std::vector<Part> blocks;
    bool said = false;
    if (const json::array* details = arrayAt(wire, "reasoning_details")) {
        for (const json::value& detail : *details) {
            if (!detail.is_object())
                continue;
            ReasoningPart part = readReasoningDetail(detail.get_object());
            said = said || !part.text.empty();
            if (!part.text.empty() || !part.signature.empty() || !part.redacted.empty())
                blocks.push_back({std::move(part), std::nullopt});
        }
    }
    if (!said && !text.empty()) {
        auto* open = blocks.empty() ? nullptr : std::get_if<ReasoningPart>(&blocks.front().value);
        if (open != nullptr && open->redacted.empty())
            open->text = text;
        else
            blocks.insert(blocks.begin(), {ReasoningPart{std::string(text)}, std::nullopt});
    }
    parts.insert(parts.begin(), std::make_move_iterator(blocks.begin()), std::make_move_iterator(blocks.end()));
}

/// Before tools, a call had no id: its function's name ties call and result together.
std::string legacyCallId(std::string_view name) {
    return "call_" + std::string(name);
}

Result<ToolCallPart> toolCall(const json::value& value, Where where) {
    const json::object* wire = value.if_object();
    if (wire == nullptr)
        return wrongType(where, "an object", value);
    ToolCallPart call;
    call.id = textAt(*wire, "id");
    if (const json::object* custom = objectAt(*wire, "custom")) {
        call.custom = true;
        call.name = textAt(*custom, "name");
        call.arguments = textAt(*custom, "input");
        if (call.name.empty())
            return bad(where + ".custom.name", "is required");
        return call;
    }
    const json::object* function = objectAt(*wire, "function");
    if (function == nullptr)
        return bad(where + ".function", "is required");
    call.name = textAt(*function, "name");
    if (call.name.empty())
        return bad(where + ".function.name", "is required");
    if (const json::value* arguments = member(*function, "arguments")) {
        if (!arguments->is_string() && !arguments->is_object())
            return wrongType(where + ".function.arguments", "a string of JSON", *arguments);
        call.arguments = arguments->is_string() ? std::string(textOf(*arguments)) : json::serialize(*arguments);
    }
    call.signature = thoughtSignature(*wire);
    return call;
}

Result<> assistantExtras(const json::object& wire, Message& message, Where where) {
    reasoningSentBack(wire, message.parts);
    if (const std::string_view refusal = textAt(wire, "refusal"); !refusal.empty())
        message.parts.push_back({RefusalPart{std::string(refusal)}, std::nullopt});
    if (const json::value* calls = member(wire, "tool_calls")) {
        const json::array* list = calls->if_array();
        if (list == nullptr)
            return wrongType(where + ".tool_calls", "an array", *calls);
        for (std::size_t i = 0; i < list->size(); ++i) {
            auto call = toolCall((*list)[i], at(where + ".tool_calls", i));
            if (!call)
                return call.error();
            message.parts.push_back({std::move(*call), std::nullopt});
        }
    }
    if (const json::object* function = objectAt(wire, "function_call")) {
        const std::string_view name = textAt(*function, "name");
        if (name.empty())
            return bad(where + ".function_call.name", "is required");
        message.parts.push_back(
            {ToolCallPart{legacyCallId(name), std::string(name), std::string(textAt(*function, "arguments"))},
             std::nullopt});
    }
    return {};
}

Result<> toolResult(const json::object& wire, Message& message, bool legacy, Where where) {
    ToolResultPart result;
    result.name = textAt(wire, "name");
    result.callId = legacy ? legacyCallId(result.name) : std::string(textAt(wire, "tool_call_id"));
    if (legacy && result.name.empty())
        return bad(where + ".name", "is required");
    std::optional<CacheMark> cache;
    for (Part& part : message.parts) {
        if (part.cache)
            cache = part.cache;
        if (auto* text = std::get_if<TextPart>(&part.value))
            result.text += text->text;
        else if (auto* media = std::get_if<MediaPart>(&part.value))
            result.media.push_back(std::move(*media));
    }
    message.parts.clear();
    message.parts.push_back({std::move(result), cache});
    return {};
}

Result<Message> oneMessage(const json::value& value, Where where) {
    const json::object* wire = value.if_object();
    if (wire == nullptr)
        return wrongType(where, "an object", value);
    const json::value* role = wire->if_contains("role");
    if (role == nullptr || !role->is_string())
        return bad(where + ".role", "is required and must be a string");
    const std::string_view name = textOf(*role);
    Message message;
    const bool tool = name == "tool" || name == "function";
    if (name == "system")
        message.role = Role::System;
    else if (name == "developer")
        message.role = Role::Developer;
    else if (name == "user")
        message.role = Role::User;
    else if (name == "assistant")
        message.role = Role::Assistant;
    else if (tool)
        message.role = Role::Tool;
    else
        return bad(where + ".role",
                   "is '" + std::string(name) + "'; known are system, developer, user, assistant, tool");
    auto parts = contentParts(*wire, where);
    if (!parts)
        return parts.error();
    message.parts = std::move(*parts);
    if (tool) {
        if (auto done = toolResult(*wire, message, name == "function", where); !done)
            return done.error();
        return message;
    }
    message.name = textAt(*wire, "name");
    if (message.role == Role::Assistant) {
        if (auto done = assistantExtras(*wire, message, where); !done)
            return done.error();
    } else if (message.parts.empty() && member(*wire, "content") == nullptr) {
        return bad(where + ".content", "is required");
    }
    return message;
}

Result<Tool> oneTool(const json::object& function, const json::object& outer, Where where) {
    Tool tool;
    tool.name = textAt(function, "name");
    if (tool.name.empty())
        return bad(where + ".name", "is required");
    tool.description = textAt(function, "description");
    if (const json::value* parameters = member(function, "parameters")) {
        if (!parameters->is_object())
            return wrongType(where + ".parameters", "a JSON Schema object", *parameters);
        tool.parameters = *parameters;
    }
    if (const json::value* strict = member(function, "strict"); strict != nullptr && strict->is_bool())
        tool.strict = strict->get_bool();
    tool.cache = cacheMark(outer);
    return tool;
}

/// Takes the fields that the canonical form has a place for out of a copy of the body; what is left is `extra`.
class Fields {
  public:
    explicit Fields(const json::object& body)
        : m_rest(body) {}

    /// The value, taken out; null where absent or null.
    std::optional<json::value> take(const char* key) {
        const auto found = m_rest.find(key);
        if (found == m_rest.end())
            return std::nullopt;
        json::value value = std::move(found->value());
        m_rest.erase(found);
        if (value.is_null())
            return std::nullopt;
        return value;
    }
    Result<> number(const char* key, std::optional<double>& target) {
        if (const auto value = take(key)) {
            target = numberOf(*value);
            if (!target)
                return wrongType(key, "a number", *value);
        }
        return {};
    }
    Result<> integer(const char* key, std::optional<std::int64_t>& target) {
        if (const auto value = take(key)) {
            target = integerOf(*value);
            if (!target)
                return wrongType(key, "a whole number", *value);
        }
        return {};
    }
    Result<> boolean(const char* key, std::optional<bool>& target) {
        if (const auto value = take(key)) {
            if (!value->is_bool())
                return wrongType(key, "true or false", *value);
            target = value->get_bool();
        }
        return {};
    }
    Result<> text(const char* key, std::string& target) {
        if (const auto value = take(key)) {
            if (!value->is_string())
                return wrongType(key, "a string", *value);
            target = textOf(*value);
        }
        return {};
    }
    json::object takeRest() { return std::move(m_rest); }
    void putBack(const char* key, json::value value) { m_rest[key] = std::move(value); }

  private:
    json::object m_rest;
};

Result<> readCustomTool(const json::object& wire, ChatRequest& request, Where where) {
    const json::object* custom = objectAt(wire, "custom");
    if (custom == nullptr)
        return bad(where + ".custom", "is required");
    Tool tool;
    tool.custom = true;
    tool.name = textAt(*custom, "name");
    if (tool.name.empty())
        return bad(where + ".custom.name", "is required");
    tool.description = textAt(*custom, "description");
    if (const json::value* format = member(*custom, "format"))
        tool.inputFormat = flatFormat(*format);
    request.tools.push_back(std::move(tool));
    return {};
}

/// An entry of `tools`. Web search has a place of its own, under the names that OpenAI and hosted gateways give it;
/// what else only the provider can run stays as it came.
Result<> readTool(const json::object& wire, ChatRequest& request, Where where) {
    const std::string_view type = textAt(wire, "type");
    const json::object* function = objectAt(wire, "function");
    if (function != nullptr || type.empty() || type == "function") {
        if (function == nullptr)
            return bad(where + ".function", "is required");
        auto tool = oneTool(*function, wire, where + ".function");
        if (!tool)
            return tool.error();
        request.tools.push_back(std::move(*tool));
        return {};
    }
    if (type == "custom")
        return readCustomTool(wire, request, where);
    if (type == "web_search" || type == "web_search_preview") {
        readWebSearchOptions(wire, request.webSearch.emplace());
        return {};
    }
    request.nativeTools.push_back({"openai-chat", wire});
    return {};
}

Result<> readTools(Fields& fields, ChatRequest& request) {
    for (const char* key : {"tools", "functions"}) {
        const auto value = fields.take(key);
        if (!value)
            continue;
        const json::array* list = value->if_array();
        if (list == nullptr)
            return wrongType(key, "an array", *value);
        const bool legacy = std::string_view(key) == "functions";
        for (std::size_t i = 0; i < list->size(); ++i) {
            const std::string where = at(key, i);
            const json::object* wire = (*list)[i].if_object();
            if (wire == nullptr)
                return wrongType(where, "an object", (*list)[i]);
            if (!legacy) {
                if (auto done = readTool(*wire, request, where); !done)
                    return done;
                continue;
            }
            auto tool = oneTool(*wire, *wire, where);
            if (!tool)
                return tool.error();
            request.tools.push_back(std::move(*tool));
        }
    }
    return {};
}

Result<> readWebSearch(Fields& fields, ChatRequest& request) {
    const auto value = fields.take("web_search_options");
    if (!value)
        return {};
    if (!value->is_object())
        return wrongType("web_search_options", "an object", *value);
    readWebSearchOptions(value->get_object(), request.webSearch.emplace());
    return {};
}

Result<> readToolChoice(Fields& fields, ChatRequest& request) {
    for (const char* key : {"tool_choice", "function_call"}) {
        const auto value = fields.take(key);
        if (!value)
            continue;
        const std::string_view word = textOf(*value);
        if (value->is_object()) {
            const json::object* function = objectAt(value->get_object(), "function");
            if (function == nullptr)
                function = objectAt(value->get_object(), "custom");
            request.toolChoice.name = textAt(function != nullptr ? *function : value->get_object(), "name");
            if (request.toolChoice.name.empty())
                return bad(std::string(key) + ".function.name", "is required");
            request.toolChoice.kind = ToolChoice::Kind::Named;
        } else if (word == "auto") {
            request.toolChoice.kind = ToolChoice::Kind::Auto;
        } else if (word == "none") {
            request.toolChoice.kind = ToolChoice::Kind::None;
        } else if (word == "required" || word == "any") {
            request.toolChoice.kind = ToolChoice::Kind::Required;
        } else {
            return bad(key, "must be auto, none, required or name a function");
        }
    }
    return {};
}

Result<> readResponseFormat(Fields& fields, ChatRequest& request) {
    const auto value = fields.take("response_format");
    if (!value)
        return {};
    if (!value->is_object())
        return wrongType("response_format", "an object", *value);
    const json::object& wire = value->get_object();
    const std::string_view type = textAt(wire, "type");
    ResponseFormat& format = request.responseFormat;
    if (type == "text") {
        format.kind = ResponseFormat::Kind::Text;
    } else if (type == "json_object") {
        format.kind = ResponseFormat::Kind::JsonObject;
    } else if (type == "json_schema") {
        const json::object* schema = objectAt(wire, "json_schema");
        if (schema == nullptr)
            return bad("response_format.json_schema", "is required: an object with name and schema");
        format.kind = ResponseFormat::Kind::JsonSchema;
        format.name = textAt(*schema, "name");
        format.description = textAt(*schema, "description");
        if (const json::value* inner = member(*schema, "schema"))
            format.schema = *inner;
        if (const json::value* strict = member(*schema, "strict"); strict != nullptr && strict->is_bool())
            format.strict = strict->get_bool();
    } else {
        return bad("response_format.type", "must be text, json_object or json_schema");
    }
    return {};
}

Result<> readReasoning(Fields& fields, ChatRequest& request) {
    if (auto done = fields.text("reasoning_effort", request.reasoning.effort); !done)
        return done;
    const auto value = fields.take("reasoning"); // OpenRouter's object
    if (!value)
        return {};
    const json::object* wire = value->if_object();
    if (wire == nullptr)
        return wrongType("reasoning", "an object", *value);
    readReasoningObject(*wire, request.reasoning);
    return {};
}

Result<> readStop(Fields& fields, ChatRequest& request) {
    const auto value = fields.take("stop");
    if (!value)
        return {};
    if (value->is_string()) {
        request.stop.emplace_back(textOf(*value));
        return {};
    }
    const json::array* list = value->if_array();
    if (list == nullptr)
        return wrongType("stop", "a string or an array of strings", *value);
    for (std::size_t i = 0; i < list->size(); ++i) {
        if (!(*list)[i].is_string())
            return wrongType(at("stop", i), "a string", (*list)[i]);
        request.stop.emplace_back(textOf((*list)[i]));
    }
    return {};
}

Result<> readStream(Fields& fields, ChatRequest& request) {
    std::optional<bool> stream;
    if (auto done = fields.boolean("stream", stream); !done)
        return done;
    request.stream = stream.value_or(false);
    const auto value = fields.take("stream_options");
    if (!value)
        return {};
    if (!value->is_object())
        return wrongType("stream_options", "an object", *value);
    json::object options = value->get_object();
    if (const json::value* include = member(options, "include_usage"))
        request.includeUsage = include->is_bool() && include->get_bool();
    options.erase("include_usage");
    if (!options.empty())
        fields.putBack("stream_options", std::move(options));
    return {};
}

Result<> readMessages(Fields& fields, ChatRequest& request) {
    const auto value = fields.take("messages");
    if (!value)
        return bad("messages", "is required: an array of messages");
    const json::array* list = value->if_array();
    if (list == nullptr)
        return wrongType("messages", "an array", *value);
    if (list->empty())
        return bad("messages", "must hold at least one message");
    request.messages.reserve(list->size());
    for (std::size_t i = 0; i < list->size(); ++i) {
        auto message = oneMessage((*list)[i], at("messages", i));
        if (!message)
            return message.error();
        request.messages.push_back(std::move(*message));
    }
    return {};
}

Result<> readSampling(Fields& fields, ChatRequest& request) {
    struct Number {
        const char* key;
        std::optional<double>& target;
    };
    for (const Number& n :
         {Number{"temperature", request.temperature}, Number{"top_p", request.topP},
          Number{"frequency_penalty", request.frequencyPenalty}, Number{"presence_penalty", request.presencePenalty}}) {
        if (auto done = fields.number(n.key, n.target); !done)
            return done;
    }
    std::optional<std::int64_t> newer, older;
    struct Integer {
        const char* key;
        std::optional<std::int64_t>& target;
    };
    for (const Integer& n :
         {Integer{"top_k", request.topK}, Integer{"random_seed", request.seed}, Integer{"seed", request.seed},
          Integer{"n", request.n}, Integer{"top_logprobs", request.topLogprobs},
          Integer{"max_completion_tokens", newer}, Integer{"max_tokens", older}}) {
        if (auto done = fields.integer(n.key, n.target); !done)
            return done;
    }
    request.maxOutputTokens = newer ? newer : older;
    if (auto done = fields.boolean("logprobs", request.logprobs); !done)
        return done;
    return fields.boolean("parallel_tool_calls", request.parallelToolCalls);
}

} // namespace

Result<ChatRequest> decodeRequest(const json::value& body) {
    const json::object* wire = body.if_object();
    if (wire == nullptr)
        return fail(ErrorKind::InvalidParameters, "the body must be a JSON object");
    ChatRequest request;
    Fields fields(*wire);
    if (auto done = fields.text("model", request.model); !done)
        return done.error();
    if (request.model.empty())
        return bad("model", "is required; \"auto\" lets the gateway choose");
    for (const auto read : {readMessages, readTools, readWebSearch, readToolChoice, readResponseFormat, readReasoning,
                            readStop, readStream, readSampling}) {
        if (auto done = read(fields, request); !done)
            return done.error();
    }
    if (auto done = fields.text("user", request.user); !done)
        return done.error();
    if (auto done = fields.text("service_tier", request.serviceTier); !done)
        return done.error();
    if (auto done = fields.text("verbosity", request.verbosity); !done)
        return done.error();
    request.extra = fields.takeRest();
    return request;
}

} // namespace llmg::dialects::openaichat
