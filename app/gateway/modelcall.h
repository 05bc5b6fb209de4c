// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialects/codec.h"
#include "app/gateway/snapshot.h"

namespace llmg::gateway {

/// Where one attempt goes.
struct Target {
    const routing::Candidate& candidate;
    const ProviderRuntime& runtime;
    const domain::ProviderKey* key; ///< nullptr: the provider needs none
    dialects::TargetModel model;
};

/// A picture or document that a provider wants as bytes and the client gave as an address.
struct FetchedMedia {
    std::string url;
    std::string mimeType;
    std::string base64;
};

/// What the pipeline knows of a request before it is read.
struct CallFacts {
    std::string_view requestId; ///< ours, a ULID
    UnixTime receivedAt{};
};

/// One client request in its own words: what differs between chat, embeddings, images, moderations and token counts,
/// and between the dialects of each. ModelRun drives it and does what is common: keys, routes, attempts, the ledger.
/// Sans-IO; one object per request.
class ModelCall {
  public:
    virtual ~ModelCall() = default;
    /// For the ledger: "openai-chat", "anthropic-messages", "openai-embeddings" …
    [[nodiscard]] virtual std::string_view dialect() const = 0;
    /// Which models of the catalog can answer.
    [[nodiscard]] virtual domain::ModelKind kind() const { return domain::ModelKind::Chat; }
    /// What must be known before a provider is chosen. The body must outlive the call. InvalidJson, InvalidParameters.
    virtual Result<dialects::RequestScan> read(std::string_view body, const CallFacts& facts) = 0;
    /// This target is asked nothing: readAnswer() is called at once, with an empty body.
    [[nodiscard]] virtual bool answersItself(const Target&) const { return false; }
    /// Addresses that must be fetched before encode() for this target.
    [[nodiscard]] virtual Result<std::vector<std::string>> mediaToFetch(const Target&) {
        return std::vector<std::string>{};
    }
    virtual void setMedia(const FetchedMedia&) {}
    [[nodiscard]] virtual Result<dialects::EncodedRequest> encode(const Target& target) = 0;
    /// Whether the same request may be answered again with the same answer.
    [[nodiscard]] virtual bool isCacheable() const { return true; }
    /// A non-2xx answer.
    [[nodiscard]] virtual Error decodeError(const Target& target, int status, std::string_view body) const = 0;
    /// A whole 2xx answer, kept until finishAnswer(). Fails when it is an error or garbage.
    virtual Result<dialects::Observation> readAnswer(const Target& target, std::string body) = 0;
    /// The client's bytes of it: a document, or the same as a stream where one was asked for.
    virtual std::string finishAnswer(const Target& target, const dialects::AnswerAdditions& additions) = 0;
    /// nullptr: this call has no streams.
    [[nodiscard]] virtual std::unique_ptr<dialects::StreamRelay> newRelay(const Target&) { return nullptr; }
    [[nodiscard]] virtual std::string_view streamContentType() const { return "text/event-stream"; }
    [[nodiscard]] virtual std::string_view keepAlive() const { return dialects::kKeepAliveComment; }

    /// The body with the turns before it, oldest first, as they were kept; read() is given it next.
    virtual Result<std::string> withHistory(std::string_view, const std::vector<std::string>&) {
        return fail(ErrorKind::InvalidParameters, "This API continues no earlier response.", "previous_response_id");
    }
    /// A request and its answer, to be kept so that a later request can continue it.
    struct Turn {
        std::string id, previousId, document;
    };
    /// nullopt: there is nothing to keep. \`answer\` is what went to the client; of a stream its last events.
    [[nodiscard]] virtual std::optional<Turn> turn(std::string_view, std::string_view, bool) const {
        return std::nullopt;
    }

    [[nodiscard]] virtual std::string encodeError(const Error& error, int status, std::string_view code) const = 0;
    [[nodiscard]] virtual std::string encodeErrorEvent(const Error& error, int status, std::string_view code) const {
        return "data: " + encodeError(error, status, code) + "\n\n";
    }
};

} // namespace llmg::gateway
