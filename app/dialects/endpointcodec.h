// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The endpoints that are no conversation: embeddings, images, moderations. Clients speak OpenAI's form of them
// (platform.openai.com/docs/api-reference); a codec is one provider dialect's side of one endpoint. One body in, one
// out, no streams. Sans-IO and pure.
#include "app/dialects/codec.h"

namespace llmg::dialects {

enum class EndpointKind { Embeddings, Images, Moderations };

/// What a client's body asks for, read once before routing.
struct EndpointRequest {
    EndpointKind kind = EndpointKind::Embeddings;
    std::string model;
    std::int64_t textBytes = 0;  ///< of the input or prompt, for a token estimate
    std::int64_t n = 1;          ///< inputs to embed or to judge; images wanted
    std::int64_t imageCount = 0; ///< images sent
    bool tokenInput = false;     ///< the input is token ids, which only OpenAI's own dialect takes
    bool base64 = false;         ///< vectors wanted as base64 of little-endian 32-bit floats
    json::value body;            ///< the whole request, parsed: what the encoders of other dialects read
    std::int64_t receivedAt = 0; ///< Unix seconds, set by the caller; the answer's time where the provider states none
};

/// Fails with InvalidJson (says where) or InvalidParameters (says which field). Depth is limited to 64. A stream of
/// partial images is refused. A moderation without a model gets OpenAI's default.
Result<EndpointRequest> readEndpointRequest(EndpointKind kind, std::string_view body);

/// A 2xx answer in OpenAI's form, as text: a list of ten thousand vectors is never built as a document.
struct EndpointAnswer {
    EndpointKind kind = EndpointKind::Embeddings;
    std::string document; ///< without what the gateway adds
    /// Reported by the provider; of images at least how many came. nullopt: to be estimated by the caller.
    std::optional<domain::TokenUsage> usage{};
    std::optional<domain::Money> statedCost{};
    std::string model{}; ///< as the provider names it; "" not said

    /// Where the members that finishEndpointAnswer() rewrites stand in the document, and what they hold. An empty
    /// place: there is none yet.
    struct Place {
        std::size_t begin = 0, end = 0;
    };
    Place usagePlace{}, metadataPlace{};
    json::object wireUsage{}, wireMetadata{};
    std::string missingMembers{}; ///< `"key":value` that OpenAI's form has and the provider left out
};

/// Puts in what GATEWAY.md adds: usage with its cost (the estimate where nothing was reported) and metadata. The
/// answer's document is used up.
std::string finishEndpointAnswer(EndpointAnswer& answer, const AnswerAdditions& additions);

/// One endpoint at the providers of one dialect.
class EndpointCodec {
  public:
    virtual ~EndpointCodec() = default;
    /// `clientBody` is what `request` was read from. Fails with InvalidParameters or ModelNotSupported when the dialect
    /// cannot carry the request's meaning.
    [[nodiscard]] virtual Result<EncodedRequest> encode(std::string_view clientBody, const EndpointRequest& request,
                                                        const TargetModel& target) const = 0;
    /// A 2xx body. An error inside it comes back as error; garbage as ErrorKind::Upstream.
    [[nodiscard]] virtual Result<EndpointAnswer> decode(std::string body, const EndpointRequest& request) const = 0;
    /// As ProviderCodec::decodeError.
    [[nodiscard]] virtual Error decodeError(int status, std::string_view body) const = 0;
};

/// By ProviderCodec::dialect() of the provider. nullptr: that dialect has no such endpoint. Lives for ever.
const EndpointCodec* endpointCodecFor(std::string_view dialect, EndpointKind kind);

} // namespace llmg::dialects
