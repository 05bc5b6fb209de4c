// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/anthropicmessagesrequest.h"
#include "app/dialects/base64.h"
#include "app/dialects/jsonaccess.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

bool isBlank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
}

void mark(json::object& block, const std::optional<CacheMark>& cache) {
    if (!cache)
        return;
    json::object control;
    control["type"] = "ephemeral";
    if (cache->ttl != "5m") // the default; servers of older API versions know no other
        control["ttl"] = cache->ttl;
    block["cache_control"] = std::move(control);
}

// The first bytes are believed before the label: a JPEG sent as image/png is refused.
std::string imageType(const MediaPart& media) {
    const std::string_view data = media.data;
    if (data.starts_with("iVBORw0KGgo"))
        return "image/png";
    if (data.starts_with("/9j/"))
        return "image/jpeg";
    if (data.starts_with("R0lGOD"))
        return "image/gif";
    if (data.starts_with("UklGR"))
        return "image/webp";
    return media.mimeType == "image/jpg" ? "image/jpeg" : media.mimeType;
}

json::object source(std::string_view type) {
    json::object source;
    source["type"] = json::string_view(type.data(), type.size());
    return source;
}

Result<json::object> encodeImage(const MediaPart& media) {
    json::object block;
    block["type"] = "image";
    if (!media.fileId.empty()) {
        json::object from = source("file");
        from["file_id"] = media.fileId;
        block["source"] = std::move(from);
    } else if (!media.data.empty()) {
        const std::string type = imageType(media);
        if (type != "image/png" && type != "image/jpeg" && type != "image/gif" && type != "image/webp")
            return fail(ErrorKind::ModelNotSupported, "Anthropic reads PNG, JPEG, GIF and WebP images, not '" + type +
                                                          "'. Convert the image, or choose another model.");
        json::object from = source("base64");
        from["media_type"] = type;
        from["data"] = media.data;
        block["source"] = std::move(from);
    } else {
        json::object from = source("url");
        from["url"] = media.url;
        block["source"] = std::move(from);
    }
    return block;
}

Result<json::object> encodeDocument(const MediaPart& media) {
    json::object block;
    block["type"] = "document";
    if (!media.fileId.empty()) {
        json::object from = source("file");
        from["file_id"] = media.fileId;
        block["source"] = std::move(from);
    } else if (!media.url.empty()) {
        json::object from = source("url");
        from["url"] = media.url;
        block["source"] = std::move(from);
    } else if (media.mimeType == "application/pdf" || media.data.starts_with("JVBERi0")) {
        json::object from = source("base64");
        from["media_type"] = "application/pdf";
        from["data"] = media.data;
        block["source"] = std::move(from);
    } else if (media.mimeType.starts_with("text/")) {
        auto text = decodeBase64(media.data);
        if (!text)
            return fail(ErrorKind::InvalidParameters, "The attached document is not valid base64.", "messages");
        json::object from = source("text");
        from["media_type"] = "text/plain";
        from["data"] = std::move(*text);
        block["source"] = std::move(from);
    } else {
        return fail(ErrorKind::ModelNotSupported, "Anthropic reads PDF and text documents, not '" + media.mimeType +
                                                      "'. Convert the document, or choose another model.");
    }
    if (!media.fileName.empty())
        block["title"] = media.fileName;
    return block;
}

/// Messages of the canonical form → turns. System text is gathered apart, neighbours of one role become one turn.
class Writer {
  public:
    Writer(const TargetModel& target, AnthropicConversation& out)
        : m_target(target)
        , m_out(out) {}

    Result<> add(const Message& message) {
        const bool system = message.role == Role::System || message.role == Role::Developer;
        if (!system)
            turnFor(message.role == Role::Assistant ? "assistant" : "user");
        for (const Part& part : message.parts) {
            auto block = encode(message.role, part);
            if (!block)
                return block.error();
            if (block->empty())
                continue;
            json::array& place = system ? m_out.system : content();
            // Results must stand before anything else the user says in that turn.
            if (block->at("type") == "tool_result")
                place.insert(place.begin() + m_results++, std::move(*block));
            else
                place.push_back(std::move(*block));
        }
        return {};
    }

    void close() {
        json::array kept;
        for (json::value& turn : m_out.messages) {
            if (!turn.at("content").as_array().empty())
                kept.push_back(std::move(turn));
        }
        m_out.messages = std::move(kept);
        trimPrefill();
    }

  private:
    void turnFor(std::string_view role) {
        if (!m_out.messages.empty()) {
            const json::object& last = m_out.messages.back().as_object();
            if (last.at("role") == json::string_view(role.data(), role.size()))
                return;
        }
        m_results = 0;
        json::object turn;
        turn["role"] = json::string_view(role.data(), role.size());
        turn["content"] = json::array();
        m_out.messages.push_back(std::move(turn));
    }

    json::array& content() { return m_out.messages.back().as_object()["content"].as_array(); }

    // Text that the answer is to go on from may not end in white space.
    void trimPrefill() {
        if (m_out.messages.empty() || m_out.messages.back().at("role") != "assistant")
            return;
        json::object& block = content().back().as_object();
        if (block.at("type") != "text")
            return;
        json::string& text = block["text"].as_string();
        const auto end = std::string_view(text.data(), text.size()).find_last_not_of(" \t\r\n");
        text.resize(end == std::string_view::npos ? 0 : end + 1);
    }

    Result<json::object> encodeMedia(Role role, const MediaPart& media) {
        if (role == Role::Assistant)
            return fail(ErrorKind::ModelNotSupported,
                        "Anthropic takes no images or files in assistant messages. Send them in a user message.",
                        "messages");
        m_out.needsFiles = m_out.needsFiles || !media.fileId.empty();
        switch (media.kind) {
        case MediaKind::Image:
            if (!m_target.vision)
                return fail(ErrorKind::ModelNotSupported, "The model '" + m_target.upstreamId + "' reads no images.");
            return encodeImage(media);
        case MediaKind::Document:
            return encodeDocument(media);
        case MediaKind::Audio:
            return fail(ErrorKind::ModelNotSupported, "Anthropic's models take no audio. Choose a model that does.");
        case MediaKind::Video:
            break;
        }
        return fail(ErrorKind::ModelNotSupported, "Anthropic's models take no video. Choose a model that does.");
    }

    Result<json::object> encode(Role role, const Part& part) {
        json::object block;
        if (const auto* text = std::get_if<TextPart>(&part.value)) {
            if (isBlank(text->text)) // refused by the provider
                return block;
            block["type"] = "text";
            block["text"] = text->text;
        } else if (const auto* refusal = std::get_if<RefusalPart>(&part.value)) {
            if (isBlank(refusal->text))
                return block;
            block["type"] = "text";
            block["text"] = refusal->text;
        } else if (const auto* media = std::get_if<MediaPart>(&part.value)) {
            auto encoded = encodeMedia(role, *media);
            if (!encoded)
                return encoded;
            block = std::move(*encoded);
        } else if (const auto* call = std::get_if<ToolCallPart>(&part.value)) {
            block["type"] = "tool_use";
            block["id"] = call->id;
            block["name"] = call->name;
            if (call->custom)
                block["input"] = {{"input", call->arguments}};
            else
                block["input"] = toolArguments(call->arguments);
        } else if (const auto* result = std::get_if<ToolResultPart>(&part.value)) {
            auto encoded = encodeResult(role, *result);
            if (!encoded)
                return encoded;
            block = std::move(*encoded);
        } else if (const auto* reasoning = std::get_if<ReasoningPart>(&part.value)) {
            return encodeReasoning(role, *reasoning); // takes no cache mark
        }
        mark(block, part.cache);
        return block;
    }

    // Only what Anthropic signed comes back to it; other reasoning it would refuse.
    static json::object encodeReasoning(Role role, const ReasoningPart& reasoning) {
        json::object block;
        const bool own = reasoning.format.empty() || reasoning.format == "anthropic-claude-v1";
        if (role != Role::Assistant || !own)
            return block;
        if (!reasoning.redacted.empty()) {
            block["type"] = "redacted_thinking";
            block["data"] = reasoning.redacted;
        } else if (!reasoning.signature.empty()) {
            block["type"] = "thinking";
            block["thinking"] = reasoning.text;
            block["signature"] = reasoning.signature;
        }
        return block;
    }

    Result<json::object> encodeResult(Role role, const ToolResultPart& result) {
        json::object block;
        block["type"] = "tool_result";
        block["tool_use_id"] = result.callId;
        if (result.media.empty()) {
            if (!result.text.empty())
                block["content"] = result.text;
        } else {
            json::array content;
            if (!isBlank(result.text)) {
                json::object text;
                text["type"] = "text";
                text["text"] = result.text;
                content.push_back(std::move(text));
            }
            for (const MediaPart& media : result.media) {
                auto encoded = encodeMedia(role, media);
                if (!encoded)
                    return encoded;
                content.push_back(std::move(*encoded));
            }
            block["content"] = std::move(content);
        }
        if (result.isError)
            block["is_error"] = true;
        return block;
    }

    const TargetModel& m_target;
    AnthropicConversation& m_out;
    std::ptrdiff_t m_results = 0; ///< tool results at the head of the open turn
};

} // namespace

Result<AnthropicConversation> encodeAnthropicConversation(const ChatRequest& request, const TargetModel& target) {
    AnthropicConversation conversation;
    Writer writer(target, conversation);
    for (const Message& message : request.messages) {
        if (auto added = writer.add(message); !added)
            return added.error();
    }
    writer.close();
    if (conversation.messages.empty())
        return fail(ErrorKind::InvalidParameters, "There is no user or assistant message with content to send.",
                    "messages");
    return conversation;
}

} // namespace llmg::dialects
