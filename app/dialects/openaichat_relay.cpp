// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/openaichat_wire.h"
#include "app/dialects/sse.h"

#include <boost/json/monotonic_resource.hpp>

#include <algorithm>
#include <array>

namespace llmg::dialects {
namespace {

using namespace openaichat;

/// Relays events that are right as they are byte for byte, and corrects the others. The chunk with the finish reason
/// and everything after it waits for finish(): what is said there is known only then.
class PassThroughRelay final : public StreamRelay {
  public:
    PassThroughRelay(OpenAiQuirks quirks, bool includeUsage)
        : m_quirks(std::move(quirks))
        , m_includeUsage(includeUsage) {}

    void feed(std::string_view upstream, std::string& client) override {
        if (m_closed)
            return;
        if (m_translator != nullptr)
            return m_translator->feed(upstream, client);
        if (!m_begun && !begin(upstream)) {
            if (m_translator != nullptr)
                m_translator->feed(upstream, client);
            return;
        }
        m_sse.feed(upstream);
        while (const auto event = m_sse.next()) {
            take(*event, client);
            if (m_closed)
                return;
        }
        if (m_sse.tooLarge())
            stop(fail(ErrorKind::Upstream, "the provider sent an event larger than 16 MiB"));
    }

    void upstreamEnded() override {
        if (m_translator != nullptr) {
            m_translator->upstreamEnded();
            return;
        }
        if (m_closed)
            return;
        if (const auto event = m_sse.finish())
            take(*event, m_tail);
        if (m_closed)
            return;
        m_closed = true;
        if (m_seenChoices > 0 && m_openChoices == 0)
            settle();
        else
            m_seen.error =
                fail(ErrorKind::Upstream, m_seenChoices == 0 ? "the provider ended the stream without an answer"
                                                             : "the provider broke the stream off");
    }

    void finish(const AnswerAdditions& additions, std::string& client) override {
        if (m_translator != nullptr)
            return m_translator->finish(additions, client);
        client += std::exchange(m_tail, {});
        if (!m_usage && additions.estimatedUsage)
            m_usage = writeUsage(*additions.estimatedUsage);
        const bool usageLast = m_includeUsage && m_usage;
        if (!m_held)
            m_held = closingChunk();
        if (!usageLast)
            addMetadata(*m_held, additions.metadata);
        write(*m_held, client);
        if (usageLast) {
            json::object last = head();
            last["choices"] = json::array();
            addMetadata(last, additions.metadata);
            std::string text = json::serialize(last);
            text.back() = ',';
            appendUsage(text, std::move(*m_usage), additions.cost);
            client.append("data: ").append(text).append("}\n\n");
        }
        client += "data: [DONE]\n\n";
    }

    void fail(const Error& error, int status, std::string& client) override {
        client += std::exchange(m_tail, {});
        client.append("data: ").append(errorBody(error, status, streamErrorCode(error))).append("\n\n");
    }

    [[nodiscard]] const Observation& observation() const override {
        return m_translator != nullptr ? m_translator->observation() : m_seen;
    }

  private:
    static Error fail(ErrorKind kind, std::string message) { return llmg::fail(kind, std::move(message)); }

    struct ChoiceState {
        bool seen = false, finished = false, content = false, called = false;
        int calls = 0; ///< tool calls begun, for a provider that does not number them
        std::string callId;
    };

    /// Some answer a stream request with a plain document: then it is read and told as a stream.
    bool begin(std::string_view upstream) {
        const std::size_t at = upstream.find_first_not_of(" \t\r\n");
        if (at == std::string_view::npos)
            return false; // blank lines mean nothing in either form
        m_begun = true;
        if (upstream[at] != '{' && upstream[at] != '[')
            return true;
        m_translator = newTranslatingRelay(newStreamDecoder(m_quirks), newStreamEncoder(m_includeUsage, 0, {}));
        return false;
    }

    void stop(Error error) {
        m_closed = true;
        m_seen.error = std::move(error);
    }

    /// All is said. A provider that gave no reason meant that it was done.
    void settle() {
        m_seen.ended = true;
        if (m_seen.finish == FinishReason::Unknown)
            m_seen.finish =
                !m_choices.empty() && m_choices.front().called ? FinishReason::ToolCalls : FinishReason::Stop;
    }

    void take(const SseEvent& event, std::string& client) {
        if (event.data == "[DONE]") {
            m_closed = true;
            if (m_seenChoices == 0)
                m_seen.error = fail(ErrorKind::Upstream, "the provider ended the stream without an answer");
            else
                settle();
            return;
        }
        if (event.data.empty())
            return;
        json::error_code failed;
        m_memory.release();
        m_parser.reset(json::storage_ptr(&m_memory));
        m_parser.write(event.data.data(), event.data.size(), failed);
        if (failed)
            return stop(fail(ErrorKind::Upstream, "the provider sent an event that is not JSON"));
        json::value document = m_parser.release();
        json::object* chunk = document.if_object();
        if (chunk == nullptr || event.name == "error" || chunk->contains("error") || chunk->contains("base_resp"))
            return takeOdd(event, document, client);
        takeChunk(event, *chunk, client);
    }

    void takeOdd(const SseEvent& event, json::value& document, std::string& client) {
        json::object* chunk = document.if_object();
        if (chunk != nullptr) {
            if (auto error = findError(*chunk)) {
                if (const json::object* usage = findUsage(*chunk)) // what was spent until then is spent
                    takeUsage(*usage);
                return stop(std::move(*error));
            }
        }
        if (event.name == "error")
            return stop(eventError(document));
        if (chunk == nullptr)
            return stop(fail(ErrorKind::Upstream, "the provider sent an event that is no chunk"));
        takeChunk(event, *chunk, client);
    }

    void takeUsage(const json::object& usage) {
        UsageReport report = readUsage(usage, m_quirks);
        m_seen.usage = report.usage;
        if (report.statedCost)
            m_seen.statedCost = report.statedCost;
        m_usage = json::object(usage, json::storage_ptr());
        normaliseUsage(*m_usage, report.usage);
    }

    void takeChunk(const SseEvent& event, json::object& chunk, std::string& client) {
        if (const std::string_view tier = textAt(chunk, "service_tier"); !tier.empty())
            m_seen.serviceTier = tier;
        if (const json::object* usage = findUsage(chunk))
            takeUsage(*usage);
        json::value* list = chunk.if_contains("choices");
        json::array* choices = list == nullptr ? nullptr : list->if_array();
        if (choices == nullptr || choices->empty())
            return takeWithoutChoices(chunk);
        bool changed = correctHead(chunk);
        bool says = false, finishes = false, open = false;
        for (json::value& entry : *choices) {
            if (!entry.is_object())
                return stop(fail(ErrorKind::Upstream, "the provider sent an event that is no chunk"));
            if (entry.get_object().contains("error")) {
                if (auto error = findError(chunk))
                    return stop(std::move(*error));
            }
            const Verdict verdict = takeChoice(entry.get_object());
            if (m_closed)
                return;
            changed = changed || verdict.changed;
            says = says || verdict.says;
            finishes = finishes || verdict.finishes;
            open = open || verdict.open;
        }
        // After the finish reason some providers send one more chunk, for its usage alone.
        if (m_held && !says && !finishes && !open)
            return;
        if (finishes)
            return hold(chunk, client);
        flushHeld(client);
        if (changed)
            write(chunk, client);
        else
            writeRaw(event, client);
    }

    /// Usage alone, or what a provider has to say before its first choice (Azure's filter results): the latter goes
    /// with the first chunk that has a choice, because clients read choices[0] of every chunk.
    void takeWithoutChoices(const json::object& chunk) {
        if (m_seenChoices > 0)
            return;
        for (const auto& [key, value] : chunk) {
            static constexpr std::array<json::string_view, 7> kOwn{"id",      "object", "created", "model",
                                                                   "choices", "usage",  "error"};
            if (std::find(kOwn.begin(), kOwn.end(), json::string_view(key)) == kOwn.end() && !value.is_null())
                m_carried[key] = json::value(value, json::storage_ptr());
        }
    }

    /// id, object, created, model: on every chunk. True when something was missing.
    bool correctHead(json::object& chunk) {
        bool changed = false;
        if (m_seenChoices == 0) {
            m_id = textAt(chunk, "id");
            m_seen.answerId = m_id;
            m_model = textAt(chunk, "model");
            m_seen.model = m_model;
            m_created = countAt(chunk, "created");
            if (!m_carried.empty()) {
                for (const auto& [key, value] : m_carried) {
                    if (!chunk.contains(key))
                        chunk[key] = value;
                }
                m_carried.clear();
                changed = true;
            }
        }
        const auto need = [&](const char* key, const auto& fallback, auto right) {
            const json::value* value = chunk.if_contains(key);
            if (value != nullptr && right(*value))
                return;
            chunk[key] = fallback;
            changed = true;
        };
        const auto isText = [](const json::value& value) { return value.is_string(); };
        need("id", m_id, isText);
        need("object", "chat.completion.chunk", [](const json::value& value) {
            return value.is_string() && value.get_string() == "chat.completion.chunk";
        });
        need("created", m_created, [](const json::value& value) { return value.is_number(); });
        need("model", m_model, isText);
        // Usage stands in the last chunk only; repeated on each it would be summed by some.
        if (const json::value* usage = chunk.if_contains("usage"); usage != nullptr && !usage->is_null()) {
            chunk.erase("usage");
            changed = true;
        }
        return changed;
    }

    struct Verdict {
        bool changed = false, says = false, finishes = false;
        bool open = false; ///< the choice has not finished
    };

    Verdict takeChoice(json::object& choice) {
        Verdict verdict;
        const std::int64_t index = countAt(choice, "index");
        if (index >= kMaxChoices) {
            stop(fail(ErrorKind::Upstream, "the provider sent a choice with an impossible index"));
            return verdict;
        }
        if (choice.if_contains("index") == nullptr) {
            choice["index"] = index;
            verdict.changed = true;
        }
        if (m_choices.size() <= static_cast<std::size_t>(index))
            m_choices.resize(static_cast<std::size_t>(index) + 1);
        ChoiceState& state = m_choices[static_cast<std::size_t>(index)];
        const bool first = !state.seen;
        if (first) {
            state.seen = true;
            ++m_seenChoices;
            ++m_openChoices;
        }
        verdict.changed = correctDeltaPlace(choice, first) || verdict.changed;
        json::object& delta = choice["delta"].get_object();
        if (first && textAt(delta, "role").empty()) {
            delta["role"] = "assistant";
            verdict.changed = true;
        }
        readDelta(delta, state, verdict);
        if (choice.if_contains("finish_reason") == nullptr) {
            choice["finish_reason"] = nullptr;
            verdict.changed = true;
        }
        takeFinish(choice, index, state, verdict);
        if (m_closed)
            return verdict;
        verdict.open = !state.finished;
        return verdict;
    }

    /// A delta must be there and be an object. Perplexity sends the growing message beside it: dropped, it is
    /// quadratic.
    static bool correctDeltaPlace(json::object& choice, bool first) {
        json::value* delta = choice.if_contains("delta");
        json::value* message = choice.if_contains("message");
        bool changed = false;
        if (delta == nullptr || !delta->is_object()) {
            json::object made(choice.storage());
            if (message != nullptr && message->is_object() && first)
                made = message->get_object();
            choice["delta"] = std::move(made);
            changed = true;
        }
        if (message != nullptr) {
            choice.erase("message");
            changed = true;
        }
        return changed;
    }

    void say(std::size_t bytes, ChoiceState& state, Verdict& verdict) {
        state.content = true;
        verdict.says = true;
        m_seen.sawContent = true;
        m_seen.contentBytes += static_cast<std::int64_t>(bytes);
    }

    void readDelta(json::object& delta, ChoiceState& state, Verdict& verdict) {
        if (json::value* content = delta.if_contains("content"); content != nullptr && content->is_array()) {
            const SplitContent split = splitContent(content->get_array());
            *content = json::string(split.text, delta.storage());
            if (!split.thinking.empty())
                delta["reasoning_content"] = split.thinking;
            verdict.changed = true;
        }
        if (const std::size_t size = textAt(delta, "content").size(); size > 0)
            say(size, state, verdict);
        readReasoning(delta, state, verdict);
        if (const std::size_t size = textAt(delta, "refusal").size(); size > 0)
            say(size, state, verdict);
        if (json::value* calls = delta.if_contains("tool_calls"); calls != nullptr && calls->is_array()) {
            for (json::value& call : calls->get_array()) {
                if (call.is_object())
                    readCall(call.get_object(), state, verdict);
            }
        }
        if (const json::object* function = objectAt(delta, "function_call")) {
            state.called = true;
            say(textAt(*function, "name").size() + textAt(*function, "arguments").size(), state, verdict);
        }
        for (const char* media : {"images", "audio"}) {
            if (member(delta, media) != nullptr)
                say(0, state, verdict);
        }
    }

    /// Both spellings, for clients that know one.
    void readReasoning(json::object& delta, ChoiceState& state, Verdict& verdict) {
        const std::string_view text = reasoningText(delta);
        if (text.empty()) {
            if (const json::array* details = arrayAt(delta, "reasoning_details");
                details != nullptr && !details->empty())
                say(0, state, verdict);
            return;
        }
        say(text.size(), state, verdict);
        for (const char* key : {"reasoning_content", "reasoning"}) {
            if (textAt(delta, key).empty()) {
                delta[key] = json::string(json::string_view(text.data(), text.size()), delta.storage());
                verdict.changed = true;
                return; // only one can be missing; `text` lives in the other
            }
        }
    }

    void readCall(json::object& call, ChoiceState& state, Verdict& verdict) {
        state.called = true;
        const std::string_view id = textAt(call, "id");
        json::value* index = call.if_contains("index");
        const bool numbered = index != nullptr && index->is_number();
        if (!id.empty() && id != state.callId) {
            state.callId = id;
            ++state.calls;
        }
        if (!numbered) {
            call["index"] = state.calls > 0 ? state.calls - 1 : 0;
            verdict.changed = true;
        }
        if (!id.empty() && textAt(call, "type").empty()) {
            call["type"] = "function";
            verdict.changed = true;
        }
        if (const json::object* custom = objectAt(call, "custom"))
            return say(textAt(*custom, "input").size(), state, verdict);
        json::value* function = call.if_contains("function");
        if (function == nullptr || !function->is_object())
            return say(0, state, verdict);
        json::object& named = function->get_object();
        json::value* arguments = named.if_contains("arguments");
        if (arguments != nullptr && !arguments->is_string()) {
            *arguments = arguments->is_null() ? std::string() : json::serialize(*arguments);
            verdict.changed = true;
        } else if (arguments == nullptr && named.contains("name")) {
            named["arguments"] = "";
            verdict.changed = true;
        }
        say(textAt(named, "name").size() + textAt(named, "arguments").size(), state, verdict);
    }

    void takeFinish(json::object& choice, std::int64_t index, ChoiceState& state, Verdict& verdict) {
        const std::string native(nativeFinish(choice));
        if (native.empty()) {
            if (const json::value* reason = choice.if_contains("finish_reason"); !reason->is_null()) {
                choice["finish_reason"] = nullptr; // some send "" where null is meant
                verdict.changed = true;
            }
            return;
        }
        const auto meaning = finishMeaning(native);
        if (!meaning) {
            Error error = fail(ErrorKind::Upstream, "the provider broke off: finish reason \"" + native + "\"");
            error.upstreamCode = native;
            return stop(std::move(error));
        }
        FinishReason reason = *meaning;
        if (reason == FinishReason::Unknown)
            reason = state.called ? FinishReason::ToolCalls : FinishReason::Stop;
        // function_call belongs to a client that asked in the older way: as sent.
        if (native != "function_call" && textAt(choice, "finish_reason") != toString(reason)) {
            choice["finish_reason"] = toString(reason);
            verdict.changed = true;
        }
        if (!state.finished) {
            state.finished = true;
            --m_openChoices;
            verdict.finishes = true;
            if (index == 0 || m_seen.finish == FinishReason::Unknown) {
                m_seen.finish = reason;
                m_seen.nativeFinish = native;
            }
        }
    }

    void hold(const json::object& chunk, std::string& client) {
        flushHeld(client);
        m_held = json::object(chunk, json::storage_ptr());
    }

    void flushHeld(std::string& client) {
        if (m_held)
            write(*m_held, client);
        m_held.reset();
    }

    json::object head() const {
        return {{"id", m_id}, {"object", "chat.completion.chunk"}, {"created", m_created}, {"model", m_model}};
    }

    /// For a provider that says [DONE] without a reason.
    json::object closingChunk() const {
        json::object chunk = head();
        chunk["choices"] = json::array{{{"index", 0},
                                        {"delta", json::object()},
                                        {"logprobs", nullptr},
                                        {"finish_reason", toString(m_seen.finish)}}};
        return chunk;
    }

    static void addMetadata(json::object& chunk, const json::object& metadata) {
        if (metadata.empty())
            return;
        json::value& target = chunk["metadata"];
        if (!target.is_object())
            target.emplace_object();
        for (const auto& [key, value] : metadata)
            target.get_object()[key] = value;
    }

    static void write(const json::object& chunk, std::string& client) {
        client.append("data: ").append(json::serialize(chunk)).append("\n\n");
    }

    static void writeRaw(const SseEvent& event, std::string& client) {
        client += event.raw;
        // An event that ends without its blank line (the stream's last), or at the CR of a CRLF that was cut apart.
        if (event.raw.ends_with('\r'))
            client += '\n';
        else if (!event.raw.ends_with("\n\n") && !event.raw.ends_with("\n\r\n"))
            client += event.raw.ends_with('\n') ? "\n" : "\n\n";
    }

    OpenAiQuirks m_quirks;
    bool m_includeUsage;
    SseParser m_sse;
    std::array<unsigned char, 4096> m_buffer{};
    json::monotonic_resource m_memory{m_buffer.data(), m_buffer.size()};
    json::parser m_parser;
    std::unique_ptr<StreamRelay> m_translator; ///< set when the answer is no stream
    Observation m_seen;
    std::vector<ChoiceState> m_choices;
    int m_seenChoices = 0, m_openChoices = 0;
    std::string m_id, m_model;
    std::int64_t m_created = 0;
    json::object m_carried;
    std::optional<json::object> m_held;
    std::optional<json::object> m_usage;
    std::string m_tail;
    bool m_begun = false, m_closed = false;
};

} // namespace

std::unique_ptr<StreamRelay> newOpenAiPassThroughRelay(OpenAiQuirks quirks, bool includeUsage) {
    return std::make_unique<PassThroughRelay>(std::move(quirks), includeUsage);
}

} // namespace llmg::dialects
