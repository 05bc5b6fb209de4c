// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/geminianswer.h"
#include "app/dialects/geminirequest.h"
#include "app/dialects/geminithought.h"
#include "app/dialects/geminiwire.h"

#include <algorithm>
#include <list>

namespace llmg::dialects::gemini {
namespace {

/// Google's SDKs write bytes with the URL alphabet, other providers want the standard one.
std::string standardBase64(std::string_view data) {
    std::string out(data);
    std::replace(out.begin(), out.end(), '-', '+');
    std::replace(out.begin(), out.end(), '_', '/');
    return out;
}

/// Addresses that mean something to Google alone: its own files and buckets, and videos that it looks up itself.
bool isGooglesOwn(std::string_view uri) {
    static constexpr std::string_view kBegins[] = {
        "gs://",
        "files/",
        "https://generativelanguage.googleapis.com/",
        "https://www.youtube.com/",
        "https://youtube.com/",
        "https://youtu.be/",
    };
    return std::any_of(std::begin(kBegins), std::end(kBegins),
                       [&](std::string_view begin) { return uri.starts_with(begin); });
}

MediaPart inlineMedia(const json::object& blob) {
    MediaPart media;
    media.mimeType = textField(blob, "mimeType");
    media.kind = geminiMediaKind(media.mimeType);
    media.data = standardBase64(textField(blob, "data"));
    media.fileName = textField(blob, "displayName");
    return media;
}

MediaPart fileMedia(const json::object& file) {
    MediaPart media;
    media.mimeType = textField(file, "mimeType");
    const std::string_view uri = textField(file, "fileUri");
    const bool isVideo = media.mimeType.empty() && uri.find("youtu") != std::string_view::npos;
    media.kind = isVideo ? MediaKind::Video : geminiMediaKind(media.mimeType);
    (isGooglesOwn(uri) ? media.fileId : media.url) = uri;
    media.fileName = textField(file, "displayName");
    return media;
}

/// Turns contents into messages. Contents of one role that follow each other are one turn: the SDKs keep each chunk of
/// a stream as a content of its own.
class ContentsReader {
  public:
    explicit ContentsReader(std::vector<Message>& out)
        : m_out(out) {}

    Result<> read(const json::object& content, const std::string& where) {
        const std::string_view role = textField(content, "role");
        if (!role.empty() && role != "user" && role != "model" && role != "function")
            return fail(ErrorKind::InvalidParameters, "'" + where + ".role' must be user or model", where + ".role");
        const json::value* value = field(content, "parts");
        if (value == nullptr)
            return fail(ErrorKind::InvalidParameters, "'" + where + ".parts' is required", where + ".parts");
        const auto parts = listOf(*value);
        if (!parts)
            return wrongType(where + ".parts", "an array of objects");
        for (std::size_t i = 0; i < parts->size(); ++i) {
            const std::string at = where + ".parts[" + std::to_string(i) + "]";
            if (auto done = role == "model" ? modelPart(*(*parts)[i], at) : userPart(*(*parts)[i], at); !done)
                return done;
        }
        return {};
    }

  private:
    Message& turn(Role role) {
        if (m_out.empty() || m_out.back().role != role)
            m_out.push_back(Message{role, {}, {}});
        return m_out.back();
    }
    void add(Role role, PartValue value) { turn(role).parts.push_back({std::move(value), std::nullopt}); }

    Result<> userPart(const json::object& part, const std::string& where) {
        if (const json::object* result = objectField(part, "functionResponse"))
            return functionResponse(*result, where + ".functionResponse");
        return plainPart(part, Role::User, where);
    }

    /// Text or media, of either side.
    Result<> plainPart(const json::object& part, Role role, const std::string& where) {
        if (const json::value* text = field(part, "text")) {
            if (!text->is_string())
                return wrongType(where + ".text", "a string");
            if (!text->get_string().empty())
                add(role, TextPart{std::string(text->get_string())});
        } else if (const json::object* blob = objectField(part, "inlineData")) {
            if (textField(*blob, "mimeType").empty() || textField(*blob, "data").empty())
                return fail(ErrorKind::InvalidParameters, "'" + where + ".inlineData' needs mimeType and data",
                            where + ".inlineData");
            add(role, inlineMedia(*blob));
        } else if (const json::object* file = objectField(part, "fileData")) {
            if (textField(*file, "fileUri").empty())
                return fail(ErrorKind::InvalidParameters, "'" + where + ".fileData.fileUri' is required",
                            where + ".fileData.fileUri");
            add(role, fileMedia(*file));
        } else if (const json::object* code = objectField(part, "executableCode")) {
            add(role, TextPart{geminiCodeText(*code)});
        } else if (const json::object* output = objectField(part, "codeExecutionResult")) {
            add(role, TextPart{geminiOutputText(*output)});
        }
        // Calls of tools that Google ran itself (toolCall, toolResponse) and what is newer mean nothing elsewhere.
        return {};
    }

    Result<> modelPart(const json::object& part, const std::string& where) {
        const std::string_view signature = textField(part, "thoughtSignature");
        const auto wrapped = unwrapThoughts(signature);
        if (wrapped)
            putThoughts(*wrapped);
        const std::string own = wrapped ? std::string() : std::string(signature);
        const json::value* thought = field(part, "thought");
        if (thought != nullptr && thought->is_bool() && thought->get_bool()) {
            addThought(textField(part, "text"), own);
            return {};
        }
        if (const json::object* call = objectField(part, "functionCall"))
            return functionCall(*call, own, where + ".functionCall");
        if (auto done = plainPart(part, Role::Assistant, where); !done)
            return done;
        const bool ofServerTool = field(part, "toolCall") != nullptr || field(part, "toolResponse") != nullptr;
        if (!own.empty() && !ofServerTool)
            add(Role::Assistant, ReasoningPart{{}, own, {}, kGeminiThoughtFormat});
        return {};
    }

    /// Thoughts come in as many parts as the stream had chunks; a signature closes them.
    void addThought(std::string_view text, const std::string& signature) {
        Message& message = turn(Role::Assistant);
        auto* open = message.parts.empty() ? nullptr : std::get_if<ReasoningPart>(&message.parts.back().value);
        if (open == nullptr || !open->signature.empty() || !open->redacted.empty()) {
            if (text.empty() && signature.empty())
                return;
            message.parts.push_back({ReasoningPart{}, std::nullopt});
            open = &std::get<ReasoningPart>(message.parts.back().value);
        }
        open->text += text;
        if (!signature.empty()) {
            open->signature = signature;
            open->format = kGeminiThoughtFormat;
        }
    }

    /// What we wrapped holds the thoughts' text; the thoughts that the client kept too are the same once more.
    void putThoughts(const std::vector<ReasoningPart>& thoughts) {
        auto& parts = turn(Role::Assistant).parts;
        while (!parts.empty()) {
            const auto* kept = std::get_if<ReasoningPart>(&parts.back().value);
            if (kept == nullptr || !kept->signature.empty() || !kept->redacted.empty())
                break;
            parts.pop_back();
        }
        for (const ReasoningPart& thought : thoughts)
            parts.push_back({thought, std::nullopt});
    }

    Result<> functionCall(const json::object& wire, const std::string& signature, const std::string& where) {
        ToolCallPart call;
        call.name = textField(wire, "name");
        if (call.name.empty())
            return fail(ErrorKind::InvalidParameters, "'" + where + ".name' is required", where + ".name");
        const json::value* args = field(wire, "args");
        if (args != nullptr && !args->is_object())
            return wrongType(where + ".args", "an object");
        call.arguments = args != nullptr ? writeJson(*args) : "{}";
        call.id = textField(wire, "id");
        if (call.id.empty())
            call.id = madeId(call.name);
        call.signature = signature;
        m_unanswered.push_back({call.id, call.name});
        add(Role::Assistant, std::move(call));
        return {};
    }

    // Many clients send no ids and mean names and order. OpenAI allows 40 characters.
    std::string madeId(const std::string& name) {
        return std::string(kGeminiMadeId) + name.substr(0, 20) + "_" + std::to_string(m_made++);
    }

    /// The call that a result without an id answers: the first open one of its name.
    std::string answered(std::string_view id, const std::string& name) {
        const auto call = std::find_if(m_unanswered.begin(), m_unanswered.end(), [&](const Call& open) {
            return id.empty() ? open.name == name : open.id == id;
        });
        if (call == m_unanswered.end())
            return id.empty() ? madeId(name) : std::string(id);
        std::string found = std::move(call->id);
        m_unanswered.erase(call);
        return found;
    }

    Result<> functionResponse(const json::object& wire, const std::string& where) {
        ToolResultPart result;
        result.name = textField(wire, "name");
        const std::string_view id = textField(wire, "id");
        if (result.name.empty() && id.empty())
            return fail(ErrorKind::InvalidParameters, "'" + where + ".name' is required", where + ".name");
        result.callId = answered(id, result.name);
        const json::value* response = field(wire, "response");
        if (response != nullptr && !response->is_object())
            return wrongType(where + ".response", "an object");
        if (response != nullptr)
            readResponse(response->get_object(), result);
        if (const json::value* parts = field(wire, "parts")) {
            const auto list = listOf(*parts);
            if (!list)
                return wrongType(where + ".parts", "an array of objects");
            for (const json::object* part : *list) {
                if (const json::object* blob = objectField(*part, "inlineData"))
                    result.media.push_back(inlineMedia(*blob));
                else if (const json::object* file = objectField(*part, "fileData"))
                    result.media.push_back(fileMedia(*file));
            }
        }
        m_out.push_back(Message{Role::Tool, {{std::move(result), std::nullopt}}, {}});
        return {};
    }

    // The reference names two keys: "output" for what the function gave, "error" for how it failed.
    static void readResponse(const json::object& response, ToolResultPart& result) {
        if (response.size() == 1) {
            const auto& [key, value] = *response.begin();
            result.isError = key == "error";
            if (result.isError || (key == "output" && value.is_string())) {
                result.text = value.is_string() ? std::string(value.get_string()) : writeJson(value);
                return;
            }
        }
        result.text = writeJson(response);
    }

    struct Call {
        std::string id, name;
    };
    std::vector<Message>& m_out;
    std::list<Call> m_unanswered;
    std::size_t m_made = 0;
};

/// Tool results go right behind the calls that they answer, as OpenAI and Anthropic ask for; what the same turn says
/// beside them follows.
void putResultsFirst(std::vector<Message>& messages) {
    auto from = messages.begin();
    while (from != messages.end()) {
        const auto to = std::find_if(from, messages.end(), [](const Message& m) { return m.role == Role::Assistant; });
        std::stable_partition(from, to, [](const Message& m) { return m.role == Role::Tool; });
        from = to == messages.end() ? to : to + 1;
    }
}

Result<> decodeSystem(const json::value& value, ChatRequest& request) {
    Message message{Role::System, {}, {}};
    if (value.is_string()) {
        message.parts.push_back({TextPart{std::string(value.get_string())}, std::nullopt});
    } else {
        const json::object* content = value.if_object();
        const json::value* parts = content != nullptr ? field(*content, "parts") : nullptr;
        const auto list = parts != nullptr ? listOf(*parts) : std::nullopt;
        if (!list)
            return wrongType("systemInstruction", "an object with parts");
        for (const json::object* part : *list) {
            if (const std::string_view text = textField(*part, "text"); !text.empty())
                message.parts.push_back({TextPart{std::string(text)}, std::nullopt});
        }
    }
    if (!message.parts.empty())
        request.messages.push_back(std::move(message));
    return {};
}

} // namespace

Result<> decodeContents(const json::object& body, ChatRequest& request) {
    if (const json::value* system = field(body, "systemInstruction")) {
        if (auto done = decodeSystem(*system, request); !done)
            return done;
    }
    const json::value* contents = field(body, "contents");
    const auto list = contents != nullptr ? listOf(*contents) : std::nullopt;
    if (!list)
        return wrongType("contents", "an array of objects with role and parts");
    std::vector<Message> messages;
    ContentsReader reader(messages);
    for (std::size_t i = 0; i < list->size(); ++i) {
        if (auto done = reader.read(*(*list)[i], "contents[" + std::to_string(i) + "]"); !done)
            return done;
    }
    putResultsFirst(messages);
    std::move(messages.begin(), messages.end(), std::back_inserter(request.messages));
    return {};
}

} // namespace llmg::dialects::gemini
