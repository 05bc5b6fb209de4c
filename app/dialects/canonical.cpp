// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/canonical.h"

#include <utility>

namespace llmg::dialects {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

template <class P>
P* lastPart(std::vector<Part>& parts) {
    return parts.empty() ? nullptr : std::get_if<P>(&parts.back().value);
}

bool inRange(int index, int limit) {
    return index >= 0 && index < limit;
}

void addReasoning(std::vector<Part>& parts, const std::string& text) {
    if (auto* open = lastPart<ReasoningPart>(parts);
        open != nullptr && open->signature.empty() && open->redacted.empty())
        open->text += text;
    else
        parts.push_back({ReasoningPart{text}, std::nullopt});
}

// A signature closes the reasoning text that came before it; providers may send it after other parts have begun.
void addReasoningDetail(std::vector<Part>& parts, const ReasoningPart& detail) {
    if (detail.text.empty() && detail.redacted.empty()) {
        for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
            auto* reasoning = std::get_if<ReasoningPart>(&part->value);
            if (reasoning == nullptr)
                continue;
            if (!reasoning->signature.empty() || !reasoning->redacted.empty())
                break;
            reasoning->signature = detail.signature;
            reasoning->format = detail.format;
            reasoning->id = detail.id;
            return;
        }
    }
    parts.push_back({detail, std::nullopt});
}

} // namespace

const char* toString(FinishReason reason) noexcept {
    switch (reason) {
    case FinishReason::Unknown:
        return "";
    case FinishReason::Stop:
        return "stop";
    case FinishReason::Length:
        return "length";
    case FinishReason::ToolCalls:
        return "tool_calls";
    case FinishReason::ContentFilter:
        return "content_filter";
    }
    return "";
}

void appendLogprobs(json::value& sum, const json::value& more) {
    if (!more.is_object())
        return;
    if (!sum.is_object()) {
        sum = more;
        return;
    }
    for (const auto& [key, value] : more.get_object()) {
        json::value& target = sum.get_object()[key];
        if (target.is_array() && value.is_array()) {
            for (const json::value& entry : value.get_array())
                target.get_array().push_back(entry);
        } else if (!value.is_null()) {
            target = value;
        }
    }
}

Choice& AnswerCollector::choiceAt(int index) {
    const auto wanted = static_cast<std::size_t>(index);
    if (m_answer.choices.size() <= wanted)
        m_answer.choices.resize(wanted + 1);
    return m_answer.choices[wanted];
}

ToolCallPart& AnswerCollector::toolCallAt(int choice, int index) {
    auto& parts = choiceAt(choice).message.parts;
    int seen = 0;
    for (Part& part : parts) {
        if (auto* call = std::get_if<ToolCallPart>(&part.value); call != nullptr && seen++ == index)
            return *call;
    }
    for (; seen <= index; ++seen)
        parts.push_back({ToolCallPart{}, std::nullopt});
    return std::get<ToolCallPart>(parts.back().value);
}

void AnswerCollector::add(const Event& event) {
    if (m_error)
        return;
    const bool mad = std::visit(
        [](const auto& e) {
            if constexpr (requires { e.index; }) {
                if (!inRange(e.index, kMaxToolCalls))
                    return true;
            }
            if constexpr (requires { e.choice; })
                return !inRange(e.choice, kMaxChoices);
            return false;
        },
        event);
    if (mad)
        return;
    std::visit(Overloaded{
                   [&](const AnswerStart& e) {
                       m_answer.id = e.id;
                       m_answer.model = e.model;
                       m_answer.created = e.created;
                   },
                   [&](const TextDelta& e) {
                       auto& parts = choiceAt(e.choice).message.parts;
                       if (auto* open = lastPart<TextPart>(parts))
                           open->text += e.text;
                       else if (!e.text.empty())
                           parts.push_back({TextPart{e.text}, std::nullopt});
                   },
                   [&](const RefusalDelta& e) {
                       auto& parts = choiceAt(e.choice).message.parts;
                       if (auto* open = lastPart<RefusalPart>(parts))
                           open->text += e.text;
                       else if (!e.text.empty())
                           parts.push_back({RefusalPart{e.text}, std::nullopt});
                   },
                   [&](const ReasoningDelta& e) {
                       if (!e.text.empty())
                           addReasoning(choiceAt(e.choice).message.parts, e.text);
                   },
                   [&](const ReasoningDetail& e) { addReasoningDetail(choiceAt(e.choice).message.parts, e.part); },
                   [&](const ToolCallStart& e) {
                       ToolCallPart& call = toolCallAt(e.choice, e.index);
                       call.id = e.id;
                       call.name = e.name;
                       call.custom = e.custom;
                       if (!e.signature.empty())
                           call.signature = e.signature;
                   },
                   [&](const ToolCallDelta& e) { toolCallAt(e.choice, e.index).arguments += e.arguments; },
                   [&](const MediaOutput& e) {
                       choiceAt(e.choice).message.parts.push_back({e.media, std::nullopt});
                   },
                   [&](const AnnotationAdded& e) { choiceAt(e.choice).annotations.push_back(e.annotation); },
                   [&](const LogprobsDelta& e) { appendLogprobs(choiceAt(e.choice).logprobs, e.logprobs); },
                   [&](const UsageReport& e) {
                       m_answer.usage = e.usage;
                       if (e.statedCost)
                           m_answer.statedCost = e.statedCost;
                       if (!e.serviceTier.empty())
                           m_answer.serviceTier = e.serviceTier;
                   },
                   [&](const Finish& e) {
                       Choice& choice = choiceAt(e.choice);
                       if (e.reason == FinishReason::Unknown && choice.finish != FinishReason::Unknown)
                           return;
                       choice.finish = e.reason;
                       choice.nativeFinish = e.native;
                       choice.stopSequence = e.stopSequence;
                   },
                   [&](const AnswerError& e) { m_error = e.error; },
                   [&](const AnswerEnd&) { m_ended = true; },
               },
               event);
}

ChatAnswer AnswerCollector::take() {
    return std::exchange(m_answer, {});
}

std::vector<Event> toEvents(const ChatAnswer& answer) {
    std::vector<Event> events;
    events.emplace_back(AnswerStart{answer.id, answer.model, answer.created});
    for (std::size_t i = 0; i < answer.choices.size(); ++i) {
        const Choice& choice = answer.choices[i];
        const int at = static_cast<int>(i);
        int calls = 0;
        for (const Part& part : choice.message.parts) {
            std::visit(Overloaded{
                           [&](const TextPart& p) {
                               events.emplace_back(TextDelta{at, p.text});
                               for (const json::value& note : p.annotations) {
                                   if (note.is_object())
                                       events.emplace_back(AnnotationAdded{at, note.get_object()});
                               }
                           },
                           [&](const MediaPart& p) {
                               events.emplace_back(MediaOutput{at, p});
                           },
                           [&](const ToolCallPart& p) {
                               events.emplace_back(ToolCallStart{at, calls, p.id, p.name, p.signature, p.custom});
                               events.emplace_back(ToolCallDelta{at, calls, p.arguments});
                               ++calls;
                           },
                           [&](const ToolResultPart&) {}, // a client's part; no answer holds one
                           [&](const ReasoningPart& p) {
                               if (!p.text.empty())
                                   events.emplace_back(ReasoningDelta{at, p.text});
                               if (!p.signature.empty() || !p.redacted.empty() || !p.id.empty())
                                   events.emplace_back(
                                       ReasoningDetail{at, ReasoningPart{{}, p.signature, p.redacted, p.format, p.id}});
                           },
                           [&](const RefusalPart& p) {
                               events.emplace_back(RefusalDelta{at, p.text});
                           },
                       },
                       part.value);
        }
        for (const json::value& note : choice.annotations) {
            if (note.is_object())
                events.emplace_back(AnnotationAdded{at, note.get_object()});
        }
        if (!choice.logprobs.is_null())
            events.emplace_back(LogprobsDelta{at, choice.logprobs});
        events.emplace_back(Finish{at, choice.finish, choice.nativeFinish, choice.stopSequence});
    }
    if (answer.usage)
        events.emplace_back(UsageReport{*answer.usage, answer.statedCost, answer.serviceTier});
    events.emplace_back(AnswerEnd{});
    return events;
}

} // namespace llmg::dialects
