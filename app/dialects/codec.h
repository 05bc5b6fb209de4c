// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a wire format must be able to do, from either side. Implementations are sans-IO and pure: no clock, no random,
// no state but that of the stream being read or written.
#include "app/dialects/canonical.h"
#include "models/base/result.h"

#include <memory>
#include <string_view>
#include <utility>

namespace llmg::dialects {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// Which model at the provider, and what is known of it that shapes the body.
struct TargetModel {
    std::string upstreamId;
    std::string provider;
    std::int64_t maxOutput = 0; ///< tokens; 0: not known
    std::string maxTokensParam; ///< see domain::ModelOffer
    std::string reasoningStyle;
    bool acceptsTemperature = true;
    bool reasoning = false;
    bool vision = true;
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

/// The provider's side of a dialect.
class ProviderCodec {
  public:
    virtual ~ProviderCodec() = default;
    /// Fails with InvalidParameters or ModelNotSupported when the dialect cannot carry the request's meaning.
    [[nodiscard]] virtual Result<EncodedRequest> encode(const ChatRequest& request,
                                                        const TargetModel& target) const = 0;
    /// A 2xx body. An error inside it comes back as error; garbage as ErrorKind::Upstream.
    [[nodiscard]] virtual Result<ChatAnswer> decodeAnswer(std::string_view body) const = 0;
    /// A non-2xx body, whatever it holds: keeps the provider's message, code and status. The kind is
    /// UpstreamKeyRejected (401, 402, 403), RateLimited (429), Upstream (408, 409, >= 500, and 404 for an unknown model
    /// as ModelNotFound), UpstreamRejected otherwise.
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

/// The client's side of a dialect.
class IngressCodec {
  public:
    virtual ~IngressCodec() = default;
    [[nodiscard]] virtual Result<ChatRequest> decodeRequest(const json::value& body) const = 0;
    [[nodiscard]] virtual std::string encodeAnswer(const ChatAnswer& answer,
                                                   const AnswerAdditions& additions) const = 0;
    [[nodiscard]] virtual std::unique_ptr<StreamEncoder> newStreamEncoder(const ChatRequest& request) const = 0;
    /// `status` and `code` come from the one mapping in app/gateway.
    [[nodiscard]] virtual std::string encodeError(const Error& error, int status, std::string_view code) const = 0;
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

std::unique_ptr<StreamRelay> newTranslatingRelay(std::unique_ptr<StreamDecoder> decoder,
                                                 std::unique_ptr<StreamEncoder> encoder);

} // namespace llmg::dialects
