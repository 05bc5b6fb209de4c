// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat_wire.h"
#include "app/dialects/reasoningeffort.h"

namespace llmg::dialects::openaichat {
namespace {

/// Where only a budget was given and a provider knows only words.
std::string effortOf(const ReasoningRequest& reasoning) {
    if (!reasoning.effort.empty() || !reasoning.budgetTokens)
        return reasoning.effort;
    if (*reasoning.budgetTokens <= 0)
        return "none";
    if (*reasoning.budgetTokens < 4096)
        return "low";
    return *reasoning.budgetTokens < 16384 ? "medium" : "high";
}

} // namespace

void readReasoningObject(const json::object& wire, ReasoningRequest& reasoning) {
    if (reasoning.effort.empty())
        reasoning.effort = textAt(wire, "effort");
    if (const json::value* budget = member(wire, "max_tokens"))
        reasoning.budgetTokens = integerOf(*budget);
    const json::value* enabled = member(wire, "enabled");
    if (enabled != nullptr && enabled->is_bool() && reasoning.effort.empty() && !reasoning.budgetTokens)
        reasoning.effort = enabled->get_bool() ? "medium" : "none";
    if (const json::value* exclude = member(wire, "exclude"); exclude != nullptr && exclude->is_bool())
        reasoning.include = !exclude->get_bool();
}

// A word or budget that the model does not take is changed to the nearest that it does, and listed: the client gets an
// answer, and sees that it was not the one it asked for.
void writeReasoning(const ReasoningRequest& asked, const TargetModel& target, const OpenAiQuirks& quirks,
                    json::object& body, std::vector<std::string>& dropped) {
    const std::string word = effortOf(asked);
    if (word.empty())
        return;
    const bool off = word == "none";
    if (!target.reasoning && target.can) { // of a model that the catalog does not know, nothing is refused
        if (!off)
            dropped.emplace_back("reasoning_effort");
        return;
    }
    const std::string effort = nearestEffort(word, target.reasoningEfforts);
    const auto budget = [&] {
        const std::int64_t kept =
            clampedBudget(*asked.budgetTokens, target.minReasoningBudget, target.maxReasoningBudget);
        if (kept != *asked.budgetTokens)
            dropped.emplace_back("reasoning.max_tokens");
        return kept;
    };
    const auto listChange = [&] {
        if (effort != word)
            dropped.emplace_back("reasoning_effort");
    };
    switch (quirks.reasoningAsk) {
    case OpenAiQuirks::ReasoningAsk::Effort:
        listChange();
        if (!effort.empty())
            body["reasoning_effort"] = effort;
        return;
    case OpenAiQuirks::ReasoningAsk::ReasoningObject: {
        json::object reasoning;
        if (asked.budgetTokens && !off) {
            reasoning["max_tokens"] = budget();
        } else {
            listChange();
            reasoning["effort"] = effort;
        }
        if (asked.include && !*asked.include)
            reasoning["exclude"] = true;
        body["reasoning"] = std::move(reasoning);
        return;
    }
    case OpenAiQuirks::ReasoningAsk::ThinkingObject:
        if (!body.contains("thinking"))
            body["thinking"] = {{"type", off ? "disabled" : "enabled"}};
        if (!off && !target.reasoningEfforts.empty()) {
            listChange();
            if (!effort.empty())
                body["reasoning_effort"] = effort;
        }
        return;
    case OpenAiQuirks::ReasoningAsk::EnableThinking:
        body["enable_thinking"] = !off;
        if (asked.budgetTokens && !off)
            body["thinking_budget"] = budget();
        return;
    }
}

} // namespace llmg::dialects::openaichat
