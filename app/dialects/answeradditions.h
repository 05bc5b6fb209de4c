// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the gateway adds to every dialect's answers: money as exact decimals, which a document of doubles could not
// promise. Hence text, not values.
#include "app/dialects/codec.h"

namespace llmg::dialects {

/// `"cost":0.0012,"cost_details":{…}`, or `"cost":null` where no price is known: unknown is not free.
/// `camelCase`: costDetails and so on, as Google names its fields.
std::string costMembers(const domain::CostBreakdown& cost, bool camelCase = false);
/// `"usage":{…}` with the cost's members at its end; `wire` is the dialect's own object without them.
void appendUsage(std::string& out, json::object wire, const domain::CostBreakdown& cost);
/// A whole answer document, usage and metadata last.
std::string serializeAnswer(json::object document, std::optional<json::object> usage, const AnswerAdditions& additions);

/// Whether an answer says by itself which one it is, of which model and of when. Bedrock's and Cohere's do not.
bool isNamed(const ChatAnswer& answer);
/// The same with what it lacks from the request that it answers. `idPrefix` is how the client's dialect begins its ids.
ChatAnswer named(ChatAnswer answer, const ChatRequest& request, std::string_view idPrefix);

} // namespace llmg::dialects
