// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/codec.h"

#include <map>

namespace llmg::dialects {

/// Content blocks → events, for a whole message and for a stream alike: a whole message is a stream whose blocks come
/// in one delta each. Calls of tools that Bedrock ran itself (server_tool_use) and their results are passed over.
class BedrockAnswerReader {
  public:
    /// contentBlockStart; text and reasoning come without one.
    void beginBlock(std::int64_t index, const json::object& start, std::vector<Event>& events);
    /// contentBlockDelta
    void delta(std::int64_t index, const json::object& delta, std::vector<Event>& events);
    void endBlock(std::int64_t index, std::vector<Event>& events);
    /// A block of a whole message.
    void block(std::int64_t index, const json::object& block, std::vector<Event>& events);
    /// Of messageStop, or of the whole answer.
    static void stop(const json::object& holder, std::vector<Event>& events);
    /// Of the metadata event, or of the whole answer: tokens and service tier.
    static void usage(const json::object& holder, std::vector<Event>& events);

  private:
    enum class Kind { Open, ToolUse, PassedOver };
    struct Block {
        Kind kind = Kind::Open;
        std::int64_t textStart = 0; ///< in code points of the answer's text
        std::vector<json::object> citations;
        std::string signature, redacted;
        int toolIndex = 0;
        bool argumentsCame = false;
    };
    Block& blockAt(std::int64_t index);
    void addText(std::string_view text, std::vector<Event>& events);
    void addReasoning(Block& block, const json::object& content, std::vector<Event>& events);
    void addMedia(const json::object& image, std::vector<Event>& events);
    void addCitations(const Block& block, std::vector<Event>& events) const;

    std::map<std::int64_t, Block> m_open;
    std::int64_t m_textLength = 0;
    int m_toolCalls = 0;
};

FinishReason bedrockFinishReason(std::string_view stopReason);
/// `type` is the exception's name in any spelling ("throttlingException", "com.amazon…#ThrottlingException"). Status
/// 0: it came inside a 200 answer, its type tells.
Error bedrockError(int status, std::string_view type, std::string_view message);
Error bedrockErrorFromBody(int status, std::string_view body);
Result<ChatAnswer> decodeBedrockAnswer(std::string_view body);

std::unique_ptr<StreamDecoder> newBedrockStreamDecoder();

} // namespace llmg::dialects
