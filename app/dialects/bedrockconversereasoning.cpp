// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Converse has no field for reasoning: each family of models takes its own in additionalModelRequestFields.
#include "app/dialects/bedrockconverserequest.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

using Family = BedrockModel::Family;

constexpr std::int64_t kMinThinkingBudget = 1024; // Anthropic's reference: thinking.budget_tokens

std::string effortOf(const ReasoningRequest& wish) {
    if (!wish.effort.empty())
        return wish.effort;
    const std::int64_t budget = wish.budgetTokens.value_or(0);
    return budget <= 0 ? "none" : budget < 4096 ? "low" : budget < 16'384 ? "medium" : "high";
}

// Models that know three words.
std::string lowMediumHigh(const std::string& effort) {
    if (effort == "minimal")
        return "low";
    return effort == "low" || effort == "medium" ? effort : "high";
}

json::object pair(const char* key, json::value value) {
    json::object object;
    object[key] = std::move(value);
    return object;
}

bool forcesTool(const BedrockContext& context) {
    const ToolChoice::Kind kind = context.request.toolChoice.kind;
    return context.toolsOffered && (kind == ToolChoice::Kind::Required || kind == ToolChoice::Kind::Named);
}

bool isOwnSignedThinking(const Part& part) {
    const auto* reasoning = std::get_if<ReasoningPart>(&part.value);
    return reasoning != nullptr && (reasoning->format.empty() || reasoning->format == "anthropic-claude-v1") &&
           (!reasoning->signature.empty() || !reasoning->redacted.empty());
}

// Thinking may not begin in the middle of a tool loop whose thinking the client did not send back.
bool toolLoopLacksThinking(const ChatRequest& request) {
    for (auto message = request.messages.rbegin(); message != request.messages.rend(); ++message) {
        if (message->role == Role::User)
            return false;
        if (message->role == Role::Assistant)
            return std::none_of(message->parts.begin(), message->parts.end(), isOwnSignedThinking);
    }
    return false;
}

// Claude since 4.6 decides itself how long it thinks; the word says how eagerly (user guide, "Adaptive thinking").
BedrockReasoning adaptive(const BedrockContext& context, std::string effort) {
    BedrockReasoning out;
    if (effort == "minimal")
        effort = "low";
    if (effort == "xhigh" && !context.model.isClaudeSince(4, 7))
        effort = "high";
    json::object thinking = pair("type", "adaptive");
    thinking["display"] = context.request.reasoning.include.value_or(true) ? "summarized" : "omitted";
    out.fields["thinking"] = std::move(thinking);
    out.fields["output_config"] = pair("effort", json::value(effort));
    out.thinks = true;
    return out;
}

// Claude before 4.6 thinks up to a number of tokens, of which max_tokens must leave some for the answer.
BedrockReasoning withBudget(const BedrockContext& context, const std::string& effort,
                            std::optional<std::int64_t> maxTokens) {
    BedrockReasoning out;
    const ReasoningRequest& wish = context.request.reasoning;
    std::int64_t budget = wish.budgetTokens     ? *wish.budgetTokens
                          : effort == "minimal" ? kMinThinkingBudget
                          : effort == "low"     ? 4096
                          : effort == "medium"  ? 10'240
                                                : 24'576;
    const std::int64_t most = maxTokens.value_or(context.target.maxOutput);
    if ((most > 0 && most <= kMinThinkingBudget) || toolLoopLacksThinking(context.request)) {
        out.dropped = true;
        return out;
    }
    budget = std::max(budget, kMinThinkingBudget);
    if (most > 0)
        budget = std::clamp(budget, kMinThinkingBudget, std::max(kMinThinkingBudget, most - most / 5));
    json::object thinking = pair("type", "enabled");
    thinking["budget_tokens"] = budget;
    out.fields["thinking"] = std::move(thinking);
    out.thinks = true;
    return out;
}

BedrockReasoning claudeOff(const BedrockContext& context) {
    BedrockReasoning out;
    const std::string_view id = context.target.upstreamId;
    // Fable and Mythos always think; those before 4.6 think only when told to.
    if (id.find("fable") != std::string_view::npos || id.find("mythos") != std::string_view::npos)
        out.fields["output_config"] = pair("effort", "low");
    else if (context.model.isClaudeSince(4, 6))
        out.fields["thinking"] = pair("type", "disabled");
    return out;
}

BedrockReasoning claude(const BedrockContext& context, const std::string& effort,
                        std::optional<std::int64_t> maxTokens) {
    if (effort == "none")
        return claudeOff(context);
    BedrockReasoning out;
    out.dropped = true;
    // A forced tool and thinking exclude each other; the tool is what the client would miss.
    if ((!context.target.reasoning && context.target.reasoningStyle.empty()) || forcesTool(context))
        return out;
    return context.model.isClaudeSince(4, 6) ? adaptive(context, effort) : withBudget(context, effort, maxTokens);
}

// Nova 2 user guide, "Extended thinking": off unless asked for, and without a limit at its highest effort.
BedrockReasoning nova2(const std::string& effort) {
    BedrockReasoning out;
    if (effort == "none")
        return out;
    const std::string word = lowMediumHigh(effort);
    json::object config = pair("type", "enabled");
    config["maxReasoningEffort"] = word;
    out.fields["reasoningConfig"] = std::move(config);
    out.dropsMaxTokens = word == "high";
    out.thinks = word == "high";
    return out;
}

} // namespace

BedrockReasoning bedrockReasoning(const BedrockContext& context, std::optional<std::int64_t> maxTokens) {
    BedrockReasoning out;
    const ReasoningRequest& wish = context.request.reasoning;
    if (wish.effort.empty() && !wish.budgetTokens)
        return out;
    const std::string effort = effortOf(wish);
    switch (context.model.family) {
    case Family::Claude:
        return claude(context, effort, maxTokens);
    case Family::Nova2:
        return nova2(effort);
    case Family::OpenAi:
        out.fields["reasoning"] = pair("effort", json::value(effort == "minimal" ? "low" : effort));
        return out;
    case Family::GptOss: // cannot be told not to reason
        out.fields["reasoning_effort"] = effort == "none" ? "low" : lowMediumHigh(effort);
        return out;
    case Family::DeepSeekV3:
    case Family::Kimi: // reason only when asked to
        if (effort != "none")
            out.fields["reasoning_effort"] = lowMediumHigh(effort);
        return out;
    case Family::Nova:
    case Family::OtherOpenWeights:
    case Family::Other:
        out.dropped = effort != "none";
        return out;
    }
    return out;
}

} // namespace llmg::dialects
