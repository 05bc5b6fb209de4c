// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat_wire.h"
#include "app/dialects/sse.h"

#include <array>

namespace llmg::dialects::openaichat {
namespace {

/// Chunk by chunk into events. Per choice it knows which tool call a delta continues: providers number calls from
/// anywhere, all as 0, or not at all.
class Decoder final : public StreamDecoder {
  public:
    explicit Decoder(OpenAiQuirks quirks)
        : m_quirks(std::move(quirks)) {}

    void feed(std::string_view bytes, std::vector<Event>& events) override {
        if (m_ended)
            return;
        if (m_form == Form::Unknown)
            m_form = formOf(bytes);
        if (m_form == Form::Document) {
            if (m_document.size() + bytes.size() > SseParser::kMaxEventBytes)
                return stop(events, fail(ErrorKind::Upstream, "the provider's answer is larger than 16 MiB"));
            m_document.append(bytes);
            return;
        }
        m_sse.feed(bytes);
        while (const auto event = m_sse.next()) {
            take(*event, events);
            if (m_ended)
                return;
        }
        if (m_sse.tooLarge())
            stop(events, fail(ErrorKind::Upstream, "the provider sent an event larger than 16 MiB"));
    }

    void finish(std::vector<Event>& events) override {
        if (m_ended)
            return;
        if (m_form == Form::Document)
            return finishDocument(events);
        if (const auto event = m_sse.finish())
            take(*event, events);
        if (m_ended)
            return;
        if (!m_choices.empty() && allFinished())
            return end(events);
        stop(events, fail(ErrorKind::Upstream, m_choices.empty() ? "the provider ended the stream without an answer"
                                                                 : "the provider broke the stream off"));
    }

  private:
    enum class Form { Unknown, Events, Document };
    struct Call {
        std::int64_t wireIndex = 0;
        std::string id;
        bool named = false;
    };
    struct ChoiceState {
        bool seen = false, finished = false, content = false;
        std::vector<Call> calls;
        std::size_t current = 0;
    };

    /// A stream request can be answered by a plain document, an error above all, under any content type.
    static Form formOf(std::string_view bytes) {
        const std::size_t at = bytes.find_first_not_of(" \t\r\n");
        if (at == std::string_view::npos)
            return Form::Unknown;
        return bytes[at] == '{' || bytes[at] == '[' ? Form::Document : Form::Events;
    }

    void stop(std::vector<Event>& events, Error error) {
        m_ended = true;
        events.emplace_back(AnswerError{std::move(error)});
    }

    [[nodiscard]] bool allFinished() const {
        for (const ChoiceState& choice : m_choices) {
            if (choice.seen && !choice.finished)
                return false;
        }
        return true;
    }

    void end(std::vector<Event>& events) {
        for (std::size_t i = 0; i < m_choices.size(); ++i) {
            if (m_choices[i].seen && !m_choices[i].finished)
                finishChoice(static_cast<int>(i), {}, FinishReason::Unknown, events);
        }
        m_ended = true;
        events.emplace_back(AnswerEnd{});
    }

    void finishDocument(std::vector<Event>& events) {
        const auto document = parseDocument(m_document);
        auto answer = document ? readAnswer(*document, m_quirks) : Result<ChatAnswer>(document.error());
        if (!answer)
            return stop(events, answer.error());
        for (Event& event : toEvents(*answer))
            events.push_back(std::move(event));
        m_ended = true;
    }

    void take(const SseEvent& event, std::vector<Event>& events) {
        if (event.data == "[DONE]") {
            if (m_choices.empty())
                return stop(events, fail(ErrorKind::Upstream, "the provider ended the stream without an answer"));
            return end(events);
        }
        if (event.data.empty())
            return; // a keep-alive of servers that know no comments
        json::error_code failed;
        m_parser.reset();
        m_parser.write(event.data.data(), event.data.size(), failed);
        if (failed)
            return stop(events, fail(ErrorKind::Upstream, "the provider sent an event that is not JSON"));
        const json::value chunk = m_parser.release();
        const json::object* object = chunk.if_object();
        if (event.name == "error")
            return stop(events, eventError(chunk));
        if (object == nullptr)
            return stop(events, fail(ErrorKind::Upstream, "the provider sent an event that is no chunk"));
        takeChunk(*object, events);
    }

    void takeChunk(const json::object& chunk, std::vector<Event>& events) {
        if (auto error = findError(chunk))
            return stop(events, std::move(*error));
        const json::array* choices = arrayAt(chunk, "choices");
        // An id may come late: Azure's first chunk has no choices and no id.
        if (!m_started && ((choices != nullptr && !choices->empty()) || !textAt(chunk, "id").empty())) {
            m_started = true;
            events.emplace_back(AnswerStart{std::string(textAt(chunk, "id")), std::string(textAt(chunk, "model")),
                                            countAt(chunk, "created")});
        }
        if (choices != nullptr) {
            for (const json::value& choice : *choices) {
                if (choice.is_object())
                    takeChoice(choice.get_object(), events);
                if (m_ended)
                    return;
            }
        }
        if (const std::string_view tier = textAt(chunk, "service_tier"); !tier.empty())
            m_serviceTier = tier;
        if (const json::object* usage = findUsage(chunk)) {
            UsageReport report = readUsage(*usage, m_quirks);
            report.serviceTier = m_serviceTier;
            events.emplace_back(std::move(report));
        }
    }

    void takeChoice(const json::object& wire, std::vector<Event>& events) {
        const std::int64_t index = countAt(wire, "index");
        if (index >= kMaxChoices)
            return stop(events, fail(ErrorKind::Upstream, "the provider sent a choice with an impossible index"));
        const int at = static_cast<int>(index);
        if (m_choices.size() <= static_cast<std::size_t>(at))
            m_choices.resize(static_cast<std::size_t>(at) + 1);
        ChoiceState& state = m_choices[static_cast<std::size_t>(at)];
        const bool first = !state.seen;
        state.seen = true;
        if (const json::object* delta = objectAt(wire, "delta"))
            takeDelta(*delta, at, state, events);
        else if (const json::object* message = objectAt(wire, "message"); message != nullptr && first)
            takeDelta(*message, at, state, events);
        else if (const std::string_view text = textAt(wire, "text"); !text.empty())
            say(TextDelta{at, std::string(text)}, state, events);
        if (m_ended)
            return;
        if (const json::value* logprobs = member(wire, "logprobs"); logprobs != nullptr && logprobs->is_object())
            events.emplace_back(LogprobsDelta{at, *logprobs});
        const std::string_view native = nativeFinish(wire);
        if (native.empty() || state.finished)
            return;
        const auto meaning = finishMeaning(native);
        if (!meaning) {
            Error error =
                fail(ErrorKind::Upstream, "the provider broke off: finish reason \"" + std::string(native) + "\"");
            error.upstreamCode = native;
            return stop(events, std::move(error));
        }
        finishChoice(at, native, *meaning, events);
    }

    void finishChoice(int at, std::string_view native, FinishReason reason, std::vector<Event>& events) {
        ChoiceState& state = m_choices[static_cast<std::size_t>(at)];
        state.finished = true;
        if (reason == FinishReason::Unknown && state.content)
            reason = state.calls.empty() ? FinishReason::Stop : FinishReason::ToolCalls;
        events.emplace_back(Finish{at, reason, std::string(native)});
    }

    template <class E>
    static void say(E event, ChoiceState& state, std::vector<Event>& events) {
        state.content = true;
        events.emplace_back(std::move(event));
    }

    void takeDelta(const json::object& delta, int at, ChoiceState& state, std::vector<Event>& events) {
        std::string_view reasoning = reasoningText(delta);
        const json::value* content = member(delta, "content");
        if (content != nullptr && content->is_array()) {
            SplitContent split = splitContent(content->get_array());
            if (!split.thinking.empty())
                say(ReasoningDelta{at, std::move(split.thinking)}, state, events);
            if (!split.text.empty())
                say(TextDelta{at, std::move(split.text)}, state, events);
            content = nullptr;
        }
        if (!reasoning.empty())
            say(ReasoningDelta{at, std::string(reasoning)}, state, events);
        if (const json::array* details = arrayAt(delta, "reasoning_details"))
            takeDetails(*details, !reasoning.empty(), at, state, events);
        if (content != nullptr && !textOf(*content).empty())
            say(TextDelta{at, std::string(textOf(*content))}, state, events);
        if (const std::string_view refusal = textAt(delta, "refusal"); !refusal.empty())
            say(RefusalDelta{at, std::string(refusal)}, state, events);
        if (const json::array* calls = arrayAt(delta, "tool_calls")) {
            for (const json::value& call : *calls) {
                if (call.is_object() && !m_ended)
                    takeCall(call.get_object(), at, state, events);
            }
        }
        if (const json::object* function = objectAt(delta, "function_call")) {
            const json::object call{{"index", 0}, {"function", *function}};
            takeCall(call, at, state, events);
        }
        if (const json::array* images = arrayAt(delta, "images"))
            takeImages(*images, at, state, events);
        if (const json::array* notes = arrayAt(delta, "annotations")) {
            for (const json::value& note : *notes) {
                if (note.is_object())
                    events.emplace_back(AnnotationAdded{at, note.get_object()});
            }
        }
    }

    static void takeDetails(const json::array& details, bool textSaid, int at, ChoiceState& state,
                            std::vector<Event>& events) {
        for (const json::value& entry : details) {
            if (!entry.is_object())
                continue;
            ReasoningPart part = readReasoningDetail(entry.get_object());
            if (!textSaid && !part.text.empty())
                say(ReasoningDelta{at, part.text}, state, events);
            part.text.clear();
            if (!part.signature.empty() || !part.redacted.empty())
                say(ReasoningDetail{at, std::move(part)}, state, events);
        }
    }

    static void takeImages(const json::array& images, int at, ChoiceState& state, std::vector<Event>& events) {
        for (const json::value& image : images) {
            const json::value* url = member(image, "image_url");
            if (url != nullptr && url->is_object())
                url = member(url->get_object(), "url");
            MediaPart media;
            if (url != nullptr && url->is_string() && readMediaUrl(textOf(*url), media))
                say(MediaOutput{at, std::move(media)}, state, events);
        }
    }

    void takeCall(const json::object& wire, int at, ChoiceState& state, std::vector<Event>& events) {
        const json::object* custom = objectAt(wire, "custom");
        const json::object* function = custom != nullptr ? custom : objectAt(wire, "function");
        const std::string_view id = textAt(wire, "id");
        const std::string_view name = function == nullptr ? std::string_view() : textAt(*function, "name");
        const json::value* index = member(wire, "index");
        const auto number = index != nullptr ? integerOf(*index) : std::nullopt;

        std::size_t found = state.calls.size();
        if (number) {
            for (std::size_t i = state.calls.size(); i > 0 && found == state.calls.size(); --i) {
                if (state.calls[i - 1].wireIndex == *number)
                    found = i - 1;
            }
        } else if (!state.calls.empty()) {
            found = state.current;
        }
        // Another id together with a name is another call, whatever its index says.
        if (found < state.calls.size() && !id.empty() && !name.empty() && !state.calls[found].id.empty() &&
            state.calls[found].id != id)
            found = state.calls.size();
        if (found == state.calls.size()) {
            if (found >= static_cast<std::size_t>(kMaxToolCalls))
                return stop(events, fail(ErrorKind::Upstream, "the provider sent too many tool calls"));
            state.calls.push_back({number.value_or(static_cast<std::int64_t>(found)), {}, false});
        }
        state.current = found;
        Call& call = state.calls[found];
        const int dense = static_cast<int>(found);
        if (!call.named && (!name.empty() || call.id.empty())) {
            if (call.id.empty())
                call.id = id;
            call.named = !name.empty();
            if (call.named)
                say(ToolCallStart{at, dense, call.id, std::string(name), std::string(thoughtSignature(wire)),
                                  custom != nullptr},
                    state, events);
        }
        const json::value* arguments =
            function == nullptr ? nullptr : member(*function, custom != nullptr ? "input" : "arguments");
        if (arguments == nullptr)
            return;
        std::string text = arguments->is_string() ? std::string(textOf(*arguments)) : json::serialize(*arguments);
        if (!text.empty())
            say(ToolCallDelta{at, dense, std::move(text)}, state, events);
    }

    OpenAiQuirks m_quirks;
    SseParser m_sse;
    json::parser m_parser{json::storage_ptr(), parseOptions()};
    std::vector<ChoiceState> m_choices;
    std::string m_document, m_serviceTier;
    Form m_form = Form::Unknown;
    bool m_started = false, m_ended = false;

    static json::parse_options parseOptions() {
        json::parse_options options;
        options.max_depth = 64;
        return options;
    }
};

} // namespace

std::unique_ptr<StreamDecoder> newStreamDecoder(OpenAiQuirks quirks) {
    return std::make_unique<Decoder>(std::move(quirks));
}

} // namespace llmg::dialects::openaichat
