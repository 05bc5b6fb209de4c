// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/geminiwire.h"

#include "app/dialects/answeradditions.h"
#include "app/dialects/bodyeditor.h"

#include <algorithm>

namespace llmg::dialects::gemini {
namespace {

// google.rpc.Code, as AIP-193 maps HTTP statuses to it.
std::string_view statusWord(int status, std::string_view code) {
    if (code == "no_provider_key")
        return "FAILED_PRECONDITION";
    switch (status) {
    case 401:
        return "UNAUTHENTICATED";
    case 402:
        return "FAILED_PRECONDITION";
    case 403:
        return "PERMISSION_DENIED";
    case 404:
        return "NOT_FOUND";
    case 405:
    case 501:
        return "UNIMPLEMENTED";
    case 408:
    case 504:
        return "DEADLINE_EXCEEDED";
    case 409:
        return "ABORTED";
    case 429:
        return "RESOURCE_EXHAUSTED";
    case 499:
        return "CANCELLED";
    case 500:
        return "INTERNAL";
    default:
        return status > 500 ? "UNAVAILABLE" : "INVALID_ARGUMENT";
    }
}

json::array modalities(std::int64_t all, std::int64_t images, std::int64_t audio) {
    json::array details;
    const auto add = [&](const char* name, std::int64_t count) {
        if (count > 0)
            details.push_back(json::object{{"modality", name}, {"tokenCount", count}});
    };
    add("TEXT", all - images - audio);
    add("IMAGE", images);
    add("AUDIO", audio);
    return details;
}

std::string withCost(json::object usage, const domain::CostBreakdown& cost) {
    usage.erase("cost");
    usage.erase("costDetails");
    std::string out = writeJson(usage);
    out.pop_back();
    if (!usage.empty())
        out += ',';
    return out + costMembers(cost, true) + '}';
}

json::value merged(std::string_view own, const json::object& metadata) {
    auto value = parseJson(own);
    if (!value || !value->is_object())
        return metadata;
    for (const auto& [key, member] : metadata)
        value->get_object()[key] = member;
    return std::move(*value);
}

} // namespace

std::string snakeCase(std::string_view camelCase) {
    std::string out;
    for (const char c : camelCase) {
        if (c >= 'A' && c <= 'Z')
            out.append(1, '_').append(1, static_cast<char>(c + ('a' - 'A')));
        else
            out += c;
    }
    return out;
}

std::string camelCase(std::string_view snakeCase) {
    std::string out;
    bool raise = false;
    for (const char c : snakeCase) {
        if (c == '_' && !out.empty()) {
            raise = true;
            continue;
        }
        out += raise && c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
        raise = false;
    }
    return out;
}

const json::value* field(const json::object& object, std::string_view camelCase) {
    const json::value* found = object.if_contains(camelCase);
    if (found == nullptr || found->is_null())
        found = object.if_contains(snakeCase(camelCase));
    return found == nullptr || found->is_null() ? nullptr : found;
}

const json::object* objectField(const json::object& object, std::string_view camelCase) {
    const json::value* value = field(object, camelCase);
    return value != nullptr ? value->if_object() : nullptr;
}

std::string_view textField(const json::object& object, std::string_view camelCase) {
    const json::value* value = field(object, camelCase);
    const json::string* text = value != nullptr ? value->if_string() : nullptr;
    return text != nullptr ? std::string_view(text->data(), text->size()) : std::string_view();
}

std::optional<std::vector<const json::object*>> listOf(const json::value& value) {
    std::vector<const json::object*> list;
    if (const json::object* only = value.if_object()) {
        list.push_back(only);
        return list;
    }
    const json::array* array = value.if_array();
    if (array == nullptr)
        return std::nullopt;
    for (const json::value& element : *array) {
        if (!element.is_object())
            return std::nullopt;
        list.push_back(&element.get_object());
    }
    return list;
}

Error wrongType(const std::string& param, const char* wanted) {
    return fail(ErrorKind::InvalidParameters, "'" + param + "' must be " + wanted, param);
}

json::object usageMetadata(const domain::TokenUsage& usage) {
    json::object out;
    out["promptTokenCount"] = usage.prompt;
    out["candidatesTokenCount"] = std::max<std::int64_t>(0, usage.completion - usage.reasoning);
    out["totalTokenCount"] = usage.total();
    if (usage.cachedPrompt > 0)
        out["cachedContentTokenCount"] = usage.cachedPrompt;
    if (usage.promptImage > 0 || usage.promptAudio > 0)
        out["promptTokensDetails"] = modalities(usage.prompt, usage.promptImage, usage.promptAudio);
    if (usage.completionImage > 0 || usage.completionAudio > 0)
        out["candidatesTokensDetails"] =
            modalities(usage.completion - usage.reasoning, usage.completionImage, usage.completionAudio);
    if (usage.reasoning > 0)
        out["thoughtsTokenCount"] = usage.reasoning;
    return out;
}

std::string withAdditions(std::string_view document, const std::optional<domain::TokenUsage>& usage,
                          const AnswerAdditions& additions) {
    const JsonRanges ranges(document);
    std::vector<JsonMember> members;
    if (!ranges.members(0, members))
        return std::string(document);
    BodyEditor editor(document, members);
    bool hasUsage = false, hasMetadata = false;
    for (const JsonMember& member : members) {
        const std::string_view value = document.substr(member.valueBegin, member.valueEnd - member.valueBegin);
        if (member.key == "usageMetadata" && !hasUsage) {
            if (const auto own = parseJson(value); own && own->is_object()) {
                hasUsage = true;
                editor.replaceValue(member, withCost(own->get_object(), additions.cost));
            }
        } else if (member.key == "metadata" && !hasMetadata && !additions.metadata.empty()) {
            hasMetadata = true;
            editor.replaceValue(member, writeJson(merged(value, additions.metadata)));
        }
    }
    const auto& known = usage ? usage : additions.estimatedUsage;
    if (!hasUsage && known)
        editor.add("\"usageMetadata\":" + withCost(usageMetadata(*known), additions.cost));
    if (!hasMetadata && !additions.metadata.empty())
        editor.add("\"metadata\":" + writeJson(additions.metadata));
    return editor.apply();
}

std::string errorBody(const Error& error, int status, std::string_view code) {
    std::string out = "{\"error\":{\"code\":" + std::to_string(status) + ",\"message\":";
    appendQuoted(out, error.message);
    out.append(",\"status\":\"").append(statusWord(status, code));
    out += "\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":";
    appendQuoted(out, code);
    out += '}';
    if (!error.param.empty()) {
        out += ",{\"@type\":\"type.googleapis.com/google.rpc.BadRequest\",\"fieldViolations\":[{\"field\":";
        appendQuoted(out, error.param);
        out += ",\"description\":";
        appendQuoted(out, error.message);
        out += "}]}";
    }
    return out + "]}}";
}

void Framing::response(std::string_view json, std::string& out) {
    if (m_isArray) {
        out.append(m_isFirst ? "[" : ",\r\n").append(json).append("\n");
    } else {
        out += "data: ";
        // Blanks between tokens may be line ends, which would end the event's line. Inside strings there are none.
        std::replace_copy_if(
            json.begin(), json.end(), std::back_inserter(out), [](char c) { return c == '\n' || c == '\r'; }, ' ');
        out += "\n\n";
    }
    m_isFirst = false;
}

void Framing::error(std::string_view json, std::string& out) {
    if (m_isArray) {
        response(json, out);
        end(out);
        return;
    }
    out.append(json).append("\n");
}

void Framing::end(std::string& out) {
    if (m_isArray)
        out += m_isFirst ? "[]" : "]";
}

} // namespace llmg::dialects::gemini
