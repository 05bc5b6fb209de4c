// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the files of the client's side share. Internal to this folder.
#include "app/dialects/answeradditions.h"
#include "app/dialects/jsonaccess.h"

namespace llmg::dialects {

/// cache_control of a block, a tool or a part; nullopt where there is none.
std::optional<CacheMark> anthropicCacheMark(const json::object& holder);
/// `system` and `messages`. Fails with the block's place ("messages.2.content.0") as the parameter.
Result<std::vector<Message>> decodeAnthropicConversation(const json::object& body);
Result<ChatRequest> decodeAnthropicRequest(const json::value& body);

/// The usage object, without cost. `input_tokens` leaves out what the cache read and wrote, as the reference has it.
json::object writeAnthropicUsage(const domain::TokenUsage& usage, std::string_view serviceTier);
/// An id of the form that clients know; Anthropic's own stays.
std::string anthropicMessageId(std::string_view id);
struct AnthropicStop {
    std::string reason;
    std::string sequence{}; ///< "": null
};
AnthropicStop anthropicStop(const Finish& finish, bool calledTools, bool refused);
/// A url_citation as citation of a web search; nullopt where it has no address.
std::optional<json::object> anthropicCitation(const json::object& annotation);
/// Pictures have no block in an answer of this dialect: Markdown, which its clients show.
std::string anthropicMediaText(const MediaPart& media);

std::string encodeAnthropicAnswer(const ChatAnswer& answer, const AnswerAdditions& additions);
std::string encodeAnthropicError(const Error& error, int status, std::string_view code);
/// `model` and `id` are said where the provider states none.
std::unique_ptr<StreamEncoder> newAnthropicStreamEncoder(std::string model, std::string id = {});

} // namespace llmg::dialects
