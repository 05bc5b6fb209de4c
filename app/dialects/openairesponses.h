// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// OpenAI Responses, both sides. Reference: platform.openai.com/docs/api-reference/responses and /responses-streaming.
#include "app/dialects/codec.h"

namespace llmg::dialects {

/// What differs between providers of this dialect, as data. The defaults are OpenAI's own ways.
struct ResponsesQuirks {
    /// Who can read the encrypted_content that this provider sends; see ReasoningPart::format.
    std::string reasoningFormat = "openai-responses-v1";
    bool takesEveryReasoning = false;     ///< other makers' items too, with their format (OpenRouter)
    bool takesReasoningText = false;      ///< reasoning comes and goes back as plain text, never encrypted (DeepSeek)
    bool sendsEncrypted = true;           ///< knows include: reasoning.encrypted_content
    std::int64_t minOutputTokens = 0;     ///< a smaller max_output_tokens is refused
    std::string webSearch = "web_search"; ///< the tool's type; "": has none
};
ResponsesQuirks responsesQuirks(std::string_view provider);
/// Whether a client's Responses request is best sent as it came: the provider has the API itself.
bool hasResponses(std::string_view provider);

/// Nothing is kept at the provider: store is always false, and reasoning models give their reasoning encrypted, so that
/// the client can send it back.
std::unique_ptr<ProviderCodec> newResponsesProviderCodec(ResponsesQuirks quirks = {});

/// The caller sets `requestId` of the request, and where it replaced previous_response_id by the turns themselves
/// (withHistory) also `echo["previous_response_id"]`, before it has an answer written.
std::unique_ptr<IngressCodec> newResponsesIngressCodec();

/// One request and its answer, kept so that the next request can name it as previous_response_id.
struct StoredTurn {
    std::string responseId;
    std::string previousResponseId; ///< "": the first
    json::array input;              ///< this request's own items, without those of earlier turns
    json::object response;          ///< as the client got it; its `output` is what the next turn builds on
};
/// The client's body with `input` = the earlier turns' input and output, then its own; previous_response_id is gone,
/// everything else as it came. Instructions of earlier turns do not carry over, as at OpenAI.
Result<std::string> withHistory(std::string_view body, const std::vector<StoredTurn>& oldestFirst);
/// `clientBody` as the client sent it (before withHistory), `response` the answer's body as it was sent to the client.
Result<StoredTurn> turnOf(std::string_view clientBody, std::string_view response);
/// The same for a stream: `lastEvents` is what StreamRelay::finish() wrote.
Result<StoredTurn> turnOfStream(std::string_view clientBody, std::string_view lastEvents);
/// For the store, and back.
std::string writeTurn(const StoredTurn& turn);
Result<StoredTurn> readTurn(std::string_view document);
/// The body of GET /v1/responses/{id}.
std::string storedResponseJson(const StoredTurn& turn);

} // namespace llmg::dialects
