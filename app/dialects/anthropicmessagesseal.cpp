// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/anthropicmessagesseal.h"

#include "app/dialects/base64.h"
#include "app/dialects/jsonaccess.h"

namespace llmg::dialects {
namespace {

std::string seal(const ReasoningPart& part, std::string_view callId) {
    std::string plain = "{";
    const auto add = [&plain](std::string_view key, std::string_view value) {
        if (value.empty())
            return;
        plain.append(plain.size() > 1 ? ",\"" : "\"").append(key).append("\":");
        appendQuoted(plain, value);
    };
    add("format", part.format);
    add("signature", part.signature);
    add("data", part.redacted);
    add("id", part.id);
    add("call", callId);
    return std::string(kSealPrefix) + encodeBase64(plain + "}");
}

} // namespace

bool isAnthropicReasoning(const ReasoningPart& part) {
    return (part.format.empty() || part.format == "anthropic-claude-v1") && part.id.empty();
}

std::string sealReasoning(const ReasoningPart& part) {
    return seal(part, {});
}

std::string sealCallSignature(std::string_view callId, std::string_view signature) {
    ReasoningPart part;
    part.signature = signature;
    return seal(part, callId);
}

std::optional<Unsealed> unseal(std::string_view text) {
    if (!text.starts_with(kSealPrefix))
        return std::nullopt;
    const auto plain = decodeBase64(text.substr(kSealPrefix.size()));
    const auto document = plain ? parseJson(*plain) : std::nullopt;
    if (!document || !document->is_object())
        return std::nullopt;
    const json::object& members = document->get_object();
    Unsealed unsealed;
    unsealed.part.format = textAt(members, "format");
    unsealed.part.signature = textAt(members, "signature");
    unsealed.part.redacted = textAt(members, "data");
    unsealed.part.id = textAt(members, "id");
    unsealed.callId = textAt(members, "call");
    return unsealed;
}

} // namespace llmg::dialects
