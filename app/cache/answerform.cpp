// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cache/answerform.h"

#include "app/dialects/jsonranges.h"

namespace llmg::cache {
namespace {

/// Embeddings, images, moderations in OpenAI's form: a list of results. It may be long, and is not built to be looked
/// at.
class EndpointForm final : public AnswerForm {
  public:
    [[nodiscard]] bool isWhole(std::string_view document) const override {
        const dialects::JsonRanges ranges(document);
        std::vector<dialects::JsonMember> members;
        if (!ranges.members(0, members))
            return false;
        bool hasResults = false;
        for (const auto& member : members) {
            if (member.key == "error" && document.substr(member.valueBegin, 4) != "null")
                return false;
            if ((member.key == "data" || member.key == "results") && document[member.valueBegin] == '[')
                hasResults = document[ranges.skipBlanks(member.valueBegin + 1)] != ']';
        }
        return hasResults;
    }
};

} // namespace

const AnswerForm& endpointForm() {
    static const EndpointForm form;
    return form;
}

const AnswerForm* answerForm(std::string_view dialect) {
    if (dialect == "openai-chat")
        return &chatForm();
    if (dialect == "anthropic-messages")
        return &messagesForm();
    if (dialect == "openai-responses")
        return &responsesForm();
    if (dialect == "gemini")
        return &geminiForm();
    if (dialect == "openai-embeddings" || dialect == "openai-images" || dialect == "openai-moderations")
        return &endpointForm();
    return nullptr;
}

void writeEvent(std::string_view name, const json::object& data, std::string& out) {
    if (!name.empty())
        out.append("event: ").append(name).append("\n");
    out.append("data: ").append(dialects::writeJson(data)).append("\n\n");
}

void overlay(json::object& into, json::object from) {
    for (auto& [key, value] : from) {
        if (!value.is_null())
            into[key] = std::move(value);
    }
}

void appendText(json::value& text, const json::string& more) {
    if (!text.is_string())
        text.emplace_string();
    text.get_string().append(more);
}

} // namespace llmg::cache
