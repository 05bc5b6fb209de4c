// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a wire format must be able to do, from either side. Implementations are sans-IO and pure: no clock, no random,
// no state but that of the stream being read or written.
#include "app/dialects/canonical.h"
#include "models/base/result.h"
#include "models/domain/llmmodel.h"

#include <memory>
#include <string_view>
#include <utility>

namespace llmg::dialects {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// Which model at the provider, and what is known of it that shapes the body.
struct TargetModel {
    std::string upstreamId;
    std::string provider;
    std::int64_t maxOutput = 0;   ///< tokens; 0: not known
    std::string maxTokensParam{}; ///< see domain::ModelOffer
    std::string reasoningStyle{};
    bool acceptsTemperature = true;
    bool reasoning = false;
    bool vision = true;
    /// What the catalog says it can; nullopt: the catalog does not know the model, and nothing is to be refused for it.
    std::optional<domain::Capabilities> can{};
    std::vector<std::string> reasoningEfforts{};                 ///< words it takes; empty: not known
    std::int64_t minReasoningBudget = 0, maxReasoningBudget = 0; ///< tokens; 0: not known
    std::string endpoint{}; ///< see domain::ModelOffer: "responses" where chat completions does not serve it
    std::string api{};      ///< the model's api where it differs from its provider's
    std::string baseUrl{};  ///< the model's address where it differs from its provider's, whole; "" it does not
};

/// What the pipeline must know of a request before it chooses a provider, whatever its dialect.
struct RequestScan {
    std::string model;
    bool stream = false;
    bool includeUsage = false;
    bool hasImages = false, hasAudio = false, hasFiles = false;
    bool hasTools = false;
    bool wantsJsonSchema = false, wantsJsonObject = false;
    bool wantsReasoning = false;
    std::optional<std::int64_t> maxOutputTokens{};
    std::int64_t n = 1;
    std::int64_t textBytes = 0; ///< of message text, for a token estimate
    std::int64_t imageCount = 0;
    /// The stream is framed as one JSON array instead of events (Gemini without alt=sse).
    bool arrayStream = false;
    std::string previousResponseId{}; ///< OpenAI Responses: the turn before, kept by the local store
    bool store = false;               ///< OpenAI Responses: keep this turn for the next
};

/// What the request line says where the body does not (Gemini: models/{model}:streamGenerateContent?alt=sse).
struct RequestLine {
    std::string model;
    bool stream = false;
    bool arrayStream = false;
};

struct EncodedRequest {
    std::string path;   ///< below the provider's base URL, "/chat/completions"; with query where the dialect has one
    HeaderList headers; ///< beyond authentication and content-type
    std::string body;
    std::vector<std::string> droppedParams; ///< named by the client, not expressible here, meaning unchanged
};

/// Reads one answer stream. feed() may be given any split of the bytes; results do not depend on the split.
class StreamDecoder {
  public:
    virtual ~StreamDecoder() = default;
    /// Appends the events that the bytes complete. After an AnswerError nothing more is appended.
    virtual void feed(std::string_view bytes, std::vector<Event>& events) = 0;
    /// The connection ended. Appends AnswerEnd if the stream was whole, an AnswerError if it was cut.
    virtual void finish(std::vector<Event>& events) = 0;
};

class StreamRelay;
struct AnswerAdditions;
struct PassedAnswer;

/// For a client and a provider of one dialect: bodies and events leave as they came, but for what must differ, so that
/// fields that we do not know survive and nothing is written anew.
class PassThrough {
  public:
    virtual ~PassThrough() = default;
    /// The client's body with the model's upstream id and what else the target wants otherwise (parameters that it
    /// refuses are removed and listed, limits spelled and clamped). Errors as ProviderCodec::encode.
    [[nodiscard]] virtual Result<EncodedRequest> encode(std::string_view body, const RequestScan& scan,
                                                        const TargetModel& target) const = 0;
    [[nodiscard]] virtual std::unique_ptr<StreamRelay> newRelay(const RequestScan& scan) const = 0;
    /// A 2xx body, observed. Fails like ProviderCodec::decodeAnswer.
    [[nodiscard]] virtual Result<PassedAnswer> readAnswer(std::string_view body) const = 0;
    [[nodiscard]] virtual std::string finishAnswer(PassedAnswer& answer, const AnswerAdditions& additions) const = 0;
};

/// The provider's side of a dialect.
class ProviderCodec {
  public:
    virtual ~ProviderCodec() = default;
    /// "openai-chat", "openai-responses", "anthropic-messages", "gemini", "bedrock-converse", "cohere".
    [[nodiscard]] virtual std::string_view dialect() const = 0;
    /// nullptr: this dialect is no client's, or there is nothing to gain.
    [[nodiscard]] virtual const PassThrough* passThrough() const { return nullptr; }
    /// The provider takes pictures and documents as bytes only: https addresses are fetched before encode().
    [[nodiscard]] virtual bool wantsMediaBytes() const { return false; }
    /// Fails with InvalidParameters or ModelNotSupported when the dialect cannot carry the request's meaning.
    [[nodiscard]] virtual Result<EncodedRequest> encode(const ChatRequest& request,
                                                        const TargetModel& target) const = 0;
    /// A 2xx body. An error inside it comes back as error; garbage as ErrorKind::Upstream.
    [[nodiscard]] virtual Result<ChatAnswer> decodeAnswer(std::string_view body) const = 0;
    /// A non-2xx body, whatever it holds: keeps the provider's message, code and status. The kind is
    /// UpstreamKeyRejected (401, 402, 403 but for refused content), RateLimited (429), Upstream (408, 409, >= 500, and
    /// 404 for an unknown model as ModelNotFound), UpstreamRejected otherwise.
    [[nodiscard]] virtual Error decodeError(int status, std::string_view body) const = 0;
    [[nodiscard]] virtual std::unique_ptr<StreamDecoder> newStreamDecoder() const = 0;
};

/// What the gateway adds to an answer (GATEWAY.md, "Response body additions").
struct AnswerAdditions {
    domain::CostBreakdown cost;
    json::object
        metadata; ///< request_id, requested_model, used_model, used_provider, mode, cached, routing, dropped_params
    /// Counted by us where the provider reported none, so that every stream carries usage when asked.
    std::optional<domain::TokenUsage> estimatedUsage{};
};

/// Writes one answer stream in the client's dialect; output is whole SSE events, ready to send.
class StreamEncoder {
  public:
    virtual ~StreamEncoder() = default;
    virtual void encode(const Event& event, std::string& out) = 0;
    /// Last bytes of a stream that ended well: usage if asked, additions, the terminator.
    virtual void end(const AnswerAdditions& additions, std::string& out) = 0;
    /// The dialect's error event, for a failure after the first byte. No terminator follows.
    virtual void fail(const Error& error, int status, std::string& out) = 0;
};

/// Sent while a provider is silent: a comment (WHATWG HTML, 9.2.6) with one newline, not two: a blank line would end an
/// event, and openai-python up to 2.37 then tries to parse an empty one.
inline constexpr std::string_view kKeepAliveComment = ": keep-alive\n";

/// The client's side of a dialect.
class IngressCodec {
  public:
    virtual ~IngressCodec() = default;
    /// As ProviderCodec::dialect().
    [[nodiscard]] virtual std::string_view dialect() const = 0;
    /// Fails with InvalidJson (says where) or InvalidParameters (says which field). Depth is limited to 64. The text
    /// must outlive the scan.
    [[nodiscard]] virtual Result<RequestScan> scan(std::string_view body, const RequestLine& line) const = 0;
    /// `model` and `stream` are as in the body; the caller sets them from the scan.
    [[nodiscard]] virtual Result<ChatRequest> decodeRequest(const json::value& body) const = 0;
    [[nodiscard]] virtual std::string encodeAnswer(const ChatAnswer& answer,
                                                   const AnswerAdditions& additions) const = 0;
    /// The same for a dialect whose answers repeat what was asked for (OpenAI Responses).
    [[nodiscard]] virtual std::string encodeAnswerTo(const ChatRequest&, const ChatAnswer& answer,
                                                     const AnswerAdditions& additions) const {
        return encodeAnswer(answer, additions);
    }
    [[nodiscard]] virtual std::unique_ptr<StreamEncoder> newStreamEncoder(const ChatRequest& request) const = 0;
    /// `status` and `code` come from the one mapping in app/gateway.
    [[nodiscard]] virtual std::string encodeError(const Error& error, int status, std::string_view code) const = 0;
    /// What may be said at any moment of a stream between two events without meaning anything.
    [[nodiscard]] virtual std::string_view keepAlive() const { return kKeepAliveComment; }
    /// The same as an event of a stream in which nothing but comments has gone out.
    [[nodiscard]] virtual std::string encodeErrorEvent(const Error& error, int status, std::string_view code) const {
        return "data: " + encodeError(error, status, code) + "\n\n";
    }
};

/// What the relay learned while bytes passed through it. Cumulative; read it after each feed().
struct Observation {
    bool sawContent = false;      ///< text, reasoning, a tool call or media has come
    bool ended = false;           ///< the provider's terminator, or a finish reason before the end of the stream
    std::optional<Error> error{}; ///< an error inside the stream
    std::string answerId{};
    std::string model{}; ///< as the provider names it
    FinishReason finish = FinishReason::Unknown;
    std::string nativeFinish{};
    std::optional<domain::TokenUsage> usage{};
    std::optional<domain::Money> statedCost{};
    std::int64_t contentBytes = 0; ///< of text and arguments received, for an estimate when usage is missing
    std::string serviceTier{};     ///< that the provider says it used
};

/// Brings the observation up to date with one event.
void observe(Observation& observation, const Event& event);

/// Upstream bytes in, client bytes out. Two kinds: pass-through where both sides speak one dialect (events that need no
/// change leave byte for byte as they came), translating elsewhere. The last event (usage, metadata, terminator) is
/// held back until finish(), because the cost is known only then and the ledger is written before it goes out.
class StreamRelay {
  public:
    virtual ~StreamRelay() = default;
    virtual void feed(std::string_view upstream, std::string& client) = 0;
    /// The upstream connection ended. Updates the observation (a cut stream sets error) and writes nothing.
    virtual void upstreamEnded() = 0;
    virtual void finish(const AnswerAdditions& additions, std::string& client) = 0;
    virtual void fail(const Error& error, int status, std::string& client) = 0;
    [[nodiscard]] virtual const Observation& observation() const = 0;
};

/// A whole 2xx answer passed through: parsed once, observed; what we add is put in by PassThrough::finishAnswer.
struct PassedAnswer {
    json::value document;
    Observation observation;
};

std::unique_ptr<StreamRelay> newTranslatingRelay(std::unique_ptr<StreamDecoder> decoder,
                                                 std::unique_ptr<StreamEncoder> encoder);

} // namespace llmg::dialects
