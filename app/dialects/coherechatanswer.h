// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/codec.h"

#include <map>

namespace llmg::dialects {

/// The pieces of a Cohere message → events, for a whole message and for a stream alike.
class CohereAnswerReader {
  public:
    void start(std::string_view id, std::vector<Event>& events);
    /// A block of `content`, or the first or a later piece of one.
    void content(std::int64_t index, const json::object& block, std::vector<Event>& events);
    /// The plan that precedes tool calls is reasoning: it is about the answer, not of it.
    void toolPlan(std::string_view text, std::vector<Event>& events);
    void beginToolCall(std::int64_t index, const json::object& call, std::vector<Event>& events);
    void toolCallArguments(std::int64_t index, std::string_view text, std::vector<Event>& events);
    void endToolCall(std::int64_t index, std::vector<Event>& events);
    void citation(const json::object& citation, std::vector<Event>& events);
    void logprobs(const json::object& item, std::vector<Event>& events);
    /// finish_reason and usage, wherever they stand: in the answer or in message-end. nullopt: all went well.
    std::optional<Error> finish(const json::object& holder, std::vector<Event>& events);

  private:
    struct Call {
        int index = 0; ///< among the tool calls of the answer
        bool argumentsCame = false;
    };
    std::map<std::int64_t, Call> m_calls;
    std::map<std::int64_t, std::int64_t> m_blockStarts; ///< in code points of the answer's text
    std::int64_t m_textLength = 0;
};

/// nullopt: the provider says that it failed.
std::optional<FinishReason> cohereFinishReason(std::string_view reason);
/// The words of an error body, {"message"} in most; "" if it has none.
std::string cohereErrorWords(const json::object& document);
/// Status 0: it came inside a 200 answer.
Error cohereError(int status, std::string message);
Error cohereErrorFromBody(int status, std::string_view body);
Result<ChatAnswer> decodeCohereAnswer(std::string_view body);

std::unique_ptr<StreamDecoder> newCohereStreamDecoder();

} // namespace llmg::dialects
