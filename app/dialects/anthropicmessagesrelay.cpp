// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/anthropicmessagesanswer.h"
#include "app/dialects/anthropicmessagesingress.h"
#include "app/dialects/anthropicmessagespass.h"
#include "app/dialects/bodyeditor.h"
#include "app/dialects/openaichat_wire.h"
#include "app/dialects/sse.h"

#include <boost/json/monotonic_resource.hpp>

#include <algorithm>
#include <array>

namespace llmg::dialects {
namespace {

void writeRaw(const SseEvent& event, std::string& client) {
    client += event.raw;
    // An event that ends without its blank line (the stream's last), or at the CR of a CRLF that was cut apart.
    if (event.raw.ends_with('\r'))
        client += '\n';
    else if (!event.raw.ends_with("\n\n") && !event.raw.ends_with("\n\r\n"))
        client += event.raw.ends_with('\n') ? "\n" : "\n\n";
}

std::vector<JsonMember> membersOf(std::string_view text) {
    std::vector<JsonMember> members;
    JsonRanges(text).members(0, members);
    return members;
}

/// A usage object with our cost in place of the provider's own.
std::string withCost(std::string_view usage, const domain::CostBreakdown& cost) {
    const std::vector<JsonMember> members = membersOf(usage);
    BodyEditor editor(usage, members);
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (members[i].key == "cost" || members[i].key == "cost_details")
            editor.remove(i);
    }
    editor.add(costMembers(cost));
    return editor.apply();
}

std::string withMetadata(std::string_view theirs, const json::object& ours) {
    json::object metadata;
    if (const auto parsed = parseJson(theirs); parsed && parsed->is_object())
        metadata = parsed->get_object();
    for (const auto& [key, value] : ours)
        metadata[key] = value;
    return json::serialize(metadata);
}

/// The data of a message_delta, with what we add to it; everything else stays as it was.
std::string withAdditions(std::string_view data, const AnswerAdditions& additions) {
    const std::vector<JsonMember> members = membersOf(data);
    BodyEditor editor(data, members);
    bool usage = false, metadata = additions.metadata.empty();
    for (std::size_t i = 0; i < members.size(); ++i) {
        const JsonMember& member = members[i];
        const std::string_view value = data.substr(member.valueBegin, member.valueEnd - member.valueBegin);
        if (member.key == "usage" && value.starts_with('{')) {
            editor.replaceValue(member, withCost(value, additions.cost));
            usage = true;
        } else if (member.key == "usage") {
            editor.remove(i);
        } else if (member.key == "metadata" && !additions.metadata.empty()) {
            editor.replaceValue(member, withMetadata(value, additions.metadata));
            metadata = true;
        }
    }
    if (!usage && additions.estimatedUsage) {
        std::string estimated;
        appendUsage(estimated, writeAnthropicUsage(*additions.estimatedUsage, {}), additions.cost);
        editor.add(std::move(estimated));
    }
    if (!metadata)
        editor.add("\"metadata\":" + json::serialize(additions.metadata));
    return editor.apply();
}

/// Reads each event only to observe it.
class PassThroughRelay final : public StreamRelay {
  public:
    void feed(std::string_view upstream, std::string& client) override {
        if (m_closed)
            return;
        if (!m_begun)
            begin(upstream);
        if (m_translator != nullptr)
            return m_translator->feed(upstream, client);
        m_sse.feed(upstream);
        while (const auto event = m_sse.next()) {
            take(*event, client);
            if (m_closed)
                return;
        }
        if (m_sse.tooLarge())
            stop(llmg::fail(ErrorKind::Upstream, "The provider sent an event that is too large."));
    }

    void upstreamEnded() override {
        if (m_translator != nullptr)
            return m_translator->upstreamEnded();
        if (m_closed)
            return;
        if (const auto event = m_sse.finish())
            take(*event, m_tail);
        if (!m_closed)
            stop(llmg::fail(ErrorKind::Upstream, "The provider's answer was cut off before its end."));
    }

    void finish(const AnswerAdditions& additions, std::string& client) override {
        if (m_translator != nullptr)
            return m_translator->finish(additions, client);
        client += std::exchange(m_tail, {});
        if (!m_held.empty())
            client.append("event: message_delta\ndata: ").append(withAdditions(m_held, additions)).append("\n\n");
        client += m_stop;
    }

    void fail(const Error& error, int status, std::string& client) override {
        client += std::exchange(m_tail, {});
        client.append("event: error\ndata: ")
            .append(encodeAnthropicError(error, status, openaichat::streamErrorCode(error)))
            .append("\n\n");
    }

    [[nodiscard]] const Observation& observation() const override {
        return m_translator != nullptr ? m_translator->observation() : m_seen;
    }

  private:
    // Some answer a stream request with a plain document: then it is read and told as a stream.
    void begin(std::string_view& upstream) {
        const std::size_t at = upstream.find_first_not_of(" \t\r\n");
        if (at == std::string_view::npos) {
            upstream = {}; // blank lines mean nothing in either form
            return;
        }
        m_begun = true;
        if (upstream[at] == '{')
            m_translator = newTranslatingRelay(newAnthropicStreamDecoder(), newAnthropicStreamEncoder({}));
    }

    void stop(Error error) {
        m_closed = true;
        m_seen.error = std::move(error);
    }

    void take(const SseEvent& event, std::string& client) {
        if (event.data.empty())
            return writeRaw(event, client);
        if (event.data == "[DONE]") // another dialect's terminator, which some add
            return;
        json::error_code failed;
        m_memory.release();
        m_parser.reset(json::storage_ptr(&m_memory));
        m_parser.write(event.data.data(), event.data.size(), failed);
        if (failed)
            return stop(llmg::fail(ErrorKind::Upstream, "The provider sent an event that is not JSON."));
        const json::value document = m_parser.release();
        if (!document.is_object())
            return stop(llmg::fail(ErrorKind::Upstream, "The provider sent an event that is not JSON."));
        takeData(event, document.get_object(), client);
    }

    void takeData(const SseEvent& event, const json::object& data, std::string& client) {
        std::string_view type = textAt(data, "type");
        if (type.empty())
            type = event.name;
        if (type == "message_stop") {
            m_closed = true;
            m_seen.ended = true;
            return writeRaw(event, m_stop);
        }
        if (const json::object* error = objectAt(data, "error"))
            return stop(anthropicError(0, *error));
        if (type == "message_delta") {
            flushHeld(client);
            takeEnd(data);
            m_held = event.data;
            // Only blanks between tokens can be line ends, and an event's data is one line here.
            std::replace(m_held.begin(), m_held.end(), '\n', ' ');
            return;
        }
        if (type == "content_block_start" || type == "content_block_delta") {
            flushHeld(client);
            takeContent(type, data);
        } else if (type == "message_start") {
            if (const json::object* message = objectAt(data, "message"))
                takeStart(*message);
        }
        writeRaw(event, client);
    }

    void takeStart(const json::object& message) {
        m_seen.answerId = textAt(message, "id");
        m_seen.model = textAt(message, "model");
        takeUsage(objectAt(message, "usage"));
    }

    void takeContent(std::string_view type, const json::object& data) {
        const bool begins = type == "content_block_start";
        const json::object* what = objectAt(data, begins ? "content_block" : "delta");
        if (what == nullptr)
            return;
        std::size_t bytes = 0;
        for (const char* key : {"text", "thinking", "partial_json"})
            bytes += textAt(*what, key).size();
        m_seen.contentBytes += static_cast<std::int64_t>(bytes);
        const std::string_view kind = textAt(*what, "type");
        m_seen.sawContent = m_seen.sawContent || bytes > 0 || (begins && kind != "text" && kind != "thinking");
    }

    void takeEnd(const json::object& data) {
        if (const json::object* delta = objectAt(data, "delta")) {
            if (const std::string_view reason = textAt(*delta, "stop_reason"); !reason.empty()) {
                m_seen.finish = anthropicFinishReason(reason);
                m_seen.nativeFinish = reason;
            }
        }
        takeUsage(objectAt(data, "usage"));
    }

    void takeUsage(const json::object* usage) {
        if (usage == nullptr)
            return;
        m_usage.update(*usage);
        observe(m_seen, m_usage.report());
    }

    void flushHeld(std::string& client) {
        if (!m_held.empty())
            client.append("event: message_delta\ndata: ").append(m_held).append("\n\n");
        m_held.clear();
    }

    SseParser m_sse;
    std::array<unsigned char, 4096> m_buffer{};
    json::monotonic_resource m_memory{m_buffer.data(), m_buffer.size()};
    json::parser m_parser;
    std::unique_ptr<StreamRelay> m_translator; ///< set when the answer is no stream
    Observation m_seen;
    AnthropicUsage m_usage;
    std::string m_held; ///< data of the last message_delta
    std::string m_stop; ///< message_stop as it came
    std::string m_tail;
    bool m_begun = false, m_closed = false;
};

} // namespace

std::unique_ptr<StreamRelay> newAnthropicPassThroughRelay() {
    return std::make_unique<PassThroughRelay>();
}

} // namespace llmg::dialects
