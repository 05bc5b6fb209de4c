// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/bedrockconverserequest.h"
#include "app/dialects/jsonaccess.h"

#include <algorithm>
#include <map>
#include <set>

namespace llmg::dialects {
namespace {

constexpr std::size_t kLongestName = 64; // of tools and of tool call ids

bool isBlank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
}

bool isNameLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

json::object textBlock(std::string_view text) {
    json::object block;
    block["text"] = json::string_view(text.data(), text.size());
    return block;
}

// A tool of an earlier turn that another provider let pass; it is offered no more, only remembered.
std::string toolName(std::string_view name) {
    std::string out(name.substr(0, kLongestName));
    std::replace_if(
        out.begin(), out.end(), [](char c) { return !isNameLetter(c); }, '_');
    return out.empty() ? "tool" : out;
}

/// Ids of other providers' making may be longer or hold other characters than [a-zA-Z0-9_-]{1,64} (API reference,
/// ToolUseBlock). They matter only within one request, where calls and results must agree, so such ids are renamed.
class CallIds {
  public:
    explicit CallIds(const ChatRequest& request) {
        for (const Message& message : request.messages) {
            for (const Part& part : message.parts) {
                if (const auto* call = std::get_if<ToolCallPart>(&part.value); call != nullptr && isValid(call->id))
                    m_taken.insert(call->id);
            }
        }
    }

    std::string of(const std::string& id) {
        if (isValid(id))
            return id;
        auto& name = m_renamed[id];
        while (name.empty()) {
            std::string candidate = "call_" + std::to_string(++m_count);
            if (m_taken.insert(candidate).second)
                name = std::move(candidate);
        }
        return name;
    }

  private:
    static bool isValid(std::string_view id) {
        return !id.empty() && id.size() <= kLongestName && std::all_of(id.begin(), id.end(), isNameLetter);
    }
    std::set<std::string> m_taken;
    std::map<std::string, std::string> m_renamed;
    int m_count = 0;
};

/// Messages of the canonical form → turns. System text is gathered apart, neighbours of one role become one turn,
/// because Converse asks for turns that alternate.
class Writer {
  public:
    Writer(const BedrockContext& context, BedrockConversation& out)
        : m_context(context)
        , m_out(out)
        , m_ids(context.request) {}

    Result<> add(const Message& message) {
        const bool system = message.role == Role::System || message.role == Role::Developer;
        if (!system)
            turnFor(message.role == Role::Assistant ? "assistant" : "user");
        for (const Part& part : message.parts) {
            if (auto added = add(message.role, part, system ? m_out.system : content()); !added)
                return added;
        }
        return {};
    }

    void close() {
        json::array kept;
        for (json::value& turn : m_out.messages) {
            json::array& blocks = turn.as_object()["content"].as_array();
            if (blocks.empty())
                continue;
            // What an empty turn kept apart.
            if (!kept.empty() && kept.back().at("role") == turn.at("role"))
                append(blocks, kept.back().as_object()["content"].as_array());
            else
                kept.push_back(std::move(turn));
        }
        m_out.messages = std::move(kept);
        for (json::value& turn : m_out.messages)
            addTextToDocuments(turn.as_object()["content"].as_array());
        trimPrefill();
    }

  private:
    static void append(json::array& blocks, json::array& to) {
        for (json::value& block : blocks)
            to.push_back(std::move(block));
    }

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

    Result<> add(Role role, const Part& part, json::array& place) {
        auto blocks = encode(role, part);
        if (!blocks)
            return blocks.error();
        if (blocks->empty())
            return {};
        if (part.cache && !std::holds_alternative<ReasoningPart>(part.value)) {
            if (auto point = bedrockCachePoint(m_context, *part.cache, false))
                blocks->push_back(std::move(*point));
        }
        // Results must stand before anything else the user says in that turn.
        const bool leads = blocks->front().as_object().contains("toolResult");
        auto at = leads ? place.begin() + m_results : place.end();
        for (json::value& block : *blocks) {
            at = place.insert(at, std::move(block)) + 1;
            m_results += leads ? 1 : 0;
        }
        return {};
    }

    Result<json::array> encode(Role role, const Part& part) {
        if (const auto* text = std::get_if<TextPart>(&part.value))
            return encodeText(text->text);
        if (const auto* refusal = std::get_if<RefusalPart>(&part.value))
            return encodeText(refusal->text);
        if (const auto* media = std::get_if<MediaPart>(&part.value))
            return encodeMedia(role, *media);
        if (const auto* call = std::get_if<ToolCallPart>(&part.value))
            return json::array{encodeCall(*call)};
        if (const auto* result = std::get_if<ToolResultPart>(&part.value))
            return encodeResult(*result);
        return encodeReasoning(role, *std::get_if<ReasoningPart>(&part.value));
    }

    static json::array encodeText(std::string_view text) {
        json::array blocks;
        if (!isBlank(text)) // refused by the provider
            blocks.push_back(textBlock(text));
        return blocks;
    }

    Result<json::array> encodeMedia(Role role, const MediaPart& media) {
        if (role != Role::User && role != Role::Tool)
            return fail(ErrorKind::ModelNotSupported,
                        "Amazon Bedrock takes images and files in user messages only. Send them in one.", "messages");
        auto block = encodeBedrockMedia(media, m_context.target, m_names);
        if (!block)
            return block.error();
        return json::array{std::move(*block)};
    }

    json::object encodeCall(const ToolCallPart& call) {
        if (!m_context.toolsOffered)
            return textBlock("[Called the tool " + call.name + " with " + call.arguments + "]");
        json::object use;
        use["toolUseId"] = m_ids.of(call.id);
        use["name"] = toolName(call.name);
        use["input"] = toolArguments(call.arguments);
        json::object block;
        block["toolUse"] = std::move(use);
        return block;
    }

    Result<json::array> encodeResult(const ToolResultPart& result) {
        json::array inner = encodeText(result.text);
        for (const MediaPart& media : result.media) {
            auto block = encodeBedrockMedia(media, m_context.target, m_names);
            if (!block)
                return block.error();
            inner.push_back(std::move(*block));
        }
        if (inner.empty())
            inner.push_back(textBlock("(no output)"));
        if (!m_context.toolsOffered) {
            inner.insert(inner.begin(), textBlock(result.isError ? "[The tool failed:]" : "[The tool answered:]"));
            return inner;
        }
        json::object body;
        body["toolUseId"] = m_ids.of(result.callId);
        body["content"] = std::move(inner);
        // API reference, ToolResultBlock: other models than these know no status.
        if (result.isError && (m_context.model.isClaude() || m_context.model.isNova()))
            body["status"] = "error";
        json::object block;
        block["toolResult"] = std::move(body);
        return json::array{std::move(block)};
    }

    // Only what a Claude signed goes back to one; other models refuse reasoning in their messages.
    json::array encodeReasoning(Role role, const ReasoningPart& reasoning) const {
        json::array blocks;
        const bool own = reasoning.format.empty() || reasoning.format == "anthropic-claude-v1";
        if (role != Role::Assistant || !own || !m_context.model.isClaude())
            return blocks;
        json::object content;
        if (!reasoning.redacted.empty()) {
            content["redactedContent"] = reasoning.redacted;
        } else if (!reasoning.signature.empty()) {
            json::object text = textBlock(reasoning.text);
            text["signature"] = reasoning.signature;
            content["reasoningText"] = std::move(text);
        } else {
            return blocks;
        }
        json::object block;
        block["reasoningContent"] = std::move(content);
        blocks.push_back(std::move(block));
        return blocks;
    }

    // API reference, ContentBlock: beside a document there must be text.
    static void addTextToDocuments(json::array& content) {
        const auto holds = [&](const char* kind) {
            return std::any_of(content.begin(), content.end(),
                               [&](const json::value& block) { return block.as_object().contains(kind); });
        };
        if (holds("document") && !holds("text"))
            content.push_back(textBlock("See the attached document."));
    }

    // Text that the answer is to go on from may not end in white space.
    void trimPrefill() {
        if (m_out.messages.empty() || m_out.messages.back().at("role") != "assistant")
            return;
        json::value* text = content().back().as_object().if_contains("text");
        if (text == nullptr)
            return;
        json::string& words = text->as_string();
        words.resize(std::string_view(words.data(), words.size()).find_last_not_of(" \t\r\n") + 1);
    }

    const BedrockContext& m_context;
    BedrockConversation& m_out;
    CallIds m_ids;
    BedrockDocumentNames m_names;
    std::ptrdiff_t m_results = 0; ///< blocks of tool results at the head of the open turn
};

} // namespace

std::optional<json::object> bedrockCachePoint(const BedrockContext& context, const CacheMark& mark, bool inTools) {
    // User guide, "Prompt caching": Claude and Nova; Nova not behind tools; one hour with Claude since 4.5.
    const bool known = context.model.isClaude() || (context.model.isNova() && !inTools);
    if (!known || (context.target.can && !context.target.can->promptCaching))
        return std::nullopt;
    json::object point;
    point["type"] = "default";
    if (mark.ttl != "5m" && context.model.isClaudeSince(4, 5))
        point["ttl"] = mark.ttl;
    json::object block;
    block["cachePoint"] = std::move(point);
    return block;
}

Result<BedrockConversation> encodeBedrockConversation(const BedrockContext& context) {
    BedrockConversation conversation;
    Writer writer(context, conversation);
    for (const Message& message : context.request.messages) {
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
