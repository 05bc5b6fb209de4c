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

/// A citation in the shape of chat completions, which the canonical form has; nullopt: it is no address.
std::optional<json::object> chatAnnotation(const json::object& annotation);
/// The inverse.
json::object ownAnnotation(const json::object& annotation);
/// The texts of summary or reasoning parts, a blank line between them: each is a paragraph with a heading of its own.
std::string joinedTexts(const json::array& parts);

// Reasoning that no Responses provider made, and Gemini's signatures of tool calls, travel through a client in the
// encrypted_content of a reasoning item: the one field that clients must send back unread. OpenAI's own content goes
// as it came, byte for byte; ours says whose it is, so that no provider is sent another's. A call's signature stands
// in an item of its own before the call, and not in the call's id, because clients keep only what the reference
// tells them to keep, and ids have a greatest length.
struct CarriedReasoning {
    ReasoningPart part;   ///< without its text, which is the item's summary
    std::string callId{}; ///< not "": `part.signature` belongs to this tool call
};
std::string carry(const CarriedReasoning& reasoning);
bool isCarried(std::string_view encryptedContent);
/// nullopt: not what carry() wrote.
std::optional<CarriedReasoning> unpack(std::string_view encryptedContent);

// Errors of a request name the field: "input[2].content[0].text".
Error badField(const std::string& where, const std::string& what);
Error wrongType(const std::string& where, const char* wanted, const json::value& got);
std::string at(const std::string& where, std::size_t index);

/// Our meaning in this dialect's words, without cost.
json::object writeUsage(const domain::TokenUsage& usage);
/// The members that we add to a response object: "gateway" and usage with its cost. Not into "metadata", which is the
/// client's own: it reads there what it wrote.
std::string addedMembers(std::optional<json::object> usage, const AnswerAdditions& additions);
/// The error event, and what ends the stream: response.failed with the response as far as it is known. `sequence` is
/// the number of the first.
std::string failureEvents(const Error& error, json::object response, std::int64_t sequence);
/// A whole answer, by the writer of the stream.
std::string writeAnswer(const ChatRequest& request, const ChatAnswer& answer, const AnswerAdditions& additions);
std::unique_ptr<StreamEncoder> newStreamEncoder(const ChatRequest& request);

std::unique_ptr<PassThrough> newPassThrough(const ResponsesQuirks& quirks);

Result<RequestScan> scanRequest(std::string_view body);
Result<ChatRequest> decodeRequest(const json::value& body);
/// Items in the order in which they stand, as messages; what the assistant said in one go is one message.
Result<std::vector<Message>> readItems(const json::array& items);

Result<ChatAnswer> readAnswer(std::string_view body, const ResponsesQuirks& quirks);
std::unique_ptr<StreamDecoder> newStreamDecoder(const ResponsesQuirks& quirks);

} // namespace llmg::dialects::responses
