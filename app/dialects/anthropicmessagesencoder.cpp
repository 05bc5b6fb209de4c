// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/anthropicmessagesingress.h"
#include "app/dialects/anthropicmessagesseal.h"
#include "app/dialects/openaichat_wire.h"

#include <deque>

namespace llmg::dialects {
namespace {

void writeEvent(std::string_view name, std::string_view data, std::string& out) {
    out.append("event: ").append(name).append("\ndata: ").append(data).append("\n\n");
}

/// Finds the end of a JSON object that comes in pieces.
class ObjectEnd {
  public:
    void feed(std::string_view text) {
        for (const char c : text) {
            if (m_escaped)
                m_escaped = false;
            else if (m_inString && c == '\\')
                m_escaped = true;
            else if (c == '"')
                m_inString = !m_inString;
            else if (!m_inString && (c == '{' || c == '['))
                ++m_depth;
            else if (!m_inString && (c == '}' || c == ']'))
                m_complete = --m_depth <= 0;
        }
    }
    [[nodiscard]] bool complete() const { return m_complete; }

  private:
    int m_depth = 0;
    bool m_inString = false, m_escaped = false, m_complete = false;
};

enum class BlockKind { Text, Thinking, Redacted, Tool };

struct Block {
    BlockKind kind = BlockKind::Text;
    std::string start;                 ///< the content_block object
    std::vector<std::string> deltas{}; ///< that came before the block was opened
    bool complete = false;             ///< nothing more belongs to it
    int call = -1;
    ObjectEnd arguments{};
};

/// Events → named events. Blocks of this dialect come one at a time, each opened and closed once (docs: "Streaming
/// Messages", "Event types"), while other providers' events may interleave: parallel calls by index, text between them.
/// So blocks stand in a queue. The first one is open and its deltas leave at once; those behind wait until everything
/// before them is complete. A tool call is when its arguments are a whole object, or when the answer ends; other blocks
/// are as soon as something follows them.
class Encoder final : public StreamEncoder {
  public:
    Encoder(std::string model, std::string id)
        : m_id(std::move(id))
        , m_model(std::move(model)) {}

    void encode(const Event& event, std::string& out) override {
        if (const auto* text = std::get_if<TextDelta>(&event)) {
            if (text->choice == 0)
                addText(text->text, out);
        } else if (const auto* arguments = std::get_if<ToolCallDelta>(&event)) {
            if (arguments->choice == 0)
                addArguments(*arguments, out);
        } else if (const auto* reasoning = std::get_if<ReasoningDelta>(&event)) {
            if (reasoning->choice == 0)
                addThinking(reasoning->text, out);
        } else if (const auto* detail = std::get_if<ReasoningDetail>(&event)) {
            if (detail->choice == 0)
                addDetail(detail->part, out);
        } else if (const auto* call = std::get_if<ToolCallStart>(&event)) {
            if (call->choice == 0)
                addCall(*call, out);
        } else if (const auto* refusal = std::get_if<RefusalDelta>(&event)) {
            m_refused = m_refused || refusal->choice == 0;
            if (refusal->choice == 0)
                addText(refusal->text, out);
        } else if (const auto* media = std::get_if<MediaOutput>(&event)) {
            if (media->choice == 0)
                addText(anthropicMediaText(media->media), out);
        } else if (const auto* note = std::get_if<AnnotationAdded>(&event)) {
            if (note->choice == 0)
                addCitation(note->annotation, out);
        } else if (const auto* start = std::get_if<AnswerStart>(&event)) {
            if (!start->id.empty())
                m_id = start->id;
            if (!start->model.empty())
                m_model = start->model;
        } else if (const auto* usage = std::get_if<UsageReport>(&event)) {
            m_usage = usage->usage;
            if (!usage->serviceTier.empty())
                m_serviceTier = usage->serviceTier;
        } else if (const auto* finish = std::get_if<Finish>(&event)) {
            if (finish->choice == 0 && (finish->reason != FinishReason::Unknown || m_finish.native.empty()))
                m_finish = *finish;
        }
        // Log probabilities have no place here. AnswerError is told by fail(), AnswerEnd by end().
    }

    void end(const AnswerAdditions& additions, std::string& out) override {
        begin(out);
        while (!m_blocks.empty()) {
            closeFirst(out);
            openFirst(out);
        }
        const AnthropicStop stop = anthropicStop(m_finish, m_called, m_refused);
        std::string data = "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":";
        appendQuoted(data, stop.reason);
        data += ",\"stop_sequence\":";
        if (stop.sequence.empty())
            data += "null";
        else
            appendQuoted(data, stop.sequence);
        data += "},";
        if (!m_usage)
            m_usage = additions.estimatedUsage;
        appendUsage(data, writeAnthropicUsage(m_usage.value_or(domain::TokenUsage{}), m_serviceTier), additions.cost);
        if (!additions.metadata.empty())
            data.append(",\"metadata\":").append(writeJson(additions.metadata));
        writeEvent("message_delta", data + "}", out);
        writeEvent("message_stop", "{\"type\":\"message_stop\"}", out);
    }

    void fail(const Error& error, int status, std::string& out) override {
        writeEvent("error", encodeAnthropicError(error, status, openaichat::streamErrorCode(error)), out);
    }

  private:
    // Not before the first content: usage may be told between the start and it, and belongs into this event.
    void begin(std::string& out) {
        if (m_begun)
            return;
        m_begun = true;
        json::object message;
        message["id"] = anthropicMessageId(m_id);
        message["type"] = "message";
        message["role"] = "assistant";
        message["model"] = m_model;
        message["content"] = json::array();
        message["stop_reason"] = nullptr;
        message["stop_sequence"] = nullptr;
        message["usage"] = writeAnthropicUsage(m_usage.value_or(domain::TokenUsage{}), m_serviceTier);
        writeEvent("message_start", "{\"type\":\"message_start\",\"message\":" + writeJson(message) + "}", out);
    }

    void addText(std::string_view text, std::string& out) {
        if (text.empty())
            return;
        Block& block = last(BlockKind::Text, "{\"type\":\"text\",\"text\":\"\"}", out);
        addDelta(block, "text_delta", "text", text, out);
    }

    void addThinking(std::string_view text, std::string& out) {
        if (text.empty())
            return;
        addDelta(thinking(out), "thinking_delta", "thinking", text, out);
    }

    Block& thinking(std::string& out) {
        return last(BlockKind::Thinking, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}", out);
    }

    // A signature closes the reasoning text that came before it, if that block has not been closed yet; else it goes
    // into an empty one, which decodeRequest() puts together with its text again.
    void addDetail(const ReasoningPart& part, std::string& out) {
        const bool own = isAnthropicReasoning(part);
        if (!part.redacted.empty()) {
            addRedacted(own ? part.redacted : sealReasoning(part), out);
            return;
        }
        Block* open = nullptr;
        for (Block& block : m_blocks) {
            if (block.kind == BlockKind::Thinking && !block.complete)
                open = &block;
        }
        Block& block = open != nullptr ? *open : thinking(out);
        addDelta(block, "signature_delta", "signature", own ? part.signature : sealReasoning(part), out);
        block.complete = true;
    }

    void addRedacted(const std::string& data, std::string& out) {
        std::string start = "{\"type\":\"redacted_thinking\",\"data\":";
        appendQuoted(start, data);
        push(BlockKind::Redacted, start + "}", out).complete = true;
    }

    void addCall(const ToolCallStart& call, std::string& out) {
        if (call.index < 0 || call.index >= kMaxToolCalls)
            return;
        m_called = true;
        const std::string id = call.id.empty() ? "toolu_" + std::to_string(call.index) : call.id;
        if (!call.signature.empty())
            addRedacted(sealCallSignature(id, call.signature), out);
        std::string start = "{\"type\":\"tool_use\",\"id\":";
        appendQuoted(start, id);
        start += ",\"name\":";
        appendQuoted(start, call.name);
        push(BlockKind::Tool, start + ",\"input\":{}}", out).call = call.index;
    }

    void addArguments(const ToolCallDelta& delta, std::string& out) {
        if (delta.arguments.empty())
            return;
        for (Block& block : m_blocks) {
            if (block.kind != BlockKind::Tool || block.call != delta.index || block.complete)
                continue;
            block.arguments.feed(delta.arguments);
            addDelta(block, "input_json_delta", "partial_json", delta.arguments, out);
            block.complete = block.arguments.complete();
            advance(out);
            return;
        }
    }

    // Only text that is still in the queue can be cited.
    void addCitation(const json::object& annotation, std::string& out) {
        const auto citation = anthropicCitation(annotation);
        if (!citation)
            return;
        for (auto block = m_blocks.rbegin(); block != m_blocks.rend(); ++block) {
            if (block->kind != BlockKind::Text)
                continue;
            put(*block, "{\"type\":\"citations_delta\",\"citation\":" + writeJson(*citation) + "}", out);
            return;
        }
    }

    /// The last block if it is of the kind and takes more, else a new one.
    Block& last(BlockKind kind, const char* start, std::string& out) {
        if (!m_blocks.empty() && m_blocks.back().kind == kind && !m_blocks.back().complete)
            return m_blocks.back();
        return push(kind, start, out);
    }

    Block& push(BlockKind kind, std::string start, std::string& out) {
        m_blocks.push_back({kind, std::move(start)});
        if (m_blocks.size() == 1)
            openFirst(out);
        else
            advance(out);
        return m_blocks.back();
    }

    /// Closes what is complete at the head, as long as something stands behind it.
    void advance(std::string& out) {
        while (m_blocks.size() > 1 && (m_blocks.front().complete || m_blocks.front().kind != BlockKind::Tool)) {
            closeFirst(out);
            openFirst(out);
        }
    }

    void openFirst(std::string& out) {
        if (m_blocks.empty())
            return;
        begin(out);
        Block& block = m_blocks.front();
        writeEvent("content_block_start",
                   "{\"type\":\"content_block_start\",\"index\":" + std::to_string(m_index) +
                       ",\"content_block\":" + block.start + "}",
                   out);
        for (const std::string& delta : block.deltas)
            writeDelta(delta, out);
        block.deltas.clear();
    }

    // Reasoning that nobody signed is sealed all the same: clients leave out thinking without a signature when they
    // send a turn back (Vercel's AI SDK), and DeepSeek wants it back.
    void closeFirst(std::string& out) {
        if (m_blocks.front().kind == BlockKind::Thinking && !m_blocks.front().complete)
            addDelta(m_blocks.front(), "signature_delta", "signature", sealReasoning({}), out);
        writeEvent("content_block_stop",
                   "{\"type\":\"content_block_stop\",\"index\":" + std::to_string(m_index++) + "}", out);
        m_blocks.pop_front();
    }

    void addDelta(Block& block, std::string_view type, std::string_view key, std::string_view text, std::string& out) {
        std::string delta = "{\"type\":\"";
        delta.append(type).append("\",\"").append(key).append("\":");
        appendQuoted(delta, text);
        put(block, delta + "}", out);
    }

    void put(Block& block, std::string delta, std::string& out) {
        if (&block == &m_blocks.front())
            writeDelta(delta, out);
        else
            block.deltas.push_back(std::move(delta));
    }

    void writeDelta(std::string_view delta, std::string& out) const {
        out.append("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":");
        out.append(std::to_string(m_index)).append(",\"delta\":").append(delta).append("}\n\n");
    }

    std::string m_id, m_model, m_serviceTier;
    std::optional<domain::TokenUsage> m_usage;
    Finish m_finish;
    std::deque<Block> m_blocks;
    std::int64_t m_index = 0; ///< of the first block in the queue
    bool m_begun = false, m_called = false, m_refused = false;
};

} // namespace

std::unique_ptr<StreamEncoder> newAnthropicStreamEncoder(std::string model, std::string id) {
    return std::make_unique<Encoder>(std::move(model), std::move(id));
}

} // namespace llmg::dialects
