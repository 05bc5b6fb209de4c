// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cache/replay.h"

#include "app/cache/answerform.h"
#include "app/dialects/bodyeditor.h"

namespace llmg::cache {
namespace {

/// Usage with its tokens as they were and every amount 0.
std::string freeUsage(json::object usage, bool camelCase) {
    json::object details;
    for (const char* name : {"input", "output", camelCase ? "cachedInput" : "cached_input",
                             camelCase ? "cacheWrite" : "cache_write", "request", "total"})
        details[name] = 0;
    usage["cost"] = 0;
    usage[camelCase ? "costDetails" : "cost_details"] = std::move(details);
    return dialects::writeJson(usage);
}

/// The document byte for byte, but for what a hit has otherwise.
std::optional<std::string> refreshed(const AnswerForm& form, std::string_view document, const json::object& metadata) {
    std::vector<dialects::JsonMember> members;
    if (!dialects::JsonRanges(document).members(0, members))
        return std::nullopt;
    dialects::BodyEditor editor(document, members);
    json::object ours;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const auto& member = members[i];
        if (member.key != form.usageKey() && member.key != form.metadataKey())
            continue;
        auto value = dialects::parseJson(document.substr(member.valueBegin, member.valueEnd - member.valueBegin));
        if (!value)
            return std::nullopt;
        if (member.key == form.metadataKey()) {
            editor.remove(i);
            if (value->is_object())
                ours = std::move(value->get_object()); // the provider's own members stay
        } else if (value->is_object()) {
            editor.replaceValue(member, freeUsage(std::move(value->get_object()), form.camelCase()));
        }
    }
    for (const auto& [key, value] : metadata)
        ours[key] = value;
    std::string text;
    dialects::appendQuoted(text, form.metadataKey());
    editor.add(text + ":" + dialects::writeJson(ours));
    return editor.apply();
}

} // namespace

std::optional<std::string> replay(const CachedAnswer& answer, const Replay& wish) {
    const AnswerForm* form = answerForm(answer.dialect);
    if (form == nullptr)
        return std::nullopt;
    auto document = refreshed(*form, answer.document, wish.metadata);
    if (!document || !wish.stream)
        return document;
    const auto parsed = dialects::parseJson(*document);
    if (!parsed || !parsed->is_object() || !form->isWhole(*document))
        return std::nullopt;
    std::string stream;
    form->writeStream(parsed->get_object(), {wish.includeUsage, wish.arrayStream}, stream);
    return stream;
}

} // namespace llmg::cache
