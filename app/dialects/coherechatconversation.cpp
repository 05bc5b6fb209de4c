// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/base64.h"
#include "app/dialects/coherechatrequest.h"
#include "app/dialects/jsonaccess.h"

namespace llmg::dialects {
namespace {

json::object textBlock(std::string_view text) {
    json::object block;
    block["type"] = "text";
    block["text"] = json::string_view(text.data(), text.size());
    return block;
}

Result<json::object> encodeImage(const MediaPart& media, const TargetModel& target) {
    if (!target.vision)
        return fail(ErrorKind::ModelNotSupported, "The model '" + target.upstreamId + "' reads no images.");
    if (!media.fileId.empty())
        return fail(ErrorKind::ModelNotSupported,
                    "Cohere keeps no uploaded images. Send the image itself, or its https address.", "messages");
    json::object address;
    address["url"] = media.data.empty() ? media.url : "data:" + media.mimeType + ";base64," + media.data;
    if (!media.detail.empty())
        address["detail"] = media.detail;
    json::object block;
    block["type"] = "image_url";
    block["image_url"] = std::move(address);
    return block;
}

Result<json::object> encodeMedia(const MediaPart& media, const TargetModel& target) {
    if (media.kind == MediaKind::Image)
        return encodeImage(media, target);
    if (media.kind == MediaKind::Document && media.mimeType.starts_with("text/") && !media.data.empty()) {
        const auto text = decodeBase64(media.data);
        if (!text)
            return fail(ErrorKind::InvalidParameters, "The attached document is not valid base64.", "messages");
        return textBlock(*text);
    }
    if (media.kind == MediaKind::Document)
        return fail(ErrorKind::ModelNotSupported,
                    "Cohere reads attached documents as plain text only. Send the text, or choose another model.",
                    "messages");
    return fail(ErrorKind::ModelNotSupported,
                media.kind == MediaKind::Audio ? "Cohere's models take no audio. Choose a model that does."
                                               : "Cohere's models take no video. Choose a model that does.",
                "messages");
}

// One text is sent as a plain string, which every version of the API reads.
json::value contentOf(json::array blocks) {
    if (blocks.size() == 1) {
        if (const json::value* text = blocks.front().as_object().if_contains("text"))
            return *text;
    }
    return json::value(std::move(blocks));
}

/// Messages of the canonical form → messages of Cohere's, whose tool results are messages of their own.
class Writer {
  public:
    explicit Writer(const TargetModel& target)
        : m_target(target) {}

    Result<> add(const Message& message) {
        if (message.role == Role::Assistant)
            return addAssistant(message);
        json::array blocks;
        for (const Part& part : message.parts) {
            if (const auto* result = std::get_if<ToolResultPart>(&part.value)) {
                if (auto added = addToolResult(*result); !added)
                    return added;
                continue;
            }
            auto block = encodeBlock(part);
            if (!block)
                return block.error();
            if (!block->empty())
                blocks.push_back(std::move(*block));
        }
        if (!blocks.empty()) {
            const bool system = message.role == Role::System || message.role == Role::Developer;
            say(system ? "system" : "user", contentOf(std::move(blocks)));
        }
        return {};
    }

    json::array take() { return std::move(m_messages); }

  private:
    void say(std::string_view role, json::value content) {
        json::object message;
        message["role"] = json::string_view(role.data(), role.size());
        message["content"] = std::move(content);
        m_messages.push_back(std::move(message));
    }

    Result<json::object> encodeBlock(const Part& part) const {
        if (const auto* text = std::get_if<TextPart>(&part.value))
            return text->text.empty() ? json::object() : textBlock(text->text);
        if (const auto* refusal = std::get_if<RefusalPart>(&part.value))
            return refusal->text.empty() ? json::object() : textBlock(refusal->text);
        if (const auto* media = std::get_if<MediaPart>(&part.value))
            return encodeMedia(*media, m_target);
        return json::object();
    }

    // Reasoning goes back as a thinking block to models that think, as the plan before tool calls to those that plan.
    // What another provider signed or hid means nothing here.
    Result<> addAssistant(const Message& message) {
        json::array blocks, calls;
        std::string plan;
        for (const Part& part : message.parts) {
            if (const auto* reasoning = std::get_if<ReasoningPart>(&part.value)) {
                if (!reasoning->text.empty() && reasoning->format.empty())
                    addReasoning(reasoning->text, blocks, plan);
            } else if (const auto* call = std::get_if<ToolCallPart>(&part.value)) {
                calls.push_back(encodeCall(*call));
            } else if (std::holds_alternative<MediaPart>(part.value)) {
                return fail(ErrorKind::ModelNotSupported,
                            "Cohere takes no images or files in assistant messages. Send them in a user message.",
                            "messages");
            } else {
                auto block = encodeBlock(part);
                if (!block)
                    return block.error();
                if (!block->empty())
                    blocks.push_back(std::move(*block));
            }
        }
        json::object turn;
        turn["role"] = "assistant";
        if (!blocks.empty())
            turn["content"] = contentOf(std::move(blocks));
        if (!calls.empty()) {
            if (!plan.empty())
                turn["tool_plan"] = plan;
            turn["tool_calls"] = std::move(calls);
        }
        if (turn.size() > 1)
            m_messages.push_back(std::move(turn));
        return {};
    }

    void addReasoning(const std::string& text, json::array& blocks, std::string& plan) const {
        if (!m_target.reasoning && m_target.reasoningStyle.empty()) {
            plan += text;
            return;
        }
        json::object block;
        block["type"] = "thinking";
        block["thinking"] = text;
        blocks.push_back(std::move(block));
    }

    static json::object encodeCall(const ToolCallPart& call) {
        json::object function;
        function["name"] = call.name;
        function["arguments"] = call.arguments.empty() ? "{}" : call.arguments;
        json::object entry;
        entry["id"] = call.id;
        entry["type"] = "function";
        entry["function"] = std::move(function);
        return entry;
    }

    // A JSON object goes as a document, whose fields the model can cite; anything else as text.
    Result<> addToolResult(const ToolResultPart& result) {
        if (!result.media.empty())
            return fail(ErrorKind::ModelNotSupported,
                        "Cohere takes no images or files as tool results. Send them in a user message.", "messages");
        json::object data;
        if (result.isError) {
            data["error"] = result.text;
        } else if (auto parsed = parseJson(result.text); parsed && parsed->is_object()) {
            data = std::move(parsed->get_object());
        }
        json::object message;
        message["role"] = "tool";
        message["tool_call_id"] = result.callId;
        if (data.empty()) {
            message["content"] = result.text;
        } else {
            json::object document;
            document["data"] = std::move(data);
            json::object block;
            block["type"] = "document";
            block["document"] = std::move(document);
            message["content"] = json::array{std::move(block)};
        }
        m_messages.push_back(std::move(message));
        return {};
    }

    const TargetModel& m_target;
    json::array m_messages;
};

} // namespace

Result<json::array> encodeCohereConversation(const ChatRequest& request, const TargetModel& target) {
    Writer writer(target);
    for (const Message& message : request.messages) {
        if (auto added = writer.add(message); !added)
            return added.error();
    }
    json::array messages = writer.take();
    if (messages.empty())
        return fail(ErrorKind::InvalidParameters, "There is no message with content to send.", "messages");
    return messages;
}

} // namespace llmg::dialects
