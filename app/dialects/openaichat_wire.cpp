// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat_wire.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace llmg::dialects::openaichat {
namespace {

constexpr double kLargestExact = 9007199254740992.0; // 2^53: beyond it a double is no count

std::optional<domain::Money> dollars(const json::value* value) {
    const auto number = value != nullptr ? numberOf(*value) : std::nullopt;
    if (!number || *number < 0 || *number > 1e9)
        return std::nullopt;
    return domain::Money::fromNano(std::llround(*number * 1e9));
}

std::optional<domain::Money> statedCost(const json::object& usage) {
    const json::value* cost = member(usage, "cost");
    if (cost != nullptr && cost->is_object()) { // Perplexity
        auto total = dollars(member(cost->get_object(), "total_cost"));
        // Its streams say 0 until the last chunk; it never works for nothing.
        return total && total->isZero() ? std::nullopt : total;
    }
    if (auto total = dollars(cost)) { // OpenRouter, hosted gateways
        // With the user's own key there, `cost` is the aggregator's fee and the model itself is billed beside it.
        const json::value* ownKey = member(usage, "is_byok");
        const json::object* details = objectAt(usage, "cost_details");
        if (ownKey != nullptr && ownKey->is_bool() && ownKey->get_bool() && details != nullptr) {
            if (const auto upstream = dollars(member(*details, "upstream_inference_cost")))
                *total += *upstream;
        }
        return total;
    }
    // xAI: ticks of 10^-10 dollars. Resellers of its models leave 0 in the field.
    if (const json::value* ticks = member(usage, "cost_in_usd_ticks")) {
        if (const auto count = integerOf(*ticks); count && *count > 0)
            return domain::Money::fromNano((*count + 5) / 10);
    }
    if (auto estimated = dollars(member(usage, "estimated_cost"))) // DeepInfra
        return estimated;
    return std::nullopt;
}

} // namespace

const json::value* member(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(json::string_view(key.data(), key.size()));
    return value == nullptr || value->is_null() ? nullptr : value;
}

const json::value* member(const json::value& value, std::string_view key) {
    return value.is_object() ? member(value.get_object(), key) : nullptr;
}

std::string_view textOf(const json::value& value) {
    const json::string* text = value.if_string();
    return text == nullptr ? std::string_view() : std::string_view(text->data(), text->size());
}

std::optional<double> numberOf(const json::value& value) {
    if (value.is_int64())
        return static_cast<double>(value.get_int64());
    if (value.is_uint64())
        return static_cast<double>(value.get_uint64());
    if (value.is_double() && std::isfinite(value.get_double()))
        return value.get_double();
    return std::nullopt;
}

std::optional<std::int64_t> integerOf(const json::value& value) {
    if (value.is_int64())
        return value.get_int64();
    const auto number = numberOf(value);
    if (!number || std::abs(*number) > kLargestExact || *number != std::floor(*number))
        return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

std::int64_t countAt(const json::object& object, std::string_view key) {
    const json::value* value = member(object, key);
    const auto count = value != nullptr ? integerOf(*value) : std::nullopt;
    // A sum of a handful of counts must not overflow, whatever an upstream claims.
    return std::clamp<std::int64_t>(count.value_or(0), 0, std::int64_t{1} << 53);
}

UsageReport readUsage(const json::object& wire, const OpenAiQuirks& quirks) {
    UsageReport report;
    domain::TokenUsage& usage = report.usage;
    usage.prompt = countAt(wire, "prompt_tokens");
    usage.completion = countAt(wire, "completion_tokens");
    if (const json::object* details = objectAt(wire, "prompt_tokens_details")) {
        usage.cachedPrompt = countAt(*details, "cached_tokens");
        usage.cacheWrite = countAt(*details, "cache_write_tokens");
        usage.promptAudio = countAt(*details, "audio_tokens");
        usage.promptImage = countAt(*details, "image_tokens");
    }
    if (usage.cachedPrompt == 0)
        usage.cachedPrompt = std::max(countAt(wire, "prompt_cache_hit_tokens"), countAt(wire, "cached_tokens"));
    if (const json::object* details = objectAt(wire, "completion_tokens_details")) {
        usage.reasoning = countAt(*details, "reasoning_tokens");
        usage.completionAudio = countAt(*details, "audio_tokens");
        usage.completionImage = countAt(*details, "image_tokens");
    }
    if (usage.reasoning == 0)
        usage.reasoning = countAt(wire, "reasoning_tokens");
    usage.webSearches = countAt(wire, "num_search_queries");
    if (const json::object* tools = objectAt(wire, "server_tool_use"))
        usage.webSearches = std::max(usage.webSearches, countAt(*tools, "web_search_requests"));

    // Reasoning beside the completion: the total tells, whoever the provider is; without one, what is known of it.
    const std::int64_t total = countAt(wire, "total_tokens");
    const std::int64_t visible = usage.prompt + usage.completion;
    if (usage.reasoning > 0) {
        if (total == visible + usage.reasoning || (total == 0 && quirks.reasoningBesideCompletion))
            usage.completion += usage.reasoning;
    } else if (quirks.reasoningBesideCompletion && total > visible) {
        usage.reasoning = total - visible; // Google's OpenAI endpoint counts thoughts in the total alone
        usage.completion += usage.reasoning;
    }
    report.statedCost = statedCost(wire);
    return report;
}

const json::object* findUsage(const json::object& document) {
    if (const json::object* usage = objectAt(document, "usage"))
        return usage;
    const json::object* groq = objectAt(document, "x_groq");
    return groq == nullptr ? nullptr : objectAt(*groq, "usage");
}

void normaliseUsage(json::object& wire, const domain::TokenUsage& usage) {
    wire["prompt_tokens"] = usage.prompt;
    wire["completion_tokens"] = usage.completion;
    wire["total_tokens"] = usage.total();
    const auto detail = [&wire](std::string_view group, std::string_view key, std::int64_t count) {
        json::value& value = wire[json::string_view(group.data(), group.size())];
        if (!value.is_object())
            value.emplace_object();
        value.get_object()[json::string_view(key.data(), key.size())] = count;
    };
    detail("prompt_tokens_details", "cached_tokens", usage.cachedPrompt);
    if (usage.cacheWrite + usage.cacheWrite1h > 0)
        detail("prompt_tokens_details", "cache_write_tokens", usage.cacheWrite + usage.cacheWrite1h);
    if (usage.promptAudio > 0)
        detail("prompt_tokens_details", "audio_tokens", usage.promptAudio);
    if (usage.promptImage > 0)
        detail("prompt_tokens_details", "image_tokens", usage.promptImage);
    detail("completion_tokens_details", "reasoning_tokens", usage.reasoning);
    if (usage.completionAudio > 0)
        detail("completion_tokens_details", "audio_tokens", usage.completionAudio);
    if (usage.completionImage > 0)
        detail("completion_tokens_details", "image_tokens", usage.completionImage);
}

json::object writeUsage(const domain::TokenUsage& usage) {
    json::object wire;
    normaliseUsage(wire, usage);
    return wire;
}

std::optional<FinishReason> finishMeaning(std::string_view native) {
    struct Word {
        std::string_view native;
        std::optional<FinishReason> meaning;
    };
    static constexpr std::array kWords{
        Word{"stop", FinishReason::Stop},
        Word{"tool_calls", FinishReason::ToolCalls},
        Word{"length", FinishReason::Length},
        Word{"content_filter", FinishReason::ContentFilter},
        Word{"function_call", FinishReason::ToolCalls},
        Word{"eos", FinishReason::Stop}, // Together
        Word{"stop_sequence", FinishReason::Stop},
        Word{"end_turn", FinishReason::Stop},
        Word{"tool_use", FinishReason::ToolCalls},
        Word{"max_tokens", FinishReason::Length},
        Word{"model_length", FinishReason::Length},     // Mistral
        Word{"sensitive", FinishReason::ContentFilter}, // Z.AI
        Word{"content_filtered", FinishReason::ContentFilter},
        Word{"refusal", FinishReason::ContentFilter},
        Word{"error", std::nullopt},                        // Mistral, OpenRouter
        Word{"network_error", std::nullopt},                // Z.AI
        Word{"insufficient_system_resource", std::nullopt}, // DeepSeek
    };
    for (const Word& word : kWords) {
        if (word.native == native)
            return word.meaning;
    }
    return FinishReason::Unknown;
}

std::string_view nativeFinish(const json::object& choice) {
    const std::string_view reason = textAt(choice, "finish_reason");
    const json::object* details = reason.empty() ? objectAt(choice, "finish_details") : nullptr;
    return details == nullptr ? reason : textAt(*details, "type");
}

std::string_view reasoningText(const json::object& message) {
    const std::string_view text = textAt(message, "reasoning_content");
    return text.empty() ? textAt(message, "reasoning") : text;
}

SplitContent splitContent(const json::array& chunks) {
    SplitContent split;
    for (const json::value& chunk : chunks) {
        const json::object* object = chunk.if_object();
        if (object == nullptr) {
            split.text += textOf(chunk);
            continue;
        }
        const json::value* thinking = member(*object, "thinking");
        if (thinking == nullptr) {
            split.text += textAt(*object, "text");
        } else if (const json::array* pieces = thinking->if_array()) {
            for (const json::value& piece : *pieces)
                split.thinking += piece.is_object() ? textAt(piece.get_object(), "text") : textOf(piece);
        } else {
            split.thinking += textOf(*thinking);
        }
    }
    return split;
}

// The shapes are OpenRouter's: reasoning.text with a signature, reasoning.encrypted with data, reasoning.summary.
ReasoningPart readReasoningDetail(const json::object& detail) {
    ReasoningPart part;
    part.format = textAt(detail, "format");
    const std::string_view type = textAt(detail, "type");
    if (type == "reasoning.encrypted") {
        part.redacted = textAt(detail, "data");
    } else {
        part.text = type == "reasoning.summary" ? textAt(detail, "summary") : textAt(detail, "text");
        part.signature = textAt(detail, "signature");
    }
    return part;
}

json::object writeReasoningDetail(const ReasoningPart& part, std::int64_t index) {
    json::object detail;
    if (!part.redacted.empty()) {
        detail["type"] = "reasoning.encrypted";
        detail["data"] = part.redacted;
    } else {
        detail["type"] = "reasoning.text";
        detail["text"] = part.text;
        if (!part.signature.empty())
            detail["signature"] = part.signature;
    }
    if (!part.format.empty())
        detail["format"] = part.format;
    detail["index"] = index;
    return detail;
}

// Google's OpenAI endpoint carries a call's thought signature so, and asks for it back in the same place.
std::string_view thoughtSignature(const json::object& toolCall) {
    const json::object* extra = objectAt(toolCall, "extra_content");
    const json::object* google = extra == nullptr ? nullptr : objectAt(*extra, "google");
    return google == nullptr ? std::string_view() : textAt(*google, "thought_signature");
}

json::object writeThoughtSignature(std::string_view signature) {
    return {{"google", {{"thought_signature", json::string_view(signature.data(), signature.size())}}}};
}

json::value flatFormat(const json::value& wire) {
    const json::object* grammar = wire.is_object() ? objectAt(wire.get_object(), "grammar") : nullptr;
    if (grammar == nullptr)
        return wire;
    json::object flat{{"type", "grammar"}};
    for (const auto& [key, value] : *grammar)
        flat[key] = value;
    return flat;
}

json::value nestedFormat(const json::value& format) {
    const json::object* flat = format.if_object();
    if (flat == nullptr || textAt(*flat, "type") != "grammar" || flat->contains("grammar"))
        return format;
    json::object grammar = *flat;
    grammar.erase("type");
    return json::object{{"type", "grammar"}, {"grammar", std::move(grammar)}};
}

std::string mediaUrl(const MediaPart& media) {
    if (media.data.empty())
        return media.url;
    std::string url;
    url.reserve(media.data.size() + media.mimeType.size() + 16);
    url.append("data:").append(media.mimeType).append(";base64,").append(media.data);
    return url;
}

bool readMediaUrl(std::string_view url, MediaPart& media) {
    if (!url.starts_with("data:")) {
        media.url = url;
        return true;
    }
    const std::size_t comma = url.find(',');
    if (comma == std::string_view::npos)
        return false;
    std::string_view head = url.substr(5, comma - 5);
    if (!head.ends_with(";base64"))
        return false;
    head.remove_suffix(7);
    media.mimeType = head.substr(0, head.find(';'));
    media.data = url.substr(comma + 1);
    return !media.data.empty();
}

} // namespace llmg::dialects::openaichat
