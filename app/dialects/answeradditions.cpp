// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/answeradditions.h"

namespace llmg::dialects {

std::string costMembers(const domain::CostBreakdown& cost, bool camelCase) {
    if (!cost.known)
        return "\"cost\":null";
    std::string out = "\"cost\":" + domain::toDecimalUsd(cost.total);
    out += camelCase ? ",\"costDetails\":{" : ",\"cost_details\":{";
    const auto amount = [&out](std::string_view name, domain::Money money) {
        out.append("\"").append(name).append("\":").append(domain::toDecimalUsd(money)).append(",");
    };
    amount("input", cost.input);
    amount("output", cost.output);
    amount(camelCase ? "cachedInput" : "cached_input", cost.cachedInput);
    amount(camelCase ? "cacheWrite" : "cache_write", cost.cacheWrite);
    amount("request", cost.request);
    if (!cost.markup.isZero())
        amount("markup", cost.markup);
    amount("total", cost.total);
    out.back() = '}';
    return out;
}

void appendUsage(std::string& out, json::object wire, const domain::CostBreakdown& cost) {
    wire.erase("cost");
    wire.erase("cost_details");
    out.append("\"usage\":").append(json::serialize(wire));
    out.pop_back();
    if (out.back() != '{')
        out += ',';
    out.append(costMembers(cost)).append("}");
}

std::string serializeAnswer(json::object document, std::optional<json::object> usage,
                            const AnswerAdditions& additions) {
    // Money is written as exact decimals, which a document of doubles could not promise: hence by hand at the end.
    document.erase("usage");
    if (!additions.metadata.empty()) {
        json::value& metadata = document["metadata"];
        if (!metadata.is_object())
            metadata.emplace_object();
        for (const auto& [key, value] : additions.metadata)
            metadata.get_object()[key] = value;
    }
    std::string out = json::serialize(document);
    if (usage) {
        out.pop_back();
        if (out.back() != '{')
            out += ',';
        appendUsage(out, std::move(*usage), additions.cost);
        out += '}';
    }
    return out;
}

bool isNamed(const ChatAnswer& answer) {
    return !answer.id.empty() && !answer.model.empty() && answer.created != 0;
}

ChatAnswer named(ChatAnswer answer, const ChatRequest& request, std::string_view idPrefix) {
    if (answer.id.empty())
        answer.id.append(idPrefix).append(request.requestId);
    if (answer.model.empty())
        answer.model = request.model;
    if (answer.created == 0)
        answer.created = request.receivedAt;
    return answer;
}

} // namespace llmg::dialects
