// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Anthropic's events and the message that they make: docs.anthropic.com/en/docs/build-with-claude/streaming.
#include "app/cache/answerform.h"

#include <algorithm>
#include <vector>

namespace llmg::cache {
namespace {

using dialects::arrayAt;
using dialects::integerAt;
using dialects::objectAt;
using dialects::textAt;

constexpr std::size_t kMostBlocks = 4096;

class MessagesGatherer final : public Gatherer {
  public:
    void take(json::object data) override {
        const std::string type(textAt(data, "type"));
        if (type == "message_start")
            start(std::move(data));
        else if (type == "content_block_start")
            open(data);
        else if (type == "content_block_delta")
            grow(data);
        else if (type == "message_delta")
            end(std::move(data));
        else if (type == "message_stop")
            m_stopped = true;
        else if (type == "error")
            m_failed = true;
    }

    std::optional<json::object> document(const domain::TokenUsage&) override {
        if (!m_stopped || m_failed)
            return std::nullopt;
        json::array content;
        for (Block& block : m_blocks) {
            if (!block.input.empty()) {
                auto input = dialects::parseJson(block.input);
                if (!input)
                    return std::nullopt;
                block.value["input"] = std::move(*input);
            }
            content.push_back(std::move(block.value));
        }
        m_message["content"] = std::move(content);
        return std::move(m_message);
    }

  private:
    struct Block {
        json::object value;
        std::string input; ///< of a tool call, JSON in pieces
    };

    void start(json::object data) {
        if (json::value* message = data.if_contains("message"); message != nullptr && message->is_object())
            m_message = std::move(message->get_object());
    }

    void open(json::object& data) {
        json::value* block = data.if_contains("content_block");
        const auto index = integerAt(data, "index");
        const bool next =
            index && *index == static_cast<std::int64_t>(m_blocks.size()) && *index < std::int64_t{kMostBlocks};
        if (next && block != nullptr && block->is_object())
            m_blocks.push_back({std::move(block->get_object()), {}});
        else
            m_failed = true;
    }

    void grow(json::object& data) {
        const auto index = integerAt(data, "index").value_or(-1);
        json::value* wire = data.if_contains("delta");
        if (index < 0 || index >= static_cast<std::int64_t>(m_blocks.size()) || wire == nullptr || !wire->is_object()) {
            m_failed = true;
            return;
        }
        Block& block = m_blocks[static_cast<std::size_t>(index)];
        const json::object& delta = wire->get_object();
        const std::string_view type = textAt(delta, "type");
        if (type == "text_delta")
            append(block, delta, "text");
        else if (type == "thinking_delta")
            append(block, delta, "thinking");
        else if (type == "signature_delta")
            append(block, delta, "signature");
        else if (type == "input_json_delta")
            block.input += textAt(delta, "partial_json");
        else if (type == "citations_delta" && delta.contains("citation"))
            cite(block, delta.at("citation"));
        else
            m_failed = true; // unknown: the message would lack something
    }

    static void append(Block& block, const json::object& delta, std::string_view key) {
        if (const json::value* text = delta.if_contains(key); text != nullptr && text->is_string())
            appendText(block.value[key], text->get_string());
    }

    static void cite(Block& block, const json::value& citation) {
        json::value& list = block.value["citations"];
        if (!list.is_array())
            list.emplace_array();
        list.get_array().push_back(citation);
    }

    void end(json::object data) {
        if (json::value* delta = data.if_contains("delta"); delta != nullptr && delta->is_object())
            overlay(m_message, std::move(delta->get_object()));
        if (json::value* usage = data.if_contains("usage"); usage != nullptr && usage->is_object()) {
            json::value& sum = m_message["usage"];
            if (!sum.is_object())
                sum.emplace_object();
            overlay(sum.get_object(), std::move(usage->get_object()));
        }
        for (const char* read : {"type", "delta", "usage"})
            data.erase(read);
        overlay(m_message, std::move(data));
    }

    json::object m_message;
    std::vector<Block> m_blocks;
    bool m_stopped = false, m_failed = false;
};

/// The open block as it starts, and what is told of it afterwards.
json::object startOf(const json::object& block, std::vector<json::object>& deltas) {
    json::object start = block;
    const auto tell = [&](const char* key, const char* type) {
        const std::string_view text = textAt(block, key);
        if (text.empty())
            return;
        json::object delta{{"type", type}};
        delta[key] = block.at(key);
        deltas.push_back(std::move(delta));
        start[key] = "";
    };
    const std::string_view type = textAt(block, "type");
    if (type == "text") {
        if (const json::array* citations = arrayAt(block, "citations")) {
            for (const json::value& citation : *citations)
                deltas.push_back({{"type", "citations_delta"}, {"citation", citation}});
            start["citations"] = json::array();
        }
        tell("text", "text_delta");
    } else if (type == "thinking") {
        tell("thinking", "thinking_delta");
        tell("signature", "signature_delta");
    } else if (const json::object* input = objectAt(block, "input")) {
        deltas.push_back({{"type", "input_json_delta"}, {"partial_json", dialects::writeJson(*input)}});
        start["input"] = json::object();
    }
    return start;
}

class MessagesForm final : public AnswerForm {
  public:
    [[nodiscard]] bool isWhole(std::string_view text) const override {
        const auto parsed = dialects::parseJson(text);
        const json::object* document = parsed ? parsed->if_object() : nullptr;
        const json::array* content = document != nullptr ? arrayAt(*document, "content") : nullptr;
        if (content == nullptr || textAt(*document, "type") != "message")
            return false;
        const std::string_view stop = textAt(*document, "stop_reason");
        return (stop == "end_turn" || stop == "stop_sequence" || stop == "tool_use") &&
               std::any_of(content->begin(), content->end(), [](const json::value& block) {
                   return block.is_object() &&
                          !(textAt(block.get_object(), "type") == "text" && textAt(block.get_object(), "text").empty());
               });
    }

    [[nodiscard]] std::unique_ptr<Gatherer> newGatherer() const override {
        return std::make_unique<MessagesGatherer>();
    }

    void writeStream(const json::object& document, StreamShape, std::string& out) const override {
        json::object message = document;
        json::object end{{"type", "message_delta"}};
        json::object& delta = end["delta"].emplace_object();
        for (const char* key : {"stop_reason", "stop_sequence"}) {
            delta[key] = message[key];
            message[key] = nullptr;
        }
        for (const char* key : {"usage", "metadata"}) {
            if (const json::object* value = objectAt(document, key))
                end[key] = *value;
        }
        message.erase("metadata");
        message["content"] = json::array();
        writeEvent("message_start", {{"type", "message_start"}, {"message", std::move(message)}}, out);
        if (const json::array* content = arrayAt(document, "content")) {
            for (std::size_t i = 0; i < content->size(); ++i) {
                if ((*content)[i].is_object())
                    writeBlock(static_cast<std::int64_t>(i), (*content)[i].get_object(), out);
            }
        }
        writeEvent("message_delta", end, out);
        writeEvent("message_stop", {{"type", "message_stop"}}, out);
    }

  private:
    static void writeBlock(std::int64_t index, const json::object& block, std::string& out) {
        std::vector<json::object> deltas;
        json::object start = startOf(block, deltas);
        writeEvent("content_block_start",
                   {{"type", "content_block_start"}, {"index", index}, {"content_block", std::move(start)}}, out);
        for (json::object& delta : deltas)
            writeEvent("content_block_delta",
                       {{"type", "content_block_delta"}, {"index", index}, {"delta", std::move(delta)}}, out);
        writeEvent("content_block_stop", {{"type", "content_block_stop"}, {"index", index}}, out);
    }
};

} // namespace

const AnswerForm& messagesForm() {
    static const MessagesForm form;
    return form;
}

} // namespace llmg::cache
