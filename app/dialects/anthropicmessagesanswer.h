// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/codec.h"

#include <map>

namespace llmg::dialects {

/// Anthropic's usage object. message_start's is completed and replaced, field by field, by message_delta's.
class AnthropicUsage {
  public:
    void update(const json::object& usage);
    [[nodiscard]] bool known() const { return m_known; }
    [[nodiscard]] UsageReport report() const;

  private:
    bool m_known = false;
    std::int64_t m_input = 0, m_cacheRead = 0, m_cacheCreation = 0, m_cacheCreation1h = 0, m_output = 0, m_thinking = 0,
                 m_webSearches = 0;
    std::optional<domain::Money> m_cost;
    std::string m_serviceTier;
};

/// Content blocks → events, for a whole message and for a stream alike: a whole message is a stream whose blocks begin
/// complete. Blocks of tools that the provider ran itself (server_tool_use, *_tool_result, mcp_*) are passed over.
class AnthropicAnswerReader {
  public:
    void start(const json::object& message, std::vector<Event>& events);
    void beginBlock(std::int64_t index, const json::object& block, std::vector<Event>& events);
    void delta(std::int64_t index, const json::object& delta, std::vector<Event>& events);
    void endBlock(std::int64_t index, std::vector<Event>& events);
    /// stop_reason and usage, wherever they stand: in the message or in message_delta.
    void finish(const json::object& holder, const json::object* usage, std::vector<Event>& events);

  private:
    enum class Kind { Text, Thinking, Redacted, ToolUse, PassedOver };
    struct Block {
        Kind kind = Kind::PassedOver;
        std::int64_t textStart = 0; ///< in code points of the answer's text
        std::vector<json::object> citations;
        std::string opaque;    ///< signature, or redacted data
        std::string arguments; ///< the input that came with the block's start
        int toolIndex = 0;
        bool argumentsCame = false;
    };
    void addText(std::string_view text, std::vector<Event>& events);

    std::map<std::int64_t, Block> m_open;
    AnthropicUsage m_usage;
    std::int64_t m_textLength = 0;
    int m_toolCalls = 0;
};

FinishReason anthropicFinishReason(std::string_view stopReason);
/// The type that belongs to an HTTP status.
std::string_view anthropicErrorType(int status);
/// The error object of a body or an `error` event. Status 0: it came inside a 200 answer, its type tells.
Error anthropicError(int status, const json::object& error);
Error anthropicErrorFromBody(int status, std::string_view body);
Result<ChatAnswer> decodeAnthropicAnswer(std::string_view body);

std::unique_ptr<StreamDecoder> newAnthropicStreamDecoder();

} // namespace llmg::dialects
