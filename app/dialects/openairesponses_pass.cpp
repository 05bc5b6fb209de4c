// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/bodyeditor.h"
#include "app/dialects/openairesponses_wire.h"
#include "app/dialects/sse.h"

#include <algorithm>

namespace llmg::dialects::responses {
namespace {

std::string_view valueOf(std::string_view text, const JsonMember& member) {
    return text.substr(member.valueBegin, member.valueEnd - member.valueBegin);
}

/// `include` with the encrypted reasoning; what the client asked for stays as it stands.
std::string withEncrypted(std::string_view include) {
    const std::string wanted = "\"" + std::string(kEncrypted) + "\"";
    std::vector<JsonRanges::Range> entries;
    if (!JsonRanges(include).elements(0, entries) || entries.empty())
        return "[" + wanted + "]";
    for (const auto& entry : entries) {
        if (include.substr(entry.begin, entry.end - entry.begin) == wanted)
            return std::string(include);
    }
    return spliced(include, {{entries.back().end, entries.back().end, "," + wanted}});
}

/// Whether the provider would refuse the item: reasoning that it did not make, or whose content was to be kept by it.
bool isForeignReasoning(std::string_view item, const ResponsesQuirks& quirks) {
    if (item.find("\"reasoning\"") == std::string_view::npos)
        return false;
    const auto document = parseJson(item);
    if (!document || !document->is_object() || textAt(document->get_object(), "type") != "reasoning")
        return false;
    const std::string_view encrypted = textAt(document->get_object(), "encrypted_content");
    return isCarried(encrypted) || (encrypted.empty() && !quirks.takesReasoningText && !quirks.takesEveryReasoning);
}

/// The input without such items; nullopt: it may go as it came.
std::optional<std::string> withoutForeignReasoning(std::string_view input, const ResponsesQuirks& quirks) {
    std::vector<JsonRanges::Range> items;
    if (input.find("\"reasoning\"") == std::string_view::npos || !JsonRanges(input).elements(0, items))
        return std::nullopt;
    std::string kept = "[";
    bool changed = false;
    for (const auto& item : items) {
        const std::string_view text = input.substr(item.begin, item.end - item.begin);
        if (isForeignReasoning(text, quirks)) {
            changed = true;
            continue;
        }
        kept.append(kept.size() > 1 ? "," : "").append(text);
    }
    return changed ? std::optional(kept + "]") : std::nullopt;
}

/// The response object's text with what we add; everything else as it came.
std::string withAdditions(std::string_view response, const Observation& seen, const AnswerAdditions& additions) {
    std::vector<JsonMember> members;
    if (!JsonRanges(response).members(0, members))
        return std::string(response);
    BodyEditor editor(response, members);
    std::optional<json::object> usage;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (members[i].key == "usage") {
            if (auto wire = parseJson(valueOf(response, members[i])); wire && wire->is_object())
                usage = std::move(wire->get_object());
        }
        if (members[i].key == "usage" || members[i].key == "gateway")
            editor.remove(i);
    }
    if (!seen.usage && additions.estimatedUsage)
        usage = writeUsage(*additions.estimatedUsage);
    editor.add(addedMembers(std::move(usage), additions));
    return editor.apply();
}

/// Relays events as they came. The last one, which holds the finished response, waits for finish().
class PassRelay final : public StreamRelay {
  public:
    explicit PassRelay(const ResponsesQuirks& quirks)
        : m_quirks(quirks)
        , m_reader(m_quirks) {}
    PassRelay(const PassRelay&) = delete;
    PassRelay& operator=(const PassRelay&) = delete;

    void feed(std::string_view upstream, std::string& client) override {
        if (m_closed)
            return;
        if (!m_begun) {
            const std::size_t first = upstream.find_first_not_of(" \t\r\n");
            if (first == std::string_view::npos)
                return; // blank lines mean nothing in either form
            m_begun = true;
            upstream.remove_prefix(first);
            if (upstream.front() == '{') // a plain document: read, and told as a stream
                m_translator = newTranslatingRelay(newStreamDecoder(m_quirks), newStreamEncoder({}));
        }
        if (m_translator != nullptr)
            return m_translator->feed(upstream, client);
        m_sse.feed(upstream);
        while (!m_closed) {
            const auto event = m_sse.next();
            if (!event)
                break;
            take(*event, client);
        }
        if (m_sse.tooLarge())
            stop("the provider sent an event larger than 16 MiB");
    }

    void upstreamEnded() override {
        if (m_translator != nullptr)
            return m_translator->upstreamEnded();
        if (m_closed)
            return;
        if (const auto event = m_sse.finish())
            take(*event, m_tail);
        stop("the provider broke the stream off");
    }

    void finish(const AnswerAdditions& additions, std::string& client) override {
        if (m_translator != nullptr)
            return m_translator->finish(additions, client);
        client += std::exchange(m_tail, {});
        std::vector<JsonMember> members;
        if (!JsonRanges(m_last).members(0, members))
            return;
        std::string data = m_last;
        for (const JsonMember& member : members) {
            if (member.key == "response")
                data = spliced(m_last, {{member.valueBegin, member.valueEnd,
                                         withAdditions(valueOf(m_last, member), m_seen, additions)}});
        }
        if (!m_lastName.empty())
            client.append("event: ").append(m_lastName).append("\n");
        client.append("data: ").append(data).append("\n\n");
    }

    void fail(const Error& error, int status, std::string& client) override {
        if (m_translator != nullptr)
            return m_translator->fail(error, status, client);
        client += std::exchange(m_tail, {});
        json::object response{{"id", m_seen.answerId}, {"object", "response"}, {"model", m_seen.model}};
        response["output"] = json::array();
        client += failureEvents(error, std::move(response), m_sequence);
    }

    [[nodiscard]] const Observation& observation() const override {
        return m_translator != nullptr ? m_translator->observation() : m_seen;
    }

  private:
    void stop(const char* why) {
        if (m_closed)
            return;
        m_closed = true;
        m_seen.error = llmg::fail(ErrorKind::Upstream, why);
    }

    void take(const SseEvent& event, std::string& client) {
        if (event.data == "[DONE]")
            return;
        if (event.data.empty())
            return writeRaw(event, client);
        const auto document = parseJson(event.data);
        const json::object* data = document ? document->if_object() : nullptr;
        if (data == nullptr)
            return stop("the provider sent an event that is not JSON");
        m_events.clear();
        m_reader.event(*data, m_events);
        for (const Event& seen : m_events)
            observe(m_seen, seen);
        if (const auto number = integerAt(*data, "sequence_number");
            number && *number >= 0 && *number < (std::int64_t{1} << 53))
            m_sequence = *number + 1;
        m_closed = m_reader.ended();
        if (m_seen.error)
            return; // told by fail(), or by another provider's answer
        if (!m_closed)
            return writeRaw(event, client);
        m_lastName = event.name;
        m_last = event.data;
    }

    // An event may end without its blank line (the stream's last), or at the CR of a CRLF that was cut apart.
    static void writeRaw(const SseEvent& event, std::string& client) {
        client += event.raw;
        if (event.raw.ends_with('\r'))
            client += '\n';
        else if (!event.raw.ends_with("\n\n") && !event.raw.ends_with("\n\r\n"))
            client += event.raw.ends_with('\n') ? "\n" : "\n\n";
    }

    ResponsesQuirks m_quirks;
    AnswerReader m_reader;
    SseParser m_sse;
    std::unique_ptr<StreamRelay> m_translator; ///< set when the answer is no stream
    std::vector<Event> m_events;
    Observation m_seen;
    std::int64_t m_sequence = 0;
    std::string m_last, m_lastName, m_tail;
    bool m_begun = false, m_closed = false;
};

class ResponsesPassThrough final : public PassThrough {
  public:
    explicit ResponsesPassThrough(const ResponsesQuirks& quirks)
        : m_quirks(quirks) {}

    [[nodiscard]] Result<EncodedRequest> encode(std::string_view body, const RequestScan&,
                                                const TargetModel& target) const override {
        std::vector<JsonMember> members;
        if (!JsonRanges(body).members(0, members))
            return fail(ErrorKind::InvalidJson, "the body is not a JSON object");
        EncodedRequest encoded;
        encoded.path = "/responses";
        BodyEditor editor(body, members);
        bool model = false, store = false, include = false;
        const bool encrypts = target.reasoning && m_quirks.sendsEncrypted;
        for (std::size_t i = 0; i < members.size(); ++i) {
            const JsonMember& member = members[i];
            const std::string_view value = valueOf(body, member);
            const auto become = [&](std::string text) {
                if (value != text)
                    editor.replaceValue(member, std::move(text));
            };
            if (member.key == "model") {
                model = true;
                std::string quoted;
                appendQuoted(quoted, target.upstreamId);
                become(std::move(quoted));
            } else if (member.key == "store") {
                store = true;
                become("false");
            } else if (member.key == "include" && encrypts) {
                include = true;
                become(withEncrypted(value));
            } else if (member.key == "input") {
                if (auto kept = withoutForeignReasoning(value, m_quirks))
                    editor.replaceValue(member, std::move(*kept));
            } else if (member.key == "previous_response_id") {
                if (value != "null") // the turns themselves stand in its place, where they are known
                    return badField("previous_response_id", "names a response that this gateway does not keep");
                editor.remove(i);
            } else if (!target.acceptsTemperature && (member.key == "temperature" || member.key == "top_p")) {
                editor.remove(i);
                encoded.droppedParams.push_back(member.key);
            }
        }
        if (!model)
            return badField("model", "is required");
        if (!store) // nothing is kept at the provider
            editor.add("\"store\":false");
        if (encrypts && !include)
            editor.add("\"include\":[\"" + std::string(kEncrypted) + "\"]");
        encoded.body = editor.apply();
        return encoded;
    }

    [[nodiscard]] std::unique_ptr<StreamRelay> newRelay(const RequestScan&) const override {
        return std::make_unique<PassRelay>(m_quirks);
    }

    // The document is the text itself: what we do not touch leaves byte for byte.
    [[nodiscard]] Result<PassedAnswer> readAnswer(std::string_view body) const override {
        const auto answer = responses::readAnswer(body, m_quirks);
        if (!answer)
            return answer.error();
        PassedAnswer passed;
        passed.document = json::string(json::string_view(body.data(), body.size()));
        for (const Event& event : toEvents(*answer))
            observe(passed.observation, event);
        passed.observation.serviceTier = answer->serviceTier;
        return passed;
    }

    [[nodiscard]] std::string finishAnswer(PassedAnswer& answer, const AnswerAdditions& additions) const override {
        const json::string& body = answer.document.get_string();
        return withAdditions(std::string_view(body.data(), body.size()), answer.observation, additions);
    }

  private:
    ResponsesQuirks m_quirks;
};

} // namespace

std::unique_ptr<PassThrough> newPassThrough(const ResponsesQuirks& quirks) {
    return std::make_unique<ResponsesPassThrough>(quirks);
}

} // namespace llmg::dialects::responses
