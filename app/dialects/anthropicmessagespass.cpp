// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/anthropicmessagespass.h"

#include "app/dialects/anthropicmessages.h"
#include "app/dialects/anthropicmessagesanswer.h"
#include "app/dialects/anthropicmessagesingress.h"
#include "app/dialects/anthropicmessagesseal.h"
#include "app/dialects/bodyeditor.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace llmg::dialects {
namespace {

constexpr std::int64_t kMinThinkingBudget = 1024; // docs: thinking.budget_tokens
constexpr std::string_view kSampling[] = {"temperature", "top_p", "top_k"};
// docs: "Count tokens in a Message" has none of these.
constexpr std::string_view kNotCounted[] = {"max_tokens", "stream",   "stop_sequences", "temperature", "top_p",
                                            "top_k",      "metadata", "service_tier",   "container",   "inference_geo"};

template <class List>
bool contains(const List& list, std::string_view name) {
    return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

std::string_view valueOf(std::string_view text, const JsonMember& member) {
    return text.substr(member.valueBegin, member.valueEnd - member.valueBegin);
}

const JsonMember* find(const std::vector<JsonMember>& members, std::string_view key) {
    const auto found =
        std::find_if(members.begin(), members.end(), [key](const JsonMember& member) { return member.key == key; });
    return found == members.end() ? nullptr : &*found;
}

std::string_view valueAt(std::string_view text, const std::vector<JsonMember>& members, std::string_view key) {
    const JsonMember* member = find(members, key);
    return member != nullptr ? valueOf(text, *member) : std::string_view();
}

std::int64_t wholeNumber(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// What a conversation brings along from other providers, which Anthropic refuses: thinking that it has not signed, and
/// citations of a search that was not its own.
class ForeignParts {
  public:
    ForeignParts(std::string_view body, BodyEditor& editor)
        : m_body(body)
        , m_editor(editor) {}

    void remove(const JsonMember& messages) {
        const JsonRanges ranges(m_body);
        std::vector<JsonRanges::Range> list;
        if (!mayHoldAny() || !ranges.elements(messages.valueBegin, list))
            return;
        std::vector<JsonMember> members;
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (!ranges.members(list[i].begin, members) || valueAt(m_body, members, "role") != "\"assistant\"")
                continue;
            const JsonMember* content = find(members, "content");
            if (content != nullptr && m_body[content->valueBegin] == '[')
                removeFrom(*content, list, i);
        }
    }

  private:
    [[nodiscard]] bool mayHoldAny() const {
        for (const std::string_view sign : {"\"thinking\"", "\"redacted_thinking\"", "\"encrypted_index\""}) {
            if (m_body.find(sign) != std::string_view::npos)
                return true;
        }
        return false;
    }

    void removeFrom(const JsonMember& content, const std::vector<JsonRanges::Range>& messages, std::size_t index) {
        const std::string_view text = valueOf(m_body, content);
        const JsonRanges ranges(text);
        std::vector<JsonRanges::Range> blocks;
        if (!ranges.elements(0, blocks))
            return;
        std::vector<JsonMember> places; // the blocks, in the editor's terms
        for (const auto& block : blocks)
            places.push_back({{}, block.begin, block.begin, block.end});
        BodyEditor editor(text, places);
        std::size_t removed = 0;
        bool changed = false;
        std::vector<JsonMember> members;
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            if (!ranges.members(blocks[i].begin, members))
                continue;
            if (isForeignThinking(text, members)) {
                editor.remove(i);
                ++removed;
            } else if (const JsonMember* citations = find(members, "citations");
                       citations != nullptr && areForeign(text, *citations)) {
                editor.replaceValue(*citations, "null");
                changed = true;
            }
        }
        if (removed > 0 && removed == blocks.size())
            removeMessage(messages, index);
        else if (removed > 0 || changed)
            m_editor.splice({content.valueBegin, content.valueEnd, editor.apply()});
    }

    static bool isForeignThinking(std::string_view text, const std::vector<JsonMember>& members) {
        const std::string_view type = valueAt(text, members, "type");
        const std::string_view opaque = type == "\"thinking\""            ? valueAt(text, members, "signature")
                                        : type == "\"redacted_thinking\"" ? valueAt(text, members, "data")
                                                                          : std::string_view("other");
        return opaque.size() <= 2 || opaque.substr(1).starts_with(kSealPrefix);
    }

    static bool areForeign(std::string_view text, const JsonMember& citations) {
        const JsonRanges ranges(text);
        std::vector<JsonRanges::Range> list;
        std::vector<JsonMember> members;
        if (!ranges.elements(citations.valueBegin, list))
            return false;
        return std::any_of(list.begin(), list.end(), [&](const JsonRanges::Range& citation) {
            return ranges.members(citation.begin, members) && valueAt(text, members, "encrypted_index") == "\"\"";
        });
    }

    // A turn without content is refused; without it, its neighbours are read as one turn.
    void removeMessage(const std::vector<JsonRanges::Range>& messages, std::size_t index) {
        if (index > 0)
            m_editor.splice({messages[index - 1].end, messages[index].end, {}});
        else if (messages.size() > 1)
            m_editor.splice({messages[0].begin, messages[1].begin, {}});
    }

    std::string_view m_body;
    BodyEditor& m_editor;
};

/// thinking.budget_tokens must stay below a max_tokens that was clamped; a fifth is kept for the answer itself.
void clampBudget(std::string_view body, const JsonMember& thinking, std::int64_t maxTokens, BodyEditor& editor) {
    const JsonRanges ranges(body);
    std::vector<JsonMember> members;
    if (!ranges.members(thinking.valueBegin, members))
        return;
    const JsonMember* budget = find(members, "budget_tokens");
    if (budget != nullptr && wholeNumber(valueOf(body, *budget)) >= maxTokens && maxTokens > kMinThinkingBudget)
        editor.replaceValue(*budget, std::to_string(std::max(kMinThinkingBudget, maxTokens - maxTokens / 5)));
}

Result<EncodedRequest> edit(std::string_view body, const TargetModel& target, bool counts) {
    std::vector<JsonMember> members;
    if (!JsonRanges(body).members(0, members))
        return fail(ErrorKind::InvalidJson, "the body is not a JSON object");
    if (find(members, "model") == nullptr)
        return fail(ErrorKind::InvalidParameters, "'model' is required", "model");
    EncodedRequest encoded;
    encoded.path = counts ? "/v1/messages/count_tokens" : "/v1/messages";
    BodyEditor editor(body, members);
    std::int64_t maxTokens = std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = 0; i < members.size(); ++i) {
        const JsonMember& member = members[i];
        if (member.key == "model") {
            std::string quoted;
            appendQuoted(quoted, target.upstreamId);
            if (valueOf(body, member) != quoted)
                editor.replaceValue(member, std::move(quoted));
        } else if (counts && contains(kNotCounted, member.key)) {
            editor.remove(i);
        } else if (!target.acceptsTemperature && contains(kSampling, member.key)) {
            editor.remove(i);
            if (!contains(encoded.droppedParams, member.key))
                encoded.droppedParams.push_back(member.key);
        } else if (member.key == "max_tokens" && target.maxOutput > 0 &&
                   wholeNumber(valueOf(body, member)) > target.maxOutput) {
            maxTokens = target.maxOutput;
            editor.replaceValue(member, std::to_string(maxTokens));
        } else if (member.key == "messages") {
            ForeignParts(body, editor).remove(member);
        }
    }
    if (const JsonMember* thinking = find(members, "thinking"))
        clampBudget(body, *thinking, maxTokens, editor);
    encoded.body = editor.apply();
    return encoded;
}

void observeContent(const json::array& content, Observation& seen) {
    for (const json::value& value : content) {
        const json::object* block = value.if_object();
        if (block == nullptr)
            continue;
        seen.sawContent = true;
        std::size_t bytes = textAt(*block, "text").size() + textAt(*block, "thinking").size();
        if (const json::object* input = objectAt(*block, "input"))
            bytes += writeJson(*input).size();
        seen.contentBytes += static_cast<std::int64_t>(bytes);
    }
}

class AnthropicPassThrough final : public PassThrough {
  public:
    [[nodiscard]] Result<EncodedRequest> encode(std::string_view body, const RequestScan&,
                                                const TargetModel& target) const override {
        return passThroughAnthropic(body, target);
    }

    [[nodiscard]] std::unique_ptr<StreamRelay> newRelay(const RequestScan&) const override {
        return newAnthropicPassThroughRelay();
    }

    [[nodiscard]] Result<PassedAnswer> readAnswer(std::string_view body) const override {
        auto document = parseJson(body);
        const json::array* content =
            document && document->is_object() ? arrayAt(document->get_object(), "content") : nullptr;
        if (content == nullptr) { // the unhappy path has one voice: that of decodeAnswer
            const auto answer = decodeAnthropicAnswer(body);
            return answer ? fail(ErrorKind::Upstream, "The provider's answer is not a message.") : answer.error();
        }
        const json::object& message = document->get_object();
        PassedAnswer passed;
        Observation& seen = passed.observation;
        std::vector<Event> events;
        AnthropicAnswerReader reader;
        reader.start(message, events);
        reader.finish(message, nullptr, events);
        for (const Event& event : events)
            observe(seen, event);
        observeContent(*content, seen);
        seen.ended = true;
        passed.document = std::move(*document);
        return passed;
    }

    [[nodiscard]] std::string finishAnswer(PassedAnswer& answer, const AnswerAdditions& additions) const override {
        json::object& document = answer.document.get_object();
        std::optional<json::object> usage;
        if (const json::object* wire = objectAt(document, "usage"))
            usage = *wire;
        else if (additions.estimatedUsage)
            usage = writeAnthropicUsage(*additions.estimatedUsage, {});
        return serializeAnswer(std::move(document), std::move(usage), additions);
    }
};

} // namespace

Result<EncodedRequest> passThroughAnthropic(std::string_view body, const TargetModel& target) {
    return edit(body, target, false);
}

Result<EncodedRequest> passThroughAnthropicCountTokens(std::string_view body, const TargetModel& target) {
    return edit(body, target, true);
}

const PassThrough& anthropicPassThrough() {
    static const AnthropicPassThrough pass;
    return pass;
}

} // namespace llmg::dialects
