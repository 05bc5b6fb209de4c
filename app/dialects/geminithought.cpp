// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/geminithought.h"

#include "app/dialects/base64.h"
#include "app/dialects/jsonaccess.h"

namespace llmg::dialects {
namespace {

// Fifteen bytes, so that base64 of what follows does not change how the whole begins.
constexpr std::string_view kMark = "llmg-thought-1:";

void put(json::object& object, const char* key, const std::string& text) {
    if (!text.empty())
        object[key] = text;
}

} // namespace

std::string wrapThoughts(const std::vector<ReasoningPart>& parts) {
    json::array list;
    for (const ReasoningPart& part : parts) {
        json::object one;
        put(one, "format", part.format);
        put(one, "text", part.text);
        put(one, "signature", part.signature);
        put(one, "redacted", part.redacted);
        put(one, "id", part.id);
        list.push_back(std::move(one));
    }
    return encodeBase64(std::string(kMark) + writeJson(list));
}

std::optional<std::vector<ReasoningPart>> unwrapThoughts(std::string_view signature) {
    if (!signature.starts_with(kWrappedThoughts))
        return std::nullopt;
    std::vector<ReasoningPart> parts;
    const auto text = decodeBase64(signature);
    const auto list = text ? parseJson(std::string_view(*text).substr(kMark.size())) : std::nullopt;
    if (!list || !list->is_array())
        return parts; // ours, but cut short on its way: worth nothing, and nobody else's either
    for (const json::value& value : list->get_array()) {
        const json::object* one = value.if_object();
        if (one == nullptr)
            continue;
        ReasoningPart part;
        part.text = textAt(*one, "text");
        part.signature = textAt(*one, "signature");
        part.redacted = textAt(*one, "redacted");
        part.format = textAt(*one, "format");
        part.id = textAt(*one, "id");
        parts.push_back(std::move(part));
    }
    return parts;
}

} // namespace llmg::dialects
