// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/anthropicmessagesingress.h"
#include "app/dialects/anthropicmessagesseal.h"
#include "app/dialects/base64.h"

#include <map>

namespace llmg::dialects {
namespace {

constexpr int kDeepestText = 8;

/// The text in a block or list of blocks, as far as there is any: a line per block.
std::string textIn(const json::value& content, int depth = 0) {
    if (const json::string* text = content.if_string())
        return std::string(*text);
    std::string all;
    if (const json::array* blocks = content.if_array(); blocks != nullptr && depth < kDeepestText) {
        for (const json::value& block : *blocks) {
            const std::string text = textIn(block, depth + 1);
            all.append(all.empty() || text.empty() ? "" : "\n").append(text);
        }
    } else if (const json::object* block = content.if_object()) {
        all = textAt(*block, "text");
    }
    return all;
}

json::array annotationsOf(const json::object& block) {
    json::array notes;
    const json::array* citations = arrayAt(block, "citations");
    if (citations == nullptr)
        return notes;
    for (const json::value& citation : *citations) {
        const json::object* from = citation.if_object();
        const std::string_view url = from != nullptr ? textAt(*from, "url") : std::string_view();
        if (url.empty())
            continue;
        json::object place;
        place["start_index"] = 0;
        place["end_index"] = codePoints(textAt(block, "text"));
        place["url"] = url;
        place["title"] = textAt(*from, "title");
        notes.push_back({{"type", "url_citation"}, {"url_citation", std::move(place)}});
    }
    return notes;
}

// A search result that the client itself gives: where it is from, and what it says.
std::string searchResultText(const json::object& block) {
    const json::value* content = block.if_contains("content");
    std::string text(textAt(block, "title"));
    text.append("\n").append(textAt(block, "source")).append("\n\n");
    return text + (content != nullptr ? textIn(*content) : std::string());
}

// Only its provider can read what is encrypted; to another model it is noise.
json::value withoutOpaque(const json::value& value, int depth = 0) {
    if (const json::array* list = value.if_array(); list != nullptr && depth < kDeepestText) {
        json::array out;
        for (const json::value& element : *list)
            out.push_back(withoutOpaque(element, depth + 1));
        return out;
    }
    const json::object* object = value.if_object();
    if (object == nullptr || depth >= kDeepestText)
        return value;
    json::object out;
    for (const auto& [key, member] : *object) {
        if (!std::string_view(key).starts_with("encrypted_"))
            out[key] = withoutOpaque(member, depth + 1);
    }
    return out;
}

/// What a tool that the provider itself ran was asked, and what came of it, in words: other dialects have no such
/// blocks, and the model should know what it knew.
std::string serverToolText(std::string_view type, const json::object& block) {
    if (type.ends_with("_tool_use")) {
        const json::value* input = block.if_contains("input");
        return "[" + std::string(textAt(block, "name")) + " " + (input != nullptr ? writeJson(*input) : "{}") + "]";
    }
    const json::value* content = block.if_contains("content");
    return "[" + std::string(type) + " " + (content != nullptr ? writeJson(withoutOpaque(*content)) : "null") + "]";
}

bool isServerTool(std::string_view type) {
    return type == "server_tool_use" || type == "mcp_tool_use" ||
           (type.ends_with("_tool_result") && type != "tool_result");
}

/// One message → the parts of its own and the tools' results, which stand in messages of their own.
class MessageReader {
  public:
    MessageReader(std::string where, Role role, std::map<std::string, std::string, std::less<>>& callNames)
        : m_where(std::move(where))
        , m_callNames(callNames) {
        m_message.role = role;
    }

    Result<> read(const json::value* content) {
        if (content != nullptr && content->is_string()) {
            add(TextPart{std::string(content->get_string())}, std::nullopt);
            return {};
        }
        const json::array* blocks = content != nullptr ? content->if_array() : nullptr;
        if (blocks == nullptr)
            return fail(ErrorKind::InvalidParameters, "'" + m_where + "' must be a text or a list of content blocks",
                        m_where);
        for (std::size_t i = 0; i < blocks->size(); ++i) {
            m_block = m_where + "." + std::to_string(i);
            const json::object* block = (*blocks)[i].if_object();
            if (block == nullptr)
                return refuse("must be a content block, an object with a type");
            if (auto done = readBlock(*block); !done)
                return done;
        }
        return {};
    }

    // Results stand before what the user says in the same turn, as every dialect wants it.
    void appendTo(std::vector<Message>& messages) {
        const bool results = !m_results.empty();
        for (Message& result : m_results)
            messages.push_back(std::move(result));
        if (!results || !m_message.parts.empty())
            messages.push_back(std::move(m_message));
    }

  private:
    Error refuse(const std::string& what) const {
        return fail(ErrorKind::InvalidParameters, "'" + m_block + "' " + what, m_block);
    }

    void add(PartValue value, std::optional<CacheMark> cache) {
        m_message.parts.push_back({std::move(value), std::move(cache)});
    }

    Result<> readBlock(const json::object& block) {
        const std::string_view type = textAt(block, "type");
        const auto cache = anthropicCacheMark(block);
        if (type == "text") {
            add(TextPart{std::string(textAt(block, "text")), annotationsOf(block)}, cache);
        } else if (type == "search_result") {
            add(TextPart{searchResultText(block)}, cache);
        } else if (type == "image" || type == "document") {
            std::vector<PartValue> values;
            if (auto done = readMedia(type, block, values); !done)
                return done;
            for (PartValue& value : values)
                add(std::move(value), std::nullopt);
            if (!m_message.parts.empty())
                m_message.parts.back().cache = cache;
        } else if (type == "tool_result") {
            return readResult(block);
        } else if (isServerTool(type)) {
            add(TextPart{serverToolText(type, block)}, cache);
        } else if (m_message.role == Role::Assistant && type == "tool_use") {
            readCall(block, cache);
        } else if (m_message.role == Role::Assistant && type == "thinking") {
            readThinking(textAt(block, "thinking"), textAt(block, "signature"));
        } else if (m_message.role == Role::Assistant && type == "redacted_thinking") {
            readRedacted(textAt(block, "data"));
        } else if (type == "tool_use" || type == "thinking" || type == "redacted_thinking") {
            return refuse("is a " + std::string(type) + " block, which only an assistant message may hold");
        } else if (type.empty()) {
            return refuse("must say its 'type'");
        } else {
            return fail(ErrorKind::ModelNotSupported,
                        "'" + m_block + "' is a " + std::string(type) +
                            " block, which only Anthropic's own models read. Choose one, or leave the block out.",
                        m_block);
        }
        return {};
    }

    void readCall(const json::object& block, const std::optional<CacheMark>& cache) {
        ToolCallPart call;
        call.id = textAt(block, "id");
        call.name = textAt(block, "name");
        const json::value* input = block.if_contains("input");
        call.arguments = input != nullptr ? writeJson(*input) : "{}";
        if (const auto signature = m_callSignatures.find(call.id); signature != m_callSignatures.end())
            call.signature = signature->second;
        m_callNames[call.id] = call.name;
        add(std::move(call), cache);
    }

    void readThinking(std::string_view text, std::string_view signature) {
        ReasoningPart part;
        part.text = text;
        if (auto sealed = unseal(signature)) {
            sealed->part.text = part.text;
            if (part.text.empty() && closeReasoning(sealed->part))
                return;
            part = std::move(sealed->part);
        } else if (!signature.empty() && !signature.starts_with(kSealPrefix)) {
            part.signature = signature;
            part.format = "anthropic-claude-v1";
        }
        add(std::move(part), std::nullopt);
    }

    // A signature that came after other blocks had begun went out in an empty block: it belongs to the text before it.
    bool closeReasoning(const ReasoningPart& detail) {
        for (auto part = m_message.parts.rbegin(); part != m_message.parts.rend(); ++part) {
            auto* open = std::get_if<ReasoningPart>(&part->value);
            if (open == nullptr)
                continue;
            if (!open->signature.empty() || !open->redacted.empty() || !open->id.empty())
                return false;
            open->signature = detail.signature;
            open->format = detail.format;
            open->id = detail.id;
            return true;
        }
        return false;
    }

    void readRedacted(std::string_view data) {
        ReasoningPart part;
        if (auto sealed = unseal(data)) {
            if (!sealed->callId.empty()) {
                m_callSignatures[sealed->callId] = sealed->part.signature;
                return;
            }
            part = std::move(sealed->part);
        } else if (data.empty() || data.starts_with(kSealPrefix)) {
            return; // damaged on its way; nobody could read it
        } else {
            part.redacted = data;
            part.format = "anthropic-claude-v1";
        }
        add(std::move(part), std::nullopt);
    }

    Result<> readResult(const json::object& block) {
        if (m_message.role == Role::Assistant)
            return refuse("is a tool_result block, which only a user message may hold");
        ToolResultPart result;
        result.callId = textAt(block, "tool_use_id");
        if (result.callId.empty())
            return refuse("must say which call it answers: 'tool_use_id'");
        if (const auto name = m_callNames.find(result.callId); name != m_callNames.end())
            result.name = name->second;
        result.isError = flagAt(block, "is_error");
        auto cache = anthropicCacheMark(block);
        const json::value* content = block.if_contains("content");
        if (const json::array* blocks = content != nullptr ? content->if_array() : nullptr) {
            for (const json::value& inner : *blocks) {
                if (!inner.is_object())
                    return refuse("holds something that is no content block");
                if (auto done = readInResult(inner.get_object(), result); !done)
                    return done;
                if (!cache)
                    cache = anthropicCacheMark(inner.get_object());
            }
        } else if (content != nullptr && content->is_string()) {
            result.text = textIn(*content);
        }
        Message message;
        message.role = Role::Tool;
        message.parts.push_back({std::move(result), cache});
        m_results.push_back(std::move(message));
        return {};
    }

    Result<> readInResult(const json::object& block, ToolResultPart& result) {
        const auto addText = [&result](std::string_view text) {
            result.text.append(result.text.empty() || text.empty() ? "" : "\n").append(text);
        };
        const std::string_view type = textAt(block, "type");
        if (type == "text") {
            addText(textAt(block, "text"));
        } else if (type == "search_result") {
            addText(searchResultText(block));
        } else if (type == "tool_reference") {
            addText(textAt(block, "tool_name"));
        } else if (type == "image" || type == "document") {
            std::vector<PartValue> values;
            if (auto done = readMedia(type, block, values); !done)
                return done;
            for (PartValue& value : values) {
                if (const auto* text = std::get_if<TextPart>(&value))
                    addText(text->text);
                else
                    result.media.push_back(std::move(std::get<MediaPart>(value)));
            }
        } else {
            return refuse("holds a block of type '" + std::string(type) +
                          "'; a tool's result is text, images, documents or search results");
        }
        return {};
    }

    Result<> readMedia(std::string_view blockType, const json::object& block, std::vector<PartValue>& out) {
        const json::object* source = objectAt(block, "source");
        if (source == nullptr)
            return refuse("must have a 'source' object");
        MediaPart media;
        media.kind = blockType == "image" ? MediaKind::Image : MediaKind::Document;
        media.fileName = textAt(block, "title");
        if (const std::string_view context = textAt(block, "context"); !context.empty())
            out.emplace_back(TextPart{std::string(context)});
        const std::string_view type = textAt(*source, "type");
        const bool document = media.kind == MediaKind::Document;
        if (type == "base64") {
            media.mimeType = textAt(*source, "media_type");
            media.data = textAt(*source, "data");
        } else if (type == "url") {
            media.mimeType = document ? "application/pdf" : ""; // the one kind of document that has an address
            media.url = textAt(*source, "url");
        } else if (type == "file") {
            media.fileId = textAt(*source, "file_id");
        } else if (document && type == "text") {
            media.mimeType = "text/plain";
            media.data = encodeBase64(textAt(*source, "data"));
        } else if (document && type == "content") {
            return readContentDocument(*source, std::move(media), out);
        } else {
            return refuse("has a source of type '" + std::string(type) + "', which is not known");
        }
        if (media.data.empty() && media.url.empty() && media.fileId.empty())
            return refuse("has a source that holds nothing");
        out.emplace_back(std::move(media));
        return {};
    }

    Result<> readContentDocument(const json::object& source, MediaPart media, std::vector<PartValue>& out) {
        const json::value* content = source.if_contains("content");
        media.mimeType = "text/plain";
        media.data = content != nullptr ? encodeBase64(textIn(*content)) : std::string();
        if (!media.data.empty())
            out.emplace_back(std::move(media));
        if (const json::array* blocks = content != nullptr ? content->if_array() : nullptr) {
            for (const json::value& block : *blocks) {
                if (block.is_object() && textAt(block.get_object(), "type") == "image") {
                    if (auto done = readMedia("image", block.get_object(), out); !done)
                        return done;
                }
            }
        }
        return {};
    }

    std::string m_where;
    std::string m_block;
    Message m_message;
    std::vector<Message> m_results;
    std::map<std::string, std::string, std::less<>>& m_callNames; ///< of the whole conversation, by id
    std::map<std::string, std::string, std::less<>> m_callSignatures;
};

} // namespace

std::optional<CacheMark> anthropicCacheMark(const json::object& holder) {
    const json::object* control = objectAt(holder, "cache_control");
    if (control == nullptr)
        return std::nullopt;
    const std::string_view ttl = textAt(*control, "ttl");
    return ttl.empty() ? CacheMark{} : CacheMark{std::string(ttl)};
}

Result<std::vector<Message>> decodeAnthropicConversation(const json::object& body) {
    std::vector<Message> messages;
    std::map<std::string, std::string, std::less<>> callNames;
    const auto read = [&](std::string where, Role role, const json::value* content) -> Result<> {
        MessageReader reader(std::move(where), role, callNames);
        auto done = reader.read(content);
        if (done)
            reader.appendTo(messages);
        return done;
    };
    if (const json::value* system = body.if_contains("system"); system != nullptr && !system->is_null()) {
        if (auto done = read("system", Role::System, system); !done)
            return done.error();
    }
    const json::array* list = arrayAt(body, "messages");
    if (list == nullptr || list->empty())
        return fail(ErrorKind::InvalidParameters, "'messages' is required: an array of messages", "messages");
    for (std::size_t i = 0; i < list->size(); ++i) {
        const std::string where = "messages." + std::to_string(i);
        const json::object* message = (*list)[i].if_object();
        const std::string_view role = message != nullptr ? textAt(*message, "role") : std::string_view();
        if (role != "user" && role != "assistant" && role != "system")
            return fail(ErrorKind::InvalidParameters, "'" + where + ".role' must be user or assistant",
                        where + ".role");
        const Role ours = role == "user" ? Role::User : role == "assistant" ? Role::Assistant : Role::System;
        if (auto done = read(where + ".content", ours, message->if_contains("content")); !done)
            return done.error();
    }
    return messages;
}

} // namespace llmg::dialects
