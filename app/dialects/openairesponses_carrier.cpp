// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openairesponses_wire.h"

namespace llmg::dialects::responses {
namespace {

constexpr std::string_view kMark = "llmg.reasoning.1:";

void put(json::object& object, const char* key, const std::string& text) {
    if (!text.empty())
        object[key] = text;
}

constexpr const char* kCitationFields[] = {"start_index", "end_index", "url", "title"};

} // namespace

std::string carry(const CarriedReasoning& reasoning) {
    json::object content;
    put(content, "format", reasoning.part.format);
    put(content, "signature", reasoning.part.signature);
    put(content, "redacted", reasoning.part.redacted);
    put(content, "id", reasoning.part.id);
    put(content, "call_id", reasoning.callId);
    return std::string(kMark) + writeJson(content);
}

bool isCarried(std::string_view encryptedContent) {
    return encryptedContent.starts_with(kMark);
}

std::optional<CarriedReasoning> unpack(std::string_view encryptedContent) {
    if (!isCarried(encryptedContent))
        return std::nullopt;
    const auto document = parseJson(encryptedContent.substr(kMark.size()));
    const json::object* content = document ? document->if_object() : nullptr;
    if (content == nullptr)
        return std::nullopt;
    CarriedReasoning reasoning;
    reasoning.part.format = textAt(*content, "format");
    reasoning.part.signature = textAt(*content, "signature");
    reasoning.part.redacted = textAt(*content, "redacted");
    reasoning.part.id = textAt(*content, "id");
    reasoning.callId = textAt(*content, "call_id");
    return reasoning;
}

// Only addresses are citations in every dialect; places in the provider's own files are known to it alone.
std::optional<json::object> chatAnnotation(const json::object& annotation) {
    if (textAt(annotation, "type") != "url_citation")
        return std::nullopt;
    json::object place;
    for (const char* key : kCitationFields) {
        if (const json::value* value = annotation.if_contains(key))
            place[key] = *value;
    }
    json::object out{{"type", "url_citation"}};
    out["url_citation"] = std::move(place);
    return out;
}

json::object ownAnnotation(const json::object& annotation) {
    const json::object* place = objectAt(annotation, "url_citation");
    if (place == nullptr)
        return annotation;
    json::object out{{"type", "url_citation"}};
    for (const auto& [key, value] : *place)
        out[key] = value;
    return out;
}

std::string joinedTexts(const json::array& parts) {
    std::string text;
    for (const json::value& part : parts) {
        if (!part.is_object())
            continue;
        const std::string_view more = textAt(part.get_object(), "text");
        if (!text.empty() && !more.empty())
            text += "\n\n";
        text += more;
    }
    return text;
}

} // namespace llmg::dialects::responses
