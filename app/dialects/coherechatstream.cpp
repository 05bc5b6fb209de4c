// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/coherechatanswer.h"
#include "app/dialects/jsonaccess.h"
#include "app/dialects/sse.h"

namespace llmg::dialects {
namespace {

/// Reference: docs.cohere.com/v2/reference/chat-stream. Whole only when message-end has come; most streams then close
/// with OpenAI's [DONE], some do not.
class CohereStreamDecoder final : public StreamDecoder {
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

    // A stream request may be answered with one JSON body, most often an error. An event stream never begins with {.
    void recognise(std::string_view& bytes) {
        const std::size_t first = bytes.find_first_not_of(" \t\r\n");
        bytes.remove_prefix(first == std::string_view::npos ? bytes.size() : first);
        if (!bytes.empty())
            m_form = bytes.front() == '{' ? Form::Document : Form::Stream;
    }

    void read(const SseEvent& event, std::vector<Event>& events) {
        if (event.data.empty() || event.data == "[DONE]")
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
        const json::object none;
        const json::object* delta = objectAt(data, "delta");
        const json::object* message = delta != nullptr ? objectAt(*delta, "message") : nullptr;
        if (type == "message-start") {
            m_reader.start(textAt(data, "id"), events);
        } else if (type == "message-end") {
            readEnd(delta != nullptr ? *delta : none, events);
        } else if (delta == nullptr && (type.empty() || type == "error")) {
            std::string words = cohereErrorWords(data);
            end(events, cohereError(0, words.empty() ? "The provider reported an error." : std::move(words)));
        } else {
            readPiece(type, data, message != nullptr ? *message : none, events);
        }
    }

    // Ends of blocks, debug events and events yet to be invented are passed over.
    void readPiece(std::string_view type, const json::object& data, const json::object& message,
                   std::vector<Event>& events) {
        const std::int64_t index = integerAt(data, "index").value_or(0);
        const json::object* call = objectAt(message, "tool_calls");
        if (type == "content-start" || type == "content-delta") {
            if (const json::object* block = objectAt(message, "content"))
                m_reader.content(index, *block, events);
            if (const json::object* item = objectAt(data, "logprobs"))
                m_reader.logprobs(*item, events);
        } else if (type == "tool-plan-delta") {
            m_reader.toolPlan(textAt(message, "tool_plan"), events);
        } else if (type == "tool-call-start" && call != nullptr) {
            m_reader.beginToolCall(index, *call, events);
        } else if (type == "tool-call-delta" && call != nullptr) {
            if (const json::object* function = objectAt(*call, "function"))
                m_reader.toolCallArguments(index, textAt(*function, "arguments"), events);
        } else if (type == "tool-call-end") {
            m_reader.endToolCall(index, events);
        } else if (type == "citation-start") {
            if (const json::object* citation = objectAt(message, "citations"))
                m_reader.citation(*citation, events);
        }
    }

    void readEnd(const json::object& delta, std::vector<Event>& events) {
        if (auto error = m_reader.finish(delta, events)) {
            end(events, std::move(*error));
            return;
        }
        m_done = true;
        events.emplace_back(AnswerEnd{});
    }

    void readWhole(std::vector<Event>& events) {
        auto answer = decodeCohereAnswer(m_whole);
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
    CohereAnswerReader m_reader;
    std::string m_whole;
    Form m_form = Form::Unknown;
    bool m_done = false;
};

} // namespace

std::unique_ptr<StreamDecoder> newCohereStreamDecoder() {
    return std::make_unique<CohereStreamDecoder>();
}

} // namespace llmg::dialects
