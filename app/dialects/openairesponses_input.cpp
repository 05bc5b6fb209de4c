// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat_wire.h"
#include "app/dialects/openairesponses_wire.h"

#include <algorithm>
#include <array>

namespace llmg::dialects::responses {
namespace {

using openaichat::member;

/// What a provider ran itself; its outcome is in the text that follows.
constexpr std::array<std::string_view, 5> kRanThere{"web_search_call", "file_search_call", "code_interpreter_call",
                                                    "mcp_call", "mcp_list_tools"};

class ItemReader {
  public:
    Result<> add(const json::value& value, const std::string& where) {
        const json::object* item = value.if_object();
        if (item == nullptr)
            return wrongType(where, "an object", value);
        const std::string_view type = textAt(*item, "type");
        if (type == "message" || (type.empty() && item->contains("role")))
            return message(*item, where);
        if (type == "function_call" || type == "custom_tool_call")
            return toolCall(*item, type == "custom_tool_call", where);
        if (type == "function_call_output" || type == "custom_tool_call_output")
            return toolResult(*item, where);
        if (type == "reasoning")
            return reasoning(*item, where);
        if (type == "image_generation_call") {
            picture(*item);
            return {};
        }
        if (std::find(kRanThere.begin(), kRanThere.end(), type) != kRanThere.end())
            return {};
        if (type == "item_reference" || (type.empty() && item->contains("id")))
            return badField(where, "refers to an item by id, and this gateway keeps whole turns, no single items; send "
                                   "the item itself, or name the turn in 'previous_response_id'");
        if (type.empty())
            return badField(where + ".type", "is required");
        return fail(ErrorKind::ModelNotSupported,
                    "'" + where + "' is of type '" + std::string(type) +
                        "', which only providers of the Responses API understand. Choose a model of such a provider.",
                    where + ".type");
    }

    std::vector<Message> take() { return std::move(m_messages); }

  private:
    /// Consecutive items of the assistant are one message.
    std::vector<Part>& assistantParts() {
        if (m_messages.empty() || m_messages.back().role != Role::Assistant)
            m_messages.push_back({Role::Assistant, {}, {}});
        return m_messages.back().parts;
    }

    Result<> message(const json::object& item, const std::string& where) {
        const std::string_view role = textAt(item, "role");
        Role as = Role::User;
        if (role == "system")
            as = Role::System;
        else if (role == "developer")
            as = Role::Developer;
        else if (role == "assistant")
            as = Role::Assistant;
        else if (role != "user")
            return badField(where + ".role", role.empty() ? "is required"
                                                          : "is '" + std::string(role) +
                                                                "'; known are user, assistant, system, developer");
        const json::value* content = member(item, "content");
        if (content == nullptr)
            return badField(where + ".content", "is required: a text or an array of parts");
        auto parts = contentParts(*content, where + ".content");
        if (!parts)
            return parts.error();
        std::vector<Part>* target = nullptr;
        if (as == Role::Assistant) {
            target = &assistantParts();
        } else {
            m_messages.push_back({as, {}, {}});
            target = &m_messages.back().parts;
        }
        std::move(parts->begin(), parts->end(), std::back_inserter(*target));
        return {};
    }

    static Result<std::vector<Part>> contentParts(const json::value& content, const std::string& where) {
        std::vector<Part> parts;
        if (content.is_string()) {
            parts.push_back({TextPart{std::string(openaichat::textOf(content))}, std::nullopt});
            return parts;
        }
        const json::array* list = content.if_array();
        if (list == nullptr)
            return wrongType(where, "a string or an array of parts", content);
        for (std::size_t i = 0; i < list->size(); ++i) {
            const std::string here = at(where, i);
            if (!(*list)[i].is_object())
                return wrongType(here, "an object with a type", (*list)[i]);
            auto part = contentPart((*list)[i].get_object(), here);
            if (!part)
                return part.error();
            parts.push_back({std::move(*part), std::nullopt});
        }
        return parts;
    }

    static Result<PartValue> contentPart(const json::object& wire, const std::string& where) {
        const std::string_view type = textAt(wire, "type");
        if (type == "input_text" || type == "output_text" || type == "text") {
            const json::value* text = member(wire, "text");
            if (text == nullptr || !text->is_string())
                return badField(where + ".text", "is required and must be a string");
            TextPart part{std::string(openaichat::textOf(*text))};
            if (const json::array* annotations = arrayAt(wire, "annotations")) {
                for (const json::value& annotation : *annotations) {
                    if (auto note = annotation.is_object() ? chatAnnotation(annotation.get_object()) : std::nullopt)
                        part.annotations.push_back(std::move(*note));
                }
            }
            return PartValue(std::move(part));
        }
        if (type == "refusal")
            return PartValue(RefusalPart{std::string(textAt(wire, "refusal"))});
        if (type == "input_image")
            return image(wire, where);
        if (type == "input_file")
            return file(wire, where);
        if (type == "input_audio")
            return audio(wire, where);
        if (type.empty())
            return badField(where + ".type", "is required");
        return badField(where + ".type", "is '" + std::string(type) +
                                             "'; known are input_text, input_image, input_file, input_audio, "
                                             "output_text, refusal");
    }

    static Result<PartValue> image(const json::object& wire, const std::string& where) {
        MediaPart media;
        media.detail = textAt(wire, "detail");
        media.fileId = textAt(wire, "file_id");
        if (!media.fileId.empty())
            return PartValue(std::move(media));
        const std::string_view url = textAt(wire, "image_url");
        if (url.empty())
            return badField(where + ".image_url", "is required: an https address or a data: URL (or send 'file_id')");
        if (!openaichat::readMediaUrl(url, media))
            return badField(where + ".image_url",
                            "is a data: URL that is not base64; write it as data:image/png;base64,…");
        if (!media.url.empty() && !media.url.starts_with("https://") && !media.url.starts_with("http://"))
            return badField(where + ".image_url", "must be an https address or a data: URL");
        return PartValue(std::move(media));
    }

    static Result<PartValue> file(const json::object& wire, const std::string& where) {
        MediaPart media;
        media.kind = MediaKind::Document;
        media.fileName = textAt(wire, "filename");
        media.fileId = textAt(wire, "file_id");
        if (!media.fileId.empty())
            return PartValue(std::move(media));
        const std::string_view data = textAt(wire, "file_data");
        const std::string_view url = textAt(wire, "file_url");
        if (!data.empty()) {
            if (!data.starts_with("data:")) {
                media.data = data; // bare base64, as some SDKs send it
                media.mimeType = "application/pdf";
            } else if (!openaichat::readMediaUrl(data, media)) {
                return badField(where + ".file_data", "is a data: URL that is not base64");
            }
        } else if (url.starts_with("https://") || url.starts_with("http://")) {
            media.url = url;
        } else if (!url.empty()) {
            return badField(where + ".file_url", "must be an https address");
        } else {
            return badField(where, "needs file_data, file_url or file_id");
        }
        return PartValue(std::move(media));
    }

    static Result<PartValue> audio(const json::object& wire, const std::string& where) {
        const json::object* sound = objectAt(wire, "input_audio");
        const json::object& holder = sound != nullptr ? *sound : wire;
        MediaPart media;
        media.kind = MediaKind::Audio;
        media.data = textAt(holder, "data");
        const std::string_view format = textAt(holder, "format");
        if (media.data.empty() || format.empty())
            return badField(where + ".input_audio", "is required: an object with data and format");
        media.mimeType = "audio/" + std::string(format);
        return PartValue(std::move(media));
    }

    Result<> toolCall(const json::object& item, bool custom, const std::string& where) {
        ToolCallPart call;
        call.id = textAt(item, "call_id");
        call.name = textAt(item, "name");
        call.arguments = textAt(item, custom ? "input" : "arguments");
        call.custom = custom;
        if (call.id.empty())
            return badField(where + ".call_id", "is required");
        if (call.name.empty())
            return badField(where + ".name", "is required");
        if (const auto signature = m_signatures.find(call.id); signature != m_signatures.end())
            call.signature = signature->second;
        m_names[call.id] = call.name;
        assistantParts().push_back({std::move(call), std::nullopt});
        return {};
    }

    Result<> toolResult(const json::object& item, const std::string& where) {
        ToolResultPart result;
        result.callId = textAt(item, "call_id");
        if (result.callId.empty())
            return badField(where + ".call_id", "is required");
        const auto name = m_names.find(result.callId);
        if (name == m_names.end())
            return badField(where + ".call_id", "answers a tool call that is not in the conversation");
        result.name = name->second;
        const json::value* output = member(item, "output");
        if (output == nullptr)
            return badField(where + ".output", "is required: a text or an array of parts");
        auto parts = contentParts(*output, where + ".output");
        if (!parts)
            return parts.error();
        for (Part& part : *parts) {
            if (const auto* text = std::get_if<TextPart>(&part.value))
                result.text += text->text;
            else if (auto* media = std::get_if<MediaPart>(&part.value))
                result.media.push_back(std::move(*media));
        }
        result.isError = textAt(item, "status") == "incomplete";
        Message message{Role::Tool, {}, {}};
        message.parts.push_back({std::move(result), std::nullopt});
        m_messages.push_back(std::move(message));
        return {};
    }

    Result<> reasoning(const json::object& item, const std::string& where) {
        ReasoningPart part;
        if (const json::array* summary = arrayAt(item, "summary"))
            part.text = joinedTexts(*summary);
        if (const json::array* content = arrayAt(item, "content"); content != nullptr && part.text.empty())
            part.text = joinedTexts(*content);
        const std::string_view encrypted = textAt(item, "encrypted_content");
        if (isCarried(encrypted)) {
            auto carried = unpack(encrypted);
            if (!carried)
                return badField(where + ".encrypted_content", "is damaged; send it back as it came");
            if (!carried->callId.empty()) {
                m_signatures[carried->callId] = std::move(carried->part.signature);
                return {};
            }
            carried->part.text = std::move(part.text);
            part = std::move(carried->part);
        } else if (!encrypted.empty()) {
            part.signature = encrypted;
            const std::string_view format = textAt(item, "format");
            part.format = format.empty() ? kOpenAiReasoning : format;
            part.id = textAt(item, "id");
        }
        if (!part.text.empty() || !part.signature.empty() || !part.redacted.empty())
            assistantParts().push_back({std::move(part), std::nullopt});
        return {};
    }

    void picture(const json::object& item) {
        MediaPart media;
        media.data = textAt(item, "result");
        const std::string_view format = textAt(item, "output_format");
        media.mimeType = "image/" + (format.empty() ? std::string("png") : std::string(format));
        if (!media.data.empty())
            assistantParts().push_back({std::move(media), std::nullopt});
    }

    std::vector<Message> m_messages;
    std::map<std::string, std::string> m_names;      ///< call id → function, as results name only the id
    std::map<std::string, std::string> m_signatures; ///< call id → Gemini's signature, until the call comes
};

} // namespace

Error badField(const std::string& where, const std::string& what) {
    return fail(ErrorKind::InvalidParameters, "'" + where + "' " + what, where);
}

Error wrongType(const std::string& where, const char* wanted, const json::value& got) {
    return badField(where, std::string("must be ") + wanted + ", not " + nameOfKind(got.kind()));
}

std::string at(const std::string& where, std::size_t index) {
    return where + "[" + std::to_string(index) + "]";
}

Result<std::vector<Message>> readItems(const json::array& items) {
    ItemReader reader;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (auto added = reader.add(items[i], at("input", i)); !added)
            return added.error();
    }
    return reader.take();
}

} // namespace llmg::dialects::responses
