// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/bodyeditor.h"
#include "app/dialects/openaichat_wire.h"

#include <algorithm>

namespace llmg::dialects {
namespace {

/// The client's stream_options with include_usage true.
std::string withUsage(std::string_view options) {
    const JsonRanges ranges(options);
    std::vector<JsonMember> members;
    if (!ranges.members(0, members) || members.empty())
        return "{\"include_usage\":true}";
    std::vector<Splice> splices;
    for (const JsonMember& member : members) {
        if (member.key == "include_usage")
            splices.push_back({member.valueBegin, member.valueEnd, "true"});
    }
    if (splices.empty())
        splices.push_back({members.back().valueEnd, members.back().valueEnd, ",\"include_usage\":true"});
    return spliced(options, std::move(splices));
}

/// The value as it stands in the body; null where it cannot be read.
json::value parsed(std::string_view text) {
    json::error_code failed;
    json::value value = json::parse(json::string_view(text.data(), text.size()), failed);
    return failed ? json::value() : value;
}

/// One request on its way through: reads what its members ask for and notes each change in the editor.
class Passage {
  public:
    Passage(std::string_view body, const std::vector<JsonMember>& members, const TargetModel& target,
            const OpenAiQuirks& quirks)
        : m_body(body)
        , m_members(members)
        , m_target(target)
        , m_quirks(quirks)
        , m_maxTokens(target.maxTokensParam.empty() ? quirks.maxTokensParam : target.maxTokensParam)
        , m_editor(body, members) {}

    Result<EncodedRequest> encode() {
        m_stream = valueOf("stream") == "true"; // of two, the last counts
        const json::value n = parsed(valueOf("n"));
        if (auto few = openaichat::checkChoices(openaichat::integerOf(n).value_or(1), m_target, m_quirks); !few)
            return few.error();
        if (!has("model"))
            return fail(ErrorKind::InvalidParameters, "'model' is required", "model");
        bool options = false;
        for (std::size_t i = 0; i < m_members.size(); ++i) {
            options = options || m_members[i].key == "stream_options";
            takeMember(i);
        }
        if (m_stream && !options && m_quirks.sendsStreamOptions)
            m_editor.add("\"stream_options\":{\"include_usage\":true}");
        askForReasoning();
        m_encoded.path = "/chat/completions";
        m_encoded.body = m_editor.apply();
        return std::move(m_encoded);
    }

  private:
    std::string_view valueOf(const JsonMember& member) const {
        return m_body.substr(member.valueBegin, member.valueEnd - member.valueBegin);
    }
    /// "" where there is none.
    std::string_view valueOf(std::string_view key) const {
        std::string_view value;
        for (const JsonMember& member : m_members) {
            if (member.key == key)
                value = valueOf(member);
        }
        return value;
    }
    bool has(std::string_view key) const { return !valueOf(key).empty(); }

    void replace(const JsonMember& member, std::string text) {
        if (valueOf(member) != text)
            m_editor.replaceValue(member, std::move(text));
    }
    void list(const std::string& name) {
        auto& dropped = m_encoded.droppedParams;
        if (std::find(dropped.begin(), dropped.end(), name) == dropped.end())
            dropped.push_back(name);
    }

    void takeMember(std::size_t index) {
        const JsonMember& member = m_members[index];
        if (member.key == "model") {
            std::string quoted;
            appendQuoted(quoted, m_target.upstreamId);
            replace(member, std::move(quoted));
        } else if (member.key == "stream_options") {
            if (m_stream && m_quirks.sendsStreamOptions)
                replace(member, withUsage(valueOf(member)));
            else
                m_editor.remove(index); // providers refuse it without stream; usage comes anyway
        } else if (member.key == "max_tokens" || member.key == "max_completion_tokens") {
            takeLimit(index);
        } else if (member.key == "seed" && m_quirks.seedParam != "seed") {
            rename(index, m_quirks.seedParam);
        } else if (member.key == "messages") {
            takeMessages(member);
        } else if (openaichat::refuses(m_quirks, m_target, member.key)) {
            m_editor.remove(index);
            list(member.key);
        }
    }

    /// False: the body has the other name as well, and this one goes.
    bool rename(std::size_t index, const std::string& key) {
        if (has(key)) {
            m_editor.remove(index);
            return false;
        }
        m_editor.rename(m_members[index], key);
        return true;
    }

    void takeLimit(std::size_t index) {
        const JsonMember& member = m_members[index];
        if (!m_maxTokens.empty() && member.key != m_maxTokens && !rename(index, m_maxTokens))
            return;
        const auto asked = openaichat::integerOf(parsed(valueOf(member)));
        if (asked && openaichat::clampedLimit(*asked, m_target) != *asked)
            m_editor.replaceValue(member, std::to_string(m_target.maxOutput));
    }

    /// "developer" becomes "system" for those who do not know it; names go where they are refused.
    void takeMessages(const JsonMember& messages) {
        if (m_quirks.acceptsDeveloperRole && m_quirks.acceptsMessageNames)
            return;
        const JsonRanges ranges(m_body);
        std::vector<JsonRanges::Range> elements;
        std::vector<JsonMember> members;
        if (!ranges.elements(messages.valueBegin, elements))
            return;
        for (const auto& element : elements) {
            if (ranges.members(element.begin, members))
                takeMessage(members);
        }
    }

    void takeMessage(const std::vector<JsonMember>& members) {
        bool toolResult = false;
        for (const JsonMember& member : members)
            toolResult = toolResult || (member.key == "role" && valueOf(member) == "\"tool\"");
        for (std::size_t i = 0; i < members.size(); ++i) {
            const JsonMember& member = members[i];
            if (member.key == "role" && !m_quirks.acceptsDeveloperRole && valueOf(member) == "\"developer\"") {
                m_editor.splice({member.valueBegin, member.valueEnd, "\"system\""});
            } else if (member.key == "name" && !m_quirks.acceptsMessageNames && !toolResult && members.size() > 1) {
                const bool last = i + 1 == members.size();
                m_editor.splice(last ? Splice{members[i - 1].valueEnd, member.valueEnd, {}}
                                     : Splice{member.begin, members[i + 1].begin, {}});
                list("messages[].name");
            }
        }
    }

    /// Reasoning in this provider's own way, where the client asked for it in another's, and within what the model
    /// takes. OpenRouter knows both spellings and fits them to the model itself.
    void askForReasoning() {
        if (m_quirks.reasoningAsk == OpenAiQuirks::ReasoningAsk::ReasoningObject)
            return;
        ReasoningRequest asked;
        const json::value effort = parsed(valueOf("reasoning_effort"));
        const json::value object = parsed(valueOf("reasoning"));
        asked.effort = openaichat::textOf(effort);
        if (object.is_object())
            openaichat::readReasoningObject(object.get_object(), asked);
        if (asked.effort.empty() && !asked.budgetTokens)
            return;
        json::object wanted;
        std::vector<std::string> changed;
        openaichat::writeReasoning(asked, m_target, m_quirks, wanted, changed);
        for (const std::string& name : changed)
            list(name);
        for (std::size_t i = 0; i < m_members.size(); ++i) {
            const JsonMember& member = m_members[i];
            const json::value* value = wanted.if_contains(member.key);
            const bool asks = member.key == "reasoning_effort" || member.key == "reasoning";
            if (value == nullptr && asks)
                m_editor.remove(i);
            else if (value != nullptr && asks && parsed(valueOf(member)) != *value)
                m_editor.replaceValue(member, json::serialize(*value));
        }
        for (const auto& [key, value] : wanted) {
            if (!has(std::string_view(key)))
                m_editor.add("\"" + std::string(key) + "\":" + json::serialize(value));
        }
    }

    std::string_view m_body;
    const std::vector<JsonMember>& m_members;
    const TargetModel& m_target;
    const OpenAiQuirks& m_quirks;
    const std::string& m_maxTokens;
    BodyEditor m_editor;
    EncodedRequest m_encoded;
    bool m_stream = false;
};

} // namespace

Result<EncodedRequest> passThroughOpenAiChat(std::string_view body, const TargetModel& target,
                                             const OpenAiQuirks& quirks) {
    std::vector<JsonMember> members;
    if (!JsonRanges(body).members(0, members))
        return fail(ErrorKind::InvalidJson, "the body is not a JSON object");
    return Passage(body, members, target, quirks).encode();
}

} // namespace llmg::dialects
