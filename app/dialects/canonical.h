// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one form in the middle: every ingress dialect is decoded to it, every provider dialect is encoded from it, and
// answers come back as its events. n + m codecs instead of n × m. Value types only; no I/O, no clock.
#include "models/base/error.h"
#include "models/domain/tokenusage.h"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace llmg::dialects {

namespace json = boost::json;

enum class Role { System, Developer, User, Assistant, Tool };

/// A prompt-cache mark (Anthropic's cache_control) on a part or a tool; ttl "5m" or "1h".
struct CacheMark {
    std::string ttl = "5m";
};

struct TextPart {
    std::string text;
    json::array annotations{}; ///< citations in OpenAI's url_citation shape
};

enum class MediaKind { Image, Audio, Video, Document };

/// Bytes (base64, as sent) or an address, never both.
struct MediaPart {
    MediaKind kind = MediaKind::Image;
    std::string mimeType;
    std::string data;   ///< base64 without the data: prefix
    std::string url;    ///< https://…
    std::string fileId; ///< a file uploaded to the provider before
    std::string fileName;
    std::string detail; ///< OpenAI's low, high, auto
};

struct ToolCallPart {
    std::string id;
    std::string name;
    std::string arguments;   ///< JSON text as the model wrote it; may be invalid
    std::string signature{}; ///< Gemini's thoughtSignature, to be sent back
    bool custom = false;     ///< of a custom tool (OpenAI): `arguments` is free text, not JSON
};

struct ToolResultPart {
    std::string callId;
    std::string name{}; ///< the function's, where the dialect wants it (Gemini)
    std::string text;
    std::vector<MediaPart> media{};
    bool isError = false;
};

/// Reasoning to show and to send back. `signature` and `redacted` are opaque to us and must survive a round trip.
struct ReasoningPart {
    std::string text;
    std::string signature{};
    std::string redacted{}; ///< Anthropic's redacted_thinking data
    std::string format{};   ///< who made it: "anthropic-claude-v1", "google-gemini-v1", "openai-responses-v1", ""
    std::string id{};       ///< of the reasoning item (OpenAI Responses "rs_…"), to be sent back with it
};

struct RefusalPart {
    std::string text;
};

using PartValue = std::variant<TextPart, MediaPart, ToolCallPart, ToolResultPart, ReasoningPart, RefusalPart>;

struct Part {
    PartValue value;
    std::optional<CacheMark> cache{};
};

struct Message {
    Role role = Role::User;
    std::vector<Part> parts;
    std::string name{};
};

struct Tool {
    std::string name;
    std::string description;
    json::value parameters; ///< JSON Schema object; null: none
    std::optional<bool> strict{};
    std::optional<CacheMark> cache{};
    bool custom = false;       ///< OpenAI's custom tool: takes free text; `parameters` is null
    json::value inputFormat{}; ///< of a custom tool: {"type":"text"} or a grammar; null: not said
};

/// The web search that a provider runs itself, which most of them have under some name.
struct WebSearch {
    std::vector<std::string> allowedDomains{}, blockedDomains{};
    std::optional<std::int64_t> maxUses{};
    std::string contextSize{};   ///< OpenAI's low, medium, high; "" unset
    json::object userLocation{}; ///< {"city","region","country","timezone"}; empty: not said
};

/// Any other tool that only one dialect's providers run (code execution, computer use, file search). Its encoder sends
/// it as it came; every other refuses the request (ModelNotSupported), because leaving it out would change the answer.
struct NativeTool {
    std::string dialect; ///< "openai-responses", "anthropic-messages", "gemini" …
    json::object tool;
};

struct ToolChoice {
    enum class Kind { Unset, Auto, None, Required, Named };
    Kind kind = Kind::Unset;
    std::string name{};
};

struct ResponseFormat {
    enum class Kind { Unset, Text, JsonObject, JsonSchema };
    Kind kind = Kind::Unset;
    std::string name{};
    std::string description{};
    json::value schema{};
    std::optional<bool> strict{};
};

struct ReasoningRequest {
    std::string effort{}; ///< none, minimal, low, medium, high, xhigh; "" unset
    std::optional<std::int64_t> budgetTokens{};
    std::optional<bool> include{}; ///< whether the client wants the text; unset: yes when there is any
    std::string summary{};         ///< OpenAI Responses: auto, concise, detailed; "" unset
};

struct ChatRequest {
    std::string model;
    std::vector<Message> messages;
    std::vector<Tool> tools{};
    std::optional<WebSearch> webSearch{};
    std::vector<NativeTool> nativeTools{};
    ToolChoice toolChoice{};
    std::optional<bool> parallelToolCalls{};
    ResponseFormat responseFormat{};
    ReasoningRequest reasoning{};
    std::optional<double> temperature{}, topP{}, frequencyPenalty{}, presencePenalty{};
    std::optional<std::int64_t> topK{}, seed{}, n{}, maxOutputTokens{}, topLogprobs{};
    std::optional<bool> logprobs{};
    std::vector<std::string> stop{};
    std::string user{};
    std::string serviceTier{}; ///< OpenAI's auto, default, flex, priority
    std::string verbosity{};   ///< low, medium, high; "" unset
    bool stream = false;
    bool includeUsage = false;   ///< the client asked for the usage chunk
    std::int64_t receivedAt = 0; ///< Unix seconds; the answer's creation time where the provider states none
    json::object extra{};        ///< fields of the request that this form has no place for
    /// Whose fields `extra` holds, as in IngressCodec::dialect(); "": those of OpenAI chat completions. An encoder of
    /// another dialect drops them.
    std::string extraDialect{};
    bool arrayStream = false; ///< see RequestScan; the caller sets it
    /// What the client's dialect repeats in its answer (OpenAI Responses), as the client sent it. Shapes no request.
    json::object echo{};
    /// The gateway's own, set by the caller: the answer's id is made of it where the provider states none.
    std::string requestId{};
};

enum class FinishReason { Unknown, Stop, Length, ToolCalls, ContentFilter };
const char*
toString(FinishReason reason) noexcept; ///< OpenAI's words: stop, length, tool_calls, content_filter; "" unknown

// Events of an answer, in the order in which they come. `choice` is the index of the alternative (n > 1).
struct AnswerStart {
    std::string id;
    std::string model;
    std::int64_t created = 0;
};
struct TextDelta {
    int choice = 0;
    std::string text;
};
struct RefusalDelta {
    int choice = 0;
    std::string text;
};
struct ReasoningDelta {
    int choice = 0;
    std::string text;
};
/// A finished signature or redacted block; its text, if any, came before as ReasoningDelta.
struct ReasoningDetail {
    int choice = 0;
    ReasoningPart part;
};
/// `index` counts the tool calls of the choice from 0; arguments follow as deltas.
struct ToolCallStart {
    int choice = 0;
    int index = 0;
    std::string id;
    std::string name;
    std::string signature{};
    bool custom = false;
};
struct ToolCallDelta {
    int choice = 0;
    int index = 0;
    std::string arguments;
};
struct MediaOutput {
    int choice = 0;
    MediaPart media;
};
struct AnnotationAdded {
    int choice = 0;
    json::object annotation;
};
struct LogprobsDelta {
    int choice = 0;
    json::value logprobs;
};
/// The latest report replaces earlier ones (providers repeat, never add up).
struct UsageReport {
    domain::TokenUsage usage;
    std::optional<domain::Money> statedCost{};
    std::string serviceTier{}; ///< that the provider says it used; "" not said
};
struct Finish {
    int choice = 0;
    FinishReason reason = FinishReason::Unknown;
    std::string native{};
    std::string stopSequence{}; ///< the one that was met, where the provider says so
};
struct AnswerError {
    Error error;
};
/// The provider's own sign that all is said ([DONE], message_stop, a finished body).
struct AnswerEnd {};

using Event =
    std::variant<AnswerStart, TextDelta, RefusalDelta, ReasoningDelta, ReasoningDetail, ToolCallStart, ToolCallDelta,
                 MediaOutput, AnnotationAdded, LogprobsDelta, UsageReport, Finish, AnswerError, AnswerEnd>;

struct Choice {
    Message message{Role::Assistant, {}, {}};
    FinishReason finish = FinishReason::Unknown;
    std::string nativeFinish{};
    std::string stopSequence{};
    json::value logprobs{};
    json::array annotations{};
};

/// A whole answer.
struct ChatAnswer {
    std::string id;
    std::string model;
    std::int64_t created = 0;
    std::vector<Choice> choices;
    std::optional<domain::TokenUsage> usage{};
    std::optional<domain::Money> statedCost{};
    std::string serviceTier{};
    std::string systemFingerprint{};
};

/// More alternatives or tool calls than these are an upstream gone mad, not an answer: events beyond are ignored.
inline constexpr int kMaxChoices = 128;
inline constexpr int kMaxToolCalls = 1024;

/// Events → answer, so that a provider that only streams can serve a client that does not.
class AnswerCollector {
  public:
    void add(const Event& event);
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    [[nodiscard]] bool ended() const { return m_ended; }
    [[nodiscard]] ChatAnswer take();

  private:
    Choice& choiceAt(int index);
    ToolCallPart& toolCallAt(int choice, int index);
    ChatAnswer m_answer;
    std::optional<Error> m_error;
    bool m_ended = false;
};

/// Answer → events; one delta per part.
std::vector<Event> toEvents(const ChatAnswer& answer);

/// Adds a chunk's logprobs to those that came before: `content` and `refusal` lists are joined.
void appendLogprobs(json::value& sum, const json::value& more);

} // namespace llmg::dialects
