// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cache/cachedanswer.h"

#include "app/dialects/jsonaccess.h"

#include <array>

namespace llmg::cache {
namespace {

namespace json = dialects::json;
using dialects::integerAt;
using dialects::textAt;

struct Count {
    const char* name;
    std::int64_t domain::TokenUsage::*field;
};
constexpr std::array kCounts{
    Count{"prompt", &domain::TokenUsage::prompt},
    Count{"cachedPrompt", &domain::TokenUsage::cachedPrompt},
    Count{"cacheWrite", &domain::TokenUsage::cacheWrite},
    Count{"cacheWrite1h", &domain::TokenUsage::cacheWrite1h},
    Count{"promptAudio", &domain::TokenUsage::promptAudio},
    Count{"promptImage", &domain::TokenUsage::promptImage},
    Count{"completion", &domain::TokenUsage::completion},
    Count{"reasoning", &domain::TokenUsage::reasoning},
    Count{"completionAudio", &domain::TokenUsage::completionAudio},
    Count{"completionImage", &domain::TokenUsage::completionImage},
    Count{"imagesOut", &domain::TokenUsage::imagesOut},
    Count{"webSearches", &domain::TokenUsage::webSearches},
};

struct Word {
    const char* name;
    std::string CachedAnswer::*field;
};
constexpr std::array kWords{
    Word{"dialect", &CachedAnswer::dialect}, Word{"finish", &CachedAnswer::finishReason},
    Word{"model", &CachedAnswer::usedModel}, Word{"provider", &CachedAnswer::usedProvider},
    Word{"mode", &CachedAnswer::usedMode},
};

} // namespace

// One line of JSON about the answer, then the answer as it is.
std::string writeAnswer(const CachedAnswer& answer) {
    json::object head;
    for (const Word& word : kWords)
        head[word.name] = answer.*word.field;
    for (const Count& count : kCounts) {
        if (answer.usage.*count.field != 0)
            head[count.name] = answer.usage.*count.field;
    }
    if (answer.usage.estimated)
        head["estimated"] = true;
    head["cost"] = answer.cost.nanoUsd;
    head["created"] = static_cast<std::int64_t>(answer.createdAt.time_since_epoch().count());
    std::string text = dialects::writeJson(head);
    text.reserve(text.size() + 1 + answer.document.size());
    return text.append("\n").append(answer.document);
}

std::optional<CachedAnswer> readAnswer(std::string_view text) {
    const std::size_t line = text.find('\n');
    if (line == std::string_view::npos)
        return std::nullopt;
    const auto parsed = dialects::parseJson(text.substr(0, line));
    const json::object* head = parsed ? parsed->if_object() : nullptr;
    if (head == nullptr)
        return std::nullopt;
    CachedAnswer answer;
    for (const Word& word : kWords)
        answer.*word.field = textAt(*head, word.name);
    for (const Count& count : kCounts) {
        const std::int64_t number = integerAt(*head, count.name).value_or(0);
        if (number < 0)
            return std::nullopt;
        answer.usage.*count.field = number;
    }
    answer.usage.estimated = dialects::flagAt(*head, "estimated");
    const auto cost = integerAt(*head, "cost"), created = integerAt(*head, "created");
    answer.document = text.substr(line + 1);
    if (!cost || !created || answer.dialect.empty() || !answer.document.starts_with('{'))
        return std::nullopt;
    answer.cost = domain::Money::fromNano(*cost);
    answer.createdAt = UnixTime{Milliseconds{*created}};
    return answer;
}

} // namespace llmg::cache
