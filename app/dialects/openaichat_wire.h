// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the OpenAI-chat files share: small readers of its JSON that never throw, and writers of its pieces. Internal to
// this folder.
#include "app/dialects/answeradditions.h"
#include "app/dialects/jsonaccess.h"
#include "app/dialects/openaichat.h"

namespace llmg::dialects::openaichat {

/// The member, or null where `value` is no object, lacks it or holds null.
const json::value* member(const json::value& value, std::string_view key);
const json::value* member(const json::object& object, std::string_view key);
/// "" where it is no string.
std::string_view textOf(const json::value& value);
/// Whole numbers in whatever notation; nullopt for everything else.
std::optional<std::int64_t> integerOf(const json::value& value);
std::optional<double> numberOf(const json::value& value);
std::int64_t countAt(const json::object& object, std::string_view key); ///< 0 where absent; never negative

/// The provider's usage object in our one meaning, with the cost it states.
UsageReport readUsage(const json::object& usage, const OpenAiQuirks& quirks);
/// The usage of a chunk or answer: top-level, or under x_groq. Null where it has none.
const json::object* findUsage(const json::object& document);
/// Our meaning in OpenAI's words, without cost.
json::object writeUsage(const domain::TokenUsage& usage);
/// Puts our meaning into the provider's own usage object, whose other fields stay.
void normaliseUsage(json::object& wire, const domain::TokenUsage& usage);

/// What a native finish reason means; nullopt: the provider says that it failed.
std::optional<FinishReason> finishMeaning(std::string_view native);

/// A choice's own word for why it ended; "" if it has not. Old vision models say it in finish_details.
std::string_view nativeFinish(const json::object& choice);

/// An error inside a document that came with status 200: `error`, a choice's error, MiniMax's base_resp.
std::optional<Error> findError(const json::object& document);
/// The document of an event named "error", which may be the error itself.
Error eventError(const json::value& document);
/// The shapes of a non-2xx body.
Error readError(int status, const json::value& body);
/// A body that is no JSON, as far as it can be shown: short, one line, printable; null for a page of HTML.
json::value foreignText(std::string_view body);

/// Citations at the top level of an answer (Perplexity) are left where they are; reasoning in whichever field it came.
std::string_view reasoningText(const json::object& messageOrDelta);
/// Mistral's content arrays: text and thinking apart.
struct SplitContent {
    std::string text, thinking;
};
SplitContent splitContent(const json::array& chunks);

ReasoningPart readReasoningDetail(const json::object& detail);
json::object writeReasoningDetail(const ReasoningPart& part, std::int64_t index);
std::string_view thoughtSignature(const json::object& toolCall); ///< extra_content.google.thought_signature
json::object writeThoughtSignature(std::string_view signature);
/// A data: URL or an address.
std::string mediaUrl(const MediaPart& media);
/// "data:image/png;base64,…" into type and bytes; an address stays one. False: a data URL that is not base64.
bool readMediaUrl(std::string_view url, MediaPart& media);

/// {"error":{…}}
std::string errorBody(const Error& error, int status, std::string_view code);
/// The code of an error that is told inside a stream, where no status line can carry it.
std::string streamErrorCode(const Error& error);

/// OpenRouter's reasoning object, which clients send elsewhere, too.
void readReasoningObject(const json::object& wire, ReasoningRequest& reasoning);
/// What was asked for in the provider's way, within what the model takes; what was changed or left out is listed.
void writeReasoning(const ReasoningRequest& asked, const TargetModel& target, const OpenAiQuirks& quirks,
                    json::object& body, std::vector<std::string>& dropped);
/// web_search_options, or a tool of type web_search.
void readWebSearchOptions(const json::object& wire, WebSearch& search);
/// Fails with ModelNotSupported where this provider cannot search, or not as it was asked to.
Result<> writeWebSearch(const WebSearch& search, const TargetModel& target, const OpenAiQuirks& quirks,
                        json::object& body, std::vector<std::string>& dropped);
/// The grammar of a custom tool stands in an object of its own here and flat in OpenAI Responses, as the canonical form
/// has it. Each leaves alone what has its form already.
json::value flatFormat(const json::value& wire);
json::value nestedFormat(const json::value& format);
/// Whether this provider, or this model of it, answers the field with an error.
bool refuses(const OpenAiQuirks& quirks, const TargetModel& target, std::string_view field);
/// No higher than the model can, where that is known: a limit beyond it means "as long as it gets", which some
/// providers take for an error.
std::int64_t clampedLimit(std::int64_t asked, const TargetModel& target);
/// Fails with ModelNotSupported where only one alternative can be had.
Result<> checkChoices(std::int64_t n, const TargetModel& target, const OpenAiQuirks& quirks);

Result<json::value> encodeBody(const ChatRequest& request, const TargetModel& target, const OpenAiQuirks& quirks,
                               std::vector<std::string>& dropped);
Result<ChatRequest> decodeRequest(const json::value& body);
/// A parsed 2xx document; fails with the error inside it.
Result<ChatAnswer> readAnswer(const json::value& document, const OpenAiQuirks& quirks);
json::object writeAnswer(const ChatAnswer& answer);
Result<json::value> parseDocument(std::string_view body);

std::unique_ptr<StreamDecoder> newStreamDecoder(OpenAiQuirks quirks);
/// `id`, `created` and `model` are said where the provider states none.
std::unique_ptr<StreamEncoder> newStreamEncoder(bool includeUsage, std::int64_t created, std::string model,
                                                std::string id = {});

} // namespace llmg::dialects::openaichat
