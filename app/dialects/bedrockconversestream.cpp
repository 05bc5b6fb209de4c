// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/dialects/awseventstream.h"
#include "app/dialects/bedrockconverseanswer.h"
#include "app/dialects/jsonaccess.h"

namespace llmg::dialects {
namespace {

/// Reference: ConverseStream, ConverseStreamOutput. Whole when messageStop has come; the usage follows it.
class BedrockStreamDecoder final : public StreamDecoder {
  public:
    void feed(std::string_view bytes, std::vector<Event>& events) override {
        if (m_done || bytes.empty())
            return;
        // Some proxies answer with one JSON body. A frame never begins with '{', which would be a length of 2 GB.
        if (m_form == Form::Unknown)
            m_form = bytes.front() == '{' ? Form::Document : Form::Stream;
        if (m_form == Form::Document) {
            m_whole += bytes;
            if (m_whole.size() > AwsEventStreamParser::kMaxMessageBytes)
                end(events, fail(ErrorKind::Upstream, "The provider's answer is too large."));
            return;
        }
        m_parser.feed(bytes);
        while (!m_done) {
            const auto message = m_parser.next();
            if (!message)
                break;
            read(*message, events);
        }
        if (m_parser.error())
            end(events, *m_parser.error());
    }

    void finish(std::vector<Event>& events) override {
        if (m_done)
            return;
        if (m_form == Form::Document) {
            readWhole(events);
        } else if (m_stopped && !m_parser.inMessage()) {
            m_done = true;
            events.emplace_back(AnswerEnd{});
        } else {
            end(events, fail(ErrorKind::Upstream, "The provider's answer was cut off before its end."));
        }
    }

  private:
    enum class Form { Unknown, Stream, Document };

    void read(const AwsEventMessage& message, std::vector<Event>& events) {
        const std::string_view kind = message.text(":message-type");
        if (kind == "error") {
            end(events, bedrockError(0, message.text(":error-code"), message.text(":error-message")));
            return;
        }
        const auto document = parseJson(message.payload);
        const json::object* data = document ? document->if_object() : nullptr;
        if (kind == "exception") {
            end(events, bedrockError(0, message.text(":exception-type"),
                                     data != nullptr ? textAt(*data, "message") : std::string_view()));
            return;
        }
        if (data == nullptr) {
            end(events, fail(ErrorKind::Upstream, "The provider sent an event that is not JSON."));
            return;
        }
        readEvent(message.text(":event-type"), *data, events);
    }

    void readEvent(std::string_view type, const json::object& data, std::vector<Event>& events) {
        const std::int64_t index = integerAt(data, "contentBlockIndex").value_or(0);
        if (type == "messageStart") {
            events.emplace_back(AnswerStart{}); // Converse names neither the answer nor the model
        } else if (type == "contentBlockStart") {
            if (const json::object* start = objectAt(data, "start"))
                m_reader.beginBlock(index, *start, events);
        } else if (type == "contentBlockDelta") {
            if (const json::object* delta = objectAt(data, "delta"))
                m_reader.delta(index, *delta, events);
        } else if (type == "contentBlockStop") {
            m_reader.endBlock(index, events);
        } else if (type == "messageStop") {
            m_stopped = true;
            BedrockAnswerReader::stop(data, events);
        } else if (type == "metadata") {
            BedrockAnswerReader::usage(data, events);
            m_done = m_stopped;
            if (m_done)
                events.emplace_back(AnswerEnd{});
        }
        // Events yet to be invented are passed over.
    }

    void readWhole(std::vector<Event>& events) {
        auto answer = decodeBedrockAnswer(m_whole);
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

    AwsEventStreamParser m_parser;
    BedrockAnswerReader m_reader;
    std::string m_whole;
    Form m_form = Form::Unknown;
    bool m_stopped = false;
    bool m_done = false;
};

} // namespace

std::unique_ptr<StreamDecoder> newBedrockStreamDecoder() {
    return std::make_unique<BedrockStreamDecoder>();
}

} // namespace llmg::dialects
