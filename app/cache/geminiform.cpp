// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Chunks of streamGenerateContent, each a response of its own, and the response that they make together:
// ai.google.dev/api/generate-content.
#include "app/cache/answerform.h"

#include <algorithm>
#include <map>

namespace llmg::cache {
namespace {

using dialects::arrayAt;
using dialects::flagAt;
using dialects::integerAt;
using dialects::objectAt;
using dialects::textAt;

constexpr std::int64_t kMostCandidates = 128;

bool isText(const json::object& part) {
    return part.contains("text") && std::all_of(part.begin(), part.end(), [](const auto& member) {
               return member.key() == "text" || member.key() == "thought" || member.key() == "thoughtSignature";
           });
}

/// A signature closes the text before it.
bool continues(const json::value& last, const json::object& part) {
    const json::object* before = last.if_object();
    return before != nullptr && isText(*before) && isText(part) && !before->contains("thoughtSignature") &&
           flagAt(*before, "thought") == flagAt(part, "thought");
}

void addPart(json::array& parts, json::value part) {
    json::object* wire = part.if_object();
    if (wire == nullptr || parts.empty() || !continues(parts.back(), *wire)) {
        parts.push_back(std::move(part));
        return;
    }
    json::object& last = parts.back().get_object();
    if (const json::value& text = wire->at("text"); text.is_string())
        appendText(last["text"], text.get_string());
    if (json::value* signature = wire->if_contains("thoughtSignature"))
        last["thoughtSignature"] = std::move(*signature);
}

class GeminiGatherer final : public Gatherer {
  public:
    void take(json::object data) override {
        if (const json::value* error = data.if_contains("error"); error != nullptr && !error->is_null())
            m_failed = true;
        if (json::value* candidates = data.if_contains("candidates"); candidates != nullptr && candidates->is_array()) {
            for (json::value& candidate : candidates->get_array()) {
                if (candidate.is_object())
                    takeCandidate(std::move(candidate.get_object()));
            }
        }
        data.erase("candidates");
        overlay(m_document, std::move(data));
    }

    std::optional<json::object> document(const domain::TokenUsage&) override {
        if (m_failed || m_candidates.empty())
            return std::nullopt;
        json::array candidates;
        for (auto& [index, candidate] : m_candidates)
            candidates.push_back(std::move(candidate));
        m_document["candidates"] = std::move(candidates);
        return std::move(m_document);
    }

  private:
    void takeCandidate(json::object data) {
        const std::int64_t index = integerAt(data, "index").value_or(0);
        if (index < 0 || index >= kMostCandidates) {
            m_failed = true;
            return;
        }
        json::object& candidate = m_candidates[index];
        if (json::value* wire = data.if_contains("content"); wire != nullptr && wire->is_object()) {
            json::value& content = candidate["content"];
            if (!content.is_object())
                content = json::object{{"parts", json::array()}};
            takeContent(content.get_object(), std::move(wire->get_object()));
        }
        data.erase("content");
        overlay(candidate, std::move(data));
    }

    void takeContent(json::object& content, json::object more) {
        if (json::value* parts = more.if_contains("parts"); parts != nullptr && parts->is_array()) {
            for (json::value& part : parts->get_array()) {
                // Arguments that come in pieces are no call yet.
                const json::object* call = part.is_object() ? objectAt(part.get_object(), "functionCall") : nullptr;
                m_failed = m_failed || (call != nullptr && call->contains("partialArgs"));
                addPart(content["parts"].get_array(), std::move(part));
            }
        }
        more.erase("parts");
        overlay(content, std::move(more));
    }

    json::object m_document;
    std::map<std::int64_t, json::object> m_candidates;
    bool m_failed = false;
};

bool isWholeCandidate(const json::value& value) {
    const json::object* candidate = value.if_object();
    const json::object* content = candidate != nullptr ? objectAt(*candidate, "content") : nullptr;
    const json::array* parts = content != nullptr ? arrayAt(*content, "parts") : nullptr;
    return parts != nullptr && textAt(*candidate, "finishReason") == "STOP" &&
           std::any_of(parts->begin(), parts->end(), [](const json::value& part) {
               return part.is_object() && !(isText(part.get_object()) && textAt(part.get_object(), "text").empty());
           });
}

class GeminiForm final : public AnswerForm {
  public:
    [[nodiscard]] bool isWhole(std::string_view text) const override {
        const auto parsed = dialects::parseJson(text);
        const json::object* document = parsed ? parsed->if_object() : nullptr;
        const json::array* candidates = document != nullptr ? arrayAt(*document, "candidates") : nullptr;
        return candidates != nullptr && !candidates->empty() &&
               std::all_of(candidates->begin(), candidates->end(), isWholeCandidate);
    }

    [[nodiscard]] std::unique_ptr<Gatherer> newGatherer() const override { return std::make_unique<GeminiGatherer>(); }

    void writeStream(const json::object& document, StreamShape shape, std::string& out) const override {
        if (shape.arrayStream)
            out.append("[").append(dialects::writeJson(document)).append("]");
        else
            writeEvent({}, document, out);
    }

    [[nodiscard]] std::string_view usageKey() const override { return "usageMetadata"; }
    [[nodiscard]] bool camelCase() const override { return true; }
};

} // namespace

const AnswerForm& geminiForm() {
    static const GeminiForm form;
    return form;
}

} // namespace llmg::cache
