// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat_wire.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace llmg::dialects::openaichat {
namespace {

json::object cacheControl(const CacheMark& mark) {
    json::object wire{{"type", "ephemeral"}};
    if (mark.ttl != "5m")
        wire["ttl"] = mark.ttl;
    return wire;
}

/// Mistral takes ids of exactly nine letters or digits. Others are hashed, so that call and result still agree.
std::string shortId(const std::string& id) {
    const auto plain = [](unsigned char c) { return std::isalnum(c) != 0; };
    if (id.size() == 9 && std::all_of(id.begin(), id.end(), plain))
        return id;
    static constexpr char kDigits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    std::uint64_t hash = 14695981039346656037ULL; // FNV-1a
    for (const char c : id)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    std::string out(9, '0');
    for (char& c : out) {
        c = kDigits[hash % 62];
        hash /= 62;
    }
    return out;
}

std::string audioFormat(const std::string& mimeType) {
    const std::size_t slash = mimeType.find('/');
    const std::string format = slash == std::string::npos ? mimeType : mimeType.substr(slash + 1);
    if (format == "mpeg")
        return "mp3";
    if (format == "x-wav" || format == "wave")
        return "wav";
    return format;
}

/// Writes the messages of a request in order, with what this provider wants in its own way.
class MessageWriter {
  public:
    MessageWriter(const ChatRequest& request, const OpenAiQuirks& quirks)
        : m_request(request)
        , m_quirks(quirks) {}

    Result<json::array> write() {
        for (std::size_t i = 0; i < m_request.messages.size(); ++i) {
            m_where = "messages[" + std::to_string(i) + "]";
            if (auto done = message(m_request.messages[i]); !done)
                return done.error();
        }
        flushToolMedia();
        return std::move(m_out);
    }

  private:
    Result<json::object> media(const MediaPart& part) const {
        switch (part.kind) {
        case MediaKind::Image: {
            if (part.data.empty() && part.url.empty())
                return unable("an image by file id");
            json::object image{{"url", mediaUrl(part)}};
            if (!part.detail.empty())
                image["detail"] = part.detail;
            return json::object{{"type", "image_url"}, {"image_url", std::move(image)}};
        }
        case MediaKind::Audio:
            if (part.data.empty())
                return unable("audio by address");
            return json::object{{"type", "input_audio"},
                                {"input_audio", {{"data", part.data}, {"format", audioFormat(part.mimeType)}}}};
        case MediaKind::Document: {
            json::object file;
            if (!part.fileId.empty())
                file["file_id"] = part.fileId;
            else if (!part.data.empty())
                file["file_data"] = mediaUrl(part);
            else
                return unable("a document by address");
            if (!part.fileName.empty())
                file["filename"] = part.fileName;
            return json::object{{"type", "file"}, {"file", std::move(file)}};
        }
        case MediaKind::Video:
            if (!m_quirks.acceptsVideo)
                return unable("video");
            return json::object{{"type", "video_url"}, {"video_url", {{"url", mediaUrl(part)}}}};
        }
        return unable("this medium");
    }

    [[nodiscard]] Error unable(const std::string& what) const {
        return fail(ErrorKind::InvalidParameters,
                    "this provider's chat format cannot carry " + what + "; send the bytes, or choose another model",
                    m_where + ".content");
    }

    void mark(json::object& wire, const std::optional<CacheMark>& cache) const {
        if (cache && m_quirks.acceptsCacheControl)
            wire["cache_control"] = cacheControl(*cache);
    }

    std::string callId(const std::string& id) const { return m_quirks.shortToolCallIds ? shortId(id) : id; }

    void toolResult(const ToolResultPart& result, const std::optional<CacheMark>& cache) {
        json::object wire{{"role", "tool"}, {"tool_call_id", callId(result.callId)}};
        wire["content"] = result.text;
        if (!result.name.empty())
            wire["name"] = result.name;
        mark(wire, cache);
        m_out.push_back(std::move(wire));
        // A tool message holds text only, and nothing may stand between the results of one turn: pictures follow after.
        for (const MediaPart& part : result.media)
            m_toolMedia.push_back(part);
    }

    void flushToolMedia() {
        if (m_toolMedia.empty())
            return;
        json::array parts;
        for (const MediaPart& part : m_toolMedia) {
            if (auto wire = media(part))
                parts.push_back(std::move(*wire));
        }
        m_toolMedia.clear();
        if (!parts.empty())
            m_out.push_back(json::object{{"role", "user"}, {"content", std::move(parts)}});
    }

    Result<> message(const Message& message) {
        bool onlyResults = !message.parts.empty();
        for (const Part& part : message.parts) {
            if (const auto* result = std::get_if<ToolResultPart>(&part.value))
                toolResult(*result, part.cache);
            else
                onlyResults = false;
        }
        if (onlyResults)
            return {};
        flushToolMedia();
        return message.role == Role::Assistant ? assistant(message) : plain(message);
    }

    Result<> plain(const Message& message) {
        json::array parts;
        for (const Part& part : message.parts) {
            json::object wire;
            if (const auto* text = std::get_if<TextPart>(&part.value)) {
                wire = {{"type", "text"}, {"text", text->text}};
            } else if (const auto* attached = std::get_if<MediaPart>(&part.value)) {
                auto written = media(*attached);
                if (!written)
                    return written.error();
                wire = std::move(*written);
            } else {
                continue;
            }
            mark(wire, part.cache);
            parts.push_back(std::move(wire));
        }
        json::object wire{{"role", roleWord(message.role)}, {"content", simplified(std::move(parts))}};
        if (!message.name.empty() && m_quirks.acceptsMessageNames)
            wire["name"] = message.name;
        m_out.push_back(std::move(wire));
        return {};
    }

    const char* roleWord(Role role) const {
        switch (role) {
        case Role::Developer:
            return m_quirks.acceptsDeveloperRole ? "developer" : "system";
        case Role::System:
            return "system";
        case Role::Assistant:
            return "assistant";
        case Role::User:
        case Role::Tool:
            break;
        }
        return "user";
    }

    /// One text is sent as a string: every server of this dialect understands that, not every one a list.
    static json::value simplified(json::array parts) {
        if (parts.empty())
            return "";
        if (parts.size() == 1 && textAt(parts[0].get_object(), "type") == "text" && parts[0].get_object().size() == 2)
            return parts[0].get_object()["text"];
        return parts;
    }

    Result<> assistant(const Message& message) {
        json::object wire{{"role", "assistant"}};
        json::array content, calls, details;
        std::string reasoning, refusal;
        for (const Part& part : message.parts) {
            if (const auto* text = std::get_if<TextPart>(&part.value)) {
                json::object chunk{{"type", "text"}, {"text", text->text}};
                mark(chunk, part.cache);
                content.push_back(std::move(chunk));
            } else if (const auto* thought = std::get_if<ReasoningPart>(&part.value)) {
                reasoning += thought->text;
                details.push_back(writeReasoningDetail(*thought, static_cast<std::int64_t>(details.size())));
            } else if (const auto* call = std::get_if<ToolCallPart>(&part.value)) {
                calls.push_back(toolCall(*call));
            } else if (const auto* refused = std::get_if<RefusalPart>(&part.value)) {
                refusal += refused->text;
            }
        }
        sendReasoningBack(wire, content, std::move(reasoning), std::move(details));
        if (content.empty() && (!calls.empty() || !refusal.empty()))
            wire["content"] = nullptr;
        else
            wire["content"] = simplified(std::move(content));
        if (!refusal.empty())
            wire["refusal"] = refusal;
        if (!calls.empty())
            wire["tool_calls"] = std::move(calls);
        if (!message.name.empty() && m_quirks.acceptsMessageNames)
            wire["name"] = message.name;
        m_out.push_back(std::move(wire));
        return {};
    }

    json::object toolCall(const ToolCallPart& call) const {
        if (call.custom)
            return {{"id", callId(call.id)},
                    {"type", "custom"},
                    {"custom", {{"name", call.name}, {"input", call.arguments}}}};
        json::object wire{
            {"id", callId(call.id)},
            {"type", "function"},
            {"function", {{"name", call.name}, {"arguments", call.arguments.empty() ? "{}" : call.arguments}}}};
        if (!call.signature.empty() && m_quirks.reasoningBack != OpenAiQuirks::ReasoningBack::Nowhere)
            wire["extra_content"] = writeThoughtSignature(call.signature);
        return wire;
    }

    void sendReasoningBack(json::object& wire, json::array& content, std::string reasoning, json::array details) const {
        if (details.empty())
            return;
        switch (m_quirks.reasoningBack) {
        case OpenAiQuirks::ReasoningBack::Nowhere:
            return;
        case OpenAiQuirks::ReasoningBack::ReasoningContent:
            if (!reasoning.empty())
                wire["reasoning_content"] = reasoning;
            return;
        case OpenAiQuirks::ReasoningBack::Reasoning:
            if (!reasoning.empty())
                wire["reasoning"] = reasoning;
            return;
        case OpenAiQuirks::ReasoningBack::ReasoningDetails:
            if (!reasoning.empty())
                wire["reasoning"] = reasoning;
            wire["reasoning_details"] = std::move(details);
            return;
        case OpenAiQuirks::ReasoningBack::ThinkingChunks:
            if (!reasoning.empty()) {
                const json::array thinking{json::object{{"type", "text"}, {"text", reasoning}}};
                content.insert(content.begin(), json::object{{"type", "thinking"}, {"thinking", thinking}});
            }
            return;
        }
    }

    const ChatRequest& m_request;
    const OpenAiQuirks& m_quirks;
    json::array m_out;
    std::vector<MediaPart> m_toolMedia;
    std::string m_where;
};

json::object customTool(const Tool& tool) {
    json::object custom{{"name", tool.name}};
    if (!tool.description.empty())
        custom["description"] = tool.description;
    if (!tool.inputFormat.is_null())
        custom["format"] = nestedFormat(tool.inputFormat);
    return {{"type", "custom"}, {"custom", std::move(custom)}};
}

Error noSuchTool(const TargetModel& target, const std::string& what) {
    return fail(ErrorKind::ModelNotSupported,
                "the chat API of " + target.provider + " has no " + what + "; choose another model", "tools");
}

Result<json::array> writeTools(const ChatRequest& request, const TargetModel& target, const OpenAiQuirks& quirks) {
    json::array tools;
    for (const NativeTool& native : request.nativeTools) {
        if (native.dialect != "openai-chat")
            return noSuchTool(target, "tool of type '" + std::string(textAt(native.tool, "type")) + "'");
    }
    for (const Tool& tool : request.tools) {
        if (tool.custom && !quirks.acceptsCustomTools)
            return noSuchTool(target, "custom tools ('" + tool.name + "')");
        if (tool.custom) {
            tools.push_back(customTool(tool));
            continue;
        }
        json::object function{{"name", tool.name}};
        if (!tool.description.empty())
            function["description"] = tool.description;
        if (!tool.parameters.is_null())
            function["parameters"] = tool.parameters;
        if (tool.strict)
            function["strict"] = *tool.strict;
        json::object wire{{"type", "function"}, {"function", std::move(function)}};
        if (tool.cache && quirks.acceptsCacheControl)
            wire["cache_control"] = cacheControl(*tool.cache);
        tools.push_back(std::move(wire));
    }
    for (const NativeTool& native : request.nativeTools)
        tools.push_back(native.tool);
    return tools;
}

void writeToolChoice(const ChatRequest& request, json::object& body) {
    const ToolChoice& choice = request.toolChoice;
    switch (choice.kind) {
    case ToolChoice::Kind::Unset:
        return;
    case ToolChoice::Kind::Auto:
        body["tool_choice"] = "auto";
        return;
    case ToolChoice::Kind::None:
        body["tool_choice"] = "none";
        return;
    case ToolChoice::Kind::Required:
        body["tool_choice"] = "required";
        return;
    case ToolChoice::Kind::Named: {
        const char* type = std::any_of(request.tools.begin(), request.tools.end(),
                                       [&](const Tool& tool) { return tool.custom && tool.name == choice.name; })
                               ? "custom"
                               : "function";
        body["tool_choice"] = {{"type", type}, {type, {{"name", choice.name}}}};
        return;
    }
    }
}

void writeResponseFormat(const ResponseFormat& format, json::object& body) {
    switch (format.kind) {
    case ResponseFormat::Kind::Unset:
        return;
    case ResponseFormat::Kind::Text:
        body["response_format"] = {{"type", "text"}};
        return;
    case ResponseFormat::Kind::JsonObject:
        body["response_format"] = {{"type", "json_object"}};
        return;
    case ResponseFormat::Kind::JsonSchema: {
        json::object schema{{"name", format.name.empty() ? "answer" : format.name}};
        if (!format.description.empty())
            schema["description"] = format.description;
        if (!format.schema.is_null())
            schema["schema"] = format.schema;
        if (format.strict)
            schema["strict"] = *format.strict;
        body["response_format"] = {{"type", "json_schema"}, {"json_schema", std::move(schema)}};
        return;
    }
    }
}

void writeSampling(const ChatRequest& request, const TargetModel& target, const OpenAiQuirks& quirks,
                   json::object& body) {
    const auto write = [&body](const char* key, const auto& value) {
        if (value)
            body[key] = *value;
    };
    write("temperature", request.temperature);
    write("top_p", request.topP);
    write("frequency_penalty", request.frequencyPenalty);
    write("presence_penalty", request.presencePenalty);
    write("top_k", request.topK);
    write("n", request.n);
    write("logprobs", request.logprobs);
    write("top_logprobs", request.topLogprobs);
    write(quirks.seedParam.c_str(), request.seed);
    if (request.maxOutputTokens) {
        std::string key = target.maxTokensParam.empty() ? quirks.maxTokensParam : target.maxTokensParam;
        if (key.empty())
            key = "max_tokens";
        body[key] = clampedLimit(*request.maxOutputTokens, target);
    }
    if (request.stop.size() == 1)
        body["stop"] = request.stop.front();
    else if (!request.stop.empty())
        body["stop"] = json::array(request.stop.begin(), request.stop.end());
}

void dropRefused(const OpenAiQuirks& quirks, const TargetModel& target, json::object& body,
                 std::vector<std::string>& dropped) {
    std::vector<std::string> found;
    for (const auto& field : body) {
        if (refuses(quirks, target, field.key()))
            found.emplace_back(field.key());
    }
    for (std::string& name : found) {
        body.erase(name);
        dropped.push_back(std::move(name));
    }
}

void writeStream(const OpenAiQuirks& quirks, json::object& body) {
    body["stream"] = true;
    if (!quirks.sendsStreamOptions)
        return;
    json::value& options = body["stream_options"]; // usage is asked for always: the ledger needs it
    if (!options.is_object())
        options.emplace_object();
    options.get_object()["include_usage"] = true;
}

} // namespace

// o-series and GPT-5 refuse all of these (platform.openai.com/docs/guides/reasoning); what they refuse beyond is a
// quirk.
bool refuses(const OpenAiQuirks& quirks, const TargetModel& target, std::string_view field) {
    static constexpr std::array<std::string_view, 4> kSampling{"temperature", "top_p", "frequency_penalty",
                                                               "presence_penalty"};
    const auto in = [field](const auto& list) { return std::find(list.begin(), list.end(), field) != list.end(); };
    return (!target.acceptsTemperature && in(kSampling)) || in(quirks.refuses) ||
           (target.reasoning && in(quirks.reasoningRefuses));
}

std::int64_t clampedLimit(std::int64_t asked, const TargetModel& target) {
    return target.maxOutput > 0 ? std::min(asked, target.maxOutput) : asked;
}

Result<> checkChoices(std::int64_t n, const TargetModel& target, const OpenAiQuirks& quirks) {
    if (n <= 1 || !quirks.onlyOneChoice)
        return {};
    return fail(ErrorKind::ModelNotSupported,
                target.provider + " gives one alternative a request; leave 'n' out or choose another model", "n");
}

Result<json::value> encodeBody(const ChatRequest& request, const TargetModel& target, const OpenAiQuirks& quirks,
                               std::vector<std::string>& dropped) {
    if (auto few = checkChoices(request.n.value_or(1), target, quirks); !few)
        return few.error();
    auto messages = MessageWriter(request, quirks).write();
    if (!messages)
        return messages.error();
    auto tools = writeTools(request, target, quirks);
    if (!tools)
        return tools.error();
    json::object body;
    if (request.extraDialect.empty() || request.extraDialect == "openai-chat") {
        body = request.extra;
    } else {
        for (const auto& [key, value] : request.extra)
            dropped.emplace_back(key);
    }
    body["model"] = target.upstreamId;
    body["messages"] = std::move(*messages);
    if (!tools->empty()) {
        body["tools"] = std::move(*tools);
        writeToolChoice(request, body);
        if (request.parallelToolCalls)
            body["parallel_tool_calls"] = *request.parallelToolCalls;
    }
    if (request.webSearch) {
        if (auto done = writeWebSearch(*request.webSearch, target, quirks, body, dropped); !done)
            return done.error();
    }
    writeResponseFormat(request.responseFormat, body);
    writeReasoning(request.reasoning, target, quirks, body, dropped);
    writeSampling(request, target, quirks, body);
    if (!request.user.empty())
        body["user"] = request.user;
    if (!request.serviceTier.empty())
        body["service_tier"] = request.serviceTier;
    if (!request.verbosity.empty())
        body["verbosity"] = request.verbosity;
    if (!request.stream || !quirks.sendsStreamOptions)
        body.erase("stream_options");
    if (request.stream)
        writeStream(quirks, body);
    dropRefused(quirks, target, body, dropped);
    return body;
}

} // namespace llmg::dialects::openaichat
