// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/bodyeditor.h"
#include "app/dialects/geminianswer.h"
#include "app/dialects/geminirequest.h"
#include "app/dialects/geminithought.h"
#include "app/dialects/geminiwire.h"

#include <algorithm>

namespace llmg::dialects::gemini {
namespace {

bool isNamed(const JsonMember& member, std::string_view name) {
    return member.key == name || member.key == snakeCase(name);
}

/// Walks the parts of the contents for what the provider would refuse. Signatures that we wrapped are thoughts of
/// another provider's model, of an earlier turn; on calls of Gemini 3 Google wants its own word for "none" instead.
/// Vertex knows no ids of calls and their results ("Unknown name "id"": cloud.google.com/vertex-ai, v1 FunctionCall).
class PartCleaner {
  public:
    PartCleaner(std::string_view body, bool needsSignatures, bool takesIds, BodyEditor& editor)
        : m_body(body)
        , m_ranges(body)
        , m_editor(editor)
        , m_needsSignatures(needsSignatures)
        , m_takesIds(takesIds) {}

    void cleanContents(std::size_t at) {
        std::vector<JsonRanges::Range> contents;
        if (!m_ranges.elements(at, contents))
            contents.assign(1, {at, at}); // a lone one
        std::vector<JsonMember> members;
        for (const auto& content : contents) {
            if (!m_ranges.members(content.begin, members))
                continue;
            for (const JsonMember& member : members) {
                if (member.key == "parts")
                    cleanParts(member.valueBegin);
            }
        }
    }

  private:
    void cleanParts(std::size_t at) {
        std::vector<JsonRanges::Range> parts;
        if (!m_ranges.elements(at, parts))
            parts.assign(1, {at, at});
        for (const auto& part : parts)
            cleanPart(part.begin);
    }

    void cleanPart(std::size_t at) {
        std::vector<JsonMember> members;
        if (!m_ranges.members(at, members))
            return;
        const bool isCall = std::any_of(members.begin(), members.end(),
                                        [](const JsonMember& member) { return isNamed(member, "functionCall"); });
        for (std::size_t i = 0; i < members.size(); ++i) {
            const JsonMember& member = members[i];
            if (!m_takesIds && (isNamed(member, "functionCall") || isNamed(member, "functionResponse")))
                removeId(member.valueBegin);
            if (!isNamed(member, "thoughtSignature") ||
                !m_body.substr(member.valueBegin + 1).starts_with(kWrappedThoughts))
                continue;
            if (isCall && m_needsSignatures)
                m_editor.replaceValue(member, std::string("\"") + kGeminiNoSignature + "\"");
            else
                remove(members, i);
        }
    }

    void removeId(std::size_t at) {
        std::vector<JsonMember> members;
        if (!m_ranges.members(at, members))
            return;
        const auto id =
            std::find_if(members.begin(), members.end(), [](const JsonMember& member) { return member.key == "id"; });
        if (id != members.end())
            remove(members, static_cast<std::size_t>(id - members.begin()));
    }

    /// One member and the comma that parts it from its neighbour.
    void remove(const std::vector<JsonMember>& members, std::size_t i) {
        if (i + 1 < members.size())
            m_editor.splice({members[i].begin, members[i + 1].begin, {}});
        else
            m_editor.splice({i > 0 ? members[i - 1].valueEnd : members[i].begin, members[i].valueEnd, {}});
    }

    std::string_view m_body;
    JsonRanges m_ranges;
    BodyEditor& m_editor;
    bool m_needsSignatures;
    bool m_takesIds;
};

/// generationConfig with the limit clamped and without what the model refuses; nullopt: right as it is.
std::optional<std::string> editedConfig(std::string_view text, const TargetModel& target,
                                        std::vector<std::string>& dropped) {
    std::vector<JsonMember> members;
    if (!JsonRanges(text).members(0, members))
        return std::nullopt;
    BodyEditor editor(text, members);
    bool changed = false;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const JsonMember& member = members[i];
        if (isNamed(member, "maxOutputTokens") && target.maxOutput > 0) {
            const auto value = parseJson(text.substr(member.valueBegin, member.valueEnd - member.valueBegin));
            const auto limit = value ? integerAt(json::object{{"it", *value}}, "it") : std::nullopt;
            if (limit && *limit > target.maxOutput) {
                editor.replaceValue(member, std::to_string(target.maxOutput));
                changed = true;
            }
        } else if (!target.acceptsTemperature && (isNamed(member, "temperature") || isNamed(member, "topP"))) {
            editor.remove(i);
            dropped.push_back("generationConfig." + camelCase(member.key));
            changed = true;
        }
    }
    if (!changed)
        return std::nullopt;
    return editor.apply();
}

class GeminiPassThrough final : public PassThrough {
  public:
    [[nodiscard]] Result<EncodedRequest> encode(std::string_view body, const RequestScan& scan,
                                                const TargetModel& target) const override {
        const JsonRanges ranges(body);
        std::vector<JsonMember> members;
        if (!ranges.members(0, members))
            return fail(ErrorKind::InvalidJson, "the body is not a JSON object");
        EncodedRequest encoded;
        encoded.path = geminiPath(target, scan.stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
        const auto version = geminiVersion(target.upstreamId);
        const bool takesIds = target.provider != "google-vertex";
        const bool hasWrapped = body.find(kWrappedThoughts) != std::string_view::npos;
        BodyEditor editor(body, members);
        for (std::size_t i = 0; i < members.size(); ++i) {
            const JsonMember& member = members[i];
            if (member.key == "model") { // the address names it, under its upstream id
                editor.remove(i);
            } else if (isNamed(member, "generationConfig")) {
                const auto text = body.substr(member.valueBegin, member.valueEnd - member.valueBegin);
                if (auto edited = editedConfig(text, target, encoded.droppedParams))
                    editor.replaceValue(member, std::move(*edited));
            } else if (member.key == "contents" && (hasWrapped || !takesIds)) {
                PartCleaner(body, version && version->major >= 3, takesIds, editor).cleanContents(member.valueBegin);
            }
        }
        encoded.body = editor.apply();
        return encoded;
    }

    [[nodiscard]] std::unique_ptr<StreamRelay> newRelay(const RequestScan& scan) const override {
        return gemini::newRelay(scan.arrayStream);
    }

    [[nodiscard]] Result<PassedAnswer> readAnswer(std::string_view body) const override {
        auto document = parseJson(body);
        if (!document || !document->is_object())
            return fail(ErrorKind::Upstream, "The provider's answer is not a JSON object.");
        const auto events = readGeminiAnswer(*document);
        if (!events)
            return events.error();
        PassedAnswer passed;
        for (const Event& event : *events)
            observe(passed.observation, event);
        observe(passed.observation, AnswerEnd{});
        passed.document = std::move(*document);
        return passed;
    }

    [[nodiscard]] std::string finishAnswer(PassedAnswer& answer, const AnswerAdditions& additions) const override {
        return withAdditions(writeJson(answer.document), answer.observation.usage, additions);
    }
};

} // namespace

std::unique_ptr<PassThrough> newPassThrough() {
    return std::make_unique<GeminiPassThrough>();
}

} // namespace llmg::dialects::gemini
