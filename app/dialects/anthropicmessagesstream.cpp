// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/anthropicmessagesanswer.h"
#include "app/dialects/jsonaccess.h"
#include "app/dialects/sse.h"

namespace llmg::dialects {
namespace {

/// Reference: docs "Streaming Messages". Whole only when message_stop has come.
class AnthropicStreamDecoder final : public StreamDecoder {
  public:
    void feed(std::string_view bytes, std::vector<Event>& events) override {
        if (m_done)
            return;
        if (m_form == Form::Unknown)
            recognise(bytes);
        if (m_form != Form::Stream) {
            m_whole += bytes;
            if (m_whole.size() > SseParser::kMaxEventBytes)
                end(events, fail(ErrorKind::Upstream, "The provider's answer is too large."));
            return;
        }
        m_parser.feed(bytes);
        while (!m_done) {
            const auto event = m_parser.next();
            if (!event)
                break;
            read(*event, events);
        }
        if (m_parser.tooLarge())
            end(events, fail(ErrorKind::Upstream, "The provider sent an event that is too large."));
    }

    void finish(std::vector<Event>& events) override {
        if (m_done)
            return;
        if (m_form == Form::Document) {
            readWhole(events);
            return;
        }
        if (const auto event = m_parser.finish())
            read(*event, events);
        end(events, fail(ErrorKind::Upstream, "The provider's answer was cut off before its end."));
    }

  private:
    enum class Form { Unknown, Stream, Document };

    // Some servers answer a stream request with one JSON body, most often an error. An event stream never begins with
    // {. Blank space before the first byte means nothing in either form and is left out.
    void recognise(std::string_view& bytes) {
        const std::size_t first = bytes.find_first_not_of(" \t\r\n");
        bytes.remove_prefix(first == std::string_view::npos ? bytes.size() : first);
        if (!bytes.empty())
            m_form = bytes.front() == '{' ? Form::Document : Form::Stream;
    }

    void read(const SseEvent& event, std::vector<Event>& events) {
        if (event.data.empty() || event.data == "[DONE]") // OpenRouter adds OpenAI's terminator after message_stop
            return;
        const auto document = parseJson(event.data);
        if (!document || !document->is_object()) {
            end(events, fail(ErrorKind::Upstream, "The provider sent an event that is not JSON."));
            return;
        }
        const json::object& data = document->get_object();
        std::string_view type = textAt(data, "type");
        if (type.empty())
            type = event.name;
        const std::int64_t index = integerAt(data, "index").value_or(0);
        if (type == "message_start") {
            if (const json::object* message = objectAt(data, "message"))
                m_reader.start(*message, events);
        } else if (type == "content_block_start") {
            if (const json::object* block = objectAt(data, "content_block"))
                m_reader.beginBlock(index, *block, events);
        } else if (type == "content_block_delta") {
            if (const json::object* delta = objectAt(data, "delta"))
                m_reader.delta(index, *delta, events);
        } else if (type == "content_block_stop") {
            m_reader.endBlock(index, events);
        } else if (type == "message_delta") {
            const json::object none;
            const json::object* delta = objectAt(data, "delta");
            m_reader.finish(delta != nullptr ? *delta : none, objectAt(data, "usage"), events);
        } else if (type == "message_stop") {
            m_done = true;
            events.emplace_back(AnswerEnd{});
        } else if (const json::object* error = objectAt(data, "error")) {
            end(events, anthropicError(0, *error));
        }
        // ping, and events yet to be invented, which the reference asks clients to pass over
    }

    void readWhole(std::vector<Event>& events) {
        auto answer = decodeAnthropicAnswer(m_whole);
        if (!answer) {
            end(events, answer.error());
            return;
        }
        m_done = true;
        for (Event& event : toEvents(*answer))
            events.push_back(std::move(event));
    }

    void end(std::vector<Event>& events, Error error) {
        if (m_done)
            return;
        m_done = true;
        events.emplace_back(AnswerError{std::move(error)});
    }

    SseParser m_parser;
    AnthropicAnswerReader m_reader;
    std::string m_whole;
    Form m_form = Form::Unknown;
    bool m_done = false;
};

} // namespace

std::unique_ptr<StreamDecoder> newAnthropicStreamDecoder() {
    return std::make_unique<AnthropicStreamDecoder>();
}

} // namespace llmg::dialects
