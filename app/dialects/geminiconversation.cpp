// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/geminirequest.h"
#include "app/dialects/geminithought.h"
#include "app/dialects/jsonaccess.h"

#include <map>

namespace llmg::dialects {
namespace {

std::string guessedType(const MediaPart& media) {
    if (!media.mimeType.empty())
        return media.mimeType == "image/jpg" ? "image/jpeg" : media.mimeType;
    if (media.data.starts_with("iVBORw0KGgo"))
        return "image/png";
    if (media.data.starts_with("/9j/"))
        return "image/jpeg";
    if (media.data.starts_with("R0lGOD"))
        return "image/gif";
    if (media.data.starts_with("UklGR"))
        return "image/webp";
    if (media.data.starts_with("JVBERi0"))
        return "application/pdf";
    static constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
        {".png", "image/png"},   {".jpg", "image/jpeg"},  {".jpeg", "image/jpeg"},     {".gif", "image/gif"},
        {".webp", "image/webp"}, {".heic", "image/heic"}, {".pdf", "application/pdf"}, {".mp3", "audio/mpeg"},
        {".wav", "audio/wav"},   {".mp4", "video/mp4"},   {".mov", "video/quicktime"}, {".webm", "video/webm"},
    };
    std::string_view path = media.url;
    path = path.substr(0, path.find_first_of("?#"));
    for (const auto& [suffix, type] : kTypes) {
        if (path.ends_with(suffix))
            return std::string(type);
    }
    return {};
}

class Writer {
  public:
    Writer(const TargetModel& target, GeminiConversation& out)
        : m_target(target)
        , m_out(out) {
        const auto version = geminiVersion(target.upstreamId);
        m_isThird = version && version->major >= 3;
    }

    Result<> add(const Message& message) {
        if (message.role == Role::System || message.role == Role::Developer) {
            for (const Part& part : message.parts) {
                if (const auto* text = std::get_if<TextPart>(&part.value))
                    addText(text->text, m_out.system);
                else
                    return fail(ErrorKind::InvalidParameters, "Gemini takes only text in system messages.", "messages");
            }
            return {};
        }
        m_signature.clear();
        m_signedCall = false;
        json::array parts, media;
        for (const Part& part : message.parts) {
            if (auto added = add(part, parts, media); !added)
                return added;
        }
        for (json::value& one : media)
            parts.push_back(std::move(one));
        giveSignature(parts);
        if (!parts.empty())
            append(message.role == Role::Assistant ? "model" : "user", std::move(parts));
        return {};
    }

  private:
    static void addText(const std::string& text, json::array& parts) {
        if (text.empty())
            return;
        json::object part;
        part["text"] = text;
        parts.push_back(std::move(part));
    }

    Result<> add(const Part& part, json::array& parts, json::array& media) {
        if (const auto* text = std::get_if<TextPart>(&part.value)) {
            addText(text->text, parts);
        } else if (const auto* refusal = std::get_if<RefusalPart>(&part.value)) {
            addText(refusal->text, parts);
        } else if (const auto* file = std::get_if<MediaPart>(&part.value)) {
            return addMedia(*file, parts);
        } else if (const auto* call = std::get_if<ToolCallPart>(&part.value)) {
            addCall(*call, parts);
        } else if (const auto* result = std::get_if<ToolResultPart>(&part.value)) {
            return addResult(*result, parts, media);
        } else if (const auto* reasoning = std::get_if<ReasoningPart>(&part.value)) {
            // The text of thoughts is not sent back, the signature is, with the text that it came with. That of a call
            // is the call's own; another's on it may be refused.
            if (reasoning->format == kGeminiThoughtFormat && !reasoning->signature.empty())
                m_signature = reasoning->signature;
        }
        return {};
    }

    Result<> addMedia(const MediaPart& media, json::array& parts) {
        if (const char* what = unreadable(media))
            return fail(ErrorKind::ModelNotSupported, "The model '" + m_target.upstreamId + "' reads no " + what + ".");
        const std::string type = guessedType(media);
        json::object part;
        if (!media.data.empty()) {
            if (type.empty())
                return fail(ErrorKind::InvalidParameters,
                            "The type of an attached file is not known. Send it as a data: URL with its MIME type.",
                            "messages");
            json::object bytes;
            bytes["mimeType"] = type;
            bytes["data"] = media.data;
            part["inlineData"] = std::move(bytes);
        } else {
            // Gemini fetches gs://, its own files and, on current models, public https addresses. Others want the
            // bytes: fetching for them safely (no private addresses, no redirects, size limit) is the gateway's, not a
            // codec's.
            const std::string& address = media.fileId.empty() ? media.url : media.fileId;
            if (address.find("://") == std::string::npos && !address.starts_with("files/"))
                return fail(ErrorKind::InvalidParameters,
                            "The file '" + address +
                                "' was not uploaded to Google. Send its bytes, or the URI that Google gave it.",
                            "messages");
            json::object file;
            if (!type.empty())
                file["mimeType"] = type;
            file["fileUri"] = address;
            part["fileData"] = std::move(file);
        }
        parts.push_back(std::move(part));
        return {};
    }

    /// What the catalog says that the model cannot read.
    [[nodiscard]] const char* unreadable(const MediaPart& media) const {
        const auto& can = m_target.can;
        switch (media.kind) {
        case MediaKind::Image:
            return m_target.vision ? nullptr : "images";
        case MediaKind::Audio:
            return can && !can->audioInput ? "audio" : nullptr;
        case MediaKind::Video:
            return can && !can->videoInput ? "video" : nullptr;
        case MediaKind::Document:
            return can && !can->pdf && media.mimeType == "application/pdf" ? "PDF files" : nullptr;
        }
        return nullptr;
    }

    void addCall(const ToolCallPart& call, json::array& parts) {
        m_names[call.id] = call.name;
        json::object function;
        // Vertex's FunctionCall has no id; AI Studio pairs calls and results by it, or by order where there is none.
        if (sendsId(call.id))
            function["id"] = call.id;
        function["name"] = call.name;
        function["args"] = call.custom ? json::object{{"input", call.arguments}} : toolArguments(call.arguments);
        json::object part;
        part["functionCall"] = std::move(function);
        if (!call.signature.empty())
            part["thoughtSignature"] = call.signature;
        else if (m_isThird && !m_signedCall) // of parallel calls only the first is signed
            part["thoughtSignature"] = kGeminiNoSignature;
        m_signedCall = true;
        parts.push_back(std::move(part));
    }

    [[nodiscard]] bool sendsId(const std::string& id) const {
        return !id.empty() && !id.starts_with(kGeminiMadeId) && m_target.provider != "google-vertex";
    }

    Result<> addResult(const ToolResultPart& result, json::array& parts, json::array& media) {
        std::string name = result.name;
        if (const auto known = m_names.find(result.callId); known != m_names.end())
            name = known->second;
        if (name.empty())
            return fail(ErrorKind::InvalidParameters,
                        "The tool result for '" + result.callId +
                            "' answers no tool call of an earlier assistant message.",
                        "messages");
        json::object response;
        auto parsed = parseJson(result.text);
        if (result.isError)
            response["error"] = parsed && parsed->is_object() ? *parsed : json::value(json::string(result.text));
        else if (parsed && parsed->is_object())
            response = std::move(parsed->get_object());
        else
            response["output"] = result.text;
        json::object function;
        if (sendsId(result.callId))
            function["id"] = result.callId;
        function["name"] = name;
        function["response"] = std::move(response);
        // What a tool shows is part of its result for Gemini 3 (docs: "Multimodal function responses"). Older ones read
        // it behind all the results of the turn.
        json::array shown;
        for (const MediaPart& file : result.media) {
            if (auto added = addMedia(file, m_isThird && !file.data.empty() ? shown : media); !added)
                return added;
        }
        if (!shown.empty())
            function["parts"] = std::move(shown);
        json::object part;
        part["functionResponse"] = std::move(function);
        parts.push_back(std::move(part));
        return {};
    }

    // A signature that belongs to no call came with the text; it goes back with the last of it.
    void giveSignature(json::array& parts) {
        if (m_signature.empty())
            return;
        for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
            if (part->get_object().contains("text")) {
                part->get_object()["thoughtSignature"] = m_signature;
                return;
            }
        }
    }

    void append(const char* role, json::array parts) {
        if (!m_out.contents.empty()) {
            json::object& last = m_out.contents.back().as_object();
            if (last.at("role") == role) {
                for (json::value& part : parts)
                    last["parts"].as_array().push_back(std::move(part));
                return;
            }
        }
        json::object content;
        content["role"] = role;
        content["parts"] = std::move(parts);
        m_out.contents.push_back(std::move(content));
    }

    const TargetModel& m_target;
    GeminiConversation& m_out;
    std::map<std::string, std::string> m_names; ///< call id → function, as results name only the id
    std::string m_signature;
    bool m_isThird = false;
    bool m_signedCall = false;
};

} // namespace

Result<GeminiConversation> encodeGeminiConversation(const ChatRequest& request, const TargetModel& target) {
    GeminiConversation conversation;
    Writer writer(target, conversation);
    for (const Message& message : request.messages) {
        if (auto added = writer.add(message); !added)
            return added.error();
    }
    if (conversation.contents.empty())
        return fail(ErrorKind::InvalidParameters, "There is no user or assistant message with content to send.",
                    "messages");
    return conversation;
}

} // namespace llmg::dialects
