// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the OpenAI-Responses files share. Internal to this folder.
#include "app/dialects/jsonaccess.h"
#include "app/dialects/openairesponses.h"

#include <map>

namespace llmg::dialects::responses {

inline constexpr std::string_view kDialect = "openai-responses";
inline constexpr std::string_view kOpenAiReasoning = "openai-responses-v1";
inline constexpr std::string_view kEncrypted = "reasoning.encrypted_content";
inline constexpr std::string_view kLogprobs = "message.output_text.logprobs";
/// Open output items beyond these are an upstream gone mad.
inline constexpr std::size_t kMaxItems = 4096;

Result<json::value> encodeBody(const ChatRequest& request, const TargetModel& target, const ResponsesQuirks& quirks,
                               std::vector<std::string>& dropped);

/// Our usage of a provider's; Responses names the counts input_tokens and output_tokens.
UsageReport readUsage(const json::object& usage);

/// Reads the pieces of an answer in whatever form they come: as events of a stream, or item by item from a whole one.
class AnswerReader {
  public:
    explicit AnswerReader(const ResponsesQuirks& quirks)
        : m_quirks(quirks) {}

    /// One typed event.
    void event(const json::object& event, std::vector<Event>& events);
    /// A finished response object, in one go.
    void whole(const json::object& response, std::vector<Event>& events);
    /// Nothing comes any more: AnswerEnd or AnswerError was given.
    [[nodiscard]] bool ended() const { return m_ended; }

  private:
    struct Item {
        int call = -1;          ///< index of the tool call, once it has begun
        bool said = false;      ///< its text, arguments or summary came in deltas
        bool noted = false;     ///< annotations came in events
        bool probed = false;    ///< logprobs came in events
        bool inContent = false; ///< reasoning comes as reasoning_text, not as summary
        std::int64_t part = -1; ///< of the reasoning that is being said
    };
    void start(const json::object& response, std::vector<Event>& events);
    void itemAdded(const json::object& item, std::int64_t index, std::vector<Event>& events);
    void itemDone(const json::object& item, std::int64_t index, std::vector<Event>& events);
    void delta(std::string_view type, const json::object& event, std::vector<Event>& events);
    void reasoningDelta(const json::object& event, bool inContent, std::vector<Event>& events);
    void messageDone(const json::object& item, const Item& state, std::vector<Event>& events);
    void reasoningDone(const json::object& item, const Item& state, std::vector<Event>& events) const;
    void beginCall(const json::object& item, bool custom, Item& state, std::vector<Event>& events);
    void finish(const json::object& response, std::vector<Event>& events);
    void fail(Error error, std::vector<Event>& events);
    Item& itemAt(std::int64_t index);

    const ResponsesQuirks& m_quirks;
    std::map<std::int64_t, Item> m_open;
    int m_calls = 0;
    std::int64_t m_webSearches = 0, m_images = 0;
    bool m_started = false, m_sawItems = false, m_ended = false;
};

Result<ChatAnswer> readAnswer(std::string_view body, const ResponsesQuirks& quirks);
std::unique_ptr<StreamDecoder> newStreamDecoder(const ResponsesQuirks& quirks);

} // namespace llmg::dialects::responses
